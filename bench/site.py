"""Whole sites without PDFs, ours and those of the peers in turn: cold, after an edit, unchanged."""

import random
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.corpus import Corpus, edit_step, make_corpus, write_site
from bench.measure import CORES, Cost, FailedError, run
from bench.peer_sites import write_peer_site
from bench.peers import Peer
from generator import __version__

OURS = "handouts"
SCENARIOS = ("cold", "edit", "unchanged")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Contestant:
    """A generator with its site, ready to run."""

    peer: Peer | None
    folder: Path
    cold: tuple[str, ...]
    again: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name that its costs are kept under."""
        return self.peer.name if self.peer else OURS

    @property
    def published(self) -> Path:
        """The folder of the website."""
        return self.folder / "output" / ("" if self.peer else "site")


@dataclass
class Costs:
    """What each run cost, in the order of the rounds, by size, scenario and name."""

    runs: dict[tuple[int, str, str], list[Cost]] = field(default_factory=lambda: defaultdict(list))

    def of(self, size: int, scenario: str, name: str) -> list[Cost]:
        """The runs of one generator; none if it did not run."""
        return self.runs.get((size, scenario, name), [])

    @property
    def sizes(self) -> list[int]:
        """All sizes, smallest first."""
        return sorted({size for size, _, _ in self.runs})

    @property
    def names(self) -> list[str]:
        """All generators, in the order in which they ran first."""
        return list(dict.fromkeys(name for _, _, name in self.runs))


def our_title() -> str:
    """Our name and version."""
    return f"handouts {__version__}"


def handouts_program() -> str:
    """Our program as it is installed beside this Python."""
    return str(Path(sys.executable).with_name("handouts"))


def make_contestants(size: int, folder: Path, peers: Iterable[Peer]) -> list[Contestant]:
    """Write the sites of a size, ours and those of the peers, into a new folder."""
    corpus = make_corpus(size)
    return [_ours(corpus, folder), *(_theirs(peer, corpus, folder) for peer in peers)]


def compare(
    contestants: Sequence[Contestant], size: int, rounds: int, costs: Costs, say: Say
) -> None:
    """Run all of them in turn, round by round."""
    for number in range(rounds):
        for scenario in SCENARIOS:
            edited = _edit(contestants, number) if scenario == "edit" else None
            for contestant in contestants:
                cost = _run(contestant, scenario)
                costs.runs[size, scenario, contestant.name].append(cost)
                if edited:
                    _check_published(contestant, *edited)
                say(
                    f"{size:6} {scenario:9} {contestant.name:9} {cost.wall:8.2f} s "
                    f"{cost.processor:8.2f} s of processors {cost.memory / 2**20:6.0f} MiB"
                )


def _ours(corpus: Corpus, folder: Path) -> Contestant:
    site = folder / OURS
    site.mkdir(parents=True)
    write_site(corpus, site)
    command = (handouts_program(), "build", "--no-pdf", "--jobs", str(CORES))
    return Contestant(None, site, command, command)


def _theirs(peer: Peer, corpus: Corpus, folder: Path) -> Contestant:
    site = folder / peer.name
    write_peer_site(peer.name, corpus, site)
    return Contestant(peer, site, peer.cold, peer.again)


def _run(contestant: Contestant, scenario: str) -> Cost:
    if scenario != "cold":
        return run(contestant.again, contestant.folder)
    shutil.rmtree(contestant.folder / "output", ignore_errors=True)
    cost = run(contestant.cold, contestant.folder)
    if contestant.peer and contestant.peer.prepare:
        run(contestant.peer.prepare, contestant.folder)
    return cost


def _edit(contestants: Sequence[Contestant], number: int) -> tuple[str, str]:
    """Edit the same page in each site; the slug of its page, and what is new in it."""
    pages = sorted((contestants[0].folder / "content" / "exercises").glob("*-*[0-9].md"))
    slug = random.Random(number).choice(pages).stem  # noqa: S311 the same pages in every run
    for contestant in contestants:
        new = edit_step(contestant.folder / "content" / "exercises" / f"{slug}.md", number)
    return slug, new


def _check_published(contestant: Contestant, slug: str, new: str) -> None:
    if new not in (contestant.published / "exercises" / f"{slug}.html").read_text("utf-8"):
        raise FailedError(f"{contestant.name} has not published the edit of {slug}")
