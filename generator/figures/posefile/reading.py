"""Reads a pose file: every word and angle of it checked, what frames share spread over them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast, get_args

from generator.errors import Problem
from generator.figures.pose import Arrow, Camera, Contact, Figure, FigureSide, Frame, Prop
from generator.figures.posefile.entries import Entry, Sheet
from generator.figures.posefile.joints import (
    Joints,
    angles_of,
    check_range,
    lines_of,
    override_joints,
    read_joint_names,
    read_joints,
)
from generator.figures.posefile.phrases import (
    ByName,
    read_arrows,
    read_contacts,
    read_hands,
    read_muscles,
    read_props,
    read_supports,
)
from generator.figures.posefile.terms import PEOPLE, PROPS, VIEWS
from generator.frontmatter import read_document
from generator.model import Position
from generator.parse import parse_required_text, such_as

T = TypeVar("T")
_EXAMPLES = {
    "position": "lying-on-back",
    "side": "right",
    "camera": "from the right",
    "caption": "Heel towards your buttock",
    "description": "A person lies on the front on a mat, the right heel near the buttock.",
}
# Degrees. A view that is turned further is another view; none looks up through the floor.
_MOST_TURN = 45
_HIGHEST = 80
_UNSAID = Camera(0, 0)


@dataclass(frozen=True)
class _Pose:
    """What is said of a pose: at the top of a pose file, or there and in one of its frames."""

    lines: Mapping[str, int] = field(default_factory=dict)
    position: str = ""
    camera: Camera = _UNSAID
    passive: frozenset[str] = frozenset()
    supports: tuple[str, ...] = ()
    joints: Joints = field(default_factory=dict)
    hands: Mapping[str, str] = field(default_factory=dict)
    contacts: ByName[Contact] = field(default_factory=dict)
    props: ByName[Prop] = field(default_factory=dict)
    highlight: tuple[str, ...] = ()
    arrows: tuple[tuple[Arrow, Joints], ...] = ()


def read_figure(path: str, text: str, problems: list[Problem]) -> Figure | None:
    """The figure that a pose file describes; `None` when something in it is wrong.

    Adds a problem, with its line, for everything that is wrong.
    """
    found: list[Problem] = []
    figure = _read(path, text, found)
    problems.extend(found)
    return None if found else figure


def read_draft(path: str, text: str) -> Figure | None:
    """The figure of a pose file with problems, as far as it can be understood.

    Words that mean nothing are left out, angles that no joint has are kept: seeing it helps to
    mend it. It may well be one that cannot be drawn.
    """
    return _read(path, text, [])


def _read(path: str, text: str, found: list[Problem]) -> Figure | None:
    document = read_document(path, text, "the pose file", "position: lying-on-back", found)
    if document is None:
        return None
    sheet = Sheet(path, document.lines | {"": 1}, found)
    return _read_figure(Entry(sheet, "", document.values))


def _read_figure(file: Entry) -> Figure:
    fields = file.fields(("side", "person", *_READERS, "frames"), "{side: right}")
    side, person = _need(fields, "side", file), fields.get("person")
    shared = _read_pose(fields, _Pose())
    frames = fields["frames"].rows() if "frames" in fields else []
    if not frames:
        for key in ("position", "camera"):
            _need(shared.lines, key, file)
        hint = "write  frames:  and under it  - caption: …  and  description: …"
        fields.get("frames", file).refuse("the figure has no frames", hint)
    return Figure(
        path=file.sheet.path,
        side=cast("FigureSide", side.choose(get_args(FigureSide)) if side else ""),
        person=person.choose(PEOPLE) if person else "",
        frames=tuple(_read_frame(n, file, frame, shared) for n, frame in enumerate(frames, 1)),
    )


def _read_frame(number: int, file: Entry, frame: Entry, shared: _Pose) -> Frame:
    fields = frame.fields(("caption", "description", *_READERS), "{caption: …, description: …}")
    caption, description = (_need(fields, key, frame) for key in ("caption", "description"))
    pose = _read_pose(fields, shared)
    for key in ("position", "camera"):
        _need(pose.lines, key, file)
    _check_ranges(file.sheet, pose)
    pose = _check_props(file.sheet, pose)
    return Frame(
        number=number,
        caption=(caption and caption.parse(parse_required_text)) or "",
        description=(description and description.parse(parse_required_text)) or "",
        position=cast("Position", pose.position),
        camera=pose.camera,
        joints=angles_of(pose.joints),
        passive=pose.passive,
        supports=pose.supports,
        hands=pose.hands,
        contacts=_those_left(pose.contacts),
        props=_those_left(pose.props),
        highlight=pose.highlight,
        arrows=tuple(arrow for arrow, _ in pose.arrows),
        lines={"": frame.line, **pose.lines, **lines_of(pose.joints)},
    )


def _read_pose(fields: Mapping[str, Entry], above: _Pose) -> _Pose:
    """What stands above, overridden by what is said here.

    Joints, contacts and props are overridden one by one, everything else as a whole.
    """
    said = {key: _READERS[key](entry) for key, entry in fields.items() if key in _READERS}
    own = replace(_Pose(), **said)
    merged = {
        "lines": {**above.lines, **{key: entry.line for key, entry in fields.items()}},
        "joints": override_joints(above.joints, own.joints),
        "contacts": above.contacts | own.contacts,
        "props": above.props | own.props,
    }
    return replace(above, **(said | merged))


def _need(fields: Mapping[str, T], key: str, entry: Entry) -> T | None:
    # What is no group at all has been refused as such.
    if key not in fields and isinstance(entry.value, dict):
        entry.refuse(f"{key} is missing", such_as(f"{key}: {_EXAMPLES[key]}"))
    return fields.get(key)


def _read_camera(entry: Entry) -> Camera:
    if isinstance(entry.value, str):
        return Camera(*VIEWS.get(entry.choose(VIEWS), (0, 0)))
    fields = entry.fields(("view", "turn", "height"), "{view: from the right, turn: 10}")
    if "view" not in fields:
        if isinstance(entry.value, dict):
            entry.refuse("view is missing", such_as("{view: from the right, turn: 10}"))
        return _UNSAID
    azimuth, elevation = VIEWS.get(fields["view"].choose(VIEWS), (0, 0))
    turn = height = None
    if "turn" in fields:
        turn = fields["turn"].number(-_MOST_TURN, _MOST_TURN, "degrees")
    if "height" in fields:
        height = fields["height"].number(-elevation, _HIGHEST - elevation, "degrees")
    return Camera(azimuth + (turn or 0), elevation + (height or 0))


_READERS: Mapping[str, Callable[[Entry], Any]] = {
    "position": lambda entry: entry.choose(get_args(Position)),
    "camera": _read_camera,
    "passive": read_joint_names,
    "supports": read_supports,
    "joints": read_joints,
    "hands": read_hands,
    "contacts": read_contacts,
    "props": read_props,
    "highlight": read_muscles,
    "arrows": read_arrows,
}


def _those_left(named: ByName[T]) -> tuple[T, ...]:
    return tuple(said for said in named.values() if said is not None)


def _check_ranges(sheet: Sheet, pose: _Pose) -> None:
    for joints in (pose.joints, *(since for _, since in pose.arrows)):
        check_range(sheet, joints, pose.passive)


def _check_props(sheet: Sheet, pose: _Pose) -> _Pose:
    """The pose without what touches, lies on or stands at a prop that it does not have."""
    there = {"floor", *(kind for kind, prop in pose.props.items() if prop)}

    def lacks(line: int, part: str, bearer: str) -> bool:
        if bearer not in PROPS or bearer in there:
            return False
        message = f"the {part} needs a {bearer}, and there is none"
        sheet.refuse(line, message, f"add the {bearer} under  props:")
        return True

    return replace(
        pose,
        contacts={
            part: said
            for part, said in pose.contacts.items()
            if said and not lacks(said.line, part, said.target)
        },
        props={
            kind: said
            for kind, said in pose.props.items()
            if said and not lacks(said.line, kind, said.place.rpartition(" ")[2])
        },
        supports=tuple(
            support
            for support in pose.supports
            for part, _, bearer in (support.partition(" on "),)
            if not lacks(pose.lines["supports"], part, bearer)
        ),
    )
