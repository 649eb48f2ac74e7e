"""The head's own surface: rings from the chin to the crown, a nose and lips.

Every measure is our own estimate, in centimetres in the frame of the head (its origin is the
atlas), drawn after the proportions that artists are taught: the eyes half way up, the ears between
brow and nose.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from generator.figures.drawing.outline import close_corners
from generator.figures.drawing.sheets import Seen

Array = NDArray[np.float64]

# Height; how far the face lies in front and the back of the head behind; half the width.
_RINGS = np.array(
    [
        (18.0, 1.2, -2.4, 1.6),
        (17.5, 3.8, -4.9, 3.8),
        (16.3, 6.5, -7.0, 5.5),
        (14.6, 8.4, -8.5, 6.7),
        (12.6, 9.5, -9.4, 7.3),
        (10.6, 9.9, -9.7, 7.5),
        (8.6, 9.9, -9.5, 7.4),
        (7.0, 9.3, -9.0, 7.2),
        (5.0, 9.3, -8.1, 7.0),
        (3.0, 9.4, -6.9, 6.6),
        (1.5, 9.4, -5.6, 6.2),
        (0.0, 9.3, -4.0, 5.7),
        (-1.6, 8.9, -1.2, 5.3),
        (-3.0, 9.0, 1.4, 4.7),
        (-4.2, 8.5, 3.9, 3.7),
        (-4.9, 7.5, 5.3, 2.2),
    ]
)
# The head is convex from the crown down to this ring, the brow.
_DOME = 7
# The widest place of every ring.
_WIDEST = -0.6
_AROUND = np.linspace(0, 2 * np.pi, 29)[:-1]
_ROUND = np.stack([np.cos(_AROUND), np.sin(_AROUND)], axis=-1)[::2]
# A face is flatter than an ellipse (2).
_FLAT = 2.4
# Forward, up, to the right, radius.
_NOSE = (
    ((9.0, 7.6, 0, 0.7), (10.1, 5.3, 0, 0.8), (10.9, 3.8, 0, 1.0)),
    ((10.9, 3.6, 0, 1.0), (9.2, 3.0, 0, 0.8)),
    ((10.7, 3.5, 0, 1.0), (9.6, 3.3, 1.1, 0.9)),
    ((10.7, 3.5, 0, 1.0), (9.6, 3.3, -1.1, 0.9)),
)
_LIPS = (
    ((8.8, 0.6, -1.4, 0.7), (9.25, 0.75, 0, 0.85), (8.8, 0.6, 1.4, 0.7)),
    ((8.7, -0.75, -1.2, 0.7), (9.05, -0.8, 0, 0.85), (8.7, -0.75, 1.2, 0.7)),
)


def _pair_up(*chains: Sequence[tuple[float, float, float, float]]) -> Array:
    """Each two neighbouring spheres of some chains, shape (n, 2, 4)."""
    return np.array([pair for chain in chains for pair in pairwise(chain)])


_FEATURES, _NOSE_TIP = _pair_up(*_NOSE, *_LIPS), _pair_up(*_NOSE[1:])


def outline_head(seen: Seen) -> Geometry:
    """The area of a head without ears and hair."""
    rings = seen.place(_ring_points())
    dome, lower = rings[:_DOME].reshape(1, -1, 2), rings[_DOME - 1 :]
    between = np.concatenate([lower[:-1], lower[1:]], axis=1)
    return _cover(dome, between, _circles(seen, _FEATURES))


def outline_nose(seen: Seen) -> Geometry:
    """The area of the tip of the nose with its wings."""
    return _cover(_circles(seen, _NOSE_TIP))


def face_points(heights: Array, aside: Array) -> Array:
    """Points on the face, nose and lips left out, at these heights and this far to the right."""
    front, half = _ring_at(heights, 1), _ring_at(heights, 3)
    bow = np.maximum(1 - np.abs(aside / half) ** _FLAT, 0) ** (1 / _FLAT)
    return np.stack([_WIDEST + (front - _WIDEST) * bow, heights, aside], axis=-1)


def face_normals(points: Array) -> Array:
    """Which way the face looks at points on it, in the horizontal plane."""
    front, half = _ring_at(points[..., 1], 1), _ring_at(points[..., 1], 3)
    ahead = (np.maximum(points[..., 0] - _WIDEST, 0) / (front - _WIDEST)) ** (_FLAT - 1)
    aside = np.abs(points[..., 2] / half) ** (_FLAT - 1) * np.sign(points[..., 2])
    level = np.zeros_like(ahead)
    return np.stack([ahead / (front - _WIDEST), level, aside / half], axis=-1)


def _ring_at(heights: Array, column: int) -> Array:
    values: Array = np.interp(heights, _RINGS[::-1, 0], _RINGS[::-1, column])
    return values


@cache
def _ring_points() -> Array:
    heights, front, back, half = (column[:, None] for column in _RINGS.T)
    ahead = np.cos(_AROUND)
    middle = np.clip(_WIDEST, back + 1, front - 1)
    blunt = np.where(ahead > 0, np.abs(ahead) ** (2 / _FLAT), ahead)
    x = middle + np.where(ahead > 0, front - middle, middle - back) * blunt
    z = half * np.sin(_AROUND)
    return np.stack([x, np.broadcast_to(heights, x.shape), z], axis=-1)


def _cover(*groups: Array) -> Geometry:
    """The area of the hulls of sets of points, shape (n, points, 2)."""
    # A line through the points has the same hull, and is made in less time than they are.
    lines = np.concatenate([shapely.linestrings(group) for group in groups])
    return close_corners(shapely.union_all(shapely.convex_hull(lines)), 0.5)


def _circles(seen: Seen, pairs: Array) -> Array:
    """Pairs of spheres, shape (n, 2, 4), as the points of their outlines, shape (n, points, 2)."""
    circles = seen.place(pairs[:, :, None, :3]) + pairs[:, :, None, 3:] * _ROUND
    points: Array = circles.reshape(len(pairs), -1, 2)
    return points
