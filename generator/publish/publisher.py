"""Stages finished files beside the site and publishes them under a lock and a journal."""

import hashlib
import itertools
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import Problem
from generator.last_build import Face, Kept, LastBuild
from generator.publish import refusals
from generator.publish.completion import complete, folders_of
from generator.publish.disk import digest_of, flush, is_folder
from generator.publish.ledger import Journal, Ledger, Move, Outcome, Published, open_ledger
from generator.publish.standing import standing

_NO_TIME = -1  # in a row for which no file has been looked at yet


@contextmanager
def open_output(
    output: Path, *, wait_seconds: float = 60, waiting: Callable[[], None] | None = None
) -> Iterator["Publisher"]:
    """Locks an output folder and completes a publication that was cut short, before all else.

    While another build holds the folder this waits, saying so once through `waiting`, and
    raises `OutputBusy` in the end.
    """
    with refusals.usable(output):
        (output / "site").mkdir(parents=True, exist_ok=True)
        (output / ".handouts" / "staging").mkdir(parents=True, exist_ok=True)
        ledger = open_ledger(output, wait_seconds, waiting)
    try:
        with refusals.usable(output):
            publisher = Publisher(output, ledger)
        yield publisher
    finally:
        if not ledger.journal:
            _empty(output / ".handouts" / "staging")
        ledger.close()


class Publisher:
    """One build's hold on an output folder: the list of its files, and what is to be published.

    Paths are relative to `site/`, with forward slashes. Nothing under `site/` changes before
    `publish` is called.
    """

    def __init__(self, output: Path, ledger: Ledger) -> None:
        self._output = output
        self._site = output / "site"
        self._staging_area = output / ".handouts" / "staging"
        self._ledger = ledger
        if ledger.journal:
            complete(self._site, self._staging_area, ledger, {})
        _empty(self._staging_area)
        # A new name each time: a worker that outlived a killed build cannot write into this one.
        session = Path(tempfile.mkdtemp(dir=self._staging_area))
        self._made = session / "made"
        self._ready = session / "ready"
        self._made.mkdir()
        self._ready.mkdir()
        self._numbers = itertools.count(1)
        self._staged: set[str] = set()
        self._moves: dict[str, Move] = {}
        self._confirmed: dict[str, Published] = {}
        self._names_listed = {path.casefold() for path in ledger.published}

    @property
    def staging(self) -> Path:
        """A folder on the disk of the site, in which workers make files for `stage_file`."""
        return self._made

    def published(self, path: str) -> Published | None:
        """The row of a file as it was last published; None when it is not on our list."""
        return self._ledger.published.get(path)

    def unchanged(self, path: str, key: str) -> bool:
        """Whether a file need not be made again: same key, and what we published still stands."""
        row = self._ledger.published.get(path)
        return row is not None and row.key == key and self._confirm(path, row)

    def standing(self, path: str) -> Published | None:
        """The row of a file that we published and that still stands."""
        row = self._ledger.published.get(path)
        return row if row is not None and self._confirm(path, row) else None

    def stage(self, path: str, key: str, content: bytes, meta: str = "") -> None:
        """Keeps a finished file for `publish`; one that has these bytes already is left alone."""
        self._accept(path)
        digest = hashlib.sha256(content).hexdigest()
        row = Published(key, len(content), _NO_TIME, digest, meta)
        with refusals.usable(self._output):
            if not self._stands_already(path, row):
                ready = self._next_ready()
                ready.write_bytes(content)
                self._keep(path, ready, row)

    def stage_file(self, path: str, key: str, source: Path, meta: str = "") -> None:
        """Like `stage`, for a file that a worker made in `staging`; it is moved, not copied."""
        self._accept(path)
        with refusals.usable(self._output):
            row = Published(key, source.stat().st_size, _NO_TIME, digest_of(source), meta)
            if self._stands_already(path, row):
                source.unlink()
            else:
                self._keep(path, source.replace(self._next_ready()), row)

    def finished(self, path: str) -> Published:
        """The row of a file as it will be published: staged, or standing and found unchanged."""
        if path in self._moves:
            return self._moves[path].becomes
        return self._confirmed.get(path) or self._ledger.published[path]

    def find(self, path: str) -> Path:
        """Where the bytes of such a file lie until `publish` is called."""
        if path in self._moves:
            return self._staging_area / self._moves[path].staged
        return self._site / path

    @property
    def paths(self) -> Collection[str]:
        """The files that were published, by path."""
        return self._ledger.published.keys()

    def remember(self, build: LastBuild, before: LastBuild | None) -> None:
        """Keeps what the next build wants to know of this one, which has published all it made."""
        with refusals.usable(self._output):
            self._ledger.remember(build, before)

    def is_last(self, build: LastBuild) -> bool:
        """Whether no other build has published since."""
        return self._ledger.is_last(build)

    def faces(self, paths: Collection[str]) -> dict[str, Face]:
        """What others show of the records in these files, as the last build had it."""
        return self._ledger.faces(paths)

    def kept(self, path: str) -> Kept | None:
        """What the last build kept of a file that it read."""
        return self._ledger.kept(path)

    def publish(self, wanted: Collection[str]) -> list[Problem]:
        """Makes the site consist of the `wanted` files, as far as it is ours.

        Staged files move into place in the order in which they were staged. Files of ours that are
        not wanted go, and so do folders of ours that this leaves empty. A file that cannot be
        moved or removed is a problem; the rest is published, and the next build tries it again.
        """
        wanted = set(wanted)
        if unasked := self._staged - wanted:
            raise ValueError(f"staged, but not wanted: {sorted(unasked)}")
        # What stands together already has no two names that a system would take for one.
        namesakes = _namesakes(wanted) if wanted != self._ledger.published.keys() else {}
        moves = {path: move for path, move in self._moves.items() if path not in namesakes}
        journal = Journal(moves, sorted(self._ledger.published.keys() - wanted))
        with refusals.usable(self._output):
            problems = self._record_and_complete(journal)
        self._staged, self._moves, self._confirmed = set(), {}, {}
        self._names_listed = {path.casefold() for path in self._ledger.published}
        for path, other in namesakes.items():
            problems.append(refusals.same_but_for_capitals(self._site / path, other))
        return sorted(problems)

    def _record_and_complete(self, journal: Journal) -> list[Problem]:
        if not journal:
            if self._confirmed:
                self._ledger.settle(Outcome(published=self._confirmed))
            return []
        # On the disk before the journal says so. In one sweep, after the last was written, because
        # by then the system has taken most of them there of its own accord.
        flush([self._staging_area / move.staged for move in journal.moves.values()])
        folders = folders_of(journal.moves)
        new_folders = {folder for folder in folders if not is_folder(self._site / folder)}
        self._ledger.begin(journal, new_folders)
        return complete(self._site, self._staging_area, self._ledger, self._confirmed)

    def _stands_already(self, path: str, row: Published) -> bool:
        listed = self._ledger.published.get(path)
        if listed is None and path.casefold() in self._names_listed:
            return False  # a change of capitals: the file that may be found there is about to go
        if listed is not None and listed.digest == row.digest:
            row = row._replace(mtime_ns=listed.mtime_ns)
        return self._confirm(path, row)

    def _confirm(self, path: str, row: Published) -> bool:
        """Whether the bytes of a row stand there; if so, the list will learn what is new in it."""
        # A joined string, not a Path: this runs for every file of the site in every build.
        found = standing(f"{self._site}/{path}", row)
        if found is not None and found != self._ledger.published.get(path):
            self._confirmed[path] = found
        return found is not None

    def _keep(self, path: str, ready: Path, row: Published) -> None:
        staged = ready.relative_to(self._staging_area).as_posix()
        self._moves[path] = Move(staged, row._replace(mtime_ns=ready.stat().st_mtime_ns))

    def _next_ready(self) -> Path:
        return self._ready / f"{next(self._numbers):08}"

    def _accept(self, path: str) -> None:
        parts = path.split("/")
        if any(part in ("", ".", "..") for part in parts) or any(c in path for c in "\\:\0"):
            raise ValueError(f"not a path inside the site: {path!r}")
        if path in self._staged:
            raise ValueError(f"staged twice: {path!r}")
        self._staged.add(path)


def _namesakes(wanted: Collection[str]) -> dict[str, str]:
    """The paths that Windows and macOS would store as one, each with another of its kind."""
    first: dict[str, str] = {}
    namesakes: dict[str, str] = {}
    for path in sorted(wanted):
        other = first.setdefault(path.casefold(), path)
        if other != path:
            namesakes |= {path: other, other: path}
    return namesakes


def _empty(folder: Path) -> None:
    """Removes what it can; what is still held by somebody goes the next time."""
    for left in folder.glob("*"):
        shutil.rmtree(left, ignore_errors=True)
