"""Position, view and joints: what a pose file says wrong of them is named where it is."""

import pytest
from figures.posefiles import POSE, TWO, Mistake, assert_named, but

from generator.figures.posefile.terms import PEOPLE, VIEWS

MISTAKES = {
    "no-position": Mistake(
        but("position: lying-on-front\n", ""),
        1,
        "position is missing",
        "write it like this:  position: lying-on-back",
    ),
    "prone": Mistake(
        but("lying-on-front", "prone"),
        1,
        "position must be one of lying-on-front, lying-on-back, lying-on-side, all-fours, "
        'kneeling, half-kneeling, sitting, standing; got "prone"',
        "did you mean lying-on-front?",
    ),
    "no-side": Mistake(
        but("side: right\n", ""), 1, "side is missing", "write it like this:  side: right"
    ),
    "side-affected": Mistake(
        but("side: right", "side: affected"),
        2,
        'side must be one of left, right, both; got "affected"',
        "write one of these words",
    ),
    "no-camera": Mistake(
        but("camera: from the right\n", ""),
        1,
        "camera is missing",
        "write it like this:  camera: from the right",
    ),
    "no-such-view": Mistake(
        but("from the right", "from the rigth"),
        3,
        f'camera must be one of {", ".join(VIEWS)}; got "from the rigth"',
        "did you mean from the right?",
    ),
    "view-turned-away": Mistake(
        but("camera: from the right", "camera: {view: from the right, turn: 90}"),
        3,
        "turn must be from -45 to 45 degrees, got 90",
        "write it like this:  turn: 20",
    ),
    "view-from-below": Mistake(
        but("camera: from the right", "camera: {view: from the right, height: -30}"),
        3,
        "height must be from -10 to 70 degrees, got -30",
        "write it like this:  height: 20",
    ),
    "view-without-its-name": Mistake(
        but("camera: from the right", "camera: {turn: 10}"),
        3,
        "view is missing",
        "write it like this:  {view: from the right, turn: 10}",
    ),
    "nobody": Mistake(
        f"person: bob\n{POSE}",
        1,
        f'person must be one of {", ".join(PEOPLE)}; got "bob"',
        "write one of these words",
    ),
    "no-such-joint": Mistake(
        but("right knee:", "right nee:"),
        5,
        'there is no joint "right nee"',
        "did you mean right knee?",
    ),
    "no-side-of-the-spine": Mistake(
        but("  neck:", "  left neck:"), 6, 'there is no joint "left neck"', "did you mean neck?"
    ),
    "lumbar-spine": Mistake(
        but("  neck:", "  lumbar spine:"),
        6,
        'there is no joint "lumbar spine"',
        "did you mean lower back?",
    ),
    "wing": Mistake(
        but("  neck:", "  wing:"),
        6,
        'there is no joint "wing"',
        "the joints are neck, upper back, lower back, shoulder, shoulder blade, elbow, forearm, "
        "wrist, hip, knee, ankle, toes",
    ),
    "no-such-movement": Mistake(
        but("{flexion: 120}", "{abduction: 12}"),
        5,
        'the right knee has no movement "abduction"',
        "its movements are: flexion, extension",
    ),
    "lateral-rotation": Mistake(
        but("right knee: {flexion: 120}", "hip: {lateral rotation: 20}"),
        5,
        'the hip has no movement "lateral rotation"',
        "did you mean external rotation?",
    ),
    "angle-negative": Mistake(
        but("flexion: 120", "flexion: -10"),
        5,
        "flexion must not be negative, got -10",
        "write  extension: 10",
    ),
    "angle-alone": Mistake(
        but("{flexion: 120}", "120"),
        5,
        'right knee must be a group such as {flexion: 20}, got "120"',
        "write the keys and values between { and }, or below, each on a line of its own",
    ),
    "beyond-the-range": Mistake(
        but("flexion: 120", "flexion: 140"),
        5,
        "right knee flexion 140 is beyond 135 "
        "(155 with a strap or body weight: `passive: [right knee]`)",
        "write at most 135, or name the joint under passive",
    ),
    "beyond-the-range-on-both-sides": Mistake(
        but("right knee: {flexion: 120}", "knee: {flexion: 140}", TWO),
        5,
        "knee flexion 140 is beyond 135 (155 with a strap or body weight: `passive: [knee]`)",
        "write at most 135, or name the joint under passive",
    ),
    "passive-elsewhere": Mistake(
        "passive: [left knee]\n" + but("flexion: 120", "flexion: 140"),
        6,
        "right knee flexion 140 is beyond 135 "
        "(155 with a strap or body weight: `passive: [right knee]`)",
        "write at most 135, or name the joint under passive",
    ),
    "both-ways": Mistake(
        but("{flexion: 120}", "{flexion: 120, extension: 3}"),
        5,
        "right knee extension stands beside right knee flexion (line 5)",
        "keep one of the two",
    ),
    "both-and-one": Mistake(
        but("  neck:", "  knee: {flexion: 90}\n  neck:"),
        6,
        "knee flexion stands beside right knee flexion (line 5)",
        "keep one of the two",
    ),
    "passive-nothing": Mistake(
        f"passive: [right quadriceps]\n{POSE}",
        1,
        'there is no joint "right quadriceps"',
        "the joints are neck, upper back, lower back, shoulder, shoulder blade, elbow, forearm, "
        "wrist, hip, knee, ankle, toes",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_pose_without_sense_is_named_at_its_line_with_what_to_do(mistake: Mistake) -> None:
    """Each mistake is one problem: its line, what is wrong, and what to write instead."""
    assert_named(mistake)
