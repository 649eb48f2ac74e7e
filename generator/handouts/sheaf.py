"""Writes a PDF one object after the other: of what is written, only its place is kept."""

import re
import zlib
from collections.abc import Iterable
from hashlib import sha256
from struct import Struct
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Stream

# Other objects than streams are packed, so many together: small as with qpdf, and soon on disk.
_PACKED = 500
_ENTRY = Struct(">BIH")
_SIZES = "[ 1 4 2 ]"
_FREE, _IN_FILE, _IN_PACK = 0, 1, 2
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
# A text or the hexadecimal one is taken whole: what looks like a reference in it is none.
_REFERENCE = re.compile(
    rb"(?:\([^()\\]*(?:\\.[^()\\]*)*\)|<[0-9A-Fa-f\s]*>)|(\d+) (\d+) R\b", re.DOTALL
)


class Sheaf:
    """A PDF in the making: what is put in goes to its file at once, in packs."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self._digest = sha256()
        self._entries = bytearray(_ENTRY.pack(_FREE, 0, 0xFFFF))
        self._pack: list[tuple[int, bytes]] = []
        self._write(_HEADER)

    def reserve(self) -> int:
        """The number of an object that is put in later."""
        number = len(self._entries) // _ENTRY.size
        self._entries += bytes(_ENTRY.size)
        return number

    def put(self, written: bytes, number: int = 0) -> int:
        """Put in an object that is no stream; its number."""
        number = number or self.reserve()
        self._pack.append((number, written))
        if len(self._pack) == _PACKED:
            self._write_pack()
        return number

    def put_stream(self, keys: bytes, content: bytes, number: int = 0) -> int:
        """Put in a stream, of whose dictionary all but the length is given; its number."""
        number = number or self.reserve()
        self._note(number, _IN_FILE, self._at, 0)
        start = b"%d 0 obj\n<< %s /Length %d >>\nstream\n" % (number, keys, len(content))
        for piece in (start, content, b"\nendstream\nendobj\n"):
            self._write(piece)
        return number

    def finish(self, root: int, info: int) -> None:
        """Write the rest: what is packed still, and where each object stands."""
        self._write_pack()
        at, number = self._at, self.reserve()
        self._note(number, _IN_FILE, at, 0)
        count, name = number + 1, self._digest.hexdigest()[:32]
        keys = (
            f"/Type /XRef /Size {count} /W {_SIZES} /Root {root} 0 R /Info {info} 0 R"
            f" /ID [ <{name}> <{name}> ] /Filter /FlateDecode"
        )
        listed = zlib.compress(self._entries)
        start = f"{number} 0 obj\n<< {keys} /Length {len(listed)} >>\nstream\n".encode()
        end = f"\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n".encode()
        self._write(start + listed + end)

    def _write_pack(self) -> None:
        if not self._pack:
            return
        packed, self._pack = self._pack, []
        container = self.reserve()
        places, content = [], bytearray()
        for index, (number, written) in enumerate(packed):
            self._note(number, _IN_PACK, container, index)
            places.append(b"%d %d" % (number, len(content)))
            content += written + b"\n"
        index_of_all = b" ".join(places) + b"\n"
        keys = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode"
        self.put_stream(
            keys % (len(packed), len(index_of_all)),
            zlib.compress(index_of_all + content),
            container,
        )

    def _note(self, number: int, kind: int, where: int, index: int) -> None:
        _ENTRY.pack_into(self._entries, number * _ENTRY.size, kind, where, index)

    def _write(self, content: bytes) -> None:
        self._file.write(content)
        self._digest.update(content)
        self._at += len(content)


class Copying:
    """Puts objects of one document into a sheaf, each with all that it leads to.

    An object that the document has in common with the sheaf is given its number beforehand, and is
    not put in again.
    """

    def __init__(self, sheaf: Sheaf, document: pikepdf.Pdf) -> None:
        self._sheaf = sheaf
        self._document = document
        # By number and generation in the document.
        self._numbers: dict[tuple[int, int], int] = {}
        self._waiting: list[tuple[int, int]] = []

    def set_number(self, found: Any, number: int) -> None:
        """Say which number in the sheaf an object has that is there already, or is put in apart."""
        self._numbers[found.objgen] = number

    def number(self, found: Any) -> int:
        """The number that an object has in the sheaf; it is put in with the others."""
        return self._number(found.objgen)

    def write_named(self, named: Iterable[tuple[bytes, Any]]) -> list[tuple[bytes, bytes]]:
        """Objects with names, as the sheaf writes them."""
        return [(name, self._renumber(found.unparse())) for name, found in named]

    def put_all(self) -> None:
        """Put in what was asked for, and what it leads to."""
        while self._waiting:
            source = self._waiting.pop()
            found, number = self._document.get_object(source), self._numbers[source]
            if isinstance(found, Stream):
                content, about = found.read_raw_bytes(), found.stream_dict
                if "/Length" in about:
                    del about.Length
                written = self._renumber(about.unparse())
                keys = written.removeprefix(b"<<").removesuffix(b">>").strip()
                self._sheaf.put_stream(keys, content, number)
            else:
                self._sheaf.put(self._renumber(found.unparse(resolved=True)), number)

    def _renumber(self, written: bytes) -> bytes:
        return _REFERENCE.sub(self._refer, written)

    def _refer(self, found: re.Match[bytes]) -> bytes:
        if not found[1]:
            return found[0]
        return b"%d 0 R" % self._number((int(found[1]), int(found[2])))

    def _number(self, source: tuple[int, int]) -> int:
        if source not in self._numbers:
            self._numbers[source] = self._sheaf.reserve()
            self._waiting.append(source)
        return self._numbers[source]


def refer(numbers: Iterable[int]) -> bytes:
    """An array of references."""
    return b"[ %s ]" % b" ".join(b"%d 0 R" % number for number in numbers)
