"""The lines between fingers, and between toes: the edge of each where it lies before the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry

from generator.figures.anatomy.chains import Chain
from generator.figures.drawing.outline import Areas, join_lines
from generator.figures.drawing.shapes import NO_AREA, NO_LINES, Array
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


def line_digits(
    outlines: Sequence[Geometry], parts: Sequence[Sequence[Mass]], view: View
) -> list[Geometry]:
    """The inner lines of hands and feet, in the picture. All at once: much quicker than each."""
    if not parts:
        return []
    ordered = _farthest_first(parts, view)
    # Each part is a row, its masses from the farthest to the nearest.
    there = np.arange(max(map(len, ordered))) < np.array([[len(masses)] for masses in ordered])
    every = [mass for masses in ordered for mass in masses]
    areas, digits = np.full(there.shape, NO_AREA), there.copy()
    areas[there] = [mass.area for mass in every]
    digits[there] = [bool(_kind(mass.chains[0])) for mass in every]
    inside = shapely.buffer(outlines, -_INSET, quad_segs=2)[np.nonzero(digits)[0]]
    roots = _see_roots([mass.chains[0] for mass in every], view)[digits[there]]
    drawn = shapely.difference(shapely.boundary(areas[digits]), roots)
    edges = np.full(there.shape, NO_LINES)
    edges[digits] = shapely.intersection(drawn, inside)
    # Only what is nearer than another takes from its lines.
    around = shapely.buffer(edges[:, 1:], _APART, quad_segs=2)
    lines = _gather_each(np.full(len(parts), NO_LINES), edges[:, 0])
    for area, near, edge in zip(areas.T[1:], around.T, edges.T[1:], strict=True):
        lines = _gather_each(shapely.difference(shapely.difference(lines, area), near), edge)
    return [join_lines(line, _SHORTEST) for line in lines]


def _gather_each(one: Areas, other: Areas) -> Areas:
    """The lines of each pair of geometries; where a line only touches an area, a point is left."""
    parts, owner = shapely.get_parts(np.stack([one, other], axis=1).ravel(), return_index=True)
    seen = shapely.length(parts) > 0
    gathered = np.full(len(one), NO_LINES)
    shapely.multilinestrings(parts[seen], indices=owner[seen] // 2, out=gathered)
    return gathered


def _kind(chain: Chain) -> str:
    """The name of a digit; empty for the palm and the sole."""
    return chain.group if chain.group.endswith(("finger", "thumb", "toe")) else ""


def _farthest_first(parts: Sequence[Sequence[Mass]], view: View) -> list[list[Mass]]:
    """The masses of each part, each as near as the nearest of its chains is on the average."""
    masses = [mass for part in parts for mass in part]
    rows = [chain.spheres for mass in masses for chain in mass.chains]
    depths = view.depth(np.concatenate(rows)[:, :3])
    counts = np.array([len(row) for row in rows])
    means = np.add.reduceat(depths, np.cumsum(counts) - counts) / counts
    chains = np.array([len(mass.chains) for mass in masses])
    nearest = np.maximum.reduceat(means, np.cumsum(chains) - chains)
    part_of = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    ordered: list[list[Mass]] = [[] for _ in parts]
    for number in np.argsort(nearest, kind="stable").tolist():
        ordered[part_of[number]].append(masses[number])
    return ordered


def _see_roots(digits: Sequence[Chain], view: View) -> Areas:
    """Where digits are one with what bears them; hardly anywhere if they point at the viewer."""
    ends = view.project(np.array([digit.spheres[[0, -1], :3] for digit in digits]))
    radii = np.array([digit.spheres[0, 3] for digit in digits])
    x, y = (ends[:, 1] - ends[:, 0]).T
    seen = np.minimum(1.0, np.hypot(x, y) / (3 * radii))
    rims = ends[:, 0, None] + (_ROOT * radii * seen)[:, None, None] * _RIM
    return np.asarray(shapely.polygons(rims))
