"""What a handout may show beside its exercise or program, as frozen page models."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class DiaryView:
    """The tick diary: a row a week, a column a day, so many boxes in each cell."""

    title: str
    lead: str
    days: tuple[str, ...]
    weeks: tuple[str, ...]
    boxes: int


@dataclass(frozen=True)
class PatientView:
    """What is filled in for one patient, in words; empty where it is to be written by hand.

    `side` is the sore side. `note` are the lines of a note.
    """

    name: str = ""
    therapist: str = ""
    date: str = ""
    side: str = ""
    note: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperView:
    """What a handout shows beside its exercise or program.

    `footer` are the lines of every page's foot: emergency and phone, then title and version.
    `qr` is an SVG picture as a data address, or empty. With `fillable` there is a field of a form
    wherever something is to be written or ticked, but in the diary.
    """

    variant: str
    size: Literal["A4", "letter"]
    toner: Literal["normal", "save"]
    emergency_line: str
    phone_line: str
    title_line: str
    version_line: str
    state_line: str
    web_line: str
    qr: str
    diary: DiaryView
    feedback: str
    patient: PatientView
    fillable: bool
