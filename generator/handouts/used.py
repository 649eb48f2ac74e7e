"""Remembers how large the edges of a box are where its style alone tells.

WeasyPrint works out twenty lengths of a box each time that it lays it out, a tenth of the time of a
sheet. Where none is a share of the box around it, they come out as they did for the style's last
box: a test compares the two.
"""

import sys
from functools import wraps
from operator import itemgetter
from types import ModuleType
from typing import Any

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{edge}_{side}" for edge in ("margin", "padding") for side in _SIDES),
    *(f"{least}{size}" for least in ("", "min_", "max_") for size in ("width", "height")),
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_USED = (*_LENGTHS, *_BORDERS)
_read = itemgetter(*_USED, "box_sizing", "border_collapse")


def remember_lengths(percent: ModuleType) -> None:
    """Have all of WeasyPrint ask our memory first, and the function of its module only then."""
    work_out = percent.resolve_percentages

    @wraps(work_out)
    def resolve(box: Any, containing_block: Any) -> None:
        style = box.style
        said = _read(style)
        if style["border_collapse"] == "collapse" and hasattr(box, _BORDERS[0]):
            work_out(box, containing_block)  # its table has told how wide its borders are
            return
        known = vars(style).get("used")
        if known and known[0] == said:
            vars(box).update(known[1])
            return
        work_out(box, containing_block)
        if all(map(_is_fixed, said[: len(_LENGTHS)])):
            style.used = said, {name: getattr(box, name) for name in _USED}

    name = "resolve_percentages"
    for place, module in list(sys.modules.items()):
        if place.startswith("weasyprint.") and vars(module).get(name) is work_out:
            setattr(module, name, resolve)


def _is_fixed(length: Any) -> bool:
    """Whether a length is the same whatever is around its box."""
    return length == "auto" or getattr(length, "unit", None) == "px"
