"""Arms and legs bend so that hands and feet get where they should, as a body would do it."""

import numpy as np
import pytest
from figures.posed import apart, bent, degrees_between, joint, lowest, pose_text

from generator.figures.anatomy.measures import FOREARM, SHANK, THIGH, UPPER_ARM
from generator.figures.posing.body import Body

ON_THE_FLOOR = "position: all-fours\ncontacts: {{right hand: {{on: floor, ahead: {}, out: {}}}}}"


@pytest.mark.parametrize("ahead", [-15, 0, 25])
@pytest.mark.parametrize("out", [-10, 0, 15])
def test_a_hand_gets_where_it_is_sent(ahead: int, out: int) -> None:
    """Wherever on the floor near the shoulder a hand shall be, the palm lies there, flat."""
    body = pose_text(ON_THE_FLOOR.format(ahead, out))
    there, here = pose_text(ON_THE_FLOOR.format(0, 0)), joint(body, "right hand")
    assert body.gaps["right hand"] <= 1
    moved = _palm(body) - _palm(there)
    assert moved == pytest.approx([ahead, 0, out], abs=1.5)
    assert here[1] > 0


@pytest.mark.parametrize("slug", ["on: floor, ahead: 20", "on: floor, up: 20, ahead: 10"])
def test_reaching_changes_no_length(slug: str) -> None:
    """Upper arm and forearm are as long as ever, however the arm is bent."""
    body = pose_text(f"position: all-fours\ncontacts: {{right hand: {{{slug}}}}}")
    upper = np.linalg.norm(joint(body, "right elbow") - joint(body, "right shoulder"))
    lower = np.linalg.norm(joint(body, "right wrist") - joint(body, "right elbow"))
    assert (upper, lower) == pytest.approx((UPPER_ARM, FOREARM))


def test_a_hand_that_cannot_reach_is_a_problem() -> None:
    """The message says which hand falls how short of what, on the contact's line, with a hint."""
    body = pose_text("position: standing\ncontacts:\n  right hand: on floor")
    (problem,) = [problem for problem in body.problems if problem.severity == "error"]
    assert problem.line == 3
    gap = round(body.gaps["right hand"])
    assert gap > 40
    expected = f"the right hand on floor: it is {gap} cm too short to reach"
    assert problem.message == expected
    assert problem.hint == "bring the trunk or the target nearer, or choose another contact"


def test_arms_that_bear_weight_are_nearly_straight() -> None:
    """On all fours the trunk rises until soft, not bent, elbows stand on the floor."""
    body = pose_text("position: all-fours")
    assert 3 < bent(body, "right elbow") < 25
    assert joint(body, "right elbow")[1] > joint(body, "right wrist")[1] + 15


def test_an_elbow_keeps_out_of_the_trunk() -> None:
    """A hand on the hip or belly has its elbow beside the trunk."""
    for target in ("right hip", "belly"):
        body = pose_text(f"position: standing\ncontacts: {{right hand: on {target}}}")
        assert apart(body, "right forearm", "trunk") > -4
        assert joint(body, "right elbow")[2] > joint(body, "right shoulder")[2] - 3


def test_an_arm_on_the_floor_stays_above_it() -> None:
    """Who lies on the back with the hands on the floor has the elbows on it, not in it."""
    body = pose_text("position: lying-on-back\ncontacts: {hand: on floor}")
    assert body.problems == ()
    assert lowest(body, "right forearm") > -1
    assert lowest(body, "right upper arm") > -1


def test_the_angles_of_an_arm_that_reached_are_told() -> None:
    """What the elbow and shoulder had to do can be read off the body, to be judged by a table."""
    body = pose_text("position: all-fours")
    told = body.angles["right elbow"]["flexion"]
    assert told == pytest.approx(bent(body, "right elbow"))
    assert 60 < body.angles["right shoulder"]["flexion"] < 110


def test_a_foot_gets_flat_to_the_floor_ahead() -> None:
    """The front foot of who half-kneels stands flat where it is sent, its knee above its toes."""
    body = pose_text("position: half-kneeling\ncontacts: {left foot: {flat on: floor, ahead: 44}}")
    assert body.problems == ()
    assert joint(body, "left ankle")[0] - joint(body, "left hip")[0] == pytest.approx(44, abs=0.1)
    assert degrees_between(body.bones["left foot"].axes[:, 1], np.array([0, 1, 0])) < 0.1
    thigh = np.linalg.norm(joint(body, "left knee") - joint(body, "left hip"))
    shank = np.linalg.norm(joint(body, "left ankle") - joint(body, "left knee"))
    assert (thigh, shank) == pytest.approx((THIGH, SHANK))


def test_a_foot_too_far_ahead_is_a_problem() -> None:
    """A step longer than the leg is refused, with how much is missing."""
    body = pose_text("position: half-kneeling\ncontacts: {left foot: {flat on: floor, ahead: 120}}")
    messages = [problem.message for problem in body.problems if problem.severity == "error"]
    assert any("left foot flat on floor: it is" in message for message in messages)


def test_a_joint_that_reaching_bends_too_far_is_a_problem() -> None:
    """A limb that arrives, but only with a joint beyond its range, is refused with the limit."""
    body = pose_text(
        "position: standing\nsupports: [right foot]\n"
        "joints: {right hip: {flexion: 40}, right knee: {flexion: 80}}\n"
        "contacts:\n  left foot: {flat on: floor, ahead: -20}"
    )
    (problem,) = [problem for problem in body.problems if problem.severity == "error"]
    bend = round(body.angles["left ankle"]["dorsiflexion"])
    assert problem.message == (
        f"the left foot flat on floor: left ankle dorsiflexion {bend} is beyond 40"
    )
    assert problem.line == 5


def _palm(body: Body) -> np.ndarray:
    return body.bones["right hand"].at((0, -6, 0))
