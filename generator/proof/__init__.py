"""Reads a handout's PDF back and proves that its safety notes can be read, before its steps."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.errors import Problem
from generator.gate.blocks import find_marker
from generator.proof.glyphs import Box, Glyph, PrintedPage, Word, fold, open_pages
from generator.views import SafetyBlock

# Type sizes are rounded on the way from the stylesheet into the PDF.
ROUNDING = 0.05
LEAST_CONTRAST = 4.5
# A step is looked for by its beginning: what comes later in it may be a table or a list.
STEP_BEGINNING = 40
# So far, in points, its number may stand from it.
NUMBER_REACH = 40
# The foot of a page is looked for in its lowest part.
FOOT = 0.75


@dataclass(frozen=True)
class FirstStep:
    """The first step of an exercise, as plain text; `owner` is its title in a program."""

    owner: str
    text: str


@dataclass(frozen=True)
class Expectation:
    """What a handout must show: its blocks in order, the lines of every foot, where steps begin.

    `smallest` is the least size of type in points.
    """

    blocks: tuple[SafetyBlock, ...]
    footer: tuple[str, ...]
    first_steps: tuple[FirstStep, ...]
    smallest: float = 12


@dataclass(frozen=True)
class _Place:
    page: int
    box: Box


@dataclass(frozen=True)
class _Reading:
    """All letters of the body of the document, in order, and where each was printed."""

    pages: Sequence[PrintedPage]
    letters: str
    glyphs: list[Glyph]

    def words(self, start: int, end: int) -> Iterator[Word]:
        """The words between two letters, page by page."""
        for page in self.pages:
            indexes = [g.index for g in self.glyphs[start:end] if g.page == page.number]
            yield from page.words(list(dict.fromkeys(indexes)))

    def place(self, at: int) -> _Place:
        glyph = self.glyphs[at]
        return _Place(glyph.page, self.pages[glyph.page].box(glyph.index))


def prove(pdf: bytes, expected: Expectation, path: str) -> list[Problem]:
    """Every way in which a handout fails to show its safety notes; none if it may be given out."""
    with open_pages(pdf) as pages:
        feet = [_foot(page, expected) for page in pages]
        reading = _read_bodies(pages, [top for top, _ in feet])
        messages = [
            *_unreadable_blocks(reading, expected),
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
        if fault := _fault(words, expected.smallest):
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


def _read_bodies(pages: Sequence[PrintedPage], feet: list[float]) -> _Reading:
    """The text of the document without the foot of its pages, which may divide a block."""
    letters: list[tuple[str, Glyph]] = []
    for page, foot in zip(pages, feet, strict=True):
        body = [(c, glyph) for c, glyph in page.letters if page.box(glyph.index).bottom < foot]
        letters += body[: _end_of_text(page, body)]
    return _Reading(pages, "".join(c for c, _ in letters), [glyph for _, glyph in letters])


def _end_of_text(page: PrintedPage, body: Sequence[tuple[str, Glyph]]) -> int:
    """Where the bullets and numbers of lists begin, which a PDF draws after the text of a page."""
    end = len(body)
    while end and not body[end - 1][0].isalpha():
        end -= 1
    boxes = [page.box(glyph.index) for _, glyph in body[max(end - 1, 0) :]]
    jumps = (end + n for n, (one, next_) in enumerate(pairwise(boxes)) if not one.beside(next_))
    return next(jumps, len(body))


def _unreadable_blocks(reading: _Reading, expected: Expectation) -> Iterator[str]:
    patterns = [_pattern((block.heading, *block.items)) for block in expected.blocks]
    wanted = Counter(pattern.pattern for pattern in patterns)
    found = {p.pattern: list(p.finditer(reading.letters)) for p in patterns}
    steps, lost = _find_steps(reading, expected.first_steps)
    yield from lost
    taken: Counter[str] = Counter()
    numbers = _number_exercises(expected.blocks)
    for block, pattern, number in zip(expected.blocks, patterns, numbers, strict=True):
        ahead = [step for at, step in enumerate(steps) if step and number in (None, at)]
        key = pattern.pattern
        matches, times = found[key], wanted[key]
        if len(matches) < times and taken[key] >= len(matches):
            yield f"{_name(block)} {_missing(reading, block)}"
        elif len(matches) > times and not taken[key]:
            yield f"{_name(block)} is there {len(matches)} times, it belongs there {_times(times)}"
        elif fault := _block_fault(reading, matches[taken[key]], ahead, expected.smallest):
            yield f"{_name(block)} {fault}"
        taken[key] += 1


def _pattern(pieces: Sequence[str]) -> re.Pattern[str]:
    """The pieces one after the other; a mark such as a bullet may stand between them."""
    return re.compile(r"[^\w]{0,3}".join(re.escape(fold(piece)) for piece in pieces if piece))


def _number_exercises(blocks: Sequence[SafetyBlock]) -> Iterator[int | None]:
    """Which exercise of a program each block belongs to; `None` if it belongs to all of them.

    Its title does not tell: two exercises may have the same.
    """
    number, slug, kinds = -1, "", set[str]()
    for block in blocks:
        if not block.owner:
            yield None
            continue
        owner = find_marker(block).removesuffix(block.kind)
        if owner != slug or block.kind in kinds:
            number, slug, kinds = number + 1, owner, set()
        kinds.add(block.kind)
        yield number


def _find_steps(
    reading: _Reading, first_steps: Sequence[FirstStep]
) -> tuple[list[_Place | None], list[str]]:
    """Where the steps of each exercise begin, and a message for each that was not found."""
    places: list[_Place | None] = []
    messages = []
    after = 0
    for step in first_steps:
        text = re.escape(fold(step.text)[:STEP_BEGINNING])
        starts = [match.start() for match in re.compile(text).finditer(reading.letters, after)]
        # The same words may stand in a summary: a step is the one with its number beside it.
        numbered = (at for at in starts if _is_numbered(reading, at))
        start = next(numbered, starts[0] if starts else None)
        if start is None:
            of = f' of "{step.owner}"' if step.owner else ""
            messages.append(f'the first step{of} is missing or altered: "{step.text}"')
            places.append(None)
        else:
            places.append(reading.place(start))
            after = start + 1
    return places, messages


def _is_numbered(reading: _Reading, at: int) -> bool:
    """Whether a 1 stands on the same line, just before the text."""
    place = reading.place(at)
    page = reading.pages[place.page]
    ones = (page.box(glyph.index) for letter, glyph in page.letters if letter == "1")
    return any(one.beside(place.box) and one.gap(place.box) < NUMBER_REACH for one in ones)


def _name(block: SafetyBlock) -> str:
    return f'the block "{block.name}"' + (f' of "{block.owner}"' if block.owner else "")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _missing(reading: _Reading, block: SafetyBlock) -> str:
    pieces = [piece for piece in (block.heading, *block.items) if piece]
    gone = [piece for piece in pieces if fold(piece) not in reading.letters]
    if len(gone) == len(pieces):
        return "is missing"
    if gone:
        return f'lacks "{gone[0]}", or its words were altered'
    return "is altered: its lines are not together or not in their order"


def _block_fault(
    reading: _Reading, match: re.Match[str], ahead: Sequence[_Place], smallest: float
) -> str:
    """What is wrong with a block that must be read before the steps that begin at `ahead`."""
    words = list(reading.words(*match.span()))
    if fault := _fault(words, smallest):
        return f"cannot be read: {fault}"
    first = min(ahead, key=lambda place: (place.page, place.box.top), default=None)
    if first and any(_follows(word, first) for word in words):
        return f"stands behind the first step, which is on page {first.page + 1}"
    return ""


def _follows(word: Word, step: _Place) -> bool:
    if word.page.number != step.page:
        return word.page.number > step.page
    return word.box.bottom > step.box.top + 1


def _fault(words: Sequence[Word], smallest: float) -> str:
    """Why words cannot be read on paper; empty if they can."""
    for word in words:
        page = f"page {word.page.number + 1}"
        if word.size < smallest - ROUNDING:
            return f"it is printed at {word.size:.2g} pt on {page}, {smallest:g} pt is the least"
        if not word.on_paper:
            return f"it lies outside {page}"
        if word.abridged:
            return f"it is cut short on {page}"
        sight = word.seen()
        if sight.contrast < LEAST_CONTRAST:
            return f"its contrast on {page} is {sight.contrast:.1f}, {LEAST_CONTRAST} is the least"
        if not sight.whole:
            return f"it is hidden, covered or cut off on {page}"
    return ""
