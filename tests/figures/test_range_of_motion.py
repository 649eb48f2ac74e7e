"""How far joints go: the table is whole, and what is beyond it is said in a clinician's words."""

import pytest

from generator.figures.posefile.range_of_motion import OPPOSITE, RANGES, explain_excess

MOVEMENTS = [(joint, movement) for joint, row in RANGES.items() for movement in row]


@pytest.mark.parametrize(("joint", "movement"), MOVEMENTS)
def test_every_limit_can_be_reached_and_not_exceeded(joint: str, movement: str) -> None:
    """A joint goes as far as its limit, and a degree more is refused."""
    limit = RANGES[joint][movement]
    assert explain_excess(joint, movement, limit.active, passive=False) == ("", "")
    assert explain_excess(joint, movement, limit.passive, passive=True) == ("", "")
    assert explain_excess(joint, movement, limit.active + 1, passive=False)[0]
    assert explain_excess(joint, movement, limit.passive + 1, passive=True)[0]


@pytest.mark.parametrize(("joint", "movement"), MOVEMENTS)
def test_a_strap_never_takes_a_joint_less_far(joint: str, movement: str) -> None:
    """What is reached with a strap or body weight is at least what is reached without."""
    limit = RANGES[joint][movement]
    assert limit.passive >= limit.active > 0
    assert limit.source


@pytest.mark.parametrize(("joint", "movement"), MOVEMENTS)
def test_every_movement_has_its_way_back(joint: str, movement: str) -> None:
    """Each joint that moves one way moves back, so that a negative number is never needed."""
    assert OPPOSITE[movement] in RANGES[joint]
    assert OPPOSITE[OPPOSITE[movement]] == movement


def test_the_ranges_that_the_stretches_need() -> None:
    """Knees bent by a strap, hips turned by a table and toes by the floor go as far as is drawn."""
    assert RANGES["knee"]["flexion"].passive == 155
    assert RANGES["hip"]["external rotation"].passive == 70
    assert RANGES["ankle"]["dorsiflexion"].passive == 40
    assert RANGES["toes"]["extension"].passive == 90


SAID = {
    "active": (
        ("right knee", "flexion", 150, False),
        (
            "right knee flexion 150 is beyond 135 "
            "(155 with a strap or body weight: `passive: [right knee]`)"
        ),
        "write at most 135, or name the joint under passive",
    ),
    "beyond-both": (
        ("knee", "flexion", 170, False),
        "knee flexion 170 is beyond 135 (155 with a strap or body weight: `passive: [knee]`)",
        "write at most 155",
    ),
    "passive": (
        ("knee", "flexion", 170, True),
        "knee flexion 170 is beyond 155",
        "write at most 155",
    ),
    "a-fraction": (
        ("lower back", "rotation left", 15.5, True),
        "lower back rotation left 15.5 is beyond 15",
        "write at most 15",
    ),
    "nothing-takes-it-further": (
        ("left shoulder blade", "elevation", 9, False),
        "left shoulder blade elevation 9 is beyond 6",
        "write at most 6",
    ),
}


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_what_is_beyond_the_range_is_said(
    said: tuple[tuple[str, str, float, bool], str, str],
) -> None:
    """The message names joint, movement, angle and limits; the hint what may be written."""
    (joint, movement, degrees, passive), message, hint = said
    assert explain_excess(joint, movement, degrees, passive=passive) == (message, hint)
