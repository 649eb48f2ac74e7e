"""Outlines: flesh, which is spheres joined by cones, as the area that a camera sees of it.

Seen without perspective, a sphere is a circle and the cone between two spheres is the hull of
their circles. So an outline is exact from every side, and always closed.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, MultiLineString, MultiPolygon, Polygon

from generator.figures.anatomy.chains import Chain
from generator.figures.drawing.envelope import trace_rows
from generator.figures.drawing.shapes import Array, Surface
from generator.figures.drawing.surfaces import of_balls
from generator.figures.drawing.view import View

Areas = NDArray[np.object_]
# How finely things are drawn: far below what a print shows, a line being 1 cm wide in the picture.
FINEST = 0.04
# Chains of spheres no larger than this, in cm, are hands and feet: straight from joint to joint.
SMALL = 3.6
SMALLEST_HOLE, SMALLEST = 1.5, 0.3
# The radius, in cm, from which on a filled corner is drawn with more points.
BROAD = 2.5


def see_cones(chains: Sequence[Chain], view: View, grow: float = 0.0) -> Array:
    """Chains as pairs of circles in the picture, shape (n, 2, 4): x, y, radius and depth in cm.

    A chain of three spheres or more becomes a smooth curve through them; `grow` makes all of it
    that much thicker, as a cloth does.
    """
    return see_each([chains], view, grow)[0]


def see_each(groups: Sequence[Sequence[Chain]], view: View, grow: float = 0.0) -> list[Array]:
    """The same for several groups of chains."""
    rows = [chain.spheres for group in groups for chain in group]
    spheres = np.concatenate(rows)
    circles = np.empty_like(spheres)
    circles[:, :2] = view.project(spheres[:, :3])
    circles[:, 2] = spheres[:, 3] + grow
    circles[:, 3] = view.depth(spheres[:, :3])
    cones, chain = _round_off(circles, np.array([len(row) for row in rows]))
    ends = np.searchsorted(chain, np.cumsum([len(group) for group in groups])).tolist()
    return [cones[first:end] for first, end in pairwise((0, *ends))]


def fill_outline(cones: Array, soften: float = 0.0) -> Geometry:
    """The area that cones cover; dents narrower than twice `soften` are filled with a fillet."""
    area: Geometry = fill_each([cones], [soften])[0]
    return area


def fill_each(cones: Sequence[Array], soften: Sequence[float]) -> Areas:
    """The same for several lots of cones at once."""
    lot = np.repeat(np.arange(len(cones)), [len(each) for each in cones])
    parts, lot = trace_rows(np.concatenate(cones), lot)
    areas = _simplify(unite_each(parts, lot))
    # What is a single ring bends gently, and has no dents.
    return close_each(areas, np.where(np.bincount(lot) == 1, 0.0, soften))


def unite_each(parts: Areas, lot: NDArray[np.intp]) -> Areas:
    """Areas united lot by lot; the numbers of the lots rise from 0."""
    counts = np.bincount(lot)
    rows = np.full((len(counts), counts.max()), None, dtype=object)
    rows[np.arange(counts.max()) < counts[:, None]] = parts
    areas = rows[:, 0]
    several = counts > 1
    areas[several] = shapely.union_all(rows[several], axis=1)
    return areas


def surface_of(cones: Array) -> Surface:
    """How near the skin is at each point of the picture."""
    ends = np.ones(len(cones), dtype=bool)
    ends[:-1] = (cones[1:, 0] != cones[:-1, 1]).any(axis=1)
    return of_balls(np.concatenate([cones[:, 0], cones[ends, 1]]))


def close_corners(area: Geometry, radius: float) -> Geometry:
    """The area with its inner corners rounded to `radius`, and without pinholes and specks."""
    if radius > 0:
        area = _close(np.array([area]), np.array([radius]), radius >= BROAD)[0]
    whole = isinstance(area, Polygon) and not shapely.get_num_interior_rings(area)
    return area if whole else _without_crumbs(area)


def close_each(areas: Areas, radii: Array) -> Areas:
    """The same for several areas."""
    closed = areas.copy()
    for broad in (False, True):
        some = (radii > 0) & ((radii >= BROAD) == broad)
        if some.any():
            closed[some] = _close(areas[some], radii[some], broad)
    plain = shapely.get_type_id(closed) == shapely.GeometryType.POLYGON
    for number in np.flatnonzero(~plain | (shapely.get_num_interior_rings(closed) > 0)):
        closed[number] = _without_crumbs(closed[number])
    return closed


def _close(areas: Areas, radii: Array, broad: bool) -> Areas:
    return _simplify(shapely.buffer(grow(areas, radii), -radii, quad_segs=5 if broad else 3))


def grow(areas: Areas, radii: Array) -> Areas:
    """Areas drawn out to be drawn in again: with corners, which are quicker than arcs."""
    return np.asarray(shapely.buffer(areas, radii, join_style="mitre", mitre_limit=2.0))


def _without_crumbs(area: Geometry) -> Geometry:
    whole = [_without_pinholes(part) for part in polygons_of(area)]
    seen = [part for part in whole if part.area > SMALLEST] or whole
    return seen[0] if len(seen) == 1 else MultiPolygon(seen)


def join_lines(lines: Geometry, shortest: float = 0.0) -> Geometry:
    """Lines joined where they meet; what is shorter than `shortest` cm is left out."""
    if not isinstance(lines, MultiLineString):
        parts = shapely.get_parts(lines)
        # Where an area is cut, points may be left among the lines.
        lines = gather_lines(parts[shapely.length(parts) > 0])
    joined = shapely.get_parts(shapely.line_merge(lines))
    return gather_lines(joined[shapely.length(joined) >= shortest])


def gather_lines(parts: NDArray[np.object_]) -> MultiLineString:
    """Lines as one geometry."""
    gathered = shapely.multilinestrings(parts)
    assert isinstance(gathered, MultiLineString)  # noqa: S101 of an array with one dimension
    return gathered


def polygons_of(area: Geometry) -> list[Polygon]:
    """The polygons of an area; points and lines that touching areas leave are none."""
    if isinstance(area, Polygon):
        return [area]
    return [part for part in shapely.get_parts(area) if isinstance(part, Polygon)]


def _without_pinholes(area: Polygon) -> Polygon:
    if not shapely.get_num_interior_rings(area):
        return area
    return Polygon(
        area.exterior, [ring for ring in area.interiors if Polygon(ring).area > SMALLEST_HOLE]
    )


def _round_off(circles: Array, counts: NDArray[np.intp]) -> tuple[Array, NDArray[np.intp]]:
    """The cones of chains of so many circles each, and the number of each cone's chain.

    Between two circles of a chain lies another, on a Catmull-Rom spline. Two circles stay two, as
    do fingers: the cone between them is straight. One becomes a cone to itself.
    """
    chain = np.repeat(np.arange(len(counts)), counts)
    last = np.cumsum(counts) - 1
    first = last - counts + 1
    here = np.arange(len(circles))
    here = here[(here < last[chain]) | (counts[chain] == 1)]
    chain = chain[here]
    b, c = circles[here], circles[np.minimum(here + 1, last[chain])]
    a = circles[np.maximum(here - 1, first[chain])]
    d = circles[np.minimum(here + 2, last[chain])]
    between = (9 * (b + c) - a - d) / 16
    cones = np.stack([b, between, between, c], axis=1).reshape(-1, 2, circles.shape[1])
    straight = (counts < 3) | (np.maximum.reduceat(circles[:, 2], first) < SMALL)  # noqa: PLR2004
    straight = straight[chain]
    cones[::2][straight, 1] = c[straight]
    kept = np.ones(len(cones), dtype=bool)
    kept[1::2] = ~straight
    return cones[kept], np.repeat(chain, 2)[kept]


def _simplify(areas: Areas) -> Areas:
    """Areas with fewer points; with more care only where haste would make an edge cross."""
    simple = shapely.simplify(areas, FINEST, preserve_topology=False)
    unsound = ~shapely.is_valid(simple) | shapely.is_empty(simple)
    if unsound.any():
        simple[unsound] = shapely.simplify(areas[unsound], FINEST)
    return np.asarray(simple)
