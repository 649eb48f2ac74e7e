"""Draws the figures of a site, each once: remembered, or made anew in worker processes."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import Problem
from generator.figures.illustration import Illustration
from generator.figures.people import choose_person
from generator.figures.pose import Figure, Style
from generator.library import Reading, read_library, with_source
from generator.read import POSE_FILE, read_text
from generator.sketch import Sketch, draw, is_mirrored
from generator.sketchbook import Sketchbook

if TYPE_CHECKING:
    from generator.workers import Elsewhere

# Starting a process, with the libraries for drawing, costs about as much as these many figures.
_WORTH_A_PROCESS = 6

Illustrations = Mapping[tuple[str, Style], Illustration]


def illustrate(
    reading: Reading,
    styles: tuple[Style, ...],
    book: Sketchbook,
    jobs: int,
    problems: list[Problem],
    *,
    keep: bool = True,
    elsewhere: "Elsewhere | None" = None,
) -> Illustrations:
    """The figures of a site as pictures, by slug and style; problems with poses are added.

    A site with errors is drawn, too, as far as it could be read. With `keep` false nothing is
    written into the sketchbook.
    """
    sketches = {
        (slug, style): _plan(reading, slug, figure, style)
        for slug, figure in reading.figures.items()
        for style in styles
    }
    known = {place: book.recall(sketch) for place, sketch in sketches.items()}
    drawn = {place: illustration for place, illustration in known.items() if illustration}
    new = {place: sketch for place, sketch in sketches.items() if place not in drawn}
    if new:
        drawn |= zip(new, _draw_all(list(new.values()), jobs, elsewhere), strict=True)
    if keep:
        for place, sketch in new.items():
            book.keep(sketch, drawn[place])
        if reading.library:
            book.forget_others(sketches.values())
    # What is wrong with a pose is wrong in every style, and said once.
    found = dict.fromkeys(problem for one in drawn.values() for problem in one.problems)
    problems.extend(with_source(problem, reading.texts) for problem in found)
    return drawn


def _draw_all(
    sketches: Sequence[Sketch], jobs: int, elsewhere: "Elsewhere | None"
) -> list[Illustration]:
    from generator.workers import workers

    worth = len(sketches) // _WORTH_A_PROCESS
    crew = elsewhere.workers(draw) if elsewhere and worth else workers(draw, min(jobs, worth))
    with crew as draw_all:
        return list(draw_all(sketches))


def illustrate_file(
    file: Path, person: str, side: str, style: Style, problems: list[Problem]
) -> Illustration | None:
    """The figure of one pose file, of this person and side or else as the file has them."""
    from generator.figures.posefile.reading import read_figure

    text = read_text(Path(), file.as_posix(), problems)
    figure = read_figure(text.path, text.text, problems) if text else None
    drawn = None
    if text and figure:
        who = choose_person(file.name.partition(".")[0], (), person or figure.person)
        drawn = draw(Sketch(figure, text.text, who, is_mirrored(figure.side, side), style))
        problems.extend(drawn.problems)
    texts = {text.path: text.text} if text else {}
    problems[:] = [with_source(problem, texts) for problem in problems]
    return drawn


def illustrate_files(paths: Iterable[Path], problems: list[Problem]) -> dict[str, Illustration]:
    """The figures of pose files, and of all that lie in a folder, by path without its ending."""
    files = (
        file
        for path in paths
        for file in (sorted(path.glob(f"*{POSE_FILE}")) if path.is_dir() else [path])
    )
    drawn: dict[str, Illustration] = {}
    for file in files:
        if figure := illustrate_file(file, "", "", "colour", problems):
            drawn[file.as_posix().removesuffix(POSE_FILE)] = figure
    return drawn


def draw_drafts(site: Path, paths: Iterable[str]) -> dict[str, Illustration]:
    """The figures of pose files with errors, by path, as far as they can be drawn."""
    from generator.figures.posefile.reading import read_draft

    paths = tuple(paths)
    reading = read_library(site) if paths else None
    drawn: dict[str, Illustration] = {}
    for path in paths:
        if reading is None or path not in reading.texts:
            continue
        slug = path.rpartition("/")[2].removesuffix(POSE_FILE)
        figure = reading.figures.get(slug) or read_draft(path, reading.texts[path])
        if figure:
            drawn[path] = draw(_plan(reading, slug, figure, "colour"))
    return drawn


def _plan(reading: Reading, slug: str, figure: Figure, style: Style) -> Sketch:
    exercise = reading.exercises.get(slug)
    people = reading.settings.people if reading.settings else ()
    return Sketch(
        figure=figure,
        text=reading.texts[figure.path],
        person=choose_person(slug, people, figure.person),
        mirrored=is_mirrored(figure.side, exercise.side if exercise else figure.side),
        style=style,
    )
