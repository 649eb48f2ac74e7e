"""Makes the handouts of a build: rendered, printed in worker processes, proven and staged."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from mimetypes import guess_type
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
from generator.raster import data_address
from generator.render import render
from generator.views import ExerciseView, ProgramView
from generator.workers import workers

# The rules of the handouts, and a clinic's own that follow them.
_STYLESHEETS = ("print/handout.css", "print/clinic.css")
# Starting a process costs about as much as making three handouts.
_WORTH_A_PROCESS = 3
_FRAME = re.compile(r'src="figure:([0-9a-f]{64})"')

# Hears several times a second how many handouts are made, and of how many. It may raise to give up.
Progress = Callable[[int, int], None]


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
    frames = _frames_by_digest(shop.edition) if sheets else {}
    queue = {
        sheet.path: job for sheet in sheets if (job := _make_job(shop, sheet, frames, problems))
    }
    by_path = {sheet.path: sheet for sheet in sheets}
    made: dict[str, MadeHandout] = {}
    printed: list[Handout] = []

    def tell() -> None:
        progress(len(printed), len(queue))

    with workers(make_handout, min(jobs, len(queue) // _WORTH_A_PROCESS), tell) as print_all:
        for handout in print_all(queue.values()):
            printed.append(handout)
            tell()
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


def _make_job(
    shop: PrintShop, sheet: Sheet, frames: Mapping[str, str], problems: list[Problem]
) -> HandoutJob | None:
    html = render_sheet(shop.environment, sheet, problems)
    if html is None:
        return None
    return HandoutJob(
        path=sheet.path,
        html=_embed_frames(frames, _embed_pictures(shop, html)),
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
            kind = guess_type(picture.src)[0] or ""
            html = html.replace(address, f'src="{data_address(kind, content)}"')
    return html


def _frames_by_digest(edition: Edition) -> dict[str, str]:
    """The frames of all figures, by what their address on paper names."""
    drawn = (frame.svg for one in edition.figures.values() for frame in one.frames)
    return {sha256(svg.encode()).hexdigest(): svg for svg in drawn}


def _embed_frames(frames: Mapping[str, str], html: str) -> str:
    """The frames of figures as data in the HTML."""

    def embed(found: re.Match[str]) -> str:
        svg = frames.get(found[1])
        return f'src="{data_address("image/svg+xml", svg.encode())}"' if svg else found[0]

    return _FRAME.sub(embed, html)


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
