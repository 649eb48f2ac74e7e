"""Clothes: shirt and shorts as cloth that hangs on the flesh, cut off at hems.

How far cloth stands off and where it ends are our own estimates, in cm.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import shapely
from shapely import Geometry, Polygon

from generator.figures.anatomy.chains import Chain
from generator.figures.anatomy.measures import FOREARM, SHANK, THIGH, UPPER_ARM
from generator.figures.anatomy.skeleton import SIDES, Bone
from generator.figures.drawing.hems import Ring, cut_off, unit
from generator.figures.drawing.outline import close_corners, fill_outline, polygons_of, see_cones
from generator.figures.drawing.shapes import Array
from generator.figures.drawing.view import View
from generator.figures.people import Length
from generator.figures.posing.body import Body

SHIRT_EASE, SHORTS_EASE = 0.9, 0.7
# How much nearer than its flesh a shirt counts as, so that it lies over the shorts.
HANGS_OVER = 2.0
# How far above the hip joints the shirt ends.
SHIRT_HEM = 5.0
# A piece of cloth or skin smaller than this, in square cm, is only what a cut left over.
SCRAP = 3.0
# How far cloth or skin goes on beneath other cloth.
TUCKED = 1.5
# Half the width of the neckline, how much lower it is in front, and what is cut away above it.
NECK_HALF, NECK_DIP, COLLAR = 9.0, 4.5, 12.0
# The folds of a trunk are rounder than those of a limb.
TRUNK_FOLD = 3.0
# How much looser than at the trunk cloth hangs where a part begins, and where it ends.
LOOSENESS = {
    ("thigh", "short"): (0.0, 1.5),
    ("thigh", "long"): (0.0, 0.7),
    ("shank", "long"): (0.7, 2.2),
    ("upper arm", "short"): (0.0, 1.1),
    ("upper arm", "long"): (0.0, 0.6),
    ("forearm", "long"): (0.6, 1.2),
}
# How round the inner corners of a part are.
FOLDS = {"thigh": 1.5, "shank": 1.5, "foot": 0.9, "upper arm": 1.0, "forearm": 1.0, "hand": 0.2}
# How far down its bone a sleeve or a trouser leg ends.
HEMS = {
    ("thigh", "short"): 0.52 * THIGH,
    ("shank", "long"): 0.86 * SHANK,
    ("upper arm", "short"): 0.58 * UPPER_ARM,
    ("forearm", "long"): 0.9 * FOREARM,
}


@dataclass(frozen=True)
class Trunk:
    """The flesh of the trunk as a camera sees it."""

    body: Body
    view: View

    @cached_property
    def skin(self) -> Geometry:
        """Trunk and hips without cloth."""
        return fill_outline(self._flesh, TRUNK_FOLD)

    def shorts(self) -> Geometry:
        """The upper part of the shorts, round the pelvis."""
        waist = _waist(self.body.bones["pelvis"], SHIRT_HEM + 2 * TUCKED, upward=True)
        return cut_off(fill_outline(self.shorts_cones, TRUNK_FOLD), waist, self.view)

    def shirt(self) -> Geometry:
        """The shirt without its sleeves, open at the neck."""
        hem = _waist(self.body.bones["pelvis"], SHIRT_HEM, upward=False)
        closed = cut_off(_ease(self.skin), hem, self.view)
        # A trunk that is bent far over crosses the level of its own hem again.
        above = _clear_of(hem, _part(self.body, "trunk"))
        heads = self.view.project(np.concatenate([chain.spheres[:, :3] for chain in above]))
        if shapely.contains_xy(hem.beyond(self.view), heads).any():
            folded = fill_outline(see_cones(above, self.view), TRUNK_FOLD)
            closed = shapely.union(closed, _ease(folded))
        opening = _neckline(self.body, 0).opening(self.view, COLLAR)
        return close_corners(shapely.difference(closed, opening), 0.0)

    def neck(self) -> Geometry:
        """The skin of neck and shoulders above the collar, and a little more beneath it."""
        whole = shapely.union(fill_outline(self.neck_cones), self.skin)
        above = _neckline(self.body, TUCKED).opening(self.view, 2 * COLLAR)
        return close_corners(shapely.intersection(whole, above), TRUNK_FOLD)

    @cached_property
    def neck_cones(self) -> Array:
        """The flesh of the neck."""
        return see_cones(_part(self.body, "neck"), self.view)

    @cached_property
    def shorts_cones(self) -> Array:
        """The flesh of the hips with the cloth on it."""
        return see_cones(_part(self.body, "pelvis"), self.view, SHORTS_EASE)

    @property
    def shirt_cones(self) -> Array:
        """The flesh of the trunk with the cloth on it; at the hips the shirt hangs over."""
        cones = see_cones(_part(self.body, "trunk"), self.view, SHIRT_EASE)
        cones[..., 3] += HANGS_OVER
        return cones

    @cached_property
    def _flesh(self) -> Array:
        chains = [*_part(self.body, "trunk"), *_part(self.body, "pelvis")]
        return see_cones(chains, self.view)


@dataclass(frozen=True)
class ClothedPart:
    """A part of an arm or a leg as a camera sees it, with what it wears."""

    body: Body
    view: View
    side: str
    part: str
    length: Length
    ease: float

    @property
    def name(self) -> str:
        """What the part is called: "right thigh"."""
        return f"{self.side} {self.part}"

    @cached_property
    def joint(self) -> Array:
        """Where the part begins, in the picture."""
        return self.view.project(self.body.bones[self.name].origin)

    @cached_property
    def skin(self) -> Geometry:
        """What is seen of the skin; it is painted over the cloth, from the hem on."""
        if self._cover == "whole":
            return Polygon()
        skin = fill_outline(self._flesh, FOLDS[self.part])
        if self._cover == "none":
            return skin
        return _without_scraps(shapely.intersection(skin, self._hem.beyond(self.view)))

    @cached_property
    def cloth(self) -> Geometry:
        """The sleeve or trouser leg; empty where there is none."""
        if self._cover == "none":
            return Polygon()
        cloth = fill_outline(self.cones, FOLDS[self.part])
        if self._cover == "whole":
            return cloth
        return _without_scraps(cut_off(cloth, self._hem, self.view))

    @cached_property
    def cones(self) -> Array:
        """The flesh with the cloth on it."""
        if self._cover == "none":
            return self._flesh
        first, last = LOOSENESS[self.part, self.length]
        loose = (_loosen(chain, self.ease + first, self.ease + last) for chain in self._chains)
        worn = [_lower(chain) for chain in loose] if self.part == "thigh" else loose
        return see_cones(worn, self.view)

    @cached_property
    def _flesh(self) -> Array:
        return see_cones(self._chains, self.view)

    @cached_property
    def _chains(self) -> list[Chain]:
        return _part(self.body, self.name)

    @property
    def _cover(self) -> Literal["none", "hem", "whole"]:
        """How far the part is clothed: a garment ends at a hem on one of them."""
        if (self.part, self.length) in HEMS:
            return "hem"
        return "whole" if (self.part, self.length) in LOOSENESS else "none"

    @cached_property
    def _hem(self) -> Ring:
        bone, down = self.body.bones[self.name], HEMS[self.part, self.length]
        radius = self.ease + max(float(chain.spheres[:, 3].max()) for chain in self._chains)
        right, ahead = bone.axes[:, 2] * SIDES[self.side], bone.axes[:, 0]
        return Ring(bone.at((0.4, -down, 0.0)), -bone.axes[:, 1], right * radius, ahead * radius)


def _without_scraps(area: Geometry) -> Geometry:
    """What a cut leaves, without splinters."""
    return shapely.union_all([part for part in polygons_of(area) if part.area > SCRAP])


def _lower(chain: Chain) -> Chain:
    """A trouser leg begins below the hip joint, so that none of it shows above the waistband."""
    first, second = chain.spheres[:2]
    return replace(chain, spheres=np.vstack([(first + second) / 2, chain.spheres[1:]]))


def _loosen(chain: Chain, first: float, last: float) -> Chain:
    """Flesh with the cloth on it, which stands off more and more from the first sphere on."""
    steps = np.linalg.norm(np.diff(chain.spheres[:, :3], axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)]) / max(steps.sum(), 1.0)
    off = first + (last - first) * along
    return replace(chain, spheres=chain.spheres + np.outer(off, [0.0, 0.0, 0.0, 1.0]))


def _ease(skin: Geometry) -> Geometry:
    return shapely.buffer(skin, SHIRT_EASE, quad_segs=4)


def _neckline(body: Body, lower: float) -> Ring:
    """Where the shirt ends at the neck, or so much lower; the chest carries it."""
    chest = body.bones["upper back 5"]
    up = unit(np.array([0.25, 1.0, 0.0]))
    ahead = np.array([up[1], -up[0], 0.0]) * NECK_HALF
    middle = chest.at(np.array([4.2, 8.4, 0.0]) - lower * up)
    across = np.array([0.0, 0.0, NECK_HALF])
    return Ring(middle, chest.axes @ up, chest.axes @ across, chest.axes @ ahead, dip=NECK_DIP)


def _waist(pelvis: Bone, height: float, *, upward: bool) -> Ring:
    axis = pelvis.axes[:, 1] * (1.0 if upward else -1.0)
    across, ahead = pelvis.axes[:, 2] * 15.5, pelvis.axes[:, 0] * 9.8
    return Ring(pelvis.at((-0.6, height, 0.0)), axis, across, ahead)


def _clear_of(ring: Ring, chains: Iterable[Chain]) -> list[Chain]:
    """The chains without the spheres through which the ring runs."""
    clear = []
    for chain in chains:
        away = chain.spheres[:, :3] - ring.middle
        above = np.abs(away @ ring.axis) < chain.spheres[:, 3]
        inside = np.linalg.norm(away, axis=1) < np.linalg.norm(ring.half_across)
        spheres = chain.spheres[~(above & inside)]
        if len(spheres):
            clear.append(replace(chain, spheres=spheres))
    return clear


def _part(body: Body, part: str) -> list[Chain]:
    return [chain for chain in body.chains if chain.part == part]
