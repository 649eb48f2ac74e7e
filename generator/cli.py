"""The command line: parses, calls and prints; no other module prints."""

import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from generator import __version__
from generator.errors import Problem, SiteError, UsageError, has_errors, sort_problems
from generator.paths import shipped

GOOD, PROBLEMS, WRONG_USE = 0, 1, 2

_site = click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder that holds content/. Default: this folder.",
)
_output = click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes. Default: output/ in the site's folder.",
)
_strict = click.option("--strict", is_flag=True, help="Warnings fail, too.")
_no_pdf = click.option("--no-pdf", is_flag=True, help="Pages only, no handouts.")
_jobs = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=lambda: os.cpu_count() or 1,
    help="How many processes make handouts. Default: one a core.",
)


@click.group()
@click.version_option(__version__, prog_name="handouts")
def main() -> None:
    """Turn a clinic's exercise pages into a website and printed handouts."""


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def new(folder: Path) -> None:
    """Make a new site in FOLDER, with the sample content to edit."""
    with _reported():
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(f"the folder {folder} is not empty; choose a new one")
        shutil.copytree(shipped("content"), folder / "content")
        (folder / "templates").mkdir()
    click.echo(f"Made a new site in {folder}.")
    click.echo(f"  Edit    {folder / 'content' / 'clinic.toml'}, then the pages beside it.")
    click.echo(f"  Build   handouts build --site {folder}")
    click.echo(f"  Open    {folder / 'output' / 'site' / 'index.html'}")


@main.command()
@_site
@_output
@_strict
@_jobs
@_no_pdf
def build(site: Path, output: Path | None, strict: bool, jobs: int, no_pdf: bool) -> None:
    """Build the website and the handouts."""
    from generator.build import BuildOptions
    from generator.build import build as build_site

    _check_site(site)
    target = output or site / "output"
    options = BuildOptions(site, target, _today(), not no_pdf, strict, jobs)
    with _reported(), _progress() as progress:
        result = build_site(options, progress, _say_waiting)
        _print_problems(result.problems)
    click.echo(
        f"{_count(result.pages, 'page')} ({result.pages_made} new or changed), "
        f"{_count(result.handouts, 'handout')} ({result.handouts_made} new or changed)"
        f"{_warnings(result.problems)}: {target / 'site' / 'index.html'}"
    )


@main.command()
@_site
@_strict
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def check(site: Path, strict: bool, form: str) -> None:
    """Check everything that can be checked without writing."""
    from generator.build import BuildOptions
    from generator.build import check as check_site
    from generator.library import load_library
    from generator.plain import check_wording

    _check_site(site)
    with _reported():
        try:
            problems: Sequence[Problem] = check_site(BuildOptions(site, site / "output", _today()))
            problems = sort_problems([*problems, *check_wording(load_library(site)[0])])
        except SiteError as error:
            problems = error.problems
    if form == "json":
        click.echo(json.dumps([asdict(problem) for problem in problems], indent=1))
    else:
        _print_problems(problems)
        errors = sum(problem.severity == "error" for problem in problems)
        click.echo(f"{_count(errors, 'error')}{_warnings(problems)}")
    if has_errors(problems, strict=strict):
        sys.exit(PROBLEMS)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", required=True, help="Who reviewed it: name and profession.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day. Default: today.")
@_site
def review(file: Path, by: str, on: datetime | None, site: Path) -> None:
    """Sign the clinical content of FILE: an exercise, a program or a safety sheet."""
    from generator.sign import sign

    _check_site(site)
    with _reported():
        day = on.date().isoformat() if on else _today()
        if day > _today():
            raise UsageError(f"the day of the review, {day}, is still to come")
        signature = sign(site, file, by, day)
    signed = signature.review
    click.echo(f'Signed "{signature.title}" ({signature.path})')
    click.echo(f"  by {signed.by} on {signed.on}, to be reviewed again by {signed.due}")


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def schema(folder: Path) -> None:
    """Write the JSON Schemas of the front matter into FOLDER, for editors."""
    from generator.schema import KINDS

    with _reported():
        folder.mkdir(parents=True, exist_ok=True)
        for kind, fields in KINDS.items():
            file = folder / f"{kind}.schema.json"
            described = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
            described |= fields.model_json_schema()
            file.write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n", "utf-8")
            click.echo(f"Wrote {file}")


@main.command()
@_site
@_output
@_no_pdf
@_jobs
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--open/--no-open", "open_page", help="Open the site in the browser.")
def serve(
    *, site: Path, output: Path | None, no_pdf: bool, jobs: int, port: int, open_page: bool
) -> None:
    """Build, show the site in a browser at 127.0.0.1, and rebuild on every save."""
    from generator.build import BuildOptions
    from generator.build import build as build_site
    from generator.serve import serve as serve_site

    _check_site(site)
    target = output or site / "output"

    def rebuild() -> None:
        options = BuildOptions(site, target, _today(), not no_pdf, jobs=jobs)
        with _progress() as progress:
            result = build_site(options, progress, _say_waiting)
        _print_problems(result.problems)
        click.echo(
            f"Built: {_count(result.pages_made, 'page')} and "
            f"{_count(result.handouts_made, 'handout')} new or changed{_warnings(result.problems)}"
        )

    def say_ready(address: str) -> None:
        click.echo(f"Serving {address} — Ctrl+C stops")
        if open_page:
            click.launch(address)

    with _reported():
        serve_site(
            rebuild,
            site,
            published=target / "site",
            port=port,
            ready=say_ready,
            report=_print_failure,
        )


def _today() -> str:
    return date.today().isoformat()  # noqa: DTZ011 the clinic's own day


def _check_site(site: Path) -> None:
    if not (site / "content" / "clinic.toml").is_file():
        raise click.UsageError(
            f"there is no content/clinic.toml in {site.resolve()}; "
            "go to the folder of your site, name it with --site, or make one: handouts new FOLDER"
        )


@contextmanager
def _reported() -> Iterator[None]:
    """Problems and wrong use end the program with a message and an exit code, never a traceback."""
    try:
        yield
    except SiteError as error:
        _print_problems(error.problems)
        errors = sum(problem.severity == "error" for problem in error.problems)
        click.echo(
            f"Nothing was published: {_count(errors, 'error')}{_warnings(error.problems)}.",
            err=True,
        )
        sys.exit(PROBLEMS)
    except UsageError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(WRONG_USE)
    except OSError as error:
        click.echo(f"error: {error.filename}: {error.strerror}", err=True)
        sys.exit(WRONG_USE)


def _print_failure(failure: Exception) -> None:
    """What kept a build from publishing, where that does not end the program."""
    if isinstance(failure, SiteError):
        _print_problems(failure.problems)
    elif isinstance(failure, UsageError):
        click.echo(f"error: {failure}", err=True)
    else:
        click.echo("".join(traceback.format_exception(failure)), err=True)
    click.echo("Nothing was published; the next save tries again.", err=True)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, nothing anywhere else."""
    if not sys.stderr.isatty():
        yield lambda done, total: None  # noqa: ARG005 nobody watches
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Making handouts", visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


def _say_waiting() -> None:
    click.echo("Waiting for another build of this site to end …", err=True)


def _print_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(format_problem(problem), err=True)


def format_problem(problem: Problem) -> str:
    """A problem as a person reads it: place, message, the line itself, and what to do."""
    lines = [f"{problem.severity}: {problem.path}:{problem.line}: {problem.message}"]
    if problem.source.strip():
        lines.append(f"  {problem.line} | {problem.source}")
    if problem.hint:
        lines.append(f"  hint: {problem.hint}")
    return "\n".join(lines)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _warnings(problems: Sequence[Problem]) -> str:
    warnings = sum(problem.severity == "warning" for problem in problems)
    return f", {_count(warnings, 'warning')}" if warnings else ""
