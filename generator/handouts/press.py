"""The printing press: has each handout give up what it may until it fits its pages."""

import gc
import re
from collections.abc import Collection
from functools import lru_cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import NamedTuple

from generator.handouts.contents import Contents
from generator.handouts.engine import (
    Document,
    Engine,
    RefusedError,
    write,
)
from generator.handouts.fit import Rooms, fit
from generator.handouts.messages import collected_messages
from generator.handouts.whole import SAVINGS, Mark, find_torn, mark_parts, tear
from generator.proof import FontName

# An exercise of a program that has its page for itself: its figure may be larger.
ALONE = "alone"
# So many new objects are worth a look for those that nobody needs any more.
_OBJECTS = 50_000
_ENTRY = re.compile(r"entry-\d+$")
_LARGE = re.compile(r'<html\b[^>]*\bclass="[^"]*\blarge\b')


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
    press = Press(stylesheets, folders)
    # A sheet makes a hundred thousand objects that live as long as itself. To look through them,
    # and through what all sheets share, again and again takes a sixth of its time.
    gc.freeze()
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
    return press


def _put_away() -> None:
    """Let go of the press: a worker ends without that, and its copies of fonts would stay."""
    _set_up.cache_clear()
    gc.collect()


class Press:
    """Prints handouts one after the other, and holds what they share."""

    def __init__(self, stylesheets: tuple[Path, ...], folders: tuple[Path, ...]) -> None:
        self._engine = Engine(stylesheets, folders)
        self.problems = self._engine.problems
        self._known: dict[str, Rooms] = {}
        self._contents = Contents()

    @property
    def fonts(self) -> Collection[FontName]:
        """The fonts that were loaded from the folders of the theme and the clinic."""
        return self._engine.fonts

    def print(self, html: str, *, one_page: bool) -> Printed:
        """Print a handout; with `one_page`, it gives up what it may to stay on one page."""
        with collected_messages() as messages:
            try:
                document = (
                    fit(html, self._engine.lay_out, self._known) if one_page else self._spread(html)
                )
                pdf, pages = write(document), len(document.pages)
            except RefusedError as error:
                return self._failed(messages, str(error))
            except Exception as error:  # noqa: BLE001 a clinic's own stylesheet may bring up anything
                message = f"the handout cannot be laid out: {type(error).__name__}: {error}"
                return self._failed(messages, message)
        if messages:
            self._engine.forget()
        return Printed(pdf, pages, self._engine.tell(messages))

    def _failed(self, messages: list[str], reason: str) -> Printed:
        self._engine.forget()
        return Printed(b"", 0, self._engine.tell((*messages, reason)))

    def _lay_out(self, html: str) -> Document:
        return self._contents.lay_out(html, self._engine.lay_out)

    def _spread(self, html: str) -> Document:
        """The program, with the room used where an exercise has a page for itself."""
        plain = self._lay_out(html)
        if _LARGE.search(html):
            return self._keep_whole(html, plain)
        entries = ([name for name in page.anchors if _ENTRY.match(name)] for page in plain.pages)
        alone = {names[0]: Mark(ALONE) for names in entries if len(names) == 1}
        if not alone:
            return plain
        spread = self._lay_out(mark_parts(html, alone))
        return spread if len(spread.pages) == len(plain.pages) else plain

    def _keep_whole(self, html: str, plain: Document) -> Document:
        """The program in large print, each part whole if it can save enough for that."""
        document, marks, given_up = plain, dict[str, Mark](), set[str]()
        for saving, most in SAVINGS:
            torn = [one for one in find_torn(document) if one.part not in given_up]
            if not torn:
                break
            given_up |= {one.part for one in torn if one.too_long > most}
            marks |= {one.part: tear(one) if one.part in given_up else Mark(saving) for one in torn}
            document = self._lay_out(mark_parts(html, marks))
        return document
