"""The icon of the site in a browser's tab: the clinic's logo, or else its initials."""

import unicodedata
from html import escape
from pathlib import Path
from typing import Final

from generator.media import drawings, photographs
from generator.media.refusals import BadPicture

ICON_SIDE: Final = 256
ACCENT: Final = "#0b5a66"

# By number of letters: as large as the widest letters, such as W, leave room for.
_LETTER_SIZES: Final = {1: 40, 2: 26}
_SMALLEST: Final = 18


def site_icon(media: Path, logo: str, initials: str) -> tuple[str, bytes]:
    """The icon's file name and bytes. `logo` is a path below the folder `media`, or empty.

    A logo that is missing or no good gives way to the initials: measuring it has said so already.
    """
    try:
        return _logo_icon((media / logo).read_bytes(), logo)
    except (BadPicture, OSError):
        return "icon.svg", _initials_icon(initials).encode()


def initials_of(name: str) -> str:
    """At most two letters that stand for a name: "Example Physiotherapy Clinic" is EP.

    Little words are left out where the capitalised ones are enough.
    """
    words = [word for word in unicodedata.normalize("NFKC", name).split() if _initial(word)]
    words = [word for word in words if word.lower() != "the"] or words
    large = [word for word in words if not _initial(word).islower()]
    chosen = large if len(large) > 1 else words
    return "".join(_initial(word) for word in chosen[:2]).upper()


def _logo_icon(content: bytes, logo: str) -> tuple[str, bytes]:
    if logo.lower().endswith(".svg"):
        drawings.check(content)
        return "icon.svg", content
    return "icon.png", photographs.make_square(content, logo, ICON_SIDE)


def _initial(word: str) -> str:
    """The first letter or digit of a word, with the marks that belong to it."""
    start = next((at for at, letter in enumerate(word) if letter.isalnum()), len(word))
    end = start + 1
    while end < len(word) and unicodedata.category(word[end]).startswith("M"):
        end += 1
    return word[start:end]


def _initials_icon(initials: str) -> str:
    count = sum(letter.isalnum() for letter in initials)
    size = _LETTER_SIZES.get(count, _SMALLEST)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">\n'
        f'  <rect width="64" height="64" rx="14" fill="{ACCENT}"/>\n'
        f'  <text x="32" y="32" dy=".36em" fill="#fff" font-family="system-ui, sans-serif" '
        f'font-size="{size}" font-weight="700" text-anchor="middle">{escape(initials)}</text>\n'
        "</svg>\n"
    )
