"""The ways in which a hand or foot can lie on what it touches: where it is and how it is turned."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.directions import cross, unit
from generator.figures.anatomy.hands import GRIP
from generator.figures.anatomy.measures import ANKLE_HEIGHT, PALM, PALM_DEPTH
from generator.figures.anatomy.skeleton import SIDES

Array = NDArray[np.float64]

# How far a hand may turn on a surface from its usual direction, in degrees.
_TURNS = np.array([0.0, 20.0, -20.0, 40.0, -40.0, 60.0, -60.0])
# What a degree of it costs, in degrees of a joint beyond comfort (our own estimate).
_TURN_COSTS = 0.25
# What each place further from the usual one costs a sole.
_SLIDE_COSTS = 2.0
_GRIPS = np.arange(0.0, 360.0, 30.0)
# How much a flat hand slopes down to its fingertips: the ball of the thumb lifts the wrist.
_SLOPE = 0.05


@dataclass(frozen=True)
class Grasps:
    """Ways in which a hand can lie: wrists (n, 3), axes (n, 3, 3), what each costs (n,)."""

    wrists: Array
    hands: Array
    costs: Array


@dataclass(frozen=True)
class Sole:
    """A way in which a foot can stand: its ankle, its axes, and what it costs to stand so."""

    ankle: Array
    foot: Array
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


def hand_grasps(touch: Touch, side: str) -> Grasps:
    """The ways in which a hand can do it."""
    return _fists(touch, side) if touch.grip else _palms(touch, side)


def foot_soles(touches: Sequence[Touch]) -> list[Sole]:
    """The ways in which a sole can rest on one of these."""
    soles = []
    for number, touch in enumerate(touches):
        up = unit(touch.away)
        toes = unit(touch.fingers - up * (touch.fingers @ up))
        foot = np.column_stack([toes, up, cross(toes, up)])
        soles.append(Sole(touch.point + ANKLE_HEIGHT * up, foot, number * _SLIDE_COSTS))
    return soles


def mirrored(way: tuple[float, float, float], sided: float) -> Array:
    """A place or direction on the right side, given for a side: outward is its third number."""
    return np.array([way[0], way[1], sided * way[2]])


def _palms(touch: Touch, side: str) -> Grasps:
    away, out = unit(touch.away), SIDES[side]
    flat = unit(touch.fingers - away * (touch.fingers @ away))
    level = _turned(flat, cross(away, flat), _TURNS)
    fingers, back = unit(level - _SLOPE * away), out * unit(away + _SLOPE * level)
    wrists = touch.point + PALM_DEPTH * away - PALM * fingers
    hands = np.stack([cross(-fingers, back), -fingers, back], axis=-1)
    return Grasps(wrists, hands, np.abs(_TURNS) * _TURN_COSTS)


def _fists(touch: Touch, side: str) -> Grasps:
    """Round a bar from all sides, with the thumb towards either end."""
    along = unit(touch.fingers)
    first = unit(cross(along, np.eye(3)[int(np.argmin(np.abs(along)))]))
    y = -np.tile(_turned(first, cross(along, first), _GRIPS), (2, 1))
    x = np.repeat([along, -along], len(_GRIPS), axis=0)
    hands = np.stack([x, y, cross(x, y)], axis=-1)
    return Grasps(touch.point - hands @ mirrored(GRIP, SIDES[side]), hands, np.zeros(len(hands)))


def _turned(ahead: Array, aside: Array, degrees: Array) -> Array:
    """A direction turned towards another at right angles to it, shape (n, 3)."""
    turns = np.radians(degrees)[:, None]
    turned: Array = np.cos(turns) * ahead + np.sin(turns) * aside
    return turned
