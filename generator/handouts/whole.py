"""Finds the parts of a program in large print that are torn, and marks what they give up."""

import re
from collections.abc import Iterator, Mapping

from generator.handouts.engine import Document

# Classes that the stylesheet knows: what a part gives up, step by step, to stay on one page with
# its title and its safety notes, and how much too long, in millimetres, it may be for that. One
# that cannot is torn: what follows its safety notes has a page for itself.
TORN = "torn"
SAVINGS = (("snug", 60), ("snug snugger", 22), (TORN, 0))
_MILLIMETRE = 96 / 25.4
# The exercises; and the plan, which belongs to the safety notes of the program.
_PART = re.compile(r"(?:entry-\d+|plan)$")


def find_torn(document: Document) -> Iterator[tuple[str, float]]:
    """The name of each part that is torn, and how much too long it is, in millimetres.

    The template says where a part ends, and where what must stand above it does; a part of which it
    does not say that is never torn.
    """
    pages = [page.anchors for page in document.pages]
    where = {name: (page, at[1]) for page, names in enumerate(pages) for name, at in names.items()}
    for part in filter(_PART.match, where):
        if {f"{part}-above", f"{part}-end", "foot"} <= where.keys():
            (page, above), (last, end) = where[f"{part}-above"], where[f"{part}-end"]
            if page != last:
                too_long = above + end - where[part][1] - where["foot"][1]
                yield part, float(too_long) / _MILLIMETRE


def mark_parts(html: str, marks: Mapping[str, str]) -> str:
    """A handout with more classes for the parts of these names."""
    for name, classes in marks.items():
        html = html.replace(f'" id="{name}"', f' {classes}" id="{name}"', 1)
    return html
