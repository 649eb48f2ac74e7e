"""Makes the handout that a prescription asks for, without touching a file but those it reads."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from jinja2 import Environment

from generator.compose import (
    check_length,
    embed_frames,
    embed_pictures,
    find_stylesheets,
    frames_by_digest,
    render_sheet,
)
from generator.edition import Edition, figure_styles
from generator.errors import Problem, SiteError, UsageError, has_errors
from generator.figures.illustration import Illustration
from generator.handouts import HandoutJob, print_handout, why_no_pdf
from generator.illustrate import illustrate
from generator.library import Library, Reading, read_library
from generator.media import measure_picture
from generator.model import Exercise
from generator.paper import Sheet, plan_for_patient
from generator.paths import find_templates
from generator.patients.prescribe import Prescribed
from generator.read import list_pages
from generator.render import make_environment
from generator.sketchbook import Sketchbook
from generator.words import Words, load_words

_QUOTED = re.compile('"([^"]+)"')


@dataclass(frozen=True)
class Counter:
    """What handouts for patients are made with: a site that was read once.

    `today` is an ISO date: reviews are judged by it. `drawn` are figures by exercise and side, so
    that each is drawn once however many patients it is for.
    """

    site: Path
    today: str
    reading: Reading
    library: Library
    words: Words
    folders: tuple[Path, ...]
    environment: Environment
    drawn: dict[tuple[str, str], Illustration] = field(default_factory=dict)


@dataclass(frozen=True)
class Dispensed:
    """A handout for one patient: the bytes of its PDF, and how many pages it has."""

    pdf: bytes
    pages: int


def open_counter(site: Path, today: str, handouts: Collection[str] = ()) -> Counter:
    """Read a site to make handouts of it for patients.

    With `handouts`, no more of it is read than these programs and exercises need: a mistake in
    another file then keeps none of them back.

    Raises `SiteError` with all problems of its content when one of them is an error.
    """
    reading = read_library(site, _known(site, handouts))
    if reading.library is None:
        raise SiteError(reading.problems)
    words = load_words(reading.library.settings.languages[0])
    folders = find_templates(site)
    environment = make_environment(folders, words)
    return Counter(site, today, reading, reading.library, words, folders, environment)


def _known(site: Path, handouts: Collection[str]) -> set[str] | None:
    """The slugs to read; all of the site where one is not known, to tell which may be meant."""
    slugs = {handout.removesuffix(".md").rpartition("/")[2] for handout in handouts}
    files = (*list_pages(site, "exercises"), *list_pages(site, "programs"))
    return slugs if slugs and slugs <= {Path(file).stem for file in files} else None


def dispense(
    counter: Counter, prescribed: Prescribed, variant: str, problems: list[Problem]
) -> Dispensed | None:
    """The handout of what was prescribed; `None`, and problems, when it may not be given out.

    It passes the checks that those of the site pass.

    Raises `UsageError` when this machine cannot make PDFs.
    """
    if reason := why_no_pdf():
        raise UsageError(reason)
    found: list[Problem] = []
    made = None
    sheet, job = write_job(counter, prescribed, variant, found)
    if job:
        pdf, handout = print_handout(job)
        found += [*handout.problems, *handout.warnings, *check_length(sheet, handout)]
        made = Dispensed(pdf, handout.pages)
    problems.extend(hide_patient(found, prescribed, sheet))
    return None if has_errors(found) else made


def write_job(
    counter: Counter, prescribed: Prescribed, variant: str, problems: list[Problem]
) -> tuple[Sheet, HandoutJob | None]:
    """What the press needs for a handout; no job, and problems, when it must not be printed."""
    edition = _draw(counter, prescribed, problems)
    sheet = plan_for_patient(edition, prescribed.record, variant or usual_variant(counter))
    html = render_sheet(counter.environment, sheet, problems)
    if html is None or has_errors(problems):
        return sheet, None
    media = counter.site / "content" / "media"
    return sheet, HandoutJob(
        path=sheet.path,
        html=embed_frames(frames_by_digest(edition), embed_pictures(edition, media, html)),
        stylesheets=find_stylesheets(counter.folders),
        folders=tuple(folder / "print" for folder in counter.folders),
        expected=sheet.expected,
        one_page=sheet.one_page,
    )


def usual_variant(counter: Counter) -> str:
    """The clinic's own paper."""
    return counter.library.settings.variants[0]


def hide_patient(
    problems: Iterable[Problem], prescribed: Prescribed, sheet: Sheet
) -> list[Problem]:
    """The problems of a handout, without a word or letter that only its patient's texts hold."""
    patient = prescribed.patient
    private = f"{patient.name}\n{patient.note}".casefold()
    own = "\n".join([*_content(prescribed), *(block.name for block in sheet.blocks)]).casefold()
    signs = {sign for sign in private if not sign.isascii()} - set(own)
    found = []
    for problem in problems:
        said = problem.message.casefold()
        if signs & set(said):
            message = "the name or the note has letters that the font of the handouts lacks"
            hint = "write it in other letters, or by hand on the printed handout"
        elif any(text in private and text not in own for text in _QUOTED.findall(said)):
            message = "what is filled in for the patient cannot be printed as it should be"
            hint = "shorten the name and the note; the look of handouts is in templates/print/"
        else:
            found.append(problem)
            continue
        found.append(replace(problem, line=0, message=message, hint=hint, source=""))
    return list(dict.fromkeys(found))


def _content(prescribed: Prescribed) -> Iterator[str]:
    """What stands on a handout for any patient."""
    for record in (prescribed.record, *prescribed.exercises):
        yield repr(record)
        yield from (repr(prescribed.library.safety[slug]) for slug in record.safety)


def _draw(counter: Counter, prescribed: Prescribed, problems: list[Problem]) -> Edition:
    """The edition that shows the patient's side; only errors count, the site has its warnings."""
    exercises, settings = prescribed.exercises, counter.library.settings
    (style,) = print_styles = figure_styles(settings, pdf=True)[-1:]
    wanted = {one.slug: one for one in exercises if one.slug in prescribed.library.figures}
    missing = [slug for slug, one in wanted.items() if (slug, one.side) not in counter.drawn]
    if missing:
        figures = {slug: prescribed.library.figures[slug] for slug in missing}
        reading = replace(counter.reading, library=None, exercises=wanted, figures=figures)
        book = Sketchbook(counter.site / ".cache" / "figures")
        found: list[Problem] = []
        # Nothing is kept: which side was drawn concerns the patient.
        drawn = illustrate(reading, print_styles, book, 1, found, keep=False)
        problems.extend(problem for problem in found if problem.severity == "error")
        for slug in missing:
            counter.drawn[slug, wanted[slug].side] = drawn[slug, style]
    shown = {(slug, style): counter.drawn[slug, exercise.side] for slug, exercise in wanted.items()}
    return replace(edition_for(counter, prescribed, problems), figures=shown)


def edition_for(counter: Counter, prescribed: Prescribed, problems: list[Problem]) -> Edition:
    """The edition for one patient, in which no figure is drawn yet."""
    media = counter.site / "content" / "media"
    measured = (
        measure_picture(media, name, problems, f"content/media/{name}", 1)
        for name in dict.fromkeys(_pictures(prescribed.exercises))
    )
    return Edition(
        library=prescribed.library,
        words=counter.words,
        today=counter.today,
        pictures={picture.name: picture for picture in measured if picture},
        icon="",
        patient=prescribed.patient,
    )


def _pictures(exercises: Iterable[Exercise]) -> Iterator[str]:
    """The photographs that exercises show, by their names in `content/media`."""
    for exercise in exercises:
        for picture in exercise.body.pictures:
            yield picture.target.removeprefix("content/media/")
