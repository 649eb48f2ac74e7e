"""What a build is asked to do, and what it says it did."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import Problem

if TYPE_CHECKING:
    from generator.workers import Elsewhere


@dataclass(frozen=True)
class BuildOptions:
    """What to build, where to, and how.

    `today` is an ISO date: reviews are judged by it. `jobs` is how many processes share the work.
    With `postpone` no handout is made: those that are out of date leave the site, and come back
    with the next build. What is worth it is made `elsewhere`, if that is given.
    """

    site: Path
    output: Path
    today: str
    pdf: bool = True
    strict: bool = False
    jobs: int = 1
    postpone: bool = False
    elsewhere: "Elsewhere | None" = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class BuildResult:
    """What a build did: its warnings, and how many pages and handouts there are and were made.

    `handouts_waiting` are those that were postponed.
    """

    problems: tuple[Problem, ...]
    pages: int
    pages_made: int
    handouts: int
    handouts_made: int
    handouts_waiting: int = 0
