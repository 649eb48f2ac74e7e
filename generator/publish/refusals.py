"""Says in plain words why a file or the whole output could not be written, and what helps."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import Problem, SiteError
from generator.publish.disk import is_file, is_folder

_AGAIN = "then run the build again."


class OutputUnusable(SiteError):
    """The output folder cannot be worked with at all; what was published before still stands."""


class OutputBusy(OutputUnusable):
    """Another build kept the output folder for longer than we were willing to wait."""


@contextmanager
def usable(output: Path) -> Iterator[None]:
    """Turns a failure of the disk or of the list into one problem that names the output."""
    try:
        yield
    except OSError as error:
        place = Path(error.filename) if isinstance(error.filename, str) else output
        reason, hint = _reason(place, error)
        raise OutputUnusable([_problem(place, f"cannot be written: {reason}", hint)]) from error
    except sqlite3.OperationalError as error:
        raise OutputUnusable([_list_not_written(output, error)]) from error
    except sqlite3.DatabaseError as error:
        raise OutputUnusable([list_not_understood(output, str(error))]) from error


def busy(output: Path) -> OutputBusy:
    """The error of a build that waited for another one in vain."""
    message = "another build is still writing here"
    return OutputBusy([_problem(output, message, f"Wait until it has finished, {_AGAIN}")])


def list_not_understood(output: Path, reason: str) -> Problem:
    """The problem of a list of files that is damaged, or made by a newer program."""
    state = output / ".handouts"
    message = f"the list of published files cannot be read: {reason}"
    return _problem(state, message, f"Delete this folder, {_AGAIN} The website itself stays.")


def not_placed(place: Path, error: OSError) -> Problem:
    """The problem of one finished file that could not be moved to where it belongs."""
    if is_folder(place):
        hint = f"Move or rename the folder, {_AGAIN}"
        return _problem(place, "could not be put in place: a folder of that name is there", hint)
    reason, hint = _reason(place, error)
    verb = "replaced" if is_file(place) else "put in place"
    return _problem(place, f"could not be {verb}: {reason}", hint)


def not_removed(place: Path, error: OSError) -> Problem:
    """The problem of one file that is no longer part of the site but cannot be deleted."""
    reason, hint = _reason(place, error)
    return _problem(place, f"could not be removed: {reason}", hint)


def same_but_for_capitals(place: Path, other: str) -> Problem:
    """The problem of two files that Windows and macOS would store as one."""
    message = f'has the same name as "{other}" except for capital letters'
    return _problem(place, message, f"Rename one of the two, {_AGAIN}")


def _problem(place: Path, message: str, hint: str) -> Problem:
    return Problem(path=place.as_posix(), line=0, message=message, hint=hint)


def _list_not_written(output: Path, error: sqlite3.OperationalError) -> Problem:
    message = f"the list of published files cannot be written: {error}"
    hint = f"Check that the disk is not full and that you may write in this folder, {_AGAIN}"
    return _problem(output / ".handouts", message, hint)


def _reason(place: Path, error: OSError) -> tuple[str, str]:
    """Why, and what to do about it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full", f"Free some space, {_AGAIN}"
    if error.errno == errno.EXDEV:
        return "its folder is on another disk", f"Keep the output folder on one disk, {_AGAIN}"
    if isinstance(error, FileExistsError | NotADirectoryError):
        file = next((path for path in (place, *place.parents) if is_file(path)), place)
        hint = f"Move or rename that file, {_AGAIN}"
        return f"{file.as_posix()} is a file, but a folder is needed there", hint
    if isinstance(error, PermissionError):
        return _forbidden(place)
    return (error.strerror or str(error)).lower(), f"Check the disk and the folder, {_AGAIN}"


def _forbidden(place: Path) -> tuple[str, str]:
    if not is_file(place) or not os.access(place.parent, os.W_OK):
        return "writing is not allowed in its folder", f"Allow changes in the folder, {_AGAIN}"
    # Windows refuses a read-only file and an open one with the same error number.
    if not os.access(place, os.W_OK):
        return "it is read-only", f"Allow changes in the properties of the file, {_AGAIN}"
    holder = "PDF viewer" if place.suffix == ".pdf" else "program that has it open"
    return "it is open in another program", f"Close the {holder}, {_AGAIN}"
