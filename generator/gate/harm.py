"""Whether the value of a declaration does harm to what a reader should see."""

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
_WHOLE = 100
_THICK = 50
_THICK_LINE = 5
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
    """A judge that finds one of some words in a value."""
    return lambda value: not set(words).isdisjoint(value.words())


def is_set(value: Value) -> bool:
    """Whether a value is anything but the one that does nothing."""
    return not _NEUTRAL.issuperset(value.words())


def is_anything(_value: Value) -> bool:
    """Every value."""
    return True


def is_faint(value: Value) -> bool:
    """Whether an element is so clear that it can hardly be seen."""
    return any(number < _LOWEST_OPACITY for number in value.numbers())


def is_shrunk(value: Value) -> bool:
    """Whether a scale makes an element smaller, or far larger."""
    return any(not _LOWEST_SCALE <= number <= _HIGHEST_SCALE for number in value.numbers())


def is_nonzero(value: Value) -> bool:
    """Whether a number is other than 0."""
    return any(value.numbers())


def is_negative(value: Value) -> bool:
    """Whether a number is below 0."""
    return any(number < 0 for number in value.numbers())


def is_low(value: Value) -> bool:
    """Whether a height leaves no room for a word."""
    return is_below(value, _LOW, _LOW_SHARE)


def is_narrow(value: Value) -> bool:
    """Whether a width leaves no room for a line."""
    return is_below(value, _NARROW, _NARROW_SHARE)


def is_below(value: Value, length: float, share: float) -> bool:
    """Whether an extent is less than a length, or than a share of what it is in."""
    return any(found < share for found in value.percentages()) or any(
        found < length for found in value.lengths()
    )


def is_track_narrow(value: Value) -> bool:
    """Whether one of the columns of a grid has no room for a line."""
    return any(is_narrow(Value([part], value.ruler)) for part in _tracks(value.parts))


def is_track_fixed(value: Value) -> bool:
    """Whether one of the rows of a grid is other than what is in it needs."""
    return any(
        part.type in ("percentage", "number")
        or not (part.type == "ident" or (getattr(part, "lower_unit", "") == "fr" and part.value))
        for part in _tracks(value.parts)
    )


def _tracks(parts: Sequence[Token]) -> Iterator[Token]:
    """The widths of the tracks of a grid, each at its largest."""
    for part in parts:
        if part.type == "function" and part.lower_name in ("repeat", "minmax"):
            yield from _tracks(significant(split_commas(part.arguments)[-1]))
        elif part.type != "[] block" and part != ",":
            yield part


def is_vast(value: Value) -> bool:
    """Whether something is so large that what it holds may stand beyond the screen."""
    return any(length > _FAR_OUT for length in value.lengths()) or any(
        share > _WHOLE for share in value.percentages()
    )


def is_thick(value: Value) -> bool:
    """Whether a border takes the place of what it is around."""
    return any(length > _THICK for length in value.lengths())


def is_barred(value: Value) -> bool:
    """Whether the line of a text is as thick as a bar, or runs through it."""
    return any(not 0 <= length <= _THICK_LINE for length in value.lengths()) or any(
        share > _THICK_LINE for share in value.percentages()
    )


def is_painted_inside(value: Value) -> bool:
    """Whether a shadow falls on what the element holds."""
    return "inset" in value.words() and any(abs(length) > _THICK_LINE for length in value.lengths())


def is_wide(value: Value) -> bool:
    """Whether letters or words stand so far apart that they fall to pieces."""
    return any(length > _WIDE_GAP * value.ruler.em for length in value.lengths())


def is_spaced(value: Value) -> bool:
    """Whether letters or words stand too near or too far apart."""
    return is_squeezed(value) or is_wide(value)


def is_split(value: Value) -> bool:
    """Whether a text stands in more columns than a reader can follow."""
    return any(
        part.value > _MOST_COLUMNS
        if part.type == "number"
        else is_narrow(Value([part], value.ruler))
        for part in value.parts
    )


def is_not_usual(value: Value) -> bool:
    """Whether an element is shown as something else than those that show all they hold."""
    return not _USUAL_DISPLAY.issuperset(value.words())


def is_picture(value: Value) -> bool:
    """Whether a background has a picture or a gradient in it."""
    return any(
        part.type == "url" or (part.type == "function" and part.lower_name not in COLOURS)
        for part in value.parts
    )


def is_text_shrunk(value: Value) -> bool:
    """Whether a phone shows the text smaller than it is."""
    return any(number < 1 for number in value.numbers())


def is_far(value: Value) -> bool:
    """Whether a distance leads out of the page or over what stands before."""
    return any(not _FAR_BACK_SHARE < share < _FAR_OUT_SHARE for share in value.percentages()) or (
        any(not _FAR_BACK <= length <= _FAR_OUT for length in value.lengths())
    )


def is_crushed(value: Value) -> bool:
    """Whether the lines of a text lie on top of each other."""
    if any(number < _LOWEST_LINE for number in value.numbers()):
        return True
    lowest = min(_LOWEST_LINE * value.ruler.em, _LOWEST_LINE_LENGTH)
    measured = [part for part in value.parts if part.type in ("dimension", "function")]
    return any(length < lowest for length in Value(measured, value.ruler).lengths())


def is_crushed_font(value: Value) -> bool:
    """The same of the line height in a `font`, which stands behind a stroke."""
    slash = next((place for place, part in enumerate(value.parts) if part == "/"), None)
    if slash is None:
        return False
    return is_crushed(Value(value.parts[slash + 1 : slash + 2], value.ruler))


def is_squeezed(value: Value) -> bool:
    """Whether letters or words lie on each other."""
    return any(length < _TIGHTEST * value.ruler.em for length in value.lengths())


def is_moved(value: Value) -> bool:
    """Whether a transform moves, turns or shrinks what it shows."""
    return any(
        hides(Value(significant(part.arguments), value.ruler))
        for part in value.parts
        if part.type == "function"
        for kind, hides in _TRANSFORMS.items()
        if part.lower_name.startswith(kind)
    )


def is_turned(value: Value) -> bool:
    """Whether an angle is steep."""
    angles = (
        part.value * _DEGREES[part.lower_unit]
        for part in value.parts
        if part.type == "dimension" and part.lower_unit in _DEGREES
    )
    return any(abs(angle) > _MOST_DEGREES for angle in angles)


def is_placed(value: Value) -> bool:
    """Whether a place in a grid is given by number or name, so that the order may change."""
    words = set(value.words())
    return "span" not in words and bool(words - _NEUTRAL - {"/"})


_TRANSFORMS: Mapping[str, Hides] = {
    "translate": is_far,
    "scale": is_shrunk,
    "rotate": is_turned,
    "skew": is_turned,
    "matrix": is_set,
}
