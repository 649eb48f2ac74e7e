"""How fast handouts for many patients are made, side by side with laying out each of them.

Run it with nothing else at work. `python -m bench.handouts [ROWS]`
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from generator.cli.sites import today
from generator.errors import Problem, has_errors
from generator.handouts.shaping import list_letters
from generator.patients.batch import Order, list_slugs, plan_orders, read_rows
from generator.patients.bulk import Finished, make_all
from generator.patients.dispense import Counter, open_counter
from generator.patients.table import read_table

PROCESSES = 2
# So many are laid out one by one for the rate; the plates make all rows. With fewer, the start of
# the processes would count for more there.
COMPARED = 200
NOTED = 20
SITE = Path(__file__).parent.parent
FIRST = ("Anna", "Zoë", "Łukasz", "José", "Åsa", "Sean", "Marie", "Jörg", "Siân", "Đorđe")
LAST = (
    "Smith",
    "Müller",
    "O'Brien",
    "Nowak",
    "Çelik",
    "Żółć",
    "Öberg",
    "Dubois",
    "Evans",
    "Offman",
)


def main() -> None:
    """Print the rates, and the memory of a process that makes many."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    folder = Path(tempfile.mkdtemp())
    try:
        _compare_plates(folder, rows)
        _watch_memory(folder, rows)
    finally:
        shutil.rmtree(folder)


def _compare_plates(folder: Path, rows: int) -> None:
    alike = list_rows(
        (f"quadriceps-stretch,{name},left" for name in name_patients(rows)), "handouts,for,side"
    )
    counter, handouts, orders = plan(alike)
    plates = measure_time(lambda: _make(counter, handouts, orders, folder / "plates"))
    few = orders[:COMPARED]
    each = measure_time(lambda: _make_each(counter, handouts, few, folder / "each"))
    ours, alone = rows / plates, len(few) / each
    click.echo(f"{rows} rows that differ in the name, {PROCESSES} processes")
    click.echo(f"  from one layout  {ours:8.1f} a second")
    click.echo(f"  each laid out    {alone:8.1f} a second, of {len(few)}")
    click.echo(f"  ratio            {ours / alone:8.1f}")


def _make_each(
    counter: Counter, handouts: tuple[str, ...], orders: Sequence[Order], folder: Path
) -> None:
    """As it is without plates."""
    folder.mkdir()
    done = make_all(
        counter, handouts, orders, folder, _ignore, jobs=PROCESSES, worth_a_plate=len(orders) + 1
    )
    _check(done, orders)


def _watch_memory(folder: Path, rows: int) -> None:
    """What a process that makes all of it holds, over its first and its last rows."""
    alike = (
        f"quadriceps-stretch,{name},left,{_note(n)}" for n, name in enumerate(name_patients(rows))
    )
    counter, handouts, orders = plan(list_rows(alike, "handouts,for,side,note"))
    held: list[int] = []

    def note(_done: int, _total: int) -> None:
        held.append(measure_memory())

    place = folder / "watched"
    place.mkdir()
    _check(make_all(counter, handouts, orders, place, note, jobs=1), orders)
    tenth = max(1, len(held) // 10)
    click.echo(f"{rows} rows in one process, a note in every {NOTED}th")
    click.echo(f"  first tenth      {mean(held[:tenth]):8.0f} MB")
    click.echo(f"  last tenth       {mean(held[-tenth:]):8.0f} MB, at most {max(held)}")


def _note(number: int) -> str:
    """Rows with notes of their own are laid out by themselves."""
    return f"Note number {number}" if number % NOTED == 0 else ""


def measure_memory() -> int:
    """The memory of this process in MB, as Linux tells it."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def mean(numbers: Sequence[int]) -> float:
    """The mean of numbers."""
    return sum(numbers) / len(numbers)


def name_patients(count: int) -> list[str]:
    """So many names, each another, with letters from all over Europe."""
    return [f"{FIRST[n % 10]} {LAST[n // 10 % 10]} {n}" for n in range(count)]


def list_rows(rows: Iterable[str], heading: str) -> bytes:
    """A table of patients, as a file holds it."""
    return "\n".join([heading, *rows]).encode()


def plan(table: bytes) -> tuple[Counter, tuple[str, ...], list[Order]]:
    """What a table orders, which programs and exercises it names, and what they are made with."""
    problems: list[Problem] = []
    rows = read_rows(read_table(table, problems), (), problems)
    handouts = list_slugs(rows)
    counter = open_counter(SITE, today(), handouts)
    letters = list_letters([folder / "print" for folder in counter.folders])
    orders = plan_orders(counter, rows, letters, problems)
    if has_errors(problems):
        raise SystemExit(str(problems))
    return counter, handouts, orders


def _make(
    counter: Counter, handouts: tuple[str, ...], orders: Sequence[Order], folder: Path
) -> None:
    folder.mkdir()
    _check(make_all(counter, handouts, orders, folder, _ignore, jobs=PROCESSES), orders)


def _ignore(_done: int, _total: int) -> None:
    """No progress is shown."""


def _check(done: Finished, orders: Sequence[Order]) -> None:
    if done.made != len(orders):
        raise SystemExit(str(done.problems))


def measure_time(do: Callable[[], object]) -> float:
    """How long something takes, in seconds."""
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
