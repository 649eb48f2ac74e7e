"""Reads a PDF back as letters with their size, colour and place, and as pictures of its pages."""

import ctypes
import math
import unicodedata
from collections.abc import Container, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple, cast

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw as pdfium

from generator.proof.fields import Edges, draw_fields, weave
from generator.proof.sight import Colour, Picture, Sight, look

# Two pixels a point: the thinnest stroke of 12 pt type is then a whole pixel wide.
SCALE = 2
# So many pixels around a word are looked at too: there the paper shows.
MARGIN = 2
# No letter is as flat as this share of its type; a hyphen or three dots are.
FLAT = 0.2
# How much darker or paler than its surroundings a line is that is seen behind letters, of 255.
PAINTED = 48
# What is paler than this share of black is paper.
_VISIBLE = [255 if value > 0.05 * 255 else 0 for value in range(256)]
# Where PDFium writes the edges of a letter, left, right, bottom and top.
_EDGES = tuple(ctypes.c_double() for _ in range(4))


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


@dataclass(frozen=True, slots=True)
class Glyph:
    """Where a letter was printed: the number of its page from 0, and its number on that page."""

    page: int
    index: int


class PrintedPage:
    """One page of a PDF. What is costly to know is looked up when it is asked for."""

    def __init__(self, page: pypdfium2.PdfPage, number: int, fields: Sequence[Edges] = ()) -> None:
        self.number = number
        self._fields = fields
        self.width, self.height = page.get_size()
        self._page = page
        self._text = page.get_textpage()
        self._boxes: dict[int, Box] = {}
        self._sizes: dict[int, float] = {}
        self._sizes_of_pieces: dict[int | None, float] = {}

    @cached_property
    def letters(self) -> list[tuple[str, Glyph]]:
        """Every letter as it is compared (see `fold`), in the order in which the PDF draws them.

        What a field holds stands where it is read.
        """
        count = pdfium.FPDFText_CountChars(self._text)
        codes = (pdfium.FPDFText_GetUnicode(self._text, index) for index in range(count))
        folded = (
            (index, letter) for index, code in enumerate(codes) for letter in fold_letter(code)
        )
        letters = [(letter, Glyph(self.number, index)) for index, letter in folded]
        return weave(letters, self._fields, self._edges) if self._fields else letters

    @cached_property
    def text_as_compared(self) -> str:
        """All its letters, one after the other."""
        return "".join(letter for letter, _ in self.letters)

    def _edges(self, letter: tuple[str, Glyph]) -> Edges:
        return self.box(letter[1].index)

    def box(self, index: int) -> Box:
        """The place of a letter's ink."""
        if index not in self._boxes:
            left, right, bottom, top = _EDGES
            pdfium.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
            top_down = self.height - top.value, self.height - bottom.value
            self._boxes[index] = Box(left.value, top_down[0], right.value, top_down[1])
        return self._boxes[index]

    def is_flat(self, index: int) -> bool:
        """Whether a mark as flat as "…" was printed for a letter."""
        box = self.box(index)
        if box.bottom - box.top >= FLAT * self.size(index):
            return False
        return chr(pdfium.FPDFText_GetUnicode(self._text, index)).isalnum()

    def size(self, index: int) -> float:
        """The size of a letter's type in points, as it comes out on paper."""
        if index not in self._sizes:
            # What is drawn as one piece has one size: to work it out for each letter takes long.
            drawn = pdfium.FPDFText_GetTextObject(self._text, index)
            piece = ctypes.addressof(drawn.contents) if drawn else None
            if piece is None or piece not in self._sizes_of_pieces:
                self._sizes_of_pieces[piece] = self._measure(index)
            self._sizes[index] = self._sizes_of_pieces[piece]
        return self._sizes[index]

    def _measure(self, index: int) -> float:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._text, index, matrix)
        stretch = min(math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d))
        return float(pdfium.FPDFText_GetFontSize(self._text, index)) * stretch

    def text(self, start: int, end: int) -> str:
        """Letters as they were written, with the spaces between them."""
        codes = (pdfium.FPDFText_GetUnicode(self._text, index) for index in range(start, end))
        return " ".join("".join(map(chr, codes)).split())

    def smaller(self, least: float) -> list[int]:
        """The letters whose type is smaller than so many points."""
        indexes = dict.fromkeys(glyph.index for _, glyph in self.letters)
        return [index for index in indexes if self.size(index) < least]

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

    def ink(self, top: float, bottom: float) -> tuple[float, float] | None:
        """From where to where, in points, there is ink between two heights of the page."""
        band = (0, round(top * SCALE), self._picture.image.width, round(bottom * SCALE))
        if band[1] >= band[3]:
            return None
        grey = self._picture.image.crop(band).convert("L")
        inked = ImageChops.invert(grey).point(_VISIBLE).getbbox()
        return inked and (top + inked[1] / SCALE, top + inked[3] / SCALE)

    def colour(self, index: int) -> Colour:
        """The colour with which a letter is filled."""
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        pdfium.FPDFText_GetFillColor(self._text, index, red, green, blue, alpha)
        return red.value, green.value, blue.value

    def look_at(self, box: Box, ink: Colour) -> Sight:
        """What the eye finds, in a place with a narrow margin, of a word in a colour."""
        place = (
            math.floor(box.left * SCALE) - MARGIN,
            math.floor(box.top * SCALE) - MARGIN,
            math.ceil(box.right * SCALE) + MARGIN,
            math.ceil(box.bottom * SCALE) + MARGIN,
        )
        return look(self._picture, place, ink, MARGIN)

    @cached_property
    def _picture(self) -> Picture:
        page = self._page.render(scale=SCALE, rev_byteorder=True).to_pil()
        return Picture(page if page.mode == "RGB" else page.convert("RGB"))

    def is_painted(self, box: Box) -> bool:
        """Whether anything but letters on flat paper is drawn in a place."""
        place = (
            math.ceil(box.left * SCALE),
            math.ceil(box.top * SCALE),
            math.floor(box.right * SCALE),
            math.floor(box.bottom * SCALE),
        )
        if place[0] >= place[2] or place[1] >= place[3]:
            return False
        darkest, palest = cast("tuple[int, int]", self._bare_picture.crop(place).getextrema())
        return palest - darkest > PAINTED

    @cached_property
    def _bare_picture(self) -> Image.Image:
        """The page without its letters, in grey: what is painted behind them and over them."""
        texts = list(_find_texts(self._page.raw))
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, False)
        picture: Image.Image = self._page.render(scale=SCALE, grayscale=True).to_pil()
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, True)
        return picture

    def base(self, index: int) -> float:
        """How far down the line is on which a letter stands."""
        across, up = _EDGES[:2]
        pdfium.FPDFText_GetCharOrigin(self._text, index, across, up)
        return float(self.height - up.value)

    def words(self, indexes: list[int]) -> Iterator["Word"]:
        """The letters as words: each a run without a gap, on one line."""
        boxes = [self.box(index) for index in indexes]
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
        return min(map(self.page.size, self.indexes))

    @property
    def abridged(self) -> bool:
        """Whether "…" was printed for letters of it: text that is copied still has them."""
        return any(self.page.is_flat(index) for index in self.indexes)

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

    def seen(self) -> Sight:
        """What the eye finds in its place on the rendered page."""
        return self.page.look_at(self.box, self.page.colour(self.indexes[0]))


def _find_texts(page: object) -> Iterator[object]:
    """The pieces of text of a page, also those inside what is drawn as a whole."""
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _find_texts_in(pdfium.FPDFPage_GetObject(page, at))


def _find_texts_in(drawn: object) -> Iterator[object]:
    kind = pdfium.FPDFPageObj_GetType(drawn)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        yield drawn
    elif kind == pdfium.FPDF_PAGEOBJ_FORM:
        for at in range(pdfium.FPDFFormObj_CountObjects(drawn)):
            yield from _find_texts_in(pdfium.FPDFFormObj_GetObject(drawn, at))


@contextmanager
def open_pages(pdf: bytes) -> Iterator[list[PrintedPage]]:
    """The pages of a PDF, for as long as they are needed."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        fields = draw_fields(document)
        yield [PrintedPage(page, number, fields[number]) for number, page in enumerate(document)]


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
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
