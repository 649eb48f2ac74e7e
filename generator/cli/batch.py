"""What `handouts print --batch` does: a table of patients to a folder of handouts."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.sites import today
from generator.cli.terminal import (
    PROBLEMS,
    count,
    count_warnings,
    print_problems,
    shown_progress,
)
from generator.errors import Problem, SiteError, UsageError, has_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.patients.batch import Order
    from generator.patients.dispense import Counter
    from generator.patients.prescription import Given


@dataclass(frozen=True)
class Batch:
    """A table of patients, and what becomes of it: a folder, and one file for the print room."""

    table: Path
    folder: Path
    merged: Path | None
    both_sides: bool
    jobs: int


def print_batch(site: Path, batch: Batch, defaults: "Sequence[Given]") -> None:
    """Make the handouts of a table; what a row does not say, the defaults do.

    Nothing is made while a row has a mistake. Names of patients are never said.
    """
    from generator.patients.one_file import check_folder, check_target

    folder = check_folder(batch.folder, site, "--out")
    merged = None
    if batch.merged:
        merged = check_target(batch.merged, site, "--merge", to_be_made=folder)
    counter, handouts, orders = _plan(site, batch.table, defaults)
    found = _make(counter, handouts, orders, folder, batch.jobs)
    if has_errors(found):
        click.echo("Some handouts are missing; run it again for the rest.", err=True)
        sys.exit(PROBLEMS)
    if merged:
        _merge(counter, orders, folder, merged, both_sides=batch.both_sides)


def _plan(
    site: Path, table: Path, defaults: "Sequence[Given]"
) -> "tuple[Counter, tuple[str, ...], list[Order]]":
    """What the table orders. With a mistake in it, all its mistakes end the program."""
    from generator.handouts import why_no_pdf
    from generator.patients.batch import list_slugs, plan_orders, read_rows, sort_by_row
    from generator.patients.dispense import open_counter
    from generator.patients.table import read_table

    if reason := why_no_pdf():
        raise UsageError(reason)
    from generator.handouts.shaping import list_letters

    problems: list[Problem] = []
    rows = read_rows(read_table(_load(table), problems), defaults, problems)
    handouts = list_slugs(rows)
    try:
        counter = open_counter(site, today(), handouts)
    except SiteError as error:
        raise SiteError([*problems, *error.problems]) from None
    letters = list_letters([folder / "print" for folder in counter.folders])
    orders = plan_orders(counter, rows, letters, problems)
    problems = sort_by_row(problems)
    if has_errors(problems):
        print_problems(problems)
        errors = sum(problem.severity == "error" for problem in problems)
        click.echo(
            f"Nothing was made: {count(errors, 'error')}{count_warnings(problems)}.", err=True
        )
        sys.exit(PROBLEMS)
    print_problems(problems)
    return counter, handouts, orders


def _make(
    counter: "Counter",
    handouts: tuple[str, ...],
    orders: "Sequence[Order]",
    folder: Path,
    jobs: int,
) -> list[Problem]:
    from generator.patients.batch import sort_by_row
    from generator.patients.bulk import make_all

    folder.mkdir(exist_ok=True)
    with shown_progress() as progress:
        done = make_all(counter, handouts, orders, folder, progress, jobs=jobs)
    problems = sort_by_row(done.problems)
    print_problems(problems)
    known = f", {done.known} were there already" if done.known else ""
    click.echo(f"Made {count(done.made, 'handout')}{known}{count_warnings(problems)}.", err=True)
    return problems


def _merge(
    counter: "Counter", orders: "Sequence[Order]", folder: Path, merged: Path, *, both_sides: bool
) -> None:
    from generator.handouts.merge import Part, merge
    from generator.patients.one_file import written_whole

    parts = [Part(folder / order.file, _title(order)) for order in orders]
    title = counter.words.say("Handouts")
    with written_whole(merged, "--merge") as file:
        merge(parts, title, file, both_sides=both_sides)
    click.echo(f"Merged {count(len(parts), 'handout')} into one file.", err=True)


def _title(order: "Order") -> str:
    """The bookmark of a handout: where it stands in the table, for whom it is and what it is."""
    told = (order.patient.name, order.prescribed.record.title)
    return f"{order.row}. {', '.join(filter(None, told))}"


def _load(table: Path) -> bytes:
    try:
        return table.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"the table behind --batch cannot be read: {reason}") from None
