"""The commands for figures: one pose file as pictures, and many figures on a sheet."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from generator.cli.sites import check_site, site_option
from generator.cli.terminal import PROBLEMS, count, count_warnings, print_problems, reported
from generator.errors import Problem, has_errors, sort_problems
from generator.figures.posefile.terms import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.figures.illustration import FramePicture, Illustration
    from generator.figures.pose import Style

# Dots a centimetre of the person, for a picture that fills a page.
_DOTS = 12


@click.command(short_help="Draw one pose file.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    *("-o", "--output"),
    type=click.Path(dir_okay=False, path_type=Path),
    help="The picture: NAME.svg or NAME.png. Several frames become NAME.1.svg, NAME.2.svg … "
    "Default: in this folder.",
)
@click.option("--png", is_flag=True, help="PNG instead of SVG, where -o does not say.")
@click.option("--person", type=click.Choice(PEOPLE), help="Who is drawn.")
@click.option("--side", type=click.Choice(["left", "right"]), help="The side that is shown.")
@click.option("--style", type=click.Choice(["colour", "line"]), default="colour")
def figure(
    *, file: Path, output: Path | None, png: bool, person: str | None, side: str | None, style: str
) -> None:
    """Draw the figure of the pose file FILE, however much is wrong with its pose."""
    from generator.illustrate import illustrate_file

    name = file.name.removesuffix(".yaml").removesuffix(".pose")
    target = output or Path(f"{name}.png" if png else f"{name}.svg")
    _check_ending(target, (".png",) if png else (".svg", ".png"), "-o")
    problems: list[Problem] = []
    with reported():
        drawn = illustrate_file(file, person or "", side or "", cast("Style", style), problems)
        for place, frame in _places(target, drawn.frames if drawn else ()):
            _write(place, frame)
    _end(problems)


@click.command(short_help="Put figures side by side on one sheet.")
@click.argument("poses", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The sheet: a picture, NAME.png, or a page, NAME.html.",
)
@site_option
def figures(poses: tuple[Path, ...], sheet: Path, site: Path) -> None:
    """Show figures side by side: colour, grey, on paper, and photocopied.

    POSES are pose files, or folders of them. Without any, all figures of the site are shown.
    """
    from generator.contact_sheet import picture_figures, show_figures
    from generator.illustrate import illustrate_files

    if not poses:
        check_site(site)
    _check_ending(sheet, (".png", ".html"), "--sheet")
    problems: list[Problem] = []
    with reported():
        shown = illustrate_files(poses, problems) if poses else _illustrate_site(site, problems)
        if sheet.suffix.lower() == ".html":
            sheet.write_text(show_figures(shown), "utf-8")
        else:
            picture_figures(shown).save(sheet)
        click.echo(f"{count(len(shown), 'figure')}: {sheet}")
    _end(problems)


def _illustrate_site(site: Path, problems: list[Problem]) -> "dict[str, Illustration]":
    """All figures of a site, by the name of their exercise."""
    from generator.illustrate import illustrate
    from generator.library import read_library
    from generator.sketchbook import Sketchbook

    reading = read_library(site)
    problems += reading.problems
    book = Sketchbook(site / ".cache" / "figures")
    drawn = illustrate(reading, ("colour",), book, os.cpu_count() or 1, problems, keep=False)
    return {slug: illustration for (slug, _), illustration in drawn.items()}


def _check_ending(file: Path, endings: tuple[str, ...], option: str) -> None:
    """Raises `UsageError` for a file of a kind that is not written, or not asked for."""
    if file.suffix.lower() not in endings:
        wanted = " or ".join(f"{file.stem or file.name}{ending}" for ending in endings)
        message = f"{file} cannot be written; name a file such as {wanted}"
        raise click.BadParameter(message, param_hint=f"'{option}'")


def _places(
    target: Path, frames: "tuple[FramePicture, ...]"
) -> "Iterator[tuple[Path, FramePicture]]":
    """Each frame with its file."""
    for number, frame in enumerate(frames, 1):
        numbered = f"{target.stem}.{number}{target.suffix}" if len(frames) > 1 else target.name
        yield target.with_name(numbered), frame


def _write(place: Path, frame: "FramePicture") -> None:
    if place.suffix.lower() == ".png":
        from generator.raster import draw_pixels

        pixels = round(frame.width * _DOTS)
        draw_pixels(frame.svg, frame.width, frame.height, pixels).save(place)
    else:
        place.write_text(frame.svg, "utf-8")
    click.echo(f"Wrote {place}")


def _end(problems: list[Problem]) -> None:
    """Say what is wrong, and fail if it is more than a warning."""
    print_problems(sort_problems(problems))
    if has_errors(problems):
        errors = sum(problem.severity == "error" for problem in problems)
        click.echo(f"{count(errors, 'error')}{count_warnings(problems)}", err=True)
        sys.exit(PROBLEMS)
