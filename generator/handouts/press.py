"""The printing press: has each handout give up what it may until it fits its pages."""

import gc
import re
from collections.abc import Collection
from functools import cache, lru_cache
from math import inf
from multiprocessing.util import Finalize
from pathlib import Path
from typing import NamedTuple

from generator.handouts.engine import (
    Document,
    Engine,
    RefusedError,
    collected_messages,
    write,
)
from generator.handouts.whole import SAVINGS, TORN, find_torn, mark_parts
from generator.proof import FontName

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
_ENTRY = re.compile(r"entry-\d+$")
_LARGE = re.compile(r'<html\b[^>]*\bclass="[^"]*\blarge\b')
_MARKUP = re.compile(r"<[^>]*>")
# A sheet of so few letters is likely to fit as it is: that is tried first.
_SHORT = 2400
# What a template marks a sheet with that has a figure.
_FIGURE = 'id="figure"'
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
        self._engine = Engine(stylesheets, folders)
        self.problems = self._engine.problems

    @property
    def fonts(self) -> Collection[FontName]:
        """The fonts that were loaded from the folders of the theme and the clinic."""
        return self._engine.fonts

    def print(self, html: str, *, one_page: bool) -> Printed:
        """Print a handout; with `one_page`, it gives up what it may to stay on one page."""
        with collected_messages() as messages:
            try:
                document = self._fit(html) if one_page else self._spread(html)
                pdf, pages = write(document), len(document.pages)
            except RefusedError as error:
                return self._failed(messages, str(error))
            except Exception as error:  # noqa: BLE001 a clinic's own stylesheet may bring up anything
                message = f"the handout cannot be laid out: {type(error).__name__}: {error}"
                return self._failed(messages, message)
        return Printed(pdf, pages, self._engine.tell(messages))

    def _failed(self, messages: list[str], reason: str) -> Printed:
        return Printed(b"", 0, self._engine.tell((*messages, reason)))

    def _fit(self, html: str) -> Document:
        """The sheet on one page; else with its diary on a second; else as it comes."""
        lay_out = cache(self._engine.lay_out)
        smaller = _with_classes(html, SMALLER) if _FIGURE in html else html
        if len(_MARKUP.sub("", html)) < _SHORT and _is_one_page(lay_out(html)):
            return lay_out(html)
        document = lay_out(smaller)
        if _is_one_page(document):
            # Few sheets fit with a larger figure, too: that is looked at last.
            return next(filter(_is_one_page, (lay_out(html), document)))
        too_long = _excess(document)
        worth = (classes for classes, most in _WORTH_A_TRY.items() if too_long <= most)
        sheets = (lay_out(_with_classes(html, each)) for each in worth)
        if fitting := next(filter(_is_one_page, sheets), None):
            return fitting
        apart = (lay_out(_with_classes(html, each)) for each in _APART)
        return next(filter(_has_steps_on_page_1, apart), None) or lay_out(html)

    def _spread(self, html: str) -> Document:
        """The program, with the room used where an exercise has a page for itself."""
        plain = self._engine.lay_out(html)
        if _LARGE.search(html):
            return self._keep_whole(html, plain)
        entries = ([name for name in page.anchors if _ENTRY.match(name)] for page in plain.pages)
        alone = {names[0]: ALONE for names in entries if len(names) == 1}
        if not alone:
            return plain
        spread = self._engine.lay_out(mark_parts(html, alone))
        return spread if len(spread.pages) == len(plain.pages) else plain

    def _keep_whole(self, html: str, plain: Document) -> Document:
        """The program in large print, each part whole if it can save enough for that."""
        document, marks = plain, dict[str, str]()
        for saving, most in SAVINGS:
            torn = {part: by for part, by in find_torn(document) if marks.get(part) != TORN}
            if not torn:
                break
            marks |= {part: saving if by <= most else TORN for part, by in torn.items()}
            document = self._engine.lay_out(mark_parts(html, marks))
        return document


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
