"""Hems: where cloth ends, as rings round the body that a camera sees half of."""

from dataclasses import dataclass
from math import atan2, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, Polygon

from generator.figures.drawing.shapes import Array
from generator.figures.drawing.view import View

# Farther than any picture reaches.
FAR_AWAY = 400.0
_HALF_TURN = np.linspace(-np.pi / 2, np.pi / 2, 17)


@dataclass(frozen=True)
class Ring:
    """A hem: an ellipse in the room; beyond it, in the direction `axis`, there is no cloth.

    In front it may `dip`, so many cm against the axis, as a collar does.
    """

    middle: Array
    axis: Array
    half_across: Array
    half_ahead: Array
    dip: float = 0.0

    def beyond(self, view: View) -> Polygon:
        """The part of the picture beyond the near side of the ring, which bows as it is seen."""
        edge = self._edge(view)
        aside = FAR_AWAY * unit(edge[-1] - edge[0])
        away = FAR_AWAY * unit(view.project(self.axis))
        ends = [edge[-1] + aside, edge[-1] + aside + away, edge[0] - aside + away, edge[0] - aside]
        return _polygon(np.concatenate([edge, ends]))

    def is_passed(self, circles: Array, view: View) -> NDArray[np.bool_]:
        """Which circles, shape (…, 4): x, y, radius and depth in the picture, lie beyond it."""
        axis, middle = (
            np.append(view.project(one), view.depth(one)) for one in (self.axis, self.middle)
        )
        passed: NDArray[np.bool_] = (circles[..., [0, 1, 3]] - middle) @ axis > 0
        return passed

    def opening(self, view: View, rise: float) -> Geometry:
        """What shows of the neck in a collar, up to `rise` cm above it."""
        edge, away = self._edge(view), rise * unit(view.project(self.axis))
        above = _polygon(np.concatenate([edge, [edge[-1] + away, edge[0] + away]]))
        return shapely.buffer(above, 0)

    def _edge(self, view: View) -> Array:
        """The half of the ring that is nearer to the viewer."""
        wide, deep = (sqrt(half @ half) for half in (self.half_across, self.half_ahead))
        across = self.half_across @ view.toward / wide * deep
        ahead = self.half_ahead @ view.toward / deep * wide
        around = (atan2(ahead, across) + _HALF_TURN)[:, None]
        sine = np.sin(around)
        points = self.middle + np.cos(around) * self.half_across + sine * self.half_ahead
        return view.project(points - self.dip * np.maximum(sine, 0) ** 2 * self.axis)


def cut_off(area: Geometry, ring: Ring, view: View) -> Geometry:
    """Cloth without what lies beyond its hem."""
    return shapely.difference(area, ring.beyond(view))


def _polygon(corners: Array) -> Polygon:
    # In half the time that `Polygon` takes to look at what it is given.
    polygon = shapely.polygons(corners)
    assert isinstance(polygon, Polygon)  # noqa: S101 of one ring
    return polygon


def unit(vector: Array) -> Array:
    """A vector of length 1 in this direction; some direction for one without length."""
    length = sqrt(vector @ vector)
    unit: Array = vector / length if length > 1e-6 else np.eye(len(vector))[-1]  # noqa: PLR2004
    return unit
