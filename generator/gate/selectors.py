"""Selectors as they are written, made ready for a library that knows no nesting."""

import re
from collections.abc import Iterator
from typing import Any

import tinycss2

# True of every element that a page shows at rest, and unknown to the selector library.
_ALWAYS_TRUE = re.compile(r":defined\b")

_COUNTS_SOME = re.compile(r":nth-(?:last-)?child\([^)]*\sof\s", re.IGNORECASE)


def unnest(selector: str, parent: str) -> str:
    """A selector as it would be written outside the rule that it is nested in."""
    if not parent:
        return selector
    if "&" in selector or ":scope" in selector:
        return selector.replace(":scope", "&").replace("&", f":is({parent})")
    return ", ".join(f":is({parent}) {part}" for part in split_selectors(selector))


def at_rest(selector: str) -> str:
    """A selector without the pseudo-classes that are true of every element."""
    return _ALWAYS_TRUE.sub(":not(:hover)", selector)


def counts_some(selector: str) -> bool:
    """Whether a selector counts siblings of its choice: the library then mistakes its weight."""
    return _COUNTS_SOME.search(selector) is not None


def split_selectors(selector: str) -> Iterator[str]:
    """The selectors of a list: one that is not understood must not take the others with it."""
    part: list[Any] = []
    for node in (*tinycss2.parse_component_value_list(selector), None):
        if node is None or node == ",":
            yield tinycss2.serialize(part).strip()
            part = []
        else:
            part.append(node)


def widen(selector: str) -> str:
    """The element that a selector ends in, by name, classes and id, whatever else it asks."""
    kept: list[Any] = []
    before: Any = None
    for node in tinycss2.parse_component_value_list(selector.strip()):
        if node.type == "whitespace" or node in (">", "+", "~"):
            kept = []
        elif node.type == "hash" or (node.type == "ident" and before != ":"):
            kept += [before, node] if before == "." else [node]
        before = node
    return tinycss2.serialize(kept) or "*"
