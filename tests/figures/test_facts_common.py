"""The clinical facts of other common exercises, measured on the posed bodies."""

from figures.posed import (
    ahead_of_heels,
    apart,
    bend,
    bent,
    degrees_between,
    joint,
    lean,
    lowest,
    pose,
    slope,
    swung,
)


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
