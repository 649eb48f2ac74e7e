"""What programs that read aloud are told of a handout: all of it, in its order, and no more."""

import re
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw as pdfium
from small_site import CLINIC, TODAY, WITH_FIGURE, MakeSite

from generator.asked import BuildOptions
from generator.opened import open_site
from generator.paper import plan_handouts
from generator.printing import render_sheet
from generator.proof.glyphs import fold
from generator.render import make_environment

# Every one of them makes real PDFs.
pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parent.parent
SHEETS = ("exercises/hip-flexor-stretch", "programs/lower-back-workout")
SAMPLES = [f"{name}.{variant}.pdf" for name in SHEETS for variant in ("a4", "letter-large")]
# What the stylesheet adds to the words of a template: numbers, bullets and marks.
ADDED = re.compile(r"[\W\d]*")


@pytest.fixture(params=SAMPLES)
def handout(sample_site: Path, request: pytest.FixtureRequest) -> Path:
    return sample_site / request.param


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield element
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid)


def _kids(element: pikepdf.Object) -> list[object]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _read_aloud(file: Path) -> str:
    """All tagged text, in the order of the tags."""
    with pikepdf.open(file) as pdf, closing(pypdfium2.PdfDocument(file)) as document:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        said = [_marked_text(page) for page in document]
        texts = []
        for element in _elements(pdf.Root.StructTreeRoot.K[0]):
            of_page = said[numbers[element.Pg.objgen]] if "/Pg" in element else {}
            texts += [of_page.get(kid, "") for kid in _kids(element) if isinstance(kid, int)]
        return " ".join(texts)


def _marked_text(page: pypdfium2.PdfPage) -> dict[int, str]:
    text = page.get_textpage()
    said: dict[int, str] = {}
    for piece in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=text):
        mark = pdfium.FPDFPageObj_GetMarkedContentID(piece)
        said[mark] = said.get(mark, "") + piece.extract()
    return said


@cache
def _written() -> dict[str, str]:
    """The HTML of the sample handouts, from which their PDFs were made."""
    options = BuildOptions(CHECKOUT, CHECKOUT / "output", TODAY, jobs=2)
    site = open_site(options, keep=False)
    environment = make_environment(site.folders, site.edition.words)
    sheets = {sheet.path: sheet for sheet in plan_handouts(site.edition)}
    return {path: render_sheet(environment, sheets[path], []) or "" for path in SAMPLES}


# A sheet of one exercise gives up some of its words to stay on one page; these show all of them.
@pytest.mark.parametrize("handout", SAMPLES[1:], indirect=True)
def test_the_text_is_read_in_the_order_of_the_document(sample_site: Path, handout: Path) -> None:
    """Each text of the template's HTML once, in its order, and between them only numbers."""
    html = _written()[handout.relative_to(sample_site).as_posix()]
    body = re.sub(r"<footer\b.*?</footer>", "", html.partition("<body>")[2], flags=re.DOTALL)
    # Said only where a page begins in the midst of an exercise: tests of large print see to that.
    goes_on = re.findall(r'<p class="goes-on">([^<]*, continued)</p>', body)
    body = re.sub(r'<p class="goes-on">[^<]*, continued</p>', "", body)
    texts = [fold(unescape(text)) for text in re.split(r"<[^>]*>", body)]
    said = fold(_read_aloud(handout))
    for text in goes_on:
        said = said.replace(fold(unescape(text)), "")
    at = 0
    for text in filter(None, texts):
        found = said.find(text, at)
        assert found >= 0, f"not read aloud, or too late: {text}"
        assert ADDED.fullmatch(said[at:found]), f"before {text}: {said[at:found]}"
        at = found + len(text)
    assert ADDED.fullmatch(said[at:])
    assert len([text for text in texts if text]) > 40


def test_the_foot_is_not_read_aloud_on_any_page(handout: Path) -> None:
    """Its words are artifacts; the number for an emergency and the phone are said in the body."""
    said = _read_aloud(handout)
    assert fold("Page 1 of") not in fold(said)
    assert fold("Emergency: call 999") in fold(said)
    assert fold("Phone 01632 960 123") in fold(said)
    with closing(pypdfium2.PdfDocument(handout)) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            lost = [
                piece.extract()
                for piece in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=text)
                if pdfium.FPDFPageObj_GetMarkedContentID(piece) < 0
            ]
            foot = fold("".join(lost))
            assert fold("Emergency: call 999") in foot
            assert fold(f"Page {number} of {len(document)}") in foot


def test_all_that_is_drawn_is_tagged_or_an_artifact(handout: Path) -> None:
    """Every mark has its element, and no element is left that the document does not lead to."""
    with pikepdf.open(handout) as pdf:
        tagged = {one.objgen for one in _elements(pdf.Root.StructTreeRoot.K[0])}
        made = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        assert {one.objgen for one in made if one.get("/Type") == "/StructElem"} == tagged
        for page in pdf.pages:
            marks = re.findall(rb"/(\w+)\s*<<\s*/MCID (\d+)", page.Contents.read_bytes())
            assert marks
            assert b"Artifact" not in {kind for kind, _ in marks}


def test_the_code_in_the_foot_is_an_artifact(make_site: MakeSite) -> None:
    """Its address is printed beside it, and its picture says nothing."""
    hosted = 'base_url = "https://clinic.example/back"\n[print]'
    site = make_site({**WITH_FIGURE, "content/clinic.toml": CLINIC.replace("[print]", hosted)})
    site.build(pdf=True)
    with pikepdf.open(site.output / "exercises/bridge.a4.pdf") as pdf:
        pictures = [o for o in _elements(pdf.Root.StructTreeRoot.K[0]) if o.S == "/Figure"]
        drawn = pdf.pages[0].Contents.read_bytes()
    assert [str(one.Alt).partition(":")[0] for one in pictures] == ["Bridge", "Bridge"]
    assert len(re.findall(rb"/Figure\s", drawn)) == 2
    assert len(re.findall(rb"/Artifact\s*<</Type /Pagination>>\s*BDC", drawn)) > 5


def test_headers_of_tables_say_of_what_they_are(handout: Path) -> None:
    """Of a row or of a column; each cell names its headers, which are listed by these names."""
    with pikepdf.open(handout) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot.K[0]))
        headers = {str(one.ID): str(one.A.Scope) for one in elements if one.S == "/TH"}
        named = [str(name) for o in elements if o.S == "/TD" for name in o.A.get("/Headers", [])]
        listed = list(pdf.Root.StructTreeRoot.IDTree.Names)
    assert set(headers.values()) == {"/Row", "/Column"}
    assert set(named) <= headers.keys()
    assert {str(name) for name in listed[::2]} == headers.keys()
    assert [str(one.ID) for one in listed[1::2]] == [str(name) for name in listed[::2]]
    assert all(one < other for one, other in pairwise(bytes(name) for name in listed[::2]))


def test_each_day_and_week_of_the_diary_has_its_scope(handout: Path) -> None:
    with pikepdf.open(handout) as pdf:
        tables = [o for o in _elements(pdf.Root.StructTreeRoot.K[0]) if o.S == "/Table"]
        diary = [o for table in tables[-1:] for o in _elements(table) if o.S == "/TH"]
        assert [str(one.A.Scope) for one in diary[:7]] == ["/Column"] * 7
        assert {str(one.A.Scope) for one in diary[7:]} == {"/Row"}


def test_each_picture_says_what_it_shows(handout: Path) -> None:
    with pikepdf.open(handout) as pdf:
        pictures = [o for o in _elements(pdf.Root.StructTreeRoot.K[0]) if o.S == "/Figure"]
        assert pictures
        assert all(len(str(one.Alt)) > 40 for one in pictures)


def test_a_handout_says_its_title_and_its_language(handout: Path) -> None:
    with pikepdf.open(handout) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as said:
            assert said["dc:title"] == str(pdf.docinfo["/Title"])
        title = str(pdf.docinfo["/Title"])
    assert fold(_read_aloud(handout)).count(fold(title)) >= 1


def test_bookmarks_lead_to_blocks_and_exercises(sample_site: Path) -> None:
    file = sample_site / "programs/lower-back-workout.a4.pdf"
    with closing(pypdfium2.PdfDocument(file)) as document:
        marks = [
            (mark.level, mark.get_title(), mark.get_dest().get_index())
            for mark in document.get_toc()
        ]
    assert [(title, page) for level, title, page in marks if level == 0] == [
        ("Lower back workout", 0)
    ]
    blocks = [title for level, title, page in marks if level == 1]
    said = " | ".join(blocks)
    for block in ("Emergency: call 999", "Ask first", "Stop", "Your exercises", "Diary"):
        assert block in said
    exercises = {title: page for level, title, page in marks if level == 2 and title[:1].isdigit()}
    assert list(exercises) == [
        "1 Hip flexor wall stretch",
        "2 Reverse ab curls",
        "3 Glute hip thrusts",
        "4 Banded hamstring curls",
    ]
    assert sorted(exercises.values()) == list(exercises.values())
    assert {title for level, title, _ in marks if level == 3} >= {"Steps"}
