"""Splits lines at their corners: the runs between them are smooth, and are fitted with curves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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


@dataclass(frozen=True)
class Run:
    """A stretch of a line without corners; a `loop` goes on where it began."""

    line: int
    points: Plane
    loop: bool


def split_corners(lines: Sequence[Array]) -> list[Run]:
    """The runs of lines, each of shape (n, 2), in their order; a line of one point has none."""
    if not lines:
        return []
    row = _lay_in_a_row(lines)
    sharp = _find_turns(row)
    drawn = np.flatnonzero(row.last > row.first).tolist()
    return [run for number in drawn for run in _split(row, number, sharp)]


@dataclass(frozen=True)
class _Row:
    """All points of all lines, and the first and the last of each line."""

    points: Plane
    first: Places
    last: Places
    closed: NDArray[np.bool_]


@dataclass(frozen=True)
class _Turns:
    """How sharply a row turns at its points, how far along, and which of them may be corners."""

    turns: Array
    at: Array
    sharp: Places


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


def _find_turns(row: _Row) -> _Turns:
    """The turns at all points; one may be shared by close neighbours."""
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
    at = np.cumsum(lengths)
    total = np.append(0.0, np.cumsum(turns))
    beyond = np.searchsorted(at, at + CORNER_SPAN, side="right")
    ahead = np.searchsorted(at, at - CORNER_SPAN, side="left")
    sharp = np.abs(total[beyond] - total[ahead]) > CORNER
    return _Turns(turns, at, np.flatnonzero(sharp))


def _split(row: _Row, number: int, turns: _Turns) -> Iterator[Run]:
    first, last = int(row.first[number]), int(row.last[number])
    corners = _choose_corners(row, number, turns)
    points = row.points[first : last + 1]
    if row.closed[number] and not corners:
        yield Run(number, points, loop=True)
        return
    if row.closed[number]:
        # Begin at a corner.
        start = corners[0] - first
        points = np.concatenate([points[start:-1], points[: start + 1]])
        corners, first = corners[1:], corners[0]
    ends = [0, *(corner - first for corner in corners), len(points) - 1]
    for start, end in pairwise(ends):
        yield Run(number, points[start : end + 1], loop=False)


def _choose_corners(row: _Row, number: int, turns: _Turns) -> list[int]:
    """The sharpest point of each corner of a line."""
    first, last = row.first[number], row.last[number]
    low, high = np.searchsorted(turns.sharp, [first, last])
    room = 0.0 if row.closed[number] else CORNER_SPAN
    corners: list[int] = []
    for index in turns.sharp[low:high].tolist():
        if turns.at[index] - turns.at[first] < room or turns.at[last] - turns.at[index] < room:
            continue
        if not corners or turns.at[index] - turns.at[corners[-1]] >= 2 * CORNER_SPAN:
            corners.append(index)
        elif abs(turns.turns[index]) > abs(turns.turns[corners[-1]]):
            corners[-1] = index
    return corners
