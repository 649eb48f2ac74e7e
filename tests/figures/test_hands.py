"""Hands and feet: their size, the shapes of a hand, and the lines between fingers and toes."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from figures.posed import pose_text
from shapely import Geometry

from generator.figures.anatomy.hands import GRIP, hand_chains
from generator.figures.anatomy.measures import ANKLE_HEIGHT, FOOT_LENGTH, HAND
from generator.figures.anatomy.skeleton import Bone
from generator.figures.drawing.clothes import ClothedPart, dress
from generator.figures.drawing.digits import line_digits
from generator.figures.drawing.outline import fill_outline, see_cones
from generator.figures.drawing.shapes import Array
from generator.figures.drawing.view import View
from generator.figures.people import Build
from generator.figures.pose import Camera, Frame
from generator.figures.posefile.terms import HAND_SHAPES
from generator.figures.posing.body import Body, pose_body

RIGHT, FRONT, LEFT, BEHIND = Camera(0, 5), Camera(90, 5), Camera(180, 5), Camera(-90, 5)
UPRIGHT = Bone(np.zeros(3), np.eye(3))
FINGERS = ("index finger", "middle finger", "ring finger", "little finger")


def stand(hand: str = "flat") -> Body:
    hands = {"right hand": hand, "left hand": hand}
    return pose_body(Frame(1, "", "", "standing", FRONT, {}, hands=hands), Build())


def lines_of(body: Body, view: View, name: str) -> Geometry:
    side, part = name.split()
    dressed = dress([ClothedPart(body, side, part, "short", 0.0)], view)[name]
    return line_digits([dressed.flesh], [dressed.digits], view)[0]


def spheres_of(shape: str, *groups: str, side: str = "right") -> Array:
    chains = hand_chains(UPRIGHT, side, shape, 1.0)
    return np.concatenate([c.spheres for c in chains if not groups or c.group in groups])


def flesh_of_hand(text: str) -> Array:
    chains = pose_text(text).chains
    return np.concatenate([chain.spheres for chain in chains if chain.part == "right hand"])


def test_a_flat_hand_is_as_long_as_published() -> None:
    """From wrist to fingertip a hand is 0.108 of stature (Drillis and Contini)."""
    spheres = spheres_of("flat")
    assert -(spheres[:, 1] - spheres[:, 3]).min() == pytest.approx(HAND, abs=0.8)


def test_a_foot_is_as_long_as_published_and_its_sole_is_level() -> None:
    """A sole is 0.152 of stature long; heel, ball and toes rest on the floor."""
    chains = [chain for chain in stand().chains if chain.part == "right foot"]
    spheres = np.concatenate([chain.spheres for chain in chains])
    front, back = (spheres[:, 0] + spheres[:, 3]).max(), (spheres[:, 0] - spheres[:, 3]).min()
    assert front - back == pytest.approx(FOOT_LENGTH, abs=1)
    lowest = [(c.spheres[:, 1] - c.spheres[:, 3]).min() for c in chains if c.group != "instep"]
    assert max(np.abs(lowest)) < 0.03 * ANKLE_HEIGHT + 0.2


@pytest.mark.parametrize("shape", HAND_SHAPES)
def test_every_shape_has_a_thumb_and_four_fingers(shape: str) -> None:
    """A hand is a palm with five digits, never a mitten; a left hand is a right one mirrored."""
    groups = {chain.group for chain in hand_chains(UPRIGHT, "right", shape, 1.0)}
    assert groups == {"palm", "thumb", *FINGERS}
    left, right = spheres_of(shape, side="left"), spheres_of(shape)
    assert np.allclose(left, right * (1, 1, -1, 1))


def test_a_grip_closes_round_what_it_holds() -> None:
    """Fingers and thumb lie round the middle of a held bar, close and on every side of it."""
    middle = np.array(GRIP)[1:]
    around = []
    for name in (*FINGERS, "thumb"):
        away = spheres_of("grip", name)[:, 1:3] - middle
        around += list(np.degrees(np.arctan2(away[:, 1], away[:, 0])) % 360)
        assert np.linalg.norm(away, axis=1).min() < 4
    gaps = [after - before for before, after in pairwise(sorted(around))]
    assert max(*gaps, 360 + min(around) - max(around)) < 130


def test_hands_close_in_order_from_flat_to_grip() -> None:
    """The further a hand is closed, the nearer its fingertips are to the palm."""
    palm = np.array((0, -4, 0))
    reach = [
        np.linalg.norm(spheres_of(shape, "middle finger")[-1, :3] - palm)
        for shape in ("flat", "relaxed", "cup", "grip")
    ]
    assert reach == sorted(reach, reverse=True)


@pytest.mark.parametrize(
    ("part", "camera", "least"),
    [
        ("right hand", RIGHT, 3),
        ("right hand", LEFT, 3),
        ("left hand", LEFT, 3),
        ("right foot", FRONT, 3),
        ("right foot", Camera(90, 50), 4),
        ("left foot", Camera(135, 10), 2),
    ],
)
def test_fingers_and_toes_are_told_apart(part: str, camera: Camera, least: int) -> None:
    """Seen broadside, lines part fingers and toes: a foot from the front is not blunt."""
    lines = shapely.get_parts(lines_of(stand(), View(camera), part))
    assert len(lines) >= least


@pytest.mark.parametrize("shape", HAND_SHAPES)
@pytest.mark.parametrize("camera", [RIGHT, FRONT, LEFT, BEHIND, Camera(40, 30)], ids=str)
def test_lines_stay_inside_the_hand(shape: str, camera: Camera) -> None:
    """No line between fingers touches the outline, whatever the shape."""
    body, view = stand(shape), View(camera)
    flesh = [chain for chain in body.chains if chain.part == "right hand"]
    inside = shapely.buffer(fill_outline(see_cones(flesh, view)), -0.4)
    assert shapely.covers(inside, lines_of(body, view, "right hand"))


def test_the_back_of_a_fist_hides_the_fingertips() -> None:
    """From behind the hand, no line crosses the back of a fist above the knuckles."""
    body, view = stand("grip"), View(RIGHT)
    back = fill_outline(
        see_cones([c for c in body.chains if (c.part, c.group) == ("right hand", "palm")], view)
    )
    crossing = lines_of(body, view, "right hand").intersection(back.buffer(-0.1))
    assert crossing.length == 0


def test_a_hand_cups_a_back_rest_and_lies_flat_on_a_seat() -> None:
    """On a chair that stands beside, a hand goes round the back rest without being told."""
    held = "position: standing\ncontacts: {right hand: on chair}\nprops: {chair: beside right hand}"
    sat_on = (
        "position: sitting\nsupports: [buttocks on chair, right foot, left foot]\n"
        "contacts: {right hand: on chair}\nprops: {chair: under buttocks}"
    )
    for text, shape, other in ((held, "cup", "flat"), (sat_on, "flat", "cup")):
        found = flesh_of_hand(text)
        assert np.allclose(flesh_of_hand(f"{text}\nhands: {shape}"), found)
        assert not np.allclose(flesh_of_hand(f"{text}\nhands: {other}"), found)
