"""Layers: the pieces of a picture in painter's order, the farthest first.

Where two pieces cover the same spot, their surfaces are compared there, and the spots vote which
of them is nearer. An arm may so pass behind a thigh while its shoulder is in front of the trunk.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from generator.figures.drawing.shapes import Array, Piece

Chosen = NDArray[np.bool_]

# How far apart the spots lie, in cm, and what one spot's say is limited to (cm of depth).
SPACING = 2.2
LOUDEST = 4.0
# Pieces no farther apart touch (cm).
NEAR = 0.45
# Where pieces that share no spot are looked at more closely: shares of where they may meet.
_SHARES = np.linspace(0.05, 0.95, 7)
_CLOSELY = np.stack(np.meshgrid(_SHARES, _SHARES), axis=2).reshape(-1, 2)


def sort_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces from the farthest to the nearest; those that never meet keep their order.

    Pieces that lie round one another in a ring are parted where the vote was closest.
    """
    drawn = [piece for piece in pieces if not shapely.is_empty(piece.silhouette)]
    silhouettes = np.array([piece.silhouette for piece in drawn])
    shapely.prepare(silhouettes)
    nearer, shared = _vote(drawn, silhouettes)
    kin = _find_kin(drawn, silhouettes, shared)
    behind = np.maximum(nearer, 0)
    waiting = np.ones(len(drawn), dtype=bool)
    follows = np.zeros(len(drawn))
    ordered: list[Piece] = []
    for _ in drawn:
        # How much of what still waits lies behind each piece; one with least comes next.
        left = np.where(waiting, behind @ waiting, np.inf)
        free = left <= left.min()
        # The parts of a leg are best painted one after the other: they become one shape. So a
        # shank follows its thigh at once, and waits for it while there is something else to do.
        waits = kin @ (waiting & ~free).astype(float)
        chosen = int(np.where(free, 2 * follows - waits, -np.inf).argmax())
        waiting[chosen], follows = False, kin[chosen]
        ordered.append(drawn[chosen])
    return ordered


def _find_kin(pieces: Sequence[Piece], silhouettes: NDArray[np.object_], shared: Chosen) -> Array:
    """1 for pairs that touch and have a paint in common, and for a piece and itself."""
    paints = [{shape.fill for shape in piece.shapes if shape.fill} for piece in pieces]
    palette = sorted(set().union(*paints))
    has = np.array([[paint in some for paint in palette] for some in paints], dtype=int)
    alike = has @ has.T > 0
    one, other = np.nonzero(np.triu(alike & ~shared, 1))
    touch = shared.copy()
    touch[one, other] = shapely.dwithin(silhouettes[one], silhouettes[other], NEAR)
    kin: Array = (alike & (touch | touch.T)).astype(float)
    return kin


def _vote(pieces: Sequence[Piece], silhouettes: NDArray[np.object_]) -> tuple[Array, Chosen]:
    """By how much each piece (row) lies before each other (column), and which share a spot."""
    boxes = shapely.bounds(silhouettes)
    nearer, shared = _count_votes(_sound_depths(pieces, silhouettes, boxes))
    low = np.maximum(boxes[:, None, :2], boxes[:, :2])
    size = np.minimum(boxes[:, None, 2:], boxes[:, 2:]) - low
    unheard = np.triu((size > 0).all(axis=2) & ~shared, 1)
    one, other = np.nonzero(unheard)
    spots = low[one, other, None] + _CLOSELY * size[one, other, None]
    both = np.ones(spots.shape[:2], dtype=bool)
    for piece in (one, other):
        both &= shapely.contains_xy(silhouettes[piece, None], spots[..., 0], spots[..., 1])
    for pair in np.flatnonzero(both.any(axis=1)):
        here, there = pieces[one[pair]], pieces[other[pair]]
        nearer[one[pair], other[pair]] = _compare(here, there, spots[pair, both[pair]])
    return nearer - nearer.T, shared


def _count_votes(depths: Array) -> tuple[Array, Chosen]:
    """The votes of all spots for each pair of pieces, in its upper triangle."""
    pieces = depths.shape[1]
    there = np.isfinite(depths)
    (spot, piece), depth = np.nonzero(there), depths[there]
    votes, count = np.zeros((2, pieces**2))
    # What is at a spot stands in a row: each with its neighbour, then with the next but one, …
    for apart in range(1, int(there.sum(axis=1).max(initial=0))):
        same = spot[:-apart] == spot[apart:]
        pair = (piece[:-apart] * pieces + piece[apart:])[same]
        gaps = np.clip((depth[:-apart] - depth[apart:])[same], -LOUDEST, LOUDEST)
        votes += np.bincount(pair, gaps, pieces**2)
        count += np.bincount(pair, minlength=pieces**2)
    shared = count.reshape(pieces, pieces) > 0
    return votes.reshape(pieces, pieces), shared | shared.T


def _sound_depths(pieces: Sequence[Piece], silhouettes: NDArray[np.object_], boxes: Array) -> Array:
    """How near each piece (column) is at spots that several share; NaN where it is not."""
    left, top = boxes[:, :2].min(axis=0)
    right, bottom = boxes[:, 2:].max(axis=0)
    columns = np.arange(left, right + SPACING, SPACING)
    rows = np.arange(top, bottom + SPACING, SPACING)
    x, y = np.meshgrid(columns, rows)
    inside = np.zeros((len(pieces), len(rows), len(columns)), dtype=bool)
    across = np.searchsorted(columns, boxes[:, [0, 2]])
    down = np.searchsorted(rows, boxes[:, [1, 3]])
    for number, silhouette in enumerate(silhouettes):
        window = slice(*down[number]), slice(*across[number])
        inside[number][window] = shapely.contains_xy(silhouette, x[window], y[window])
    several = inside.sum(axis=0) > 1
    spots, inside = np.column_stack([x[several], y[several]]), inside[:, several]
    depths = np.full(inside.T.shape, np.nan)
    for number, piece in enumerate(pieces):
        if inside[number].any():
            depths[inside[number], number] = piece.surface(spots[inside[number]])
    return depths


def _compare(one: Piece, other: Piece, spots: Array) -> float:
    """By how much one piece is nearer than another at some spots, on the average."""
    gaps = one.surface(spots) - other.surface(spots)
    gaps[np.isnan(gaps)] = 0
    return float(np.minimum(np.maximum(gaps, -LOUDEST), LOUDEST).mean())
