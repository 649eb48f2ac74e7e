"""How fast handouts for many patients are made, side by side with laying out each of them.

Run it with nothing else at work. `python -m bench.handouts [ROWS]`
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click
from weasyprint import HTML, Document

from generator.cli.sites import today
from generator.errors import Problem, has_errors
from generator.handouts import HandoutJob
from generator.handouts.press import open_press
from generator.handouts.shaping import list_letters
from generator.patients.batch import Order, list_slugs, plan_orders, read_rows
from generator.patients.bulk import Finished, make_all
from generator.patients.dispense import Counter, open_counter, write_job
from generator.patients.table import read_table

PROCESSES = 2
# So many are laid out one by one for the rate; the plates make all rows.
COMPARED = 40
NOTED = 20
# Each of the sample's exercises for so many patients and each side: drawing a figure counts little.
PATIENTS = 8
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
    """Print the rates, and the memory of the largest process."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    folder = Path(tempfile.mkdtemp())
    try:
        _compare_plates(folder, rows)
        _compare_layouts(folder)
        _watch_memory(folder, rows)
    finally:
        shutil.rmtree(folder)


def _compare_plates(folder: Path, rows: int) -> None:
    alike = _table(
        (f"quadriceps-stretch,{name},left" for name in _names(rows)), "handouts,for,side"
    )
    counter, handouts, orders = _plan(alike)
    plates = _time(lambda: _make(counter, handouts, orders, folder / "plates"))
    few = orders[:COMPARED]
    each = _time(lambda: _make_each(counter, handouts, few, folder / "each"))
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


def _compare_layouts(folder: Path) -> None:
    """Different one-page handouts: with all our checks, and WeasyPrint alone on the same HTML."""
    slugs = list(open_counter(SITE, today()).library.exercises)
    both = [f"{slug},{name}" for name in _names(PATIENTS) for slug in slugs]
    rows = [f"{row},{side}" for row in both for side in ("left", "right")]
    counter, handouts, orders = _plan(_table(rows, "handouts,for,side"))
    ready = []
    for order in orders:
        _, job = write_job(counter, order.prescribed, order.variant, [])
        if job and (html := _fitted(job)):
            sheets = [str(file) for file in job.stylesheets]
            ready.append((order, (html, sheets, str(job.folders[0]))))
    orders, works = [order for order, _ in ready], [work for _, work in ready]
    ours = _time(lambda: _make_each(counter, handouts, orders, folder / "different"))
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        plain = _time(lambda: list(pool.map(_print_plainly, works)))
    click.echo(f"{len(orders)} different one-page handouts, {PROCESSES} processes")
    click.echo(f"  ours, all checks {len(orders) / ours:8.1f} a second")
    click.echo(f"  plain WeasyPrint {len(orders) / plain:8.1f} a second")
    click.echo(f"  ratio            {plain / ours:8.2f}")


def _watch_memory(folder: Path, rows: int) -> None:
    """What a process that makes all of it holds, over its first and its last rows."""
    alike = (f"quadriceps-stretch,{name},left,{_note(n)}" for n, name in enumerate(_names(rows)))
    counter, handouts, orders = _plan(_table(alike, "handouts,for,side,note"))
    held: list[int] = []

    def note(_done: int, _total: int) -> None:
        held.append(_resident())

    place = folder / "watched"
    place.mkdir()
    _check(make_all(counter, handouts, orders, place, note, jobs=1), orders)
    tenth = max(1, len(held) // 10)
    click.echo(f"{rows} rows in one process, a note in every {NOTED}th")
    click.echo(f"  first tenth      {_mean(held[:tenth]):8.0f} MB")
    click.echo(f"  last tenth       {_mean(held[-tenth:]):8.0f} MB, at most {max(held)}")


def _note(number: int) -> str:
    """Rows with notes of their own are laid out by themselves."""
    return f"Note number {number}" if number % NOTED == 0 else ""


def _resident() -> int:
    """The memory of this process in MB, as Linux tells it."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def _mean(numbers: Sequence[int]) -> float:
    return sum(numbers) / len(numbers)


def _fitted(job: HandoutJob) -> str:
    """The HTML that came out on one page, so that both sides lay out the same; empty if none."""
    press, laid_out = open_press(job.stylesheets, job.folders), list[str]()
    lay_out = press._engine.lay_out  # noqa: SLF001 the press tries several; the last one is printed

    def note(html: str) -> Document:
        laid_out.append(html)
        return lay_out(html)

    press._engine.lay_out = note  # type: ignore[method-assign]  # noqa: SLF001
    try:
        one_page = press.print(job.html, one_page=job.one_page).pages == 1
    finally:
        del press._engine.lay_out  # noqa: SLF001
    return laid_out[-1] if one_page else ""


def _print_plainly(work: tuple[str, list[str], str]) -> int:
    html, sheets, base = work
    links = "".join(f'<link rel="stylesheet" href="{Path(sheet).as_uri()}">' for sheet in sheets)
    page = HTML(string=html.replace("</head>", f"{links}</head>", 1), base_url=f"{base}/")
    return len(page.write_pdf(pdf_variant="pdf/ua-1"))


def _names(count: int) -> list[str]:
    return [f"{FIRST[n % 10]} {LAST[n // 10 % 10]} {n}" for n in range(count)]


def _table(rows: Iterable[str], heading: str) -> bytes:
    return "\n".join([heading, *rows]).encode()


def _plan(table: bytes) -> tuple[Counter, tuple[str, ...], list[Order]]:
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


def _time(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
