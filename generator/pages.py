"""Makes the pages of the website: rendered, then checked before anything of them is published."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
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
    page_links,
)
from generator.render import make_environment, render
from generator.site import WebPage


@dataclass(frozen=True)
class PageWorkshop:
    """What every page is made with: templates, stylesheets, and the addresses that will exist."""

    environment: Environment
    styles: Styles
    addresses: Collection[str]
    base_url: str


def open_page_workshop(
    folders: tuple[Path, ...],
    edition: Edition,
    stylesheets: Mapping[str, str],
    addresses: Collection[str],
) -> PageWorkshop:
    """The workshop of a build; stylesheets are parsed when the first page needs them."""
    return PageWorkshop(
        make_environment(folders, edition.words),
        load_styles(stylesheets),
        addresses,
        edition.library.settings.base_url,
    )


def make_page(workshop: PageWorkshop, page: WebPage, problems: list[Problem]) -> bytes | None:
    """A finished page; `None`, and problems, when it cannot be published."""
    html = render(workshop.environment, page.template, page.context, problems)
    if html is None:
        return None
    found = [
        *check_blocks(html, page.blocks, page.path, steps=page.has_steps, steps_html=page.steps),
        *check_visible(html, page.blocks, page.path, workshop.styles),
        *check_kits(html, page.kits, page.path, workshop.styles),
        *check_outbound(html, page.path, workshop.base_url),
        *_check_links(html, page, workshop.addresses),
    ]
    problems.extend(found)
    return None if found else html.encode()


def _check_links(html: str, page: WebPage, addresses: Collection[str]) -> list[Problem]:
    """A problem for every relative address on the page that leads nowhere."""
    problems = []
    for href, line in page_links(html):
        address = unquote(href.partition("#")[0].partition("?")[0])
        target = normpath(join(dirname(page.path), address)) if address else page.path
        if target not in addresses:
            message = f'the link "{href}" goes nowhere: the site has no {target}'
            problems.append(
                Problem(page.path, line, message, f"look at the template {page.template}")
            )
    return problems
