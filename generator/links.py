"""Checks between files: every slug, term, link and picture that a page names leads somewhere."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from difflib import get_close_matches
from pathlib import PurePosixPath
from posixpath import dirname, relpath

from generator.addresses import GENERATED_PAGES
from generator.errors import Problem
from generator.model import Body, Exercise, Link, Program, Record, SafetySheet, Settings
from generator.parse import did_you_mean, shown
from generator.read import CLINIC_FILE

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
_LISTED = 6


def check_slug(path: str, slug: str) -> Iterator[Problem]:
    """A problem when a file's name cannot be the address of its page."""
    name, _, language = slug.rpartition(".")
    if name and language in _LANGUAGES:
        hint = "this version builds one language, English: move the file out of content/"
        yield Problem(path, 1, f"translations ({language}) cannot be built yet", hint)
    elif not _SLUG.fullmatch(slug) or len(slug) > _MAX_SLUG:
        plain = unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode()
        tidy = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:_MAX_SLUG].strip("-")
        hint = f"rename it to {tidy or 'another-name'}.md"
        message = "a file name holds small letters, digits and single hyphens only"
        yield Problem(path, 1, f"{message}, got {slug}.md", hint)
    elif slug in _WINDOWS_DEVICES | _LANGUAGES | _OWN_PAGES:
        yield Problem(
            path, 1, f"the file name {slug}.md is reserved", f"rename it, such as {slug}-page.md"
        )


def check_slugs(
    records: Iterable[Record], slugs: Mapping[str, AbstractSet[str]]
) -> Iterator[Problem]:
    """A problem for every slug in a front matter that names no file."""
    for record in records:
        for key, kind in (("safety", "safety"), ("easier", "exercises"), ("harder", "exercises")):
            yield from _check_key(record, key, kind, slugs[kind])
        if isinstance(record, Program):
            named = [(f"exercises.{n}", e.exercise) for n, e in enumerate(record.entries)]
            yield from _check_named(record, "exercises", named, slugs["exercises"], "exercises")


def check_sheets(
    records: Iterable[Record],
    exercises: Mapping[str, Exercise],
    sheets: Mapping[str, SafetySheet],
) -> Iterator[Problem]:
    """A problem where the sheets of a page differ in whom to call, or by when.

    A page and a handout have room for one answer: two would leave the patient to choose.
    """
    for record in records:
        found = [
            (place, sheets[slug]) for place, slug in _sheets_of(record, exercises) if slug in sheets
        ]
        for place, sheet in found[1:]:
            first, other = found[0][1].urgent, sheet.urgent
            if (first.call, first.when) != (other.call, other.when):
                message = (
                    f"the safety sheets {found[0][1].slug} and {sheet.slug} do not agree: "
                    f'urgent says "{first.call}, {first.when}" and "{other.call}, {other.when}"'
                )
                hint = "give both sheets the same  call  and  when, or name one sheet"
                yield Problem(record.source.path, record.source.line(place), message, hint)


def _sheets_of(record: Record, exercises: Mapping[str, Exercise]) -> Iterator[tuple[str, str]]:
    """The sheets that a page shows, each with the key that names it or the exercise it is of."""
    for number, slug in enumerate(_listed(record, "safety")):
        yield f"safety.{number}", slug
    if isinstance(record, Program):
        for number, entry in enumerate(record.entries):
            if entry.exercise in exercises:
                for slug in exercises[entry.exercise].safety:
                    yield f"exercises.{number}", slug


def check_body(
    path: str, body: Body, pages: AbstractSet[str], media: AbstractSet[str]
) -> Iterator[Problem]:
    """A problem for every link and picture in a body that leads nowhere."""
    for link in body.links:
        if link.target not in pages and link.target.removeprefix("content/") not in GENERATED_PAGES:
            message = f"the link {shown(link.href)} leads nowhere: there is no {link.target}"
            if not link.target.startswith("content/"):
                message = f"the link {shown(link.href)} leads out of the content folder"
            yield Problem(path, link.line, message, _link_hint(path, link, pages))
    for picture in body.pictures:
        if picture.target.removeprefix("content/media/") not in media:
            message = f"the picture {shown(picture.href)} is missing: there is no {picture.target}"
            yield Problem(path, picture.line, message, _picture_hint(picture, media))


def check_settings(
    records: Iterable[Record],
    settings: Settings,
    media: AbstractSet[str],
    texts: Mapping[str, str],
) -> Iterator[Problem]:
    """A problem for every region, equipment or setting that does not fit the site's settings."""
    for record in records:
        yield from _check_terms(record, settings)
        if isinstance(record, Program) and len(record.entries) > settings.max_exercises:
            many = f"{len(record.entries)} exercises, more than {settings.max_exercises}"
            message = f"the program has {many}"
            hint = "fewer exercises are done better; the limit is max_exercises in clinic.toml"
            line = record.source.line("exercises")
            yield Problem(record.source.path, line, message, hint, "warning")
    logo = settings.clinic.logo
    if logo and (not logo.startswith("media/") or logo.removeprefix("media/") not in media):
        from generator.toml_problems import line_of_key

        line = line_of_key(texts[CLINIC_FILE], "clinic.logo")
        hint = 'put the picture into content/media and write  logo = "media/NAME.svg"'
        yield Problem(CLINIC_FILE, line, f'the logo "{logo}" does not exist', hint)


def _link_hint(path: str, link: Link, pages: AbstractSet[str]) -> str:
    """The nearest page, as it is written in a link from this file."""
    near = {PurePosixPath(page).stem: page for page in sorted(pages - {path}, reverse=True)}
    stem = PurePosixPath(link.target).name.partition(".")[0].lower()
    nearest = get_close_matches(stem, near, n=1, cutoff=0.6)
    if nearest:
        return f"did you mean {relpath(near[nearest[0]], dirname(path))}?"
    return "name a file of this site, such as  ../programs/NAME.md"


def _picture_hint(picture: Link, media: AbstractSet[str]) -> str:
    """A file of the same name with another ending or other capitals, or what to do."""
    stem = PurePosixPath(picture.target).stem.lower()
    for name in sorted(media):
        if PurePosixPath(name).stem.lower() == stem:
            return f"did you mean ../media/{name}?"
    return "put the file into content/media"


def _listed(record: Record, key: str) -> tuple[str, ...]:
    """The slugs under a key, which may hold one or several, or not belong to this kind of page."""
    value = getattr(record, key, ())
    return value if isinstance(value, tuple) else (value,) if value else ()


def _check_key(record: Record, key: str, kind: str, known: AbstractSet[str]) -> Iterator[Problem]:
    named = [(f"{key}.{number}", slug) for number, slug in enumerate(_listed(record, key))]
    yield from _check_named(record, key, named, known, kind)


def _check_named(
    record: Record, key: str, named: list[tuple[str, str]], known: AbstractSet[str], kind: str
) -> Iterator[Problem]:
    path, seen = record.source.path, set[str]()
    for place, slug in named:
        line = record.source.line(place)
        if isinstance(record, Exercise) and slug == record.slug and kind == "exercises":
            yield Problem(path, line, f"{key} names the page itself", "name another exercise")
        elif slug not in known:
            message = f"{key} names {shown(slug)}, but there is no file content/{kind}/{slug}.md"
            yield Problem(path, line, message, _slug_hint(slug, known, kind))
        elif slug in seen:
            hint = "keep one of the two"
            yield Problem(path, line, f"{key} names {shown(slug)} a second time", hint)
        seen.add(slug)


def _slug_hint(slug: str, known: AbstractSet[str], kind: str) -> str:
    nearest = did_you_mean(slug.removesuffix(".md"), known)
    listed = ", ".join([*sorted(known)[:_LISTED], *(["…"] if len(known) > _LISTED else [])])
    return nearest or (f"there are: {listed}" if known else f"make it in content/{kind} first")


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
                    f"{key} {shown(slug)} is not in content/terms.toml",
                    hint,
                )
