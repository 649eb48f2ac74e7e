"""Values of a pose file as they were written, each knowing its line and saying what is wrong."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic_core import PydanticCustomError

from generator.errors import Problem
from generator.figures.posefile.spelling import meant_number, suggest
from generator.figures.posefile.terms import NONE
from generator.parse import shown, such_as
from generator.plain_lines import Value

T = TypeVar("T")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,4})(?:\.[0-9]{1,2})?")


@dataclass(frozen=True)
class Sheet:
    """A pose file being read: where its values stand, and the problems found so far."""

    path: str
    lines: Mapping[str, int]
    problems: list[Problem]

    def refuse(self, line: int, message: str, hint: str = "") -> None:
        """Add a problem, unless the line has it already: what several frames share is read once."""
        problem = Problem(self.path, line, message, hint)
        if problem not in self.problems:
            self.problems.append(problem)


@dataclass(frozen=True)
class Entry:
    """A value, and the dotted name under which it stands: `frames.0.joints.right knee`."""

    sheet: Sheet
    name: str
    value: Value

    @property
    def line(self) -> int:
        """Where the value stands in the file."""
        return self.sheet.lines[self.name]

    @property
    def key(self) -> str:
        """The word before the value's colon; for an entry of a list, the word before the list."""
        return next((word for word in reversed(self.name.split(".")) if not word.isdecimal()), "")

    @property
    def is_none(self) -> bool:
        """Whether the value takes away what an earlier one gave."""
        return self.value == NONE

    def refuse(self, message: str, hint: str = "") -> None:
        """Add a problem at the value's line."""
        self.sheet.refuse(self.line, message, hint)

    def named(self, example: str) -> dict[str, "Entry"]:
        """The entries of a group, by their keys."""
        if not isinstance(self.value, dict):
            hint = "write the keys and values between { and }, or below, each on a line of its own"
            if not self.value:
                hint += "; or delete the line"
            self.refuse(f"{self.key} must be a group such as {example}, got {self._shown}", hint)
            return {}
        dotted = f"{self.name}." if self.name else ""
        entries = {
            key: Entry(self.sheet, f"{dotted}{key}", value) for key, value in self.value.items()
        }
        return _without_torn(entries)

    def fields(self, known: Collection[str], example: str) -> dict[str, "Entry"]:
        """The entries of a group that has these keys and no others."""
        entries = self.named(example)
        for key, entry in entries.items():
            if key not in known:
                entry.refuse(f"unknown key {key}", suggest(key, known, "known keys"))
        return {key: entry for key, entry in entries.items() if key in known}

    def rows(self) -> list["Entry"]:
        """The entries of a list. A single value is a list of one; nothing is an empty one."""
        if not isinstance(self.value, list):
            return [self] if self.value else []
        return [
            Entry(self.sheet, f"{self.name}.{number}", value)
            for number, value in enumerate(self.value)
        ]

    def words(self, example: str) -> list["Entry"]:
        """The entries of a list of words, such as this one."""
        rows = self.rows()
        if isinstance(self.value, str) and "," in self.value:
            message = f"{self.key} names several and must be a list, got {self._shown}"
            self.refuse(message, f"write  {self.key}: [{self.text()}]")
            return []
        for row in rows:
            if not isinstance(row.value, str):
                message = f"{self.key} must be a list of words, got {shown(row.value)}"
                row.refuse(message, such_as(f"{self.key}: {example}"))
        return [row for row in rows if isinstance(row.value, str)]

    def text(self) -> str:
        """The value as one line of words; empty where it is a list or a group."""
        return " ".join(self.value.split()) if isinstance(self.value, str) else ""

    def parse(self, parser: Callable[[object], T]) -> T | None:
        """The value as one of the program's parsers reads it."""
        try:
            return parser(self.value)
        except PydanticCustomError as error:
            context = error.context or {}
            self.refuse(f"{self.key} {context['message']}", context["hint"])
            return None

    def choose(self, choices: Collection[str]) -> str:
        """One of the choices; empty when the value is another."""
        if self.text() in choices:
            return self.text()
        message = f"{self.key} must be one of {', '.join(choices)}; got {self._shown}"
        self.refuse(message, suggest(self.text(), choices) or "write one of these words")
        return ""

    def number(self, low: float, high: float, unit: str) -> float | None:
        """A number of degrees or cm within a range that catches a slip of the finger."""
        text = self.text()
        if not _NUMBER.fullmatch(text):
            meant, example = meant_number(text), such_as(f"{self.key}: 20")
            wanted = "a smaller number" if text.isdecimal() and not meant else "a number"
            message = f"{self.key} must be {wanted} of {unit}, got {self._shown}"
            self.refuse(message, f"write  {self.key}: {meant}" if meant else example)
            return None
        if not low <= float(text) <= high:
            message = f"{self.key} must be from {low:g} to {high:g} {unit}, got {text}"
            self.refuse(message, such_as(f"{self.key}: 20"))
            return None
        return float(text)

    @property
    def _shown(self) -> str:
        return shown(self.value)


def _without_torn(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries, but for those that a decimal comma or a missing space made of one."""
    whole: dict[str, Entry] = {}
    before = ""
    for word, entry in entries.items():
        key, colon, value = word.partition(":")
        if entry.value == "" and word.isdecimal() and before and entries[before].text().isdecimal():
            number = entries[before].text()
            message = f'{before} must have a point in its number, got "{number},{word}"'
            entry.refuse(message, f"write  {before}: {number}.{word}")
        elif entry.value == "" and colon:
            entry.refuse(f'"{word}" needs a space behind the colon', f"write  {key}: {value}")
        else:
            whole[word] = entry
            before = word
    return whole
