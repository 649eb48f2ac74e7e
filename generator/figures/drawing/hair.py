"""Hair, beards and head cover: sheets over the skull that end at a hairline.

Every measure is our own estimate, in centimetres in the frame of the head.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, Point

from generator.figures.drawing.shapes import NO_LINES
from generator.figures.drawing.sheets import Egg, Seen, Sheet, see_sheet, see_sides
from generator.figures.people import HairStyle

Array = NDArray[np.float64]
# Degrees round the head from the middle of the face, and the height at which hair ends there.
_Line = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Hair:
    """What is seen of hair or a headscarf: what looks at the viewer, all of it, and strands."""

    front: Geometry
    whole: Geometry
    strands: Geometry = NO_LINES


@dataclass(frozen=True)
class _Style:
    """A sheet of hair: its curve, where it ends, and where it begins if not at the crown.

    `turned` is the part of its width by which it turns in at the lowest end. A strand is a line
    over the sheet: degrees round the head, and how far down from the beginning (0) to the end (1).
    """

    egg: Egg
    ends: _Line
    begins: _Line = ()
    turned: float = 0.0
    strands: tuple[_Line, ...] = ()


_ROWS = 9
_HALF_ROUND = (0, 12, 24, 36, 46, 54, 60, 65, 70, 75, 80, 85, 90, 96, 103, 111, 120, 132, 147, 163)
_AROUND = np.array([-180, *(-angle for angle in _HALF_ROUND[:0:-1]), *_HALF_ROUND, 180])

_CROPPED: _Line = (
    *((0, 13.5), (30, 13.9), (46, 13.2), (54, 11.6), (60, 9.6), (65, 8.4), (68, 5.0), (80, 4.4)),
    *((84, 7.2), (103, 6.6), (111, 2.6), (132, -0.2), (180, -0.9)),
)
_TIED: _Line = (
    *((0, 13.9), (30, 13.6), (46, 12.4), (60, 10.2), (70, 7.4), (78, 6.4), (90, 7.2)),
    *((103, 5.4), (115, 2.4), (140, 0.4), (180, 0.2)),
)
# What is left when the crown is bald: a wreath from temple to temple.
_WREATH_TOP: _Line = (
    *((0, 8.6), (65, 8.6), (70, 10.6), (80, 12.0), (96, 13.0), (132, 13.8), (180, 14.0)),
)
_WREATH: _Line = (
    *((0, 8.6), (65, 8.6), (68, 7.0), (71, 4.6), (80, 4.0), (85, 7.0), (103, 6.4), (111, 2.4)),
    *((132, 0), (180, -0.6)),
)
# Parted on the right: the fringe sweeps to the left. It is shortest at the nape.
_BOBBED: _Line = (
    *((-180, -2.0), (-150, -2.9), (-120, -4.3), (-103, -5.0), (-90, -5.4), (-82, -5.5)),
    *((-78, -4.6), (-75, -1.5), (-71, 2.4), (-66, 5.4), (-58, 7.4), (-46, 9.0), (-36, 10.0)),
    *((-24, 10.8), (-12, 11.7), (0, 12.8), (12, 13.8), (24, 14.4), (36, 12.8), (46, 10.6)),
    *((56, 8.4), (65, 5.6), (71, 2.4), (75, -1.5), (78, -4.6), (82, -5.5), (90, -5.4)),
    *((103, -5.0), (120, -4.3), (150, -2.9), (180, -2.0)),
)
_THICK: _Line = ((0, 14.6), (40, 13.8), (58, 10.8), (70, 6.8), (95, 5.0), (125, 0.5), (180, -1.5))

_CAP = Egg((-0.3, 8.6, 0), front=10.7, back=10.2, up=10.5, down=13, side=8.2)
_STYLES: dict[HairStyle, _Style] = {
    "short": _Style(replace(_CAP, up=10.9, front=11.0), _CROPPED),
    "bun": _Style(replace(_CAP, back=10.0), _TIED),
    "receding": _Style(replace(_CAP, up=9.6, back=10.0, side=8.6), _WREATH, _WREATH_TOP),
    "bob": _Style(
        replace(_CAP, up=11.0, front=11.2, back=11.4, down=21, side=9.6),
        _BOBBED,
        turned=0.2,
        strands=(
            ((24, 0.1), (24, 0.95)),
            ((18, 0.5), (-12, 0.74), (-40, 0.9)),
            ((62, 0.3), (76, 0.62), (84, 0.95)),
            ((-62, 0.3), (-76, 0.62), (-84, 0.95)),
            ((98, 0.5), (104, 0.75), (112, 0.97)),
            ((-98, 0.5), (-104, 0.75), (-112, 0.97)),
            ((140, 0.62), (146, 0.97)),
            ((-140, 0.62), (-146, 0.97)),
        ),
    ),
    "curls": _Style(replace(_CAP, back=10.0), _THICK),
}
# Hair turns in from this height down to its lowest end.
_TURNS_FROM, _LOWEST = 4.0, -5.2
_BUN, _BUN_RADIUS = (-9.4, 15.4, 0.0), 4.1
_CURL, _CURLS_APART = 2.8, 4.4
_TURNS = np.linspace(0, -2 * np.pi, 16, endpoint=False)
_ROUND = np.stack([np.cos(_TURNS), np.sin(_TURNS)], axis=1)

# Degrees round the face from its top, and how far from its middle the scarf begins.
_SCARF = Egg((0, 6.4, 0), front=10.8, back=10.6, up=12.7, down=12.8, side=8.8)
_OPENING = ((0, 33), (25, 36), (60, 44), (90, 49), (120, 54), (150, 68), (180, 72))
# Folds of the scarf: degrees round the face, and how far from the back (0) to the opening (1).
_FOLDS: tuple[_Line, ...] = (
    ((22, 0.88), (60, 0.78), (110, 0.66), (140, 0.62)),
    ((-22, 0.88), (-60, 0.78), (-110, 0.66), (-140, 0.62)),
)

# The beard hangs on the jaw: its upper edge round the face.
_JAW = Egg((1.8, 1.6, 0), front=8.9, back=4.5, up=8, down=7.8, side=7.2)
_BEARD: _Line = (
    *((0, 1.9), (12, 1.7), (30, 1.2), (48, 0.8), (62, 1.6), (70, 4.0), (75, 6.0), (85, 6.0)),
    *((90, 2.0), (96, -3.0)),
)
_BEARD_TO = 96


def see_hair(seen: Seen, style: HairStyle) -> Hair:
    """The hair of a head, or the scarf that covers it."""
    if style == "covered":
        return Hair(*see_sides(seen, _wrap_scarf()), _see_strands(seen, style))
    front, whole = see_sides(seen, _hang(style))
    if style == "curls":
        front, whole = _add_curls(seen, front, whole)
    return Hair(front, whole, _see_strands(seen, style))


def see_bun(seen: Seen) -> tuple[Geometry, bool]:
    """The knot of hair at the back of the head, and whether it is nearer than the head."""
    knot = Point(seen.place(np.array(_BUN))).buffer(_BUN_RADIUS, quad_segs=12)
    return knot, bool(seen.facing(np.array((-1.0, 0.4, 0.0))) > 0)


def see_beard(seen: Seen) -> Geometry:
    """What is seen of a full beard."""
    return see_sheet(seen, _grow_beard())


@cache
def _grow_beard() -> Sheet:
    """From the upper edge down to the chin."""
    around = _AROUND[np.abs(_AROUND) <= _BEARD_TO]
    slopes = _JAW.slope(_heights(_BEARD, around))
    ends = np.linspace(0, 1, _ROWS)[:, None]
    return Sheet(_JAW.at(_directions(around, slopes + (np.pi - slopes) * ends)))


@cache
def _hang(style: HairStyle) -> Sheet:
    """From where it begins down to the hairline."""
    one = _STYLES[style]
    ends = one.egg.slope(_heights(one.ends, _AROUND))
    begins = one.egg.slope(_heights(one.begins, _AROUND)) if one.begins else np.zeros_like(ends)
    slopes = begins + np.linspace(0, 1, _ROWS)[:, None] * (ends - begins)
    return Sheet(_turn_in(one.egg.at(_directions(_AROUND, slopes)), one.turned))


def _turn_in(sheet: Array, turned: float) -> Array:
    low = np.clip((_TURNS_FROM - sheet[..., 1:2]) / (_TURNS_FROM - _LOWEST), 0, None)
    narrow: Array = sheet * np.where(np.arange(3) == 1, 1.0, 1 - turned * low**2)
    return narrow


@cache
def _wrap_scarf() -> Sheet:
    """From the back of the head forward to the face."""
    ends = np.pi - np.radians(_heights(_OPENING, _AROUND))
    up, back, right = np.moveaxis(
        _directions(_AROUND, np.linspace(0, 1, _ROWS)[:, None] * ends), -1, 0
    )
    return Sheet(_SCARF.at(np.stack([-back, up, right], axis=-1)))


def _directions(around: Array, slopes: Array) -> Array:
    """Directions so many degrees round the vertical and so many radians from the top."""
    turn = np.radians(around)
    ahead, right = np.cos(turn) * np.sin(slopes), np.sin(turn) * np.sin(slopes)
    return np.stack([ahead, np.cos(slopes), right], axis=-1)


def _heights(line: _Line, around: Array) -> Array:
    """The heights of a line at angles round the head; both halves are alike unless it has two."""
    angles, heights = np.array(line, dtype=float).T
    both: Array = np.interp(around if angles[0] < 0 else np.abs(around), angles, heights)
    return both


def _see_strands(seen: Seen, style: HairStyle) -> Geometry:
    """The strands of hair, or the folds of a scarf, that look at the viewer."""
    middle = np.array(_CAP.middle)
    return shapely.union_all(
        [seen.lines(points, points - middle, 0.25) for points in _lay_strands(style)]
    )


@cache
def _lay_strands(style: HairStyle) -> list[Array]:
    """The points of each strand or fold."""
    covered = style == "covered"
    sheet = (_wrap_scarf() if covered else _hang(style)).points
    strands = []
    for line in _FOLDS if covered else _STYLES[style].strands:
        places = np.linspace(0, len(line) - 1, 4 * len(line) - 3)
        angles, shares = (np.interp(places, range(len(line)), ends) for ends in np.array(line).T)
        columns = np.interp(angles, _AROUND, range(len(_AROUND)))
        strands.append(_on_sheet(sheet, shares * (_ROWS - 1), columns))
    return strands


def _on_sheet(sheet: Array, rows: Array, columns: Array) -> Array:
    """Points between the rows and columns of a sheet."""
    row, column = (
        np.minimum(at.astype(int), size - 2)
        for at, size in ((rows, sheet.shape[0]), (columns, sheet.shape[1]))
    )
    down, across = (rows - row)[:, None], (columns - column)[:, None]
    upper = sheet[row, column] * (1 - across) + sheet[row, column + 1] * across
    lower = sheet[row + 1, column] * (1 - across) + sheet[row + 1, column + 1] * across
    points: Array = upper * (1 - down) + lower * down
    return points


def _add_curls(seen: Seen, front: Geometry, whole: Geometry) -> tuple[Geometry, Geometry]:
    """Hair with the curls that look at the viewer, and all of it with all of them."""
    middles = _curl_middles()
    curls = np.asarray(shapely.polygons(seen.place(middles)[:, None] + _CURL * _ROUND))
    facing = seen.facing(middles - np.array(_CAP.middle)) > 0
    front = _join_curls(front, curls[facing])
    return front, _join_curls(shapely.union(front, whole), curls[~facing])


def _join_curls(hair: Geometry, curls: NDArray[np.object_]) -> Geometry:
    """Hair with the curls that look out of it."""
    shapely.prepare(hair)
    joined: Geometry = shapely.union_all([hair, *curls[~shapely.contains(hair, curls)]])
    return joined


@cache
def _curl_middles() -> Array:
    """Where round curls sit, all over the hair and evenly apart."""
    middles: list[Array] = []
    for place in _hang("curls").points[1:, _AROUND >= 0].reshape(-1, 3):
        middle = np.where(np.abs(place) < _CURLS_APART / 2, (1, 1, 0), 1) * place
        if all(np.linalg.norm(middle - other) > _CURLS_APART for other in middles):
            middles += [middle, middle * (1, 1, -1)]
    return np.unique(middles, axis=0)
