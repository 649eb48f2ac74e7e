"""Makes the handouts of a table that are not there yet, and remembers which are, without names."""

import hmac
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from generator.errors import Problem, UsageError
from generator.media import measure_picture
from generator.patients.batch import Order, fill_in, group_alike
from generator.patients.dispense import Counter
from generator.patients.many import (
    UNFINISHED,
    Alike,
    Alone,
    Delivery,
    Desk,
    Engraved,
    Errand,
    Job,
    Stamping,
    work,
)
from generator.plan import content_key, survey
from generator.review import review_record
from generator.workers import workers

STATE = ".handouts-done"
_SALT = 32
# A plate costs about as much as laying out so many handouts.
_WORTH_A_PLATE = 8
_STAMPED_AT_ONCE = 8
# So many in a row to one process, and no more than leaves work for all of them to the end.
_LAID_OUT_AT_ONCE = 8
_SHARES = 16
# Starting a process costs about as much as laying out so many.
_WORTH_A_PROCESS = 3

# Hears how many handouts are there, and of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Finished:
    """What a run came to: how many were made and how many were there, what went wrong."""

    made: int
    known: int
    problems: tuple[Problem, ...]


def make_all(
    counter: Counter,
    handouts: tuple[str, ...],
    orders: Sequence[Order],
    folder: Path,
    progress: Progress,
    *,
    jobs: int,
    worth_a_plate: int = _WORTH_A_PLATE,
) -> Finished:
    """Make the handouts that a folder does not have as they are ordered.

    `handouts` are all that the orders name. So many that are alike are made from one layout. A run
    that was cut short is taken up again: a file is whole or not there.

    Raises `UsageError` when the folder cannot be written, or a process was ended.
    """
    _clear(folder)
    state = _State(folder / STATE)
    keys = dict(zip((order.row for order in orders), _keys(counter, orders), strict=True))
    waiting = [order for order in orders if not state.knows(folder / order.file, keys[order.row])]
    desk = Desk(counter.site, counter.today, handouts)
    delivered = list[Delivery]()

    def tell() -> None:
        progress(len(delivered), len(waiting))

    by_row = {order.row: order for order in waiting}
    processes = min(jobs, len(waiting) // _WORTH_A_PROCESS)
    try:
        with workers(work, processes, tell) as do_all:
            for one in _deliver(desk, _groups(waiting, folder), worth_a_plate, do_all):
                delivered.append(one)
                if one.digest:
                    state.note(by_row[one.row].file, keys[one.row], one.digest)
                tell()
    except BrokenProcessPool:
        raise UsageError("a process was ended; run it again to make the rest") from None
    made = sum(bool(one.digest) for one in delivered)
    found = tuple(problem for one in delivered for problem in one.problems)
    return Finished(made, len(orders) - len(waiting), found)


def _deliver(
    desk: Desk,
    groups: Iterable[tuple[Errand, ...]],
    worth_a_plate: int,
    do_all: Callable[[Iterable[Job]], Iterator[object]],
) -> Iterator[Delivery]:
    """First what has a plate is told from what is laid out by itself; then all of it is made."""
    jobs, alone = list[Job](), list[Errand]()
    for errands in groups:
        if len(errands) < worth_a_plate:
            alone += errands
        else:
            jobs.append(Alike(desk, errands))
    stampings = list[Job]()
    for engraved in do_all(jobs):
        if isinstance(engraved, Engraved):
            alone += engraved.others
            stampings += _stampings(desk, engraved)
    for done in do_all([*stampings, *_share_out(desk, alone)]):
        if isinstance(done, tuple):
            yield from done


def _share_out(desk: Desk, alone: list[Errand]) -> Iterator[Alone]:
    """A process that has laid out a handout needs less for the next of the same exercises."""
    alone.sort(key=lambda one: (_exercises(one), one.row))
    at_once = max(1, min(_LAID_OUT_AT_ONCE, len(alone) // _SHARES))
    for _, same in groupby(alone, _exercises):
        errands = tuple(same)
        for at in range(0, len(errands), at_once):
            yield Alone(desk, errands[at : at + at_once])


def _exercises(errand: Errand) -> tuple[object, ...]:
    wanted = errand.prescription
    return errand.variant, wanted.handouts, wanted.only, wanted.drop, wanted.side


def _stampings(desk: Desk, engraved: Engraved) -> Iterator[Stamping]:
    if engraved.engraving:
        for at in range(0, len(engraved.fillings), _STAMPED_AT_ONCE):
            some = engraved.fillings[at : at + _STAMPED_AT_ONCE]
            yield Stamping(desk, engraved.engraving, some)


def _groups(orders: Iterable[Order], folder: Path) -> Iterator[tuple[Errand, ...]]:
    for group in group_alike(orders):
        yield tuple(
            Errand(one.row, fill_in(one.prescription, {}), one.variant, folder / one.file)
            for one in group
        )


def _clear(folder: Path) -> None:
    """Take away what a run that was ended left of the file that it was writing."""
    for file in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            file.unlink()


def _keys(counter: Counter, orders: Iterable[Order]) -> Iterator[str]:
    """For each order, a key over all that its handout depends on."""
    ground = survey(counter.folders)
    media = counter.site / "content" / "media"
    known: dict[str, str] = {}
    for order in orders:
        prescribed, library = order.prescribed, order.prescribed.library
        records = (prescribed.record, *prescribed.exercises)
        sheets = {slug: library.safety[slug] for record in records for slug in record.safety}
        same = repr(fill_in(order.prescription, {"name": "", "date": "", "therapist": ""}))
        if same not in known:
            poses = (library.figures.get(exercise.slug) for exercise in prescribed.exercises)
            pictures = (one for record in records for one in record.body.pictures)
            names = {one.target.removeprefix("content/media/") for one in pictures}
            known[same] = content_key(
                ground,
                ground.paper,
                repr((records, sheets, library.settings)),
                repr([review_record(library, one, counter.today) for one in sheets.values()]),
                *(counter.reading.texts[pose.path] for pose in poses if pose),
                *(repr(measure_picture(media, name, [], name, 1)) for name in sorted(names)),
            )
        patient = order.patient
        filled = (patient.name, patient.therapist, patient.date, sorted(patient.changed))
        reviews = sorted(patient.reviews.items())
        yield content_key(ground, known[same], order.variant, repr((filled, reviews)))


class _State:
    """What a folder has, as a list that tells of no patient: each line is of one file.

    A file and what it was made of stand there as keyed hashes. The key lies beside them: that keeps
    names out of searches and copies of the list, and is no lock.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        lines = self._read()
        self._salt = bytes.fromhex(lines[0]) if lines else secrets.token_bytes(_SALT)
        self._made = {line.split()[0]: line for line in lines[1:] if line}
        if not lines:
            self._append(self._salt.hex(), mode="w")
        elif lines[-1]:
            self._append("")  # the run was ended in the midst of a line

    def knows(self, file: Path, key: str) -> bool:
        """Whether a file is there as it was made of this."""
        line = self._made.get(self._hash(file.name), "").split()
        if line[1:2] != [self._hash(key)] or not file.is_file():
            return False
        return line[2:] == [sha256(file.read_bytes()).hexdigest()]

    def note(self, file: str, key: str, digest: str) -> None:
        """Note that a file is there."""
        self._append(f"{self._hash(file)} {self._hash(key)} {digest}")

    def _hash(self, text: str) -> str:
        return hmac.new(self._salt, text.encode(), sha256).hexdigest()

    def _read(self) -> list[str]:
        try:
            lines = self._place.read_text("ascii").split("\n")
            return lines if len(bytes.fromhex(lines[0])) == _SALT else []
        except (FileNotFoundError, ValueError):
            return []

    def _append(self, line: str, mode: str = "a") -> None:
        with self._place.open(mode, encoding="ascii") as file:
            file.write(f"{line}\n")
