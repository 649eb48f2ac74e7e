"""The links and pictures of a body: each points to a file of the site, or is refused."""

import html
import re
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from generator.errors import Problem
from generator.model import Link, Source
from generator.parse import shown

# Pages that the program makes, so that an author may link to them.
GENERATED_PAGES = frozenset(
    {"index.html", "handouts.html", "exercises/index.html", "programs/index.html"}
)
PICTURE_TYPES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg")
# The unsafe ones get through the cleaning so that they are reported, not dropped in silence.
SCHEMES = frozenset({"http", "https", "mailto", "tel", "javascript", "vbscript", "data", "file"})
_SAFE = ("https://", "http://", "mailto:", "tel:")

# What the cleaner writes is regular: attributes in double quotes, a quote inside them escaped.
_ADDRESSED = re.compile(r'<(a|img)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*\s*:", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20]+")
_STRANGE = re.compile(
    rf"""(?:\]\(|href\s*=\s*["']?|<)\s*(?!(?:{"|".join(sorted(SCHEMES))}):)[a-z][a-z0-9+.-]+:""",
    re.IGNORECASE,
)


class Addresses:
    """Collects the links and pictures of one body while its parts are rewritten."""

    def __init__(self, source: Source, text: str, problems: list[Problem]) -> None:
        self.links: list[Link] = []
        self.pictures: list[Link] = []
        self._source, self._problems = source, problems
        self._lines = text.split("\n")

    def resolve(self, cleaned: str) -> str:
        """Clean HTML with links and pictures as paths of the site, behind `page:` and `media:`."""
        return _ADDRESSED.sub(self._rewrite, cleaned)

    def _rewrite(self, match: re.Match[str]) -> str:
        attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(match[2])}
        if match[1] == "img":
            src, alt = attributes.get("src", ""), attributes.get("alt", "")
            return f'<img src="{html.escape(self._picture(src, alt))}" alt="{html.escape(alt)}">'
        attributes["href"] = self._page(attributes.get("href", ""))
        written = "".join(f' {name}="{html.escape(v)}"' for name, v in attributes.items())
        return f"<a{written}>"

    def _page(self, href: str) -> str:
        line = self._line(href)
        bare = _BLANKS.sub("", href)
        if bare.lower().startswith(_SAFE):
            return bare
        if refused := _refuse_link(href, bare):
            self._refuse(self._line_of_strange() if not href else line, *refused)
            return ""
        target = normpath(join(dirname(self._source.path), unquote(href)))
        self.links.append(Link(href, target, line))
        inside = target.removeprefix("content/")
        return "page:" + (
            inside if inside in GENERATED_PAGES else inside.removesuffix(".md") + ".html"
        )

    def _picture(self, src: str, alt: str) -> str:
        line = self._line(src)
        target = normpath(join(dirname(self._source.path), unquote(src)))
        if refused := _refuse_picture(src, target, alt):
            self._refuse(line, *refused)
        else:
            self.pictures.append(Link(src, target, line))
        return "media:" + target.removeprefix("content/media/")

    def _refuse(self, line: int, message: str, hint: str) -> None:
        self._problems.append(Problem(self._source.path, line, message, hint))

    def _line(self, address: str) -> int:
        """The line where an address stands: the parser does not keep it, so it is looked for."""
        ways = {address, html.escape(address)} - {""}
        found = (n for n, line in enumerate(self._lines) if any(way in line for way in ways))
        return self._source.body_line + next(found, 0)

    def _line_of_strange(self) -> int:
        """The line of the first address that the cleaner dropped because of its beginning."""
        found = (n for n, line in enumerate(self._lines) if _STRANGE.search(line))
        return self._source.body_line + next(found, 0)


def _refuse_link(href: str, bare: str) -> tuple[str, str] | None:
    """What is wrong with a link that leads neither to a page of the site nor to a safe address."""
    if not href:
        hint = "write https://, mailto: or tel:, or the name of a file of this site"
        return "a link has no address, or one that does not belong on a page", hint
    if _SCHEME.match(bare):
        hint = "a link begins with https://, mailto: or tel:, or names a file of this site"
        return f"the link {shown(href)} is not allowed", hint
    if bare.startswith(("//", "\\")):
        hint = f"for another website write  https://{bare.lstrip('/').lstrip(chr(92))}"
        return f"the link {shown(href)} does not say how to get there", hint
    if bare.startswith("/"):
        hint = "write the way from this file, such as  ../programs/NAME.md"
        return f"the link {shown(href)} begins with /", hint
    if "#" in href:
        page = href.partition("#")[0]
        hint = f"link to the whole page:  {page}" if page else "leave the link out"
        return f"the link {shown(href)} leads to a part of a page", hint
    return None


def _refuse_picture(src: str, target: str, alt: str) -> tuple[str, str] | None:
    """What is wrong with a picture that is not shown."""
    if _SCHEME.match(_BLANKS.sub("", src)) or src.startswith(("//", "\\")) or not src:
        hint = "save the picture in content/media and write  ![What it shows.](../media/NAME.jpg)"
        return f"the picture {shown(src)} is not a file of this site", hint
    if not target.startswith("content/media/"):
        name = src.rpartition("/")[2]
        hint = f"put it there, and write  ../media/{name}"
        return f"the picture {shown(src)} is not in content/media", hint
    if not target.lower().endswith(PICTURE_TYPES):
        hint = f"save it as one of {', '.join(PICTURE_TYPES)}"
        return f"the picture {shown(src)} is of a kind that browsers do not show", hint
    if not alt.strip():
        hint = f"say what it shows, such as  ![A person lies on the back.]({src})"
        return f"the picture {shown(src)} has no alternative text", hint
    return None
