"""Proves that every step of every exercise and its dose can be read on paper, in their order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.expected import Instructions
from generator.proof.glyphs import fold
from generator.proof.reading import Reading, fault_of

# A line is looked for by its first and its last letters: a page may end between them.
END_OF_LINE = 40
# So far, in points, the number of a step may stand from it.
NUMBER_REACH = 40


@dataclass(frozen=True)
class Found:
    """Where a line of a step stands in the letters of a document."""

    start: int
    end: int


def prove_steps(
    reading: Reading, exercises: Sequence[Instructions], smallest: float
) -> tuple[list[list[Found]], list[str]]:
    """Where the lines of each exercise stand, and what is wrong with its steps."""
    beginnings = _find_beginnings(reading, exercises)
    found: list[list[Found]] = []
    messages: list[str] = []
    for at, (exercise, beginning) in enumerate(zip(exercises, beginnings, strict=True)):
        later = (start for start in beginnings[at + 1 :] if start is not None)
        until = next(later, len(reading.letters))
        start = _end(found) if beginning is None else beginning
        lines, faults = _prove_exercise(reading, exercise, range(start, until), smallest)
        found.append(lines)
        messages += faults
    return found, messages


def prove_doses(
    reading: Reading,
    exercises: Sequence[Instructions],
    beginnings: Sequence[range],
    apart: Sequence[Sequence[Found]],
    smallest: float,
) -> tuple[list[list[Found]], list[str]]:
    """Where the dose of each exercise stands, from its title to the next, and what is wrong.

    What stands in `apart`, such as its steps, is no dose though the words may be the same.
    """
    found: list[list[Found]] = []
    messages: list[str] = []
    for exercise, span, lines in zip(exercises, beginnings, apart, strict=True):
        places: list[Found] = []
        for phrase in exercise.dose:
            name = f'the dose "{phrase}"{exercise.of}'
            place = _find_beside(reading.letters, fold(phrase), span, lines)
            if place is None:
                messages.append(f"{name} is missing")
                continue
            places.append(place)
            if fault := fault_of(list(reading.words(place.start, place.end)), smallest):
                messages.append(f"{name} cannot be read: {fault}")
        found.append(places)
    return found, messages


def prove_sides(
    reading: Reading, exercises: Sequence[Instructions], spans: Sequence[range], smallest: float
) -> tuple[list[list[Found]], list[str]]:
    """Where it is said which side the pictures of each exercise show, and what is wrong there."""
    found: list[list[Found]] = []
    messages: list[str] = []
    for exercise, span in zip(exercises, spans, strict=True):
        text = fold(exercise.side)
        places = [Found(at, at + len(text)) for at in _find_all(reading.letters, text, span)]
        found.append(places if text else [])
        name = f'"{exercise.side}" beside the picture{exercise.of}'
        faults = [fault_of(list(reading.words(at.start, at.end)), smallest) for at in found[-1]]
        if text and not faults:
            messages.append(f"{name} is missing")
        elif faults and all(faults):
            messages.append(f"{name} cannot be read: {faults[0]}")
    return found, messages


def find_spans(
    reading: Reading, exercises: Sequence[Instructions], steps: Sequence[Sequence[Found]]
) -> list[range]:
    """The letters of each exercise: from its title to the steps of the next one."""
    spans: list[range] = []
    for at, exercise in enumerate(exercises):
        after, until = _end(steps[:at]), _start(steps[at + 1 :], len(reading.letters))
        if exercise.owner:
            first = steps[at][0].start if steps[at] else until
            again = reading.letters.rfind(fold(exercise.goes_on), after, first)
            before = again if exercise.goes_on and again >= 0 else first
            after = max(after, reading.letters.rfind(fold(exercise.owner), after, before))
        spans.append(range(after, until))
    return spans


def _find_beginnings(reading: Reading, exercises: Sequence[Instructions]) -> list[int | None]:
    """Where the steps of each exercise begin, each after the one before."""
    beginnings: list[int | None] = []
    after = 0
    for exercise in exercises:
        steps = ((n, step[0]) for n, step in enumerate(exercise.steps, 1) if step)
        number, line = next(steps, (1, ""))
        found = _find_line(reading, line, number, range(after, len(reading.letters)))
        beginnings.append(found.start if found else None)
        after = found.start + 1 if found else after
    return beginnings


def _prove_exercise(
    reading: Reading, exercise: Instructions, span: range, smallest: float
) -> tuple[list[Found], list[str]]:
    lines: list[Found] = []
    messages: list[str] = []
    after = span.start
    for number, step in enumerate(exercise.steps, 1):
        for at, line in enumerate(step):
            name = f"step {number}{exercise.of}"
            found = _find_line(reading, line, 0 if at else number, range(after, span.stop))
            if not found:
                messages.append(f'{name} is missing or altered: "{line}"')
                break
            lines.append(found)
            after = found.end
            if fault := fault_of(list(reading.words(found.start, found.end)), smallest):
                messages.append(f'{name} cannot be read: {fault}: "{line}"')
                break
    return lines, messages


def _find_line(reading: Reading, line: str, number: int, span: range) -> Found | None:
    """A line of text, by preference where its number, if it has one, stands beside it."""
    text = fold(line)
    if not text:
        return None
    starts = list(_find_all(reading.letters, text[:END_OF_LINE], span))
    numbered = (at for at in starts if number and _is_numbered(reading, at, str(number)))
    # The same words may stand in a summary: a step is the one with its number beside it.
    start = next(numbered, starts[0] if starts else None)
    if start is None:
        return None
    ending = text[END_OF_LINE:][-END_OF_LINE:]
    at = reading.letters.find(ending, start + len(text) - len(ending), span.stop)
    return Found(start, at + len(ending)) if at >= 0 else None


def _find_all(letters: str, text: str, span: range) -> Iterator[int]:
    found = re.compile(re.escape(text)).finditer(letters, span.start, span.stop)
    return (match.start() for match in found)


def _find_beside(letters: str, text: str, span: range, steps: Sequence[Found]) -> Found | None:
    """The first place of a phrase that is no part of a step or of what else stands apart."""
    places = (Found(at, at + len(text)) for at in _find_all(letters, text, span))
    return next(
        (p for p in places if not any(p.start < s.end and s.start < p.end for s in steps)), None
    )


def _is_numbered(reading: Reading, at: int, number: str) -> bool:
    """Whether a number stands on the same line, just before the text."""
    place = reading.place(at)
    page = reading.pages[place.page]
    letters = page.text_as_compared
    ends = (start + len(number) - 1 for start in _find_all(letters, number, range(len(letters))))
    boxes = (page.boxes[page.letters[end][1].number] for end in ends)
    return any(box.beside(place.box) and box.gap(place.box) < NUMBER_REACH for box in boxes)


def _start(found: Sequence[Sequence[Found]], otherwise: int) -> int:
    return next((lines[0].start for lines in found if lines), otherwise)


def _end(found: Sequence[Sequence[Found]]) -> int:
    return max((line.end for lines in found for line in lines), default=0)
