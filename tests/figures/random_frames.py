"""Random poses that a person can take: any start position, seen from any side."""

from typing import get_args

import numpy as np

from generator.figures.people import PEOPLE
from generator.figures.pose import Camera, Frame
from generator.figures.posefile.range_of_motion import MIDLINE_JOINTS, OPPOSITE, RANGES
from generator.figures.posefile.terms import MUSCLES, SIDES, VIEWS
from generator.model import Position

POSITIONS: tuple[Position, ...] = get_args(Position)


def random_frame(seed: int) -> tuple[Frame, str]:
    """A frame without contacts and props, one muscle marked, and who is drawn in it.

    Seeds that follow each other go through every start position from every view. Each joint stands
    anywhere in the range that its own muscles reach.
    """
    chance = np.random.default_rng(seed)
    views = list(VIEWS.items())
    position = POSITIONS[seed % len(POSITIONS)]
    view, (azimuth, elevation) = views[seed // len(POSITIONS) % len(views)]
    frame = Frame(
        number=1,
        caption="",
        description=f"pose {seed}: {position}, {view}",
        position=position,
        camera=Camera(azimuth, elevation),
        joints={joint: _random_angles(chance, joint) for joint in _all_joints()},
        highlight=(str(chance.choice(MUSCLES)),),
    )
    return frame, str(chance.choice(list(PEOPLE)))


def _all_joints() -> list[str]:
    paired = [joint for joint in RANGES if joint not in MIDLINE_JOINTS]
    return [*MIDLINE_JOINTS, *(f"{side} {joint}" for joint in paired for side in SIDES)]


def _random_angles(chance: np.random.Generator, joint: str) -> dict[str, float]:
    """One movement for each axis of a joint, or its way back."""
    limits = RANGES[joint.removeprefix("right ").removeprefix("left ")]
    angles = {}
    for movement, back in OPPOSITE.items():
        if movement in limits and back not in angles:
            angle = chance.uniform(-limits[back].active, limits[movement].active)
            angles[movement if angle >= 0 else back] = abs(float(angle))
    return angles
