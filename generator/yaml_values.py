"""YAML as values, unguessed: every scalar is the text that was written."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from generator.errors import Problem
from generator.plain_lines import Value

MAX_DEPTH = 8
MAX_NODES = 5_000


class _Refused(Exception):
    """The YAML holds something that it may not hold here."""

    def __init__(self, line: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line, self.message, self.hint = line, message, hint


@dataclass
class _Reading:
    """What has been read so far; `called` and `example` say in a problem what is being read."""

    path: str
    first_line: int
    called: str
    example: str
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    nodes: int = 0

    def line(self, event: yaml.Event) -> int:
        return (event.start_mark.line if event.start_mark else 0) + self.first_line


def read_yaml(
    path: str,
    text: str,
    problems: list[Problem],
    *,
    first_line: int = 1,
    called: str,
    example: str,
) -> tuple[dict[str, Value], dict[str, int]] | None:
    """The values of a text and the line of each, by its dotted name; `None` if it cannot be read.

    Its problems speak of it as `called` ("the pose file") and show `example` as a good line.
    """
    reading = _Reading(path, first_line, called, example)
    values = _parse(text, reading)
    problems.extend(reading.problems)
    return None if values is None else (values, reading.lines)


def _parse(front: str, reading: _Reading) -> dict[str, Value] | None:
    try:
        events = iter(yaml.parse(front, Loader=yaml.CSafeLoader))
        values = _read_document(events, reading)
    except _Refused as refused:
        reading.problems.append(Problem(reading.path, refused.line, refused.message, refused.hint))
        return None
    except yaml.YAMLError as error:
        reading.problems.append(_explain(error, front, reading))
        return None
    return values


def _read_document(events: Iterator[yaml.Event], reading: _Reading) -> dict[str, Value] | None:
    for event in events:
        if isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            continue
        if isinstance(event, yaml.StreamEndEvent):
            return {}
        if isinstance(event, yaml.ScalarEvent) and not event.value:
            return {}
        value = _read_value(event, events, reading, "", 0)
        for rest in events:
            if isinstance(rest, yaml.DocumentStartEvent):
                hint = "take out the line that begins with three dots or hyphens"
                raise _Refused(reading.line(rest), f"{reading.called} begins a second time", hint)
        if isinstance(value, dict):
            return value
        found = "a list" if isinstance(value, list) else "plain text"
        raise _Refused(
            reading.line(event),
            f"{reading.called} must be  key: value  lines, got {found}",
            f"write  {reading.example}  and the other keys, each on a line of its own",
        )
    return {}


def _read_value(
    event: yaml.Event,
    events: Iterator[yaml.Event],
    reading: _Reading,
    name: str,
    depth: int,
) -> Value:
    reading.nodes += 1
    line = reading.line(event)
    if depth > MAX_DEPTH:
        hint = "put text that holds [ or { in quotes"
        raise _Refused(line, f"the values are nested more than {MAX_DEPTH} levels deep", hint)
    if reading.nodes > MAX_NODES:
        hint = "shorten its lists: a patient reads none of this length"
        raise _Refused(line, f"{reading.called} holds more than {MAX_NODES:,} values", hint)
    _refuse_machinery(event, line)
    reading.lines.setdefault(name, line)
    if isinstance(event, yaml.SequenceStartEvent):
        return _read_list(events, reading, name, depth)
    if isinstance(event, yaml.MappingStartEvent):
        return _read_mapping(events, reading, name, depth)
    return str(getattr(event, "value", ""))


def _refuse_machinery(event: yaml.Event, line: int) -> None:
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if isinstance(event, yaml.AliasEvent):
        raise _Refused(
            line,
            f"the alias *{anchor} is not allowed",
            "write the value again, or put it in quotes",
        )
    if anchor:
        hint = "put text that starts with & in quotes"
        raise _Refused(line, f"the anchor &{anchor} is not allowed", hint)
    if tag:
        hint = "put text that starts with ! in quotes"
        tag = tag.replace("tag:yaml.org,2002:", "!!")
        raise _Refused(line, f"the tag {tag} is not allowed", hint)


def _read_list(events: Iterator[yaml.Event], reading: _Reading, name: str, depth: int) -> Value:
    found: list[Value] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        found.append(_read_value(event, events, reading, f"{name}.{len(found)}", depth + 1))
    return found


def _read_mapping(events: Iterator[yaml.Event], reading: _Reading, name: str, depth: int) -> Value:
    found: dict[str, Value] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        line = reading.line(event)
        _refuse_machinery(event, line)
        if not isinstance(event, yaml.ScalarEvent):
            hint = "put text that holds [ or { in quotes"
            raise _Refused(line, "a key must be a word, got brackets", hint)
        key = str(event.value)
        if key == "<<":
            raise _Refused(line, "the merge key << is not allowed", "write the values again")
        dotted = f"{name}.{key}" if name else key
        if key in found:
            first = reading.lines[dotted]
            message = f"the key {dotted} stands here a second time (first in line {first})"
            reading.problems.append(Problem(reading.path, line, message, "keep one of the two"))
        else:
            reading.lines[dotted] = line
        value = _read_value(next(events), events, reading, dotted, depth + 1)
        found.setdefault(key, value)
    return found


def _explain(error: yaml.YAMLError, front: str, reading: _Reading) -> Problem:
    """What the YAML parser could not read, in the author's words, at the line to look at."""
    what = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    context = str(getattr(error, "context", None) or "")
    mark = getattr(error, "problem_mark", None)
    begins = getattr(error, "context_mark", None)
    if begins and any(words in context for words in ("quoted", "simple key", "flow")):
        mark = begins
    last = max(front.count("\n") - 1, 0)
    number = min(mark.line, last) if mark else 0
    line = number + reading.first_line
    written = front.split("\n")[number]
    said = f"{context} {what} {_oddity(written)}"
    for words, message, hint in _MISTAKES:
        if words in said:
            return Problem(reading.path, line, message, hint)
    hint = "look at this line and the one above it: quotation marks, colons, spaces at the start"
    return Problem(reading.path, line, f"{reading.called} cannot be read: {what}", hint)


def _oddity(line: str) -> str:
    """What is odd about a line that cannot be read, where its looks say more than the parser."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "tab in indentation"
    if ":" in line and ": " not in line and not line.rstrip().endswith(":"):
        return "no space behind colon"
    return "semicolon in group" if "{" in line and ";" in line else ""


_IN_QUOTES = "put the whole text behind the first colon in quotes"
# What the parser says, what the author did, and what to do. The first that fits is shown.
_MISTAKES = (
    ("tab in indentation", "the line begins with a tab", "put spaces there instead"),
    ("semicolon in group", "the line has a ; in a group", "put a comma between the entries"),
    (
        "no space behind colon",
        "the line has no space behind its colon",
        "every line is  key: value",
    ),
    ("escape", "a \\ in quotes begins a code that is not known", "write \\\\ for a backslash"),
    ("<document start>", "the line does not belong here", "delete it, or put it in quotes"),
    ("quoted scalar", "a quotation mark is opened and not closed", "close it at the text's end"),
    ("simple key", "the line has no colon", "every line is  key: value"),
    ("expected ',' or ']'", "a list is opened with [ and not closed", "close it with ]"),
    ("expected ',' or '}'", "a group is opened with { and not closed", "close it with }"),
    (
        "node content",
        "the line lacks a value, or has a colon or a comma too many",
        "every value stands behind one colon and a space:  key: value",
    ),
    ("cannot start any token", "text may not begin with @, `, % or a tab", _IN_QUOTES),
    ("alphabetic or numeric", "text may not begin with * or &", _IN_QUOTES),
    (
        "mapping values are not allowed",
        "the line has a second colon, or too many spaces at its start",
        'put text that holds a colon in quotes, such as  title: "Cat: up"',
    ),
    (
        "expected key",
        "the line does not fit the one above it",
        "check its quotation marks and the spaces at its start",
    ),
)
