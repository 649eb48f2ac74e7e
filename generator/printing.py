"""Makes the handouts of a build: rendered, printed in worker processes, proven and staged."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment

from generator.cluster.luggage import Unpacked, pack
from generator.compose import (
    check_length,
    embed_frames,
    embed_pictures,
    find_stylesheets,
    frames_by_digest,
    render_sheet,
)
from generator.edition import Edition, MadeHandout
from generator.errors import Problem, UsageError
from generator.handouts import Handout, HandoutJob, make_handout, print_handout, why_no_pdf
from generator.paper import Sheet
from generator.plan import Ground, sheet_key
from generator.publish import Publisher
from generator.workers import Elsewhere, workers

# Starting a process costs about as much as making three handouts.
_WORTH_A_PROCESS = 3

# Hears several times a second how many handouts are made, and of how many. It may raise to give up.
Progress = Callable[[int, int], None]
# Writes each job's PDF into its staged file.
Printer = Callable[[Iterable[HandoutJob]], Iterator[Handout]]


@dataclass(frozen=True)
class PrintShop:
    """What the handouts of a build are made with."""

    edition: Edition
    media: Path
    folders: tuple[Path, ...]
    environment: Environment
    ground: Ground
    publisher: Publisher


def make_handouts(
    shop: PrintShop,
    sheets: list[Sheet],
    jobs: int,
    progress: Progress,
    problems: list[Problem],
    *,
    elsewhere: Elsewhere | None = None,
) -> dict[str, MadeHandout]:
    """Make and stage the handouts of `sheets`, by address; a problem for each that cannot go out.

    Raises `UsageError` when this machine cannot make PDFs.
    """
    if sheets and (reason := why_no_pdf()):
        raise UsageError(reason)
    frames = frames_by_digest(shop.edition) if sheets else {}
    # One after the other, since the pictures in it make a job large.
    queue = (job for sheet in sheets if (job := _make_job(shop, sheet, frames, problems)))
    by_path = {sheet.path: sheet for sheet in sheets}
    made: dict[str, MadeHandout] = {}
    printed: list[Handout] = []

    def tell() -> None:
        progress(len(printed), len(sheets))

    with _printer(shop, len(sheets), jobs, elsewhere, tell) as print_all:
        for handout in print_all(queue):
            printed.append(handout)
            tell()
            sheet = by_path[handout.path]
            found = [*handout.problems, *check_length(sheet, handout)]
            problems.extend([*found, *handout.warnings])
            if not found:
                made[sheet.path] = _stage(shop, sheet, handout)
    return made


def recall_handout(
    publisher: Publisher, sheet: Sheet, problems: list[Problem]
) -> MadeHandout | None:
    """A handout as an earlier build published it, and what that build had to warn of."""
    row = publisher.published(sheet.path)
    if row is None:
        return None
    known = json.loads(row.meta)
    for message, hint in known["warnings"]:
        problems.append(Problem(sheet.path, 0, message, hint, "warning"))
    return MadeHandout(sheet.path, sheet.variant, known["pages"], row.size)


@contextmanager
def _printer(
    shop: PrintShop, sheets: int, jobs: int, elsewhere: Elsewhere | None, tell: Callable[[], None]
) -> Iterator[Printer]:
    worth = sheets // _WORTH_A_PROCESS
    if elsewhere is None or not worth:
        with workers(make_handout, min(jobs, worth), tell) as print_all:
            yield print_all
        return
    given = (Unpacked, pack(shop.folders, "print"))
    with elsewhere.workers(_print_there, tell, given) as print_there:
        yield lambda queue: _fetch(shop, print_there(map(_without_paths, queue)))


def _print_there(there: Unpacked, job: HandoutJob) -> tuple[bytes, Handout]:
    stylesheets, folders = find_stylesheets(there.folders), _print_folders(there.folders)
    return print_handout(replace(job, stylesheets=stylesheets, folders=folders))


def _without_paths(job: HandoutJob) -> HandoutJob:
    return replace(job, stylesheets=(), folders=(), staged=Path())


def _fetch(shop: PrintShop, printed: Iterable[tuple[bytes, Handout]]) -> Iterator[Handout]:
    for pdf, handout in printed:
        _staged(shop, handout.path).write_bytes(pdf)
        yield handout


def _make_job(
    shop: PrintShop, sheet: Sheet, frames: Mapping[str, str], problems: list[Problem]
) -> HandoutJob | None:
    html = render_sheet(shop.environment, sheet, problems)
    if html is None:
        return None
    return HandoutJob(
        path=sheet.path,
        html=embed_frames(frames, embed_pictures(shop.edition, shop.media, html)),
        stylesheets=find_stylesheets(shop.folders),
        folders=_print_folders(shop.folders),
        expected=sheet.expected,
        staged=_staged(shop, sheet.path),
        one_page=sheet.one_page,
    )


def _print_folders(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(folder / "print" for folder in folders)


def _staged(shop: PrintShop, path: str) -> Path:
    return shop.publisher.staging / path.replace("/", "-")


def _stage(shop: PrintShop, sheet: Sheet, handout: Handout) -> MadeHandout:
    # Kept with the file, since a later build that leaves it as it is has to warn all the same.
    warnings = [(warning.message, warning.hint) for warning in handout.warnings]
    meta = json.dumps({"pages": handout.pages, "warnings": warnings})
    staged = _staged(shop, sheet.path)
    shop.publisher.stage_file(sheet.path, sheet_key(shop.ground, sheet), staged, meta)
    return MadeHandout(sheet.path, sheet.variant, handout.pages, handout.size)
