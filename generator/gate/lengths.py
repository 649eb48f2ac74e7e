"""Lengths of a stylesheet in pixels, as a small phone would show them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Token = Any

# The narrowest screen that the site is made for: what grows with the screen is smallest here.
_SCREEN_WIDTH, _SCREEN_HEIGHT = 320, 568
_ABSOLUTE = {
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
}
_OF_FONT = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "cap": 0.7, "lh": 1.5}
_OF_SCREEN = {
    "vw": _SCREEN_WIDTH / 100,
    "vi": _SCREEN_WIDTH / 100,
    "vmin": _SCREEN_WIDTH / 100,
    "vh": _SCREEN_HEIGHT / 100,
    "vb": _SCREEN_HEIGHT / 100,
    "vmax": _SCREEN_HEIGHT / 100,
}
_CHOOSE: dict[str, Callable[[Iterable[float]], float]] = {"min": min, "max": max}


@dataclass(frozen=True)
class Ruler:
    """Measures lengths where a font size and the page's own font size are known.

    `whole` is what 100% means; without it a percentage has no length.
    """

    em: float = 16.0
    rem: float = 16.0
    whole: float | None = None

    def measure(self, token: Token) -> float | None:
        """A length in pixels (a plain number as it is); `None` when it cannot be known."""
        if token.type == "number":
            return float(token.value)
        if token.type == "percentage":
            return None if self.whole is None else token.value / 100 * self.whole
        if token.type == "dimension":
            return self._dimension(token.value, token.lower_unit)
        if token.type == "() block":
            return self._sum(token.content)
        if token.type == "function":
            return self._function(token.lower_name, token.arguments)
        return None

    def _dimension(self, value: float, unit: str) -> float | None:
        if unit in _ABSOLUTE:
            return value * _ABSOLUTE[unit]
        if unit in _OF_FONT:
            return value * _OF_FONT[unit] * self.em
        if unit[:1] == "r" and unit[1:] in _OF_FONT:
            return value * _OF_FONT[unit[1:]] * self.rem
        screen = unit[1:] if unit[:1] in "sld" else unit
        screen = screen.replace("cq", "v")
        return value * _OF_SCREEN[screen] if screen in _OF_SCREEN else None

    def _function(self, name: str, arguments: Sequence[Token]) -> float | None:
        parts = [self._sum(part) for part in split_commas(arguments)]
        known = [part for part in parts if part is not None]
        if name == "calc" and len(parts) == 1:
            return parts[0]
        if name in _CHOOSE and known:
            # What cannot be known is left out: the rest is a bound.
            return _CHOOSE[name](known)
        if name == "clamp" and len(known) == len(parts) == 3:
            return max(known[0], min(known[1], known[2]))
        return None

    def _sum(self, tokens: Sequence[Token]) -> float | None:
        total: float | None = 0.0
        sign, product = 1, []
        for token in (*significant(tokens), None):
            if token is None or token in ("+", "-"):
                value = self._product(product)
                total = None if value is None or total is None else total + sign * value
                sign, product = (-1 if token == "-" else 1), []
            else:
                product.append(token)
        return total

    def _product(self, tokens: Sequence[Token]) -> float | None:
        result: float | None = None
        divide = False
        for token in tokens:
            if token in ("*", "/"):
                divide = token == "/"
                continue
            value = self.measure(token)
            if value is None or (divide and not value):
                return None
            if result is None:
                result = value
            else:
                result = result / value if divide else result * value
        return result


def significant(tokens: Iterable[Token]) -> list[Token]:
    """Tokens without the spaces and comments between them."""
    return [token for token in tokens if token.type not in ("whitespace", "comment")]


def split_commas(tokens: Iterable[Token]) -> list[list[Token]]:
    """The parts of a list that commas part."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
