"""Lays marks on sorted pieces: each on what shows it, and cut where something else lies before."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import Geometry

from generator.figures.drawing.shapes import NO_AREA, Array, Piece, Shape

# Half the width of the line round what lies before a mark, in cm.
_LINE = 0.45
# What shows less of a mark than this does not carry it, and less is not worth drawing (square cm).
_LEAST, _SMALLEST = 0.5, 3.0
# What lies so much before all that carries a mark hides it, even if it is painted earlier (cm).
_CLEARLY = 2.0
# Where a mark is compared with what carries it: shares of the box round both.
_SHARES = np.linspace(0.05, 0.95, 9)
_SPOTS = np.stack(np.meshgrid(_SHARES, _SHARES), axis=2).reshape(-1, 2)


def lay_marks(ordered: Sequence[Piece], marks: Sequence[Piece]) -> list[Piece]:
    """Pieces from back to front, with the marks laid on them; what nothing shows is left out.

    A mark lies `on` the pieces that carry it. Those of them that are clearly before it hide it, as
    does any other piece that is painted later. What is painted earlier hides it where it is clearly
    before all that carry it: a thigh whose root lies in the belly is painted before the trunk.
    """
    laid = list(ordered)
    for mark in marks:
        shown, last, nearer = _find_shown(ordered, mark)
        if shapely.area(shown) >= _SMALLEST:
            laid.insert(laid.index(ordered[last]) + 1, _cut(_withdraw(mark, nearer), shown))
    return laid


def _find_shown(ordered: Sequence[Piece], mark: Piece) -> tuple[Geometry, int, Geometry]:
    """The part of a mark that is seen, as far as the last piece that shows it, and which that is.

    What is painted after that covers the mark by itself. Last comes what earlier pieces hide.
    """
    shown: Geometry = NO_AREA
    seen, last = shown, 0
    carriers: list[Piece] = []
    others: list[Piece] = []
    below: list[Piece] = []
    met = shapely.intersects([piece.silhouette for piece in ordered], mark.silhouette)
    for number in np.flatnonzero(met).tolist():
        piece = ordered[number]
        carries = piece.name in mark.on
        own = shapely.intersection(mark.silhouette, piece.silhouette) if carries else NO_AREA
        if carries and _shows(piece, mark, own):
            if shapely.area(own) > _LEAST:
                shown, last = shapely.union(shown, own), number
                seen = shown
                carriers.append(piece)
                below = others.copy()
            continue
        if not shapely.is_empty(shown):
            shown = shapely.difference(shown, shapely.buffer(piece.silhouette, _LINE, quad_segs=2))
        if not carries:
            others.append(piece)
    if not below:
        return seen, last, NO_AREA
    nearer = shapely.union_all([_find_nearer(piece, carriers, seen) for piece in below])
    return shapely.difference(seen, nearer), last, nearer


def _find_nearer(piece: Piece, carriers: Sequence[Piece], seen: Geometry) -> Geometry:
    """Where a piece is clearly before all that carries what is `seen` of a mark."""
    spots = _spots_in(shapely.intersection(piece.silhouette, seen))
    if not len(spots):
        return NO_AREA
    below = np.fmax.reduce([carrier.surface(spots) for carrier in carriers])
    nearer = spots[piece.surface(spots) - below > _CLEARLY]
    if not len(nearer):
        return NO_AREA
    hidden: Geometry = shapely.buffer(shapely.convex_hull(shapely.multipoints(nearer)), 2 * _LINE)
    return hidden


def _shows(carrier: Piece, mark: Piece, both: Geometry) -> bool:
    """Whether a mark is before what carries it, on the average of some spots in `both`."""
    spots = _spots_in(both)
    gaps = mark.surface(spots) - carrier.surface(spots)
    return bool(np.nan_to_num(gaps).sum() >= 0)


def _spots_in(area: Geometry) -> Array:
    """Some spots, far and wide in an area."""
    left, top, right, bottom = shapely.bounds(area)
    spots = np.array([left, top]) + _SPOTS * (right - left, bottom - top)
    inside: Array = spots[shapely.contains_xy(area, spots)]
    return inside


def _withdraw(mark: Piece, nearer: Geometry) -> Piece:
    """A mark that ends, with its rim, before what hides it without an outline there."""
    if shapely.is_empty(nearer):
        return mark
    return replace(mark, shapes=tuple(_draw_in(shape, nearer) for shape in mark.shapes))


def _draw_in(shape: Shape, nearer: Geometry) -> Shape:
    if shapely.is_empty(shape.area):
        return replace(shape, lines=shapely.difference(shape.lines, shapely.buffer(nearer, _LINE)))
    area = shapely.difference(shape.area, nearer)
    return replace(shape, area=area, lines=shapely.boundary(area))


def _cut(mark: Piece, shown: Geometry) -> Piece:
    if shapely.area(shown) > shapely.area(mark.silhouette) - _LEAST:
        return mark
    # A rim is broader than the area that it goes round.
    return replace(mark, shapes=tuple(_cut_shape(shape, shown) for shape in mark.shapes))


def _cut_shape(shape: Shape, shown: Geometry) -> Shape:
    area, lines = (shapely.intersection(one, shown) for one in (shape.area, shape.lines))
    return replace(shape, area=area, lines=lines)
