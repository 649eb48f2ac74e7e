"""Highlighted muscles: where they lie, from where they are seen, and how they taper."""

from functools import cache

import numpy as np
import pytest
import shapely
from figures.sample_figures import load_figure
from shapely import Geometry

from generator.figures.drawing.layers import sort_pieces
from generator.figures.drawing.limbs import draw_trunk_and_limbs
from generator.figures.drawing.muscles import MUSCLES, draw_highlight
from generator.figures.drawing.picture import draw_figure, draw_pieces
from generator.figures.drawing.shapes import Piece
from generator.figures.drawing.svg import LINE_WIDTH, UNITS
from generator.figures.drawing.trunk import Trunk
from generator.figures.drawing.view import View
from generator.figures.people import PEOPLE, Person
from generator.figures.pose import Camera, Figure, Frame
from generator.figures.posefile.terms import MIDLINE_MUSCLES, PAIRED_MUSCLES
from generator.figures.posing.body import Body, pose_body

RIGHT, FRONT, LEFT, BEHIND = Camera(0, 0), Camera(90, 0), Camera(180, 0), Camera(-90, 0)
AVERAGE = PEOPLE["short-hair"]
PAIR = (("right quadriceps",), ("left quadriceps",))


@cache
def stand(person: Person = AVERAGE) -> Body:
    return pose_body(Frame(1, "", "", "standing", FRONT, {}), person.build)


@cache
def parts_of(camera: Camera, person: Person = AVERAGE) -> dict[str, Geometry]:
    pieces = draw_trunk_and_limbs(Trunk(stand(person), View(camera)), person)
    return {piece.name: piece.silhouette for piece in pieces}


def mark(camera: Camera, *names: str) -> list[Piece]:
    return draw_highlight(stand(), View(camera), names, parts_of(camera))


def area_of(pieces: list[Piece]) -> float:
    marked = [s for piece in pieces for s in piece.shapes if s.fill == "highlight"]
    inside_rim = [shapely.buffer(s.area, -s.width * LINE_WIDTH / UNITS / 2) for s in marked]
    return float(shapely.area(shapely.union_all(inside_rim)))


def test_every_muscle_that_a_pose_file_may_name_can_be_drawn() -> None:
    """The words of the pose file and the strips on the body are the same."""
    assert set(MUSCLES) == {*PAIRED_MUSCLES, *MIDLINE_MUSCLES}


@pytest.mark.parametrize(
    ("muscle", "camera", "hidden"),
    [
        ("right quadriceps", FRONT, BEHIND),
        ("right hamstrings", BEHIND, FRONT),
        ("right calf", BEHIND, FRONT),
        ("right gluteal muscles", BEHIND, FRONT),
        ("right hip flexors", FRONT, BEHIND),
        ("right iliotibial band", RIGHT, LEFT),
        ("left iliotibial band", LEFT, RIGHT),
        ("right deltoid", RIGHT, LEFT),
        ("abdominals", FRONT, BEHIND),
        ("lower abdominals", FRONT, BEHIND),
        ("back muscles", BEHIND, FRONT),
        ("deep neck flexors", FRONT, BEHIND),
    ],
)
def test_a_muscle_is_seen_from_its_own_side_only(
    muscle: str, camera: Camera, hidden: Camera
) -> None:
    """It is marked where it looks at the viewer, and not through the body."""
    assert area_of(mark(camera, muscle)) > 6
    assert area_of(mark(hidden, muscle)) == 0


@pytest.mark.parametrize("muscle", ["quadriceps", "hamstrings", "calf", "abdominals"])
def test_a_muscle_seen_edge_on_is_broad_enough_to_read(muscle: str) -> None:
    """From the side, the commonest camera, the mark is no thinner than 2.5 cm at its broadest."""
    name = muscle if muscle in MIDLINE_MUSCLES else f"right {muscle}"
    (piece,) = mark(RIGHT, name)
    core = piece.shapes[0].area
    assert not shapely.is_empty(shapely.buffer(core, -1.25))


@pytest.mark.parametrize("muscle", PAIRED_MUSCLES)
def test_a_name_without_a_side_marks_both_sides(muscle: str) -> None:
    """From the front or the back, both sides are marked, each as large as the other."""
    camera = FRONT if area_of(mark(FRONT, muscle)) > area_of(mark(BEHIND, muscle)) else BEHIND
    right, left = area_of(mark(camera, f"right {muscle}")), area_of(mark(camera, f"left {muscle}"))
    assert right == pytest.approx(left, rel=0.05)
    assert area_of(mark(camera, muscle)) == pytest.approx(right + left, rel=0.05)


def test_seen_from_the_side_the_nearer_of_a_pair_is_marked() -> None:
    """Both thighs work, one patch says so; the far leg alone is marked if it is named alone."""
    both, right, left = (mark(RIGHT, *names) for names in (("quadriceps",), *PAIR))
    assert [area_of(pieces) for pieces in (both, right)] == [area_of(right)] * 2
    assert area_of(left) > 6


@pytest.mark.parametrize("person", PEOPLE.values(), ids=lambda person: person.name)
@pytest.mark.parametrize("camera", [RIGHT, FRONT, BEHIND, Camera(40, 15)], ids=str)
def test_a_mark_keeps_inside_the_outline_of_the_body(person: Person, camera: Camera) -> None:
    """On any build, rim and all, the mark stays clear of the line round the body."""
    parts = parts_of(camera, person)
    whole = shapely.union_all(list(parts.values()))
    for piece in draw_highlight(stand(person), View(camera), list(MUSCLES), parts):
        assert shapely.within(piece.silhouette, shapely.buffer(whole, -0.3))


def test_a_mark_has_a_white_rim_all_round() -> None:
    """The colour has a white line of 8 mm all round it, and both together are the piece."""
    (piece,) = mark(FRONT, "right quadriceps")
    colour = piece.shapes[0]
    assert (colour.fill, colour.line) == ("highlight", "highlight rim")
    assert shapely.equals(colour.lines, shapely.boundary(colour.area))
    half = colour.width * LINE_WIDTH / UNITS / 2
    assert half == pytest.approx(0.4)
    rimmed = shapely.buffer(colour.area, half)
    assert shapely.hausdorff_distance(rimmed, piece.silhouette) == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize(
    ("muscle", "camera", "part"),
    [("back muscles", BEHIND, "trunk"), ("abdominals", FRONT, "trunk"), ("quadriceps", FRONT, "")],
)
def test_a_mark_is_painted_over_the_clothes(muscle: str, camera: Camera, part: str) -> None:
    """Shirt and shorts, ease and all, are behind the mark that they carry."""
    view = View(camera)
    flesh = draw_trunk_and_limbs(Trunk(stand(), view), AVERAGE)
    marks = draw_highlight(stand(), view, [muscle], parts_of(camera))
    assert marks != []
    ordered = [piece.name for piece in sort_pieces([*flesh, *marks])]
    assert ordered.index("highlight") > ordered.index(part or "right thigh")


@pytest.mark.parametrize(
    ("slug", "part"), [("bridge", "right hand"), ("seated-knee-extension", "trunk")]
)
def test_a_mark_is_behind_what_lies_before_it(slug: str, part: str) -> None:
    """A hand beside the hip and a shirt over the groin are not painted over."""
    figure, person = load_figure(slug)
    frame = figure.frames[0]
    pieces = draw_pieces(frame, pose_body(frame, PEOPLE[person].build), PEOPLE[person])
    ordered = [piece.name for piece in pieces]
    mark, before = ordered.index("highlight"), ordered.index(part)
    covered = pieces[before].silhouette.intersection(pieces[mark].shapes[0].area)
    assert before > mark or covered.area < 0.1


def test_a_mark_tapers_like_a_muscle() -> None:
    """Near its ends the quadriceps is less than three quarters as broad as in the middle."""
    (piece,) = mark(FRONT, "right quadriceps")
    colour = shapely.buffer(piece.shapes[0].area, -0.4)
    left, top, right, bottom = colour.bounds
    widths = []
    for share in (0.08, 0.5, 0.94):
        height = top + share * (bottom - top)
        widths.append(colour.intersection(shapely.LineString([(left, height), (right, height)])))
    upper, middle, lower = (width.length for width in widths)
    assert max(upper, lower) < 0.75 * middle
    assert bottom - top > 2.5 * middle


def test_a_mark_is_nearer_than_the_limb_that_carries_it() -> None:
    """In painter's order a mark lies on its own thigh."""
    body = stand()
    view = View(FRONT)
    pieces = {piece.name: piece for piece in draw_trunk_and_limbs(Trunk(body, view), AVERAGE)}
    areas = {name: piece.silhouette for name, piece in pieces.items()}
    (piece,) = draw_highlight(body, view, ["right quadriceps"], areas)
    spots = shapely.get_coordinates(shapely.boundary(piece.shapes[0].area))
    thigh = pieces["right thigh"].surface(spots)
    assert np.nanmin(piece.surface(spots) - thigh) > 0


@pytest.mark.parametrize(("camera", "lines"), [(FRONT, [7]), (BEHIND, [])], ids=str)
def test_a_highlight_that_is_not_seen_is_a_warning(camera: Camera, lines: list[int]) -> None:
    """Hamstrings before a camera in front of the person are pointed out, with their line."""
    muscles = ("right hamstrings",)
    frame = Frame(1, "", "", "standing", camera, {}, highlight=muscles, lines={"highlight": 7})
    figure = Figure("pose.yaml", "right", "", (frame,))
    found = draw_figure(figure, AVERAGE.name).problems
    assert [problem.line for problem in found] == lines
    assert {problem.severity for problem in found} <= {"warning"}
