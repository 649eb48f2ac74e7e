"""The figure of an exercise as views: its frames, each with the steps that it belongs to."""

from dataclasses import replace
from hashlib import sha256
from operator import itemgetter
from typing import Literal

from generator.edition import frame_path
from generator.figures.illustration import FramePicture
from generator.keying import group_steps, steps_of_frame
from generator.model import Exercise, Step
from generator.place import Place, body_html
from generator.sketch import is_mirrored, name_other_side
from generator.step_views import FigureView, FrameView, StepGroupView, StepView
from generator.words import Words

# Pixels a centimetre of the person: what a browser takes for the size of a frame until it is told.
_PIXELS = 3
# How much wider than high a frame is to need another plate.
_BROAD = 1.4
# Where a figure stands on paper: width and height in millimetres, about as print/handout.css has
# it. It stands beside its steps, wider for more than two frames; in large print it may stand above.
_ROOM, _ROOM_FOR_MANY = (66, 60), (90, 60)
_LARGE_BESIDE = (86, 110)
_LARGE_ABOVE, _LARGE_ABOVE_FOR_MANY = (182, 62), (182, 85)
# How much larger a figure must be above its steps than beside them to stand there.
_WORTH_THE_PLACE = 1.25
# Between two frames is a gap, below each is a line of text.
_GAP, _LINE = 4, 6
_A_PAIR = 2
# The least width of a column, as a share of the highest frame, so that a caption has a place.
_NARROWEST = 0.55


def show_steps(place: Place, exercise: Exercise) -> tuple[StepView, ...]:
    """The steps in their order."""
    return _steps(place, exercise, exercise.body.steps, 1)


def show_groups(place: Place, exercise: Exercise) -> tuple[StepGroupView, ...]:
    """The steps in groups, each with the frame that shows it; one group without a figure."""
    frames = {frame.number: frame for frame in show_frames(place, exercise)}
    if not frames:
        return (StepGroupView(1, show_steps(place, exercise), None),)
    return tuple(
        StepGroupView(
            group.first,
            _steps(place, exercise, group.steps, group.first),
            frames.get(group.frame or 0),
        )
        for group in group_steps(exercise.body.steps)
    )


def show_frames(place: Place, exercise: Exercise) -> tuple[FrameView, ...]:
    """The frames in the order in which the steps name them; none without a figure."""
    illustration = place.edition.illustration(exercise, place.medium)
    if not illustration:
        return ()
    groups = group_steps(exercise.body.steps)
    numbers = [group.frame for group in groups if group.frame]
    return tuple(
        _frame(place, exercise, number, illustration.frames[number - 1]) for number in numbers
    )


def show_figure(place: Place, exercise: Exercise) -> FigureView | None:
    """The frames in as many columns as let them be largest on paper; none without a figure."""
    frames = show_frames(place, exercise)
    if not frames:
        return None
    many = len(frames) > _A_PAIR
    if not place.large:
        return _largest(frames, _ROOM_FOR_MANY if many else _ROOM)[1]
    size_beside, beside = _largest(frames, _LARGE_BESIDE)
    size_above, above = _largest(frames, _LARGE_ABOVE_FOR_MANY if many else _LARGE_ABOVE)
    return replace(above, above=True) if size_above > size_beside * _WORTH_THE_PLACE else beside


def show_thumbnail(place: Place, exercise: Exercise) -> FrameView | None:
    """The frame that stands for the exercise in a list: the last, where the movement ends."""
    frames = show_frames(place, exercise)
    return max(frames, key=lambda frame: frame.number, default=None)


def find_side(place: Place, exercise: Exercise) -> Literal["left", "right", ""]:
    """The side that the pictures show; empty where that is no question."""
    figure = place.edition.library.figures.get(exercise.slug)
    if not figure or figure.side == "both" or exercise.side == "both":
        return ""
    return exercise.side if exercise.side in ("left", "right") else figure.side


def show_side(place: Place, exercise: Exercise) -> str:
    """The same in words."""
    side = find_side(place, exercise)
    if not side:
        return ""
    # A line of a handout has no room for a sentence.
    short = exercise.side in ("left", "right") or place.medium == "print"
    return _side_label(place.words, left=side == "left", short=short)


def _side_label(words: Words, *, left: bool, short: bool) -> str:
    if short:
        return words.say("Left side shown") if left else words.say("Right side shown")
    if left:
        return words.say("The picture shows the left side")
    return words.say("The picture shows the right side")


def _largest(frames: tuple[FrameView, ...], room: tuple[int, int]) -> tuple[float, FigureView]:
    """The frames in as many columns as let them be largest in a room, and how large they are."""
    ways = (_set_in_columns(frames, count) for count in range(1, len(frames) + 1))
    return max(((_scale(way, room), way) for way in ways), key=itemgetter(0))


def _set_in_columns(frames: tuple[FrameView, ...], count: int) -> FigureView:
    narrowest = round(_NARROWEST * max(frame.height for frame in frames))
    rows = tuple(frames[start : start + count] for start in range(0, len(frames), count))
    columns = (frames[start::count] for start in range(count))
    return FigureView(
        rows=rows,
        columns=tuple(max(narrowest, *(frame.width for frame in column)) for column in columns),
        heights=tuple(max(frame.height for frame in row) for row in rows),
    )


def _scale(figure: FigureView, room: tuple[int, int]) -> float:
    """How large the frames can be drawn in a room: millimetres for each of their pixels."""
    rows, columns = len(figure.rows), len(figure.columns)
    wide = (room[0] - _GAP * (columns - 1)) / sum(figure.columns)
    high = (room[1] - _LINE * rows) / sum(figure.heights)
    return min(wide, high)


def _steps(
    place: Place, exercise: Exercise, steps: tuple[Step, ...], first: int
) -> tuple[StepView, ...]:
    drawn = place.edition.illustration(exercise, place.medium) is not None
    return tuple(
        StepView(number, body_html(place, step.html), drawn and step.frame is not None)
        for number, step in enumerate(steps, first)
    )


def _frame(place: Place, exercise: Exercise, number: int, picture: FramePicture) -> FrameView:
    figure = place.edition.library.figures[exercise.slug]
    frame = figure.frames[number - 1]
    flipped = is_mirrored(figure.side, exercise.side)
    caption, description = (
        name_other_side(text) if flipped else text for text in (frame.caption, frame.description)
    )
    return FrameView(
        number=number,
        src=_address(place, exercise, number, picture),
        alt=place.words.say(
            "%(title)s: %(description)s", title=exercise.title, description=description
        ),
        width=round(picture.width * _PIXELS),
        height=round(picture.height * _PIXELS),
        broad=picture.width > picture.height * _BROAD,
        caption=caption,
        steps=steps_of_frame(exercise.body.steps, number),
    )


def _address(place: Place, exercise: Exercise, number: int, picture: FramePicture) -> str:
    """Where a page finds the picture. Paper carries it along, and knows it by what it holds."""
    if place.medium == "print":
        return f"figure:{sha256(picture.svg.encode()).hexdigest()}"
    return place.root + frame_path(exercise.slug, number)
