"""Signs clinical content: writes the review into a page's front matter, and nothing else."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from generator.config import due_date
from generator.errors import UsageError
from generator.library import load_library
from generator.model import Library, Review
from generator.review import Reviewed, content_hash, reviewed_records

_REVIEW = re.compile(r"^review:.*(?:\r?\n(?:[ \t]+.*|[ \t]*))*$", re.MULTILINE)
_CLOSING = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True)
class Signature:
    """A review as it was written into a file."""

    path: str
    title: str
    review: Review


def sign(site: Path, file: Path, by: str, on: str) -> Signature:
    """Write the review of a page: who, when, until when, and the hash of the content signed.

    `on` is an ISO date. Raises `SiteError` when the site has problems, `UsageError` when the file
    holds nothing to sign.
    """
    library, _ = load_library(site)
    record = _find_record(library, site, file)
    review = Review(
        by=by,
        on=on,
        due=due_date(on, library.settings.review_years),
        of=content_hash(library, record),
    )
    _replace(site / record.source.path, review)
    return Signature(record.source.path, record.title, review)


def _find_record(library: Library, site: Path, file: Path) -> Reviewed:
    for record in reviewed_records(library):
        if (site / record.source.path).resolve() == file.resolve():
            return record
    raise UsageError(f"{file} is not an exercise, a program or a safety sheet of this site")


def _replace(path: Path, review: Review) -> None:
    """The file with its review line exchanged, or added at the end of the front matter."""
    text = path.read_bytes().decode("utf-8")
    end = _CLOSING.search(text, text.index("---") + 3)
    if end is None:
        raise UsageError(f"{path} has no front matter")
    front, rest = text[: end.start()], text[end.start() :]
    values = ", ".join(
        f"{key}: {json.dumps(getattr(review, key), ensure_ascii=False)}"
        for key in ("by", "on", "due", "of")
    )
    line = f"review: {{{values}}}"
    newline = "\r\n" if "\r\n" in front else "\n"
    found = _REVIEW.search(front)
    front = (
        front[: found.start()] + line + newline + front[found.end() :].lstrip("\r\n")
        if found
        else front + line + newline
    )
    finished = path.with_name(path.name + ".new")
    finished.write_bytes((front + rest).encode("utf-8"))
    finished.replace(path)
