"""Problems in the user's files: what a build collects, sorts and shows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in the user's files, at a place, with what to do about it.

    `path` is relative to the folder of the site, with forward slashes; `line` counts from 1, and is
    0 where no line is to blame.
    `source` is the text of that line, shown under the message.
    """

    path: str
    line: int
    message: str
    hint: str = field(default="", compare=False)
    severity: Severity = field(default="error", compare=False)
    source: str = field(default="", compare=False)


class SiteError(Exception):
    """The site cannot be built: carries every problem that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sort_problems(problems))
        super().__init__(f"{len(self.problems)} problems")


class UsageError(Exception):
    """The program was called wrongly, or the machine lacks something: one line for the user."""


def format_problem(problem: Problem) -> str:
    """A problem as a person reads it: place, message, the line itself, and what to do."""
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    lines = [f"{problem.severity}: {place}: {problem.message}"]
    if problem.source.strip():
        lines.append(f"  {problem.line} | {problem.source}")
    if problem.hint:
        lines.append(f"  hint: {problem.hint}")
    return "\n".join(lines)


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by path and line, each once."""
    return sorted(dict.fromkeys(problems))


def has_errors(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Whether the problems forbid publishing; with `strict`, warnings do too."""
    return any(strict or problem.severity == "error" for problem in problems)
