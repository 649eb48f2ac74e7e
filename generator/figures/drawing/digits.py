"""The lines between fingers, and between toes: the edge of each where it lies before the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry, MultiLineString

from generator.figures.anatomy.chains import Chain
from generator.figures.drawing.outline import join_lines
from generator.figures.drawing.shapes import Array
from generator.figures.drawing.view import View

# Lines stay so far inside the outline and apart from each other, and none is shorter (cm).
_INSET, _APART, _SHORTEST = 0.5, 0.8, 1.0
# A finger is one with the palm up to this many times its own radius from its root.
_ROOT = 1.5


@dataclass(frozen=True)
class Mass:
    """Flesh that is one: a finger, a palm, a whole shank; its area and its cones in the picture."""

    chains: Sequence[Chain]
    area: Geometry
    cones: Array


def group_digits(flesh: Iterable[Chain]) -> list[list[Chain]]:
    """The chains of a part, those of each finger or toe together, and the others."""
    groups: dict[str, list[Chain]] = {}
    for chain in flesh:
        groups.setdefault(_kind(chain), []).append(chain)
    return list(groups.values())


def line_digits(masses: Iterable[Mass], view: View) -> Geometry:
    """The inner lines of a hand or a foot, in the picture."""
    lines: Geometry = MultiLineString()
    behind: Geometry = MultiLineString()
    for mass in sorted(masses, key=lambda mass: _depth(mass.chains, view)):
        chains, area = mass.chains, mass.area
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


def _kind(chain: Chain) -> str:
    """The name of a digit; empty for the palm and the sole."""
    return chain.group if chain.group.endswith(("finger", "thumb", "toe")) else ""


def _depth(chains: Sequence[Chain], view: View) -> float:
    return float(max(view.depth(chain.spheres[:, :3]).mean() for chain in chains))


def _root(digit: Chain, view: View) -> Geometry:
    """Where a digit is one with what bears it; nowhere if it points at the viewer."""
    placed, radius = view.project(digit.spheres[:, :3]), digit.spheres[0, 3]
    seen = min(1.0, float(np.hypot(*(placed[-1] - placed[0]))) / (3 * radius))
    root: Geometry = shapely.buffer(shapely.Point(placed[0]), _ROOT * radius * seen, quad_segs=4)
    return root
