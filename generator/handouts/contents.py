"""Says in a program's list on which page each exercise is, as far as one like it has told.

Left to WeasyPrint, the page with the list is laid out three times: it comes before those that it
names. So the numbers of the last program with the same exercises are written into the list, and
believed only if they come out the same.
"""

import re
from collections.abc import Callable, Mapping

from generator.handouts.engine import Document

# A program is known by its paper and its titles, and by what its exercises may give up.
Names = tuple[str, ...]
_NAMED = re.compile(
    r'<(?:html|article)\b[^>]*\bclass="([^"]*)"|<h[13]\b[^>]*>(.*?)</h[13]>', re.DOTALL
)
_LINK = re.compile(r'<a href="#(entry-\d+)"></a>')
_REMEMBERED = 100


class Contents:
    """The pages of the exercises of programs that were laid out last."""

    def __init__(self) -> None:
        self._known: dict[Names, Mapping[str, int]] = {}

    def lay_out(self, html: str, lay_out: Callable[[str], Document]) -> Document:
        """A program as it comes, whatever was known of others like it."""
        listed = _LINK.findall(html)
        if not listed:
            return lay_out(html)
        names = tuple("".join(named) for named in _NAMED.findall(html))
        expected = self._known.pop(names, None)
        document = lay_out(_number(html, expected)) if expected else lay_out(html)
        found = _find(document, listed)
        if expected and found != expected:
            document = lay_out(html)
            found = _find(document, listed)
        self._known[names] = found
        for oldest in list(self._known)[:-_REMEMBERED]:
            del self._known[oldest]
        return document


def _find(document: Document, listed: list[str]) -> Mapping[str, int]:
    return {name: document.numbers[name] for name in listed if name in document.numbers}


def _number(html: str, pages: Mapping[str, int]) -> str:
    """The program with a number where the stylesheet would look one up."""

    def number(found: re.Match[str]) -> str:
        page = pages.get(found[1])
        return f'<a href="#{found[1]}" data-page="{page}"></a>' if page else found[0]

    return _LINK.sub(number, html)
