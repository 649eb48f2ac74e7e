"""The clinical facts of the lower-back exercises, measured on the posed bodies."""

import numpy as np
import pytest
from figures.posed import (
    apart,
    bend,
    bent,
    degrees_between,
    frame_of,
    gaze,
    joint,
    lean,
    lowest,
    pose,
    slope,
    spheres,
    swung,
    tilted,
    top_of,
    undersides,
)

from generator.figures.anatomy.measures import CHEST, SHANK, THIGH
from generator.figures.drawing.view import View

# From the hips to the foot of the neck, standing upright, the spine's line leans so far back.
SPINE = 4


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
    hip, back = tilted(body, "pelvis", "right thigh"), -tilted(body, "pelvis", CHEST)
    assert 10 <= hip <= 25
    assert 3 < back < hip - 5
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
    """The left foot lies across the right thigh just above the knee: not on it, not on the shin."""
    body = pose("side-lying-it-band-stretch")
    foot = spheres(body, "left foot")
    up_the_thigh = (foot[:, :3] - joint(body, "right knee")) @ body.bones["right thigh"].axes[:, 1]
    # The whole foot, toes and all, is on the lower third of the thigh, above the kneecap.
    assert (up_the_thigh - foot[:, 3]).min() > 5
    assert (up_the_thigh + foot[:, 3]).max() < THIGH / 3 + 2
    assert apart(body, "left foot", "right shank") > 5
    across = body.bones["left foot"].axes[:, 0] @ body.bones["right thigh"].axes[:, 1]
    assert abs(across) < 0.2
    assert joint(body, "left shoulder")[1] < joint(body, "right shoulder")[1]
    assert bent(body, "right knee") > 100


def test_glute_stretch_is_seen_to_be_bent() -> None:
    """In the picture, too, the raised leg has a square knee, and the shin is not foreshortened."""
    body, view = pose("glute-stretch", person="bun"), View(frame_of("glute-stretch").camera)
    hip, knee, ankle = (
        view.project(joint(body, f"right {name}")) for name in ("hip", "knee", "ankle")
    )
    assert 70 < degrees_between(hip - knee, ankle - knee) < 110
    assert np.linalg.norm(ankle - knee) > 0.6 * SHANK
    assert np.linalg.norm(hip - knee) > 0.6 * THIGH


def test_glute_stretch() -> None:
    """The leg lies square on the table from knee to toes, and the straight trunk leans over it."""
    body = pose("glute-stretch")
    assert bent(body, "right knee") == pytest.approx(90, abs=3)
    assert abs(slope(body, "right knee", "right ankle")) < 5
    table = top_of(body, "table")
    assert all(-0.5 < under - table < 1.5 for under in undersides(body, "right shank"))
    assert -1 < lowest(body, "right foot") - table < 1
    # Its outside is down, and the toes no more than the heel.
    assert body.bones["right foot"].axes[1, 2] < -0.9
    assert abs(slope(body, "right ankle", "right toes")) < 8
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
    """The buttocks sit on the heels, the chin is tucked, the head low, the arms reach ahead."""
    body = pose("prayer-cat-camel", 2)
    # The shorts are the rest of the way.
    assert apart(body, "right foot", "pelvis") < 2.5
    assert apart(body, "right foot", "right thigh") < 1.5
    assert tilted(body, CHEST, "head") > 10
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
    assert tilted(cat, "pelvis", CHEST) > 40
    assert tilted(camel, "pelvis", CHEST) < -25
    # The chin is tucked for the cat; for the camel the face looks up.
    assert tilted(cat, CHEST, "head") > 20
    assert gaze(camel) > 0 > gaze(level)


def test_hip_flexor_wall_stretch() -> None:
    """The front knee is above its ankle, the trunk upright, the hip open, the left knee down."""
    body = pose("hip-flexor-wall-stretch")
    assert 8 <= tilted(body, "pelvis", "left thigh") <= 25
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
    """The knee bends to a right angle, thigh and hips on the mat; the feet are hip width apart."""
    start, end = pose("banded-hamstring-curls"), pose("banded-hamstring-curls", 2)
    assert 15 < joint(start, "right ankle")[2] - joint(start, "left ankle")[2] < 30
    assert bent(start, "right knee") < 30
    assert bent(end, "right knee") == pytest.approx(90, abs=5)
    assert swung(start, end, "right thigh") < 1
    assert max(lowest(end, "pelvis"), lowest(end, "right thigh")) < 1.5
