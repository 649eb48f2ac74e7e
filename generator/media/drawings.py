"""Checks a clinic's SVG drawing: it has a size, stands still, runs nothing and loads nothing."""

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from generator.media.refusals import BadPicture

MAX_BYTES: Final = 2 * 1024 * 1024
# A handout's renderer walks a drawing by recursion.
MAX_DEPTH: Final = 100
MAX_SIDE: Final = 1_000_000

_SAVE_AGAIN: Final = "ask whoever drew it to save it again as a plain SVG, or as a PNG"
_SVG: Final = "http://www.w3.org/2000/svg"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_REFERENCES: Final = frozenset({"href", "src", "base"})
_PROGRAMS: Final = frozenset({"script", "handler", "listener"})
_FOREIGN: Final = frozenset({"foreignobject", "iframe", "embed", "object", "audio", "video"})
_MOVING: Final = frozenset({"set", "animate", "animatecolor", "animatemotion", "animatetransform"})
# Inside a drawing: a part of itself, or a picture of pixels that it carries along.
_INSIDE: Final = r"""\s*(?:#|data:image/(?:png|jpe?g|gif|webp)[;,])"""
_REFERENCE_INSIDE: Final = re.compile(_INSIDE, re.IGNORECASE)
_STYLE_OUTSIDE: Final = re.compile(
    rf"""url\(\s*+["']?+(?!{_INSIDE})|@import|image-set\(|\bsrc\(""", re.IGNORECASE
)
_LENGTH: Final = re.compile(r"\s*(\d{0,9}\.?\d{1,9})\s*(px|pt|pc|mm|cm|in|em|ex)?\s*", re.ASCII)
_CSS_PIXELS: Final = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "em": 16.0,
    "ex": 8.0,
}


def check(content: bytes) -> tuple[float, float]:
    """The width and height of an SVG drawing in CSS pixels; `BadPicture` when it is no good."""
    if len(content) > MAX_BYTES:
        hint = "save it as a JPEG or PNG picture instead"
        raise BadPicture("is larger than 2 MB: too much for a drawing", hint)
    reading = _Reading()
    try:
        _parser(reading).Parse(content, True)
    # An encoding that expat does not know is a LookupError or a ValueError.
    except (expat.ExpatError, LookupError, ValueError):
        raise BadPicture("is damaged: it is not a whole SVG drawing", _SAVE_AGAIN) from None
    return _size(reading.root)


@dataclass
class _Reading:
    """What has been read of one drawing so far."""

    root: dict[str, str] = field(default_factory=dict)
    depth: int = 0
    style: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(" ")
        if self.depth == 0:
            if (namespace, name) != (_SVG, "svg"):
                raise BadPicture("is not an SVG drawing", _SAVE_AGAIN)
            self.root = attributes
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise BadPicture("nests its parts too deeply", _SAVE_AGAIN)
        _check_element(namespace, name)
        for key, value in attributes.items():
            _check_attribute(key, value)
        self.style.clear()

    def text(self, text: str) -> None:
        self.style.append(text)

    def end(self, tag: str) -> None:
        if tag.rpartition(" ")[2].lower() == "style":
            _check_style("".join(self.style))
        self.style.clear()
        self.depth -= 1


def _parser(reading: _Reading) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    parser.StartDoctypeDeclHandler = _check_doctype
    parser.SkippedEntityHandler = _refuse_entity
    parser.ProcessingInstructionHandler = _check_instruction
    return parser


def _check_doctype(_name: str, _system: str | None, _public: str | None, own: int) -> None:
    # The bare line that older drawing programs write is harmless: nothing ever loads it.
    if own:
        raise BadPicture("defines entities of its own", _SAVE_AGAIN)


def _refuse_entity(name: str, _parameter: bool) -> None:
    raise BadPicture(f"uses an entity (&{name};) that it does not define", _SAVE_AGAIN)


def _check_instruction(target: str, _text: str) -> None:
    if target.lower() == "xml-stylesheet":
        raise BadPicture("loads a stylesheet from outside", _SAVE_AGAIN)


def _check_element(namespace: str, name: str) -> None:
    kind = name.lower()
    if kind in _PROGRAMS:
        raise BadPicture("holds a script", _SAVE_AGAIN)
    if kind in _FOREIGN or namespace == _XHTML:
        raise BadPicture(f"holds something that is not drawing: <{name}>", _SAVE_AGAIN)
    if kind in _MOVING:
        hint = "a picture stands still: several drawings side by side show a movement"
        raise BadPicture("moves", hint)


def _check_attribute(key: str, value: str) -> None:
    namespace, _, name = key.rpartition(" ")
    if not namespace and name.lower().startswith("on"):
        raise BadPicture(f"holds a script ({name})", _SAVE_AGAIN)
    if name.lower() in _REFERENCES and not _REFERENCE_INSIDE.match(value):
        hint = f"{_SAVE_AGAIN}, with its pictures embedded and without links"
        raise BadPicture(f'points to something outside itself: "{value[:60]}"', hint)
    # Drawing programs note Windows paths in attributes of their own.
    _check_style(value, escapes=not namespace)


def _check_style(text: str, *, escapes: bool = True) -> None:
    """Refuse text that CSS would load something for; an escape could hide that it does."""
    if _STYLE_OUTSIDE.search(text) or (escapes and "\\" in text):
        hint = f"{_SAVE_AGAIN}, with its text turned into paths"
        raise BadPicture("loads a font, style or picture from outside", hint)


def _size(root: dict[str, str]) -> tuple[float, float]:
    """The size of a drawing as browsers find it: width and height, completed from the viewBox."""
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    box_width, box_height = _box(root.get("viewBox", ""))
    if box_width:
        ratio = box_width / box_height
        width, height = width or height * ratio or box_width, height or width / ratio or box_height
    if not (0 < width < MAX_SIDE and 0 < height < MAX_SIDE):
        hint = 'ask whoever drew it to save it again with a "viewBox"'
        raise BadPicture("does not say how large it is", hint)
    return width, height


def _length(text: str) -> float:
    """A length in CSS pixels; 0 where there is none, or a share of a page that is not known."""
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * _CSS_PIXELS[match[2] or ""] if match else 0.0


def _box(text: str) -> tuple[float, float]:
    """The width and height of a viewBox; 0 and 0 where there is none of a usable size."""
    try:
        _, _, width, height = (float(part) for part in re.split(r"[\s,]+", text.strip()))
    except ValueError:
        return 0.0, 0.0
    usable = 1 / MAX_SIDE < width < MAX_SIDE and 1 / MAX_SIDE < height < MAX_SIDE
    return (width, height) if usable else (0.0, 0.0)
