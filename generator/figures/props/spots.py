"""Where the parts that a pose file names lie on the posed body: "right ankle", "belly", "hips"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.chains import Chain
from generator.figures.anatomy.directions import dot
from generator.figures.anatomy.measures import CHEST
from generator.figures.anatomy.skeleton import SIDES, Bones
from generator.model import Position

Array = NDArray[np.float64]


_QUARTERS = np.arange(4)[:, None] / 4


@dataclass(frozen=True)
class _Spot:
    """A place on a bone (x forward, y up, z outward in cm), and the flesh within its reach."""

    bone: str
    place: tuple[float, float, float]
    reach: float
    flesh: tuple[str, ...]

    def of(self, side: str) -> "_Spot":
        """The spot on a side of the body."""
        x, y, z = self.place
        flesh = tuple(f"{side} {part}" for part in self.flesh)
        return _Spot(f"{side} {self.bone}", (x, y, SIDES[side] * z), self.reach, flesh)


# Our own estimates, read off the drawn body.
_PAIRED: Mapping[str, _Spot] = {
    "shoulder": _Spot("upper arm", (0, 0, 0), 7, ("upper arm",)),
    "elbow": _Spot("forearm", (0, 0, 0), 6, ("upper arm", "forearm")),
    "forearm": _Spot("forearm", (0, -12, 0), 14, ("forearm",)),
    "hand": _Spot("hand", (0, -7, 0), 13, ("hand",)),
    "hip": _Spot("thigh", (0, 0, 0), 11, ("thigh",)),
    "thigh": _Spot("thigh", (0, -20, 0), 24, ("thigh",)),
    "knee": _Spot("shank", (0, 0, 0), 8, ("thigh", "shank")),
    "shin": _Spot("shank", (0, -22, 0), 26, ("shank", "foot")),
    "ankle": _Spot("foot", (0, 0, 0), 9, ("shank", "foot")),
    "heel": _Spot("foot", (-3.5, -3.5, 0), 5, ("foot",)),
    "foot": _Spot("foot", (6, -4, 0), 16, ("foot",)),
    "toes": _Spot("toes", (3, 0, 0), 6, ("foot",)),
}
_MIDLINE: Mapping[str, _Spot] = {
    "head": _Spot("head", (2, 8, 0), 20, ("head",)),
    "neck": _Spot("neck 2", (0, 0, 0), 9, ("neck",)),
    "chest": _Spot(CHEST, (16, -6, 0), 16, ("trunk",)),
    "upper back": _Spot(CHEST, (4, -2, 0), 12, ("trunk",)),
    "lower back": _Spot("lower back 2", (-4, 0, 0), 14, ("trunk", "pelvis")),
    "belly": _Spot("lower back 2", (8, 0, 0), 16, ("trunk", "pelvis")),
    "hips": _Spot("pelvis", (0, 2, 0), 18, ("pelvis",)),
    "pelvis": _Spot("pelvis", (0, 2, 0), 18, ("pelvis",)),
    "buttocks": _Spot("pelvis", (-5, -3, 0), 16, ("pelvis",)),
}


def spheres_at(bones: Bones, chains: Sequence[Chain], part: str) -> Array:
    """The flesh of a named part, shape (n, 4); without a side it is that of both sides."""
    return np.concatenate([_within(bones, chains, spot) for spot in _spots_of(part)])


def place_of(bones: Bones, part: str) -> Array:
    """The middle of a named part in the room."""
    spots = _spots_of(part)
    middle: Array = np.mean([bones[spot.bone].at(spot.place) for spot in spots], axis=0)
    return middle


def bones_of(part: str) -> tuple[str, ...]:
    """The bones that carry a named part."""
    return tuple(spot.bone for spot in _spots_of(part))


def level_ahead(position: Position, bones: Bones) -> Array:
    """The level direction that counts as forward: towards the head when somebody lies."""
    lies = position.startswith("lying") or position == "all-fours"
    way = bones[CHEST].axes[:, 1 if lies else 0] * np.array([1.0, 0.0, 1.0])
    ahead: Array = way / max(float(np.linalg.norm(way)), 1e-9)
    return ahead


def _spots_of(part: str) -> tuple[_Spot, ...]:
    if part in _MIDLINE:
        return (_MIDLINE[part],)
    side, _, name = part.rpartition(" ")
    return tuple(_PAIRED[name].of(each) for each in ((side,) if side else SIDES))


def _within(bones: Bones, chains: Sequence[Chain], spot: _Spot) -> Array:
    flesh = np.concatenate([closely(chain.spheres) for chain in chains if chain.part in spot.flesh])
    apart = flesh[:, :3] - bones[spot.bone].at(spot.place)
    away = np.sqrt(dot(apart, apart))
    near: Array = flesh[away <= max(spot.reach, float(away.min()))]
    return near


def closely(spheres: Array) -> Array:
    """The spheres of a chain with three more between neighbours."""
    steps = spheres[:-1, None] + _QUARTERS * (spheres[1:] - spheres[:-1])[:, None]
    return np.concatenate([steps.reshape(-1, spheres.shape[1]), spheres[-1:]])
