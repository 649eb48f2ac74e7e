"""The limits of a body: what would keep the Markdown parser busy or break it is refused first."""

import re
from collections.abc import Iterator

from generator.errors import Problem
from generator.lists import MAX_DEPTH, indent_lists
from generator.model import Source

# The parser takes a second for what these limits let through, and minutes for what they do not.
MAX_BODY = 50_000
MAX_LINES = 2_000
MAX_LINE = 10_000
MAX_RUN = 60
MAX_BRACKET_DEPTH = 30
MAX_OPEN_TAGS = 20
MAX_TAG_DEPTH = 30
MAX_COLUMNS = 50
MAX_CELLS = 2_000

_RUN = re.compile(rf"([^\s\w.=|-])\1{{{MAX_RUN}}}")
_MARKERS = re.compile(r"(?:[ \t]*(?:[-+*>]|[0-9]{1,9}[.)](?=[ \t])))+")
_MARKER = re.compile(r"[-+*>]|[0-9]+[.)]")
_RULE = re.compile(r" *([-*_])( *\1){2,} *$")
_INDENTED = re.compile(r"^[ \t]", re.MULTILINE)
_OPEN_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*(?=<|\Z)")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_VOID = frozenset({"br", "hr", "img"})


def refuse_monsters(source: Source, text: str) -> Problem | None:
    """A problem for a body that is too long or too deep to be parsed in a moment."""
    for line, message, hint in _find_monsters(text):
        return Problem(source.path, source.body_line + line, message, hint)
    return None


def refuse_deep_html(source: Source, written: str) -> Problem | None:
    """A problem for HTML whose tags are nested deeper than any reader of it can follow."""
    if written.count("<") - written.count("</") <= MAX_TAG_DEPTH:
        return None
    depth = 0
    for closing, tag in _TAG.findall(written):
        if tag not in _VOID:
            depth += -1 if closing else 1
        if depth > MAX_TAG_DEPTH:
            message = f"HTML tags are nested more than {MAX_TAG_DEPTH} levels deep"
            hint = f"close each <{tag}> with </{tag}>, or leave it out"
            return Problem(source.path, source.body_line, message, hint)
    return None


def _find_monsters(text: str) -> Iterator[tuple[int, str, str]]:
    """What is too much, with its line; a glance at the whole text spares most a look at lines."""
    lines = text.split("\n")
    if len(text) > MAX_BODY or len(lines) > MAX_LINES:
        message = f"the text is longer than {MAX_BODY:,} characters or {MAX_LINES:,} lines"
        yield 0, message, "split it into several pages"
    yield from _find_long(text, lines)
    yield from _find_wide_tables(text, lines)
    yield from _find_deep_brackets(text, lines)
    yield from _find_deep_lists(text, lines)
    yield from _find_open_tags(text)


def _find_long(text: str, lines: list[str]) -> Iterator[tuple[int, str, str]]:
    if len(text) <= MAX_LINE and not _RUN.search(text):
        return
    for number, line in enumerate(lines):
        if len(line) > MAX_LINE:
            message = f"the line is longer than {MAX_LINE:,} characters"
            yield number, message, "break it into paragraphs, with an empty line between them"
        if run := _RUN.search(line):
            message = f"the line repeats the sign {run[1]} more than {MAX_RUN} times"
            yield number, message, "write it once; a line across the page is  ---"


def _find_wide_tables(text: str, lines: list[str]) -> Iterator[tuple[int, str, str]]:
    if text.count("|") <= MAX_COLUMNS:
        return
    cells = 0
    for number, line in enumerate(lines):
        columns = line.count("|")
        cells = cells + columns if columns else 0
        if columns > MAX_COLUMNS or cells > MAX_CELLS:
            message = f"a table has more than {MAX_COLUMNS} columns or {MAX_CELLS:,} cells"
            yield number, message, "split it: more than four columns do not fit on paper"


def _find_deep_brackets(text: str, lines: list[str]) -> Iterator[tuple[int, str, str]]:
    if text.count("[") + text.count("(") <= MAX_BRACKET_DEPTH:
        return
    depth = 0
    for number, line in enumerate(lines):
        depth = depth if line.strip() else 0
        for sign in line:
            depth += (sign in "[(") - (sign in "])" and depth > 0)
            if depth > MAX_BRACKET_DEPTH:
                message = f"brackets are nested more than {MAX_BRACKET_DEPTH} levels deep"
                yield number, message, "a bracket is not closed, or there are too many"
                return


def _find_deep_lists(text: str, lines: list[str]) -> Iterator[tuple[int, str, str]]:
    hint = "two levels are the most that a reader can follow"
    for number, line in enumerate(lines):
        markers = _MARKERS.match(line)
        deep = markers and len(_MARKER.findall(markers[0])) > MAX_DEPTH
        if deep and not _RULE.match(line):
            yield number, f"lists or quotes are nested more than {MAX_DEPTH} levels deep", hint
    too_deep = indent_lists(text)[1] if _INDENTED.search(text) else None
    if too_deep is not None:
        yield too_deep, f"lists are nested more than {MAX_DEPTH} levels deep", hint


def _find_open_tags(text: str) -> Iterator[tuple[int, str, str]]:
    """Each HTML tag that is never closed costs the parser a walk through the rest of the text."""
    if text.count("<") <= MAX_OPEN_TAGS:
        return
    tags = list(_OPEN_TAG.finditer(text))
    if len(tags) > MAX_OPEN_TAGS:
        number = text.count("\n", 0, tags[0].start())
        message = f"more than {MAX_OPEN_TAGS} HTML tags begin with < and do not end with >"
        yield number, message, "end each tag with >, or leave it out"
