"""The bars that the program is to clear: each the median ratio of runs made in turn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from bench.measure import Cost
from bench.peers import TITLES
from bench.serving import Served
from bench.site import OURS, Costs
from bench.starting import Start

SMALL, LARGE, HUGE = 1_000, 10_000, 30_000
# Half a second more than the watcher takes: what a bar allows until the browser shows a save.
_SEEN_WITHIN = 0.5

# The most that a ratio may be, and what it should be at best.
_Limits = tuple[float, float | None]
_COLD: dict[str, _Limits] = {
    "hugo": (1.6, 1.2),
    "eleventy": (0.6, None),
    "mkdocs": (0.35, None),
    "pelican": (0.3, None),
}


@dataclass(frozen=True)
class Bar:
    """What was compared, what came out of each pair of runs, and the most that it may be."""

    number: str
    compared: str
    found: tuple[float, ...]
    limit: float
    aim: float | None = None
    unit: str = ""

    @property
    def value(self) -> float:
        """The median."""
        return median(self.found)

    @property
    def is_met(self) -> bool:
        """Whether the median keeps to the limit."""
        return self.value <= self.limit


def site_bars(costs: Costs) -> Iterator[Bar]:
    """Bars 1 to 3: as far as the sizes and generators that they speak of were run."""
    for size, limits in ((LARGE, (0.10, 0.05)), (SMALL, (0.6, None))):
        yield from _against(costs, "hugo", size, "edit", limits)
    for size, limits in ((LARGE, (0.05, None)), (SMALL, (0.2, None))):
        yield from _against(costs, "hugo", size, "unchanged", limits)
    for name, limits in _COLD.items():
        for size in (SMALL, LARGE):
            yield from _against(costs, name, size, "cold", limits)
    pairs = _pairs(costs.of(LARGE, "cold", OURS), costs.of(LARGE, "cold", "hugo"))
    memory = tuple(ours.memory / theirs.memory for ours, theirs in pairs)
    if memory:
        yield Bar("2", f"memory, cold, {LARGE:,}, of Hugo's", memory, 0.25)
    for few, many in ((SMALL, LARGE), (LARGE, HUGE)):
        pairs = _pairs(costs.of(few, "cold", OURS), costs.of(many, "cold", OURS))
        growth = tuple((more.wall / many) / (less.wall / few) for less, more in pairs)
        if growth:
            yield Bar("3", f"cold, a page of {many:,} to one of {few:,}", growth, 1.1)


def serving_bars(served: Served) -> Iterator[Bar]:
    """Bar 5, beside Hugo's server if it ran."""
    pairs = zip(served.on_disk.get(OURS, []), served.on_disk.get("hugo", []), strict=False)
    ratios = tuple(ours / theirs for ours, theirs in pairs)
    if ratios:
        yield Bar("5", f"save to disk, {served.size:,}, of Hugo server's", ratios, 0.5)
    if served.in_browser:
        watcher = median(served.watcher)
        seen = tuple(time - watcher for time in served.in_browser)
        yield Bar("5", "save to browser, less the watcher's delay", seen, _SEEN_WITHIN, unit=" s")


def starting_bars(starts: Sequence[Start]) -> Iterator[Bar]:
    """Bar 6: how many of the heavy packages are loaded, which may be none."""
    for start in starts:
        if start.runs and start.called.startswith("handouts"):
            loaded = (float(len(start.loaded)),)
            yield Bar("6", f"heavy packages loaded by {start.called}", loaded, 0)


def _against(costs: Costs, name: str, size: int, scenario: str, limits: _Limits) -> Iterator[Bar]:
    """The bar of ours against that of a peer; none where one of them did not run."""
    pairs = _pairs(costs.of(size, scenario, OURS), costs.of(size, scenario, name))
    ratios = tuple(ours.wall / theirs.wall for ours, theirs in pairs)
    if ratios:
        number = "2" if scenario == "cold" else "1"
        yield Bar(number, f"{scenario}, {size:,}, of {TITLES[name]}'s", ratios, *limits)


def _pairs(some: Sequence[Cost], others: Sequence[Cost]) -> list[tuple[Cost, Cost]]:
    """The runs of the same rounds."""
    return list(zip(some, others, strict=False))
