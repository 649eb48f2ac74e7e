"""The declarations that hide an element, shrink it, cut it off or move it from its place."""

from collections.abc import Callable, Mapping, Sequence

from generator.gate.lengths import Value, significant

# In pixels. A block is read at arm's length on a phone of 320 by 568.
_TINY = 16
_FAR_BACK = -48
_FAR_OUT = 300
_TINY_SHARE, _FAR_BACK_SHARE, _FAR_OUT_SHARE = 10, -10, 75
_CUT_BELOW = 500
_LOWEST_OPACITY = 0.9
_LOWEST_SCALE = 0.9
_HIGHEST_SCALE = 2.0
_MOST_DEGREES = 10
_LOWEST_LINE = 0.9
_LOWEST_LINE_LENGTH = 11
_TIGHTEST = -0.1
_DEGREES = {"deg": 1.0, "grad": 0.9, "rad": 57.3, "turn": 360.0}
_NEUTRAL = frozenset({"none", "normal", "auto", "initial", "inherit", "unset", "revert"})


Hides = Callable[[Value], bool]
Together = Callable[[Sequence[tuple[str, Value]]], str]


def _is(*words: str) -> Hides:
    return lambda value: not set(words).isdisjoint(value.words())


def _is_set(value: Value) -> bool:
    """Whether a value is anything but the one that does nothing."""
    return not _NEUTRAL.issuperset(value.words())


def _is_faint(value: Value) -> bool:
    return any(number < _LOWEST_OPACITY for number in value.numbers())


def _is_shrunk(value: Value) -> bool:
    return any(not _LOWEST_SCALE <= number <= _HIGHEST_SCALE for number in value.numbers())


def _is_nonzero(value: Value) -> bool:
    return any(value.numbers())


def _is_negative(value: Value) -> bool:
    return any(number < 0 for number in value.numbers())


def _is_tiny(value: Value) -> bool:
    """Whether a width or height leaves no room for a word."""
    return any(share < _TINY_SHARE for share in value.percentages()) or any(
        length < _TINY for length in value.lengths()
    )


def _is_far(value: Value) -> bool:
    """Whether a distance leads out of the page or over what stands before."""
    return any(not _FAR_BACK_SHARE < share < _FAR_OUT_SHARE for share in value.percentages()) or (
        any(not _FAR_BACK <= length <= _FAR_OUT for length in value.lengths())
    )


def _is_crushed(value: Value) -> bool:
    """Whether the lines of a text lie on top of each other."""
    if any(number < _LOWEST_LINE for number in value.numbers()):
        return True
    lowest = min(_LOWEST_LINE * value.ruler.em, _LOWEST_LINE_LENGTH)
    measured = [part for part in value.parts if part.type in ("dimension", "function")]
    return any(length < lowest for length in Value(measured, value.ruler).lengths())


def _is_crushed_font(value: Value) -> bool:
    """The same of the line height in a `font`, which stands behind a stroke."""
    slash = next((place for place, part in enumerate(value.parts) if part == "/"), None)
    if slash is None:
        return False
    return _is_crushed(Value(value.parts[slash + 1 : slash + 2], value.ruler))


def _is_squeezed(value: Value) -> bool:
    return any(length < _TIGHTEST * value.ruler.em for length in value.lengths())


def _is_moved(value: Value) -> bool:
    """Whether a transform moves, turns or shrinks what it shows."""
    return any(
        hides(Value(significant(part.arguments), value.ruler))
        for part in value.parts
        if part.type == "function"
        for kind, hides in _TRANSFORMS.items()
        if part.lower_name.startswith(kind)
    )


def _is_turned(value: Value) -> bool:
    angles = (
        part.value * _DEGREES[part.lower_unit]
        for part in value.parts
        if part.type == "dimension" and part.lower_unit in _DEGREES
    )
    return any(abs(angle) > _MOST_DEGREES for angle in angles)


def _is_placed(value: Value) -> bool:
    """Whether a place in a grid is given by number or name, so that the order may change."""
    words = set(value.words())
    return "span" not in words and bool(words - _NEUTRAL - {"/"})


def _is_filtering(value: Value) -> bool:
    return any(
        part.type == "url" or (part.type == "function" and part.lower_name != "drop-shadow")
        for part in value.parts
    )


_TRANSFORMS: Mapping[str, Hides] = {
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
_SPREADING = (("inset",), ("inset-inline",), ("left", "right"))
_HALF = 50
_CLIPS = _is("hidden", "clip", "auto", "scroll")
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

REVERSING: Mapping[str, Hides] = {
    "flex-direction": _is("row-reverse", "column-reverse"),
    "flex-flow": _is("row-reverse", "column-reverse", "wrap-reverse"),
    "flex-wrap": _is("wrap-reverse"),
}
"""What shows the parts of an element in another order than they are written in."""

MISPLACING: Mapping[str, Hides] = {
    "order": _is_nonzero,
    **dict.fromkeys(("grid-area", "grid-row", "grid-row-start", "grid-row-end"), _is_placed),
}
"""What may show an element before or after the ones beside it."""

LIFTING: Mapping[str, Hides] = {"position": _is("absolute", "fixed")}
"""What takes an element out of the flow, so that another may lie on it."""

MOVING: Mapping[str, Hides] = {
    **MISPLACING,
    **LIFTING,
    "order": _is_negative,
    **dict.fromkeys(_DISTANCES, _is_far),
    "transform": _is_moved,
}
"""What may show the steps above the blocks that stand before them."""

CUTTING = frozenset({*_OVERFLOWS, *_HEIGHTS})
"""What together may cut an element off."""


def cuts(named: Sequence[tuple[str, Value]]) -> str:
    """The property that, with hidden overflow, cuts an element off; nothing if none does."""
    if not any(name in _OVERFLOWS and _CLIPS(value) for name, value in named):
        return ""
    for name, value in named:
        if name in _HEIGHTS and any(0 <= length < _CUT_BELOW for length in value.lengths()):
            return name
    return ""


def covers(named: Sequence[tuple[str, Value]]) -> str:
    """The property that spreads a lifted element over others; nothing for a mere bullet."""
    if not any(name in LIFTING and LIFTING[name](value) for name, value in named):
        return ""
    names = {name for name, _ in named}
    for name, value in named:
        if name in _EXTENTS and (max(value.percentages(), default=0) > _HALF or _is_far(value)):
            return name
    spread = [sides[0] for sides in _SPREADING if names.issuperset(sides)]
    return next(iter(spread), "")
