"""The posed bodies of the sample figures, and how a clinician would measure them."""

from functools import cache

import numpy as np
from figures.sample_figures import load_figure
from numpy.typing import NDArray

from generator.figures.people import PEOPLE
from generator.figures.pose import Frame
from generator.figures.posefile.reading import read_figure
from generator.figures.posing.body import Body, pose_body

Array = NDArray[np.float64]
# The bones that begin at a joint.
_BONES = {"hip": "thigh", "knee": "shank", "ankle": "foot"}
_BONES |= {"shoulder": "upper arm", "elbow": "forearm", "wrist": "hand"}
UP = np.array([0.0, 1.0, 0.0])


def frame_of(slug: str, number: int = 1) -> Frame:
    """A frame of a figure, counted from 1."""
    return load_figure(slug)[0].frames[number - 1]


@cache
def pose(slug: str, number: int = 1, person: str = "curls") -> Body:
    """The body of a frame; the default is somebody of average build."""
    return pose_body(frame_of(slug, number), PEOPLE[person].build)


def pose_text(text: str, person: str = "curls") -> Body:
    """The body that a short pose file describes: what it says beside caption and camera."""
    frame = "frames:\n  - {caption: Here, description: A person.}\n"
    head = "" if "camera:" in text else "camera: from the right\n"
    figure = read_figure("x.pose.yaml", f"{text.strip()}\nside: both\n{head}{frame}", [])
    if figure is None:
        raise ValueError(f"not a pose file: {text}")
    return pose_body(figure.frames[0], PEOPLE[person].build)


def joint(body: Body, name: str) -> Array:
    """Where a joint is: its bone begins there. Without a side it is between the two."""
    side, _, part = name.rpartition(" ") if name.startswith(("right ", "left ")) else ("", "", name)
    bone = _BONES.get(part, part)
    if bone in body.bones:
        return body.bones[bone].origin
    sides = (side,) if side else ("right", "left")
    middle: Array = np.mean([body.bones[f"{each} {bone}"].origin for each in sides], axis=0)
    return middle


def bend(body: Body, first: str, middle: str, last: str) -> float:
    """The angle at the middle one of three joints, 180 when they are in line."""
    one = joint(body, first) - joint(body, middle)
    other = joint(body, last) - joint(body, middle)
    return degrees_between(one, other)


def lean(body: Body) -> float:
    """How far the trunk, from the hips to the foot of the neck, is from upright."""
    return degrees_between(joint(body, "neck 1") - joint(body, "pelvis"), UP)


def slope(body: Body, first: str, last: str) -> float:
    """How far the line from one joint to another rises above the horizon."""
    return 90 - degrees_between(joint(body, last) - joint(body, first), UP)


def bent(body: Body, hinge: str) -> float:
    """The flexion of a knee or elbow as it lies, whatever the pose file says."""
    side, _, name = hinge.partition(" ")
    ends = {"knee": ("hip", "ankle"), "elbow": ("shoulder", "wrist")}[name]
    return 180 - bend(body, f"{side} {ends[0]}", hinge, f"{side} {ends[1]}")


def tilted(body: Body, lower: str, upper: str) -> float:
    """How far the top of one bone leans forward against another, whatever the pose file says.

    More than 0 is flexion between pelvis, chest and head, and extension between pelvis and thigh.
    """
    upright = body.bones[lower].axes.T @ body.bones[upper].axes[:, 1]
    return float(np.degrees(np.arctan2(upright[0], upright[1])))


def gaze(body: Body) -> float:
    """How far above the horizon the face looks."""
    return 90 - degrees_between(body.bones["head"].axes[:, 0], UP)


def swung(before: Body, after: Body, bone: str) -> float:
    """How far a bone has turned from one frame to another."""
    return degrees_between(before.bones[bone].axes[:, 1], after.bones[bone].axes[:, 1])


def lowest(body: Body, part: str) -> float:
    """How high the underside of a part is above the floor."""
    rows = spheres(body, part)
    return float((rows[:, 1] - rows[:, 3]).min())


def apart(body: Body, one: str, other: str) -> float:
    """The cm between the skin of two parts."""
    first, second = spheres(body, one), spheres(body, other)
    ways = np.linalg.norm(first[:, None, :3] - second[None, :, :3], axis=2)
    return float((ways - first[:, None, 3] - second[None, :, 3]).min())


def undersides(body: Body, part: str) -> list[float]:
    """How high the underside of a part is above the floor, in four stretches along its bone."""
    rows = spheres(body, part)
    ways = (rows[:, :3] - body.bones[part].origin) @ body.bones[part].axes[:, 1]
    quarters = np.clip((4 * (ways - ways.min()) / np.ptp(ways)).astype(int), 0, 3)
    return [float((rows[:, 1] - rows[:, 3])[quarters == number].min()) for number in range(4)]


def top_of(body: Body, kind: str) -> float:
    """How high the surface of a prop is that something lies on."""
    surface, _ = body.props[kind].surface(np.zeros(3))
    return float(surface[1])


def spheres(body: Body, part: str) -> Array:
    """The flesh of a part, shape (n, 4)."""
    return np.concatenate([chain.filled(5) for chain in body.chains if chain.part == part])


def degrees_between(one: Array, other: Array) -> float:
    """The angle between two directions."""
    cosine = one @ other / (np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


# Shares of the body's mass, and where its middle lies from the first joint to the second: Winter,
# Biomechanics and Motor Control of Human Movement, table of segment parameters (after Dempster).
_SEGMENTS = (
    ("right hip", "right knee", 0.1, 0.433),
    ("right knee", "right ankle", 0.0465, 0.433),
    ("right ankle", "right toes", 0.0145, 0.5),
    ("right shoulder", "right elbow", 0.028, 0.436),
    ("right elbow", "right wrist", 0.016, 0.43),
)
_ON_MIDLINE = (("pelvis", "neck 1", 0.497, 0.5), ("neck 1", "head", 0.081, 1.0))


def centre_of_mass(body: Body) -> Array:
    """Where the body's mass has its middle; the hands count with the forearms' ends."""
    middle, mass = np.zeros(3), 0.0
    other = tuple(
        (first.replace("right", "left"), last.replace("right", "left"), *rest)
        for first, last, *rest in _SEGMENTS
    )
    for first, last, share, at in (*_SEGMENTS, *other, *_ON_MIDLINE):
        start, end = joint(body, str(first)), joint(body, str(last))
        middle, mass = middle + share * (start + at * (end - start)), mass + share
    return middle / mass


def ahead_of_heels(body: Body, place: Array) -> float:
    """How far a place is ahead of the heels, as a share of the way to the tips of the toes."""
    foot = spheres(body, "right foot")
    heel, toes = (foot[:, 0] - foot[:, 3]).min(), (foot[:, 0] + foot[:, 3]).max()
    return float((place[0] - heel) / (toes - heel))
