"""A figure as it was drawn: its frames as pictures, and what is wrong with their poses."""

from dataclasses import dataclass

from generator.errors import Problem


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
