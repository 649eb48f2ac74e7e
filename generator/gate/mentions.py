"""What the selectors of a stylesheet look at: pages that differ in nothing else look alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field
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
    """The names in some selectors.

    `reach` is how many siblings in a row they tell apart. `far`: they also count siblings by
    number or look inside an element.
    """

    classes: frozenset[str]
    ids: frozenset[str]
    attributes: frozenset[str]
    reach: int
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
    found = _Found()
    for selector in selectors:
        found.steps.append(0)
        found.collect(tinycss2.parse_component_value_list(selector))
    return Mentions(
        classes=frozenset(found.classes),
        ids=frozenset(found.ids),
        attributes=frozenset(found.attributes | {_IMPLIED.get(name, "") for name in found.pseudo}),
        # The first, the last, and one between them.
        reach=3 + max(found.steps, default=0),
        far=any(name == "has" or name.startswith("nth-") for name in found.pseudo),
    )


@dataclass
class _Found:
    """What was found in selectors so far; `steps` counts the sibling combinators of each."""

    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    pseudo: set[str] = field(default_factory=set)
    steps: list[int] = field(default_factory=list)

    def collect(self, nodes: Iterable[Any]) -> None:
        """Takes up the names in a selector."""
        before = None
        for node in nodes:
            if node.type == "hash":
                self.ids.add(node.value)
            elif node.type == "ident" and before == ".":
                self.classes.add(node.value)
            elif node.type == "ident" and before == ":":
                self.pseudo.add(node.lower_value)
            elif node.type == "[] block":
                names = [part.lower_value for part in node.content if part.type == "ident"]
                self.attributes.update(names[:1])
            elif node.type == "function":
                self.pseudo.add(node.lower_name)
                self.collect(node.arguments)
            elif node in ("+", "~"):
                self.steps[-1] += 1
            before = node
