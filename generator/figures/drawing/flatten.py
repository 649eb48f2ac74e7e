"""Flattens ordered pieces to shapes, as few as look the same.

The parts of a leg that lie on one another become one shape with one outline, so that no line runs
across a joint, and the picture is small.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from shapely import Geometry

from generator.figures.drawing.edges import (
    NEAR,
    SHORTEST,
    Chosen,
    bare_edge,
    follow_edges,
    have_their_edges,
)
from generator.figures.drawing.outline import FINEST, close_corners, gather_lines
from generator.figures.drawing.shapes import NO_AREA, Piece, Shape

Box = tuple[float, float, float, float]


def flatten(pieces: Sequence[Piece]) -> list[Shape]:
    """The shapes of pieces, the farthest first.

    A shape joins an earlier one that it touches and whose paint it shares, unless something that
    lies between would then cover it. What it hides of the other's lines is gone, as if painted
    over.
    """
    flat: list[_Laid] = []
    for laid in _lay([shape for piece in pieces for shape in piece.shapes]):
        _add(flat, laid)
    outlined = have_their_edges([laid.shape for laid in flat])
    inside, meet = _compare_boxes(flat)
    flattened = []
    for number, laid in enumerate(flat):
        if _is_hidden(laid, [flat[above] for above in np.flatnonzero(inside[number])]):
            continue
        if not laid.shape.smooth or outlined[number]:
            flattened.append(laid.shape)
        else:
            covers = [flat[above].cover for above in np.flatnonzero(meet[number])]
            flattened += follow_edges(laid.shape, laid.cover, covers)
    return flattened


@dataclass(frozen=True)
class _Laid:
    """A shape laid down, where it is, and what it hides with its line.

    `extent` is its area, or its lines where it has none, prepared; `box` is the box round that.
    `ink` is what it is painted with; none if it is to stay a shape of its own.
    """

    shape: Shape
    ink: tuple[str, str, float] | None
    extent: Geometry
    box: Box

    @cached_property
    def cover(self) -> Geometry:
        opaque = self.shape.fill and self.shape.opacity == 1
        cover = _shrink(self.shape.area) if opaque else NO_AREA
        shapely.prepare(cover)
        return cover


def _lay(shapes: Sequence[Shape]) -> list[_Laid]:
    """Shapes as laid down, without those of which there is nothing."""
    areas = np.array([shape.area for shape in shapes], dtype=object)
    lines = np.array([shape.lines for shape in shapes], dtype=object)
    extents = np.where(shapely.is_empty(areas), lines, areas)
    shapely.prepare(extents)
    boxes = map(tuple, shapely.bounds(extents).tolist())
    laid = map(_Laid, shapes, map(_ink_of, shapes), extents, boxes)
    return [one for one, empty in zip(laid, shapely.is_empty(extents), strict=True) if not empty]


def _ink_of(shape: Shape) -> tuple[str, str, float] | None:
    joins = shape.fill and shape.opacity == 1 and shape.smooth
    return (shape.fill, shape.line, shape.width) if joins else None


def _shrink(area: Geometry) -> Geometry:
    coarse = shapely.simplify(area, 0.15, preserve_topology=False)
    shrunk: Geometry = shapely.buffer(coarse, -NEAR, quad_segs=1)
    return shrunk


def _compare_boxes(flat: Sequence[_Laid]) -> tuple[Chosen, Chosen]:
    """Which boxes (rows) lie in, and which only meet, those of later shapes (columns)."""
    left, top, right, bottom = np.array([laid.box for laid in flat]).reshape(-1, 4).T
    inside = (
        (left[:, None] > left)
        & (top[:, None] > top)
        & (right[:, None] < right)
        & (bottom[:, None] < bottom)
    )
    beside, below = left[:, None] - right < NEAR, top[:, None] - bottom < NEAR
    return np.triu(inside, 1), np.triu(beside & beside.T & below & below.T, 1)


def _is_hidden(one: _Laid, above: Sequence[_Laid]) -> bool:
    """Whether a single shape covers all of it, so that nobody would miss it."""
    # A broader line would stick out from under the cover.
    return one.shape.width <= 1 and any(shapely.contains(laid.cover, one.extent) for laid in above)


def _add(flat: list[_Laid], top: _Laid) -> None:
    """Put a shape on top, as one with an earlier shape if it can sink to it or lift it up."""
    between: list[_Laid] = []
    ink = top.ink
    alike = [number for number, below in enumerate(flat) if below.ink == ink] if ink else []
    for number in reversed(alike):
        below = flat[number]
        if not _touch(below, top):
            continue
        above = flat[number + 1 :]
        sinks = not _overlap(above, top)
        if sinks or not _overlap(above, below):
            flat[number:] = [] if sinks else above
            _add(flat, _lay([_unite(below.shape, top.shape)])[0])
            flat += above if sinks else []
            return
        between = above
    # The edge within what it would join has no line yet, and borders something else now.
    flat.append(_with_border(top, between) if between else top)


def _with_border(one: _Laid, between: Sequence[_Laid]) -> _Laid:
    """A shape outlined also where it lies on what keeps it from becoming one with another."""
    beside = [laid for laid in between if laid.ink and _meet(laid.box, one.box)]
    shape = one.shape
    bare = bare_edge(shape)
    if not beside or shapely.length(bare) <= SHORTEST:
        return one
    covers = [laid.cover for laid in beside if shapely.intersects(laid.extent, bare)]
    border = shapely.intersection(bare, shapely.union_all(covers))
    if shapely.length(border) <= SHORTEST:
        return one
    close = shapely.clip_by_rect(shape.lines, *shapely.bounds(shapely.buffer(border, 2 * NEAR)))
    lines = shapely.get_parts(shapely.simplify(close, FINEST))
    # Line by line: a buffer round lines that touch takes twenty times as long.
    lines = lines[shapely.dwithin(lines, border, 2 * NEAR)]
    near = shapely.union_all(shapely.buffer(lines, NEAR, quad_segs=1))
    parts = shapely.get_parts(shapely.difference(border, near))
    parts = parts[shapely.length(parts) > SHORTEST]
    if not len(parts):
        return one
    outline = gather_lines(np.concatenate([shapely.get_parts(shape.lines), parts]))
    return replace(one, shape=replace(shape, lines=outline))


def _touch(one: _Laid, other: _Laid) -> bool:
    return _meet(one.box, other.box) and bool(shapely.dwithin(one.extent, other.extent, NEAR))


def _overlap(flat: Sequence[_Laid], one: _Laid) -> bool:
    around = [laid.extent for laid in flat if _meet(laid.box, one.box)]
    return bool(around) and bool(shapely.intersects(one.cover, around).any())


def _unite(one: Shape, other: Shape) -> Shape:
    bare = shapely.get_parts(shapely.difference(one.lines, other.area))
    both = np.concatenate([bare, shapely.get_parts(other.lines)])
    # Where a line only touches an area, a point may be left of it.
    lines = gather_lines(both[shapely.length(both) > 0])
    area = close_corners(shapely.union(one.area, other.area), 0.0)
    return replace(one, area=area, lines=lines)


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] - other[2] < NEAR
        and other[0] - one[2] < NEAR
        and one[1] - other[3] < NEAR
        and other[1] - one[3] < NEAR
    )
