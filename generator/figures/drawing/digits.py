"""The lines between fingers, and between toes: the edge of each where it lies before the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, MultiLineString

from generator.figures.anatomy.chains import Chain
from generator.figures.drawing.outline import gather_lines, join_lines
from generator.figures.drawing.shapes import Array
from generator.figures.drawing.view import View

# Lines stay so far inside the outline and apart from each other, and none is shorter (cm).
_INSET, _APART, _SHORTEST = 0.5, 0.8, 1.0
# A finger is one with the palm up to this many times its own radius from its root.
_ROOT = 1.5
_TURNS = np.linspace(0, -2 * np.pi, 16, endpoint=False)
_RIM = np.stack([np.cos(_TURNS), np.sin(_TURNS)], axis=1)


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
    ordered = sorted(masses, key=lambda mass: _depth(mass.chains, view))
    areas = np.array([mass.area for mass in ordered])
    digits = np.array([bool(_kind(mass.chains[0])) for mass in ordered])
    roots = _see_roots([mass.chains[0] for mass in ordered], view)
    inside = shapely.buffer(shapely.union_all(areas), -_INSET, quad_segs=2)
    edges = np.full(len(areas), MultiLineString())
    drawn = shapely.difference(shapely.boundary(areas[digits]), roots[digits])
    edges[digits] = shapely.intersection(drawn, inside)
    around = shapely.buffer(edges, _APART, quad_segs=2)
    lines: Geometry = MultiLineString()
    for edge, area, near in zip(edges, areas, around, strict=True):
        if not shapely.is_empty(lines):
            lines = shapely.difference(shapely.difference(lines, area), near)
        parts = np.concatenate([shapely.get_parts(lines), shapely.get_parts(edge)])
        # Where a line only touches the outline, a point may be left of it.
        lines = gather_lines(parts[shapely.length(parts) > 0])
    return join_lines(lines, _SHORTEST)


def _kind(chain: Chain) -> str:
    """The name of a digit; empty for the palm and the sole."""
    return chain.group if chain.group.endswith(("finger", "thumb", "toe")) else ""


def _depth(chains: Sequence[Chain], view: View) -> float:
    return float(max(view.depth(chain.spheres[:, :3]).mean() for chain in chains))


def _see_roots(digits: Sequence[Chain], view: View) -> NDArray[np.object_]:
    """Where digits are one with what bears them; hardly anywhere if they point at the viewer."""
    ends = view.project(np.array([digit.spheres[[0, -1], :3] for digit in digits]))
    radii = np.array([digit.spheres[0, 3] for digit in digits])
    x, y = (ends[:, 1] - ends[:, 0]).T
    seen = np.minimum(1.0, np.hypot(x, y) / (3 * radii))
    rims = ends[:, 0, None] + (_ROOT * radii * seen)[:, None, None] * _RIM
    return np.asarray(shapely.polygons(rims))
