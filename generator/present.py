"""The clinical model as views: what pages and handouts show of it, in words."""

from collections.abc import Iterable
from dataclasses import replace

from generator.edition import OFFLINE_PAGE, MadeHandout, page_path
from generator.figure_views import (
    find_side,
    show_figure,
    show_frames,
    show_groups,
    show_side,
    show_steps,
    show_thumbnail,
)
from generator.labels import goal_label, position_label, state_text, version_text
from generator.list_views import CardView, HandoutView
from generator.model import Dose, Exercise, Page, Program, SafetySheet
from generator.offline.archive import ARCHIVE
from generator.place import Place, body_html
from generator.review import ReviewResult
from generator.safety import (
    arrange,
    entry_blocks,
    page_blocks,
    review_block,
    sample_block,
)
from generator.variants import is_large, paper_name
from generator.views import (
    EntryView,
    ExerciseView,
    LinkView,
    OfflineView,
    ProgramView,
    SafetyBlock,
    SafetyView,
    SheetView,
    TextView,
    VersionView,
)
from generator.wording import (
    describe_dose,
    describe_minutes,
    describe_often,
    describe_size,
    say_set_by,
)


def present_exercise(
    place: Place, exercise: Exercise
) -> tuple[ExerciseView, tuple[SafetyBlock, ...]]:
    """An exercise for its own page or handout, and the safety blocks that must stand there."""
    review = place.edition.review(exercise)
    blocks = (
        *sample_block(place.safety),
        review_block(place.words, review),
        *page_blocks(place.safety, place.sheets(exercise), exercise),
    )
    view = _exercise_view(place, exercise, exercise.dose, arrange(blocks), review)
    return replace(view, programs=_programs_with(place, exercise)), blocks


def present_program(place: Place, program: Program) -> tuple[ProgramView, tuple[SafetyBlock, ...]]:
    """A program for its page or handout, and the safety blocks that must stand there."""
    words, exercises = place.words, place.edition.library.exercises
    review = place.edition.review(program)
    page = (
        *sample_block(place.safety),
        review_block(words, review),
        *page_blocks(place.safety, place.sheets(program)),
    )
    entries: list[EntryView] = []
    own: list[SafetyBlock] = []
    doses = [(exercises[e.exercise], e.dose or exercises[e.exercise].dose) for e in program.entries]
    for number, (entry, (exercise, dose)) in enumerate(zip(program.entries, doses, strict=True), 1):
        blocks = entry_blocks(place.safety, exercise)
        own.extend(blocks)
        state = place.edition.review(exercise)
        shown = _exercise_view(place, exercise, dose, arrange(blocks), state)
        entries.append(EntryView(number, shown, entry.note))
    view = ProgramView(
        slug=program.slug,
        title=program.title,
        summary=program.summary,
        href=place.root + page_path(program),
        count=words.say_many("%(num)s exercise", "%(num)s exercises", len(entries)),
        minutes=describe_minutes(words, doses),
        equipment=_each_once(label for entry in entries for label in entry.exercise.equipment),
        positions=_each_once(entry.exercise.position for entry in entries),
        often=describe_often(words, program.schedule),
        entries=tuple(entries),
        background=body_html(place, program.body.before),
        safety=arrange(page),
        sources=program.sources,
        version=_version(place, program.updated, review),
        handouts=present_handouts(place, program),
    )
    return view, (*page, *own)


def list_steps(views: Iterable[ExerciseView]) -> tuple[tuple[str, ...], ...]:
    """The HTML of the steps, exercise by exercise, as a page or handout must show them."""
    return tuple(tuple(str(step.html) for step in view.steps) for view in views)


def present_sheet(place: Place, sheet: SafetySheet) -> tuple[SheetView, tuple[SafetyBlock, ...]]:
    """A safety sheet as a page of its own."""
    review = place.edition.review(sheet)
    blocks = (
        *sample_block(place.safety),
        review_block(place.words, review),
        *page_blocks(place.safety, (sheet,)),
    )
    view = SheetView(
        title=sheet.title,
        summary=sheet.summary,
        body=body_html(place, sheet.body.before),
        safety=arrange(blocks),
        sources=sheet.sources,
        version=_version(place, sheet.updated, review),
    )
    return view, blocks


def present_text(place: Place, page: Page) -> tuple[TextView, tuple[SafetyBlock, ...]]:
    """A free page, with the lists of the safety sheets that it names."""
    sheets = place.sheets(page)
    blocks = page_blocks(place.safety, sheets) if sheets else ()
    view = TextView(
        title=page.title,
        summary=page.summary,
        body=body_html(place, page.body.before),
        safety=arrange(blocks) if blocks else None,
        version_date=place.words.day(page.updated),
        offline=present_offline(place) if page.slug == OFFLINE_PAGE else None,
    )
    return view, blocks


def present_offline(place: Place) -> OfflineView:
    """What readers can keep of this site."""
    edition = place.edition
    handouts = sum(one.size for made in edition.handouts.values() for one in made)
    is_kept = handouts and edition.library.settings.offline
    archive = edition.archive_size
    return OfflineView(
        handouts_size=describe_size(place.words, handouts) if is_kept else "",
        archive=place.root + ARCHIVE if archive else "",
        archive_size=describe_size(place.words, archive) if archive else "",
    )


def present_card(place: Place, record: Exercise | Program) -> CardView:
    """An exercise or program as lists show it."""
    review = place.edition.review(record)
    if isinstance(record, Exercise):
        plain = record.plain
        picture = show_thumbnail(place, record)
        facts: tuple[str, ...] = (
            position_label(place.words, record.position),
            _equipment_in_short(place, record),
        )
    else:
        plain, count = "", len(record.entries)
        picture = show_thumbnail(place, _first_exercise(place, record))
        facts = (place.words.say_many("%(num)s exercise", "%(num)s exercises", count),)
    version = _version(place, record.updated, review)
    handouts = present_handouts(place, record)
    return CardView(
        slug=record.slug,
        title=record.title,
        plain=plain,
        summary=record.summary,
        href=place.root + page_path(record),
        facts=facts,
        state=review.state,
        state_text=state_text(place.words, review),
        version=version_text(place.words, version.code, version.date) if handouts else "",
        handouts=handouts,
        picture=picture,
    )


def _first_exercise(place: Place, program: Program) -> Exercise:
    return place.edition.library.exercises[program.entries[0].exercise]


def present_handouts(place: Place, record: Exercise | Program) -> tuple[HandoutView, ...]:
    """The handouts of a record: the clinic's own paper first, then that in large print."""
    made = place.edition.handouts.get(page_path(record), ())
    usual = place.edition.library.settings.variants[0]

    def rank(handout: MadeHandout) -> tuple[bool, bool]:
        same_paper = paper_name(handout.variant) == paper_name(usual)
        return not same_paper, is_large(handout.variant) != is_large(usual)

    return tuple(
        HandoutView(
            href=place.root + handout.path,
            variant=handout.variant,
            label=_variant_label(place, handout.variant),
            pages=place.words.say_many("%(num)s page", "%(num)s pages", handout.pages),
            size=describe_size(place.words, handout.size),
            usual=handout.variant == usual,
            large=is_large(handout.variant),
        )
        for handout in sorted(made, key=rank)
    )


def _variant_label(place: Place, variant: str) -> str:
    paper = paper_name(variant)
    return place.words.say("%(paper)s, large print", paper=paper) if is_large(variant) else paper


def _exercise_view(
    place: Place, exercise: Exercise, dose: Dose, safety: SafetyView, review: ReviewResult
) -> ExerciseView:
    settings, exercises = place.edition.library.settings, place.edition.library.exercises
    easier, harder = exercises.get(exercise.easier), exercises.get(exercise.harder)
    return ExerciseView(
        slug=exercise.slug,
        title=exercise.title,
        plain=exercise.plain,
        summary=exercise.summary,
        href=place.root + page_path(exercise),
        regions=tuple(settings.regions[slug] for slug in exercise.region),
        goal=goal_label(place.words, exercise.goal),
        position=position_label(place.words, exercise.position),
        equipment=tuple(settings.equipment[slug] for slug in exercise.equipment),
        muscles=exercise.muscles,
        felt_in=exercise.felt_in,
        intro=body_html(place, exercise.body.before),
        steps=show_steps(place, exercise),
        groups=show_groups(place, exercise),
        frames=show_frames(place, exercise),
        figure=show_figure(place, exercise),
        picture=show_thumbnail(place, exercise),
        side_shown=show_side(place, exercise),
        drawn_side=find_side(place, exercise),
        after=body_html(place, exercise.body.after),
        dose=describe_dose(place.words, exercise, dose, _set_by(place, exercise)),
        safety=safety,
        mistakes=exercise.mistakes,
        easier=present_card(place, easier) if easier else None,
        harder=present_card(place, harder) if harder else None,
        programs=(),
        sources=exercise.sources,
        version=_version(place, exercise.updated, review),
        handouts=present_handouts(place, exercise),
    )


def _programs_with(place: Place, exercise: Exercise) -> tuple[LinkView, ...]:
    return tuple(
        LinkView(program.title, place.root + page_path(program))
        for program in place.edition.library.programs_with[exercise.slug]
    )


def _set_by(place: Place, exercise: Exercise) -> tuple[str, ...]:
    """Who changed the dose of an exercise, where somebody did so for a patient."""
    patient = place.edition.patient
    if not patient or exercise.slug not in patient.changed:
        return ()
    return say_set_by(place.words, patient.therapist)


def _version(place: Place, updated: str, review: ReviewResult) -> VersionView:
    day = updated or review.review.on
    due = review.review.due if review.state in ("reviewed", "due-soon", "overdue") else ""
    return VersionView(
        date=place.words.day(day),
        code=review.of[:7],
        state=review.state,
        state_text=state_text(place.words, review),
        use_until=place.words.day(due),
    )


def _equipment_in_short(place: Place, exercise: Exercise) -> str:
    labels = place.edition.library.settings.equipment
    named = [labels[slug] for slug in exercise.equipment]
    return ", ".join(named) if named else place.words.say("No equipment")


def _each_once(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(labels))
