"""Everything measured in one run: whole sites beside other generators, serving, starting.

    python -m bench [--short]

Writes bench/RESULTS.md. The other generators are installed first, into .cache/bench. Linux only:
nowhere else can the memory of all processes be seen. Run it with nothing else at work.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench.bars import HUGE, LARGE, SMALL, Bar, serving_bars, site_bars, starting_bars
from bench.measure import keep_to_cores
from bench.peers import CACHE, TITLES, Peer, install_peers, installed_peers
from bench.report import Results, write_results
from bench.serving import Served, measure_serving
from bench.site import Contestant, Costs, compare, make_contestants
from bench.starting import Start, measure_starts

RESULTS = Path(__file__).parent / "RESULTS.md"
OTHERS = ("figures", "layouts", "handouts", "search")
SHORT = 50
HUGE_ROUNDS = 2


@click.command(help=__doc__)
@click.option("--short", is_flag=True, help="50 exercises, one round, nothing is installed.")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(min=1))
@click.option(
    "--size", "sizes", multiple=True, type=click.IntRange(min=20), help="Instead of all sizes."
)
@click.option(
    "--peer", "names", multiple=True, type=click.Choice(list(TITLES)), help="Instead of all peers."
)
@click.option("--others/--no-others", default=True, help="The other measurements, too.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Instead of there.")
def main(
    *,
    short: bool,
    rounds: int,
    sizes: tuple[int, ...],
    names: tuple[str, ...],
    others: bool,
    output: Path | None,
) -> None:
    """Measure, say each run as it ends, and write the report."""
    load = os.getloadavg()[0]
    keep_to_cores()
    if short:
        rounds, sizes, others = 1, (SHORT,), False
    else:
        install_peers()
        output = output or RESULTS
    peers = [peer for peer in installed_peers() if peer.name in (names or TITLES)]
    measured = replace(_measure(sizes or (SMALL, LARGE, HUGE), peers, rounds), load=load)
    _write(measured, output)
    for name in OTHERS if others else ():
        measured = replace(measured, others={**measured.others, name: _print_other(name)})
        _write(measured, output)
    click.echo(write_results(measured))


def _write(results: Results, output: Path | None) -> None:
    """Whatever comes next, what was measured so far is kept."""
    if output:
        output.write_text(write_results(results), "utf-8")


def _measure(sizes: Iterable[int], peers: Sequence[Peer], rounds: int) -> Results:
    costs = Costs()
    served: Served | None = None
    starts: list[Start] = []
    for size in sizes:
        with _sites(size, peers) as contestants:
            # The largest takes minutes a round, and is compared with nobody.
            times = min(rounds, HUGE_ROUNDS) if size >= HUGE else rounds
            compare(contestants, size, times, costs, click.echo)
            if served is None:
                served = measure_serving(contestants, size, rounds)
                starts = measure_starts(contestants[0].folder, rounds)
    bars: list[Bar] = [*site_bars(costs), *serving_bars(served or Served()), *starting_bars(starts)]
    return Results(costs, bars, rounds, served=served, starts=starts)


@contextmanager
def _sites(size: int, peers: Sequence[Peer]) -> Iterator[list[Contestant]]:
    """The sites of a size, in a folder that is there for as long as they are measured."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f"{size}-", dir=CACHE) as folder:
        # The largest site shows how our own cost grows: the others need not.
        yield make_contestants(size, Path(folder), [] if size >= HUGE else peers)


def _print_other(name: str) -> str:
    """What another measurement prints; what went wrong if it failed."""
    click.echo(f"{name} ...")
    command = [sys.executable, "-m", f"bench.{name}"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return told.stdout if told.returncode == 0 else f"failed:\n{told.stderr[-1000:]}"


if __name__ == "__main__":
    main()
