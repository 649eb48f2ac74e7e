"""What a browser shows while a build cannot be published: the problems, in the terminal's words."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.errors import SiteError, UsageError
from generator.gate import POLICY

STYLESHEET_ADDRESS = ".handouts/failure.css"

_HERE = Path(__file__).parent


def failure_page(failure: Exception) -> bytes:
    """The page for a build that failed: the problems of the site, or a fault not its own."""
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    problems = failure.problems if isinstance(failure, SiteError) else ()
    errors = [problem for problem in problems if problem.severity == "error"]
    warnings = [problem for problem in problems if problem.severity == "warning"]
    page = environment.get_template("failure.html").render(
        policy=POLICY,
        stylesheet=f"/{STYLESHEET_ADDRESS}",
        problems=[*errors, *warnings],
        errors=len(errors),
        fault=_describe(failure),
    )
    return page.encode()


def failure_stylesheet() -> bytes:
    """The look of that page. It is no part of the theme, which may be what is broken."""
    return (_HERE / "failure.css").read_bytes()


def _describe(failure: Exception) -> str:
    return (
        str(failure) if isinstance(failure, UsageError) else f"{type(failure).__name__}: {failure}"
    )
