"""Measures how far a hand or foot is from what it should touch, on the flesh of the posed body."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.chains import Chain, fill_each
from generator.figures.anatomy.directions import dot
from generator.figures.anatomy.hands import GRIP
from generator.figures.anatomy.skeleton import SIDES
from generator.figures.pose import Contact
from generator.figures.posing.collisions import depth_between
from generator.figures.posing.contacts import Scene
from generator.figures.props.placing import Placed
from generator.figures.props.solids import Bar
from generator.figures.props.spots import spheres_at

Array = NDArray[np.float64]

# The flesh that a hand or foot touches when a pose file names a part of the body.
_FLESH: Mapping[str, tuple[str, ...]] = {
    "thigh": ("thigh",),
    "knee": ("thigh", "shank"),
    "shin": ("shank",),
    "hip": ("pelvis", "trunk", "thigh"),
    "belly": ("pelvis", "trunk"),
    "head": ("head", "neck"),
    "forehead": ("head",),
}
# The part of a foot that touches.
_SOLE: Mapping[str, str] = {
    "flat on": "foot",
    "heel on": "heel",
    "ball on": "toes",
    "toes against": "toes",
}
# The edge of a foot that lies on something with the ankle.
_EDGES: Mapping[str, str] = {
    "inside of ankle on": "inner edge",
    "outside of ankle on": "outer edge",
}
# A limb that misses its place by less than this, in cm, has arrived.
_ARRIVED = 0.5
_TIES = frozenset({"strap", "band"})


def measure_gap(scene: Scene, contact: Contact, short: float) -> float:
    """The cm between a hand or foot and what it touches; less than 0 where it sinks in.

    Where the limb was too `short` to get to the right place, that counts: on its way there it may
    lie against the wrong side of the target.
    """
    return short if short > _ARRIVED else _measure(scene, contact)


def measure_above_knee(scene: Scene, contact: Contact) -> float:
    """How many cm up a thigh, from the joint of its knee, a foot on it begins."""
    knee = scene.bones[contact.target.replace("thigh", "shank")].origin
    foot = np.concatenate([chain.spheres for chain in scene.chains if chain.part == contact.part])
    up_the_thigh = (foot[:, :3] - knee) @ scene.bones[contact.target].axes[:, 1]
    return float((up_the_thigh - foot[:, 3]).min())


def _measure(scene: Scene, contact: Contact) -> float:
    side = contact.part.partition(" ")[0]
    if contact.target in _TIES:
        # A strap runs to wherever the hand holds it.
        return 0.0
    if contact.preset == "holds":
        return _gap_in_fist(scene, side, scene.props[contact.target])
    if contact.part.endswith("hand"):
        return _gap_to(scene, contact, _touching_hand(scene, contact))
    if contact.preset in _EDGES:
        return _gap_to(scene, contact, _edge_of_foot(scene, contact))
    spot = f"{side} {_SOLE[contact.preset]}"
    return _gap_to(scene, contact, spheres_at(scene.bones, scene.chains, spot))


def _touching_hand(scene: Scene, contact: Contact) -> Array:
    """The palm; a head may lie on the fingers, too."""
    hand = [chain for chain in scene.chains if chain.part == contact.part]
    if contact.preset != "under":
        hand = [chain for chain in hand if chain.group == "palm"]
    return np.concatenate(fill_each(hand, 3))


def _edge_of_foot(scene: Scene, contact: Contact) -> Array:
    """The heel and the edge of the foot that should lie there; the shank may be above it."""
    groups = {"heel", _EDGES[contact.preset]}
    foot = [chain for chain in scene.chains if chain.part == contact.part]
    return np.concatenate(fill_each([chain for chain in foot if chain.group in groups], 3))


def _gap_in_fist(scene: Scene, side: str, held: Placed) -> float:
    """From the middle of the fist to the skin of the bar that it holds."""
    fist = scene.bones[f"{side} hand"].at(np.array(GRIP) * (1, 1, SIDES[side]))
    if not isinstance(held.touch, Bar):
        return 0.0
    top, up = held.touch.nearest(fist)
    return float(np.linalg.norm(fist - top + held.touch.radius * up)) - held.touch.radius


def _gap_to(scene: Scene, contact: Contact, flesh: Array) -> float:
    owner, _, name = contact.target.rpartition(" ")
    if name in _FLESH and not _cushioned(scene, contact):
        parts = {f"{owner} {part}".strip() for part in _FLESH[name]} | {*_FLESH[name]}
        return _between(flesh, [chain for chain in scene.chains if chain.part in parts])
    prop = scene.props.get(contact.target)
    if prop and prop.touch:
        return _above(flesh, prop)
    return float((flesh[:, 1] - flesh[:, 3]).min())


def _cushioned(scene: Scene, contact: Contact) -> bool:
    """Whether a hand under the head lies below a cushion instead."""
    cushions = {prop.place for prop in scene.frame.props if prop.kind == "cushion"}
    return contact.preset == "under" and "under head" in cushions


def _between(flesh: Array, chains: Sequence[Chain]) -> float:
    others = np.concatenate(fill_each(chains, 7))
    return -depth_between(flesh, others)


def _above(flesh: Array, prop: Placed) -> float:
    points, away = prop.surface(flesh[:, :3])
    apart = flesh[:, :3] - points
    # Beside the surface counts in full, below it as sunk in.
    gaps = np.copysign(np.sqrt(dot(apart, apart)), apart @ away) - flesh[:, 3]
    return float(gaps.min())
