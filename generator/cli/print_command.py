"""The command that makes handouts for one patient or many: from options, a file or a table."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from generator.cli.batch import Batch, print_batch
from generator.cli.sites import check_site, jobs_option, site_option, today
from generator.cli.terminal import count, count_warnings, print_problems, reported
from generator.errors import Problem, SiteError, UsageError, sort_problems
from generator.variants import Variant

if TYPE_CHECKING:
    from generator.patients.prescription import Given

Cell = str | Sequence[str]

# How problems name the prescription, whose file's name may be the patient's.
PRESCRIPTION = "prescription"
_STANDARD = "-"
_TABLE_USE = (
    "a table needs a folder for its handouts:  --batch FILE.csv --out DIR"
    "  and takes no -o and no --text; --both-sides is about --merge FILE.pdf"
)
# The options whose names are no names in Python.
_NAMES = {"name": "for"}


@dataclass(frozen=True)
class _Made:
    """What was made: a PDF or none, and its pages; the summary; what is to be looked at."""

    pdf: bytes
    pages: int
    summary: bytes
    warnings: list[Problem]


class _Choice(click.Choice[str]):
    """A word of several; what stands in its place, which may be the patient's, is not repeated."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word; a mistake in the call of the program if it is none of them."""
        word = value if self.case_sensitive else value.strip().casefold()
        if word not in self.choices:
            self.fail(f"it must be one of {', '.join(self.choices)}.", param, ctx)
        return word


@click.command("print", short_help="Make handouts for one patient or many.")
@click.argument("handouts", metavar="HANDOUT…", nargs=-1)
@click.option(
    "--from", "source", metavar="FILE", help="A prescription file; - reads it from input."
)
@click.option("--variant", type=_Choice(get_args(Variant)), help="Paper and size of print.")
@click.option("--for", "name", metavar="NAME", help="The patient's name.")
@click.option("--date", metavar="DATE", help="The day it is given, such as 2026-03-31.")
@click.option("--therapist", metavar="NAME", help="Who gives it.")
@click.option("--note", metavar="TEXT", help="A note to the patient, for page 1.")
@click.option(
    "--dose",
    metavar="EXERCISE:KEY=VALUE,…",
    multiple=True,
    help="What changes of a dose: bridge:sets=2,hold=10s. May be given several times.",
)
@click.option(
    "--side",
    type=_Choice(["left", "right", "both"], case_sensitive=False),
    help="The sore side.",
)
@click.option("--only", metavar="EXERCISE,…", multiple=True, help="Of all these, only those.")
@click.option("--drop", metavar="EXERCISE,…", multiple=True, help="Without those.")
@click.option("--title", metavar="TEXT", help="A title for several exercises.")
@click.option("-o", "--output", metavar="FILE", help="The PDF; - writes it to standard output.")
@click.option("--text", "as_text", is_flag=True, help="A summary as plain text, for the record.")
@click.option("--batch", "table", metavar="FILE.csv", help="A table of patients, a row each.")
@click.option("--out", "folder", metavar="DIR", help="The folder for the handouts of a table.")
@click.option("--merge", "merged", metavar="FILE", help="All handouts of a table in one PDF, too.")
@click.option("--both-sides", is_flag=True, help="In that PDF each begins on the front of a sheet.")
@jobs_option
@site_option
def print_handout(
    *,
    source: str | None,
    output: str | None,
    as_text: bool,
    table: str | None,
    folder: str | None,
    merged: str | None,
    both_sides: bool,
    jobs: int,
    site: Path,
    **options: str | tuple[str, ...] | None,
) -> None:
    """Make a handout of programs and exercises for one patient.

    HANDOUT is the name of a program or an exercise, as in its address: bridge. What concerns the
    patient is written to the file behind -o, and nowhere else. With --batch, options count for
    every row that does not say otherwise.
    """
    from generator.patients.one_file import check_target, write_whole

    check_site(site)
    cells = {_NAMES.get(key, key): cell for key, cell in options.items() if cell}
    if table or folder or merged or both_sides:
        if not (table and folder) or output or as_text or (both_sides and not merged):
            raise click.UsageError(_TABLE_USE)
        place = Path(merged) if merged else None
        with reported("Nothing was made"):
            batch = Batch(Path(table), Path(folder), place, both_sides, jobs)
            print_batch(site, batch, _read_defaults(source, cells))
        return
    if not output and not as_text:
        raise click.UsageError("say where the handout goes:  -o FILE.pdf")
    with reported("Nothing was made"):
        target = check_target(Path(output), site) if output and output != _STANDARD else None
        text_in_file = as_text and target is not None and target.suffix.lower() == ".txt"
        as_pdf = not as_text or (target is not None and not text_in_file)
        made = _make(site, source, cells, as_pdf=as_pdf)
        print_problems(sort_problems(made.warnings))
        if target:
            write_whole(target, made.pdf or made.summary)
        if as_text and not text_in_file:
            sys.stdout.buffer.write(made.summary)
        elif not target:
            sys.stdout.buffer.write(made.pdf)
    if made.pdf:
        many = f"{count(made.pages, 'page')}{count_warnings(made.warnings)}"
        click.echo(f"Made a handout of {many}.", err=True)


def _make(site: Path, source: str | None, cells: Mapping[str, Cell], *, as_pdf: bool) -> _Made:
    """Raises `SiteError` with all problems when one of them is an error."""
    from generator.handouts import why_no_pdf
    from generator.patients.batch import check_letters
    from generator.patients.dispense import dispense, open_counter
    from generator.patients.prescribe import prescribe
    from generator.patients.prescription import combine
    from generator.patients.summary import summarise

    problems: list[Problem] = []
    given = _read(source, cells, problems)
    prescription = None if problems else combine(given, problems)
    if not prescription:
        raise SiteError(problems)
    counter = open_counter(site, today(), prescription.handouts)
    made = prescribe(counter.library, counter.words, counter.today, prescription, problems)
    if not made:
        raise SiteError(problems)
    summary = summarise(counter, made).encode()
    if not as_pdf:
        return _Made(b"", 0, summary, problems)
    if reason := why_no_pdf():
        raise UsageError(reason)
    from generator.handouts.shaping import list_letters

    letters = list_letters([folder / "print" for folder in counter.folders])
    if lacking := list(check_letters(prescription, letters)):
        raise SiteError([*problems, *lacking])
    dispensed = dispense(counter, made, prescription.variant, problems)
    if not dispensed:
        raise SiteError(problems)
    return _Made(dispensed.pdf, dispensed.pages, summary, problems)


def _read_defaults(source: str | None, cells: Mapping[str, Cell]) -> "list[Given]":
    """What counts for every row of a table. Raises `SiteError` with what is wrong of it."""
    problems: list[Problem] = []
    given = _read(source, cells, problems)
    if problems:
        raise SiteError(problems)
    return given


def _read(source: str | None, cells: Mapping[str, Cell], problems: list[Problem]) -> "list[Given]":
    """What the prescription file says, then the options, which win."""
    from generator.patients.prescription import read_cells, read_prescription
    from generator.read import decode

    sources = []
    if source is not None:
        text = decode(PRESCRIPTION, _load(source), problems)
        sources.append(read_prescription(text.text, problems) if text else None)
    places = {key: (_place(key), 0) for key in cells}
    sources.append(read_cells(cells, problems, places))
    return [given for given in sources if given]


def _place(key: str) -> str:
    return "the command line" if key == "handouts" else f"--{key}"


def _load(source: str) -> bytes:
    try:
        if source == _STANDARD:
            return sys.stdin.buffer.read()
        return Path(source).read_bytes()
    except OSError as error:
        # The file's name may be the patient's.
        reason = error.strerror or type(error).__name__
        raise UsageError(f"the prescription behind --from cannot be read: {reason}") from None
