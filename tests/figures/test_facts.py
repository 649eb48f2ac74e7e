"""What every sample figure must show: a pose that can be taken, on the side that is named."""

from collections.abc import Callable

import pytest
from figures.posed import (
    ahead_of_heels,
    bent,
    centre_of_mass,
    frame_of,
    joint,
    pose,
)
from figures.sample_figures import POSE_FILES, load_figure

from generator.figures.people import PEOPLE
from generator.figures.posing.body import Body

FRAMES = [
    (slug, number)
    for slug in POSE_FILES
    for number in range(1, len(load_figure(slug)[0].frames) + 1)
]


@pytest.mark.parametrize(("slug", "number"), FRAMES)
def test_every_sample_pose_can_be_taken(slug: str, number: int) -> None:
    """No contact is left open or goes too deep, no support floats, nothing goes through."""
    body = pose(slug, number)
    assert body.problems == ()
    assert {part: gap for part, gap in body.gaps.items() if not -1 <= gap <= 1} == {}


@pytest.mark.slow
@pytest.mark.parametrize("person", PEOPLE)
def test_every_sample_pose_can_be_taken_by_everybody(person: str) -> None:
    """No build, slight or stout, makes a sample pose fail."""
    wrong = [(*at, pose(*at, person).problems) for at in FRAMES if pose(*at, person).problems]
    assert wrong == []


# What is more on the side that an exercise is for, measured on the leg or arm.
WORKED: dict[str, Callable[[Body, str], float]] = {
    "the knee is bent": lambda body, side: bent(body, f"{side} knee"),
    "the knee is straight": lambda body, side: -bent(body, f"{side} knee"),
    "the knee is down": lambda body, side: -joint(body, f"{side} knee")[1],
    "the ankle is up": lambda body, side: joint(body, f"{side} ankle")[1],
    "the foot is behind": lambda body, side: -joint(body, f"{side} ankle")[0],
    "the hip is on top": lambda body, side: joint(body, f"{side} hip")[1],
    "the hip is below": lambda body, side: -joint(body, f"{side} hip")[1],
    "the wrist is up": lambda body, side: joint(body, f"{side} wrist")[1],
}
SIDES_SHOWN = {
    ("adductor-stretch", 1): "the ankle is up",
    ("banded-hamstring-curls", 2): "the knee is bent",
    ("bird-dog", 1): "the ankle is up",
    ("calf-stretch", 1): "the foot is behind",
    ("clam", 2): "the hip is on top",
    ("dynamic-hamstring-stretch", 2): "the ankle is up",
    ("glute-stretch", 1): "the ankle is up",
    ("hamstring-stretch", 1): "the ankle is up",
    ("hip-flexor-stretch", 1): "the knee is down",
    ("hip-flexor-wall-stretch", 1): "the knee is down",
    ("quadriceps-stretch", 1): "the knee is bent",
    ("seated-knee-extension", 2): "the knee is straight",
    ("shoulder-abduction", 2): "the wrist is up",
    ("side-lying-it-band-stretch", 1): "the hip is on top",
    ("side-plank", 1): "the hip is below",
    ("single-knee-to-chest", 1): "the knee is bent",
}


def test_every_figure_of_one_side_is_measured() -> None:
    """No figure of one side goes without a measure of which side it shows."""
    assert {slug for slug, _ in SIDES_SHOWN} == {
        slug for slug in POSE_FILES if load_figure(slug)[0].side != "both"
    }


@pytest.mark.parametrize(("at", "what"), SIDES_SHOWN.items())
def test_the_body_shows_the_side_named(at: tuple[str, int], what: str) -> None:
    """It is the limb of the side named that is stretched, lifted or bent."""
    body, side = pose(*at), load_figure(at[0])[0].side
    other = {"right": "left", "left": "right"}[side]
    assert WORKED[what](body, side) > WORKED[what](body, other) + 8


@pytest.mark.parametrize("slug", POSE_FILES)
def test_marks_and_straps_are_on_the_side_named(slug: str) -> None:
    """Where a figure is of one side, its muscles, strap and table are on that side."""
    figure, _ = load_figure(slug)
    other = {"right": "left", "left": "right", "both": "no side"}[figure.side]
    for frame in figure.frames:
        assert not any(muscle.startswith(other) for muscle in frame.highlight)
        worked = [prop.place for prop in frame.props if prop.kind in {"strap", "band", "table"}]
        assert not any(other in place for place in worked)


@pytest.mark.parametrize(
    ("slug", "number"), [("squat", 1), ("squat", 2), ("sit-to-stand", 2), ("shoulder-abduction", 2)]
)
def test_who_stands_free_does_not_fall_over(slug: str, number: int) -> None:
    """The centre of mass of somebody who holds on to nothing is above the feet."""
    assert not frame_of(slug, number).contacts
    body = pose(slug, number)
    assert 0.25 < ahead_of_heels(body, centre_of_mass(body)) < 0.75
