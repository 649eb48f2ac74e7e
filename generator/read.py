"""Reads the files of a site: the only module that opens what a clinic wrote."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem
from generator.parse import CONTROL

MAX_BYTES = 1024 * 1024
KINDS = ("exercises", "programs", "safety", "pages")
POSE_FILE = ".pose.yaml"
CLINIC_FILE = "content/clinic.toml"
TERMS_FILE = "content/terms.toml"


@dataclass(frozen=True)
class TextFile:
    """A text file of the site: its path below the site's folder, and its text with one line end."""

    path: str
    text: str


def list_pages(site: Path, kind: str) -> list[str]:
    """The paths of the Markdown files of a kind, sorted."""
    files = _list_files(site / "content" / kind)
    return sorted(f"content/{kind}/{name}" for name in files if name.endswith(".md"))


def slug_of(path: str) -> str:
    """The slug of a file's record: its name without the ending."""
    return path.rpartition("/")[2].removesuffix(".md")


def list_pose_files(site: Path) -> dict[str, str]:
    """The paths of the pose files, by the slug of the exercise that each is the figure of."""
    files = _list_files(site / "content" / "exercises")
    names = sorted(name for name in files if name.endswith(POSE_FILE))
    return {name.removesuffix(POSE_FILE): f"content/exercises/{name}" for name in names}


def check_strays(site: Path) -> Iterator[Problem]:
    """A warning for all that lies in `content/` and is not read: it would be missing in silence."""
    folder = site / "content"
    known = {*KINDS, "media", "clinic.toml", "terms.toml"}
    for entry in _visible(folder):
        if entry.name not in known:
            hint = f"pages lie in {', '.join(f'content/{kind}' for kind in KINDS)}"
            yield _stray(site, entry, hint)
    for kind in KINDS:
        for entry in _visible(folder / kind):
            if not (entry.name.endswith(_read_endings(kind)) and entry.is_file()):
                hint = f"a page is a file in content/{kind} whose name ends in .md"
                if entry.suffix in (".yaml", ".yml") and kind == "exercises":
                    hint = f"a figure is a file beside its exercise, named NAME{POSE_FILE}"
                yield _stray(site, entry, hint)


def _list_files(folder: Path) -> Iterator[str]:
    """The names of the files in a folder, which may have ten thousands of them."""
    if folder.is_dir():
        with os.scandir(folder) as entries:
            yield from (entry.name for entry in entries if entry.is_file())


def _read_endings(kind: str) -> tuple[str, ...]:
    return (".md", POSE_FILE) if kind == "exercises" else (".md",)


def _visible(folder: Path) -> list[Path]:
    """What lies in a folder, but for what editors and systems hide or keep as a copy."""
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    return [entry for entry in entries if not entry.name.startswith((".", "~", "#"))]


def _stray(site: Path, entry: Path, hint: str) -> Problem:
    path = entry.relative_to(site).as_posix()
    return Problem(path, 0, "this is not read", hint, "warning")


def list_media(site: Path) -> frozenset[str]:
    """The files in `content/media`, as paths below it, without links that lead out of it."""
    folder = site / "content" / "media"
    home = folder.resolve()
    files = (file for file in folder.rglob("*") if file.is_file())
    return frozenset(
        file.relative_to(folder).as_posix() for file in files if file.resolve().is_relative_to(home)
    )


def read_text(site: Path, path: str, problems: list[Problem]) -> TextFile | None:
    """A text file of the site, or a problem."""
    try:
        content = (site / path).read_bytes()
    except FileNotFoundError:
        hint = "put it back, or copy it from a new site:  handouts new FOLDER"
        problems.append(Problem(path, 1, "the file is missing", hint))
        return None
    except OSError as error:
        problems.append(
            Problem(path, 1, f"the file cannot be read: {error.strerror}", "check its permissions")
        )
        return None
    if len(content) > MAX_BYTES:
        hint = "a page is text; pictures belong in content/media"
        problems.append(Problem(path, 1, "the file is larger than 1 MiB", hint))
        return None
    return decode(path, content, problems)


def decode(path: str, content: bytes, problems: list[Problem]) -> TextFile | None:
    """The text of a file's bytes, or a problem: UTF-8, no invisible signs, one kind of line end."""
    hint = "save the file as UTF-8 in your editor"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.append(Problem(path, line, "the file is not UTF-8 text", hint))
        return None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problems.append(Problem(path, line, "the file holds a NUL: it is not text", hint))
        return None
    if sign := CONTROL.search(text):
        line = text.count("\n", 0, sign.start()) + 1
        message = f"the line holds an invisible control character (U+{ord(sign[0]):04X})"
        problems.append(Problem(path, line, message, "delete the line and type it again"))
        return None
    return TextFile(path, text.replace("\r\n", "\n").replace("\r", "\n"))
