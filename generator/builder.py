"""The page "Make a handout": its script only puts together parts, and all of them are made here."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import quote

from markupsafe import Markup

from generator.builder_kit import describe_kit, propose_loads, propose_tempos
from generator.builder_views import BlocksView, BuilderView, HeadView, PartView, PictureView
from generator.edition import Edition, page_path
from generator.figure_views import show_frames
from generator.frame import web_place
from generator.gate import Kit
from generator.model import Exercise, Program, Range, Schedule
from generator.paper import plan_for_patient
from generator.paper_views import PaperView
from generator.place import Place
from generator.present import present_exercise, present_program
from generator.safety import arrange, entry_blocks, page_blocks, review_block, sample_block
from generator.sketch import give_one_size, is_mirrored
from generator.sore import SIDES, take_side
from generator.step_views import FrameView
from generator.variants import is_large
from generator.views import SafetyBlock
from generator.wording import MAX_DIARY_BOXES, MAX_DIARY_WEEKS, describe_diary

BUILDER_PAGE = "make-handout.html"

_LARGEST_DIARY = Schedule(
    per_day=Range(MAX_DIARY_BOXES, MAX_DIARY_BOXES), weeks=Range(MAX_DIARY_WEEKS, MAX_DIARY_WEEKS)
)
_PICTURE = re.compile('(<img src=")media:([^"]*)')


def present_builder(edition: Edition) -> tuple[BuilderView, tuple[Kit, ...]]:
    """The page, and what must be found in its parts. The site has one exercise at least."""
    library, place = edition.library, Place(edition, "print", "")
    usual = library.settings.variants[0]
    exercises, programs = library.exercises.values(), library.programs.values()
    records: list[Exercise | Program] = [*exercises, *programs]
    sheets = [(record, plan_for_patient(edition, record, usual)) for record in records]
    papers = (sheet.context["paper"] for _, sheet in sheets)
    paper = next(paper for paper in papers if isinstance(paper, PaperView))
    blocks, parts, sample = list(_blocks(place)), list(_parts(place)), sample_block(place.safety)
    view = BuilderView(
        programs=tuple(present_program(place, program)[0] for program in programs),
        exercises=tuple(present_exercise(place, exercise)[0] for exercise in exercises),
        parts=tuple(part for part, _ in parts),
        blocks=tuple(part for part, _ in blocks),
        heads=tuple(_head(record) for record in records),
        sample=Markup().join(block.html for block in sample),
        diary=describe_diary(place.words, _LARGEST_DIARY),
        emergency_line=paper.emergency_line,
        phone_line=paper.phone_line,
        feedback=paper.feedback,
        paper=usual.removesuffix("-large"),
        large=is_large(usual),
        toner=paper.toner,
        handouts_href="handouts.html" if edition.handouts else "",
        loads=propose_loads(edition),
        tempos=propose_tempos(edition),
        kit=describe_kit(edition, sheets),
    )
    return view, (Kit("sheet", sample), *(kit for _, kit in (*blocks, *parts)))


def _blocks(place: Place) -> Iterator[tuple[BlocksView, Kit]]:
    """The blocks of each safety sheet, for several exercises; and of each exercise alone.

    Then the state of each review, also as the gravest of several.
    """
    library = place.edition.library
    for sheet in library.safety.values():
        yield _together(f"safety/{sheet.slug}", page_blocks(place.safety, (sheet,)))
    for exercise in library.exercises.values():
        blocks = page_blocks(place.safety, place.sheets(exercise), exercise)
        yield _together(f"alone/{exercise.slug}", blocks)
    records: list[Exercise | Program] = [*library.exercises.values(), *library.programs.values()]
    for record in records:
        review = place.edition.review(record)
        for name, one in (("review", review), ("together", replace(review, several=True))):
            yield _together(f"{name}/{_name(record)}", (review_block(place.words, one),))


def _together(name: str, blocks: tuple[SafetyBlock, ...]) -> tuple[BlocksView, Kit]:
    return BlocksView(name, tuple(block.html for block in blocks)), Kit(name, blocks)


def _parts(place: Place) -> Iterator[tuple[PartView, Kit]]:
    """Each exercise as it is, and where a side may be prescribed, done with each."""
    for exercise in place.edition.library.exercises.values():
        yield _part(place, exercise, exercise)
        if exercise.side == "affected":
            for name in SIDES:
                known = take_side(exercise, name, place.words)
                yield _part(place, exercise, known, f"/{name}")


def _part(
    place: Place, drawn: Exercise, exercise: Exercise, suffix: str = ""
) -> tuple[PartView, Kit]:
    """An exercise, whose pictures are those `drawn`: a browser mirrors them where it must."""
    name = f"entry/{exercise.slug}{suffix}"
    blocks = entry_blocks(place.safety, exercise)
    view, _ = present_exercise(place, exercise)
    steps = tuple(replace(step, html=_address_pictures(step.html)) for step in view.steps)
    after = _address_pictures(view.after)
    view = replace(view, safety=arrange(blocks), steps=steps, after=after)
    part = PartView(name, view, tuple(_pictures(place.edition, drawn, exercise)))
    return part, Kit(name, blocks, tuple(str(step.html) for step in steps))


def _pictures(edition: Edition, drawn: Exercise, exercise: Exercise) -> Iterator[PictureView]:
    """The frames as files of the site; those in lines, which save toner, are carried along."""
    figure = edition.library.figures.get(exercise.slug)
    sides = [is_mirrored(figure.side, one.side) for one in (drawn, exercise)] if figure else []
    for frame in show_frames(web_place(edition, BUILDER_PAGE), exercise):
        yield PictureView(_save_toner(edition, exercise, frame), len(set(sides)) > 1)


def _save_toner(edition: Edition, exercise: Exercise, frame: FrameView) -> FrameView:
    """The frame in lines, where the clinic saves toner; a build without handouts draws none."""
    drawn = edition.illustration(exercise, "print")
    if edition.library.settings.toner != "save" or not drawn:
        return frame
    picture = give_one_size(drawn).frames[frame.number - 1]
    return replace(
        frame, src=f"data:image/svg+xml;base64,{b64encode(picture.svg.encode()).decode()}"
    )


def _address_pictures(html: Markup) -> Markup:
    """Pictures in a text of paper, by their addresses in the site."""
    return Markup(  # noqa: S704 as it was, but for addresses
        _PICTURE.sub(lambda found: f"{found[1]}media/{quote(unescape(found[2]))}", html)
    )


def _head(record: Exercise | Program) -> HeadView:
    plain = record.plain if isinstance(record, Exercise) else ""
    return HeadView(_name(record), plain, record.summary)


def _name(record: Exercise | Program) -> str:
    """A record by its folder and slug: a program may be called as an exercise is."""
    return page_path(record).removesuffix(".html")
