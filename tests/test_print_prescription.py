"""What a prescription says, from a file or from options: read strictly, its problems private."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.errors import Problem, format_problem
from generator.model import Duration, Range
from generator.patients.prescription import (
    MAX_NOTE,
    Prescription,
    combine,
    read_cells,
    read_prescription,
)

FILE = """\
format: 1
title: My exercises
handouts: [lower-back-flexibility, bridge]
only: [bridge]
side: left
dose:
  bridge: {sets: 2, hold: 10 s}
variant: a4-large
therapist: Jane Doe
date: 2026-11-21
for: Anna Smith
note: |
  Come on Monday.

  Bring <shoes>: both.
"""
NAME = "Anna Smith"


def read(text: str) -> Prescription:
    problems: list[Problem] = []
    given = read_prescription(text, problems)
    assert given
    assert problems == []
    prescription = combine([given], problems)
    assert prescription
    return prescription


def refuse(text: str) -> list[str]:
    problems: list[Problem] = []
    given = read_prescription(text, problems)
    if given:
        assert combine([given], problems) is None
    return [format_problem(problem) for problem in problems]


def refuse_cells(**cells: str) -> list[str]:
    problems: list[Problem] = []
    assert read_cells({key.rstrip("_"): cell for key, cell in cells.items()}, problems) is None
    return [format_problem(problem) for problem in problems]


def test_a_file_says_everything_that_the_command_can() -> None:
    """Every key of the file arrives, values parsed, line ends of the note kept."""
    found = read(FILE)
    assert found.handouts == ("lower-back-flexibility", "bridge")
    assert (found.only, found.drop, found.title) == (("bridge",), (), "My exercises")
    assert (found.side, found.variant, found.date) == ("left", "a4-large", "2026-11-21")
    assert (found.name, found.therapist) == (NAME, "Jane Doe")
    assert found.doses == {"bridge": {"sets": Range(2, 2), "hold": Duration(10, 10, "s")}}
    assert found.note == "Come on Monday.\nBring <shoes>: both."


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Left", "left"), (" LEFT ", "left"), ("rIGHT", "right"), ("Both", "both")],
)
def test_a_side_is_read_in_letters_of_any_case(written: str, meant: str) -> None:
    """A spreadsheet writes the first word of a cell with a capital."""
    assert read(FILE.replace("side: left", f'side: "{written}"')).side == meant
    problems: list[Problem] = []
    given = read_cells({"handouts": "bridge", "side": written}, problems)
    assert given
    assert (given.fields.side, problems) == (meant, [])


def test_options_win_over_the_file_and_doses_are_joined_key_by_key() -> None:
    """What the options do not say stays as in the file."""
    problems: list[Problem] = []
    options = {"dose": ["bridge:hold=20s,reps=10-12"], "side": "right", "handouts": ["clam"]}
    sources = [read_prescription(FILE, problems), read_cells(options, problems)]
    found = combine(filter(None, sources), problems)
    assert found
    assert problems == []
    assert (found.side, found.handouts, found.name) == ("right", ("clam",), NAME)
    assert found.doses["bridge"] == {
        "sets": Range(2, 2),
        "hold": Duration(20, 20, "s"),
        "reps": Range(10, 12),
    }


@pytest.mark.parametrize("written", ["hold=10s", "hold=10 s", "hold = 10 seconds"])
def test_a_time_is_written_with_or_without_a_space(written: str) -> None:
    problems: list[Problem] = []
    given = read_cells({"dose": f"bridge:{written}"}, problems)
    assert given
    assert given.fields.dose["bridge"].hold == Duration(10, 10, "s")


def test_the_text_of_a_dose_may_hold_a_comma() -> None:
    """A comma divides only where a key follows it."""
    given = read_cells({"dose": "bridge:load=a band, red or blue,sets=2; clam:reps=5"}, [])
    assert given
    assert given.fields.dose["bridge"].load == "a band, red or blue"
    assert given.fields.dose["bridge"].sets == Range(2, 2)
    assert given.fields.dose["clam"].reps == Range(5, 5)


def test_a_slip_in_an_option_is_told_with_what_was_meant() -> None:
    assert refuse_cells(dose="bridge:set=2") == [
        "error: --dose: unknown key dose.bridge.set\n  hint: did you mean sets?"
    ]
    (said,) = refuse_cells(dose="bridge sets 2")
    assert said == (
        "error: --dose: must name an exercise and what changes\n"
        "  hint: write it like this:  bridge:sets=2,hold=10s"
    )
    (said,) = refuse_cells(date="21.11.2026")
    assert said == (
        "error: --date: date must be a date\n  hint: write year, month and day:  2026-03-31"
    )


def test_a_slip_in_a_file_is_told_with_its_line() -> None:
    assert refuse("format: 1\nhandout: [bridge]\n") == [
        "error: prescription:2: unknown key handout\n  hint: did you mean handouts?"
    ]
    assert refuse("handouts: [bridge]\n")[0].startswith(
        "error: prescription:1: format is missing\n  hint: add a line  format: 1"
    )
    assert refuse("format: 2\nhandouts: bridge\n")[0].startswith(
        "error: prescription:1: format must be one of 1\n"
    )
    assert "no exercise and no program is named" in refuse("format: 1\nside: left\n")[0]


def test_what_does_not_fit_on_paper_is_refused_without_being_repeated() -> None:
    """Length limits are told in numbers."""
    assert refuse_cells(note="word " * 200) == [
        f"error: --note: note has 999 letters, there is room for {MAX_NOTE}\n  hint: shorten it"
    ]
    assert "has 11 lines" in refuse_cells(note="a\n" * 11)[0]
    assert "has 100 letters" in refuse_cells(for_="x" * 100)[0]
    assert "holds an invisible sign" in refuse_cells(for_="Anna\u202eSmith")[0]


def test_a_title_may_not_hold_the_patients_name() -> None:
    """The title goes into the properties of the PDF."""
    text = FILE.replace("My exercises", "Exercises for anna smith")
    assert "the title holds the patient's name" in refuse(text)[0]


@pytest.mark.parametrize(
    "line",
    [
        "for: *Anna Smith",
        "for: &Anna Smith",
        "for: !Anna Smith",
        'for: "Anna Smith',
        "for: Anna: Smith",
        "for: [Anna, Smith]",
        "for: {Anna: Smith}",
        "note: *Anna Smith",
        'note: ["Anna Smith"]',
        "for: Anna Smith\nfor: Anna Smith",
        "date: Anna Smith",
        "side: Anna Smith",
        "variant: [Anna Smith]",
        "title: *Anna Smith",
        "therapist: &Anna Smith",
        "dose: Anna Smith",
        "dose: {Anna Smith: {sets: Anna Smith}}",
        "dose: {bridge: {Anna Smith: 2, hold: Anna Smith}}",
        "only: {Anna Smith: 2}",
        "Anna Smith: bridge",
        "Anna Smith: bridge\nAnna Smith: bridge",
        'for: "Anna \\x02 Smith"',
    ],
)
def test_no_problem_of_a_file_repeats_a_patients_name(line: str) -> None:
    """Whatever the slip, what is said of it can be shown to anybody."""
    said = refuse(f"format: 1\nhandouts: [bridge]\n{line}\n")
    assert said
    assert all("Anna" not in text and "Smith" not in text for text in said)


def test_the_schema_of_a_prescription_is_published(tmp_path: Path) -> None:
    """`handouts schema` writes it beside the others, with the key that Python cannot name."""
    result = CliRunner().invoke(main, ["schema", str(tmp_path)], catch_exceptions=False)
    assert result.exit_code == 0
    described = json.loads((tmp_path / "prescription.schema.json").read_text("utf-8"))
    assert described["required"] == ["format", "handouts"]
    assert list(described["properties"]) == [
        "format",
        "title",
        "handouts",
        "only",
        "drop",
        "side",
        "dose",
        "variant",
        "therapist",
        "date",
        "for",
        "note",
    ]
