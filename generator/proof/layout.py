"""Warns of what reads badly on paper: a divided exercise, a lone heading, a page nearly empty."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.expected import Instructions
from generator.proof.glyphs import fold
from generator.proof.reading import Reading
from generator.proof.steps import Found
from generator.proof.structure import Heading, Structure

# In large print, so many pictures and their steps may be more than a page holds.
_SEVERAL = 3
# Less of a page than this share is a page nearly empty.
LITTLE = 0.2
# In points: between the body of a page and the words of its foot stands a line.
_RULE = 8
# Ink closer to a heading than this, in points, is its own.
_OWN = 2


@dataclass(frozen=True)
class Spread:
    """On which pages, from 0, an exercise stands: its pictures, its steps and its dose.

    `name` is where its title in a program is, with its safety notes. `may_go_on` says that its
    steps and its dose may be overleaf from its pictures.
    """

    title: str
    pictures: frozenset[int]
    steps: frozenset[int]
    dose: frozenset[int]
    name: frozenset[int] = frozenset()
    may_go_on: bool = False

    @property
    def pages(self) -> frozenset[int]:
        """All of these pages."""
        return self.pictures | self.steps | self.dose

    @property
    def is_divided(self) -> bool:
        """Whether its picture, steps and dose are on several pages, or all behind its name."""
        then = self.steps | self.dose
        goes_on = self.may_go_on and self.name == self.pictures and len(then) == 1
        return self._is_behind_its_name or (len(self.pages) > 1 and not goes_on)

    @property
    def parts(self) -> Iterator[tuple[str, frozenset[int]]]:
        """What is told of an exercise that is divided; its name only if nothing stands with it."""
        if self._is_behind_its_name:
            yield "name", self.name
        yield from (("picture", self.pictures), ("steps", self.steps), ("dose", self.dose))

    @property
    def _is_behind_its_name(self) -> bool:
        return bool(self.name and self.pages) and self.name.isdisjoint(self.pages)


def spread_exercises(
    reading: Reading,
    exercises: Sequence[Instructions],
    steps: Sequence[Sequence[Found]],
    doses: Sequence[Sequence[Found]],
    spans: Sequence[range],
    *,
    structure: Structure,
    large: bool,
) -> list[Spread]:
    """Where the parts of each exercise came to stand."""
    taken: Counter[str] = Counter()
    spreads = []
    for exercise, lines, phrases, span in zip(exercises, steps, doses, spans, strict=True):
        pictures = set()
        for words in exercise.pictures:
            pages = [picture.page for picture in structure.pictures if picture.words == words]
            pictures |= set(pages[taken[words] :][:1])
            taken[words] += 1
        spread = Spread(
            exercise.owner,
            frozenset(pictures),
            _pages(reading, lines),
            _pages(reading, phrases),
            _page_of_name(reading, exercise.owner, span.start),
            may_go_on=large and len(exercise.pictures) >= _SEVERAL,
        )
        spreads.append(spread)
    return spreads


def warn_of_divided(spreads: Sequence[Spread]) -> Iterator[tuple[str, str]]:
    """A message and a hint for each exercise whose picture, steps and dose are on several pages."""
    for spread in spreads:
        if spread.is_divided:
            where = (f"its {part} on {_name(pages)}" for part, pages in spread.parts if pages)
            called = f'the exercise "{spread.title}"' if spread.title else "the exercise"
            hint = "shorten its steps or its notes until it fits on one page"
            yield f"{called} is divided: {', '.join(where)}", hint


def warn_of_pages(
    reading: Reading, feet: Sequence[float], structure: Structure
) -> Iterator[tuple[str, str]]:
    """A message and a hint for each heading left alone, and for each page that is nearly empty."""
    for heading in structure.headings:
        if heading.goes_on is not None and heading.goes_on > heading.page:
            yield from _warn_of_heading(reading, feet[heading.page], heading)
    for page, foot in list(zip(reading.pages, feet, strict=True))[:-1]:
        ink = page.picture.ink(0, foot - _RULE)
        if ink is None or ink[1] - ink[0] < LITTLE * foot:
            hint = "shorten what stands on it or before it, or change the order"
            yield f"page {page.number + 1} is less than a fifth full", hint


def _warn_of_heading(reading: Reading, foot: float, heading: Heading) -> Iterator[tuple[str, str]]:
    page = reading.pages[heading.page]
    text, bottom = page.marked(heading.marks)
    if text and not page.picture.ink(bottom + _OWN, foot - _RULE):
        message = f'the heading "{text}" stands alone at the foot of page {page.number + 1}'
        yield message, "shorten what stands before it, or change the order"


def _pages(reading: Reading, found: Sequence[Found]) -> frozenset[int]:
    return frozenset(glyph.page for at in found for glyph in reading.glyphs[at.start : at.end])


def _page_of_name(reading: Reading, title: str, at: int) -> frozenset[int]:
    """The page of a title, if it is where an exercise begins."""
    letters = fold(title)
    if not (letters and reading.letters.startswith(letters, at)):
        return frozenset()
    return frozenset([reading.place(at).page])


def _name(pages: frozenset[int]) -> str:
    numbers = [str(page + 1) for page in sorted(pages)]
    if len(numbers) == 1:
        return f"page {numbers[0]}"
    return f"pages {', '.join(numbers[:-1])} and {numbers[-1]}"
