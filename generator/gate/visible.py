"""The check that no stylesheet hides the safety blocks of a page, once for each kind of element."""

import posixpath
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote

from generator.errors import Problem
from generator.gate.blocks import find_marker, name_block
from generator.gate.finding import Finding, Findings
from generator.gate.outbound import is_too_deep
from generator.gate.tagged import Tag, TaggedPage
from generator.gate.tags import read_tags
from generator.views import SafetyBlock

if TYPE_CHECKING:
    from generator.gate.kinds import Kinds
    from generator.gate.stylesheets import Rules

Links = tuple[tuple[str, str], ...]


class Styles:
    """The stylesheets of a site, read when a page first needs them, and what was found so far."""

    def __init__(self, files: Mapping[str, str], findings: Findings | None = None) -> None:
        self._files = {path: css for path, css in files.items() if not is_too_deep(css)}
        self._sheets: dict[Links, _Sheets] = {}
        self._findings = dict(findings or {})

    def __reduce__(self) -> tuple[type["Styles"], tuple[dict[str, str], Findings]]:
        # Another process reads them for itself: compiled selectors do not travel.
        return Styles, (self._files, self._findings)

    @property
    def findings(self) -> Findings:
        """What was found so far, under names that are the same in every process.

        A name is a hash over the stylesheets and all of a page, or of one kind of element, that
        decides what is found.
        """
        return self._findings

    def recall(self, findings: Findings) -> None:
        """Takes in what was found before, by the same program."""
        self._findings.update(findings)

    def judge(self, page: TaggedPage, links: Links) -> tuple[Finding, ...]:
        """What these sheets do to the blocks of a page, by the order of the blocks."""
        sheets = self._read(links)
        kinds = sheets.kinds.sort(page)
        if kinds is not None and self._are_harmless(kinds, sheets):
            return ()
        # A page that kinds do not decide is known by all its tags, any other by those kinds.
        shape = sheets.kinds.name_shape(page, kinds) if kinds is not None else ""
        outline = "" if shape in self._findings else sheets.kinds.name_outline(page)
        name = shape if shape in self._findings else outline
        if name in self._findings:
            return self._findings[name]
        from generator.gate.judge import judge

        found, by_kinds = judge(page, sheets.rules, kinds, sheets.harmless)
        if kinds is not None and by_kinds and not found:
            sheets.harmless.update(kinds)
            self._findings.update((sheets.kinds.digests[kind], ()) for kind in kinds)
        else:
            self._findings[shape if by_kinds else outline] = found
        return found

    def shape(self, html: str, links: Links) -> frozenset[Hashable]:
        """The kinds of elements in a part of a page: parts of the same kinds look alike."""
        page, kinds = read_tags(html), self._read(links).kinds
        known = kinds.sort_part(page)
        return frozenset([kinds.name_outline(page)] if known is None else known)

    def _are_harmless(self, kinds: Sequence[int], sheets: "_Sheets") -> bool:
        new = set(kinds) - sheets.harmless
        sheets.harmless.update(kind for kind in new if sheets.kinds.digests[kind] in self._findings)
        return new <= sheets.harmless

    def _read(self, links: Links) -> "_Sheets":
        if links not in self._sheets:
            from generator.gate.kinds import Kinds
            from generator.gate.stylesheets import read_rules

            rules = read_rules(links, self._files)
            seed = sha256(repr((links, sorted(self._files.items()))).encode()).hexdigest()
            self._sheets[links] = _Sheets(rules, Kinds(rules.mentions, seed))
        return self._sheets[links]


@dataclass(frozen=True)
class _Sheets:
    """The stylesheets of some pages, and the kinds of elements that they do no harm to."""

    rules: "Rules"
    kinds: "Kinds"
    harmless: set[int] = field(default_factory=set)


def load_styles(files: Mapping[str, str]) -> Styles:
    """The stylesheets of a site, by their paths in it; the same for the same files."""
    return _load_styles(tuple(sorted(files.items())))


@lru_cache(maxsize=4)
def _load_styles(files: tuple[tuple[str, str], ...]) -> Styles:
    # Builds of one process, as in a served site, seldom change a stylesheet.
    return Styles(dict(files))


def check_visible(
    html: str, blocks: tuple[SafetyBlock, ...], path: str, styles: Styles
) -> list[Problem]:
    """The blocks of a page that its stylesheets hide, shrink, move or make hard to read."""
    page = read_tags(html)
    links = linked_sheets(page, path)
    if not blocks or not links:
        return []
    named = {find_marker(block): block for block in blocks}
    marked = [tag for tag in page.tags if "data-safety" in tag.attributes]
    return [
        _problem(page, path, marked[finding.order], block, finding)
        for finding in styles.judge(page, links)
        if finding.order < len(marked)
        and (block := named.get(marked[finding.order].attributes["data-safety"]))
    ]


def linked_sheets(page: TaggedPage, path: str) -> Links:
    """The stylesheets of a page: path in the site, and media."""
    found = []
    for tag in page.tags:
        if tag.written.name != "link":
            continue
        if "stylesheet" in tag.attributes.get("rel", "").lower().split():
            address = unquote(tag.attributes.get("href", "").split("?")[0].split("#")[0]).strip()
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
            found.append((target, tag.attributes.get("media", "").strip().lower()))
    return tuple(found)


def _problem(
    page: TaggedPage, path: str, tag: Tag, block: SafetyBlock, finding: Finding
) -> Problem:
    return Problem(
        path,
        page.line(tag.start),
        f"{name_block(block)} {finding.said}",
        hint=f"change {finding.sheet}, line {finding.line}: a safety block is shown whole, "
        "in its place, in text of 12 px or more with a contrast of 4.5 to 1 or more",
    )
