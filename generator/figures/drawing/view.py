"""The picture plane: where points of the room are seen from a camera, and how near they are."""

from functools import cached_property
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.directions import cross
from generator.figures.pose import Camera

Array = NDArray[np.float64]


class View:
    """An orthographic view; picture centimetres, x to the right and y down.

    Parallel lines stay parallel, as in a technical drawing: a sphere is seen as a circle of its
    own radius wherever it is.
    """

    def __init__(self, camera: Camera) -> None:
        self.camera = camera

    @cached_property
    def toward(self) -> Array:
        """The unit vector from the scene to the viewer."""
        turn, rise = radians(self.camera.azimuth), radians(self.camera.elevation)
        return np.array([sin(turn) * cos(rise), sin(rise), cos(turn) * cos(rise)])

    @cached_property
    def _plane(self) -> Array:
        turn = radians(self.camera.azimuth)
        right = np.array([cos(turn), 0.0, -sin(turn)])
        return np.array([right, -cross(self.toward, right)])

    def project(self, points: Array) -> Array:
        """Points of the room, shape (..., 3), in the picture, shape (..., 2)."""
        projected: Array = points @ self._plane.T
        return projected

    def depth(self, points: Array) -> Array:
        """How near to the viewer points are, in cm; more is nearer. Shape (...,)."""
        depth: Array = points @ self.toward
        return depth
