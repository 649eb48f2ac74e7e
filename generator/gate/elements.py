"""The elements of a page, as a browser makes them of its tags."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import cssselect2
import tinyhtml5

from generator.gate.tagged import WORDS, TaggedPage

Element = Any


class _Element(cssselect2.ElementWrapper):  # type: ignore[misc]
    """An element that finds its siblings however many there are: the library asks each in turn."""

    @property
    def previous_siblings(self) -> tuple[Element, ...]:
        """Those that stand before it."""
        found = []
        before = self.previous
        while before is not None:
            found.append(before)
            before = before.previous
        return tuple(reversed(found))


def read_elements(html: str) -> "PageElements":
    """The elements of a page, with the tags that its author left out."""
    tree = tinyhtml5.parse(html, namespace_html_elements=False)
    elements = tuple(_Element.from_html_root(tree).iter_subtree())
    blocks: dict[Element, list[Element]] = {}
    owners: dict[Element | None, tuple[Element, ...]] = {None: ()}
    for one in elements:
        owned = owners[one.parent]
        if "data-safety" in one.etree_element.attrib:
            blocks[one] = []
            owned = (*owned, one)
        owners[one] = owned
        for block in owned:
            blocks[block].append(one)
    return PageElements(elements, blocks, [one for one in elements if not owners[one]])


@dataclass(frozen=True, eq=False)
class PageElements:
    """The elements of a page in order; the safety blocks with what is in each; and all others."""

    elements: tuple[Element, ...]
    blocks: Mapping[Element, Sequence[Element]]
    others: Sequence[Element]

    @cached_property
    def steps(self) -> Element | None:
        """The list that the blocks stand before."""
        lists = (one for one in self.elements if {"steps", "entries"} & one.classes)
        return next(lists, None)

    @cached_property
    def holders(self) -> frozenset[Element]:
        """What holds the steps."""
        return frozenset(self.steps.ancestors) if self.steps else frozenset()

    @cached_property
    def can_be_dark(self) -> bool:
        """Whether the page says in its head that it can be dark."""
        named = (
            one.etree_element.get("content", "").lower()
            for one in self.elements
            if one.etree_element.get("name", "").lower() == "color-scheme"
        )
        return any("dark" in content for content in named)

    def are_tagged(self, page: TaggedPage) -> bool:
        """Whether the elements are just those that the tags of the page say."""
        if len(self.elements) != len(page.tags):
            return False
        places: dict[Element | None, int] = {None: -1}
        for index, (one, tag) in enumerate(zip(self.elements, page.tags, strict=True)):
            places[one] = index
            alike = one.local_name.lower() == tag.name and places[one.parent] == tag.parent
            if not alike or has_text(one) != bool(page.texts[index] & WORDS):
                return False
        return True

    def thin(self, kinds: Sequence[int], known: Container[int], *, once: bool) -> "PageElements":
        """The page with one element of each kind in a block or outside, and none of known ones.

        With `once`, a kind that several blocks have is looked at in the first of them only.
        """
        named = dict(zip(self.elements, kinds, strict=True))
        everywhere: set[int] = set()

        def pick(elements: Iterable[Element]) -> Sequence[Element]:
            seen = everywhere if once else set()
            picked = []
            for one in elements:
                if named[one] not in seen and named[one] not in known:
                    picked.append(one)
                seen.add(named[one])
            return picked

        blocks = {block: pick(parts) for block, parts in self.blocks.items()}
        return replace(self, blocks=blocks, others=pick(self.others))


def is_call(element: Element) -> bool:
    """Whether an element is the button that dials, which paper has no use for."""
    return any("call" in one.classes for one in (element, *element.ancestors))


def has_text(element: Element) -> bool:
    """Whether an element has text of its own, beside that of the elements in it."""
    node = element.etree_element
    texts = (node.text, *(child.tail for child in node))
    return any(text and text.strip() for text in texts)
