"""What the selectors of a stylesheet look at, so that pages that differ in nothing else are alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import tinycss2

# Attributes that a pseudo-class looks at without naming them.
_IMPLIED = {
    "link": "href",
    "any-link": "href",
    "local-link": "href",
    "lang": "lang",
    "disabled": "disabled",
    "enabled": "disabled",
    "checked": "checked",
}


@dataclass(frozen=True)
class Mentions:
    """The names in some selectors. `far`: they also count siblings or look inside an element."""

    classes: frozenset[str]
    ids: frozenset[str]
    attributes: frozenset[str]
    far: bool

    def reduce(self, attributes: dict[str, str]) -> tuple[tuple[str, str], ...]:
        """The attributes of an element, as far as a selector can tell them apart."""
        seen = []
        for name, value in attributes.items():
            if name == "class" and "class" not in self.attributes:
                seen.append((name, " ".join(sorted(self.classes.intersection(value.split())))))
            elif name in self.attributes or (name == "id" and value in self.ids):
                seen.append((name, value))
        return tuple(sorted(seen))


def read_mentions(selectors: Iterable[str]) -> Mentions:
    """The names in selectors."""
    classes: set[str] = set()
    ids: set[str] = set()
    attributes: set[str] = set()
    functions: set[str] = set()
    for selector in selectors:
        _collect(tinycss2.parse_component_value_list(selector), classes, ids, attributes, functions)
    far = any(name == "has" or name.startswith("nth-") for name in functions)
    implied = {_IMPLIED[name] for name in functions if name in _IMPLIED}
    return Mentions(frozenset(classes), frozenset(ids), frozenset(attributes | implied), far)


def _collect(
    tokens: Iterable[Any],
    classes: set[str],
    ids: set[str],
    attributes: set[str],
    functions: set[str],
) -> None:
    before = None
    for token in tokens:
        if token.type == "hash":
            ids.add(token.value)
        elif token.type == "ident" and before == ".":
            classes.add(token.value)
        elif token.type == "ident" and before == ":":
            functions.add(token.lower_value)
        elif token.type == "[] block":
            names = [part.lower_value for part in token.content if part.type == "ident"]
            attributes.update(names[:1])
        elif token.type == "function":
            functions.add(token.lower_name)
            _collect(token.arguments, classes, ids, attributes, functions)
        before = token
