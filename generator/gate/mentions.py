"""What the selectors of a stylesheet look at: tags that differ in nothing else look alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import tinycss2

from generator.gate.tagged import Written

Node = Any

# What some pseudo-classes look at without naming it.
_IMPLIED = {
    "link": ("href",),
    "any-link": ("href",),
    "local-link": ("href",),
    "lang": ("lang",),
    "disabled": ("disabled",),
    "enabled": ("disabled", "href"),
    "checked": ("checked", "selected", "type"),
}
_WHOLE = ("local-link", "lang", "checked")
# Those that count siblings, or ask whether there are any.
COUNTS = tuple(
    f"{which}-{what}"
    for what in ("child", "of-type")
    for which in ("first", "last", "only", "nth", "nth-last")
)
_STRUCTURAL = frozenset({*COUNTS, "empty", "has"})
_OPERATORS = frozenset({"=", "~=", "|=", "^=", "$=", "*="})


class Question(NamedTuple):
    """What a selector asks of an attribute; without an operator, whether it is there."""

    attribute: str
    operator: str = ""
    value: str = ""

    def answer(self, attributes: dict[str, str]) -> object:
        """The answer for an element: all that the selector can know of its attribute."""
        found = attributes.get(self.attribute)
        if found is None or not self.operator:
            return found is not None
        if self.operator not in _OPERATORS:
            return found
        # Whether case counts is for the selector library to decide.
        small = self._holds(self.value.lower(), found.lower())
        return (self._holds(self.value, found), small)

    def _holds(self, value: str, found: str) -> bool:
        if self.operator == "=":
            return found == value
        if self.operator == "|=":
            return found == value or found.startswith(f"{value}-")
        if self.operator == "~=":
            return value in found.split()
        if self.operator == "^=":
            return found.startswith(value)
        return found.endswith(value) if self.operator == "$=" else value in found


@dataclass
class Names:
    """Names of elements, classes and ids, and questions about attributes."""

    elements: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    questions: set[Question] = field(default_factory=set)
    pseudo: set[str] = field(default_factory=set)

    def reduce(self, tag: Written) -> tuple[object, ...]:
        """A tag, as far as these names can tell it from others."""
        owned = tag.attributes.get("id")
        return (
            tag.name if tag.name in self.elements else "",
            tuple(sorted(self.classes & tag.classes)),
            owned if owned in self.ids else None,
            tuple(question.answer(tag.attributes) for question in sorted(self.questions)),
        )

    def meet(self, tag: Written) -> bool:
        """Whether a tag has all these names; of two for the element, one may be a namespace."""
        return (
            (len(self.elements) != 1 or tag.name in self.elements)
            and self.classes <= tag.classes
            and self.ids <= {tag.attributes.get("id", "")}
        )

    def collect(self, nodes: Iterable[Node], *, deep: bool = True) -> None:
        """Takes up the names in a part of a selector; `deep`: in brackets, too."""
        before = None
        for node in nodes:
            if node.type == "hash":
                self.ids.add(node.value)
            elif node.type == "ident" and before == ".":
                self.classes.add(node.value)
            elif node.type == "ident" and before == ":":
                self._ask(node.lower_value)
            elif node.type == "ident":
                self.elements.add(node.lower_value)
            elif node.type == "[] block":
                self.questions.add(_read_question(node.content))
            elif node.type == "function" and deep:
                self._ask(node.lower_name)
                self.collect(node.arguments)
            before = node

    def _ask(self, pseudo: str) -> None:
        self.pseudo.add(pseudo)
        operator = "all" if pseudo in _WHOLE else ""
        self.questions.update(Question(name, operator) for name in _IMPLIED.get(pseudo, ()))


class Relation(NamedTuple):
    """What an element must have inside it or behind it: the last two parts of a `:has()`."""

    found: Names
    combinator: str
    holder: Names


@dataclass(frozen=True)
class Mentions:
    """What some selectors look at: in an element, just before it, and anywhere before it.

    `reach` is how many elements just before another are looked at, and `follows` is whether those
    farther before it are. `far`: more is looked at than kinds of elements can tell apart.
    """

    own: Names
    before: Names
    earlier: Names
    relations: Sequence[Relation]
    reach: int
    follows: bool
    far: bool


def read_mentions(selectors: Iterable[str]) -> Mentions:
    """What selectors look at."""
    own, before, earlier = Names(), Names(), Names()
    relations: list[Relation] = []
    reach, follows, far = 0, False, False
    for selector in selectors:
        nodes = tinycss2.parse_component_value_list(selector)
        own.collect(nodes)
        near = distant = 0
        for compound, combinator in _all_compounds(nodes):
            relations += _relations(compound)
            if combinator in ("+", "~"):
                (before if combinator == "+" else earlier).collect(compound)
                near, distant = near + (combinator == "+"), distant + (combinator == "~")
        reach, follows = max(reach, near), follows or distant > 0
        far = far or distant > 1 or bool(near and distant) or _counts_some(nodes)
    asked = before.pseudo | earlier.pseudo
    far = far or not asked.isdisjoint(_STRUCTURAL)
    return Mentions(own, before, earlier, relations, reach, follows, far)


def _all_compounds(nodes: Iterable[Node]) -> Iterator[tuple[list[Node], str]]:
    """The compounds of selectors and of those in their brackets, each with what follows it."""
    for compound, combinator in _compounds(nodes):
        yield compound, combinator
        for node in compound:
            if node.type == "function" and node.lower_name != "has":
                yield from _all_compounds(node.arguments)


def _compounds(nodes: Iterable[Node]) -> Iterator[tuple[list[Node], str]]:
    """The compounds of a list of selectors, each with the combinator or comma that follows it."""
    compound: list[Node] = []
    combinator = ""
    for node in nodes:
        if node.type == "comment":
            continue
        if node.type == "whitespace":
            combinator = combinator or " "
        elif node.type == "literal" and node.value in (">", "+", "~", ","):
            combinator = node.value
        else:
            if combinator:
                yield compound, combinator
                compound, combinator = [], ""
            compound.append(node)
    yield compound, ""


def _relations(compound: Iterable[Node]) -> Iterator[Relation]:
    """What a compound asks with `:has()`, once for each selector in it."""
    for node in compound:
        if node.type == "function" and node.lower_name == "has":
            parts = [([], ","), *_compounds(node.arguments)]
            for (left, combinator), (right, following) in pairwise(parts):
                if following in ("", ","):
                    holder, found = Names(), Names()
                    holder.collect(left, deep=False)
                    found.collect(right, deep=False)
                    yield Relation(found, combinator, holder)


def _counts_some(nodes: Iterable[Node]) -> bool:
    """Whether siblings are counted that meet a selector of their own."""
    return any(
        node.type == "function"
        and (
            _counts_some(node.arguments)
            or (
                node.lower_name.startswith("nth-")
                and any(getattr(part, "lower_value", "") == "of" for part in node.arguments)
            )
        )
        for node in nodes
    )


def _read_question(nodes: Iterable[Node]) -> Question:
    parts = [node for node in nodes if node.type not in ("whitespace", "comment")]
    name, operator, value = (getattr(part, "value", "") for part in (*parts, None, None, None)[:3])
    known = operator in _OPERATORS and isinstance(value, str)
    if known or len(parts) == 1:
        return Question(name.lower(), operator, value)
    return Question(name.lower(), "all")
