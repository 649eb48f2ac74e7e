"""Makes the handouts of a build: rendered, printed in worker processes, proven and staged."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment

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
from generator.handouts import Handout, HandoutJob, make_handout, why_no_pdf
from generator.paper import Sheet
from generator.plan import Ground, sheet_key
from generator.publish import Publisher
from generator.workers import workers

# Starting a process costs about as much as making three handouts.
_WORTH_A_PROCESS = 3

# Hears several times a second how many handouts are made, and of how many. It may raise to give up.
Progress = Callable[[int, int], None]


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
    shop: PrintShop, sheets: list[Sheet], jobs: int, progress: Progress, problems: list[Problem]
) -> dict[str, MadeHandout]:
    """Make and stage the handouts of `sheets`, by address; a problem for each that cannot go out.

    Raises `UsageError` when this machine cannot make PDFs.
    """
    if sheets and (reason := why_no_pdf()):
        raise UsageError(reason)
    frames = frames_by_digest(shop.edition) if sheets else {}
    queue = {
        sheet.path: job for sheet in sheets if (job := _make_job(shop, sheet, frames, problems))
    }
    by_path = {sheet.path: sheet for sheet in sheets}
    made: dict[str, MadeHandout] = {}
    printed: list[Handout] = []

    def tell() -> None:
        progress(len(printed), len(queue))

    with workers(make_handout, min(jobs, len(queue) // _WORTH_A_PROCESS), tell) as print_all:
        for handout in print_all(queue.values()):
            printed.append(handout)
            tell()
            sheet = by_path[handout.path]
            found = [*handout.problems, *check_length(sheet, handout)]
            problems.extend([*found, *handout.warnings])
            if not found:
                made[sheet.path] = _stage(shop, sheet, handout, queue[sheet.path].staged)
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
        folders=tuple(folder / "print" for folder in shop.folders),
        expected=sheet.expected,
        staged=shop.publisher.staging / sheet.path.replace("/", "-"),
        one_page=sheet.one_page,
    )


def _stage(shop: PrintShop, sheet: Sheet, handout: Handout, staged: Path) -> MadeHandout:
    # Kept with the file, since a later build that leaves it as it is has to warn all the same.
    warnings = [(warning.message, warning.hint) for warning in handout.warnings]
    meta = json.dumps({"pages": handout.pages, "warnings": warnings})
    shop.publisher.stage_file(sheet.path, sheet_key(shop.ground, sheet), staged, meta)
    return MadeHandout(sheet.path, sheet.variant, handout.pages, handout.size)
