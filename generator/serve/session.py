"""A session at the desk: build, serve, and rebuild on every save, until Ctrl+C."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from generator.errors import Problem, UsageError
from generator.paths import shipped
from generator.serve.outcome import Outcome, tell_failure
from generator.serve.saves import saves
from generator.serve.server import address_of, claim_port, open_server

# Builds in one part or several, and yields the warnings as soon as there is something new to show.
# It calls what it is given again and again, and ends with whatever that raises.
Build = Callable[[Callable[[], None]], Iterator[Sequence[Problem]]]
Report = Callable[[Exception], None]


class _SavedAgainError(Exception):
    """What is being built is out of date already."""


def serve(
    build: Build,
    site: Path,
    *,
    published: Path,
    port: int,
    ready: Callable[[str], None],
    report: Report,
) -> None:
    """Show the site in browsers on this machine, and build it anew on every save, until Ctrl+C.

    `published` is the website that `build` makes of the folder `site`. `ready` hears its address
    once it can be opened, `report` what kept a build from publishing.

    Raises `UsageError` when the port is taken, or when this machine cannot build at all.
    """
    with suppress(KeyboardInterrupt), claim_port(port) as claimed:
        outcomes = _builds(build, site)
        first = next(outcomes)
        if isinstance(first.failure, UsageError):
            raise first.failure
        _report(first, report)
        with open_server(published, claimed, first) as show:
            ready(address_of(port))
            for outcome in outcomes:
                _report(outcome, report)
                show(outcome)


def _builds(build: Build, site: Path) -> Iterator[Outcome]:
    """Build at once and after every save; a save in the middle of a build begins the next one."""
    for saved_again in saves(_sources(site)):

        def look_up(saved_again: Callable[[], bool] = saved_again) -> None:
            if saved_again():
                raise _SavedAgainError

        try:
            for warnings in build(look_up):
                yield Outcome(tuple(warnings))
        except _SavedAgainError:
            continue
        except Exception as failure:  # noqa: BLE001 not even a fault of ours may end the session
            yield tell_failure(failure, site)


def _report(outcome: Outcome, report: Report) -> None:
    if outcome.failure:
        report(outcome.failure)


def _sources(site: Path) -> list[Path]:
    """The folders that a build reads. In a checkout, the shipped templates are edited too."""
    return [site / "content", site / "templates", shipped("templates")]
