"""The library of a site: everything read, validated and linked, or all the problems."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from generator.body import render_body
from generator.errors import Problem, SiteError, has_errors
from generator.figures.pose import Figure
from generator.frontmatter import read_front_matter
from generator.kept import FindKept, recall_record, recall_settings
from generator.keying import check_figures, check_owners
from generator.links import check_body, check_settings, check_sheets, check_slug, check_slugs
from generator.model import (
    Body,
    Exercise,
    Page,
    Program,
    Record,
    SafetySheet,
    Settings,
    Source,
    pack_lines,
)
from generator.read import (
    CLINIC_FILE,
    KINDS,
    TERMS_FILE,
    TextFile,
    check_strays,
    list_media,
    list_pages,
    list_pose_files,
    read_text,
    slug_of,
)

R = TypeVar("R", Exercise, Program, SafetySheet, Page)


@dataclass(frozen=True)
class Library:
    """Everything that was read from the folder of a site, valid and linked.

    `figures` are those that are shown, by the slug of their exercise.
    """

    settings: Settings
    exercises: dict[str, Exercise]
    programs: dict[str, Program]
    safety: dict[str, SafetySheet]
    pages: dict[str, Page]
    media: frozenset[str]
    figures: dict[str, Figure] = field(default_factory=dict)

    @property
    def records(self) -> tuple[Exercise | Program, ...]:
        """All exercises, and then all programs."""
        return (*self.exercises.values(), *self.programs.values())

    @property
    def every_record(self) -> tuple[Record, ...]:
        """All that has a file of its own: exercises, programs, safety sheets and pages."""
        return (*self.records, *self.safety.values(), *self.pages.values())

    @cached_property
    def programs_with(self) -> Mapping[str, Sequence[Program]]:
        """The programs that each exercise is part of, by its slug."""
        found: dict[str, list[Program]] = {slug: [] for slug in self.exercises}
        for program in self.programs.values():
            for slug in dict.fromkeys(entry.exercise for entry in program.entries):
                found.setdefault(slug, []).append(program)
        return found


@dataclass(frozen=True)
class Reading:
    """What was read of a site: all problems, and its library unless one of them is an error.

    `settings`, `exercises` and `figures` are what is good of them, in any case. `texts` are the
    files by path.
    """

    library: Library | None
    settings: Settings | None
    exercises: Mapping[str, Exercise]
    figures: Mapping[str, Figure]
    texts: Mapping[str, str]
    problems: tuple[Problem, ...]


def load_library(site: Path) -> tuple[Library, list[Problem]]:
    """The library of a site, and its warnings.

    Raises `SiteError` with every problem of every file when one of them is an error.
    """
    reading = read_library(site)
    if reading.library is None:
        raise SiteError(reading.problems)
    return reading.library, list(reading.problems)


def read_library(
    site: Path, only: Collection[str] | None = None, known: FindKept | None = None
) -> Reading:
    """All files of a site, read, validated and linked.

    With `only`, of exercises and programs nothing but those with these slugs is read, and what
    they show of others. With `known`, the site was read before: what lies about in it is known, and
    free pages are read as well, since every page leads to them.
    """
    problems = [] if known else list(check_strays(site))
    texts: dict[str, str] = {}
    settings = _load_settings(site, known, texts, problems)
    bodies: dict[str, Body] = {}
    files = {kind: list_pages(site, kind) for kind in KINDS}
    load = partial(_load_records, site, files, known, texts=texts, bodies=bodies, problems=problems)
    records = _load_some(load, only) if only is not None else {kind: load(kind) for kind in KINDS}
    if known:
        records["pages"] = load("pages")
    slugs = {kind: {slug_of(path) for path in files[kind]} for kind in KINDS}
    exercises = _only(Exercise, records["exercises"])
    sheets = _only(SafetySheet, records["safety"])
    media = list_media(site)
    wanted = None if only is None else records["exercises"].keys()
    figures = _load_figures(site, texts, exercises, slugs["exercises"], problems, only=wanted)
    every = [record for kind in KINDS for record in records[kind].values()]
    problems.extend(check_slugs(every, slugs))
    problems.extend(check_sheets(every, exercises, sheets))
    every_page = {path for kind in KINDS for path in files[kind]}
    for path, body in bodies.items():
        problems.extend(check_body(path, body, every_page, media))
    if settings:
        problems.extend(check_settings(every, settings, media, texts))
    problems = [with_source(problem, texts) for problem in problems]
    if settings is None or has_errors(problems):
        return Reading(None, settings, exercises, figures, texts, tuple(problems))
    library = Library(
        settings=settings,
        exercises=exercises,
        programs=_only(Program, records["programs"]),
        safety=sheets,
        pages=_only(Page, records["pages"]),
        media=media,
        figures={
            slug: figure for slug, figure in figures.items() if exercises[slug].picture != "photos"
        },
    )
    return Reading(library, settings, exercises, library.figures, texts, tuple(problems))


def with_source(problem: Problem, texts: Mapping[str, str]) -> Problem:
    """The problem with the text of its line, so that the author sees what was written."""
    lines = texts.get(problem.path, "").split("\n")
    if problem.source or not 0 < problem.line <= len(lines):
        return problem
    return replace(problem, source=lines[problem.line - 1].rstrip()[:200])


def _load_settings(
    site: Path, known: FindKept | None, texts: dict[str, str], problems: list[Problem]
) -> Settings | None:
    files = [read_text(site, path, problems) for path in (CLINIC_FILE, TERMS_FILE)]
    texts.update((file.path, file.text) for file in files if file)
    clinic, terms = files
    if clinic is None or terms is None:
        return None
    kept = known(CLINIC_FILE) if known else None
    if kept and (settings := recall_settings(kept, clinic.text, terms.text)):
        return settings
    # What checks settings and front matter takes longer to load than an edited page to make.
    from generator.config import read_settings

    return read_settings(clinic, terms, problems)


def _load_some(
    load: Callable[..., dict[str, Record]], only: Collection[str]
) -> dict[str, dict[str, Record]]:
    """The exercises and programs of these slugs, those that they lead to, and all safety sheets."""
    programs = load("programs", only=only)
    listed = (entry for program in _only(Program, programs).values() for entry in program.entries)
    exercises = load("exercises", only={*only, *(entry.exercise for entry in listed)})
    found = _only(Exercise, exercises).values()
    shown = {slug for exercise in found for slug in (exercise.easier, exercise.harder)}
    exercises |= load("exercises", only=shown - exercises.keys())
    return {
        "exercises": exercises,
        "programs": programs,
        "safety": load("safety"),
        "pages": {},
    }


def _load_records(
    site: Path,
    files: Mapping[str, Sequence[str]],
    known: FindKept | None,
    kind: str,
    *,
    texts: dict[str, str],
    bodies: dict[str, Body],
    problems: list[Problem],
    only: Collection[str] | None = None,
) -> dict[str, Record]:
    """The good files of a kind. Every body is kept, so that its links are checked in any case."""
    records: dict[str, Record] = {}
    for path in files[kind]:
        slug = slug_of(path)
        if only is not None and slug not in only:
            continue
        problems.extend(check_slug(path, slug))
        file = read_text(site, path, problems)
        if file is None:
            continue
        texts[path] = file.text
        kept = known(path) if known else None
        record = recall_record(kept, file.text, problems) if kept else None
        if record:
            bodies[path] = record.body
        else:
            record = _read_record(kind, file, bodies, problems)
        if record:
            records[slug] = record
    return records


def _read_record(
    kind: str, file: TextFile, bodies: dict[str, Body], problems: list[Problem]
) -> Record | None:
    from generator.validate import validate

    front = read_front_matter(file.path, file.text, problems)
    if front is None:
        return None
    source = Source(file.path, file.text, pack_lines(front.lines), front.body_line)
    with_steps = kind == "exercises"
    body = render_body(source, front.body, with_steps=with_steps, problems=problems)
    bodies[file.path] = body
    return validate(kind, source, front, body, problems)


def _load_figures(
    site: Path,
    texts: dict[str, str],
    exercises: Mapping[str, Exercise],
    slugs: set[str],
    problems: list[Problem],
    *,
    only: Collection[str] | None,
) -> dict[str, Figure]:
    """The good figures, by the slug of their exercise."""
    pose_files = {
        slug: path for slug, path in list_pose_files(site).items() if only is None or slug in only
    }
    figures: dict[str, Figure] = {}
    if pose_files:
        from generator.figures.posefile.reading import read_figure
    for slug, path in pose_files.items():
        if file := read_text(site, path, problems):
            texts[path] = file.text
            if figure := read_figure(path, file.text, problems):
                figures[slug] = figure
    problems.extend(check_owners(pose_files, slugs))
    problems.extend(check_figures(exercises, figures, pose_files))
    return figures


def _only(kind: type[R], records: dict[str, Record]) -> dict[str, R]:
    return {slug: record for slug, record in records.items() if isinstance(record, kind)}
