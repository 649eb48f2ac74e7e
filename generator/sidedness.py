"""Checks that the words of an exercise and the pose of its figure name the same side."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce

from generator.errors import Problem
from generator.figures.pose import Figure, Frame
from generator.model import Exercise, Position
from generator.sketch import is_mirrored

# Which sides are named, by the part of the body that they are named of.
_Sides = Mapping[str, frozenset[str]]

_PARTS = (
    "heel|foot|toes|ankle|shin|knee|thigh|hip|hand|forearm|elbow|shoulder|leg|arm|side|calf|buttock"
)
_NAMED = re.compile(rf"\b(left|right)\s+(?:lower\s+|upper\s+)?({_PARTS})\b", re.IGNORECASE)
# What bears the weight, as words say it.
_BEARS = {
    "leg to stand on": re.compile(
        r"\bstand\w*\s+on\s+(?:the|your)\s+(left|right)\s+(?:leg|foot)\b", re.IGNORECASE
    ),
    "knee to kneel on": re.compile(
        r"\bkneel\w*\s+on\s+(?:the|your)\s+(left|right)\s+knee\b", re.IGNORECASE
    ),
    "side to lie on": re.compile(
        r"\b(?:lie|lies|lying)\s+on\s+(?:the|your)\s+(left|right)\s+side\b", re.IGNORECASE
    ),
}
# A word of a pose file, and what else words may call it.
_ALSO = {"shin": "knee", "hip": "thigh", "ankle": "foot", "toes": "foot", "heel": "foot"}
# In which position one side bears the weight, on what, and which side it is unless a file says so.
_BEARING: Mapping[Position, tuple[str, str, str]] = {
    "standing": ("leg to stand on", "foot", ""),
    "half-kneeling": ("knee to kneel on", "shin", "right"),
    "lying-on-side": ("side to lie on", "", "left"),
}
_OTHER = {"left": "right", "right": "left"}


def check_sides(exercise: Exercise, figure: Figure) -> Iterator[Problem]:
    """A warning where words and pose contradict each other about left and right.

    Words are held against the pose where both speak of a part on one side only. They contradict it
    if that is the other side each time: who holds a rail with the other hand is right all the same.
    """
    if figure.side == "both":
        return
    posed = _merge(map(_posed, figure.frames))
    yield from _check_marks(figure)
    yield from _check_words(figure, posed)
    yield from _check_steps(exercise, figure, posed)


def _check_marks(figure: Figure) -> Iterator[Problem]:
    """Whether the muscles and arrows are those of the side that the file says it describes."""
    other, lines = _OTHER[figure.side], list[int]()
    sides: set[str] = set()
    for frame in figure.frames:
        marked = [*frame.highlight, *(arrow.part for arrow in frame.arrows)]
        found = {name.partition(" ")[0] for name in marked} & set(_OTHER)
        lines += [frame.lines.get("highlight") or frame.lines.get("arrows", 1)] * bool(found)
        sides |= found
    if sides == {other}:
        message = f"side is {figure.side}, but what is marked and moves is on the {other}"
        hint = f"write  side: {other}, or change what is wrong under highlight and arrows"
        yield Problem(figure.path, lines[0], message, hint, "warning")


def _check_words(figure: Figure, posed: _Sides) -> Iterator[Problem]:
    """Whether captions and descriptions name the side that is posed."""
    words = [_named(f"{frame.caption}. {frame.description}") for frame in figure.frames]
    named, other, at = _merge(words), _OTHER[figure.side], 0
    if contradicted := _contradicted(named, posed):
        part = contradicted[0]
        (side,) = named[part]
        at = next(number for number, said in enumerate(words) if part in said)
        message = f"the words name the {side} {part}, but the pose is of the {_OTHER[side]} one"
        hint = "left and right are those of the person: change the words or the pose"
    elif frozenset[str]().union(*named.values()) == {other}:
        message = f"the words name only the {other} side, but the figure is of the {figure.side}"
        hint = f"say what the {figure.side} side does, or change  side: {figure.side}"
    else:
        return
    line = figure.frames[at].lines.get("description", 1)
    yield Problem(figure.path, line, message, hint, "warning")


def _check_steps(exercise: Exercise, figure: Figure, posed: _Sides) -> Iterator[Problem]:
    """Whether the steps name the side that the page shows."""
    shown = posed
    if is_mirrored(figure.side, exercise.side):
        shown = {part: frozenset(_OTHER[side] for side in sides) for part, sides in posed.items()}
    named = _merge(_named(step.text) for step in exercise.body.steps)
    if contradicted := _contradicted(named, shown):
        part = contradicted[0]
        (side,) = named[part]
        message = f"the steps name the {side} {part}, but the figure shows the other"
        hint = (
            f"change the words, or draw the {side} side: write  side: {side}, in the front matter"
        )
        start = exercise.source.body_line
        lines = enumerate(exercise.source.text.split("\n")[start - 1 :], start)
        line = next((number for number, text in lines if part in _named(text)), start)
        yield Problem(exercise.source.path, line, message, hint, "warning")


def _contradicted(named: _Sides, posed: _Sides) -> list[str]:
    """The parts of which words name the wrong side; none if they name the right one of any part."""
    parts = [part for part in named if len(named[part]) == len(posed.get(part, ())) == 1]
    return [] if any(named[part] == posed[part] for part in parts) else parts


def _named(text: str) -> _Sides:
    """The sides that words name."""
    found = [(part, side) for side, part in _NAMED.findall(text)]
    found += [(what, side) for what, said in _BEARS.items() for side in said.findall(text)]
    return _gather((part.lower(), side.lower()) for part, side in found)


def _posed(frame: Frame) -> _Sides:
    """The sides that a frame of a pose file names, and those that follow from what bears."""
    phrases = [
        *frame.joints,
        *frame.supports,
        *(f"{one.part} {one.preset} {one.target}" for one in frame.contacts),
        *(prop.place for prop in frame.props),
        *(arrow.part for arrow in frame.arrows),
    ]
    found = [(part, side) for phrase in phrases for side, part in _NAMED.findall(phrase)]
    found += [(_ALSO[part], side) for part, side in found if part in _ALSO]
    # "right foot heel on step": the heel is the right one.
    found += [
        (part, contact.part.partition(" ")[0])
        for contact in frame.contacts
        for part in ("heel", "ankle", "toes")
        if part in contact.preset
    ]
    found += _bearing(frame)
    return _gather(found)


def _bearing(frame: Frame) -> Iterator[tuple[str, str]]:
    """The one side that bears the weight, where the position has such a side."""
    if frame.position in _BEARING:
        what, part, usual = _BEARING[frame.position]
        firsts = {one.partition(" ")[0] for one in frame.supports if one.endswith(part)}
        sides = firsts & set(_OTHER) or {usual}
        if len(sides) == 1 and "" not in sides:
            yield what, sides.pop()


def _gather(found: Iterable[tuple[str, str]]) -> _Sides:
    return _merge({part: frozenset({side})} for part, side in found)


def _merge(several: Iterable[_Sides]) -> _Sides:
    def both(one: _Sides, other: _Sides) -> _Sides:
        none = frozenset[str]()
        return {part: one.get(part, none) | other.get(part, none) for part in [*one, *other]}

    return reduce(both, several, {})
