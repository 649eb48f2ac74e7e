"""The rules of a page's stylesheets: which declarations meet an element, when and how strongly."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import cssselect2
import tinycss2

from generator.gate.elements import Element
from generator.gate.mentions import Mentions, read_mentions
from generator.gate.selectors import at_rest, split_selectors, unnest

Token = Any

_UNLAYERED = 1_000_000
_WRAPPING = frozenset({"media", "supports", "container", "layer", "scope"})


@dataclass(frozen=True, eq=False)
class Declared:
    """A declaration, with the place where it is written and the conditions around it."""

    name: str
    value: tuple[Token, ...]
    important: bool
    media: tuple[str, ...]
    layer: int
    sheet: str
    line: int

    @property
    def text(self) -> str:
        """The declaration as it is written."""
        return f"{self.name}: {tinycss2.serialize(self.value).strip()}"


class Match(NamedTuple):
    """A declaration that meets an element; of two for one property the greater strength wins."""

    strength: tuple[Any, ...]
    pseudo: str
    declared: Declared


@dataclass(frozen=True, eq=False)
class Rules:
    """The rules of some stylesheets, with their keyframes and what their selectors look at."""

    matcher: Any
    keyframes: Mapping[str, tuple[Declared, ...]]
    mentions: Mentions

    def match(self, element: Element) -> list[Match]:
        """The declarations that meet an element or its pseudo-elements, the weakest first."""
        found = [
            Match(_strength(declared, specificity, order), pseudo or "", declared)
            for specificity, order, pseudo, declarations in self.matcher.match(element)
            for declared in declarations
        ]
        return sorted(found, key=lambda match: match.strength)


def read_rules(links: Iterable[tuple[str, str]], files: Mapping[str, str]) -> Rules:
    """The rules of linked stylesheets (path and media) and of those that they import."""
    reader = _Reader(files)
    for path, media in links:
        reader.read(path, _Scope(media=(media,) if media else ()))
    keyframes = {name: tuple(found) for name, found in reader.keyframes.items()}
    return Rules(reader.matcher, keyframes, read_mentions(reader.selectors))


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

    def read(self, path: str, scope: _Scope) -> None:
        """Reads a sheet and what it imports; one that imports itself only once."""
        if path in self.files and path not in scope.importing:
            inside = replace(scope, sheet=path, importing=(*scope.importing, path))
            self._walk(_sheet_rules(self.files[path]), inside)

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
        self._walk(_contents(rule), replace(scope, parent=selector))

    def _add(self, selector: str, declared: tuple[Declared, ...]) -> None:
        for part in split_selectors(selector):
            try:
                compiled = cssselect2.compile_selector_list(at_rest(part))
            except (cssselect2.SelectorError, NotImplementedError):
                continue
            self.selectors.append(part)
            for one in compiled:
                self.matcher.add_selector(one, declared)

    def _declared(self, nodes: Iterable[Token], scope: _Scope) -> tuple[Declared, ...]:
        layer = self._layer(scope.layer)
        return tuple(
            Declared(
                name=node.name if node.name.startswith("--") else node.lower_name,
                value=tuple(node.value),
                important=node.important,
                media=scope.media,
                layer=layer,
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
                self._layer(_sublayer(scope.layer, part.strip()))
        elif name in _WRAPPING and not (name == "supports" and prelude.startswith("not")):
            inside = self._narrow(name, prelude, scope)
            if name == "scope":
                inside = replace(scope, parent=unnest(_root(rule), scope.parent))
            self._walk(_contents(rule, nested=bool(inside.parent)), inside)

    def _narrow(self, name: str, prelude: str, scope: _Scope) -> _Scope:
        if name in ("media", "container"):
            condition = prelude if name == "media" else "(container)"
            return replace(scope, media=(*scope.media, condition))
        if name == "layer":
            own = prelude or f"#{len(self.layers)}"
            return replace(scope, layer=_sublayer(scope.layer, own))
        return scope

    def _import(self, rule: Token, scope: _Scope) -> None:
        tokens = [node for node in rule.prelude if node.type not in ("whitespace", "comment")]
        if not tokens:
            return
        address = _import_address(tokens[0])
        rest = tokens[1:]
        if rest and getattr(rest[0], "lower_value", getattr(rest[0], "lower_name", "")) == "layer":
            inner = tinycss2.serialize(getattr(rest[0], "arguments", ())).strip()
            scope = self._narrow("layer", inner, scope)
            rest = rest[1:]
        rest = [node for node in rest if getattr(node, "lower_name", "") != "supports"]
        media = tinycss2.serialize(_spaced(rest)).strip().lower()
        path = posixpath.normpath(posixpath.join(posixpath.dirname(scope.sheet), address))
        self.read(path, replace(scope, media=(*scope.media, media) if media else scope.media))

    def _add_keyframes(self, name: str, rule: Token, scope: _Scope) -> None:
        for frame in _contents(rule):
            if frame.type == "qualified-rule":
                nodes = (node for node in _contents(frame) if node.type == "declaration")
                self.keyframes.setdefault(name, []).extend(self._declared(nodes, scope))

    def _layer(self, name: str) -> int:
        """The rank of a layer: a later one is stronger, and what is in none is the strongest."""
        if not name:
            return _UNLAYERED
        if name not in self.layers:
            self.layers.append(name)
        return self.layers.index(name)


def _strength(declared: Declared, specificity: tuple[int, ...], order: int) -> tuple[Any, ...]:
    layer = -declared.layer if declared.important else declared.layer
    return (declared.important, layer, specificity, order)


def _sheet_rules(css: str) -> list[Token]:
    return list(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def _contents(rule: Token, *, nested: bool = True) -> list[Token]:
    """What stands between the braces of a rule."""
    parse = tinycss2.parse_blocks_contents if nested else tinycss2.parse_rule_list
    if rule.type == "at-rule" and rule.lower_at_keyword.endswith("keyframes"):
        parse = tinycss2.parse_rule_list
    return list(parse(rule.content or [], skip_comments=True, skip_whitespace=True))


def _root(rule: Token) -> str:
    """The selector that an `@scope` begins with; everything if it has none."""
    first = next((node for node in rule.prelude if node.type == "() block"), None)
    return tinycss2.serialize(first.content) if first else ":root"


def _sublayer(outer: str, name: str) -> str:
    return f"{outer}.{name}" if outer else name


def _import_address(node: Token) -> str:
    if node.type == "function":
        return next((part.value for part in node.arguments if part.type == "string"), "")
    return node.value if node.type in ("url", "string") else ""


def _spaced(tokens: list[Token]) -> list[Token]:
    """Tokens with the spaces between them that were left out."""
    space = tinycss2.ast.WhitespaceToken(0, 0, " ")
    return [part for node in tokens for part in (node, space)]
