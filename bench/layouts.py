"""How fast different handouts are laid out: ours with every check, and WeasyPrint alone.

Run it with nothing else at work. `python -m bench.layouts`
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import click
from playwright.sync_api import sync_playwright
from weasyprint import HTML, Document

from bench.handouts import (
    PROCESSES,
    SITE,
    list_rows,
    mean,
    measure_memory,
    measure_time,
    name_patients,
    plan,
)
from generator.cli.sites import today
from generator.handouts import HandoutJob, print_handout
from generator.handouts.press import open_press
from generator.patients import many
from generator.patients.batch import Order, fill_in
from generator.patients.dispense import Counter, open_counter, write_job
from generator.workers import workers

# Each of the sample's exercises for so many patients.
PATIENTS = 8
EXERCISES = 8
ROUNDS = 5
LAID_OUT = 500


def main() -> None:
    """Print the rates, the time of a browser for the same, and the memory of a process."""
    folder = Path(tempfile.mkdtemp())
    try:
        _compare_layouts(folder)
        _compare_browser(folder)
        _watch_layouts(folder)
    finally:
        shutil.rmtree(folder)


def _compare_layouts(folder: Path) -> None:
    """Different handouts of one page, then programs of eight exercises, in paired rounds.

    Ours is all that becomes of a row of a table once its figure is drawn: the prescription, the
    page, the safety gate, layouts until it fits, the proof of what is in the PDF, and its file.
    """
    slugs = list(open_counter(SITE, today()).library.exercises)
    sides = [(slug, ("left", "right")[n % 2]) for n, slug in enumerate(slugs)]
    sheets = [f"{slug},{name},{side}" for slug, side in sides for name in name_patients(PATIENTS)]
    _compare_rounds(folder / "sheets", "different one-page handouts", sheets)
    eight = " ".join(slugs[:EXERCISES])
    programs = [f"{eight},{name},left" for name in name_patients(PATIENTS)]
    _compare_rounds(folder / "programs", f"programs of {EXERCISES} exercises", programs)


def _compare_rounds(folder: Path, what: str, rows: Sequence[str]) -> None:
    """The same sheets by ours and by the plain loop in turn, by processes that are at work."""
    folder.mkdir()
    counter, handouts, orders = plan(list_rows(rows, "handouts,for,side"))
    desk, errands = many.Desk(SITE, today(), handouts), _errands(orders, folder)
    works = [work for order in orders if (work := _ready(counter, order))]
    # What is alike is done by one process, but none is without work.
    size = min(PATIENTS, len(rows) // (2 * PROCESSES))
    shares = [many.Alone(desk, tuple(errands[n : n + size])) for n in range(0, len(rows), size)]
    with (
        workers(many.work, PROCESSES) as make_all,
        ProcessPoolExecutor(PROCESSES, get_context("spawn")) as others,
    ):
        times = [
            (
                measure_time(lambda: list(make_all(shares))),
                measure_time(lambda: list(others.map(_print_plainly, works, chunksize=size))),
            )
            for _ in range(ROUNDS + 1)
        ][1:]  # in the first, programs are loaded and figures are drawn
    click.echo(f"{len(orders)} {what}, {PROCESSES} processes, median of {ROUNDS} rounds")
    click.echo(f"  ours, all checks {len(orders) / median(our for our, _ in times):8.2f} a second")
    click.echo(f"  plain WeasyPrint {len(works) / median(one for _, one in times):8.2f} a second")
    ratios = [plain / our for our, plain in times]
    click.echo(f"  ratio            {median(ratios):8.2f}  {min(ratios):.2f} to {max(ratios):.2f}")


def _compare_browser(folder: Path) -> None:
    """The processor's time for a sheet: by our press, and by a browser that is open.

    The browser proves nothing; so ours is told with its proof and without. All have made the same
    sheets once before: fonts, pictures and code are loaded.
    """
    slugs = list(open_counter(SITE, today()).library.exercises)
    counter, _, orders = plan(list_rows([f"{slug},Anna Smith" for slug in slugs], "handouts,for"))
    jobs = [job for one in orders if (job := write_job(counter, one.prescribed, "", [])[1])]
    files = [folder / f"{number}.html" for number in range(len(orders))]
    for file, order in zip(files, orders, strict=True):
        file.write_text(_link(*(_ready(counter, order) or ("", [], ""))), "utf-8")
    for _ in range(2):  # the first warms it up
        pressed = _time_each(jobs, _press)
        proven = _time_each(jobs, print_handout)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=arguments
        )
        page = browser.new_page()
        for round_ in range(2):  # the first warms it up
            start = _below(os.getpid()) if round_ else 0
            for file in files:
                page.goto(file.as_uri())
                page.pdf(tagged=True, prefer_css_page_size=True)
        theirs = _below(os.getpid()) - start
        browser.close()
    click.echo(f"{len(jobs)} different one-page handouts, time on a processor, each")
    click.echo(f"  ours, the PDF    {1000 * pressed:8.0f} ms")
    click.echo(f"  ours, all checks {1000 * proven:8.0f} ms")
    click.echo(f"  Chromium, warm   {1000 * theirs / len(files):8.0f} ms")


def _press(job: HandoutJob) -> None:
    open_press(job.stylesheets, job.folders).print(job.html, one_page=job.one_page)


def _time_each(jobs: Sequence[HandoutJob], make: Callable[[HandoutJob], object]) -> float:
    start = time.process_time()
    for job in jobs:
        make(job)
    return (time.process_time() - start) / len(jobs)


def _below(parent: int) -> float:
    """The seconds on a processor of all processes that one has started, as Linux tells it."""
    found = dict[int, tuple[int, int]]()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            _, above, *rest = stat.read_text("utf-8").rpartition(")")[2].split()
            found[int(stat.parent.name)] = int(above), int(rest[9]) + int(rest[10])
    below = [parent]
    for one in below:
        below += [number for number, (above, _) in found.items() if above == one]
    return sum(found[one][1] for one in below[1:]) / os.sysconf("SC_CLK_TCK")


def _watch_layouts(folder: Path) -> None:
    """What a process holds that lays out different handouts of one page, one after the other."""
    slugs = list(open_counter(SITE, today()).library.exercises)
    names = name_patients(LAID_OUT // len(slugs) + 1)
    rows = [f"{slug},{name}" for slug in slugs for name in names][:LAID_OUT]
    _, handouts, orders = plan(list_rows(rows, "handouts,for"))
    desk, held = many.Desk(SITE, today(), handouts), list[int]()
    place = folder / "laid-out"
    place.mkdir()
    for errand in _errands(orders, place):
        many.work(many.Alone(desk, (errand,)))
        held.append(measure_memory())
    click.echo(f"{len(held)} handouts laid out in one process")
    click.echo(f"  first tenth      {mean(held[: len(held) // 10]):8.0f} MB")
    click.echo(
        f"  last tenth       {mean(held[-(len(held) // 10) :]):8.0f} MB, at most {max(held)}"
    )


def _errands(orders: Sequence[Order], folder: Path) -> list[many.Errand]:
    return [
        many.Errand(one.row, fill_in(one.prescription, {}), one.variant, folder / one.file)
        for one in orders
    ]


def _ready(counter: Counter, order: Order) -> tuple[str, list[str], str] | None:
    """The HTML that our press lays out in the end, with its figures, its rules and its folder."""
    _, job = write_job(counter, order.prescribed, order.variant, [])
    if job is None:
        return None
    press, laid_out = open_press(job.stylesheets, job.folders), list[str]()
    lay_out = press._engine.lay_out  # noqa: SLF001 the press tries several; the last one is printed

    def note(html: str) -> Document:
        laid_out.append(html)
        return lay_out(html)

    press._engine.lay_out = note  # type: ignore[method-assign]  # noqa: SLF001
    try:
        press.print(job.html, one_page=job.one_page)
    finally:
        del press._engine.lay_out  # noqa: SLF001
    return laid_out[-1], [str(file) for file in job.stylesheets], str(job.folders[0])


def _print_plainly(work: tuple[str, list[str], str]) -> int:
    """What a first program with WeasyPrint does: one call, which reads the linked rules and fonts.

    It is spared the search for what fits: it is given the HTML that does.
    """
    page = HTML(string=_link(*work), base_url=f"{work[2]}/")
    return len(page.write_pdf(pdf_variant="pdf/ua-1"))


def _link(html: str, sheets: Sequence[str], _base: str) -> str:
    links = "".join(f'<link rel="stylesheet" href="{Path(sheet).as_uri()}">' for sheet in sheets)
    return html.replace("</head>", f"{links}</head>", 1)


if __name__ == "__main__":
    main()
