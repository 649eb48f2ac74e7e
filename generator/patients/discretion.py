"""Says what is wrong with a prescription without a word that may be the patient's."""

import re
from dataclasses import replace

from generator.errors import Problem

# A value is never repeated: it may stand behind the wrong key.
_GOT = re.compile(r'[,;] got (?:"[^"]*"|[a-z ]+)$')
_SIGN = re.compile(r"\b(the (?:alias|anchor|tag)) \S+")
_QUOTED = re.compile(r'"([^"]*)"')
_DOSE_OF = re.compile(r"\bdose\.([^.]+)")
_KEY = re.compile(r"\b(unknown key (?:.*\.)?|the key (?:.*\.)?)([^.]+?)(?=$| stands here)")
# What the name of an exercise or program looks like, or a key.
_WORD = re.compile(r"[a-z0-9_/.-]*")
_HIDDEN = "…"


def hide_values(problem: Problem) -> Problem:
    """A problem of what was written, without what was written."""
    message = _SIGN.sub(r"\1", _GOT.sub("", problem.message))
    message = _QUOTED.sub(lambda found: f'"{call(found[1])}"', message)
    message = _DOSE_OF.sub(lambda found: f"dose.{call(found[1])}", message)
    if not problem.hint.startswith("did you mean"):
        message = _KEY.sub(lambda found: f"{found[1]}{_known(problem, found[2])}", message)
    return replace(problem, message=message, source="")


def hide_all(problem: Problem) -> Problem:
    """Likewise of a table, in which even what looks like a name of ours may be the patient's."""
    message = _QUOTED.sub(f'"{_HIDDEN}"', _GOT.sub("", problem.message))
    return replace(problem, message=message)


def call(word: str) -> str:
    """The name of an exercise or program as a problem says it; anything else is not repeated."""
    return word if _WORD.fullmatch(word) else _HIDDEN


def _known(problem: Problem, key: str) -> str:
    """A key that stands twice is one of ours; one that is not known may be anything."""
    return call(key) if "stands here" in problem.message else _HIDDEN
