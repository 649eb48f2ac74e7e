"""Reads joint angles off limbs that were bent to reach something, in clinical words."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.directions import degrees_between
from generator.figures.anatomy.measures import CHEST
from generator.figures.anatomy.skeleton import SIDES, Bones
from generator.figures.posing.limb_angles import measure_ankles, measure_arms, measure_hips

Array = NDArray[np.float64]


def read_arm(bones: Bones, arm: Bones, side: str) -> dict[str, Mapping[str, float]]:
    """The angles of an arm in degrees.

    Where the upper arm points tells how far the shoulder goes: behind the body counts as
    extension, across it as adduction, otherwise the way up from hanging as flexion.
    """
    upper, forearm, hand = (arm[f"{side} {part}"] for part in ("upper arm", "forearm", "hand"))
    ways = -upper.axes[:, 1], -forearm.axes[:, 1]
    told = measure_arms(bones[CHEST].axes, SIDES[side], *ways, hand.axes)
    shoulder = {"flexion": float(told.raised)}
    if told.behind > 0:
        shoulder = {"extension": float(told.behind)}
    if told.across > 0:
        shoulder["adduction"] = float(told.across)
    turned = _named(told.internal_rotation, "internal rotation", "external rotation")
    return {
        f"{side} shoulder": shoulder | turned,
        f"{side} elbow": {"flexion": float(told.elbow_flexion)},
        f"{side} forearm": _named(told.pronation, "pronation", "supination"),
        f"{side} wrist": _named(told.wrist_flexion, "flexion", "extension")
        | _named(told.radial_deviation, "radial deviation", "ulnar deviation"),
    }


def read_leg(bones: Bones, leg: Bones, side: str) -> dict[str, Mapping[str, float]]:
    """The angles of a leg in degrees."""
    thigh, shank = leg[f"{side} thigh"], leg[f"{side} shank"]
    flexion, abduction, rotation = measure_hips(bones["pelvis"].axes, thigh.axes, SIDES[side])
    return {
        f"{side} hip": _named(flexion, "flexion", "extension")
        | _named(abduction, "abduction", "adduction")
        | _named(rotation, "internal rotation", "external rotation"),
        f"{side} knee": {"flexion": float(degrees_between(thigh.axes[:, 1], shank.axes[:, 1]))},
        f"{side} ankle": read_ankle(leg, side),
    }


def read_ankle(leg: Bones, side: str) -> dict[str, float]:
    """How far an ankle is bent and its sole turned in or out, in degrees."""
    shank, foot = leg[f"{side} shank"], leg[f"{side} foot"]
    bent, inversion, _ = measure_ankles(shank.axes, foot.axes, SIDES[side])
    return _named(bent, "dorsiflexion", "plantarflexion") | _named(
        inversion, "inversion", "eversion"
    )


def _named(degrees: Array, plus: str, minus: str) -> dict[str, float]:
    return {plus: float(degrees)} if degrees >= 0 else {minus: -float(degrees)}
