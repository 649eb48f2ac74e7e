"""Reads the pieces of text that a page draws, and puts others in their place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pikepdf

# A piece as WeasyPrint writes it: where, in which font and size, which glyphs and how far apart.
_PIECE = re.compile(rb"1 0 0 -1 ([\d.-]+) ([\d.-]+) Tm\n/(\w+) ([\d.]+) Tf\n(\[[^\]]*\]) TJ\nET\n")
_ENTRY = re.compile(rb"^<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*$", re.IGNORECASE | re.MULTILINE)
_RUN = re.compile(rb"<([0-9a-f]*)>|(-?[\d.]+)")

# Which letters the glyphs of a font stand for.
Letters = Mapping[int, str]


@dataclass(frozen=True)
class Piece:
    """A piece of text on a page: its place, its font by the name on that page, and its glyphs."""

    left: float
    top: float
    font: str
    size: float
    glyphs: bytes


@dataclass(frozen=True)
class Drawing:
    """What a page draws: its pieces of text, and all that is between them."""

    between: tuple[bytes, ...]
    pieces: tuple[Piece, ...]

    def fill(self, glyphs: Mapping[int, bytes]) -> bytes:
        """The page with other glyphs in some of its pieces, by their number."""
        parts = [self.between[0]]
        for at, (piece, after) in enumerate(zip(self.pieces, self.between[1:], strict=True)):
            parts += [glyphs.get(at, piece.glyphs), after]
        return b"".join(parts)


def read_drawing(content: bytes) -> Drawing:
    """The content stream of a page, divided so that what is filled in again is the same bytes."""
    between, pieces, end = [], list[Piece](), 0
    for found in _PIECE.finditer(content):
        between.append(content[end : found.start(5)])
        end = found.end(5)
        left, top, font, size, glyphs = found.groups()
        pieces.append(Piece(float(left), float(top), font.decode(), float(size), glyphs))
    return Drawing((*between, content[end:]), tuple(pieces))


def read_drawings(document: pikepdf.Pdf) -> list[Drawing]:
    """What each page of a document draws."""
    return [read_drawing(page.Contents.read_bytes()) for page in document.pages]


def read_letters(font: pikepdf.Object) -> Letters:
    """Which letters the glyphs of a font stand for, as its PDF tells readers."""
    entries = _ENTRY.findall(font.ToUnicode.read_bytes())
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in entries
    }


def spell(glyphs: bytes, letters: Letters) -> str:
    """The text that glyphs stand for."""
    return "".join(letters.get(code, "\ufffd") for code, _ in _steps(glyphs))


def measure(glyphs: bytes, widths: Mapping[int, float]) -> float:
    """How long a piece is, in thousandths of its size."""
    return sum(widths.get(code, 0) - nearer for code, nearer in _steps(glyphs))


def _steps(glyphs: bytes) -> Iterator[tuple[int, float]]:
    """Each glyph, and how much nearer than usual the next one stands."""
    found: list[list[float]] = []
    for run, number in _RUN.findall(glyphs):
        if number and found:
            found[-1][1] += float(number)
        found += [[int(run[at : at + 4], 16), 0.0] for at in range(0, len(run), 4)]
    return ((int(code), nearer) for code, nearer in found)


def same_but(
    one: Sequence[Drawing], other: Sequence[Drawing], places: Mapping[int, set[int]]
) -> bool:
    """Whether two documents draw the same but for the glyphs of some pieces, by page."""
    if len(one) != len(other):
        return False
    for number, (mine, others) in enumerate(zip(one, other, strict=True)):
        if mine.between != others.between or len(mine.pieces) != len(others.pieces):
            return False
        pairs = enumerate(zip(mine.pieces, others.pieces, strict=True))
        changed = {at for at, (piece, changed) in pairs if piece.glyphs != changed.glyphs}
        if not changed <= places.get(number, set()):
            return False
    return True
