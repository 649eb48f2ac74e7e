"""Where a view is shown, on a page or on paper, and what links and pictures become there."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote

from markupsafe import Markup, escape

from generator.edition import Edition
from generator.model import Exercise, Page, Program, SafetySheet
from generator.safety import Medium, SafetyWords
from generator.words import Words

_PICTURE = re.compile(r'<img src="media:([^"]*)" alt="([^"]*)">')
_PAGE_LINK = re.compile(r'<a((?: [a-z]+="[^"]*")*?) href="page:([^"]*)"((?: [a-z]+="[^"]*")*)>')
_HEADING = re.compile(r"<(/?)h([2-5])>")


@dataclass(frozen=True)
class Place:
    """Where a view is shown: the edition, on a page or on paper, and the way to the site's root.

    `large` is paper in large print.
    """

    edition: Edition
    medium: Medium
    root: str
    large: bool = False

    @property
    def words(self) -> Words:
        """The interface words of the edition."""
        return self.edition.words

    @property
    def safety(self) -> SafetyWords:
        """What the safety blocks of this place are made of."""
        return SafetyWords(self.words, self.edition.library.settings.clinic, self.medium)

    def sheets(self, record: Exercise | Program | Page) -> tuple[SafetySheet, ...]:
        """The safety sheets of a record; a program has those of its exercises, too."""
        library = self.edition.library
        slugs = list(record.safety)
        if isinstance(record, Program):
            for entry in record.entries:
                slugs.extend(library.exercises[entry.exercise].safety)
        return tuple(library.safety[slug] for slug in dict.fromkeys(slugs))


def body_html(place: Place, html: str) -> Markup:
    """The HTML of a body with its links and pictures as this place shows them."""
    if "<" not in html:
        return Markup(html)  # noqa: S704 sanitised
    if place.medium == "print":
        html = _HEADING.sub(lambda h: f"<{h[1]}h{int(h[2]) + 1}>", html)
    html = _PAGE_LINK.sub(lambda link: _page_link(place, link), html)
    return Markup(_PICTURE.sub(lambda picture: _picture(place, picture), html))  # noqa: S704 sanitised


def _page_link(place: Place, link: re.Match[str]) -> str:
    """A link to a page. Paper knows only whole addresses; without one the words remain."""
    base = place.edition.library.settings.base_url
    if place.medium == "web":
        return f'<a{link[1]} href="{place.root}{link[2]}"{link[3]}>'
    return f'<a{link[1]} href="{escape(base)}/{link[2]}"{link[3]}>' if base else "<a>"


def _picture(place: Place, found: re.Match[str]) -> str:
    picture = place.edition.pictures[unescape(found[1])]
    size = f'alt="{found[2]}" width="{picture.width}" height="{picture.height}"'
    if place.medium == "print":
        return f'<img src="media:{escape(picture.src)}" {size}>'
    image = f'<img src="{place.root}media/{quote(picture.src)}" {size} loading="lazy">'
    if not picture.webp:
        return image
    source = f'<source srcset="{place.root}media/{quote(picture.webp)}" type="image/webp">'
    return f"<picture>{source}{image}</picture>"
