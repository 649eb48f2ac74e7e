"""The elements of a page, as a browser makes them of its tags."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cssselect2
import tinyhtml5

Element = Any


def read_elements(html: str) -> "PageElements":
    """The elements of a page, with the tags that its author left out."""
    tree = tinyhtml5.parse(html, namespace_html_elements=False)
    return PageElements(tuple(cssselect2.ElementWrapper.from_html_root(tree).iter_subtree()))


@dataclass(eq=False)
class PageElements:
    """The elements of a page, in order."""

    elements: tuple[Element, ...]

    @cached_property
    def blocks(self) -> list[Element]:
        """The safety blocks."""
        return [one for one in self.elements if "data-safety" in one.etree_element.attrib]

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


def is_call(element: Element) -> bool:
    """Whether an element is the button that dials, which paper has no use for."""
    return any("call" in one.classes for one in (element, *element.ancestors))


def has_text(element: Element) -> bool:
    """Whether an element has text of its own, beside that of the elements in it."""
    node = element.etree_element
    texts = (node.text, *(child.tail for child in node))
    return any(text and text.strip() for text in texts)
