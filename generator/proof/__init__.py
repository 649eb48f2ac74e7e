"""Reads a handout's PDF back and proves that its safety notes, steps and doses can be read."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from textwrap import shorten

import pikepdf

from generator.errors import Problem
from generator.expected import Expectation
from generator.proof.blocks import prove_blocks
from generator.proof.fonts import FontName, name_font, prove_fonts
from generator.proof.glyphs import PrintedPage, Word, fold, open_pages
from generator.proof.layout import Spread, spread_exercises, warn_of_divided, warn_of_pages
from generator.proof.reading import ROUNDING, fault_of, read_bodies
from generator.proof.steps import find_spans, prove_doses, prove_sides, prove_steps
from generator.proof.structure import read_structure
from generator.proof.written import prove_written

__all__ = ["FontName", "Proof", "name_font", "prove"]

# The foot of a page is looked for in its lowest part.
FOOT = 0.75
# Between two words of a text, a PDF that is read has a space, or two marks for the end of a line.
_NEXT_WORD = 3
# So many letters of a text tell which it is.
_QUOTE = 60
THEME = "the look of handouts is in templates/print/: mend the rule or template that does this"


@dataclass(frozen=True)
class Proof:
    """What was found in a handout: what keeps it back, what reads badly, where its exercises are.

    `ends` are the titles of its exercises, each with its last page from 1.
    """

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    ends: tuple[tuple[str, int], ...]


def prove(pdf: bytes, expected: Expectation, path: str, fonts: Collection[FontName]) -> Proof:
    """Every way in which a handout fails to show what it must, in none but these fonts."""
    with open_pages(pdf) as pages, pikepdf.open(BytesIO(pdf)) as document:
        structure = read_structure(document)
        feet = [_foot(page, expected) for page in pages]
        tops = [top for top, _ in feet]
        reading = read_bodies(pages, tops)
        exercises, smallest = expected.exercises, expected.smallest
        steps, faults = prove_steps(reading, exercises, smallest)
        spans = find_spans(reading, exercises, steps)
        sides, unsided = prove_sides(reading, exercises, spans, smallest)
        apart = [(*lines, *label) for lines, label in zip(steps, sides, strict=True)]
        doses, missing = prove_doses(reading, exercises, spans, apart, smallest)
        beginnings = [reading.place(lines[0].start) if lines else None for lines in steps]
        titles = [reading.place(span.start) for span in spans if reading.letters]
        messages = [
            *prove_fonts(document, fonts),
            *faults,
            *unsided,
            *missing,
            *prove_blocks(reading, expected.blocks, titles, beginnings, smallest),
            *prove_written(reading, expected.written, smallest),
            *(message for _, messages in feet for message in messages),
            *_prove_sizes(pages, smallest, quoted=not expected.written),
        ]
        large = smallest > Expectation.smallest
        spreads = spread_exercises(
            reading, exercises, steps, doses, spans, structure=structure, large=large
        )
        advice = [*warn_of_divided(spreads), *warn_of_pages(reading, tops, structure)]
    return Proof(
        errors=tuple(Problem(path, 0, message, THEME) for message in messages),
        warnings=tuple(Problem(path, 0, *each, severity="warning") for each in advice),
        ends=tuple(_end(spread) for spread in spreads),
    )


def _end(spread: Spread) -> tuple[str, int]:
    return spread.title, max(spread.pages, default=0) + 1


def _prove_sizes(pages: Sequence[PrintedPage], smallest: float, *, quoted: bool) -> Iterator[str]:
    """A message for each page that has type smaller than the least.

    The first such words are quoted, but never where they may be about a patient.
    """
    for page in pages:
        if small := page.smaller(smallest - ROUNDING):
            jumps = (one for one, next_ in pairwise(small) if next_ - one > _NEXT_WORD)
            text = page.text(small[0], next(jumps, small[-1]) + 1)
            what = f'"{shorten(text, _QUOTE, placeholder=" …")}"' if quoted else "a text"
            size = f"{page.sizes[small[0]]:.2g} pt, {smallest:g} pt is the least"
            yield f"{what} on page {page.number + 1} is printed at {size}"


def _foot(page: PrintedPage, expected: Expectation) -> tuple[float, list[str]]:
    """Where the foot of a page begins, and what is wrong with it."""
    top, messages = page.height, []
    for line in expected.footer:
        words = _lowest(page, fold(line))
        name = f'the line "{line}" in the foot of page {page.number + 1}'
        if not words:
            messages.append(f"{name} is missing")
            continue
        top = min(top, *(word.box.top for word in words))
        if fault := fault_of(words, expected.smallest):
            messages.append(f"{name} cannot be read: {fault}")
    return top, messages


def _lowest(page: PrintedPage, line: str) -> list[Word]:
    """The words of the last of several equal lines that stands in the foot of a page."""
    letters = page.text_as_compared
    at = letters.rfind(line)
    while at >= 0:
        glyphs = (glyph.number for _, glyph in page.letters[at : at + len(line)])
        words = list(page.words(list(dict.fromkeys(glyphs))))
        if all(word.box.top > page.height * FOOT for word in words):
            return words
        at = letters.rfind(line, 0, at)
    return []
