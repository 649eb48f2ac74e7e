"""What a clinician would measure on arms, ankles and hips: one posture, or many at once.

A bone that hangs on another is turned by the shortest way to where it points (swing), and about
itself (twist). The usual order of three rotations would give one posture many names, and none
where an arm is raised sideways or a wrist is bent by 90 degrees.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.directions import cross, dot

Array = NDArray[np.float64]

# An arm that is raised forward takes the shoulder blade along: of its inward turn, so many degrees
# at the height of the shoulder are not the joint's own (our own estimate: arms can be folded).
_WITH_THE_BLADE = 30.0
# An arm that points up so much (the sine of an angle) has no front from which a turn would count.
_OVERHEAD = 0.9


@dataclass(frozen=True)
class ArmAngles:
    """The angles of arms in degrees, all of one shape; less than 0 is the opposite movement.

    `raised` is the way up from hanging; `behind` and `across` are how far the upper arm is behind
    the frontal plane, and across the midline's.
    """

    raised: Array
    behind: Array
    across: Array
    internal_rotation: Array
    elbow_flexion: Array
    pronation: Array
    wrist_flexion: Array
    radial_deviation: Array


def measure_arms(chest: Array, out: float, upper: Array, lower: Array, hand: Array) -> ArmAngles:
    """The angles of arms whose upper arm and forearm point along unit vectors, shape (..., 3).

    `chest` holds the axes of the ribs, `hand` those of the hand, shape (..., 3, 3); `out` is 1 for
    a right arm and -1 for a left one. The elbow must not be straight.
    """
    points = upper @ chest
    ahead, up, aside = points[..., 0], points[..., 1], points[..., 2]
    hinge = cross(upper, lower)
    sine = np.sqrt(dot(hinge, hinge))
    hinge /= np.maximum(sine, 1e-9)[..., None]
    turned = out * _turn((chest[:, 0], chest[:, 2]), (cross(hinge, upper), hinge))
    elbow = (cross(hinge, lower), -lower, hinge)
    pronation = _turn((elbow[0], hinge), (hand[..., 0], hand[..., 2]))
    flexion, deviation = _swing(elbow, -hand[..., 1], pronation)
    own = turned - _WITH_THE_BLADE * np.maximum(ahead, 0.0)
    return ArmAngles(
        raised=np.degrees(np.arccos(np.clip(-up, -1, 1))),
        behind=np.degrees(np.arcsin(np.clip(-ahead, -1, 1))),
        across=np.degrees(np.arcsin(np.clip(-out * aside, -1, 1))),
        internal_rotation=np.where(up > _OVERHEAD, 0.0, own),
        elbow_flexion=np.degrees(np.arctan2(sine, dot(upper, lower))),
        pronation=out * pronation,
        wrist_flexion=out * flexion,
        radial_deviation=deviation,
    )


def measure_ankles(shank: Array, foot: Array, out: float) -> tuple[Array, Array, Array]:
    """Dorsiflexion, inversion and inward turn of feet on their shanks, in degrees.

    The axes of the bones have the shape (..., 3, 3).
    """
    x, y, z = (shank[..., axis] for axis in range(3))
    turned = _turn((x, z), (foot[..., 0], foot[..., 2]))
    inversion, dorsiflexion = _swing((x, y, z), -foot[..., 1], turned)
    return dorsiflexion, out * inversion, out * turned


def measure_hips(pelvis: Array, thigh: Array, out: float) -> tuple[Array, Array, Array]:
    """Flexion, abduction and internal rotation of hips in degrees, as a pose file gives them."""
    turned = pelvis.T @ thigh
    flexion = np.degrees(np.arctan2(-turned[..., 0, 1], turned[..., 1, 1]))
    abduction = -out * np.degrees(np.arcsin(np.clip(turned[..., 2, 1], -1, 1)))
    rotation = out * np.degrees(np.arctan2(-turned[..., 2, 0], turned[..., 2, 2]))
    return flexion, abduction, rotation


def _turn(near: tuple[Array, Array], far: tuple[Array, Array]) -> Array:
    """How far a bone is turned about its length, in degrees, from both bones' x and z axes."""
    sine = dot(near[0], far[1]) - dot(near[1], far[0])
    cosine = dot(near[0], far[0]) + dot(near[1], far[1])
    degrees: Array = np.degrees(np.arctan2(sine, cosine))
    return degrees


def _swing(near: tuple[Array, Array, Array], points: Array, turned: Array) -> tuple[Array, Array]:
    """How far a bone that is turned and points there is bent, about its own x and z axes."""
    ahead, along, aside = (dot(points, axis) for axis in near)
    turn = np.radians(turned)
    sine, cosine = np.sin(turn), np.cos(turn)
    forward, outward = cosine * ahead - sine * aside, sine * ahead + cosine * aside
    length = np.sqrt(forward**2 + outward**2)
    share = np.degrees(np.arctan2(length, -along)) / np.maximum(length, 1e-9)
    return -share * outward, share * forward
