"""Builds a site: load, plan, make, publish; nothing is put in place before all of it is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from generator.assets import (
    OWN_STYLE,
    find_theme,
    list_addresses,
    make_icon,
    measure_pictures,
    read_stylesheets,
    stage_asset,
    stage_files,
    write_sitemap,
)
from generator.compose import render_sheet
from generator.config import CLINIC_FILE
from generator.edition import OFFLINE_PAGE, Edition, MadeHandout, figure_styles
from generator.errors import Problem, SiteError, UsageError, has_errors, sort_problems
from generator.handouts import why_no_pdf
from generator.illustrate import illustrate
from generator.library import read_library
from generator.offline.archive import FOLDER
from generator.offline.staging import list_offline, stage_app, stage_archive, stage_worker
from generator.pages import make_page, open_page_workshop
from generator.paper import plan_handouts
from generator.paths import find_templates
from generator.plan import Ground, page_key, sheet_key, survey
from generator.printing import PrintShop, make_handouts, recall_handout
from generator.publish import Publisher, open_output
from generator.read import list_media
from generator.render import make_environment
from generator.review import check_reviews
from generator.site import WebPage, plan_offline_page, plan_pages
from generator.sketchbook import Sketchbook
from generator.words import load_words

# Hears several times a second how many handouts are made, and of how many. It may raise to give up.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class BuildOptions:
    """What to build, where to, and how.

    `today` is an ISO date: reviews are judged by it. `jobs` is how many processes make handouts.
    With `postpone` no handout is made: those that are out of date leave the site, and come back
    with the next build.
    """

    site: Path
    output: Path
    today: str
    pdf: bool = True
    strict: bool = False
    jobs: int = 1
    postpone: bool = False


@dataclass(frozen=True)
class BuildResult:
    """What a build did: its warnings, and how many pages and handouts there are and were made.

    `handouts_waiting` are those that were postponed.
    """

    problems: tuple[Problem, ...]
    pages: int
    pages_made: int
    handouts: int
    handouts_made: int
    handouts_waiting: int = 0


@dataclass(frozen=True)
class _Site:
    """A site that was read: its edition, its folders, and what all its outputs rest on."""

    options: BuildOptions
    edition: Edition
    folders: tuple[Path, ...]
    theme: dict[str, Path]
    stylesheets: dict[str, str]
    ground: Ground
    problems: list[Problem]

    @property
    def media(self) -> Path:
        return self.options.site / "content" / "media"

    def stop_at_errors(self) -> None:
        """Raise `SiteError` when the problems so far forbid publishing."""
        if has_errors(self.problems, strict=self.options.strict):
            raise SiteError(self.problems)


@dataclass(frozen=True)
class _Handouts:
    """The handouts by the address of their page; how many were made anew, or are yet to be."""

    by_page: Mapping[str, tuple[MadeHandout, ...]] = field(default_factory=dict)
    made: int = 0
    waiting: int = 0

    @property
    def paths(self) -> set[str]:
        return {handout.path for made in self.by_page.values() for handout in made}


def build(
    options: BuildOptions,
    progress: Progress = lambda done, total: None,  # noqa: ARG005 nobody watches
    waiting: Callable[[], None] | None = None,
) -> BuildResult:
    """Build a site into its output folder.

    Raises `SiteError` with all problems when the site must not be published as it is.
    """
    site = _read_site(options)
    with open_output(options.output, waiting=waiting) as publisher:
        handouts = _make_handouts(site, publisher, progress)
        site = replace(site, edition=replace(site.edition, handouts=handouts.by_page))
        pages = plan_pages(site.edition)
        stage_files(publisher, site.ground, site.edition, site.media, site.theme)
        for sitemap in write_sitemap(site.edition, [page.path for page in pages]):
            stage_asset(publisher, site.ground, sitemap)
        stage_app(publisher, site.ground, site.edition, site.media)
        wanted = handouts.paths | _addresses(site, pages)
        settings = site.edition.library.settings
        later = {f"pages/{OFFLINE_PAGE}.html"} if settings.offline_zip else set()
        sooner = [page for page in pages if page.path not in later]
        pages_made = _make_pages(site, publisher, sooner, wanted)
        site.stop_at_errors()
        if settings.offline_zip:
            pages_made += _make_archive(site, publisher, wanted)
        stage_worker(publisher, site.ground, site.folders, wanted, offline=settings.offline)
        unpublished = publisher.publish(wanted)
    if unpublished:
        raise SiteError([*site.problems, *unpublished])
    return BuildResult(
        problems=tuple(sort_problems(site.problems)),
        pages=len(pages),
        pages_made=pages_made,
        handouts=len(handouts.paths),
        handouts_made=handouts.made,
        handouts_waiting=handouts.waiting,
    )


def check(options: BuildOptions) -> list[Problem]:
    """All problems of a site that can be found without making a PDF or writing a file."""
    site = _read_site(options, keep=False)
    environment = make_environment(site.folders, site.edition.words)
    for sheet in plan_handouts(site.edition):
        render_sheet(environment, sheet, site.problems)
    pages = plan_pages(site.edition)
    addresses = _addresses(site, pages)
    workshop = open_page_workshop(site.folders, site.edition, site.stylesheets, addresses)
    for page in pages:
        make_page(workshop, page, site.problems)
    return sort_problems(site.problems)


def _read_site(options: BuildOptions, *, keep: bool = True) -> _Site:
    """Everything that is read, and the figures drawn, before anything is made.

    Raises `SiteError` with all that is wrong so far. With `keep` false no file is written.
    """
    folders = find_templates(options.site)
    problems: list[Problem] = []
    theme = find_theme(folders, problems)
    stylesheets = read_stylesheets(theme, problems)
    media = options.site / "content" / "media"
    pictures = measure_pictures(media, list_media(options.site), problems)
    reading = read_library(options.site)
    problems += reading.problems
    styles = figure_styles(reading.settings, pdf=options.pdf)
    book = Sketchbook(options.site / ".cache" / "figures")
    figures = illustrate(reading, styles, book, options.jobs, problems, keep=keep)
    library = reading.library
    if library is None:
        raise SiteError(problems)
    problems += check_reviews(library, options.today)
    if library.settings.offline_zip and OFFLINE_PAGE not in library.pages:
        message = "site.offline_zip = true, but no page carries the link to the file"
        hint = f"write the page content/pages/{OFFLINE_PAGE}.md"
        problems.append(Problem(CLINIC_FILE, 0, message, hint, severity="warning"))
    edition = Edition(
        library=library,
        words=load_words(library.settings.languages[0]),
        today=options.today,
        pictures=pictures,
        icon=make_icon(media, library.settings.clinic).path,
        own_style=OWN_STYLE if OWN_STYLE in theme else "",
        figures=figures,
    )
    site = _Site(options, edition, folders, theme, stylesheets, survey(folders), problems)
    site.stop_at_errors()
    return site


def _make_handouts(site: _Site, publisher: Publisher, progress: Progress) -> _Handouts:
    """Make and stage the handouts that are not up to date, or leave them out for now."""
    if not site.options.pdf:
        return _Handouts()
    sheets = plan_handouts(site.edition)
    stale = {
        sheet.path: sheet
        for sheet in sheets
        if not publisher.unchanged(sheet.path, sheet_key(site.ground, sheet))
    }
    made: dict[str, MadeHandout] = {}
    if not site.options.postpone:
        environment = make_environment(site.folders, site.edition.words)
        shop = PrintShop(
            site.edition, site.media, site.folders, environment, site.ground, publisher
        )
        made = make_handouts(shop, list(stale.values()), site.options.jobs, progress, site.problems)
        site.stop_at_errors()
    elif stale and (reason := why_no_pdf()):
        raise UsageError(reason)
    found: dict[str, tuple[MadeHandout, ...]] = {}
    for sheet in sheets:
        known = None if sheet.path in stale else recall_handout(publisher, sheet, site.problems)
        if handout := made.get(sheet.path, known):
            found[sheet.page] = (*found.get(sheet.page, ()), handout)
    return _Handouts(found, len(made), len(stale) - len(made))


def _make_pages(
    site: _Site,
    publisher: Publisher,
    pages: list[WebPage],
    wanted: set[str],
) -> int:
    """Make and stage the pages that are not up to date; returns how many are new or changed."""
    keys = {page.path: page_key(site.ground, page) for page in pages}
    stale = [page for page in pages if not publisher.unchanged(page.path, keys[page.path])]
    if not stale:
        return 0
    workshop = open_page_workshop(site.folders, site.edition, site.stylesheets, wanted)
    changed = 0
    for page in stale:
        content = make_page(workshop, page, site.problems)
        if content is not None:
            row = publisher.published(page.path)
            changed += row is None or row.digest != sha256(content).hexdigest()
            publisher.stage(page.path, keys[page.path], content)
    return changed


def _make_archive(site: _Site, publisher: Publisher, wanted: set[str]) -> int:
    """Make and stage the whole site in one file, and then the page that says how large that is."""
    # The archive's first page lies beside the folder in which it has the site.
    addresses = wanted | {FOLDER + path for path in wanted}
    workshop = open_page_workshop(site.folders, site.edition, site.stylesheets, addresses)
    size = stage_archive(
        publisher,
        site.ground,
        site.edition,
        wanted,
        lambda page: make_page(workshop, page, site.problems),
    )
    page = plan_offline_page(replace(site.edition, archive_size=size))
    made = _make_pages(site, publisher, [page] if page else [], wanted)
    site.stop_at_errors()
    return made


def _addresses(site: _Site, pages: list[WebPage]) -> set[str]:
    """The addresses of all files but the handouts."""
    beside = list_addresses(site.edition, site.theme)
    return beside | list_offline(site.edition.library.settings) | {page.path for page in pages}
