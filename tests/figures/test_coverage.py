"""Nothing of a drawn body is lost, and these checks would notice if it were."""

from dataclasses import replace

import numpy as np
import pytest
from figures.coverage import find_losses, find_stray_marks, look_at
from figures.drawn import read_svg
from figures.faults import HEAVIEST, find_faults, find_misprints, find_open_fills
from figures.sample_figures import POSE_FILES, load_figure
from shapely import Geometry, Point, intersection, transform

from generator.figures.anatomy.measures import STATURE
from generator.figures.drawing.palette import colours
from generator.figures.drawing.picture import draw_figure, draw_pieces
from generator.figures.drawing.shapes import Piece, Shape
from generator.figures.drawing.surfaces import at_depth
from generator.figures.drawing.view import View
from generator.figures.people import PEOPLE
from generator.figures.pose import Style
from generator.figures.posing.body import Body, pose_body

BUN = PEOPLE["bun"]


@pytest.mark.slow
@pytest.mark.parametrize("slug", POSE_FILES)
def test_a_figure_is_drawn_whole(slug: str) -> None:
    """What a camera sees of each part is painted as that part, its outlines closed, under 7 KB."""
    figure, person = load_figure(slug)
    assert {
        frame.number: faults for frame in figure.frames if (faults := find_faults(frame, person))
    } == {}


@pytest.mark.slow
@pytest.mark.parametrize("style", ["colour", "line"])
@pytest.mark.parametrize("slug", POSE_FILES)
def test_a_figure_of_the_other_side_is_as_light(slug: str, style: Style) -> None:
    """A mirrored frame weighs no more than 7 KB either, in colour and in lines."""
    figure, person = load_figure(slug)
    frames = draw_figure(figure, person, mirrored=True, style=style).frames
    assert [len(frame.svg) for frame in frames if len(frame.svg.encode()) > HEAVIEST] == []


@pytest.mark.slow
@pytest.mark.parametrize("person", PEOPLE)
def test_a_figure_of_anybody_is_light_and_large_enough(person: str) -> None:
    """Whoever is drawn: 7 KB at most, and in a square 0.7 of the size of who stands, or more."""
    for slug in POSE_FILES:
        for frame in draw_figure(load_figure(slug)[0], person).frames:
            assert len(frame.svg.encode()) <= HEAVIEST, slug
            assert max(frame.width, frame.height) <= STATURE / 0.7, slug


@pytest.fixture(scope="module")
def laid_out() -> tuple[Body, list[Piece], View]:
    """Somebody who stands and raises an arm, as ordered pieces."""
    figure, _ = load_figure("shoulder-abduction")
    frame = figure.frames[-1]
    body = pose_body(frame, BUN.build)
    return body, draw_pieces(frame, body, BUN), View(frame.camera)


@pytest.mark.parametrize("part", ["right forearm", "left hand", "trunk", "left shank"])
def test_a_lost_part_is_found(laid_out: tuple[Body, list[Piece], View], part: str) -> None:
    """A part whose paint is taken away is reported, and nothing else is."""
    body, pieces, view = laid_out
    left = [piece for piece in pieces if piece.name != part]
    assert {loss.part for loss in find_losses(body, look_at(body, left, view), left, view)} == {
        part
    }


def test_a_lost_face_is_found(laid_out: tuple[Body, list[Piece], View]) -> None:
    """A head that looks at the viewer and of which only hair is painted is reported."""
    body, pieces, view = laid_out
    left = [piece for piece in pieces if piece.name != "head"]
    losses = find_losses(body, look_at(body, left, view), left, view)
    assert "face" in {loss.part for loss in losses}


def test_a_part_behind_another_is_found() -> None:
    """A far limb that is painted over a near one is reported."""
    figure, _ = load_figure("squat")
    frame = figure.frames[-1]
    body, view = pose_body(frame, BUN.build), View(frame.camera)
    pieces = draw_pieces(frame, body, BUN)
    sight = look_at(body, pieces, view)
    assert find_losses(body, sight, pieces, view) == []
    assert "right thigh" in {loss.part for loss in find_losses(body, sight, pieces[::-1], view)}


def test_cloth_over_a_far_limb_is_found() -> None:
    """Shorts may go on over the root of a far thigh, but not over all of it."""
    frame = load_figure("bird-dog")[0].frames[0]
    body, view = pose_body(frame, BUN.build), View(frame.camera)
    pieces = draw_pieces(frame, body, BUN)
    sight = look_at(body, pieces, view)
    hip = Point(view.project(body.bones["left thigh"].origin))
    thigh = next(piece.silhouette for piece in pieces if piece.name == "left thigh")

    def lost(cloth: Geometry) -> list[str]:
        patch = Piece("pelvis", (Shape("pelvis", "shorts", cloth, ""),), cloth, at_depth(0))
        return [loss.part for loss in find_losses(body, sight, [*pieces, patch], view)]

    assert "left thigh" not in lost(intersection(thigh, hip.buffer(10)))
    assert "left thigh" in lost(thigh)


def test_paint_over_a_limb_is_found(laid_out: tuple[Body, list[Piece], View]) -> None:
    """A highlight that covers a part without its muscle is reported."""
    body, pieces, view = laid_out
    limb = next(piece for piece in pieces if piece.name == "right shank")
    spot = Shape("highlight", "highlight", limb.silhouette, "")
    marked = [*pieces, Piece("highlight", (spot,), limb.silhouette, limb.surface)]
    sight = look_at(body, marked, view)
    assert find_stray_marks(sight, marked, ["right deltoid", "right calf"]) == []
    stray = find_stray_marks(sight, marked, ["right deltoid"])
    assert [mark.partition(":")[0] for mark in stray] == ["right shank"]


def test_an_open_outline_is_found() -> None:
    """A filled outline that does not return to its beginning is reported."""
    figure, person = load_figure("squat")
    svg = draw_figure(figure, person).frames[0].svg
    assert list(find_open_fills(read_svg(svg))) == []
    assert list(find_open_fills(read_svg(svg.replace("z", "", 1)))) != []


def test_a_curve_astray_is_found(laid_out: tuple[Body, list[Piece], View]) -> None:
    """An SVG in which a limb lies elsewhere than it was laid is reported."""
    _, pieces, _ = laid_out
    figure, _ = load_figure("shoulder-abduction")
    drawing = read_svg(draw_figure(figure, "bun").frames[-1].svg)
    palette = colours(BUN, "colour")
    assert list(find_misprints(drawing, pieces, palette)) == []
    moved = [_move(piece) if piece.name == "right shank" else piece for piece in pieces]
    assert list(find_misprints(drawing, moved, palette)) != []


def _move(piece: Piece) -> Piece:
    return replace(piece, shapes=tuple(shape.over(_aside(shape.area)) for shape in piece.shapes))


def _aside(area: Geometry) -> Geometry:
    moved: Geometry = transform(area, lambda points: points + np.array((6.0, 0.0)))
    return moved
