"""The printing press: WeasyPrint with one stylesheet, our own fonts and no way to the network."""

import gc
import logging
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from math import inf
from multiprocessing.util import Finalize
from os.path import normpath
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from generator.errors import Problem
from generator.handouts.form import finish_form
from generator.handouts.tags import finish_tags
from generator.proof import FontName, name_font

# What a sheet of one exercise gives up to stay on one page: classes on <html> that the stylesheet
# knows. Safety notes are never among it.
SMALLER = "fit-figure"
LESS = f"{SMALLER} fit-links"
LESSER = f"{LESS} fit-steps"
LEAST = f"{LESSER} fit-about"
CLOSEST = f"{LEAST} fit-lines"
# What it gives up so that its steps are on page 1 when its diary is not.
DIARY_APART = "fit-diary"
_APART = tuple(
    f"{DIARY_APART} {less}".rstrip()
    for less in ("", SMALLER, f"{SMALLER} fit-steps", LESSER, f"{SMALLER} fit-steps fit-lines")
)
# An exercise of a program that has its page for itself: its figure may be larger.
ALONE = "alone"
# How much too long a sheet may be, in millimetres, for each to be worth a try.
_WORTH_A_TRY = {LESS: 11, LESSER: 32, LEAST: 38, CLOSEST: 56}
_MILLIMETRE = 96 / 25.4
# The folder of the clinic's own rules, by which problems name a stylesheet and its files.
_PLACE = "templates/print"
_LINE = re.compile(r"\bat (\d+):\d+")
_ENTRY = re.compile(r"entry-\d+$")
_CLASSES = re.compile(r'(<html\b[^>]*\bclass=")')


class Printed(NamedTuple):
    """A printed handout and what went wrong on the way; no PDF if too much did."""

    pdf: bytes
    pages: int
    messages: tuple[str, ...]


def open_press(stylesheets: tuple[Path, ...], folders: tuple[Path, ...]) -> "Press":
    """The press of this process: fonts are loaded and rules are parsed once, until they change."""
    files = [*stylesheets, *(file for folder in folders for file in sorted(folder.rglob("*")))]
    stats = [(file, file.stat()) for file in files]
    state = tuple((file, stat.st_mtime_ns, stat.st_size) for file, stat in stats)
    return _set_up(stylesheets, folders, state)


@lru_cache(maxsize=1)
def _set_up(stylesheets: tuple[Path, ...], folders: tuple[Path, ...], _state: object) -> "Press":
    Finalize(None, _put_away, exitpriority=0)
    return Press(stylesheets, folders)


def _put_away() -> None:
    """Let go of the press: a worker ends without that, and its copies of fonts would stay."""
    _set_up.cache_clear()
    gc.collect()


class Press:
    """Prints handouts one after the other, and holds what they share."""

    def __init__(self, stylesheets: tuple[Path, ...], folders: tuple[Path, ...]) -> None:
        self._fonts = FontConfiguration()
        self._fetcher = _Fetcher(folders)
        self._base = f"{folders[0].resolve().as_uri()}/"
        self._styles: list[CSS] = []
        self.problems = tuple(
            _stylesheet_problem(stylesheet, message)
            for stylesheet in stylesheets
            for message in self._take(stylesheet)
        )

    @property
    def fonts(self) -> Collection[FontName]:
        """The fonts that were loaded from the folders of the theme and the clinic."""
        return self._fetcher.fonts

    def print(self, html: str, *, one_page: bool) -> Printed:
        """Print a handout; with `one_page`, it gives up what it may to stay on one page."""
        with _collected_messages() as messages:
            try:
                document = self._fit(html) if one_page else self._spread(html)
                pdf = document.write_pdf(pdf_variant="pdf/ua-1", finisher=_finish)
            except FatalURLFetchingError as error:
                return self._failed(messages, _reason(error))
            except Exception as error:  # noqa: BLE001 a clinic's own stylesheet may bring up anything
                message = f"the handout cannot be laid out: {type(error).__name__}: {error}"
                return self._failed(messages, message)
        return Printed(pdf, len(document.pages), self._said(messages))

    def _failed(self, messages: list[str], reason: str) -> Printed:
        return Printed(b"", 0, self._said((*messages, reason)))

    def _said(self, messages: Iterable[str]) -> tuple[str, ...]:
        """Each message once, without the folders of this machine."""
        return tuple(dict.fromkeys(map(self._fetcher.hide_folders, messages)))

    def _fit(self, html: str) -> Document:
        """The sheet on one page; else with its diary on a second; else as it comes."""
        plain = document = self._lay_out(html)
        if _is_one_page(plain):
            return plain
        if any("figure" in page.anchors for page in plain.pages):
            document = self._lay_out(_with_classes(html, SMALLER))
        too_long = _excess(document)
        worth = (classes for classes, most in _WORTH_A_TRY.items() if too_long <= most)
        sheets = chain([document], (self._lay_out(_with_classes(html, each)) for each in worth))
        if fitting := next(filter(_is_one_page, sheets), None):
            return fitting
        apart = (self._lay_out(_with_classes(html, each)) for each in _APART)
        return next(filter(_has_steps_on_page_1, apart), plain)

    def _spread(self, html: str) -> Document:
        """The program, with the room used where an exercise has a page for itself."""
        plain = self._lay_out(html)
        entries = ([name for name in page.anchors if _ENTRY.match(name)] for page in plain.pages)
        marked = html
        for names in entries:
            if len(names) == 1:
                marked = marked.replace(f'" id="{names[0]}"', f' {ALONE}" id="{names[0]}"', 1)
        if marked == html:
            return plain
        spread = self._lay_out(marked)
        return spread if len(spread.pages) == len(plain.pages) else plain

    def _take(self, stylesheet: Path) -> list[str]:
        """Parse a stylesheet and keep its rules; what is wrong with it."""
        with _collected_messages() as messages:
            try:
                rules = CSS(
                    stylesheet.resolve(), font_config=self._fonts, url_fetcher=self._fetcher
                )
                self._styles.append(rules)
            except FatalURLFetchingError as error:
                messages.append(_reason(error))
        return [self._fetcher.hide_folders(message) for message in messages]

    def _lay_out(self, html: str) -> Document:
        page = HTML(string=html, base_url=self._base, url_fetcher=self._fetcher)
        return page.render(font_config=self._fonts, stylesheets=self._styles, pdf_forms=True)


def _finish(document: object, pdf: object) -> None:
    finish_tags(document, pdf)
    finish_form(document, pdf)


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Opens files of the given folders and data addresses; everything else is an error.

    An address inside one of the folders means the file of that name in the first that has it.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__(
            allowed_protocols=("file", "data"), allow_redirects=False, fail_on_errors=True
        )
        self._folders = tuple(folder.resolve() for folder in folders)
        self.fonts: set[FontName] = set()

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """What lies at an address; `ValueError` says why it may not be opened."""
        if urlsplit(url).scheme != "file":
            return super().fetch(url, headers)
        file = self._locate(url)
        content = file.read_bytes()
        if file.suffix.lower() in (".ttf", ".otf") and (name := name_font(content)):
            self.fonts.add(name)
        kind = {".css": "text/css", ".svg": "image/svg+xml"}.get(file.suffix.lower())
        return URLFetcherResponse(url, content, {"Content-Type": kind} if kind else None)

    def hide_folders(self, message: str) -> str:
        """A message that names files by their place in a site, not on this machine."""
        for folder in self._folders:
            for name in (folder.as_uri(), str(folder)):
                message = message.replace(name, _PLACE)
        return message

    def _locate(self, url: str) -> Path:
        """The file that an address means, links followed, inside one of the folders."""
        parts = urlsplit(url)
        if parts.netloc:
            raise ValueError(f"a handout may not use {url}: it lies on another machine")
        asked = Path(normpath(url2pathname(parts.path)))
        outside = f'a handout may not use "{asked.name}": it lies outside the site and its theme'
        home = self._folder_of(asked)
        if not home:
            raise ValueError(outside)
        name = asked.relative_to(home)
        found = next((file for folder in self._folders if (file := folder / name).is_file()), None)
        if not found:
            raise ValueError(f"{_PLACE}/{name.as_posix()} does not exist")
        if not self._folder_of(found.resolve()):
            raise ValueError(outside)
        return found

    def _folder_of(self, file: Path) -> Path | None:
        return next((folder for folder in self._folders if file.is_relative_to(folder)), None)


class _Collector(logging.Handler):
    """Keeps what the libraries warn of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage().replace("\n", " "))


@contextmanager
def _collected_messages() -> Iterator[list[str]]:
    """Everything that the libraries warn of inside the block."""
    collector = _Collector()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(collector)
    try:
        yield collector.messages
    finally:
        for logger in loggers:
            logger.removeHandler(collector)


def _reason(error: FatalURLFetchingError) -> str:
    return str(error.__cause__ or error)


def _stylesheet_problem(stylesheet: Path, message: str) -> Problem:
    line = _LINE.search(message)
    return Problem(f"{_PLACE}/{stylesheet.name}", int(line[1]) if line else 1, message)


def _with_classes(html: str, classes: str) -> str:
    return _CLASSES.sub(rf"\g<1>{classes} ", html, count=1)


def _is_one_page(document: Document) -> bool:
    return len(document.pages) == 1


def _has_steps_on_page_1(document: Document) -> bool:
    return "steps" in document.pages[0].anchors


def _excess(document: Document) -> float:
    """About how much a sheet is longer than one page, in millimetres; little if it ends soon."""
    first, second = (page.anchors for page in [*document.pages, document.pages[-1]][:2])
    start, above = ("diary", "steps-end") if "steps-end" in first else ("exercise", "safety-end")
    if not ({above, "foot"} <= first.keys() and start in second):
        return 0  # A template that does not say where its parts end: everything is tried.
    if "end" not in second:
        return inf
    too_long = second["end"][1] - second[start][1] - (first["foot"][1] - first[above][1])
    return float(too_long) / _MILLIMETRE
