"""Builds tables, benches, steps, chairs and rails to size, under or beside a part of the body.

The measures are our own estimates of common furniture, in centimetres.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from generator.figures.props.solids import UP, Bar, Box, Face, Solid

Array = NDArray[np.float64]

# Thinner legs look as if the thing could tip over.
_LEG = 5.5
HEAVY_LEG = 9.0
_RAIL = 1.9
_BACK_REST = 40.0


def build_table(top: Box, board: float = 5.0) -> tuple[Solid, ...]:
    """A board on four legs that takes the space of `top`, down to the floor."""
    ahead, height, across = top.size
    legs = (
        Box(foot + (height - board) * UP, (_LEG, height - board, _LEG), covered=True)
        for foot in _corners(top, _LEG / 2 + 1.5)
    )
    return (*legs, Box(top.top, (ahead, board, across)))


def build_chair(seat: Box, back: Array) -> tuple[Solid, ...]:
    """A seat on four legs, its back rest in the direction `back`; the top rail comes last."""
    half = seat.size[0] / 2
    behind = seat.top + (half - 1.5) * back + _BACK_REST * UP
    across = np.abs(np.cross(back, UP))
    posts = (
        Box(behind + side * (half - 2) * across, _along(back, 3.0, _BACK_REST, 4.0))
        for side in (-1, 1)
    )
    return (*build_table(seat), *posts, Box(behind, _along(back, 3.0, 16.0, seat.size[0] - 8)))


def build_rail(middle: Array, along: Array, length: float) -> tuple[tuple[Solid, ...], Bar]:
    """A hand rail fixed to the floor: a bar on two posts, and the bar to hold."""
    half = along * length / 2
    bar = Bar(middle - half, middle + half, _RAIL)
    posts = (*_post(middle - 0.7 * half), *_post(middle + 0.7 * half))
    return (*posts, bar), bar


def build_table_end(corner: Array, away: Array, across: Array) -> tuple[Solid, ...]:
    """The end of a heavy table whose leg stands at `corner`; the rest is beyond the picture."""
    leg, far = corner * (1 - UP), corner * (1 - UP) + 44 * across
    top = (leg + far) / 2 + 9 * away + 46 * UP
    board = Box(top, _along(away, 30.0, 7.0, 58.0), cut=away)
    legs = (Box(foot + 39 * UP, (HEAVY_LEG, 39.0, HEAVY_LEG), covered=True) for foot in (far, leg))
    return (*legs, board)


def top_of(block: Solid) -> Face:
    """The upper face of a block."""
    if not isinstance(block, Box):
        raise TypeError(f"{type(block).__name__} has no flat top")
    return block.faces[0]


def _post(top: Array) -> Iterator[Solid]:
    foot = top * (1 - UP)
    yield Box(foot + 2 * UP, (11.0, 2.0, 11.0), "metal")
    yield Bar(foot + 2 * UP, top, _RAIL)


def _along(axis: Array, deep: float, high: float, wide: float) -> tuple[float, float, float]:
    """The size of a block that is `deep` along a level axis of the room and `wide` across it."""
    ahead, _, across = np.abs(axis) * deep + (1 - np.abs(axis)) * wide
    return float(ahead), high, float(across)


def _corners(box: Box, inset: float) -> Iterator[Array]:
    ahead, _, across = box.size
    for x in (-1, 1):
        for z in (-1, 1):
            yield np.array(
                [box.top[0] + x * (ahead / 2 - inset), 0.0, box.top[2] + z * (across / 2 - inset)]
            )
