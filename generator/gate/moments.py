"""The moments at which a page is looked at, and which media conditions hold then."""

import re
from functools import cache
from typing import Literal, NamedTuple

Mode = Literal["light", "dark", "print"]

_SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)")


class Moment(NamedTuple):
    """When a page is looked at.

    Of the conditions that cannot be known, such as widths, all hold if `more` is true, and
    otherwise those that are `held`.
    """

    mode: Mode
    more: bool
    held: tuple[str, ...] = ()


@cache
def applies(media: tuple[str, ...], moment: Moment) -> bool:
    """Whether the conditions around a rule hold at a moment."""
    return all(_holds(condition, moment) for condition in media)


@cache
def is_unsure(media: tuple[str, ...], mode: Mode) -> bool:
    """Whether the conditions around a rule may hold in a mode, or may not."""
    nothing, everything = Moment(mode, more=False), Moment(mode, more=True)
    return applies(media, everything) and not applies(media, nothing)


def _holds(condition: str, moment: Moment) -> bool:
    results = [_query_holds(query.strip(), moment) for query in condition.split(",")]
    if True in results:
        return True
    return None in results and (moment.more or condition in moment.held)


def _query_holds(query: str, moment: Moment) -> bool | None:
    words = re.sub(r"\s+", " ", query)
    if words.startswith(("not (", "not(")):
        return None
    negated = words.startswith("not ")
    terms = re.split(r"\band\b", words.removeprefix("not ").removeprefix("only "))
    results = [_term_holds(term.strip(), moment) for term in terms]
    if False in results:
        return negated
    return None if None in results else not negated


def _term_holds(term: str, moment: Moment) -> bool | None:
    """Whether one term of a media query holds; `None` if that depends on the device."""
    if term in ("", "all"):
        return True
    if term in ("print", "screen"):
        return (term == "print") == (moment.mode == "print")
    if scheme := _SCHEME.fullmatch(term):
        return (scheme[1] == "dark") == (moment.mode == "dark")
    return False if term in ("speech", "tty", "tv", "braille", "aural") else None
