"""A row of spheres: what the flesh of a body part is made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Chain:
    """Spheres of one part in a row: x, y, z and radius in the room, shape (n, 4).

    Neighbours are joined by cones. Chains of one `group` are one body; between groups of a part
    the joint is filled softly.
    """

    part: str
    group: str
    spheres: NDArray[np.float64]

    def filled(self, between: int) -> NDArray[np.float64]:
        """The spheres with others `between` neighbours, so that they stand for the cones, too."""
        share = np.arange(between + 1)[:, None] / (between + 1)
        steps = self.spheres[:-1, None] + share * np.diff(self.spheres, axis=0)[:, None]
        return np.concatenate([steps.reshape(-1, self.spheres.shape[1]), self.spheres[-1:]])
