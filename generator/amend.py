"""Makes anew only the pages that show an edited body; all others stand as they are."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Final

from generator.asked import BuildOptions, BuildResult
from generator.builder import plan_parts
from generator.edition import Edition
from generator.errors import Problem, SiteError, has_errors, sort_problems
from generator.frame import web_place
from generator.glance import Glance
from generator.last_build import Face, LastBuild
from generator.model import Body, Exercise, Program, Source
from generator.offline.staging import stage_worker
from generator.opened import open_site
from generator.page_work import Plan, make_pages
from generator.plan import Ground
from generator.present import present_card
from generator.publish import Publisher
from generator.read import slug_of
from generator.site import plan_records

# With more edited files than these, reading all of a site takes about as long.
_FEW: Final = 20
_KINDS: Final = ("content/exercises/", "content/programs/")
_NO_BODY: Final = Body("", (), "", (), ())
_NO_SOURCE: Final = Source("", "", b"{}", 0)


def edited_records(glance: Glance) -> tuple[str, ...]:
    """The files of exercises and programs that were written since the last build.

    Nothing when others were, or too many, or when more than pages hangs on them.
    """
    last, changed = glance.last, glance.changed
    if last is None or not last.amendable or len(changed) > _FEW:
        return ()
    stood = last.sources.keys() & glance.sources.keys()
    if all(path in stood and path.startswith(_KINDS) and path.endswith(".md") for path in changed):
        return tuple(sorted(changed))
    return ()


def amend(
    options: BuildOptions, last: LastBuild, edited: Collection[str], publisher: Publisher
) -> BuildResult | None:
    """Make and stage the pages that show the edited records.

    None, with nothing staged, when other pages show what has changed of them, such as a title or
    the state of a review, and when something is wrong: a whole build tells all of it.
    """
    known = publisher.faces(edited)
    if not publisher.is_last(last) or known.keys() != set(edited):
        return None
    showing = {slug for face in known.values() for slug in face.shown_by}
    only = {slug_of(path) for path in edited} | showing
    try:
        # Nothing is kept of the figures: those of all other exercises would be forgotten.
        site = open_site(
            options, only=only, known=publisher.kept, ground=Ground(*last.ground), keep=False
        )
    except SiteError:
        return None
    library = site.edition.library
    read = library.records
    # An exercise may have the name of a program; what else is shown on its page was not read.
    records = [
        record
        for record in read
        if record.source.path in edited or (isinstance(record, Program) and record.slug in showing)
    ]
    faces = describe_faces(site.edition, records)
    if {path: face.digest for path, face in faces.items()} != {
        path: face.digest for path, face in publisher.faces(faces.keys()).items()
    }:
        return None
    plans: dict[str, Plan] = {
        **plan_records(site.edition, records),
        **plan_parts(site.edition, records),
    }
    changed = make_pages(site, publisher, plans, publisher.paths)
    problems = _merge(last.result.problems, site.problems, {one.source.path for one in read})
    if has_errors(problems, strict=options.strict):
        raise SiteError(problems)
    offline = library.settings.offline
    stage_worker(publisher, site.ground, site.folders, publisher.paths, offline=offline)
    return replace(last.result, problems=tuple(problems), pages_made=changed)


def describe_faces(edition: Edition, records: Iterable[Exercise | Program]) -> dict[str, Face]:
    """What pages show of these records that show not all of them, by the paths of their files."""
    place = web_place(edition, "index.html")
    programs = edition.library.programs_with
    faces = {}
    for record in records:
        shown = replace(record, body=_NO_BODY, source=_NO_SOURCE), present_card(place, record)
        holders = programs[record.slug] if isinstance(record, Exercise) else ()
        faces[record.source.path] = Face(
            sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest(),
            tuple(program.slug for program in holders),
        )
    return faces


def _merge(
    before: Iterable[Problem], now: Iterable[Problem], read: Collection[str]
) -> list[Problem]:
    """The problems of the whole site: of files that were read again, those that were found now."""
    pages = {path.removesuffix(".md") for path in read}

    def is_read(problem: Problem) -> bool:
        return problem.path.partition(".")[0] in pages or not problem.path.startswith("content")

    return sort_problems(
        [
            *(problem for problem in before if not is_read(problem)),
            *(problem for problem in now if is_read(problem)),
        ]
    )
