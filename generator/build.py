"""Builds a site: load, plan, make, publish; nothing is put in place before all of it is made."""

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, field, replace

from generator.amend import amend, describe_faces, edited_records
from generator.asked import BuildOptions, BuildResult
from generator.assets import stage_asset, stage_files, write_sitemap
from generator.builder import plan_parts
from generator.builder_files import make_parts, open_place
from generator.edition import OFFLINE_PAGE, MadeHandout
from generator.errors import Problem, SiteError, UsageError, sort_problems
from generator.glance import Glance, take_glance
from generator.kept import keep_record, keep_settings
from generator.last_build import Kept, LastBuild
from generator.offline.archive import FOLDER
from generator.offline.staging import stage_app, stage_archive, stage_worker
from generator.opened import Site, list_published, open_site
from generator.page_work import make_pages
from generator.pages import make_page, open_page_workshop
from generator.paper import plan_handouts
from generator.plan import sheet_key
from generator.publish import Publisher, open_output
from generator.read import CLINIC_FILE, TERMS_FILE
from generator.render import make_environment
from generator.site import WebPage, plan_builder, plan_offline_page, plan_pages
from generator.stopwatch import Stopwatch

# Hears several times a second how many handouts are made, and of how many. It may raise to give up.
Progress = Callable[[int, int], None]


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
    glance: Glance | None = None,
    watch: Stopwatch | None = None,
) -> BuildResult:
    """Build a site into its output folder. Whoever has glanced at it already says what was seen.

    `watch` notes how long each step takes.

    Raises `SiteError` with all problems when the site must not be published as it is.
    """
    watch = watch or Stopwatch()
    glance = glance or take_glance(options)
    watch.lap("glance")
    if glance and (result := glance.standing):
        return result
    if glance and (edited := edited_records(glance)):
        with open_output(options.output, waiting=waiting) as publisher:
            result = _amend(options, glance, edited, publisher)
        watch.lap("amend")
        if result:
            return result
    site = open_site(options, watch=watch)
    with open_output(options.output, waiting=waiting) as publisher:
        result = _make(site, publisher, progress)
        if glance and not result.handouts_waiting:
            publisher.remember(_describe(site, glance, result), glance.last)
            watch.lap("remember")
    return result


def check(options: BuildOptions) -> list[Problem]:
    """All problems of a site that can be found without making a PDF or writing a file."""
    from generator.compose import render_sheet

    site = open_site(options, keep=False)
    environment = make_environment(site.folders, site.edition.words)
    for sheet in plan_handouts(site.edition):
        render_sheet(environment, sheet, site.problems)
    plans = plan_pages(site.edition)
    parts = plan_parts(site.edition)
    addresses = list_published(site, (*plans, *parts))
    workshop = open_page_workshop(
        site.folders, site.edition, site.stylesheets, addresses, site.ground
    )
    for plan in plans.values():
        make_page(workshop, plan(), site.problems)
    if parts:
        place = open_place(workshop, plan_builder(site.edition), site.problems)
        waiting = ((plan(), "") for plan in parts.values())
        for _ in make_parts(workshop, lambda _: place, waiting, site.problems):
            pass
    return sort_problems(site.problems)


def _make(site: Site, publisher: Publisher, progress: Progress) -> BuildResult:
    """Make all that is not up to date, and publish it."""
    handouts = _make_handouts(site, publisher, progress)
    site.watch.lap("handouts")
    site = replace(site, edition=replace(site.edition, handouts=handouts.by_page))
    settings = site.edition.library.settings
    plans = plan_pages(site.edition)
    stage_files(publisher, site.ground, site.edition, site.media, site.theme)
    for sitemap in write_sitemap(site.edition, plans):
        stage_asset(publisher, site.ground, sitemap)
    stage_app(publisher, site.ground, site.edition, site.media)
    site.watch.lap("other files")
    parts = plan_parts(site.edition)
    wanted = handouts.paths | list_published(site, (*plans, *parts))
    later = {f"pages/{OFFLINE_PAGE}.html"} if settings.offline_zip else set()
    sooner = {path: plan for path, plan in plans.items() if path not in later}
    pages_made = make_pages(site, publisher, {**sooner, **parts}, wanted)
    site.watch.lap("pages")
    site.stop_at_errors()
    if settings.offline_zip:
        pages_made += _make_archive(site, publisher, wanted)
    stage_worker(publisher, site.ground, site.folders, wanted, offline=settings.offline)
    site.watch.lap("offline")
    unpublished = publisher.publish(wanted)
    site.watch.lap("publish")
    if unpublished:
        raise SiteError([*site.problems, *unpublished])
    return BuildResult(
        problems=tuple(sort_problems(site.problems)),
        pages=len(plans),
        pages_made=pages_made,
        handouts=len(handouts.paths),
        handouts_made=handouts.made,
        handouts_waiting=handouts.waiting,
    )


def _amend(
    options: BuildOptions, glance: Glance, edited: tuple[str, ...], publisher: Publisher
) -> BuildResult | None:
    """Make and publish only the pages that show what was edited, where that is enough."""
    last = glance.last
    result = amend(options, last, edited, publisher) if last else None
    if last is None or result is None:
        return None
    if unpublished := publisher.publish(publisher.paths):
        raise SiteError([*result.problems, *unpublished])
    publisher.remember(replace(last, result=result, sources=glance.remembered), last)
    return result


def _describe(site: Site, glance: Glance, result: BuildResult) -> LastBuild:
    """What the next build will want to know of this one."""
    library = site.edition.library
    # A page tells the size of its handouts, and the archive's: more hangs on a body than its page.
    amendable = not site.options.pdf and not library.settings.offline_zip
    records = library.records if amendable else ()
    return LastBuild(
        asked=glance.asked,
        result=result,
        sources=glance.remembered,
        ground=astuple(site.ground),
        amendable=amendable,
        faces=describe_faces(site.edition, records),
        kept=_keep(site, result) if amendable else {},
    )


def _keep(site: Site, result: BuildResult) -> dict[str, Kept]:
    """What files came to in which nothing was found wrong: a warning is told each time."""
    library, texts = site.edition.library, site.texts
    warned = {problem.path for problem in result.problems}
    kept = {
        record.source.path: keep_record(record)
        for record in library.every_record
        if record.source.path not in warned
    }
    kept[CLINIC_FILE] = keep_settings(library.settings, texts[CLINIC_FILE], texts[TERMS_FILE])
    return kept


def _make_handouts(site: Site, publisher: Publisher, progress: Progress) -> _Handouts:
    """Make and stage the handouts that are not up to date, or leave them out for now."""
    if not site.options.pdf:
        return _Handouts()
    from generator.handouts import why_no_pdf
    from generator.printing import PrintShop, make_handouts, recall_handout

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
        options = site.options
        made = make_handouts(
            shop,
            list(stale.values()),
            options.jobs,
            progress,
            site.problems,
            elsewhere=options.elsewhere,
        )
        site.stop_at_errors()
    elif stale and (reason := why_no_pdf()):
        raise UsageError(reason)
    found: dict[str, tuple[MadeHandout, ...]] = {}
    for sheet in sheets:
        known = None if sheet.path in stale else recall_handout(publisher, sheet, site.problems)
        if handout := made.get(sheet.path, known):
            found[sheet.page] = (*found.get(sheet.page, ()), handout)
    return _Handouts(found, len(made), len(stale) - len(made))


def _make_archive(site: Site, publisher: Publisher, wanted: set[str]) -> int:
    """Make and stage the whole site in one file, and then the page that says how large that is."""
    # The archive's first page lies beside the folder in which it has the site.
    addresses = wanted | {FOLDER + path for path in wanted}
    workshop = open_page_workshop(
        site.folders, site.edition, site.stylesheets, addresses, site.ground
    )

    def make(page: WebPage) -> bytes | None:
        made = make_page(workshop, page, site.problems)
        return made.content if made else None

    size = stage_archive(publisher, site.ground, site.edition, wanted, make)
    page = plan_offline_page(replace(site.edition, archive_size=size))
    made = make_pages(site, publisher, {page.path: lambda: page}, wanted) if page else 0
    site.stop_at_errors()
    return made
