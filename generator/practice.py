"""What an exercise needs to be followed on a phone: its pictures step by step, and its dose."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from generator.model import Dose, Duration, Exercise, Range
from generator.views import ExerciseView, PracticeView
from generator.wording import describe_range
from generator.words import Words

# Time to put the phone down and get into place before a hold. Our own choice, no dose.
SECONDS_TO_GET_READY: Final = 10
_ONCE: Final = Range(1, 1)


@dataclass(frozen=True)
class Round:
    """One round to do: its side and its count in words, and whether a rest comes before it.

    Of the side that the pictures do not show, they have to be mirrored.
    """

    name: str
    rests: bool = False
    is_other: bool = False


def describe_practice(
    words: Words, practised: Iterable[tuple[Exercise, Dose, ExerciseView]], *, is_program: bool
) -> PracticeView:
    """Exercises to follow in order. The page of one exercise has its steps already."""
    practised = tuple(practised)
    exercises = [
        _describe(words, exercise, dose, view)
        | (_describe_in_program(words, view, number, len(practised)) if is_program else {})
        for number, (exercise, dose, view) in enumerate(practised, 1)
    ]
    shown = {"ready": SECONDS_TO_GET_READY, "isProgram": is_program, "exercises": exercises}
    # "<" would end the script element that carries the text.
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    views = tuple(view for _, _, view in practised)
    return PracticeView(
        Markup(text),  # noqa: S704 escaped above
        views,
        SECONDS_TO_GET_READY,
        is_program,
    )


def list_rounds(words: Words, exercise: Exercise, dose: Dose, drawn: str = "") -> tuple[Round, ...]:
    """The rounds of a dose, first all of one side: the one that is drawn, "left" or "right".

    Nothing is counted that the dose does not say: without a number, or as needed, it is one round
    for each side. Each hold is a round; repeats without a hold are counted by the person.
    """
    rounds = []
    sides = _sides(words, exercise)
    if drawn == "right":
        sides = sides[::-1]
    for side in sides:
        is_other = bool(drawn) and side != sides[0]
        for count, rests in _counts(words, dose):
            name = " · ".join(filter(None, (side, count))) or words.say("Now do it")
            rounds.append(Round(name, rests and dose.rest is not None, is_other))
    return tuple(rounds)


def is_open(dose: Dose) -> bool:
    """Whether the person decides how often to hold."""
    return dose.as_needed or bool(dose.hold and not (dose.reps or dose.sets))


def _sides(words: Words, exercise: Exercise) -> tuple[str, ...]:
    """The sides to do one after the other; one without a name where it is no question."""
    left, right = words.say("Left side"), words.say("Right side")
    return {
        "each": (left, right),
        "left": (left,),
        "right": (right,),
        "affected": (words.say("On your sore side"),),
        "both": ("",),
    }[exercise.side]


def _counts(words: Words, dose: Dose) -> Iterator[tuple[str, bool]]:
    """Each round on one side: its count in words, and whether a rest would come before it."""
    sets, reps = dose.sets, dose.reps
    in_sets = sets and reps and _ONCE not in (sets, reps)
    times = sets if in_sets or reps in (None, _ONCE) else reps
    if times is None or times == _ONCE or dose.as_needed or not (dose.hold or times is sets):
        yield "", False
        return
    for number in range(1, times.high + 1):
        total = describe_range(words, times)
        if not in_sets:
            yield words.say("%(number)s of %(total)s", number=number, total=total), number > 1
            continue
        count = words.say("Set %(number)s of %(total)s", number=number, total=total)
        holds = range(1, reps.high + 1) if dose.hold and reps else ()
        for hold in holds:
            of_reps = describe_range(words, reps)
            nth = words.say("%(number)s of %(total)s", number=hold, total=of_reps)
            yield f"{count} · {nth}", number > 1 and hold == 1
        if not holds:
            yield count, number > 1


def _describe(
    words: Words, exercise: Exercise, dose: Dose, view: ExerciseView
) -> dict[str, object]:
    needed = " · ".join(view.equipment)
    need = (
        words.say("You need: %(things)s", things=needed)
        if needed
        else words.say("You need: nothing")
    )
    return {
        "slug": view.slug,
        "title": view.title,
        "need": ". ".join(filter(None, (need, view.side_shown))),
        "dose": str(escape(" ".join(f"{phrase}." for phrase in view.dose.phrases))),
        "shown": _pictures_of_steps(view),
        "hold": _seconds(dose.hold),
        "rest": _seconds(dose.rest),
        "isOpen": is_open(dose),
        "rounds": [
            (one.name, one.rests, one.is_other)
            for one in list_rounds(words, exercise, dose, view.drawn_side)
        ],
    }


def _describe_in_program(
    words: Words, view: ExerciseView, number: int, total: int
) -> dict[str, object]:
    return {
        "count": words.say("Exercise %(number)s of %(total)s", number=number, total=total),
        "steps": [str(step.html) for step in view.steps],
    }


def _pictures_of_steps(view: ExerciseView) -> list[int]:
    """Which picture stands beside each step: that of its group, or else the one before."""
    shown: list[int] = []
    place = 0
    for group in view.groups:
        if group.frame:
            place = view.frames.index(group.frame)
        shown += [place] * len(group.steps)
    return shown


def _seconds(time: Duration | None) -> tuple[int, int] | None:
    if time is None:
        return None
    unit = 60 if time.unit == "min" else 1
    return (time.low * unit, time.high * unit)
