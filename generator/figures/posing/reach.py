"""Bends an arm or a leg so that its hand or foot gets where it should: two bones, one free swivel.

A hand in its place leaves the elbow one freedom, a circle about the line from shoulder to wrist.
Of all places on it, and of the ways in which the hand may lie, the most comfortable one is taken:
inside the range of motion, the wrist straight, the elbow low, the arm beside trunk and furniture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.directions import cross, dot, unit
from generator.figures.anatomy.measures import CHEST, FOREARM, SHANK, THIGH, UPPER_ARM
from generator.figures.anatomy.skeleton import BALL, SIDES, Angles, Bone, Bones, shoulder_joint
from generator.figures.posing.collisions import depth_in
from generator.figures.posing.grasps import Grasps, Sole
from generator.figures.posing.limb_angles import measure_ankles, measure_arms, measure_hips
from generator.figures.props.solids import Solid

Array = NDArray[np.float64]

_SWIVELS = np.radians(np.arange(0, 360, 6))
# A limb is never drawn quite straight: the last bit of length costs a stiff look. So elbow and
# knee always have a hinge.
_SLACK = 0.3
# How far a shoulder blade slides towards what the arm reaches for (our own estimate).
_BLADE = 4.0
# What a cm by which a hand falls short costs, in degrees beyond comfort.
_FALLS_SHORT = 40.0
# What a cm of an arm inside flesh costs, and one inside the floor or furniture.
_IN_FLESH, _IN_SOLIDS = 3.0, 12.0
# How thick an arm is at the elbow and in the middle of forearm and upper arm, in cm.
_ARM_RADII = (4.0, 3.4, 4.6)
# Degrees at which comfort ends; the range of motion proper is checked on the result.
_BEHIND, _ACROSS, _ELBOW, _TWIST = 55.0, 45.0, 145.0, 75.0
_OUTWARD, _INWARD = 80.0, 60.0
_EXTENDED, _FLEXED, _ULNAR, _RADIAL = 75.0, 75.0, 32.0, 20.0
# How many arms at once are held against what is in the way, the most comfortable ones first.
_AT_ONCE = 24
# How far a shank turns below a bent knee with the foot, outward and inward, in degrees.
_SHANK_TURNS = (40.0, 30.0)


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
    grasps: Grasps,
    obstacles: Obstacles,
) -> Reached:
    """Bend an arm so that its hand takes the best of the `grasps`."""
    wrists, hands = grasps.wrists, grasps.hands
    shoulders = _stretch(_shoulders_for(bones, angles, side, wrists), wrists)
    circle = _joint_circle(shoulders, wrists, UPPER_ARM, FOREARM)
    short = np.repeat(_FALLS_SHORT * circle.short + grasps.costs, _SWIVELS.size)
    arms = _Arms(
        np.repeat(shoulders, _SWIVELS.size, axis=0),
        circle.joints.reshape(-1, 3),
        np.repeat(circle.ends, _SWIVELS.size, axis=0),
        np.repeat(hands, _SWIVELS.size, axis=0),
    )
    costs = short + _discomfort(bones[CHEST], SIDES[side], arms)
    best = _least_in_the_way(costs, arms, obstacles)
    grasp = best // _SWIVELS.size
    arm = _arm_bones(side, arms.shoulders[best], arms.elbows[best], arms.wrists[best], hands[grasp])
    return Reached(arm, float(circle.short[grasp]))


def reach_foot(bones: Bones, side: str, soles: Sequence[Sole]) -> Reached:
    """Bend a leg so that its foot takes the best of the `soles`; the knee goes where it is easy."""
    hip = bones[f"{side} thigh"].origin
    ankles = np.array([sole.ankle for sole in soles])
    feet = np.array([sole.foot for sole in soles])
    circle = _joint_circle(hip[None], ankles, THIGH, SHANK)
    thighs, shanks = _leg_axes(hip, circle.joints, circle.ends[:, None])
    costs = _strain(bones["pelvis"], side, thighs, shanks, feet[:, None])
    costs += (_FALLS_SHORT * circle.short + [sole.cost for sole in soles])[:, None]
    sole, knee = np.unravel_index(int(np.argmin(costs)), costs.shape)
    heel = Bone(circle.ends[sole], feet[sole])
    leg = {
        f"{side} thigh": Bone(hip, thighs[sole, knee]),
        f"{side} shank": Bone(circle.joints[sole, knee], shanks[sole, knee]),
        f"{side} foot": heel,
        f"{side} toes": Bone(heel.at(BALL), heel.axes),
    }
    return Reached(leg, float(circle.short[sole]))


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
    across = unit(cross(along, np.eye(3)[np.argmin(np.abs(along), axis=1)]))
    other = cross(along, across)
    turns = _SWIVELS[:, None]
    ring = np.cos(turns) * across[:, None] + np.sin(turns) * other[:, None]
    joints = roots[:, None] + first * (cosine * along[:, None] + sine * ring)
    return _Circle(joints, roots + along * reached[:, None], np.abs(length - reached))


def _shoulders_for(bones: Bones, angles: Angles, side: str, wrists: Array) -> Array:
    """The shoulder joints of arms that point to the wrists, shape (n, 3)."""
    hanging = shoulder_joint(bones, angles, side, 0.0)
    ways = unit(wrists - hanging) @ bones[CHEST].axes
    elevations = np.degrees(np.arccos(np.clip(-ways[:, 1], -1, 1)))
    return shoulder_joint(bones, angles, side, elevations)


def _stretch(shoulders: Array, wrists: Array) -> Array:
    """The shoulders brought towards what the arm alone cannot reach, as its blade slides along."""
    way = wrists - shoulders
    missing = np.linalg.norm(way, axis=1) - (UPPER_ARM + FOREARM - _SLACK)
    brought: Array = shoulders + unit(way) * np.clip(missing, 0.0, _BLADE)[:, None]
    return brought


@dataclass(frozen=True)
class _Arms:
    """Postures of an arm: where its joints are, shape (n, 3), and the hand's axes, (n, 3, 3)."""

    shoulders: Array
    elbows: Array
    wrists: Array
    hands: Array


def _discomfort(chest: Bone, out: float, arms: _Arms) -> Array:
    """What each arm costs; degrees beyond comfort weigh most. Shape (n,)."""
    way = arms.elbows - arms.shoulders
    upper, lower = unit(way), unit(arms.wrists - arms.elbows)
    arm = measure_arms(chest.axes, out, upper, lower, arms.hands)
    cost = _beyond(arm.behind, _BEHIND) + _beyond(arm.across, _ACROSS)
    cost += _beyond(arm.elbow_flexion, _ELBOW)
    cost += _outside(arm.internal_rotation, _OUTWARD, _INWARD)
    cost += _outside(arm.pronation, _TWIST, _TWIST)
    cost += _outside(arm.wrist_flexion, _EXTENDED, _FLEXED)
    cost += _outside(arm.radial_deviation, _ULNAR, _RADIAL)
    cost += np.hypot(arm.wrist_flexion, arm.radial_deviation) / 20 + np.abs(arm.pronation) / 40
    cost += np.maximum(0, way[:, 1]) / 10
    # An elbow that points inward, across the body, looks cramped.
    discomfort: Array = cost + np.maximum(0.0, -out * (way @ chest.axes[:, 2])) / 4
    return discomfort


def _least_in_the_way(costs: Array, arms: _Arms, obstacles: Obstacles) -> int:
    """The arm that costs least when what it goes through counts, too."""
    order, best, least = np.argsort(costs, kind="stable"), 0, np.inf
    for start in range(0, len(order), _AT_ONCE):
        some = order[start : start + _AT_ONCE]
        if costs[some[0]] >= least:
            break
        whole = costs[some] + _in_the_way(arms, some, obstacles)
        first = int(np.argmin(whole))
        if whole[first] < least:
            best, least = int(some[first]), float(whole[first])
    return best


def _in_the_way(arms: _Arms, some: NDArray[np.intp], obstacles: Obstacles) -> Array:
    """What it costs that elbow, forearm or upper arm lie in something. Shape (n,)."""
    shoulders, elbows, wrists = arms.shoulders[some], arms.elbows[some], arms.wrists[some]
    middles = np.concatenate([elbows, (elbows + wrists) / 2, (shoulders + elbows) / 2])
    balls = np.column_stack([middles, np.repeat(_ARM_RADII, len(some))])
    # What an upper arm lies in of its own trunk does not count.
    soft = _in_flesh(obstacles.flesh, balls[: 2 * len(some)]).reshape(2, -1)
    firm = _in_solids(obstacles.solids, balls).reshape(3, -1)
    cost: Array = _IN_FLESH * soft.sum(axis=0) + _IN_SOLIDS * firm.sum(axis=0)
    return cost


def _in_flesh(flesh: Array, balls: Array) -> Array:
    """How deep parts of a limb, shape (n, 4), lie in flesh, in cm. Shape (n,)."""
    centres, points = flesh[:, :3], balls[:, :3]
    # |p - c|² = |p|² - 2 p·c + |c|²: one product instead of an array of all the differences.
    squares = dot(points, points)[:, None] + dot(centres, centres)
    squares -= 2 * points @ centres.T
    apart = (np.sqrt(np.maximum(squares, 0.0)) - flesh[:, 3]).min(axis=1)
    depth: Array = np.maximum(0.0, balls[:, 3] - apart)
    return depth


def _in_solids(solids: Sequence[Solid], balls: Array) -> Array:
    """How deep parts of a limb, shape (n, 4), lie in the floor or in furniture, in cm."""
    in_floor = np.maximum(0.0, balls[:, 3] - balls[:, 1])
    depth: Array = np.maximum(in_floor, depth_in(solids, balls))
    return depth


def _outside(degrees: Array, least: float, most: float) -> Array:
    """How far angles are below -`least` or above `most`."""
    return _beyond(-degrees, least) + _beyond(degrees, most)


def _beyond(degrees: Array, limit: float) -> Array:
    excess: Array = np.maximum(0.0, degrees - limit)
    return excess


def _arm_bones(side: str, shoulder: Array, elbow: Array, wrist: Array, hand: Array) -> Bones:
    upper, lower = unit(elbow - shoulder), unit(wrist - elbow)
    hinge, palm = unit(cross(upper, lower)), hand[:, 2]
    # The forearm turns half of the way from the elbow's hinge to the hand, as its two bones do.
    between = cross(-lower, unit(hinge + palm + 1e-6))
    return {
        f"{side} upper arm": Bone(shoulder, _axes(-upper, cross(hinge, upper))),
        f"{side} forearm": Bone(elbow, _axes(-lower, between)),
        f"{side} hand": Bone(wrist, hand),
    }


def _leg_axes(hip: Array, knees: Array, ankle: Array) -> tuple[Array, Array]:
    """The axes of thigh and shank for each place of the knee, shape (..., 3, 3)."""
    upper, lower = unit(knees - hip), unit(ankle - knees)
    hinge = unit(cross(lower, upper))
    return _axes(-upper, cross(hinge, upper)), _axes(-lower, cross(hinge, lower))


def _strain(pelvis: Bone, side: str, thighs: Array, shanks: Array, foot: Array) -> Array:
    """What a leg's posture costs: a hip turned and spread, and a skewed ankle. Shape (...)."""
    flexion, abduction, rotation = measure_hips(pelvis.axes, thighs, SIDES[side])
    bent, inversion, turned = measure_ankles(shanks, foot, SIDES[side])
    cost = (np.abs(abduction) + np.abs(rotation) + np.hypot(inversion, turned)) / 3
    cost += 5 * (_outside(flexion, 20, 120) + _outside(abduction, 25, 45))
    strain: Array = cost + 5 * (_outside(rotation, 60, 45) + _outside(bent, 50, 30))
    return strain + 5 * (_outside(inversion, 12, 30) + _outside(turned, *_SHANK_TURNS))


def _axes(up: Array, front: Array) -> Array:
    """Axes of bones from their y axes and directions near their x axes, shape (..., 3, 3)."""
    y = unit(up)
    x = unit(front - y * dot(front, y)[..., None])
    return np.stack([x, y, cross(x, y)], axis=-1)
