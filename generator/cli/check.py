"""`handouts check`: checks everything that can be checked without writing."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from generator.asked import BuildOptions
from generator.cli.sites import check_site, site_option, strict_option, today
from generator.cli.terminal import PROBLEMS, count, count_warnings, print_problems, reported
from generator.errors import SiteError, has_errors, sort_problems


@click.command()
@site_option
@strict_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def check(site: Path, strict: bool, form: str) -> None:
    """Check everything that can be checked without writing."""
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
