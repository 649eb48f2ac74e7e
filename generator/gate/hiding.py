"""The declarations that hide an element, shrink it, cut it off or move it from its place."""

from collections.abc import Mapping

from generator.gate.harm import (
    Hides,
    is_anything,
    is_barred,
    is_crushed,
    is_crushed_font,
    is_faint,
    is_far,
    is_low,
    is_moved,
    is_narrow,
    is_negative,
    is_nonzero,
    is_not_usual,
    is_one_of,
    is_painted_inside,
    is_picture,
    is_placed,
    is_set,
    is_shrunk,
    is_spaced,
    is_split,
    is_text_shrunk,
    is_thick,
    is_track_fixed,
    is_track_narrow,
    is_turned,
    is_vast,
)

DISTANCES = (
    "margin margin-top margin-right margin-bottom margin-left margin-block margin-block-start "
    "margin-block-end margin-inline margin-inline-start margin-inline-end padding padding-top "
    "padding-right padding-bottom padding-left padding-block padding-block-start "
    "padding-block-end padding-inline padding-inline-start padding-inline-end top right bottom "
    "left inset inset-block inset-block-start inset-block-end inset-inline inset-inline-start "
    "inset-inline-end text-indent translate"
).split()
_GAPS = "gap row-gap column-gap grid-gap grid-row-gap grid-column-gap".split()
_LEAST = "min-width min-inline-size".split()
_SIDES = ("", *"-top -right -bottom -left -block -block-start -block-end".split())
_BORDERS = [
    f"border{side}{what}"
    for side in (*_SIDES, "-inline", "-inline-start", "-inline-end")
    for what in ("", "-width")
]
EXTENTS = "width max-width inline-size max-inline-size".split()
HEIGHTS = "height max-height block-size max-block-size".split()

_is_struck = is_one_of("line-through")

HIDING: Mapping[str, Hides] = {
    "display": is_not_usual,
    "all": is_anything,
    # Only a name that cannot be known is a fault: the frames are judged by themselves.
    "animation": is_one_of(),
    "animation-name": is_one_of(),
    "visibility": is_one_of("hidden", "collapse"),
    "content-visibility": is_one_of("hidden"),
    "opacity": is_faint,
    "content": is_set,
    "transform": is_moved,
    "scale": is_shrunk,
    "rotate": is_turned,
    "zoom": is_shrunk,
    "line-height": is_crushed,
    "font": is_crushed_font,
    "letter-spacing": is_spaced,
    "word-spacing": is_spaced,
    "columns": is_split,
    "column-count": is_split,
    "column-width": is_split,
    "grid-template-columns": is_track_narrow,
    "grid-auto-columns": is_track_narrow,
    "grid-template-rows": is_track_fixed,
    "grid-auto-rows": is_track_fixed,
    "text-size-adjust": is_text_shrunk,
    "background": is_picture,
    "background-image": is_picture,
    "white-space": is_one_of("nowrap", "pre"),
    "text-wrap": is_one_of("nowrap"),
    "text-wrap-mode": is_one_of("nowrap"),
    "text-decoration": lambda value: _is_struck(value) or is_barred(value),
    "text-decoration-thickness": is_barred,
    "text-underline-offset": is_barred,
    "font-variant": is_one_of("sub", "super"),
    "font-variant-caps": is_set,
    "font-variant-position": is_one_of("sub", "super"),
    "vertical-align": is_far,
    "box-shadow": is_painted_inside,
    "text-decoration-line": _is_struck,
    "z-index": is_negative,
    **dict.fromkeys(DISTANCES, is_far),
    **dict.fromkeys(_GAPS, is_far),
    **dict.fromkeys(_LEAST, is_vast),
    **dict.fromkeys(_BORDERS, is_thick),
    **dict.fromkeys(EXTENTS, is_narrow),
    **dict.fromkeys(HEIGHTS, is_low),
    **dict.fromkeys(
        (
            "aspect-ratio border-image border-image-source box-direction box-ordinal-group clip "
            "clip-path contain direction filter font-size-adjust grid grid-template line-clamp "
            "mask mask-border mask-box-image mask-image mix-blend-mode offset offset-path "
            "perspective "
            "text-combine-upright text-orientation text-security text-shadow text-stroke "
            "text-stroke-width unicode-bidi writing-mode"
        ).split(),
        is_set,
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
    "order": is_nonzero,
    **dict.fromkeys(("grid-area", "grid-row", "grid-row-start", "grid-row-end"), is_placed),
}
"""What may show an element before or after the ones beside it."""

LIFTING: Mapping[str, Hides] = {"position": is_one_of("absolute", "fixed", "sticky")}
"""What takes an element out of the flow, so that another may lie on it."""

MOVING: Mapping[str, Hides] = {
    **MISPLACING,
    **LIFTING,
    "order": is_negative,
    **dict.fromkeys(DISTANCES, is_far),
    "transform": is_moved,
}
"""What may show the steps above the blocks that stand before them."""
