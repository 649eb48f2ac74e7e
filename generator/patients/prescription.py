"""A prescription: what one patient is to do and how, as its file, options or a table's row say."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

from generator import parse
from generator.errors import Problem
from generator.frontmatter import FrontMatter, read_document
from generator.patients.discretion import call, hide_values
from generator.patients.letters import write_plainly
from generator.plain_lines import Value
from generator.schema import Date, DoseChange, Fields, Texts, group
from generator.validate import parse_fields
from generator.variants import Variant

PatientSide = Literal["left", "right", "both"]
# What no problem may repeat: it concerns the patient alone.
PRIVATE = ("for", "note")
# A name and a note stand beside the lines of a form and in a box on page 1: more does not fit.
MAX_NAME, MAX_TITLE = 80, 120
MAX_NOTE, MAX_NOTE_LINES = 600, 10
_FORMAT = "1"
_KEY = re.compile(r"""^["']?([a-z_]+)["']?\s*:""")
_PART = re.compile(r",(?=\s*\w+\s*=)")

# A key such as "dose.bridge": where it was written, as a problem names the place.
Places = Mapping[str, tuple[str, int]]


def _optional(parse_value: Any) -> PlainValidator:
    """A parser that takes nothing for nothing."""
    return PlainValidator(lambda value: parse_value(value) if value else "")


def _short(most: int) -> PlainValidator:
    def check(value: object) -> str:
        if isinstance(value, str):
            _refuse_invisible(value)
        text = write_plainly(parse.parse_text(value))
        if len(text) > most:
            parse.refuse(f"has {len(text)} letters, there is room for {most}", "shorten it")
        return text

    return PlainValidator(check)


def _refuse_invisible(value: str) -> None:
    """What is copied from a screen may bring signs along that make a name read otherwise."""
    if parse.CONTROL.search(value):
        parse.refuse("holds an invisible sign", "type it again instead of copying it")


def _parse_note(value: object) -> str:
    """Lines of plain text, none of them empty."""
    if not isinstance(value, str):
        parse.refuse("must be plain text", 'put the text in quotes: "…"')
    _refuse_invisible(value)
    lines = [parse.parse_text(line) for line in value.splitlines()]
    note = write_plainly("\n".join(filter(None, lines)))
    if len(note) > MAX_NOTE:
        parse.refuse(f"has {len(note)} letters, there is room for {MAX_NOTE}", "shorten it")
    if note.count("\n") >= MAX_NOTE_LINES:
        many = note.count("\n") + 1
        parse.refuse(f"has {many} lines, there is room for {MAX_NOTE_LINES}", "write fewer lines")
    return note


def _text(described: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "maxLength": described})


def _choice(choices: tuple[str, ...]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": ["", *choices]})


class PrescriptionFields(Fields):
    """A prescription: what `handouts print` makes a handout of, for one patient."""

    model_config = ConfigDict(json_schema_extra={"required": ["format", "handouts"]})

    format: Annotated[
        str, PlainValidator(parse.one_of((_FORMAT,))), WithJsonSchema({"enum": [1, _FORMAT]})
    ] = Field(_FORMAT, description="The format of this file: 1")
    title: Annotated[str, _short(MAX_TITLE), _text(MAX_TITLE)] = Field(
        "", description="A title, where there are several exercises"
    )
    handouts: Texts = Field((), description="Programs and exercises by slug, in order")
    only: Texts = Field((), description="Of all these exercises only those, in that order")
    drop: Texts = Field((), description="Without those exercises")
    side: Annotated[
        str,
        _optional(parse.one_of(get_args(PatientSide), any_case=True)),
        _choice(get_args(PatientSide)),
    ] = Field("", description="The sore side: left, right or both")
    dose: Annotated[
        dict[str, Annotated[DoseChange, group("{sets: 2, hold: 10 s}")]],
        group("{bridge: {sets: 2, hold: 10 s}}"),
        BeforeValidator(lambda value: value or {}),
    ] = Field({}, description="What changes of an exercise's dose, by its slug")
    variant: Annotated[
        str, _optional(parse.one_of(get_args(Variant))), _choice(get_args(Variant))
    ] = Field("", description="Paper and size of print; default: the clinic's own")
    therapist: Annotated[str, _short(MAX_NAME), _text(MAX_NAME)] = Field(
        "", description="Who gives it"
    )
    date: Date = Field("", description="The day it is given: 2026-03-31")
    name: Annotated[str, _short(MAX_NAME), _text(MAX_NAME)] = Field(
        "", alias="for", description="The patient's name"
    )
    note: Annotated[str, PlainValidator(_parse_note), _text(MAX_NOTE)] = Field(
        "", description="A note to the patient, for page 1"
    )


@dataclass(frozen=True)
class Given:
    """What one source says of a prescription: a file, the command line, or a row."""

    fields: PrescriptionFields
    places: Places


@dataclass(frozen=True)
class Prescription:
    """What one patient is to do. What is empty was not said.

    `doses` are the changes of each exercise, by its slug and the keys of a dose. `places` say where
    each key was written.
    """

    handouts: tuple[str, ...]
    only: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    side: str = ""
    doses: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    variant: str = ""
    title: str = ""
    therapist: str = ""
    date: str = ""
    name: str = ""
    note: str = ""
    places: Places = field(default_factory=dict)

    def problem(self, key: str, message: str, hint: str = "") -> Problem:
        """A problem at the place where a key, or the group that it is in, was written."""
        return Problem(*_place(self.places, key), message, hint)

    def warning(self, key: str, message: str, hint: str = "") -> Problem:
        """Likewise, something to look at."""
        return replace(self.problem(key, message, hint), severity="warning")


def read_prescription(
    text: str, problems: list[Problem], path: str = "prescription"
) -> Given | None:
    """What a prescription file says; `None`, and problems, when it cannot be read.

    Problems speak of it as `path`, and repeat no value.
    """
    found: list[Problem] = []
    document = read_document(path, text, "the prescription", "handouts: [bridge]", found)
    known = len(problems)
    problems.extend(hide_values(_keep_private(problem, text)) for problem in found)
    if document is None:
        return None
    if "format" not in document.values:
        hint = f"add a line  format: {_FORMAT}"
        problems.append(Problem(path, 1, "format is missing", hint))
    fields = _parse(document.values, path, document.lines, problems)
    places = {key: (path, line) for key, line in document.lines.items()}
    return Given(fields, places) if fields and len(problems) == known else None


def read_cells(
    cells: Mapping[str, str | Sequence[str]],
    problems: list[Problem],
    places: Places | None = None,
) -> Given | None:
    """What options or the cells of a table's row say, by the names of a prescription's keys.

    Several slugs are divided by commas or spaces; a dose is `bridge:sets=2,hold=10s`, several of
    them a list or divided by semicolons. Without places, each cell is an option of its name.
    """
    told = places or {key: (f"--{key}", 0) for key in cells}
    known = len(problems)
    given = PrescriptionFields()
    for key, cell in cells.items():
        path, line = _place(told, key)
        value = _split_cell(key, [cell] if isinstance(cell, str) else cell, (path, line), problems)
        one = _parse({key: value}, path, {key: line}, problems)
        given = _merge(given, one) if one else given
    return Given(given, told) if len(problems) == known else None


def combine(sources: Iterable[Given], problems: list[Problem]) -> Prescription | None:
    """One prescription of several sources: what a later one says counts; doses are joined."""
    given, places = PrescriptionFields(), dict[str, tuple[str, int]]()
    for source in sources:
        given = _merge(given, source.fields)
        # The entries of a list that was written anew are those of the new one.
        again = {key for key in source.places if key != "dose"}
        places = {key: place for key, place in places.items() if key.split(".")[0] not in again}
        places |= source.places
    doses = {slug: _changes(dose) for slug, dose in given.dose.items()}
    values = {key: value for key, value in dict(given).items() if key not in ("format", "dose")}
    prescription = Prescription(**values, doses=doses, places=places)
    found = list(_check_whole(prescription))
    problems.extend(found)
    return None if found else prescription


def _check_whole(prescription: Prescription) -> Iterable[Problem]:
    if not prescription.handouts:
        hint = "name a program or an exercise, such as  bridge"
        yield prescription.problem("handouts", "no exercise and no program is named", hint)
    name, title = prescription.name.casefold(), prescription.title.casefold()
    if name and name in title:
        message = "the title holds the patient's name: it would stand in the properties of the file"
        yield prescription.problem("title", message, "take the name out of the title")


def _parse(
    values: dict[str, Value], path: str, lines: dict[str, int], problems: list[Problem]
) -> PrescriptionFields | None:
    found: list[Problem] = []
    fields = parse_fields(PrescriptionFields, path, FrontMatter(values, lines, "", 1), found)
    problems.extend(map(hide_values, found))
    return fields


def _merge(under: PrescriptionFields, over: PrescriptionFields) -> PrescriptionFields:
    """All that is said, the second's word before the first's; a dose is joined key by key."""
    said = {key: getattr(over, key) for key in over.model_fields_set}
    if over.dose:
        doses = dict(under.dose)
        for slug, dose in over.dose.items():
            known = _changes(doses[slug]) if slug in doses else {}
            changes: dict[str, Any] = known | _changes(dose)
            doses[slug] = DoseChange.model_construct(set(changes), **changes)
        said["dose"] = doses
    return under.model_copy(update=said)


def _changes(dose: DoseChange) -> dict[str, object]:
    """The keys of a dose that were written."""
    return {key: getattr(dose, key) for key in sorted(dose.model_fields_set)}


def _split_cell(
    key: str, texts: Sequence[str], place: tuple[str, int], problems: list[Problem]
) -> Value:
    if key in ("handouts", "only", "drop"):
        return [slug for text in texts for slug in re.split(r"[\s,;]+", text) if slug]
    if key == "dose":
        return _read_doses([one for text in texts for one in text.split(";")], place, problems)
    return texts[-1] if texts else ""


def _read_doses(
    texts: Iterable[str], place: tuple[str, int], problems: list[Problem]
) -> dict[str, Value]:
    """Doses such as `bridge:sets=2,hold=10s`. A comma divides where a key and = follow it."""
    doses: dict[str, dict[str, Value]] = {}
    for text in filter(str.strip, texts):
        slug, _, written = text.partition(":")
        pairs = [part.partition("=") for part in _PART.split(written)]
        if not slug.strip() or not all(key.strip() and equals for key, equals, _ in pairs):
            hint = "write it like this:  bridge:sets=2,hold=10s"
            problems.append(Problem(*place, "must name an exercise and what changes", hint))
            continue
        changes = doses.setdefault(slug.strip(), {})
        for key, _, value in pairs:
            if changes.setdefault(key.strip(), value.strip()) != value.strip():
                message = f"changes {call(key.strip())} of the same exercise twice"
                problems.append(Problem(*place, message, "keep the one that is meant"))
    return dict(doses)


def _place(places: Places, key: str) -> tuple[str, int]:
    """The place of a key, or of the nearest group that holds it; else of the whole."""
    while key and key not in places:
        key = key.rpartition(".")[0]
    return places.get(key, ("prescription", 0))


def _keep_private(problem: Problem, text: str) -> Problem:
    """A problem of the reader, which may quote what it read, without what concerns the patient."""
    above = text.split("\n")[: problem.line]
    keys = [found[1] for line in above if (found := _KEY.match(line))]
    if not keys or keys[-1] not in PRIVATE:
        return problem
    hint = f'put it in quotes:  {keys[-1]}: "…"'
    return replace(problem, message=f'what stands behind "{keys[-1]}" cannot be read', hint=hint)
