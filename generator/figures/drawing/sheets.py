"""Curved sheets on a bone, such as hair, a scarf or a muscle: what a camera sees of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, MultiPolygon, Polygon

from generator.figures.anatomy.directions import cross, dot
from generator.figures.anatomy.skeleton import Bone
from generator.figures.drawing.outline import FINEST, close_corners, gather_lines, polygons_of
from generator.figures.drawing.shapes import NO_LINES
from generator.figures.drawing.view import View

Array = NDArray[np.float64]
# Of a sheet that turns away, less than this is not seen (square cm).
_SLIVER = 0.3
# Points nearer to each other than this are one (cm).
_SAME = 1e-6


@dataclass(frozen=True)
class Seen:
    """A bone as a camera sees it; all points and directions are in the bone's own frame, in cm."""

    bone: Bone
    view: View

    @cached_property
    def toward(self) -> Array:
        """The unit vector to the viewer."""
        toward: Array = self.view.toward @ self.bone.axes
        return toward

    def place(self, points: Array) -> Array:
        """Points, shape (..., 3), in the picture, shape (..., 2)."""
        return self.view.project(self.bone.at(points))

    def facing(self, normals: Array) -> Array:
        """How much outward directions, shape (..., 3), look at the viewer: 1 straight, 0 aside."""
        towards: Array = normals @ self.toward / np.sqrt(dot(normals, normals))
        return towards

    def lines(self, points: Array, normals: Array, least: float = 0.1) -> Geometry:
        """The stretches of a line on the surface that look at the viewer at least so much."""
        visible = self.facing(normals) > least
        if not visible.any():
            return NO_LINES
        placed = self.place(points)
        seen = np.concatenate([[False], visible[:-1] & visible[1:], [False]])
        begins, ends = np.flatnonzero(seen[1:] != seen[:-1]).reshape(-1, 2).T.tolist()
        runs = [shapely.linestrings(placed[a : b + 1]) for a, b in zip(begins, ends, strict=True)]
        return gather_lines(np.array(runs, dtype=object))


@dataclass(frozen=True)
class Egg:
    """A ball with its own half axis in every direction: front, back, up, down, and to the side."""

    middle: tuple[float, float, float]
    front: float
    back: float
    up: float
    down: float
    side: float

    def at(self, directions: Array) -> Array:
        """The points of its surface in these directions of the unit ball, shape (..., 3)."""
        x, y, z = np.moveaxis(directions, -1, 0)
        ahead = np.where(x > 0, self.front, self.back) * x
        above = np.where(y > 0, self.up, self.down) * y
        points: Array = np.array(self.middle) + np.stack([ahead, above, self.side * z], axis=-1)
        return points

    def slope(self, height: Array) -> Array:
        """The angle from the pole at which the surface has these heights, in radians."""
        above = height - self.middle[1]
        angle: Array = np.arccos(np.clip(above / np.where(above > 0, self.up, self.down), -1, 1))
        return angle


@dataclass(frozen=True)
class Sheet:
    """A curved sheet: its points, shape (rows, columns, 3).

    Seen from outside, its rows run down and its columns to the left. The last column of one that
    goes all the way round is its first.
    """

    points: Array

    @cached_property
    def normals(self) -> Array:
        """The outward direction of each cell between four points."""
        points = self.points
        falling, rising = points[1:, 1:] - points[:-1, :-1], points[:-1, 1:] - points[1:, :-1]
        return cross(rising, falling)

    @cached_property
    def goes_round(self) -> bool:
        """Whether it is closed like a barrel."""
        return bool((np.abs(self.points[:, 0] - self.points[:, -1]) < _SAME).all())


def see_sheet(seen: Seen, sheet: Sheet) -> Geometry:
    """The area of a sheet that looks at the viewer."""
    return _join(_cover(sheet, seen.place(sheet.points), sheet.normals @ seen.toward > 0))


def see_sides(seen: Seen, sheet: Sheet) -> tuple[Geometry, Geometry]:
    """The area of a sheet that looks at the viewer, and all that the sheet covers."""
    placed, facing = seen.place(sheet.points), sheet.normals @ seen.toward
    front = _join(_cover(sheet, placed, facing > 0))
    return front, _join([front, *_cover(sheet, placed, facing < 0)])


def open_area(area: Geometry, half: float) -> Geometry:
    """An area without what is thinner than twice `half`."""
    opened: Geometry = shapely.buffer(shapely.buffer(area, -half, quad_segs=2), half, quad_segs=2)
    return opened


def _join(areas: Sequence[Geometry]) -> Geometry:
    whole: Geometry = shapely.union_all(areas)
    # Only staves leave gaps between them; front and back of a sheet share the points of a rim.
    gaps = len(areas) > 2  # noqa: PLR2004
    whole = close_corners(whole, 0.05) if gaps else shapely.simplify(whole, FINEST)
    return MultiPolygon([part for part in polygons_of(whole) if part.area > _SLIVER])


def _cover(sheet: Sheet, placed: Array, chosen: NDArray[np.bool_]) -> Sequence[Geometry]:
    """Areas that together cover the chosen cells: one if they have one rim, else many staves."""
    rims = [(rim, _area_of(rim)) for rim in _trace_rims(placed, chosen, sheet.goes_round)]
    wide = [(rim, area) for rim, area in rims if area > _SLIVER]
    if len(wide) == 1:
        ((rim, area),) = wide
        one: Geometry = Polygon(rim)
        if not shapely.is_valid(one):
            one = shapely.make_valid(one, method="structure")
        # Where a rim crosses itself, by a little on the edge of what is seen, nothing else is lost.
        if abs(shapely.area(one) - area) < _SLIVER:
            return [one]
    return list(_staves(placed, chosen))


def _area_of(rim: Array) -> float:
    x, y = rim.T
    twice = x[:-1] @ y[1:] - y[:-1] @ x[1:] + x[-1] * y[0] - y[-1] * x[0]
    return abs(float(twice)) / 2


def _trace_rims(placed: Array, chosen: NDArray[np.bool_], goes_round: bool) -> list[Array]:
    """The closed lines round the chosen cells; none where two of them meet in a corner."""
    columns = placed.shape[1] - goes_round
    padded = np.zeros((chosen.shape[0] + 2, chosen.shape[1] + 2), dtype=bool)
    padded[1:-1, 1:-1] = chosen
    if goes_round:
        padded[:, 0], padded[:, -1] = padded[:, -2], padded[:, 1]
    # Each edge runs so that the cell is on the same side of it.
    cell, ways = padded[1:-1, 1:-1], ((0, 1, 0, 0), (0, 0, 1, 0), (1, 0, 1, 1), (1, 1, 0, 1))
    beside = (padded[:-2, 1:-1], padded[1:-1, :-2], padded[2:, 1:-1], padded[1:-1, 2:])
    edges = []
    for other, (down, right, then_down, then_right) in zip(beside, ways, strict=True):
        row, column = np.nonzero(cell & ~other)
        start = (row + down) * columns + (column + right) % columns
        edges.append((start, (row + then_down) * columns + (column + then_right) % columns))
    starts, ends = np.concatenate(edges, axis=1).tolist()
    follows = dict(zip(starts, ends, strict=True))
    if len(follows) < len(starts):
        return []
    corners = placed[:, :columns].reshape(-1, 2)
    rims = []
    while follows:
        first, at = follows.popitem()
        rim = [first]
        while at != first:
            rim.append(at)
            at = follows.pop(at)
        rims.append(corners[rim])
    return rims


def _staves(placed: Array, chosen: NDArray[np.bool_]) -> NDArray[np.object_]:
    """The chosen cells; those below one another make one stave, as of a barrel."""
    bounds = np.diff(np.pad(chosen.T, ((0, 0), (1, 1))).astype(int), axis=1)
    columns, edges = np.nonzero(bounds)
    rings = [
        np.concatenate(
            [placed[top : bottom + 1, column], placed[top : bottom + 1, column + 1][::-1]]
        )
        for column, top, bottom in zip(columns[::2], edges[::2], edges[1::2], strict=True)
    ]
    if not rings:
        return np.array([], dtype=object)
    owners = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    edges_of = shapely.linearrings(np.concatenate(rings), indices=owners)
    staves = np.asarray(shapely.polygons(edges_of))
    crossed = ~shapely.is_valid(staves)
    staves[crossed] = shapely.buffer(staves[crossed], 0)
    return staves
