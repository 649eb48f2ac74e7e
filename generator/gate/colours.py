"""Colours of a stylesheet, laid over each other, and how well one can be read on another."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tinycss2 import color5

Token = Any
Rgb = tuple[float, float, float]
Rgba = tuple[float, float, float, float]

BLACK: Rgba = (0.0, 0.0, 0.0, 1.0)
WHITE: Rgba = (1.0, 1.0, 1.0, 1.0)
CLEAR: Rgba = (0.0, 0.0, 0.0, 0.0)
# What a browser shows under a page that says that it can be dark.
DARK_CANVAS: Rgb = (0.07, 0.07, 0.07)
# From CIE XYZ to linear sRGB, for the white of the one space and of the other.
_FROM_XYZ = {
    "xyz-d65": (
        (3.2409699, -1.5373832, -0.4986108),
        (-0.9692436, 1.8759675, 0.0415551),
        (0.0556301, -0.2039770, 1.0569715),
    ),
    "xyz-d50": (
        (3.1341359, -1.6173864, -0.4906619),
        (-0.9787955, 1.9162544, 0.0334427),
        (0.0719553, -0.2289768, 1.4053860),
    ),
}
# Below this sRGB is linear.
_NEARLY_BLACK = 0.04045
_THROUGH = {"oklab": "xyz-d65", "oklch": "xyz-d65", "lab": "xyz-d50", "lch": "xyz-d50"}


def read_colour(node: Token, current: Rgba | None, *, dark: bool) -> Rgba | None:
    """A colour; `None` if the node is none, or one that only a browser knows."""
    if node.type not in ("ident", "hash", "function"):
        return None
    try:
        colour = color5.parse_color(node, ["dark" if dark else "light"])
        if colour == "currentcolor":
            return current
        if colour is None or isinstance(colour, str):
            return None
        red, green, blue = _to_rgb(colour)
    except (AttributeError, NotImplementedError, TypeError, ValueError):
        return None
    return (red, green, blue, colour.alpha)


def _to_rgb(colour: color5.Color) -> Rgb:
    space = _THROUGH.get(colour.space, colour.space)
    if space not in _FROM_XYZ:
        red, green, blue = colour.to("srgb").coordinates
        return (red, green, blue)
    x, y, z = colour.to(space).coordinates
    red, green, blue = (_encode(row[0] * x + row[1] * y + row[2] * z) for row in _FROM_XYZ[space])
    return (red, green, blue)


def _encode(linear: float) -> float:
    if linear <= _NEARLY_BLACK / 12.92:
        return max(0.0, 12.92 * linear)
    return min(1.0, 1.055 * float(linear ** (1 / 2.4)) - 0.055)


def find_colours(
    tokens: Iterable[Token], current: Rgba | None, *, dark: bool
) -> Iterator[tuple[Rgba, bool]]:
    """The colours in a background, and whether each is one of a gradient."""
    for node in tokens:
        colour = read_colour(node, current, dark=dark)
        if colour is not None:
            yield colour, False
        elif node.type == "function" and node.lower_name.endswith("gradient"):
            for stop, _ in find_colours(node.arguments, current, dark=dark):
                yield stop, True


def lay_over(top: Rgba, below: Iterable[Rgb]) -> tuple[Rgb, ...]:
    """What is seen where a colour lies over each of some others."""
    alpha = top[3]
    mixed = (
        (
            alpha * top[0] + (1 - alpha) * under[0],
            alpha * top[1] + (1 - alpha) * under[1],
            alpha * top[2] + (1 - alpha) * under[2],
        )
        for under in below
    )
    return tuple(dict.fromkeys(mixed))


def contrast(text: Rgba, behind: Sequence[Rgb]) -> float:
    """The contrast ratio of text with the worst of what may be behind it."""
    return min(_ratio(lay_over(text, [under])[0], under) for under in behind)


def _ratio(first: Rgb, second: Rgb) -> float:
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= _NEARLY_BLACK else ((part + 0.055) / 1.055) ** 2.4
        for part in (max(0.0, min(1.0, part)) for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
