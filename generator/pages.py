"""Makes the pages of the website: rendered, then checked before anything of them is published."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote

from jinja2 import Environment

from generator.edition import Edition
from generator.errors import Problem
from generator.gate import (
    Styles,
    check_blocks,
    check_kits,
    check_outbound,
    check_visible,
    load_styles,
    name_skeleton,
    page_links,
)
from generator.plan import Ground, content_key
from generator.render import make_environment, render
from generator.site import WebPage


@dataclass(frozen=True)
class PageWorkshop:
    """What every page is made with: templates, stylesheets, and the addresses that will exist."""

    environment: Environment
    styles: Styles
    addresses: Collection[str]
    base_url: str
    ground: Ground

    def name_look(self, *pieces: str) -> str:
        """A name for how a page, or parts of one, looks with this theme, whatever its words are."""
        return content_key(self.ground, self.ground.web, *map(name_skeleton, pieces))


class FinishedPage(NamedTuple):
    """A page that may be published: its bytes, and the name of its look."""

    content: bytes
    look: str


def open_page_workshop(
    folders: tuple[Path, ...],
    edition: Edition,
    stylesheets: Mapping[str, str],
    addresses: Collection[str],
    ground: Ground,
) -> PageWorkshop:
    """The workshop of a build; stylesheets are parsed when the first page needs them."""
    return PageWorkshop(
        make_environment(folders, edition.words, kept_for=ground.program),
        load_styles(stylesheets),
        addresses,
        edition.library.settings.base_url,
        ground,
    )


def make_page(
    workshop: PageWorkshop, page: WebPage, problems: list[Problem], seen: str = ""
) -> FinishedPage | None:
    """A finished page; `None`, and problems, when it cannot be published.

    `seen` is the look that it was published with before: what stylesheets do to it is known then.
    """
    html = render(workshop.environment, page.template, page.context, problems)
    if html is None:
        return None
    look = workshop.name_look(html)
    found = [
        *check_blocks(html, page.blocks, page.path, steps=page.has_steps, steps_html=page.steps),
        *(check_visible(html, page.blocks, page.path, workshop.styles) if look != seen else ()),
        *check_kits(html, page.kits, page.path, workshop.styles),
        *check_outbound(html, page.path, workshop.base_url),
        *check_links(html, page, workshop.addresses),
    ]
    problems.extend(found)
    return None if found else FinishedPage(html.encode(), look)


def check_links(html: str, page: WebPage, addresses: Collection[str]) -> list[Problem]:
    """A problem for every relative address on the page that leads nowhere."""
    problems = []
    for href, line in page_links(html):
        target = _target(dirname(page.path), href) or page.path
        if target not in addresses:
            message = f'the link "{href}" goes nowhere: the site has no {target}'
            problems.append(
                Problem(page.path, line, message, f"look at the template {page.template}")
            )
    return problems


@lru_cache(maxsize=4096)
def _target(folder: str, href: str) -> str:
    """The page that a link leads to from a folder of the site; none if it stays on its page.

    Most links are the same on all pages of a folder.
    """
    address = unquote(href.partition("#")[0].partition("?")[0])
    return normpath(join(folder, address)) if address else ""
