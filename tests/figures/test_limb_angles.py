"""The angles of limbs that reached are read as a clinician measures them, and held to the range."""

import numpy as np
import pytest
from figures.posed import degrees_between, pose_text

from generator.figures.anatomy.skeleton import SIDES, Bones, build_skeleton
from generator.figures.pose import Camera, Contact, Frame
from generator.figures.posefile.range_of_motion import OPPOSITE, RANGES
from generator.figures.posing.judge import judge_reach
from generator.figures.posing.worked_out import read_arm, read_leg

ARM = (
    *(("shoulder", movement) for movement in ("internal rotation", "external rotation")),
    *(("forearm", movement) for movement in ("pronation", "supination")),
    *(("wrist", movement) for movement in RANGES["wrist"]),
)
LEG = tuple(("ankle", movement) for movement in RANGES["ankle"])
MOVEMENTS = pytest.mark.parametrize(("joint", "movement"), [*ARM, *LEG])
EACH_SIDE = pytest.mark.parametrize("side", SIDES)
FRAME = Frame(1, "", "", "standing", Camera(0, 0), {})


@EACH_SIDE
@MOVEMENTS
def test_a_movement_is_read_by_its_name(side: str, joint: str, movement: str) -> None:
    """What the joint does is told under its clinical name, on both sides; its way back is not."""
    told = _read(_bend(side, joint, movement, 18), side, joint)
    assert told[movement] == pytest.approx(18, abs=0.01)
    assert told.get(OPPOSITE[movement], 0) == 0
    others = [degrees for name, degrees in told.items() if name not in {movement, "flexion"}]
    assert others == pytest.approx([0] * len(others), abs=0.01)


@EACH_SIDE
@MOVEMENTS
def test_each_way_of_a_joint_has_its_own_limit(side: str, joint: str, movement: str) -> None:
    """Just inside the range nothing is said; a few degrees beyond, the movement and its limit."""
    limit = RANGES[joint][movement].passive
    assert _judge(side, joint, movement, limit - 1) == []
    (said,) = _judge(side, joint, movement, limit + 4)
    assert f"{side} {joint} {movement} {limit + 4:g} is beyond {limit:g}" in said


@EACH_SIDE
def test_a_turn_of_the_arm_does_not_depend_on_the_plane_it_is_raised_in(side: str) -> None:
    """Raised to the side, an arm whose forearm points ahead is not turned; upward it is outward."""
    turned = {f"{side} shoulder": {"abduction": 90}, f"{side} elbow": {"flexion": 90}}
    assert _turn(build_skeleton(turned), side) == pytest.approx(0, abs=0.01)
    turned[f"{side} shoulder"] |= {"external rotation": 80}
    bones = build_skeleton(turned)
    assert degrees_between(-bones[f"{side} forearm"].axes[:, 1], np.array([0, 1, 0])) < 11
    assert _turn(bones, side) == pytest.approx(-80, abs=0.01)


@EACH_SIDE
def test_folded_arms_are_no_strain(side: str) -> None:
    """With the arm ahead and the forearm across the chest the shoulder blade does its part."""
    folded = {
        f"{side} shoulder": {"flexion": 80, "internal rotation": 85},
        f"{side} elbow": {"flexion": 100},
    }
    assert 40 < _turn(build_skeleton(folded), side) < 70


def test_an_arm_is_not_twisted_to_reach() -> None:
    """Somebody on the front pulls a strap with the elbow up, not with a forearm bent backwards."""
    body = pose_text(
        "position: lying-on-front\njoints: {right knee: {flexion: 112}}\n"
        "contacts: {right hand: holds strap}\nprops: {strap: round right foot}"
    )
    assert body.problems == ()
    assert body.bones["right forearm"].origin[1] > body.bones["right upper arm"].origin[1]
    assert body.angles["right shoulder"]["internal rotation"] < 70


def test_a_foot_on_the_thigh_is_one_that_a_person_has() -> None:
    """Across the other thigh, a foot slides round it until hip and ankle are inside their range."""
    body = pose_text(
        "position: lying-on-side\njoints: {right hip: {extension: 8}, right knee: {flexion: 110}}\n"
        "contacts: {left foot: flat on right thigh}"
    )
    assert [problem.message for problem in body.problems if "left foot" in problem.message] == []
    ankle = body.angles["left ankle"]
    assert max(ankle.get("inversion", 0), ankle.get("eversion", 0)) < 40


def test_who_is_on_the_side_stands_on_the_edge_of_the_foot() -> None:
    """In a side plank the sole is not turned down to the floor: the ankle stays straight."""
    body = pose_text(
        "position: lying-on-side\nsupports: [right forearm, right foot]\njoints:\n"
        "  right shoulder: {flexion: 0, abduction: 77}\n  right elbow: {flexion: 90}\n"
        "  left hip: {adduction: 2}"
    )
    assert body.problems == ()
    shank, foot = body.bones["right shank"].axes, body.bones["right foot"].axes
    assert degrees_between(shank[:, 1], foot[:, 1]) < 5


def _bend(side: str, joint: str, movement: str, degrees: float) -> Bones:
    bent = {f"{side} elbow": {"flexion": 60.0}, f"{side} knee": {"flexion": 60.0}}
    return build_skeleton({**bent, f"{side} {joint}": {movement: degrees}})


def _read(bones: Bones, side: str, joint: str) -> dict[str, float]:
    read = read_leg if joint == "ankle" else read_arm
    return dict(read(bones, bones, side)[f"{side} {joint}"])


def _judge(side: str, joint: str, movement: str, degrees: float) -> list[str]:
    bones = _bend(side, joint, movement, degrees)
    limb = "foot" if joint == "ankle" else "hand"
    contact = Contact(f"{side} {limb}", "on", "floor", {}, 3)
    angles = {f"{side} {joint}": _read(bones, side, joint)}
    return [problem.message for problem in judge_reach(FRAME, contact, angles)]


def _turn(bones: Bones, side: str) -> float:
    told = read_arm(bones, bones, side)[f"{side} shoulder"]
    return told.get("internal rotation", 0) - told.get("external rotation", 0)
