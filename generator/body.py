"""The Markdown of a page to sanitised HTML: text, steps, links and pictures."""

import html
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from generator.addresses import SCHEMES, Addresses
from generator.errors import Problem
from generator.limits import refuse_deep_html, refuse_monsters
from generator.lists import indent_lists
from generator.model import Body, Source, Step
from generator.sore import mark_sore

NO_BODY = Body("", (), "", (), ())

_FRAME = re.compile(r"\s*\{([1-9][0-9]?)\}\s*((?:</p>)?)\s*$")
_TAG = re.compile(r"<[^>]*>")
_SPAN = re.compile(r"</?span\b[^>]*>")
_EMPTY_STEP = re.compile(r" *[0-9]{1,2}[.)] *")

_HEADINGS = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6", "h6": "h6"}
_TAGS = set(
    "a abbr b blockquote br code dd del div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img "
    "ins kbd li mark ol p pre s small span strong sub sup table tbody td tfoot th thead tr "
    "ul".split()
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
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def render_body(source: Source, text: str, *, with_steps: bool, problems: list[Problem]) -> Body:
    """The body of a page as HTML parts. With `with_steps`, its first numbered list is the steps."""
    refused = refuse_monsters(source, text)
    if refused:
        problems.append(refused)
        return NO_BODY
    try:
        before, steps, after = _parse(text, with_steps=with_steps)
    except RecursionError:
        hint = "take out some of the lists, quotes or HTML tags that stand inside each other"
        problems.append(
            Problem(source.path, source.body_line, "the text is nested too deeply", hint)
        )
        return NO_BODY
    before, after = mark_sore(_CLEANER.clean(before)), mark_sore(_CLEANER.clean(after))
    cleaned = [_clean_step(step) for step in steps]
    too_deep = refuse_deep_html(source, before + "".join(step for step, _ in cleaned) + after)
    if too_deep:
        problems.append(too_deep)
        return NO_BODY
    if with_steps:
        problems.extend(_check_steps(source, text, len(steps), after))
    addresses = Addresses(source, text, problems)
    return Body(
        before=addresses.resolve(before),
        steps=tuple(_make_step(addresses.resolve(step), frame) for step, frame in cleaned),
        after=addresses.resolve(after),
        links=tuple(addresses.links),
        pictures=tuple(addresses.pictures),
    )


def _parse(text: str, *, with_steps: bool) -> tuple[str, list[str], str]:
    """The HTML before the steps, of each step, and after them."""
    # One for each body: a parser that met text which it could not parse is not fit for the next.
    parser = _make_parser()
    lines = indent_lists(text)[0].split("\n")
    for preprocessor in parser.preprocessors:
        lines = preprocessor.run(lines)
    root: Any = parser.parser.parseDocument(lines).getroot()
    for treeprocessor in parser.treeprocessors:
        processed = treeprocessor.run(root)
        root = root if processed is None else processed
    _shift_headings(root)
    _name_alignment(root)
    before, steps, after = _split_steps(root, with_steps=with_steps)
    return _write(parser, before), [_write(parser, step) for step in steps], _write(parser, after)


def _make_parser() -> Markdown:
    parser = Markdown(extensions=[TableExtension(), SaneListExtension()], output_format="html")
    # Indented text is a slip of the space bar here, never program code.
    parser.parser.blockprocessors.deregister("code")
    return parser


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


def _split_steps(root: Element, *, with_steps: bool) -> tuple[Element, list[Element], Element]:
    children = list(root)
    before, after = Element("div"), Element("div")
    first = next((n for n, child in enumerate(children) if child.tag == "ol"), None)
    if not with_steps or first is None:
        return root, [], after
    before.extend(children[:first])
    after.extend(children[first + 1 :])
    return before, list(children[first]), after


def _write(parser: Markdown, element: Element) -> str:
    """The HTML inside an element."""
    written: str = parser.serializer(element)
    for postprocessor in parser.postprocessors:
        written = postprocessor.run(written)
    return (
        written.strip().removeprefix(f"<{element.tag}>").removesuffix(f"</{element.tag}>").strip()
    )


def _clean_step(written: str) -> tuple[str, int | None]:
    """The clean HTML of a step, and the number of the frame that it belongs to."""
    frame = _FRAME.search(written)
    if frame:
        written = written[: frame.start()] + frame[2]
    clean = mark_sore(_CLEANER.clean(_unwrap_paragraph(written)))
    return clean, int(frame[1]) if frame else None


def _unwrap_paragraph(written: str) -> str:
    """A step in a list with blank lines between its items is a paragraph: the same without it."""
    if written.startswith("<p>") and written.endswith("</p>") and written.count("<p>") == 1:
        return written[3:-4]
    return written


def _make_step(resolved: str, frame: int | None) -> Step:
    text = " ".join(html.unescape(_TAG.sub(" ", _SPAN.sub("", resolved))).split())
    return Step(resolved, text, frame)


def _check_steps(source: Source, text: str, steps: int, after: str) -> Iterator[Problem]:
    """A problem where a patient would get no steps, an empty one, or not all of them."""
    lines = list(enumerate(text.split("\n"), source.body_line))
    if not steps:
        message = "the text has no numbered list of steps"
        hint = "write each step on a line that begins with  1.  2.  3."
        yield Problem(source.path, source.body_line, message, hint)
    for line, written in lines:
        if _EMPTY_STEP.fullmatch(written):
            message = f"the step {written.strip()} is empty"
            yield Problem(source.path, line, message, "write what to do, or delete the line")
    if steps and f'<ol start="{steps + 1}">' in after:
        number = f"{steps + 1}."
        line = next((n for n, written in lines if written.startswith(number)), source.body_line)
        message = f"the steps end before {number}: other text stands between"
        hint = "put three spaces before each line between two steps"
        yield Problem(source.path, line, message, hint)
