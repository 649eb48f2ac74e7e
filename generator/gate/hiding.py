"""The declarations that hide an element, shrink it, cut it off or move it from its place."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generator.gate.lengths import Ruler, significant, split_commas

Token = Any
Hides = Callable[[Sequence[Token], Ruler], bool]

# In pixels. A block is read at arm's length on a phone of 320 by 568.
_TINY = 16
_FAR_BACK = -48
_FAR_OUT = 300
_CUT_BELOW = 500
_LOWEST_OPACITY = 0.9
_LOWEST_SCALE = 0.9
_HIGHEST_SCALE = 2.0
_MOST_DEGREES = 10
_LOWEST_LINE = 0.9
_DEGREES = {"deg": 1.0, "grad": 0.9, "rad": 57.3, "turn": 360.0}
_NEUTRAL = frozenset({"none", "normal", "auto", "initial", "inherit", "unset", "revert"})


def _is(*words: str) -> Hides:
    return lambda tokens, ruler: any(getattr(token, "lower_value", "") in words for token in tokens)


def _is_set(tokens: Sequence[Token], ruler: Ruler) -> bool:
    """Whether a value is anything but the one that does nothing."""
    return any(getattr(token, "lower_value", "") not in _NEUTRAL for token in tokens)


def _is_faint(tokens: Sequence[Token], ruler: Ruler) -> bool:
    return any(value < _LOWEST_OPACITY for value in _numbers(tokens))


def _is_shrunk(tokens: Sequence[Token], ruler: Ruler) -> bool:
    return any(not _LOWEST_SCALE <= abs(value) <= _HIGHEST_SCALE for value in _numbers(tokens)) or (
        any(value < 0 for value in _numbers(tokens))
    )


def _is_nonzero(tokens: Sequence[Token], ruler: Ruler) -> bool:
    return any(_numbers(tokens))


def _is_negative(tokens: Sequence[Token], ruler: Ruler) -> bool:
    return any(value < 0 for value in _numbers(tokens))


def _is_tiny(tokens: Sequence[Token], ruler: Ruler) -> bool:
    """Whether a width or height leaves no room for a word."""
    if any(token.type == "percentage" and token.value < 10 for token in tokens):
        return True
    return any(length < _TINY for length in _lengths(tokens, ruler))


def _is_far(tokens: Sequence[Token], ruler: Ruler) -> bool:
    """Whether a distance leads out of the page or over what stands before."""
    if any(token.type == "percentage" and not -10 < token.value < 75 for token in tokens):
        return True
    lengths = _lengths(tokens, ruler)
    return any(not _FAR_BACK <= length <= _FAR_OUT for length in lengths)


def _is_crushed(tokens: Sequence[Token], ruler: Ruler) -> bool:
    """Whether the lines of a text lie on top of each other."""
    for token in tokens:
        if token.type == "number" and token.value < _LOWEST_LINE:
            return True
        if token.type == "percentage" and token.value < 100 * _LOWEST_LINE:
            return True
        length = ruler.measure(token) if token.type in ("dimension", "function") else None
        if length is not None and length < min(_LOWEST_LINE * ruler.em, 11):
            return True
    return False


def _is_crushed_font(tokens: Sequence[Token], ruler: Ruler) -> bool:
    """The same of the line height in a `font`, which stands behind a stroke."""
    slash = next((place for place, token in enumerate(tokens) if token == "/"), None)
    return slash is not None and _is_crushed(tokens[slash + 1 : slash + 2], ruler)


def _is_squeezed(tokens: Sequence[Token], ruler: Ruler) -> bool:
    return any(length < -0.1 * ruler.em for length in _lengths(tokens, ruler))


def _is_moved(tokens: Sequence[Token], ruler: Ruler) -> bool:
    """Whether a transform moves, turns or shrinks what it shows."""
    return any(
        _FUNCTIONS[kind](significant(token.arguments), ruler)
        for token in tokens
        if token.type == "function"
        for kind in _FUNCTIONS
        if token.lower_name.startswith(kind)
    )


def _is_turned(tokens: Sequence[Token], ruler: Ruler) -> bool:
    angles = (
        token.value * _DEGREES[token.lower_unit]
        for token in tokens
        if token.type == "dimension" and token.lower_unit in _DEGREES
    )
    return any(abs(angle) > _MOST_DEGREES for angle in angles)


def _is_placed(tokens: Sequence[Token], ruler: Ruler) -> bool:
    """Whether a place in a grid is given by number or name, so that the order may change."""
    words = {_word(token) for token in tokens}
    return "span" not in words and bool(words - _NEUTRAL - {"/"})


def _is_filtering(tokens: Sequence[Token], ruler: Ruler) -> bool:
    harmless = ("drop-shadow",)
    return any(
        token.type == "url" or (token.type == "function" and token.lower_name not in harmless)
        for token in tokens
    )


def _word(token: Token) -> str:
    return str(getattr(token, "lower_value", None) or token.serialize())


def _numbers(tokens: Sequence[Token]) -> list[float]:
    parts = (token for token in tokens if token.type in ("number", "percentage"))
    return [part.value / 100 if part.type == "percentage" else part.value for part in parts]


def _lengths(tokens: Sequence[Token], ruler: Ruler) -> list[float]:
    measured = (ruler.measure(token) for token in tokens if token != ",")
    return [length for length in measured if length is not None]


_FUNCTIONS: Mapping[str, Hides] = {
    "translate": _is_far,
    "scale": _is_shrunk,
    "rotate": _is_turned,
    "skew": _is_turned,
    "matrix": _is_set,
}
_DISTANCES = (
    "margin margin-top margin-right margin-bottom margin-left margin-block margin-block-start "
    "margin-block-end margin-inline margin-inline-start margin-inline-end padding padding-top "
    "padding-right padding-bottom padding-left padding-block padding-block-start "
    "padding-block-end padding-inline padding-inline-start padding-inline-end top right bottom "
    "left inset inset-block inset-block-start inset-block-end inset-inline inset-inline-start "
    "inset-inline-end text-indent translate"
).split()
_EXTENTS = "width max-width inline-size max-inline-size".split()
_HEIGHTS = "height max-height block-size max-block-size".split()
_CUTTING = _is("hidden", "clip", "auto", "scroll")
_OVERFLOWS = "overflow overflow-x overflow-y overflow-block overflow-inline".split()

HIDING: Mapping[str, Hides] = {
    "display": _is("none"),
    "visibility": _is("hidden", "collapse"),
    "content-visibility": _is("hidden"),
    "opacity": _is_faint,
    "content": _is_set,
    "transform": _is_moved,
    "scale": _is_shrunk,
    "rotate": _is_turned,
    "zoom": _is_shrunk,
    "line-height": _is_crushed,
    "font": _is_crushed_font,
    "letter-spacing": _is_squeezed,
    "word-spacing": _is_squeezed,
    "white-space": _is("nowrap", "pre"),
    "text-wrap": _is("nowrap"),
    "text-wrap-mode": _is("nowrap"),
    "text-decoration": _is("line-through"),
    "text-decoration-line": _is("line-through"),
    "z-index": _is_negative,
    **dict.fromkeys(_DISTANCES, _is_far),
    **dict.fromkeys((*_EXTENTS, *_HEIGHTS), _is_tiny),
    **dict.fromkeys(("filter", "-webkit-filter"), _is_filtering),
    **dict.fromkeys(
        (
            "clip clip-path -webkit-clip-path mask mask-image -webkit-mask -webkit-mask-image "
            "mix-blend-mode offset-path line-clamp -webkit-line-clamp -webkit-text-security"
        ).split(),
        _is_set,
    ),
}
"""What hides an element wherever it stands, by property."""

MISPLACING: Mapping[str, Hides] = {
    "order": _is_nonzero,
    "flex-direction": _is("row-reverse", "column-reverse"),
    "flex-flow": _is("row-reverse", "column-reverse", "wrap-reverse"),
    "flex-wrap": _is("wrap-reverse"),
    "grid-area": _is_placed,
    "grid-row": _is_placed,
    "grid-row-start": _is_placed,
    "grid-row-end": _is_placed,
}
"""What may show an element in another order than it is written in."""

LIFTING: Mapping[str, Hides] = {"position": _is("absolute", "fixed")}
"""What takes an element out of the flow, so that another may lie on it."""

MOVING: Mapping[str, Hides] = {
    **MISPLACING,
    **LIFTING,
    **dict.fromkeys(_DISTANCES, _is_far),
    "transform": _is_moved,
}
"""What may show the steps above the blocks that stand before them."""


def cuts(named: Sequence[tuple[str, Sequence[Token]]], ruler: Ruler) -> str:
    """The property that, with hidden overflow, cuts an element off; nothing if none does."""
    if not any(name in _OVERFLOWS and _CUTTING(tokens, ruler) for name, tokens in named):
        return ""
    for name, tokens in named:
        if name in _HEIGHTS and any(0 <= one < _CUT_BELOW for one in _lengths(tokens, ruler)):
            return name
    return ""


def animations(tokens: Sequence[Token]) -> set[str]:
    """The names in an `animation` that may be those of keyframes."""
    return {_word(token) for part in split_commas(tokens) for token in significant(part)}
