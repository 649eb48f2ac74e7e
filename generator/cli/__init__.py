"""The command line: parses, calls and prints; no other module prints."""

import json
import shutil
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from generator import __version__
from generator.cli.figures import figure, figures
from generator.cli.print_command import print_handout
from generator.cli.serve import serve
from generator.cli.sites import (
    check_output,
    check_site,
    jobs_option,
    no_pdf_option,
    output_option,
    site_option,
    today,
)
from generator.cli.terminal import (
    PROBLEMS,
    count,
    count_warnings,
    print_problems,
    reported,
    say_waiting,
    shown_progress,
)
from generator.errors import SiteError, UsageError, has_errors, sort_problems
from generator.paths import shipped

_strict = click.option("--strict", is_flag=True, help="Warnings fail, too.")


@click.group()
@click.version_option(__version__, prog_name="handouts")
def main() -> None:
    """Turn a clinic's exercise pages into a website and printed handouts."""


@main.command(short_help="Make a new site to edit.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def new(folder: Path) -> None:
    """Make a new site in FOLDER, with the sample content to edit."""
    with reported():
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(f"the folder {folder} is not empty; choose a new one")
        shutil.copytree(shipped("content"), folder / "content")
        (folder / "templates").mkdir()
    click.echo(f"Made a new site in {folder}.")
    click.echo(f"  Edit    {folder / 'content' / 'clinic.toml'}, then the pages beside it.")
    click.echo(f"  Build   handouts build --site {folder}")
    click.echo(f"  Open    {folder / 'output' / 'site' / 'index.html'}")


@main.command()
@site_option
@output_option
@_strict
@jobs_option
@no_pdf_option
def build(site: Path, output: Path | None, strict: bool, jobs: int, no_pdf: bool) -> None:
    """Build the website and the handouts."""
    from generator.build import BuildOptions
    from generator.build import build as build_site

    check_site(site)
    target = check_output(site, output)
    options = BuildOptions(site, target, today(), not no_pdf, strict, jobs)
    with reported(), shown_progress() as progress:
        result = build_site(options, progress, say_waiting)
        print_problems(result.problems)
    click.echo(
        f"{count(result.pages, 'page')} ({result.pages_made} new or changed), "
        f"{count(result.handouts, 'handout')} ({result.handouts_made} new or changed)"
        f"{count_warnings(result.problems)}: {target / 'site' / 'index.html'}"
    )


@main.command()
@site_option
@_strict
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def check(site: Path, strict: bool, form: str) -> None:
    """Check everything that can be checked without writing."""
    from generator.build import BuildOptions
    from generator.build import check as find_problems
    from generator.library import load_library
    from generator.plain import check_wording

    check_site(site)
    with reported():
        try:
            problems = find_problems(BuildOptions(site, site / "output", today()))
            problems = sort_problems([*problems, *check_wording(load_library(site)[0])])
        except SiteError as error:
            problems = list(error.problems)
    if form == "json":
        click.echo(json.dumps([asdict(problem) for problem in problems], indent=1))
    else:
        print_problems(problems)
        errors = sum(problem.severity == "error" for problem in problems)
        click.echo(f"{count(errors, 'error')}{count_warnings(problems)}")
    if has_errors(problems, strict=strict):
        sys.exit(PROBLEMS)


@main.command(short_help="Sign the clinical content of a file.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", required=True, help="Who reviewed it: name and profession.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day. Default: today.")
@site_option
def review(file: Path, by: str, on: datetime | None, site: Path) -> None:
    """Sign the clinical content of FILE: an exercise, a program or a safety sheet."""
    from generator.sign import sign

    check_site(site)
    with reported():
        day = on.date().isoformat() if on else today()
        if day > today():
            raise UsageError(f"the day of the review, {day}, is still to come")
        signature = sign(site, file, by, day)
    signed = signature.review
    click.echo(f'Signed "{signature.title}" ({signature.path})')
    click.echo(f"  by {signed.by} on {signed.on}, to be reviewed again by {signed.due}")
    if signed.due < today():
        click.echo("  That day is over: page and handout say that the review is overdue.", err=True)


@main.command(short_help="Write the JSON Schemas for editors.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def schema(folder: Path) -> None:
    """Write the JSON Schemas of front matter and prescriptions into FOLDER, for editors."""
    from generator.patients.prescription import PrescriptionFields
    from generator.schema import KINDS

    kinds = KINDS | {"prescription": PrescriptionFields}
    with reported():
        folder.mkdir(parents=True, exist_ok=True)
        for kind, fields in kinds.items():
            file = folder / f"{kind}.schema.json"
            described = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
            described |= fields.model_json_schema()
            file.write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n", "utf-8")
            click.echo(f"Wrote {file}")


main.add_command(figure)
main.add_command(figures)
main.add_command(print_handout)
main.add_command(serve)
