"""What the list of published files remembers of the last build: what it saw, and what it said.

The key of this memory is everything that a build depends on: what it was asked, and the size and
time of each file that it reads. With another key, nothing of it counts.
"""

import json
import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from generator.asked import BuildResult
from generator.errors import Problem

# The size of a file in bytes; when it was last written, in nanoseconds; and when the system noted a
# change of it, which nobody can set: an unpacked archive may give all its files one time.
Stamp = tuple[int, int, int]

LIST: Final = "published.sqlite"
FORMAT: Final = 4
TABLES: Final = (
    *(f"DROP TABLE IF EXISTS {name}" for name in ("build", "source", "face", "kept")),
    "CREATE TABLE build (number INTEGER, asked TEXT, told TEXT)",
    """CREATE TABLE source (path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER,
       ctime_ns INTEGER) WITHOUT ROWID""",
    "CREATE TABLE face (path TEXT PRIMARY KEY, digest TEXT, shown_by TEXT) WITHOUT ROWID",
    "CREATE TABLE kept (path TEXT PRIMARY KEY, front TEXT, text TEXT, record BLOB)",
)


@dataclass(frozen=True)
class Face:
    """What other outputs show of a record, as a digest, and the programs that show all of it."""

    digest: str
    shown_by: tuple[str, ...] = ()


class Kept(NamedTuple):
    """What a file came to: digests of its front matter and of all its text, and the record."""

    front: str
    text: str
    record: bytes


@dataclass(frozen=True)
class LastBuild:
    """A build that published all it made.

    `asked` says what was asked of which program. `sources` are the stamps of all files that were
    read. `ground` are the hashes of program and templates. `amendable` says whether single pages of
    it can be made anew without the others; then it has the `faces` of exercises and programs, and
    what was `kept` of all files, by their paths. `number` tells it from the builds before and
    after it.
    """

    asked: str
    result: BuildResult
    sources: Mapping[str, Stamp]
    ground: tuple[str, ...] = ()
    amendable: bool = False
    faces: Mapping[str, Face] = field(default_factory=dict)
    kept: Mapping[str, Kept] = field(default_factory=dict)
    number: int = 0


def recall_build(output: Path) -> LastBuild | None:
    """The last build into a folder; none unless all that it made still stands.

    Its faces and what it kept are left in the list. A list that cannot be read, is in use or waits
    to be completed tells nothing, either: whoever opens it to publish will say what is wrong.
    """
    place = output / ".handouts" / LIST
    if not place.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True)) as list_:
            return _read(list_, output / "site")
    except (sqlite3.Error, ValueError, KeyError, TypeError):
        return None


def write_build(list_: sqlite3.Connection, build: LastBuild, before: LastBuild | None) -> None:
    """Remember a build, inside a transaction; `before` is the one that the list remembers."""
    known: Mapping[str, Stamp] = {}
    if before and list_.execute("SELECT number FROM build").fetchone() == (before.number,):
        known = before.sources
    else:
        list_.execute("DELETE FROM source")
        list_.execute("DELETE FROM face")
        list_.execute("DELETE FROM kept")
    gone = ((path,) for path in known.keys() - build.sources.keys())
    new = ((path, *stamp) for path, stamp in build.sources.items() if known.get(path) != stamp)
    list_.executemany("DELETE FROM source WHERE path = ?", gone)
    list_.executemany("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)", new)
    list_.executemany("INSERT OR REPLACE INTO face VALUES (?, ?, ?)", _face_rows(build.faces))
    rows = ((path, *kept) for path, kept in build.kept.items())
    list_.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)
    (number,) = list_.execute("SELECT ifnull(max(number), 0) + 1 FROM build").fetchone()
    list_.execute("DELETE FROM build")
    list_.execute("INSERT INTO build VALUES (?, ?, ?)", (number, build.asked, _tell(build)))


def forget_build(list_: sqlite3.Connection) -> None:
    """From now on, and until another is remembered, nothing that was published is sure to stand."""
    list_.execute("UPDATE build SET asked = NULL")


def is_last(list_: sqlite3.Connection, build: LastBuild) -> bool:
    """Whether this still is the build that the list remembers."""
    row = list_.execute("SELECT number FROM build WHERE asked IS NOT NULL").fetchone()
    return row is not None and row == (build.number,)


def read_faces(list_: sqlite3.Connection, paths: Iterable[str]) -> dict[str, Face]:
    """What the list remembers of how these files are shown by others."""
    query = "SELECT digest, shown_by FROM face WHERE path = ?"
    rows = ((path, list_.execute(query, (path,)).fetchone()) for path in paths)
    return {path: Face(row[0], tuple(json.loads(row[1]))) for path, row in rows if row}


def read_kept(list_: sqlite3.Connection, path: str) -> Kept | None:
    """What the list remembers of what was kept of a file."""
    query = "SELECT front, text, record FROM kept WHERE path = ?"
    row = list_.execute(query, (path,)).fetchone()
    return Kept(*row) if row else None


def _read(list_: sqlite3.Connection, site: Path) -> LastBuild | None:
    list_.execute("BEGIN")
    (version,) = list_.execute("PRAGMA user_version").fetchone()
    if version != FORMAT or list_.execute("SELECT 1 FROM journal").fetchone():
        return None
    row = list_.execute("SELECT number, asked, told FROM build WHERE asked IS NOT NULL").fetchone()
    if row is None or not _stand(list_, site):
        return None
    number, asked, told = row
    said = json.loads(told)
    stamps = list_.execute("SELECT path, size, mtime_ns, ctime_ns FROM source")
    return LastBuild(
        asked=asked,
        result=BuildResult(
            tuple(Problem(**problem) for problem in said["problems"]),
            pages=said["pages"],
            pages_made=0,
            handouts=said["handouts"],
            handouts_made=0,
        ),
        sources={path: (size, written, noted) for path, size, written, noted in stamps},
        ground=tuple(said["ground"]),
        amendable=said["amendable"],
        number=number,
    )


def _stand(list_: sqlite3.Connection, site: Path) -> bool:
    """Whether every file of the list has the size and time that it was left with."""
    # Joined strings, not Paths: this runs for every file of the site in every build.
    folder, look = f"{site}/", os.lstat
    try:
        for path, size, mtime_ns in list_.execute("SELECT path, size, mtime_ns FROM published"):
            found = look(folder + path)
            if found.st_size != size or found.st_mtime_ns != mtime_ns:
                return False
            if not stat.S_ISREG(found.st_mode):
                return False
    except OSError:
        return False
    return True


def _tell(build: LastBuild) -> str:
    problems = [asdict(problem) for problem in build.result.problems]
    told = {
        "problems": problems,
        "pages": build.result.pages,
        "handouts": build.result.handouts,
        "ground": build.ground,
        "amendable": build.amendable,
    }
    return json.dumps(told, ensure_ascii=False)


def _face_rows(faces: Mapping[str, Face]) -> Iterator[tuple[str, str, str]]:
    for path, face in faces.items():
        yield path, face.digest, json.dumps(face.shown_by)
