"""Applies a prescription to a library: the exercises that one patient is to do, and how."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.edition import Patient, page_path
from generator.errors import Problem, has_errors
from generator.library import Library
from generator.links import check_sheets
from generator.model import Dose, Exercise, Program, ProgramEntry, Review, Schedule
from generator.parse import did_you_mean
from generator.patients.discretion import call
from generator.patients.prescription import Prescription
from generator.plain import plain_text
from generator.review import check_reviews, review_record, review_together
from generator.sidedness import check_sides
from generator.sore import SIDES, find_unnamed, take_side
from generator.words import Words

# How an exercise is done that has a side of its own.
_KEEPS: Mapping[str, str] = {
    "left": "always done on the left",
    "right": "always done on the right",
    "each": "done on each side",
    "both": "done on both sides at once",
}


@dataclass(frozen=True)
class Prescribed:
    """What a patient is to do: one exercise or a program, and the library with both as changed."""

    record: Exercise | Program
    library: Library
    patient: Patient

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises in the order in which they are printed."""
        if isinstance(self.record, Exercise):
            return (self.record,)
        return tuple(self.library.exercises[entry.exercise] for entry in self.record.entries)


@dataclass(frozen=True)
class _Choice:
    """An exercise that was chosen, with its dose and note in the program that it is taken from."""

    exercise: Exercise
    dose: Dose
    note: str = ""
    program: Program | None = None


def prescribe(
    library: Library,
    words: Words,
    today: str,
    prescription: Prescription,
    problems: list[Problem],
) -> Prescribed | None:
    """What a prescription makes of a library; `None`, and problems, when it does not fit.

    Exercises are taken from several programs; a program's own dose and note come with its
    exercises. Reviews and versions stay those of the content: what was put together has the gravest
    review of all that it was taken from, and a version made of theirs.
    """
    found: list[Problem] = []
    chosen = _choose(library, prescription, found)
    doses = [_change_dose(prescription, choice, found) for choice in chosen]
    sources = _sources(chosen)
    exercises = [take_side(choice.exercise, prescription.side, words) for choice in chosen]
    found += _check_sides(library, prescription, exercises) if prescription.side else ()
    found += _check_reviews(library, today, sources)
    problems.extend(found)
    if has_errors(found):
        return None
    record = _put_together(words, prescription, chosen, doses, sources)
    if disagreeing := list(_check_sheets(library, prescription, record)):
        problems.extend(disagreeing)
        return None
    if isinstance(record, Exercise):
        record = exercises[0] = replace(exercises[0], dose=doses[0])
    reviews = {page_path(one): review_record(library, one, today) for one in sources}
    whole = review_together([review_record(library, one, today) for one in sources])
    is_sided = any(choice.exercise.side == "affected" for choice in chosen)
    is_changed = [dose != choice.dose for dose, choice in zip(doses, chosen, strict=True)]
    patient = Patient(
        name=prescription.name,
        therapist=prescription.therapist,
        date=prescription.date,
        note=prescription.note,
        side=prescription.side if is_sided else "",
        changed=frozenset(
            one.slug for one, changed in zip(exercises, is_changed, strict=True) if changed
        ),
        reviews=reviews | {page_path(record): whole},
    )
    changed = {exercise.slug: exercise for exercise in exercises}
    library = replace(library, exercises=library.exercises | changed)
    return Prescribed(record, library, patient)


def _choose(library: Library, prescription: Prescription, problems: list[Problem]) -> list[_Choice]:
    """The exercises of all that is named, in order, each once; then only some of them."""
    named: list[_Choice] = []
    for number, slug in enumerate(prescription.handouts):
        choices = list(_look_up(library, slug))
        if not choices:
            problems.append(_unknown(library, prescription, number))
        known = {choice.exercise.slug for choice in named}
        for choice in choices:
            if choice.exercise.slug not in known:
                named.append(choice)
            else:
                message = f'the exercise "{choice.exercise.slug}" is named twice: it stands once'
                problems.append(prescription.warning(f"handouts.{number}", message))
    slugs = [choice.exercise.slug for choice in named]
    problems.extend(_check_named(prescription, slugs) if slugs else ())
    kept = [slug for slug in dict.fromkeys(prescription.only or slugs) if slug in slugs]
    kept = [slug for slug in kept if slug not in prescription.drop]
    if slugs and not kept:
        problems.append(prescription.problem("only", "no exercise is left", "keep at least one"))
    by_slug = {choice.exercise.slug: choice for choice in named}
    chosen = [by_slug[slug] for slug in kept]
    most = library.settings.max_exercises
    if len(chosen) > most:
        message = f"the handout has {len(chosen)} exercises, more than {most}"
        hint = "fewer exercises are done better: choose some with only, or drop some"
        problems.append(prescription.warning("handouts", message, hint))
    return chosen


def _look_up(library: Library, slug: str) -> Iterator[_Choice]:
    """The exercises that a slug stands for; a folder before it tells a program from an exercise."""
    folder, _, name = slug.removesuffix(".md").rpartition("/")
    program, exercise = library.programs.get(name), library.exercises.get(name)
    if program and folder in ("", "programs"):
        for entry in program.entries:
            listed = library.exercises[entry.exercise]
            yield _Choice(listed, entry.dose or listed.dose, entry.note, program)
    elif exercise and folder in ("", "exercises"):
        yield _Choice(exercise, exercise.dose)


def _unknown(library: Library, prescription: Prescription, number: int) -> Problem:
    slug = prescription.handouts[number]
    message = f'there is no exercise or program "{call(slug)}"'
    hint = did_you_mean(slug, [*library.exercises, *library.programs])
    return prescription.problem(
        f"handouts.{number}", message, hint or "look in the site's list of handouts for its name"
    )


def _check_named(prescription: Prescription, slugs: list[str]) -> Iterator[Problem]:
    """A problem for each exercise that is to be kept, dropped or changed and is not there."""
    wanted = [
        *((f"only.{n}", slug) for n, slug in enumerate(prescription.only)),
        *((f"drop.{n}", slug) for n, slug in enumerate(prescription.drop)),
        *((f"dose.{slug}", slug) for slug in prescription.doses),
    ]
    for key, slug in wanted:
        what = key.partition(".")[0]
        if slug not in slugs:
            message = f'{what} names "{call(slug)}", which is no exercise of this handout'
            hint = did_you_mean(slug, slugs) or f"its exercises: {', '.join(slugs)}"
            yield prescription.problem(key, message, hint)
        elif what == "dose" and (
            slug in prescription.drop or slug not in (prescription.only or slugs)
        ):
            message = f'dose changes "{slug}", which is left out of this handout'
            yield prescription.problem(key, message, "take out one of the two")


def _change_dose(prescription: Prescription, choice: _Choice, problems: list[Problem]) -> Dose:
    """The dose of an exercise with what the prescription changes of it."""
    slug = choice.exercise.slug
    changes: dict[str, Any] = dict(prescription.doses.get(slug, {}))
    dose = replace(choice.dose, **changes)
    if dose.as_needed and dose.sets:
        message = f'the dose of "{slug}" would have both sets and as_needed'
        hint = "set as_needed to false, or leave the sets as they are"
        problems.append(prescription.problem(f"dose.{slug}", message, hint))
    return dose


def _check_sides(
    library: Library, prescription: Prescription, exercises: Iterable[Exercise]
) -> Iterator[Problem]:
    """A problem for each exercise whose steps name the other side than the one prescribed.

    A warning for each that leaves it open, and for those that keep a side of their own.
    """
    kept: dict[str, list[str]] = {}
    for exercise in exercises:
        own, figure = library.exercises[exercise.slug].side, library.figures.get(exercise.slug)
        if own != "affected":
            if own not in (prescription.side, SIDES[prescription.side]):
                kept.setdefault(own, []).append(exercise.slug)
            continue
        if unnamed := find_unnamed(plain_text(exercise)):
            message = f'"{exercise.slug}" says "{unnamed}" and not which side that is'
            hint = f"write  {{your sore side}}  with its marks in {exercise.source.path}"
            yield prescription.warning("side", message, hint)
        for problem in check_sides(exercise, figure) if figure else ():
            if problem.path == exercise.source.path:
                hint = "let the steps of this exercise speak of the sore side"
                yield replace(problem, hint=hint, severity="error")
    for how, slugs in kept.items():
        message = f"side {prescription.side} changes nothing in {', '.join(slugs)}: {_KEEPS[how]}"
        yield prescription.warning("side", message, "tell the patient, or leave it out")


def _check_sheets(
    library: Library, prescription: Prescription, record: Exercise | Program
) -> Iterator[Problem]:
    """A problem where the safety sheets of what was put together differ in whom to call."""
    for problem in check_sheets([record], library.exercises, library.safety):
        hint = "print these exercises on two handouts"
        yield prescription.problem("handouts", problem.message, hint)


def _check_reviews(
    library: Library, today: str, sources: Iterable[Exercise | Program]
) -> Iterator[Problem]:
    """Where reviews are required: a problem for each that does not hold of what is printed."""
    if library.settings.review_required:
        named = list(sources)
        slugs = {slug for record in named for slug in record.safety}
        paths = {record.source.path for record in named}
        paths |= {library.safety[slug].source.path for slug in slugs}
        yield from (one for one in check_reviews(library, today) if one.path in paths)


def _sources(chosen: list[_Choice]) -> list[Exercise | Program]:
    """What the handout is taken from: one whole program, or else exercises and programs."""
    programs = list({one.program.slug: one.program for one in chosen if one.program}.values())
    if len(programs) == 1 and _is_whole(programs[0], chosen):
        return [programs[0]]
    return [*programs, *(choice.exercise for choice in chosen)]


def _is_whole(program: Program, chosen: list[_Choice]) -> bool:
    """Whether a program's exercises were chosen as they stand there, and no other."""
    listed = [entry.exercise for entry in program.entries]
    return listed == [c.exercise.slug for c in chosen if c.program] and len(listed) == len(chosen)


def _put_together(
    words: Words,
    prescription: Prescription,
    chosen: list[_Choice],
    doses: list[Dose],
    sources: list[Exercise | Program],
) -> Exercise | Program:
    """One exercise that was named as such, or else a program of all of them."""
    programs = [source for source in sources if isinstance(source, Program)]
    if len(chosen) == 1 and not programs:
        return chosen[0].exercise
    whole = len(sources) == 1
    one = programs[0] if len(programs) == 1 and all(choice.program for choice in chosen) else None
    schedules = {program.schedule for program in programs}
    is_unchanged = whole and not (prescription.note or prescription.doses)
    source = (one or chosen[0].exercise).source
    return Program(
        slug=one.slug if one else "",
        title=prescription.title or (one.title if one else words.say("Your exercises")),
        summary=one.summary if one and whole else "",
        region=(),
        safety=tuple(dict.fromkeys(slug for program in programs for slug in program.safety)),
        schedule=schedules.pop() if len(schedules) == 1 else Schedule(),
        entries=tuple(
            ProgramEntry(choice.exercise.slug, dose, choice.note)
            for choice, dose in zip(chosen, doses, strict=True)
        ),
        max_pages=one.max_pages if one and is_unchanged else None,
        sources=tuple(dict.fromkeys(text for source in sources for text in source.sources)),
        updated=max(source.updated for source in sources),
        review=Review(),
        body=one.body if one else chosen[0].exercise.body,
        source=source,
    )
