"""Finds the way of a part through the room, from earlier joint angles to those of the frame."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.measures import CHEST
from generator.figures.anatomy.skeleton import Angles, Bone, Bones, build_skeleton
from generator.figures.pose import Arrow, Frame
from generator.figures.posefile.range_of_motion import OPPOSITE
from generator.figures.posing.body import Body
from generator.figures.posing.supports import SUPPORTS
from generator.figures.props.spots import level_ahead, place_of

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
    earlier = _earlier(angles, arrow.since)
    poses = (build_skeleton(_between(earlier, angles, t)) for t in np.linspace(0, 1, _POSES))
    return np.array(
        [_carry(place_of(bones, arrow.part), bones[stays], body.bones[stays]) for bones in poses]
    )


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


def _earlier(angles: Angles, since: Angles) -> Angles:
    """The angles with those in `since` in their place, and the ways back at 0."""
    turned_back = {
        joint: {OPPOSITE[movement]: 0.0 for movement in movements}
        for joint, movements in since.items()
    }
    return dict(angles) | {
        joint: {**angles.get(joint, {}), **turned_back[joint], **movements}
        for joint, movements in since.items()
    }


def _between(earlier: Angles, later: Angles, share: float) -> Angles:
    between = {}
    for joint in earlier.keys() | later.keys():
        first, second = earlier.get(joint, {}), later.get(joint, {})
        between[joint] = {
            name: (1 - share) * first.get(name, 0.0) + share * second.get(name, 0.0)
            for name in first.keys() | second.keys()
        }
    return between


def _carry(place: Array, from_bone: Bone, to_bone: Bone) -> Array:
    """A place that moves along when a bone is laid on the same bone of another pose."""
    return to_bone.at((place - from_bone.origin) @ from_bone.axes)
