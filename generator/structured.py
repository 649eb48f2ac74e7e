"""Structured data of a page for search engines: schema.org as JSON-LD."""

import json

from markupsafe import Markup

from generator.edition import Edition, page_path
from generator.model import Exercise, Program, SafetySheet
from generator.review import Reviewed
from generator.wording import describe_dose, describe_range

_QUOTE = json.JSONEncoder(ensure_ascii=False).encode


def describe_exercise(edition: Edition, exercise: Exercise) -> Markup:
    """An exercise as `MedicalWebPage` about an `ExercisePlan`."""
    return _page(
        edition, exercise, exercise.summary, page_path(exercise), [_plan(edition, exercise)]
    )


def describe_program(edition: Edition, program: Program) -> Markup:
    """A program as `MedicalWebPage` about an `ExercisePlan` for each of its exercises."""
    exercises = (edition.library.exercises[entry.exercise] for entry in program.entries)
    plans = [_plan(edition, exercise) for exercise in exercises]
    return _page(edition, program, program.summary, page_path(program), plans)


def describe_sheet(edition: Edition, sheet: SafetySheet) -> Markup:
    """A safety sheet as `MedicalWebPage`."""
    return _page(edition, sheet, sheet.summary, f"safety/{sheet.slug}.html", [])


def _page(
    edition: Edition, record: Reviewed, summary: str, path: str, about: list[dict[str, object]]
) -> Markup:
    settings, review = edition.library.settings, edition.review(record)
    page: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": record.title,
        "description": summary,
        "inLanguage": edition.words.language,
        "publisher": {"@type": "MedicalClinic", "name": settings.clinic.name},
    }
    if settings.base_url:
        page["url"] = f"{settings.base_url}/{path}"
    if record.updated:
        page["dateModified"] = record.updated
    if review.state in ("reviewed", "due-soon"):
        page["lastReviewed"] = review.review.on
        page["reviewedBy"] = {"@type": "Person", "name": review.review.by}
    if about:
        page["mainEntity"] = about[0] if len(about) == 1 else about
    # "<" would end the script element that carries the text.
    text = _write(page).replace("<", "\\u003c")
    return Markup(text)  # noqa: S704 escaped above


def _write(value: object, line: str = "\n") -> str:
    """Groups, lists and texts as JSON, a space deeper each: `json` itself does that in Python."""
    inside = f"{line} "
    if isinstance(value, dict):
        fields = (f"{_QUOTE(key)}: {_write(part, inside)}" for key, part in value.items())
        return f"{{{inside}{f',{inside}'.join(fields)}{line}}}"
    if isinstance(value, list):
        return f"[{inside}{f',{inside}'.join(_write(part, inside) for part in value)}{line}]"
    return _QUOTE(value)


def _plan(edition: Edition, exercise: Exercise) -> dict[str, object]:
    words, dose = edition.words, exercise.dose
    plan: dict[str, object] = {
        "@type": "ExercisePlan",
        "name": exercise.title,
        "description": exercise.summary,
        "exerciseType": exercise.goal,
        "intensity": ". ".join(describe_dose(words, exercise, dose).phrases),
    }
    if exercise.plain:
        plan["alternateName"] = exercise.plain
    if dose.reps or dose.sets:
        plan["repetitions"] = describe_range(words, dose.reps or dose.sets)
    if dose.load:
        plan["workload"] = dose.load
    return plan
