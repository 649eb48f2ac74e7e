"""What a prop is fitted with: the posed body, the part that the pose file names, its measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.chains import Chain
from generator.figures.anatomy.skeleton import SIDES, Bones
from generator.figures.pose import Frame, Prop
from generator.figures.props.solids import UP, Solid, Touchable
from generator.figures.props.spots import level_ahead, place_of, spheres_at

Array = NDArray[np.float64]

# What a prop is made of, and where it may be touched.
Fitted: TypeAlias = tuple[tuple[Solid, ...], Touchable | None]


@dataclass(frozen=True)
class Fitting:
    """A prop that is being fitted to a body among the props that already stand."""

    prop: Prop
    frame: Frame
    bones: Bones
    chains: Sequence[Chain]
    standing: Mapping[str, tuple[Solid, ...]]

    @property
    def part(self) -> str:
        """The part that it is fitted to: "right ankle" of "under right ankle"."""
        return self.prop.place.replace("ahead of", "ahead").partition(" ")[2]

    @property
    def spheres(self) -> Array:
        """The flesh of that part, shape (n, 4)."""
        return spheres_at(self.bones, self.chains, self.part)

    @property
    def shoulder(self) -> Array:
        """The shoulder above a hand that it is fitted to."""
        return place_of(self.bones, self.part.replace("hand", "shoulder"))

    @property
    def ahead(self) -> Array:
        """The level direction that counts as forward."""
        return level_ahead(self.frame.position, self.bones)

    @property
    def outward(self) -> Array:
        """The direction away from the midline on the side of the part."""
        side = SIDES.get(self.part.partition(" ")[0], 1.0)
        outward: Array = side * self.bones["pelvis"].axes[:, 2] * (1 - UP)
        return outward

    def measure(self, name: str, fitted: float) -> float:
        """What the pose file says, or else what fits."""
        return self.prop.measures.get(name, fitted)

    def shifted(self, place: Array) -> Array:
        """A place moved ahead and out as the pose file says."""
        ahead, out = self.measure("ahead", 0.0), self.measure("out", 0.0)
        return place + ahead * self.ahead + out * self.outward

    def away(self) -> Array:
        """The axis of the room along which the part lies away from the pelvis."""
        return along_axis(place_of(self.bones, self.part) - self.bones["pelvis"].origin)


def lowest(spheres: Array) -> float:
    """How high above the floor the underside of some flesh is."""
    return float((spheres[:, 1] - spheres[:, 3]).min())


def middle_of(spheres: Array) -> Array:
    """The middle of the space that the centres of some flesh take."""
    middle: Array = (spheres[:, :3].min(axis=0) + spheres[:, :3].max(axis=0)) / 2
    return middle


def along_axis(way: Array) -> Array:
    """The level axis of the room that is nearest to a direction."""
    axis = 0 if abs(way[0]) >= abs(way[2]) else 2
    along: Array = np.eye(3)[axis] * (np.sign(way[axis]) or 1.0)
    return along
