"""The rules of a page's stylesheets: which declarations meet an element, when and how strongly."""

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import cssselect2
import tinycss2

from generator.gate.css_parts import (
    contents,
    import_address,
    plain_name,
    scope_root,
    sheet_rules,
    spaced,
    sublayer,
)
from generator.gate.elements import Element
from generator.gate.lengths import significant
from generator.gate.mentions import Mentions, read_mentions
from generator.gate.selectors import at_rest, counts_some, split_selectors, unnest, widen

Token = Any

SELECTOR = "(selector)"
"""The condition of a rule whose selector the library does not know: it may win, or not."""
# What decides how a text looks.
_LOOKS = frozenset(
    "all background background-color color color-scheme font font-size text-fill-color".split()
)
# At-rules that hold no rules for elements. The condition of every other one is taken both ways.
_APART = frozenset(
    "charset color-profile counter-style font-face font-feature-values font-palette-values "
    "namespace page position-try property view-transition".split()
)


@dataclass(frozen=True, eq=False)
class Declared:
    """A declaration, with the place where it is written and the conditions around it."""

    name: str
    value: tuple[Token, ...]
    important: bool
    media: tuple[str, ...]
    layer: str
    sheet: str
    line: int

    @property
    def text(self) -> str:
        """The declaration as it is written."""
        return f"{self.name}: {tinycss2.serialize(self.value).strip()}"

    @cached_property
    def plain(self) -> list[Token] | None:
        """The value without its spaces, alike wherever it counts; `None` if it has variables."""
        return None if _has_variable(self.value) else significant(self.value)


class Match(NamedTuple):
    """A declaration that meets an element; of two for one property the greater strength wins."""

    strength: tuple[Any, ...]
    pseudo: str
    declared: Declared
    framed: bool = False


@dataclass(frozen=True, eq=False)
class Rules:
    """The rules of some stylesheets, with their keyframes and what their selectors look at.

    `conditions` are those around declarations of colours, grounds and sizes of text; `layers` are
    numbered in the order of their strength.
    """

    matcher: Any
    keyframes: Mapping[str, tuple[Declared, ...]]
    fonts: tuple[Declared, ...]
    registered: frozenset[str]
    conditions: frozenset[tuple[str, ...]]
    layers: Mapping[str, int]
    mentions: Mentions

    def match(self, element: Element) -> list[Match]:
        """The declarations that meet an element or its pseudo-elements, the weakest first."""
        found = [
            Match(self._strength(declared, specificity, order), pseudo or "", declared)
            for specificity, order, pseudo, declarations in self.matcher.match(element)
            for declared in declarations
        ]
        return sorted(found, key=lambda match: match.strength)

    def _strength(
        self, declared: Declared, specificity: tuple[int, ...], order: int
    ) -> tuple[Any, ...]:
        layer = self.layers[declared.layer]
        return (declared.important, -layer if declared.important else layer, specificity, order)


def read_rules(links: Iterable[tuple[str, str]], files: Mapping[str, str]) -> Rules:
    """The rules of linked stylesheets (path and media) and of those that they import."""
    reader = _Reader(files)
    for path, media in links:
        reader.read(path, _Scope(media=(media,) if media else ()))
    keyframes = {name: tuple(found) for name, found in reader.keyframes.items()}
    fonts, registered = tuple(reader.fonts), frozenset(reader.registered)
    mentions, conditions = read_mentions(reader.selectors), frozenset(reader.conditions)
    layers = _rank(reader.layers)
    return Rules(reader.matcher, keyframes, fonts, registered, conditions, layers, mentions)


def _rank(layers: Sequence[str]) -> dict[str, int]:
    """The strength of layers in the order in which they were named; what is in none is strongest.

    What a layer holds itself is stronger than the layers in it.
    """
    places = {name: place for place, name in enumerate(layers)}

    def stand(name: str) -> tuple[int, ...]:
        parts = name.split(".")
        return (*(places[".".join(parts[: n + 1])] for n in range(len(parts))), len(layers))

    return {name: rank for rank, name in enumerate((*sorted(layers, key=stand), ""))}


@dataclass(frozen=True)
class _Scope:
    """What stands around a rule."""

    sheet: str = ""
    parent: str = ""
    media: tuple[str, ...] = ()
    layer: str = ""
    importing: tuple[str, ...] = ()


@dataclass
class _Reader:
    """Collects rules in the order of their sheets."""

    files: Mapping[str, str]
    matcher: Any = field(default_factory=cssselect2.Matcher)
    keyframes: dict[str, list[Declared]] = field(default_factory=dict)
    selectors: list[str] = field(default_factory=list)
    layers: list[str] = field(default_factory=list)
    fonts: list[Declared] = field(default_factory=list)
    registered: set[str] = field(default_factory=set)
    conditions: set[tuple[str, ...]] = field(default_factory=set)

    def read(self, path: str, scope: _Scope) -> None:
        """Reads a sheet and what it imports; one that imports itself only once."""
        if path in self.files and path not in scope.importing:
            inside = replace(scope, sheet=path, importing=(*scope.importing, path))
            self._walk(sheet_rules(self.files[path]), inside)

    def _walk(self, nodes: Iterable[Token], scope: _Scope) -> None:
        loose = []
        for node in nodes:
            if node.type == "qualified-rule":
                self._add_rule(node, scope)
            elif node.type == "at-rule":
                self._enter(node, scope)
            elif node.type == "declaration":
                loose.append(node)
        if loose and scope.parent:
            self._add(scope.parent, self._declared(loose, scope))

    def _add_rule(self, rule: Token, scope: _Scope) -> None:
        selector = unnest(tinycss2.serialize(rule.prelude), scope.parent)
        self._walk(contents(rule), replace(scope, parent=selector))

    def _add(self, selector: str, declared: tuple[Declared, ...]) -> None:
        for part in split_selectors(selector):
            known, meant = part, declared
            if (_compile(part) is None and "::" not in part) or counts_some(part):
                # Whoever it may mean: what it does there may happen, or not.
                known = widen(part)
                meant = tuple(replace(one, media=(*one.media, SELECTOR)) for one in declared)
            self.selectors.append(known)
            self.conditions.update(one.media for one in meant if one.media and _is_look(one.name))
            for compiled in _compile(known) or ():
                self.matcher.add_selector(compiled, meant)

    def _declared(self, nodes: Iterable[Token], scope: _Scope) -> tuple[Declared, ...]:
        return tuple(
            Declared(
                name=plain_name(node),
                value=tuple(node.value),
                important=node.important,
                media=scope.media,
                layer=scope.layer,
                sheet=scope.sheet,
                line=node.source_line,
            )
            for node in nodes
        )

    def _enter(self, rule: Token, scope: _Scope) -> None:
        """Goes on inside an at-rule, under the condition that it sets."""
        name, prelude = rule.lower_at_keyword, tinycss2.serialize(rule.prelude).strip().lower()
        if name == "import":
            self._import(rule, scope)
        elif name.endswith("keyframes"):
            self._add_keyframes(prelude.strip("\"'"), rule, scope)
        elif name == "layer" and rule.content is None:
            for part in prelude.split(","):
                self._add_layer(sublayer(scope.layer, part.strip()))
        elif name in ("font-face", "property"):
            self._add_definition(name, rule, scope)
        elif name not in _APART:
            inside = self._narrow(name, prelude, scope)
            if name == "scope":
                inside = replace(inside, parent=unnest(scope_root(rule), scope.parent))
            self._walk(contents(rule, nested=bool(inside.parent)), inside)

    def _narrow(self, name: str, prelude: str, scope: _Scope) -> _Scope:
        if name not in ("layer", "scope"):
            # Other conditions by their words, without those that mean something in a query.
            words = re.findall(r"[\w.-]+", prelude)
            condition = prelude if name == "media" else f"({'_'.join((name, *words))})"
            return replace(scope, media=(*scope.media, condition))
        if name == "scope" and re.search(r"\bto\b", prelude):
            # What lies beyond the end of a scope, the library cannot tell.
            return replace(scope, media=(*scope.media, "(scope)"))
        if name == "layer":
            own = prelude or f"#{len(self.layers)}"
            inside = sublayer(scope.layer, own)
            self._add_layer(inside)
            return replace(scope, layer=inside)
        return scope

    def _import(self, rule: Token, scope: _Scope) -> None:
        tokens = [node for node in rule.prelude if node.type not in ("whitespace", "comment")]
        if not tokens:
            return
        address = import_address(tokens[0])
        rest = tokens[1:]
        if rest and getattr(rest[0], "lower_value", getattr(rest[0], "lower_name", "")) == "layer":
            inner = tinycss2.serialize(getattr(rest[0], "arguments", ())).strip()
            scope = self._narrow("layer", inner, scope)
            rest = rest[1:]
        if any(getattr(node, "lower_name", "") == "supports" for node in rest):
            scope = replace(scope, media=(*scope.media, "(supports)"))
            rest = [node for node in rest if getattr(node, "lower_name", "") != "supports"]
        media = tinycss2.serialize(spaced(rest)).strip().lower()
        path = posixpath.normpath(posixpath.join(posixpath.dirname(scope.sheet), address))
        self.read(path, replace(scope, media=(*scope.media, media) if media else scope.media))

    def _add_keyframes(self, name: str, rule: Token, scope: _Scope) -> None:
        for frame in contents(rule):
            if frame.type == "qualified-rule":
                nodes = (node for node in contents(frame) if node.type == "declaration")
                self.keyframes.setdefault(name, []).extend(self._declared(nodes, scope))

    def _add_definition(self, name: str, rule: Token, scope: _Scope) -> None:
        """Keeps a font, and the name of a variable that a browser may give another value."""
        if name == "property":
            self.registered.add(tinycss2.serialize(rule.prelude).strip())
        else:
            nodes = (node for node in contents(rule) if node.type == "declaration")
            self.fonts.extend(self._declared(nodes, scope))

    def _add_layer(self, name: str) -> None:
        """Notes a layer, and those that it is in, in the order in which they are first named."""
        parts = name.split(".")
        names = (".".join(parts[:end]) for end in range(1, len(parts) + 1))
        self.layers.extend(one for one in names if one not in self.layers)


def _is_look(name: str) -> bool:
    return name in _LOOKS or name.startswith("--")


def _has_variable(tokens: Iterable[Token]) -> bool:
    return any(
        node.lower_name == "var" or _has_variable(node.arguments)
        for node in tokens
        if node.type == "function"
    )


@lru_cache(maxsize=2048)
def _compile(selector: str) -> list[Any] | None:
    """A selector for the library; `None` if it does not know it.

    Many come again: in print, in dark mode, and in the same sheet on pages that link one more.
    """
    try:
        return list(cssselect2.compile_selector_list(at_rest(selector)))
    except (cssselect2.SelectorError, NotImplementedError):
        return None
