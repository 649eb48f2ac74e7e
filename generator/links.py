"""Checks between files: every slug, term, link and picture that a page names leads somewhere."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import PurePosixPath

from generator.body import GENERATED_PAGES
from generator.config import CLINIC_FILE, line_of_key
from generator.errors import Problem
from generator.model import Exercise, Program, SafetySheet, Settings
from generator.parse import did_you_mean
from generator.read import KINDS
from generator.validate import Record

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WINDOWS_DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)
}
# The two-letter codes of ISO 639-1: folders and file endings of translations.
_LANGUAGES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy "
    "hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg "
    "li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or "
    "os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta "
    "te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
_OWN_PAGES = {"index", "404", "by-region", "by-position", "by-equipment"}
_MAX_SLUG = 80


def check_slug(path: str, slug: str) -> Iterator[Problem]:
    """A problem when a file's name cannot be the address of its page."""
    name, _, language = slug.rpartition(".")
    if name and language in _LANGUAGES:
        hint = "this version builds one language, English: move the file out of content/"
        yield Problem(path, 1, f"translations ({language}) cannot be built yet", hint)
    elif not _SLUG.fullmatch(slug) or len(slug) > _MAX_SLUG:
        tidy = "-".join(re.findall(r"[a-z0-9]+", slug.lower()))[:_MAX_SLUG]
        hint = f"rename it to {tidy}.md" if tidy else "rename it"
        message = "a file name holds small letters, digits and single hyphens only"
        yield Problem(path, 1, f"{message}, got {slug}.md", hint)
    elif slug in _WINDOWS_DEVICES | _LANGUAGES | _OWN_PAGES:
        yield Problem(path, 1, f"the file name {slug}.md is reserved", "choose another name")


def check_links(
    records: Iterable[Record], slugs: Mapping[str, Set[str]], media: Set[str]
) -> Iterator[Problem]:
    """A problem for every slug, link and picture in the records that leads nowhere."""
    for record in records:
        yield from _check_slugs(record, slugs)
        yield from _check_body(record, slugs, media)


def check_settings(
    records: Iterable[Record],
    settings: Settings,
    media: Set[str],
    texts: Mapping[str, str],
) -> Iterator[Problem]:
    """A problem for every region, equipment or setting that does not fit the site's settings."""
    for record in records:
        yield from _check_terms(record, settings)
        if isinstance(record, Program) and len(record.entries) > settings.max_exercises:
            message = f"the program has {len(record.entries)} exercises, more than {settings.max_exercises}"
            hint = "fewer exercises are done better; the limit is max_exercises in clinic.toml"
            line = record.source.line("exercises")
            yield Problem(record.source.path, line, message, hint, "warning")
    logo = settings.clinic.logo
    if logo and (not logo.startswith("media/") or logo.removeprefix("media/") not in media):
        line = line_of_key(texts[CLINIC_FILE], "clinic.logo")
        hint = 'put the picture into content/media and write  logo = "media/NAME.svg"'
        yield Problem(CLINIC_FILE, line, f'the logo "{logo}" does not exist', hint)


def _check_slugs(record: Record, slugs: Mapping[str, Set[str]]) -> Iterator[Problem]:
    if not isinstance(record, SafetySheet):
        for number, sheet in enumerate(record.safety):
            yield from _check_slug_of(record, f"safety.{number}", sheet, "safety", slugs)
    if isinstance(record, Exercise):
        for key in ("easier", "harder"):
            if getattr(record, key):
                yield from _check_slug_of(record, key, getattr(record, key), "exercises", slugs)
    if isinstance(record, Program):
        seen: set[str] = set()
        for number, entry in enumerate(record.entries):
            name = f"exercises.{number}"
            yield from _check_slug_of(record, name, entry.exercise, "exercises", slugs)
            if entry.exercise in seen:
                message = f'{name} names "{entry.exercise}" a second time'
                yield Problem(record.source.path, record.source.line(name), message)
            seen.add(entry.exercise)


def _check_slug_of(
    record: Record, name: str, slug: str, kind: str, slugs: Mapping[str, Set[str]]
) -> Iterator[Problem]:
    if slug in slugs[kind] and slug != record.slug:
        return
    message = f'{name} names "{slug}", but there is no file content/{kind}/{slug}.md'
    hint = did_you_mean(slug, slugs[kind] - {record.slug})
    if slug == record.slug and kind == "exercises":
        message, hint = f"{name} names the page itself", ""
    yield Problem(record.source.path, record.source.line(name), message, hint)


def _check_terms(record: Record, settings: Settings) -> Iterator[Problem]:
    terms: list[tuple[str, tuple[str, ...], Mapping[str, str]]] = []
    if isinstance(record, Exercise | Program):
        terms.append(("region", record.region, settings.regions))
    if isinstance(record, Exercise):
        terms.append(("equipment", record.equipment, settings.equipment))
    for key, found, known in terms:
        for number, slug in enumerate(found):
            if slug not in known:
                hint = did_you_mean(slug, known) or f'add it to content/terms.toml:  {slug} = "…"'
                line = record.source.line(f"{key}.{number}")
                yield Problem(
                    record.source.path,
                    line,
                    f'{key} "{slug}" is not in terms.toml',
                    hint,
                )


def _check_body(
    record: Record, slugs: Mapping[str, Set[str]], media: Set[str]
) -> Iterator[Problem]:
    path = record.source.path
    pages = {f"content/{kind}/{slug}.md" for kind in KINDS for slug in slugs[kind]}
    for link in record.body.links:
        inside = link.target.removeprefix("content/")
        if link.target not in pages and inside not in GENERATED_PAGES:
            nearest = did_you_mean(
                PurePosixPath(inside).stem, {PurePosixPath(p).stem for p in pages}
            )
            message = f'the link "{link.href}" goes nowhere: there is no {link.target}'
            yield Problem(path, link.line, message, nearest)
    for picture in record.body.pictures:
        if picture.target.removeprefix("content/media/") not in media:
            message = f'the picture "{picture.href}" is missing: there is no {picture.target}'
            yield Problem(path, picture.line, message, "put the file into content/media")
