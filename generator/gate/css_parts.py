"""The parts of a stylesheet as the parser gives them: names, contents, addresses."""

from typing import Any

import tinycss2

Token = Any


def plain_name(node: Token) -> str:
    """The name of a property; a browser takes many with its own prefix, too."""
    if node.name.startswith("--"):
        return str(node.name)
    return str(node.lower_name.removeprefix("-webkit-").removeprefix("-moz-"))


def sheet_rules(css: str) -> list[Token]:
    """The rules of a stylesheet."""
    return list(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def contents(rule: Token, *, nested: bool = True) -> list[Token]:
    """What stands between the braces of a rule."""
    parse = tinycss2.parse_blocks_contents if nested else tinycss2.parse_rule_list
    if rule.type == "at-rule" and rule.lower_at_keyword.endswith("keyframes"):
        parse = tinycss2.parse_rule_list
    return list(parse(rule.content or [], skip_comments=True, skip_whitespace=True))


def scope_root(rule: Token) -> str:
    """The selector that an `@scope` begins with; everything if it has none."""
    first = next((node for node in rule.prelude if node.type == "() block"), None)
    return tinycss2.serialize(first.content) if first else ":root"


def sublayer(outer: str, name: str) -> str:
    """The full name of a layer inside another."""
    return f"{outer}.{name}" if outer else name


def import_address(node: Token) -> str:
    """The address of a sheet that an `@import` begins with."""
    if node.type == "function":
        return next((part.value for part in node.arguments if part.type == "string"), "")
    return node.value if node.type in ("url", "string") else ""


def spaced(tokens: list[Token]) -> list[Token]:
    """Tokens with the spaces between them that were left out."""
    space = tinycss2.ast.WhitespaceToken(0, 0, " ")
    return [part for node in tokens for part in (node, space)]
