"""Lays marks on sorted pieces: each on what shows it, and cut where something else lies before."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import Geometry, MultiPolygon

from generator.figures.drawing.shapes import Piece, Shape

# Half the width of the line round what lies before a mark, in cm.
_LINE = 0.45
# What shows less of a mark than this does not carry it, and less is not worth drawing (square cm).
_LEAST, _SMALLEST = 0.5, 3.0
# Where a mark is compared with what carries it: shares of the box round both.
_SHARES = np.linspace(0.05, 0.95, 9)
_SPOTS = np.stack(np.meshgrid(_SHARES, _SHARES), axis=2).reshape(-1, 2)


def lay_marks(ordered: Sequence[Piece], marks: Sequence[Piece]) -> list[Piece]:
    """Pieces from back to front, with the marks laid on them; what nothing shows is left out.

    A mark lies `on` the pieces that carry it. Those of them that are clearly before it hide it,
    as does any other piece that is painted later.
    """
    laid = list(ordered)
    for mark in marks:
        shown, last = _find_shown(ordered, mark)
        if shapely.area(shown) >= _SMALLEST:
            laid.insert(laid.index(ordered[last]) + 1, _cut(mark, shown))
    return laid


def _find_shown(ordered: Sequence[Piece], mark: Piece) -> tuple[Geometry, int]:
    """The part of a mark that is seen, as far as the last piece that shows it, and which that is.

    What is painted after that covers the mark by itself.
    """
    shown: Geometry = MultiPolygon()
    seen, last = shown, 0
    for number, piece in enumerate(ordered):
        if not shapely.intersects(piece.silhouette, mark.silhouette):
            continue
        if piece.name in mark.on and _shows(piece, mark):
            own = shapely.intersection(mark.silhouette, piece.silhouette)
            if shapely.area(own) > _LEAST:
                shown, last = shapely.union(shown, own), number
                seen = shown
        elif not shapely.is_empty(shown):
            shown = shapely.difference(shown, shapely.buffer(piece.silhouette, _LINE, quad_segs=2))
    return seen, last


def _shows(carrier: Piece, mark: Piece) -> bool:
    """Whether a mark is before what carries it, on the average of some spots."""
    left, top, right, bottom = shapely.bounds(
        shapely.intersection(carrier.silhouette, mark.silhouette)
    )
    spots = np.array([left, top]) + _SPOTS * (right - left, bottom - top)
    spots = spots[shapely.contains_xy(mark.silhouette, spots)]
    spots = spots[shapely.contains_xy(carrier.silhouette, spots)]
    gaps = mark.surface(spots) - carrier.surface(spots)
    return bool(np.nan_to_num(gaps).sum() >= 0)


def _cut(mark: Piece, shown: Geometry) -> Piece:
    if shapely.area(shown) > shapely.area(mark.silhouette) - _LEAST:
        return mark
    # A rim is broader than the area that it goes round.
    return replace(mark, shapes=tuple(_cut_shape(shape, shown) for shape in mark.shapes))


def _cut_shape(shape: Shape, shown: Geometry) -> Shape:
    area, lines = (shapely.intersection(one, shown) for one in (shape.area, shape.lines))
    return replace(shape, area=area, lines=lines)
