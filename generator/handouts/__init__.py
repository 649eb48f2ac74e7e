"""Makes a PDF of each handout and proves what it shows, in worker processes."""

from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from generator.errors import Problem
from generator.expected import Expectation
from generator.proof import prove

NO_PDF = (
    "PDFs cannot be made on this machine: {reason}."
    " docs/install.md says what to install; handouts build --no-pdf builds without PDFs."
)


@dataclass(frozen=True)
class HandoutJob:
    """One PDF to make: everything that a worker process needs.

    Rules of a later stylesheet win. What an address in `html` or in a stylesheet means is looked
    for in each of `folders` in turn; no address may lead out of them.
    `staged` is the file that `make_handout` writes. `one_page` asks for the savings that bring a
    sheet down to one page.
    """

    path: str
    html: str
    stylesheets: tuple[Path, ...]
    folders: tuple[Path, ...]
    expected: Expectation
    staged: Path = Path()
    one_page: bool = False


@dataclass(frozen=True)
class Handout:
    """A PDF that was made, what keeps it back, what reads badly in it, where its exercises end.

    `ends` are their titles, each with its last page from 1.
    """

    path: str
    pages: int
    size: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    ends: tuple[tuple[str, int], ...] = ()


def make_handout(job: HandoutJob) -> Handout:
    """Write the PDF of a job to its staged file, read it back and prove it."""
    pdf, handout = print_handout(job)
    job.staged.write_bytes(pdf)
    return handout


def print_handout(job: HandoutJob) -> tuple[bytes, Handout]:
    """The PDF of a job, which touches no file, and what is known and wrong of it."""
    from generator.handouts.press import open_press

    press = open_press(job.stylesheets, job.folders)
    printed = press.print(job.html, one_page=job.one_page)
    said = (*press.problems, *(Problem(job.path, 0, message) for message in printed.messages))
    if not printed.pdf:
        return b"", Handout(job.path, 0, 0, said)
    proof = prove(printed.pdf, job.expected, job.path, press.fonts)
    problems, size = (*said, *proof.errors), len(printed.pdf)
    made = Handout(job.path, printed.pages, size, problems, proof.warnings, proof.ends)
    return printed.pdf, made


def why_no_pdf() -> str:
    """Why PDFs cannot be made on this machine, in one line; empty if they can."""
    # WeasyPrint says at length on standard output what it lacks.
    with redirect_stdout(StringIO()):
        try:
            import generator.handouts.press  # noqa: F401
        except (ImportError, OSError) as error:
            return NO_PDF.format(reason=str(error).strip().partition(": ")[0].splitlines()[0])
    return ""
