"""Where a hand or foot goes when a pose file says "on right knee": its place and how it lies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.chains import Chain, fill_each
from generator.figures.anatomy.directions import unit
from generator.figures.anatomy.measures import CHEST, PALM, PALM_DEPTH, THIGH
from generator.figures.anatomy.skeleton import SIDES, Bones
from generator.figures.pose import Contact, Frame
from generator.figures.posing.grasps import Touch, mirrored
from generator.figures.props.placing import Placed
from generator.figures.props.spots import level_ahead, place_of
from generator.model import Position

Array = NDArray[np.float64]
Way = tuple[float, float, float]

# How much of the arm's length a hand uses that pulls a strap, and one that rests on something.
_PULLING, _EASY_REACH = 0.9, 0.93
# By how many cm an arm that lies on the floor is shorter than a straight one, and how far it is
# spread (the tangent of an angle).
_SOFT, _BESIDE = 0.6, 0.13
# How far two hands on one limb keep to their own sides of it, and palms under one head to theirs.
_OWN_SIDE, _MEETING = 0.8, 8.5


@dataclass(frozen=True)
class Scene:
    """What a contact is found with: the settled body and the props that were fitted to it."""

    frame: Frame
    bones: Bones
    chains: Sequence[Chain]
    props: Mapping[str, Placed]

    @property
    def position(self) -> Position:
        """The start position."""
        return self.frame.position

    @property
    def ahead(self) -> Array:
        """The level direction that counts as forward: towards the head when somebody lies."""
        return level_ahead(self.position, self.bones)


@dataclass(frozen=True)
class _Place:
    """A place on the body: the bone, a point on its axis, the way out to the skin, the fingers'.

    z counts outward for the side of the bone. `wraps` adds a share of the direction across, from
    the hand's own side to the other, to that of the fingers.
    """

    bone: str
    point: Way
    out: Way
    fingers: Way
    wraps: float = 0.0


# Our own estimates of where a hand lies well.
_PLACES: Mapping[tuple[str, str], _Place] = {
    ("on", "knee"): _Place("thigh", (0.6, -THIGH + 3, 0), (1, 0.15, 0), (0.25, -1, 0)),
    ("on", "thigh"): _Place("thigh", (0.8, -0.6 * THIGH, 0), (1, 0, 0), (0, -1, 0)),
    ("on", "shin"): _Place("shank", (0, -14, 0), (1, 0, 0), (0, -1, 0)),
    ("on", "hip"): _Place("pelvis", (0, 9, 4), (0, 0, 1), (1, -0.5, -0.3)),
    ("on", "belly"): _Place("pelvis", (0, 13, 0), (1, 0, 0), (0, 0, 0), 1.0),
    ("behind", "thigh"): _Place("thigh", (0.5, -0.74 * THIGH, 0), (-1, 0, 0), (0, 0.2, 0), 1.0),
    ("behind", "head"): _Place("head", (-2, 8, 2.5), (-1, 0.1, 0.3), (0, 0.5, 0), 1.0),
    ("under", "head"): _Place("head", (2, 8, 0), (0, 0, 0), (0, 0.2, 0), 1.0),
    ("under", "forehead"): _Place("head", (10.5, 12, 0), (0, 0, 0), (0, 0.15, 0), 1.0),
}
# From the outer side of the thigh round to its front, the foot across it: its width takes up the
# lower third, and leaves the kneecap free.
_SOLES: Mapping[str, tuple[_Place, ...]] = {
    "thigh": tuple(
        _Place("thigh", (0, 11.5 - THIGH, 0), (ahead, 0, 1 - ahead), (ahead - 1, -0.04, ahead))
        for ahead in (0.4, 0.5, 0.6, 0.7)
    )
}
_BODY = frozenset(name for _, name in _PLACES)


def hand_touch(scene: Scene, contact: Contact) -> Touch:
    """What a hand touches; props must be placed already."""
    side = contact.part.partition(" ")[0]
    owner, _, name = contact.target.rpartition(" ")
    if contact.preset == "holds":
        touch = _hold(scene, side, contact)
    elif contact.preset == "under":
        touch = _below(scene, side, _PLACES[contact.preset, name])
    elif name in _BODY:
        place = _PLACES[contact.preset, name]
        touch = _on_body(scene, side, owner or side, place, shared=_shared(scene, contact))
    elif name in {"floor", "mat"}:
        touch = _on_floor(scene, side)
    else:
        touch = _on_prop(scene, side, contact.target)
    return _shifted(scene, touch, SIDES[side], contact.adjust)


def foot_touches(scene: Scene, contact: Contact) -> list[Touch]:
    """What the sole of a foot touches; on the body, all places round the limb that would do."""
    side = contact.part.partition(" ")[0]
    owner, _, name = contact.target.rpartition(" ")
    if name in _SOLES:
        touches = [_on_body(scene, side, owner or side, place) for place in _SOLES[name]]
    else:
        touches = [_below_hip(scene, side, name)]
    return [_shifted(scene, touch, SIDES[side], contact.adjust) for touch in touches]


def _below_hip(scene: Scene, side: str, kind: str) -> Touch:
    """On the floor or a prop, the toes ahead."""
    hip = scene.bones[f"{side} thigh"].origin
    point, away = np.array([hip[0], 0.0, hip[2]]), np.array([0.0, 1.0, 0.0])
    toes = scene.bones["pelvis"].axes[:, 0]
    if scene.position == "lying-on-back":
        toes = -scene.bones["pelvis"].axes[:, 1]
    if kind in scene.props:
        point, away = scene.props[kind].surface(point)
    return Touch(point, away, toes)


def _shared(scene: Scene, contact: Contact) -> bool:
    """Whether the other hand touches the same place, so that each keeps to its own side of it."""
    targets = [other.target for other in scene.frame.contacts if other.part.endswith("hand")]
    return targets.count(contact.target) > 1


def _on_body(scene: Scene, side: str, owner: str, place: _Place, *, shared: bool = False) -> Touch:
    paired = f"{owner} {place.bone}"
    name = paired if paired in scene.bones else place.bone
    bone, sided = scene.bones[name], SIDES[owner]
    across = scene.bones["pelvis"].axes[:, 2] * -SIDES[side]
    start = bone.at(mirrored(place.point, sided))
    away = unit(bone.axes @ mirrored(place.out, sided) - shared * _OWN_SIDE * across)
    fingers = bone.axes @ mirrored(place.fingers, sided) + place.wraps * across
    parts = {name} if name != "pelvis" else {"pelvis", "trunk"}
    return Touch(_skin(scene.chains, parts, start, away), away, fingers)


def _below(scene: Scene, side: str, place: _Place) -> Touch:
    """On the ground below a place on the body."""
    bone = scene.bones[place.bone]
    both = sum(contact.preset == "under" for contact in scene.frame.contacts) > 1
    above = bone.at(place.point) + both * _MEETING * SIDES[side] * bone.axes[:, 2]
    across = scene.bones[CHEST].axes[:, 2] * -SIDES[side]
    up = np.array([0.0, 1.0, 0.0])
    return Touch(above * np.array([1.0, 0.0, 1.0]), up, across + 0.2 * bone.axes[:, 1])


def _on_floor(scene: Scene, side: str) -> Touch:
    """Below the shoulder; beside the hip of who lies on the back, before the chest on the side."""
    up = np.array([0.0, 1.0, 0.0])
    start, ahead = scene.bones[f"{side} upper arm"].origin, scene.ahead
    if scene.position == "lying-on-back":
        outward = scene.bones["pelvis"].axes[:, 2] * SIDES[side]
        way = unit(_BESIDE * outward - ahead)
        start, ahead = start + _level_reach(scene, side) * way, -ahead
    if scene.position == "lying-on-side":
        start = start + 32 * scene.bones[CHEST].axes[:, 0] - 14 * ahead
    return Touch(start * np.array([1.0, 0.0, 1.0]), up, ahead)


def _level_reach(scene: Scene, side: str) -> float:
    """How far along the floor the palm of a nearly straight arm gets."""
    arm = _arm_length(scene, side) - PALM - _SOFT
    height = float(scene.bones[f"{side} upper arm"].origin[1]) - PALM_DEPTH
    return float(np.sqrt(max(arm**2 - height**2, 0.0))) + PALM


def _on_prop(scene: Scene, side: str, kind: str) -> Touch:
    """On a prop, near where the joint angles have brought the hand, if the arm gets there."""
    hand = scene.bones[f"{side} hand"]
    surface = scene.props[kind].surface
    point, away = surface(_within_reach(scene, side, surface(hand.at((0, -PALM, 0)))[0], surface))
    fingers = scene.ahead if abs(away[1]) > np.sqrt(0.5) else np.array([0.0, 1.0, 0.0])
    return Touch(point, away, fingers)


def _within_reach(
    scene: Scene, side: str, wanted: Array, surface: Callable[[Array], tuple[Array, Array]]
) -> Array:
    """The place on a flat surface nearest to the one wanted that an arm reaches with ease."""
    shoulder = scene.bones[f"{side} upper arm"].origin
    nearest, _ = surface(shoulder)
    shares = np.linspace(1.0, 0.0, 21)
    places = nearest + shares[:, None] * (wanted - nearest)
    reached = np.linalg.norm(places - shoulder, axis=1) <= _EASY_REACH * _arm_length(scene, side)
    return places[int(np.argmax(reached))] if reached.any() else nearest


def _hold(scene: Scene, side: str, contact: Contact) -> Touch:
    shoulder = scene.bones[f"{side} upper arm"].origin
    if contact.target == "barbell":
        point, _ = scene.props["barbell"].surface(shoulder)
        along = scene.bones["pelvis"].axes[:, 2]
        return Touch(point, np.array([0.0, 1.0, 0.0]), along, grip=True)
    tied = next(prop.place for prop in scene.frame.props if prop.kind == contact.target)
    end = place_of(scene.bones, tied.removeprefix("round "))
    way = end - shoulder
    length = float(np.linalg.norm(way))
    reach = min(_PULLING * _arm_length(scene, side), length - 2 * PALM)
    pull = way / length
    # The end is wound round the fist: it pulls across the fist, in line with the forearm.
    across = scene.bones["pelvis"].axes[:, 2]
    return Touch(shoulder + pull * reach, -pull, across - pull * (pull @ across), grip=True)


def _arm_length(scene: Scene, side: str) -> float:
    joints = [scene.bones[f"{side} {part}"].origin for part in ("upper arm", "forearm", "hand")]
    upper, lower = np.linalg.norm(np.diff(joints, axis=0), axis=1)
    return float(upper + lower + PALM)


def _shifted(scene: Scene, touch: Touch, out: float, adjust: Mapping[str, float]) -> Touch:
    outward = scene.bones["pelvis"].axes[:, 2] * out
    if scene.position != "lying-on-side":
        # On a level top, also where the pelvis is tilted.
        outward = unit(outward * (1.0, 0.0, 1.0))
    ways = {
        "ahead": scene.ahead,
        "out": outward,
        "up": np.array([0.0, 1.0, 0.0]),
        "along": unit(touch.fingers - touch.away * (touch.fingers @ touch.away)),
    }
    point = touch.point + sum((cm * ways[way] for way, cm in adjust.items()), np.zeros(3))
    return Touch(point, touch.away, touch.fingers, touch.grip)


def _skin(chains: Sequence[Chain], parts: set[str], start: Array, away: Array) -> Array:
    """Where a ray from inside the flesh of some parts comes out."""
    spheres = np.concatenate(fill_each([chain for chain in chains if chain.part in parts], 7))
    offset = start - spheres[:, :3]
    along = offset @ away
    room = along**2 - (offset**2).sum(axis=1) + spheres[:, 3] ** 2
    outs = np.where(room > 0, -along + np.sqrt(np.maximum(room, 0)), 0.0)
    return start + away * float(outs.max())
