"""The colours of a drawing by name, for print and screen, a dark screen, and saving toner.

Made for grey as much as for colour: skin and shirt stay light in a hard photocopy, every line
stays dark, and what is paler because it is far keeps its line.
"""

from generator.figures.people import Person
from generator.figures.pose import Style

# In a hard photocopy, lines lighter than this begin to break up.
PALEST_LINE = "#3d4a54"
_PAPER, _DARK_PAPER = "#ffffff", "#11191d"
# How much of the paper a far limb takes on; on a dark page, of a shadow that leaves it its hue.
_FAR = 0.5
_SHADOW, _IN_SHADOW = "#16181e", 0.24
# Hair darker than this in grey is dark hair.
_DARK_HAIR = 100

_LINES = {
    "line": "#17222a",
    "eye": "#17222a",
    "line far": PALEST_LINE,
    "furniture line": PALEST_LINE,
}
# On a dark page, fills carry the shape of a person, and pale lines that of furniture.
_DARK_LINES = {
    "line": "#0b1216",
    "eye": "#0b1216",
    "line far": "#0b1216",
    "furniture line": "#9fb0b8",
}
_PROPS = {
    "mat": "#dde7e4",
    "mat side": "#b7c8c3",
    "floor": "#e7ecec",
    "shadow": "#c8d3d3",
    "wood": "#f0eadf",
    "wood side": "#d6ccbc",
    "wall": "#e4e1da",
    "wall side": "#cbc6bb",
    "cushion": "#f7f3ea",
    "cushion side": "#e2dccd",
    "metal": "#cfd6da",
    "metal side": "#a9b4ba",
    "strap": "#eba83a",
    "strap side": "#c98421",
    "arrow": "#b32d16",
    "halo": _PAPER,
}
_DARK_PROPS = {
    "mat": "#2b3f44",
    "mat side": "#1f2f34",
    "floor": "#1c272c",
    "shadow": "#0b1114",
    "wood": "#5d5a52",
    "wood side": "#47443d",
    "wall": "#3a4247",
    "wall side": "#2d3438",
    "cushion": "#7d7d78",
    "cushion side": "#62625d",
    "metal": "#7f8c93",
    "metal side": "#5c676d",
    "strap": "#eba83a",
    "strap side": "#c98421",
    "arrow": "#ff8a6b",
    "halo": _DARK_PAPER,
}
_HIGHLIGHT = {
    "highlight": "#d8462a",
    "highlight rim": _PAPER,
    "highlight fibre": "#a3230f",
}


def colours(person: Person, style: Style, *, dark: bool = False) -> dict[str, str]:
    """What each name of a drawing is painted with.

    `dark` is the scheme of a dark screen; the line style has none, being made for paper.
    """
    if style == "line":
        return _line_art(person)
    paper, share = (_SHADOW, _IN_SHADOW) if dark else (_PAPER, _FAR)
    shorts = mix(person.shorts, _PAPER, 0.14) if dark else person.shorts
    near = {"skin": person.skin, "shirt": person.shirt, "shorts": shorts}
    far = {f"{name} far": mix(colour, paper, share) for name, colour in near.items()}
    lines, props = (_DARK_LINES, _DARK_PROPS) if dark else (_LINES, _PROPS)
    return {**near, **far, **_colour_hair(person, dark=dark), **lines, **props, **_HIGHLIGHT}


def _colour_hair(person: Person, *, dark: bool) -> dict[str, str]:
    is_dark = grey(person.hair_colour) < _DARK_HAIR
    # Dark hair would be lost on a dark page.
    hair = mix(person.hair_colour, "#a08a7c", 0.5) if dark and is_dark else person.hair_colour
    cover = person.cover or hair
    strands = mix(hair, _PAPER if is_dark else _LINES["line"], 0.35)
    return {"hair": hair, "hair line": strands, "cover": cover, "cover line": _LINES["line"]}


def _line_art(person: Person) -> dict[str, str]:
    white = dict.fromkeys(colours(person, "colour"), _PAPER)
    black = dict.fromkeys(("line", "eye", "arrow", "hair line", "cover line"), "#000000")
    black |= dict.fromkeys(("line far", "furniture line"), "#333333")
    soft = {"shadow": "#dddddd", "floor": "#f2f2f2"}
    if grey(person.hair_colour) < _DARK_HAIR:
        soft |= {"hair": "#555555", "hair line": _PAPER}
    marked = {"highlight": "#7a7a7a", "highlight fibre": "#000000"}
    return {**white, **black, **soft, **marked}


def mix(colour: str, other: str, share: float) -> str:
    """A colour with a share of another stirred in, 0 to 1."""
    mixed = (
        round(one + (two - one) * share)
        for one, two in zip(_channels(colour), _channels(other), strict=True)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def grey(colour: str) -> float:
    """How light a colour is in a grey copy, 0 to 255 (the luma of ITU-R BT.601)."""
    red, green, blue = _channels(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def contrast(colour: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    linear = [_linear(channel / 255) for channel in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(channel: float) -> float:
    # The sRGB curve, with the threshold that WCAG 2.2 gives.
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
