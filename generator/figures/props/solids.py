"""The simple solids that furniture is made of, and the places where a body meets them.

All are in room centimetres; a body lies, kneels or stands on the floor at y = 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
UP = np.array([0.0, 1.0, 0.0])
# The corners of a unit square, in the order in which a pen goes round it.
_ROUND = np.array([(-1.0, -1.0), (-1.0, 1.0), (1.0, 1.0), (1.0, -1.0)])
# Which way each face of a block looks, and which ways it extends: ahead, up, across.
_LOOKS = np.repeat([(0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)], 2, axis=0)
_LOOKS[1::2] *= -1
_ALONG = np.repeat([(1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.0, 1.0, 0.0)], 2, axis=0)
_ACROSS = np.repeat([(0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)], 2, axis=0)


@dataclass(frozen=True)
class Face:
    """A flat rectangle: its middle, the two half edges and the direction that it looks in."""

    middle: Array
    along: Array
    across: Array
    normal: Array

    @property
    def corners(self) -> Array:
        """The four corners, shape (4, 3)."""
        corners: Array = corners_of([self])[0]
        return corners

    def nearest(self, point: Array) -> tuple[Array, Array]:
        """The points of the face nearest to points, shape (..., 3), and its normal."""
        away, place = point - self.middle, self.middle
        for half in (self.along, self.across):
            share = away @ half / (half @ half)
            place = place + np.minimum(np.maximum(share, -1.0), 1.0)[..., None] * half
        return place, self.normal


def corners_of(faces: Sequence[Face]) -> Array:
    """The four corners of each face, shape (n, 4, 3)."""
    spans = np.array([(face.along, face.across) for face in faces])
    corners: Array = np.array([face.middle for face in faces])[:, None] + _ROUND @ spans
    return corners


@dataclass(frozen=True)
class Bar:
    """A round bar, to hold or to stand on: its two ends and its radius."""

    start: Array
    end: Array
    radius: float
    paint: str = "metal"

    def nearest(self, point: Array) -> tuple[Array, Array]:
        """The top of the bar nearest to points, shape (..., 3), and the direction up."""
        length = self.end - self.start
        share = (point - self.start) @ length / (length @ length)
        place = self.start + np.minimum(np.maximum(share, 0.0), 1.0)[..., None] * length
        return place + self.radius * UP, UP


@dataclass(frozen=True)
class Knot:
    """The one place where a strap is held fast, to pull at."""

    place: Array

    def nearest(self, point: Array) -> tuple[Array, Array]:
        """The place itself, and the direction from there to `point`."""
        way = point - self.place
        return self.place, way / max(float(np.linalg.norm(way)), 1e-9)


@dataclass(frozen=True)
class Box:
    """A block: the middle of its top, and its size ahead, up and across.

    `paint` is the palette's name of its top; its sides are painted in `paint` + " side". Where the
    block goes on beyond the picture, as a wall does upward, that face is `cut`: it has no line.
    The top of a leg is `covered` by what it bears.
    """

    top: Array
    size: tuple[float, float, float]
    paint: str = "wood"
    cut: Array | None = None
    covered: bool = False

    @cached_property
    def faces(self) -> tuple[Face, ...]:
        """The six faces, the upper one first."""
        half = np.array(self.size) / 2
        middles = self.top - half * UP + half * _LOOKS
        return tuple(map(Face, middles, half * _ALONG, half * _ACROSS, _LOOKS))


@dataclass(frozen=True)
class Disc:
    """A weight plate: its middle, its axis (a unit vector), its radius and its thickness in cm."""

    middle: Array
    axis: Array
    radius: float
    thickness: float
    paint: str = "metal"


@dataclass(frozen=True)
class Pillow:
    """A soft block on the floor: the middle of its underside, and its size ahead, up, across."""

    middle: Array
    size: tuple[float, float, float]
    paint: str = "cushion"


@dataclass(frozen=True)
class Patch:
    """A soft patch of ground: its middle and its half lengths ahead and across."""

    middle: Array
    half: tuple[float, float]
    paint: str = "floor"


Touchable: TypeAlias = Face | Bar | Knot
Solid: TypeAlias = Box | Bar | Disc | Pillow | Patch
