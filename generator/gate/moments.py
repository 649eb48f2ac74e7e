"""The moments at which a page is looked at, and which media conditions hold then."""

import re
from functools import cache
from typing import Literal, NamedTuple

Mode = Literal["light", "dark", "print"]


class Moment(NamedTuple):
    """When a page is looked at. `more`: conditions that cannot be known, such as widths, hold."""

    mode: Mode
    more: bool


@cache
def applies(media: tuple[str, ...], moment: Moment) -> bool:
    """Whether the conditions around a rule hold at a moment."""
    return all(_holds(condition, moment) for condition in media)


def _holds(condition: str, moment: Moment) -> bool:
    queries = condition.split(",")
    return any(_query_holds(query.strip(), moment) for query in queries)


def _query_holds(query: str, moment: Moment) -> bool:
    words = re.sub(r"\s+", " ", query)
    if words.startswith(("not (", "not(")):
        return moment.more
    negated = words.startswith("not ")
    terms = re.split(r"\band\b", words.removeprefix("not ").removeprefix("only "))
    results = [_term_holds(term.strip(), moment) for term in terms]
    if False in results:
        return negated
    if None in results:
        return moment.more
    return not negated


def _term_holds(term: str, moment: Moment) -> bool | None:
    """Whether one term of a media query holds; `None` if that depends on the device."""
    if term in ("", "all"):
        return True
    if term in ("print", "screen"):
        return (term == "print") == (moment.mode == "print")
    if "prefers-color-scheme" in term and not term.startswith("(not") and " or " not in term:
        return ("dark" in term) == (moment.mode == "dark")
    return False if term in ("speech", "tty", "tv", "braille", "aural") else None
