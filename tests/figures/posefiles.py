"""A good pose file, what a test changes in it, and what its reader then says."""

from typing import NamedTuple

from generator.errors import Problem
from generator.figures.pose import Figure, Frame
from generator.figures.posefile.reading import read_figure
from generator.figures.posefile.terms import PROPS, phrases

PATH = "content/exercises/stretch.pose.yaml"
POSE = """\
position: lying-on-front
side: right
camera: from the right
joints:
  right knee: {flexion: 120}
  neck: {rotation right: 20}
contacts:
  right hand: holds strap
  left hand: under forehead
props:
  mat:
  strap: round right foot
highlight: [right quadriceps]
frames:
  - caption: Heel towards your buttock
    description: A person lies on the front.
"""
TWO = (
    POSE
    + """\
  - caption: And back
    description: The knee is straight.
"""
)


class Mistake(NamedTuple):
    """A pose file with one mistake, and the problem that it gives."""

    pose: str
    line: int
    message: str
    hint: str


def but(old: str, new: str, pose: str = POSE) -> str:
    """The good pose file with one thing changed."""
    assert old in pose
    return pose.replace(old, new)


def read(text: str) -> Figure:
    """The figure of a pose file that has no problems."""
    problems: list[Problem] = []
    figure = read_figure(PATH, text, problems)
    assert problems == []
    assert figure is not None
    return figure


def read_frame(text: str, number: int = 1) -> Frame:
    """One of its frames, counted from 1."""
    return read(text).frames[number - 1]


def problems_of(text: str) -> list[Problem]:
    """What is wrong with a pose file that cannot be read."""
    problems: list[Problem] = []
    assert read_figure(PATH, text, problems) is None
    return sorted(problems)


def place_of(kind: str) -> str:
    """A place that a prop may have, in words; empty for one that has none."""
    return next(iter(phrases(PROPS[kind].places)), "")


def assert_named(mistake: Mistake) -> None:
    """It is one problem: its line, what is wrong, and what to write instead."""
    (problem,) = problems_of(mistake.pose)
    assert (problem.path, problem.severity) == (PATH, "error")
    assert (problem.line, problem.message) == (mistake.line, mistake.message)
    assert problem.hint == mistake.hint
