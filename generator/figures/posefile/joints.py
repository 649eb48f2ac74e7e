"""Reads the joints of a pose file: which way each is moved, and whether it can go that far."""

from collections.abc import Collection
from dataclasses import dataclass

from generator.figures.posefile.entries import Entry, Sheet
from generator.figures.posefile.range_of_motion import (
    OPPOSITE,
    PAIRED_JOINTS,
    RANGES,
    explain_excess,
)
from generator.figures.posefile.spelling import suggest
from generator.figures.posefile.terms import split_side, with_sides

JOINTS = with_sides(RANGES, PAIRED_JOINTS)
_EXAMPLE = "{right knee: {flexion: 90}}"
# More than can be written: what is too much is judged by the range of motion.
_MOST = 100_000


@dataclass(frozen=True)
class Said:
    """An angle as it was written: the word for the joint (one or both), the movement, the place.

    The amount is in degrees, for a shoulder blade in cm.
    """

    written: str
    movement: str
    amount: float
    line: int


# By joint with its side, then by axis; `None` takes away what was said before.
Joints = dict[str, dict[str, Said] | None]


def read_joints(entry: Entry) -> Joints:
    """The joints of one group; each axis of a joint is given once."""
    joints: Joints = {}
    for written, movements in entry.named(_EXAMPLE).items():
        if written not in JOINTS:
            _refuse_joint(movements, written)
        elif movements.is_none:
            joints |= dict.fromkeys(JOINTS[written])
        else:
            for axis, said in _read_movements(written, movements):
                for joint in JOINTS[written]:
                    _add(entry.sheet, joints, joint, axis, said)
    return joints


def read_joint_names(entry: Entry) -> frozenset[str]:
    """A list of joints, each with its side."""
    joints: set[str] = set()
    for row in entry.words("[right knee]"):
        if row.text() in JOINTS:
            joints |= set(JOINTS[row.text()])
        else:
            _refuse_joint(row, row.text())
    return frozenset(joints)


def override_joints(above: Joints, own: Joints) -> Joints:
    """What a frame says over what stands above it: axis by axis, the rest stays."""
    merged = dict(above)
    for joint, axes in own.items():
        merged[joint] = None if axes is None else (merged.get(joint) or {}) | axes
    return merged


def angles_of(joints: Joints) -> dict[str, dict[str, float]]:
    """The angles alone: `{"right knee": {"flexion": 120.0}}`."""
    return {
        joint: {said.movement: said.amount for said in axes.values()}
        for joint, axes in joints.items()
        if axes
    }


def lines_of(joints: Joints) -> dict[str, int]:
    """The line of each angle: `{"joints.right knee.flexion": 7}`."""
    return {
        f"joints.{joint}.{said.movement}": said.line
        for joint, axes in joints.items()
        for said in (axes or {}).values()
    }


def check_range(sheet: Sheet, joints: Joints, passive: Collection[str]) -> None:
    """Refuse every angle beyond the joint's range of motion."""
    for joint, axes in joints.items():
        for said in (axes or {}).values():
            message, hint = explain_excess(
                said.written, said.movement, said.amount, passive=joint in passive
            )
            if message:
                sheet.refuse(said.line, message, hint)


def _refuse_joint(entry: Entry, written: str) -> None:
    hint = suggest(written, JOINTS) or f"the joints are {', '.join(RANGES)}"
    entry.refuse(f'there is no joint "{written}"', hint)


def _read_movements(written: str, entry: Entry) -> list[tuple[str, Said]]:
    known = RANGES[split_side(written)[1]]
    found: list[tuple[str, Said]] = []
    for movement, amount in entry.named(f"{{{next(iter(known))}: 20}}").items():
        if movement not in known:
            message = f'the {written} has no movement "{movement}"'
            amount.refuse(message, suggest(movement, known, "its movements are"))
            continue
        degrees = _read_amount(amount, movement, known[movement].unit)
        if degrees is not None:
            said = Said(written, movement, degrees, amount.line)
            found.append((min(movement, OPPOSITE[movement]), said))
    return found


def _read_amount(entry: Entry, movement: str, unit: str) -> float | None:
    amount = entry.number(-_MOST, _MOST, unit)
    if amount is not None and amount < 0:
        hint = f"write  {OPPOSITE[movement]}: {-amount:g}"
        entry.refuse(f"{movement} must not be negative, got {amount:g}", hint)
        return None
    return amount


def _add(sheet: Sheet, joints: Joints, joint: str, axis: str, said: Said) -> None:
    axes = joints.get(joint) or {}
    if axis in axes:
        other = axes[axis]
        message = (
            f"{said.written} {said.movement} stands beside "
            f"{other.written} {other.movement} (line {other.line})"
        )
        sheet.refuse(said.line, message, "keep one of the two")
    joints[joint] = {axis: said} | axes
