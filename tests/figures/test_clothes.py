"""Clothes: where they end, how their hems bow, and what they hide."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import shapely
from figures.posed import pose_text

from generator.figures.anatomy.measures import SHANK, UPPER_ARM
from generator.figures.drawing.clothes import SHIRT_EASE, SHORTS_EASE, ClothedPart, Dressed, dress
from generator.figures.drawing.flatten import flatten
from generator.figures.drawing.hems import Ring, cut_off
from generator.figures.drawing.outline import fill_outline, see_cones
from generator.figures.drawing.shapes import Piece, Shape
from generator.figures.drawing.surfaces import at_depth
from generator.figures.drawing.trunk import Trunk
from generator.figures.drawing.view import View
from generator.figures.people import Length
from generator.figures.pose import Camera
from generator.figures.posing.body import Body

SIDE, FRONT, ABOVE, BELOW = Camera(0, 0), Camera(90, 0), Camera(90, 35), Camera(90, -35)


@cache
def stand() -> Body:
    return pose_text("position: standing")


def wear(part: str, length: Length, camera: Camera = FRONT) -> Dressed:
    ease = SHORTS_EASE if part in {"thigh", "shank", "foot"} else SHIRT_EASE
    clothed = ClothedPart(stand(), "right", part, length, ease)
    return dress([clothed], View(camera))[clothed.name]


def top_of(part: str) -> float:
    """The height in the picture at which a part begins, seen from the front."""
    return float(View(FRONT).project(stand().bones[f"right {part}"].origin)[1])


def bow_of(camera: Camera) -> float:
    """How much lower the middle of a level ring's near edge is seen than its ends."""
    ring = Ring(np.zeros(3), np.array([0.0, -1, 0]), np.array([0.0, 0, 9]), np.array([9.0, 0, 0]))
    below = ring.beyond(View(camera))
    middle, side = (
        shapely.intersection(below, shapely.LineString([(x, -50), (x, 50)])).bounds[1]
        for x in (0.0, 8.9)
    )
    return float(middle - side)


def test_a_hem_bows_as_the_camera_sees_it() -> None:
    """Seen from above its near side hangs lower, from below it rises, at eye level it is level."""
    assert bow_of(ABOVE) == pytest.approx(9 * np.sin(np.radians(35)), rel=0.3)
    assert bow_of(BELOW) == pytest.approx(-bow_of(ABOVE), abs=0.01)
    assert bow_of(FRONT) == pytest.approx(0, abs=0.01)


def test_nothing_of_a_cloth_is_left_beyond_its_hem() -> None:
    """A strip cut off at a ring reaches to the ring, and no farther."""
    ring = Ring(np.zeros(3), np.array([0.0, -1, 0]), np.array([0.0, 0, 9]), np.array([9.0, 0, 0]))
    left = cut_off(shapely.box(-5, -20, 5, 20), ring, View(FRONT))
    assert left.bounds == pytest.approx((-5, -20, 5, 0), abs=0.01)


def test_a_collar_dips_in_front() -> None:
    """In its middle, the edge of a ring that dips by 4 cm is seen 4 cm lower than at its sides."""
    away = (np.array([0.0, 0, 9]), np.array([9.0, 0, 0]))
    ring = Ring(np.zeros(3), np.array([0.0, 1, 0]), *away, dip=4.0)
    opening = ring.opening(View(FRONT), 10.0)
    middle, side = (
        shapely.intersection(opening, shapely.LineString([(x, -50), (x, 50)])).bounds[3]
        for x in (0.0, 8.9)
    )
    assert middle - side == pytest.approx(4, abs=0.3)


def test_a_short_sleeve_ends_on_the_upper_arm() -> None:
    """The sleeve reaches a good half down; below it skin goes on to the elbow."""
    arm = wear("upper arm", "short")
    top = top_of("upper arm")
    assert arm.cloth.bounds[3] - top == pytest.approx(0.58 * UPPER_ARM, abs=2.0)
    assert arm.skin.bounds[3] > top + UPPER_ARM - 2
    assert wear("forearm", "short").cloth.is_empty


@pytest.mark.parametrize(
    ("upper", "lower", "end"), [("upper arm", "forearm", "hand"), ("thigh", "shank", "foot")]
)
def test_a_long_garment_covers_the_joint(upper: str, lower: str, end: str) -> None:
    """Nothing of the upper part is bare, a little of the lower one is, the end is bare."""
    assert wear(upper, "long").skin.is_empty
    assert not wear(upper, "long").cloth.is_empty
    legwear = wear(lower, "long")
    assert legwear.cloth.area > 3 * legwear.skin.area > 0
    assert wear(end, "long").cloth.is_empty
    assert not wear(end, "long").skin.is_empty


def test_a_trouser_leg_ends_above_the_ankle() -> None:
    """Its hem lies at 86 % of the shank."""
    shank = wear("shank", "long")
    assert shank.cloth.bounds[3] - top_of("shank") == pytest.approx(0.86 * SHANK, abs=2.5)


def test_cloth_hangs_off_the_flesh() -> None:
    """A sleeve is wider than the arm in it by its ease on either side, and little more."""
    sleeve = wear("upper arm", "long")
    level = top_of("upper arm") + 0.5 * UPPER_ARM
    line = shapely.LineString([(-100, level), (100, level)])
    chains = [chain for chain in stand().chains if chain.part == sleeve.name]
    arm = fill_outline(see_cones(chains, View(FRONT)))
    cloth, flesh = (shapely.intersection(area, line).length for area in (sleeve.cloth, arm))
    room = cloth - flesh
    assert 2 * SHIRT_EASE < room < 2 * SHIRT_EASE + 2


@pytest.mark.parametrize("camera", [SIDE, FRONT, Camera(-90, 0), Camera(40, 20)], ids=str)
def test_the_shirt_hangs_over_the_waistband(camera: Camera) -> None:
    """Shorts begin beneath the shirt: between the two no skin shows, and little is covered twice.

    The overlap is a strip across the waist, a few centimetres high.
    """
    trunk = Trunk(stand(), View(camera))
    shirt, shorts = trunk.shirt(), trunk.shorts()
    both = shapely.intersection(shirt, shorts)
    width = both.bounds[2] - both.bounds[0]
    assert width > 0.8 * (shorts.bounds[2] - shorts.bounds[0]) - 8
    assert shirt.bounds[3] > shorts.bounds[1] + 1
    assert both.area < 8 * width


@pytest.mark.parametrize("elevation", [-90, -70, 70, 90])
def test_seen_along_the_trunk_no_hem_cuts_the_hips_away(elevation: float) -> None:
    """From below or from above, the shorts reach all round the hips, and no shirt lies over."""
    trunk = Trunk(stand(), View(Camera(0, elevation)))
    chains = [chain for chain in stand().chains if chain.part == "pelvis"]
    hips = fill_outline(see_cones(chains, View(Camera(0, elevation))))
    assert shapely.covers(trunk.shorts(), shapely.buffer(hips, -0.2))
    assert not shapely.covers(trunk.shirt(), hips)


def test_what_other_cloth_hides_is_not_drawn() -> None:
    """A shape that lies wholly beneath another is left out; one that looks out is kept."""
    shirt = Shape("trunk", "shirt", shapely.box(0, 0, 20, 20))
    hidden, peeping = (shirt.over(shapely.box(5, 5, far, 9)) for far in (15, 25))
    below = [replace(shape, fill="skin") for shape in (hidden, peeping)]
    pieces = [Piece("", (shape,), shape.area, at_depth(0)) for shape in (*below, shirt)]
    kept = [shape.fill for shape in flatten([pieces[0], pieces[2]])]
    assert kept == ["shirt"]
    assert [shape.fill for shape in flatten(pieces[1:])] == ["skin", "shirt"]
