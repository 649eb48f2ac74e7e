"""Renders a page of a PDF, or a strip of it, and tells what is drawn in its places."""

from collections.abc import Iterator
from ctypes import c_ubyte
from functools import cached_property
from math import ceil, floor
from typing import Any, cast

import pypdfium2
from PIL import Image
from pypdfium2 import raw as pdfium

from generator.proof.fields import Edges
from generator.proof.sight import BYTES, Colour, Picture, Sight, in_pixels, look

# Two pixels a point: the thinnest stroke of 12 pt type is then a whole pixel wide.
SCALE = 2
# Ink is looked for in so many rows of pixels at a time: it is found in the first, as a rule.
BAND = 80
# So many pixels around a word are looked at too: there the paper shows.
MARGIN = 2
# How much darker or paler than its surroundings a line is that is seen behind letters, of 255.
PAINTED = 48
# The memory of so many pictures is kept for the next: to be given it takes long, as it comes empty.
KEPT = 16
_spare: list[Any] = []


class PagePicture:
    """A page as it is printed, of which only a strip is rendered where no more is asked about.

    Every place is told in points from the top left corner of the page; so are the edges of the
    strip, in whole points.
    """

    def __init__(self, page: pypdfium2.PdfPage, top: int = 0, bottom: int | None = None) -> None:
        self._page = page
        self._top = top
        self._is_strip = bottom is not None
        self._taken: list[Any] = []
        rows = ceil(page.get_height() * SCALE)
        below = 0 if bottom is None else max(rows - bottom * SCALE, 0)
        self._crop = (0, below / SCALE, 0, top)

    def look_at(self, box: Edges, line: Edges, ink: Colour) -> Sight:
        """What the eye finds, in a place with a narrow margin, of a word in a colour."""
        place, along = (in_pixels(self._within(edges), SCALE, MARGIN) for edges in (box, line))
        return look(self._picture, place, along, ink, MARGIN)

    def is_painted(self, box: Edges) -> bool:
        """Whether anything but letters on flat paper is drawn in a place."""
        left, top, right, bottom = (edge * SCALE for edge in self._within(box))
        place = ceil(left), ceil(top), floor(right), floor(bottom)
        if place[0] >= place[2] or place[1] >= place[3]:
            return False
        darkest, palest = cast("tuple[int, int]", self._bare_picture.crop(place).getextrema())
        return palest - darkest > PAINTED

    def ink(self, top: float, bottom: float) -> tuple[float, float] | None:
        """From where to where there is ink between two heights of the page."""
        rows = range(round((top - self._top) * SCALE), round((bottom - self._top) * SCALE))
        bands = [rows[start : start + BAND] for start in range(0, len(rows), BAND)]
        first = next((found[0] for band in bands if (found := self._picture.ink(band))), None)
        last = next((found[1] for band in bands[::-1] if (found := self._picture.ink(band))), None)
        if first is None or last is None:
            return None
        start = rows.start
        return top + (first - start) / SCALE, top + (last - start) / SCALE

    def let_go(self) -> None:
        """Give back the memory of the pictures, at which nobody may look any more."""
        for picture in ("_picture", "_bare_picture"):
            vars(self).pop(picture, None)
        _spare.extend(self._taken[: KEPT - len(_spare)])
        self._taken.clear()

    def _within(self, edges: Edges) -> Edges:
        """A place as it is told from the top of the strip."""
        left, top, right, bottom = edges
        return left, top - self._top, right, bottom - self._top

    @cached_property
    def _picture(self) -> Picture:
        page = self._draw(rev_byteorder=True, prefer_bgrx=True)
        return Picture(page.buffer, page.width, page.height)

    @cached_property
    def _bare_picture(self) -> Image.Image:
        """The page without its letters, in grey: what is painted behind them and over them."""
        texts = list(_find_texts(self._page.raw))
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, False)
        picture: Image.Image = self._draw(grayscale=True).to_pil()
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, True)
        return picture

    def _draw(self, **how: bool) -> pypdfium2.PdfBitmap:
        make = pypdfium2.PdfBitmap.new_native if self._is_strip else self._take_paper
        return self._page.render(scale=SCALE, crop=self._crop, bitmap_maker=make, **how)

    def _take_paper(self, width: int, height: int, **how: Any) -> pypdfium2.PdfBitmap:
        size = width * height * (1 if how["format"] == pdfium.FPDFBitmap_Gray else BYTES)
        at = next((at for at, pixels in enumerate(_spare) if len(pixels) == size), None)
        self._taken.append((c_ubyte * size)() if at is None else _spare.pop(at))
        return pypdfium2.PdfBitmap.new_native(width, height, buffer=self._taken[-1], **how)


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
