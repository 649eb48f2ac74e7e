"""Outlines: flesh, which is spheres joined by cones, as the area that a camera sees of it.

Seen without perspective, a sphere is a circle and the cone between two spheres is the hull of
their circles. So an outline is exact from every side, and always closed.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, MultiLineString, MultiPolygon, Polygon

from generator.figures.anatomy.chains import Chain
from generator.figures.drawing.shapes import Array, Surface
from generator.figures.drawing.view import View

# How finely things are drawn: far below what a print shows, a line being 1 cm wide in the picture.
ARC_POINTS, FEW_POINTS = 11, 7
SPANS = 2
# Chains of spheres no larger than this, in cm, are hands and feet: straight from joint to joint.
SMALL = 3.6
FINEST = 0.04
SMALLEST_HOLE, SMALLEST = 1.5, 0.3
# The radius, in cm, from which on a filled corner is drawn with more points.
BROAD = 2.5


def see_cones(chains: Iterable[Chain], view: View, grow: float = 0.0) -> Array:
    """Chains as pairs of circles in the picture, shape (n, 2, 4): x, y, radius and depth in cm.

    A chain of three spheres or more becomes a smooth curve through them; `grow` makes all of it
    that much thicker, as a cloth does.
    """
    return np.concatenate(list(see_each(chains, view, grow)))


def see_each(chains: Iterable[Chain], view: View, grow: float = 0.0) -> Iterator[Array]:
    """The same, chain by chain."""
    rows = [chain.spheres for chain in chains]
    spheres = np.concatenate(rows)
    circles = np.empty_like(spheres)
    circles[:, :2] = view.project(spheres[:, :3])
    circles[:, 2] = spheres[:, 3] + grow
    circles[:, 3] = view.depth(spheres[:, :3])
    ends = np.cumsum([len(row) for row in rows])[:-1]
    for chain in np.split(circles, ends):
        smooth = _round_off(chain)
        yield np.stack([smooth[:-1], smooth[1:]], axis=1)


def fill_outline(cones: Array, soften: float = 0.0) -> Geometry:
    """The area that cones cover; dents narrower than twice `soften` are filled with a fillet."""
    covered = shapely.union_all(trace_cones(cones))
    return close_corners(covered if soften else _simplify(covered), soften)


def surface_of(cones: Array) -> Surface:
    """How near the skin is at each point of the picture."""
    circles = np.unique(cones.reshape(-1, 4), axis=0)

    def surface(points: Array) -> Array:
        apart = points[:, None, :] - circles[None, :, :2]
        height = circles[:, 2] ** 2 - (apart**2).sum(axis=2)
        near = np.where(height >= 0, circles[:, 3] + np.sqrt(np.maximum(height, 0)), -np.inf)
        nearest = near.max(axis=1)
        return np.where(np.isfinite(nearest), nearest, np.nan)

    return surface


def close_corners(area: Geometry, radius: float) -> Geometry:
    """The area with its inner corners rounded to `radius`, and without pinholes and specks."""
    if radius > 0:
        finely = 3 if radius < BROAD else 5
        grown = shapely.buffer(area, radius, quad_segs=finely)
        area = _simplify(shapely.buffer(grown, -radius, quad_segs=finely))
    whole = [_without_pinholes(part) for part in polygons_of(area)]
    seen = [part for part in whole if part.area > SMALLEST] or whole
    return seen[0] if len(seen) == 1 else MultiPolygon(seen)


def outline_beyond(area: Geometry, *covers: Geometry) -> Geometry:
    """The line round an area, without the stretches that lie within the covers."""
    line: Geometry = shapely.boundary(area)
    for cover in covers:
        line = shapely.difference(line, cover)
    return join_lines(line)


def join_lines(lines: Geometry, shortest: float = 0.0) -> Geometry:
    """Lines joined where they meet; what is shorter than `shortest` cm is left out."""
    parts = shapely.get_parts(lines)
    # Where an area is cut, points may be left among the lines.
    strokes = gather_lines(parts[shapely.length(parts) > 0])
    joined = shapely.get_parts(shapely.line_merge(strokes))
    return gather_lines(joined[shapely.length(joined) >= shortest])


def gather_lines(parts: NDArray[np.object_]) -> MultiLineString:
    """Lines as one geometry."""
    gathered = shapely.multilinestrings(parts)
    assert isinstance(gathered, MultiLineString)  # noqa: S101 of an array with one dimension
    return gathered


def polygons_of(area: Geometry) -> list[Polygon]:
    """The polygons of an area; points and lines that touching areas leave are none."""
    return [part for part in shapely.get_parts(area) if isinstance(part, Polygon)]


def _without_pinholes(area: Polygon) -> Polygon:
    if not shapely.get_num_interior_rings(area):
        return area
    return Polygon(
        area.exterior, [ring for ring in area.interiors if Polygon(ring).area > SMALLEST_HOLE]
    )


def _round_off(circles: Array) -> Array:
    """A chain with circles between its circles, on a Catmull-Rom spline.

    Two circles stay two, as do fingers: the cone between them is straight. One becomes a cone to
    itself.
    """
    if len(circles) < 3:  # noqa: PLR2004
        return circles[[0, -1]]
    if circles[:, 2].max() < SMALL:
        return circles
    before, after = circles[:1], circles[-1:]
    padded = np.concatenate([before, circles, after])
    a, b, c, d = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = (np.arange(SPANS) / SPANS)[:, None, None]
    smooth = 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
    between: Array = smooth.transpose(1, 0, 2).reshape(-1, circles.shape[1])
    return np.concatenate([between, after])


def trace_cones(cones: Array) -> NDArray[np.object_]:
    """The hull of each pair of circles, finer for large circles than for those of fingers."""
    points = ARC_POINTS if cones[..., 2].max() >= SMALL else FEW_POINTS
    return np.asarray(shapely.polygons(_hulls(cones, points)))


def _simplify(area: Geometry) -> Geometry:
    """An area with fewer points; with more care only where haste would make its edge cross."""
    simple = shapely.simplify(area, FINEST, preserve_topology=False)
    sound = bool(shapely.is_valid(simple)) and not shapely.is_empty(simple)
    return simple if sound else shapely.simplify(area, FINEST)


def _hulls(cones: Array, arc_points: int) -> Array:
    """The hull of each pair of circles as a ring of points, shape (n, 2 * arc_points, 2)."""
    first, second = cones[:, 0], cones[:, 1]
    step = second[:, :2] - first[:, :2]
    distance = np.hypot(step[:, 0], step[:, 1])
    shrink = first[:, 2] - second[:, 2]
    # Where one circle hides the other, two halves of the larger one remain.
    nested = distance <= np.abs(shrink) + FINEST
    larger = np.where((shrink > 0)[:, None], first, second)
    first, second = (np.where(nested[:, None], larger, one) for one in (first, second))
    lean = np.arccos(np.where(nested, 0, shrink / np.where(nested, 1, distance)))
    turn = np.arctan2(step[:, 1], step[:, 0])
    along = np.linspace(0, 1, arc_points)
    back = (turn + lean)[:, None] + along * (2 * np.pi - 2 * lean)[:, None]
    front = (turn - lean)[:, None] + along * (2 * lean)[:, None]
    rings = np.concatenate([_arc(first, back), _arc(second, front)], axis=1)
    # Rounded, the ends of two arcs that meet are one point, and the ring does not cross itself.
    return np.round(rings, 6)


def _arc(circles: Array, angles: Array) -> Array:
    around = np.stack([np.cos(angles), np.sin(angles)], axis=2)
    arc: Array = circles[:, None, :2] + circles[:, None, 2:3] * around
    return arc
