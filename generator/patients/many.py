"""Makes handouts for many patients in worker processes: each alone, or many from one plate."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from generator.errors import Problem, UsageError
from generator.handouts import why_no_pdf
from generator.handouts.stamp import Stamper, prove_stamp
from generator.patients.dispense import Counter, dispense, open_counter
from generator.patients.plates import Engraving, engrave, read_words
from generator.patients.prescribe import Prescribed, prescribe
from generator.patients.prescription import Prescription

UNFINISHED = ".unfinished-"


@dataclass(frozen=True)
class Desk:
    """Where handouts are made, as a worker process is told: `handouts` is all that it reads."""

    site: Path
    today: str
    handouts: tuple[str, ...]


@dataclass(frozen=True)
class Errand:
    """A handout to make: its row, what it is, and where its file goes."""

    row: int
    prescription: Prescription
    variant: str
    place: Path


@dataclass(frozen=True)
class Delivery:
    """What became of a row: the digest of its file, empty if there is none; and problems."""

    row: int
    digest: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Alone:
    """Handouts that are laid out each by itself, those that look alike one after the other."""

    desk: Desk
    errands: tuple[Errand, ...]


@dataclass(frozen=True)
class Alike:
    """Handouts that differ in what is filled in alone: a plate is wanted."""

    desk: Desk
    errands: tuple[Errand, ...]


@dataclass(frozen=True)
class Filling:
    """What is filled in on one handout: the words, and the glyphs by which the plate draws them."""

    errand: Errand
    words: Mapping[str, str]
    glyphs: Mapping[str, bytes]


@dataclass(frozen=True)
class Stamping:
    """Handouts to make from one plate."""

    desk: Desk
    engraving: Engraving
    fillings: tuple[Filling, ...]


@dataclass(frozen=True)
class Engraved:
    """What came of handouts that are alike: a plate with its fillings, and what is made alone."""

    engraving: Engraving | None
    fillings: tuple[Filling, ...]
    others: tuple[Errand, ...]


Job = Alone | Alike | Stamping
Done = tuple[Delivery, ...] | Engraved


def work(job: Job) -> Done:
    """Do a job in a worker process."""
    if isinstance(job, Alike):
        return _engrave(job)
    if isinstance(job, Stamping):
        stamper = Stamper(job.engraving.plate)
        return tuple(_stamp(job, stamper, filling) for filling in job.fillings)
    return tuple(_make(job.desk, errand) for errand in job.errands)


@lru_cache(maxsize=1)
def _counter(desk: Desk) -> Counter:
    if reason := why_no_pdf():
        raise UsageError(reason)
    return open_counter(desk.site, desk.today, desk.handouts)


def _prescribe(counter: Counter, prescription: Prescription, problems: list[Problem]) -> Prescribed:
    made = prescribe(counter.library, counter.words, counter.today, prescription, problems)
    if made is None:
        raise UsageError("the site was changed while handouts were made; try again")
    return made


def _make(desk: Desk, errand: Errand) -> Delivery:
    counter, problems = _counter(desk), list[Problem]()
    # What the table says was judged before: here only what comes out.
    prescribed = _prescribe(counter, errand.prescription, [])
    made = dispense(counter, prescribed, errand.variant, problems)
    digest = _write(errand.place, made.pdf, problems) if made else ""
    return _deliver(errand, digest, problems)


def _write(place: Path, pdf: bytes, problems: list[Problem]) -> str:
    """Write a file whole or not at all; its digest."""
    unfinished = place.with_name(f"{UNFINISHED}{secrets.token_hex(8)}")
    try:
        with unfinished.open("xb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(place)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        hint = "close the file where it is open, and make room on the disk"
        problems.append(Problem("", 0, f"its file cannot be written: {reason}", hint))
        return ""
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return sha256(pdf).hexdigest()


def _engrave(job: Alike) -> Engraved:
    counter, errands = _counter(job.desk), job.errands
    prescriptions = [errand.prescription for errand in errands]
    made, drawn = engrave(counter, prescriptions, errands[0].variant)
    pairs = list(zip(errands, drawn, strict=True))
    fillings = tuple(
        Filling(errand, read_words(counter, errand.prescription), glyphs)
        for errand, glyphs in pairs
        if glyphs
    )
    return Engraved(made, fillings, tuple(errand for errand, glyphs in pairs if not glyphs))


def _stamp(job: Stamping, stamper: Stamper, filling: Filling) -> Delivery:
    """A handout from a plate; laid out by itself if it should not read as it must."""
    made, errand = job.engraving, filling.errand
    pdf = stamper.stamp(filling.glyphs)
    if prove_stamp(pdf, made.plate, filling.words, made.smallest):
        return _make(job.desk, errand)
    problems = list(made.warnings)
    digest = _write(errand.place, pdf, problems)
    return _deliver(errand, digest, problems)


def _deliver(errand: Errand, digest: str, problems: list[Problem]) -> Delivery:
    at_row = (replace(problem, path=f"row {errand.row}", line=0) for problem in problems)
    return Delivery(errand.row, digest, tuple(at_row))
