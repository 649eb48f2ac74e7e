"""Proves that what was filled in for one patient can be read on paper, in its own place."""

import re
from collections.abc import Iterator, Sequence

from generator.expected import Written
from generator.proof.glyphs import fold
from generator.proof.reading import Reading, fault_of


def prove_written(reading: Reading, written: Sequence[Written], smallest: float) -> Iterator[str]:
    """What is wrong with each text; no problem repeats the text itself."""
    for one in written:
        places = _find_whole(reading, one.label + one.text)
        faults = [fault_of(list(reading.words(at.start, at.stop)), smallest) for at in places]
        if not faults and _find_whole(reading, one.text):
            yield f'{one.name} does not stand just behind "{one.label}"'
        elif not faults:
            yield f"{one.name} is missing, or not whole"
        elif all(faults):
            yield f"{one.name} cannot be read: {faults[0]}"


def _find_whole(reading: Reading, text: str) -> list[range]:
    return [place for place in _find_all(reading, fold(text)) if _is_whole(reading, place)]


def _find_all(reading: Reading, letters: str) -> Iterator[range]:
    if letters:
        found = re.compile(re.escape(letters)).finditer(reading.letters)
        yield from (range(*match.span()) for match in found)


def _is_whole(reading: Reading, place: range) -> bool:
    """Whether the text is no part of a longer word: "Al" stands in "also", too."""
    return _is_edge(reading, place.start) and _is_edge(reading, place.stop)


def _is_edge(reading: Reading, at: int) -> bool:
    """Whether a word may end before a letter and begin with it."""
    if not 0 < at < len(reading.letters):
        return True
    if not (reading.letters[at - 1].isalnum() and reading.letters[at].isalnum()):
        return True
    before, after = reading.glyphs[at - 1], reading.glyphs[at]
    # A space between two letters has a number, too.
    if before.page != after.page or after.number - before.number > 1:
        return True
    page = reading.pages[after.page]
    return not page.boxes[before.number].beside(page.boxes[after.number])
