"""The features of a face: eyes, brows, nose, mouth, ears and glasses, as lines on the skull.

Every measure is our own estimate, in centimetres in the frame of the head. Features are few and
calm: in print a head is six millimetres high.
"""

from collections.abc import Iterator
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from generator.figures.anatomy.directions import cross
from generator.figures.drawing.shapes import NO_AREA, NO_LINES, Shape
from generator.figures.drawing.sheets import Seen
from generator.figures.drawing.skull import face_normals, face_points
from generator.figures.people import Person

Array = NDArray[np.float64]
_Line = tuple[tuple[float, float], ...]

_SIDES = (1.0, -1.0)
_ROUND = np.linspace(0, 2 * np.pi, 17)
_EYE = (6.3, 3.0, 0.75, 0.95)  # height, aside, half width, half height
# Height and aside, from the middle outward.
_BROW = ((8.7, 1.7), (9.2, 3.2), (8.3, 4.9))
_MOUTH = ((0.35, -2.1), (-0.1, -1.1), (-0.2, 0.0), (-0.1, 1.1), (0.35, 2.1))
_FOLD = ((2.2, 2.8), (1.3, 3.3), (0.5, 3.5))
# Forward, up, to the right.
# An ear that looks at the viewer less than this lies on the outline of the head.
_EDGE_ON = 0.12
# A face is tilted if the viewer looks down on it from so high (the sine of an angle).
_TILTED = 0.5
# The lines of the face keep so far from the nose, and what is left of one is no shorter.
_CLEAR, _SHORTEST = 0.6, 1.2
# The line under the nose begins so far below its middle.
_LOW = 0.1
_BRIDGE = ((10.0, 5.5, 0.8), (10.5, 4.6, 0.85), (11.0, 3.8, 0.9), (11.0, 3.0, 0.8))
_EAR_MIDDLE, _EAR_LONG, _EAR_WIDE = (-1.0, 4.4, 7.6), (-0.7, 3.1, 0.2), (1.6, 0.3, -0.75)
_LENS_MIDDLE, _LENS_WIDE, _LENS_HIGH = (10.0, 6.0, 3.3), (-0.75, 0, 2.6), (0, 2.2, 0)
# A rim must look so much at the viewer (a cosine); the farther one, beside the nose, more so.
_RIM_SEEN, _FAR_RIM_SEEN = 0.05, 0.3
_TEMPLE = ((9.0, 6.7, 6.1), (4.0, 6.9, 7.4), (-0.6, 6.6, 8.0))


def draw_features(seen: Seen, person: Person, head: Geometry, nose: Geometry) -> Iterator[Shape]:
    """The features that look at the viewer; lines keep away from the outline of the head.

    The mouth in a beard is drawn with the beard.
    """
    inside = shapely.buffer(head, -0.7, quad_segs=3)
    tilted = seen.toward[1] > _TILTED
    # Behind glasses that are seen from above, eyes would only be blots.
    eyes = [] if person.glasses and tilted else [_eye(seen, out) for out in _SIDES]
    yield Shape("face", "eye", shapely.intersection(shapely.union_all(eyes), head), "")
    lines = shapely.union_all([*_thin_lines(seen, person, nose), _far_flank(seen)])
    yield Shape("face", lines=shapely.intersection(lines, inside), width=0.75)


def draw_ears(seen: Seen) -> tuple[list[Shape], list[Shape]]:
    """The ears: those behind the head, and those before it."""
    behind, before = [], []
    for out in _SIDES:
        outward, rim, fold = _lay_ear(out)
        looks = seen.facing(outward)
        outline = shapely.Polygon(seen.place(rim)).buffer(0.15)
        ear = Shape("ear", "skin", outline, lines=shapely.boundary(outline), width=0.8)
        if looks < _EDGE_ON:
            behind.append(ear)
            continue
        line = shapely.LineString(seen.place(fold))
        before += [ear, Shape("ear", lines=line, width=0.55)]
    return behind, before


@cache
def _lay_ear(out: float) -> tuple[Array, Array, Array]:
    """The direction in which an ear looks, its rim and its fold."""
    middle, long, wide = _on_side(out, _EAR_MIDDLE, _EAR_LONG, _EAR_WIDE)
    fold = _loop(middle + 0.1 * wide, long, wide, 0.5)[3:12]
    return cross(wide, long) * out, _loop(middle, long, wide, 1.0), fold


def draw_glasses(seen: Seen, head: Geometry) -> Shape:
    """Round glasses: the rims that look at the viewer, the bridge and the temples.

    The rim that is turned away ends at the outline of the head; edge on it would be a blot.
    """
    bridge = np.array([(10.3, 6.3, -1.0), (10.6, 6.7, 0), (10.3, 6.3, 1.0)])
    lines = [seen.lines(bridge, np.broadcast_to((1.0, 0, 0), bridge.shape))]
    for out in _SIDES:
        middle, wide, high = _on_side(out, _LENS_MIDDLE, _LENS_WIDE, _LENS_HIGH)
        turned = seen.toward[2] * out < 0
        looks = seen.facing(cross(high, wide) * out)
        if looks > (_FAR_RIM_SEEN if turned else _RIM_SEEN):
            rim = shapely.LinearRing(seen.place(_loop(middle, high, wide, 1.0)))
            lines.append(rim.intersection(shapely.buffer(head, -0.3)) if turned else rim)
        temple = np.array(_TEMPLE) * (1, 1, out)
        lines.append(seen.lines(temple, np.broadcast_to((0.2, 0, out), temple.shape)))
    return Shape("glasses", lines=shapely.union_all(lines), width=0.65)


def see_mouth(seen: Seen, nose: Geometry, ahead: float = 0.0) -> Geometry:
    """The mouth, `ahead` cm before the face; a head bent forward hides it."""
    if seen.toward[1] > _TILTED:
        return NO_LINES
    return _clear_of_nose(nose, _on_face(seen, _MOUTH, 1.0, ahead))


def _eye(seen: Seen, out: float) -> Geometry:
    rim, normals = _lay_eye(out)
    if seen.facing(normals).min() < 0.1:  # noqa: PLR2004
        return NO_AREA
    return shapely.Polygon(seen.place(rim)).buffer(0)


@cache
def _lay_eye(out: float) -> tuple[Array, Array]:
    """The rim of an eye, and which way the face looks there."""
    height, aside, wide, high = _EYE
    rim = face_points(height + high * np.sin(_ROUND), out * aside + wide * np.cos(_ROUND))
    return rim, face_normals(rim)


def _thin_lines(seen: Seen, person: Person, nose: Geometry) -> Iterator[Geometry]:
    for out in _SIDES:
        # The rims of glasses do for brows.
        if not person.glasses:
            yield _on_face(seen, _BROW, out)
        if person.older:
            yield _clear_of_nose(nose, _on_face(seen, _FOLD, out))
    if not person.beard:
        yield see_mouth(seen, nose)
    yield _under_nose(seen, nose)


def _clear_of_nose(nose: Geometry, lines: Geometry) -> Geometry:
    """What the nose leaves of lines on the face, without short ends."""
    if shapely.is_empty(lines):
        return lines
    around = shapely.buffer(nose, _CLEAR, quad_segs=4)
    left = shapely.get_parts(shapely.difference(lines, around))
    return shapely.union_all([line for line in left if line.length > _SHORTEST])


def _under_nose(seen: Seen, nose: Geometry) -> Geometry:
    """The lower edge of the nose, as the viewer sees it."""
    if seen.facing(np.array((1.0, 0.0, 0.0))) < -0.1:  # noqa: PLR2004
        return NO_LINES
    middle, below = seen.place(np.array(((10.3, 3.4, 0.0), (10.3, 2.4, 0.0))))
    down = (below - middle) / max(float(np.hypot(*(below - middle))), 0.2)
    edge = shapely.get_coordinates(shapely.segmentize(shapely.boundary(nose), 0.2))
    low = (edge - middle) @ down > _LOW
    first = int(np.flatnonzero(~low)[0]) if (~low).any() else 0
    order = np.roll(np.arange(len(edge) - 1), -first)
    run = edge[:-1][order][low[:-1][order]]
    return shapely.LineString(run) if len(run) > 1 else NO_LINES


def _on_face(seen: Seen, line: _Line, out: float, ahead: float = 0.0) -> Geometry:
    points, normals = _lay_on_face(line, out)
    return seen.lines(points + np.array((ahead, 0, 0)), normals, 0.15)


@cache
def _lay_on_face(line: _Line, out: float) -> tuple[Array, Array]:
    """The points of a line on the face, and which way the face looks there."""
    heights, aside = np.array(line).T
    # A few points more, so that a line that turns away ends where it is last seen.
    fine = np.linspace(0, len(line) - 1, 4 * len(line) - 3)
    places = np.arange(len(line))
    points = face_points(np.interp(fine, places, heights), np.interp(fine, places, aside) * out)
    return points, face_normals(points)


def _far_flank(seen: Seen) -> Geometry:
    """The ridge of the nose, where its other side is turned away."""
    for out in _SIDES:
        flank = np.array((0.45, 0.0, 0.9 * out))
        if seen.facing(flank) < 0.05 and seen.facing(np.array((1.0, 0, 0))) > 0.3:  # noqa: PLR2004
            return shapely.LineString(seen.place(np.array(_BRIDGE) * (1, 1, out)))
    return NO_LINES


def _on_side(out: float, *points: tuple[float, float, float]) -> list[Array]:
    return [np.array(point) * (1, 1, out) for point in points]


def _loop(middle: Array, long: Array, wide: Array, size: float) -> Array:
    across = np.cos(_ROUND)[:, None] * (1 + 0.12 * np.sin(_ROUND)[:, None])
    return middle + size * (np.sin(_ROUND)[:, None] * long + across * wide)
