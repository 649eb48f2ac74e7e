"""Draws one figure: what a worker process is given, and what it gives back."""

import re
from dataclasses import dataclass

from generator.errors import Problem
from generator.figures.pose import Figure, Style

_OTHER = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
# A right angle stays one, and "right away" is no side.
_SIDE = re.compile(r"\b(?:[Ll]eft|[Rr]ight(?!\s+(?:angle|away)))\b")


@dataclass(frozen=True)
class Sketch:
    """One figure to draw, of whom and how; `mirrored` shows the other side of the body.

    `text` is the pose file that the figure was read from.
    """

    figure: Figure
    text: str
    person: str
    mirrored: bool
    style: Style


@dataclass(frozen=True)
class FramePicture:
    """One frame as an SVG file, and its size in centimetres of the person's own."""

    svg: str
    width: float
    height: float


@dataclass(frozen=True)
class Illustration:
    """A figure as it was drawn, frame by frame, and what is wrong with its pose."""

    frames: tuple[FramePicture, ...]
    problems: tuple[Problem, ...]


def is_mirrored(drawn: str, wanted: str) -> bool:
    """Whether a figure that was posed for one side must be flipped to show the other."""
    return {drawn, wanted} == {"left", "right"}


def name_other_side(text: str) -> str:
    """A caption or description of a figure that is mirrored: left and right trade places."""
    return _SIDE.sub(lambda word: _OTHER[word[0]], text)


def draw(sketch: Sketch) -> Illustration:
    """The pictures of a figure."""
    # Not at the top: a build that has nothing to draw does not load the libraries for it.
    from generator.figures.drawing.picture import draw_figure

    try:
        drawn = draw_figure(
            sketch.figure, sketch.person, mirrored=sketch.mirrored, style=sketch.style
        )
    except Exception as error:  # noqa: BLE001 whatever a pose brings up is said of its file
        message = f"the figure cannot be drawn: {type(error).__name__}: {error}"
        hint = "look for an angle or a place that no body can take"
        return Illustration((), (Problem(sketch.figure.path, 1, message, hint),))
    frames = (FramePicture(frame.svg, frame.width, frame.height) for frame in drawn.frames)
    return Illustration(tuple(frames), tuple(drawn.problems))
