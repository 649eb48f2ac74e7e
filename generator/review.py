"""The review of clinical content: what was signed, by whom, and whether it still holds."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from generator.config import due_date
from generator.errors import Problem, Severity
from generator.model import Body, Exercise, Library, Program, Review, SafetySheet
from generator.views import ReviewState

Reviewed = Exercise | Program | SafetySheet

_HOLDS = ("reviewed", "due-soon")
_NOT_CLINICAL = frozenset({"slug", "also", "sources", "updated", "review", "source", "picture"})


@dataclass(frozen=True)
class ReviewResult:
    """The state of a record's review on a day.

    `review` is its signature with the due date filled in, `of` the hash of the clinical content
    as it is now.
    """

    state: ReviewState
    review: Review
    of: str


def review_record(library: Library, record: Reviewed, today: str) -> ReviewResult:
    """The review of a record as it stands today."""
    of = content_hash(library, record)
    review = record.review
    if not (review.by and review.on and review.of):
        return ReviewResult("not-reviewed", Review(), of)
    if not review.due:
        review = replace(review, due=due_date(review.on, library.settings.review_years))
    return ReviewResult(_state(review, of, today, library.settings.review_warn_days), review, of)


def content_hash(library: Library, record: Reviewed) -> str:
    """The hash of the clinical content that a signature covers.

    An exercise with its resolved safety sheets; a program with its exercises and its overrides.
    """
    clinical = json.dumps(_clinical(library, record), sort_keys=True, ensure_ascii=False)
    return sha256(clinical.encode()).hexdigest()[:16]


def check_reviews(library: Library, today: str) -> Iterator[Problem]:
    """A problem for every record whose review is missing, half filled in, old or outdated."""
    unreviewed = 0
    for record in reviewed_records(library):
        result = review_record(library, record, today)
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
    fields = {key: value for key, value in asdict(record).items() if key not in _NOT_CLINICAL}
    fields["body"] = _body_text(record.body)
    if not isinstance(record, SafetySheet):
        fields["safety"] = [_clinical(library, library.safety[slug]) for slug in record.safety]
    if isinstance(record, Program):
        fields["exercises"] = [
            _clinical(library, library.exercises[entry.exercise]) for entry in record.entries
        ]
    return fields


def _body_text(body: Body) -> list[str]:
    return [body.before, *(step.html for step in body.steps), body.after]
