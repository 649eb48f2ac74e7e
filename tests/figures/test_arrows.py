"""Arrows show the way that a part goes, and hide nothing that matters."""

from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from shapely import Point

from generator.figures.drawing import arrows
from generator.figures.drawing.arrows import draw_arrows
from generator.figures.drawing.shapes import Piece
from generator.figures.drawing.view import View
from generator.figures.drawing.ways import follow_part
from generator.figures.people import PEOPLE
from generator.figures.pose import Frame
from generator.figures.posefile.reading import read_figure
from generator.figures.posing.body import Body, pose_body
from generator.figures.props.spots import place_of

Array = NDArray[np.float64]
BUILD = PEOPLE["short-hair"].build
EXERCISES = Path(__file__).parents[2] / "content" / "exercises"

CURL = """
    position: lying-on-front
    camera: from the right
    joints: {right knee: {flexion: 90}}
    arrows: [{part: right heel, since: {right knee: {flexion: 20}}}]
"""
BOW = """
    position: standing
    camera: from the right
    supports: [left foot]
    joints: {left hip: {flexion: 40}, right hip: {flexion: 40}}
    arrows: [{part: chest, since: {left hip: {flexion: 5}, right hip: {flexion: 5}}}]
"""


def read(text: str) -> tuple[Frame, ...]:
    figure = read_figure("test.pose.yaml", text, [])
    assert figure
    return figure.frames


def posed(words: str) -> tuple[Frame, Body, View]:
    one = "frames:\n  - {caption: One, description: Two.}\n"
    (frame,) = read(f"side: right\n{dedent(words)}\n{one}")
    return frame, pose_body(frame, BUILD), View(frame.camera)


def arrow(words: str) -> Piece:
    (piece,) = draw_arrows(*posed(words))
    return piece


def tip_and_tail(piece: Piece) -> tuple[Array, Array]:
    """Where an arrow ends: the corner of its head that is farthest from where its shaft begins."""
    shaft, head = piece.shapes[-2:]
    tail = shapely.get_coordinates(shaft.lines)[0]
    corners = shapely.get_coordinates(head.area)
    return corners[np.linalg.norm(corners - tail, axis=1).argmax()], tail


def test_an_arrow_follows_its_part_from_the_earlier_pose() -> None:
    """The way begins where the heel is at the earlier angle and ends where it is in the frame."""
    frame, body, _ = posed(CURL)
    _, earlier, _ = posed(CURL.replace("90", "20").replace("flexion: 20}}}]", "flexion: 10}}}]"))
    way = follow_part(frame.arrows[0], frame, body)
    assert way[0] == pytest.approx(place_of(earlier.bones, "right heel"), abs=1)
    assert way[-1] == pytest.approx(place_of(body.bones, "right heel"), abs=0.1)


def test_what_bears_the_weight_stays() -> None:
    """Who bends forward on the left leg keeps that foot where it is; the chest's way shows it."""
    frame, body, _ = posed(BOW)
    _, upright, _ = posed(BOW.replace("flexion: 40", "flexion: 5"))
    step = body.bones["left foot"].origin - upright.bones["left foot"].origin
    way = follow_part(frame.arrows[0], frame, body)
    assert way[0] == pytest.approx(place_of(upright.bones, "chest") + step, abs=1)
    assert way[-1, 1] < way[0, 1]


@pytest.mark.parametrize(
    ("toward", "direction"),
    [("up", (0, -1)), ("down", (0, 1)), ("forward", (1, 0)), ("backward", (-1, 0))],
)
def test_a_straight_arrow_points_where_its_word_says(
    toward: str, direction: tuple[float, float]
) -> None:
    """Of a person seen from the right, forward is to the right of the picture and up is up."""
    piece = arrow(f"""
        position: standing
        camera: from the right
        arrows: [{{part: pelvis, toward: {toward}}}]
    """)
    tip, tail = tip_and_tail(piece)
    way = (tip - tail) / np.linalg.norm(tip - tail)
    assert way @ np.array(direction) > 0.95


def test_left_and_right_are_the_person_s_own() -> None:
    """Of a person seen from the front, right is to the left of the picture."""
    piece = arrow("""
        position: standing
        camera: from the front
        arrows: [{part: chest, toward: right}]
    """)
    tip, tail = tip_and_tail(piece)
    assert tip[0] < tail[0] - 10


def test_an_arrow_for_a_small_movement_can_still_be_seen() -> None:
    """Even two degrees make an arrow of 15 cm, which is 4 mm in the smallest picture."""
    piece = arrow(CURL.replace("flexion: 20", "flexion: 88"))
    tip, tail = tip_and_tail(piece)
    assert np.linalg.norm(tip - tail) > 15


def test_what_an_arrow_crosses_is_parted_from_it() -> None:
    """An arrow beside the body has no halo; one that must cross it has one, wider all round."""
    way = np.linspace([0.0, 0.0], [40.0, 0.0], 24)
    beside, across = (arrows._draw(way, crosses=crosses) for crosses in (False, True))
    assert [shape.line for shape in beside.shapes] == ["arrow", "arrow"]
    assert [shape.line for shape in across.shapes] == ["halo", "halo", "arrow", "arrow"]
    halo, painted = across.shapes[:2], across.shapes[2:]
    assert all(wide.width > narrow.width + 2 for wide, narrow in zip(halo, painted, strict=True))


def test_a_part_that_does_not_move_has_no_arrow() -> None:
    """When only the knee bends, the head has no way to show."""
    assert draw_arrows(*posed(CURL.replace("right heel", "head"))) == []


@pytest.mark.parametrize("elevation", [0, 8])
def test_an_arrow_straight_at_the_viewer_comes_down_the_picture(elevation: int) -> None:
    """Seen exactly from the front, forward has no direction across the picture."""
    piece = arrow(f"""
        position: standing
        camera: {{view: from the front, turn: 12, height: {elevation - 8}}}
        arrows: [{{part: right knee, toward: forward}}]
    """)
    tip, tail = tip_and_tail(piece)
    assert tip[1] > tail[1] + 15


def test_a_frame_without_arrows_draws_none() -> None:
    """Nothing is drawn where nothing moves."""
    assert draw_arrows(*posed("position: standing\ncamera: from the front\n")) == []


@pytest.mark.parametrize("path", sorted(EXERCISES.glob("*.pose.yaml")), ids=lambda path: path.stem)
def test_no_arrow_of_the_sample_crosses_a_head(path: Path) -> None:
    """Faces stay whole, and little of the body is hidden."""
    for frame in read(path.read_text(encoding="utf-8")):
        body, view = pose_body(frame, BUILD), View(frame.camera)
        discs = {
            part: shapely.union_all(
                [
                    Point(place).buffer(radius)
                    for chain in body.chains
                    if (chain.part == "head") == (part == "head")
                    for place, radius in zip(
                        view.project(chain.spheres[:, :3]), chain.spheres[:, 3], strict=True
                    )
                ]
            )
            for part in ("head", "body")
        }
        for piece in draw_arrows(frame, body, view):
            assert shapely.area(shapely.intersection(piece.silhouette, discs["head"])) == 0
            hidden = shapely.area(shapely.intersection(piece.silhouette, discs["body"]))
            assert hidden < shapely.area(piece.silhouette) / 2
