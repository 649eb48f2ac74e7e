"""Bends the neck of who lies down until the head rests on the floor or on the hands."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.chains import Chain
from generator.figures.anatomy.skeleton import Angles, Bones, angle, build_spine
from generator.figures.pose import Frame

Array = NDArray[np.float64]

# How high no hand, one hand, and two whose fingers meet, lift the head, in cm (our own estimate).
_ON_HANDS = (0.0, 3.4, 2.4)
# The face below this height above the neck does not bear the head's weight.
_ABOVE_FACE = 9.5
_FARTHEST = 45.0
_NEAR = 0.05
_MOST_STEPS = 8


def rest_head(frame: Frame, bones: Bones, chains: Sequence[Chain], angles: Angles) -> Angles:
    """The angles of the neck with which the head rests; none where the head is free.

    It is free where the pose file bends the neck, or has the head bear weight or lie on a cushion.
    """
    height = _height_of_rest(frame)
    if height is None:
        return {}
    head, pelvis = bones["head"], bones["pelvis"]
    spheres = np.concatenate([chain.spheres for chain in chains if chain.part == "head"])
    local, radii = (spheres[:, :3] - head.origin) @ head.axes, spheres[:, 3]
    skull = local[:, 1] > _ABOVE_FACE
    local, radii = local[skull], radii[skull]

    def lift(flexion: float) -> float:
        bent = build_spine({**angles, **_bend(angles, flexion)})
        placed = bent["head"].moved(pelvis.axes, pelvis.origin).at(local)
        return float((placed[:, 1] - radii).min()) - height

    return _bend(angles, _root(lift, angle(angles, "neck", "flexion", "extension")))


def _height_of_rest(frame: Frame) -> float | None:
    """How high above the floor the head rests, if it does so by itself."""
    hands = sum(contact.preset == "under" for contact in frame.contacts)
    bent = {"flexion", "extension"} & {*frame.joints.get("neck", {})}
    borne = [support for support in frame.supports if support == "head" or " on " in support]
    cushioned = any(prop.place == "under head" for prop in frame.props)
    lies = frame.position == "lying-on-back" or (frame.position == "lying-on-front" and hands)
    return None if bent or borne or cushioned or not lies else _ON_HANDS[hands]


def _bend(angles: Angles, flexion: float) -> dict[str, Mapping[str, float]]:
    turned = {
        movement: degrees
        for movement, degrees in angles.get("neck", {}).items()
        if movement not in {"flexion", "extension"}
    }
    way = {"flexion": flexion} if flexion >= 0 else {"extension": -flexion}
    return {"neck": turned | way}


def _root(lift: Callable[[float], float], start: float) -> float:
    """The flexion near `start` at which the head is lifted no more, by the secant method."""
    before, now = start, start + 2.0
    high, low = lift(before), lift(now)
    for _ in range(_MOST_STEPS):
        if abs(low) < _NEAR or low == high:
            break
        step = low * (now - before) / (low - high)
        before, now, high = now, now - float(np.clip(step, -15, 15)), low
        low = lift(now)
    return float(np.clip(now, -_FARTHEST, _FARTHEST))
