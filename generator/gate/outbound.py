"""The check that a page and its stylesheets ask nothing of another host and run no inline code."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from generator.errors import Problem
from generator.gate.tagged import TaggedPage, Written
from generator.gate.tags import read_tags

if TYPE_CHECKING:
    from collections.abc import Iterable

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
# Where a browser looks for an address that it then asks for, beside `href` of links to follow.
_REQUESTS = frozenset(
    "src srcset poster background data action formaction imagesrcset manifest ping xlink:href "
    "archive codebase classid lowsrc dynsrc".split()
)
_SETS = frozenset({"srcset", "imagesrcset"})
_PICTURES = frozenset({"img", "source", "image", "link", "input", "video"})
# The relations of a <link> that only say something about the page.
_SAYINGS = frozenset(
    "alternate author bookmark canonical external help license me next nofollow prev "
    "privacy-policy search tag terms-of-service".split()
)
_FOLLOWED = frozenset({"a", "area"})
_EMBEDDING = frozenset("applet base embed fencedframe form frame iframe object portal".split())
_RUN = re.compile(r"(?:javascript|vbscript|data|blob|file|filesystem):", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_IN_STYLE = re.compile(r"""url\(\s*["']?([^"')]*)""", re.IGNORECASE)
_CHARSET = re.compile(r"""@charset\s*["']?([^"';]*)""", re.IGNORECASE)
_DEEPEST = 100
_TEXT_SCRIPTS = frozenset({"application/ld+json", "application/json"})
# Most tags stand on many pages: of so many it is kept what was found.
_KEPT = 4096


def check_outbound(html: str, path: str, base_url: str = "") -> list[Problem]:
    """Everything in a page that would reach the network, run inline code or weaken its policy.

    Addresses below `base_url` are the site's own.
    """
    return [*_check_policy(read_tags(html), path), *check_requests(html, path, base_url)]


def check_requests(html: str, path: str, base_url: str = "") -> list[Problem]:
    """The same for a part of a page, which has no policy of its own."""
    page = read_tags(html)
    return [
        Problem(path, page.line(tag.start), said, hint=hint)
        for tag in page.tags
        for said, hint in _check_tag(tag.written, base_url)
    ]


def check_stylesheet(css: str, path: str, base_url: str = "") -> list[Problem]:
    """Every address in a stylesheet that leads away from the site."""
    import tinycss2

    if is_too_deep(css):
        return [Problem(path, 1, "the stylesheet has too many brackets inside each other")]
    return [
        *_check_charset(css, path),
        *(
            Problem(
                path,
                line,
                f'the stylesheet asks another host for "{address}"',
                hint="copy the file into templates/assets and write its relative address",
            )
            for line, address in _style_addresses(tinycss2.parse_component_value_list(css))
            if _leads_away(address, base_url) and not _PICTURE.match(address.strip())
        ),
    ]


def _check_charset(css: str, path: str) -> Iterator[Problem]:
    """A browser that reads other signs than we do sees other rules."""
    named = _CHARSET.search(css)
    if named and named[1].lower() != "utf-8":
        message = f'the stylesheet says that its signs are "{named[1]}"'
        hint = "save it as UTF-8, and take out the line  @charset"
        yield Problem(path, css.count("\n", 0, named.start()) + 1, message, hint)


def is_too_deep(css: str) -> bool:
    """Whether a stylesheet nests more brackets than can be read."""
    depth = 0
    for bracket in re.findall(r"[()\[\]{}]", css):
        depth += 1 if bracket in "([{" else -1
        if depth > _DEEPEST:
            return True
    return False


def page_links(html: str) -> list[tuple[str, int]]:
    """The relative addresses that a page leads to or shows, as written there, with their lines."""
    page = read_tags(html)
    return [
        (address, page.line(tag.start))
        for tag in page.tags
        for address in _relative_addresses(tag.written)
    ]


def _check_policy(page: TaggedPage, path: str) -> Iterator[Problem]:
    """The policy stands in the head, before anything that it governs, and is strict."""
    hint = f'write  <meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    policies = [
        index
        for index, tag in enumerate(page.tags)
        if tag.written.name == "meta" and _http_equiv(tag.written) == _CSP
    ]
    if not policies:
        yield Problem(path, 1, "the page has no content security policy", hint=hint)
        return
    first = page.tags[policies[0]]
    line = page.line(first.start)
    if weak := _weak_directives(first.attributes.get("content", "")):
        yield Problem(
            path, line, f"the page weakens the content security policy: {weak[0]}", hint=hint
        )
    in_head = first.parent >= 0 and page.tags[first.parent].name == "head"
    earlier = {tag.name for tag in page.tags[: policies[0]]}
    if not in_head or earlier & {"link", "script", "style", "body"}:
        yield Problem(
            path,
            line,
            "the content security policy comes too late: write it first in <head>",
            hint=hint,
        )


_CSP = "content-security-policy"


@lru_cache(maxsize=4)
def _weak_directives(policy: str) -> list[str]:
    """What makes a policy weaker than ours: a directive that allows more, or one left out."""
    ours, theirs = _directives(POLICY), _directives(policy)
    allows = [
        " ".join((name, *sources))
        for name, sources in theirs.items()
        if not set(sources) <= {*ours.get(name, ()), "'none'"}
    ]
    # Without these a page falls back on "anything"; every other one falls back on the first.
    needed = ("default-src", "base-uri", "form-action")
    return allows + [f"{name} is missing" for name in needed if name not in theirs]


def _directives(policy: str) -> dict[str, tuple[str, ...]]:
    parts = [part.split() for part in policy.lower().split(";") if part.strip()]
    return {name: tuple(sources) for name, *sources in reversed(parts)}


def _http_equiv(tag: Written) -> str:
    return tag.attributes.get("http-equiv", "").strip().lower() if tag.name == "meta" else ""


@lru_cache(maxsize=_KEPT)
def _check_tag(tag: Written, base_url: str) -> tuple[tuple[str, str], ...]:
    return (*_check_element(tag), *_check_addresses(tag, base_url))


def _check_element(tag: Written) -> Iterator[tuple[str, str]]:
    """The elements and attributes that no page may have: message and hint."""
    attributes = tag.attributes
    if tag.name in _EMBEDDING and (tag.name != "form" or "action" in attributes):
        yield f"<{tag.name}> does not work under the page's policy", "leave it out"
    if _http_equiv(tag) == "refresh":
        yield "the page sends its reader elsewhere by itself", "write a link instead"
    if tag.name == "style":
        yield "the page has an inline <style>", "put the rules into a stylesheet below assets/"
    if tag.name == "script" and "src" not in attributes and not _is_text(tag):
        yield "the page has an inline script", "put it into a file below assets/"
    if "style" in attributes:
        yield f"<{tag.name}> has a style attribute", "give it a class and style that"
    for name in attributes:
        if name.startswith("on"):
            yield f"<{tag.name}> has inline code ({name})", "leave it out"


def _is_text(script: Written) -> bool:
    return script.attributes.get("type", "").strip().lower() in _TEXT_SCRIPTS


def _check_addresses(tag: Written, base_url: str) -> Iterator[tuple[str, str]]:
    """The addresses of an element that lead where they must not."""
    away = "copy the file into the site and write its relative address"
    for name, value in _addresses(tag):
        address = _plain(value)
        if name == "href" and _is_saying(tag):
            if _RUN.match(address):
                yield f'<{tag.name}> runs code ({name}="{value}")', "write an ordinary link"
            elif address.startswith("//"):
                yield (
                    f'<{tag.name}> has an address without a scheme: "{value}"',
                    "begin with https:",
                )
        elif tag.name in _PICTURES and _PICTURE.match(address):
            continue
        elif name == "ping" or _leads_away(value, base_url):
            yield f'<{tag.name} {name}> asks another host for "{value}"', away
    for name, value in tag.attributes.items():
        for address in _IN_STYLE.findall(value) if name != "style" else ():
            if _leads_away(address, base_url) and not _PICTURE.match(address):
                yield f'<{tag.name} {name}> asks another host for "{address}"', away


@lru_cache(maxsize=_KEPT)
def _relative_addresses(tag: Written) -> tuple[str, ...]:
    return tuple(_plain(value) for _, value in _addresses(tag) if not _leads_away(value, ""))


def _addresses(tag: Written) -> Iterator[tuple[str, str]]:
    """The addresses of an element by attribute; one that lists several gives each."""
    for name, value in tag.attributes.items():
        if name in _SETS:
            # A data: address holds a comma of its own.
            for candidate in re.split(r",\s+|(?<=[wx]),", value):
                yield name, (candidate.split() or [""])[0]
        elif name == "href" or name in _REQUESTS:
            yield name, value


def _is_saying(tag: Written) -> bool:
    """Whether the `href` of an element is followed by a reader at most, never by the browser."""
    if tag.name == "link":
        return set(tag.attributes.get("rel", "").lower().split()) <= _SAYINGS
    return tag.name in _FOLLOWED


def _plain(address: str) -> str:
    """An address as a browser takes it: without spaces around it, line breaks and backslashes."""
    return re.sub(r"[\t\r\n]", "", address).strip("\x00\x01\x0b\x0c\x1f ").replace("\\", "/")


def _leads_away(address: str, base_url: str) -> bool:
    plain = _plain(address)
    if base_url and plain.startswith(base_url.rstrip("/") + "/"):
        return False
    return bool(plain.startswith("//") or _SCHEME.match(plain))


def _style_addresses(tokens: "Iterable[Any]", *, words: bool = False) -> Iterator[tuple[int, str]]:
    """The addresses in a stylesheet, with their lines. `words`: plain strings are addresses too."""
    in_import = in_namespace = False
    for node in tokens:
        strings = ("string",) if words or in_import else ()
        if node.type == "at-keyword":
            in_import = node.lower_value == "import"
            in_namespace = node.lower_value == "namespace"
        elif node.type in ("url", *strings) and not in_namespace:
            yield node.source_line, node.value
        elif node.type == "function":
            takes = node.lower_name in ("url", "src") or node.lower_name.endswith("image-set")
            if not in_namespace:
                yield from _style_addresses(node.arguments, words=takes)
        elif node.type.endswith("block"):
            in_import = in_namespace = False
            yield from _style_addresses(node.content)
        elif node == ";":
            in_import = in_namespace = False
