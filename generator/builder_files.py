"""Makes the files of the parts of a handout: rendered, and checked alone and in their place."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from generator.builder import BUILDER_PAGE, Part
from generator.errors import Problem
from generator.gate import KitPlace, Piece, check_parts, check_requests, has_more, split_parts
from generator.pages import PageWorkshop, check_links
from generator.render import render
from generator.site import WebPage

_TEMPLATE = "web/make-handout-part.html"
# So many are kept in memory until all that is new among them was seen in its place.
_AT_ONCE = 200


class MadePart(NamedTuple):
    """A part and its file, which passed every check, and the name of its look."""

    part: Part
    content: bytes
    look: str


# Where parts stand on their page; None, and problems, where that cannot be rendered.
FindPlace = Callable[[list[Problem]], KitPlace | None]


def open_place(workshop: PageWorkshop, page: WebPage, problems: list[Problem]) -> KitPlace | None:
    """Where parts stand on their page; `None`, and problems, when that cannot be rendered."""
    html = render(workshop.environment, page.template, page.context, problems)
    return None if html is None else KitPlace(html, page.path, workshop.styles)


def make_parts(
    workshop: PageWorkshop,
    find_place: FindPlace,
    parts: Iterable[tuple[Part, str]],
    problems: list[Problem],
) -> Iterator[MadePart]:
    """The finished files of parts; none of one that is wrong, but problems.

    Each part comes with the name of the look that it was published with before. One with any other
    was also seen in its place before it is returned.
    """
    waiting = iter(parts)
    while some := list(islice(waiting, _AT_ONCE)):
        share = _Share(workshop, find_place, problems)
        made = [one for part, seen in some if (one := share.make(part, seen))]
        if not share.harms():
            yield from made


@dataclass
class _Share:
    """Parts that are returned together, or not at all."""

    workshop: PageWorkshop
    find_place: FindPlace
    problems: list[Problem]
    place: KitPlace | None = None

    def make(self, part: Part, seen: str) -> MadePart | None:
        """The file of a part, taken to its place unless it was seen there."""
        html = render(self.workshop.environment, _TEMPLATE, {"part": part.view}, self.problems)
        if html is None:
            return None
        pieces, hint = split_parts(html), f"look at the template {_TEMPLATE}"
        faults = [replace(one, hint=hint) for one in check_parts(pieces, part.kits, part.path)]
        # While the gate still knows the tags of these pieces.
        look = self.workshop.name_look(*(piece.html for piece in pieces))
        if look != seen:
            self.place = self.place or self.find_place(self.problems)
            if self.place is None:
                return None
            self.place.take(pieces, part.kits)
        for piece in pieces:
            faults += _check_addresses(self.workshop, piece, part.path)
        if has_more(html):
            faults.append(Problem(part.path, 1, "something stands beside the parts", hint))
        self.problems.extend(faults)
        return None if faults else MadePart(part, _write(part, html), look)

    def harms(self) -> bool:
        """Whether stylesheets do harm to what was taken to its place; then problems say so."""
        found = self.place.check() if self.place else []
        self.problems.extend(found)
        return bool(found)


def _check_addresses(workshop: PageWorkshop, piece: Piece, path: str) -> Iterator[Problem]:
    """What a part asks for, seen from the page that shows it."""
    page = WebPage(BUILDER_PAGE, _TEMPLATE, {})
    for fault in (
        *check_requests(piece.html, path, workshop.base_url),
        *check_links(piece.html, page, workshop.addresses),
    ):
        yield replace(fault, path=path, line=fault.line + piece.above)


def _write(part: Part, html: str) -> bytes:
    """A script, since a page that was opened from a disk can load nothing else."""
    values = (part.view.name, part.facts, html)
    texts = (json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    return f"addPart({', '.join(texts)});\n".encode()
