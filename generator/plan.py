"""The plan of a build: a key for every output, over all that the output depends on."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from generator.builder import Part
from generator.paper import Sheet
from generator.render import hash_templates
from generator.site import WebPage

_PACKAGE = Path(__file__).parent
_LIBRARIES = ("jinja2", "markdown", "nh3", "weasyprint", "pillow", "segno", "babel")


@dataclass(frozen=True)
class Ground:
    """What every page, or every handout, rests on besides its own content: hashes of each."""

    program: str
    web: str
    paper: str


def survey(folders: tuple[Path, ...]) -> Ground:
    """The ground of a build: program, libraries, templates and assets as they are now."""
    return Ground(
        program=_hash_program(),
        web=hash_templates(folders, "assets"),
        paper=hash_templates(folders, "print"),
    )


def page_key(ground: Ground, page: WebPage | Part) -> str:
    """The key of a page or part: what its template is passed holds all that it shows of records."""
    return _hash(ground.program, ground.web, repr(page))


def sheet_key(ground: Ground, sheet: Sheet) -> str:
    """The key of a handout, likewise."""
    return _hash(ground.program, ground.paper, repr(sheet))


def content_key(ground: Ground, *parts: str) -> str:
    """The key of an output that is made from bytes alone: a picture, an icon."""
    return _hash(ground.program, *parts)


def _hash(*parts: str) -> str:
    digest = sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


@cache
def _hash_program() -> str:
    """A hash over the program itself and the libraries whose output reaches a page."""
    from importlib.metadata import version

    files = sorted(file for ending in ("*.py", "*.po") for file in _PACKAGE.rglob(ending))
    return _hash(
        *(f"{library} {version(library)}" for library in _LIBRARIES),
        *(sha256(file.read_bytes()).hexdigest() for file in files),
    )
