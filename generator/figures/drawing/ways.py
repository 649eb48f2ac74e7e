"""Finds the way of a part through the room, from earlier joint angles to those of the frame."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.measures import CHEST
from generator.figures.anatomy.skeleton import (
    SIDES,
    Angles,
    Bone,
    Bones,
    build_spine,
    hang_limbs,
)
from generator.figures.pose import Arrow, Frame
from generator.figures.posefile.range_of_motion import OPPOSITE
from generator.figures.posefile.terms import split_side
from generator.figures.posing.body import Body
from generator.figures.posing.supports import SUPPORTS
from generator.figures.props.spots import bones_of, level_ahead, place_of

Array = NDArray[np.float64]

# Poses along the way.
_POSES = 7
# The bone that stays where it is, by what bears the weight; the pelvis stays for anything else.
_STAYS: Mapping[str, str] = {
    "foot": "foot",
    "heel": "foot",
    "toes": "foot",
    "knee": "shank",
    "shin": "shank",
    "shoulder": CHEST,
    "upper back": CHEST,
    "chest": CHEST,
    "head": CHEST,
}


def follow_part(arrow: Arrow, frame: Frame, body: Body) -> Array:
    """Where the part of an arrow is from the angles in `since` to the frame's own, shape (n, 3)."""
    angles, stays = body.angles, _what_stays(frame, body.bones)
    spine = build_spine(angles)
    bends = any(split_side(joint)[0] == "" for joint in arrow.since)
    # Limbs that the way does not depend on are left out.
    moved = {split_side(bone)[0] for bone in (*bones_of(arrow.part), stays)}
    sides = [side for side in SIDES if side in moved]
    places = []
    for share in np.linspace(0, 1, _POSES).tolist():
        pose = {**angles, **_between(arrow.since, angles, share)}
        bones = hang_limbs(build_spine(pose) if bends else spine, pose, sides)
        places.append(_carry(place_of(bones, arrow.part), bones[stays], body.bones[stays]))
    return np.array(places)


def direction_of(arrow: Arrow, frame: Frame, body: Body) -> Array:
    """The direction in which a part is to go, as the person would say it."""
    ahead, right = level_ahead(frame.position, body.bones), body.bones["pelvis"].axes[:, 2]
    up = np.array([0.0, 1.0, 0.0])
    ways = {"forward": ahead, "backward": -ahead, "up": up, "down": -up}
    return (ways | {"right": right, "left": -right})[arrow.toward]


def _what_stays(frame: Frame, bones: Bones) -> str:
    support = (frame.supports or SUPPORTS[frame.position])[0].partition(" on ")[0]
    side, _, part = support.partition(" ")
    bone = _STAYS.get(support) or _STAYS.get(part, "pelvis")
    return f"{side} {bone}" if f"{side} {bone}" in bones else bone


def _between(since: Angles, later: Angles, share: float) -> Angles:
    """The joints in `since` on their way from there; the ways back begin at 0."""
    between = {}
    for joint, movements in since.items():
        second = later.get(joint, {})
        turned_back = {OPPOSITE[movement]: 0.0 for movement in movements}
        first = {**second, **turned_back, **movements}
        between[joint] = {
            name: (1 - share) * first[name] + share * second.get(name, 0.0) for name in first
        }
    return between


def _carry(place: Array, from_bone: Bone, to_bone: Bone) -> Array:
    """A place that moves along when a bone is laid on the same bone of another pose."""
    return to_bone.at((place - from_bone.origin) @ from_bone.axes)
