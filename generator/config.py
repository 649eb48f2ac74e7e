"""The settings of a site: `clinic.toml` and `terms.toml`, checked key by key."""

import tomllib
from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from generator.errors import Problem
from generator.figures.posefile.terms import PEOPLE
from generator.model import Clinic, Settings
from generator.parse import one_of, parse_text, refuse
from generator.read import TextFile
from generator.toml_problems import explain_setting, explain_unreadable
from generator.variants import Variant

Text = Annotated[str, AfterValidator(parse_text)]
NeededText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(parse_text)
]
Email = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^([^@\s]+@[^@\s]+)?$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
# A number that can be dialled: digits with spaces, brackets, hyphens and a leading plus.
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 ().-]*$")]
WebAddress = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$"),
]
Person = Annotated[str, AfterValidator(one_of(PEOPLE))]


def _each_once(people: list[str]) -> list[str]:
    if len(set(people)) < len(people):
        refuse("names somebody twice")
    return people


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ClinicTable(_Table):
    """`[clinic]`: whose site it is, and whom a patient calls."""

    name: NeededText = Field(description="The clinic's name")
    address: list[Text] = Field([], description="Lines of the address")
    phone: Phone = Field(description="The phone number that stands on every handout")
    email: Email = Field("", description="For feedback")
    web: WebAddress = Field("", description="The clinic's own website")
    logo: Text = Field("", description="A picture in content/, such as media/logo.svg")
    emergency_number: Phone = Field(description="The number to call in an emergency")
    sample: bool = Field(False, description="true: every page says SAMPLE CLINIC")


class SiteTable(_Table):
    """`[site]`: the website."""

    title: NeededText = Field(description="The website's title")
    base_url: WebAddress = Field("", description="Where the site is hosted; for QR codes")
    languages: list[Literal["en"]] = Field(
        ["en"], min_length=1, description="The first is the default"
    )
    offline: bool = Field(True, description="false: phones no longer keep the pages")
    offline_zip: bool = Field(False, description="true: the whole site in one file to download")


class PrintTable(_Table):
    """`[print]`: the handouts."""

    variants: list[Variant] = Field(
        ["a4"], min_length=1, description="The clinic's own paper first"
    )
    toner: Literal["normal", "save"] = Field("normal", description="save: figures as line art")
    fillable: bool = Field(False, description="true: lines can be filled in on a screen")
    max_exercises: int = Field(5, ge=1, description="Warn when a program has more exercises")


class ReviewTable(_Table):
    """`[review]`: how long a signature holds."""

    years: int = Field(3, ge=1, le=10, description="Years until the next review")
    warn_days: int = Field(60, ge=0, description="Warn so many days before")
    require: bool = Field(False, description="true: unreviewed content fails the build")


class FiguresTable(_Table):
    """`[figures]`: the people in the drawings."""

    people: Annotated[list[Person], AfterValidator(_each_once)] = Field(
        [], description="Who is drawn; empty: everybody"
    )


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

    regions: dict[Slug, NeededText] = Field(min_length=1)
    equipment: dict[Slug, NeededText] = Field({})


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
        offline=one.site.offline,
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


def _read_table(kind: type[T], file: TextFile, problems: list[Problem]) -> T | None:
    try:
        return kind.model_validate(tomllib.loads(file.text))
    except ValidationError as error:
        problems.extend(
            explain_setting(kind, file.path, file.text, details) for details in error.errors()
        )
    # Besides its own error, the reader has limits for the depth of lists and the size of numbers.
    except (RecursionError, ValueError) as error:
        problems.append(explain_unreadable(file.path, file.text, error))
    return None
