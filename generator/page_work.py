"""Makes the pages of a site that are out of date: here, or in several processes."""

import pickle
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.builder import BUILDER_PAGE, PARTS, Part, PartPlan, plan_parts
from generator.builder_files import make_parts, open_place
from generator.cluster.luggage import Luggage, Unpacked, pack
from generator.edition import Edition
from generator.errors import Problem
from generator.gate import Findings, KitPlace
from generator.gate_memory import keep_findings, recall_findings
from generator.opened import Site
from generator.pages import PageWorkshop, make_page, open_page_workshop
from generator.plan import Ground, page_key
from generator.publish import Publisher
from generator.site import PagePlan, plan_builder, plan_pages

if TYPE_CHECKING:
    from generator.workers import Elsewhere

# Starting a process, with all that makes pages, costs about as much as making so many of them.
_WORTH_A_PROCESS = 150
# Each process comes back for more several times, so that none waits long for the last.
_SHARES = 6
# So many pages are in memory at once, for each process.
_MOST = 250


# A page, or a part of the page that makes a handout.
Plan = PagePlan | PartPlan


class Standing(NamedTuple):
    """A page as it stands, if it does: its address, its key, and the name of its look."""

    path: str
    key: str = ""
    look: str = ""


class MadePage(NamedTuple):
    """A page that was out of date: its address, its new key, and its bytes or what is wrong."""

    path: str
    key: str
    content: bytes | None
    problems: tuple[Problem, ...]
    look: str = ""
    is_part: bool = False


class Work(NamedTuple):
    """What became of a share of the pages, and all that was found out about their stylesheets."""

    pages: Sequence[MadePage]
    findings: Findings


@dataclass(frozen=True)
class _Desk:
    """What every page of a build is made with."""

    edition: Edition
    ground: Ground
    folders: tuple[Path, ...]
    stylesheets: Mapping[str, str]
    addresses: Collection[str]
    findings: Findings

    @cached_property
    def workshop(self) -> PageWorkshop:
        """Opened when the first page is out of date."""
        opened = open_page_workshop(
            self.folders, self.edition, self.stylesheets, self.addresses, self.ground
        )
        opened.styles.recall(self.findings)
        return opened

    def find_place(self, problems: list[Problem]) -> KitPlace | None:
        """Where parts stand on their page; what is wrong with that is told once."""
        place, wrong = self._place
        problems.extend(wrong)
        return place

    @cached_property
    def _place(self) -> tuple[KitPlace | None, tuple[Problem, ...]]:
        problems: list[Problem] = []
        place = open_place(self.workshop, plan_builder(self.edition), problems)
        return place, tuple(problems)


@dataclass(frozen=True)
class _Share:
    """Pages for one process, each with the key under which it stands. `desk` is a packed file."""

    desk: Path
    standing: Sequence[Standing]


def make_pages(
    site: Site, publisher: Publisher, plans: Mapping[str, Plan], addresses: Collection[str]
) -> int:
    """Make and stage pages and parts that are not up to date; returns how many pages are new.

    `addresses` are those that the site will have. In several processes the pages are planned by
    each for itself, so `plans` must then be those of the whole edition.
    """
    memory = site.options.site / ".cache" / "gate"
    known = recall_findings(memory, site.ground.program)
    desk = _Desk(site.edition, site.ground, site.folders, site.stylesheets, addresses, known)
    standing = [_find_standing(publisher, path) for path in plans]
    if BUILDER_PAGE in plans and _is_new(desk, publisher):
        # Parts that are as they were must be seen in their new place, too.
        standing = [Standing(one.path) if one.path.startswith(PARTS) else one for one in standing]
    worth = len(standing) // _WORTH_A_PROCESS
    processes, elsewhere = min(site.options.jobs, worth), site.options.elsewhere
    if elsewhere and worth:
        made = _make_elsewhere(desk, standing, elsewhere)
    elif processes < 2:  # noqa: PLR2004 one process more would only wait for this one
        made = (_work(desk, plans, share) for share in _share(standing, 1))
    else:
        made = _make_shared(desk, publisher.staging / "desk", standing, processes)
    changed, found = 0, dict(known)
    for pages, findings in made:
        found.update(findings)
        changed += sum(_stage(site, publisher, page) for page in pages)
    if found != known:
        keep_findings(memory, site.ground.program, found)
    return changed


def _is_new(desk: _Desk, publisher: Publisher) -> bool:
    """Whether the page on which parts stand is not the one that is published."""
    key = page_key(desk.ground, plan_builder(desk.edition))
    return key != _find_standing(publisher, BUILDER_PAGE).key


def _find_standing(publisher: Publisher, path: str) -> Standing:
    row = publisher.standing(path)
    return Standing(path, row.key, row.meta) if row else Standing(path)


def _stage(site: Site, publisher: Publisher, page: MadePage) -> bool:
    """Stage a page that is good; whether it is a page, and a new one."""
    site.problems.extend(page.problems)
    if page.content is None:
        return False
    row = publisher.published(page.path)
    is_new = row is None or row.digest != sha256(page.content).hexdigest()
    publisher.stage(page.path, page.key, page.content, page.look)
    return is_new and not page.is_part


def _make_shared(
    desk: _Desk, packed: Path, standing: Sequence[Standing], processes: int
) -> Iterator[Work]:
    # Not loaded for a page or two.
    from generator.workers import workers

    with packed.open("wb") as file:
        pickle.dump(_tidy(desk), file, protocol=5)
    shares = (_Share(packed, share) for share in _share(standing, processes))
    with workers(_make_share, processes) as make_all:
        yield from make_all(shares)
    packed.unlink()


def _make_elsewhere(
    desk: _Desk, standing: Sequence[Standing], elsewhere: "Elsewhere"
) -> Iterator[Work]:
    given = (_set_up, (replace(_tidy(desk), folders=()), pack(desk.folders)))
    with elsewhere.workers(_make_share_there, given=given) as make_all:
        yield from make_all(_share(standing, elsewhere.size))


def _tidy(desk: _Desk) -> _Desk:
    """The desk without what this process remembers of its own records."""
    return replace(desk, edition=replace(desk.edition))


def _share(standing: Sequence[Standing], processes: int) -> Iterator[Sequence[Standing]]:
    size = min(-(-len(standing) // (processes * _SHARES)), _MOST)
    return (standing[start : start + size] for start in range(0, len(standing), size))


def _make_share(share: _Share) -> Work:
    desk, plans = _unpack(share.desk)
    return _work(desk, plans, share.standing)


@lru_cache(maxsize=1)
def _unpack(packed: Path) -> tuple[_Desk, Mapping[str, Plan]]:
    with packed.open("rb") as file:
        desk: _Desk = pickle.load(file)  # noqa: S301 written by the process that waits
    return desk, _plan(desk)


class _DeskThere(NamedTuple):
    """A desk on another machine; its folders are there for as long as it is."""

    desk: _Desk
    plans: Mapping[str, Plan]
    unpacked: Unpacked


def _set_up(sent: tuple[_Desk, Luggage]) -> _DeskThere:
    unpacked = Unpacked(sent[1])
    desk = replace(sent[0], folders=unpacked.folders)
    return _DeskThere(desk, _plan(desk), unpacked)


def _make_share_there(there: _DeskThere, standing: Sequence[Standing]) -> Work:
    return _work(there.desk, there.plans, standing)


def _plan(desk: _Desk) -> Mapping[str, Plan]:
    return {**plan_pages(desk.edition), **plan_parts(desk.edition)}


def _work(desk: _Desk, plans: Mapping[str, Plan], standing: Sequence[Standing]) -> Work:
    stale: list[tuple[Part, str, str]] = []
    pages: list[MadePage] = []
    for path, known, look in standing:
        page = plans[path]()
        key = page_key(desk.ground, page)
        if key == known:
            continue
        if isinstance(page, Part):
            stale.append((page, key, look))
            continue
        problems: list[Problem] = []
        made = make_page(desk.workshop, page, problems, look)
        content, new_look = made or (None, "")
        pages.append(MadePage(path, key, content, tuple(problems), new_look))
    pages += _make_parts(desk, stale)
    was_opened = "workshop" in vars(desk)
    return Work(pages, desk.workshop.styles.findings if was_opened else {})


def _make_parts(desk: _Desk, stale: Sequence[tuple[Part, str, str]]) -> Iterator[MadePage]:
    if not stale:
        return
    keys = {part.path: key for part, key, _ in stale}
    problems: list[Problem] = []
    waiting = ((part, look) for part, _, look in stale)
    for part, content, look in make_parts(desk.workshop, desk.find_place, waiting, problems):
        yield MadePage(part.path, keys[part.path], content, (), look, is_part=True)
    yield MadePage(PARTS, "", None, tuple(problems), is_part=True)
