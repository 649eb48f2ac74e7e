"""Remembers the figures that were drawn, so that each is drawn once; safe to delete."""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path

from generator.errors import Problem
from generator.figures.illustration import FramePicture, Illustration
from generator.sketch import Sketch

_PACKAGE = Path(__file__).parent
_LIBRARIES = ("numpy", "shapely")
# What reads a pose file beside `figures/` itself.
_READERS = ("sketch", "frontmatter", "yaml_values", "parse", "model", "errors")


class Sketchbook:
    """A folder with a file for each figure, named after all that the drawing hangs on.

    A file that cannot be read, or is not what was written, counts as none; and a folder that
    cannot be written to only means that the figure is drawn again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def recall(self, sketch: Sketch) -> Illustration | None:
        """The figure as it was drawn before."""
        try:
            digest, _, kept = self._file(sketch).read_text("utf-8").partition("\n")
        except (OSError, UnicodeDecodeError):
            return None
        return _unpack(kept) if digest == _digest(kept) else None

    def keep(self, sketch: Sketch, drawn: Illustration) -> None:
        """Remember a figure."""
        kept = json.dumps(asdict(drawn), ensure_ascii=False)
        file = self._file(sketch)
        unfinished = file.with_suffix(f".{os.getpid()}.tmp")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(f"{_digest(kept)}\n{kept}", "utf-8", newline="\n")
            unfinished.replace(file)

    def forget_others(self, sketches: Iterable[Sketch]) -> None:
        """Forget every figure that is not among these."""
        wanted = {self._file(sketch).name for sketch in sketches}
        for file in self._folder.glob("*.*"):
            if file.name not in wanted:
                with suppress(OSError):
                    file.unlink()

    def _file(self, sketch: Sketch) -> Path:
        parts = (
            _hash_drawing(),
            sketch.figure.path,
            sketch.text,
            sketch.person,
            str(sketch.mirrored),
            sketch.style,
        )
        return self._folder / f"{_digest(*parts)}.json"


def _unpack(kept: str) -> Illustration:
    values = json.loads(kept)
    return Illustration(
        tuple(FramePicture(**frame) for frame in values["frames"]),
        tuple(Problem(**problem) for problem in values["problems"]),
    )


def _digest(*parts: str) -> str:
    digest = sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


@cache
def _hash_drawing() -> str:
    """A hash over all of the program that makes a picture of a pose file, and its libraries."""
    from importlib.metadata import version

    readers = (_PACKAGE / f"{name}.py" for name in _READERS)
    files = [*sorted((_PACKAGE / "figures").rglob("*.py")), *readers]
    return _digest(
        *(f"{library} {version(library)}" for library in _LIBRARIES),
        *(sha256(file.read_bytes()).hexdigest() for file in files),
    )
