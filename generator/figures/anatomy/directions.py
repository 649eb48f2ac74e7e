"""Directions in the room: unit vectors, and the angles between them."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def unit(vectors: Array) -> Array:
    """Vectors of length 1, shape (..., 3); those without length stay without it."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    units: Array = vectors / np.maximum(lengths, 1e-9)
    return units


def degrees_between(one: Array, other: Array) -> Array:
    """Degrees between unit vectors, shape (..., 3) to (...)."""
    degrees: Array = np.degrees(np.arccos(np.clip((one * other).sum(axis=-1), -1, 1)))
    return degrees
