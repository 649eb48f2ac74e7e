"""Limbs: which of them are far, and which lines they have."""

from functools import cache

import pytest
import shapely
from figures.posed import pose_text

from generator.figures.drawing.limbs import ARM, LEG, Limb, draw_trunk_and_limbs, is_far
from generator.figures.drawing.shapes import Piece
from generator.figures.drawing.trunk import Trunk
from generator.figures.drawing.view import View
from generator.figures.people import PEOPLE
from generator.figures.pose import Camera
from generator.figures.posing.body import Body

RIGHT, LEFT, FRONT, BEHIND = Camera(0, 0), Camera(180, 0), Camera(90, 0), Camera(-90, 0)
BENT = "position: sitting\njoints: {right knee: {flexion: 70}, right elbow: {flexion: 60}}"

# How far round a joint no line is drawn (cm).
REACH = {"shank": 6.5, "forearm": 4.5, "hand": 2.8}


@cache
def pose(text: str) -> Body:
    return pose_text(text)


@cache
def draw(text: str, camera: Camera, person: str = "curls") -> dict[str, Piece]:
    pieces = draw_trunk_and_limbs(Trunk(pose(text), View(camera)), PEOPLE[person])
    return {piece.name: piece for piece in pieces}


def paint_of(pieces: dict[str, Piece], part: str) -> set[str]:
    return {shape.fill for shape in pieces[part].shapes if shape.fill}


@pytest.mark.parametrize("limb", [ARM, LEG], ids=["arm", "leg"])
@pytest.mark.parametrize(
    ("camera", "far"), [(RIGHT, "left"), (LEFT, "right"), (FRONT, ""), (BEHIND, "")]
)
def test_the_limb_behind_the_other_is_far(limb: Limb, camera: Camera, far: str) -> None:
    """From a side it is the other side's; from the front and from behind there is none."""
    found = [side for side in ("right", "left") if is_far(pose(BENT), View(camera), limb, side)]
    assert found == ([far] if far else [])


def test_a_leg_that_comes_forward_is_near() -> None:
    """The hip of the lower leg is behind, but not the leg: its foot lies over the other thigh."""
    crossed = pose(
        "position: lying-on-side\njoints: {right hip: {extension: 8}, right knee: {flexion: 104}}\n"
        "contacts: {left foot: flat on right thigh}"
    )
    straight = pose("position: lying-on-side")
    view = View(Camera(0, 55))
    assert not is_far(crossed, view, LEG, "left")
    assert is_far(straight, view, LEG, "left")


def test_a_far_limb_is_painted_paler() -> None:
    """All of the far leg has the paler paint and line, nothing of the near one does."""
    pieces = draw(BENT, RIGHT)
    for part in LEG.parts:
        near, far = (pieces[f"{side} {part}"].shapes for side in ("right", "left"))
        assert all(s.fill.endswith(" far") or not s.fill for s in far)
        assert {s.line for s in far} == {"line far"}
        assert {s.line for s in near} == {"line"}


def test_a_headscarf_covers_the_neck() -> None:
    """Above the collar somebody with a headscarf shows cloth, everybody else skin."""
    painted = {name: paint_of(draw(BENT, FRONT, name), "neck") for name in PEOPLE}
    assert painted.pop("headscarf") == {"cover"}
    assert painted == {name: {"skin"} for name in painted}


@pytest.mark.parametrize("person", ["curls", "headscarf"])
@pytest.mark.parametrize(
    ("bone", "upper", "lower"),
    [("shank", "thigh", "shank"), ("forearm", "upper arm", "forearm"), ("hand", "forearm", "hand")],
)
def test_no_line_runs_across_a_joint(person: str, bone: str, upper: str, lower: str) -> None:
    """In the middle of a knee, an elbow, a wrist, neither of the two parts draws a line."""
    pieces = draw(BENT, RIGHT, person)
    joint = View(RIGHT).project(pose(BENT).bones[f"right {bone}"].origin)
    around = shapely.Point(joint).buffer(REACH[bone])
    paints = paint_of(pieces, f"right {upper}") & paint_of(pieces, f"right {lower}")
    assert paints
    both = (*pieces[f"right {upper}"].shapes, *pieces[f"right {lower}"].shapes)
    shapes = [shape for shape in both if shape.fill in paints]
    within = shapely.buffer(shapely.union_all([shape.area for shape in shapes]), -0.5)
    lines = shapely.union_all([shape.lines for shape in shapes])
    assert shapely.length(shapely.intersection(lines, shapely.intersection(within, around))) == 0
