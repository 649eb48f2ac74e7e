"""Fills in lines of a handout that was laid out once: other glyphs in the place of a few pieces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from generator.handouts.pieces import Drawing, measure, read_drawings, read_letters, same_but, spell
from generator.handouts.shaping import WholeFont, find_font, shape
from generator.handouts.updates import Original
from generator.proof import name_font
from generator.proof.glyphs import Box, PrintedPage, fold, open_pages
from generator.proof.reading import fault_of

# How far, in points, a text may stand from where its line begins: a letter has air before it.
_AIR = 6
_POINT = 0.75  # of a CSS pixel, in which the press draws
# A PDF lists no more letters in a row.
_MOST_ENTRIES = 100
_TO_UNICODE = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
ENTRIES
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass(frozen=True)
class Slot:
    """Where a text is filled in: page and number of the piece, its place in points, its type."""

    page: int
    at: int
    left: float
    base: float
    font: str
    size: float


@dataclass(frozen=True)
class Plate:
    """A handout that was laid out once, whose fonts are whole, and where it is filled in.

    Pages with something to fill in are empty in `pdf`: what they draw is in `drawings`.
    """

    pdf: bytes
    drawings: Mapping[int, Drawing]
    slots: Mapping[str, tuple[Slot, ...]]


class Engraver:
    """Makes a plate of a handout that was printed with some texts filled in, each by its name."""

    def __init__(self, pdf: bytes, texts: Mapping[str, str], folders: Sequence[Path]) -> None:
        self._document = pikepdf.open(BytesIO(pdf))
        self._drawings = read_drawings(self._document)
        self._fonts = self._list_fonts()
        letters = {name: read_letters(font) for name, font in self._fonts.items()}
        self.slots = {
            field: tuple(
                Slot(number, at, piece.left, piece.top, piece.font, piece.size)
                for number, drawing in enumerate(self._drawings)
                for at, piece in enumerate(drawing.pieces)
                if spell(piece.glyphs, letters[piece.font]) == text
            )
            for field, text in texts.items()
        }
        self._whole = {
            slot.font: self._find_whole(slot.font, folders)
            for slots in self.slots.values()
            for slot in slots
        }

    @property
    def is_possible(self) -> bool:
        """Whether each text stands in a piece of its own, in a font of the theme."""
        return all(self.slots.values()) and all(self._whole.values())

    def shape(self, field: str, language: str, texts: Sequence[str]) -> list[bytes | None]:
        """The glyphs of texts for a field; `None` where plain glyphs do not do."""
        looks = {(slot.font, slot.size) for slot in self.slots[field]}
        if len(looks) > 1:
            return [None] * len(texts)
        ((font, size),) = looks
        return shape(self._whole_of(font), size, language, texts)

    def length(self, field: str, glyphs: bytes) -> float:
        """How long a text is, in thousandths of its size."""
        widths = self._whole_of(self.slots[field][0].font).widths
        return measure(glyphs, dict(enumerate(widths)))

    def agrees(self, pdf: bytes, glyphs: Mapping[str, bytes]) -> bool:
        """Whether a handout printed with other texts is this one with their glyphs in the slots."""
        with pikepdf.open(BytesIO(pdf)) as document:
            drawings = read_drawings(document)
            if not self._is_like(document):
                return False
        places: dict[int, set[int]] = {}
        for slots in self.slots.values():
            for slot in slots:
                places.setdefault(slot.page, set()).add(slot.at)
        return same_but(self._drawings, drawings, places) and all(
            drawings[slot.page].pieces[slot.at].glyphs == glyphs[field]
            for field, slots in self.slots.items()
            for slot in slots
        )

    def engrave(self) -> Plate:
        """The plate, whose fonts have every glyph that may be filled in."""
        for name, whole in self._whole.items():
            if whole:
                _make_whole(self._document, self._fonts[name], whole)
        pages = {slot.page for slots in self.slots.values() for slot in slots}
        drawings = {number: self._drawings[number] for number in pages}
        for number in pages:
            self._document.pages[number].Contents.write(b"")  # each handout brings its own
        return Plate(_save(self._document), drawings, self.slots)

    def _whole_of(self, name: str) -> WholeFont:
        whole = self._whole[name]
        if whole is None:
            raise ValueError(name)
        return whole

    def _list_fonts(self) -> dict[str, Any]:
        fonts: dict[str, Any] = {}
        for page in self._document.pages:
            fonts |= {name.lstrip("/"): font for name, font in page.Resources.Font.items()}
        return fonts

    def _find_whole(self, name: str, folders: Sequence[Path]) -> WholeFont | None:
        descriptor = self._fonts[name].DescendantFonts[0].FontDescriptor
        if "/FontFile2" not in descriptor:
            return None
        return find_font(folders, name_font(descriptor.FontFile2.read_bytes()))

    def _is_like(self, other: pikepdf.Pdf) -> bool:
        """Whether both documents have the same objects, but for fonts and what pages draw."""
        mine, others = list(self._document.objects), list(other.objects)
        return len(mine) == len(others) and all(
            _describe(one) == _describe(two) for one, two in zip(mine, others, strict=True)
        )


class Stamper:
    """Prints a plate, with a text in each field, as often as is wanted."""

    def __init__(self, plate: Plate) -> None:
        self._plate = plate
        self._original = Original(plate.pdf)

    def stamp(self, glyphs: Mapping[str, bytes]) -> bytes:
        """The PDF with what draws the text of each field. Nothing else of it changes."""
        return self._original.write(
            {
                number: drawing.fill(
                    {
                        slot.at: glyphs[field]
                        for field, slots in self._plate.slots.items()
                        for slot in slots
                        if slot.page == number
                    }
                )
                for number, drawing in self._plate.drawings.items()
            }
        )


def prove_stamp(pdf: bytes, plate: Plate, texts: Mapping[str, str], smallest: float) -> list[str]:
    """The fields that cannot be read of a stamped handout, each with why."""
    with open_pages(pdf) as pages:
        return [
            f"{field}: {fault}"
            for field, slots in plate.slots.items()
            for slot in slots
            if (fault := _fault_at(pages[slot.page], slot, texts[field], smallest))
        ]


def _fault_at(page: PrintedPage, slot: Slot, text: str, smallest: float) -> str:
    """Why a text cannot be read where it was filled in; empty if it can.

    A text without a letter to compare, such as a dash, is not taken for found.
    """
    left, base, size, letters = slot.left * _POINT, slot.base * _POINT, slot.size, fold(text)
    # Readers make up a space where letters stand apart.
    part = page.part(left, base - size / 4, _AIR, 2 * len(text))
    numbers = list(dict.fromkeys(glyph.number for _, glyph in part.letters[: len(letters)]))
    is_found = bool(letters) and part.text_as_compared.startswith(letters)
    if not is_found or not _is_at(part.boxes[numbers[0]], slot):
        return "it is not at its place"
    return fault_of(list(part.words(numbers)), smallest)


def _is_at(box: Box, slot: Slot) -> bool:
    """Whether a letter stands where a text begins: on its line, at its left end."""
    left, base = slot.left * _POINT, slot.base * _POINT
    return abs(box.left - left) < _AIR and box.top < base < box.bottom + _AIR


def _make_whole(document: pikepdf.Pdf, font: Any, whole: WholeFont) -> None:
    """Put all of a font in the place of the part that was embedded."""
    letters = dict(whole.letters) | dict(read_letters(font))
    part = font.DescendantFonts[0]
    part.W = pikepdf.Array([0, pikepdf.Array(whole.widths)])
    part.FontDescriptor.FontFile2 = document.make_stream(whole.file, Length1=len(whole.file))
    if "/CIDSet" in part.FontDescriptor:
        del part.FontDescriptor.CIDSet
    font.ToUnicode = document.make_stream(_write_letters(letters))


def _write_letters(letters: Mapping[int, str]) -> bytes:
    """Which letters the glyphs of a font stand for, as a PDF tells readers."""
    lines = [
        f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in sorted(letters.items())
    ]
    groups = (lines[at : at + _MOST_ENTRIES] for at in range(0, len(lines), _MOST_ENTRIES))
    body = "\n".join(
        f"{len(group)} beginbfchar\n{chr(10).join(group)}\nendbfchar" for group in groups
    )
    return _TO_UNICODE.replace("ENTRIES", body).encode("ascii")


def _describe(one: object) -> object:
    """An object as two documents have it when they differ in what is filled in alone."""
    if isinstance(one, pikepdf.Stream):
        return sorted(key for key in one if key not in ("/Length", "/Length1"))
    if isinstance(one, pikepdf.Dictionary) and one.get("/Type") in ("/Font", "/FontDescriptor"):
        return str(one.Type)
    return one.unparse() if isinstance(one, pikepdf.Object) else one


def _save(document: pikepdf.Pdf) -> bytes:
    written = BytesIO()
    document.save(written, deterministic_id=True)
    return written.getvalue()
