"""How near to the viewer the surfaces of solids are, so that drawings can be put in order."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from generator.figures.drawing.shapes import Surface
from generator.figures.drawing.view import View
from generator.figures.props.solids import Face

Array = NDArray[np.float64]

# Farther off and nearer than anything in a picture, in cm.
BEHIND, BEFORE = -1e4, 1e4


def of_faces(faces: Sequence[Face], view: View, silhouette: Geometry) -> Surface:
    """The surface of a convex solid whose `faces` are those turned to the viewer."""
    normals = np.array([face.normal for face in faces])
    offsets = np.array([face.normal @ face.middle for face in faces])
    leaning, toward = view.project(normals), normals @ view.toward

    def surface(points: Array) -> Array:
        depths = (offsets - points @ leaning.T) / toward
        inside = shapely.contains_xy(silhouette, points[:, 0], points[:, 1])
        nearest: Array = np.where(inside, depths.min(axis=1), np.nan)
        return nearest

    return surface


def of_spheres(spheres: Array, view: View) -> Surface:
    """The surface of spheres that lie close together, shape (n, 4)."""
    centres, depths = view.project(spheres[:, :3]), view.depth(spheres[:, :3])

    def surface(points: Array) -> Array:
        room = spheres[:, 3] ** 2 - squared_distances(points, centres)
        tops = np.where(room >= 0, depths + np.sqrt(np.maximum(room, 0)), -np.inf).max(axis=1)
        nearest: Array = np.where(np.isfinite(tops), tops, np.nan)
        return nearest

    return surface


def of_thread(points: Array, view: View, lift: float) -> Surface:
    """The surface of something thin that runs through points close together, shape (n, 3).

    It counts as `lift` cm nearer, so that it lies on what it goes round also at steep faces.
    """
    places, depths = view.project(points), view.depth(points) + lift

    def surface(spots: Array) -> Array:
        nearest: Array = depths[squared_distances(spots, places).argmin(axis=1)]
        return nearest

    return surface


def at_depth(depth: float) -> Surface:
    """The surface of what is nowhere in particular: `BEHIND` all else, or `BEFORE` it."""

    def surface(spots: Array) -> Array:
        return np.full(len(spots), depth)

    return surface


def squared_distances(points: Array, others: Array) -> Array:
    """How far each point (row) is from each other (column), squared."""
    both = points @ others.T
    squared: Array = (points**2).sum(axis=1)[:, None] + (others**2).sum(axis=1) - 2 * both
    return squared
