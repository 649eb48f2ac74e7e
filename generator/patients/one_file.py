"""Writes one file whole or not at all, and leaves nothing else behind."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from generator.errors import UsageError

# What the program makes or reads lies there: a patient's handout would be published, or lost.
_OURS = ("output", ".cache", "content", "templates")


def check_target(
    file: Path, site: Path, option: str = "-o", *, to_be_made: Path | None = None
) -> Path:
    """The place of a file that concerns a patient, links followed; `option` is what names it.

    Its folder must be there, or be the one that is to be made.
    Raises `UsageError` where it may not or cannot lie. Nothing that is said names the file, whose
    name may be the patient's.
    """
    place = file.resolve()
    if place.is_dir() or (place.exists() and not place.is_file()):
        raise UsageError(f"{option} does not name a file; write  {option} NAME.pdf")
    if not place.parent.is_dir() and place.parent != to_be_made:
        raise UsageError(f"the folder of the file behind {option} does not exist; make it first")
    _check_outside(place, site, f"the file behind {option}")
    return place


def check_folder(folder: Path, site: Path, option: str) -> Path:
    """The place of a folder for such files, links followed; it may be made still.

    Raises `UsageError` likewise.
    """
    place = folder.resolve()
    if place.exists() and not place.is_dir():
        raise UsageError(f"{option} does not name a folder")
    if not place.parent.is_dir():
        raise UsageError(f"the folder that is to hold the one behind {option} does not exist")
    _check_outside(place / "handout", site, f"the folder behind {option}")
    return place


def write_whole(place: Path, content: bytes, option: str = "-o") -> None:
    """Write a file at once, as `written_whole` does."""
    with written_whole(place, option) as file:
        file.write(content)


@contextmanager
def written_whole(place: Path, option: str = "-o") -> Iterator[BinaryIO]:
    """A file beside its place to write in, which is moved there; on failure the old one stays.

    Raises `UsageError` when that cannot be done, as when another program holds the file open.
    """
    unfinished = place.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with unfinished.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(place)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"the file behind {option} cannot be written: {reason}"
        raise UsageError(f"{message}; close it where it is open, or name another") from None
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _check_outside(place: Path, site: Path, what: str) -> None:
    ours = [site.resolve() / name for name in _OURS]
    published = any((folder / ".handouts").is_dir() for folder in place.parents)
    if published or any(place.is_relative_to(folder) for folder in ours):
        raise UsageError(
            f"{what} lies in a folder of the site; a patient's handout belongs elsewhere"
        )
