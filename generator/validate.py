"""Front matter to the clinical model: every value checked, every problem at its line."""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.errors import Problem
from generator.frontmatter import FrontMatter
from generator.model import (
    Body,
    Dose,
    Exercise,
    Page,
    Program,
    ProgramEntry,
    Record,
    Review,
    SafetySheet,
    Schedule,
    Source,
    Urgent,
    find_line,
)
from generator.parse import did_you_mean
from generator.schema import (
    DoseFields,
    ExerciseFields,
    Fields,
    PageFields,
    ProgramFields,
    SheetFields,
)

F = TypeVar("F", bound=Fields)


def validate(
    kind: str, source: Source, front: FrontMatter, body: Body, problems: list[Problem]
) -> Record | None:
    """The record that a file describes; `None` when something in its front matter is wrong.

    `kind` is the folder: exercises, programs, safety or pages.
    """
    slug = PurePosixPath(source.path).stem
    record = _VALIDATE[kind](slug, source, front, body, problems)
    if isinstance(record, Exercise | Program | SafetySheet) and _is_half_signed(record.review):
        message = "the review is filled in, but not signed: it does not count"
        hint = f'sign it with  handouts review {source.path} --by "…"'
        line = source.line("review")
        problems.append(Problem(source.path, line, message, hint, "warning"))
    return record


def parse_fields(kind: type[F], path: str, front: FrontMatter, problems: list[Problem]) -> F | None:
    """The front matter as the fields of its kind; `None` when a value does not fit."""
    try:
        return kind.model_validate(front.values)
    except ValidationError as error:
        problems.extend(_problem(kind, path, front, details) for details in error.errors())
        return None


def _exercise(
    slug: str, source: Source, front: FrontMatter, body: Body, problems: list[Problem]
) -> Exercise | None:
    fields = parse_fields(ExerciseFields, source.path, front, problems)
    if fields is None:
        return None
    values = vars(fields) | {
        "dose": _dose(fields.dose),
        "review": Review(**vars(fields.review)),
    }
    return Exercise(slug=slug, body=body, source=source, **values)


def _program(
    slug: str, source: Source, front: FrontMatter, body: Body, problems: list[Problem]
) -> Program | None:
    fields = parse_fields(ProgramFields, source.path, front, problems)
    if fields is None:
        return None
    values = vars(fields) | {
        "schedule": Schedule(**vars(fields.schedule)),
        "review": Review(**vars(fields.review)),
    }
    del values["exercises"]
    entries = tuple(
        ProgramEntry(entry.exercise, _dose(entry.dose) if entry.dose else None, entry.note)
        for entry in fields.exercises
    )
    return Program(slug=slug, body=body, source=source, entries=entries, **values)


def _sheet(
    slug: str, source: Source, front: FrontMatter, body: Body, problems: list[Problem]
) -> SafetySheet | None:
    fields = parse_fields(SheetFields, source.path, front, problems)
    if fields is None:
        return None
    values = vars(fields) | {
        "urgent": Urgent(**vars(fields.urgent)),
        "review": Review(**vars(fields.review)),
    }
    return SafetySheet(slug=slug, body=body, source=source, **values)


def _page(
    slug: str, source: Source, front: FrontMatter, body: Body, problems: list[Problem]
) -> Page | None:
    fields = parse_fields(PageFields, source.path, front, problems)
    if fields is None:
        return None
    return Page(slug=slug, body=body, source=source, **vars(fields))


_VALIDATE: dict[str, Callable[[str, Source, FrontMatter, Body, list[Problem]], Record | None]] = {
    "exercises": _exercise,
    "programs": _program,
    "safety": _sheet,
    "pages": _page,
}


def _is_half_signed(review: Review) -> bool:
    """Whether a review was written by hand: only `handouts review` knows the hash."""
    return any((review.by, review.on, review.of)) and not all((review.by, review.on, review.of))


def _dose(fields: DoseFields) -> Dose:
    return Dose(**vars(fields))


def _problem(kind: type[Fields], path: str, front: FrontMatter, details: ErrorDetails) -> Problem:
    name = ".".join(str(part) for part in details["loc"])
    message, hint = _explain(kind, name, details)
    entry = str(details.get("ctx", {}).get("entry", ""))
    missing = details["type"] == "missing" and "." not in name
    line = 1 if missing else find_line(front.lines, name + entry)
    return Problem(path, line, message, hint)


def _explain(kind: type[Fields], name: str, details: ErrorDetails) -> tuple[str, str]:
    parent, _, key = name.rpartition(".")
    if details["type"] == "missing":
        return f"{name} is missing", _example(kind, name)
    if details["type"] == "extra_forbidden":
        known = _keys(kind, parent)
        hint = did_you_mean(key, known) or f"known keys: {', '.join(known)}"
        return f"unknown key {name}", hint
    context = details.get("ctx", {})
    return f"{name} {context.get('message', details['msg'])}", str(context.get("hint", ""))


def _example(kind: type[Fields], name: str) -> str:
    parent, _, key = name.rpartition(".")
    described: Any = _fields_at(kind, parent).model_fields.get(key)
    return f"add a line  {key}: …  ({described.description})" if described else ""


def _keys(kind: type[Fields], parent: str) -> list[str]:
    fields = _fields_at(kind, parent).model_fields
    return [field.alias or name for name, field in fields.items()]


def _fields_at(kind: type[BaseModel], parent: str) -> type[BaseModel]:
    """The group of fields that a dotted name stands for, such as those of a dose."""
    for part in parent.split(".") if parent else []:
        # The number of an entry and the slug that a group is for are no fields.
        if part in kind.model_fields:
            kind = next(iter(_groups_in(kind.model_fields[part].annotation)), kind)
    return kind


def _groups_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [group for inner in getattr(annotation, "__args__", ()) for group in _groups_in(inner)]
