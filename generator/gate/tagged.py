"""A page as its tags tell it: which there are, where each stands, and what is inside what."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

SPACE, WORDS, REMARK = 1, 2, 4
"""What an element may hold beside other elements: spaces, words, comments."""


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A start tag as it is written; one object for all that are written alike."""

    name: str
    attributes: dict[str, str]
    classes: frozenset[str]
    ends_in_stroke: bool
    signature: str
    """All of this in one text."""


class Tag(NamedTuple):
    """A start tag: where it stands, and the place of its parent in the list of tags (or -1)."""

    written: Written
    start: int
    parent: int

    @property
    def name(self) -> str:
        """Its name in small letters."""
        return self.written.name

    @property
    def attributes(self) -> dict[str, str]:
        """Its attributes, for all tags that are written alike: to be read only."""
        return self.written.attributes

    @property
    def classes(self) -> frozenset[str]:
        """The names in its `class`."""
        return self.written.classes


class Hidden(NamedTuple):
    """A stretch of a page that is no HTML to a browser: a comment, a script, a text field."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, eq=False)
class TaggedPage:
    """A page with its start tags in order, and the stretches that hold none.

    `texts` says of each tag what it holds beside other tags. A page is `orderly` if every element
    ends in a tag of its own before those do that it is inside of.
    """

    html: str
    tags: Sequence[Tag]
    hidden: Sequence[Hidden]
    texts: Sequence[int]
    orderly: bool

    def line(self, start: int) -> int:
        """The line of a place in the page."""
        return bisect_left(self._line_ends, start) + 1

    def around(self, index: int) -> Iterator[int]:
        """The tag at a place of the list, then the tags that it is inside of, inmost first."""
        while index >= 0:
            yield index
            index = self.tags[index].parent

    def find(self, start: int) -> int:
        """The tag that stands at a place of the page, by its place in the list (or -1)."""
        index = bisect_left(self._starts, start)
        return index if self._starts[index : index + 1] == [start] else -1

    def families(self) -> Iterable[list[int]]:
        """The tags that are straight inside the same one, by their places in the list."""
        return self._children.values()

    def children(self, parent: int) -> list[int]:
        """The tags straight inside another, by their places in the list."""
        return self._children.get(parent, [])

    def with_class(self, *names: str) -> list[int]:
        """The tags that have one of some classes, by their places in the list."""
        return [
            index
            for index, tag in enumerate(self.tags)
            if not tag.written.classes.isdisjoint(names)
        ]

    @cached_property
    def marked(self) -> dict[str, list[int]]:
        """Where the tags stand that are marked as safety blocks, by their marks."""
        places: dict[str, list[int]] = {}
        for tag in self.tags:
            mark = tag.written.attributes.get("data-safety")
            if mark is not None:
                places.setdefault(mark, []).append(tag.start)
        return places

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        inside: dict[int, list[int]] = {}
        for index, tag in enumerate(self.tags):
            inside.setdefault(tag.parent, []).append(index)
        return inside

    @cached_property
    def _starts(self) -> list[int]:
        return [tag.start for tag in self.tags]

    @cached_property
    def _line_ends(self) -> list[int]:
        return find_all(self.html, "\n")


def find_all(html: str, part: str) -> list[int]:
    """Where a text stands in a page, each place once."""
    places = []
    place = html.find(part)
    while place >= 0:
        places.append(place)
        place = html.find(part, place + 1)
    return places
