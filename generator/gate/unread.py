"""Values that only a browser can work out, and that are therefore not trusted."""

from generator.gate.harm import COLOURS
from generator.gate.hiding import DISTANCES, EXTENTS, HEIGHTS
from generator.gate.lengths import Token, Value, significant

_MEASURED = frozenset(
    {*DISTANCES, *EXTENTS, *HEIGHTS, "font", "line-height", "letter-spacing", "word-spacing"}
    | {"columns", "column-width", "box-shadow", "outline", "outline-width", "outline-offset"}
    | {"border-width", "min-width", "min-height", "min-inline-size", "min-block-size"}
)
_TRACKS = frozenset(
    "grid-template-columns grid-auto-columns grid-template-rows grid-auto-rows".split()
)
_TRANSFORMS = ("translate", "scale", "rotate", "skew", "matrix")
_ANGLES = frozenset({"deg", "grad", "rad", "turn"})


def is_unread(name: str, value: Value) -> bool:
    """Whether the value of a property has a part that cannot be known without a browser."""
    if name in _TRACKS or name.startswith("animation"):
        return False
    for part in value.parts:
        if part.type == "function" and not _is_known(name, value, part):
            return True
        if part.type == "dimension" and not _is_length(value, part) and name in _MEASURED:
            return True
    return False


def _is_known(name: str, value: Value, function: Token) -> bool:
    if name == "transform":
        arguments = significant(function.arguments)
        plain = (
            part == ","
            or part.type in ("number", "percentage")
            or (
                part.type == "dimension" and (part.lower_unit in _ANGLES or _is_length(value, part))
            )
            for part in arguments
        )
        return function.lower_name.startswith(_TRANSFORMS) and all(plain)
    if function.lower_name in COLOURS:
        return True
    return name in _MEASURED and _is_length(value, function)


def _is_length(value: Value, part: Token) -> bool:
    return value.ruler.measure(part) is not None
