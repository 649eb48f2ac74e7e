"""Markdown of any kind to sanitised HTML, by the parser and the cleaner."""

from typing import Any
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from generator.addresses import SCHEMES
from generator.lists import indent_lists
from generator.prose import Parts, take_frame

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


def write_formatted(text: str, *, with_steps: bool) -> Parts:
    """The parts of a text. With `with_steps`, its first numbered list is the steps.

    Raises `RecursionError` for what is nested too deeply.
    """
    before, steps, after = _parse(text, with_steps=with_steps)
    return _CLEANER.clean(before), [_clean_step(step) for step in steps], _CLEANER.clean(after)


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
    step, frame = take_frame(written)
    return _CLEANER.clean(_unwrap_paragraph(step)), frame


def _unwrap_paragraph(written: str) -> str:
    """A step in a list with blank lines between its items is a paragraph: the same without it."""
    if written.startswith("<p>") and written.endswith("</p>") and written.count("<p>") == 1:
        return written[3:-4]
    return written
