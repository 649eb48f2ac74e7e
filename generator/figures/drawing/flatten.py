"""Flattens ordered pieces to shapes, as few as look the same.

The parts of a leg that lie on one another become one shape with one outline, so that no line runs
across a joint, and the picture is small.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, MultiLineString, MultiPolygon

from generator.figures.drawing.outline import close_corners, gather_lines, join_lines, polygons_of
from generator.figures.drawing.shapes import Piece, Shape

Steps = NDArray[np.object_]
# Half the width of a line, and so how near to each other two lines look like one (cm).
NEAR = 0.45
# A line inside a shape is a fold; shorter ones are only where two parts overlap (cm).
SHORTEST = 2.0
# A stretch of an edge no longer than this is only where two edges cross: without it, the round
# ends of its neighbours still meet (cm).
DOT = 0.7
# An area that lies apart from the rest and is no larger is only what a cut left over (square cm).
SPECK = 1.0


def flatten(pieces: Sequence[Piece]) -> list[Shape]:
    """The shapes of pieces, the farthest first.

    A shape joins an earlier one that it touches and whose paint it shares, unless something that
    lies between would then cover it. What it hides of the other's lines is gone, as if painted
    over.
    """
    flat: list[_Laid] = []
    for shape in (shape for piece in pieces for shape in piece.shapes):
        _add(flat, _Laid(shape))
    return [
        part
        for number, laid in enumerate(flat)
        if not _is_hidden(laid, flat[number + 1 :])
        for part in _follow_edges(laid.shape, flat[number + 1 :])
    ]


@dataclass(frozen=True)
class _Laid:
    """A shape laid down, where it is, and what it hides with its line."""

    shape: Shape

    @cached_property
    def extent(self) -> Geometry:
        empty = shapely.is_empty(self.shape.area)
        extent = self.shape.lines if empty else self.shape.area
        shapely.prepare(extent)
        return extent

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        left, top, right, bottom = shapely.bounds(self.extent)
        return float(left), float(top), float(right), float(bottom)

    @cached_property
    def cover(self) -> Geometry:
        opaque = self.shape.fill and self.shape.opacity == 1
        cover = _shrink(self.shape.area) if opaque else MultiPolygon()
        shapely.prepare(cover)
        return cover


def _is_hidden(one: _Laid, above: Sequence[_Laid]) -> bool:
    """Whether a single shape covers all of it, so that nobody would miss it."""
    # A broader line would stick out from under the cover.
    return one.shape.width <= 1 and any(shapely.contains(laid.cover, one.extent) for laid in above)


def _shrink(area: Geometry) -> Geometry:
    coarse = shapely.simplify(area, 0.01, preserve_topology=False)
    shrunk: Geometry = shapely.buffer(coarse, -NEAR, quad_segs=2)
    return shrunk


def _add(flat: list[_Laid], top: _Laid) -> None:
    """Put a shape on top, as one with an earlier shape if it can sink to it or lift it up."""
    for number in np.flatnonzero(_touch(flat, top))[::-1]:
        below, above = flat[number], flat[number + 1 :]
        if not _can_unite(below.shape, top.shape):
            continue
        sinks = not _overlap(above, top)
        if sinks or not _overlap(above, below):
            flat[number:] = [] if sinks else above
            _add(flat, _Laid(_unite(below.shape, top.shape)))
            flat += above if sinks else []
            return
    flat.append(top)


def _touch(flat: Sequence[_Laid], one: _Laid) -> NDArray[np.bool_]:
    left, top, right, bottom = one.box
    return np.array(
        [
            box[0] - right < NEAR
            and left - box[2] < NEAR
            and box[1] - bottom < NEAR
            and top - box[3] < NEAR
            and bool(shapely.dwithin(one.extent, laid.extent, NEAR))
            for laid, box in ((laid, laid.box) for laid in flat)
        ],
        dtype=bool,
    )


def _overlap(flat: Sequence[_Laid], one: _Laid) -> bool:
    extents = np.array([laid.extent for laid in flat], dtype=object)
    return bool(np.any(shapely.intersects(one.cover, extents)))


def _can_unite(one: Shape, other: Shape) -> bool:
    inks = [(s.fill, s.line, s.width, s.opacity, s.smooth) for s in (one, other)]
    return inks[0] == inks[1] and bool(one.fill) and one.opacity == 1 and one.smooth


def _unite(one: Shape, other: Shape) -> Shape:
    lines = shapely.union(shapely.difference(one.lines, other.area), other.lines)
    area = close_corners(shapely.union(one.area, other.area), 0.0)
    return replace(one, area=area, lines=lines)


def _follow_edges(shape: Shape, above: Sequence[_Laid]) -> list[Shape]:
    """The parts of a shape; one that is outlined all round gets its very edge as its line.

    Where something above hides the edge, it may as well be outlined.
    """
    outlined = not (shapely.is_empty(shape.area) or shapely.is_empty(shape.lines))
    if not outlined or not shape.smooth or _is_edge(shape.lines, shape.area):
        return [shape]
    parts, edges = [], []
    for area in (part for part in polygons_of(shape.area) if part.area > SPECK):
        edge = shapely.boundary(area)
        around = _steps(shapely.segmentize(edge, 1.0))
        bare = around[~_are_near(around, shape.lines)]
        bare = bare[~_are_hidden(bare, above)]
        whole = shapely.length(bare).sum() < NEAR
        parts.append(replace(shape, area=area, lines=edge if whole else MultiLineString()))
        edges.append(edge if whole else MultiLineString())
    lines = _pick_lines(shape, shapely.union_all(edges), above)
    rest = replace(shape, fill="", area=MultiPolygon(), lines=lines)
    return parts if shapely.is_empty(lines) else [*parts, rest]


def _pick_lines(shape: Shape, outlined: Geometry, above: Sequence[_Laid]) -> Geometry:
    """The lines to draw besides those outlines: open edges, and folds that are long enough."""
    drawn = _steps(shapely.segmentize(shape.lines, NEAR))
    drawn = drawn[~_are_near(drawn, outlined)]
    drawn = drawn[~_are_hidden(drawn, above)]
    on_edge = _are_near(drawn, shapely.boundary(shape.area))
    folds = join_lines(gather_lines(drawn[~on_edge]), SHORTEST)
    return join_lines(shapely.union(folds, gather_lines(drawn[on_edge])), DOT)


def _is_edge(lines: Geometry, area: Geometry) -> bool:
    same_length = abs(shapely.length(lines) - shapely.length(area)) < 1e-6  # noqa: PLR2004
    return bool(same_length and shapely.equals(lines, shapely.boundary(area)))


def _steps(lines: Geometry) -> Steps:
    """Lines as single steps."""
    points, line = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    pairs = np.stack([points[:-1], points[1:]], axis=1)
    steps: Steps = shapely.linestrings(pairs[line[:-1] == line[1:]])
    return steps


def _are_near(steps: Steps, lines: Geometry) -> NDArray[np.bool_]:
    shapely.prepare(lines)
    return np.asarray(shapely.dwithin(lines, shapely.centroid(steps), NEAR), dtype=bool)


def _are_hidden(steps: Steps, above: Sequence[_Laid]) -> NDArray[np.bool_]:
    hidden = np.zeros(len(steps), dtype=bool)
    for laid in above if len(steps) else ():
        hidden |= shapely.contains(laid.cover, steps)
    return hidden
