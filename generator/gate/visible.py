"""The check that no stylesheet hides the safety blocks of a page, once for pages of one shape."""

import posixpath
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from generator.errors import Problem
from generator.gate.blocks import find_marker, name_block
from generator.gate.outbound import is_too_deep
from generator.gate.tags import Tag, TaggedPage, read_tags
from generator.views import SafetyBlock

if TYPE_CHECKING:
    from generator.gate.judge import Finding
    from generator.gate.mentions import Mentions
    from generator.gate.stylesheets import Rules

Links = tuple[tuple[str, str], ...]
Shape = tuple[object, ...]


class Styles:
    """The stylesheets of a site, read when a page first needs them, and what was found so far."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = {path: css for path, css in files.items() if not is_too_deep(css)}
        self._rules: dict[Links, Rules] = {}
        self._findings: dict[tuple[Links, Shape], tuple[Finding, ...]] = {}

    def __reduce__(self) -> tuple[type["Styles"], tuple[dict[str, str]]]:
        # Another process reads them for itself: compiled selectors do not travel.
        return Styles, (self._files,)

    def judge(self, page: TaggedPage, links: Links) -> "tuple[Finding, ...]":
        """What these sheets do to the blocks of a page, by the order of the blocks."""
        rules = self._read(links)
        key = (links, _shape(page, rules.mentions))
        if key not in self._findings:
            from generator.gate.judge import judge

            self._findings[key] = judge(page.html, rules)
        return self._findings[key]

    def shape(self, html: str, links: Links) -> Shape:
        """What decides how a page, or a part of one, looks with these sheets."""
        return _shape(read_tags(html), self._read(links).mentions)

    def _read(self, links: Links) -> "Rules":
        if links not in self._rules:
            from generator.gate.stylesheets import read_rules

            self._rules[links] = read_rules(links, self._files)
        return self._rules[links]


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
        relations = tag.attributes.get("rel", "").lower().split()
        if tag.name == "link" and "stylesheet" in relations:
            address = unquote(tag.attributes.get("href", "").split("?")[0].split("#")[0]).strip()
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
            found.append((target, tag.attributes.get("media", "").strip().lower()))
    return tuple(found)


def _problem(
    page: TaggedPage, path: str, tag: Tag, block: SafetyBlock, finding: "Finding"
) -> Problem:
    return Problem(
        path,
        page.line(tag.start),
        f"{name_block(block)} {finding.said}",
        hint=f"change {finding.sheet}, line {finding.line}: a safety block is shown whole, "
        "in its place, in text of 12 px or more with a contrast of 4.5 to 1 or more",
    )


def _shape(page: TaggedPage, mentions: "Mentions") -> Shape:
    """All of a page that decides how its blocks look: what is around them and inside them.

    Of all else it has the kinds. Texts are no part of it, nor what no selector mentions, nor how
    many alike entries a list has.
    """
    inside = _inside_blocks(page)
    kept = inside | _around(page)
    shape: list[object] = []
    ranks: dict[int, int] = {}
    for index, tag in enumerate(page.tags):
        near = tag.parent < 0 or tag.parent in kept or index in kept
        if not (mentions.far or near or _is_scheme(tag)):
            continue
        look = _outline(tag, ranks.get(tag.parent, -1), mentions)
        same = shape[-mentions.reach :] == [look] * mentions.reach
        alike = same and tag.name == "li" and tag.parent in inside
        if mentions.far or not alike:
            ranks[index] = len(shape)
            shape.append(look)
    return (tuple(shape), _kinds(page, mentions))


def _kinds(page: TaggedPage, mentions: "Mentions") -> tuple[object, ...]:
    """The kinds of elements on a page, each by what it is in and behind: one may cover a block."""
    kinds: dict[tuple[object, ...], int] = {}
    numbers = {-1: -1}
    before: dict[int, object] = {}
    for index, tag in enumerate(page.tags):
        look = (tag.name, mentions.reduce(tag.attributes))
        kind = (numbers[tag.parent], before.get(tag.parent), look)
        numbers[index] = kinds.setdefault(kind, len(kinds))
        before[tag.parent] = look
    return tuple(kinds)


def _inside_blocks(page: TaggedPage) -> set[int]:
    inside: set[int] = set()
    for index, tag in enumerate(page.tags):
        if "data-safety" in tag.attributes or tag.parent in inside:
            inside.add(index)
    return inside


def _around(page: TaggedPage) -> set[int]:
    """The elements that hold a block or the steps."""
    return {
        outer
        for index, tag in enumerate(page.tags)
        if "data-safety" in tag.attributes or {"steps", "entries"} & set(tag.classes)
        for outer in page.around(index)
    }


def _outline(tag: Tag, rank: int, mentions: "Mentions") -> tuple[object, ...]:
    return (
        tag.name,
        rank,
        mentions.reduce(tag.attributes),
        "data-safety" in tag.attributes,
        bool({"steps", "entries"} & set(tag.classes)),
        "call" in tag.classes,
        tag.attributes.get("content") if _is_scheme(tag) else None,
    )


def _is_scheme(tag: Tag) -> bool:
    """Whether an element says that the page can be dark."""
    return tag.name == "meta" and tag.attributes.get("name", "").lower() == "color-scheme"
