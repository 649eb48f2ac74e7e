"""`handouts review`: signs the clinical content of a file."""

from datetime import datetime
from pathlib import Path

import click

from generator.cli.sites import check_site, site_option, today
from generator.cli.terminal import reported
from generator.errors import UsageError


@click.command(short_help="Sign the clinical content of a file.")
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
