"""Values of a stylesheet in numbers and pixels, as a small phone would show them."""

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

    `whole` is what 100% means: the width of the screen where nothing else is known.
    """

    em: float = 16.0
    rem: float = 16.0
    whole: float = _SCREEN_WIDTH

    def measure(self, node: Token) -> float | None:
        """A length in pixels (a plain number as it is); `None` when it cannot be known."""
        if node.type == "number":
            return float(node.value)
        if node.type == "percentage":
            return float(node.value / 100 * self.whole)
        if node.type == "dimension":
            return self._dimension(node.value, node.lower_unit)
        if node.type == "() block":
            return self._sum(node.content)
        if node.type == "function":
            return self._function(node.lower_name, node.arguments)
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
        if name in _CHOOSE and known and len(known) == len(parts):
            return _CHOOSE[name](known)
        if name == "clamp" and len(known) == len(parts) == len(("low", "wish", "high")):
            low, wish, high = known
            return max(low, min(wish, high))
        return None

    def _sum(self, tokens: Sequence[Token]) -> float | None:
        total: float | None = 0.0
        sign = 1
        product: list[Token] = []
        for node in (*significant(tokens), None):
            if node is None or node in ("+", "-"):
                value = self._product(product)
                total = None if value is None or total is None else total + sign * value
                sign, product = (-1 if node == "-" else 1), []
            else:
                product.append(node)
        return total

    def _product(self, tokens: Sequence[Token]) -> float | None:
        result: float | None = None
        divide = False
        for node in tokens:
            if node in ("*", "/"):
                divide = node == "/"
                continue
            value = self.measure(node)
            if value is None or (divide and not value):
                return None
            factor = 1 / value if divide else value
            result = factor if result is None else result * factor
        return result


@dataclass(frozen=True)
class Value:
    """A value to judge: its parts without spaces, and the ruler of the element that has it."""

    parts: Sequence[Token]
    ruler: Ruler

    def words(self) -> list[str]:
        """The parts as words; a part that is no word stands as it is written."""
        return [str(getattr(part, "lower_value", None) or part.serialize()) for part in self.parts]

    def numbers(self) -> list[float]:
        """The plain numbers, and percentages as shares of 1."""
        shares = {"number": 1, "percentage": 100}
        return [part.value / shares[part.type] for part in self.parts if part.type in shares]

    def percentages(self) -> list[float]:
        """The percentages."""
        return [part.value for part in self.parts if part.type == "percentage"]

    def lengths(self) -> list[float]:
        """The lengths in pixels, as far as they can be known."""
        listed = (part for part in self.parts if part != "," and part.type != "percentage")
        measured = (self.ruler.measure(part) for part in listed)
        return [length for length in measured if length is not None]


def significant(tokens: Iterable[Token]) -> list[Token]:
    """Tokens without the spaces and comments between them."""
    return [node for node in tokens if node.type not in ("whitespace", "comment")]


def split_commas(tokens: Iterable[Token]) -> list[list[Token]]:
    """The parts of a list that commas part."""
    parts: list[list[Token]] = [[]]
    for node in tokens:
        if node == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts
