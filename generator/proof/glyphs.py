"""Reads a PDF back as letters with their size, colour and place."""

import ctypes
import unicodedata
from collections.abc import Container, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from math import ceil, floor, hypot
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw as pdfium

from generator.proof.fields import Edges, draw_fields, weave
from generator.proof.pictures import SCALE, PagePicture
from generator.proof.sight import Colour, Sight

# No letter is as flat as this share of its type; a hyphen or three dots are.
FLAT = 0.2
# Where PDFium writes the edges of a letter, left, right, bottom and top.
_EDGES = tuple(ctypes.c_double() for _ in range(4))
# And the parts of a colour: red, green, blue, and how opaque it is.
_PARTS = tuple(ctypes.c_uint() for _ in range(4))


class Box(NamedTuple):
    """A place on a page, in points from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def beside(self, other: "Box") -> bool:
        """Whether both stand on one line."""
        return self.top < other.bottom and self.bottom > other.top

    def gap(self, other: "Box") -> float:
        """How much is between two places on one line."""
        return max(self.left, other.left) - min(self.right, other.right)


class Glyph(NamedTuple):
    """Where a letter was printed: the number of its page from 0, and its number on that page."""

    page: int
    number: int


class PrintedPage:
    """One page of a PDF, or some of its letters. What is costly to know is looked up when asked."""

    def __init__(
        self,
        page: pypdfium2.PdfPage,
        text: pypdfium2.PdfTextPage,
        number: int,
        fields: Sequence[Edges] = (),
        some: range | None = None,
    ) -> None:
        self.number = number
        self.width, self.height = page.get_size()
        self._page, self._text, self._fields = page, text, fields
        self._is_part = some is not None
        self._numbers = range(text.count_chars()) if some is None else some

    def part(self, left: float, height: float, near: float, count: int) -> "PrintedPage":
        """Some of its letters: so many from the one that is near a place, as a PDF draws them.

        What is not asked about the others is not looked up. It is empty where no letter is near.
        """
        place = left, self.height - height
        start = pdfium.FPDFText_GetCharIndexAtPos(self._text, *place, 2 * near, 2 * near)
        some = self._numbers[start : start + count] if start >= 0 else range(0)
        return PrintedPage(self._page, self._text, self.number, some=some)

    @cached_property
    def picture(self) -> PagePicture:
        """How it is printed; of some letters, the strip of the page on which they stand."""
        if not (self._is_part and self.boxes):
            return PagePicture(self._page)
        place = around(list(self.boxes.values()))
        air = place.bottom - place.top
        return PagePicture(self._page, floor(place.top - air), ceil(place.bottom + air))

    @cached_property
    def letters(self) -> list[tuple[str, Glyph]]:
        """Every letter as it is compared (see `fold`), in the order in which the PDF draws them.

        What a field holds stands where it is read.
        """
        read, text, page = pdfium.FPDFText_GetUnicode, self._text, self.number
        letters = [
            (letter, Glyph(page, index))
            for index in self._numbers
            for letter in fold_letter(read(text, index))
        ]
        return weave(letters, self._fields, self._edges) if self._fields else letters

    @cached_property
    def text_as_compared(self) -> str:
        """All its letters, one after the other."""
        return "".join(letter for letter, _ in self.letters)

    def _edges(self, letter: tuple[str, Glyph]) -> Edges:
        return self.boxes[letter[1].number]

    @cached_property
    def boxes(self) -> dict[int, Box]:
        """The place of each letter's ink, by the letter's number."""
        boxes, high = dict[int, Box](), self.height
        left, right, bottom, top = _EDGES
        for index in self._numbers:
            pdfium.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
            boxes[index] = Box(left.value, high - top.value, right.value, high - bottom.value)
        return boxes

    @cached_property
    def flat(self) -> frozenset[int]:
        """The letters for which a mark as flat as "…" was printed."""
        low = (
            glyph.number
            for _, glyph in self.letters
            if (box := self.boxes[glyph.number]).bottom - box.top < FLAT * self.sizes[glyph.number]
        )
        code = partial(pdfium.FPDFText_GetUnicode, self._text)
        return frozenset(index for index in low if chr(code(index)).isalnum())

    @cached_property
    def sizes(self) -> dict[int, float]:
        """The sizes of the letters' type in points, as they come out on paper, by their numbers."""
        sizes, of_pieces = dict[int, float](), dict[int | None, float]()
        for _, (_, index) in self.letters:
            # What is drawn as one piece has one size: to work it out for each letter takes long.
            drawn = pdfium.FPDFText_GetTextObject(self._text, index)
            piece = ctypes.addressof(drawn.contents) if drawn else None
            if piece is None or piece not in of_pieces:
                of_pieces[piece] = self._measure(index)
            sizes[index] = of_pieces[piece]
        return sizes

    def _measure(self, index: int) -> float:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._text, index, matrix)
        stretch = min(hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d))
        return float(pdfium.FPDFText_GetFontSize(self._text, index)) * stretch

    def text(self, start: int, end: int) -> str:
        """Letters as they were written, with the spaces between them."""
        codes = (pdfium.FPDFText_GetUnicode(self._text, index) for index in range(start, end))
        return " ".join("".join(map(chr, codes)).split())

    def smaller(self, least: float) -> list[int]:
        """The letters whose type is smaller than so many points."""
        return [index for index, size in self.sizes.items() if size < least]

    def marked(self, marks: Container[int]) -> tuple[str, float]:
        """The text that has one of these marks, and how far down it reaches; the foot if none."""
        kinds = [pdfium.FPDF_PAGEOBJ_TEXT]
        pieces = [
            piece
            for piece in self._page.get_objects(filter=kinds, textpage=self._text)
            if pdfium.FPDFPageObj_GetMarkedContentID(piece) in marks
        ]
        text = " ".join(" ".join(piece.extract() for piece in pieces).split())
        lowest = min((piece.get_bounds()[1] for piece in pieces), default=0)
        return text, self.height - lowest

    def colour(self, index: int) -> Colour:
        """The colour with which a letter is filled."""
        red, green, blue, alpha = _PARTS
        pdfium.FPDFText_GetFillColor(self._text, index, red, green, blue, alpha)
        return red.value, green.value, blue.value

    def base(self, index: int) -> float:
        """How far down the line is on which a letter stands."""
        across, up = _EDGES[:2]
        pdfium.FPDFText_GetCharOrigin(self._text, index, across, up)
        return float(self.height - up.value)

    def words(self, indexes: list[int]) -> Iterator["Word"]:
        """The letters as words: each a run without a gap, on one line."""
        boxes = [*map(self.boxes.__getitem__, indexes)]
        start = 0
        for at, (before, after) in enumerate(pairwise(indexes), 1):
            if after - before != 1 or not boxes[at - 1].beside(boxes[at]):
                yield Word(self, tuple(indexes[start:at]), around(boxes[start:at]))
                start = at
        if indexes:
            yield Word(self, tuple(indexes[start:]), around(boxes[start:]))


class Word(NamedTuple):
    """Letters that stand side by side on a page, and the place of their ink."""

    page: PrintedPage
    indexes: tuple[int, ...]
    box: Box

    @property
    def size(self) -> float:
        """The smallest type in it, in points."""
        return min(map(self.page.sizes.__getitem__, self.indexes))

    @property
    def abridged(self) -> bool:
        """Whether "…" was printed for letters of it: text that is copied still has them."""
        return not self.page.flat.isdisjoint(self.indexes)

    @property
    def on_paper(self) -> bool:
        """Whether all of it lies inside the page."""
        box = self.box
        inside_across = box.left >= 0 and box.right <= self.page.width
        return inside_across and box.top >= 0 and box.bottom <= self.page.height

    @property
    def core(self) -> Box:
        """Its place above the line on which it stands, where nothing but letters is drawn."""
        box, edge = self.box, 1 / SCALE
        base = self.page.base(self.indexes[0])
        return Box(box.left, box.top + edge, box.right, base - edge)

    def seen(self, line: Box) -> Sight:
        """What the eye finds in its place, part of that of its line, on the rendered page."""
        return self.page.picture.look_at(self.box, line, self.page.colour(self.indexes[0]))


@contextmanager
def open_pages(pdf: bytes) -> Iterator[list[PrintedPage]]:
    """The pages of a PDF, for as long as they are needed."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        fields = draw_fields(document)
        pages = [
            PrintedPage(page, page.get_textpage(), number, fields[number])
            for number, page in enumerate(document)
        ]
        yield pages
        for page in pages:
            page.picture.let_go()


def fold(text: str) -> str:
    """Text as it is compared: without spaces, hyphens, bullets, ligatures and capitals."""
    return "".join(fold_letter(ord(letter)) for letter in text)


@lru_cache(maxsize=4096)
def fold_letter(code: int) -> str:
    """One character of `fold`; what is broken or joined for the sake of a line is left out."""
    letters = unicodedata.normalize("NFKD", chr(code)).casefold()
    return "".join(c for c in letters if unicodedata.category(c)[0] not in "ZC" and c not in "-‐‑•")


def around(boxes: Sequence[Box]) -> Box:
    """The smallest place that holds them all."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
