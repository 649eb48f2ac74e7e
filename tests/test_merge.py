"""One file for the print room: what is put in stays as it was, and little of it is kept."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from generator.handouts.merge import Part, merge
from generator.handouts.sheaf import Copying, Sheaf

ROOT = Path(__file__).parent.parent
# In a process of its own: the most memory that it ever had, in KB.
_MEASURE = """
import resource, sys
from pathlib import Path
from generator.handouts.merge import Part, merge
with open(sys.argv[2], "wb") as file:
    parts = [Part(Path(sys.argv[1]), "Anna") for _ in range(int(sys.argv[3]))]
    merge(parts, "Handouts", file, both_sides=True)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def copy(document: pikepdf.Pdf, *found: pikepdf.Object) -> pikepdf.Pdf:
    """A document of those objects, and all that they lead to."""
    file = BytesIO()
    sheaf = Sheaf(file)
    copying = Copying(sheaf, document)
    numbers = [copying.number(one) for one in found]
    copying.put_all()
    listed = b" ".join(b"%d 0 R" % number for number in numbers)
    pages = sheaf.put(b"<< /Type /Pages /Kids [] /Count 0 >>")
    root = sheaf.put(b"<< /Type /Catalog /Pages %d 0 R /Found [ %s ] >>" % (pages, listed))
    sheaf.finish(root, sheaf.put(b"<< /Title (Copies) >>"))
    return pikepdf.open(file)


@pytest.mark.parametrize(
    "text",
    [b"5 0 R", b"see (3 0 R)", b") 1 0 R (", b"\\) 1 0 R", b"\x00\xff 2 0 R <", b"", b"\r\n1 0 R"],
)
def test_a_text_that_looks_like_a_reference_stays_a_text(text: bytes) -> None:
    """Numbers change in references alone: never in a text, and never in a name."""
    document = pikepdf.new()
    other = document.make_indirect(Dictionary(Held=String(text), Named=Name("/5 0 R")))
    found = document.make_indirect(
        Dictionary(Before=String(text), Other=other, Numbers=Array([1, 0, other, 2]))
    )
    with copy(document, found) as made:
        (one,) = made.Root.Found
        assert bytes(one.Before) == bytes(one.Other.Held) == text
        assert str(one.Other.Named) == "/5 0 R"
        assert [one.Numbers[at] for at in (0, 1, 3)] == [1, 0, 2]
        assert one.Numbers[2].objgen == one.Other.objgen


def test_a_thousand_objects_that_lead_around_are_copied_once() -> None:
    """More than are packed together, a ring of them, and streams with what they lead to."""
    document = pikepdf.new()
    ring = [document.make_indirect(Dictionary(Number=n)) for n in range(1200)]
    for one, after in zip(ring, [*ring[1:], ring[0]], strict=True):
        one.Next = after
    ring[7].Drawn = document.make_stream(b"0 0 m 1 0 R", Shared=ring[3])
    with copy(document, ring[5], ring[7]) as made:
        assert made.check_pdf_syntax() == []
        first, second = made.Root.Found
        assert (first.Number, second.Number) == (5, 7)
        assert first.Next.Next.objgen == second.objgen
        assert second.Drawn.read_bytes() == b"0 0 m 1 0 R"
        assert second.Drawn.Shared.Next.Next.objgen == first.objgen
        assert len([one for one in made.objects if "/Number" in dict_of(one)]) == len(ring)


def dict_of(found: pikepdf.Object) -> pikepdf.Object | dict[str, object]:
    """A dictionary, or an empty one for what is none."""
    return found if isinstance(found, Dictionary) else {}


@pytest.fixture
def handout(tmp_path: Path) -> Path:
    """A handout of several pages, with links and tables."""
    file = tmp_path / "handout.pdf"
    words = ("print", "glute-stretch", "quadriceps-stretch", "--site", str(ROOT), "-o", str(file))
    subprocess.run([sys.executable, "-m", "generator", *words], cwd=ROOT, check=True)
    return file


@pytest.mark.slow
def test_each_patient_has_the_tags_of_the_pages_and_a_shared_font(handout: Path) -> None:
    """Owners lead to the very pages whose content they tell of; fonts are there once."""
    file = BytesIO()
    merge([Part(handout, "Anna"), Part(handout, "Zoë (2)")], "All", file, both_sides=True)
    with pikepdf.open(handout) as alone, pikepdf.open(file) as made:
        assert made.check_pdf_syntax() == []
        many = len(alone.pages)
        assert len(made.pages) == 2 * (many + many % 2)
        numbers = list(made.Root.StructTreeRoot.ParentTree.Nums)
        owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        for page in made.pages:
            if "/StructParents" in page:
                told = [one for one in owners[int(page.StructParents)] if one is not None]
                assert {one.Pg.objgen for one in told if "/Pg" in one} <= {page.objgen}
        handouts = made.Root.StructTreeRoot.K[0].K
        assert [str(part.S) for part in handouts] == ["/Part", "/Part"]
        assert len({part.objgen for part in handouts}) == 2
        fonts = {font.objgen for page in made.pages for font in list_fonts(page)}
        assert len(fonts) == len({font.objgen for page in alone.pages for font in list_fonts(page)})
        with made.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Anna", "Zoë (2)"]
        assert made.Root.Outlines.Last.Dest[0].objgen == made.pages[many + many % 2].objgen


def list_fonts(page: pikepdf.Page) -> list[pikepdf.Object]:
    """The fonts of a page; a blank one has none."""
    return [font for _, font in page.Resources.get("/Font", Dictionary()).items()]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="it has no such measure")
def test_a_long_table_takes_little_more_memory_than_a_short_one(
    handout: Path, tmp_path: Path
) -> None:
    """What is kept of a handout is where its parts stand: some KB, where it had been 2 MB."""
    few, many = (measure(handout, tmp_path / "all.pdf", count) for count in (20, 220))
    assert (many - few) / 200 < 100, (few, many)


def measure(handout: Path, merged: Path, count: int) -> int:
    """The memory that it takes to put in a handout so often, in KB."""
    command = [sys.executable, "-c", _MEASURE, str(handout), str(merged), str(count)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return int(told) // (1024 if sys.platform == "darwin" else 1)
