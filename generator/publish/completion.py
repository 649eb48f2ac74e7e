"""Does what the journal says, for the first time or again after it was cut short."""

import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from generator.errors import Problem
from generator.publish import refusals
from generator.publish.disk import flush_folder, is_file
from generator.publish.ledger import Ledger, Move, Outcome, Published
from generator.publish.standing import standing

# A virus scanner or an indexer holds a new file for a moment; a PDF viewer holds it for longer.
_SECONDS_BEFORE_SECOND_TRY = 0.5


def complete(
    site: Path, staging: Path, ledger: Ledger, confirmed: Mapping[str, Published]
) -> list[Problem]:
    """Carries out the journal and brings the list up to date; `confirmed` rows join it.

    Whatever was done before is found done, so this may be stopped and started at any point.
    Removals come first: a name may change from a file to a folder, or only in its capitals.
    """
    journal = ledger.journal
    outcome = Outcome(published=dict(confirmed))
    moved = {path for path, move in journal.moves.items() if not (staging / move.staged).exists()}
    problems = _remove(site, journal.removals, moved, outcome)
    _remove_empty_folders(site, ledger, outcome)
    waiting = {path: move for path, move in journal.moves.items() if path not in moved}
    refused = _move_patiently(site, staging, waiting)
    for path in journal.moves.keys() - refused.keys():
        if row := standing(site / path, journal.moves[path].becomes):
            outcome.published[path] = row
    # No power cut may undo a move or a removal that the list calls done.
    for folder in {"", *folders_of(journal.moves), *folders_of(journal.removals)}:
        flush_folder(site / folder)
    ledger.settle(outcome)
    return problems + [refusals.not_placed(site / path, error) for path, error in refused.items()]


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder that these files lie in, at any depth."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def _remove(
    site: Path, paths: Iterable[str], moved: Collection[str], outcome: Outcome
) -> list[Problem]:
    problems = []
    # Where capitals do not count, removing "A" once more would take the "a" that was moved since.
    taken = {path.casefold() for path in moved}
    for path in paths:
        try:
            if path.casefold() not in taken:
                _remove_file(site / path)
            outcome.removed.add(path)
        except OSError as error:
            problems.append(refusals.not_removed(site / path, error))
    return problems


def _remove_file(place: Path) -> None:
    # A folder of that name is not what we published: ours is gone already.
    if is_file(place) or place.is_symlink():
        place.unlink(missing_ok=True)


def _remove_empty_folders(site: Path, ledger: Ledger, outcome: Outcome) -> None:
    """Removes folders that we made and that no file of ours needs, unless something lies there."""
    staying = ledger.published.keys() - outcome.removed
    needed = folders_of(staying) | folders_of(ledger.journal.moves)
    for folder in sorted(ledger.folders - needed, reverse=True):
        try:
            (site / folder).rmdir()
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError:
            continue
        outcome.folders_gone.add(folder)


def _move_patiently(site: Path, staging: Path, moves: Mapping[str, Move]) -> dict[str, OSError]:
    refused = _move(site, staging, moves)
    held = {path for path, error in refused.items() if isinstance(error, PermissionError)}
    if not held:
        return refused
    time.sleep(_SECONDS_BEFORE_SECOND_TRY)
    still_held = _move(site, staging, {path: moves[path] for path in held})
    return {path: error for path, error in refused.items() if path not in held} | still_held


def _move(site: Path, staging: Path, moves: Mapping[str, Move]) -> dict[str, OSError]:
    """Moves each file that can be moved; returns why the others cannot."""
    refused: dict[str, OSError] = {}
    for path, move in moves.items():
        place = site / path
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            (staging / move.staged).replace(place)
        except OSError as error:
            refused[path] = error
    return refused
