"""Reads the phrases of a pose file: contacts, supports, props, arrows, hands and muscles."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from generator.figures.pose import Arrow, Contact, Prop
from generator.figures.posefile.entries import Entry
from generator.figures.posefile.joints import Joints, angles_of, read_joints
from generator.figures.posefile.spelling import suggest
from generator.figures.posefile.terms import (
    ARROW_PARTS,
    BEARERS,
    CONTACTS,
    DIRECTIONS,
    HAND_SHAPES,
    MUSCLES,
    NONE,
    PAIRED,
    PAIRED_MUSCLES,
    PROPS,
    SHIFTS,
    SIDES,
    SIZES,
    SUPPORTS,
    Targets,
    on_both_sides,
    phrases,
    split_side,
    with_sides,
)
from generator.parse import such_as

T = TypeVar("T")
# What a frame says of each part or prop; `None` takes away what was said above.
ByName = dict[str, T | None]

_SUPPORTS = with_sides(SUPPORTS)
_MUSCLES = with_sides(MUSCLES, PAIRED_MUSCLES)
_LIMBS = with_sides(CONTACTS)
# Farther than this nothing of a picture lies; a slip of the finger does.
_FARTHEST = 200


def read_contacts(entry: Entry) -> ByName[Contact]:
    """What each hand and foot touches, by the part with its side."""
    contacts: ByName[Contact] = {}
    for limb, said in entry.named("{right hand: on floor}").items():
        for part in _LIMBS.get(limb, ()):
            if part in contacts:
                said.refuse(f"the {part} has two contacts", "keep one of the two")
        if limb not in _LIMBS:
            said.refuse(f'there is no contact of "{limb}"', suggest(limb, _LIMBS, "known parts"))
        elif said.is_none:
            contacts |= dict.fromkeys(_LIMBS[limb])
        else:
            contacts |= _read_contact(limb, said)
    return contacts


def read_supports(entry: Entry) -> tuple[str, ...]:
    """The parts that bear the weight, each with its side and what it lies on, if that is a prop."""
    supports: list[str] = []
    for row in entry.words("[buttocks, left foot]"):
        part, on, bearer = row.text().partition(" on ")
        if part not in _SUPPORTS:
            row.refuse(f'nothing can rest on "{part}"', suggest(part, _SUPPORTS) or _all(SUPPORTS))
        elif on and bearer not in BEARERS:
            row.refuse(f'nothing can rest on a "{bearer}"', suggest(bearer, BEARERS, "known props"))
        else:
            supports += [f"{sided}{on}{bearer}" for sided in _SUPPORTS[part]]
    return tuple(supports)


def read_props(entry: Entry) -> ByName[Prop]:
    """The props by kind."""
    props: ByName[Prop] = {}
    for kind, said in entry.named("{mat: , strap: round right foot}").items():
        if kind not in PROPS:
            said.refuse(f'there is no prop "{kind}"', suggest(kind, PROPS) or _all(PROPS))
        else:
            props[kind] = None if said.is_none else _read_prop(kind, said)
    return props


def read_hands(entry: Entry) -> dict[str, str]:
    """The shape of each hand, by side: `{"right": "grip"}`; one word stands for both."""
    if isinstance(entry.value, str):
        shape = entry.choose(HAND_SHAPES)
        return dict.fromkeys(SIDES, shape) if shape else {}
    fields = entry.fields(SIDES, "{right: grip, left: flat}")
    shapes = {side: said.choose(HAND_SHAPES) for side, said in fields.items()}
    return {side: shape for side, shape in shapes.items() if shape}


def read_muscles(entry: Entry) -> tuple[str, ...]:
    """The muscles to show, each with its side."""
    muscles: list[str] = []
    for row in entry.words("[right quadriceps]"):
        if row.text() in _MUSCLES:
            muscles += _MUSCLES[row.text()]
        else:
            hint = suggest(row.text(), _MUSCLES) or _all(MUSCLES)
            row.refuse(f'there is no muscle "{row.text()}" to show', hint)
    return tuple(muscles)


def read_arrows(entry: Entry) -> tuple[tuple[Arrow, Joints], ...]:
    """The arrows, each with the angles as written at which its movement begins."""
    return tuple(arrow for row in entry.rows() if (arrow := _read_arrow(row)))


def _read_contact(limb: str, entry: Entry) -> ByName[Contact]:
    targets = CONTACTS[split_side(limb)[1]]
    phrase, adjust = _read_phrase(entry, targets, SHIFTS, needs="what it touches")
    if phrase is None:
        return {}
    preset, target = phrase
    contacts: ByName[Contact] = {}
    for part in _LIMBS[limb]:
        touched = target
        if target in PAIRED and len(_LIMBS[limb]) == 1:
            sides = " or ".join(on_both_sides(target))
            entry.refuse(f"{limb} must say which {target} it means", f"write  {preset} {sides}")
            return {}
        if target in PAIRED:
            touched = f"{split_side(part)[0]} {target}"
        contacts[part] = Contact(part, preset, touched, adjust, entry.line)
    return contacts


def _read_prop(kind: str, entry: Entry) -> Prop:
    words = PROPS[kind]
    needs = "where it is" if words.must_be_placed else ""
    phrase, measures = _read_phrase(entry, words.places, words.measures, needs=needs)
    return Prop(kind, " ".join(phrase or ()), measures, entry.line)


def _read_phrase(
    entry: Entry, targets: Targets, measures: Collection[str], *, needs: str
) -> tuple[tuple[str, str] | None, Mapping[str, float]]:
    """A phrase such as `under right ankle`, alone or as `{under: right ankle, length: 60}`.

    `needs` says what is missing without one; empty where nothing is.
    """
    if isinstance(entry.value, str):
        said, numbers = {entry.text(): entry} if entry.text() else {}, {}
    else:
        fields = entry.fields((*targets, *measures), _example(targets, measures))
        presets = [preset for preset in targets if preset in fields]
        said = {f"{preset} {fields[preset].text()}": fields[preset] for preset in presets}
        numbers = {name: _measure(fields[name]) for name in measures if name in fields}
    if len(said) > 1:
        entry.refuse(f"{entry.key} is both {' and '.join(said)}", "keep one of the two")
    elif needs and not said and isinstance(entry.value, str | dict):
        hint = such_as(f"{entry.key}: {next(iter(phrases(targets)))}")
        entry.refuse(f"{entry.key} must say {needs}", hint)
    phrase = _look_up(entry.key, said, targets) if len(said) == 1 else None
    return phrase, {name: number for name, number in numbers.items() if number is not None}


def _measure(entry: Entry) -> float | None:
    return entry.number(1 if entry.key in SIZES else -_FARTHEST, _FARTHEST, "cm")


def _look_up(key: str, said: Mapping[str, Entry], targets: Targets) -> tuple[str, str] | None:
    known = phrases(targets)
    ((text, entry),) = said.items()
    if text not in known:
        example = such_as(f"{key}: {next(iter(known))}") if known else ""
        hint = suggest(text, (*known, NONE)) or example or "write nothing behind the colon"
        entry.refuse(f'{key} cannot be "{text}"', hint)
    return known.get(text)


def _example(targets: Targets, measures: Collection[str]) -> str:
    preset, words = next(iter(targets.items()), ("", ("",)))
    parts = [f"{preset}: {words[0]}"] if preset else []
    return f"{{{', '.join([*parts, *(f'{measure}: 20' for measure in [*measures][:1])])}}}"


def _read_arrow(entry: Entry) -> tuple[Arrow, Joints] | None:
    fields = entry.fields(("part", "toward", "since"), "{part: pelvis, toward: up}")
    if not isinstance(entry.value, dict):
        return None
    if "part" not in fields or ("toward" in fields) == ("since" in fields):
        hint = such_as("{part: pelvis, toward: up}")
        entry.refuse("an arrow needs a part, and either toward or since", hint)
        return None
    part = _one_part(fields["part"])
    since = read_joints(fields["since"]) if "since" in fields else {}
    toward = fields["toward"].choose(DIRECTIONS) if "toward" in fields else ""
    if not part or not (toward or "since" in fields):
        return None
    return Arrow(part, toward, angles_of(since), entry.line), since


def _one_part(entry: Entry) -> str:
    parts = with_sides(ARROW_PARTS).get(entry.text(), ())
    if not parts:
        hint = suggest(entry.text(), with_sides(ARROW_PARTS)) or _all(ARROW_PARTS)
        entry.refuse(f'no arrow can follow "{entry.text()}"', hint)
    if len(parts) > 1:
        entry.refuse(f"{entry.text()} needs a side", f"write  {' or '.join(parts)}")
    return parts[0] if len(parts) == 1 else ""


def _all(words: Collection[str]) -> str:
    return f"known words: {', '.join(words)}"
