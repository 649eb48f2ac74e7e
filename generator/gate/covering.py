"""The declarations that together cut an element off, or spread one over what stands beside it."""

from collections.abc import Callable, Mapping, Sequence

from generator.gate.harm import Hides, is_far, is_one_of
from generator.gate.hiding import DISTANCES, EXTENTS, HEIGHTS, HIDING, LIFTING
from generator.gate.lengths import Value

Together = Callable[[Sequence[tuple[str, Value]]], str]

_MOST = 50
_FARTHEST_IN = -4
_LONGEST_TEXT = 60
_CLIPS = is_one_of("hidden", "clip", "auto", "scroll")
_OVERFLOWS = "overflow overflow-x overflow-y overflow-block overflow-inline".split()
_SIZES = (
    *EXTENTS,
    *HEIGHTS,
    *"min-width min-height min-inline-size min-block-size".split(),
    *(name for name in DISTANCES if name.startswith("padding")),
    *"border border-width font font-size".split(),
)
_SPREADING = (
    ("inset",),
    ("inset-inline",),
    ("inset-block",),
    ("left", "right"),
    ("top", "bottom"),
    ("inset-inline-start", "inset-inline-end"),
    ("inset-block-start", "inset-block-end"),
)


def cuts(named: Sequence[tuple[str, Value]]) -> str:
    """The property that, with hidden overflow, cuts an element off; nothing if none does."""
    if not any(name in _OVERFLOWS and _CLIPS(value) for name, value in named):
        return ""
    measured = ((name, value) for name, value in named if name in HEIGHTS)
    return next(
        (name for name, value in measured if value.lengths() or value.percentages()),
        "",
    )


def covers(named: Sequence[tuple[str, Value]]) -> str:
    """The property that spreads a lifted element over others; nothing for a mere bullet."""
    if not is_lifted(named):
        return ""
    names = {name for name, _ in named}
    for name, value in named:
        if name in _SIZES and (
            any(share > 0 for share in value.percentages())
            or any(length > _MOST for length in value.lengths())
        ):
            return name
        if name == "content" and _is_long(value):
            return name
    return next((sides[0] for sides in _SPREADING if names.issuperset(sides)), "")


def is_lifted(named: Sequence[tuple[str, Value]]) -> bool:
    """Whether declarations take an element out of the flow."""
    return any(name in LIFTING and LIFTING[name](value) for name, value in named)


def _is_long(value: Value) -> bool:
    return any(
        part.type in ("url", "function") or len(getattr(part, "value", "") or "") > _LONGEST_TEXT
        for part in value.parts
    )


def _is_thick(value: Value) -> bool:
    return any(abs(length) > _MOST for length in value.lengths())


def _is_inward(value: Value) -> bool:
    return any(length < _FARTHEST_IN for length in value.lengths())


SPREADING: Mapping[str, Hides] = {
    "box-shadow": _is_thick,
    "outline": _is_thick,
    "outline-width": _is_thick,
    "outline-offset": _is_inward,
}
"""What paints over the surroundings of an element, wherever it stands."""

PULLING: Mapping[str, Hides] = {name: _is_inward for name in DISTANCES if name.startswith("margin")}
"""What draws what comes next over what is put before it or after it."""

REACHING: Mapping[str, Hides] = {
    **SPREADING,
    **{name: HIDING[name] for name in ("transform", "scale", "rotate")},
    **{name: is_far for name in DISTANCES if not name.startswith("padding")},
}
"""What moves an element that stands in the flow over another."""

CUTTING = frozenset({*_OVERFLOWS, *HEIGHTS})
"""What together may cut an element off."""

SHUTTING: Mapping[str, Hides] = {
    name: is_one_of("hidden", "clip") for name in ("overflow", "overflow-y", "overflow-block")
}
"""What keeps a page from being scrolled to what it holds, on its root and body."""
