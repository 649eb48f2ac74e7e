"""The shape of a hand: palm, four fingers and a thumb, flat, relaxed, gripping or cupped.

The places, radii and angles are our own estimate, fitted to a hand of 0.108 of stature (Drillis
and Contini, in Winter).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.chains import Chain
from generator.figures.anatomy.skeleton import SIDES, Bone

Array = NDArray[np.float64]

# Where the middle of a held bar or strap lies in a gripping hand, in the frame of the wrist.
GRIP = (0.0, -9.2, -2.4)

# Towards the thumb from the middle of the wrist and of the knuckles; how far the knuckle lies
# from the wrist; the finger's length from there; its radius.
_FINGERS = {
    "index finger": (1.2, 2.9, 9.2, 7.6, 0.95),
    "middle finger": (0.4, 1.0, 9.5, 8.5, 0.97),
    "ring finger": (-0.4, -0.9, 9.1, 7.9, 0.92),
    "little finger": (-1.2, -2.7, 8.2, 6.2, 0.82),
}
# The finger bones' shares of a finger's length, from the knuckle.
_SHARES = (0.47, 0.29, 0.24)
# How far each joint of the fingers bends, degrees, from the knuckle.
_BENDS: dict[str, tuple[float, float, float]] = {
    "flat": (2, 4, 3),
    "relaxed": (18, 28, 16),
    "grip": (62, 98, 50),
    "cup": (28, 36, 24),
}
# The thumb from its root to its tip: towards the thumb side, up, away from the palm.
_THUMB_ROOT = (1.7, -1.8, -0.7)
_THUMBS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "flat": ((3.9, -5.4, -1.2), (4.9, -8.6, -1.2), (5.0, -11.4, -0.9)),
    "relaxed": ((3.7, -5.2, -2.0), (4.3, -8.4, -2.9), (4.1, -11.0, -3.4)),
    "grip": ((3.7, -5.8, -2.9), (3.7, -8.6, -5.0), (1.2, -9.9, -6.3)),
    "cup": ((3.9, -5.0, -1.9), (5.2, -7.8, -2.9), (5.6, -10.4, -3.6)),
}
_THUMB_RADII = (1.7, 1.35, 1.1, 0.85)


def hand_chains(bone: Bone, side: str, shape: str, scale: float) -> tuple[Chain, ...]:
    """The flesh of a hand, in the room; `scale` is its size beside the average.

    A right hand that hangs down turns its palm to the left, its thumb forward.
    """
    mirror = np.array((1.0, 1.0, SIDES[side])) * scale
    chains = []
    for group, local in _local_chains(shape):
        places = bone.at(local[:, :3] * mirror)
        chains.append(Chain(f"{side} hand", group, np.column_stack((places, local[:, 3] * scale))))
    return tuple(chains)


def _local_chains(shape: str) -> Iterator[tuple[str, Array]]:
    for wrist, knuckle, length, _, radius in _FINGERS.values():
        palm = (
            (wrist, 0.4, 0, 2.0),
            (0.6 * knuckle, -4, 0, 1.75),
            (knuckle, -length, 0, radius + 0.3),
        )
        yield "palm", np.array(palm)
    yield "palm", np.array([(1.3, -2.2, -0.8, 1.8), (2.6, -5.4, -0.6, 1.4), (2.8, -8.4, -0.2, 1.2)])
    for name, (_, knuckle, height, length, radius) in _FINGERS.items():
        yield name, _finger((knuckle, -height, 0.0), length, radius, _BENDS[shape])
    thumb = (_THUMB_ROOT, *_THUMBS[shape])
    yield "thumb", np.column_stack((np.array(thumb), np.array(_THUMB_RADII)))


def _finger(
    knuckle: tuple[float, float, float], length: float, radius: float, bends: tuple[float, ...]
) -> Array:
    """From the knuckle to the tip; bent fingers lean together, as they do round a bar."""
    place, bend = np.array(knuckle), 0.0
    spheres = [(*place, radius + 0.15)]
    for number, (share, angle) in enumerate(zip(_SHARES, bends, strict=True)):
        bend += np.radians(angle)
        lean = -0.03 * knuckle[0] if number == 0 else 0.0
        place = place + length * share * np.array((lean, -np.cos(bend), -np.sin(bend)))
        spheres.append((*place, radius - 0.07 * (number + 1)))
    return np.array(spheres)
