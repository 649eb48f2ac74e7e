"""Finds what is to be drawn of the edges and folds of shapes that have become one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from generator.figures.drawing.outline import gather_lines, join_lines, polygons_of
from generator.figures.drawing.shapes import NO_AREA, NO_LINES, Array, Shape

# Half the width of a line, and so how near to each other two lines look like one (cm).
NEAR = 0.45
# A line inside a shape is a fold; shorter ones are only where two parts overlap (cm).
SHORTEST = 2.0
# A stretch of an edge no longer than this is only where two edges cross: without it, the round
# ends of its neighbours still meet (cm).
DOT = 0.7
# An area that lies apart from the rest and is no larger is only what a cut left over (square cm).
SPECK = 1.0
# Lengths that differ by less are the same (cm).
SAME = 1e-6
# How closely lines are looked at, in cm.
STEP = 0.8

Lines = NDArray[np.object_]
# Points of the picture as complex numbers: x + iy.
Plane = NDArray[np.complex128]
Chosen = NDArray[np.bool_]


def have_their_edges(shapes: Sequence[Shape]) -> Chosen:
    """Of which shapes the lines, if there are any, are the edge of the area already."""
    lines = shapely.length([shape.lines for shape in shapes])
    areas = np.array([shape.area for shape in shapes], dtype=object)
    outlined = (lines > 0) & ~shapely.is_empty(areas)
    # No other lines of a shape are as long as its edge to the last digits.
    alike: Chosen = ~outlined | (np.abs(lines - shapely.length(areas)) < SAME)
    return alike


def bare_edge(shape: Shape) -> Geometry:
    """The stretches of the edge of a shape along which no line is drawn."""
    edge, drawn = _steps_of(shapely.boundary(shape.area)), _steps_of(shape.lines)
    return gather_lines(edge.pick(~edge.are_among(drawn)).joined())


def follow_edges(shape: Shape, inside: Geometry, above: Sequence[Geometry]) -> list[Shape]:
    """The parts of a shape; one that is outlined all round gets its very edge as its line.

    What runs `inside` the shape is a fold. `above` is what hides it: where an edge is hidden, it
    may as well be outlined.
    """
    areas = np.array([part for part in polygons_of(shape.area) if part.area > SPECK], dtype=object)
    rings, part = shapely.get_rings(areas, return_index=True)
    edges, drawn = _steps_along(rings), _steps_of(shape.lines)
    bare = edges.pick(~edges.are_among(drawn)).shortened()
    bare = bare.pick(~bare.are_near(shape.lines))
    bare = bare.pick(~bare.are_hidden(above))
    whole = np.bincount(part[bare.line], bare.lengths, len(areas)) < NEAR
    parts = [
        replace(shape, area=area, lines=shapely.boundary(area) if one else NO_LINES)
        for area, one in zip(areas, whole, strict=True)
    ]
    rest = drawn.pick(~drawn.are_among(edges.pick(whole[part[edges.line]]))).shortened()
    rest = rest.pick(~rest.are_near(gather_lines(rings[whole[part]])))
    lines = _choose_lines(rest.pick(~rest.are_hidden(above)), inside)
    if shapely.is_empty(lines):
        return parts
    return [*parts, replace(shape, fill="", area=NO_AREA, lines=lines)]


@dataclass(frozen=True)
class _Steps:
    """Lines as single steps, each with the number of its line."""

    start: Plane
    end: Plane
    line: NDArray[np.intp]

    @property
    def lengths(self) -> NDArray[np.float64]:
        return np.abs(self.end - self.start)

    def pick(self, which: Chosen) -> "_Steps":
        """Only these."""
        return _Steps(self.start[which], self.end[which], self.line[which])

    def shortened(self) -> "_Steps":
        """The same lines in steps no longer than `STEP`."""
        lengths = self.lengths
        if not len(lengths) or (lengths.max() <= STEP and lengths.min() > 0):
            return self
        count = np.ceil(lengths / STEP).astype(np.intp)
        which = np.repeat(np.arange(len(count)), count)
        number = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        start, end, of = self.start[which], self.end[which], count[which]
        after, way = number + 1, end - start
        # Lines are joined where they share a point to the last digit.
        end = np.where(after == of, end, start + way * (after / of))
        return _Steps(start + way * (number / of), end, self.line[which])

    def are_among(self, others: "_Steps") -> Chosen:
        """Which of them the others have, too, one way or the other."""
        known = set((others.start + others.end).tolist())
        return np.array([*map(known.__contains__, (self.start + self.end).tolist())], dtype=bool)

    def are_near(self, lines: Geometry) -> Chosen:
        """Which of them run along a line."""
        if not len(self.start) or shapely.is_empty(lines):
            return np.zeros(len(self.start), dtype=bool)
        shapely.prepare(lines)
        middles = (self.start + self.end) / 2
        near = shapely.dwithin(lines, shapely.points(_coordinates(middles)), NEAR)
        return np.asarray(near, dtype=bool)

    def are_hidden(self, covers: Sequence[Geometry]) -> Chosen:
        """Which of them lie within a cover."""
        if not len(self.start) or not covers:
            return np.zeros(len(self.start), dtype=bool)
        ends, hiding = np.stack([self.start, self.end]), np.array(covers)[:, None, None]
        within = np.asarray(shapely.contains_xy(hiding, ends.real, ends.imag), dtype=bool)
        return np.asarray(within.all(axis=1).any(axis=0), dtype=bool)

    def joined(self) -> Lines:
        """Those that follow one another as lines."""
        if not len(self.start):
            return np.array([], dtype=object)
        stops = np.ones(len(self.start), dtype=bool)
        stops[:-1] = (self.start[1:] != self.end[:-1]) | (self.line[1:] != self.line[:-1])
        # The start of each step, and after the last one of a line its end.
        drawn = np.stack([np.ones_like(stops), stops], axis=1)
        points = np.stack([self.start, self.end], axis=1)[drawn]
        number = np.cumsum(stops) - stops
        owner = np.repeat(number, 1 + stops)
        return np.asarray(shapely.linestrings(_coordinates(points), indices=owner))


def _coordinates(points: Plane) -> Array:
    """Complex numbers as their x and y, shape (n, 2), without a copy."""
    return points.view(float).reshape(-1, 2)


def _steps_of(lines: Geometry) -> _Steps:
    return _steps_along(shapely.get_parts(lines))


def _steps_along(lines: Lines) -> _Steps:
    points, line = shapely.get_coordinates(lines, return_index=True)
    places = points[:, 0] + 1j * points[:, 1]
    same = line[:-1] == line[1:]
    return _Steps(places[:-1][same], places[1:][same], line[:-1][same])


def _choose_lines(steps: _Steps, inside: Geometry) -> Geometry:
    """The lines to draw besides closed outlines: open edges, and folds that are long enough."""
    if not len(steps.start):
        return NO_LINES
    middles = (steps.start + steps.end) / 2
    in_area = np.asarray(shapely.contains_xy(inside, middles.real, middles.imag), dtype=bool)
    edges = steps.pick(~in_area).joined()
    if in_area.any():
        folds = join_lines(gather_lines(steps.pick(in_area).joined()), SHORTEST)
        edges = np.concatenate([shapely.get_parts(folds), edges])
    return join_lines(gather_lines(edges), DOT)
