"""The shape of a foot: heel, arch, ball and five toes as chains of spheres.

The places and radii are our own estimate, fitted to a sole of 0.152 of stature (Drillis and
Contini, in Winter) that lies 0.039 of stature below the ankle.
"""

import numpy as np

from generator.figures.anatomy.chains import Chain
from generator.figures.anatomy.skeleton import SIDES, Bone

# Forward, up, outward from the ankle, and the radius.
_ANKLE = {
    "heel": ((-0.3, 0.2, 0, 3.5), (-3.6, -3.45, 0, 3.3)),
    "sole": ((-3.5, -3.7, 0, 3.1), (3.4, -4.1, 0.9, 2.7), (8.5, -4.7, 1.2, 2.1)),
    "inner edge": (
        (-0.2, 0.5, -0.3, 3.4),
        (4.6, -2.3, -0.8, 3.0),
        (9.0, -4.1, -1.5, 2.4),
        (12.2, -4.75, -2.5, 2.05),
    ),
    "instep": (
        (0.2, 0.3, 0, 3.4),
        (4.4, -2.6, 0.1, 3.0),
        (8.6, -4.4, 0.3, 2.3),
        (12, -5, 0.4, 1.8),
    ),
    "outer edge": (
        (-0.2, 0, 0.4, 3.3),
        (4, -3.4, 1, 2.9),
        (8.2, -4.9, 2, 1.9),
        (11, -5.3, 3.2, 1.5),
    ),
}
# The same from the joint of the toes.
_TOES = {
    "big toe": ((-0.4, 0.1, -2.4, 1.95), (3.0, -0.55, -2.5, 1.35), (6.1, -0.75, -2.2, 1.15)),
    "second toe": ((-0.4, 0, -0.8, 1.6), (3.2, -0.6, -0.4, 1.0), (6.2, -1.0, -0.3, 0.9)),
    "third toe": ((-0.6, 0, 0.6, 1.5), (2.6, -0.6, 1.0, 0.95), (5.4, -1.05, 1.1, 0.85)),
    "fourth toe": ((-0.9, -0.1, 1.9, 1.4), (1.8, -0.7, 2.3, 0.9), (4.3, -1.1, 2.4, 0.8)),
    "little toe": ((-1.4, -0.3, 3.1, 1.4), (0.8, -0.9, 3.6, 0.95), (2.9, -1.15, 3.6, 0.75)),
}


def foot_chains(foot: Bone, toes: Bone, side: str) -> tuple[Chain, ...]:
    """The flesh of a foot, in the room; toes are chains of their own, named as they are."""
    fixed = (_chain(foot, side, group, spheres) for group, spheres in _ANKLE.items())
    free = (_chain(toes, side, group, spheres) for group, spheres in _TOES.items())
    return (*fixed, *free)


def _chain(
    bone: Bone, side: str, group: str, spheres: tuple[tuple[float, float, float, float], ...]
) -> Chain:
    local = np.array(spheres)
    places = bone.at(local[:, :3] * (1.0, 1.0, SIDES[side]))
    return Chain(f"{side} foot", group, np.column_stack((places, local[:, 3])))
