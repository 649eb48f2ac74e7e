"""Text to clinical values: numbers, times, dates and choices, parsed explicitly or refused."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from typing import NoReturn
from unicodedata import category

from generator.model import Duration, Range, TimeUnit

_NUMBER = re.compile(r"0|[1-9][0-9]{0,5}")
_SPAN = re.compile(r"([0-9]+)\s*(?:-|–|to)\s*([0-9]+)")
_TIME = re.compile(r"([0-9]+(?:\s*(?:-|–|to)\s*[0-9]+)?)\s*(s|sec|seconds?|min|minutes?)")
_CLOCK = re.compile(r"([0-9]{1,2})(?::|\s*min\s*)([0-5]?[0-9])(?:\s*s)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_QUOTED = 60
# Signs of no width, dashes and spaces, as Unicode calls them.
_SAYS_NOTHING = ("Cf", "Pd", "Zs")

MAX_SECONDS = 60 * 60
# What no text holds on purpose: signs without a shape, and those that turn the order of others
# around. A tab, a line end and the next-line sign U+0085 are white space; the marks U+200E and
# U+200F only say which way a sign belongs.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


def refuse(message: str, hint: str = "", entry: int | None = None) -> NoReturn:
    """Report a value that does not fit. `message` follows the key's name: "must be …, got …".

    `entry` is the number, from 0, of the entry of a list that is meant.
    """
    details = {"message": message, "hint": hint, "entry": "" if entry is None else f".{entry}"}
    # Loaded only where something is wrong, or is checked by its schema.
    from pydantic_core import PydanticCustomError

    raise PydanticCustomError("refused", "{message}", details)


def shown(value: object) -> str:
    """A value as a problem quotes it."""
    if isinstance(value, dict):
        return "a group"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    text = " ".join(str(value).split())
    if not text:
        return "nothing"
    return f'"{text[:_QUOTED]}…"' if len(text) > _QUOTED else f'"{text}"'


def parse_text(value: object, entry: int | None = None) -> str:
    """One line of plain text; white space is folded."""
    if not isinstance(value, str):
        hint = 'put the text in quotes: "…"'
        refuse(f"must be plain text, got {shown(value)}", hint, entry)
    # Nearly every text is as it should be, and there are dozens in a file.
    if value.isprintable() and value[:1].isalnum() and value[-1] != " " and "  " not in value:
        return value
    if CONTROL.search(value):
        hint = "delete the \\ and what stands behind it"
        refuse("holds an invisible control character", hint, entry)
    text = " ".join(value.split())
    # Dashes and signs of no width alone say nothing, but would fill a line of a safety list.
    return text if any(category(sign) not in _SAYS_NOTHING for sign in text) else ""


def parse_required_text(value: object) -> str:
    """Plain text that is not empty."""
    return parse_text(value) or refuse("is empty", "write the text behind the colon")


def parse_texts(value: object) -> tuple[str, ...]:
    """A list of texts, none of them empty. A single text is a list of one."""
    entries = value if isinstance(value, list) else [value] if value else []
    texts = tuple(parse_text(entry, number) for number, entry in enumerate(entries))
    if "" in texts:
        hint = "write its text, or delete the entry"
        refuse("holds an empty entry", hint, texts.index(""))
    return texts


def parse_needed_texts(value: object) -> tuple[str, ...]:
    """A list of at least one text."""
    return parse_texts(value) or refuse("is empty", "write at least one entry behind the colon")


def parse_yes_or_no(value: object) -> bool:
    """`true` or `false`."""
    if value not in ("true", "false"):
        refuse(f"must be true or false, got {shown(value)}", "write  true  or  false")
    return value == "true"


def one_of(choices: Iterable[str], *, any_case: bool = False) -> Callable[[object], str]:
    """A parser for one of the choices, with the nearest one as hint.

    With `any_case`, capitals and spaces around it are those of a spreadsheet, and not meant.
    """
    allowed = tuple(choices)

    def parse(value: object) -> str:
        text = value if isinstance(value, str) else ""
        text = text.strip().casefold() if any_case else text
        if text not in allowed:
            refuse(
                f"must be one of {', '.join(allowed)}; got {shown(value)}",
                did_you_mean(text, allowed) or "write one of these words behind the colon",
            )
        return text

    return parse


def some_of(choices: Iterable[str]) -> Callable[[object], tuple[str, ...]]:
    """A parser for a list of choices."""
    parse_one = one_of(choices)
    return lambda value: tuple(parse_one(text) for text in parse_texts(value))


def did_you_mean(text: str, choices: Iterable[str]) -> str:
    """The nearest choice as a hint, or nothing."""
    nearest = get_close_matches(text.lower(), list(choices), n=1, cutoff=0.6)
    return f"did you mean {nearest[0]}?" if nearest else ""


def count_up_to(most: int, example: str) -> Callable[[object], Range]:
    """A parser for a whole number from 1 to `most`, or a span of two."""

    def parse(value: object) -> Range:
        text = value.strip() if isinstance(value, str) else ""
        span = _SPAN.fullmatch(text)
        low, high = (span[1], span[2]) if span else (text, text)
        if not (_NUMBER.fullmatch(low) and _NUMBER.fullmatch(high)):
            wanted = "a whole number" if not span else "two whole numbers"
            refuse(f"must be {wanted}, got {shown(value)}", such_as(example))
        return _check_range(int(low), int(high), most, value, example)

    return parse


def _check_range(low: int, high: int, most: int, value: object, example: str) -> Range:
    if low < 1:
        refuse(f"must be at least 1, got {shown(value)}", such_as(example))
    if high < low:
        refuse(
            f"must start with the smaller number, got {shown(value)}",
            f"write  {name_of(example)}: {high}-{low}",
        )
    if high > most:
        refuse(f"must be at most {most}, got {shown(value)}", such_as(example))
    return Range(low, high)


def parse_count(value: object) -> int:
    """A single whole number from 1 to 99."""
    count = count_up_to(99, "max_pages: 4")(value)
    if count.low != count.high:
        refuse(f"must be one whole number, got {shown(value)}", such_as("max_pages: 4"))
    return count.high


def time_such_as(example: str) -> Callable[[object], Duration]:
    """A parser for a time in seconds or minutes: `30 s`, `20-30 s`, `1 min`."""

    def parse(value: object) -> Duration:
        text = value.strip() if isinstance(value, str) else ""
        match = _TIME.fullmatch(text)
        if not match:
            hint = _time_hint(text, example)
            refuse(f"must be a time in whole s or min, got {shown(value)}", hint)
        unit: TimeUnit = "min" if match[2].startswith("min") else "s"
        most = MAX_SECONDS // (60 if unit == "min" else 1)
        span = count_up_to(most, example)(match[1])
        return Duration(span.low, span.high, unit)

    return parse


def _time_hint(text: str, example: str) -> str:
    """The same time as it should be written, where what is meant is certain."""
    name = name_of(example)
    if text.isdecimal():
        return f"say what it counts:  {name}: {text} s  or  {name}: {text} min"
    if clock := _CLOCK.fullmatch(text):
        return f"write  {name}: {int(clock[1]) * 60 + int(clock[2])} s"
    return such_as(example)


def such_as(example: str) -> str:
    """A hint that shows how a value is written, without proposing that value."""
    return f"write it like this:  {example}"


def name_of(example: str) -> str:
    """The key of an example such as `sets: 3`."""
    return example.partition(":")[0]


def parse_date(value: object) -> str:
    """An ISO date, or nothing."""
    text = parse_text(value)
    if not text:
        return ""
    hint = "write year, month and day:  2026-03-31"
    if not _DATE.fullmatch(text):
        refuse(f"must be a date, got {shown(value)}", hint)
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        refuse(f"must be a day of the calendar, got {shown(value)}", hint)
