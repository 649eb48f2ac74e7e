"""Looks at the files of a site without reading them, for what changed since it was last built."""

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from generator.asked import BuildOptions, BuildResult
from generator.last_build import LastBuild, Stamp, recall_build
from generator.paths import find_templates

_PACKAGE = Path(__file__).parent
_FOLDER: Final = -1, 0, 0
# In place of the time of a file that was written so shortly before it was read that it could be
# written again, and look the same. Some disks tell times in whole seconds only, or in every other.
_UNSURE: Final = -1
_SECOND: Final = 1_000_000_000
_UNSURE_FOR: Final = _SECOND // 50
_UNSURE_FOR_ON_SUCH_A_DISK: Final = 2 * _SECOND


@dataclass(frozen=True)
class Glance:
    """What was seen of a site: the stamps of its files, what was asked, and the last build like it.

    `last` is None when nothing of what was published can be relied on.
    """

    asked: str
    sources: dict[str, Stamp]
    last: LastBuild | None
    at: int

    @property
    def remembered(self) -> dict[str, Stamp]:
        """The stamps to remember: a file that was written at this very moment has no time."""
        # Of most, one look tells: they were written long before.
        long_ago = self.at - _UNSURE_FOR_ON_SUCH_A_DISK
        return {
            path: stamp if stamp[1] < long_ago else self._doubt(stamp)
            for path, stamp in self.sources.items()
        }

    def _doubt(self, stamp: Stamp) -> Stamp:
        size, mtime_ns, ctime_ns = stamp
        return size, mtime_ns if _is_sure(mtime_ns, self.at) else _UNSURE, ctime_ns

    @property
    def standing(self) -> BuildResult | None:
        """What the last build said, if nothing has changed since."""
        return self.last.result if self.last and not self.changed else None

    @cached_property
    def changed(self) -> frozenset[str]:
        """The files that were written since the last build, or have come or gone."""
        before = self.last.sources if self.last else {}
        if before == self.sources:
            return frozenset()
        return frozenset(path for path, _ in before.items() ^ self.sources.items())


def take_glance(options: BuildOptions) -> Glance | None:
    """Look at a site before it is read; None where a folder is a link, and nobody can tell."""
    places = {"content": options.site / "content"}
    places |= {f"templates {n}": place for n, place in enumerate(find_templates(options.site))}
    at = time.time_ns()
    try:
        seen = dict(_look_at_program())
        for name, place in places.items():
            seen.update(_look(place, name))
    except (OSError, _LeadsElsewhereError):
        return None
    asked = _describe(options)
    last = recall_build(options.output)
    return Glance(asked, seen, last if last and last.asked == asked else None, at)


@cache
def _look_at_program() -> Mapping[str, Stamp]:
    """The program as it was when this process began: that, and no later one, is what works here."""
    return dict(_look(_PACKAGE, "program"))


class _LeadsElsewhereError(Exception):
    """A folder is a link to another, in which nobody looks."""


def _is_sure(mtime_ns: int, at: int) -> bool:
    unsure_for = _UNSURE_FOR if mtime_ns % _SECOND else _UNSURE_FOR_ON_SUCH_A_DISK
    return mtime_ns < at - unsure_for


def _look(folder: str | Path, name: str) -> Iterator[tuple[str, Stamp]]:
    """The stamps of all that lies in a folder, by paths that begin with a name for it."""
    if not Path(folder).is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{name}/{entry.name}"
            if not entry.is_dir():
                found = entry.stat()
                yield path, (found.st_size, found.st_mtime_ns, found.st_ctime_ns)
            elif entry.is_symlink():
                raise _LeadsElsewhereError
            elif entry.name != "__pycache__":
                yield path, _FOLDER
                yield from _look(entry.path, path)


def _describe(options: BuildOptions) -> str:
    """All that was asked, of which program with which packages; not by how many processes."""
    packages = {
        place: Path(place).stat().st_mtime_ns
        for place in sys.path
        if place.endswith("-packages") and Path(place).is_dir()
    }
    asked = {
        "site": os.fspath(options.site.resolve()),
        "today": options.today,
        "pdf": options.pdf,
        "strict": options.strict,
        "postpone": options.postpone,
        "python": sys.version,
        "packages": packages,
    }
    return json.dumps(asked, sort_keys=True)
