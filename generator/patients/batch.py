"""Handouts for many patients: what each row of a table asks for, and what its file is called."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import starmap
from typing import Any

from generator.edition import Patient
from generator.errors import Problem
from generator.patients.discretion import hide_all
from generator.patients.dispense import Counter, usual_variant
from generator.patients.letters import name_letter
from generator.patients.prescribe import Prescribed, prescribe
from generator.patients.prescription import Given, Places, Prescription, combine, read_cells
from generator.patients.table import FILE, KEYS, TableRow

# What Windows lets no file be called, whatever its ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_ENDING = ".pdf"
# Some file systems take names of 255 bytes; a temporary name needs some of them.
_LONGEST_NAME = 200
# What is filled in on a line, by its name in a prescription.
_FIELDS = ("name", "therapist", "date")


@dataclass(frozen=True)
class Order:
    """One handout to make: the row that asks for it, the name of its file, what it is."""

    row: int
    file: str
    prescription: Prescription
    prescribed: Prescribed
    variant: str

    @property
    def patient(self) -> Patient:
        """For whom it is."""
        return self.prescribed.patient


def read_rows(
    rows: Iterable[TableRow], defaults: Sequence[Given], problems: list[Problem]
) -> list[tuple[TableRow, Prescription]]:
    """What each row prescribes, as far as its cells can be read; the defaults say the rest."""
    found = []
    for row in rows:
        own: list[Problem] = []
        cells = {key: cell for key, cell in row.cells.items() if key in KEYS}
        given = [(key, read_cells({key: cells[key]}, own, _places(row, key))) for key in cells]
        # What a cell does not tell keeps nobody from looking at the others.
        if all(one for key, one in given if key == "handouts"):
            prescription = combine([*defaults, *(one for _, one in given if one)], own)
            found += [(row, prescription)] if prescription else []
        problems.extend(_at_row(row, problem) for problem in own)
    return found


def _places(row: TableRow, key: str) -> Places:
    return {key: (row.place(key), 0)}


def plan_orders(
    counter: Counter,
    rows: Iterable[tuple[TableRow, Prescription]],
    letters: frozenset[str],
    problems: list[Problem],
) -> list[Order]:
    """The handouts that the rows ask for; problems, by row, with those that cannot be made.

    `letters` are those that the fonts of the handouts have.
    """
    known: dict[str, Prescribed] = {}
    names: dict[str, int] = {}
    orders = []
    for row, prescription in rows:
        own = list(check_letters(prescription, letters))
        prescribed = _prescribe(counter, prescription, known, own)
        file = _name_file(row, prescribed, own)
        if first := names.setdefault(file.casefold(), row.number):
            own.extend(_check_name(row, first))
        if prescribed:
            variant = prescription.variant or usual_variant(counter)
            orders.append(Order(row.number, file, prescription, prescribed, variant))
        problems.extend(_at_row(row, problem) for problem in own)
    return orders


def _prescribe(
    counter: Counter,
    prescription: Prescription,
    known: dict[str, Prescribed],
    problems: list[Problem],
) -> Prescribed | None:
    """What is prescribed; patients who are given the same differ in what is filled in alone."""
    same = repr(fill_in(prescription, dict.fromkeys(_FIELDS, "")))
    if same not in known:
        found: list[Problem] = []
        made = prescribe(counter.library, counter.words, counter.today, prescription, found)
        problems.extend(found)
        if made is None or found:
            return made
        known[same] = made
    filled = {key: getattr(prescription, key) for key in _FIELDS}
    return replace(known[same], patient=replace(known[same].patient, **filled))


def check_letters(prescription: Prescription, letters: frozenset[str]) -> Iterator[Problem]:
    """A problem for each text with a letter that is not among those of the handouts' fonts.

    It names one letter and never the text: that may be the patient's name.
    """
    texts = {
        "for": prescription.name,
        "therapist": prescription.therapist,
        "note": prescription.note,
        "title": prescription.title,
    }
    for key, text in texts.items():
        missing = [sign for sign in dict.fromkeys(text) if not (sign.isspace() or sign in letters)]
        if missing:
            message = f"the font of the handouts has no {name_letter(missing[0])}"
            hint = "write it in other letters, or by hand on the printed handout"
            yield prescription.problem(key, message, hint)


def _name_file(row: TableRow, prescribed: Prescribed | None, problems: list[Problem]) -> str:
    """What a handout's file is called: never after the patient, but where the table says so."""
    name = row.cells.get(FILE, "")
    if not name:
        slug = prescribed.record.slug if prescribed else ""
        return f"{row.number:03}-{slug or 'exercises'}{_ENDING}"
    name = name if name.casefold().endswith(_ENDING) else name + _ENDING
    stem = name[: -len(_ENDING)]
    if sign := _FORBIDDEN.search(name):
        message = f"a file cannot have {sign[0]!r} in its name"
        problems.append(Problem(row.place(FILE), 0, message, "name it with letters and numbers"))
    elif stem.startswith(".") or stem != stem.strip(" .") or _DEVICES.fullmatch(name):
        message = "a file cannot be called that on every computer"
        problems.append(Problem(row.place(FILE), 0, message, "name it with letters and numbers"))
    elif len(name.encode()) > _LONGEST_NAME:
        problems.append(Problem(row.place(FILE), 0, "the name is too long", "shorten it"))
    return name


def _check_name(row: TableRow, first: int) -> Iterator[Problem]:
    if first != row.number:
        hint = "give each row a name of its own, or none"
        yield Problem(row.place(FILE), 0, f"row {first} has a file of that name", hint)


def _at_row(row: TableRow, problem: Problem) -> Problem:
    """A problem of a row, named by it also where it is to blame as a whole.

    It repeats nothing that stands in a cell: in a column too far to the left, that is a name.
    """
    if problem.path.startswith(("content/", "templates/", "--", "the command")):
        return problem
    path = problem.path if problem.path.startswith(row.place()) else row.place()
    return replace(hide_all(problem), path=path, line=0)


def sort_by_row(problems: Iterable[Problem]) -> list[Problem]:
    """The problems in the order of the table, each once; one warning for all rows that share it."""
    found: dict[object, list[Problem]] = {}
    for problem in dict.fromkeys(problems):
        same = (problem.message, problem.hint) if problem.severity == "warning" else problem
        found.setdefault(same, []).append(problem)
    return sorted(starmap(_join, found.values()), key=_row_of)


def _join(first: Problem, *others: Problem) -> Problem:
    """The first of problems that are the same in several rows, which says how many there are."""
    if not others:
        return first
    many = f"{len(others)} more row{'s' if others[1:] else ''}"
    return replace(first, message=f"{first.message}; likewise in {many}")


def _row_of(problem: Problem) -> tuple[int, str]:
    found = re.match(r"row (\d+)", problem.path)
    return int(found[1]) if found else 0, problem.path


def list_slugs(rows: Iterable[tuple[TableRow, Prescription]]) -> tuple[str, ...]:
    """All programs and exercises that the rows name."""
    return tuple(dict.fromkeys(slug for _, one in rows for slug in one.handouts))


def list_fields(prescription: Prescription) -> tuple[str, ...]:
    """What is filled in on a line of its own: a changed dose names the therapist elsewhere, too."""
    inside = ("therapist",) if prescription.doses else ()
    return tuple(one for one in _FIELDS if getattr(prescription, one) and one not in inside)


def fill_in(prescription: Prescription, texts: Mapping[str, str]) -> Prescription:
    """A prescription with other texts filled in, whatever it was read from."""
    changes: dict[str, Any] = {**texts, "places": {}}
    return replace(prescription, **changes)


def group_alike(orders: Iterable[Order]) -> list[list[Order]]:
    """The orders in groups that print the same, but for what is filled in on a line of its own."""
    found: dict[str, list[Order]] = {}
    for order in orders:
        fields = list_fields(order.prescription)
        same = fill_in(order.prescription, dict.fromkeys(fields, ""))
        found.setdefault(repr((same, order.variant, fields)), []).append(order)
    return list(found.values())
