"""Puts many handouts into one PDF for the print room, with the tags and the language of each."""

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Dictionary, Name, String

from generator.handouts.sheaf import Copying, Sheaf, refer

_FILES = ("/FontFile2", "/FontFile3", "/FontFile")
_OF_TITLE = re.compile(rb"(<dc:title>.*?<rdf:li[^>]*>).*?(</rdf:li>)", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """A handout to put in: its file, and what its bookmark says."""

    file: Path
    bookmark: str


def merge(parts: Iterable[Part], title: str, file: BinaryIO, *, both_sides: bool) -> None:
    """Write one PDF of all parts, in their order, each with a bookmark.

    With `both_sides`, each begins on the front of a sheet: a blank page follows an odd number of
    pages. A part is written before the next is read: of a thousand, one is in memory.
    """
    volume = _Volume(file)
    for number, part in enumerate(parts):
        with pikepdf.open(part.file) as document:
            volume.add(document, number, part.bookmark, both_sides=both_sides)
    volume.finish(title)


class _Volume:
    """The document in the making: it keeps the numbers of pages and owners, and names."""

    def __init__(self, file: BinaryIO) -> None:
        self._sheaf = Sheaf(file)
        self._pages = self._sheaf.reserve()
        self._tree = self._sheaf.reserve()
        self._top = self._sheaf.reserve()
        self._leaves = array("I")
        self._elements = array("I")
        self._owners = array("I")  # of marked content, in turn
        self._bookmarks: list[tuple[str, int]] = []
        self._names: list[tuple[bytes, bytes]] = []
        self._goals: list[tuple[bytes, bytes]] = []
        self._alike: dict[tuple[bytes, str], int] = {}
        self._about: dict[str, Any] = {}

    def add(self, document: pikepdf.Pdf, number: int, bookmark: str, *, both_sides: bool) -> None:
        """Put in a handout: its pages, its tags, the goals of its links."""
        if not self._about:
            self._take_properties(document)
        _rename(document, f"{number + 1}-".encode())
        copying = Copying(self._sheaf, document)
        # What leads to the whole of the handout leads to that of the volume.
        copying.set_number(document.Root.Pages, self._pages)
        copying.set_number(document.Root.StructTreeRoot, self._top)
        pages = [page.obj for page in document.pages]
        for page in pages:
            self._share_fonts(copying, page.Resources)
        leaves = [copying.number(page) for page in pages]
        self._adopt(copying, document, pages)
        copying.put_all()
        self._leaves.extend(leaves)
        self._bookmarks.append((bookmark, leaves[0]))
        if both_sides and len(pages) % 2:
            self._add_blank(pages[-1])

    def finish(self, title: str) -> None:
        """Write what belongs to the whole."""
        put, about = self._sheaf.put, self._about
        pages = b"<< /Type /Pages /Count %d /Kids %s >>"
        put(pages % (len(self._leaves), refer(self._leaves)), self._pages)
        top = b"<< /Type /StructElem /S /Document /P %d 0 R /K %s >>"
        put(top % (self._tree, refer(self._elements)), self._top)
        put(self._describe_tree(), self._tree)
        properties = self._sheaf.put_stream(
            b"/Type /Metadata /Subtype /XML",
            _OF_TITLE.sub(rb"\g<1>%s\g<2>" % escape(title).encode(), about["properties"]),
        )
        root = (
            b"<< /Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R /Metadata %d 0 R"
            b" /Outlines %d 0 R /Lang %s%s"
            b" /MarkInfo << /Marked true >> /ViewerPreferences << /DisplayDocTitle true >> >>"
        )
        outline = self._put_outline()
        goals = b" /Names << /Dests %s >>" % _name_tree(self._goals) if self._goals else b""
        language = _write_text(about["language"])
        whole = put(root % (self._pages, self._tree, properties, outline, language, goals))
        told = {**about["info"], "/Title": title}
        info = b" ".join(b"%s %s" % (key.encode(), _write_text(told[key])) for key in told)
        self._sheaf.finish(whole, put(b"<< %s >>" % info))

    def _take_properties(self, document: pikepdf.Pdf) -> None:
        self._about = {
            "language": str(document.Root.Lang),
            "properties": document.Root.Metadata.read_bytes(),
            "info": {key: str(text) for key, text in document.docinfo.items()},
        }

    def _share_fonts(self, copying: Copying, resources: Any) -> None:
        """A font that another handout has brought along is not needed again."""
        for name, font in resources.get("/Font", Dictionary()).items():
            (part,) = font.get("/DescendantFonts", [font])
            descriptor = part.get("/FontDescriptor", Dictionary())
            streams = [descriptor[key] for key in _FILES if key in descriptor]
            streams += [font.ToUnicode] if "/ToUnicode" in font else []
            held = sha256(str(part.get("/W", "")).encode())
            for stream in streams:
                held.update(stream.read_raw_bytes() + b"\0")
            same = (held.digest(), name)
            if same in self._alike:
                copying.set_number(font, self._alike[same])
            else:
                self._alike[same] = copying.number(font)

    def _adopt(self, copying: Copying, document: pikepdf.Pdf, pages: list[Any]) -> None:
        """Hang the tags of a handout below those of the whole, and count on its content."""
        tree = document.Root.StructTreeRoot
        for element in tree.K:
            element.S = Name.Part
            self._elements.append(copying.number(element))
        pairs = list(tree.ParentTree.Nums)
        owners = {int(number): owner for number, owner in zip(pairs[::2], pairs[1::2], strict=True)}

        def renumber(number: Any) -> int:
            owner = owners[int(number)]
            owner = owner if owner.is_indirect else document.make_indirect(owner)
            self._owners.append(copying.number(owner))
            return len(self._owners) - 1

        for page in pages:
            if "/StructParents" in page:
                page.StructParents = renumber(page.StructParents)
            for note in page.get("/Annots", ()):
                if "/StructParent" in note:
                    note.StructParent = renumber(note.StructParent)
        goals = _read_names(document.Root.get("/Names", Dictionary()).get("/Dests"))
        linked = {bytes(goal) for page in pages for goal in _list_goals(page)}
        self._names += copying.write_named(_read_names(tree.get("/IDTree")))
        self._goals += copying.write_named(pair for pair in goals if pair[0] in linked)

    def _add_blank(self, page: Any) -> None:
        """An empty page of the same size, which has nothing to read."""
        blank = b"<< /Type /Page /Parent %d 0 R /MediaBox %s /Resources << >> /Tabs /S >>"
        box = page.MediaBox.unparse(resolved=True)
        self._leaves.append(self._sheaf.put(blank % (self._pages, box)))

    def _describe_tree(self) -> bytes:
        owners = b" ".join(b"%d %d 0 R" % pair for pair in enumerate(self._owners))
        tree = (
            b"<< /Type /StructTreeRoot /K [ %d 0 R ] /ParentTree %d 0 R /ParentTreeNextKey %d%s >>"
        )
        names = b" /IDTree %s" % _name_tree(self._names) if self._names else b""
        numbers = self._sheaf.put(b"<< /Nums [ %s ] >>" % owners)
        return tree % (self._top, numbers, len(self._owners), names)

    def _put_outline(self) -> int:
        outline = self._sheaf.reserve()
        items = [self._sheaf.reserve() for _ in self._bookmarks]
        for at, (bookmark, page) in enumerate(self._bookmarks):
            item = b"<< /Title %s /Parent %d 0 R /Dest [ %d 0 R /Fit ]"
            before = b" /Prev %d 0 R" % items[at - 1] if at else b""
            behind = b" /Next %d 0 R" % items[at + 1] if at + 1 < len(items) else b""
            told = item % (_write_text(bookmark), outline, page)
            self._sheaf.put(told + before + behind + b" >>", items[at])
        top = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>"
        return self._sheaf.put(top % (items[0], items[-1], len(items)), outline)


def _rename(document: pikepdf.Pdf, prefix: bytes) -> None:
    """Names that are told apart in one handout are so in all of them."""
    for one in document.objects:
        if isinstance(one, Dictionary) and one.get("/Type") == "/StructElem":
            if "/ID" in one:
                one.ID = String(prefix + bytes(one.ID))
            headers: Any = one.A.get("/Headers", ()) if "/A" in one else ()
            for at, header in enumerate(headers):
                headers[at] = String(prefix + bytes(header))
    for page in document.pages:
        for note in page.obj.get("/Annots", ()):
            if isinstance(note.get("/Dest"), String):
                note.Dest = String(prefix + bytes(note.Dest))
    root = document.Root
    trees: tuple[Any, ...] = (
        root.StructTreeRoot.get("/IDTree"),
        root.get("/Names", Dictionary()).get("/Dests"),
    )
    for tree in trees:
        for at in range(0, len(tree.Names) if tree is not None else 0, 2):
            tree.Names[at] = String(prefix + bytes(tree.Names[at]))


def _list_goals(leaf: Any) -> Iterator[Any]:
    for note in leaf.get("/Annots", ()):
        if isinstance(note.get("/Dest"), String):
            yield note.Dest


def _read_names(tree: Any) -> list[tuple[bytes, Any]]:
    pairs = list(tree.Names) if tree is not None else []
    return [(bytes(name), goal) for name, goal in zip(pairs[::2], pairs[1::2], strict=True)]


def _name_tree(pairs: list[tuple[bytes, bytes]]) -> bytes:
    """Names in their order, each with the object that it stands for, as it is written."""
    named = (b"%s %s" % (String(name).unparse(), goal) for name, goal in sorted(pairs))
    return b"<< /Names [ %s ] >>" % b" ".join(named)


def _write_text(text: str) -> bytes:
    return String(text).unparse()
