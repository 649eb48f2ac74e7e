"""Curves: polylines fitted with few cubic Bézier segments, corners kept.

The method is Schneider's (*Graphics Gems*, 1990): a segment's two handles by least squares, the
segment split where it misses the line most. All segments of a picture are fitted side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.directions import dot
from generator.figures.drawing.corners import Plane, Run, split_corners
from generator.figures.drawing.shapes import Array

# How far a curve may leave its line, in cm: less than a third of the width of a drawn line.
TOLERANCE = 0.27
# A segment is compared with its line at this many places, and no segment is longer than this.
SAMPLES = 12
LONGEST = 30.0
# Tangents are read off this far along a line; shorter pieces are not split (cm).
TANGENT = 0.5
SHORTEST = 0.9
ROUNDS = 5
# How often neighbouring segments are tried as one.
MERGES = 2
# How often a segment is fitted again to where its points came to lie on it.
REFINEMENTS = 2
_SHARES = np.linspace(0, 1, SAMPLES)

# The four corners of segments, or what takes their place: x and y, shape (2, n).
_Corners = tuple[Array, Array, Array, Array]


def fit_curves(lines: Sequence[Array], tolerances: Sequence[float]) -> list[Array]:
    """Each line, shape (n, 2), as Bézier segments, shape (k, 4, 2).

    A line that ends where it began is closed, and smooth there unless that is a corner. Lines may
    be fitted more loosely, by their own tolerance in cm.
    """
    return Curves(lines, tolerances).fit()


class Curves:
    """Lines that can be fitted more loosely again, in little time."""

    def __init__(self, lines: Sequence[Array], tolerances: Sequence[float]) -> None:
        runs = split_corners(lines)
        self._lines = len(lines)
        self._owner = np.array([run.line for run in runs], dtype=np.intp)
        self._tolerance = np.asarray(tolerances)[self._owner]
        self._track = _Track(runs) if runs else None
        self._rounds = _try(self._track, self._tolerance) if self._track else []

    def fit(self, looser: float = 1.0) -> list[Array]:
        """The segments of each line, at tolerances `looser` times as large: 1 or more."""
        if not self._track:
            return [np.empty((0, 4, 2)) for _ in range(self._lines)]
        tolerance = looser * self._tolerance
        fitted = _choose(self._rounds, tolerance)
        for number in range(MERGES):
            fitted = _merge(self._track, fitted, tolerance, number % 2)
        segments = np.stack([fitted.segments.real, fitted.segments.imag], axis=-1)
        ends = np.searchsorted(self._owner[fitted.run], np.arange(self._lines + 1)).tolist()
        return [segments[first:last] for first, last in pairwise(ends)]


class _Track:
    """All runs laid end to end, so that a place on any of them is one number: cm from the start."""

    def __init__(self, runs: Sequence[Run]) -> None:
        points = np.concatenate([run.points for run in runs])
        starts = np.cumsum([0] + [len(run.points) for run in runs])
        steps = np.append(0.0, np.abs(np.diff(points)))
        steps[starts[1:-1]] = 1.0  # a gap between runs, longer than rounding
        self.length = np.cumsum(steps)
        self.points = points
        self.first = self.length[starts[:-1]]
        self.last = self.length[starts[1:] - 1]
        self.loop = np.array([run.loop for run in runs])

    def at(self, place: Array) -> Plane:
        """The points at these places."""
        points: Plane = np.interp(place, self.length, self.points)
        return points

    def tangents(self, place: Array, run: NDArray[np.intp]) -> Plane:
        """The unit directions of the line there, looking both ways except at the ends of a run."""
        first, last = self.first[run], self.last[run]
        reach = np.minimum(TANGENT, (last - first) / 4)
        first_end, last_end = place - first < reach / 2, last - place < reach / 2
        loop = self.loop[run]
        before = np.where(first_end & loop, last - reach, np.maximum(place - reach, first))
        after = np.where(last_end & loop, first + reach, np.minimum(place + reach, last))
        along = self.at(after) - self.at(before)
        # At an end, a parabola through three points gives the direction at the end itself.
        one_sided = (first_end | last_end) & ~loop
        sign = np.where(first_end, 1.0, -1.0)
        near, far = self.at(place + sign * reach), self.at(place + 2 * sign * reach)
        bent = sign * (-3 * self.at(place) + 4 * near - far)
        along = np.where(one_sided, bent, along)
        unit: Plane = along / np.maximum(np.abs(along), 1e-9)
        return unit


@dataclass(frozen=True)
class _Stretches:
    """Stretches of runs, from place to place, and the segments fitted to them."""

    run: NDArray[np.intp]
    start: Array
    end: Array
    segments: Plane

    def pick(self, which: NDArray[np.intp] | NDArray[np.bool_]) -> "_Stretches":
        """Only these, in this order."""
        return _Stretches(self.run[which], self.start[which], self.end[which], self.segments[which])


@dataclass(frozen=True)
class _Round:
    """Stretches that were tried side by side, how far each misses (cm), and which were split.

    The next round has the first parts of all that were split, then their second parts. What is
    too `short`, or stands in the last round, is near enough as it is.
    """

    tried: _Stretches
    miss: Array
    short: NDArray[np.bool_]
    split: NDArray[np.bool_]

    def is_near(self, tolerance: Array) -> NDArray[np.bool_]:
        """Which stretches need not be split, by the tolerances of their runs."""
        return self.short | (self.miss <= tolerance[self.tried.run])


def _try(track: _Track, tolerance: Array) -> list[_Round]:
    """Segments for ever shorter stretches, until they are near enough."""
    run, start, end = _first_stretches(track)
    rounds: list[_Round] = []
    while run.size:
        segments, miss, worst = _fit_stretches(track, run, start, end)
        short = (end - start < 2 * SHORTEST) | (len(rounds) == ROUNDS - 1)
        split = ~short & (miss > tolerance[run])
        rounds.append(_Round(_Stretches(run, start, end, segments), miss, short, split))
        run, start, end, worst = run[split], start[split], end[split], worst[split]
        parted = start + np.clip(worst, 0.2, 0.8) * (end - start)
        run = np.concatenate([run, run])
        start, end = np.concatenate([start, parted]), np.concatenate([parted, end])
    return rounds


def _choose(rounds: Sequence[_Round], tolerance: Array) -> _Stretches:
    """Of all that were tried, the longest stretches that are near enough, along the track."""
    chosen = []
    waiting = np.ones(len(rounds[0].miss), dtype=bool)
    for one in rounds:
        near = one.is_near(tolerance)
        chosen.append(one.tried.pick(waiting & near))
        waiting = np.tile((waiting & ~near)[one.split], 2)
    found = _Stretches(
        np.concatenate([some.run for some in chosen]),
        np.concatenate([some.start for some in chosen]),
        np.concatenate([some.end for some in chosen]),
        np.concatenate([some.segments for some in chosen]),
    )
    return found.pick(np.argsort(found.start, kind="stable"))


def _merge(track: _Track, fitted: _Stretches, tolerance: Array, first: int) -> _Stretches:
    """Every second segment made one with the next where that is near enough.

    Splitting leaves more segments than a line needs.
    """
    run, start, end = fitted.run, fitted.start, fitted.end.copy()
    one = np.arange(first, len(run) - 1, 2)
    one = one[(run[one] == run[one + 1]) & (end[one + 1] - start[one] < LONGEST)]
    handles, miss, _ = _fit_stretches(track, run[one], start[one], end[one + 1])
    good = miss <= tolerance[run[one]]
    one, segments = one[good], fitted.segments.copy()
    segments[one], end[one] = handles[good], end[one + 1]
    kept = np.ones(len(run), dtype=bool)
    kept[one + 1] = False
    return _Stretches(run, start, end, segments).pick(kept)


def _first_stretches(track: _Track) -> tuple[NDArray[np.intp], Array, Array]:
    parts = np.maximum(np.ceil((track.last - track.first) / LONGEST), np.where(track.loop, 3, 1))
    count = parts.astype(np.intp)
    run = np.repeat(np.arange(len(count)), count)
    number = np.arange(len(run)) - np.repeat(np.cumsum(count) - count, count)
    share = (track.last - track.first)[run] / count[run]
    start = track.first[run] + number * share
    return run, start, start + share


def _fit_stretches(
    track: _Track, run: NDArray[np.intp], start: Array, end: Array
) -> tuple[Plane, Array, Array]:
    """One segment for each stretch, how far it misses the line (cm), and at which share of it."""
    length = end - start
    line = track.at(start[:, None] + _SHARES * length[:, None])
    both = track.tangents(np.concatenate([start, end]), np.concatenate([run, run]))
    points, leave, arrive = map(_apart, (line, both[: len(run)], -both[len(run) :]))
    t = _SHARES
    corners = _best_handles(points, t, leave, arrive, length)
    for _ in range(REFINEMENTS):
        t = _project(corners, points, t)
        corners = _best_handles(points, t, leave, arrive, length)
    apart = _evaluate(_powers(corners), t) - points
    missed = _along(apart, apart)
    x, y = np.stack(corners, axis=2)
    return x + 1j * y, np.sqrt(missed.max(axis=1)), _SHARES[missed.argmax(axis=1)]


# From here on points and vectors are arrays of their x and y, shape (2, …): with real numbers
# numpy reckons faster than with complex ones.


def _apart(places: Plane) -> Array:
    return np.array([places.real, places.imag])


def _best_handles(points: Array, t: Array, leave: Array, arrive: Array, length: Array) -> _Corners:
    """Segments with given end directions whose handles are as long as least squares wants them."""
    first, last = points[:, :, 0], points[:, :, -1]
    m = 1 - t
    both = 3 * m * t
    near, far = m * both, t * both
    rest = points - last[:, :, None] - (m * m * m + near) * (first - last)[:, :, None]
    c11, c22, c12 = dot(near, near), dot(far, far), dot(near, far) * _along(leave, arrive)
    x1, x2 = _along(leave, dot(near, rest)), _along(arrive, dot(far, rest))
    det = c11 * c22 - c12 * c12
    safe = np.where(np.abs(det) > 1e-9, det, 1.0)  # noqa: PLR2004
    ahead, behind = (x1 * c22 - x2 * c12) / safe, (x2 * c11 - x1 * c12) / safe
    # Handles that point backwards or overshoot would make loops.
    sound = (np.minimum(ahead, behind) > 0.02 * length) & (np.maximum(ahead, behind) < length)
    ahead, behind = (np.where(sound, handle, length / 3) for handle in (ahead, behind))
    return first, first + ahead * leave, last + behind * arrive, last


def _project(corners: _Corners, points: Array, t: Array) -> Array:
    """One Newton step towards each point's nearest place on its segment."""
    powers = _powers(corners)
    _, b, c, d = powers
    velocity = (3 * d * t + 2 * c) * t + b
    bend = 6 * d * t + 2 * c
    apart = _evaluate(powers, t) - points
    slope = _along(velocity, velocity) + _along(apart, bend)
    step = _along(apart, velocity) / np.where(np.abs(slope) > 1e-9, slope, np.inf)  # noqa: PLR2004
    nearest: Array = np.minimum(np.maximum(t - step, 0), 1)
    return nearest


def _powers(corners: _Corners) -> _Corners:
    """Segments as polynomials: what is multiplied by 1, t, t² and t³, shape (2, n, 1) each."""
    a, b, c, d = (corner[:, :, None] for corner in corners)
    return a, 3 * (b - a), 3 * (a - 2 * b + c), d - a + 3 * (b - c)


def _evaluate(powers: _Corners, t: Array) -> Array:
    a, b, c, d = powers
    value: Array = ((d * t + c) * t + b) * t + a
    return value


def _along(one: Array, other: Array) -> Array:
    """The inner products of vectors."""
    product: Array = one[0] * other[0] + one[1] * other[1]
    return product
