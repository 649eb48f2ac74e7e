"""What the selectors of a stylesheet look at: tags that differ in nothing else look alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import tinycss2
from tinycss2.nth import parse_nth

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
_COUNTS = frozenset(
    f"{which}-{what}"
    for what in ("child", "of-type")
    for which in ("first", "last", "only", "nth", "nth-last")
)
_STRUCTURAL = frozenset({*_COUNTS, "empty", "has"})
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


class Count(NamedTuple):
    """What a selector asks of a place among siblings: whether it is a certain one of a series.

    The series is `offset`, `offset + step`, `offset + 2 * step` and so on, counted from 1.
    """

    from_end: bool
    of_type: bool
    step: int
    offset: int

    def answer(self, before: int, behind: int) -> bool:
        """The answer for an element with so many siblings before it and behind it."""
        beyond = (behind if self.from_end else before) + 1 - self.offset
        return beyond % self.step == 0 <= beyond / self.step if self.step else beyond == 0


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

    `counts` are the places that are asked for, each with the names that one must have of whom it
    is asked. `reach` is how many elements just before another are looked at, and `follows` is
    whether those farther before it are. `far`: more is looked at than kinds of elements can tell
    apart.
    """

    own: Names
    before: Names
    earlier: Names
    relations: Sequence[Relation]
    counts: Mapping[Count, Sequence[Sequence[Names]]]
    reach: int
    follows: bool
    far: bool


def read_mentions(selectors: Iterable[str]) -> Mentions:
    """What selectors look at."""
    own, before, earlier = Names(), Names(), Names()
    relations: list[Relation] = []
    counts: dict[Count, list[Sequence[Names]]] = {}
    reach, follows, far = 0, False, False
    for selector in selectors:
        nodes = tinycss2.parse_component_value_list(selector)
        own.collect(nodes)
        for count, names in _find_counts(nodes):
            counts.setdefault(count, []).append(names)
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
    return Mentions(own, before, earlier, relations, counts, reach, follows, far)


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


def _find_counts(
    nodes: Iterable[Node], around: Sequence[Names] = ()
) -> Iterator[tuple[Count, Sequence[Names]]]:
    """The places that a selector asks for, with the names that stand beside each.

    `around` are the names beside the brackets in which the selector stands.
    """
    parts = list(_compounds(nodes))
    is_of_the_same = all(combinator in ("", ",") for _, combinator in parts)
    for compound, _ in parts:
        own = Names()
        own.collect(compound, deep=False)
        names = (*around, own) if is_of_the_same else (own,)
        before = None
        for node in compound:
            if node.type == "ident" and before == ":" and node.lower_value in _COUNTS:
                yield from ((count, names) for count in _read_counts(node.lower_value))
            elif node.type == "function" and node.lower_name in _COUNTS:
                counts = _read_counts(node.lower_name, node.arguments)
                yield from ((count, names) for count in counts)
            elif node.type == "function":
                yield from _find_counts(node.arguments, names)
            before = node


def _read_counts(pseudo: str, arguments: Sequence[Node] = ()) -> Iterator[Count]:
    which, _, what = pseudo.partition("-")
    from_end, what = (True, what.removeprefix("last-")) if "last" in pseudo else (False, what)
    step, offset = (parse_nth(arguments) or (1, 1)) if which == "nth" else (0, 1)
    yield Count(from_end, what == "of-type", step, offset)
    if which == "only":
        yield Count(not from_end, what == "of-type", step, offset)


def _read_question(nodes: Iterable[Node]) -> Question:
    parts = [node for node in nodes if node.type not in ("whitespace", "comment")]
    name, operator, value = (getattr(part, "value", "") for part in (*parts, None, None, None)[:3])
    known = operator in _OPERATORS and isinstance(value, str)
    if known or len(parts) == 1:
        return Question(name.lower(), operator, value)
    return Question(name.lower(), "all")
