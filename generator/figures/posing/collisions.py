"""Finds limbs that go through each other, through the trunk, a prop or the floor.

Flesh is soft: what lies against something sinks in a little, and a drawing needs no more than that
nothing is seen to go through. How much counts is our own estimate.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.chains import Chain, fill_each
from generator.figures.anatomy.directions import dot
from generator.figures.pose import Contact, Frame
from generator.figures.posefile.terms import split_side
from generator.figures.props.placing import Placed
from generator.figures.props.solids import UP, Bar, Box, Solid

Array = NDArray[np.float64]

# By how many cm a part may go into another that is firm, and into one that gives way.
_FIRM, _SOFT = 2.0, 4.0
_GIVES_WAY = frozenset({"pelvis", "trunk", "thigh", "shank"})
# Parts that grow out of each other, or fold against each other.
_NEIGHBOURS = frozenset(
    frozenset(pair)
    for pair in (
        ("pelvis", "trunk"),
        ("pelvis", "thigh"),
        ("trunk", "thigh"),
        ("trunk", "neck"),
        ("trunk", "head"),
        ("neck", "head"),
        ("neck", "upper arm"),
        ("trunk", "upper arm"),
        ("thigh", "shank"),
        ("shank", "foot"),
        ("upper arm", "forearm"),
        ("forearm", "hand"),
    )
)
# The parts round what a contact names.
_AROUND: Mapping[str, tuple[str, ...]] = {
    "thigh": ("thigh", "shank"),
    "knee": ("thigh", "shank"),
    "shin": ("shank", "thigh"),
    "hip": ("pelvis", "trunk", "thigh"),
    "belly": ("pelvis", "trunk"),
    "head": ("head", "neck"),
    "forehead": ("head",),
}
# What a body lies, kneels or stands on takes it in; so does what it is wrapped round.
_YIELDING = frozenset({"mat", "floor", "cushion", "strap", "band", "anchor"})


@dataclass(frozen=True)
class Collision:
    """A part that goes `depth` cm into another part, a prop or the floor."""

    part: str
    into: str
    depth: float


def find_collisions(
    frame: Frame, chains: Sequence[Chain], props: Mapping[str, Placed]
) -> tuple[Collision, ...]:
    """All that goes through something; what a contact or support names may touch it."""
    flesh = _flesh_of(chains)
    return (
        *_limbs_through_limbs(flesh, frame.contacts),
        *_limbs_through_props(flesh, frame, props),
        *_limbs_below_floor(flesh, props),
    )


def depth_in(solids: Sequence[Solid], spheres: Array) -> Array:
    """How deep each sphere goes into boxes and bars at most, in cm; negative: how far off it is."""
    boxes = [solid for solid in solids if isinstance(solid, Box)]
    bars = [solid for solid in solids if isinstance(solid, Bar)]
    depths = [np.full(len(spheres), -np.inf), *(_depth_in_bar(bar, spheres) for bar in bars)]
    if boxes:
        depths.append(_depth_in_boxes(boxes, spheres))
    deepest: Array = np.max(depths, axis=0)
    return deepest


def _depth_in_boxes(boxes: Sequence[Box], spheres: Array) -> Array:
    """The same for boxes alone: furniture is many of them, and all at once is much quicker."""
    half = np.array([box.size for box in boxes]).T[..., None] / 2
    middles = np.array([box.top for box in boxes]).T[..., None] - half * UP[:, None, None]
    # The three ways in the room come first: numpy is slow along a short last axis.
    beyond = np.abs(spheres.T[:3, None] - middles) - half
    outside = np.maximum(beyond, 0.0)
    away = np.sqrt((outside * outside).sum(axis=0))
    depths = spheres[:, 3] - away - np.minimum(beyond.max(axis=0), 0)
    deepest: Array = depths.max(axis=0)
    return deepest


def _depth_in_bar(bar: Bar, spheres: Array) -> Array:
    away, length = spheres[:, :3] - bar.start, bar.end - bar.start
    share = np.clip(away @ length / (length @ length), 0, 1)
    apart = away - share[:, None] * length
    depth: Array = spheres[:, 3] + bar.radius - np.sqrt(dot(apart, apart))
    return depth


def depth_between(one: Array, other: Array) -> float:
    """How deep spheres go at most into other spheres, in cm; negative for how far off they are."""
    centres, others = one[:, :3], other[:, :3]
    squares = dot(centres, centres)[:, None] + dot(others, others) - 2 * centres @ others.T
    apart = np.sqrt(np.maximum(squares, 0.0))
    return float((one[:, 3, None] + other[:, 3] - apart).max())


def _flesh_of(chains: Sequence[Chain]) -> dict[str, Array]:
    flesh: dict[str, list[Array]] = {chain.part: [] for chain in chains}
    small = [chain for chain in chains if chain.part.endswith((" hand", " foot"))]
    large = [chain for chain in chains if not chain.part.endswith((" hand", " foot"))]
    rows = [chain.spheres for chain in small] + fill_each(large, 3)
    for chain, spheres in zip((*small, *large), rows, strict=True):
        flesh[chain.part].append(spheres)
    return {part: np.concatenate(spheres) for part, spheres in flesh.items()}


def _in_a_row(flesh: Mapping[str, Array]) -> tuple[Array, NDArray[np.intp]]:
    """The spheres of all parts, and the number of the first of each."""
    starts = np.cumsum([0, *(len(rows) for rows in flesh.values())])[:-1]
    return np.concatenate([*flesh.values()]), starts


def _limbs_through_limbs(
    flesh: Mapping[str, Array], contacts: Sequence[Contact]
) -> Iterator[Collision]:
    touching = {pair for contact in contacts for pair in _pairs_named(contact)}
    if len({contact.target for contact in contacts if "hand" in contact.part}) == 1:
        touching.add(frozenset(("right hand", "left hand")))
    for one, other in _near_each_other(flesh):
        if _belong_together(one, other, touching):
            continue
        depth = depth_between(flesh[one], flesh[other])
        names = {split_side(one)[1], split_side(other)[1]}
        if depth > (_SOFT if names & _GIVES_WAY else _FIRM):
            # The limb is said to go into the trunk, and the thinner limb into the thicker.
            thin, thick = sorted((one, other), key=lambda part: float(flesh[part][:, 3].max()))
            yield Collision(thin, thick, depth)


def _near_each_other(flesh: Mapping[str, Array]) -> Iterator[tuple[str, str]]:
    """The pairs of parts whose boxes in the room meet."""
    spheres, starts = _in_a_row(flesh)
    lows = np.minimum.reduceat(spheres[:, :3] - spheres[:, 3:], starts).T
    highs = np.maximum.reduceat(spheres[:, :3] + spheres[:, 3:], starts).T
    # The three ways in the room come first: numpy is slow along a short last axis.
    meet = ((lows[:, :, None] <= highs[:, None]) & (highs[:, :, None] >= lows[:, None])).all(axis=0)
    parts = tuple(flesh)
    for one, other in np.argwhere(np.triu(meet, k=1)).tolist():
        yield parts[one], parts[other]


def _limbs_through_props(
    flesh: Mapping[str, Array], frame: Frame, props: Mapping[str, Placed]
) -> Iterator[Collision]:
    said = [contact.target for contact in frame.contacts]
    said += [support.partition(" on ")[2] for support in frame.supports]
    said += [prop.kind for prop in frame.props if prop.place]
    firm = {kind: prop for kind, prop in props.items() if kind not in _YIELDING and prop.solids}
    spheres, starts = _in_a_row(flesh)
    for kind, prop in firm.items():
        allowed = _SOFT if kind in said else _FIRM
        depths = depth_in(prop.solids, spheres)
        for part, depth in zip(flesh, np.maximum.reduceat(depths, starts), strict=True):
            if depth > allowed:
                yield Collision(part, kind, float(depth))


def _limbs_below_floor(
    flesh: Mapping[str, Array], props: Mapping[str, Placed]
) -> Iterator[Collision]:
    allowed = 3.0 if {"mat", "cushion"} & set(props) else 1.0
    spheres, starts = _in_a_row(flesh)
    depths = np.maximum.reduceat(spheres[:, 3] - spheres[:, 1], starts)
    for part, depth in zip(flesh, depths.tolist(), strict=True):
        if depth > allowed:
            yield Collision(part, "floor", depth)


def _belong_together(one: str, other: str, touching: set[frozenset[str]]) -> bool:
    """Whether two parts are neighbours, or a contact says that they touch."""
    (side, part), (other_side, other_part) = split_side(one), split_side(other)
    neighbours = frozenset((part, other_part)) in _NEIGHBOURS
    same_side = not side or not other_side or side == other_side
    return (neighbours and same_side) or frozenset((one, other)) in touching


def _pairs_named(contact: Contact) -> Iterator[frozenset[str]]:
    """The pairs of parts that a contact on the body may bring together."""
    side, limb = split_side(contact.part)
    owner, target = split_side(contact.target)
    for touched in _AROUND.get(target, ()):
        sided = f"{owner} {touched}".strip()
        for near in ("hand", "forearm") if limb == "hand" else ("foot", "shank"):
            yield frozenset((f"{side} {near}", sided))
