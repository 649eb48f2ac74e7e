"""Text to clinical values: numbers, times, dates and choices, parsed explicitly or refused."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from typing import NoReturn

from pydantic_core import PydanticCustomError

from generator.model import Duration, Range, TimeUnit

_NUMBER = re.compile(r"0|[1-9][0-9]{0,5}")
_SPAN = re.compile(r"([0-9]+)\s*(?:-|–|to)\s*([0-9]+)")
_TIME = re.compile(r"(.*[0-9])\s*(s|sec|seconds?|min|minutes?)")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

MAX_SECONDS = 60 * 60


def refuse(message: str, hint: str = "") -> NoReturn:
    """Report a value that does not fit. `message` follows the key's name: "must be …, got …"."""
    raise PydanticCustomError("refused", "{message}", {"message": message, "hint": hint})


def shown(value: object) -> str:
    """A value as a problem quotes it."""
    if isinstance(value, dict):
        return "a group"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    text = " ".join(str(value).split())
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'


def parse_text(value: object) -> str:
    """One line of plain text; white space is folded."""
    if not isinstance(value, str):
        refuse(f"must be text, got {shown(value)}", "put text that holds [ or { in quotes")
    return " ".join(value.split())


def parse_required_text(value: object) -> str:
    """Plain text that is not empty."""
    return parse_text(value) or refuse("is empty", "write the text behind the colon")


def parse_texts(value: object) -> tuple[str, ...]:
    """A list of texts, none of them empty. A single text is a list of one."""
    entries = value if isinstance(value, list) else [value] if value else []
    texts = tuple(parse_text(entry) for entry in entries)
    if "" in texts:
        refuse("holds an empty entry", "delete the entry, or write its text")
    return texts


def parse_needed_texts(value: object) -> tuple[str, ...]:
    """A list of at least one text."""
    return parse_texts(value) or refuse("is empty", "write at least one entry")


def parse_yes_or_no(value: object) -> bool:
    """`true` or `false`."""
    if value not in ("true", "false"):
        refuse(f"must be true or false, got {shown(value)}")
    return value == "true"


def one_of(choices: Iterable[str]) -> Callable[[object], str]:
    """A parser for one of the choices, with the nearest one as hint."""
    allowed = tuple(choices)

    def parse(value: object) -> str:
        text = value if isinstance(value, str) else ""
        if text not in allowed:
            refuse(
                f"must be one of {', '.join(allowed)}; got {shown(value)}",
                did_you_mean(text, allowed),
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
            refuse(f"must be {wanted}, got {shown(value)}", f"write  {example}")
        return _check_range(int(low), int(high), most, value, example)

    return parse


def _check_range(low: int, high: int, most: int, value: object, example: str) -> Range:
    if low < 1:
        refuse(f"must be at least 1, got {shown(value)}", f"write  {example}")
    if high < low:
        refuse(
            f"must start with the smaller number, got {shown(value)}",
            f"write  {high}-{low}",
        )
    if high > most:
        refuse(f"must be at most {most}, got {shown(value)}", f"write  {example}")
    return Range(low, high)


def parse_count(value: object) -> int:
    """A single whole number from 1 to 99."""
    return count_up_to(99, "6")(value).high


def time_such_as(example: str) -> Callable[[object], Duration]:
    """A parser for a time in seconds or minutes: `30 s`, `20-30 s`, `1 min`."""

    def parse(value: object) -> Duration:
        text = value.strip() if isinstance(value, str) else ""
        match = _TIME.fullmatch(text)
        if not match:
            refuse(
                f"must be a time in s or min, got {shown(value)}",
                _time_hint(text, example),
            )
        unit: TimeUnit = "min" if match[2].startswith("min") else "s"
        most = MAX_SECONDS // (60 if unit == "min" else 1)
        span = count_up_to(most, example)(match[1])
        return Duration(span.low, span.high, unit)

    return parse


def _time_hint(text: str, example: str) -> str:
    clock = _CLOCK.fullmatch(text)
    if clock:
        name = example.partition(":")[0]
        return f"write  {name}: {int(clock[1]) * 60 + int(clock[2])} s"
    return f"write  {example}"


def parse_date(value: object) -> str:
    """An ISO date, or nothing."""
    text = parse_text(value)
    try:
        if text and not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        refuse(f"must be a date, year-month-day, got {shown(value)}", "write  2026-03-31")
