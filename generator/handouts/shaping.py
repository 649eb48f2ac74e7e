"""Sets single texts in a font, as the press would: which glyphs, and how far apart."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from io import BytesIO
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont

from generator.handouts.engine import set_alone
from generator.handouts.pieces import Letters, read_drawings, spell
from generator.proof import FontName, name_font

# What sets a text, and what a PDF has no use for.
_SETTING = ("GSUB", "GPOS", "GDEF", "BASE", "JSTF", "DSIG", "kern", "FFTM", "LTSH", "PCLT")
_LINE = 40  # pixels from one text to the next
_WIDE = 8000
_UNIT = 1000


@dataclass(frozen=True)
class WholeFont:
    """A font with all its glyphs: its file, their widths in thousandths, and their letters."""

    source: bytes
    file: bytes
    widths: tuple[int, ...]
    letters: Letters


def find_font(folders: Sequence[Path], name: FontName | None) -> WholeFont | None:
    """The font of the theme or the clinic that a PDF has a part of."""
    files = (file for folder in folders for file in sorted(folder.rglob("*.ttf")))
    found = (file for file in files if name and name_font(file.read_bytes()) == name)
    file = next(found, None)
    return _load(file.read_bytes()) if file else None


def list_letters(folders: Sequence[Path]) -> frozenset[str]:
    """Every letter that a font of the theme or the clinic has."""
    found = set[str]()
    for folder in folders:
        for ending in ("*.ttf", "*.otf"):
            for file in sorted(folder.rglob(ending)):
                with TTFont(file, lazy=True) as font:
                    found.update(map(chr, font.getBestCmap() or ()))
    return frozenset(found)


@lru_cache(maxsize=8)
def _load(content: bytes) -> WholeFont:
    font = TTFont(BytesIO(content), recalcTimestamp=False, recalcBBoxes=False)
    unit, names = font["head"].unitsPerEm, font.getGlyphOrder()
    widths = tuple(round(font["hmtx"][name][0] * _UNIT / unit) for name in names)
    letters: dict[int, str] = {}
    for code, name in sorted((font.getBestCmap() or {}).items(), reverse=True):
        letters[font.getGlyphID(name)] = chr(code)
    for table in _SETTING:
        if table in font:
            del font[table]
    written = BytesIO()
    font.save(written, reorderTables=None)
    return WholeFont(content, written.getvalue(), widths, letters)


def shape(font: WholeFont, size: float, language: str, texts: Sequence[str]) -> list[bytes | None]:
    """The glyphs of each text on one line; `None` where a font's plain glyphs do not say it all.

    So it is with letters that the font lacks, joins, turns or sets above each other.
    """
    known = frozenset("".join(font.letters.values()))
    plain = list(dict.fromkeys(text for text in texts if text and known.issuperset(text)))
    shaped = dict(zip(plain, _shape(font, size, language, plain), strict=True)) if plain else {}
    return [shaped.get(text) for text in texts]


def _shape(font: WholeFont, size: float, language: str, texts: Sequence[str]) -> list[bytes | None]:
    address = f"data:font/ttf;base64,{b64encode(font.source).decode()}"
    rules = (
        f"@font-face {{ font-family: Shaped; src: url({address}) }}"
        f"@page {{ size: {_WIDE}px {_LINE * len(texts)}px; margin: 0 }} body {{ margin: 0 }}"
        f"p {{ margin: 0; height: {_LINE}px; font: {size}px/{_LINE}px Shaped; white-space: pre }}"
    )
    lines = "".join(f"<p>{escape(text)}</p>" for text in texts)
    pdf = set_alone(f'<html lang="{language}"><body>{lines}', rules)
    with pikepdf.open(BytesIO(pdf)) as document:
        (drawing,) = read_drawings(document)
    found: dict[int, list[bytes]] = {}
    for piece in drawing.pieces:
        found.setdefault(int(piece.top // _LINE), []).append(piece.glyphs)
    shaped = [found.get(number, []) for number in range(len(texts))]
    return [
        one[0] if len(one) == 1 and spell(one[0], font.letters) == text else None
        for one, text in zip(shaped, texts, strict=True)
    ]
