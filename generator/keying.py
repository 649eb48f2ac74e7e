"""Keys the steps of an exercise to the frames of its figure: checks both, and groups the steps."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.errors import Problem
from generator.figures.pose import Figure
from generator.model import Exercise, Step
from generator.parse import did_you_mean
from generator.read import POSE_FILE
from generator.sidedness import check_sides

# What was meant to name a frame, and does not.
_MARK = re.compile(r"\{[\d\s,.]*\}")
_ENDING = re.compile(r"\{[1-9]\d?\}\s*$")


@dataclass(frozen=True)
class StepGroup:
    """Steps that stand together, counted on from `first`, and the number of the frame beside."""

    first: int
    steps: tuple[Step, ...]
    frame: int | None


def group_steps(steps: tuple[Step, ...]) -> tuple[StepGroup, ...]:
    """The steps in groups, each up to the step that first names a frame.

    Steps that name the same frame one after the other stay together, and what follows the last
    frame stays with it.
    """
    groups: list[StepGroup] = []
    shown: set[int] = set()
    start = 0
    for number, step in enumerate(steps, 1):
        following = steps[number].frame if number < len(steps) else None
        if step.frame and step.frame != following and step.frame not in shown:
            shown.add(step.frame)
            groups.append(StepGroup(start + 1, steps[start:number], step.frame))
            start = number
    rest = steps[start:]
    if rest and groups:
        last = groups.pop()
        return (*groups, StepGroup(last.first, last.steps + rest, last.frame))
    return (*groups, StepGroup(1, rest, None)) if rest else tuple(groups)


def steps_of_frame(steps: Iterable[Step], frame: int) -> tuple[int, ...]:
    """The numbers of the steps that a frame shows."""
    return tuple(number for number, step in enumerate(steps, 1) if step.frame == frame)


def check_figures(
    exercises: Mapping[str, Exercise], figures: Mapping[str, Figure], pose_files: Mapping[str, str]
) -> Iterator[Problem]:
    """What does not fit between the exercises and the pose files, whether or not these are good."""
    for slug, exercise in exercises.items():
        yield from _check_marks(exercise)
        yield from _check_picture(exercise, pose_files.get(slug, ""))
        if slug in figures:
            yield from _check_frames(exercise, figures[slug])
            yield from _check_position(exercise, figures[slug])
            yield from check_sides(exercise, figures[slug])


def check_owners(pose_files: Mapping[str, str], slugs: Iterable[str]) -> Iterator[Problem]:
    """A problem for every pose file that has no exercise."""
    known = set(slugs)
    for slug, path in pose_files.items():
        if slug not in known:
            nearest = did_you_mean(slug, known)
            hint = nearest or "a figure has the name of its exercise: rename it, or write the page"
            message = f"there is no exercise content/exercises/{slug}.md to this figure"
            yield Problem(path, 1, message, hint)


def _check_picture(exercise: Exercise, pose_file: str) -> Iterator[Problem]:
    """Whether the pictures that the front matter speaks of are there, and the other way round."""
    path, line = exercise.source.path, exercise.source.line("picture")
    if exercise.picture == "photos" and pose_file:
        message = f"the figure {pose_file} is not shown: picture says photos"
        yield Problem(path, line, message, "write  picture: both, to show it", "warning")
    missing = f"content/exercises/{exercise.slug}{POSE_FILE}"
    if exercise.picture in ("figure", "both") and not pose_file:
        hint = "write the pose file, or take the line out"
        yield Problem(path, line, f"picture is {exercise.picture}, but there is no {missing}", hint)
    if not pose_file:
        for frame in dict.fromkeys(step.frame for step in exercise.body.steps if step.frame):
            message = f"a step names frame {frame} of a figure, but there is no {missing}"
            hint = f"write the pose file, or delete {{{frame}}}"
            yield Problem(path, _line_of_step(exercise, frame), message, hint)


def _check_marks(exercise: Exercise) -> Iterator[Problem]:
    """A problem for each step in which a mark such as {1} would be printed to the patient."""
    for step in exercise.body.steps:
        if mark := _MARK.search(step.text):
            lines = exercise.source.text.split("\n")
            found = (n for n, line in enumerate(lines, 1) if mark[0] in _ENDING.sub("", line))
            message = f"the mark {mark[0]} in a step would be printed"
            hint = "a step ends in the number of its frame, once and with nothing behind it:  {1}"
            yield Problem(exercise.source.path, next(found, 1), message, hint)


def _check_frames(exercise: Exercise, figure: Figure) -> Iterator[Problem]:
    """Whether every step names a frame that is there, and every frame is named."""
    named = dict.fromkeys(step.frame for step in exercise.body.steps if step.frame)
    there = [frame.number for frame in figure.frames]
    for number in named:
        if number not in there:
            message = f"a step names frame {number}, but the figure has {_count(len(there))}"
            hint = f"add it to {PurePosixPath(figure.path).name}, or change {{{number}}}"
            yield Problem(exercise.source.path, _line_of_step(exercise, number), message, hint=hint)
    for frame in figure.frames:
        if frame.number not in named:
            name = PurePosixPath(exercise.source.path).name
            hint = f"in {name} end the step that it shows with {{{frame.number}}}"
            message = f"no step names frame {frame.number}"
            yield Problem(figure.path, frame.lines.get("", 1), message, hint)


def _check_position(exercise: Exercise, figure: Figure) -> Iterator[Problem]:
    """Whether the front matter names a position that the figure shows."""
    shown = dict.fromkeys(frame.position for frame in figure.frames)
    if exercise.position not in shown:
        message = f"position is {exercise.position}, but the figure shows {' and '.join(shown)}"
        hint = f"change it, or the position in {PurePosixPath(figure.path).name}"
        line = exercise.source.line("position")
        yield Problem(exercise.source.path, line, message, hint, "warning")


def _count(frames: int) -> str:
    return f"{frames} frame{'' if frames == 1 else 's'}"


def _line_of_step(exercise: Exercise, frame: int) -> int:
    """The line of the first step that names a frame."""
    ending = re.compile(rf"\{{{frame}\}}\s*$")
    lines = exercise.source.text.split("\n")[exercise.source.body_line - 1 :]
    found = (n for n, line in enumerate(lines, exercise.source.body_line) if ending.search(line))
    return next(found, exercise.source.body_line)
