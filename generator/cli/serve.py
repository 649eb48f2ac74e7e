"""The command that shows a site while it is being written."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
    count,
    count_warnings,
    print_failure,
    print_problems,
    reported,
    say_waiting,
    shown_progress,
)

if TYPE_CHECKING:
    from generator.asked import BuildOptions, BuildResult
    from generator.errors import Problem


@click.command(short_help="Build on every save, and show it in the browser.")
@site_option
@output_option
@no_pdf_option
@jobs_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--open/--no-open", "open_page", help="Open the site in the browser.")
def serve(
    *, site: Path, output: Path | None, no_pdf: bool, jobs: int, port: int, open_page: bool
) -> None:
    """Build, show the site in a browser at 127.0.0.1, and rebuild on every save.

    Pages and figures are shown first; handouts that must be made anew follow some seconds later.
    """
    from generator.asked import BuildOptions
    from generator.serve import serve as serve_site

    check_site(site)
    target = check_output(site, output)

    def rebuild(look_up: Callable[[], None]) -> "Iterator[tuple[Problem, ...]]":
        options = BuildOptions(site, target, today(), not no_pdf, jobs=jobs, postpone=True)
        return _build_twice(options, look_up)

    def say_ready(address: str) -> None:
        click.echo(f"Serving {address} — Ctrl+C stops")
        if open_page:
            click.launch(address)

    with reported():
        serve_site(
            rebuild,
            site,
            published=target / "site",
            port=port,
            ready=say_ready,
            report=print_failure,
        )


def _build_twice(
    options: "BuildOptions", look_up: Callable[[], None]
) -> "Iterator[tuple[Problem, ...]]":
    """Build the pages, then the handouts that are out of date; yields the warnings of each."""
    from generator.build import build

    pages = build(options, waiting=say_waiting)
    print_problems(pages.problems)
    _say_built(pages)
    yield pages.problems
    if not pages.handouts_waiting:
        return
    with shown_progress() as progress:

        def watch(done: int, total: int) -> None:
            progress(done, total)
            look_up()

        handouts = build(replace(options, postpone=False), watch, say_waiting)
    print_problems([problem for problem in handouts.problems if problem not in pages.problems])
    _say_built(handouts)
    yield handouts.problems


def _say_built(result: "BuildResult") -> None:
    made = f"{count(result.pages_made, 'page')} and {count(result.handouts_made, 'handout')}"
    waiting = f"; {count(result.handouts_waiting, 'handout')} to follow"
    click.echo(
        f"Built: {made} new or changed{waiting if result.handouts_waiting else ''}"
        f"{count_warnings(result.problems)}"
    )
