"""Markdown lists as people write them, indented as the Markdown parser needs them."""

import re

MAX_DEPTH = 8
_INDENT = 4

_ITEM = re.compile(r"( *)([-+*]|[0-9]{1,9}[.)])( +)(?=\S)")
_RULE = re.compile(r" *([-*_])( *\1){2,} *$")


def indent_lists(text: str) -> tuple[str, int | None]:
    """The text with every list level indented by four spaces, and the line that is too deep.

    Editors indent a nested list by two or three spaces, start a list right under a paragraph and
    number with `1)`; Python-Markdown wants four spaces, a blank line and `1.`. The second value is
    the number of the first line, from 0, that is nested too deeply, or `None`.
    """
    written: list[str] = []
    columns: list[int] = []
    for number, line in enumerate(text.expandtabs(_INDENT).split("\n")):
        item = None if _RULE.match(line) else _ITEM.match(line)
        after_blank = not written or not written[-1].strip()
        if item and (columns or after_blank or item[2] in "-+*" or item[2][:-1] == "1"):
            column = len(item[1])
            _leave_levels(columns, column)
            if not (columns or after_blank or _is_item(written[-1])):
                written.append("")
            written.append(_write_item(line, item, len(columns)))
            columns.append(column)
            if len(columns) > MAX_DEPTH:
                return text, number
            continue
        if line.strip() and after_blank:
            _leave_levels(columns, len(line) - len(line.lstrip()))
        written.append((" " * _INDENT * len(columns) + line.strip()).rstrip() if columns else line)
    return "\n".join(written), None


def _leave_levels(columns: list[int], column: int) -> None:
    """Drop the levels that text in this column is not inside of."""
    while columns and column < columns[-1] + 2:
        columns.pop()


def _is_item(line: str) -> bool:
    return bool(_ITEM.match(line))


def _write_item(line: str, item: re.Match[str], depth: int) -> str:
    marker = item[2] if item[2] in "-+*" else item[2][:-1] + "."
    return f"{' ' * _INDENT * depth}{marker} {line[item.end() :].rstrip()}"
