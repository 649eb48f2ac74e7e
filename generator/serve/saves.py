"""Notices saves: files in the sources that appear, change or go away."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

# Between two looks, in seconds; and so many times as long as a look takes, on a large site.
_PAUSE = 0.05
_REST = 10

# livereload's own watcher takes no notice of a new file with an old date, such as a photograph
# moved into media/, and drops a reload that comes within three seconds of another.
_State = dict[str, tuple[int, int, int]]


def saves(folders: Sequence[Path]) -> Iterator[Callable[[], bool]]:
    """Yield at once, and then once after every save or burst of saves.

    What is yielded tells whether something was saved since: that counts as the next save.
    """
    seen = _survey(folders)
    while True:
        at_work = seen
        yield lambda: _survey(folders) != at_work  # noqa: B023
        seen = _await_save(folders, seen)


def _await_save(folders: Sequence[Path], seen: _State) -> _State:
    """The files once they differ from those seen, and have stopped changing."""
    before, now, pause = seen, _survey(folders), _PAUSE
    while now == seen or now != before:
        time.sleep(pause)
        began = time.perf_counter()
        before, now = now, _survey(folders)
        pause = max(_PAUSE, _REST * (time.perf_counter() - began))
    return now


def _survey(folders: Sequence[Path]) -> _State:
    """Every file with what a save changes; saving by way of a renamed file changes the inode."""
    state: _State = {}
    for folder in folders:
        for file in _files(folder):
            with suppress(OSError):  # gone again: an editor's temporary file
                stat = file.stat()
                state[file.path] = stat.st_mtime_ns, stat.st_size, stat.st_ino
    return state


def _files(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            elif not _is_scratch(entry.name):
                yield entry


def _is_scratch(name: str) -> bool:
    """Whether only an editor or the system cares about a file."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp"))
