"""What the program loads and how long it takes when there is nothing to do."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Cost, run
from bench.site import handouts_program

HEAVY = ("jinja2", "markdown", "pydantic", "numpy", "weasyprint")
_TELL = """
import sys
from generator.cli import main
try:
    main(sys.argv[1:], standalone_mode=False)
finally:
    print("loaded:", *{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


@dataclass(frozen=True)
class Start:
    """A command that has nothing to do: its runs, and which heavy packages it loaded."""

    called: str
    runs: tuple[Cost, ...]
    loaded: tuple[str, ...]


def measure_starts(site: Path, rounds: int) -> list[Start]:
    """`--help`, and a build of a site that is built already, in turn with Python alone."""
    commands = {
        "handouts --help": ["--help"],
        "handouts build, nothing to do": ["build", "--no-pdf", "--site", str(site)],
    }
    runs: dict[str, list[Cost]] = {called: [] for called in commands}
    python: list[Cost] = []
    run([handouts_program(), *commands["handouts build, nothing to do"]], site)
    for _ in range(rounds):
        python.append(run([sys.executable, "-c", "pass"], site))
        for called, arguments in commands.items():
            runs[called].append(run([handouts_program(), *arguments], site))
    starts = [
        Start(called, tuple(runs[called]), _loaded(arguments, site))
        for called, arguments in commands.items()
    ]
    return [Start("Python alone", tuple(python), ()), *starts]


def _loaded(arguments: list[str], site: Path) -> tuple[str, ...]:
    """The heavy packages that a command loads."""
    command = [sys.executable, "-c", _TELL, *arguments]
    told = subprocess.run(  # noqa: S603 our own command
        command, cwd=site, capture_output=True, text=True, check=True
    )
    loaded = told.stderr.rpartition("loaded:")[2].split()
    return tuple(name for name in HEAVY if name in loaded)
