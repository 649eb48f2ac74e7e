"""`handouts build`: builds the website and the handouts."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.asked import BuildOptions, BuildResult
from generator.cli.sites import (
    check_output,
    check_site,
    jobs_option,
    no_pdf_option,
    output_option,
    site_option,
    strict_option,
    today,
)
from generator.cli.terminal import (
    count,
    count_warnings,
    print_problems,
    reported,
    say_waiting,
    shown_progress,
)
from generator.glance import Glance, take_glance
from generator.stopwatch import Stopwatch

if TYPE_CHECKING:
    from generator.workers import Elsewhere


@click.command()
@site_option
@output_option
@strict_option
@jobs_option
@no_pdf_option
@click.option(
    "--scheduler", metavar="ADDRESS", help="Where a Dask cluster does the work: tls://HOST:PORT."
)
@click.option("--profile", is_flag=True, help="Say how long each step took.")
def build(
    *,
    site: Path,
    output: Path | None,
    strict: bool,
    jobs: int,
    no_pdf: bool,
    scheduler: str | None,
    profile: bool,
) -> None:
    """Build the website and the handouts."""
    watch = Stopwatch()
    check_site(site)
    target = check_output(site, output)
    options = BuildOptions(site, target, today(), not no_pdf, strict, jobs)
    with reported():
        _check_scheduler(scheduler)
        glance = take_glance(options)
        watch.lap("glance")
        # Before anything is loaded that only a change needs.
        result = (glance and glance.standing) or _build(options, scheduler, glance, watch)
        print_problems(result.problems)
    if profile:
        _say_steps(watch.seconds)
    click.echo(
        f"{count(result.pages, 'page')} ({result.pages_made} new or changed), "
        f"{count(result.handouts, 'handout')} ({result.handouts_made} new or changed)"
        f"{count_warnings(result.problems)}: {target / 'site' / 'index.html'}"
    )


def _check_scheduler(scheduler: str | None) -> None:
    """Raises `UsageError` for an address that is not safe, also when there is nothing to do."""
    if scheduler:
        from generator.cluster.address import check_address

        check_address(scheduler)


def _build(
    options: BuildOptions, scheduler: str | None, glance: Glance | None, watch: Stopwatch
) -> BuildResult:
    from generator.build import build as build_site

    with _hire(scheduler, options) as elsewhere, shown_progress() as progress:
        watch.lap("start")
        options = replace(options, elsewhere=elsewhere)
        return build_site(options, progress, say_waiting, glance, watch)


def _hire(
    scheduler: str | None, options: BuildOptions
) -> AbstractContextManager["Elsewhere | None"]:
    if not scheduler:
        return nullcontext()
    from generator.cluster.crew import Crew

    return Crew(scheduler, paper=options.pdf)


def _say_steps(seconds: Mapping[str, float]) -> None:
    whole = sum(seconds.values())
    for step, taken in (*seconds.items(), ("all", whole)):
        click.echo(f"  {step:12}{taken:8.2f} s{taken / whole:6.0%}", err=True)
