"""Says what is wrong with a posed body: what floats, falls short, bends too far or collides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.errors import Severity
from generator.figures.anatomy.skeleton import Angles
from generator.figures.pose import Contact, Frame
from generator.figures.posefile.range_of_motion import explain_excess
from generator.figures.posefile.terms import PROPS, split_side
from generator.figures.posing.collisions import Collision, find_collisions
from generator.figures.posing.contacts import Scene
from generator.figures.posing.gaps import measure_above_knee
from generator.figures.posing.origins import find_origin, line_of_part, line_of_start

# What may stay between a part and what it touches, and how far it may sink in, in cm.
TOUCHES, SINKS = 1.0, 2.0
# From here on a part is not pressed in, but somewhere else.
_IMPOSSIBLE = 6.0
# A knee reaches so many cm up the thigh from its joint (our own estimate).
_KNEE = 4.0
# A drawing needs the last two degrees: arms that bear weight on flat hands ask for a wrist of 91.
_GRACE = 2.0
_SUPPORTS = "change the joint angles, or name the parts that bear the weight under supports"
_ONE_FOOT = "on one foot, say which:  supports: [left foot];  else change the joint angles"
_REACHED = "shift the contact: ahead, out, up or along; or bring the trunk or the target nearer"
_FLAT = "bend the knee or hip less, give the ankle an angle, or name another support"
_UP_THE_THIGH = "shift it up the thigh, as in  ahead: 4;  or leave out the shift"
_PLURAL = frozenset({"buttocks", "thighs", "toes"})


@dataclass(frozen=True)
class PoseProblem:
    """What is wrong with a pose; `line` is where the pose file says it, 0 where nothing does."""

    line: int
    message: str
    hint: str = ""
    severity: Severity = "error"


def judge_body(scene: Scene, gaps: Mapping[str, float]) -> list[PoseProblem]:
    """What floats or sinks in, by the gaps of supports and contacts, and what collides."""
    contacts = {contact.part: contact for contact in scene.frame.contacts}
    problems: list[PoseProblem] = []
    for part, gap in gaps.items():
        if part in contacts:
            problems += _judge_contact(contacts[part], gap)
        elif gap > TOUCHES:
            problems.append(_floating(_support_line(scene.frame, part), part, gap))
    problems += [*_judge_straps(scene.frame), *_judge_seat(scene), *_judge_knees(scene)]
    for collision in find_collisions(scene.frame, scene.chains, scene.props):
        origin = find_origin(scene.frame, collision.part, collision.into)
        problems.append(PoseProblem(origin.line, _say(collision), origin.hint, "warning"))
    return problems


def judge_reach(frame: Frame, contact: Contact, angles: Angles) -> list[PoseProblem]:
    """A problem for each joint that a contact has taken beyond its range."""
    where = f"the {contact.part} {contact.preset} {contact.target}"
    return [
        PoseProblem(contact.line, f"{where}: {message}", _REACHED)
        for _, message in _excesses(frame, angles)
    ]


def judge_soles(frame: Frame, angles: Angles) -> list[PoseProblem]:
    """A problem for each ankle that cannot bend so far that its sole lies flat."""
    return [
        PoseProblem(line_of_part(frame, joint), f"a foot stands flat: {message}", _FLAT)
        for joint, message in _excesses(frame, angles)
    ]


def _excesses(frame: Frame, angles: Angles) -> Iterator[tuple[str, str]]:
    """The joints that were taken beyond their range, and what is said of each."""
    for joint, movements in angles.items():
        for movement, degrees in movements.items():
            taken = joint in frame.passive or _is_taken(joint, movement)
            excess, _ = explain_excess(joint, movement, round(degrees) - _GRACE, passive=taken)
            if excess:
                message, _ = explain_excess(joint, movement, round(degrees), passive=taken)
                yield joint, message


def _is_taken(joint: str, movement: str) -> bool:
    """Whether what a hand or foot lies on takes a movement further: the joint next to it, turns."""
    name = split_side(joint)[1]
    return name in {"wrist", "ankle", "forearm"} or (name == "shoulder" and "rotation" in movement)


def _support_line(frame: Frame, part: str) -> int:
    """The line that says what bears the weight, else the one that brings the part where it is."""
    return frame.lines.get("supports") or line_of_part(frame, part)


def _floating(line: int, part: str, gap: float) -> PoseProblem:
    floats = "float" if split_side(part)[1] in _PLURAL else "floats"
    return PoseProblem(
        line,
        f"the {part} {floats} {gap:.0f} cm above what should bear it",
        _ONE_FOOT if part.endswith(" foot") else _SUPPORTS,
    )


def _judge_contact(contact: Contact, gap: float) -> Iterator[PoseProblem]:
    where = f"the {contact.part} {contact.preset} {contact.target}"
    if gap > TOUCHES and contact.preset == "under":
        message = f"{where}: the {contact.target} lies {gap:.0f} cm above it"
        yield PoseProblem(
            contact.line,
            message,
            "leave out the neck's flexion: the head then comes to rest by itself",
        )
    elif gap > TOUCHES and (contact.part.endswith("hand") or contact.preset == "flat on"):
        message = f"{where}: it is {gap:.0f} cm too short to reach"
        hint = "bring the trunk or the target nearer, or choose another contact"
        yield PoseProblem(contact.line, message, hint)
    elif gap > TOUCHES:
        message = f"{where}: {gap:.0f} cm are left between them"
        yield PoseProblem(contact.line, message, "change the joint angles, or where the prop is")
    elif gap < -SINKS:
        message = f"{where}: it sinks {-gap:.0f} cm in"
        hint = "change the joint angles, or shift the contact: ahead, out, up or along"
        severity: Severity = "error" if gap < -_IMPOSSIBLE else "warning"
        yield PoseProblem(contact.line, message, hint, severity)


def _judge_knees(scene: Scene) -> Iterator[PoseProblem]:
    """A foot may press on a thigh, but never on its knee."""
    for contact in scene.frame.contacts:
        on_thigh = contact.preset == "flat on" and contact.target.endswith("thigh")
        if on_thigh and measure_above_knee(scene, contact) < _KNEE:
            knee = contact.target.replace("thigh", "knee")
            message = f"the {contact.part} {contact.preset} {contact.target}: it lies on the {knee}"
            yield PoseProblem(contact.line, message, _UP_THE_THIGH)


def _judge_straps(frame: Frame) -> Iterator[PoseProblem]:
    held = {contact.target for contact in frame.contacts if contact.preset == "holds"}
    tied = any(prop.kind == "anchor" for prop in frame.props)
    for prop in frame.props:
        if prop.kind in {"strap", "band"} and prop.kind not in held and not tied:
            message = f"nothing holds the {prop.kind}: it is not drawn"
            hint = f"add a contact such as  right hand: holds {prop.kind}, or an anchor"
            yield PoseProblem(prop.line, message, hint, "warning")


def _judge_seat(scene: Scene) -> Iterator[PoseProblem]:
    """Who sits needs something to sit on."""
    frame = scene.frame
    seats = {"chair", "bench", "step", "table", "cushion"}
    seated = any(prop.kind in seats and prop.place.startswith("under") for prop in frame.props)
    bears = any(support.startswith(("buttocks", "upper back")) for support in frame.supports)
    if frame.position == "sitting" and not seated and not bears:
        hint = "add to the props  chair: under buttocks;  or to the supports  buttocks"
        yield PoseProblem(line_of_start(frame), "the person sits in the air", hint, "warning")


def _say(collision: Collision) -> str:
    part, into = (name.replace("shank", "shin") for name in (collision.part, collision.into))
    way = "into" if collision.into in PROPS or collision.into == "floor" else "through"
    return f"the {part} goes {collision.depth:.0f} cm {way} the {into}"
