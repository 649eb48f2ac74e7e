"""The review of clinical content: what was signed, by whom, and whether it still holds."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from hashlib import sha256

from generator.errors import Problem, Severity
from generator.figures.pose import Figure
from generator.library import Library
from generator.model import Body, Exercise, Program, Review, ReviewState, SafetySheet

Reviewed = Exercise | Program | SafetySheet

_HOLDS = ("reviewed", "due-soon")
GRAVEST_FIRST = ("not-reviewed", "changed", "overdue", "due-soon", "reviewed")
_NOT_POSE = frozenset({"number", "camera", "lines"})
_NOT_CLINICAL = frozenset({"slug", "also", "sources", "updated", "review", "source", "picture"})


@dataclass(frozen=True)
class ReviewResult:
    """The state of a record's review on a day.

    `review` is its signature with the due date filled in, `of` the hash of the clinical content
    as it is now. `several` says that it is the gravest of several, made on different days.
    """

    state: ReviewState
    review: Review
    of: str
    several: bool = False


def review_record(library: Library, record: Reviewed, today: str) -> ReviewResult:
    """The review of a record as it stands today."""
    of = content_hash(library, record)
    review = record.review
    if not (review.by and review.on and review.of):
        return ReviewResult("not-reviewed", Review(), of)
    if not review.due:
        review = replace(review, due=due_date(review.on, library.settings.review_years))
    return ReviewResult(_state(review, of, today, library.settings.review_warn_days), review, of)


def review_together(results: Sequence[ReviewResult]) -> ReviewResult:
    """One review for what was put together of several records: the gravest, then the oldest."""
    gravest = min(results, key=lambda one: (GRAVEST_FIRST.index(one.state), one.review.on))
    if len(results) == 1:
        return gravest
    of = sha256(" ".join(one.of for one in results).encode()).hexdigest()[:16]
    several = len({(one.review.by, one.review.on) for one in results}) > 1
    return replace(gravest, of=of, several=several)


def due_date(on: str, years: int) -> str:
    """The day a review made on a day runs out, as an ISO date."""
    day = date.fromisoformat(on)
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year).isoformat()
    except ValueError:
        # The 29th of February, in a year that has none.
        return day.replace(year=year, day=28).isoformat()


def content_hash(library: Library, record: Reviewed) -> str:
    """The hash of the clinical content that a signature covers.

    An exercise with its resolved safety sheets and its figure; a program with its exercises and
    its overrides.
    """
    return sha256(_WRITER.encode(_clinical(library, record)).encode()).hexdigest()[:16]


def check_reviews(
    library: Library, today: str, review: Callable[[Reviewed], ReviewResult] | None = None
) -> Iterator[Problem]:
    """A problem for every record whose review is missing, half filled in, old or outdated.

    `review` finds the review of a record, for who wants to know it again later.
    """
    review = review or partial(review_record, library, today=today)
    unreviewed = 0
    for record in reviewed_records(library):
        result = review(record)
        required = library.settings.review_required and result.state not in _HOLDS
        if result.state == "not-reviewed" and not required:
            unreviewed += 1
        elif message := _explain(result):
            line = record.source.line("review")
            hint = f'sign it with  handouts review {record.source.path} --by "…"'
            severity: Severity = "error" if required else "warning"
            yield Problem(record.source.path, line, message, hint, severity)
    if unreviewed:
        message = f"{unreviewed} files are not yet reviewed by a clinician: page and handout say so"
        hint = 'sign each with  handouts review FILE --by "…"'
        yield Problem("content", 0, message, hint, "warning")


def reviewed_records(library: Library) -> list[Reviewed]:
    """Everything that a clinician signs: exercises, programs and safety sheets."""
    return [
        *library.exercises.values(),
        *library.programs.values(),
        *library.safety.values(),
    ]


def _state(review: Review, of: str, today: str, warn_days: int) -> ReviewState:
    if review.of != of:
        return "changed"
    if review.due < today:
        return "overdue"
    soon = (date.fromisoformat(today) + timedelta(days=warn_days)).isoformat()
    return "due-soon" if review.due <= soon else "reviewed"


def _explain(result: ReviewResult) -> str:
    messages: dict[ReviewState, str] = {
        "not-reviewed": "the content is not yet reviewed by a clinician",
        "changed": f"the content has changed since its review on {result.review.on}",
        "overdue": f"the review was due on {result.review.due}",
        "due-soon": f"the review is due on {result.review.due}",
    }
    return messages.get(result.state, "")


def _clinical(library: Library, record: Reviewed) -> dict[str, object]:
    """The clinical fields of a record, with those of the records that it rests on."""
    fields = {key: value for key, value in vars(record).items() if key not in _NOT_CLINICAL}
    fields["body"] = _body_text(record.body)
    if not isinstance(record, SafetySheet):
        fields["safety"] = [_clinical(library, library.safety[slug]) for slug in record.safety]
    if isinstance(record, Program):
        fields["exercises"] = [
            _clinical(library, library.exercises[entry.exercise]) for entry in record.entries
        ]
    if isinstance(record, Exercise) and record.slug in library.figures:
        fields["figure"] = _clinical_figure(record, library.figures[record.slug])
    return fields


def _clinical_figure(exercise: Exercise, figure: Figure) -> dict[str, object]:
    """What a figure shows and says, and at which steps; not of whom, nor from where it is seen."""
    frames = [
        {key: value for key, value in vars(frame).items() if key not in _NOT_POSE}
        for frame in figure.frames
    ]
    return {
        "side": figure.side,
        "frames": frames,
        "steps": [step.frame for step in exercise.body.steps],
    }


def _body_text(body: Body) -> list[str]:
    return [body.before, *(step.html for step in body.steps), body.after]


def _plain(value: object) -> object:
    """A value of the model as JSON knows it, without the lines where things stand."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    return {key: part for key, part in vars(value).items() if key != "line"}


# What is signed is hashed in this form: to change it is to take every signature away.
_WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=_plain)
