"""Reads a table of patients as a spreadsheet saves it: a row each, with the columns by name."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO

from generator.errors import Problem
from generator.parse import did_you_mean
from generator.patients.prescription import PrescriptionFields

FILE = "file"
# The keys of a prescription, as a column may be called.
KEYS = tuple(
    field.alias or name
    for name, field in PrescriptionFields.model_fields.items()
    if name != "format"
)
# What a spreadsheet puts between two cells: a comma, or a semicolon where a comma is for decimals.
_SEPARATORS = ",;\t"
# A first line that says which, for spreadsheets alone: they show no such row.
_SAID = re.compile(r'"?sep=([,;\t|])"?[,;\t]*(?:\r\n|\r|\n)', re.IGNORECASE)
_UTF_16 = (BOM_UTF16_LE, BOM_UTF16_BE)
# A cell of a spreadsheet holds no more.
_LONGEST_CELL = 32_767


@dataclass(frozen=True)
class TableRow:
    """A row: its number as the spreadsheet shows it, and the cells that are not empty."""

    number: int
    cells: Mapping[str, str]

    def place(self, column: str = "") -> str:
        """How problems name the row, or a cell of it."""
        return f"row {self.number}, {column}" if column else f"row {self.number}"


def read_table(content: bytes, problems: list[Problem]) -> list[TableRow]:
    """The rows below the heading that are not empty; problems where a column is not known.

    It is UTF-8, or UTF-16 as "Unicode text" is saved, or else what spreadsheets write on Windows in
    western Europe. No problem repeats what stands in a cell below the heading.
    """
    csv.field_size_limit(_LONGEST_CELL * 4)
    rows = _split(_decode(content, problems), problems)
    number, heading = next(((n, row) for n, row in rows if any(row)), (1, []))
    columns = [_name_column(cell) for cell in heading]
    problems.extend(_check_heading(number, heading, columns))
    found = []
    for number, cells in rows:
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            message = f"it has {len(cells)} cells, and there are {len(columns)} columns"
            hint = "put a text that holds a comma or semicolon in quotes"
            problems.append(Problem(f"row {number}", 0, message, hint))
        filled = {name: cell for name, cell in zip(columns, cells, strict=False) if cell}
        if filled:
            found.append(TableRow(number, filled))
    if not found and not problems:
        problems.append(Problem("the table", 0, "it has no rows", "write a patient a row"))
    return found


def list_columns() -> list[str]:
    """The names that a column may have: those of a prescription's keys, and that of the file."""
    return [FILE, *KEYS]


def _decode(content: bytes, problems: list[Problem]) -> str:
    codings = ("utf-16",) if content.startswith(_UTF_16) else ("utf-8-sig", "cp1252")
    for coding in codings:
        with suppress(UnicodeDecodeError):
            text = content.decode(coding)
            if "\0" not in text:
                return text
    message = "it is no text with commas or semicolons between its cells"
    hint = 'save it from the spreadsheet as "CSV UTF-8"'
    problems.append(Problem("the table", 0, message, hint))
    return ""


def _split(text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The rows by their number, as a spreadsheet counts them: a line break in a cell is in it."""
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    separator = said[1] if said else max(_SEPARATORS, key=text.partition("\n")[0].count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            yield number, [cell.strip() for cell in row]
    except csv.Error:
        message = "a quotation mark is open, or stands in the midst of a text"
        hint = 'a text in quotes has its own quotation marks twice: "the ""good"" leg"'
        problems.append(Problem(f"row {number + 1}", 0, message, hint))


def _name_column(cell: str) -> str:
    return cell.casefold()


def _check_heading(number: int, heading: list[str], columns: list[str]) -> Iterator[Problem]:
    known = list_columns()
    for at, (cell, column) in enumerate(zip(heading, columns, strict=True)):
        if column and column not in known:
            # Without a heading this row is a patient's: only what is nearly a column is repeated.
            meant = did_you_mean(column, known)
            called = f'there is no column "{cell}"' if meant else f"column {at + 1} is not known"
            hint = meant or f"the columns are {', '.join(known)}"
            yield Problem(f"row {number}", 0, called, hint)
        elif column in columns[:at] and column:
            yield Problem(f"row {number}", 0, f'the column "{cell}" is there twice', "keep one")
