"""Joins skin to skin and cloth to cloth: the corner filled, and no line between the two.

Where two parts meet at a joint, neither draws a line through the other; farther from the joint a
limb that folds over itself does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from generator.figures.drawing.outline import grow
from generator.figures.drawing.shapes import Array

Areas = NDArray[np.object_]
# The part of the body, and whether it is skin, shorts or shirt.
Key = tuple[str, str]
# How far what fills a corner reaches beyond it, in cm.
_OVERLAP = 0.04
# What fills a corner and is smaller than this, in square cm, is only two edges that nearly agree.
_SPLINTER = 0.05
# How much farther areas are drawn in than out, in cm, so that no two edges nearly agree.
_PARTED = 0.04
# The radius, in cm, from which on a corner is drawn with more points.
_BROAD = 3.0
_ANGLES = np.linspace(0, 2 * np.pi, 24, endpoint=False)
_CIRCLE = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)


@dataclass(frozen=True)
class Joint:
    """Two areas that are one within `reach` cm of a place in the picture.

    The inner corner there gets a radius of `fold` cm. The first is the one nearer to the trunk.
    """

    one: Key
    other: Key
    place: Array
    reach: float
    fold: float


@dataclass(frozen=True)
class Coat:
    """Skin or cloth of one part, and the line round it, which ends inside its neighbours."""

    area: Geometry
    line: Geometry


def join_coats(areas: Mapping[Key, Geometry], joints: Iterable[Joint]) -> dict[Key, Coat]:
    """Areas joined wherever both areas of a joint are there."""
    numbers = {key: number for number, key in enumerate(areas)}
    joined = np.array(list(areas.values()), dtype=object)
    there = dict(zip(areas, ~shapely.is_empty(joined), strict=True))
    joints = [joint for joint in joints if there[joint.one] and there[joint.other]]
    ones, others = np.array([(numbers[joint.one], numbers[joint.other]) for joint in joints]).T
    both = np.asarray(shapely.union(*_clip(joined[[ones, others]], joints)))
    around = _circles(joints)
    webs, at = _fill_corners(both, around, np.array([joint.fold for joint in joints]))
    for number in set(others[at]):
        joined[number] = shapely.union_all([joined[number], *webs[others[at] == number]])
    # The trunk goes on under a limb: its line is hidden farther along than theirs.
    covers = [*_clip(joined[[others]], joints), shapely.intersection(joined[ones], around)]
    lines = _outline(joined, np.concatenate([ones, others]), np.concatenate(covers))
    return {key: Coat(joined[number], lines[number]) for key, number in numbers.items()}


def _clip(areas: Areas, joints: Sequence[Joint]) -> Areas:
    """What of areas, shape (n, joints), is in a square round each, twice as wide as it reaches."""
    clipped = np.empty_like(areas)
    for number, joint in enumerate(joints):
        (x, y), reach = joint.place.tolist(), 2 * joint.reach
        square = x - reach, y - reach, x + reach, y + reach
        clipped[:, number] = shapely.clip_by_rect(areas[:, number], *square)
    return clipped


def _fill_corners(both: Areas, around: Areas, folds: Array) -> tuple[Areas, NDArray[np.intp]]:
    """What fills the inner corners at joints, and the number of the joint of each."""
    closed = np.empty_like(both)
    for broad, finely in ((False, 3), (True, 7)):
        some = (folds > _BROAD) == broad
        grown = grow(both[some], folds[some])
        # Drawn in a little farther than out: to part edges that nearly agree takes very long.
        closed[some] = shapely.buffer(grown, -folds[some] - _PARTED, quad_segs=finely)
    gaps, joint = shapely.get_parts(shapely.difference(closed, both), return_index=True)
    large = shapely.area(gaps) > _SPLINTER
    webs = shapely.intersection(gaps[large], around[joint[large]])
    # A little wider than the gap that it fills, so that no crack is left between the three.
    return shapely.buffer(webs, _PARTED + _OVERLAP, quad_segs=1), joint[large]


def _outline(areas: Areas, covered: NDArray[np.intp], covers: Areas) -> Areas:
    """The line round each area without the stretches within covers; `covered` numbers the areas."""
    lines = shapely.boundary(areas)
    waiting = np.arange(len(covered))
    while len(waiting):
        _, first = np.unique(covered[waiting], return_index=True)
        now = waiting[first]
        lines[covered[now]] = shapely.difference(lines[covered[now]], covers[now])
        waiting = np.delete(waiting, first)
    return np.asarray(shapely.line_merge(lines))


def _circles(joints: Sequence[Joint]) -> Areas:
    rings = [joint.place + joint.reach * _CIRCLE for joint in joints]
    return np.asarray(shapely.polygons(rings))
