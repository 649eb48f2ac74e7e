"""Clinical numbers in words: doses, schedules, sizes, as a patient reads them."""

import re
from functools import lru_cache
from math import ceil

from generator.model import Dose, Duration, Exercise, Range, Schedule, Side
from generator.paper_views import DiaryView
from generator.views import DosePart, DoseView, OftenView
from generator.words import Words

DIARY_WEEKS = 4
MAX_DIARY_WEEKS = 12
MAX_DIARY_BOXES = 4
_MEGABYTE = 1_000_000


def describe_dose(
    words: Words, exercise: Exercise, dose: Dose, set_by: tuple[str, ...] = ()
) -> DoseView:
    """A dose as short sentences: "Hold 30 seconds", "Do it 3 times", "Each side"."""
    return _describe_dose(words, exercise.side, dose, set_by)


# The same dose is told on several pages, and many exercises have it.
@lru_cache(maxsize=512)
def _describe_dose(
    words: Words, exercise_side: Side, dose: Dose, set_by: tuple[str, ...]
) -> DoseView:
    how_much, manner = _how_much(words, dose), _manner(words, dose)
    side = _say_side(words, exercise_side)
    phrases = [*how_much, *_repeat_as_needed(words, dose), *manner, *side]
    printed: list[tuple[str, ...]] = [(phrase,) for phrase in how_much]
    if dose.as_needed and not dose.reps:
        printed.append(_blank(words.say("Do it {blank} times, as needed")))
    elif dose.as_needed:
        printed.append((words.say("Repeat as needed"),))
    elif not (dose.reps or dose.sets):
        printed.append(_blank(words.say("Do it {blank} times")))
    printed += [(phrase,) for phrase in manner]
    tick_side = exercise_side == "affected"
    printed += [] if tick_side else [(phrase,) for phrase in side]
    values = how_much | manner
    return DoseView(
        phrases=tuple(phrases),
        printed=tuple(printed),
        parts=tuple(_divide(texts, values.get(texts[0])) for texts in printed),
        tick_side=tick_side,
        often=describe_often(words, Schedule(dose.per_day, dose.per_week, None)),
        set_by=set_by,
    )


def say_set_by(words: Words, name: str) -> tuple[str, ...]:
    """Who changed a dose; a blank to sign where no name is known."""
    if name:
        return (words.say("Dose set by %(name)s", name=name),)
    return _blank(words.say("Dose set by {blank}"))


def describe_often(words: Words, schedule: Schedule) -> tuple[OftenView, ...]:
    """How often, in words. What the source does not say is empty: a blank to fill in."""
    return (
        OftenView(words.say("Times a day"), describe_range(words, schedule.per_day), "per_day"),
        OftenView(words.say("Days a week"), describe_range(words, schedule.per_week), "per_week"),
        OftenView(words.say("Weeks"), describe_range(words, schedule.weeks), "weeks"),
    )


def describe_range(words: Words, span: Range | None) -> str:
    """A number or a span of them: "10", "15 to 20"; nothing for nothing."""
    if span is None:
        return ""
    if span.low == span.high:
        return str(span.low)
    return words.say("%(low)s to %(high)s", low=span.low, high=span.high)


def describe_diary(words: Words, schedule: Schedule, title: str = "") -> DiaryView:
    """The tick diary of a schedule; four weeks when the schedule does not say how many."""
    weeks = schedule.weeks.high if schedule.weeks else DIARY_WEEKS
    boxes = schedule.per_day.high if schedule.per_day else 1
    boxes = boxes if boxes <= MAX_DIARY_BOXES else 1
    lead = words.say_many(
        "Tick the box each day you do it. "
        "On the line, write your pain: 0 is none, 10 is the worst.",
        "Tick a box each time you do it. On the line, write your pain: 0 is none, 10 is the worst.",
        boxes,
    )
    return DiaryView(
        title=title or words.say("Diary"),
        lead=lead,
        days=tuple(words.say("Day %(number)s", number=day) for day in range(1, 8)),
        weeks=tuple(
            words.say("Week %(number)s", number=week)
            for week in range(1, min(weeks, MAX_DIARY_WEEKS) + 1)
        ),
        boxes=boxes,
    )


def describe_minutes(words: Words, doses: list[tuple[Exercise, Dose]]) -> str:
    """About how long one round of the exercises takes, rounded up to 5 minutes."""
    seconds = sum(_seconds(exercise, dose) for exercise, dose in doses)
    minutes = 5 * ceil(seconds / 60 / 5)
    return words.say_many("About %(num)s minute", "About %(num)s minutes", minutes)


def describe_size(words: Words, size: int) -> str:
    """A file's size as a reader sees it: "48 KB", "1.2 MB"."""
    if size < _MEGABYTE:
        return words.say("%(number)s KB", number=max(1, round(size / 1000)))
    return words.say("%(number)s MB", number=f"{size / _MEGABYTE:.1f}")


def _blank(sentence: str) -> tuple[str, str]:
    """A sentence as what stands before and behind its blank."""
    before, _, after = sentence.partition("{blank}")
    return before, after


def _divide(texts: tuple[str, ...], value: DosePart | None) -> tuple[DosePart, ...]:
    """A phrase as pieces: what can be filled in, and what stands around it."""
    if len(texts) > 1:
        value, (before, after) = DosePart("", "times", "…".join(texts)), texts
    elif value and value.text in texts[0] and _can_be_typed(value.text):
        before, _, after = texts[0].partition(value.text)
        before = re.sub(r" $", "\N{NO-BREAK SPACE}", before)
    else:
        return (DosePart(texts[0]),)
    return tuple(
        part for part in (DosePart(before), value, DosePart(after)) if part.text or part.name
    )


def _can_be_typed(text: str) -> bool:
    """Whether the fields of a form have its letters."""
    return text == text.encode("cp1252", "ignore").decode("cp1252")


def _how_much(words: Words, dose: Dose) -> dict[str, DosePart]:
    """Phrases, each with the value in it."""
    phrases = {}
    if dose.hold:
        phrases[_hold(words, dose.hold)] = DosePart(
            describe_time(words, dose.hold), "hold", words.say("Hold")
        )
    once = Range(1, 1)
    name = "reps" if (dose.reps and dose.reps != once) or not dose.sets else "sets"
    times = dose.reps if name == "reps" else dose.sets
    if dose.reps and dose.sets and once not in (dose.reps, dose.sets):
        often = _times(words, dose.reps, " " + words.say("in each set"))
        phrases[often] = _count(words, dose.reps, "reps", often)
        phrases[_sets(words, dose.sets)] = _count(words, dose.sets, "sets", "")
    elif times:
        often = _times(words, times, "")
        phrases[often] = _count(words, times, name, often)
    return phrases


def _count(words: Words, span: Range, name: str, phrase: str) -> DosePart:
    """How often as a value; "once" has no number, so there it is the whole phrase."""
    label = words.say("Repetitions") if name == "reps" else words.say("Sets")
    return DosePart(describe_range(words, span) if span.high > 1 else phrase, name, label)


def _times(words: Words, span: Range, rest: str) -> str:
    if span.high == 1:
        return words.say("Do it once") + rest
    return words.say("Do it %(number)s times", number=describe_range(words, span)) + rest


def _sets(words: Words, sets: Range) -> str:
    return words.say("Do %(number)s sets", number=describe_range(words, sets))


def _hold(words: Words, hold: Duration) -> str:
    return words.say("Hold %(time)s", time=describe_time(words, hold))


def describe_time(words: Words, time: Duration) -> str:
    """A time in words: "30 seconds", "1 minute", "20 to 30 seconds"."""
    number = describe_range(words, Range(time.low, time.high))
    if time.unit == "min":
        return words.say_many("%(span)s minute", "%(span)s minutes", time.high, span=number)
    return words.say_many("%(span)s second", "%(span)s seconds", time.high, span=number)


def _repeat_as_needed(words: Words, dose: Dose) -> list[str]:
    return [words.say("Repeat as needed")] if dose.as_needed else []


def _manner(words: Words, dose: Dose) -> dict[str, DosePart]:
    phrases = {}
    if dose.rest:
        rest = describe_time(words, dose.rest)
        value = DosePart(rest, "rest", words.say("Rest"))
        if dose.sets and dose.reps:
            phrases[words.say("Rest %(time)s between sets", time=rest)] = value
        else:
            phrases[words.say("Rest %(time)s in between", time=rest)] = value
    if dose.load:
        load = words.say("Load: %(load)s", load=dose.load)
        phrases[load] = DosePart(dose.load, "load", words.say("Load"))
    if dose.tempo:
        tempo = words.say("Speed: %(tempo)s", tempo=dose.tempo)
        phrases[tempo] = DosePart(dose.tempo, "tempo", words.say("Speed"))
    return phrases


def _say_side(words: Words, side: Side) -> list[str]:
    """The side in words. An exercise that uses both sides at once needs none."""
    sides = {
        "left": words.say("Left side"),
        "right": words.say("Right side"),
        "each": words.say("Each side"),
        "affected": words.say("On your sore side"),
    }
    return [sides[side]] if side in sides else []


# Estimates for the minutes of a program, without a clinical source: a repetition takes about
# 4 seconds, getting into a position or changing side about 15, and one side is done once.
_SECONDS_A_REPETITION = 4
_SECONDS_TO_GET_READY = 15


def _seconds(exercise: Exercise, dose: Dose) -> int:
    hold = dose.hold.high * (60 if dose.hold.unit == "min" else 1) if dose.hold else 0
    rest = dose.rest.high * (60 if dose.rest.unit == "min" else 1) if dose.rest else 0
    reps = dose.reps.high if dose.reps else 1
    sets = dose.sets.high if dose.sets else 1
    one_set = reps * (hold or _SECONDS_A_REPETITION) + rest + _SECONDS_TO_GET_READY
    return sets * one_set * (2 if exercise.side == "each" else 1)
