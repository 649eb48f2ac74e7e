"""The HTML of a handout, checked and ready for the press, and the length that it may have."""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import escape
from mimetypes import guess_type
from pathlib import Path

from jinja2 import Environment

from generator.edition import Edition
from generator.errors import Problem
from generator.gate import check_blocks
from generator.handouts import Handout
from generator.media import convert_picture
from generator.paper import Sheet
from generator.present import list_steps
from generator.raster import data_address
from generator.render import render
from generator.views import ExerciseView, ProgramView

# The rules of the handouts, and a clinic's own that follow them.
_STYLESHEETS = ("print/handout.css", "print/clinic.css")
_FRAME = re.compile(r'src="figure:([0-9a-f]{64})"')


def render_sheet(environment: Environment, sheet: Sheet, problems: list[Problem]) -> str | None:
    """The HTML of a handout; `None`, and problems, when it must not be printed."""
    html = render(environment, sheet.template, sheet.context, problems)
    if html is None:
        return None
    steps = list_steps(_shown_exercises(sheet))
    found = check_blocks(html, sheet.blocks, sheet.path, steps_html=steps)
    problems.extend(found)
    return None if found else html


def find_stylesheets(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """The stylesheet of the handouts, the clinic's own or the shipped one, then added rules."""
    files = (next(_existing(folders, name), None) for name in _STYLESHEETS)
    return tuple(file for file in files if file)


def embed_pictures(edition: Edition, media: Path, html: str) -> str:
    """The pictures as data in the HTML: converted, so that none tells where it was taken."""
    for picture in edition.pictures.values():
        address = f'src="media:{escape(picture.src)}"'
        if address in html:
            content = convert_picture(media, picture)[picture.src]
            kind = guess_type(picture.src)[0] or ""
            html = html.replace(address, f'src="{data_address(kind, content)}"')
    return html


def frames_by_digest(edition: Edition) -> dict[str, str]:
    """The frames of all figures, by what their address on paper names."""
    drawn = (frame.svg for one in edition.figures.values() for frame in one.frames)
    return {sha256(svg.encode()).hexdigest(): svg for svg in drawn}


def embed_frames(frames: Mapping[str, str], html: str) -> str:
    """The frames of figures as data in the HTML."""

    def embed(found: re.Match[str]) -> str:
        svg = frames.get(found[1])
        return f'src="{data_address("image/svg+xml", svg.encode())}"' if svg else found[0]

    return _FRAME.sub(embed, html)


def check_length(sheet: Sheet, handout: Handout) -> Iterator[Problem]:
    """A problem when a handout has more pages than its program allows."""
    most = sheet.max_pages
    if most and handout.pages > most:
        beyond = next((title for title, page in handout.ends if page > most), "")
        what = f'"{beyond}" does not fit' if beyond else "what follows its exercises does not fit"
        message = f"the handout {sheet.path} has {handout.pages} pages, max_pages is {most}: {what}"
        hint = "take an exercise out of the program, or allow more pages"
        yield Problem(sheet.source, sheet.max_pages_line, message, hint)


def _shown_exercises(sheet: Sheet) -> list[ExerciseView]:
    exercise, program = sheet.context.get("exercise"), sheet.context.get("program")
    if isinstance(program, ProgramView):
        return [entry.exercise for entry in program.entries]
    return [exercise] if isinstance(exercise, ExerciseView) else []


def _existing(folders: tuple[Path, ...], name: str) -> Iterator[Path]:
    return (file for folder in folders if (file := folder / name).is_file())
