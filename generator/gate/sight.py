"""A page looked at one moment: what its declarations do to the elements that matter."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from generator.gate.cascade import Cascade, font_size
from generator.gate.colours import contrast, read_colour
from generator.gate.covering import (
    CUTTING,
    PULLING,
    REACHING,
    SHUTTING,
    SPREADING,
    Together,
    covers,
    cuts,
    is_lifted,
)
from generator.gate.elements import Element, PageElements, has_text, is_call
from generator.gate.harm import Hides
from generator.gate.hiding import HIDING, LIFTING, MISPLACING, MOVING, REVERSING
from generator.gate.lengths import Ruler, Value, significant
from generator.gate.moments import applies
from generator.gate.stylesheets import Declared, Match, Rules
from generator.gate.unread import is_unread

_IN_MODE = {"light": "", "dark": " in dark mode", "print": " in print"}
_SMALLEST = 12
_LOWEST_CONTRAST = 4.5
_LOWEST_SHARE = 80
_OUT_OF_PLACE = "may not stand before the steps: %s"
_UNREAD = "cannot be checked, so write a plain value: %s"
_LIFTED = "may lie on or under others: %s"
_MAY_COVER = "may be covered by %s"
# What an animation may not change: it would have to be weighed at every moment of it.
_CHANGING = ("--", "background", "color", "font", "text-fill-color")
# What may lay one element over another; keyframes may do any of it.
_COVERING = frozenset({*LIFTING, *REACHING, "animation", "animation-name"})
_LINE_PARTS = frozenset({"first-line", "first-letter"})
_ADDED_PARTS = frozenset({"before", "after"})


class Fault(NamedTuple):
    """What is said of a declaration, and whether that is so in one mode only."""

    declared: Declared
    said: str
    in_mode: str = ""


class Sight:
    """A page looked at one moment."""

    def __init__(self, rules: Rules, cascade: Cascade, holders: frozenset[Element]) -> None:
        self._rules = rules
        self._cascade = cascade
        self._holders = holders
        self._known: dict[Any, tuple[Fault, ...]] = {}

    def around(self, element: Element) -> tuple[Fault, ...]:
        """What is wrong with an element that holds a block."""
        if element not in self._known:
            matches = self._matches(element)
            # What holds the steps, too, moves with them, and only the order inside it counts.
            moving = REVERSING if element in self._holders else {**REVERSING, **MISPLACING}
            self._known[element] = (
                *self._hidden(element, matches),
                *self._named(element, matches, _for_place(element, moving), _OUT_OF_PLACE),
                *self._named(element, matches, LIFTING, _LIFTED),
            )
        return self._known[element]

    def inside(self, element: Element) -> Iterator[Fault]:
        """What is wrong with a block or a part of it."""
        if self._cascade.moment.mode == "print" and is_call(element):
            return
        matches = self._matches(element)
        yield from self._hidden(element, matches)
        moving = {**REVERSING, **MISPLACING}
        yield from self._named(element, matches, moving, "may not stand in its order: %s")
        yield from self._named(element, matches, LIFTING, _LIFTED)
        yield from self.hard_to_read(element)
        yield from self._parts(element)

    def hard_to_read(self, element: Element) -> Iterator[Fault]:
        """What makes the text of a block or a part of it too small, or too like its ground."""
        if not has_text(element) or (self._cascade.moment.mode == "print" and is_call(element)):
            return
        look = self._cascade.look(element)
        in_mode = _IN_MODE[self._cascade.moment.mode]
        if look.size < _SMALLEST and look.sized_by:
            yield Fault(look.sized_by, "is too small to read: %s")
        cause = look.coloured_by or look.backed_by
        if look.colour and cause:
            ratio = contrast(look.colour, look.behind)
            if ratio < _LOWEST_CONTRAST:
                said = f"is hard to read, with a contrast of {ratio:.1f} to 1: %s"
                yield Fault(cause, said, in_mode)

    def moves(self, element: Element) -> Iterator[Fault]:
        """What may show the steps, or what holds them, above the blocks."""
        table = _for_place(element, MOVING)
        return self._named(element, self._matches(element), table, _OUT_OF_PLACE)

    def fonts(self) -> Iterator[Fault]:
        """The fonts that draw their letters smaller than others."""
        for declared in self._rules.fonts:
            shares = Value(significant(declared.value), Ruler()).percentages()
            if declared.name == "size-adjust" and not all(
                share >= _LOWEST_SHARE for share in shares
            ):
                yield Fault(declared, "is too small to read: %s")

    def elsewhere(self, page: PageElements, holding: set[Element]) -> Iterator[Fault]:
        """What may lie over the blocks, of all that neither is one nor holds one."""
        for element in page.others:
            matches = self._cascade.match(element)
            covering = {match.pseudo for match in matches if match.declared.name in _COVERING}
            for pseudo in ("", "before", "after"):
                if pseudo in covering and (pseudo or element not in holding):
                    yield from self._over(element, pseudo, holding)

    def _over(self, element: Element, pseudo: str, holding: set[Element]) -> Iterator[Fault]:
        matches = self._matches(element, frozenset({pseudo}))
        lifting = [match for match in matches if match.declared.name in LIFTING]
        if not is_lifted(self._named_values(element, lifting)):
            yield from self._named(element, matches, REACHING, _MAY_COVER)
            return
        named = self._named_values(element, matches)
        if not self._is_in_own_frame(element, pseudo, named, holding):
            if not pseudo and len(list(element.iter_subtree())) > 1:
                yield from self._named(element, lifting, LIFTING, _MAY_COVER)
            yield from self._together(element, matches, covers, _MAY_COVER)
            yield from self._named(element, matches, SPREADING, _MAY_COVER)

    def _matches(self, element: Element, pseudo: frozenset[str] = frozenset({""})) -> list[Match]:
        matches = [
            match
            for match in self._cascade.match(element)
            if match.pseudo in pseudo and applies(match.declared.media, self._cascade.moment)
        ]
        return [*matches, *self._frames(element, matches)]

    def _hidden(self, element: Element, matches: list[Match]) -> Iterator[Fault]:
        yield from self._named(element, matches, HIDING, "is hidden by %s")
        yield from self._named(element, matches, SPREADING, _MAY_COVER)
        for declared in self._cascade.look(element).unread:
            yield Fault(declared, _UNREAD)
        cutting = [match for match in matches if match.declared.name in CUTTING]
        yield from self._together(element, cutting, cuts, "is cut off by %s")
        if element.local_name in ("html", "body"):
            yield from self._named(element, matches, SHUTTING, "is cut off by %s")
        for match in matches:
            if match.framed and match.declared.name.startswith(_CHANGING):
                yield Fault(match.declared, _UNREAD)

    def _frames(self, element: Element, matches: list[Match]) -> Iterator[Match]:
        """The declarations of the keyframes that an animation names."""
        for match in matches:
            if match.declared.name in ("animation", "animation-name"):
                for node in self._nodes(match, element):
                    name = str(getattr(node, "value", "")).lower()
                    for frame in self._rules.keyframes.get(name, ()):
                        yield match._replace(declared=frame, framed=True)

    def _named(
        self, element: Element, matches: Iterable[Match], table: Mapping[str, Hides], said: str
    ) -> Iterator[Fault]:
        """The declarations that a table holds against an element."""
        for match in matches:
            hides = table.get(match.declared.name)
            if not hides:
                continue
            value = Value(self._nodes(match, element), self._ruler(element))
            if not value.parts or is_unread(match.declared.name, value):
                yield Fault(match.declared, _UNREAD)
            elif hides(value):
                yield Fault(match.declared, said)

    def _together(
        self, element: Element, matches: list[Match], judge: Together, said: str
    ) -> Iterator[Fault]:
        """The declarations that do harm together with others."""
        cause = judge(self._named_values(element, matches)) if matches else ""
        for match in matches:
            if match.declared.name == cause:
                yield Fault(match.declared, said)

    def _parts(self, element: Element) -> Iterator[Fault]:
        """What is wrong with the lines of a text, and with what is put before and after it."""
        added = self._matches(element, _ADDED_PARTS)
        yield from self._named(element, added, {**SPREADING, **PULLING}, _MAY_COVER)
        yield from self._together(element, added, covers, "may be covered by what is added: %s")
        lines = self._matches(element, _LINE_PARTS)
        yield from self._named(element, lines, HIDING, "is hidden by %s")
        look = self._cascade.look(element)
        for match in lines:
            value = self._nodes(match, element)
            if match.declared.name in ("font", "font-size"):
                shorthand = match.declared.name == "font"
                size = font_size(
                    value, replace(self._ruler(element), whole=look.size), shorthand=shorthand
                )
                if size is not None and size < _SMALLEST:
                    yield Fault(match.declared, "is too small to read: %s")
            elif match.declared.name == "color" and value:
                dark = self._cascade.moment.mode == "dark"
                colour = read_colour(value[0], look.colour, dark=dark)
                if colour and contrast(colour, look.behind) < _LOWEST_CONTRAST:
                    yield Fault(match.declared, "is hard to read: %s")

    def _named_values(self, element: Element, matches: list[Match]) -> list[tuple[str, Value]]:
        ruler = self._ruler(element)
        return [
            (match.declared.name, Value(self._nodes(match, element), ruler)) for match in matches
        ]

    def _is_in_own_frame(
        self,
        element: Element,
        pseudo: str,
        named: Sequence[tuple[str, Value]],
        holding: set[Element],
    ) -> bool:
        """Whether what is lifted stays inside an element that holds no block."""
        words = {word for name, value in named if name in LIFTING for word in value.words()}
        frames = (*((element,) if pseudo else ()), *element.ancestors[::-1])
        if "fixed" in words or any(
            REACHING[name](value) for name, value in named if name in REACHING
        ):
            return False
        if "sticky" in words:
            return bool(frames) and frames[0] not in holding
        return any(
            match.declared.name == "position" and "relative" in match.declared.text
            for frame in frames
            if frame not in holding
            for match in self._matches(frame)
        )

    def _nodes(self, match: Match, element: Element) -> list[Any]:
        return self._cascade.value(match.declared, element) or []

    def _ruler(self, element: Element) -> Ruler:
        return Ruler(em=self._cascade.look(element).size, rem=self._cascade.root_size)


def _for_place(element: Element, table: Mapping[str, Hides]) -> Mapping[str, Hides]:
    """A table for an element; the head, main part and foot of a page may have areas of a grid."""
    if element.parent is None or element.parent.local_name != "body":
        return table
    return {name: hides for name, hides in table.items() if not name.startswith("grid-")}
