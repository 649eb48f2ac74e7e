"""Draws the shadow on the ground below what rests on it: it shows what touches and what floats."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from generator.figures.anatomy.chains import Chain
from generator.figures.drawing.shapes import Piece, Shape
from generator.figures.drawing.surfaces import BEHIND, at_depth
from generator.figures.drawing.view import View
from generator.figures.props.solids import Box, Pillow, Solid

Array = NDArray[np.float64]

# Flesh this high above the ground (cm) throws no shadow; below, the nearer the wider.
_HIGHEST = 13.0
# How far a shadow reaches out from below a limb or a leg, and how round its corners are.
_BEYOND, _ROUND = 1.0, 20.0
# Its outline may be so far off, in cm.
_COARSE = 0.3
# How much looser than others its edge is drawn: nothing marks it.
_LOOSE = 2.0
# The radius of the smallest shadow (fingers throw none), and the points of a round one.
_SMALLEST = 1.0
_TURNS = np.linspace(0, 2 * np.pi, 9)[:-1]
_RIM = np.column_stack([np.cos(_TURNS), np.sin(_TURNS)])


def draw_shadow(chains: Sequence[Chain], solids: Sequence[Solid], view: View) -> list[Piece]:
    """One soft patch, seen from above the ground; none where nothing rests on it."""
    cushions = [_footprint(solid) for solid in solids if isinstance(solid, Pillow)]
    flat = [*_below_flesh(chains), *cushions]
    if not flat or view.toward[1] <= 0:
        return []
    covered = shapely.simplify(shapely.union_all(flat), _COARSE)
    ground = covered.buffer(_BEYOND + _ROUND, quad_segs=4).buffer(-_ROUND, quad_segs=4)
    mats = [_footprint(solid) for solid in solids if isinstance(solid, Box) and solid.top[1] <= 0]
    shaded = shapely.intersection(ground, shapely.union_all(mats)) if mats else ground
    area = shapely.transform(shaded, lambda places: view.project(_on_the_ground(places)))
    shadow = Shape("shadow", "shadow", area, line="", loose=_LOOSE)
    return [Piece("shadow", (shadow,), area, at_depth(BEHIND + 2))]


def _below_flesh(chains: Sequence[Chain]) -> list[Geometry]:
    """The shadow of each part of the body."""
    numbers = {part: number for number, part in enumerate(sorted({chain.part for chain in chains}))}
    part_of = [numbers[chain.part] for chain in chains]
    parts = np.repeat(part_of, [len(chain.spheres) for chain in chains])
    spheres = np.concatenate([chain.spheres for chain in chains])
    # As wide as they are low.
    radii = spheres[:, 3] * (1 - np.clip((spheres[:, 1] - spheres[:, 3]) / _HIGHEST, 0, 1))
    shaded = radii > _SMALLEST
    rims = spheres[shaded][:, None, [0, 2]] + radii[shaded, None, None] * _RIM
    below = [rims[parts[shaded] == part] for part in np.unique(parts[shaded])]
    return list(shapely.convex_hull([shapely.linestrings(rim.reshape(-1, 2)) for rim in below]))


def _footprint(solid: Box | Pillow) -> Geometry:
    middle = solid.top if isinstance(solid, Box) else solid.middle
    x, _, z = middle - np.array(solid.size) / 2
    footprint: Geometry = shapely.box(x, z, x + solid.size[0], z + solid.size[2])
    return footprint


def _on_the_ground(places: Array) -> Array:
    return np.column_stack([places[:, 0], np.zeros(len(places)), places[:, 1]])
