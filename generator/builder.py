"""The page "Make a handout": its script only puts together parts, and all of them are made here."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from urllib.parse import quote

from markupsafe import Markup, escape

from generator.builder_kit import describe_kit, describe_record, propose_loads, propose_tempos
from generator.builder_views import (
    BlocksView,
    BuilderView,
    DoneView,
    NeighbourView,
    PartView,
    PictureView,
    StartView,
)
from generator.edition import Edition, page_path
from generator.figure_views import show_frames, show_side, show_steps
from generator.finder import SEARCHED
from generator.frame import web_place
from generator.gate import Kit
from generator.model import Exercise, Program, Range, Schedule
from generator.paper import plan_for_patient
from generator.paper_views import PaperView
from generator.place import Place, body_html
from generator.safety import arrange, entry_blocks, page_blocks, review_block, sample_block
from generator.sketch import give_one_size, is_mirrored
from generator.sore import SIDES, take_side
from generator.step_views import FrameView
from generator.variants import is_large
from generator.views import SafetyBlock
from generator.wording import MAX_DIARY_BOXES, MAX_DIARY_WEEKS, describe_diary

BUILDER_PAGE = "make-handout.html"
# The folder of the parts: not "make-handout", which hosts with short addresses have for the page.
PARTS = "handout-parts/"

_LARGEST_DIARY = Schedule(
    per_day=Range(MAX_DIARY_BOXES, MAX_DIARY_BOXES), weeks=Range(MAX_DIARY_WEEKS, MAX_DIARY_WEEKS)
)
_PICTURE = re.compile('(<img src=")media:([^"]*)')


@dataclass(frozen=True)
class Part:
    """A file that the page loads when its exercise or program is chosen: its address, its content.

    `facts` are what the script knows of it, `view` is what the template shows, and `kits` are what
    must be found there. As with a page, all that it depends on is in its `repr`: the record, with
    its figure, its safety sheets and the settings, in the language of the site; no other record.
    """

    path: str
    language: str
    facts: Mapping[str, object]
    view: PartView
    kits: tuple[Kit, ...]


PartPlan = Callable[[], Part]


def plan_parts(
    edition: Edition, records: Iterable[Exercise | Program] | None = None
) -> dict[str, PartPlan]:
    """The parts of these records, or of all, by address; each is planned when it is asked for."""
    place = Place(edition, "print", "")
    plans: dict[str, PartPlan] = {}
    for record in edition.library.records if records is None else records:
        path = f"{PARTS}{_name(record)}.js"
        plans[path] = partial(_part, place, path, record)
    return plans


def present_builder(edition: Edition) -> tuple[BuilderView, tuple[Kit, ...]]:
    """The page, and what must be found in what it carries. The site has one exercise at least.

    Of an exercise it depends on the words of its dose for a load and a speed, and on nothing else.
    """
    library, place = edition.library, Place(edition, "print", "")
    usual = library.settings.variants[0]
    paper = _paper(edition, usual)
    sample = sample_block(place.safety)
    blocks = [
        _together(f"safety/{sheet.slug}", page_blocks(place.safety, (sheet,)))
        for sheet in library.safety.values()
    ]
    view = BuilderView(
        programs=tuple(StartView(one.slug, one.title) for one in library.programs.values()),
        searched=SEARCHED,
        parts=PARTS,
        blocks=tuple(shown for shown, _ in blocks),
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
        kit=describe_kit(edition),
    )
    return view, (Kit("sheet", sample), *(kit for _, kit in blocks))


def _paper(edition: Edition, variant: str) -> PaperView:
    """What all handouts of the site have in common, as the first of them says it."""
    exercise = next(iter(edition.library.exercises.values()))
    paper = plan_for_patient(edition, exercise, variant).context["paper"]
    assert isinstance(paper, PaperView)  # noqa: S101 for the type checker
    return paper


_Blocks = tuple[BlocksView, Kit]


def _together(name: str, blocks: tuple[SafetyBlock, ...]) -> _Blocks:
    return BlocksView(name, tuple(block.html for block in blocks)), Kit(name, blocks)


def _part(place: Place, path: str, record: Exercise | Program) -> Part:
    blocks = list(_reviews(place, record))
    entries: list[tuple[DoneView, Kit]] = []
    if isinstance(record, Exercise):
        blocks.append(_alone(place, record))
        entries.extend(_entries(place, record))
    view = PartView(
        name=_name(record),
        plain=record.plain if isinstance(record, Exercise) else "",
        summary=record.summary,
        blocks=tuple(shown for shown, _ in blocks),
        entries=tuple(entry for entry, _ in entries),
    )
    return Part(
        path=path,
        language=place.words.language,
        facts=describe_record(place.edition, record),
        view=view,
        kits=tuple(kit for _, kit in (*blocks, *entries)),
    )


def _reviews(place: Place, record: Exercise | Program) -> Iterator[_Blocks]:
    """The state of a review, also as the gravest of several."""
    review = place.edition.review(record)
    for name, one in (("review", review), ("together", replace(review, several=True))):
        yield _together(f"{name}/{_name(record)}", (review_block(place.words, one),))


def _alone(place: Place, exercise: Exercise) -> _Blocks:
    """The blocks of a handout of one exercise: the lists of its sheets, joined by its own."""
    blocks = page_blocks(place.safety, place.sheets(exercise), exercise)
    return _together(f"alone/{exercise.slug}", blocks)


def _entries(place: Place, exercise: Exercise) -> Iterator[tuple[DoneView, Kit]]:
    """An exercise as it is, and where a side may be prescribed, done with each."""
    yield _entry(place, exercise, exercise)
    if exercise.side == "affected":
        for name in SIDES:
            yield _entry(place, exercise, take_side(exercise, name, place.words), f"/{name}")


def _entry(
    place: Place, drawn: Exercise, exercise: Exercise, suffix: str = ""
) -> tuple[DoneView, Kit]:
    """An exercise, whose pictures are those `drawn`: a browser mirrors them where it must."""
    name = f"entry/{exercise.slug}{suffix}"
    blocks = entry_blocks(place.safety, exercise)
    equipment = place.edition.library.settings.equipment
    steps = show_steps(place, exercise)
    view = DoneView(
        name=name,
        title=exercise.title,
        plain=exercise.plain,
        safety=arrange(blocks),
        pictures=tuple(_pictures(place.edition, drawn, exercise)),
        side_shown=show_side(place, exercise),
        equipment=tuple(equipment[slug] for slug in exercise.equipment),
        steps=tuple(replace(step, html=_address_pictures(step.html)) for step in steps),
        felt_in=exercise.felt_in,
        mistakes=exercise.mistakes,
        easier=_neighbour(exercise.easier),
        harder=_neighbour(exercise.harder),
        after=_address_pictures(body_html(place, exercise.body.after)),
    )
    return view, Kit(name, blocks, tuple(str(step.html) for step in view.steps))


def _neighbour(slug: str) -> NeighbourView | None:
    """The script knows the titles of all: so this part does not change with that exercise."""
    title = Markup(f'<span data-title="{escape(slug)}"></span>')  # noqa: S704 escaped
    return NeighbourView(title) if slug else None


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


def _name(record: Exercise | Program) -> str:
    """A record by its folder and slug: a program may be called as an exercise is."""
    return page_path(record).removesuffix(".html")
