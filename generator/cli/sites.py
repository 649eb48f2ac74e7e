"""The options that commands share, and checks of where the site lies and its output goes."""

import os
from datetime import date
from pathlib import Path

import click

site_option = click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder that holds content/. Default: this folder.",
)
output_option = click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes. Default: output/ in the site's folder.",
)
no_pdf_option = click.option("--no-pdf", is_flag=True, help="Pages only, no handouts.")
strict_option = click.option("--strict", is_flag=True, help="Warnings fail, too.")
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=lambda: os.cpu_count() or 1,
    help="How many processes share the work. Default: one a core.",
)


def today() -> str:
    """The clinic's own day, as an ISO date."""
    return date.today().isoformat()  # noqa: DTZ011


def check_site(site: Path) -> None:
    """Raises `UsageError` where there is no site."""
    if not (site / "content" / "clinic.toml").is_file():
        raise click.UsageError(
            f"there is no content/clinic.toml in {site.resolve()}; "
            "go to the folder of your site, name it with --site, or make one: handouts new FOLDER"
        )


def check_output(site: Path, output: Path | None) -> Path:
    """Where the site goes: never among what it is made of, nor all over a disk."""
    target = output or site / "output"
    place = target.resolve()
    sources = (site.resolve() / "content", site.resolve() / "templates")
    if place in (site.resolve(), Path(place.anchor)) or any(
        place.is_relative_to(source) for source in sources
    ):
        raise click.UsageError(f"{target} cannot be the output; name a folder of its own")
    return target
