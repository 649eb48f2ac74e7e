"""The lines between fingers, and between toes: the edge of each where it lies before the others."""

from itertools import groupby

import numpy as np
import shapely
from shapely import Geometry, MultiLineString

from generator.figures.anatomy.chains import Chain
from generator.figures.drawing.outline import fill_outline, join_lines, see_cones
from generator.figures.drawing.view import View
from generator.figures.posing.body import Body

# Lines stay so far inside the outline and apart from each other, and none is shorter (cm).
_INSET, _APART, _SHORTEST = 0.5, 0.8, 1.0
# A finger is one with the palm up to this many times its own radius from its root.
_ROOT = 1.5


def line_digits(body: Body, view: View, part: str) -> Geometry:
    """The inner lines of a "right hand" or "left foot", in the picture."""
    flesh = [chain for chain in body.chains if chain.part == part]
    groups = [list(chains) for _, chains in groupby(flesh, _kind)]
    groups.sort(key=lambda chains: _depth(chains, view))
    lines: Geometry = MultiLineString()
    behind: Geometry = MultiLineString()
    for chains in groups:
        area = fill_outline(see_cones(chains, view))
        lines = shapely.difference(lines, area)
        if _kind(chains[0]):
            edge = shapely.difference(shapely.boundary(area), _root(chains[0], view))
            edge = shapely.intersection(edge, behind)
            lines = shapely.union(shapely.difference(lines, shapely.buffer(edge, _APART)), edge)
        behind = shapely.union(behind, area)
    return join_lines(shapely.intersection(lines, shapely.buffer(behind, -_INSET)), _SHORTEST)


def _kind(chain: Chain) -> str:
    """The name of a digit; empty for the palm and the sole."""
    return chain.group if chain.group.endswith(("finger", "thumb", "toe")) else ""


def _depth(chains: list[Chain], view: View) -> float:
    return float(max(view.depth(chain.spheres[:, :3]).mean() for chain in chains))


def _root(digit: Chain, view: View) -> Geometry:
    """Where a digit is one with what bears it; nowhere if it points at the viewer."""
    placed, radius = view.project(digit.spheres[:, :3]), digit.spheres[0, 3]
    seen = min(1.0, float(np.hypot(*(placed[-1] - placed[0]))) / (3 * radius))
    root: Geometry = shapely.buffer(shapely.Point(placed[0]), _ROOT * radius * seen)
    return root
