"""The lines between fingers, and between toes: the edge of each where it lies before the others."""

from itertools import groupby

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, MultiLineString

from generator.figures.anatomy.chains import Chain
from generator.figures.drawing.outline import FINEST, join_lines, see_each, trace_cones
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
    for chains, area in zip(groups, _outline_each(groups, view), strict=True):
        lines = shapely.difference(lines, area)
        if _kind(chains[0]):
            edge = shapely.difference(shapely.boundary(area), _root(chains[0], view))
            edge = shapely.intersection(edge, behind)
            lines = shapely.union(
                shapely.difference(lines, shapely.buffer(edge, _APART, quad_segs=2)), edge
            )
        behind = shapely.union(behind, area)
    return join_lines(
        shapely.intersection(lines, shapely.buffer(behind, -_INSET, quad_segs=2)), _SHORTEST
    )


def _outline_each(groups: list[list[Chain]], view: View) -> NDArray[np.object_]:
    """The area of each digit, and of the palm or sole."""
    cones = list(see_each((chain for chains in groups for chain in chains), view))
    hulls = trace_cones(np.concatenate(cones))
    firsts = np.cumsum([0] + [len(chains) for chains in groups[:-1]])
    counts = np.add.reduceat([len(each) for each in cones], firsts)
    rows = np.full((len(groups), counts.max()), None, dtype=object)
    rows[np.arange(counts.max()) < counts[:, None]] = hulls
    return np.asarray(shapely.simplify(shapely.union_all(rows, axis=1), FINEST))


def _kind(chain: Chain) -> str:
    """The name of a digit; empty for the palm and the sole."""
    return chain.group if chain.group.endswith(("finger", "thumb", "toe")) else ""


def _depth(chains: list[Chain], view: View) -> float:
    return float(max(view.depth(chain.spheres[:, :3]).mean() for chain in chains))


def _root(digit: Chain, view: View) -> Geometry:
    """Where a digit is one with what bears it; nowhere if it points at the viewer."""
    placed, radius = view.project(digit.spheres[:, :3]), digit.spheres[0, 3]
    seen = min(1.0, float(np.hypot(*(placed[-1] - placed[0]))) / (3 * radius))
    root: Geometry = shapely.buffer(shapely.Point(placed[0]), _ROOT * radius * seen, quad_segs=4)
    return root
