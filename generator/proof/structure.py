"""Reads the tags of a PDF: its pictures and headings, in reading order, and what follows them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_HEADINGS = frozenset(f"/H{level}" for level in range(1, 7))


@dataclass(frozen=True)
class Picture:
    """A picture that is read out: its words, and its page from 0."""

    words: str
    page: int


@dataclass
class Heading:
    """A heading: its page from 0, the marks of its text there, the page on which it goes on.

    That is `None` where nothing follows.
    """

    page: int
    marks: set[int] = field(default_factory=set)
    goes_on: int | None = None


@dataclass
class Structure:
    """The pictures and headings of a document, each in reading order."""

    pictures: list[Picture] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)


def read_structure(document: pikepdf.Pdf) -> Structure:
    """The structure of a document; an empty one when it has no tags."""
    structure = Structure()
    root = document.Root.get("/StructTreeRoot")
    if root is not None:
        numbers = {page.objgen: number for number, page in enumerate(document.pages)}
        _read(root, numbers, structure, 0, None)
    return structure


def _read(
    element: pikepdf.Object,
    numbers: Mapping[Any, int],
    structure: Structure,
    page: int,
    heading: Heading | None,
) -> None:
    if "/Pg" in element:
        page = numbers.get(element.Pg.objgen, page)
    kind = str(element.get("/S", ""))
    if kind == "/Figure":
        structure.pictures.append(Picture(" ".join(str(element.get("/Alt", "")).split()), page))
    if kind in _HEADINGS:
        heading = Heading(page)
        structure.headings.append(heading)
    for kid in _kids(element):
        if isinstance(kid, int):
            _note(structure, page, kid, heading)
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
            _note(structure, numbers.get(kid.Pg.objgen, page), int(kid.MCID), heading)
        elif isinstance(kid, pikepdf.Dictionary):
            _read(kid, numbers, structure, page, heading)


def _note(structure: Structure, page: int, mark: int, heading: Heading | None) -> None:
    """Take down a piece of content: as part of its heading, or as what follows the last ones."""
    if heading:
        if page == heading.page:
            heading.marks.add(mark)
        return
    for last in reversed(structure.headings):
        if last.goes_on is not None:
            return
        last.goes_on = page


def _kids(element: pikepdf.Object) -> Iterator[object]:
    kids = element.get("/K", ())
    yield from kids if isinstance(kids, pikepdf.Array) else [kids]
