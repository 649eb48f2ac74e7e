"""Joint angles mean what a clinician means by them, and bones keep their measured lengths."""

from collections.abc import Mapping

import numpy as np
import pytest

from generator.figures.anatomy.measures import STATURE
from generator.figures.anatomy.skeleton import SIDES, Angles, Bones, build_skeleton

UPRIGHT = build_skeleton({})
FORWARD, UPWARD, RIGHT = np.eye(3)
# A movement, the bone whose beginning it moves, and the way that it goes.
MOVES: Mapping[tuple[str, str], tuple[str, np.ndarray]] = {
    ("right hip", "flexion"): ("right shank", FORWARD),
    ("left hip", "extension"): ("left shank", -FORWARD),
    ("right hip", "abduction"): ("right shank", RIGHT),
    ("left hip", "abduction"): ("left shank", -RIGHT),
    ("left hip", "adduction"): ("left shank", RIGHT),
    ("right hip", "external rotation"): ("right toes", RIGHT),
    ("left hip", "external rotation"): ("left toes", -RIGHT),
    ("right hip", "internal rotation"): ("right toes", -RIGHT),
    ("right knee", "flexion"): ("right foot", -FORWARD),
    ("right ankle", "dorsiflexion"): ("right toes", UPWARD),
    ("left ankle", "plantarflexion"): ("left toes", -UPWARD),
    ("right shoulder", "flexion"): ("right hand", FORWARD),
    ("left shoulder", "extension"): ("left hand", -FORWARD),
    ("left shoulder", "abduction"): ("left hand", -RIGHT),
    ("right shoulder", "adduction"): ("right hand", -RIGHT),
    ("right elbow", "flexion"): ("right hand", FORWARD),
    ("left shoulder blade", "elevation"): ("left upper arm", UPWARD),
    ("right shoulder blade", "protraction"): ("right upper arm", FORWARD),
    ("neck", "flexion"): ("head", FORWARD),
    ("neck", "extension"): ("head", -FORWARD),
    ("neck", "retraction"): ("head", -FORWARD),
    ("neck", "side bend right"): ("head", RIGHT),
    ("lower back", "flexion"): ("neck 1", FORWARD),
    ("upper back", "side bend left"): ("neck 1", -RIGHT),
    ("lower back", "rotation right"): ("left upper arm", FORWARD),
}


@pytest.mark.parametrize(("joint", "movement"), MOVES)
def test_a_movement_goes_the_way_its_name_says(joint: str, movement: str) -> None:
    """Flexion, abduction, rotation and the rest move the part beyond the joint as in anatomy."""
    bone, way = MOVES[joint, movement]
    amount = 3 if "blade" in joint or movement == "retraction" else 20
    moved = build_skeleton({joint: {movement: amount}})[bone].origin - UPRIGHT[bone].origin
    assert moved @ way > 0.5
    assert moved @ way >= 0.7 * np.abs(moved).max()


def test_the_palm_turns_with_the_forearm() -> None:
    """With the elbow bent, pronation turns the palm down and supination turns it up, both sides."""
    for side, out in SIDES.items():
        for turn, up in (("pronation", -1), ("supination", 1)):
            angles = {f"{side} elbow": {"flexion": 90}, f"{side} forearm": {turn: 90}}
            palm = build_skeleton(angles)[f"{side} hand"].axes[:, 2] * -out
            assert palm[1] == pytest.approx(up, abs=1e-6)


@pytest.mark.parametrize("region", ["neck", "upper back", "lower back"])
@pytest.mark.parametrize("movement", ["flexion", "side bend left", "rotation right"])
def test_the_joints_of_a_region_add_up_to_its_angle(region: str, movement: str) -> None:
    """What is said of a region of the spine is how far the head turns in all."""
    turned = build_skeleton({region: {movement: 24}})["head"].axes
    assert _turn(turned) == pytest.approx(24)


def test_a_retracted_head_stays_level() -> None:
    """A chin tuck slides the head back by the centimetres said, and neither nods nor tips it."""
    head = build_skeleton({"neck": {"retraction": 3}})["head"]
    assert _turn(head.axes) == pytest.approx(0, abs=1e-6)
    assert UPRIGHT["head"].origin[0] - head.origin[0] == pytest.approx(3, abs=0.4)


@pytest.mark.parametrize(
    ("first", "last", "share"),
    [
        ("thigh", "shank", 0.245),
        ("shank", "foot", 0.246),
        ("forearm", "hand", 0.146),
    ],
)
def test_bones_have_the_lengths_of_the_table(first: str, last: str, share: float) -> None:
    """Segments are as long as Drillis and Contini's fractions of stature, whatever the angles."""
    for angles in (
        {},
        {"right hip": {"flexion": 70, "abduction": 20}, "right elbow": {"flexion": 60}},
    ):
        bones = build_skeleton(angles)
        length = np.linalg.norm(bones[f"right {last}"].origin - bones[f"right {first}"].origin)
        assert length == pytest.approx(share * STATURE)


def test_both_sides_are_mirror_images() -> None:
    """The same angles on the other side give the same posture, mirrored."""
    bent = {"hip": {"flexion": 40, "abduction": 15, "external rotation": 20}}
    bent |= {"shoulder": {"flexion": 60, "abduction": 30}, "elbow": {"flexion": 50}}
    right, left = (_one_sided(bent, side) for side in SIDES)
    for part in ("shank", "foot", "toes", "forearm", "hand"):
        mirrored = left[f"left {part}"].origin * (1, 1, -1)
        assert right[f"right {part}"].origin == pytest.approx(mirrored)


def test_an_arm_overhead_is_beside_the_ear() -> None:
    """With the arm fully raised the shoulder girdle comes along, up and inward."""
    raised = build_skeleton({"right shoulder": {"flexion": 175}})
    risen = raised["right upper arm"].origin - UPRIGHT["right upper arm"].origin
    assert risen[1] > 3
    assert risen[2] < -1
    assert raised["right hand"].origin[1] > raised["head"].origin[1] + 20


def _one_sided(bent: Angles, side: str) -> Bones:
    return build_skeleton({f"{side} {joint}": movements for joint, movements in bent.items()})


def _turn(axes: np.ndarray) -> float:
    """By how many degrees a bone is turned in all."""
    return float(np.degrees(np.arccos(np.clip((np.trace(axes) - 1) / 2, -1, 1))))
