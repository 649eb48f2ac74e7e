"""Finds the parts of a program in large print that are torn, and marks what they give up."""

import re
from collections.abc import Iterator, Mapping
from math import inf
from typing import NamedTuple

from generator.handouts.engine import Document

# Classes that the stylesheet knows: what a part gives up, step by step, to stay on one page with
# its title and its safety notes, and how much too long, in millimetres, it may be for that. One
# that cannot is torn: what follows its safety notes has a page for itself, but for its pictures
# where they have room below them.
SAVINGS = (("snug", 60), ("snug snugger", 30), ("", -inf))
_TORN, _PICTURED = "torn", "torn pictured"
# Pictures in less room, in millimetres, would be smaller than on ordinary paper.
_ROOM = 80
# What the safety notes take more where they are no longer set tighter.
_LOOSER = 12
_MILLIMETRE = 96 / 25.4
# The exercises; and the plan, which belongs to the safety notes of the program.
_PLAN = "plan"
_PART = re.compile(rf"(?:entry-\d+|{_PLAN})$")


class Mark(NamedTuple):
    """What the stylesheet is told of a part: more classes, and the room for its pictures in mm."""

    classes: str
    left: int = 0


class Torn(NamedTuple):
    """A part that goes on overleaf: how much too long it is, in millimetres.

    `left` is how much is left of the page on which its safety notes end.
    """

    part: str
    too_long: float
    left: float


def find_torn(document: Document) -> Iterator[Torn]:
    """Each part that is torn.

    The template says where a part ends, and where what must stand above it does; a part of which it
    does not say that is never torn.
    """
    pages = [page.anchors for page in document.pages]
    where = {name: (page, at[1]) for page, names in enumerate(pages) for name, at in names.items()}
    for part in filter(_PART.match, where):
        if {f"{part}-above", f"{part}-end", "foot"} <= where.keys():
            (page, above), (last, end) = where[f"{part}-above"], where[f"{part}-end"]
            if page != last:
                top, foot = where[part][1], where["foot"][1]  # of the page on which it goes on
                too_long, left = above + end - top - foot, foot - above
                yield Torn(part, too_long / _MILLIMETRE, left / _MILLIMETRE)


def tear(torn: Torn) -> Mark:
    """The mark of a part that cannot be whole."""
    left = torn.left - _LOOSER
    return Mark(_TORN) if torn.part == _PLAN or left < _ROOM else Mark(_PICTURED, round(left))


def mark_parts(html: str, marks: Mapping[str, Mark]) -> str:
    """A handout with these marks on the parts of these names."""
    for name, (classes, left) in marks.items():
        room = f' style="--left: {left}mm"' if left else ""
        html = html.replace(f'" id="{name}"', f' {classes}"{room} id="{name}"', 1)
    return html
