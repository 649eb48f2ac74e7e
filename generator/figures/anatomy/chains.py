"""A row of spheres: what the flesh of a body part is made of."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Chain(NamedTuple):
    """Spheres of one part in a row: x, y, z and radius in the room, shape (n, 4).

    Neighbours are joined by cones. Chains of one `group` are one body; between groups of a part
    the joint is filled softly. A picture takes hundreds of them, and tuples are made quickly.
    """

    part: str
    group: str
    spheres: NDArray[np.float64]

    def filled(self, between: int) -> NDArray[np.float64]:
        """The spheres with others `between` neighbours, so that they stand for the cones, too."""
        return fill_each([self], between)[0]


def fill_each(chains: Sequence[Chain], between: int) -> list[NDArray[np.float64]]:
    """The spheres of several chains, each filled: much quicker than one by one."""
    counts = np.array([len(chain.spheres) for chain in chains])
    spheres = np.concatenate([chain.spheres for chain in chains])
    share = np.arange(between + 1)[:, None] / (between + 1)
    steps = np.empty((len(spheres), between + 1, spheres.shape[1]))
    steps[:-1] = spheres[:-1, None] + share * np.diff(spheres, axis=0)[:, None]
    # After the last sphere of a chain comes none of its own.
    last, kept = np.cumsum(counts) - 1, np.ones(steps.shape[:2], dtype=bool)
    steps[last, 0], kept[last, 1:] = spheres[last], False
    filled, ends = steps[kept], np.cumsum((counts - 1) * (between + 1) + 1).tolist()
    return [filled[first:end] for first, end in pairwise((0, *ends))]
