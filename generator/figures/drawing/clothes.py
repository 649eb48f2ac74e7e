"""Sleeves and trouser legs: cloth that hangs on the flesh of a limb, cut off at a hem.

How far cloth stands off and where it ends are our own estimates, in cm.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from shapely import Geometry, MultiPolygon

from generator.figures.anatomy.chains import Chain
from generator.figures.anatomy.measures import FOREARM, SHANK, THIGH, UPPER_ARM
from generator.figures.anatomy.skeleton import SIDES
from generator.figures.drawing.digits import Mass, group_digits
from generator.figures.drawing.hems import Ring
from generator.figures.drawing.outline import (
    close_each,
    fill_each,
    polygons_of,
    see_each,
    unite_each,
)
from generator.figures.drawing.shapes import NO_AREA, Array
from generator.figures.drawing.view import View
from generator.figures.people import Length
from generator.figures.posefile.terms import split_side
from generator.figures.posing.body import Body

SHIRT_EASE, SHORTS_EASE = 0.9, 0.7
# How much nearer than its flesh a shirt counts as, so that it lies over the shorts.
HANGS_OVER = 2.0
# A piece of cloth or skin smaller than this, in square cm, is only what a cut left over.
SCRAP = 3.0
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

_WITH_DIGITS = {"hand", "foot"}
# A part and whether it is its skin or its cloth.
_Layer = tuple[str, str]


@dataclass(frozen=True)
class ClothedPart:
    """A part of an arm or a leg and what it wears."""

    body: Body
    side: str
    part: str
    length: Length
    ease: float

    @property
    def name(self) -> str:
        """What the part is called: "right thigh"."""
        return f"{self.side} {self.part}"

    @property
    def cover(self) -> Literal["none", "hem", "whole"]:
        """How far the part is clothed: a garment ends at a hem on one of them."""
        if (self.part, self.length) in HEMS:
            return "hem"
        return "whole" if (self.part, self.length) in LOOSENESS else "none"

    @property
    def flesh(self) -> list[Chain]:
        """The spheres under skin and cloth."""
        return self.body.flesh[self.name]

    @property
    def worn(self) -> list[Chain]:
        """The flesh with the cloth on it."""
        first, last = LOOSENESS[self.part, self.length]
        loose = [_loosen(chain, self.ease + first, self.ease + last) for chain in self.flesh]
        return [_lower(chain) for chain in loose] if self.part == "thigh" else loose

    @property
    def hem(self) -> Ring:
        """Where the garment ends."""
        bone, down = self.body.bones[self.name], HEMS[self.part, self.length]
        radius = self.ease + max(float(chain.spheres[:, 3].max()) for chain in self.flesh)
        right, ahead = bone.axes[:, 2] * SIDES[self.side], bone.axes[:, 0]
        return Ring(bone.at((0.4, -down, 0.0)), -bone.axes[:, 1], right * radius, ahead * radius)


@dataclass(frozen=True)
class Dressed:
    """A part as a camera sees it: its skin, which lies over its cloth from the hem on.

    Either may be empty. `cones` are the outermost of both. A hand or a foot has `digits`: its
    fingers or toes, and what bears them; `flesh` is all of them, their inner corners still open.
    """

    name: str
    skin: Geometry
    cloth: Geometry
    cones: Array
    digits: Sequence[Mass]
    flesh: Geometry


def dress(parts: Sequence[ClothedPart], view: View) -> dict[str, Dressed]:
    """What is seen of several parts, by name. All outlines at once: much quicker than each."""
    bare = [part for part in parts if part.cover != "whole"]
    clad = [part for part in parts if part.cover != "none"]
    layers = [
        *((part, "skin", chains) for part in bare for chains in group_digits(part.flesh)),
        *((part, "cloth", part.worn) for part in clad),
    ]
    cones = see_each([chains for *_, chains in layers], view)
    # Fingers and toes are softened with what bears them.
    folds = [0.0 if part.part in _WITH_DIGITS else FOLDS[part.part] for part, *_ in layers]
    filled = fill_each(cones, folds)
    masses: dict[_Layer, list[Mass]] = defaultdict(list)
    for (part, layer, chains), area, seen in zip(layers, filled, cones, strict=True):
        masses[part.name, layer].append(Mass(chains, area, seen))
    united, areas = _unite(masses)
    return {
        part.name: _dress(part, masses, areas, united.get((part.name, "skin"), NO_AREA), view)
        for part in parts
    }


def _unite(
    masses: Mapping[_Layer, Sequence[Mass]],
) -> tuple[dict[_Layer, Geometry], dict[_Layer, Geometry]]:
    """The masses of each part as one area, and the same with its inner corners filled."""
    counts = [len(each) for each in masses.values()]
    areas = np.array([mass.area for each in masses.values() for mass in each], dtype=object)
    united = unite_each(areas, np.repeat(np.arange(len(counts)), counts))
    folds = [FOLDS[split_side(name)[1]] * (len(each) > 1) for (name, _), each in masses.items()]
    closed = close_each(united, np.array(folds))
    return dict(zip(masses, united, strict=True)), dict(zip(masses, closed, strict=True))


def _dress(
    part: ClothedPart,
    masses: Mapping[_Layer, Sequence[Mass]],
    areas: Mapping[_Layer, Geometry],
    bare: Geometry,
    view: View,
) -> Dressed:
    flesh, worn = (masses.get((part.name, layer), []) for layer in ("skin", "cloth"))
    skin, cloth = (areas.get((part.name, layer), NO_AREA) for layer in ("skin", "cloth"))
    cones = np.concatenate([mass.cones for mass in worn or flesh])
    if part.cover == "hem":
        hem = part.hem
        beyond = hem.beyond(view)
        skin = _without_scraps(shapely.intersection(skin, beyond))
        cloth = _without_scraps(shapely.difference(cloth, beyond))
        # Beyond the hem a part is as near as its skin, not as the cloth that was cut off there.
        clothed = cones[~hem.is_passed(cones, view).any(axis=1)]
        cones = np.concatenate([clothed, *(mass.cones for mass in flesh)])
    return Dressed(part.name, skin, cloth, cones, flesh if len(flesh) > 1 else (), bare)


def _without_scraps(area: Geometry) -> Geometry:
    """What a cut leaves, without splinters."""
    parts = [part for part in polygons_of(area) if part.area > SCRAP]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _lower(chain: Chain) -> Chain:
    """A trouser leg begins below the hip joint, so that none of it shows above the waistband."""
    first, second = chain.spheres[:2]
    return chain._replace(spheres=np.vstack([(first + second) / 2, chain.spheres[1:]]))


def _loosen(chain: Chain, first: float, last: float) -> Chain:
    """Flesh with the cloth on it, which stands off more and more from the first sphere on."""
    steps = np.linalg.norm(np.diff(chain.spheres[:, :3], axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)]) / max(steps.sum(), 1.0)
    off = first + (last - first) * along
    return chain._replace(spheres=chain.spheres + np.outer(off, [0.0, 0.0, 0.0, 1.0]))
