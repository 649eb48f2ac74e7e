"""What an author probably meant by a word or a number that cannot be read."""

import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

from generator.figures.posefile.terms import ALSO_CALLED, split_side

_LISTED = 14
_UNIT = re.compile(r"\s*(?:°|deg\.?|degrees?|cm)$")
_POINTED = re.compile(r"-?[0-9]{0,4}(?:\.[0-9]{1,2})?")


def suggest(word: str, choices: Collection[str], label: str = "") -> str:
    """The nearest choice as a hint; without one all of them, where `label` names them.

    A side does not count: what is near `right nee` is `right knee`, not `right heel`.
    """
    hint = _nearest(" ".join(word.replace("_", " ").lower().split()), choices)
    if not hint and label and len(choices) <= _LISTED:
        hint = f"{label}: {', '.join(choices)}"
    return hint + (_name_stranger(word) if hint else "")


def meant_number(text: str) -> str:
    """A number as it should be written, where what was meant is certain; else nothing.

    Knows a decimal comma, a plus sign, a unit, the long minus, and the digits of other scripts.
    """
    plain = _UNIT.sub("", text.strip().lower()).removeprefix("+").replace("\u2212", "-")
    point = re.sub(r"(?<=\d),(?=\d{1,2}$)", ".", "".join(map(_digit, plain)))
    if point in ("", "-") or not _POINTED.fullmatch(point):
        return ""
    return f"{float(point):g}"


def _digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdecimal() else sign


def _name_stranger(word: str) -> str:
    """The first sign of a word that no keyword has, by its name: it may look like another one."""
    for sign in word:
        name = unicodedata.name(sign, "sign without a name")
        if not sign.isascii() and not name.startswith("LATIN "):
            return f" (it holds a {name}: type the word again)"
    return ""


def _nearest(word: str, choices: Collection[str]) -> str:
    if word in choices:
        return f"did you mean {word}?"
    side, part = split_side(word)
    parts = {split_side(choice)[1] or choice: choice for choice in choices}
    near = [ALSO_CALLED[part]] if part in ALSO_CALLED else get_close_matches(part, parts, n=1)
    for meant in near:
        for written in (f"{side} {meant}", meant):
            if written in choices:
                return f"did you mean {written}?"
    return ""
