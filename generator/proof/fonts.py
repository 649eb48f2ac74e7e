"""Proves that every font of a PDF lies in the file, and is one that came with the theme."""

import re
import struct
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import pikepdf

_FILES = ("/FontFile2", "/FontFile3", "/FontFile")
# The names by which a font is told from others: family, style, its own and its full name.
_NAMES = range(1, 5)
_MICROSOFT = 3
_ENTRY = re.compile(rb"^<[0-9a-f]+>\s*<([0-9a-f]+)>\s*$", re.IGNORECASE | re.MULTILINE)
_NO_NAME = "without a name"


class FontName(NamedTuple):
    """What a font file keeps of itself when all but a few of its letters are left out.

    `head` holds its revision, its unit and the moments at which it was made and last changed.
    """

    head: bytes
    names: tuple[bytes, ...]


def name_font(content: bytes) -> FontName | None:
    """The name of a TrueType or OpenType font; `None` if the bytes are none."""
    try:
        tables = _read_tables(content)
        head = tables["head"]
        return FontName(head[4:8] + head[18:36], tuple(_read_names(tables["name"])))
    except (KeyError, UnicodeDecodeError, struct.error):
        return None


def prove_fonts(document: pikepdf.Pdf, ours: Collection[FontName]) -> Iterator[str]:
    """A message for each font that is not in the file, or did not come with the theme."""
    for font in filter(_is_whole_font, document.objects):
        (part,) = font.get("/DescendantFonts", [font])
        descriptor = part.get("/FontDescriptor", pikepdf.Dictionary())
        file = next((descriptor[key] for key in _FILES if key in descriptor), None)
        called = _call(font, descriptor)
        if file is None:
            yield f'the font "{called}" is not in the file: each machine would print another'
        elif name_font(file.read_bytes()) not in ours:
            letters = " ".join(sorted({*_read_letters(font)} - {" "}))
            yield (
                f"the handouts have no font for {letters or 'some letters'}:"
                f' the machine\'s font "{called}" would be printed'
            )


def _is_whole_font(one: object) -> bool:
    """Whether it is a font, and not the part of one that has the shapes of its letters."""
    if not (isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"):
        return False
    return one.get("/Subtype") not in ("/CIDFontType0", "/CIDFontType2")


def _call(font: pikepdf.Object, descriptor: pikepdf.Object) -> str:
    name = descriptor.get("/FontFamily") or font.get("/BaseFont") or font.get("/Name") or _NO_NAME
    return str(name).lstrip("/")


def _read_letters(font: pikepdf.Object) -> Iterator[str]:
    """The letters that are printed in a font."""
    if "/ToUnicode" in font:
        for found in _ENTRY.findall(font.ToUnicode.read_bytes()):
            yield from bytes.fromhex(found.decode()).decode("utf-16-be", "replace")


def _read_tables(content: bytes) -> Mapping[str, bytes]:
    (count,) = struct.unpack_from(">4xH", content)
    rows = (struct.unpack_from(">4s4xLL", content, 12 + 16 * at) for at in range(count))
    return {tag.decode("latin-1"): content[start : start + size] for tag, start, size in rows}


def _read_names(table: bytes) -> Iterator[bytes]:
    count, texts = struct.unpack_from(">2xHH", table)
    for at in range(count):
        row = struct.unpack_from(">6H", table, 6 + 12 * at)
        platform, _, _, name, size, start = row
        if platform == _MICROSOFT and name in _NAMES:
            yield table[texts + start : texts + start + size]
