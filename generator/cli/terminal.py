"""What a command says on the terminal: problems, progress and how it ended."""

import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from generator.errors import Problem, SiteError, UsageError, format_problem

PROBLEMS, WRONG_USE = 1, 2
# How many files with the same problem are named before the rest is counted.
_NAMED = 2


@contextmanager
def reported(ending: str = "Nothing was published") -> Iterator[None]:
    """Problems and wrong use end the program with a message and an exit code, never a traceback."""
    try:
        yield
    except SiteError as error:
        print_problems(error.problems)
        errors = sum(problem.severity == "error" for problem in error.problems)
        click.echo(
            f"{ending}: {count(errors, 'error')}{count_warnings(error.problems)}.",
            err=True,
        )
        sys.exit(PROBLEMS)
    except UsageError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(WRONG_USE)
    except OSError as error:
        click.echo(f"error: {error.filename}: {error.strerror}", err=True)
        sys.exit(WRONG_USE)


def print_failure(failure: Exception) -> None:
    """What kept a build from publishing, where that does not end the program."""
    if isinstance(failure, SiteError):
        print_problems(failure.problems)
    elif isinstance(failure, UsageError):
        click.echo(f"error: {failure}", err=True)
    else:
        click.echo("".join(traceback.format_exception(failure)), err=True)
    click.echo("The site stays as it is; the next save tries again.", err=True)


@contextmanager
def shown_progress() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, nothing anywhere else."""
    if not sys.stderr.isatty():
        yield lambda done, total: None  # noqa: ARG005 nobody watches
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Making handouts", visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


def say_waiting() -> None:
    """That another build holds the output folder."""
    click.echo("Waiting for another build of this site to end …", err=True)


def print_problems(problems: Sequence[Problem]) -> None:
    """The problems, one after the other.

    A fault of a template or stylesheet is found in everything that is made with it: that is said
    once, with some of the files that have it.
    """
    alike: dict[object, list[Problem]] = {}
    for problem in problems:
        is_written = problem.path.startswith("content/")
        same = (problem.severity, problem.message, problem.hint)
        alike.setdefault(problem if is_written else same, []).append(problem)
    for first, *others in alike.values():
        click.echo(format_problem(first), err=True)
        if others:
            click.echo(f"  the same in {_name_some([other.path for other in others])}", err=True)


def _name_some(paths: Sequence[str]) -> str:
    """The first of several files by name, the others by their number."""
    named, rest = ", ".join(paths[:_NAMED]), len(paths) - _NAMED
    return f"{named} and {count(rest, 'other')}" if rest > 0 else named


def count(number: int, thing: str) -> str:
    """A number of things: "1 page", "3 pages"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def count_warnings(problems: Sequence[Problem]) -> str:
    """The number of warnings, to follow another number; nothing when there are none."""
    found = sum(problem.severity == "warning" for problem in problems)
    return f", {count(found, 'warning')}" if found else ""
