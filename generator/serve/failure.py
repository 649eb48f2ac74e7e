"""What a browser shows of the problems of a build, in the terminal's words."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.errors import Problem, UsageError
from generator.gate import POLICY
from generator.raster import data_address
from generator.serve.outcome import Outcome

_HERE = Path(__file__).parent
# Their look is no part of the theme, which may be what is broken.
STYLESHEETS = {f".handouts/{name}": _HERE / name for name in ("failure.css", "warnings.css")}


@dataclass(frozen=True)
class _File:
    """The problems of one file, errors first, and its figure as addresses of pictures."""

    path: str
    problems: tuple[Problem, ...]
    draft: tuple[str, ...]


def failure_page(outcome: Outcome) -> bytes:
    """The page for a build that failed: the problems of the site, or a fault not its own."""
    files = _by_file(outcome)
    errors = sum(problem.severity == "error" for problem in outcome.problems)
    fault = _describe(outcome.failure)
    return _render("failure.html", policy=POLICY, files=files, errors=errors, fault=fault)


def warnings_note(outcome: Outcome, address: str) -> bytes:
    """The warnings, to lie over the page at an address: open if one of them is of that page."""
    source = f"content/{address.removesuffix('html')}"
    warnings = sorted(outcome.problems, key=lambda problem: not problem.path.startswith(source))
    here = sum(problem.path.startswith(source) for problem in warnings)
    return _render("warnings.html", warnings=warnings, here=here) if warnings else b""


def _by_file(outcome: Outcome) -> list[_File]:
    """Files with errors come before those with warnings alone."""
    ranked = sorted(outcome.problems, key=lambda problem: problem.severity)
    paths = dict.fromkeys(problem.path for problem in ranked)
    return [
        _File(
            path,
            tuple(problem for problem in ranked if problem.path == path),
            tuple(
                data_address("image/svg+xml", svg.encode()) for svg in outcome.drafts.get(path, ())
            ),
        )
        for path in paths
    ]


def _render(template: str, **shown: object) -> bytes:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(**shown).strip().encode()


def _describe(failure: Exception | None) -> str:
    return (
        str(failure) if isinstance(failure, UsageError) else f"{type(failure).__name__}: {failure}"
    )
