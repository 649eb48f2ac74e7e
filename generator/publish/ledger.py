"""Keeps the list of the files we published, the journal of a publication, and the lock on both.

All three are one SQLite file, with the memory of the last build, so that the list and the journal
change in the same instant. It keeps SQLite's plain rollback journal: a write-ahead log does not
work on the shared network drives that clinics use. Its file lock is also the lock on the whole
output folder: it works on every system, and a killed process loses it.
"""

import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.last_build import (
    FORMAT,
    LIST,
    TABLES,
    Face,
    Kept,
    LastBuild,
    forget_build,
    is_last,
    read_faces,
    read_kept,
    write_build,
)
from generator.publish.refusals import OutputUnusable, busy, list_not_understood

_SECONDS_BETWEEN_TRIES = 0.1
_TABLES = (
    """CREATE TABLE published (path TEXT PRIMARY KEY, key TEXT, size INTEGER,
       mtime_ns INTEGER, digest TEXT, meta TEXT) WITHOUT ROWID""",
    """CREATE TABLE journal (path TEXT PRIMARY KEY, staged TEXT, key TEXT,
       size INTEGER, mtime_ns INTEGER, digest TEXT, meta TEXT) WITHOUT ROWID""",
    "CREATE TABLE folder (path TEXT PRIMARY KEY) WITHOUT ROWID",
)


class Published(NamedTuple):
    """One file of the site as we left it, and the key over all that it was made from."""

    key: str
    size: int
    mtime_ns: int
    digest: str
    meta: str


@dataclass(frozen=True, slots=True)
class Move:
    """A finished file in the staging area, and the row it earns once it is in place."""

    staged: str
    becomes: Published


@dataclass(frozen=True)
class Journal:
    """What one publication sets out to do; written down before the first file is touched."""

    moves: Mapping[str, Move]
    removals: Collection[str]

    def __bool__(self) -> bool:
        return bool(self.moves or self.removals)


@dataclass
class Outcome:
    """What became of a publication: the rows that are true now, and what is gone."""

    published: dict[str, Published] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    folders_gone: set[str] = field(default_factory=set)


class Ledger:
    """The open list: read once, changed in few transactions, locked until it is closed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        rows = connection.execute("SELECT path, key, size, mtime_ns, digest, meta FROM published")
        self.published = {path: Published(*row) for path, *row in rows}
        self.folders = {path for (path,) in connection.execute("SELECT path FROM folder")}
        self.journal = _read_journal(connection)

    def begin(self, journal: Journal, new_folders: Collection[str]) -> None:
        """Commits to a publication: now it will be completed, if need be by the next command.

        The new folders are ours from here on, because a killed build may have made them.
        """
        # Set first: if the commit fails half-way, only the next opening can tell what it left.
        self.journal = journal
        with self._connection as list_:
            list_.execute("BEGIN IMMEDIATE")
            forget_build(list_)
            list_.executemany(
                "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)", _journal_rows(journal)
            )
            list_.executemany("INSERT OR REPLACE INTO folder VALUES (?)", _one_by_one(new_folders))
        self.folders |= set(new_folders)

    def settle(self, outcome: Outcome) -> None:
        """Closes the journal and brings the list up to date, both or neither."""
        rows = ((path, *row) for path, row in outcome.published.items())
        with self._connection as list_:
            list_.execute("BEGIN IMMEDIATE")
            list_.executemany("INSERT OR REPLACE INTO published VALUES (?, ?, ?, ?, ?, ?)", rows)
            list_.executemany("DELETE FROM published WHERE path = ?", _one_by_one(outcome.removed))
            list_.executemany(
                "DELETE FROM folder WHERE path = ?", _one_by_one(outcome.folders_gone)
            )
            list_.execute("DELETE FROM journal")
        self.published |= outcome.published
        for path in outcome.removed:
            self.published.pop(path, None)
        self.folders -= outcome.folders_gone
        self.journal = Journal({}, ())

    def remember(self, build: LastBuild, before: LastBuild | None) -> None:
        """Keeps what the next build wants to know of this one."""
        with self._connection as list_:
            list_.execute("BEGIN IMMEDIATE")
            write_build(list_, build, before)

    def is_last(self, build: LastBuild) -> bool:
        """Whether no other build has published since."""
        return is_last(self._connection, build)

    def faces(self, paths: Iterable[str]) -> dict[str, Face]:
        """What others show of the records in these files, as the last build had it."""
        return read_faces(self._connection, paths)

    def kept(self, path: str) -> Kept | None:
        """What the last build kept of a file that it read."""
        return read_kept(self._connection, path)

    def close(self) -> None:
        """Gives up the list and the lock."""
        self._connection.close()


def open_ledger(output: Path, wait_seconds: float, waiting: Callable[[], None] | None) -> Ledger:
    """Opens the list of an output folder once no other build holds it."""
    path = output / ".handouts" / LIST
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        if not _lock(connection) and not _wait_for_lock(connection, wait_seconds, waiting):
            raise busy(output)
        _make_tables(connection, output)
        return Ledger(connection)
    except BaseException:
        connection.close()
        raise


def _wait_for_lock(
    connection: sqlite3.Connection, wait_seconds: float, waiting: Callable[[], None] | None
) -> bool:
    """Asks again and again, rather than in SQLite's own wait, which would hold up Ctrl-C."""
    if waiting is not None:
        waiting()
    deadline = time.monotonic() + wait_seconds
    while not (locked := _lock(connection)) and time.monotonic() < deadline:
        time.sleep(_SECONDS_BETWEEN_TRIES)
    return locked


def _lock(connection: sqlite3.Connection) -> bool:
    """Takes the lock if it is free; it outlives the transaction that this leaves open."""
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    # Not before BEGIN: two builds would each keep the shared half of the lock for good.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    return True


def _make_tables(connection: sqlite3.Connection, output: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > FORMAT:
        raise OutputUnusable(
            [list_not_understood(output, "a newer version of this program made it")]
        )
    tables = (*(_TABLES if version == 0 else ()), *(TABLES if version < FORMAT else ()))
    for table in tables:
        connection.execute(table)
    if tables:
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("COMMIT")
    # Once the journal is committed it has to survive a power cut as well.
    connection.execute("PRAGMA synchronous = FULL")


def _read_journal(connection: sqlite3.Connection) -> Journal:
    rows = connection.execute(
        "SELECT path, staged, key, size, mtime_ns, digest, meta FROM journal ORDER BY staged"
    ).fetchall()
    moves = {path: Move(staged, Published(*row)) for path, staged, *row in rows if staged}
    return Journal(moves, [path for path, *_ in rows if path not in moves])


def _journal_rows(journal: Journal) -> Iterable[tuple[object, ...]]:
    for path, move in journal.moves.items():
        yield path, move.staged, *move.becomes
    for path in journal.removals:
        yield path, None, None, None, None, None, None


def _one_by_one(paths: Iterable[str]) -> Iterable[tuple[str]]:
    return ((path,) for path in paths)
