"""From joint angles to bones: forward kinematics with the body upright at the origin.

Every angle is 0 in the anatomical standing position. Axes follow the ISB's recommendation: x
anterior, y up, z to the person's right; a bone's own y axis runs from its far end to its near one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.measures import (
    CHEST,
    FOREARM,
    HIP_OUT,
    SHANK,
    SHARES,
    SHOULDER,
    SHOULDER_RISE,
    SPINE,
    THIGH,
    UPPER_ARM,
)

Array = NDArray[np.float64]
Angles = Mapping[str, Mapping[str, float]]

SIDES = {"right": 1.0, "left": -1.0}
# The joint between the foot and its toes, in the frame of the ankle (our own estimate).
BALL = (12.2, -4.9, 0.0)
# A head that glides a cm forward bends the foot of the neck forward and its top back, in degrees.
_GLIDES = {"neck 1": 4.6, "head": -4.6}
# Between these elevations of the arm the shoulder girdle turns along (our own estimate).
_GIRDLE_FROM, _GIRDLE_OVER = 50.0, 110.0
# The vertebrae upwards, each with its region and the way to the next one.
_VERTEBRAE = tuple(
    (name, name.rstrip(" 12345"), np.array([next_x - x, next_y - y, 0.0]))
    for (name, x, y), (_, next_x, next_y) in zip(SPINE, (*SPINE[1:], SPINE[-1]), strict=True)
)


@dataclass(frozen=True)
class Bone:
    """Where a bone begins and how it lies; the columns of `axes` are its own axes in the room."""

    origin: Array
    axes: Array

    def at(self, point: Array | tuple[float, float, float]) -> Array:
        """Points in the bone's own frame, shape (..., 3), in the room."""
        placed: Array = self.origin + np.asarray(point, dtype=float) @ self.axes.T
        return placed

    def moved(self, turn: Array, shift: Array) -> "Bone":
        """The bone after the whole body was turned about the origin, then shifted."""
        return Bone(turn @ self.origin + shift, turn @ self.axes)


Bones = dict[str, Bone]


def turn_x(degrees: float) -> Array:
    """A rotation about the x axis: the top of an upright bone moves to the left."""
    s, c = _sine(degrees)
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def turn_y(degrees: float) -> Array:
    """A rotation about the y axis: the front of an upright bone turns to the left."""
    s, c = _sine(degrees)
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def turn_z(degrees: float) -> Array:
    """A rotation about the z axis: the lower end of an upright bone swings forward."""
    s, c = _sine(degrees)
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def turn_zxy(about_z: float, about_x: float, about_y: float) -> Array:
    """The three rotations after each other, as `turn_z(…) @ turn_x(…) @ turn_y(…)`."""
    (s, c), (t, d), (u, e) = _sine(about_z), _sine(about_x), _sine(about_y)
    return np.array(
        [
            [c * e - s * t * u, -s * d, c * u + s * t * e],
            [s * e + c * t * u, c * d, s * u - c * t * e],
            [-d * u, t, d * e],
        ]
    )


def angle(angles: Angles, joint: str, plus: str, minus: str = "") -> float:
    """The signed angle of a joint about one axis: `plus` less its opposite `minus`."""
    movements = angles.get(joint, {})
    return movements.get(plus, 0.0) - movements.get(minus, 0.0)


def build_skeleton(angles: Angles) -> Bones:
    """The bones of a body with these joint angles; its mid-hip point lies at the origin."""
    return hang_limbs(build_spine(angles), angles)


def hang_limbs(spine: Bones, angles: Angles, sides: Iterable[str] = SIDES) -> Bones:
    """The bones of a spine with an arm and a leg on it at each of these sides."""
    bones = spine.copy()
    for side in sides:
        _add_leg(bones, angles, side)
        _add_arm(bones, angles, side)
    return bones


def build_spine(angles: Angles) -> Bones:
    """The pelvis, the spine and the head; the mid-hip point lies at the origin."""
    bones = {"pelvis": Bone(np.zeros(3), np.eye(3))}
    axes, place = np.eye(3), np.array([SPINE[0][1], SPINE[0][2], 0.0])
    shares = {region: _spine_share(angles, region) for region in SHARES}
    glide = angle(angles, "neck", "protraction", "retraction")
    turned: dict[tuple[float, float, float], tuple[Array, Array]] = {}
    for name, region, step in _VERTEBRAE:
        flexion, side, turn = shares[region]
        if name in _GLIDES:
            flexion += _GLIDES[name] * glide
        # Most vertebrae of a region turn alike.
        if (flexion, side, turn) not in turned:
            # Flesh turns half as far as the joint below it: the trunk bends without a kink.
            half = turn_zxy(-flexion / 2, side / 2, -turn / 2)
            turned[flexion, side, turn] = half, turn_zxy(-flexion, side, -turn)
        flesh, axes = (axes @ by for by in turned[flexion, side, turn])
        bones[name] = Bone(place, axes if name == "head" else flesh)
        place = place + axes @ step
    return bones


def _spine_share(angles: Angles, region: str) -> tuple[float, float, float]:
    """Flexion, bend and rotation to the right of each vertebra of a region, in degrees."""
    joint = "neck" if region == "head" else region
    joints, weight = SHARES[region]
    whole = [
        angle(angles, joint, "flexion", "extension"),
        angle(angles, joint, "side bend right", "side bend left"),
        angle(angles, joint, "rotation right", "rotation left"),
    ]
    flexion, side_bend, rotation = (degrees * weight / joints for degrees in whole)
    return flexion, side_bend, rotation


def _add_leg(bones: Bones, angles: Angles, side: str) -> None:
    """Hang a leg on the pelvis."""
    pelvis, out = bones["pelvis"], SIDES[side]
    hip, knee, ankle = f"{side} hip", f"{side} knee", f"{side} ankle"
    thigh_axes = pelvis.axes @ turn_zxy(
        angle(angles, hip, "flexion", "extension"),
        -out * angle(angles, hip, "abduction", "adduction"),
        out * angle(angles, hip, "internal rotation", "external rotation"),
    )
    thigh = Bone(pelvis.at((0, 0, out * HIP_OUT)), thigh_axes)
    shank_axes = thigh_axes @ turn_z(-angle(angles, knee, "flexion", "extension"))
    shank = Bone(thigh.at((0, -THIGH, 0)), shank_axes)
    foot_axes = (
        shank_axes
        @ turn_z(angle(angles, ankle, "dorsiflexion", "plantarflexion"))
        @ turn_x(out * angle(angles, ankle, "inversion", "eversion"))
    )
    foot = Bone(shank.at((0, -SHANK, 0)), foot_axes)
    toe_axes = foot_axes @ turn_z(angle(angles, f"{side} toes", "extension", "flexion"))
    bones[f"{side} thigh"], bones[f"{side} shank"] = thigh, shank
    bones[f"{side} foot"], bones[f"{side} toes"] = foot, Bone(foot.at(BALL), toe_axes)


def shoulder_joint(bones: Bones, angles: Angles, side: str, elevation: float | Array) -> Array:
    """Where the arm begins when it is raised `elevation` degrees from hanging, shape (..., 3)."""
    risen = np.clip((np.asarray(elevation) - _GIRDLE_FROM) / _GIRDLE_OVER, 0.0, 1.0)
    joint = np.array(SHOULDER) + risen[..., None] * np.array(SHOULDER_RISE)
    blade = f"{side} shoulder blade"
    forward = angle(angles, blade, "protraction", "retraction")
    joint += (forward, angle(angles, blade, "elevation", "depression"), 0.0)
    return bones[CHEST].at(joint * (1.0, 1.0, SIDES[side]))


def _add_arm(bones: Bones, angles: Angles, side: str) -> None:
    """Hang an arm on the chest."""
    out, shoulder = SIDES[side], f"{side} shoulder"
    flexion = angle(angles, shoulder, "flexion", "extension")
    abduction = angle(angles, shoulder, "abduction", "adduction")
    rotation = out * angle(angles, shoulder, "internal rotation", "external rotation")
    axes = bones[CHEST].axes @ turn_zxy(flexion, -out * abduction, rotation)
    joint = shoulder_joint(bones, angles, side, max(flexion, abduction))
    upper_arm = Bone(joint, axes)
    elbow = angle(angles, f"{side} elbow", "flexion", "extension")
    turned = angle(angles, f"{side} forearm", "pronation", "supination")
    forearm = Bone(upper_arm.at((0, -UPPER_ARM, 0)), axes @ turn_z(elbow) @ turn_y(out * turned))
    wrist = f"{side} wrist"
    hand_axes = (
        forearm.axes
        @ turn_x(out * angle(angles, wrist, "flexion", "extension"))
        @ turn_z(angle(angles, wrist, "radial deviation", "ulnar deviation"))
    )
    bones[f"{side} upper arm"], bones[f"{side} forearm"] = upper_arm, forearm
    bones[f"{side} hand"] = Bone(forearm.at((0, -FOREARM, 0)), hand_axes)


def _sine(degrees: float) -> tuple[float, float]:
    turn = radians(degrees)
    return sin(turn), cos(turn)
