"""The body rests on what bears its weight: level, as high as it should, the head laid down."""

import pytest
from figures.posed import UP, degrees_between, joint, lean, lowest, pose_text, slope

from generator.figures.people import PEOPLE
from generator.figures.posing.body import Body

POSITIONS = {
    "standing": ("right foot", "left foot"),
    "sitting": ("right foot", "left foot"),
    "kneeling": ("right shank", "left shank"),
    "half-kneeling": ("right shank",),
    "all-fours": ("right shank", "left shank"),
    "lying-on-back": ("trunk", "pelvis", "head"),
    "lying-on-front": ("trunk", "right thigh", "left thigh"),
    "lying-on-side": ("left upper arm", "left thigh"),
}
SEATED = "position: sitting\nprops: {chair: under buttocks}"


@pytest.mark.parametrize("position", POSITIONS)
def test_a_start_position_rests_on_its_supports(position: str) -> None:
    """Every part that bears the weight lies on the floor, as deep as flesh gives way."""
    seat = "\nprops: {chair: under buttocks}" if position == "sitting" else ""
    body = pose_text(f"position: {position}{seat}")
    assert body.problems == ()
    assert all(-2 < lowest(body, part) < 0.6 for part in POSITIONS[position])


def test_who_stands_leans_as_the_ankles_say() -> None:
    """With the soles flat, ten degrees of dorsiflexion lean the whole body forward by ten."""
    upright, leaning = (
        pose_text(f"position: standing\njoints: {{ankle: {{dorsiflexion: {angle}}}}}")
        for angle in (0, 10)
    )
    assert slope(leaning, "ankle", "hip") == pytest.approx(
        slope(upright, "ankle", "hip") - 10, abs=0.1
    )
    assert lowest(leaning, "right foot") == pytest.approx(0, abs=0.1)


def test_on_one_foot_the_leg_stands_straight() -> None:
    """Who stands on one leg does not lean sideways off it."""
    body = pose_text(
        "position: standing\nsupports: [left foot]\njoints: {left hip: {abduction: 8}}"
    )
    assert abs(joint(body, "left hip")[2] - joint(body, "left ankle")[2]) < 6
    assert degrees_between(body.bones["left foot"].axes[:, 1], UP) == pytest.approx(0, abs=3.1)


def test_a_foot_without_an_ankle_angle_lies_flat() -> None:
    """Who sits has the soles on the floor wherever the knees put them, and the angle is told."""
    body = pose_text(f"{SEATED}\njoints: {{knee: {{flexion: 105}}}}")
    assert body.problems == ()
    assert lean(body) < 5
    assert body.angles["right ankle"]["dorsiflexion"] == pytest.approx(15, abs=1)


def test_a_foot_that_cannot_lie_flat_is_a_problem() -> None:
    """An ankle would have to bend too far: the message says which, how far, and the limit."""
    body = pose_text(f"{SEATED}\njoints: {{knee: {{flexion: 134}}}}")
    assert _messages(body)[:2] == [
        f"a foot stands flat: {side} ankle dorsiflexion 44 is beyond 40"
        for side in ("right", "left")
    ]


def test_a_support_that_floats_is_a_problem() -> None:
    """What should bear the weight and does not is named with its height, at the line of it."""
    body = pose_text(
        "position: standing\njoints: {right hip: {flexion: 40}}\nsupports: [right foot, left foot]"
    )
    found = [problem for problem in body.problems if "float" in problem.message]
    assert [(problem.line, problem.severity) for problem in found] == [(3, "error")] * len(found)
    assert "floats" in found[0].message
    assert found[0].message.endswith("cm above what should bear it")
    assert "supports: [left foot]" in found[0].hint


def test_toes_float_and_a_foot_floats() -> None:
    """What there are several of is spoken of in the plural."""
    body = pose_text(
        "position: standing\njoints: {right hip: {flexion: 40}}\nsupports: [left foot, right toes]"
    )
    assert any(message.startswith("the right toes float ") for message in _messages(body))


def test_a_support_on_a_prop_is_as_high_as_the_prop() -> None:
    """Who sits on a chair of 45 cm has the thighs at 45 cm and the feet on the floor."""
    body = pose_text(
        "position: sitting\nprops: {chair: under buttocks}\n"
        "supports: [buttocks on chair, right foot, left foot]"
    )
    assert body.problems == ()
    assert lowest(body, "pelvis") == pytest.approx(45, abs=0.5)
    assert lowest(body, "right foot") == pytest.approx(0, abs=0.5)


def test_who_lies_on_the_right_side_has_it_below() -> None:
    """The supports say on which side somebody lies."""
    right = pose_text("position: lying-on-side\nsupports: [right shoulder, right hip]")
    assert joint(right, "right hip")[1] < joint(right, "left hip")[1]
    left = pose_text("position: lying-on-side")
    assert joint(left, "left hip")[1] < joint(left, "right hip")[1]


@pytest.mark.parametrize("person", PEOPLE)
def test_the_head_comes_to_rest_on_its_own(person: str) -> None:
    """On the back the head lies on the floor, whatever the build of the trunk."""
    body = pose_text("position: lying-on-back", person)
    assert lowest(body, "head") == pytest.approx(0, abs=0.2)


def test_a_neck_that_is_bent_stays_so() -> None:
    """Where the pose file bends the neck, the head does not come down by itself."""
    body = pose_text("position: lying-on-back\njoints: {neck: {flexion: 45}}")
    assert body.angles["neck"]["flexion"] == 45
    assert lowest(body, "head") > 2


def _messages(body: Body) -> list[str]:
    return [problem.message for problem in body.problems]
