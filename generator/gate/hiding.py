"""The declarations that hide an element, shrink it, cut it off or move it from its place."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.gate.lengths import Token, Value, significant, split_commas

# In pixels. A block is read at arm's length on a phone of 320 by 568.
_LOW, _NARROW = 16, 200
_FAR_BACK = -48
_FAR_OUT = 300
_LOW_SHARE, _NARROW_SHARE, _FAR_BACK_SHARE, _FAR_OUT_SHARE = 10, 50, -10, 75
_LOWEST_OPACITY = 0.9
_LOWEST_SCALE = 0.9
_HIGHEST_SCALE = 2.0
_MOST_DEGREES = 10
_LOWEST_LINE = 0.9
_LOWEST_LINE_LENGTH = 11
_TIGHTEST = -0.1
_DEGREES = {"deg": 1.0, "grad": 0.9, "rad": 57.3, "turn": 360.0}
_WIDE_GAP = 0.5
_MOST_COLUMNS = 4
COLOURS = frozenset("rgb rgba hsl hsla hwb lab lch oklab oklch color light-dark".split())
"""The functions that give a colour which can be weighed."""
_USUAL_DISPLAY = frozenset(
    "block inline inline-block flex inline-flex grid inline-grid list-item flow-root contents "
    "table table-row table-cell inherit initial unset revert revert-layer".split()
)
_NEUTRAL = frozenset({"none", "normal", "auto", "initial", "inherit", "unset", "revert"})


Hides = Callable[[Value], bool]


def is_one_of(*words: str) -> Hides:
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


def _is_low(value: Value) -> bool:
    """Whether a height leaves no room for a word."""
    return _is_below(value, _LOW, _LOW_SHARE)


def _is_narrow(value: Value) -> bool:
    """Whether a width leaves no room for a line."""
    return _is_below(value, _NARROW, _NARROW_SHARE)


def _is_below(value: Value, length: float, share: float) -> bool:
    return any(found < share for found in value.percentages()) or any(
        found < length for found in value.lengths()
    )


def _is_track_narrow(value: Value) -> bool:
    """Whether one of the columns of a grid has no room for a line."""
    return any(_is_narrow(Value([part], value.ruler)) for part in _tracks(value.parts))


def _is_track_fixed(value: Value) -> bool:
    """Whether one of the rows of a grid is other than what is in it needs."""
    return any(part.type in ("percentage", "number") or not (
        part.type == "ident" or getattr(part, "lower_unit", "") == "fr" and part.value
    ) for part in _tracks(value.parts))


def _tracks(parts: Sequence[Token]) -> Iterator[Token]:
    """The widths of the tracks of a grid, each at its largest."""
    for part in parts:
        if part.type == "function" and part.lower_name in ("repeat", "minmax"):
            yield from _tracks(significant(split_commas(part.arguments)[-1]))
        elif part.type != "[] block" and part != ",":
            yield part


def _is_wide(value: Value) -> bool:
    return any(length > _WIDE_GAP * value.ruler.em for length in value.lengths())


def _is_spaced(value: Value) -> bool:
    return _is_squeezed(value) or _is_wide(value)


def _is_split(value: Value) -> bool:
    """Whether a text stands in more columns than a reader can follow."""
    return any(
        part.value > _MOST_COLUMNS if part.type == "number" else _is_narrow(Value([part], value.ruler))
        for part in value.parts
    )


def _is_not_usual(value: Value) -> bool:
    """Whether an element is shown as something else than those that show all they hold."""
    return not _USUAL_DISPLAY.issuperset(value.words())


def _is_picture(value: Value) -> bool:
    return any(
        part.type == "url" or (part.type == "function" and part.lower_name not in COLOURS)
        for part in value.parts
    )


def _is_text_shrunk(value: Value) -> bool:
    return any(number < 1 for number in value.numbers())


def is_far(value: Value) -> bool:
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


_TRANSFORMS: Mapping[str, Hides] = {
    "translate": is_far,
    "scale": _is_shrunk,
    "rotate": _is_turned,
    "skew": _is_turned,
    "matrix": _is_set,
}
DISTANCES = (
    "margin margin-top margin-right margin-bottom margin-left margin-block margin-block-start "
    "margin-block-end margin-inline margin-inline-start margin-inline-end padding padding-top "
    "padding-right padding-bottom padding-left padding-block padding-block-start "
    "padding-block-end padding-inline padding-inline-start padding-inline-end top right bottom "
    "left inset inset-block inset-block-start inset-block-end inset-inline inset-inline-start "
    "inset-inline-end text-indent translate"
).split()
EXTENTS = "width max-width inline-size max-inline-size".split()
HEIGHTS = "height max-height block-size max-block-size".split()

HIDING: Mapping[str, Hides] = {
    "display": _is_not_usual,
    "visibility": is_one_of("hidden", "collapse"),
    "content-visibility": is_one_of("hidden"),
    "opacity": _is_faint,
    "content": _is_set,
    "transform": _is_moved,
    "scale": _is_shrunk,
    "rotate": _is_turned,
    "zoom": _is_shrunk,
    "line-height": _is_crushed,
    "font": _is_crushed_font,
    "letter-spacing": _is_spaced,
    "word-spacing": _is_spaced,
    "columns": _is_split,
    "column-count": _is_split,
    "column-width": _is_split,
    "grid-template-columns": _is_track_narrow,
    "grid-auto-columns": _is_track_narrow,
    "grid-template-rows": _is_track_fixed,
    "grid-auto-rows": _is_track_fixed,
    "text-size-adjust": _is_text_shrunk,
    "background": _is_picture,
    "background-image": _is_picture,
    "white-space": is_one_of("nowrap", "pre"),
    "text-wrap": is_one_of("nowrap"),
    "text-wrap-mode": is_one_of("nowrap"),
    "text-decoration": is_one_of("line-through"),
    "text-decoration-line": is_one_of("line-through"),
    "z-index": _is_negative,
    **dict.fromkeys(DISTANCES, is_far),
    **dict.fromkeys(EXTENTS, _is_narrow),
    **dict.fromkeys(HEIGHTS, _is_low),
    **dict.fromkeys(
        (
            "all aspect-ratio border-image border-image-source box-direction box-ordinal-group clip "
            "clip-path contain direction filter font-size-adjust grid grid-template line-clamp mask "
            "mask-border mask-box-image mask-image mix-blend-mode offset offset-path perspective "
            "text-combine-upright text-orientation text-security text-shadow text-stroke "
            "text-stroke-width unicode-bidi writing-mode"
        ).split(),
        _is_set,
    ),
}
"""What hides an element wherever it stands, by property."""

REVERSING: Mapping[str, Hides] = {
    "flex-direction": is_one_of("row-reverse", "column-reverse"),
    "flex-flow": is_one_of("row-reverse", "column-reverse", "wrap-reverse"),
    "flex-wrap": is_one_of("wrap-reverse"),
}
"""What shows the parts of an element in another order than they are written in."""

MISPLACING: Mapping[str, Hides] = {
    "order": _is_nonzero,
    **dict.fromkeys(("grid-area", "grid-row", "grid-row-start", "grid-row-end"), _is_placed),
}
"""What may show an element before or after the ones beside it."""

LIFTING: Mapping[str, Hides] = {"position": is_one_of("absolute", "fixed", "sticky")}
"""What takes an element out of the flow, so that another may lie on it."""

MOVING: Mapping[str, Hides] = {
    **MISPLACING,
    **LIFTING,
    "order": _is_negative,
    **dict.fromkeys(DISTANCES, is_far),
    "transform": _is_moved,
}
"""What may show the steps above the blocks that stand before them."""
