"""The few things that publishing asks of a disk."""

import hashlib
import os
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

# To write out all that the system holds back takes about as long as so many files one by one.
_WORTH_A_SWEEP = 100


def is_file(place: Path) -> bool:
    """Whether a file stands there, as far as we are allowed to look."""
    try:
        return stat.S_ISREG(place.stat().st_mode)
    except OSError:
        return False


def is_folder(place: Path) -> bool:
    """Whether a folder stands there, as far as we are allowed to look."""
    try:
        return stat.S_ISDIR(place.stat().st_mode)
    except OSError:
        return False


def digest_of(place: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flush(places: Sequence[Path]) -> None:
    """Returns once the bytes of these files would survive a power cut."""
    if sys.platform == "linux" and len(places) > _WORTH_A_SWEEP:
        os.sync()  # elsewhere it may return before the disk is done
        return
    for place in places:
        with place.open("r+b") as file:  # Windows flushes only what it may write
            os.fsync(file.fileno())


def flush_folder(place: Path) -> None:
    """Returns once the names in a folder would survive a power cut, where that can be asked."""
    if sys.platform != "win32":
        # A folder may be gone by now, and some network drives know no such request.
        with suppress(OSError):
            opened = os.open(place, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)
