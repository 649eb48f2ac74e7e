"""Layers: the pieces of a picture in painter's order, the farthest first.

Where two pieces cover the same spot, their surfaces are compared there, and the spots vote which
of them is nearer. An arm may so pass behind a thigh while its shoulder is in front of the trunk.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from generator.figures.drawing.shapes import Array, Piece

# How far apart the spots lie, in cm, and what one spot's say is limited to (cm of depth).
SPACING = 1.8
LOUDEST = 4.0
# Pieces no farther apart touch (cm).
NEAR = 0.45


def sort_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces from the farthest to the nearest; those that never meet keep their order.

    Pieces that lie round one another in a ring are parted where the vote was closest.
    """
    silhouettes = np.array([piece.silhouette for piece in pieces])
    shapely.prepare(silhouettes)
    meet = _find_meetings(silhouettes)
    nearer = _vote(pieces, meet)
    kin: NDArray[np.bool_] = meet & _share_paint(pieces)
    waiting: list[int] = list(range(len(pieces)))
    ordered: list[int] = []
    while waiting:
        # How much of what still waits lies behind each piece; one with least comes next.
        behind = np.maximum(nearer[np.ix_(waiting, waiting)], 0).sum(axis=1)
        free = behind <= behind.min()
        # The parts of a leg are best painted one after the other: they become one shape. So a
        # shank follows its thigh at once, and waits for it while there is something else to do.
        follows = kin[np.ix_(waiting, ordered[-1:])].any(axis=1)
        waits = kin[np.ix_(waiting, waiting)] @ ~free
        rank = np.where(free, 2 * follows - waits.astype(float), -np.inf)
        ordered.append(waiting.pop(int(rank.argmax())))
    return [pieces[number] for number in ordered]


def _find_meetings(silhouettes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Which pairs touch, each way round."""
    boxes = shapely.bounds(silhouettes)
    apart = (boxes[:, None, :2] > boxes[:, 2:] + NEAR).any(axis=2)
    one, other = np.nonzero(np.triu(~(apart | apart.T), 1))
    meet: NDArray[np.bool_] = np.eye(len(silhouettes), dtype=bool)
    meet[one, other] = shapely.dwithin(silhouettes[one], silhouettes[other], NEAR)
    return meet | meet.T


def _share_paint(pieces: Sequence[Piece]) -> NDArray[np.bool_]:
    paints = [{shape.fill for shape in piece.shapes if shape.fill} for piece in pieces]
    return np.array([[bool(one & other) for other in paints] for one in paints])


def _vote(pieces: Sequence[Piece], meet: NDArray[np.bool_]) -> Array:
    """By how much each piece (row) lies before each other (column), summed over shared spots."""
    depths = _sound_depths(pieces)
    there = np.isfinite(depths)
    nearer, unheard = np.zeros(meet.shape), np.triu(meet, 1)
    for number, spots in enumerate(there):
        gaps = np.clip(depths[number, spots] - depths[:, spots], -LOUDEST, LOUDEST)
        nearer[number] = np.nan_to_num(gaps).sum(axis=1)
        unheard[number] &= ~there[:, spots].any(axis=1)
    for one, other in np.argwhere(unheard):
        gap = _gap_at_one_spot(pieces[one], pieces[other])
        nearer[one, other], nearer[other, one] = gap, -gap
    return nearer


def _sound_depths(pieces: Sequence[Piece]) -> Array:
    """How near each piece is at spots that several share; NaN where it is not."""
    boxes = np.array([shapely.bounds(piece.silhouette) for piece in pieces])
    left, top = np.nanmin(boxes[:, :2], axis=0)
    right, bottom = np.nanmax(boxes[:, 2:], axis=0)
    columns = np.arange(left, right + SPACING, SPACING)
    rows = np.arange(top, bottom + SPACING, SPACING)
    spots = np.stack(np.meshgrid(columns, rows), axis=2)
    depths = np.full((len(pieces), len(rows), len(columns)), np.nan)
    for number, (piece, box) in enumerate(zip(pieces, boxes, strict=True)):
        if np.isnan(box).any():
            continue
        across = slice(*np.searchsorted(columns, box[[0, 2]]))
        down = slice(*np.searchsorted(rows, box[[1, 3]]))
        around = spots[down, across].reshape(-1, 2)
        depths[number, down, across] = _sound(piece, around).reshape(spots[down, across].shape[:2])
    heard: Array = depths.reshape(len(pieces), -1)
    return heard[:, np.isfinite(heard).sum(axis=0) > 1]


def _sound(piece: Piece, spots: Array) -> Array:
    depths = np.full(len(spots), np.nan)
    inside = shapely.contains_xy(piece.silhouette, spots)
    if inside.any():
        depths[inside] = piece.surface(spots[inside])
    return depths


def _gap_at_one_spot(one: Piece, other: Piece) -> float:
    """For pieces that meet between the spots of the grid."""
    shared = shapely.intersection(one.silhouette, other.silhouette)
    if shapely.area(shared) == 0:
        return 0.0
    spot = shapely.get_coordinates(shapely.point_on_surface(shared))
    gap = one.surface(spot)[0] - other.surface(spot)[0]
    return float(np.nan_to_num(np.clip(gap, -LOUDEST, LOUDEST)))
