"""Finds where in its pose file a problem of the posed body comes from, and what would mend it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.figures.pose import Contact, Frame
from generator.figures.posefile.range_of_motion import MIDLINE_JOINTS
from generator.figures.posefile.terms import SIDES, split_side

# The joints that bring a part where it is, the nearest first.
_ARM, _LEG = ("wrist", "forearm", "elbow", "shoulder"), ("toes", "ankle", "knee", "hip")
_BACK = ("lower back", "upper back")
_JOINTS: Mapping[str, tuple[str, ...]] = {
    "hand": _ARM,
    "forearm": _ARM[2:],
    "upper arm": _ARM[3:],
    "shoulder": _ARM[3:],
    "foot": _LEG,
    "toes": _LEG,
    "heel": _LEG[1:],
    "ankle": _LEG[1:],
    "shank": _LEG[2:],
    "shin": _LEG[2:],
    "knee": _LEG[2:],
    "thigh": _LEG[3:],
    "hip": _LEG[3:],
    "pelvis": (*_LEG[3:], *_BACK),
    "buttocks": _LEG[3:],
    "thighs": _LEG[3:],
    "trunk": _BACK,
    "neck": ("neck", *_BACK),
    "head": ("neck", *_BACK),
}
_SHIFT = "shift the contact: ahead, out, up or along; or choose another"


@dataclass(frozen=True)
class Origin:
    """The line of the pose file that brings a part where it is, and what may be changed there."""

    line: int
    hint: str


def find_origin(frame: Frame, part: str, other: str = "") -> Origin:
    """What puts a part of the body, or else the `other` that it meets, where it is.

    That is the contact of its limb, else the prop that it meets, else the nearest joint that the
    pose file bends, else the start position.
    """
    for name in (part, other):
        for contact in frame.contacts:
            if _moves(contact, name):
                return Origin(contact.line, _SHIFT)
    for prop in frame.props:
        if prop.kind == other:
            hint = f"move the {other}, such as  ahead: 5  or  out: 5, or change the joint angles"
            return Origin(prop.line, hint)
    for name in (part, other):
        for joint, line in _bent_joints(frame, name):
            return Origin(line, f"change the angles of the {joint}")
    return Origin(line_of_start(frame), "give joint angles that keep them apart")


def line_of_part(frame: Frame, part: str) -> int:
    """The line that bends the nearest joint of a part; without one, where the pose begins."""
    return next((line for _, line in _bent_joints(frame, part)), line_of_start(frame))


def line_of_start(frame: Frame) -> int:
    """The line of the start position."""
    return frame.lines.get("position", frame.lines.get("", 0))


def _moves(contact: Contact, part: str) -> bool:
    """Whether a contact has moved the limb that a part belongs to."""
    (side, end), (other, name) = split_side(contact.part), split_side(part)
    reached = end == "hand" or contact.preset == "flat on"
    return reached and side == other and _JOINTS[end][-1] == _JOINTS.get(name, ("",))[-1]


def _bent_joints(frame: Frame, part: str) -> Iterator[tuple[str, int]]:
    """The joints of a part that the pose file bends, the nearest first, and where it does."""
    for joint in _joints_of(part):
        said = [line for key, line in frame.lines.items() if key.startswith(f"joints.{joint}.")]
        if said:
            yield joint, min(said)


def _joints_of(part: str) -> Iterator[str]:
    side, name = split_side(part)
    for joint in _JOINTS.get(name, ()):
        if joint in MIDLINE_JOINTS:
            yield joint
        else:
            yield from (f"{each} {joint}" for each in ((side,) if side else SIDES))
