"""Signs clinical content: writes the review into a page's front matter, and nothing else."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem, UsageError
from generator.frontmatter import read_front_matter
from generator.library import Library, load_library
from generator.model import Review
from generator.review import Reviewed, content_hash, due_date, reviewed_records

# The key with all lines that belong to it: those are indented.
_REVIEW = re.compile(r"^review:[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*", re.MULTILINE)
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
    by = " ".join(by.split())
    if not by or not by.isprintable():
        raise UsageError('say who reviewed it:  --by "Name, profession"')
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
    """Write the file again with its review exchanged, through a new file beside it."""
    text = path.read_bytes().decode("utf-8")
    signed = _with_review(text, review)
    if _all_but_review(signed) != _all_but_review(text):
        raise UsageError(f"{path}: write the review on one line of its own:  review: {{}}")
    finished = path.with_name(path.name + ".new")
    finished.write_bytes(signed.encode("utf-8"))
    finished.replace(path)


def _with_review(text: str, review: Review) -> str:
    """The text with its review exchanged, or added at the end of the front matter."""
    end = _CLOSING.search(text, text.index("---") + 3)
    front, rest = (text[: end.start()], text[end.start() :]) if end else (text, "")
    values = ", ".join(
        f"{key}: {json.dumps(getattr(review, key), ensure_ascii=False)}"
        for key in ("by", "on", "due", "of")
    )
    line = f"review: {{{values}}}"
    if found := _REVIEW.search(front):
        return front[: found.start()] + line + front[found.end() :] + rest
    return front + line + ("\r\n" if "\r\n" in front else "\n") + rest


def _all_but_review(text: str) -> object:
    """What must stay as it was: every other value of the front matter, the body, no new problem."""
    problems: list[Problem] = []
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n")
    front = read_front_matter("", lines, problems)
    return front and ({**front.values, "review": ""}, front.body), len(problems)
