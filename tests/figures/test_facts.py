"""The clinical facts of the sample figures, measured on the posed bodies."""

import numpy as np
import pytest
from figures.posed import (
    ahead_of_heels,
    apart,
    bend,
    bent,
    centre_of_mass,
    degrees_between,
    frame_of,
    joint,
    lean,
    lowest,
    pose,
    slope,
    spheres,
    swung,
)
from figures.sample_figures import POSE_FILES, load_figure

from generator.figures.people import PEOPLE

FRAMES = [
    (slug, number)
    for slug in POSE_FILES
    for number in range(1, len(load_figure(slug)[0].frames) + 1)
]
# From the hips to the foot of the neck, standing upright, the spine's line leans so far back.
SPINE = 4


@pytest.mark.parametrize(("slug", "number"), FRAMES)
def test_every_sample_pose_can_be_taken(slug: str, number: int) -> None:
    """No contact is left open or goes too deep, no support floats, nothing goes through."""
    body = pose(slug, number)
    assert body.problems == ()
    assert {part: gap for part, gap in body.gaps.items() if not -2 <= gap <= 1} == {}


@pytest.mark.slow
@pytest.mark.parametrize("person", PEOPLE)
def test_every_sample_pose_can_be_taken_by_everybody(person: str) -> None:
    """No build, slight or stout, makes a sample pose fail."""
    wrong = [(*at, pose(*at, person).problems) for at in FRAMES if pose(*at, person).problems]
    assert wrong == []


@pytest.mark.parametrize("slug", POSE_FILES)
def test_the_side_shown_is_the_side_named(slug: str) -> None:
    """Where a figure is of one side, its muscles, strap and table are on that side."""
    figure, _ = load_figure(slug)
    other = {"right": "left", "left": "right", "both": "no side"}[figure.side]
    for frame in figure.frames:
        assert not any(muscle.startswith(other) for muscle in frame.highlight)
        worked = [prop.place for prop in frame.props if prop.kind in {"strap", "band", "table"}]
        assert not any(other in place for place in worked)


def test_quadriceps_stretch() -> None:
    """The knee is well bent, yet the heel off the buttock; hips down, back and thigh straight."""
    body = pose("quadriceps-stretch")
    assert 105 <= bent(body, "right knee") <= 125
    assert apart(body, "right foot", "pelvis") > 10
    assert body.gaps["thighs"] < 1
    assert bend(body, "neck 1", "pelvis", "knee") > 165


def test_hip_flexor_stretch() -> None:
    """The hip is opened more than the back is bent, and the arm reaches behind the body."""
    body = pose("hip-flexor-stretch")
    assert joint(body, "neck 1")[0] < joint(body, "pelvis")[0]
    assert joint(body, "pelvis")[0] - joint(body, "right knee")[0] > 8
    assert joint(body, "right shoulder")[0] - joint(body, "right wrist")[0] > 15
    assert lean(body) < 15
    assert bent(body, "left knee") < 100


def test_adductor_stretch() -> None:
    """The leg is out to the side on a table no higher than the knee, the trunk leans to it."""
    body = pose("adductor-stretch")
    legs = [joint(body, f"{side} ankle") - joint(body, f"{side} hip") for side in ("right", "left")]
    assert 40 < degrees_between(*legs) < 60
    assert bent(body, "right knee") < 10
    assert joint(body, "right ankle")[1] < joint(body, "left knee")[1]
    trunk = joint(body, "neck 1") - joint(body, "pelvis")
    assert 10 < np.degrees(np.arctan2(trunk[2], trunk[1])) < 30


def test_hamstring_stretch() -> None:
    """The trunk leans forward from the hips with a straight back, the raised knee is soft."""
    body = pose("hamstring-stretch")
    assert body.angles.get("lower back", {}).get("flexion", 0) <= 5
    assert bend(body, "pelvis", "lower back 4", "neck 1") > 172
    assert 20 < lean(body) < 50
    assert 3 <= bent(body, "right knee") <= 15
    assert slope(body, "right foot", "right toes") > 10
    assert abs(body.gaps["right foot"]) <= 1


def test_dynamic_hamstring_stretch() -> None:
    """The thigh stays in the hands; the knee goes from square to 30 degrees short of straight."""
    start, end = pose("dynamic-hamstring-stretch"), pose("dynamic-hamstring-stretch", 2)
    assert swung(start, end, "right thigh") < 1
    assert slope(start, "right hip", "right knee") > 70
    assert bent(start, "right knee") == pytest.approx(90, abs=3)
    assert bent(end, "right knee") == pytest.approx(30, abs=8)
    assert lowest(end, "left foot") < 2


def test_side_lying_it_band_stretch() -> None:
    """The left foot presses on the right thigh just above the knee, never on it."""
    body = pose("side-lying-it-band-stretch")
    foot = spheres(body, "left foot")
    up_the_thigh = (foot[:, :3] - joint(body, "right knee")) @ body.bones["right thigh"].axes[:, 1]
    assert (up_the_thigh - foot[:, 3]).min() > 2
    assert up_the_thigh.max() < 22
    assert joint(body, "left shoulder")[1] < joint(body, "right shoulder")[1]
    assert bent(body, "right knee") > 100


def test_glute_stretch() -> None:
    """The leg lies square and level on the table, and the straight trunk leans over it."""
    body = pose("glute-stretch")
    assert bent(body, "right knee") == pytest.approx(90, abs=3)
    assert abs(slope(body, "right knee", "right ankle")) < 5
    assert bend(body, "pelvis", "lower back 4", "neck 1") > 165
    assert lean(body) > 25


def test_prayer_cat_camel_on_all_fours() -> None:
    """The hands are below the shoulders, the knees below the hips, the arms nearly straight."""
    body = pose("prayer-cat-camel")
    for side in ("right", "left"):
        assert abs(joint(body, f"{side} wrist")[0] - joint(body, f"{side} shoulder")[0]) < 6
        assert abs(joint(body, f"{side} knee")[0] - joint(body, f"{side} hip")[0]) < 6
        assert bent(body, f"{side} elbow") < 25


def test_prayer_cat_camel_prayer() -> None:
    """The buttocks sit back on the heels, the head is low, the arms reach ahead of it."""
    body = pose("prayer-cat-camel", 2)
    assert apart(body, "right foot", "right thigh") < 3
    assert joint(body, "head")[1] < joint(body, "pelvis")[1] - 5
    assert joint(body, "wrist")[0] > joint(body, "head")[0] + 10


def test_prayer_cat_camel_cat_and_camel() -> None:
    """The middle of the back rises for the cat and sinks for the camel, against the head."""
    level, cat, camel = (pose("prayer-cat-camel", number) for number in (1, 3, 4))
    back, head = (
        [joint(body, part)[1] for body in (camel, level, cat)] for part in ("lower back 4", "head")
    )
    assert back[2] - back[1] > 4
    assert back[1] - back[0] > 2
    assert head[0] > head[1] > head[2]


def test_hip_flexor_wall_stretch() -> None:
    """The front knee stands above its ankle, the trunk is upright, the left knee is down."""
    body = pose("hip-flexor-wall-stretch")
    assert abs(joint(body, "right knee")[0] - joint(body, "right ankle")[0]) <= 2
    assert lean(body) < SPINE + 4
    assert lowest(body, "left shank") < 1
    assert abs(body.gaps["left foot"]) <= 1


def test_reverse_ab_curls() -> None:
    """The pelvis rises a hand's width at most; head and shoulders stay where they are."""
    start, end = pose("reverse-ab-curls"), pose("reverse-ab-curls", 2)
    assert 3 <= lowest(end, "pelvis") - lowest(start, "pelvis") <= 10
    assert lowest(end, "head") == pytest.approx(0, abs=1)
    tilts = [np.degrees(np.arcsin(body.bones["pelvis"].axes[1, 1])) for body in (start, end)]
    assert abs(tilts[1] - tilts[0]) < 20
    assert abs(joint(end, "shoulder")[1] - joint(start, "shoulder")[1]) < 2


def test_glute_hip_thrusts() -> None:
    """At the top shoulders, hips and knees are in line and the knees square over the feet."""
    start, top = pose("glute-hip-thrusts"), pose("glute-hip-thrusts", 2)
    assert bend(top, "shoulder", "hip", "knee") > 172
    assert bent(top, "right knee") == pytest.approx(90, abs=5)
    assert abs(joint(top, "knee")[0] - joint(top, "ankle")[0]) < 4
    assert lowest(top, "pelvis") - lowest(start, "pelvis") > 25


def test_banded_hamstring_curls() -> None:
    """The knee bends to a right angle while thigh and hips stay on the mat."""
    start, end = pose("banded-hamstring-curls"), pose("banded-hamstring-curls", 2)
    assert bent(start, "right knee") < 30
    assert bent(end, "right knee") == pytest.approx(90, abs=5)
    assert swung(start, end, "right thigh") < 1
    assert max(lowest(end, "pelvis"), lowest(end, "right thigh")) < 1.5


def test_bridge() -> None:
    """Shoulders, hips and knees are in one line, the shins nearly upright."""
    top = pose("bridge", 2)
    assert bend(top, "shoulder", "hip", "knee") > 172
    assert abs(slope(top, "knee", "ankle")) > 75
    assert lowest(top, "pelvis") > 12


def test_clam() -> None:
    """The knee opens while the feet stay together and the pelvis does not roll back."""
    start, end = pose("clam"), pose("clam", 2)
    assert joint(end, "right knee")[1] - joint(start, "right knee")[1] > 15
    assert max(apart(start, "right foot", "left foot"), apart(end, "right foot", "left foot")) < 1
    assert degrees_between(start.bones["pelvis"].axes[:, 0], end.bones["pelvis"].axes[:, 0]) < 1


def test_bird_dog() -> None:
    """The support arm is straight; the lifted arm and leg go on in the line of the trunk."""
    body = pose("bird-dog")
    assert bent(body, "right elbow") < 25
    assert bend(body, "neck 1", "pelvis", "right ankle") > 165
    assert bend(body, "pelvis", "left shoulder", "left wrist") > 155
    assert abs(slope(body, "pelvis", "neck 1")) < 15


def test_side_plank() -> None:
    """The elbow is below the shoulder; neck, hips and ankles are in line off the floor."""
    body = pose("side-plank")
    assert abs(joint(body, "right elbow")[0] - joint(body, "right shoulder")[0]) < 4
    assert bend(body, "neck 1", "pelvis", "ankle") > 170
    assert lowest(body, "pelvis") > 12
    assert apart(body, "right foot", "left foot") < 1


def test_sit_to_stand() -> None:
    """The trunk leans forward over feet drawn back below the seat, then the person stands tall."""
    start, end = pose("sit-to-stand"), pose("sit-to-stand", 2)
    assert lean(start) > 20
    assert joint(start, "ankle")[0] < joint(start, "knee")[0]
    assert max(bent(end, "right knee"), lean(end)) < 8


def test_calf_stretch() -> None:
    """The back leg is straight with its heel down, the front knee is bent behind its toes."""
    body = pose("calf-stretch")
    assert bent(body, "right knee") < 3
    assert body.angles["right ankle"]["dorsiflexion"] > 15
    assert lowest(body, "right foot") < 0.5
    assert bent(body, "left knee") > 25
    assert joint(body, "left knee")[0] < joint(body, "left toes")[0]


def test_heel_raise() -> None:
    """The heels rise, the balls of the feet stay, and the knees are straight."""
    start, end = pose("heel-raise"), pose("heel-raise", 2)
    assert joint(end, "ankle")[1] - joint(start, "ankle")[1] > 5
    assert max(lowest(end, "right foot"), bent(end, "right knee")) < 1


def test_seated_knee_extension() -> None:
    """The thigh stays on the seat while the knee straightens."""
    start, end = pose("seated-knee-extension"), pose("seated-knee-extension", 2)
    assert bent(start, "right knee") > 80
    assert bent(end, "right knee") < 12
    assert swung(start, end, "right thigh") < 1


def test_chin_tuck() -> None:
    """The head slides straight back over the shoulders and does not nod."""
    start, end = pose("chin-tuck"), pose("chin-tuck", 2)
    assert joint(start, "head")[0] - joint(end, "head")[0] > 3
    assert degrees_between(start.bones["head"].axes[:, 0], end.bones["head"].axes[:, 0]) < 3
    assert abs(joint(end, "head")[0] - joint(end, "shoulder")[0]) < 3


def test_shoulder_abduction() -> None:
    """The arm is straight and level with the shoulder, the trunk upright."""
    body = pose("shoulder-abduction", 2)
    assert abs(slope(body, "right shoulder", "right wrist")) < 5
    assert bent(body, "right elbow") < 8
    assert lean(body) < 8


def test_squat() -> None:
    """The heels are down, the knees not far past the toes, the hips behind the heels."""
    body = pose("squat", 2)
    assert lowest(body, "right foot") < 0.5
    assert ahead_of_heels(body, joint(body, "right knee")) < 1.1
    assert joint(body, "pelvis")[0] < joint(body, "ankle")[0] - 10
    assert bent(body, "right knee") > 75


def test_single_knee_to_chest() -> None:
    """The thigh comes to the trunk while the other leg stays straight on the mat."""
    body = pose("single-knee-to-chest")
    assert bend(body, "neck 1", "pelvis", "right knee") < 75
    assert max(bent(body, "left knee"), lowest(body, "left foot")) < 2


@pytest.mark.parametrize(
    ("slug", "number"), [("squat", 1), ("squat", 2), ("sit-to-stand", 2), ("shoulder-abduction", 2)]
)
def test_who_stands_free_does_not_fall_over(slug: str, number: int) -> None:
    """The centre of mass of somebody who holds on to nothing is above the feet."""
    assert not frame_of(slug, number).contacts
    body = pose(slug, number)
    assert 0.25 < ahead_of_heels(body, centre_of_mass(body)) < 0.75
