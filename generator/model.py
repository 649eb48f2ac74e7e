"""The clinical model: exercises, programs and safety sheets as frozen data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Side = Literal["left", "right", "each", "affected", "both"]
Goal = Literal["flexibility", "strength", "mobility", "control", "balance", "endurance"]
Position = Literal[
    "lying-on-front",
    "lying-on-back",
    "lying-on-side",
    "all-fours",
    "kneeling",
    "half-kneeling",
    "sitting",
    "standing",
]
TimeUnit = Literal["s", "min"]
ReviewState = Literal["not-reviewed", "reviewed", "due-soon", "overdue", "changed"]


@dataclass(frozen=True)
class Range:
    """A whole number or a span of them: 10, or 15 to 20."""

    low: int
    high: int


@dataclass(frozen=True)
class Duration:
    """A time or a span of times in one unit, as the author wrote it: 1 min stays 1 min."""

    low: int
    high: int
    unit: TimeUnit


@dataclass(frozen=True)
class Dose:
    """How much of an exercise. `None` or empty means that the source does not say."""

    sets: Range | None = None
    reps: Range | None = None
    hold: Duration | None = None
    rest: Duration | None = None
    per_day: Range | None = None
    per_week: Range | None = None
    load: str = ""
    tempo: str = ""
    as_needed: bool = False


@dataclass(frozen=True)
class Schedule:
    """How often and how long a program is done. `None` means that the source does not say."""

    per_day: Range | None = None
    per_week: Range | None = None
    weeks: Range | None = None


@dataclass(frozen=True)
class Review:
    """Who signed the clinical content, when, until when, and the hash of what was signed.

    Dates are ISO dates; every field is empty when nobody has signed.
    """

    by: str = ""
    on: str = ""
    due: str = ""
    of: str = ""


@dataclass(frozen=True)
class Source:
    """Where a record came from: its file in the site's folder, its text, and where parts stand.

    `lines` are those of the keys of its front matter, packed: few are ever asked for.
    """

    path: str
    text: str
    lines: bytes
    body_line: int

    def line(self, key: str) -> int:
        """The line of a front matter key such as `dose.sets`, or of its nearest parent."""
        return find_line(json.loads(self.lines), key)


def find_line(lines: Mapping[str, int], key: str) -> int:
    """The line of a key, or of its nearest parent; the first if neither has one."""
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, 1)


def pack_lines(lines: Mapping[str, int]) -> bytes:
    """The lines of keys in a tenth of the memory that a mapping takes."""
    return json.dumps(lines, ensure_ascii=False).encode("utf-8", "surrogatepass")


class Step(NamedTuple):
    """One step: sanitised HTML, the same as plain text, and the frame of the figure beside it."""

    html: str
    text: str
    frame: int | None


@dataclass(frozen=True)
class Link:
    """A link or picture in a body: as written, the file that it means, and its line."""

    href: str
    target: str
    line: int


@dataclass(frozen=True)
class Body:
    """The Markdown of a page, rendered and sanitised.

    `before` is the HTML before the steps, `after` what follows them. Links to other pages are
    still content paths (`exercises/x.md`) behind the scheme `page:`; pictures behind `media:`.
    """

    before: str
    steps: tuple[Step, ...]
    after: str
    links: tuple[Link, ...]
    pictures: tuple[Link, ...]


@dataclass(frozen=True)
class Exercise:
    """One movement or stretch: one page, one handout."""

    slug: str
    title: str
    plain: str
    also: tuple[str, ...]
    summary: str
    region: tuple[str, ...]
    goal: Goal
    position: Position
    equipment: tuple[str, ...]
    muscles: tuple[str, ...]
    felt_in: str
    side: Side
    dose: Dose
    safety: tuple[str, ...]
    precautions: tuple[str, ...]
    ask_first: tuple[str, ...]
    stop_if: tuple[str, ...]
    mistakes: tuple[str, ...]
    easier: str
    harder: str
    movement: tuple[str, ...]
    picture: str
    sources: tuple[str, ...]
    updated: str
    review: Review
    body: Body
    source: Source


@dataclass(frozen=True)
class ProgramEntry:
    """One exercise in a program, with the program's own dose and note where it has them."""

    exercise: str
    dose: Dose | None
    note: str


@dataclass(frozen=True)
class Program:
    """An ordered list of exercises with a schedule."""

    slug: str
    title: str
    summary: str
    region: tuple[str, ...]
    safety: tuple[str, ...]
    schedule: Schedule
    entries: tuple[ProgramEntry, ...]
    max_pages: int | None
    sources: tuple[str, ...]
    updated: str
    review: Review
    body: Body
    source: Source


@dataclass(frozen=True)
class Urgent:
    """The signs for which to call soon, and whom to call by when."""

    call: str
    when: str
    signs: tuple[str, ...]


@dataclass(frozen=True)
class SafetySheet:
    """Red flags, stop rules, ask-first list and general precautions that pages share."""

    slug: str
    title: str
    summary: str
    emergency: tuple[str, ...]
    urgent: Urgent
    stop_if: tuple[str, ...]
    ask_first: tuple[str, ...]
    precautions: tuple[str, ...]
    sources: tuple[str, ...]
    updated: str
    review: Review
    body: Body
    source: Source


@dataclass(frozen=True)
class Page:
    """A free page: how to use, about, when to get help."""

    slug: str
    title: str
    summary: str
    safety: tuple[str, ...]
    updated: str
    body: Body
    source: Source


Record = Exercise | Program | SafetySheet | Page


@dataclass(frozen=True)
class Clinic:
    """Whose site it is, and whom a patient calls."""

    name: str
    address: tuple[str, ...]
    phone: str
    email: str
    web: str
    logo: str
    emergency_number: str
    sample: bool


@dataclass(frozen=True)
class Settings:
    """What `clinic.toml` and `terms.toml` say; labels are by slug, in the order of the file."""

    clinic: Clinic
    title: str
    base_url: str
    languages: tuple[str, ...]
    offline: bool
    offline_zip: bool
    variants: tuple[str, ...]
    toner: str
    fillable: bool
    max_exercises: int
    review_years: int
    review_warn_days: int
    review_required: bool
    people: tuple[str, ...]
    regions: dict[str, str]
    equipment: dict[str, str]
