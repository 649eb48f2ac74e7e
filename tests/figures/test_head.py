"""Heads: a face that can be believed, hair where hair grows, from every side."""

from itertools import product

import numpy as np
import pytest
import shapely
from shapely import Geometry

from generator.figures.drawing.face import see_mouth
from generator.figures.drawing.head import draw_head
from generator.figures.drawing.shapes import Piece
from generator.figures.drawing.sheets import Seen
from generator.figures.drawing.skull import outline_nose
from generator.figures.drawing.trunk import Trunk
from generator.figures.drawing.view import View
from generator.figures.people import PEOPLE, Person
from generator.figures.pose import Camera, Frame
from generator.figures.posing.body import Body, pose_body
from generator.model import Position

EVERYBODY = pytest.mark.parametrize("person", PEOPLE.values(), ids=lambda person: person.name)
RIGHT, FRONT, LEFT, BEHIND = Camera(0, 0), Camera(90, 0), Camera(180, 0), Camera(-90, 0)
AROUND = [Camera(azimuth, rise) for azimuth, rise in product(range(-180, 180, 30), (-25, 0, 40))]


def stand(person: Person, position: Position = "standing") -> Body:
    frame = Frame(1, "", "", position, FRONT, {})
    return pose_body(frame, person.build)


def see(person: Person, camera: Camera) -> list[Piece]:
    return see_body(stand(person), camera, person)


def see_body(body: Body, camera: Camera, person: Person) -> list[Piece]:
    view = View(camera)
    return draw_head(body, view, person, Trunk(body, view).bare_neck)


def area_of(pieces: list[Piece], *fills: str) -> Geometry:
    return shapely.union_all([s.area for piece in pieces for s in piece.shapes if s.fill in fills])


def count_eyes(person: Person, camera: Camera) -> int:
    eyes = shapely.get_parts(area_of(see(person, camera), "eye"))
    return sum(eye.area > 0.1 for eye in eyes)


@EVERYBODY
def test_a_face_has_two_eyes_from_the_front_one_from_the_side_none_from_behind(
    person: Person,
) -> None:
    """Eyes look at the viewer only where the face does."""
    cameras = (FRONT, Camera(45, 8), RIGHT, LEFT, BEHIND)
    assert [count_eyes(person, camera) for camera in cameras] == [2, 2, 1, 1, 0]


@EVERYBODY
def test_eyes_lie_level_inside_the_face_at_half_its_height(person: Person) -> None:
    """From the front, the eyes are mirror images at the middle of the head."""
    pieces = see(person, FRONT)
    eyes = [eye.centroid for eye in shapely.get_parts(area_of(pieces, "eye"))]
    skin = next(s for piece in pieces for s in piece.shapes if s.part == "head").area
    left, top, right, bottom = skin.bounds
    assert eyes[0].y == pytest.approx(eyes[1].y, abs=0.01)
    assert eyes[0].x + eyes[1].x == pytest.approx(left + right, abs=0.05)
    assert (eyes[0].y - top) / (bottom - top) == pytest.approx(0.5, abs=0.04)


@EVERYBODY
def test_a_profile_has_a_nose(person: Person) -> None:
    """Seen from the right the nose stands out to the right, from the left to the left."""
    for camera, out in ((RIGHT, 1), (LEFT, -1)):
        pieces = see(person, camera)
        skin = next(s for piece in pieces for s in piece.shapes if s.part == "head").area
        tip = max(shapely.get_coordinates(skin), key=lambda point: point[0] * out)
        brow, chin = (skin.intersection(level(skin, share)).bounds for share in (0.42, 0.9))
        end = 2 if out > 0 else 0
        assert (tip[0] - brow[end]) * out > 0.8
        assert (tip[0] - chin[end]) * out > 1.5


def level(area: Geometry, share: float) -> Geometry:
    left, top, right, bottom = shapely.bounds(area)
    height = top + share * (bottom - top)
    return shapely.LineString([(left - 5, height), (right + 5, height)])


@EVERYBODY
def test_the_back_of_a_head_shows_no_face(person: Person) -> None:
    """From behind, what hair or a scarf leaves bare is nape and a bald crown, no more."""
    pieces = see(person, BEHIND)
    features = [s.lines for piece in pieces for s in piece.shapes if s.part in {"face", "glasses"}]
    assert shapely.length(shapely.union_all(features)) == 0
    skin = next(s for piece in pieces for s in piece.shapes if s.part == "head").area
    bare = shapely.difference(skin, area_of(pieces, "hair", "cover"))
    assert shapely.area(bare) < (0.35 if person.hair == "receding" else 0.25) * skin.area


def test_a_lens_seen_edge_on_is_no_blot() -> None:
    """From the side to the front, ever more is seen of glasses: no rim comes and goes again."""
    pieces = [see(PEOPLE["grey-bob"], Camera(azimuth, 0)) for azimuth in range(0, 91, 6)]
    rims = [
        [s.lines for piece in each for s in piece.shapes if s.part == "glasses"] for each in pieces
    ]
    seen = [float(shapely.length(shapely.union_all(lines))) for lines in rims]
    assert seen == sorted(seen)


@EVERYBODY
def test_from_the_front_hair_leaves_the_face_free(person: Person) -> None:
    """Eyes, nose and mouth lie on bare skin: hair frames them."""
    pieces = see(person, FRONT)
    hair = [s for piece in pieces for s in piece.shapes if s.part == "hair" and s.fill]
    bone = stand(person).bones["head"]
    places = bone.at(np.array([(9, y, z) for y in (1.5, 3, 6.5, 8.5) for z in (-3.5, 0, 3.5)]))
    points = shapely.points(View(FRONT).project(places))
    assert not shapely.contains(hair[-1].area, points).any()


@EVERYBODY
@pytest.mark.parametrize("azimuth", range(0, 181, 30))
def test_no_mouth_runs_into_the_nose(person: Person, azimuth: int) -> None:
    """From wherever the face is seen, bent forward or not, a mouth keeps clear of the nose."""
    for rise in (-25, 0, 20, 40, 60):
        seen = Seen(stand(person).bones["head"], View(Camera(azimuth, rise)))
        nose = outline_nose(seen)
        mouth = see_mouth(seen, nose)
        assert shapely.is_empty(mouth) or shapely.distance(mouth, nose) > 0.5


@EVERYBODY
def test_the_left_profile_mirrors_the_right_one(person: Person) -> None:
    """A head has two equal halves, whatever it wears, but for a parting at one side."""
    unlike = 0.06 if person.hair == "bob" else 0.02
    right, left = see(person, RIGHT), see(person, LEFT)
    for fill in ("skin", "hair", "cover", "eye"):
        one, other = area_of(right, fill), area_of(left, fill)
        mirrored = shapely.transform(other, lambda points: points * (-1, 1))
        apart = shapely.area(shapely.symmetric_difference(one, mirrored))
        assert apart < unlike * shapely.area(one) + 0.2


@EVERYBODY
def test_no_side_loses_the_head(person: Person) -> None:
    """From 36 sides the skull is covered by paint, and every area is sound."""
    body = stand(person)
    for camera in AROUND:
        view = View(camera)
        pieces = see_body(body, camera, person)
        covered = shapely.union_all([piece.silhouette for piece in pieces])
        spheres = np.concatenate([c.spheres for c in body.chains if c.part == "head"])
        circles = [
            shapely.Point(place).buffer(radius * 0.9)
            for place, radius in zip(view.project(spheres[:, :3]), spheres[:, 3], strict=True)
        ]
        assert shapely.area(shapely.difference(shapely.union_all(circles), covered)) < 2
        assert all(shapely.is_valid(s.area) for piece in pieces for s in piece.shapes)


@EVERYBODY
@pytest.mark.parametrize("rise", [-20, 0, 8, 45])
def test_from_no_side_is_hair_lost(person: Person, rise: int) -> None:
    """All round the head, in steps of ten degrees, hair, beard or scarf is there to be seen."""
    body = stand(person)
    for azimuth in range(-180, 180, 10):
        pieces = see_body(body, Camera(azimuth, rise), person)
        assert shapely.area(area_of(pieces, "hair", "cover")) > 25


def test_only_grey_beard_has_a_beard_and_it_leaves_the_nose_free() -> None:
    """A beard lies below the nose, from cheek to cheek."""
    bearded = [
        person.name
        for person in PEOPLE.values()
        if any(s.part == "beard" for piece in see(person, FRONT) for s in piece.shapes)
    ]
    assert bearded == ["grey-beard"]
    pieces = see(PEOPLE["grey-beard"], FRONT)
    beard = next(s for piece in pieces for s in piece.shapes if s.part == "beard").area
    eyes = area_of(pieces, "eye")
    assert beard.bounds[2] - beard.bounds[0] > 10
    assert not beard.intersects(eyes)


@pytest.mark.parametrize("camera", AROUND[::5], ids=str)
def test_a_headscarf_shows_neither_hair_nor_ears(camera: Camera) -> None:
    """Under a scarf only the face is seen."""
    pieces = see(PEOPLE["headscarf"], camera)
    assert {s.fill for piece in pieces for s in piece.shapes if s.fill} <= {"skin", "cover", "eye"}
    assert not [s for piece in pieces for s in piece.shapes if s.part == "ear"]


def test_a_head_looks_the_same_whichever_way_the_body_lies() -> None:
    """Lying on the back and seen from above is standing and seen from the front, lying down."""
    person = PEOPLE["short-hair"]
    lying = see_body(stand(person, "lying-on-back"), Camera(0, 89.99), person)
    upright = see(person, FRONT)
    for fill in ("skin", "hair", "eye"):
        areas = [shapely.area(area_of(pieces, fill)) for pieces in (lying, upright)]
        assert areas[0] == pytest.approx(areas[1], rel=0.25)
