"""The tags of a page, found in one pass, as a browser sees them: none in comments and scripts."""

import re
from collections.abc import Iterator
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
    tags: list[Tag] = []
    hidden: list[Hidden] = []
    open_tags: list[tuple[str, int]] = []
    position = 0
    while found := _MARKUP.search(html, position):
        position = found.end()
        name = (found["name"] or "").lower()
        if found["comment"]:
            hidden.append(Hidden(found.start(), position, "a comment"))
        elif name and found["close"]:
            _close(open_tags, frozenset({name}), frozenset())
        elif name:
            _close(open_tags, _ENDS.get(name, frozenset()), _SHIELDS)
            parent = open_tags[-1][1] if open_tags else -1
            tags.append(Tag(name, _attributes(found["attributes"]), found.start(), parent))
            foreign = any(outer in _FOREIGN for outer, _ in open_tags)
            if name in _TEXT_ONLY and not foreign:
                end = _end_of_text(html, name, position)
                hidden.append(Hidden(position, end, f"<{name}>"))
                position = end
            elif not _is_empty(name, found["attributes"], foreign=foreign):
                open_tags.append((name, len(tags) - 1))
    return TaggedPage(html, tuple(tags), tuple(hidden))


def _close(
    open_tags: list[tuple[str, int]], names: frozenset[str], shields: frozenset[str]
) -> None:
    """Ends the inmost open element of these names, and with it all that it holds."""
    for place in range(len(open_tags) - 1, -1, -1):
        name = open_tags[place][0]
        if name in names:
            del open_tags[place:]
            return
        if name in shields:
            return


def _attributes(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(text) if text else []
    # Of an attribute that is written twice, a browser takes the first.
    return {name.lower(): unescape("".join(values)) for name, *values in reversed(found)}


def _end_of_text(html: str, name: str, start: int) -> int:
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, start)
    return end.start() if end else len(html)


def _is_empty(name: str, attributes: str, *, foreign: bool) -> bool:
    return name in _VOID or ((foreign or name in _FOREIGN) and attributes.endswith("/"))


def find_all(html: str, part: str) -> list[int]:
    """Where a text stands in a page, each place once."""
    return [found.start() for found in re.finditer(re.escape(part), html)]


def children(page: TaggedPage, parent: int) -> list[int]:
    """The tags straight inside another, by their places in the list."""
    return [index for index, tag in enumerate(page.tags) if tag.parent == parent]
