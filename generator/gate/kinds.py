"""Sorts the elements of a page into kinds: no selector tells two elements of one kind apart."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from generator.gate.mentions import Count, Mentions, Relation
from generator.gate.tagged import REMARK, SPACE, WORDS, TaggedPage, Written
from generator.gate.tags import read_markup

# Of so many different tags it is kept how they look.
_KEPT = 4096


class _Look(NamedTuple):
    """What selectors see of a tag, as numbers: by itself, and as what stands before another."""

    own: int
    before: int
    earlier: int
    is_block: bool
    is_steps: bool
    is_dark: bool
    sought: tuple[Relation, ...]
    counts: tuple[Count, ...]


class Kinds:
    """The kinds of elements that were met so far, as numbers.

    A kind is all that decides how an element is shown: what selectors see of it, of what it is in
    and of its siblings before it; whether it holds something; and its part on the page, as a
    safety block, as the steps, or around them. `digests` names kinds alike in every process.
    """

    def __init__(self, mentions: Mentions, seed: str) -> None:
        self.digests = [seed]
        self._mentions = mentions
        # Of kinds and of what they hand on; and of what those are put together from.
        self._kinds: dict[Hashable, int] = {}
        self._numbers: dict[Hashable, int] = {}
        self._counts_namesakes = any(count.of_type for count in mentions.counts)
        self._empty = SPACE | WORDS | REMARK if "empty" in mentions.own.pseudo else WORDS
        self._look = lru_cache(maxsize=_KEPT)(self._read_look)
        self._place = lru_cache(maxsize=_KEPT)(self._read_place)

    def sort(self, page: TaggedPage) -> list[int] | None:
        """The kind of each tag; `None` if kinds do not decide how the page is shown.

        That is so where a browser may make other elements than the tags say, and where a selector
        may look at what is inside or behind an element.
        """
        return self.sort_part(page) if _has_frame(page) else None

    def sort_part(self, page: TaggedPage) -> list[int] | None:
        """The same for a part of a page."""
        if self._mentions.far or not page.orderly:
            return None
        looks = [self._look(tag.written) for tag in page.tags]
        if any(look.sought and _is_found(page, at, look.sought) for at, look in enumerate(looks)):
            return None
        return self._sort(page, looks)

    def name_shape(self, page: TaggedPage, kinds: Sequence[int]) -> str:
        """The kinds in each block of a page, and those outside, in the order of their first."""
        owners: list[int] = []
        shape: list[dict[str, None]] = [{}]
        for tag, kind in zip(page.tags, kinds, strict=True):
            if "data-safety" in tag.written.attributes:
                owners.append(len(shape))
                shape.append({})
            else:
                owners.append(owners[tag.parent] if tag.parent >= 0 else 0)
            shape[owners[-1]][self.digests[kind]] = None
        return _digest(" ".join(part) for part in shape)

    def name_outline(self, page: TaggedPage) -> str:
        """What decides how any page is shown: all its tags in order, as selectors see them."""
        parts = (
            f"{self.digests[self._look(part).own]} {part.ends_in_stroke}"
            if isinstance(part, Written)
            else part
            for part in read_markup(page.html)
        )
        return _digest((self.digests[0], *parts))

    def _sort(self, page: TaggedPage, looks: Sequence[_Look]) -> list[int]:
        known, reach, follows = self._kinds, self._mentions.reach, self._mentions.follows
        places, roles = self._places(page, looks), self._roles(page, looks)
        holders = {tag.parent for tag in page.tags}
        before: dict[int, tuple[int, ...]] = {}
        earlier: dict[int, frozenset[int]] = {}
        # What a tag hands on to those in it. The last is for those that are in none.
        is_dark = self._value(int(any(look.is_dark for look in looks)))
        contexts = [self._number((0, is_dark))] * (len(looks) + 1)
        kinds = []
        for index, (_, _, parent) in enumerate(page.tags):
            look = looks[index]
            near, behind = before.get(parent, ()), earlier.get(parent, frozenset())
            if reach:
                before[parent] = (*near, look.before)[-reach:]
            if follows and look.earlier not in behind:
                earlier[parent] = behind | {look.earlier}
            outer, place, role = contexts[parent], places.get(index, 0), roles.get(index, 0)
            key: Hashable = (outer, look.own, near, behind, place, role)
            context = known.get(key)
            if context is None:
                stand = (self._number(near), self._number(behind))
                context = known[key] = self._add((outer, look.own, *stand, place, role))
            contexts[index] = context
            holds = index in holders
            text = page.texts[index] & (WORDS if holds else self._empty)
            key = (context, text, holds)
            kind = known.get(key)
            if kind is None:
                held = (self._value(text), self._value(int(holds)))
                kind = known[key] = self._add((context, *held))
            kinds.append(kind)
        return kinds

    def _places(self, page: TaggedPage, looks: Sequence[_Look]) -> dict[int, int]:
        """The places of tags among their siblings, as far as selectors count them."""
        if not any(look.counts for look in looks):
            return {}
        children = _stand(page.families())
        alike = _stand(_by_name(page)) if self._counts_namesakes else children
        return {
            index: self._place(look.counts, children[index], alike[index])
            for index, look in enumerate(looks)
            if look.counts
        }

    def _read_place(
        self, counts: Sequence[Count], among: tuple[int, int], alike: tuple[int, int]
    ) -> int:
        """The number of a place among all siblings and among those of the same name."""
        answers = (count.answer(*(alike if count.of_type else among)) for count in counts)
        return self._value(tuple(answers))

    def _roles(self, page: TaggedPage, looks: Sequence[_Look]) -> dict[int, int]:
        """What tags have to do with the blocks and the steps, if anything."""
        parents = [page.tags[index].parent for index, look in enumerate(looks) if look.is_block]
        around = [set(page.around(parent)) for parent in parents]
        steps = next((index for index, look in enumerate(looks) if look.is_steps), -1)
        leading = set(page.around(page.tags[steps].parent)) if steps >= 0 else set()
        found: dict[int, int] = {}
        for index in set().union(*around, leading, {steps} - {-1}):
            held = sum(index in holders for holders in around)
            part = (held > 0, held == len(around), index in leading, index == steps)
            found[index] = self._value(tuple(map(int, part)))
        return found

    def _read_look(self, tag: Written) -> _Look:
        mentions, attributes = self._mentions, tag.attributes
        own = (
            tag.name,
            mentions.own.reduce(tag),
            "data-safety" in attributes,
            tuple(sorted(tag.classes & {"steps", "entries", "call"})),
            _is_dark(attributes),
        )
        return _Look(
            self._value(own),
            self._value(mentions.before.reduce(tag)),
            self._value(mentions.earlier.reduce(tag)),
            "data-safety" in attributes,
            not tag.classes.isdisjoint(("steps", "entries")),
            _is_dark(attributes),
            tuple(one for one in mentions.relations if one.found.meet(tag)),
            tuple(
                count
                for count, asked in mentions.counts.items()
                if any(all(names.meet(tag) for names in beside) for beside in asked)
            ),
        )

    def _value(self, value: Hashable) -> int:
        """The number of a plain value."""
        key = ("", value)
        if key not in self._numbers:
            self._numbers[key] = self._add((), repr(value))
        return self._numbers[key]

    def _number(self, parts: tuple[int, ...] | frozenset[int]) -> int:
        """The number of what some numbers stand for together."""
        if parts not in self._numbers:
            self._numbers[parts] = self._add(parts)
        return self._numbers[parts]

    def _add(self, parts: Collection[int], text: str = "") -> int:
        """A new number, for a text or for what other numbers stand for."""
        digests = [self.digests[part] for part in parts]
        ordered = sorted(digests) if isinstance(parts, frozenset) else digests
        self.digests.append(_digest((text, *ordered)))
        return len(self.digests) - 1


def _has_frame(page: TaggedPage) -> bool:
    """Whether a page is one `<html>` with one `<head>` and one `<body>`."""
    names = [page.tags[index].name for index in (*page.children(-1), *page.children(0))]
    return names == ["html", "head", "body"]


def _is_found(page: TaggedPage, index: int, sought: Iterable[Relation]) -> bool:
    """Whether a `:has()` may be true because of a tag."""
    around = list(page.around(page.tags[index].parent))
    holders = {">": around[:1], " ": around}
    return any(
        relation.combinator not in holders
        or any(
            relation.holder.meet(page.tags[outer].written) for outer in holders[relation.combinator]
        )
        for relation in sought
    )


def _by_name(page: TaggedPage) -> Iterable[list[int]]:
    """The tags that have both name and parent in common."""
    alike: dict[tuple[str, int], list[int]] = {}
    for index, tag in enumerate(page.tags):
        alike.setdefault((tag.name, tag.parent), []).append(index)
    return alike.values()


def _stand(groups: Iterable[list[int]]) -> dict[int, tuple[int, int]]:
    """How many stand before and how many behind each member of its group."""
    return {
        index: (before, len(group) - before - 1)
        for group in groups
        for before, index in enumerate(group)
    }


def _is_dark(attributes: dict[str, str]) -> bool:
    """Whether a tag says that the page can be dark."""
    named = attributes.get("name", "").lower() == "color-scheme"
    return named and "dark" in attributes.get("content", "").lower()


def _digest(parts: Iterable[str]) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
