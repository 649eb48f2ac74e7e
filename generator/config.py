"""The settings of a site: `clinic.toml` and `terms.toml`, checked key by key."""

import re
import tomllib
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from generator.errors import Problem
from generator.model import Clinic, Settings
from generator.parse import did_you_mean
from generator.read import TextFile

CLINIC_FILE = "content/clinic.toml"
TERMS_FILE = "content/terms.toml"
FORMAT = 1

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
NeededText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# A number that can be dialled: digits with spaces, brackets, hyphens and a leading plus.
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 ()/.-]*$")]
HttpsAddress = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$"),
]
Variant = Literal["a4", "letter"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ClinicTable(_Table):
    """`[clinic]`: whose site it is, and whom a patient calls."""

    name: NeededText = Field(description="The clinic's name")
    address: list[Text] = Field([], description="Lines of the address")
    phone: Phone = Field(description="The phone number that stands on every handout")
    email: Text = Field("", description="For feedback")
    web: HttpsAddress = Field("", description="The clinic's own website")
    logo: Text = Field("", description="A picture in content/, such as media/logo.svg")
    emergency_number: Phone = Field(description="The number to call in an emergency")
    sample: bool = Field(False, description="true: every page says SAMPLE CLINIC")


class SiteTable(_Table):
    """`[site]`: the website."""

    title: NeededText = Field(description="The website's title")
    base_url: HttpsAddress = Field("", description="Where the site is hosted; for QR codes")
    languages: list[Literal["en"]] = Field(
        ["en"], min_length=1, description="The first is the default"
    )
    offline_zip: Literal[False] = Field(False, description="Not available yet")


class PrintTable(_Table):
    """`[print]`: the handouts."""

    variants: list[Variant] = Field(
        ["a4"], min_length=1, description="The clinic's own paper first"
    )
    toner: Literal["normal"] = Field("normal", description="Use of toner")
    fillable: Literal[False] = Field(False, description="Not available yet")
    max_exercises: int = Field(5, ge=1, description="Warn when a program has more exercises")


class ReviewTable(_Table):
    """`[review]`: how long a signature holds."""

    years: int = Field(3, ge=1, le=10, description="Years until the next review")
    warn_days: int = Field(60, ge=0, description="Warn so many days before")
    require: bool = Field(False, description="true: unreviewed content fails the build")


class FiguresTable(_Table):
    """`[figures]`: the people in the drawings."""

    people: list[Text] = Field([], description="Who is drawn; empty: a mix")


class ClinicFile(_Table):
    """`content/clinic.toml`."""

    format: Literal[1] = Field(description="The format of this folder")
    clinic: ClinicTable
    site: SiteTable
    print: PrintTable = PrintTable()
    review: ReviewTable = ReviewTable()
    figures: FiguresTable = FiguresTable()


class TermsFile(_Table):
    """`content/terms.toml`: slug = "Label"."""

    regions: dict[str, NeededText] = Field(min_length=1)
    equipment: dict[str, NeededText] = Field({})


T = TypeVar("T", ClinicFile, TermsFile)


def read_settings(clinic: TextFile, terms: TextFile, problems: list[Problem]) -> Settings | None:
    """The settings of a site; `None` when something in them is wrong."""
    one = _read_table(ClinicFile, clinic, problems)
    two = _read_table(TermsFile, terms, problems)
    if one is None or two is None:
        return None
    return Settings(
        clinic=Clinic(**{**dict(one.clinic), "address": tuple(one.clinic.address)}),
        title=one.site.title,
        base_url=one.site.base_url.rstrip("/"),
        languages=tuple(one.site.languages),
        offline_zip=one.site.offline_zip,
        variants=tuple(dict.fromkeys(one.print.variants)),
        toner=one.print.toner,
        fillable=one.print.fillable,
        max_exercises=one.print.max_exercises,
        review_years=one.review.years,
        review_warn_days=one.review.warn_days,
        review_required=one.review.require,
        people=tuple(one.figures.people),
        regions=two.regions,
        equipment=two.equipment,
    )


def line_of_key(text: str, name: str) -> int:
    """The line of a dotted key in TOML text, of its table when the key is not there, or 1."""
    table, _, key = name.rpartition(".")
    inside, found = not table, 1
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[([^\]]*)\]", line)
        if header:
            inside = header[1].strip() == (table or name)
            found = number if inside else found
        elif inside and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line):
            return number
    return found


def _read_table(kind: type[T], file: TextFile, problems: list[Problem]) -> T | None:
    try:
        return kind.model_validate(tomllib.loads(file.text))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line ([0-9]+)", str(error))
        message = f"the settings cannot be read: {str(error).partition(' (at ')[0]}"
        hint = 'every line is  key = "text"  or  key = number'
        problems.append(Problem(file.path, int(place[1]) if place else 1, message, hint))
    except ValidationError as error:
        for details in error.errors():
            name = ".".join(part for part in details["loc"] if isinstance(part, str))
            message, hint = _explain(kind, name, dict(details))
            problems.append(Problem(file.path, line_of_key(file.text, name), message, hint))
    return None


def _explain(kind: type[BaseModel], name: str, details: dict[str, Any]) -> tuple[str, str]:
    table, _, key = name.rpartition(".")
    known = getattr(kind.model_fields.get(table), "annotation", kind) if table else kind
    if details["type"] == "missing":
        return f"{name} is missing", f"add  {key} = …"
    if details["type"] == "extra_forbidden":
        keys = list(known.model_fields)
        return f"unknown key {name}", did_you_mean(key, keys) or f"known keys: {', '.join(keys)}"
    found = details["input"] if not isinstance(details["input"], dict | list) else ""
    hints = {
        "clinic.phone": 'write  phone = "01632 960 123"',
        "clinic.emergency_number": 'write  emergency_number = "999"',
        "site.base_url": 'write  base_url = "https://clinic.example/exercises"',
        "format": f"this version of handouts reads format = {FORMAT}",
    }
    if name.startswith(("clinic.phone", "clinic.emergency_number")):
        message = f'{name} must be a phone number, got "{found}"'
    else:
        message = f"{name}: {details['msg'][:1].lower()}{details['msg'][1:]}, got {found!r}"
    return message, hints.get(name, "")


def due_date(on: str, years: int) -> str:
    """The day a review made on a day runs out, as an ISO date."""
    day = date.fromisoformat(on)
    try:
        return day.replace(year=day.year + years).isoformat()
    except ValueError:
        return day.replace(year=day.year + years, day=28).isoformat()
