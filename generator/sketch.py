"""Draws one figure: what a worker process is given, and what it gives back."""

import re
from dataclasses import dataclass, replace

from generator.errors import Problem
from generator.figures.illustration import FramePicture, Illustration
from generator.figures.pose import Figure, Style

# What an SVG of ours begins with: the part of the picture that it shows, and its size.
_SHOWN = re.compile(r'viewBox="(-?\d+) (-?\d+) (\d+) (\d+)" width="\d+" height="\d+"')
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
        return draw_figure(
            sketch.figure, sketch.person, mirrored=sketch.mirrored, style=sketch.style
        )
    except Exception as error:  # noqa: BLE001 whatever a pose brings up is said of its file
        message = f"the figure cannot be drawn: {type(error).__name__}: {error}"
        hint = "look for an angle or a place that no body can take"
        return Illustration((), (Problem(sketch.figure.path, 1, message, hint),))


def give_one_size(illustration: Illustration) -> Illustration:
    """The frames on sheets of one size, each in the middle and at the foot of its own.

    A browser fits each frame into a box of the page. So that nobody looks larger in one than in
    the next, all must be equally large.
    """
    width = max((frame.width for frame in illustration.frames), default=0)
    height = max((frame.height for frame in illustration.frames), default=0)
    frames = (_enlarge(frame, width, height) for frame in illustration.frames)
    return replace(illustration, frames=tuple(frames))


def _enlarge(frame: FramePicture, width: float, height: float) -> FramePicture:
    """The frame with as much room left, right and above that it is so wide and high."""

    def write_size(shown: re.Match[str]) -> str:
        left, top, wide, high = map(int, shown.groups())
        wider, higher = round(wide * width / frame.width), round(high * height / frame.height)
        left, top = left - (wider - wide) // 2, top - (higher - high)
        return f'viewBox="{left} {top} {wider} {higher}" width="{wider}" height="{higher}"'

    return FramePicture(_SHOWN.sub(write_size, frame.svg, count=1), width, height)
