"""Reads a PDF back as letters with their size, colour and place, and as pictures of its pages."""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw as pdfium

# Two pixels a point: the thinnest stroke of 12 pt type is then a whole pixel wide.
SCALE = 2
# So many pixels around a word are looked at too: there the paper shows.
MARGIN = 2
# No letter is as flat as this share of its type; a hyphen or three dots are.
FLAT = 0.2
# What is paler than this share of black is paper.
_VISIBLE = [255 if value > 0.05 * 255 else 0 for value in range(256)]
Colour = tuple[int, int, int]
# Where PDFium writes the edges of a letter, left, right, bottom and top.
_EDGES = tuple(ctypes.c_double() for _ in range(4))


@dataclass(frozen=True)
class Box:
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


@dataclass(frozen=True)
class Glyph:
    """Where a letter was printed: the number of its page from 0, and its number on that page."""

    page: int
    index: int


class PrintedPage:
    """One page of a PDF. What is costly to know is looked up when it is asked for."""

    def __init__(self, page: pypdfium2.PdfPage, number: int) -> None:
        self.number = number
        self.width, self.height = page.get_size()
        self._page = page
        self._text = page.get_textpage()
        self._boxes: dict[int, Box] = {}

    @cached_property
    def letters(self) -> list[tuple[str, Glyph]]:
        """Every letter as it is compared (see `fold`), in the order in which the PDF draws them."""
        count = pdfium.FPDFText_CountChars(self._text)
        return [
            (letter, Glyph(self.number, index))
            for index in range(count)
            for letter in fold_letter(pdfium.FPDFText_GetUnicode(self._text, index))
        ]

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
        letter = chr(pdfium.FPDFText_GetUnicode(self._text, index))
        return letter.isalnum() and box.bottom - box.top < FLAT * self.size(index)

    def size(self, index: int) -> float:
        """The size of a letter's type in points, as it comes out on paper."""
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
        sizes: dict[int | None, float] = {}
        small = []
        for index in dict.fromkeys(glyph.index for _, glyph in self.letters):
            # What is drawn as one piece has one size: asking each letter for it takes long.
            piece = pdfium.FPDFText_GetTextObject(self._text, index)
            drawn = ctypes.cast(piece, ctypes.c_void_p).value
            if drawn not in sizes:
                sizes[drawn] = self.size(index)
            if sizes[drawn] < least:
                small.append(index)
        return small

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
        band = (0, round(top * SCALE), self._picture.width, round(bottom * SCALE))
        if band[1] >= band[3]:
            return None
        inked = ImageChops.invert(self._picture.crop(band).convert("L")).point(_VISIBLE).getbbox()
        return inked and (top + inked[1] / SCALE, top + inked[3] / SCALE)

    def colour(self, index: int) -> Colour:
        """The colour with which a letter is filled."""
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        pdfium.FPDFText_GetFillColor(self._text, index, red, green, blue, alpha)
        return red.value, green.value, blue.value

    def look_at(self, box: Box) -> Image.Image:
        """The picture of a place, with a narrow margin."""
        return self._picture.crop(
            (
                math.floor(box.left * SCALE) - MARGIN,
                math.floor(box.top * SCALE) - MARGIN,
                math.ceil(box.right * SCALE) + MARGIN,
                math.ceil(box.bottom * SCALE) + MARGIN,
            )
        )

    @cached_property
    def _picture(self) -> Image.Image:
        picture: Image.Image = self._page.render(scale=SCALE).to_pil().convert("RGB")
        return picture

    def words(self, indexes: list[int]) -> Iterator["Word"]:
        """The letters as words: each a run without a gap, on one line."""
        boxes = [self.box(index) for index in indexes]
        start = 0
        for at, (before, after) in enumerate(pairwise(indexes), 1):
            if after - before > 1 or not boxes[at - 1].beside(boxes[at]):
                yield Word(self, tuple(indexes[start:at]), _around(boxes[start:at]))
                start = at
        if indexes:
            yield Word(self, tuple(indexes[start:]), _around(boxes[start:]))


@dataclass(frozen=True)
class Word:
    """Letters that stand side by side on a page, and the place of their ink."""

    page: PrintedPage
    indexes: tuple[int, ...]
    box: Box

    @property
    def size(self) -> float:
        """The smallest type in it, in points."""
        return min(self.page.size(index) for index in self.indexes)

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

    def seen(self) -> "Sight":
        """What the eye finds in its place on the rendered page."""
        place = self.page.look_at(self.box)
        ink, paper = self.page.colour(self.indexes[0]), _paper(place)
        gap = _distances(Image.new("RGB", (1, 1), paper), ink).tobytes()[0]
        inked = _distances(place, ink).point([255 if 2 * far < gap else 0 for far in range(256)])
        return Sight(contrast(ink, paper), inked.getbbox(), place.size)


@dataclass(frozen=True)
class Sight:
    """A word on the rendered page: its contrast, and which part of its place holds ink."""

    contrast: float
    ink: tuple[int, int, int, int] | None
    place: tuple[int, int]

    @property
    def whole(self) -> bool:
        """Whether there is ink from edge to edge of the word's place, give or take 3 pixels."""
        if self.ink is None:
            return False
        left, top, right, bottom = self.ink
        width, height = self.place
        reach = MARGIN + 3
        return max(left, top, width - right, height - bottom) <= reach


@contextmanager
def open_pages(pdf: bytes) -> Iterator[list[PrintedPage]]:
    """The pages of a PDF, for as long as they are needed."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        yield [PrintedPage(page, number) for number, page in enumerate(document)]


def fold(text: str) -> str:
    """Text as it is compared: without spaces, hyphens, bullets, ligatures and capitals."""
    return "".join(fold_letter(ord(letter)) for letter in text)


@lru_cache(maxsize=4096)
def fold_letter(code: int) -> str:
    """One character of `fold`; what is broken or joined for the sake of a line is left out."""
    letters = unicodedata.normalize("NFKD", chr(code)).casefold()
    return "".join(c for c in letters if unicodedata.category(c)[0] not in "ZC" and c not in "-‐‑•")


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, from 1 to 21, as the accessibility guidelines define it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=1024)
def _luminance(colour: Colour) -> float:
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: int) -> float:
    """How much light a value of 0 to 255 stands for, as sRGB defines it."""
    share, knee = value / 255, 0.04045
    return share / 12.92 if share <= knee else float(((share + 0.055) / 1.055) ** 2.4)


def _paper(place: Image.Image) -> Colour:
    """The colour behind a word: the commonest in the row of pixels just above its ink."""
    row = place.crop((0, 0, place.width, 1)).tobytes()
    pixels = zip(row[::3], row[1::3], row[2::3], strict=True)
    return Counter(pixels).most_common(1)[0][0]


def _distances(picture: Image.Image, colour: Colour) -> Image.Image:
    """How far each pixel is from a colour, in grey."""
    return ImageChops.difference(picture, Image.new("RGB", picture.size, colour)).convert("L")


def _around(boxes: list[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
