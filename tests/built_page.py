"""Finished pages and handouts as a reader meets them: by selector, by text, by link."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
import tinyhtml5
from cssselect2 import ElementWrapper

ADDRESSES = {"href": "[href]", "src": "[src]", "srcset": "[srcset]"}


class BuiltPage:
    """A page that was built, to ask for its elements by CSS selector."""

    def __init__(self, html: str) -> None:
        tree = tinyhtml5.parse(html, namespace_html_elements=False)
        for parent in [one for one in tree.iter() if one.find("template") is not None]:
            for template in parent.findall("template"):
                parent.remove(template)  # a browser shows nothing of it
        self.root = ElementWrapper.from_html_root(tree)

    def find(self, selector: str) -> list[ElementWrapper]:
        """The elements that a selector means, in their order."""
        return list(self.root.query_all(selector))

    def one(self, selector: str) -> ElementWrapper:
        """The one element that a selector means."""
        found = self.find(selector)
        assert len(found) == 1, f"{len(found)} of {selector}"
        return found[0]

    def texts(self, selector: str) -> list[str]:
        """The text of each element, with blanks as a browser shows them."""
        return [one_line("".join(one.etree_element.itertext())) for one in self.find(selector)]

    def text(self, selector: str) -> str:
        """The text of the one element that a selector means."""
        (only,) = self.texts(selector)
        return only

    def attribute(self, selector: str, name: str) -> str:
        """An attribute of the one element that a selector means."""
        return str(self.one(selector).etree_element.get(name))

    def attributes(self, selector: str, name: str) -> list[str]:
        """An attribute of each element."""
        return [str(one.etree_element.get(name)) for one in self.find(selector)]

    def addresses(self) -> Iterator[str]:
        """Every address that the page links to or shows, as it is written."""
        for name, selector in ADDRESSES.items():
            yield from self.attributes(selector, name)


def one_line(text: str) -> str:
    return " ".join(text.split())


def handout_pages(pdf: Path) -> list[str]:
    """The text of each page of a handout, on one line."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [one_line(page.get_textpage().get_text_bounded()) for page in document]
