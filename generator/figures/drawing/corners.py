"""Splits lines at their corners: the runs between them are smooth, and are fitted with curves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.figures.drawing.shapes import Array

# A corner is a turn of more than this within a few millimetres (degrees, cm).
CORNER = 42.0
CORNER_SPAN = 0.25
# Points nearer to each other than this are one, in cm.
SAME = 1e-6
# A closed line has at least so many points, its first twice.
CLOSED = 4

# Points and vectors of the picture as complex numbers: x + iy.
Plane = NDArray[np.complex128]
Places = NDArray[np.intp]


class Run(NamedTuple):
    """A stretch of a line without corners; a `loop` goes on where it began."""

    line: int
    points: Plane
    loop: bool


def split_corners(lines: Sequence[Array]) -> list[Run]:
    """The runs of lines, each of shape (n, 2), in their order; a line of one point has none."""
    if not lines:
        return []
    row = _lay_in_a_row(lines)
    ends = zip(row.first.tolist(), row.last.tolist(), row.closed.tolist(), strict=True)
    return [
        run
        for number, ((first, last, closed), corners) in enumerate(
            zip(ends, _find_corners(row), strict=True)
        )
        if last > first
        for run in _split(number, row.points[first : last + 1], closed, corners)
    ]


@dataclass(frozen=True)
class _Row:
    """All points of all lines, and the first and the last of each line."""

    points: Plane
    first: Places
    last: Places
    closed: NDArray[np.bool_]


class _Turn(NamedTuple):
    """A place on a row that may be a corner: which point, how far along, and how it turns."""

    point: int
    at: float
    turn: float


def _lay_in_a_row(lines: Sequence[Array]) -> _Row:
    points = np.concatenate(lines)
    plane = points[:, 0] + 1j * points[:, 1]
    line = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    new = np.append(True, (np.abs(np.diff(plane)) > SAME) | (np.diff(line) > 0))
    plane, counts = plane[new], np.bincount(line[new], minlength=len(lines))
    last = np.cumsum(counts) - 1
    first = last - counts + 1
    closed = (counts >= CLOSED) & (np.abs(plane[first] - plane[last]) < SAME)
    return _Row(plane, first, last, closed)


def _find_corners(row: _Row) -> list[list[int]]:
    """The corners of each line, as the numbers of its own points."""
    turns, at = _measure_turns(row)
    # A corner may be shared by close neighbours.
    total = np.append(0.0, np.cumsum(turns))
    beyond = np.searchsorted(at, at + CORNER_SPAN, side="right")
    ahead = np.searchsorted(at, at - CORNER_SPAN, side="left")
    sharp = np.flatnonzero(np.abs(total[beyond] - total[ahead]) > CORNER)
    found = list(map(_Turn, sharp.tolist(), at[sharp].tolist(), turns[sharp].tolist()))
    low = np.searchsorted(sharp, row.first).tolist()
    high = np.searchsorted(sharp, row.last).tolist()
    # An open line has no corner at its ends.
    room = np.where(row.closed, 0.0, CORNER_SPAN)
    least, most = (at[row.first] + room).tolist(), (at[row.last] - room).tolist()
    return [
        [corner - first for corner in _choose_corners(found[a:b], start, end)]
        for first, a, b, start, end in zip(row.first.tolist(), low, high, least, most, strict=True)
    ]


def _measure_turns(row: _Row) -> tuple[Array, Array]:
    """How sharply a row turns at its points, in degrees, and how far along it they are."""
    steps = np.diff(row.points)
    before, after = np.append(0, steps), np.append(steps, 0)
    # A closed line goes on at its ends, an open one does not turn there.
    before[row.first] = np.where(row.closed, steps[row.last - 1], after[row.first])
    onward = steps[np.minimum(row.first, len(steps) - 1)]
    after[row.last] = np.where(row.closed, onward, before[row.last])
    turns = np.angle(after * before.conj(), deg=True)
    # Between lines is a gap that no corner spans.
    lengths = np.abs(before)
    lengths[row.first] = 4 * CORNER_SPAN
    return turns, np.cumsum(lengths)


def _choose_corners(found: Sequence[_Turn], start: float, end: float) -> list[int]:
    """The sharpest point of each corner of a line between two places on it."""
    corners: list[_Turn] = []
    for turn in found:
        if turn.at < start or turn.at > end:
            continue
        if not corners or turn.at - corners[-1].at >= 2 * CORNER_SPAN:
            corners.append(turn)
        elif abs(turn.turn) > abs(corners[-1].turn):
            corners[-1] = turn
    return [corner.point for corner in corners]


def _split(number: int, points: Plane, closed: bool, corners: Sequence[int]) -> Iterator[Run]:
    if closed and not corners:
        yield Run(number, points, loop=True)
        return
    if closed:
        # Begin at a corner.
        start = corners[0]
        points = np.concatenate([points[start:-1], points[: start + 1]])
        corners = [corner - start for corner in corners[1:]]
    for begin, end in pairwise((0, *corners, len(points) - 1)):
        yield Run(number, points[begin : end + 1], loop=False)
