"""Writes one PDF many times, each time with other drawings on some of its pages."""

import re
import zlib
from collections.abc import Mapping
from hashlib import md5
from io import BytesIO
from itertools import accumulate

import pikepdf

# More would take longer than it saves: a page is 2 KB smaller at the usual level.
_LEVEL = 3
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
# Of an entry in the list of objects: its kind, where it begins, and its generation.
_WIDTHS = (1, 4, 2)
_IN_USE = 1
_LIST = b"""\
%d 0 obj
<< /Type /XRef /Size %d /W [%d %d %d] /Index [%s] /Length %d /ID [<%s> <%s>] %s >>
stream
%s
endstream
endobj
startxref
%d
%%%%EOF
"""


class Original:
    """A PDF that stays as it is: what its pages draw comes behind it, as a PDF may be changed.

    All else is the same bytes in every file, and need not be taken apart or compressed anew.
    """

    def __init__(self, pdf: bytes) -> None:
        """Take a PDF whose list of objects is a stream; `ValueError` if it ends otherwise."""
        end = _END.search(pdf)
        if end is None:
            raise ValueError("it does not end as a PDF")
        self._pdf = pdf
        with pikepdf.open(BytesIO(pdf)) as document:
            trailer = document.trailer
            self._contents = [page.Contents.objgen[0] for page in document.pages]
            self._size = int(trailer.Size)
            self._id = bytes(trailer.ID[0])
            kept = (f"{key} {trailer[key].unparse().decode()}" for key in ("/Root", "/Info"))
            self._kept = f"{' '.join(kept)} /Prev {int(end[1])}".encode("ascii")

    def write(self, drawn: Mapping[int, bytes]) -> bytes:
        """The PDF with this drawn on its pages, by their number from 0."""
        contents = sorted((self._contents[page], content) for page, content in drawn.items())
        objects = [_write_stream(number, content) for number, content in contents]
        *places, end = accumulate(map(len, objects), initial=len(self._pdf))
        numbers = [*(number for number, _ in contents), self._size]
        listed = b"".join(map(_write_entry, (*places, end)))
        identity = md5(b"".join(objects), usedforsecurity=False).hexdigest()
        written = _LIST % (
            self._size,
            self._size + 1,
            *_WIDTHS,
            b" ".join(b"%d 1" % number for number in numbers),
            len(listed),
            self._id.hex().encode(),
            identity.encode(),
            self._kept,
            listed,
            end,
        )
        return b"".join((self._pdf, *objects, written))


def _write_stream(number: int, content: bytes) -> bytes:
    packed = zlib.compress(content, _LEVEL)
    head = b"%d 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % (number, len(packed))
    return b"%s%s\nendstream\nendobj\n" % (head, packed)


def _write_entry(place: int) -> bytes:
    values = zip((_IN_USE, place, 0), _WIDTHS, strict=True)
    return b"".join(value.to_bytes(wide, "big") for value, wide in values)
