"""The handouts: every one of them, with what its template shows and what must stand on it."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape
from io import BytesIO

from markupsafe import Markup

from generator.edition import Edition, handout_path, page_path
from generator.expected import Expectation, Instructions, Written
from generator.frame import describe_clinic
from generator.labels import state_line, version_text
from generator.model import Exercise, Program, Schedule
from generator.paper_views import PaperView
from generator.patient_views import list_written, show_patient, title_diary
from generator.place import Place
from generator.present import present_exercise, present_program
from generator.variants import is_large, paper_size, smallest_type
from generator.views import (
    ExerciseView,
    PageView,
    SafetyBlock,
    SiteView,
    VersionView,
)
from generator.wording import describe_diary

# Every tag but those that stand inside a line.
_BREAK = re.compile(r"</?(?!(?:abbr|[abis]|code|del|em|ins|kbd|small|span|strong|su[bp])\b)[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ALT = re.compile(r'<img\b[^>]*\balt="([^"]*)"')
# How problems name a handout for one patient, whose file's name may hold the patient's.
THE_HANDOUT = "handout.pdf"


@dataclass(frozen=True)
class Sheet:
    """One handout to make: its address, its template, what that shows, the blocks it must have.

    `page` is the address of the page beside which it lies; `source` and `max_pages_line` say where
    to look when it comes out too long. Large print takes the pages that it needs.
    """

    path: str
    page: str
    variant: str
    template: str
    context: Mapping[str, object]
    expected: Expectation
    one_page: bool
    max_pages: int | None
    max_pages_line: int
    source: str

    @property
    def blocks(self) -> tuple[SafetyBlock, ...]:
        """The safety blocks that must stand on it."""
        return self.expected.blocks


def plan_handouts(edition: Edition) -> list[Sheet]:
    """Every handout of the site: each exercise and program in each variant."""
    library = edition.library
    return [
        sheet
        for variant in library.settings.variants
        for sheet in (
            *(_exercise(edition, exercise, variant) for exercise in library.exercises.values()),
            *(_program(edition, program, variant) for program in library.programs.values()),
        )
    ]


def plan_for_patient(edition: Edition, record: Exercise | Program, variant: str) -> Sheet:
    """The handout that an edition's patient is given: its path is no address, but its name.

    The patient's own words stand in what must be read, as `written`, and in no path or title.
    """
    if isinstance(record, Exercise):
        sheet = _exercise(edition, record, variant)
    else:
        sheet = _program(edition, record, variant)
    paper = sheet.context["paper"]
    written: tuple[Written, ...] = ()
    if isinstance(paper, PaperView):
        written = list_written(edition, paper.patient, paper.diary.title)
    path = f"{sheet.page.partition('/')[0]}/{THE_HANDOUT}"
    return replace(sheet, path=path, expected=replace(sheet.expected, written=written))


def _exercise(edition: Edition, exercise: Exercise, variant: str) -> Sheet:
    view, blocks = present_exercise(Place(edition, "print", "", is_large(variant)), exercise)
    schedule = Schedule(exercise.dose.per_day, exercise.dose.per_week, None)
    paper = _paper(edition, exercise, view.version, variant, schedule)
    context = _context(edition, exercise, paper) | {"exercise": view}
    exercises = (_instructions(edition, "", exercise, view),)
    expected = Expectation(blocks, _foot(paper), exercises, smallest_type(variant))
    return _sheet(exercise, variant, "print/exercise.html", context, expected)


def _program(edition: Edition, program: Program, variant: str) -> Sheet:
    view, blocks = present_program(Place(edition, "print", "", is_large(variant)), program)
    paper = _paper(edition, program, view.version, variant, program.schedule)
    context = _context(edition, program, paper) | {"program": view}
    listed = (edition.library.exercises[entry.exercise] for entry in program.entries)
    exercises = tuple(
        _instructions(edition, exercise.title, exercise, entry.exercise)
        for exercise, entry in zip(listed, view.entries, strict=True)
    )
    expected = Expectation(blocks, _foot(paper), exercises, smallest_type(variant))
    return _sheet(program, variant, "print/program.html", context, expected)


def _instructions(
    edition: Edition, owner: str, exercise: Exercise, view: ExerciseView
) -> Instructions:
    """What a patient must be able to read of an exercise: its steps, its dose and its pictures.

    For one patient, also which side the pictures show.
    """
    dose = view.dose
    often = (f"{part.label} {part.value}" for part in dose.often if part.value)
    steps = tuple(_lines(step.html) for step in exercise.body.steps)
    said = (" ".join(texts) for texts in (*dose.printed, dose.set_by) if texts)
    photographs = (found for step in view.steps for found in _ALT.findall(step.html))
    pictures = (*(frame.alt for frame in view.frames), *map(unescape, photographs))
    told = tuple(" ".join(words.split()) for words in pictures)
    side = view.side_shown if edition.patient else ""
    goes_on = edition.words.say("%(title)s, continued", title=owner) if owner else ""
    return Instructions(owner, steps, (*said, *often), told, side, goes_on)


def _lines(written: str) -> tuple[str, ...]:
    """The text of each paragraph, list item and cell of a step."""
    texts = (unescape(_TAG.sub("", piece)) for piece in _BREAK.split(written))
    return tuple(line for text in texts if (line := " ".join(text.split())))


def _sheet(
    record: Exercise | Program,
    variant: str,
    template: str,
    context: Mapping[str, object],
    expected: Expectation,
) -> Sheet:
    large = is_large(variant)
    return Sheet(
        path=handout_path(record, variant),
        page=page_path(record),
        variant=variant,
        template=template,
        context=context,
        expected=expected,
        one_page=isinstance(record, Exercise) and not large,
        max_pages=record.max_pages if isinstance(record, Program) and not large else None,
        max_pages_line=record.source.line("max_pages"),
        source=record.source.path,
    )


def _context(edition: Edition, record: Exercise | Program, paper: PaperView) -> dict[str, object]:
    settings, words = edition.library.settings, edition.words
    site = SiteView(
        title=settings.title,
        language=words.language,
        direction=words.direction,
        clinic=describe_clinic(edition, ""),
        sample=Markup(),
        root="",
        nav=(),
        more=(),
        assets="",
        icon="",
        own_style="",
        offline=False,
    )
    page = PageView(
        title=record.title,
        head_title=record.title,
        description=record.summary,
        path=page_path(record),
        canonical=_address(edition, record),
        crumbs=(),
        structured_data=Markup(),
    )
    return {"site": site, "page": page, "paper": paper}


def _paper(
    edition: Edition,
    record: Exercise | Program,
    version: VersionView,
    variant: str,
    schedule: Schedule,
) -> PaperView:
    words, settings = edition.words, edition.library.settings
    clinic = settings.clinic
    address = _address(edition, record)
    return PaperView(
        variant=variant,
        size=paper_size(variant),
        toner="save" if settings.toner == "save" else "normal",
        emergency_line=words.say("Emergency: call %(number)s", number=clinic.emergency_number),
        phone_line=words.say("Clinic: %(number)s", number=clinic.phone),
        title_line=record.title,
        version_line=version_text(words, version.code, version.date),
        state_line=state_line(words, edition.review(record)),
        web_line=settings.base_url.partition("://")[2],
        qr=_qr(address) if address else "",
        diary=describe_diary(words, schedule, title_diary(edition, record)),
        feedback=_feedback(edition),
        patient=show_patient(edition),
        fillable=settings.fillable and not edition.patient,
    )


def _address(edition: Edition, record: Exercise | Program) -> str:
    """Where the page of a record is on the web; empty when the site's address is not known.

    What was put together for one patient has no page.
    """
    base_url = edition.library.settings.base_url if record.slug else ""
    return f"{base_url}/{page_path(record)}" if base_url else ""


def _foot(paper: PaperView) -> tuple[str, ...]:
    """The lines that must be read whole in the foot of every page."""
    return (paper.emergency_line, paper.phone_line, paper.version_line, paper.state_line)


def _feedback(edition: Edition) -> str:
    words, clinic = edition.words, edition.library.settings.clinic
    if clinic.email:
        return words.say(
            "Was this sheet easy to follow? Tell us: %(phone)s or %(email)s.",
            phone=clinic.phone,
            email=clinic.email,
        )
    return words.say("Was this sheet easy to follow? Tell us: %(phone)s.", phone=clinic.phone)


def _qr(address: str) -> str:
    """A QR code as an SVG picture in a data address; correction level M, as paper gets folded."""
    import segno

    drawn = BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=2, xmldecl=False, svgns=True)
    return "data:image/svg+xml;base64," + b64encode(drawn.getvalue()).decode()
