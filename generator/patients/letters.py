"""Writes letters of a patient's texts plainly, and calls by name those that no font has."""

import re
import unicodedata

# How Unicode calls a letter that is another one, or several, in a certain shape.
_SHAPED = re.compile(r"<(?:compat|wide|narrow|font|initial|medial|final|isolated)>")


def write_plainly(text: str) -> str:
    """A text without joined, wide or otherwise shaped letters, such as the one for f and i."""
    return "".join(map(_unshape, unicodedata.normalize("NFC", text)))


def name_letter(sign: str) -> str:
    """A letter as Unicode calls it."""
    return unicodedata.name(sign, f"letter U+{ord(sign):04X}")


def _unshape(sign: str) -> str:
    is_shaped = _SHAPED.match(unicodedata.decomposition(sign))
    return unicodedata.normalize("NFKC", sign) if is_shaped else sign
