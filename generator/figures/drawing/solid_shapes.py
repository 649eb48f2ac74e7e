"""Draws solids: blocks face by face, round and soft things by their outline."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon

from generator.figures.drawing.shapes import Piece, Shape
from generator.figures.drawing.surfaces import BEHIND, at_depth, of_faces, of_spheres
from generator.figures.drawing.view import View
from generator.figures.props.solids import (
    UP,
    Bar,
    Box,
    Disc,
    Face,
    Patch,
    Pillow,
    Solid,
    corners_of,
)

Array = NDArray[np.float64]

_edged = partial(Shape, line="furniture line")
# A face seen at a flatter angle than this (its cosine) is an edge.
_EDGE_ON = 0.02
# How near to an edge that is left out another is left out, too, in cm.
_EDGE = 0.05
_TURNS = np.linspace(0, 2 * np.pi, 49)[:-1]
_CIRCLE = np.column_stack([np.cos(_TURNS), np.sin(_TURNS)])
# The exponent of a soft outline, between a round (1) and a rectangle (0).
_SQUARENESS = 0.75
_SPHERES_OF_A_BAR = 25
_RINGS_OF_A_PILLOW = (1.0, 0.7, 0.4, 0.1)
# Of the points of a ring, every so many-th bears a sphere.
_SPARSELY = 4
# How much more loosely than others the edge of a patch of ground is drawn: nothing marks it.
_LOOSE = 2.0
# How round the edges of a pillow are at most, in cm.
_SOFTEST = 4.5


def draw_solid(kind: str, solid: Solid, view: View) -> Piece:
    """One solid of a prop of some kind, as seen."""
    match solid:
        case Box():
            return _draw_box(kind, solid, view)
        case Bar():
            return _draw_bar(kind, solid, view)
        case Disc():
            return _draw_disc(kind, solid, view)
        case Pillow():
            return _draw_pillow(kind, solid, view)
        case Patch():
            return _draw_patch(kind, solid, view)


def _draw_box(kind: str, box: Box, view: View) -> Piece:
    cut = [face for face in box.faces if box.cut is not None and face.normal @ box.cut > 0]
    hidden = [*cut, *(box.faces[:1] if box.covered else ())]
    turned = [face for face in box.faces if face.normal @ view.toward > _EDGE_ON]
    seen = [face for face in turned if not any(face is other for other in hidden)] or turned
    if kind == "wall":
        seen = [_side_of_wall(seen)]
    areas = _areas_of(seen, view)
    edges = shapely.boundary(areas)
    if cut:
        ends = shapely.union_all(shapely.boundary(_areas_of(cut, view)))
        edges = shapely.difference(edges, shapely.buffer(ends, _EDGE))
    paints = [box.paint if face.normal[1] > 0 else f"{box.paint} side" for face in seen]
    shapes = tuple(
        _edged(kind, paint, area, lines=lines, smooth=False)
        for paint, area, lines in zip(paints, areas, edges, strict=True)
    )
    silhouette = shapely.union_all(areas)
    lies = box.top[1] <= 0
    surface = at_depth(BEHIND + 1) if lies else of_faces(seen, view, silhouette)
    return Piece(kind, shapes, silhouette, surface)


def _side_of_wall(seen: Sequence[Face]) -> Face:
    """The side towards the person, or its end where that is not seen; both would make a slab."""
    front = [face for face in seen if face.normal @ face.middle < 0]
    return front[0] if front else min(seen, key=_extent)


def _extent(face: Face) -> float:
    return float(np.linalg.norm(face.along) * np.linalg.norm(face.across))


def _areas_of(faces: Sequence[Face], view: View) -> NDArray[np.object_]:
    return np.asarray(shapely.polygons(view.project(corners_of(faces))))


def _draw_bar(kind: str, bar: Bar, view: View) -> Piece:
    points = np.linspace(bar.start, bar.end, _SPHERES_OF_A_BAR)
    axis = LineString(view.project(points[[0, -1]]))
    seen_end_on = axis.length < bar.radius
    outline = (
        axis.centroid.buffer(bar.radius)
        if seen_end_on
        else axis.buffer(bar.radius, cap_style="flat")
    )
    spheres = np.column_stack([points, np.full(len(points), bar.radius)])
    shape = _edged(kind, bar.paint, outline, lines=outline.boundary, smooth=seen_end_on)
    return Piece(kind, (shape,), outline, of_spheres(spheres, view))


def _draw_disc(kind: str, disc: Disc, view: View) -> Piece:
    front = disc.axis * np.sign(disc.axis @ view.toward or 1.0)
    across = np.cross(front, np.eye(3)[int(np.argmin(np.abs(front)))])
    across /= np.linalg.norm(across)
    ring = disc.middle + disc.radius * _CIRCLE @ np.array([across, np.cross(front, across)])
    half = front * disc.thickness / 2
    face = Polygon(view.project(ring + half))
    outline = LineString(view.project(np.concatenate([ring + half, ring - half]))).convex_hull
    shapes = (
        _edged(kind, f"{disc.paint} side", outline, lines=outline.boundary),
        _edged(kind, disc.paint, face, lines=face.boundary),
    )
    surface = of_faces([Face(disc.middle + half, across, across, front)], view, outline)
    return Piece(kind, shapes, outline, surface)


def _draw_pillow(kind: str, pillow: Pillow, view: View) -> Piece:
    """A soft block with round edges, its sides a little darker than its top."""
    ahead, height, across = pillow.size
    radius = min(height / 2, _SOFTEST)
    rim = _soft_rectangle(ahead / 2 - radius, across / 2 - radius)
    low, high = pillow.middle + radius * UP, pillow.middle + (height - radius) * UP
    rims = view.project(np.concatenate([rim + low, rim + high]))
    outline = LineString(rims).convex_hull.buffer(radius)
    top = Polygon(view.project(rim + high + 0.4 * radius * UP)).buffer(0.5 * radius)
    centres = np.concatenate(
        [
            place + share * rim[::_SPARSELY]
            for place in np.linspace(low, high, 4)
            for share in _RINGS_OF_A_PILLOW
        ]
    )
    spheres = np.column_stack([centres, np.full(len(centres), radius)])
    shapes = (
        _edged(kind, f"{pillow.paint} side", outline, lines=outline.boundary),
        Shape(kind, pillow.paint, top, line=""),
    )
    return Piece(kind, shapes, outline, of_spheres(spheres, view))


def _draw_patch(kind: str, patch: Patch, view: View) -> Piece:
    rim = view.project(patch.middle + _soft_rectangle(*patch.half))
    # A line through the points has the same hull, and is made in less time than they are.
    outline = LineString(rim).convex_hull
    shape = Shape(kind, patch.paint, outline, line="", loose=_LOOSE)
    return Piece(kind, (shape,), outline, at_depth(BEHIND))


def _soft_rectangle(ahead: float, across: float) -> Array:
    """A level outline with round corners, about the origin; half its length and width."""
    x, z = (np.sign(_CIRCLE) * np.abs(_CIRCLE) ** _SQUARENESS).T
    return np.column_stack([ahead * x, np.zeros(len(x)), across * z])
