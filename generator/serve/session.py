"""A session at the desk: build, serve, and rebuild on every save, until Ctrl+C."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from generator.errors import UsageError
from generator.paths import shipped
from generator.serve.saves import saves
from generator.serve.server import address_of, claim_port, open_server

Build = Callable[[], None]
Report = Callable[[Exception], None]


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
        saved = saves(_sources(site))
        next(saved)
        failure = _attempt(build, report, fatal=(UsageError,))
        with open_server(published, claimed, failure) as show:
            ready(address_of(port))
            for _ in saved:
                show(_attempt(build, report))


def _attempt(
    build: Build, report: Report, *, fatal: tuple[type[Exception], ...] = ()
) -> Exception | None:
    """Build; what goes wrong is reported and returned to be shown, unless it is fatal."""
    try:
        build()
    except fatal:
        raise
    except Exception as error:  # noqa: BLE001 not even a fault of ours may end the session
        report(error)
        return error
    return None


def _sources(site: Path) -> list[Path]:
    """The folders that a build reads. In a checkout, the shipped templates are edited too."""
    return [site / "content", site / "templates", shipped("templates")]
