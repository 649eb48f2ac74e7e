"""What a drawing is made of before it is written: areas to fill and lines to draw."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from shapely import Geometry, MultiLineString, MultiPolygon

Array = NDArray[np.float64]
# Geometries do not change: one of nothing does for all.
NO_AREA, NO_LINES = MultiPolygon(), MultiLineString()
# How near the surface is at points of the picture, shape (n, 2) to (n,); NaN where it is not.
Surface = Callable[[Array], Array]


@dataclass(frozen=True)
class Shape:
    """One painted thing, in picture centimetres.

    `part` says what it paints ("right thigh", "hair", "table"); `fill` and `line` are names of
    the palette, empty for none; `area` is filled and `lines` are drawn over it, `width` times the
    standard line wide. `smooth` outlines become curves, others keep their straight edges; a curve
    may leave its outline `loose` times as far as usual.
    """

    part: str
    fill: str = ""
    area: Geometry = NO_AREA
    line: str = "line"
    lines: Geometry = NO_LINES
    width: float = 1.0
    smooth: bool = True
    opacity: float = 1.0
    loose: float = 1.0

    def over(self, area: Geometry) -> "Shape":
        """The same paint on another area."""
        return replace(self, area=area)


@dataclass(frozen=True)
class Piece:
    """Shapes that lie in one layer: a thigh with its trouser leg, a table top, a hand.

    `silhouette` is all that it covers; `surface` tells how near it is there, so that pieces can be
    put in order. A mark lies flat `on` the pieces of these names.
    """

    name: str
    shapes: tuple[Shape, ...]
    silhouette: Geometry
    surface: Surface
    on: tuple[str, ...] = ()
