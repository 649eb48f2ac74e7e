"""Finds limbs that go through each other, through the trunk, a prop or the floor.

Flesh is soft: what lies against something sinks in a little, and a drawing needs no more than that
nothing is seen to go through. How much counts is our own estimate.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.chains import Chain
from generator.figures.pose import Contact, Frame
from generator.figures.posefile.terms import split_side
from generator.figures.props.placing import Placed
from generator.figures.props.solids import Bar, Box, Solid

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


def depth_in(solid: Solid, spheres: Array) -> Array:
    """How deep each sphere goes into a box or bar, in cm; negative for how far off it is."""
    centres, radii = spheres[:, :3], spheres[:, 3]
    if isinstance(solid, Box):
        half = np.array(solid.size) / 2
        beyond = np.abs(centres - (solid.top - half * (0, 1, 0))) - half
        outside = np.linalg.norm(np.maximum(beyond, 0), axis=1)
        box: Array = radii - outside - np.minimum(beyond.max(axis=1), 0)
        return box
    if isinstance(solid, Bar):
        length = solid.end - solid.start
        share = np.clip((centres - solid.start) @ length / (length @ length), 0, 1)
        apart = np.linalg.norm(centres - solid.start - np.outer(share, length), axis=1)
        bar: Array = radii + solid.radius - apart
        return bar
    return np.full(len(spheres), -np.inf)


def _flesh_of(chains: Sequence[Chain]) -> dict[str, Array]:
    flesh: dict[str, list[Array]] = {}
    for chain in chains:
        if chain.part.endswith((" hand", " foot")):
            flesh.setdefault(chain.part, []).append(chain.spheres)
        else:
            flesh.setdefault(chain.part, []).append(chain.filled(3))
    return {part: np.concatenate(spheres) for part, spheres in flesh.items()}


def _limbs_through_limbs(
    flesh: Mapping[str, Array], contacts: Sequence[Contact]
) -> Iterator[Collision]:
    touching = {pair for contact in contacts for pair in _pairs_named(contact)}
    if len({contact.target for contact in contacts if "hand" in contact.part}) == 1:
        touching.add(frozenset(("right hand", "left hand")))
    lows, highs = _spans(flesh)
    for (one, first), (other, second) in combinations(flesh.items(), 2):
        far = (lows[one] > highs[other]).any() or (lows[other] > highs[one]).any()
        if far or _belong_together(one, other, touching):
            continue
        apart = np.linalg.norm(first[:, None, :3] - second[None, :, :3], axis=2)
        depth = float((first[:, None, 3] + second[None, :, 3] - apart).max())
        names = {split_side(one)[1], split_side(other)[1]}
        if depth > (_SOFT if names & _GIVES_WAY else _FIRM):
            # The limb is said to go into the trunk, and the thinner limb into the thicker.
            thin, thick = sorted((one, other), key=lambda part: float(flesh[part][:, 3].max()))
            yield Collision(thin, thick, depth)


def _limbs_through_props(
    flesh: Mapping[str, Array], frame: Frame, props: Mapping[str, Placed]
) -> Iterator[Collision]:
    said = [contact.target for contact in frame.contacts]
    said += [support.partition(" on ")[2] for support in frame.supports]
    said += [prop.kind for prop in frame.props if prop.place]
    for kind, prop in props.items():
        if kind in _YIELDING:
            continue
        allowed = _SOFT if kind in said else _FIRM
        for part, spheres in flesh.items():
            depth = max(
                (float(depth_in(solid, spheres).max()) for solid in prop.solids), default=0.0
            )
            if depth > allowed:
                yield Collision(part, kind, depth)


def _limbs_below_floor(
    flesh: Mapping[str, Array], props: Mapping[str, Placed]
) -> Iterator[Collision]:
    allowed = 3.0 if {"mat", "cushion"} & set(props) else 1.0
    for part, spheres in flesh.items():
        depth = float((spheres[:, 3] - spheres[:, 1]).max())
        if depth > allowed:
            yield Collision(part, "floor", depth)


def _spans(flesh: Mapping[str, Array]) -> tuple[dict[str, Array], dict[str, Array]]:
    lows = {part: (rows[:, :3] - rows[:, 3:]).min(axis=0) for part, rows in flesh.items()}
    highs = {part: (rows[:, :3] + rows[:, 3:]).max(axis=0) for part, rows in flesh.items()}
    return lows, highs


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
