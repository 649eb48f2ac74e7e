"""How near to the viewer the surfaces of solids are, so that drawings can be put in order."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from generator.figures.anatomy.directions import dot
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
    return of_balls(np.column_stack([centres, spheres[:, 3], depths]))


def of_balls(circles: Array) -> Surface:
    """The surface of balls as a camera sees them, shape (n, 4): x, y, radius and depth."""
    centres, squared_radii, depths = circles[:, :2], circles[:, 2] ** 2, circles[:, 3]

    def surface(points: Array) -> Array:
        with np.errstate(invalid="ignore"):
            rise = np.sqrt(squared_radii - squared_distances(points, centres))
        # Beside a ball there is no root: what is not a number counts only where nothing else is.
        nearest: Array = np.fmax.reduce(depths + rise, axis=1)
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
    squared = dot(points, points)[:, None] + dot(others, others)
    squared -= 2 * (points @ others.T)
    return squared
