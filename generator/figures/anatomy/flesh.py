"""Flesh on the bones: each part of the body as chains of spheres, neighbours joined by cones.

The spheres' places and radii are our own estimates, fitted by eye to an adult of 175 cm: there is
no published table of them. `Build` scales them; bones keep their length.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.chains import Chain
from generator.figures.anatomy.feet import foot_chains
from generator.figures.anatomy.hands import hand_chains
from generator.figures.anatomy.measures import FOREARM, SPINE, THIGH, UPPER_ARM
from generator.figures.anatomy.skeleton import SIDES, Bone, Bones
from generator.figures.people import Build

Array = NDArray[np.float64]
# A point on the upright body: forward and up from the mid-hip point, to the right; and a radius.
Station = tuple[float, float, float, float]


# Forward, up, half width, radius: each row is a ring of the trunk, a soft box from side to side.
_HIPS = ((-3.9, -1.0, 6.6, 9.2), (0.6, 1.5, 6.8, 8.8), (-0.6, 8.0, 6.4, 9.0))
_WAIST = ((-0.6, 8.0, 6.4, 9.0), (0.0, 16.5, 5.3, 8.9))
_RIBS = ((0.5, 26.0, 6.2, 9.7), (1.3, 35.0, 7.4, 10.3))
_SHOULDERS = ((-0.1, 41.8, 9.2, 8.4), (-1.6, 45.2, 11.6, 5.6), (-2.2, 48.6, 4.6, 5.6))
_NAPE = ((-2.0, 51.0, 1.6, 5.2),)
_NECK: tuple[Station, ...] = (
    (-2.2, 48.5, 0, 5.6),
    (-0.9, 54.0, 0, 5.1),
    (0.3, 60.5, 0, 5.1),
    (0.8, 65.5, 0, 5.5),
)
_SKULL: tuple[Station, ...] = ((-1.9, 10.4, 0, 7.8), (2.9, 10.2, 0, 7.2))
_JAW: tuple[Station, ...] = ((2.9, 9.0, 0, 7.3), (5.4, 2.4, 0, 4.6), (6.8, -0.8, 0, 3.4))
# Forward, up, outward from the bone's near end, radius.
_KNEECAP: tuple[Station, ...] = ((1.7, 1.5, 0, 4.2), (1.0, -5.5, 0, 3.8))
_LIMBS: tuple[tuple[str, tuple[Station, ...]], ...] = (
    (
        "thigh",
        (
            (-0.6, 0, 0, 8.8),
            (-0.2, -9, 0.2, 8.7),
            (1.0, -19, 0, 7.7),
            (0.8, -31, -0.3, 6.2),
            (0.6, -THIGH + 0.5, 0, 5.5),
        ),
    ),
    (
        "shank",
        (
            (0.4, 0, 0, 5.3),
            (-0.9, -6.5, 0, 5.1),
            (-1.9, -13, 0.2, 5.4),
            (-1.5, -20, 0.1, 4.9),
            (-0.6, -30, 0, 3.6),
            (-0.3, -38, 0, 3.1),
            (-0.3, -42.5, 0, 3.4),
        ),
    ),
    ("shank", _KNEECAP),
    (
        "upper arm",
        (
            (0, -0.4, -1.6, 4.9),
            (0.2, -6, -0.2, 4.9),
            (0.6, -13, 0, 4.6),
            (0.2, -22, 0, 3.9),
            (0, -UPPER_ARM, 0, 3.6),
        ),
    ),
    (
        "forearm",
        (
            (0, 0, 0, 3.6),
            (0.5, -6, 0, 4.0),
            (0.3, -13, 0, 3.4),
            (0.1, -21, 0, 2.6),
            (0.1, -FOREARM, 0, 2.5),
        ),
    ),
)
# Below this height the trunk's flesh goes with the pelvis, above it with the nearest vertebra.
_PELVIS_TO = 9.0
_AT_ORIGIN = Bone(np.zeros(3), np.eye(3))


@dataclass(frozen=True)
class _Pattern:
    """All spheres of a body in their bones' own frames, and the chains that they make up."""

    bones: tuple[str, ...]
    bone_of: NDArray[np.intp]
    places: Array
    radii: Array
    chains: tuple[tuple[str, str, int, int], ...]


def clothe_bones(bones: Bones, hands: Mapping[str, str], build: Build) -> tuple[Chain, ...]:
    """The flesh of a body; `hands` maps "right hand" to its shape (relaxed where it says none)."""
    shapes = tuple(hands.get(f"{side} hand", "relaxed") for side in SIDES)
    pattern = _pattern(build, shapes)
    origins = np.array([bones[name].origin for name in pattern.bones])[pattern.bone_of]
    axes = np.array([bones[name].axes for name in pattern.bones])[pattern.bone_of]
    placed = origins + np.einsum("nij,nj->ni", axes, pattern.places)
    spheres = np.column_stack((placed, pattern.radii))
    return tuple(
        Chain(part, group, spheres[start:end]) for part, group, start, end in pattern.chains
    )


@lru_cache(maxsize=64)
def _pattern(build: Build, hands: tuple[str, ...]) -> _Pattern:
    """The flesh of a build, worked out once: only the bones move from pose to pose."""
    rows = [*_trunk(build), *_head(), *_all_limbs(hands, build)]
    attached = [sphere for row in rows for sphere in row.spheres]
    names = tuple(dict.fromkeys(bone for bone, _ in attached))
    local = np.array([station for _, station in attached])
    ends = list(accumulate(len(row.spheres) for row in rows))
    starts = [0, *ends[:-1]]
    return _Pattern(
        names,
        np.array([names.index(bone) for bone, _ in attached]),
        local[:, :3],
        local[:, 3],
        tuple(
            (row.part, row.group, start, end)
            for row, start, end in zip(rows, starts, ends, strict=True)
        ),
    )


@dataclass(frozen=True)
class _Row:
    """A chain before it is placed: each sphere with its bone, in that bone's frame."""

    part: str
    group: str
    spheres: tuple[tuple[str, Station], ...]


def _trunk(build: Build) -> Iterator[_Row]:
    hips = _widen(_HIPS, build.hips)
    waist = [_HIPS[-1], *_WAIST[1:]]
    rings = [
        *_widen(waist, build.hips, build.belly),
        *_widen(_RIBS, build.chest),
        *_SHOULDERS,
        *_NAPE,
    ]
    yield from _soft_box("pelvis", hips)
    yield from _soft_box("trunk", rings)
    yield _Row("neck", "neck", tuple(_on_spine(station) for station in _NECK))


def _widen(rings: Sequence[Station], *factors: float) -> list[Station]:
    """Rings scaled by one factor each; the last factor serves the rest.

    The back keeps its line: what is added in depth is added in front.
    """
    scaled = []
    for number, (x, y, half, radius) in enumerate(rings):
        factor = factors[min(number, len(factors) - 1)]
        grown = radius * factor
        scaled.append((x + (grown - radius), y, half * factor, grown))
    return scaled


def _soft_box(part: str, rings: Sequence[Station]) -> Iterator[_Row]:
    """Rails at the left, right and middle of the rings, and a rung across each."""
    for out in (1.0, -1.0, 0.0):
        rail = tuple(_on_spine((x, y, out * half, radius)) for x, y, half, radius in rings)
        yield _Row(part, part, rail)
    for x, y, half, radius in rings:
        rung = tuple(_on_spine((x, y, out * half, radius)) for out in (1.0, -1.0))
        yield _Row(part, part, rung)


def _on_spine(station: Station) -> tuple[str, Station]:
    """A place on the upright trunk in the frame of the bone that carries it."""
    x, y, z, radius = station
    if y < _PELVIS_TO:
        return "pelvis", station
    name, from_x, from_y = min(SPINE[:-1], key=lambda vertebra: abs(vertebra[2] - y))
    return name, (x - from_x, y - from_y, z, radius)


def _head() -> Iterator[_Row]:
    """What the head rests on and bumps into; its outline is drawn with more care."""
    for stations in (_SKULL, _JAW):
        yield _Row("head", "head", tuple(("head", station) for station in stations))


def _all_limbs(hands: Sequence[str], build: Build) -> Iterator[_Row]:
    for (side, out), shape in zip(SIDES.items(), hands, strict=True):
        for limb, stations in _LIMBS:
            name = f"{side} {limb}"
            spheres = ((x, y, out * z, radius * build.limbs) for x, y, z, radius in stations)
            yield _Row(name, limb, tuple((name, sphere) for sphere in spheres))
        for chain in foot_chains(_AT_ORIGIN, _AT_ORIGIN, side):
            yield _unplaced(chain, f"{side} toes" if chain.group.endswith("toe") else chain.part)
        for chain in hand_chains(_AT_ORIGIN, side, shape, 1.0):
            yield _unplaced(chain, chain.part)


def _unplaced(chain: Chain, bone: str) -> _Row:
    return _Row(chain.part, chain.group, tuple((bone, tuple(row)) for row in chain.spheres))
