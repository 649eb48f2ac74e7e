"""The tags of a page, found in one pass, as a browser sees them: none in comments and scripts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import NamedTuple

_MARKUP = re.compile(
    r"""
    (?P<comment> <!-- (?: -?> | .*? (?: --!?> | \Z ) ) )
    | < (?P<close>/?) (?P<name>[a-zA-Z][^\s/>]*+)
      (?P<attributes>
        (?: [\s/]++
          | (?: =[^\s/>=]*+ | [^\s/>=]++ )
            (?: \s*+ =\s*+ (?: "[^"]*+" | '[^']*+' | [^\s>"'][^\s>]*+ )? )?
        )*+
      ) >
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


class Tag(NamedTuple):
    """A start tag: where it stands, and the place of its parent in the list of tags (or -1)."""

    name: str
    attributes: dict[str, str]
    start: int
    parent: int

    @property
    def classes(self) -> list[str]:
        """The names in its `class`."""
        return self.attributes.get("class", "").split()


class Hidden(NamedTuple):
    """A stretch of a page that is no HTML to a browser: a comment, a script, a text field."""

    start: int
    end: int
    name: str


class TaggedPage(NamedTuple):
    """A page with its start tags in order, and the stretches that hold none."""

    html: str
    tags: tuple[Tag, ...]
    hidden: tuple[Hidden, ...]

    def line(self, start: int) -> int:
        """The line of a place in the page."""
        return self.html.count("\n", 0, start) + 1

    def around(self, index: int) -> Iterator[int]:
        """The tag at a place of the list, then the tags that it is inside of, inmost first."""
        while index >= 0:
            yield index
            index = self.tags[index].parent


@lru_cache(maxsize=4)
def read_tags(html: str) -> TaggedPage:
    """The tags of a page. The gate asks several times for the same page."""
    reader = _Reader(html)
    position = 0
    while found := _MARKUP.search(html, position):
        position = reader.take(found)
    return TaggedPage(html, tuple(reader.tags), tuple(reader.hidden))


@dataclass
class _Reader:
    """Keeps the elements that are open while it goes through a page."""

    html: str
    tags: list[Tag] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    open_tags: list[tuple[str, int]] = field(default_factory=list)

    def take(self, found: re.Match[str]) -> int:
        """Takes a piece of markup, and says where to look for the next."""
        name = (found["name"] or "").lower()
        if name and found["close"]:
            self._close(frozenset({name}), frozenset() if name in _SPECIAL else _SPECIAL)
        elif name:
            return self._open(found, name)
        elif found["comment"]:
            self.hidden.append(Hidden(found.start(), found.end(), "a comment"))
        return found.end()

    def _open(self, found: re.Match[str], name: str) -> int:
        if name in _ENDS:
            self._close(_ENDS[name], _SHIELDS)
        parent = self.open_tags[-1][1] if self.open_tags else -1
        self.tags.append(Tag(name, _attributes(found["attributes"]), found.start(), parent))
        if name in _TEXT_ONLY and not self._in_drawing():
            end = _end_of_text(self.html, name, found.end())
            self.hidden.append(Hidden(found.end(), end, f"<{name}>"))
            return end
        if not self._is_empty(name, found["attributes"]):
            self.open_tags.append((name, len(self.tags) - 1))
        return found.end()

    def _is_empty(self, name: str, attributes: str) -> bool:
        if name in _VOID:
            return True
        # Only in a drawing does a stroke at its end make a tag an empty element.
        return attributes.endswith("/") and (name in _FOREIGN or self._in_drawing())

    def _in_drawing(self) -> bool:
        return any(outer in _FOREIGN for outer, _ in self.open_tags)

    def _close(self, names: frozenset[str], shields: frozenset[str]) -> None:
        """Ends the inmost open element of these names, and all inside it, unless one shields it."""
        for place in range(len(self.open_tags) - 1, -1, -1):
            name = self.open_tags[place][0]
            if name in names:
                del self.open_tags[place:]
                return
            if name in shields:
                return


def _attributes(text: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text) if text else ():
        # Of an attribute that is written twice, a browser takes the first.
        attributes.setdefault(name.lower(), unescape("".join(values)))
    return attributes


def _end_of_text(html: str, name: str, start: int) -> int:
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, start)
    return end.start() if end else len(html)


def find_all(html: str, part: str) -> list[int]:
    """Where a text stands in a page, each place once."""
    places = []
    place = html.find(part)
    while place >= 0:
        places.append(place)
        place = html.find(part, place + 1)
    return places


def children(page: TaggedPage, parent: int) -> list[int]:
    """The tags straight inside another, by their places in the list."""
    return [index for index, tag in enumerate(page.tags) if tag.parent == parent]
