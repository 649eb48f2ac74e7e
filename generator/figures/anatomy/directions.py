"""Directions in the room: unit vectors, products, and the angles between them.

For a handful of vectors, numpy's own general functions cost many times what they work out.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def unit(vectors: Array) -> Array:
    """Vectors of length 1, shape (..., 3); those without length stay without it."""
    lengths = np.sqrt(dot(vectors, vectors))
    units: Array = vectors / np.maximum(lengths, 1e-9)[..., None]
    return units


def dot(one: Array, other: Array) -> Array:
    """The scalar products of vectors, shape (..., 3) to (...)."""
    product: Array = np.vecdot(one, other)
    return product


def cross(one: Array, other: Array) -> Array:
    """The vectors at right angles to two others each, shape (..., 3)."""
    across: Array = np.empty(np.broadcast(one, other).shape)
    for axis, (after, last) in enumerate(((1, 2), (2, 0), (0, 1))):
        across[..., axis] = one[..., after] * other[..., last] - one[..., last] * other[..., after]
    return across


def degrees_between(one: Array, other: Array) -> Array:
    """Degrees between unit vectors, shape (..., 3) to (...)."""
    degrees: Array = np.degrees(np.arccos(np.clip(dot(one, other), -1, 1)))
    return degrees
