"""The tags of a page, found in one pass, as a browser sees them: none in comments and scripts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from generator.gate.tagged import REMARK, SPACE, WORDS, Hidden, Tag, TaggedPage, Written

_ATTRIBUTES = r"""
    # Most attributes are written like this, which is the quickest to find.
    (?: \s[a-z-]++="[^"]*+"(?=[\s>]) )*+
    (?: [\s/]++
      | (?: =[^\s/>=]*+ | [^\s/>=]++ )
        (?: \s*+ =\s*+ (?: "[^"]*+" | '[^']*+' | [^\s>"'][^\s>]*+ )? )?
    )*+
"""
_MARKUP = re.compile(
    rf"""
    < (?: (?P<start> [a-zA-Z][^\s/>]*+ {_ATTRIBUTES} )
      | / (?P<end> [a-zA-Z][^\s/>]*+ ) {_ATTRIBUTES} ) >
    | (?P<comment> <!-- (?: -?> | .*? (?: --!?> | \Z ) ) )
    | <[!?/][^>]*+>
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""(=?[^\s/>=]++|=)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+))?)?"""
)
# Elements without an end tag, and elements whose content is text and never a tag.
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_TEXT_ONLY = frozenset("iframe noembed noframes script style textarea title xmp".split())
# Elements whose end tag may be left out: what ends them, and what shields them from that.
_BLOCK = frozenset(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr main menu nav ol p pre section table ul".split()
)
_ENDS = {name: frozenset({"p"}) for name in _BLOCK} | {
    "li": frozenset({"li", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
}
_SHIELDS = frozenset("ul ol menu dl table td th button template object svg math body".split())
_FOREIGN = frozenset({"svg", "math"})
# Elements that the end tag of an inline element around them does not end.
_SPECIAL = _BLOCK | _SHIELDS | frozenset("body dd dt html li noscript select summary".split())
# So many different tags are kept: most are the same on all pages of a folder.
_KEPT = 4096
# So many pages are kept that the gate still asks for: the parts of a handout come together.
_ASKED = 16


@lru_cache(maxsize=_ASKED)
def read_tags(html: str) -> TaggedPage:
    """The tags of a page. The gate asks several times for the same page."""
    reader = _Reader(html)
    position: int | None = 0
    while position is not None:
        position = reader.read_from(position)
    orderly = reader.orderly and not reader.open_tags
    return TaggedPage(html, reader.tags, reader.hidden, reader.texts, orderly)


def read_markup(html: str) -> Iterator[Written | str]:
    """The start tags of a page in order, and a word for each other piece between them."""
    position = 0
    for found in _MARKUP.finditer(html):
        if found.start() > position:
            yield str(_text_kind(html[position : found.start()]))
        position = found.end()
        opening, closing, comment = found.groups()
        if opening:
            yield _read_tag(opening)
        else:
            yield f"/{closing.lower()}" if closing else comment or found[0]


@dataclass
class _Reader:
    """Keeps the elements that are open while it goes through a page."""

    html: str
    tags: list[Tag] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    open_tags: list[tuple[str, int]] = field(default_factory=list)
    orderly: bool = True

    def read_from(self, position: int) -> int | None:
        """Reads to the end, or to the end of an element whose content is text: there goes on."""
        for found in _MARKUP.finditer(self.html, position):
            start = found.start()
            if start > position:
                self._hold(_text_kind(self.html[position:start]))
            position = found.end()
            opening, closing, comment = found.groups()
            if opening:
                written = _read_tag(opening)
                self._open(written, start)
                if written.name in _TEXT_ONLY and not self._in_drawing():
                    return self._pass_text(written.name, position)
            elif closing:
                self._end(closing.lower())
            elif comment:
                self.hidden.append(Hidden(start, position, "a comment"))
                self._hold(REMARK)
            elif self.tags:
                # Only what stands before all tags, the document type, is written like this.
                self.orderly = False
        return None

    def _open(self, written: Written, start: int) -> None:
        name = written.name
        if name in _ENDS and self._close(_ENDS[name], _SHIELDS):
            self.orderly = False
        self.tags.append(Tag(written, start, self.open_tags[-1][1] if self.open_tags else -1))
        self.texts.append(0)
        if name not in _VOID and not (written.ends_in_stroke and self._is_drawn(name)):
            self.open_tags.append((name, len(self.tags) - 1))

    def _end(self, name: str) -> None:
        if self.open_tags and self.open_tags[-1][0] == name:
            self.open_tags.pop()
        else:
            self.orderly = False
            self._close(frozenset({name}), frozenset() if name in _SPECIAL else _SPECIAL)

    def _pass_text(self, name: str, start: int) -> int:
        end = _end_of_text(self.html, name, start)
        self.hidden.append(Hidden(start, end, f"<{name}>"))
        self._hold(_text_kind(self.html[start:end]))
        return end

    def _hold(self, kind: int) -> None:
        if self.open_tags:
            self.texts[self.open_tags[-1][1]] |= kind

    def _is_drawn(self, name: str) -> bool:
        return name in _FOREIGN or self._in_drawing()

    def _in_drawing(self) -> bool:
        return any(outer in _FOREIGN for outer, _ in self.open_tags)

    def _close(self, names: frozenset[str], shields: frozenset[str]) -> bool:
        """Ends the inmost open element of these names, and all inside it, unless one shields it."""
        for place in range(len(self.open_tags) - 1, -1, -1):
            name = self.open_tags[place][0]
            if name in names:
                del self.open_tags[place:]
                return True
            if name in shields:
                return False
        return False


def _text_kind(text: str) -> int:
    if text.isspace() or ("&" in text and not unescape(text).strip()):
        return SPACE
    return WORDS if text else 0


@lru_cache(maxsize=_KEPT)
def _read_tag(text: str) -> Written:
    name = re.split(r"[\s/]", text, maxsplit=1)[0]
    attributes: dict[str, str] = {}
    for key, *values in _ATTRIBUTE.findall(text, len(name)):
        # Of an attribute that is written twice, a browser takes the first.
        attributes.setdefault(key.lower(), unescape("".join(values)))
    classes = frozenset(attributes.get("class", "").split())
    ends_in_stroke = text.endswith("/")
    signature = repr((name.lower(), ends_in_stroke, attributes))
    return Written(name.lower(), attributes, classes, ends_in_stroke, signature)


def _end_of_text(html: str, name: str, start: int) -> int:
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, start)
    return end.start() if end else len(html)
