"""On all fours: the hands are on the floor, the trunk as high as the nearly straight arms reach."""

from dataclasses import replace

import numpy as np

from generator.figures.anatomy.measures import FOREARM, PALM, PALM_DEPTH, UPPER_ARM
from generator.figures.anatomy.skeleton import SIDES, Bones, turn_z
from generator.figures.pose import Contact, Frame
from generator.figures.posing.supports import SUPPORTS

# How much the elbows of arms that bear weight are bent, in degrees: not locked.
_SOFT_ELBOW = 10.0
_MOST_RISE = 50.0


def with_hands_down(frame: Frame) -> Frame:
    """On all fours a hand is on the floor unless the pose file says what its arm does."""
    if frame.position != "all-fours":
        return frame
    said = {*(contact.part for contact in frame.contacts), *frame.joints}
    down = tuple(
        Contact(f"{side} hand", "on", "floor", {}, frame.lines.get("", 0))
        for side in SIDES
        if not {f"{side} hand", f"{side} shoulder", f"{side} elbow"} & said
    )
    return replace(frame, contacts=(*frame.contacts, *down))


def bearing_hips(frame: Frame) -> tuple[str, ...]:
    """The hips above the shins that bear the weight, as far as the pose file does not bend them."""
    supports = frame.supports or SUPPORTS[frame.position]
    bearing = [side for side in SIDES if {f"{side} shin", f"{side} knee"} & {*supports}]
    hips = [f"{side} hip" for side in bearing]
    return tuple(hip for hip in hips if "flexion" not in frame.joints.get(hip, {}))


def rise_on_hands(frame: Frame, bones: Bones) -> float:
    """By how many degrees less the bearing hips must bend; 0 where no hand is on the floor."""
    bearing = [
        contact.part.partition(" ")[0]
        for contact in frame.contacts
        if contact.part.endswith("hand") and contact.target in {"floor", "mat"}
    ]
    if frame.position != "all-fours" or not bearing or not bearing_hips(frame):
        return 0.0
    bend = np.radians(_SOFT_ELBOW)
    arm = np.sqrt(UPPER_ARM**2 + FOREARM**2 + 2 * UPPER_ARM * FOREARM * np.cos(bend))
    wanted = PALM_DEPTH + np.sqrt(arm**2 - PALM**2)
    hip = bones["pelvis"].origin
    shoulder = bones[f"{bearing[0]} upper arm"].origin - hip
    rises = np.arange(-_MOST_RISE, _MOST_RISE, 0.5)
    heights = [hip[1] + (turn_z(rise) @ shoulder)[1] for rise in rises]
    return float(rises[int(np.argmin(np.abs(np.array(heights) - wanted)))])
