"""The Markdown of a page to sanitised HTML: text, steps, links and pictures."""

import html
import re
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from generator.errors import Problem
from generator.lists import indent_lists
from generator.model import Body, Link, Source, Step

MAX_BRACKET_DEPTH = 30
MAX_LINE = 10_000
# Pages that the program makes, so that an author may link to them.
GENERATED_PAGES = frozenset(
    {"index.html", "handouts.html", "exercises/index.html", "programs/index.html"}
)
PICTURE_TYPES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg")

_FRAME = re.compile(r"\s*\{([1-9][0-9]?)\}\s*((?:</p>)?)\s*$")
# What nh3 writes is regular: attributes in double quotes, a quote inside them escaped.
_ADDRESSED = re.compile(r'<(a|img)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_RUN = re.compile(r"([^\s\w.=|-])\1{60}")

_HEADINGS = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6", "h6": "h6"}
_TAGS = set(
    "a abbr b blockquote br code dd del div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img "
    "ins kbd li mark ol p pre s small span strong sub sup table tbody td tfoot th thead tr ul".split()
)
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes={tag: {"align-center", "align-right"} for tag in ("td", "th")},
    # Addresses that are refused get this far so that they are reported, not dropped in silence.
    url_schemes={
        "http",
        "https",
        "mailto",
        "tel",
        "javascript",
        "vbscript",
        "data",
        "file",
        "ftp",
    },
    link_rel=None,
)


def render_body(source: Source, text: str, *, with_steps: bool, problems: list[Problem]) -> Body:
    """The body of a page as HTML parts. With `with_steps`, its first numbered list is the steps."""
    refused = _refuse_monsters(source, text)
    if refused:
        problems.append(refused)
        return Body("", (), "", (), ())
    reading = _BodyReading(source, text, problems)
    try:
        before, steps, after = _split_steps(_parse(text), with_steps)
        body = Body(
            before=reading.clean(before),
            steps=tuple(reading.step(step) for step in steps),
            after=reading.clean(after),
            links=tuple(reading.links),
            pictures=tuple(reading.pictures),
        )
    except RecursionError:
        problems.append(Problem(source.path, source.body_line, "the body is nested too deeply"))
        return Body("", (), "", (), ())
    if with_steps and not body.steps:
        message = "the body has no numbered list: it holds the steps"
        hint = "write the steps as lines that start with  1.  2.  3."
        problems.append(Problem(source.path, source.body_line, message, hint))
    return body


def _refuse_monsters(source: Source, text: str) -> Problem | None:
    """A problem for text that would keep the Markdown parser busy for seconds or break it."""
    depth = 0
    for number, line in enumerate(text.split("\n"), source.body_line):
        if len(line) > MAX_LINE:
            return Problem(source.path, number, f"the line is longer than {MAX_LINE} characters")
        if _RUN.search(line):
            return Problem(source.path, number, "the line repeats one sign more than 60 times")
        depth = depth if line.strip() else 0
        for sign in line:
            depth += (sign in "[(<>") - (sign in "])" and depth > 0)
            if sign in "[(" and depth > MAX_BRACKET_DEPTH:
                message = f"brackets are nested more than {MAX_BRACKET_DEPTH} levels deep"
                return Problem(source.path, number, message)
    _, too_deep = indent_lists(text)
    if too_deep is not None:
        message = "lists are nested too deeply"
        hint = "two levels are the most that a reader can follow"
        return Problem(source.path, source.body_line + too_deep, message, hint)
    return None


def _make_parser() -> Markdown:
    parser = Markdown(extensions=[TableExtension(), SaneListExtension()], output_format="html")
    # Indented text is a slip of the space bar here, never program code.
    parser.parser.blockprocessors.deregister("code")
    return parser


_PARSER = _make_parser()


def _parse(text: str) -> Element:
    """The element tree of a Markdown text, before it becomes HTML."""
    parser = _PARSER.reset()
    lines = indent_lists(text)[0].split("\n")
    for preprocessor in parser.preprocessors:
        lines = preprocessor.run(lines)
    root: Any = parser.parser.parseDocument(lines).getroot()
    for treeprocessor in parser.treeprocessors:
        processed = treeprocessor.run(root)
        root = root if processed is None else processed
    _shift_headings(root)
    _name_alignment(root)
    parsed: Element = root
    return parsed


def _shift_headings(root: Element) -> None:
    """The title is the page's only first-level heading: a body that has one moves down a level."""
    if root.find(".//h1") is None:
        return
    for element in root.iter():
        element.tag = _HEADINGS.get(element.tag, element.tag)


def _name_alignment(root: Element) -> None:
    """Column alignment as a class: a `style` attribute is barred by the pages' policy."""
    for element in root.iter():
        style = element.attrib.pop("style", "")
        if style.startswith("text-align:"):
            element.set("class", "align-" + style.removeprefix("text-align:").strip(" ;"))


def _split_steps(root: Element, with_steps: bool) -> tuple[str, list[str], str]:
    children = list(root)
    first = next((n for n, child in enumerate(children) if child.tag == "ol"), None)
    if not with_steps or first is None:
        return _write(root), [], ""
    before, after = Element("div"), Element("div")
    before.extend(children[:first])
    after.extend(children[first + 1 :])
    return _write(before), [_write(step) for step in children[first]], _write(after)


def _write(element: Element) -> str:
    """The HTML inside an element."""
    written: str = _PARSER.serializer(element)
    for postprocessor in _PARSER.postprocessors:
        written = postprocessor.run(written)
    return (
        written.strip().removeprefix(f"<{element.tag}>").removesuffix(f"</{element.tag}>").strip()
    )


class _BodyReading:
    """Collects the links and pictures of one body while its parts are cleaned."""

    def __init__(self, source: Source, text: str, problems: list[Problem]) -> None:
        self.source, self.problems = source, problems
        self.links: list[Link] = []
        self.pictures: list[Link] = []
        self._lines = text.split("\n")

    def clean(self, written: str) -> str:
        """Sanitised HTML whose links and pictures point to files of the site."""
        return _ADDRESSED.sub(self._resolve, _CLEANER.clean(written)) if written else ""

    def step(self, written: str) -> Step:
        """One step, with the number of the frame that it belongs to."""
        frame = _FRAME.search(written)
        if frame:
            written = written[: frame.start()] + frame[2]
        cleaned = self.clean(_unwrap_paragraph(written))
        text = " ".join(html.unescape(_TAG.sub(" ", cleaned)).split())
        return Step(cleaned, text, int(frame[1]) if frame else None)

    def _resolve(self, match: re.Match[str]) -> str:
        attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(match[2])}
        if match[1] == "img":
            src, alt = attributes.get("src", ""), attributes.get("alt", "")
            return f'<img src="{html.escape(self._picture(src, alt))}" alt="{html.escape(alt)}">'
        attributes["href"] = self._page(attributes.get("href", ""))
        written = "".join(f' {name}="{html.escape(v)}"' for name, v in attributes.items())
        return f"<a{written}>"

    def _page(self, href: str) -> str:
        line = self._line(href)
        address, hash_sign, _ = href.partition("#")
        if _SCHEME.match(href):
            return self._outside(href, line)
        if not address or href.startswith(("//", "\\", "/")) or hash_sign:
            self._refuse(
                line,
                f'the link "{href}" does not name a page',
                "link to a file: other.md",
            )
            return ""
        target = normpath(join(dirname(self.source.path), unquote(address)))
        self.links.append(Link(href, target, line))
        inside = target.removeprefix("content/")
        return "page:" + (
            inside if inside in GENERATED_PAGES else inside.removesuffix(".md") + ".html"
        )

    def _outside(self, href: str, line: int) -> str:
        if href.lower().startswith(("https://", "http://", "mailto:", "tel:")):
            return href
        hint = "a link starts with https://, mailto: or tel:, or names a file of this site"
        self._refuse(line, f'the link "{href[:60]}" is not allowed', hint)
        return ""

    def _picture(self, src: str, alt: str) -> str:
        line = self._line(src)
        target = normpath(join(dirname(self.source.path), unquote(src)))
        if _SCHEME.match(src) or src.startswith(("//", "\\")):
            hint = "save the picture in content/media and link to it there"
            self._refuse(line, f'the picture "{src[:60]}" is on another host', hint)
        elif not target.startswith("content/media/"):
            self._refuse(
                line,
                f'the picture "{src[:60]}" is not in content/media',
                "move it there",
            )
        elif not target.lower().endswith(PICTURE_TYPES):
            hint = f"use one of {', '.join(PICTURE_TYPES)}"
            self._refuse(line, f'"{src[:60]}" is not a kind of picture that browsers show', hint)
        elif not alt.strip():
            hint = f"say what it shows: ![A person lies on the back.]({src})"
            self._refuse(line, f'the picture "{src[:60]}" has no alternative text', hint)
        else:
            self.pictures.append(Link(src, target, line))
        return "media:" + target.removeprefix("content/media/")

    def _refuse(self, line: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self.source.path, line, message, hint))

    def _line(self, href: str) -> int:
        """The line where an address stands: the parser does not keep it, so it is looked for."""
        found = (n for n, line in enumerate(self._lines) if href and href in line)
        return self.source.body_line + next(found, 0)


def _unwrap_paragraph(written: str) -> str:
    """A step in a list with blank lines between its items is a paragraph: the same without it."""
    if written.startswith("<p>") and written.endswith("</p>") and written.count("<p>") == 1:
        return written[3:-4]
    return written
