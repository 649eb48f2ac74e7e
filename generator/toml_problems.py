"""What is wrong in a settings file, in words that the person who edits it can act on."""

import re
import tomllib
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from generator.errors import Problem
from generator.figures.posefile.terms import PEOPLE
from generator.parse import did_you_mean, shown

_ADDRESS = "an address that begins with https:// and has no ? or #"
_PHONE = "a phone number in quotes"
_YES_NO = "true or false, without quotes"
# What each setting must be, and an example of it.
_WANTED = {
    "clinic.name": ("text in quotes", 'name = "Hill Street Clinic"'),
    "clinic.address": ("a list of lines", 'address = ["1 Hill Street", "Anytown"]'),
    "clinic.phone": (_PHONE, 'phone = "01632 960 123"'),
    "clinic.emergency_number": (_PHONE, 'emergency_number = "999"'),
    "clinic.email": ("an e-mail address in quotes", 'email = "desk@clinic.example"'),
    "clinic.web": (_ADDRESS, 'web = "https://clinic.example"'),
    "clinic.logo": ("the way to a picture, in quotes", 'logo = "media/logo.svg"'),
    "clinic.sample": (_YES_NO, "sample = false"),
    "site.title": ("text in quotes", 'title = "Your exercises"'),
    "site.base_url": (_ADDRESS, 'base_url = "https://clinic.example/exercises"'),
    "site.languages": ("a list of languages", 'languages = ["en"]'),
    "site.offline": (_YES_NO, "offline = true"),
    "site.offline_zip": (_YES_NO, "offline_zip = true"),
    "print.variants": (
        "a list of a4, letter, a4-large and letter-large",
        'variants = ["a4", "a4-large"]',
    ),
    "print.toner": ("normal or save", 'toner = "normal"'),
    "print.fillable": (_YES_NO, "fillable = false"),
    "print.max_exercises": ("a whole number, at least 1", "max_exercises = 5"),
    "review.years": ("a whole number from 1 to 10", "years = 3"),
    "review.warn_days": ("a whole number, at least 0", "warn_days = 60"),
    "review.require": (_YES_NO, "require = false"),
    "figures.people": ("a list of names in quotes", 'people = ["curls", "grey-bob"]'),
    "regions": ("a table with at least one region", '[regions]  and below it  hip = "Hip"'),
    "equipment": ("a table", '[equipment]  and below it  chair = "Chair"'),
}


def explain_unreadable(path: str, text: str, error: Exception) -> Problem:
    """A problem for text that is no TOML at all."""
    place = re.search(r"\(at line ([0-9]+)", str(error))
    line = int(place[1]) if place else 1
    written = text.split("\n")[line - 1]
    hint = 'every line is  key = "text"  or  key = number'
    if "Cannot overwrite" in str(error) or "twice" in str(error):
        return Problem(path, line, "this stands here a second time", "keep one of the two")
    if written.count('"') % 2:
        hint = "close the quotation mark"
        return Problem(path, line, "a quotation mark is opened and not closed", hint)
    if not isinstance(error, tomllib.TOMLDecodeError):
        return Problem(
            path, 1, "the settings cannot be read: a value is too long or too deep", hint
        )
    return Problem(path, line, "the line cannot be read", hint)


def explain_setting(kind: type[BaseModel], path: str, text: str, details: ErrorDetails) -> Problem:
    """A problem for a setting that is missing, unknown or not what it must be."""
    name = ".".join(part for part in details["loc"] if isinstance(part, str) and part != "[key]")
    message, hint = _explain(kind, name, details)
    return Problem(path, line_of_key(text, name), message, hint)


def _explain(kind: type[BaseModel], name: str, details: ErrorDetails) -> tuple[str, str]:
    table, _, key = name.rpartition(".")
    value = details["input"]
    if details["type"] == "missing":
        example = _WANTED.get(name, ("", f"[{key}]"))[1]
        return f"{name} is missing", f"add  {'format = 1' if name == 'format' else example}"
    if details["type"] == "extra_forbidden":
        keys = list(_table(kind, table).model_fields)
        return f"unknown key {name}", did_you_mean(key, keys) or f"known keys: {', '.join(keys)}"
    if name == "format":
        hint = "write  format = 1, or use the version of handouts that the folder was made for"
        return f"this version does not read format {str(value)[:20]}", hint
    if "[key]" in details["loc"]:
        hint = "name it with small letters, digits and hyphens:  lower-back"
        return f"{table} holds the name {shown(key)}, which no page can use", hint
    if special := _explain_language(name, value) or _explain_person(name, value):
        return special
    wanted, example = _WANTED.get(name) or _wanted_in(table, key)
    return f"{name} must be {wanted}, got {_shown(value)}", f"write it like this:  {example}"


def _explain_language(name: str, value: Any) -> tuple[str, str] | None:
    """What is said of a language that is planned, and not there yet."""
    if name == "site.languages" and isinstance(value, str) and re.fullmatch("[a-z]{2}", value):
        hint = 'write  languages = ["en"], or take the line out'
        return f"the language {shown(value)} is not available in this version", hint
    return None


def _explain_person(name: str, value: Any) -> tuple[str, str] | None:
    """What is said of a person whom the figures do not know, or who is named twice."""
    if name != "figures.people":
        return None
    if isinstance(value, list) and (again := [one for one in value if value.count(one) > 1]):
        return f"figures.people names {_shown(again[0])} twice", "take one of the two out"
    if not isinstance(value, str) or value in PEOPLE:
        return None
    hint = did_you_mean(value, PEOPLE) or f"there are: {', '.join(PEOPLE)}"
    return f"figures.people names {shown(value)}, and the figures know no such person", hint


def _wanted_in(table: str, key: str) -> tuple[str, str]:
    if table in {"regions", "equipment"}:
        return "a label in quotes", f'{key} = "{key.replace("-", " ").capitalize()}"'
    return "a table", f"[{key}]  on a line of its own"


def _table(kind: type[BaseModel], name: str) -> type[BaseModel]:
    found = kind.model_fields[name].annotation if name in kind.model_fields else kind
    return found if isinstance(found, type) and issubclass(found, BaseModel) else kind


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"the number {str(value)[:20]}"
    return shown(value)


def line_of_key(text: str, name: str) -> int:
    """The line of a dotted key in TOML text, of its table when the key is not there, or 1."""
    table, _, key = name.rpartition(".")
    inside, found = not table, 1
    whole = r"\s*\.\s*".join(re.escape(part) for part in name.split("."))
    wanted = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=""")
    elsewhere = re.compile(rf"\s*{whole}\s*=|\s*{re.escape(table)}\s*=" if table else r"(?!)")
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[([^\]]*)\]", line)
        if header:
            inside = header[1].strip() == (table or name)
            found = number if inside else found
        elif (inside and wanted.match(line)) or (found == 1 and elsewhere.match(line)):
            return number
    return found
