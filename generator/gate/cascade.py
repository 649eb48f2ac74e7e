"""How an element looks: the size of its text, its colour and what lies behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tinycss2

from generator.gate.colours import (
    BLACK,
    CLEAR,
    DARK_CANVAS,
    WHITE,
    Rgb,
    Rgba,
    find_colours,
    lay_over,
    read_colour,
)
from generator.gate.elements import Element
from generator.gate.lengths import Ruler, significant
from generator.gate.moments import Moment, applies
from generator.gate.stylesheets import SELECTOR, Declared, Match, Token

Values = Mapping[str, tuple[Token, ...] | None]

# Properties that set the same thing, so that the later one counts.
_SAME = {"background-color": "background", "font-size": "font"}
_KEPT = frozenset({"inherit", "unset", "revert", "revert-layer"})
_SIZES = {
    "xx-small": 9.6,
    "x-small": 12.0,
    "small": 14.2,
    "medium": 16.0,
    "initial": 16.0,
    "large": 19.2,
    "x-large": 24.0,
    "xx-large": 32.0,
    "xxx-large": 48.0,
}
_STEPS = {"smaller": 1 / 1.2, "larger": 1.2}
# What a browser does to these elements before any stylesheet.
_BROWSER_SIZES = {
    "h1": 2.0,
    "h2": 1.5,
    "h3": 1.17,
    "small": 1 / 1.2,
    "sub": 1 / 1.2,
    "sup": 1 / 1.2,
}
_DEEPEST = 30


@dataclass(frozen=True)
class Look:
    """How an element looks. A colour that only a browser knows is `None`."""

    values: Values
    size: float
    colour: Rgba | None
    behind: tuple[Rgb, ...]
    sized_by: Declared | None = None
    coloured_by: Declared | None = None
    backed_by: Declared | None = None
    unread: tuple[Declared, ...] = ()


@dataclass
class Cascade:
    """The looks of the elements of a page at one moment, each computed once."""

    match: Callable[[Element], Sequence[Match]]
    moment: Moment
    dark_page: bool
    registered: frozenset[str] = frozenset()
    _looks: dict[Any, Look] = field(default_factory=dict)
    root_size: float = 16.0

    def look(self, element: Element) -> Look:
        """How an element looks, after what it inherits."""
        key = element.etree_element
        if key not in self._looks:
            self._looks[key] = self._compute(element)
        return self._looks[key]

    def value(self, declared: Declared, element: Element) -> list[Token] | None:
        """The value of a declaration, its variables filled in; `None` if one is missing."""
        # Most have none, and then nobody need know how the element looks.
        return declared.plain or _fill(declared, self.look(element).values)

    def _compute(self, element: Element) -> Look:
        winners = self._winners(element)
        parent = self._outside(winners) if element.parent is None else self.look(element.parent)
        values = _variables(winners, parent.values, self.registered)
        size, sized_by = self._size(element, winners.get("font"), parent, values)
        if element.parent is None:
            self.root_size = size
        colour, coloured_by = self._colour(element, winners, parent, values)
        behind, backed_by = self._behind(winners.get("background"), parent, values, colour)
        unread = self._unread(winners, values, sized_by)
        return Look(values, size, colour, behind, sized_by, coloured_by, backed_by, unread)

    def _unread(
        self, winners: Mapping[str, Declared], values: Values, sized_by: Declared | None
    ) -> tuple[Declared, ...]:
        """The declarations whose size or colours only a browser can work out."""
        found = []
        for name in ("font", "color", "text-fill-color", "background"):
            declared = winners.get(name)
            if declared is None:
                continue
            nodes = _fill(declared, values) or []
            words = {getattr(node, "lower_value", "") for node in nodes}
            if name == "font":
                known = bool(nodes) and (declared is sized_by or words <= _KEPT)
            else:
                known = bool(nodes) and all(self._is_colour(node) for node in nodes)
            if not known:
                found.append(declared)
        return tuple(found)

    def _is_colour(self, node: Token) -> bool:
        word = getattr(node, "lower_value", "") if node.type == "ident" else ""
        return (
            word in _KEPT | {"none", "initial", "currentcolor"}
            or read_colour(node, BLACK, dark=self._dark) is not None
        )

    def _winners(self, element: Element) -> dict[str, Declared]:
        return {
            _SAME.get(match.declared.name, match.declared.name): match.declared
            for match in self._by_strength(element)
            if not match.pseudo and applies(match.declared.media, self.moment)
        }

    def _by_strength(self, element: Element) -> Sequence[Match]:
        matches, held = self.match(element), self.moment.held
        if SELECTOR not in held:
            return matches
        # How strong the rule of a selector is that the library does not know, nobody can say.
        return sorted(matches, key=lambda match: match.declared.media == held)

    def _outside(self, winners: Mapping[str, Declared]) -> Look:
        """The look of the empty page that the root stands on."""
        scheme = winners.get("color-scheme")
        named = tinycss2.serialize(scheme.value).lower() if scheme else ""
        dark = "dark" in named if scheme else self.dark_page
        if dark and self.moment.mode == "dark":
            return Look(dict.fromkeys(self.registered), 16.0, WHITE, (DARK_CANVAS,))
        return Look(dict.fromkeys(self.registered), 16.0, BLACK, (WHITE[:3],))

    def _size(
        self, element: Element, declared: Declared | None, parent: Look, values: Values
    ) -> tuple[float, Declared | None]:
        if declared:
            ruler = Ruler(em=parent.size, rem=self.root_size, whole=parent.size)
            tokens = _fill(declared, values)
            size = font_size(tokens, ruler, shorthand=declared.name == "font") if tokens else None
            if size is not None:
                return size, declared
        return parent.size * _BROWSER_SIZES.get(element.local_name, 1.0), parent.sized_by

    def _colour(
        self, element: Element, winners: Mapping[str, Declared], parent: Look, values: Values
    ) -> tuple[Rgba | None, Declared | None]:
        declared = winners.get("text-fill-color", winners.get("color"))
        tokens = (_fill(declared, values) or []) if declared else []
        if len(tokens) == 1 and getattr(tokens[0], "lower_value", "") not in _KEPT:
            return read_colour(tokens[0], parent.colour, dark=self._dark), declared
        if not declared and element.local_name == "a":
            return None, None
        return parent.colour, parent.coloured_by

    def _behind(
        self, declared: Declared | None, parent: Look, values: Values, colour: Rgba | None
    ) -> tuple[tuple[Rgb, ...], Declared | None]:
        """What may lie behind the text: one colour, or each colour of a gradient."""
        tokens = _fill(declared, values) if declared else None
        if not tokens:
            return parent.behind, parent.backed_by
        found = list(find_colours(tokens, colour, dark=self._dark))
        flat = next((value for value, in_gradient in found if not in_gradient), CLEAR)
        base = lay_over(flat, parent.behind)
        stops = [value for value, in_gradient in found if in_gradient]
        behind = tuple(part for stop in stops for part in lay_over(stop, base)) or base
        return behind, declared if found and behind != parent.behind else parent.backed_by

    @property
    def _dark(self) -> bool:
        return self.moment.mode == "dark"


def _fill(declared: Declared, values: Values) -> list[Token] | None:
    if declared.plain is not None:
        return declared.plain
    tokens = substitute(declared.value, values)
    return None if tokens is None else significant(tokens)


def substitute(tokens: Sequence[Token], values: Values, depth: int = 0) -> list[Token] | None:
    """Tokens with each `var()` replaced by its value; `None` if one has none."""
    result: list[Token] = []
    for node in tokens:
        if node.type == "function" and node.lower_name == "var":
            inner = _variable(node.arguments, values, depth)
        elif node.type == "function" and depth < _DEEPEST:
            arguments = substitute(node.arguments, values, depth + 1)
            inner = None if arguments is None else [_call(node, arguments)]
        else:
            inner = [node]
        if inner is None:
            return None
        result += inner
    return result


def _variable(arguments: Sequence[Token], values: Values, depth: int) -> list[Token] | None:
    named = significant(arguments)
    if not named or depth >= _DEEPEST:
        return None
    name = getattr(named[0], "value", "")
    value = values.get(name)
    if value is not None:
        return substitute(value, values, depth + 1)
    if name in values:
        return None
    comma = next((place for place, node in enumerate(arguments) if node == ","), None)
    return None if comma is None else substitute(arguments[comma + 1 :], values, depth + 1)


def _call(node: Token, arguments: list[Token]) -> Token:
    place = (node.source_line, node.source_column)
    return tinycss2.ast.FunctionBlock(*place, node.name, arguments)


def _variables(
    winners: Mapping[str, Declared], outer: Values, registered: frozenset[str]
) -> Values:
    """The custom properties of an element, each filled in where it is declared."""
    own = {
        name: None if name in registered else declared.value
        for name, declared in winners.items()
        if name.startswith("--")
    }
    if not own:
        return outer
    known = {**outer, **own}
    filled = {name: substitute(value, known) if value else None for name, value in own.items()}
    return {**outer, **{name: tuple(v) if v is not None else None for name, v in filled.items()}}


def font_size(tokens: Sequence[Token], ruler: Ruler, *, shorthand: bool) -> float | None:
    """The size in a `font-size`, or in a `font`, where it is the first length."""
    for node in significant(tokens):
        word = getattr(node, "lower_value", "") if node.type == "ident" else ""
        if word in _SIZES:
            return _SIZES[word]
        if word in _STEPS:
            return ruler.em * _STEPS[word]
        # In `font: 700 1rem …` the first number is a weight.
        weight = shorthand and node.type == "number" and node.value != 0
        size = None if weight else ruler.measure(node)
        if size is not None:
            return size
    return None
