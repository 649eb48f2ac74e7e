"""The body of a printed document as one text, in which every letter knows its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter

from generator.proof.glyphs import Box, Glyph, PrintedPage, Word, around

# Type sizes are rounded on the way from the stylesheet into the PDF.
ROUNDING = 0.05
LEAST_CONTRAST = 4.5


@dataclass(frozen=True)
class Place:
    """Where something begins: its page from 0, and the box of its first letter there."""

    page: int
    box: Box

    def above(self, other: "Place") -> bool:
        """Whether it stands on an earlier page, or higher up and not on the same line."""
        if self.page != other.page:
            return self.page < other.page
        return self.box.bottom <= other.box.top


@dataclass(frozen=True)
class Reading:
    """All letters of the body of the document, in order, and where each was printed."""

    pages: Sequence[PrintedPage]
    letters: str
    glyphs: list[Glyph]

    def words(self, start: int, end: int) -> Iterator[Word]:
        """The words between two letters, page by page."""
        for number, glyphs in groupby(self.glyphs[start:end], attrgetter("page")):
            indexes = dict.fromkeys(glyph.number for glyph in glyphs)
            yield from self.pages[number].words(list(indexes))

    def place(self, at: int) -> Place:
        """The place of a letter."""
        glyph = self.glyphs[at]
        return Place(glyph.page, self.pages[glyph.page].boxes[glyph.number])


def read_bodies(pages: Sequence[PrintedPage], feet: list[float]) -> Reading:
    """The text of the document without the foot of its pages, which may divide a block."""
    letters: list[tuple[str, Glyph]] = []
    for page, foot in zip(pages, feet, strict=True):
        body = [(c, glyph) for c, glyph in page.letters if page.boxes[glyph.number].bottom < foot]
        letters += body[: _end_of_text(page, body)]
    return Reading(pages, "".join(c for c, _ in letters), [glyph for _, glyph in letters])


def _end_of_text(page: PrintedPage, body: Sequence[tuple[str, Glyph]]) -> int:
    """Where the bullets and numbers of lists begin, which a PDF draws after the text of a page."""
    end = len(body)
    while end and not body[end - 1][0].isalpha():
        end -= 1
    boxes = [page.boxes[glyph.number] for _, glyph in body[max(end - 1, 0) :]]
    jumps = (end + n for n, (one, next_) in enumerate(pairwise(boxes)) if not one.beside(next_))
    return next(jumps, len(body))


def fault_of(words: Sequence[Word], smallest: float) -> str:
    """Why words cannot be read on paper; empty if they can."""
    lines = list(_lines(words))
    for line in lines:
        place = around([word.box for word in line])
        if fault := next(filter(None, (_fault(word, place, smallest) for word in line)), ""):
            return fault
    struck = next((word for line in lines if _is_painted(line) for word in line), None)
    return f"it is struck out or painted over on page {struck.page.number + 1}" if struck else ""


def _fault(word: Word, line: Box, smallest: float) -> str:
    """Why a word cannot be read that stands on a line."""
    page = word.page.number + 1
    if word.size < smallest - ROUNDING:
        return f"it is printed at {word.size:.2g} pt on page {page}, {smallest:g} pt is the least"
    if not word.on_paper:
        return f"it lies outside page {page}"
    if word.abridged:
        return f"it is cut short on page {page}"
    sight = word.seen(line)
    if sight.contrast < LEAST_CONTRAST:
        return f"its contrast on page {page} is {sight.contrast:.1f}, {LEAST_CONTRAST} is the least"
    return "" if sight.whole else f"it is hidden, covered or cut off on page {page}"


def _is_painted(words: Sequence[Word]) -> bool:
    """Whether something is drawn through words on one line, or else through one of them."""
    picture, cores = words[0].page.picture, [word.core for word in words]
    return picture.is_painted(around(cores)) and any(map(picture.is_painted, cores))


def _lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words in runs of those that stand on one line."""
    line: list[Word] = []
    for word in words:
        if line and not (line[-1].page is word.page and line[-1].box.beside(word.box)):
            yield line
            line = []
        line.append(word)
    if line:
        yield line
