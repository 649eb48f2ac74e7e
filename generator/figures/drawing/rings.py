"""The flesh that carries a muscle: rings round its bones, on which any point can be found.

Where the rings of hip and buttock lie is our own estimate, in centimetres in the bones' frames.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.directions import cross
from generator.figures.anatomy.skeleton import SIDES, Bone
from generator.figures.posing.body import Body

Array = NDArray[np.float64]
# Cloth lies so far above the flesh, in cm.
_CLOTH = 0.9


@dataclass(frozen=True)
class Rings:
    """Flesh as rings in a row: their middles, and their half axes ahead and outward, (n, 3).

    A ring is a circle that is drawn apart to either side by `spread`, as a trunk is.
    """

    middles: Array
    ahead: Array
    outward: Array
    spread: Array

    def at(self, along: Array, around: Array) -> Array:
        """Points on the flesh: 0 to 1 along it, and degrees from the front outward."""
        rows = np.linspace(0, 1, len(self.middles))
        middles, ahead, outward, spread = (
            np.stack([np.interp(along, rows, axis[:, k]) for k in range(3)], axis=-1)
            for axis in (self.middles, self.ahead, self.outward, self.spread)
        )
        turn = np.radians(around)[..., None]
        cosine, sine = np.cos(turn), np.sin(turn)
        apart = sine / np.maximum(np.abs(sine), np.abs(cosine))
        points: Array = middles + cosine * ahead + sine * outward + apart * spread
        return points


def _limb(part: str) -> Callable[[Body, str], Rings]:
    def rings(body: Body, side: str) -> Rings:
        chain = body.flesh[f"{side} {part}"][0]
        return _round_rings(chain.spheres, body.bones[f"{side} {part}"], side)

    return rings


def _round_rings(spheres: Array, bone: Bone, side: str) -> Rings:
    radius = spheres[:, 3:] + _CLOTH
    outward = bone.axes[:, 2] * SIDES[side]
    return _even(spheres[:, :3], radius * bone.axes[:, 0], radius * outward)


def _trunk(body: Body, side: str) -> Rings:
    """From the shoulders to the groin, as broad as the rails of the trunk are apart."""
    rails = [chain.spheres for chain in body.flesh["trunk"]]
    right, left = (rail for rail in rails[:2])
    pelvis, middle = body.bones["pelvis"], (right + left) / 2
    groin = np.array([*pelvis.at((0.6, 0.0, 0.0)), middle[0, 3]])
    middle = np.vstack([groin, middle])[::-1]
    half = np.vstack([(right - left)[:1, :3], (right - left)[:, :3]])[::-1] / 2
    wide = np.linalg.norm(half, axis=1, keepdims=True)
    across = half / wide
    ahead = cross(across, np.gradient(middle[:, :3], axis=0))
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    radius, outward = middle[:, 3:] + _CLOTH, across * SIDES[side]
    return _even(middle[:, :3], radius * ahead, radius * outward, wide * outward)


def _even(middles: Array, ahead: Array, outward: Array, spread: Array | None = None) -> Rings:
    """The same rings at even distances."""
    steps = np.linalg.norm(np.diff(middles, axis=0), axis=1)
    length = np.concatenate([[0.0], np.cumsum(steps)]) / steps.sum()
    even = np.linspace(0, 1, 16)

    def resample(values: Array) -> Array:
        return np.stack([np.interp(even, length, values[:, k]) for k in range(3)], axis=-1)

    spread = np.zeros_like(middles) if spread is None else spread
    return Rings(*(resample(values) for values in (middles, ahead, outward, spread)))


def _hip(body: Body, side: str) -> Rings:
    """From the belly over the groin to the front of the thigh."""
    out = SIDES[side]
    pelvis, thigh = body.bones["pelvis"], body.bones[f"{side} thigh"]
    upper = [(0.6, 9.0, 5.0 * out), (0.6, 4.0, 6.5 * out)]
    lower = [(-0.2, -6.0, 0.0), (0.4, -13.0, 0.0), (0.8, -19.0, 0.0)]
    middles = np.vstack([pelvis.at(np.array(upper)), thigh.at(np.array(lower))])
    bones = [pelvis] * len(upper) + [thigh] * len(lower)
    radius = np.array([9.0, 9.0, 8.8, 8.4, 7.7])[:, None] + _CLOTH
    ahead = radius * np.array([bone.axes[:, 0] for bone in bones])
    outward = radius * np.array([bone.axes[:, 2] for bone in bones]) * out
    return _even(middles, ahead, outward)


def _buttock(body: Body, side: str) -> Rings:
    """A ball at the back of the pelvis, from its top to its bottom."""
    pelvis, size = body.bones["pelvis"], 10.0
    heights = size * np.cos(np.linspace(0, np.pi, 16))
    middles = pelvis.at(np.array([(-3.4, -0.4 + height, 6.2 * SIDES[side]) for height in heights]))
    radius = np.sqrt(size**2 - heights**2)[:, None]
    outward = radius * pelvis.axes[:, 2] * SIDES[side]
    return _even(middles, radius * pelvis.axes[:, 0], outward)


def _neck(body: Body, side: str) -> Rings:
    chain = body.flesh["neck"][0]
    return _round_rings(chain.spheres[::-1], body.bones["neck 2"], side)


FLESH: Mapping[str, Callable[[Body, str], Rings]] = {
    "thigh": _limb("thigh"),
    "shank": _limb("shank"),
    "upper arm": _limb("upper arm"),
    "hip": _hip,
    "buttock": _buttock,
    "trunk": _trunk,
    "neck": _neck,
}
