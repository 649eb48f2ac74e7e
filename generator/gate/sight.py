"""The judgement of a page's looks: what its stylesheets do to each safety block, in each mode."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import cssselect2
import tinyhtml5

from generator.gate.cascade import Cascade, font_size
from generator.gate.colours import contrast, read_colour
from generator.gate.hiding import CUTTING, HIDING, LIFTING, MISPLACING, MOVING, Hides, Value, cuts
from generator.gate.lengths import Ruler, significant
from generator.gate.moments import Mode, Moment, applies
from generator.gate.stylesheets import Declared, Element, Match, Rules

_MODES: tuple[Mode, ...] = ("light", "dark", "print")
_IN_MODE = {"light": "", "dark": " in dark mode", "print": " in print"}
_SMALLEST = 12
_LOWEST_CONTRAST = 4.5
_LINE_PARTS = frozenset({"first-line", "first-letter"})
_ADDED_PARTS = frozenset({"before", "after"})


class Finding(NamedTuple):
    """What a declaration does to a block, which is named by its order on the page."""

    order: int
    said: str
    sheet: str
    line: int


class _Fault(NamedTuple):
    """What is said of a declaration, and whether that is so in one mode only."""

    declared: Declared
    said: str
    in_mode: str = ""


def judge(html: str, rules: Rules) -> tuple[Finding, ...]:
    """What the rules do to the safety blocks of a page, each declaration once for a block."""
    root = cssselect2.ElementWrapper.from_html_root(
        tinyhtml5.parse(html, namespace_html_elements=False)
    )
    page = _Page(tuple(root.iter_subtree()))
    match = cache(rules.match)
    found: dict[tuple[int, Declared], Finding] = {}
    for mode in _MODES:
        for more in (False, True):
            cascade = Cascade(match, Moment(mode, more), page.can_be_dark)
            for order, fault in _faults(_Sight(rules, cascade), page):
                declared, said, in_mode = fault
                cause = f"{declared.sheet}:{declared.line} ({declared.text}){in_mode}"
                finding = Finding(order, said % cause, declared.sheet, declared.line)
                found.setdefault((order, declared), finding)
    return tuple(sorted(found.values()))


@dataclass(frozen=True, eq=False)
class _Page:
    """The elements of a page, in order."""

    elements: tuple[Element, ...]

    @property
    def blocks(self) -> list[Element]:
        """The safety blocks."""
        return [one for one in self.elements if "data-safety" in one.etree_element.attrib]

    @property
    def steps(self) -> Element | None:
        """The list that the blocks stand before."""
        lists = (one for one in self.elements if {"steps", "entries"} & one.classes)
        return next(lists, None)

    @property
    def can_be_dark(self) -> bool:
        """Whether the page says in its head that it can be dark."""
        named = (
            one.etree_element.get("content", "").lower()
            for one in self.elements
            if one.etree_element.get("name", "").lower() == "color-scheme"
        )
        return any("dark" in content for content in named)


def _faults(sight: "_Sight", page: _Page) -> Iterator[tuple[int, _Fault]]:
    steps = page.steps
    moved = (
        {outer: tuple(sight.moves(outer)) for outer in (*steps.ancestors, steps)} if steps else {}
    )
    for order, block in enumerate(page.blocks):
        around = set(block.ancestors)
        for outer in block.ancestors:
            yield from ((order, fault) for fault in sight.around(outer))
        for element in block.iter_subtree():
            yield from ((order, fault) for fault in sight.inside(element))
        for outer, faults in moved.items():
            # A block behind the first steps is judged by its entry, which moves with it.
            if outer not in around and not _is_within(block, steps):
                yield from ((order, fault) for fault in faults)


def _is_within(element: Element, outer: Element | None) -> bool:
    return outer in element.ancestors


class _Sight:
    """A page looked at one moment."""

    def __init__(self, rules: Rules, cascade: Cascade) -> None:
        self._rules = rules
        self._cascade = cascade
        self._known: dict[Any, tuple[_Fault, ...]] = {}

    def around(self, element: Element) -> tuple[_Fault, ...]:
        """What is wrong with an element that holds a block."""
        if element not in self._known:
            matches = self._matches(element)
            self._known[element] = (
                *self._hidden(element, matches),
                *self._named(element, matches, MISPLACING, "may not stand before the steps: %s"),
            )
        return self._known[element]

    def inside(self, element: Element) -> Iterator[_Fault]:
        """What is wrong with a block or a part of it."""
        if self._cascade.moment.mode == "print" and _is_call(element):
            return
        matches = self._matches(element)
        yield from self._hidden(element, matches)
        yield from self._named(element, matches, MISPLACING, "may not stand in its order: %s")
        yield from self._named(element, matches, LIFTING, "may lie on or under others: %s")
        if _has_text(element):
            yield from self._hard_to_read(element)
        yield from self._parts(element)

    def moves(self, element: Element) -> Iterator[_Fault]:
        """What may show the steps, or what holds them, above the blocks."""
        said = "may not stand before the steps: %s"
        return self._named(element, self._matches(element), MOVING, said)

    def _matches(self, element: Element, pseudo: frozenset[str] = frozenset({""})) -> list[Match]:
        return [
            match
            for match in self._cascade.match(element)
            if match.pseudo in pseudo and applies(match.declared.media, self._cascade.moment)
        ]

    def _hidden(self, element: Element, matches: list[Match]) -> Iterator[_Fault]:
        yield from self._named(element, matches, HIDING, "is hidden by %s")
        yield from self._cut(element, matches)
        for match in matches:
            if match.declared.name in ("animation", "animation-name"):
                frames = self._frames(match.declared)
                yield from self._named(element, frames, HIDING, "is hidden by %s")

    def _frames(self, declared: Declared) -> list[Match]:
        """The declarations of the keyframes that an animation names."""
        names = {getattr(node, "lower_value", "") for node in declared.value}
        return [
            Match((), "", frame) for name in names for frame in self._rules.keyframes.get(name, ())
        ]

    def _named(
        self, element: Element, matches: Iterable[Match], table: Mapping[str, Hides], said: str
    ) -> Iterator[_Fault]:
        """The declarations that a table holds against an element."""
        for match in matches:
            hides = table.get(match.declared.name)
            nodes = self._nodes(match, element) if hides else None
            if hides and nodes and hides(Value(nodes, self._ruler(element))):
                yield _Fault(match.declared, said)

    def _cut(self, element: Element, matches: list[Match]) -> Iterator[_Fault]:
        cutting = [match for match in matches if match.declared.name in CUTTING]
        ruler = self._ruler(element)
        named = [(match.declared, Value(self._nodes(match, element), ruler)) for match in cutting]
        cause = cuts([(declared.name, value) for declared, value in named])
        for declared, _ in named:
            if declared.name == cause:
                yield _Fault(declared, "is cut off by %s")

    def _hard_to_read(self, element: Element) -> Iterator[_Fault]:
        look = self._cascade.look(element)
        in_mode = _IN_MODE[self._cascade.moment.mode]
        if look.size < _SMALLEST and look.sized_by:
            yield _Fault(look.sized_by, "is too small to read: %s")
        cause = look.coloured_by or look.backed_by
        if look.colour and cause:
            ratio = contrast(look.colour, look.behind)
            if ratio < _LOWEST_CONTRAST:
                said = f"is hard to read, with a contrast of {ratio:.1f} to 1: %s"
                yield _Fault(cause, said, in_mode)

    def _parts(self, element: Element) -> Iterator[_Fault]:
        """What is wrong with the lines of a text, and with what is put before and after it."""
        added = self._matches(element, _ADDED_PARTS)
        yield from self._named(element, added, LIFTING, "may be covered by what is added: %s")
        lines = self._matches(element, _LINE_PARTS)
        yield from self._named(element, lines, HIDING, "is hidden by %s")
        look = self._cascade.look(element)
        for match in lines:
            value = self._nodes(match, element)
            if match.declared.name in ("font", "font-size"):
                shorthand = match.declared.name == "font"
                size = font_size(value, self._ruler(element, whole=True), shorthand=shorthand)
                if size is not None and size < _SMALLEST:
                    yield _Fault(match.declared, "is too small to read: %s")
            elif match.declared.name == "color" and value:
                dark = self._cascade.moment.mode == "dark"
                colour = read_colour(value[0], look.colour, dark=dark)
                if colour and contrast(colour, look.behind) < _LOWEST_CONTRAST:
                    yield _Fault(match.declared, "is hard to read: %s")

    def _nodes(self, match: Match, element: Element) -> list[Any]:
        return significant(self._cascade.value(match.declared, element) or ())

    def _ruler(self, element: Element, *, whole: bool = False) -> Ruler:
        size = self._cascade.look(element).size
        return Ruler(em=size, rem=self._cascade.root_size, whole=size if whole else None)


def _is_call(element: Element) -> bool:
    """Whether an element is the button that dials, which paper has no use for."""
    return any("call" in one.classes for one in (element, *element.ancestors))


def _has_text(element: Element) -> bool:
    node = element.etree_element
    texts = (node.text, *(child.tail for child in node))
    return any(text and text.strip() for text in texts)
