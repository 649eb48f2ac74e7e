"""Keeps what files came to, so that one that has not changed since is not read and checked again.

Only records of the clinical model are ever made of what was kept, whatever stands there.
"""

import pickle
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from typing import Any

from generator import model
from generator.body import render_body
from generator.errors import Problem
from generator.last_build import Kept
from generator.model import Exercise, Record, Settings

# What a pickle raises that is not what was written.
_UNREADABLE = (
    pickle.UnpicklingError,
    AttributeError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
)


FindKept = Callable[[str], Kept | None]


def keep_record(record: Record) -> Kept:
    """A record in whose file nothing was found wrong."""
    text = record.source.text
    front, _ = _split(record, text)
    bare = replace(record, source=replace(record.source, text=""))
    return Kept(_digest(front), _digest(text), pickle.dumps(bare, protocol=5))


def recall_record(kept: Kept, text: str, problems: list[Problem]) -> Record | None:
    """The record of a file that has this text now; `None` if its front matter is another.

    A body that is another is read anew, with a problem for all that is wrong with it.
    """
    record = _load(kept.record)
    if not isinstance(record, Record):
        return None
    front, body = _split(record, text)
    if _digest(front) != kept.front:
        return None
    record = replace(record, source=replace(record.source, text=text))
    if _digest(text) == kept.text:
        return record
    with_steps = isinstance(record, Exercise)
    return replace(
        record, body=render_body(record.source, body, with_steps=with_steps, problems=problems)
    )


def keep_settings(settings: Settings, *texts: str) -> Kept:
    """The settings that were read from these texts."""
    return Kept("", _digest("\0".join(texts)), pickle.dumps(settings, protocol=5))


def recall_settings(kept: Kept, *texts: str) -> Settings | None:
    """The settings that these texts were found to hold; `None` if others were read."""
    settings = _load(kept.record) if _digest("\0".join(texts)) == kept.text else None
    return settings if isinstance(settings, Settings) else None


class _Reader(pickle.Unpickler):
    """Makes nothing but what the clinical model consists of."""

    def find_class(self, module: str, name: str) -> Any:
        found = getattr(model, name, None) if module == model.__name__ else None
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name} is no part of the clinical model")
        return found


def _load(written: bytes) -> object:
    try:
        return _Reader(BytesIO(written)).load()
    except _UNREADABLE:
        return None


def _split(record: Record, text: str) -> tuple[str, str]:
    """A text, split where the body of the record begins in the text that it was read from."""
    lines = text.split("\n")
    first = record.source.body_line - 1
    return "\n".join(lines[:first]), "\n".join(lines[first:])


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
