"""The ways in which a hand or foot can lie on what it touches: where it is and how it is turned."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.directions import unit
from generator.figures.anatomy.hands import GRIP
from generator.figures.anatomy.measures import ANKLE_HEIGHT, PALM, PALM_DEPTH
from generator.figures.anatomy.skeleton import SIDES

Array = NDArray[np.float64]

# How far a hand may turn on a surface from its usual direction, in degrees.
_TURNS = (0.0, 20.0, -20.0, 40.0, -40.0, 60.0, -60.0)
# What a degree of it costs, in degrees of a joint beyond comfort (our own estimate).
_TURN_COSTS = 0.25
_GRIPS = np.arange(0.0, 360.0, 30.0)
# How much a flat hand slopes down to its fingertips: the ball of the thumb lifts the wrist.
_SLOPE = 0.05


@dataclass(frozen=True)
class Grasp:
    """A way in which a hand can lie: its wrist, its axes, and what it costs to lie so unusually."""

    wrist: Array
    hand: Array
    cost: float = 0.0


@dataclass(frozen=True)
class Touch:
    """A point to touch, the direction away from what is there, and where fingers or toes point.

    Where `grip` is given, the hand closes round something that runs in its direction.
    """

    point: Array
    away: Array
    fingers: Array
    grip: bool = False


def hand_grasps(touch: Touch, side: str) -> list[Grasp]:
    """The ways in which a hand can do it."""
    return list(_fists(touch, side) if touch.grip else _palms(touch, side))


def foot_on(touch: Touch) -> tuple[Array, Array]:
    """Where the ankle is when the sole rests there, and the axes of the foot."""
    up = unit(touch.away)
    toes = unit(touch.fingers - up * (touch.fingers @ up))
    ankle = touch.point + ANKLE_HEIGHT * up
    return ankle, np.column_stack([toes, up, np.cross(toes, up)])


def mirrored(way: tuple[float, float, float], sided: float) -> Array:
    """A place or direction on the right side, given for a side: outward is its third number."""
    return np.array([way[0], way[1], sided * way[2]])


def _palms(touch: Touch, side: str) -> Iterator[Grasp]:
    away, out = unit(touch.away), SIDES[side]
    flat = unit(touch.fingers - away * (touch.fingers @ away))
    across = np.cross(away, flat)
    for degrees in _TURNS:
        turn = np.radians(degrees)
        level = np.cos(turn) * flat + np.sin(turn) * across
        fingers, back = unit(level - _SLOPE * away), unit(away + _SLOPE * level)
        wrist = touch.point + PALM_DEPTH * away - PALM * fingers
        hand = np.column_stack([np.cross(-fingers, out * back), -fingers, out * back])
        yield Grasp(wrist, hand, abs(degrees) * _TURN_COSTS)


def _fists(touch: Touch, side: str) -> Iterator[Grasp]:
    along, out = unit(touch.fingers), SIDES[side]
    first = unit(np.cross(along, np.eye(3)[int(np.argmin(np.abs(along)))]))
    second = np.cross(along, first)
    for sign in (1.0, -1.0):
        for degrees in _GRIPS:
            turn = np.radians(degrees)
            fingers = np.cos(turn) * first + np.sin(turn) * second
            x, y = sign * along, -fingers
            hand = np.column_stack([x, y, np.cross(x, y)])
            yield Grasp(touch.point - hand @ mirrored(GRIP, out), hand)
