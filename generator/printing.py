"""Makes the handouts of a build: rendered, printed in worker processes, proven and staged."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from mimetypes import guess_type
from multiprocessing import get_context
from pathlib import Path

from jinja2 import Environment

from generator.edition import Edition, MadeHandout
from generator.errors import Problem, UsageError
from generator.gate import check_blocks
from generator.handouts import Handout, HandoutJob, make_handout, why_no_pdf
from generator.media import convert_picture
from generator.paper import Sheet
from generator.plan import Ground, sheet_key
from generator.present import list_steps
from generator.publish import Publisher
from generator.render import render
from generator.views import ExerciseView, ProgramView

# The rules of the handouts, and a clinic's own that follow them.
_STYLESHEETS = ("print/handout.css", "print/clinic.css")
# Starting a process costs about as much as making three handouts.
_WORTH_A_PROCESS = 3

Progress = Callable[[int, int], None]
Print = Callable[[Iterable[HandoutJob]], Iterator[Handout]]


@dataclass(frozen=True)
class PrintShop:
    """What the handouts of a build are made with."""

    edition: Edition
    media: Path
    folders: tuple[Path, ...]
    environment: Environment
    ground: Ground
    publisher: Publisher


def make_handouts(
    shop: PrintShop, sheets: list[Sheet], jobs: int, progress: Progress, problems: list[Problem]
) -> dict[str, MadeHandout]:
    """Make and stage the handouts of `sheets`, by address; a problem for each that cannot go out.

    Raises `UsageError` when this machine cannot make PDFs.
    """
    if sheets and (reason := why_no_pdf()):
        raise UsageError(reason)
    queue = {sheet.path: job for sheet in sheets if (job := _make_job(shop, sheet, problems))}
    by_path = {sheet.path: sheet for sheet in sheets}
    made: dict[str, MadeHandout] = {}
    with _printer(min(jobs, len(queue) // _WORTH_A_PROCESS)) as print_all:
        for number, handout in enumerate(print_all(queue.values()), 1):
            progress(number, len(queue))
            sheet = by_path[handout.path]
            found = [*handout.problems, *_check_length(sheet, handout)]
            problems.extend(found)
            if not found:
                made[sheet.path] = _stage(shop, sheet, handout, queue[sheet.path].staged)
    return made


def recall_handout(publisher: Publisher, sheet: Sheet) -> MadeHandout | None:
    """A handout as an earlier build published it."""
    row = publisher.published(sheet.path)
    if row is None:
        return None
    return MadeHandout(sheet.path, sheet.variant, json.loads(row.meta)["pages"], row.size)


def render_sheet(environment: Environment, sheet: Sheet, problems: list[Problem]) -> str | None:
    """The HTML of a handout; `None`, and problems, when it must not be printed."""
    html = render(environment, sheet.template, sheet.context, problems)
    if html is None:
        return None
    steps = list_steps(_shown_exercises(sheet))
    found = check_blocks(html, sheet.blocks, sheet.path, steps_html=steps)
    problems.extend(found)
    return None if found else html


def _shown_exercises(sheet: Sheet) -> list[ExerciseView]:
    exercise, program = sheet.context.get("exercise"), sheet.context.get("program")
    if isinstance(program, ProgramView):
        return [entry.exercise for entry in program.entries]
    return [exercise] if isinstance(exercise, ExerciseView) else []


def find_stylesheets(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """The stylesheet of the handouts, the clinic's own or the shipped one, then added rules."""
    files = (next(_existing(folders, name), None) for name in _STYLESHEETS)
    return tuple(file for file in files if file)


def _existing(folders: tuple[Path, ...], name: str) -> Iterator[Path]:
    return (file for folder in folders if (file := folder / name).is_file())


def _make_job(shop: PrintShop, sheet: Sheet, problems: list[Problem]) -> HandoutJob | None:
    html = render_sheet(shop.environment, sheet, problems)
    if html is None:
        return None
    return HandoutJob(
        path=sheet.path,
        html=_embed_pictures(shop, html),
        stylesheets=find_stylesheets(shop.folders),
        folders=tuple(folder / "print" for folder in shop.folders),
        expected=sheet.expected,
        staged=shop.publisher.staging / sheet.path.replace("/", "-"),
        one_page=sheet.one_page,
    )


def _embed_pictures(shop: PrintShop, html: str) -> str:
    """The pictures as data in the HTML: converted, so that none tells where it was taken."""
    for picture in shop.edition.pictures.values():
        address = f'src="media:{escape(picture.src)}"'
        if address in html:
            content = convert_picture(shop.media, picture)[picture.src]
            kind = guess_type(picture.src)[0]
            html = html.replace(address, f'src="data:{kind};base64,{b64encode(content).decode()}"')
    return html


@contextmanager
def _printer(processes: int) -> Iterator[Print]:
    """Makes handouts here, or in several processes when there are enough of them."""
    if processes < 2:  # noqa: PLR2004 one process more would only wait for this one
        yield lambda queue: map(make_handout, queue)
        return
    # A fresh interpreter for each worker: the same on every system, and safe beside threads.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as executor:
        yield lambda queue: executor.map(make_handout, queue)


def _check_length(sheet: Sheet, handout: Handout) -> Iterator[Problem]:
    if sheet.max_pages and handout.pages > sheet.max_pages:
        message = (
            f"the handout {sheet.path} has {handout.pages} pages, max_pages is {sheet.max_pages}"
        )
        hint = "take an exercise out of the program, or allow more pages"
        yield Problem(sheet.source, sheet.max_pages_line, message, hint)


def _stage(shop: PrintShop, sheet: Sheet, handout: Handout, staged: Path) -> MadeHandout:
    meta = json.dumps({"pages": handout.pages})
    shop.publisher.stage_file(sheet.path, sheet_key(shop.ground, sheet), staged, meta)
    return MadeHandout(sheet.path, sheet.variant, handout.pages, handout.size)
