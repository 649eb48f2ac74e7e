"""Fits what lies on the floor: a mat under the whole body, a patch of ground, a cushion."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from generator.figures.props.fitting import Fitted, Fitting, lowest, middle_of
from generator.figures.props.furnish import top_of
from generator.figures.props.solids import UP, Box, Patch, Pillow

Array = NDArray[np.float64]

# What is no higher than this above the floor needs a mat or ground below it; more when lying.
_LOW, _LOW_LYING = 12.0, 30.0
# A mat is 60 cm wide; it grows no wider for an arm that is stretched out beside it.
_MAT_MARGIN, _MAT_WIDTH, _WIDEST_MAT, _MAT_DEPTH = 6.0, 60.0, 92.0, 1.6
_GROUND_MARGIN, _NARROWEST_GROUND = 12.0, 52.0
# How long and wide a cushion is, by the part that lies on it.
_CUSHIONS: Mapping[str, tuple[float, float]] = {
    "head": (32.0, 44.0),
    "belly": (30.0, 42.0),
    "knee": (26.0, 30.0),
    "buttocks": (34.0, 40.0),
}
# How deep a part sinks into a cushion, and how thin and thick a cushion may become.
_SINKS, _THINNEST, _THICKEST = 1.5, 4.0, 24.0


def fit_mat(fitting: Fitting) -> Fitted:
    """A mat that ends a hand's breadth beyond the body."""
    low, high = _taken(fitting)
    length, _, width = high - low + 2 * _MAT_MARGIN
    size = (
        fitting.measure("length", length),
        _MAT_DEPTH,
        fitting.measure("width", min(max(width, _MAT_WIDTH), _WIDEST_MAT)),
    )
    mat = Box((low + high) / 2 * (1 - UP), size, "mat")
    return (mat,), top_of(mat)


def fit_floor(fitting: Fitting) -> Fitted:
    """A patch of ground under the body and the furniture."""
    low, high = _taken(fitting)
    standing = [solid for solids in fitting.standing.values() for solid in solids]
    boxes = [solid for solid in standing if isinstance(solid, Box) and solid.cut is None]
    if boxes:
        middles, halves = (
            np.array([box.top for box in boxes]),
            np.array([box.size for box in boxes]) / 2,
        )
        low = np.minimum(low, (middles - halves).min(axis=0))
        high = np.maximum(high, (middles + halves).max(axis=0))
    length, _, width = high - low + 2 * _GROUND_MARGIN
    size = (
        fitting.measure("length", length),
        fitting.measure("width", max(width, _NARROWEST_GROUND)),
    )
    ground = Patch((low + high) / 2 * (1 - UP), (size[0] / 2, size[1] / 2))
    return (ground,), None


def fit_cushion(fitting: Fitting) -> Fitted:
    """A cushion as high as the gap below the part, which sinks into it."""
    spheres = fitting.spheres
    underside = lowest(spheres)
    fitted = min(max(underside + _SINKS, _THINNEST), _THICKEST)
    height = fitting.measure("height", fitted - _SINKS) + _SINKS
    resting = spheres[spheres[:, 1] - spheres[:, 3] < underside + 3.0]
    length, width = _CUSHIONS[fitting.part.split(" ")[-1]]
    return (Pillow(middle_of(resting) * (1 - UP), (length, height, width)),), None


def _taken(fitting: Fitting) -> tuple[Array, Array]:
    """The corners of the space that the body takes near the floor."""
    spheres = np.concatenate([chain.spheres for chain in fitting.chains])
    highest = _LOW_LYING if fitting.frame.position.startswith("lying") else _LOW
    # Who stands on a step takes the ground below the feet.
    highest = max(highest, lowest(spheres) + _LOW)
    low = spheres[spheres[:, 1] - spheres[:, 3] < highest]
    centres, radii = low[:, :3], low[:, 3:]
    return (centres - radii).min(axis=0), (centres + radii).max(axis=0)
