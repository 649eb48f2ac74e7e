"""Bends an arm or a leg so that its hand or foot gets where it should: two bones, one free swivel.

A hand in its place leaves the elbow one freedom, a circle about the line from shoulder to wrist.
Of all places on it, and of the ways in which the hand may lie, the most comfortable one is taken:
inside the range of motion, the wrist straight, the elbow low, the arm beside trunk and furniture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.directions import degrees_between, unit
from generator.figures.anatomy.measures import CHEST, FOREARM, SHANK, THIGH, UPPER_ARM
from generator.figures.anatomy.skeleton import BALL, SIDES, Angles, Bone, Bones, shoulder_joint
from generator.figures.posing.collisions import depth_in
from generator.figures.posing.grasps import Grasp
from generator.figures.props.solids import Solid

Array = NDArray[np.float64]

_SWIVELS = np.radians(np.arange(0, 360, 6))
# A limb is never drawn quite straight: the last bit of length costs a stiff look.
_SLACK = 0.3
# How far a shoulder blade slides towards what the arm reaches for (our own estimate).
_BLADE = 4.0
# Below this sine of the bend a limb is straight, and its hinge has no direction of its own.
_STRAIGHT = 0.1
# What a cm by which a hand falls short costs, in degrees beyond comfort.
_FALLS_SHORT = 40.0
# What a cm of an elbow or forearm inside something costs, and how thick they are, in cm.
_IN_THE_WAY, _ELBOW_RADIUS, _FOREARM_RADIUS, _UPPER_ARM_RADIUS = 3.0, 3.5, 3.0, 4.5
# Degrees at which comfort ends; the range of motion proper is checked on the result.
_BEHIND, _ACROSS, _ELBOW, _WRIST, _TWIST = 55.0, 45.0, 145.0, 75.0, 85.0


@dataclass(frozen=True)
class Reached:
    """The bones of a limb that reached, and by how many cm it fell short."""

    bones: Bones
    short: float


@dataclass(frozen=True)
class Obstacles:
    """What an arm must not go through: flesh as spheres, shape (n, 4), solids, and the floor."""

    flesh: Array
    solids: Sequence[Solid]


def reach_hand(
    bones: Bones,
    angles: Angles,
    side: str,
    grasps: Sequence[Grasp],
    obstacles: Obstacles,
) -> Reached:
    """Bend an arm so that its hand takes the best of the `grasps`."""
    wrists = np.array([grasp.wrist for grasp in grasps])
    hands = np.array([grasp.hand for grasp in grasps])
    shoulders = _stretch(_shoulders_for(bones, angles, side, wrists), wrists)
    circle = _joint_circle(shoulders, wrists, UPPER_ARM, FOREARM)
    arms = (shoulders[:, None], circle.joints, circle.ends[:, None])
    costs = _discomfort(bones[CHEST], SIDES[side], arms, hands[:, None], obstacles)
    costs += _FALLS_SHORT * circle.short[:, None]
    costs += np.array([grasp.cost for grasp in grasps])[:, None]
    grasp, elbow = np.unravel_index(int(np.argmin(costs)), costs.shape)
    wrist = circle.ends[grasp]
    arm = _arm_bones(side, shoulders[grasp], circle.joints[grasp, elbow], wrist, hands[grasp])
    return Reached(arm, float(circle.short[grasp]))


def reach_foot(bones: Bones, side: str, ankle: Array, foot: Array) -> Reached:
    """Bend a leg so that its ankle and foot get to a place; the knee goes where it is easiest."""
    hip = bones[f"{side} thigh"].origin
    circle = _joint_circle(hip[None], ankle[None], THIGH, SHANK)
    knees, end = circle.joints[0], circle.ends[0]
    thighs, shanks = _leg_axes(hip, knees, end, foot)
    best = int(np.argmin(_strain(bones["pelvis"], side, thighs, shanks, foot)))
    heel = Bone(end, foot)
    leg = {
        f"{side} thigh": Bone(hip, thighs[best]),
        f"{side} shank": Bone(knees[best], shanks[best]),
        f"{side} foot": heel,
        f"{side} toes": Bone(heel.at(BALL), foot),
    }
    return Reached(leg, float(circle.short[0]))


@dataclass(frozen=True)
class _Circle:
    """Where the middle joint of a limb can be, shape (n, swivels, 3), and where the limb ends.

    `short` is by how many cm each of the n limbs misses its target.
    """

    joints: Array
    ends: Array
    short: Array


def _joint_circle(roots: Array, targets: Array, first: float, second: float) -> _Circle:
    way = targets - roots
    length = np.linalg.norm(way, axis=1)
    reached = np.clip(length, abs(first - second) + 2.0, first + second - _SLACK)
    along = unit(way)
    cosine = ((first**2 + reached**2 - second**2) / (2 * first * reached))[:, None, None]
    sine = np.sqrt(np.maximum(0.0, 1 - cosine**2))
    across = unit(np.cross(along, np.eye(3)[np.argmin(np.abs(along), axis=1)]))
    other = np.cross(along, across)
    turns = _SWIVELS[:, None]
    ring = np.cos(turns) * across[:, None] + np.sin(turns) * other[:, None]
    joints = roots[:, None] + first * (cosine * along[:, None] + sine * ring)
    return _Circle(joints, roots + along * reached[:, None], np.abs(length - reached))


def _shoulders_for(bones: Bones, angles: Angles, side: str, wrists: Array) -> Array:
    """The shoulder joints of arms that point to the wrists, shape (n, 3)."""
    hanging = shoulder_joint(bones, angles, side, 0.0)
    ways = unit(wrists - hanging) @ bones[CHEST].axes
    elevations = np.degrees(np.arccos(np.clip(-ways[:, 1], -1, 1)))
    return np.array([shoulder_joint(bones, angles, side, float(up)) for up in elevations])


def _stretch(shoulders: Array, wrists: Array) -> Array:
    """The shoulders brought towards what the arm alone cannot reach, as its blade slides along."""
    way = wrists - shoulders
    missing = np.linalg.norm(way, axis=1) - (UPPER_ARM + FOREARM - _SLACK)
    brought: Array = shoulders + unit(way) * np.clip(missing, 0.0, _BLADE)[:, None]
    return brought


def _discomfort(
    chest: Bone, out: float, arms: tuple[Array, Array, Array], hands: Array, obstacles: Obstacles
) -> Array:
    """What each arm costs; degrees beyond comfort weigh most. Shape (grasps, swivels)."""
    shoulders, elbows, wrists = arms
    upper, lower = unit(elbows - shoulders), unit(wrists - elbows)
    in_chest = upper @ chest.axes
    behind = np.degrees(np.arcsin(np.clip(-in_chest[..., 0], -1, 1)))
    across = np.degrees(np.arcsin(np.clip(-out * in_chest[..., 2], -1, 1)))
    bent = degrees_between(upper, lower)
    wrist_bend = degrees_between(lower, -hands[..., 1])
    hinge = np.cross(upper, lower)
    straight = np.linalg.norm(hinge, axis=-1) < _STRAIGHT
    twist = np.where(straight, 0.0, degrees_between(unit(hinge), hands[..., 2]))
    cost = _beyond(behind, _BEHIND) + _beyond(across, _ACROSS) + _beyond(bent, _ELBOW)
    cost += _beyond(wrist_bend, _WRIST) + _beyond(twist, _TWIST)
    cost += wrist_bend / 20 + twist / 40
    cost += np.maximum(0, elbows[..., 1] - shoulders[..., 1]) / 10
    # An elbow that points inward, across the body, looks cramped.
    cost += np.maximum(0.0, -out * ((elbows - shoulders) @ chest.axes)[..., 2]) / 4
    forearms, upper_arms = (elbows + wrists) / 2, (shoulders + elbows) / 2
    in_the_way = (
        _inside(obstacles, elbows, _ELBOW_RADIUS)
        + _inside(obstacles, forearms, _FOREARM_RADIUS)
        + np.maximum(0.0, _in_solids(obstacles.solids, upper_arms, _UPPER_ARM_RADIUS))
    )
    return cost + _IN_THE_WAY * in_the_way


def _inside(obstacles: Obstacles, points: Array, thickness: float) -> Array:
    """How deep points of a limb lie in what is in the way, in cm. Shape (...,)."""
    centres, radii = obstacles.flesh[:, :3], obstacles.flesh[:, 3]
    # |p - c|² = |p|² - 2 p·c + |c|²: one product instead of an array of all the differences.
    squares = (points**2).sum(axis=-1)[..., None] + (centres**2).sum(axis=1)
    squares -= 2 * points @ centres.T
    in_flesh = thickness - (np.sqrt(np.maximum(squares, 0.0)) - radii).min(axis=-1)
    in_solids = _in_solids(obstacles.solids, points, thickness)
    depth: Array = np.maximum(0.0, np.maximum(in_flesh, in_solids))
    return depth


def _in_solids(solids: Sequence[Solid], points: Array, thickness: float) -> Array:
    """How deep points of a limb lie in the floor or in furniture, less than 0 beside it."""
    limb = np.column_stack([points.reshape(-1, 3), np.full(points[..., 0].size, thickness)])
    below = thickness - limb[:, 1]
    depths: Array = np.max([below, *(depth_in(solid, limb) for solid in solids)], axis=0)
    return depths.reshape(points.shape[:-1])


def _beyond(degrees: Array, limit: float) -> Array:
    excess: Array = np.maximum(0.0, degrees - limit)
    return excess


def _arm_bones(side: str, shoulder: Array, elbow: Array, wrist: Array, hand: Array) -> Bones:
    upper, lower = unit(elbow - shoulder), unit(wrist - elbow)
    front = lower - upper * (lower @ upper)
    if np.linalg.norm(front) < _STRAIGHT:
        front = hand[:, 0] - upper * (hand[:, 0] @ upper)
    # The forearm turns half of the way from the elbow's hinge to the hand, as its two bones do.
    hinge, palm = np.cross(unit(front), -upper), hand[:, 2]
    return {
        f"{side} upper arm": Bone(shoulder, _axes(-upper, unit(front))),
        f"{side} forearm": Bone(elbow, _axes(-lower, np.cross(-lower, unit(hinge + palm + 1e-6)))),
        f"{side} hand": Bone(wrist, hand),
    }


def _leg_axes(hip: Array, knees: Array, ankle: Array, foot: Array) -> tuple[Array, Array]:
    """The axes of thigh and shank for each place of the knee, shape (n, 3, 3)."""
    upper, lower = unit(knees - hip), unit(ankle - knees)
    bend = (upper * lower).sum(axis=-1, keepdims=True)
    front = upper * bend - lower
    forward = foot[:, 0] - upper * (upper @ foot[:, 0])[:, None]
    straight = np.linalg.norm(front, axis=-1, keepdims=True) < _STRAIGHT
    thighs = _axes(-upper, np.where(straight, forward, front))
    shanks = _axes(-lower, np.cross(-lower, thighs[..., 2]))
    return thighs, shanks


def _strain(pelvis: Bone, side: str, thighs: Array, shanks: Array, foot: Array) -> Array:
    """What a leg's posture costs: turning and spreading the hip, and a skewed ankle. Shape (n,)."""
    flexion, abduction, rotation = _cardan(pelvis.axes.T @ thighs, SIDES[side])
    skew = degrees_between(shanks[..., 2], foot[:, 2])
    cost = (np.abs(abduction) + np.abs(rotation) + skew) / 3
    limits = ((flexion, -20, 120), (abduction, -25, 45), (rotation, -60, 45))
    for value, low, high in limits:
        cost += 5 * (np.maximum(0.0, low - value) + np.maximum(0.0, value - high))
    return cost


def hip_angles(pelvis: Bone, side: str, thigh: Bone) -> tuple[float, float, float]:
    """Flexion, abduction and internal rotation of a hip in degrees."""
    flexion, abduction, rotation = _cardan(pelvis.axes.T @ thigh.axes, SIDES[side])
    return float(flexion), float(abduction), float(rotation)


def _cardan(turned: Array, out: float) -> tuple[Array, Array, Array]:
    """Turns about z, x and y, in this order, that make up rotations of shape (..., 3, 3)."""
    flexion = np.degrees(np.arctan2(-turned[..., 0, 1], turned[..., 1, 1]))
    abduction = -out * np.degrees(np.arcsin(np.clip(turned[..., 2, 1], -1, 1)))
    rotation = out * np.degrees(np.arctan2(-turned[..., 2, 0], turned[..., 2, 2]))
    return flexion, abduction, rotation


def _axes(up: Array, front: Array) -> Array:
    """Axes of bones from their y axes and directions near their x axes, shape (..., 3, 3)."""
    y = unit(up)
    x = unit(front - y * (front * y).sum(axis=-1, keepdims=True))
    return np.stack([x, y, np.cross(x, y)], axis=-1)
