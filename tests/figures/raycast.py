"""What a camera sees of a body, worked out a second time: a ray through each spot of a grid.

Shares nothing with the drawing but the spheres that the flesh is made of: no outlines, no clothes,
no painter's order. So it can find a limb that the drawing has lost or put behind another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from generator.figures.anatomy.chains import Chain
from generator.figures.drawing.shapes import Piece
from generator.figures.drawing.view import View
from generator.figures.posefile.terms import split_side

Array = NDArray[np.float64]

# How far the spots lie apart (cm), and the spheres that a cone is cut into (shares of a radius).
SPACING = 1.0
STEP = 0.4
# Rays know flesh only. Cloth and hair stand up to so much off it (cm): a part is clearly in front
# where it would be even if all the others were that much thicker.
CLOTH, HAIR = 2.5, 6.0
# Two parts that lie this deep in each other cannot be put in order (cm).
PIERCED = 1.0
# Each part and the one that it hangs on: they lie in each other at their joint, and only there.
_HANGS_ON = {
    "thigh": "pelvis",
    "shank": "thigh",
    "foot": "shank",
    "upper arm": "trunk",
    "forearm": "upper arm",
    "hand": "forearm",
    "trunk": "pelvis",
    "neck": "trunk",
    "head": "neck",
}


@dataclass(frozen=True)
class Grid:
    """Spots of the picture, row by row; `left` and `top` are the first spot in picture cm."""

    left: float
    top: float
    columns: int
    rows: int

    @property
    def spots(self) -> Array:
        """Every spot, shape (rows, columns, 2)."""
        x = self.left + SPACING * np.arange(self.columns)
        y = self.top + SPACING * np.arange(self.rows)
        return np.stack(np.meshgrid(x, y), axis=2)

    def window(self, low: Array, high: Array) -> tuple[slice, slice]:
        """The rows and columns between two corners."""
        first = np.floor((low - (self.left, self.top)) / SPACING).astype(int)
        last = np.ceil((high - (self.left, self.top)) / SPACING).astype(int) + 1
        x, y = (slice(max(a, 0), max(b, 0)) for a, b in zip(first, last, strict=True))
        return y, x


@dataclass(frozen=True)
class Sight:
    """How near each part of the body is at each spot, shape (parts, rows, columns).

    It is -inf where a ray does not meet it. `clothed` is the same of parts with thick cloth all
    round, and of the props after them. `pierced` are pairs of parts that go through each other, as
    a random pose may have them.
    """

    grid: Grid
    body: tuple[str, ...]
    depths: Array
    clothed: Array
    pierced: frozenset[frozenset[str]]

    def clearly_in_front(self, part: str) -> NDArray[np.bool_]:
        """The spots at which a ray meets this part well before any other."""
        number = self.body.index(part)
        others = np.delete(self.clothed, number, axis=0).max(axis=0, initial=-np.inf)
        clearly: NDArray[np.bool_] = self.depths[number] > others
        return clearly


def cast_rays(chains: Sequence[Chain], props: Sequence[Piece], view: View) -> Sight:
    """Look at flesh, with the props in between, through a grid that just holds all the flesh."""
    flesh = _spheres_by_part(chains)
    grid = _grid_round(np.concatenate(list(flesh.values())), view)
    bare = [_see_spheres(spheres, grid, view) for spheres in flesh.values()]
    clothed = [_see_spheres(_dress(part, flesh[part]), grid, view) for part in flesh]
    clothed += [_see_prop(prop, grid) for prop in props]
    return Sight(grid, tuple(flesh), np.stack(bare), np.stack(clothed), _find_pierced(flesh))


def are_neighbours(one: str, other: str) -> bool:
    """Whether one of two parts of a body hangs on the other."""
    (side, part), (other_side, other_part) = split_side(one), split_side(other)
    joined = _HANGS_ON.get(part) == other_part or _HANGS_ON.get(other_part) == part
    return joined and (side == other_side or not side or not other_side)


def _spheres_by_part(chains: Sequence[Chain]) -> dict[str, Array]:
    """The spheres of each part, with those between neighbours that make up their cone."""
    parts: dict[str, list[Array]] = {}
    for chain in chains:
        rows = parts.setdefault(chain.part, [chain.spheres[-1:]])
        for one, other in pairwise(chain.spheres):
            length, thinnest = np.linalg.norm(other[:3] - one[:3]), min(one[3], other[3])
            count = max(int(length / (STEP * thinnest)), 1)
            share = (np.arange(count) / count)[:, None]
            rows.append(one + share * (other - one))
    return {part: np.concatenate(rows) for part, rows in parts.items()}


def _dress(part: str, spheres: Array) -> Array:
    thicker: Array = spheres + np.array((0.0, 0.0, 0.0, HAIR if part == "head" else CLOTH))
    return thicker


def _grid_round(spheres: Array, view: View) -> Grid:
    middles, radii = view.project(spheres[:, :3]), spheres[:, 3:]
    low, high = (middles - radii).min(axis=0), (middles + radii).max(axis=0)
    columns, rows = np.ceil((high - low) / SPACING).astype(int) + 1
    return Grid(float(low[0]), float(low[1]), int(columns), int(rows))


def _see_spheres(spheres: Array, grid: Grid, view: View) -> Array:
    depths = np.full((grid.rows, grid.columns), -np.inf)
    middles, near, radii = view.project(spheres[:, :3]), view.depth(spheres[:, :3]), spheres[:, 3]
    spots = grid.spots
    for middle, depth, radius in zip(middles, near, radii, strict=True):
        window = grid.window(middle - radius, middle + radius)
        room = radius**2 - ((spots[window] - middle) ** 2).sum(axis=2)
        top = np.where(room >= 0, depth + np.sqrt(np.maximum(room, 0)), -np.inf)
        depths[window] = np.maximum(depths[window], top)
    return depths


def _see_prop(prop: Piece, grid: Grid) -> Array:
    spots = grid.spots.reshape(-1, 2)
    depths = np.full(len(spots), -np.inf)
    inside = shapely.contains_xy(prop.silhouette, spots)
    if inside.any():
        depths[inside] = np.nan_to_num(prop.surface(spots[inside]), nan=-np.inf)
    return depths.reshape(grid.rows, grid.columns)


def _find_pierced(parts: Mapping[str, Array]) -> frozenset[frozenset[str]]:
    pairs = combinations(parts.items(), 2)
    return frozenset(
        frozenset((one, other))
        for (one, these), (other, those) in pairs
        if not are_neighbours(one, other) and _depth_of_overlap(these, those) > PIERCED
    )


def _depth_of_overlap(these: Array, those: Array) -> float:
    apart = np.linalg.norm(these[:, None, :3] - those[None, :, :3], axis=2)
    return float((these[:, None, 3] + those[None, :, 3] - apart).max())
