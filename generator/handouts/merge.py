"""Puts many handouts into one PDF for the print room, with the tags and the language of each."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

_FILES = ("/FontFile2", "/FontFile3", "/FontFile")
_OF_TITLE = re.compile(rb"(<dc:title>.*?<rdf:li[^>]*>).*?(</rdf:li>)", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """A handout to put in: its file, and what its bookmark says."""

    file: Path
    bookmark: str


def merge(parts: Iterable[Part], title: str, *, both_sides: bool) -> bytes:
    """One PDF of all parts, in their order, each with a bookmark.

    With `both_sides`, each begins on the front of a sheet: a blank page follows an odd number of
    pages.
    """
    merged = pikepdf.new()
    volume = _Volume(merged)
    for number, part in enumerate(parts):
        with pikepdf.open(part.file) as document:
            volume.add(document, number, part.bookmark, both_sides=both_sides)
    volume.finish(title)
    written = BytesIO()
    merged.save(
        written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
    )
    return written.getvalue()


class _Volume:
    """The document in the making."""

    def __init__(self, merged: pikepdf.Pdf) -> None:
        self._merged = merged
        self._bookmarks: list[OutlineItem] = []
        self._owners: list[Any] = []  # number and owner of marked content, in turn
        self._names: list[tuple[bytes, Any]] = []
        self._goals: list[tuple[bytes, Any]] = []
        self._alike: dict[tuple[bytes, str], Any] = {}
        self._tree = merged.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        self._top = merged.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self._tree, K=Array())
        )
        self._tree.K.append(self._top)
        self._about: dict[str, Any] = {}

    def add(self, document: pikepdf.Pdf, number: int, bookmark: str, *, both_sides: bool) -> None:
        """Put in a handout: its pages, its tags, the goals of its links."""
        if not self._about:
            self._take_properties(document)
        prefix = f"{number + 1}-".encode()
        _rename(document, prefix)
        copied = self._merged.copy_foreign(_gather(document))
        pages = list(copied.Leaves)
        for page in pages:
            page.Type = Name.Page
            self._share_fonts(page.Resources)
            self._merged.pages.append(pikepdf.Page(page))
        self._adopt(copied)
        destination = Array([pages[0], Name.Fit])
        self._bookmarks.append(OutlineItem(bookmark, destination))
        if both_sides and len(pages) % 2:
            self._add_blank(pages[-1])

    def finish(self, title: str) -> None:
        """Write what belongs to the whole."""
        root, about = self._merged.Root, self._about
        self._tree.ParentTree = self._merged.make_indirect(Dictionary(Nums=Array(self._owners)))
        self._tree.ParentTreeNextKey = len(self._owners) // 2
        if self._names:
            self._tree.IDTree = self._merged.make_indirect(_name_tree(self._names))
        if self._goals:
            root.Names = Dictionary(Dests=self._merged.make_indirect(_name_tree(self._goals)))
        root.StructTreeRoot = self._tree
        root.MarkInfo = Dictionary(Marked=True)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.Lang = String(about["language"])
        root.Metadata = self._merged.make_stream(
            _OF_TITLE.sub(rb"\g<1>%s\g<2>" % escape(title).encode(), about["properties"]),
            Type=Name.Metadata,
            Subtype=Name.XML,
        )
        for key, text in about["info"].items():
            self._merged.docinfo[key] = text
        self._merged.docinfo["/Title"] = title
        with self._merged.open_outline() as outline:
            outline.root.extend(self._bookmarks)

    def _take_properties(self, document: pikepdf.Pdf) -> None:
        self._about = {
            "language": str(document.Root.Lang),
            "properties": document.Root.Metadata.read_bytes(),
            "info": {key: str(text) for key, text in document.docinfo.items()},
        }

    def _share_fonts(self, resources: Any) -> None:
        """A font that another handout has brought along is not needed again."""
        for name in list(resources.get("/Font", Dictionary()).keys()):
            font = resources.Font[name]
            (part,) = font.get("/DescendantFonts", [font])
            descriptor = part.get("/FontDescriptor", Dictionary())
            streams = [descriptor[key] for key in _FILES if key in descriptor]
            streams += [font.ToUnicode] if "/ToUnicode" in font else []
            held = sha256(str(part.get("/W", "")).encode())
            for stream in streams:
                held.update(stream.read_raw_bytes() + b"\0")
            resources.Font[name] = self._alike.setdefault((held.digest(), name), font)

    def _adopt(self, copied: Any) -> None:
        """Hang the tags of a handout below those of the whole, and count on its content."""
        for element in copied.Tree.K:
            element.S = Name.Part
            element.P = self._top
            self._top.K.append(element)
        pairs = list(copied.Tree.ParentTree.Nums)
        owners = {int(number): owner for number, owner in zip(pairs[::2], pairs[1::2], strict=True)}
        for page in copied.Leaves:
            if "/StructParents" in page:
                page.StructParents = self._number(owners[int(page.StructParents)])
            for note in page.get("/Annots", ()):
                if "/StructParent" in note:
                    note.StructParent = self._number(owners[int(note.StructParent)])
        self._names += _read_names(copied.Tree.get("/IDTree"))
        self._goals += _read_names(copied.get("/Goals"))

    def _number(self, owner: Any) -> int:
        self._owners += [len(self._owners) // 2, owner]
        return len(self._owners) // 2 - 1

    def _add_blank(self, page: Any) -> None:
        """An empty page of the same size, which has nothing to read."""
        blank = Dictionary(
            Type=Name.Page, MediaBox=page.MediaBox, Resources=Dictionary(), Tabs=Name.S
        )
        self._merged.pages.append(pikepdf.Page(self._merged.make_indirect(blank)))


def _gather(document: pikepdf.Pdf) -> Any:
    """All of a document that is put in, as one object: it is copied with what it leads to."""
    leaves = [page.obj for page in document.pages]
    for leaf in leaves:
        # A page would not be copied with what leads to it.
        leaf.Type = Name.Leaf
        del leaf.Parent
    tree = document.Root.StructTreeRoot
    goals = document.Root.get("/Names", Dictionary()).get("/Dests")
    whole = Dictionary(Leaves=Array(leaves), Tree=tree)
    linked = {bytes(goal) for leaf in leaves for goal in _list_goals(leaf)}
    whole.Goals = _name_tree([pair for pair in _read_names(goals) if pair[0] in linked])
    return document.make_indirect(whole)


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


def _name_tree(pairs: list[tuple[bytes, Any]]) -> Any:
    names = Array()
    for name, goal in sorted(pairs, key=itemgetter(0)):
        names.append(String(name))
        names.append(goal)
    return Dictionary(Names=names)
