"""Puts the body on the ground: turned and lowered until the parts that bear its weight rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.chains import Chain
from generator.figures.anatomy.directions import cross
from generator.figures.anatomy.measures import ANKLE_HEIGHT, CHEST
from generator.figures.anatomy.skeleton import BALL, SIDES, Bone, Bones, turn_x, turn_z
from generator.model import Position

Array = NDArray[np.float64]

# How far the whole body may be turned from its start position to rest on its supports, and how
# much a degree of it counts against a millimetre of a gap: the least turn wins among equals.
_MOST_TURN = 75.0
_TURN_COST = 1e-5
_UPRIGHT = np.eye(3)
_ON_LEFT = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
_ON_RIGHT = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, -1.0], [-1.0, 0.0, 0.0]])
_START: Mapping[Position, Array] = {
    "standing": _UPRIGHT,
    "sitting": _UPRIGHT,
    "kneeling": _UPRIGHT,
    "half-kneeling": _UPRIGHT,
    "all-fours": turn_z(-90),
    "lying-on-back": turn_z(90),
    "lying-on-front": turn_z(-90),
    "lying-on-side": _ON_LEFT,
}
# What bears the weight in a start position unless the pose file says.
SUPPORTS: Mapping[Position, tuple[str, ...]] = {
    "standing": ("right foot", "left foot"),
    "sitting": ("right foot", "left foot"),
    "kneeling": ("right shin", "left shin"),
    "half-kneeling": ("right shin",),
    "all-fours": ("right shin", "left shin"),
    "lying-on-back": ("upper back", "buttocks"),
    "lying-on-front": ("chest", "thighs"),
    "lying-on-side": ("left shoulder", "left hip"),
}


@dataclass(frozen=True)
class _Zone:
    """Spheres that can touch the ground: those of `part` between two places along a bone's axis."""

    part: str
    bone: str
    axis: int = 1
    low: float = -np.inf
    high: float = np.inf

    def of(self, side: str) -> "_Zone":
        """The zone on a side of the body, for parts that are there twice."""
        part, bone = (f"{side} {name}".strip() for name in (self.part, self.bone))
        return _Zone(part, bone, self.axis, self.low, self.high)


_HEEL = _Zone("foot", "foot", 0, high=1.0)
_BALL = _Zone("foot", "foot", 0, low=8.0)
_KNEE = _Zone("shank", "shank", low=-8.0)
_CHEST = _Zone("trunk", CHEST, low=-14.0)
_LOINS = _Zone("trunk", CHEST, high=-14.0)
_PELVIS = _Zone("pelvis", "pelvis")
_THIGH = _Zone("thigh", "thigh", low=-30.0)
# Each support as zones of which every one must touch; the parts of a zone touch together.
_PAIRED: Mapping[str, tuple[tuple[_Zone, ...], ...]] = {
    "foot": ((_HEEL,), (_BALL,)),
    "heel": ((_HEEL,),),
    "toes": ((_BALL,),),
    "knee": ((_KNEE,),),
    "shin": ((_KNEE,), (_BALL,)),
    "hip": ((_Zone("thigh", "thigh", low=-3.0),),),
    "shoulder": ((_Zone("upper arm", "upper arm", low=-8.0),),),
    "forearm": ((_Zone("forearm", "forearm"),),),
    "hand": ((_Zone("hand", "hand"),),),
}
_SINGLE: Mapping[str, tuple[tuple[_Zone, ...], ...]] = {
    "buttocks": ((_PELVIS,),),
    "upper back": ((_CHEST,),),
    "lower back": ((_LOINS,),),
    "chest": ((_CHEST,),),
    "belly": ((_LOINS, _PELVIS),),
    "head": ((_Zone("head", "head"),),),
    "thighs": ((_THIGH.of("right"), _THIGH.of("left")),),
}


@dataclass(frozen=True)
class Rest:
    """A part that bears weight, and how high above the floor it does.

    A foot that `levels` has a free ankle: its sole will be laid flat, so its ankle's height counts.
    One that is `edgewise` rests on whatever of it is lowest.
    """

    part: str
    height: float = 0.0
    levels: bool = False
    edgewise: bool = False


def settle(
    position: Position, bones: Bones, chains: Sequence[Chain], rests: Sequence[Rest]
) -> tuple[Array, Array]:
    """How a body is turned from its start position, then shifted, to rest on its supports."""
    start = _START[position]
    if position == "lying-on-side" and lower_side([rest.part for rest in rests]) == "right":
        start = _ON_RIGHT
    zones = [(rest, spheres) for rest in rests for spheres in _touching(bones, chains, rest)]
    turn = _level(bones, rests, _tilt(start, zones))
    down = min(_lowest(turn, spheres) - rest.height for rest, spheres in zones)
    return turn, np.array([0.0, -down, 0.0])


def lower_side(supports: Sequence[str]) -> str:
    """The side on which somebody lies, as the supports say; without them it is the left."""
    return "right" if any("right" in support for support in supports) else "left"


def lay_flat(bones: Bones, side: str) -> Bones:
    """A foot turned about its ankle until the sole lies level, the toes where they point."""
    foot = bones[f"{side} foot"]
    up = np.array([0.0, 1.0, 0.0])
    toes = foot.axes[:, 0] * (1 - up)
    toes /= max(float(np.linalg.norm(toes)), 1e-9)
    flat = Bone(foot.origin, np.column_stack([toes, up, cross(toes, up)]))
    return {f"{side} foot": flat, f"{side} toes": Bone(flat.at(BALL), flat.axes)}


def support_gaps(bones: Bones, chains: Sequence[Chain], rests: Sequence[Rest]) -> dict[str, float]:
    """How far each support is from what should bear it, in cm, measured on the flesh."""
    gaps = {}
    for rest in rests:
        zones = _touching(bones, chains, replace(rest, levels=False))
        gaps[rest.part] = max(_lowest(_UPRIGHT, spheres) for spheres in zones) - rest.height
    return gaps


def _touching(bones: Bones, chains: Sequence[Chain], rest: Rest) -> list[Array]:
    """The spheres of each zone of a support, shape (n, 4)."""
    if rest.levels:
        return [np.array([[*bones[rest.part].origin, ANKLE_HEIGHT]])]
    side, _, name = rest.part.partition(" ")
    if rest.edgewise:
        return [np.concatenate([c.spheres for c in chains if c.part == rest.part])]
    if side in SIDES:
        return [
            _spheres(bones, chains, [zone.of(side) for zone in zones]) for zones in _PAIRED[name]
        ]
    return [_spheres(bones, chains, zones) for zones in _SINGLE[rest.part]]


def _spheres(bones: Bones, chains: Sequence[Chain], zones: Sequence[_Zone]) -> Array:
    found = []
    for zone in zones:
        bone = bones[zone.bone]
        spheres = np.concatenate([chain.spheres for chain in chains if chain.part == zone.part])
        along = (spheres[:, :3] - bone.origin) @ bone.axes[:, zone.axis]
        found.append(spheres[(along >= zone.low) & (along <= zone.high)])
    return np.concatenate(found)


def _tilt(start: Array, zones: Sequence[tuple[Rest, Array]]) -> Array:
    """The start turned forward or back until all zones are as near their heights as can be."""
    middle, width = 0.0, _MOST_TURN
    for step in (3.0, 0.25, 0.02):
        turns = np.arange(middle - width, middle + width + step / 2, step)
        middle, width = float(turns[np.argmin(_unevenness(start, zones, turns))]), step
    return turn_z(middle) @ start


def _unevenness(start: Array, zones: Sequence[tuple[Rest, Array]], turns: Array) -> Array:
    """How unequal the zones' heights are after each turn, in degrees. Shape (n,)."""
    radians = np.radians(turns)
    # The second row of turn_z(degrees) @ start: it gives the heights.
    upward = np.outer(np.sin(radians), start[0]) + np.outer(np.cos(radians), start[1])
    lows = [
        (upward @ spheres[:, :3].T - spheres[:, 3]).min(axis=1) - rest.height
        for rest, spheres in zones
    ]
    uneven: Array = np.var(lows, axis=0) + _TURN_COST * np.abs(turns)
    return uneven


def _lowest(turn: Array, spheres: Array) -> float:
    return float((spheres[:, :3] @ turn[1] - spheres[:, 3]).min())


def _level(bones: Bones, rests: Sequence[Rest], turn: Array) -> Array:
    """On one foot or shin the body leans sideways until that foot or shin stands straight."""
    bearing = [rest.part for rest in rests if rest.part.endswith((" foot", " shin"))]
    if len(bearing) != 1 or len(rests) != 1:
        return turn
    bone: Bone = bones[bearing[0].replace("shin", "shank")]
    across = turn @ bone.axes[:, 2]
    lean = np.degrees(np.arctan2(across[1], np.hypot(across[0], across[2])))
    return turn_x(float(lean)) @ turn
