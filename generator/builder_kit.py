"""What the script of the page "Make a handout" knows: doses, programs, and the words for them."""

import json
from collections.abc import Callable

from markupsafe import Markup

from generator.edition import Edition
from generator.labels import state_line
from generator.model import Dose, Duration, Exercise, Program, Range, Schedule
from generator.review import GRAVEST_FIRST
from generator.sore import SIDES
from generator.wording import MAX_DIARY_BOXES, describe_diary, describe_often, say_set_by
from generator.words import Words

# The keys of a dose that can be changed on the page, with the most that each may be; a time in
# seconds, and 0 for a text. The same limits as in a file of the site.
CHANGED = {
    "sets": 20,
    "reps": 200,
    "hold": 3600,
    "rest": 3600,
    "per_day": 24,
    "per_week": 7,
    "load": 0,
    "tempo": 0,
}
# The same limit for the weeks of a program, which its author sets.
MAX_WEEKS = 52
# The letters that the fonts of pages and handouts both have, as a script's regular expression. Any
# other would be printed in a font of the machine's own, or in none.
LETTERS = (
    r"\u0020-\u007e\u00a0-\u00ac\u00ae-\u00b4\u00b6-\u0107\u010a-\u0113\u0116-\u011b"
    r"\u011e-\u0123\u0126-\u0127\u012a-\u012b\u012e-\u0133\u0136-\u0137\u0139-\u013e"
    r"\u0141-\u0148\u0150-\u0155\u0158-\u015b\u015e-\u0165\u016a-\u016b\u016e-\u017e\u0192"
    r"\u0218-\u021b\u0237\u02c6-\u02c7\u02c9\u02da\u02dc-\u02dd\u1e80-\u1e85\u1e9e"
    r"\u1ef2-\u1ef3\u2009\u2013-\u2014\u2018-\u201a\u201c-\u201e\u2020\u2022\u2026"
    r"\u2039-\u203a\u2044\u20ac\u20b9\u2113\u2122\u2212\u2215"
)
# From 200 on, the form of a word depends on the last two digits, in every language of gettext.
_FORMS = 200


def describe_kit(edition: Edition) -> Markup:
    """The kit as JSON, for a script element: the programs to start from, and the words."""
    kit = {
        "programs": {
            program.slug: _describe_program(program)
            for program in edition.library.programs.values()
        },
        "words": _words(edition.words),
        "done": dict(SIDES),
        "most": CHANGED | {"weeks": MAX_WEEKS},
        "letters": LETTERS,
        "many": edition.library.settings.max_exercises,
    }
    # "<" would end the script element that carries the text.
    text = json.dumps(kit, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup(text)  # noqa: S704 escaped above


def describe_record(edition: Edition, record: Exercise | Program) -> dict[str, object]:
    """What the script must know of a record that is on a handout; of an exercise also its dose."""
    review = edition.review(record)
    described: dict[str, object] = {
        "title": record.title,
        "safety": record.safety,
        "sources": record.sources,
        "updated": record.updated,
        "day": edition.words.day(record.updated),
        "state": state_line(edition.words, review),
        "of": review.of,
        "grave": f"{GRAVEST_FIRST.index(review.state)} {review.review.on}",
        "signed": f"{review.review.by} {review.review.on}",
    }
    if isinstance(record, Exercise):
        described |= _describe_dose(record.dose) | {"side": record.side}
    return described


def propose_loads(edition: Edition) -> tuple[str, ...]:
    """Words for a weight or band: some for everybody, and those of the site's own doses."""
    say = edition.words.say
    bands = (say("light band"), say("medium band"), say("strong band"))
    colours = (
        say("yellow band"),
        say("red band"),
        say("green band"),
        say("blue band"),
        say("black band"),
    )
    return _with_own(edition, (*bands, *colours), lambda dose: dose.load)


def propose_tempos(edition: Edition) -> tuple[str, ...]:
    """Words for a speed, likewise."""
    say = edition.words.say
    tempos = (say("slowly"), say("slowly on the way back"))
    return _with_own(edition, tempos, lambda dose: dose.tempo)


def _with_own(
    edition: Edition, words: tuple[str, ...], read: Callable[[Dose], str]
) -> tuple[str, ...]:
    library = edition.library
    doses = [
        *(exercise.dose for exercise in library.exercises.values()),
        *(entry.dose for program in library.programs.values() for entry in program.entries),
    ]
    own = sorted({read(dose) for dose in doses if dose} - {"", *words})
    return (*words, *own)


def write_dose(dose: Dose) -> dict[str, str]:
    """A dose as its author would write it, by the keys that can be changed."""
    return {key: text for key in CHANGED if (text := _write(getattr(dose, key)))}


def _describe_program(program: Program) -> dict[str, object]:
    return {
        "title": program.title,
        "schedule": _write_schedule(program.schedule),
        "entries": [
            {"exercise": entry.exercise}
            | (_describe_dose(entry.dose) if entry.dose else {})
            | ({"note": entry.note} if entry.note else {})
            for entry in program.entries
        ],
    }


def _describe_dose(dose: Dose) -> dict[str, object]:
    return {"dose": write_dose(dose)} | ({"asNeeded": True} if dose.as_needed else {})


def _write_schedule(schedule: Schedule) -> list[str]:
    """Times a day, days a week and weeks, as they are written."""
    return [_write(span) for span in (schedule.per_day, schedule.per_week, schedule.weeks)]


def _write(value: Range | Duration | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    span = str(value.low) if value.low == value.high else f"{value.low}-{value.high}"
    return f"{span} {value.unit}" if isinstance(value, Duration) else span


def _words(words: Words) -> dict[str, object]:
    """The sentences of `wording`, with names in braces where the script puts values."""
    say = words.say
    return {
        "span": say("%(low)s to %(high)s", low="{low}", high="{high}"),
        "second": _forms(
            lambda n: words.say_many("%(span)s second", "%(span)s seconds", n, span="{span}")
        ),
        "minute": _forms(
            lambda n: words.say_many("%(span)s minute", "%(span)s minutes", n, span="{span}")
        ),
        "hold": say("Hold %(time)s", time="{value}"),
        "once": say("Do it once"),
        "times": say("Do it %(number)s times", number="{value}"),
        "inEachSet": say("in each set"),
        "sets": say("Do %(number)s sets", number="{value}"),
        "blankTimes": say("Do it {blank} times"),
        "blankAsNeeded": say("Do it {blank} times, as needed"),
        "asNeeded": say("Repeat as needed"),
        "restBetweenSets": say("Rest %(time)s between sets", time="{value}"),
        "rest": say("Rest %(time)s in between", time="{value}"),
        "load": say("Load: %(load)s", load="{value}"),
        "tempo": say("Speed: %(tempo)s", tempo="{value}"),
        "sides": {
            "left": say("Left side"),
            "right": say("Right side"),
            "each": say("Each side"),
        },
        "setBy": say_set_by(words, "{value}")[0],
        "blankSetBy": "{blank}".join(say_set_by(words, "")),
        "often": [one.label for one in describe_often(words, Schedule())],
        "diaries": [
            describe_diary(words, Schedule(per_day=Range(many, many))).lead
            for many in range(1, MAX_DIARY_BOXES + 1)
        ],
        "diary": {
            "left": say("Diary: left side"),
            "right": say("Diary: right side"),
            "both": say("Diary: both sides"),
            "sore left": say("Diary, sore side: left"),
            "sore right": say("Diary, sore side: right"),
            "sore both": say("Diary, sore side: both"),
        },
        "title": say("Your exercises"),
        "sources": say("Sources: %(sources)s.", sources="{value}"),
        "version": say("Version %(code)s", code="{code}"),
        "datedVersion": say("Version %(code)s, %(date)s", code="{code}", date="{date}"),
        "page": say("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        "months": [_month(words, month) for month in range(1, 13)],
    }


def _forms(say: Callable[[int], str]) -> dict[str, object]:
    """What is said of each number below 200: the forms, and which of them each number takes."""
    said = [say(number) for number in range(_FORMS)]
    forms = list(dict.fromkeys(said))
    return {"said": forms, "of": "".join(str(forms.index(one)) for one in said)}


def _month(words: Words, month: int) -> str:
    """A day of a month in words, with names in braces for year and day."""
    return words.day(f"2001-{month:02}-09").replace("2001", "{year}", 1).replace("9", "{day}", 1)
