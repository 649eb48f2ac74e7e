"""A table of patients, as spreadsheets save it, and what is wrong with it."""

from pathlib import Path

import pytest
from small_site import TODAY, MakeSite

from generator.errors import Problem, has_errors
from generator.patients.batch import (
    Order,
    group_alike,
    list_slugs,
    plan_orders,
    read_rows,
    sort_by_row,
)
from generator.patients.dispense import open_counter
from generator.patients.table import TableRow, list_columns, read_table

LETTERS = frozenset(map(chr, range(32, 0x180)))


def read(content: bytes) -> tuple[list[TableRow], list[Problem]]:
    problems: list[Problem] = []
    return read_table(content, problems), problems


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("said", ["", "sep=|\r\n", '"sep=|"\r\n'])
def test_a_table_is_read_as_a_spreadsheet_saves_it(separator: str, coding: str, said: str) -> None:
    """Whatever divides its cells and however letters are coded, also with breaks in a cell.

    A line that says what divides them is no row.
    """
    lines = ["Handouts|FOR|note", 'bridge|Zoë Müller|"Two| lines:\n""one"" more"', "", "clam|Ann|"]
    text = (said + "\r\n".join(lines)).replace("|", separator)
    rows, problems = read(text.encode(coding))
    assert not problems
    assert rows == [
        TableRow(
            2,
            {
                "handouts": "bridge",
                "for": "Zoë Müller",
                "note": f'Two{separator} lines:\n"one" more',
            },
        ),
        TableRow(4, {"handouts": "clam", "for": "Ann"}),
    ]


@pytest.mark.parametrize(
    ("content", "place", "said", "hint"),
    [
        (b"handuots,for\nbridge,Ann", "row 1", 'there is no column "handuots"', "handouts?"),
        (b"for,for\nAnn,Bob", "row 1", 'the column "for" is there twice', "keep one"),
        (b"for,handouts\nAnn, Bob,bridge", "row 2", "it has 3 cells", "in quotes"),
        (b'for,handouts\nAnn,"bridge', "row 2", "a quotation mark is open", "twice"),
        (b"", "the table", "it has no rows", "a patient a row"),
        (b"for,handouts\n", "the table", "it has no rows", "a patient a row"),
        (b"PK\x03\x04\0\0Ann", "the table", "it is no text", "CSV UTF-8"),
        (b"\xff\xfef\0o\0r\0\n\0A\0n\0n", "the table", "it is no text", "CSV UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(
    content: bytes, place: str, said: str, hint: str
) -> None:
    _, problems = read(content)
    assert [problem.path for problem in problems] == [place]
    assert said in problems[0].message
    assert hint in problems[0].hint
    assert "Ann" not in str(problems)


def test_the_columns_are_the_keys_of_a_prescription_and_the_file() -> None:
    assert set(list_columns()) == {
        *("file", "title", "handouts", "only", "drop", "side", "dose"),
        *("variant", "therapist", "date", "for", "note"),
    }


def plan(site: Path, text: str) -> tuple[list[Order], list[Problem]]:
    problems: list[Problem] = []
    rows = read_rows(read_table(text.encode(), problems), (), problems)
    counter = open_counter(site, TODAY, list_slugs(rows))
    orders = plan_orders(counter, rows, LETTERS, problems)
    return orders, sort_by_row(problems)


def test_all_mistakes_of_all_rows_are_told_at_once(make_site: MakeSite) -> None:
    """Each with its row as the spreadsheet numbers it, its column, and what to do."""
    site = make_site()
    good = [f"bridge,Patient {n},,,," for n in range(2, 12)]
    text = "\n".join(
        [
            "handouts,for,date,dose,side,file",
            *good,
            "brige,Ann,,,,",
            "bridge,Ann,21.11.2026,,,",
            "bridge,Ann,,bridge:set=2,,",
            "bridge,Ann,,,middle,",
            "bridge,小明,,,,",
            ",Ann,,,,",
            "bridge,Ann,,,,a/b",
            "bridge,Ann,,,,CON.pdf",
            "bridge,Ann,,,,twice",
            "bridge,Ann,,,,Twice.pdf",
            "brige,小,21.11.2026,bridge:set=2,middle,c/d",
        ]
    )
    _, problems = plan(site.folder, text)
    told = [(problem.path, problem.message) for problem in problems]
    expected = [
        ("row 12, handouts", 'there is no exercise or program "…"'),
        ("row 13, date", "date"),
        ("row 14, dose", "set"),
        ("row 15, side", "side"),
        ("row 16, for", "the font of the handouts has no CJK UNIFIED IDEOGRAPH-5C0F"),
        ("row 17", "no exercise and no program is named"),
        ("row 18, file", "a file cannot have '/' in its name"),
        ("row 19, file", "a file cannot be called that"),
        ("row 21, file", "row 20 has a file of that name"),
        ("row 22, date", "date must be a date"),
        ("row 22, dose", "unknown key dose.bridge.set"),
        ("row 22, file", "a file cannot have '/' in its name"),
        ("row 22, for", "the font of the handouts has no CJK UNIFIED IDEOGRAPH-5C0F"),
        ("row 22, handouts", 'there is no exercise or program "…"'),
        ("row 22, side", "side must be one of left, right, both"),
    ]
    assert len(told) == len(expected)
    for (place, message), (where, said) in zip(told, expected, strict=True):
        assert place == where
        assert said in message
    assert not any(name in str(problems) for name in ("Ann", "小", "wice"))


def test_a_warning_that_many_rows_share_is_told_once(make_site: MakeSite) -> None:
    """A thousand patients with a side do not bury what else is said."""
    site = make_site()
    _, problems = plan(site.folder, "handouts,side\n" + "bridge,left\n" * 1000)
    (problem,) = problems
    assert (problem.path, problem.severity) == ("row 2, side", "warning")
    assert problem.message.endswith("; likewise in 999 more rows")


def test_joined_letters_of_a_name_are_written_one_by_one(make_site: MakeSite) -> None:
    """A name copied from a PDF reads as any other, also where the font has no such letter."""
    text = "handouts,for,note\nbridge,Steﬁ Oﬄer Ǆora,Ｗait 10 m²\n"
    (order,), problems = plan(make_site().folder, text)
    assert not problems
    assert (order.patient.name, order.patient.note) == ("Stefi Offler DŽora", "Wait 10 m²")


def test_a_side_with_capitals_is_the_same_side(make_site: MakeSite) -> None:
    """Such rows are alike: they print the same. What is no side is still told."""
    text = "handouts,side,for\nbridge,left,Ann\nbridge, Left ,Bob\nbridge,LEFT,Cid\n"
    orders, problems = plan(make_site().folder, text)
    assert [problem.severity for problem in problems] == ["warning"]
    assert [order.prescription.side for order in orders] == ["left", "left", "left"]
    assert [len(group) for group in group_alike(orders)] == [3]
    _, problems = plan(make_site().folder, "handouts,side\nbridge,Lefts\n")
    assert [(problem.path, problem.severity) for problem in problems] == [("row 2, side", "error")]


def test_a_file_is_named_after_its_row_and_handout(make_site: MakeSite) -> None:
    """Never after the patient, unless the table says so."""
    site = make_site()
    text = "handouts,for,file\nbridge,Ann,\nhips,Bob,\nbridge,Dora,Dora.PDF\n"
    orders, problems = plan(site.folder, text)
    assert not [problem for problem in problems if problem.severity == "error"]
    assert [order.file for order in orders] == [*("002-bridge.pdf", "003-hips.pdf", "Dora.PDF")]


def test_rows_that_differ_in_what_is_filled_in_are_alike(make_site: MakeSite) -> None:
    """Name, date and therapist stand on lines; a note, a side and a changed dose lay out anew."""
    site = make_site()
    rows = [
        ("Ann,2026-11-20,Jane,,", 1),
        ("Bob,2026-11-21,John,,", 1),
        ("Cid,,John,,", 2),
        ("Dora,2026-11-20,Jane,Bring shoes,", 3),
        ("Eve,2026-11-20,Jane,,bridge:sets=1", 4),
        ("Fay,2026-11-20,John,,bridge:sets=1", 5),
        ("Gil,2026-11-21,John,,bridge:sets=1", 5),
    ]
    lines = ["handouts,for,date,therapist,note,dose", *(f"bridge,{cells}" for cells, _ in rows)]
    orders, problems = plan(site.folder, "\n".join(lines))
    assert not problems
    groups = [[order.row for order in group] for group in group_alike(orders)]
    expected: dict[int, list[int]] = {}
    for number, (_, group) in enumerate(rows, 2):
        expected.setdefault(group, []).append(number)
    assert groups == list(expected.values())


def test_the_example_of_the_guide_can_be_printed() -> None:
    """Its handouts are of the content that ships."""
    root = Path(__file__).parent.parent
    orders, problems = plan(root, (root / "docs" / "patients.csv").read_text("utf-8"))
    assert not has_errors(problems)
    assert [order.file for order in orders] == [
        *("002-quadriceps-stretch.pdf", "003-quadriceps-stretch.pdf", "monday-group-3.pdf")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "handouts,date,side,dose\nAnna Zyx,Anna Zyx,Anna Zyx,Anna Zyx\n",
        "Anna Zyx,bridge\nBob Zyx,bridge\n",
    ],
    ids=["in other columns", "without a heading"],
)
def test_a_name_in_the_wrong_place_is_not_repeated(make_site: MakeSite, text: str) -> None:
    _, problems = plan(make_site().folder, text)
    assert problems
    assert not any("zyx" in f"{one.path}{one.message}{one.hint}".casefold() for one in problems)
