"""Reads a handout's PDF back and proves that its safety notes, steps and doses can be read."""

from dataclasses import dataclass

from generator.errors import Problem
from generator.proof.blocks import prove_blocks
from generator.proof.glyphs import PrintedPage, Word, fold, open_pages
from generator.proof.reading import fault_of, read_bodies
from generator.proof.steps import Instructions, prove_doses, prove_steps
from generator.views import SafetyBlock

__all__ = ["Expectation", "Instructions", "prove"]

# The foot of a page is looked for in its lowest part.
FOOT = 0.75


@dataclass(frozen=True)
class Expectation:
    """What a handout must show: its blocks in order, the lines of every foot, what to do.

    `smallest` is the least size of type in points.
    """

    blocks: tuple[SafetyBlock, ...]
    footer: tuple[str, ...]
    exercises: tuple[Instructions, ...]
    smallest: float = 12


def prove(pdf: bytes, expected: Expectation, path: str) -> list[Problem]:
    """Every way in which a handout fails to show what it must; none if it may be given out."""
    with open_pages(pdf) as pages:
        feet = [_foot(page, expected) for page in pages]
        reading = read_bodies(pages, [top for top, _ in feet])
        found, faults = prove_steps(reading, expected.exercises, expected.smallest)
        beginnings = [reading.place(steps[0].start) if steps else None for steps in found]
        messages = [
            *faults,
            *prove_doses(reading, expected.exercises, found, expected.smallest),
            *prove_blocks(reading, expected.blocks, beginnings, expected.smallest),
            *(message for _, messages in feet for message in messages),
        ]
    return [Problem(path, 1, message) for message in messages]


def _foot(page: PrintedPage, expected: Expectation) -> tuple[float, list[str]]:
    """Where the foot of a page begins, and what is wrong with it."""
    top, messages = page.height, []
    letters = "".join(letter for letter, _ in page.letters)
    for line in expected.footer:
        words = _lowest(page, letters, fold(line))
        name = f'the line "{line}" in the foot of page {page.number + 1}'
        if not words:
            messages.append(f"{name} is missing")
            continue
        top = min(top, *(word.box.top for word in words))
        if fault := fault_of(words, expected.smallest):
            messages.append(f"{name} cannot be read: {fault}")
    return top, messages


def _lowest(page: PrintedPage, letters: str, line: str) -> list[Word]:
    """The words of the last of several equal lines that stands in the foot of a page."""
    at = letters.rfind(line)
    while at >= 0:
        glyphs = (glyph.index for _, glyph in page.letters[at : at + len(line)])
        words = list(page.words(list(dict.fromkeys(glyphs))))
        if all(word.box.top > page.height * FOOT for word in words):
            return words
        at = letters.rfind(line, 0, at)
    return []
