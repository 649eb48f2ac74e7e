"""Opens a site: reads all of it or some, draws its figures, and says what is wrong with it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.asked import BuildOptions
from generator.assets import (
    OWN_STYLE,
    find_theme,
    list_addresses,
    make_icon,
    measure_pictures,
    read_stylesheets,
)
from generator.edition import OFFLINE_PAGE, Edition, figure_styles
from generator.errors import Problem, SiteError, has_errors
from generator.illustrate import illustrate
from generator.kept import FindKept
from generator.library import Library, read_library
from generator.offline.staging import list_offline
from generator.paths import find_templates
from generator.plan import Ground, survey
from generator.read import CLINIC_FILE, list_media
from generator.review import check_reviews
from generator.sketchbook import Sketchbook
from generator.stopwatch import Stopwatch
from generator.words import load_words


@dataclass(frozen=True)
class Site:
    """A site that was read: its edition, its folders, and what all its outputs rest on."""

    options: BuildOptions
    edition: Edition
    folders: tuple[Path, ...]
    theme: dict[str, Path]
    stylesheets: dict[str, str]
    ground: Ground
    texts: Mapping[str, str]
    problems: list[Problem]
    watch: Stopwatch

    @property
    def media(self) -> Path:
        """The folder of its photographs."""
        return self.options.site / "content" / "media"

    def stop_at_errors(self) -> None:
        """Raise `SiteError` when the problems so far forbid publishing."""
        if has_errors(self.problems, strict=self.options.strict):
            raise SiteError(self.problems)


def open_site(
    options: BuildOptions,
    *,
    only: Collection[str] | None = None,
    known: FindKept | None = None,
    ground: Ground | None = None,
    keep: bool = True,
    watch: Stopwatch | None = None,
) -> Site:
    """Everything that is read, and the figures drawn, before anything is made.

    With `only`, the site was built before, and of its exercises and programs no others are read
    than those with these slugs, and what they show of others; `known` finds what was kept of each
    file then. `ground` is given where it is known.
    With `keep` false no file is written.

    Raises `SiteError` with all that is wrong so far.
    """
    watch = watch or Stopwatch()
    folders = find_templates(options.site)
    problems: list[Problem] = []
    theme = find_theme(folders, problems)
    stylesheets = read_stylesheets(theme, problems, checked=only is not None)
    media = options.site / "content" / "media"
    pictures = measure_pictures(media, list_media(options.site), problems)
    reading = read_library(options.site, only, known)
    problems += reading.problems
    watch.lap("read")
    styles = figure_styles(reading.settings, pdf=options.pdf)
    book = Sketchbook(options.site / ".cache" / "figures")
    figures = illustrate(
        reading, styles, book, options.jobs, problems, keep=keep, elsewhere=options.elsewhere
    )
    watch.lap("figures")
    library = reading.library
    if library is None:
        raise SiteError(problems)
    edition = Edition(
        library=library,
        words=load_words(library.settings.languages[0]),
        today=options.today,
        pictures=pictures,
        icon=make_icon(media, library.settings.clinic).path,
        own_style=OWN_STYLE if OWN_STYLE in theme else "",
        figures=figures,
    )
    problems += check_reviews(library, options.today, edition.review)
    problems += _check_archive(library)
    problems += _check_versions(library, options.today)
    ground = ground or survey(folders)
    site = Site(
        options, edition, folders, theme, stylesheets, ground, reading.texts, problems, watch
    )
    watch.lap("check")
    site.stop_at_errors()
    return site


def list_published(site: Site, pages: Iterable[str]) -> set[str]:
    """The addresses of all files but the handouts."""
    beside = list_addresses(site.edition, site.theme)
    return beside | list_offline(site.edition.library.settings) | set(pages)


def _check_versions(library: Library, today: str) -> Iterator[Problem]:
    """A warning for a version of a later day: by it, staff tell a current sheet from an old one."""
    for record in library.every_record:
        if record.updated > today:
            line = record.source.line("updated")
            message = f"updated is a day that has not come yet: {record.updated}"
            hint = "write the day on which the words were last changed"
            yield Problem(record.source.path, line, message, hint, severity="warning")


def _check_archive(library: Library) -> list[Problem]:
    if not library.settings.offline_zip or OFFLINE_PAGE in library.pages:
        return []
    message = "site.offline_zip = true, but no page carries the link to the file"
    hint = f"write the page content/pages/{OFFLINE_PAGE}.md"
    return [Problem(CLINIC_FILE, 0, message, hint, severity="warning")]
