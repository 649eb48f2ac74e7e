"""The outlines of rows of circles joined by cones: one ring for as much as bends gently.

A cone's outline is two tangents and two arcs. Where one cone goes on in the next, an outer corner
becomes an arc, and an inner corner the point at which the tangents meet.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from generator.figures.drawing.shapes import Array

Numbers = NDArray[np.intp]
# How many points an arc has at the ends of a row, and at a bend.
_AT_END, _AT_BEND = 11, 4
# A row that bends more than this, in radians, is drawn in two.
_SHARPEST = 0.9
# A circle that looks out of the next by less than this, in cm, is hidden.
_HIDDEN = 0.04


def trace_rows(cones: Array, row: Numbers) -> tuple[NDArray[np.object_], Numbers]:
    """The area of each row of cones, as one polygon or several; and the row of each polygon.

    Cones are pairs of circles, shape (n, 2, 3 or more): x, y and radius. Those of a row follow one
    another, and where two share a circle they are joined.
    """
    tangents = _lay_tangents(cones)
    joined = tangents.gentle & (row[1:] == row[:-1])
    areas, first = _trace(tangents, joined)
    crossed = ~shapely.is_valid(areas)
    if crossed.any():
        # A row that comes back to itself is drawn cone by cone.
        joined &= ~np.repeat(crossed, np.diff(np.append(first, len(cones))))[1:]
        areas, first = _trace(tangents, joined)
    return areas, row[first]


@dataclass(frozen=True)
class _Tangents:
    """The circles of each cone, shape (n, 3), and the angles at which its tangents touch them.

    `touch`, in radians, has a row for either side. `bends` are how far the tangents of each side
    turn outwards from each cone to the next; one ring can follow the `gentle` ones.
    """

    near: Array
    far: Array
    touch: Array
    bends: Array
    gentle: NDArray[np.bool_]


def _lay_tangents(cones: Array) -> _Tangents:
    near, far = cones[:, 0, :3], cones[:, 1, :3]
    step = far - near
    apart, shrink = np.hypot(step[:, 0], step[:, 1]), -step[:, 2]
    # Where one circle hides the other, two halves of the larger one remain.
    nested = apart <= np.abs(shrink) + _HIDDEN
    larger = np.where((shrink > 0)[:, None], near, far)[nested]
    near, far = near.copy(), far.copy()
    near[nested] = far[nested] = larger
    lean = np.arccos(np.where(nested, 0, shrink / np.where(nested, 1, apart)))
    turn = np.arctan2(step[:, 1], step[:, 0])
    touch = np.stack([turn + lean, turn - lean])
    bends = np.stack([touch[0, :-1] - touch[0, 1:], touch[1, 1:] - touch[1, :-1]])
    bends = (bends + np.pi) % (2 * np.pi) - np.pi
    # An inner corner lies on both tangents only if they reach so far.
    reach = np.sqrt(np.where(nested, 0, apart**2 - shrink**2)) / 2
    cut = near[1:, 2] * np.tan(np.clip(-bends, 0, _SHARPEST) / 2)
    reached = (cut <= np.minimum(reach[:-1], reach[1:])).all(axis=0)
    shared = (cones[1:, 0] == cones[:-1, 1]).all(axis=1) & ~(nested[1:] | nested[:-1])
    gentle = shared & reached & (np.abs(bends) < _SHARPEST).all(axis=0)
    return _Tangents(near, far, touch, bends, gentle)


def _trace(tangents: _Tangents, joined: NDArray[np.bool_]) -> tuple[NDArray[np.object_], Numbers]:
    """The rings of joined cones, and the number of the first cone of each."""
    begins = np.append(True, ~joined)
    first, last = np.flatnonzero(begins), np.flatnonzero(np.append(begins[1:], True))
    ring = np.cumsum(begins) - 1
    bent = np.flatnonzero(joined)
    near, far, (left, right) = tangents.near, tangents.far, tangents.touch
    around = left - right
    arcs = (
        _arc(near[first], left[first], 2 * np.pi - around[first], _AT_END),
        _turn(far[bent], right[bent], tangents.bends[1, bent]),
        _arc(far[last], right[last], around[last], _AT_END),
        _turn(far[bent], left[bent + 1], tangents.bends[0, bent]),
    )
    # Round each ring: its beginning, along one side, its end, back along the other.
    cones, count = (first, bent, last, bent), 3 * len(begins)
    ranks = (first - count, bent, last + count, 3 * count - bent)
    sizes = [arc.shape[1] for arc in arcs]
    rings, keys = (
        np.concatenate([np.repeat(row, size) for row, size in zip(rows, sizes, strict=True)])
        for rows in (
            [ring[cone] for cone in cones],
            [ring[cone] * 6 * count + rank for cone, rank in zip(cones, ranks, strict=True)],
        )
    )
    order = np.argsort(keys, kind="stable")
    points = np.concatenate([arc.reshape(-1, 2) for arc in arcs])[order]
    # Rounded, the ends of two arcs that meet are one point, and the ring does not cross itself.
    outlines = shapely.linearrings(np.round(points, 6), indices=rings[order])
    return np.asarray(shapely.polygons(outlines)), first


def _turn(circles: Array, start: Array, bend: Array) -> Array:
    """An arc on each circle, or the point where two tangents meet that bend inwards."""
    turn = _arc(circles, start, bend, _AT_BEND)
    middle, far = start + bend / 2, circles[:, 2] / np.cos(bend / 2)
    meet = circles[:, :2] + far[:, None] * np.stack([np.cos(middle), np.sin(middle)], axis=1)
    turn[bend < 0] = meet[bend < 0, None]
    return turn


def _arc(circles: Array, start: Array, sweep: Array, points: int) -> Array:
    angles = start[:, None] + sweep[:, None] * np.linspace(0, 1, points)
    around = np.stack([np.cos(angles), np.sin(angles)], axis=2)
    arc: Array = circles[:, None, :2] + circles[:, None, 2:] * around
    return arc
