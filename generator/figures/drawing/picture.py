"""Draws the frames of a figure: from posed bodies to SVG."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import shapely
from shapely import Geometry

from generator.errors import Problem
from generator.figures.drawing.arrows import draw_arrows
from generator.figures.drawing.flatten import flatten
from generator.figures.drawing.furniture import draw_props
from generator.figures.drawing.head import draw_head
from generator.figures.drawing.layers import sort_pieces
from generator.figures.drawing.limbs import draw_trunk_and_limbs
from generator.figures.drawing.marks import lay_marks
from generator.figures.drawing.muscles import draw_highlight
from generator.figures.drawing.palette import colours
from generator.figures.drawing.shapes import Piece, Shape
from generator.figures.drawing.svg import write_svg
from generator.figures.drawing.trunk import Trunk
from generator.figures.drawing.view import View
from generator.figures.illustration import FramePicture, Illustration
from generator.figures.people import PEOPLE, Person
from generator.figures.pose import Figure, Frame, Style
from generator.figures.posing.body import Body, pose_body


def draw_figure(
    figure: Figure, person: str, *, mirrored: bool = False, style: Style = "colour"
) -> Illustration:
    """Draw a figure with one of the people; `mirrored` shows the other side of the body."""
    who = PEOPLE[person]
    light = colours(who, style)
    dark = colours(who, style, dark=True) if style == "colour" else None
    frames, problems = [], []
    for frame in figure.frames:
        body = pose_body(frame, who.build)
        problems += [
            Problem(figure.path, wrong.line, wrong.message, wrong.hint, wrong.severity)
            for wrong in body.problems
        ]
        pieces = draw_pieces(frame, body, who)
        problems += _find_unseen(figure, frame, pieces)
        shapes = flatten(pieces)
        picture = [_mirror(shape) for shape in shapes] if mirrored else shapes
        frames.append(FramePicture(*write_svg(picture, frame.caption, light, dark)))
    return Illustration(tuple(frames), tuple(dict.fromkeys(problems)))


def _find_unseen(figure: Figure, frame: Frame, pieces: Sequence[Piece]) -> Iterator[Problem]:
    """A highlight of which nothing is seen."""
    if frame.highlight and not any(piece.name == "highlight" for piece in pieces):
        line = frame.lines.get("highlight", 0)
        hint = "choose a camera that looks at that side of the body, or leave the highlight out"
        message = f"the camera sees nothing of the highlight: {', '.join(frame.highlight)}"
        yield Problem(figure.path, line, message, hint, "warning")


def draw_pieces(frame: Frame, body: Body, person: Person) -> list[Piece]:
    """Everything in the picture, the farthest first."""
    view = View(frame.camera)
    trunk = Trunk(body, view)
    flesh = draw_trunk_and_limbs(trunk, person)
    silhouettes = {piece.name: piece.silhouette for piece in flesh}
    head = draw_head(body, view, person, trunk.bare_neck)
    marks = draw_highlight(body, view, frame.highlight, silhouettes)
    ordered = sort_pieces((*draw_props(frame, body, view), *flesh, *head))
    return [*lay_marks(ordered, marks), *draw_arrows(frame, body, view)]


def _mirror(shape: Shape) -> Shape:
    return replace(shape, area=_flip(shape.area), lines=_flip(shape.lines))


def _flip(geometry: Geometry) -> Geometry:
    flipped: Geometry = shapely.transform(geometry, lambda points: points * (-1.0, 1.0))
    return flipped
