"""Values of a pose file as they were written, each knowing its line and saying what is wrong."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from pydantic_core import PydanticCustomError

from generator.errors import Problem
from generator.figures.posefile.terms import ALSO_CALLED, NONE, split_side
from generator.frontmatter import Value
from generator.parse import shown, such_as

T = TypeVar("T")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,3})(?:\.[0-9]{1,2})?")
_LISTED = 14


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
            self.refuse(f"{self.key} must be a group such as {example}, got {self._shown}", hint)
            return {}
        dotted = f"{self.name}." if self.name else ""
        return {
            key: Entry(self.sheet, f"{dotted}{key}", value) for key, value in self.value.items()
        }

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
            message = f"{self.key} must be a number of {unit}, got {self._shown}"
            self.refuse(message, such_as(f"{self.key}: 20"))
            return None
        if not low <= float(text) <= high:
            message = f"{self.key} must be from {low:g} to {high:g} {unit}, got {text}"
            self.refuse(message, such_as(f"{self.key}: 20"))
            return None
        return float(text)

    @property
    def _shown(self) -> str:
        return shown(self.value)


def suggest(word: str, choices: Collection[str], label: str = "") -> str:
    """The nearest choice as a hint; without one all of them, where `label` names them.

    A side does not count: what is near `right nee` is `right knee`, not `right heel`.
    """
    side, part = split_side(word.lower())
    parts = {split_side(choice)[1]: choice for choice in choices}
    near = [ALSO_CALLED[part]] if part in ALSO_CALLED else get_close_matches(part, parts, n=1)
    for meant in near:
        for written in (f"{side} {meant}", meant):
            if written in choices:
                return f"did you mean {written}?"
    return f"{label}: {', '.join(choices)}" if label and len(choices) <= _LISTED else ""
