"""What was measured, as `bench/RESULTS.md`: tables that say of each bar whether it is met."""

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.bars import Bar
from bench.measure import CORES, Cost
from bench.peers import TITLES, VERSIONS
from bench.serving import Served
from bench.site import OURS, SCENARIOS, Costs, our_title
from bench.starting import Start

_DIFFERENCES = """\
- Ours alone checks every field and link, cleans the HTML, proves that no safety note is hidden, and
  writes the data of the search and of offline reading. Its pages are over twice as large. All that
  is in the favour of the others.
- The others find the words for body parts and the titles of related exercises in the front matter
  itself; ours looks them up. This is in their favour, too.
- Each other generator is set up for speed: Hugo runs without the Python program that its package
  starts it with, Eleventy has templates in JavaScript and Markdown that is no template, MkDocs no
  search, navigation or plugins, Pelican no feeds and no pages of tags.
- After an edit Hugo and Eleventy build everything: they keep nothing between two builds. MkDocs
  (`--dirty`) writes the edited page alone, so that a program that shows the exercise is out of
  date. Pelican reads edited files alone (its cache is filled before, untimed) and writes every
  page. Ours writes the page and every other that shows what was edited.
"""
_CALLED = {"cold": "cold", "edit": "one body edited", "unchanged": "nothing changed"}


@dataclass(frozen=True)
class Results:
    """All that a run found; `others` is what the other measurements print, by their name."""

    costs: Costs
    bars: Sequence[Bar]
    rounds: int
    load: float = 0
    served: Served | None = None
    starts: Sequence[Start] = ()
    others: Mapping[str, str] = field(default_factory=dict)


def write_results(results: Results) -> str:
    """The whole report as Markdown."""
    costs = results.costs
    parts = [
        "# What was measured",
        _machine(results),
        _method(),
        "## Bars\n\n" + _bars(results.bars),
        *(f"## {size:,} exercises\n\n{_costs(costs, size)}" for size in costs.sizes),
    ]
    if results.served:
        title = f"## From save to page, {results.served.size:,} exercises"
        parts.append(f"{title}\n\n{_served(results.served)}")
    if results.starts:
        parts.append("## Nothing to do\n\n" + _starts(results.starts))
    others = results.others.items()
    parts += [f"## {name.capitalize()}\n\n```text\n{text.rstrip()}\n```" for name, text in others]
    return "\n\n".join(parts) + "\n"


def _machine(results: Results) -> str:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    peers = ", ".join(f"{TITLES[name]} {version}" for name, version in VERSIONS.items())
    return (
        f"Made by `make bench`: {our_title()} beside {peers}, in turn, {results.rounds} "
        "rounds.\n"
        f"{_processor()}, {CORES} of {os.cpu_count()} cores used, {memory:.0f} GiB of memory, "
        f"{platform.system()}, Python {platform.python_version()}. "
        f"At the start {results.load:.1f} other processes were at work."
    )


def _processor() -> str:
    """The model of the processor, as Linux knows it."""
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _method() -> str:
    return (
        "Every run is a fresh process. Times are medians by the clock, with the least and the "
        "most in brackets; a ratio is the median of the ratios of each round. Memory is what "
        "all processes of a generator hold at the same time; what they share counts once. No PDFs "
        "are made, and no archive of the site. The largest size is ours alone, and two rounds.\n\n"
        "The sites have the same exercises, programs, lists and other pages, of the same fields "
        f"and text. What differs, and in whose favour:\n\n{_DIFFERENCES.strip()}"
    )


def _bars(bars: Iterable[Bar]) -> str:
    rows = (
        (
            bar.number,
            bar.compared,
            _spread(bar.found, bar.unit),
            f"{bar.limit:g}{bar.unit}" + (f" (aim {bar.aim:g})" if bar.aim else ""),
            "met" if bar.is_met else "**missed**",
        )
        for bar in bars
    )
    return _table(("bar", "what", "median (least–most)", "at most", ""), rows)


def _costs(costs: Costs, size: int) -> str:
    def rows() -> Iterator[tuple[str, ...]]:
        for scenario in SCENARIOS:
            ours = costs.of(size, scenario, OURS)
            for name in costs.names:
                runs = costs.of(size, scenario, name)
                if runs:
                    yield _cost_row(scenario, name, runs, ours)

    heads = ("", "", "time", "of the processors", "memory", "ours to it")
    return _table(heads, rows())


def _cost_row(
    scenario: str, name: str, runs: Sequence[Cost], ours: Sequence[Cost]
) -> tuple[str, ...]:
    ratios = [mine.wall / theirs.wall for mine, theirs in zip(ours, runs, strict=False)]
    return (
        _CALLED[scenario],
        TITLES.get(name, name),
        _spread([run.wall for run in runs], " s"),
        f"{median(run.processor for run in runs):.2f} s",
        f"{median(run.memory for run in runs) / 2**20:.0f} MiB",
        "" if name == OURS else f"{median(ratios):.3f}",
    )


def _served(served: Served) -> str:
    rows = [
        (f"on disk, {TITLES.get(name, name)}", _spread(times, " s"))
        for name, times in served.on_disk.items()
    ]
    rows.append(("seen in the browser", _spread(served.in_browser, " s")))
    rows.append(("our file watcher alone", _spread(served.watcher, " s")))
    return _table(("save to page", "time"), rows)


def _starts(starts: Iterable[Start]) -> str:
    rows = (
        (start.called, _spread([run.wall for run in start.runs], " s"), ", ".join(start.loaded))
        for start in starts
    )
    return _table(("command", "time", "heavy packages loaded"), rows)


def _spread(numbers: Sequence[float], unit: str = "") -> str:
    if not numbers:
        return "not measured"
    return f"{median(numbers):.3f}{unit} ({min(numbers):.3f}–{max(numbers):.3f})"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
