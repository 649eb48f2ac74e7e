"""The schema of the front matter: which keys a page may have, and what each must hold."""

from typing import Annotated, Any, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)

from generator import parse
from generator.model import Duration, Goal, Position, Range, Side

MOVEMENTS = (
    "end-range-flexion",
    "end-range-extension",
    "end-range-rotation",
    "loaded",
    "inverted",
    "balance",
    "kneeling",
    "prone",
    "floor-transfer",
    "deep-knee-flexion",
)
PICTURES = ("figure", "photos", "both")

_TEXT = {"type": ["string", "number", "boolean"]}
_TEXTS = {"anyOf": [{"type": "string"}, {"type": "array", "items": _TEXT}]}
_COUNT = {
    "anyOf": [
        {"type": "integer", "minimum": 1},
        {"type": "string", "pattern": "^[0-9]+( ?[-–] ?[0-9]+)?$"},
    ]
}
_TIME = {"type": "string", "pattern": "^[0-9]+( ?[-–] ?[0-9]+)? ?(s|min)$"}


def _choice(choices: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(choices)}


def _choices(choices: tuple[str, ...]) -> dict[str, Any]:
    return {"anyOf": [_choice(choices), {"type": "array", "items": _choice(choices)}]}


def _count(most: int, example: str) -> Any:
    return PlainValidator(parse.count_up_to(most, example)), WithJsonSchema(_COUNT)


Text = Annotated[str, PlainValidator(parse.parse_text), WithJsonSchema(_TEXT)]
NeededText = Annotated[str, PlainValidator(parse.parse_required_text), WithJsonSchema(_TEXT)]
Texts = Annotated[tuple[str, ...], PlainValidator(parse.parse_texts), WithJsonSchema(_TEXTS)]
NeededTexts = Annotated[
    tuple[str, ...],
    PlainValidator(parse.parse_needed_texts),
    WithJsonSchema({**_TEXTS, "minItems": 1}),
]
Date = Annotated[
    str,
    PlainValidator(parse.parse_date),
    WithJsonSchema({"type": "string", "format": "date"}),
]
SideField = Annotated[
    Side,
    PlainValidator(parse.one_of(get_args(Side))),
    WithJsonSchema(_choice(get_args(Side))),
]
GoalField = Annotated[
    Goal,
    PlainValidator(parse.one_of(get_args(Goal))),
    WithJsonSchema(_choice(get_args(Goal))),
]
PositionField = Annotated[
    Position,
    PlainValidator(parse.one_of(get_args(Position))),
    WithJsonSchema(_choice(get_args(Position))),
]
Movements = Annotated[
    tuple[str, ...],
    PlainValidator(parse.some_of(MOVEMENTS)),
    WithJsonSchema(_choices(MOVEMENTS)),
]
Picture = Annotated[str, PlainValidator(parse.one_of(PICTURES)), WithJsonSchema(_choice(PICTURES))]
YesNo = Annotated[bool, PlainValidator(parse.parse_yes_or_no), WithJsonSchema({"type": "boolean"})]
# 20 sets, 200 repetitions and 52 weeks are limits of plausibility, without a clinical source:
# they catch a slip of the finger ("100" for "10"), not a bad prescription.
Sets = Annotated[Range | None, *_count(20, "sets: 3")]
Reps = Annotated[Range | None, *_count(200, "reps: 10")]
PerDay = Annotated[Range | None, *_count(24, "per_day: 2")]
PerWeek = Annotated[Range | None, *_count(7, "per_week: 2-3")]
Weeks = Annotated[Range | None, *_count(52, "weeks: 6")]
Hold = Annotated[
    Duration | None,
    PlainValidator(parse.time_such_as("hold: 30 s")),
    WithJsonSchema(_TIME),
]
Rest = Annotated[
    Duration | None,
    PlainValidator(parse.time_such_as("rest: 30 s")),
    WithJsonSchema(_TIME),
]
MaxPages = Annotated[
    int | None, PlainValidator(parse.parse_count), WithJsonSchema({"type": "integer"})
]


def group(example: str) -> BeforeValidator:
    """Refuses what is no group of keys and values, with an example of one."""

    def check(value: object) -> object:
        if not isinstance(value, dict | BaseModel):
            hint = "write the keys and values between { and }, as shown"
            parse.refuse(f"must be a group such as {example}, got {parse.shown(value)}", hint)
        return value

    return BeforeValidator(check)


class Fields(BaseModel):
    """What every group of keys has in common: an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DoseChange(Fields):
    """The keys of a dose, each of them optional: what a prescription changes of it."""

    sets: Sets = Field(None, description="How many sets: 3")
    reps: Reps = Field(None, description="How many times in a set: 10 or 15-20")
    hold: Hold = Field(None, description="How long to hold: 30 s, 20-30 s or 1 min")
    rest: Rest = Field(None, description="Rest between sets: 30 s, 20-30 s or 1 min")
    per_day: PerDay = Field(None, description="Times a day: 2")
    per_week: PerWeek = Field(None, description="Days a week: 2-3")
    load: Text = Field("", description="Weight or band, in words: a light band")
    tempo: Text = Field("", description="How fast, in words: slowly, 3 seconds down")
    as_needed: YesNo = Field(False, description="true: as often as needed")


class DoseFields(DoseChange):
    """How much: `dose: {sets: 3, hold: 30 s}`."""

    @model_validator(mode="after")
    def says_how_much(self) -> "DoseFields":
        """Refuse a dose without a number, or with two that contradict each other."""
        if not (self.sets or self.reps or self.hold):
            parse.refuse(
                "does not say how much",
                "give sets, reps or hold, such as  dose: {sets: 3, reps: 10}",
            )
        if self.as_needed and self.sets:
            parse.refuse("has both sets and as_needed", "take out one of the two")
        return self


class ScheduleFields(Fields):
    """How often: `schedule: {per_week: 2-3, weeks: 6}`. Leave out what is not known."""

    per_day: PerDay = Field(None, description="Times a day: 1")
    per_week: PerWeek = Field(None, description="Days a week: 2-3")
    weeks: Weeks = Field(None, description="For how many weeks: 6")


class ReviewFields(Fields):
    """Who signed the clinical content; empty: nobody yet. `handouts review` fills it."""

    by: Text = Field("", description="Name and profession of who reviewed it")
    on: Date = Field("", description="The day of the review")
    due: Date = Field("", description="Review again by this day")
    of: Text = Field("", description="Hash of what was signed; made by handouts review")


# The validator that stands last runs first: a key without a value is a review without a word.
Review = Annotated[
    ReviewFields,
    group('{by: "", on: "", due: "", of: ""}'),
    BeforeValidator(lambda value: value or {}),
]
DoseGroup = Annotated[DoseFields, group("{sets: 3, reps: 10}")]


class ExerciseFields(Fields):
    """Front matter of `content/exercises/NAME.md`."""

    title: NeededText = Field(description="The name of the exercise")
    plain: Text = Field("", description="What a patient would call it")
    also: Texts = Field((), description="Other names, for search")
    summary: NeededText = Field(description="One sentence: what it does and how")
    region: NeededTexts = Field(description="Body parts, slugs from terms.toml")
    goal: GoalField = Field(description="What it trains")
    position: PositionField = Field(description="Starting position")
    equipment: Texts = Field((), description="What you need, slugs from terms.toml")
    muscles: Texts = Field((), description="Muscles at work")
    felt_in: Text = Field("", description="Where you should feel it")
    side: SideField = Field(description="Which side it is done on")
    dose: DoseGroup = Field(description="How much")
    safety: NeededTexts = Field(description="A safety sheet, or a list of them")
    precautions: NeededTexts = Field(description="Take care: at least one")
    ask_first: Texts = Field((), description="Ask first if this applies, added to the sheet's")
    stop_if: Texts = Field((), description="Stop if this happens, added to the sheet's")
    mistakes: Texts = Field((), description="Common mistakes to avoid")
    easier: Text = Field("", description="Slug of an easier exercise")
    harder: Text = Field("", description="Slug of a harder exercise")
    movement: Movements = Field((), description="What the movement asks of the body")
    picture: Picture = Field("", description="Which pictures to show; default: what there is")
    sources: Texts = Field((), description="Where the facts come from")
    updated: Date = Field("", description="The day the words last changed")
    review: Review = Field(ReviewFields(), description="Who signed it")


class EntryFields(Fields):
    """One exercise of a program, with its own dose and note where they differ."""

    exercise: NeededText = Field(description="Slug of the exercise")
    dose: DoseGroup | None = Field(None, description="The dose in this program")
    note: Text = Field("", description="A note for this program")


def _entries(value: object) -> object:
    entries = value if isinstance(value, list) else [value] if value else []
    if not entries:
        parse.refuse("is empty", "list at least one exercise by its file name, without .md")
    return tuple({"exercise": entry} if isinstance(entry, str) else entry for entry in entries)


class ProgramFields(Fields):
    """Front matter of `content/programs/NAME.md`."""

    title: NeededText = Field(description="The name of the program")
    summary: NeededText = Field(description="One sentence: what it does")
    region: NeededTexts = Field(description="Body parts, slugs from terms.toml")
    safety: NeededTexts = Field(description="A safety sheet, or a list of them")
    schedule: Annotated[ScheduleFields, group("{per_week: 2-3, weeks: 6}")] = Field(
        ScheduleFields(), description="How often, and for how many weeks"
    )
    exercises: Annotated[
        tuple[Annotated[EntryFields, group("{exercise: SLUG}")], ...],
        BeforeValidator(_entries),
    ] = Field(description="The exercises in order: a slug, or {exercise: slug, dose: {…}, note: …}")
    max_pages: MaxPages = Field(None, description="The handout may not have more pages")
    sources: Texts = Field((), description="Where the facts come from")
    updated: Date = Field("", description="The day the words last changed")
    review: Review = Field(ReviewFields(), description="Who signed it")


class UrgentFields(Fields):
    """Signs to call about soon: `urgent: {call: us or your doctor, when: today, signs: […]}`."""

    call: NeededText = Field(description="Whom to call: us or your doctor")
    when: NeededText = Field(description="By when: today")
    signs: NeededTexts = Field(description="The signs")


class SheetFields(Fields):
    """Front matter of `content/safety/NAME.md`."""

    title: NeededText = Field(description="The name of the sheet")
    summary: Text = Field("", description="One sentence")
    emergency: NeededTexts = Field(description="Red flags: call the emergency number now")
    urgent: Annotated[UrgentFields, group("{call: us or your doctor, when: today, signs: […]}")] = (
        Field(description="Red flags: call soon, whom and by when")
    )
    stop_if: NeededTexts = Field(description="Stop the exercise when this happens")
    ask_first: NeededTexts = Field(description="Ask before you start if this applies")
    precautions: Texts = Field((), description="What everybody takes care of")
    sources: Texts = Field((), description="Where the facts come from")
    updated: Date = Field("", description="The day the words last changed")
    review: Review = Field(ReviewFields(), description="Who signed it")


class PageFields(Fields):
    """Front matter of `content/pages/NAME.md`."""

    title: NeededText = Field(description="The title of the page")
    summary: NeededText = Field(description="One sentence, for search engines and lists")
    safety: Texts = Field((), description="A safety sheet whose lists the page shows")
    updated: Date = Field("", description="The day the words last changed")


KINDS: dict[str, type[Fields]] = {
    "exercises": ExerciseFields,
    "programs": ProgramFields,
    "safety": SheetFields,
    "pages": PageFields,
}
