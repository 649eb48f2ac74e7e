"""Reads joint angles off limbs that were bent to reach something, in clinical words."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.directions import degrees_between
from generator.figures.anatomy.measures import CHEST
from generator.figures.anatomy.skeleton import SIDES, Bones
from generator.figures.posing.reach import hip_angles

Array = NDArray[np.float64]


def read_arm(bones: Bones, arm: Bones, side: str) -> dict[str, Mapping[str, float]]:
    """The angles of an arm in degrees.

    Where the upper arm points tells how far the shoulder goes: behind the body counts as
    extension, across it as adduction, otherwise the way up from hanging as flexion. The usual
    order of three rotations would give one posture many names.
    """
    upper, forearm, hand = (arm[f"{side} {part}"] for part in ("upper arm", "forearm", "hand"))
    behind, up, outward = -bones[CHEST].axes.T @ upper.axes[:, 1] * (-1, 1, SIDES[side])
    raised = _degrees(np.arccos(-up))
    shoulder = {"flexion": raised}
    if behind > 0:
        shoulder = {"extension": _degrees(np.arcsin(behind))}
    if outward < 0:
        shoulder["adduction"] = _degrees(np.arcsin(-outward))
    return {
        f"{side} shoulder": shoulder,
        f"{side} elbow": {"flexion": _bend(upper.axes[:, 1], forearm.axes[:, 1])},
        f"{side} wrist": {"flexion": _bend(forearm.axes[:, 1], hand.axes[:, 1])},
    }


def read_leg(bones: Bones, leg: Bones, side: str) -> dict[str, Mapping[str, float]]:
    """The angles of a leg in degrees."""
    thigh, shank = leg[f"{side} thigh"], leg[f"{side} shank"]
    flexion, abduction, rotation = hip_angles(bones["pelvis"], side, thigh)
    return {
        f"{side} hip": _named(flexion, "flexion", "extension")
        | _named(abduction, "abduction", "adduction")
        | _named(rotation, "internal rotation", "external rotation"),
        f"{side} knee": {"flexion": _bend(thigh.axes[:, 1], shank.axes[:, 1])},
        f"{side} ankle": read_ankle(leg, side),
    }


def read_ankle(leg: Bones, side: str) -> dict[str, float]:
    """How far an ankle is bent, in degrees."""
    lifted = leg[f"{side} shank"].axes.T @ leg[f"{side} foot"].axes[:, 0]
    bent = _degrees(np.arctan2(lifted[1], lifted[0]))
    return _named(bent, "dorsiflexion", "plantarflexion")


def _named(degrees: float, plus: str, minus: str) -> dict[str, float]:
    return {plus: degrees} if degrees >= 0 else {minus: -degrees}


def _bend(one: Array, other: Array) -> float:
    return float(degrees_between(one, other))


def _degrees(radians: "float | np.float64 | Array") -> float:
    return float(np.degrees(radians))
