"""`handouts new`: makes a site to edit."""

import shutil
from pathlib import Path

import click

from generator.cli.terminal import reported
from generator.errors import UsageError
from generator.paths import shipped


@click.command(short_help="Make a new site to edit.")
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
