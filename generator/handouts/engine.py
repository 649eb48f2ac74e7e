"""The one door to WeasyPrint: lays out HTML with our own fonts and no way to the network."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from os.path import normpath
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname
from xml.etree.ElementTree import XML, ParseError

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import CSS, DEFAULT_OPTIONS, HTML, Document
from weasyprint.css.targets import TargetCollector
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext, block, column, percent
from weasyprint.text.ffi import ffi, fontconfig, harfbuzz, pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from generator.errors import Problem
from generator.handouts.columns import divide_at_once
from generator.handouts.form import finish_form
from generator.handouts.messages import collected_messages
from generator.handouts.packing import compress_faster
from generator.handouts.pictures import Figures, Pictures
from generator.handouts.styles import Styles
from generator.handouts.tags import finish_tags
from generator.handouts.used import remember_lengths
from generator.proof import FontName, name_font

__all__ = [
    "Document",
    "Engine",
    "RefusedError",
    "set_alone",
    "text_libraries",
    "write",
]

# The folder of the clinic's own rules, by which problems name a stylesheet and its files.
_PLACE = "templates/print"
# Elements that HTML leaves open, which XML wants closed.
_VOID = re.compile(
    r"""<((?:area|br|col|hr|img|input|link|meta|source|wbr)\b(?:[^<>"'/]|"[^"]*"|'[^']*')*)/?>"""
)
_LINE = re.compile(r"\bat (\d+):\d+")


class RefusedError(Exception):
    """A handout asks for a file that it may not have; says which, and why."""


class Engine:
    """Lays out one handout after the other, and holds what they share: rules, fonts, folders."""

    def __init__(self, stylesheets: tuple[Path, ...], folders: tuple[Path, ...]) -> None:
        _quicken()
        self._fonts = FontConfiguration()
        self._fetcher = _Fetcher(folders)
        self._base = f"{folders[0].resolve().as_uri()}/"
        self._rules: list[CSS] = []
        self._styles = Styles()
        self._figures: Figures = {}
        self.problems = tuple(
            _stylesheet_problem(stylesheet, message)
            for stylesheet in stylesheets
            for message in self._take(stylesheet)
        )

    @property
    def fonts(self) -> Collection[FontName]:
        """The fonts that were loaded from the folders of the theme and the clinic."""
        return self._fetcher.fonts

    def lay_out(self, html: str) -> Document:
        """The pages of a handout; raises `RefusedError`, or whatever HTML or rules bring up."""
        with _refusals():
            page = _Page(html, self._base, self._fetcher)
            page.styles = self._styles
            ours = {"stylesheets": self._rules, "pdf_forms": True, "cache": Pictures(self._figures)}
            sheet = _Sheet._render(page, self._fonts, None, None, DEFAULT_OPTIONS | ours)  # noqa: SLF001
            sheet.numbers = page.find_numbers()
            return sheet

    def forget(self) -> None:
        """Keep nothing of the sheets before: the next one brings up what they brought up."""
        self._styles.forget()
        self._figures.clear()

    def tell(self, messages: Iterable[str]) -> tuple[str, ...]:
        """Each message once, without the folders of this machine."""
        return tuple(dict.fromkeys(map(self._fetcher.hide_folders, messages)))

    def _take(self, stylesheet: Path) -> tuple[str, ...]:
        """Parse a stylesheet and keep its rules; what is wrong with it."""
        with collected_messages() as messages:
            try:
                with _refusals():
                    file = stylesheet.resolve()
                    rules = CSS(file, font_config=self._fonts, url_fetcher=self._fetcher)
                self._rules.append(rules)
            except RefusedError as error:
                messages.append(str(error))
        return self.tell(messages)


@cache
def _quicken() -> None:
    """Make WeasyPrint faster in this process, where it works out the same again and again."""
    divide_at_once(block, column)
    remember_lengths(percent)
    compress_faster(pydyf)


def write(document: Document) -> bytes:
    """The PDF of pages that were laid out, with tags and fields of ours; raises likewise.

    They cannot be written again.
    """
    with _refusals():
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", finisher=_finish)
        document._html.let_go()  # noqa: SLF001 the page is ours
        return pdf


def set_alone(html: str, rules: str) -> bytes:
    """The tagged PDF of a page that needs no file: its rules carry their fonts with them."""
    fonts, fetcher = FontConfiguration(), URLFetcher(allowed_protocols=("data",))
    sheet = CSS(string=rules, font_config=fonts, url_fetcher=fetcher)
    page = HTML(string=html, url_fetcher=fetcher)
    pdf: bytes = page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_tags=True)
    return pdf


def text_libraries() -> Mapping[str, str]:
    """The libraries that set type, each with the version that WeasyPrint has found."""
    ffi.cdef("const char *hb_version_string(void); int FcGetVersion(void);", override=True)
    return {
        "Pango": str(pango.pango_version()),
        "HarfBuzz": ffi.string(harfbuzz.hb_version_string()).decode(),
        "fontconfig": str(fontconfig.FcGetVersion()),
    }


@contextmanager
def _refusals() -> Iterator[None]:
    """What WeasyPrint raises for a file that was refused is no `Exception` of its own accord."""
    try:
        yield
    except FatalURLFetchingError as error:
        raise RefusedError(str(error.__cause__ or error)) from error


def _finish(document: object, pdf: object) -> None:
    finish_tags(document, pdf)
    finish_form(document, pdf)


class _Page(HTML):  # type: ignore[misc]
    """HTML that is read as XML where it can be: several times faster, with the same pages."""

    def __init__(self, html: str, base: str, fetcher: URLFetcher) -> None:
        self.context: Any = None
        try:
            # It comes from our own templates, and text in it is escaped.
            root = XML(_VOID.sub(r"<\1/>", html).replace("&nbsp;", "&#160;"))
        except ParseError:
            super().__init__(string=html, base_url=base, url_fetcher=fetcher)
            return
        self.base_url, self.url_fetcher, self.media_type = base, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root)
        self.etree_element = root

    def find_numbers(self) -> dict[str, int]:
        """The page on which each element with a name is, as a reference to it would say."""
        targets = self.context.target_collector.target_lookup_items.items()
        boxes = ((name, one, one.target_box) for name, one in targets if one.target_box)
        counters = (
            (name, one.cached_page_counter_values | (box.cached_counter_values or {}))
            for name, one, box in boxes
        )
        return {name: counted["page"][-1] for name, counted in counters if "page" in counted}

    def let_go(self) -> None:
        """Undo the circles in what the pages were laid out with, which holds all that was tried.

        It is then gone with the pages, and need not be looked for: a twentieth of a sheet's time.
        """
        for one in (self.context.target_collector, self.context):
            vars(one).clear()


class _Sheet(Document):  # type: ignore[misc]
    """Pages whose styles and figures are those of an earlier sheet, where they are the same.

    In all else it is laid out as WeasyPrint's `HTML.render` does. `numbers` are the pages of the
    elements that have a name.
    """

    numbers: Mapping[str, int]

    @classmethod
    def _build_layout_context(
        cls, page: _Page, fonts: FontConfiguration, counters: Any, profiles: Any, options: Any
    ) -> LayoutContext:
        work_out = partial(super()._build_layout_context, page, fonts, counters, profiles, options)
        style_for = page.styles.find(page.etree_element, lambda: work_out().style_for)
        for usual in page._ua_counter_style():  # noqa: SLF001 the page is ours
            counters.update(usual)
        targets = TargetCollector()
        for style in style_for.get_computed_styles().values():
            if style["anchor"]:
                targets.collect_anchor(style["anchor"])
        known = {"cache": options["cache"], "url_fetcher": page.url_fetcher, "options": options}
        find = partial(_find_picture, **known)
        page.context = LayoutContext(style_for, find, fonts, counters, targets)
        return page.context


def _find_picture(cache: Any, *, url: str, **how: Any) -> Any:
    """The picture at an address, as the cache holds it also when it is new."""
    if url not in cache:
        get_image_from_uri(cache, url=url, **how)
    return cache[url]


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Opens files of the given folders and data addresses; everything else is an error.

    An address inside one of the folders means the file of that name in the first that has it.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__(
            allowed_protocols=("file", "data"), allow_redirects=False, fail_on_errors=True
        )
        self._folders = tuple(folder.resolve() for folder in folders)
        self.fonts: set[FontName] = set()

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """What lies at an address; `ValueError` says why it may not be opened."""
        if urlsplit(url).scheme != "file":
            return super().fetch(url, headers)
        file = self._locate(url)
        content = file.read_bytes()
        if file.suffix.lower() in (".ttf", ".otf") and (name := name_font(content)):
            self.fonts.add(name)
        kind = {".css": "text/css", ".svg": "image/svg+xml"}.get(file.suffix.lower())
        return URLFetcherResponse(url, content, {"Content-Type": kind} if kind else None)

    def hide_folders(self, message: str) -> str:
        """A message that names files by their place in a site, not on this machine."""
        for folder in self._folders:
            for name in (folder.as_uri(), str(folder)):
                message = message.replace(name, _PLACE)
        return message

    def _locate(self, url: str) -> Path:
        """The file that an address means, links followed, inside one of the folders."""
        parts = urlsplit(url)
        if parts.netloc:
            raise ValueError(f"a handout may not use {url}: it lies on another machine")
        asked = Path(normpath(url2pathname(parts.path)))
        outside = f'a handout may not use "{asked.name}": it lies outside the site and its theme'
        home = self._folder_of(asked)
        if not home:
            raise ValueError(outside)
        name = asked.relative_to(home)
        found = next((file for folder in self._folders if (file := folder / name).is_file()), None)
        if not found:
            raise ValueError(f"{_PLACE}/{name.as_posix()} does not exist")
        if not self._folder_of(found.resolve()):
            raise ValueError(outside)
        return found

    def _folder_of(self, file: Path) -> Path | None:
        return next((folder for folder in self._folders if file.is_relative_to(folder)), None)


def _stylesheet_problem(stylesheet: Path, message: str) -> Problem:
    line = _LINE.search(message)
    return Problem(f"{_PLACE}/{stylesheet.name}", int(line[1]) if line else 1, message)
