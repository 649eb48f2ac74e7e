"""What is filled in on a handout that was laid out once is proven on the paper it comes out on."""

from base64 import b64encode
from io import BytesIO

import pikepdf
import pytest

from generator.handouts.engine import set_alone
from generator.handouts.stamp import Engraver, Plate, Stamper, prove_stamp
from generator.paths import shipped
from generator.proof.glyphs import PrintedPage, around, fold, open_pages

FONTS = shipped("templates") / "print"
LEAST = 12
SHORT, NAME = "Jj Ii", "Zoë Brontë"
# The name stands on both pages, below and above other lines.
PAGES = f"<p>Before it</p><p>For: <b>{SHORT}</b></p><p>After it</p>"
HTML = f'<html lang="en"><body>{PAGES}<section>{PAGES}</section>'


@pytest.fixture(scope="module")
def engraver() -> Engraver:
    source = b64encode(
        (FONTS / "fonts" / "atkinson-hyperlegible-next-400.ttf").read_bytes()
    ).decode()
    rules = (
        f"@font-face {{ font-family: Own; src: url(data:font/ttf;base64,{source}) }}"
        "@page { size: A4; margin: 20mm } section { break-before: page }"
        "p { font: 12pt/18pt Own } b { font-weight: normal; position: absolute; left: 40mm }"
    )
    return Engraver(set_alone(HTML, rules), {"name": SHORT}, [FONTS])


@pytest.fixture(scope="module")
def plate(engraver: Engraver) -> Plate:
    assert engraver.is_possible
    assert [slot.page for slot in engraver.slots["name"]] == [0, 1]
    return engraver.engrave()


@pytest.fixture(scope="module")
def stamped(engraver: Engraver, plate: Plate) -> bytes:
    (glyphs,) = engraver.shape("name", "en", [NAME])
    assert glyphs
    return Stamper(plate).stamp({"name": glyphs})


def draw(pdf: bytes, code: str, page: int = 1) -> bytes:
    """The PDF with more drawn on a page; its units are points from the lower left corner."""
    with pikepdf.open(BytesIO(pdf)) as document:
        old = document.pages[page].Contents.read_bytes()
        document.pages[page].Contents.write(b"q " + old + b" Q " + code.encode())
        written = BytesIO()
        document.save(written)
    return written.getvalue()


def place_of(pdf: bytes, text: str) -> tuple[float, float, float, float]:
    """Where a text stands on the second page: left, bottom, wide and high."""
    with open_pages(pdf) as pages:
        page = pages[1]
        at = page.text_as_compared.index(fold(text))
        box = around([page.boxes[g.number] for _, g in page.letters[at : at + len(fold(text))]])
        return box.left, page.height - box.bottom, box.right - box.left, box.bottom - box.top


def test_a_text_that_is_filled_in_is_found_on_each_page(plate: Plate, stamped: bytes) -> None:
    assert prove_stamp(stamped, plate, {"name": NAME}, LEAST) == []


def test_what_was_there_before_is_gone(plate: Plate, stamped: bytes) -> None:
    with pikepdf.open(BytesIO(stamped)) as document, pikepdf.open(BytesIO(plate.pdf)) as before:
        assert document.check_pdf_syntax() == []
        assert len(document.objects) == len(before.objects) + 1  # the list of what is new
        assert document.trailer.ID[0] == before.trailer.ID[0]
        assert document.trailer.ID[1] != before.trailer.ID[1]
        assert document.docinfo == before.docinfo
    with open_pages(plate.pdf) as pages:
        assert [page.text_as_compared for page in pages] == ["", ""]
    with open_pages(stamped) as pages:
        for page in pages:
            assert fold(SHORT) not in page.text_as_compared
            assert page.text_as_compared.count(fold(NAME)) == 1


def test_a_plate_is_printed_again_and_again(
    engraver: Engraver, plate: Plate, stamped: bytes
) -> None:
    stamper = Stamper(plate)
    long, short = engraver.shape("name", "en", ["Marie-Claire Dubois", NAME])
    assert long
    assert short
    first = stamper.stamp({"name": long})
    assert stamper.stamp({"name": short}) == stamped
    assert stamper.stamp({"name": long}) == first
    assert prove_stamp(first, plate, {"name": "Marie-Claire Dubois"}, LEAST) == []


@pytest.mark.parametrize("other", ["Zoë Brontey", "Zoe Bronte", "Anna", "After it"])
def test_another_name_is_not_taken_for_it(plate: Plate, stamped: bytes, other: str) -> None:
    assert prove_stamp(stamped, plate, {"name": other}, LEAST) == [
        "name: it is not at its place",
        "name: it is not at its place",
    ]


def test_a_dash_is_not_taken_for_found(engraver: Engraver, plate: Plate) -> None:
    (dash,) = engraver.shape("name", "en", ["-"])
    assert dash
    printed = Stamper(plate).stamp({"name": dash})
    assert len(prove_stamp(printed, plate, {"name": "-"}, LEAST)) == 2


def test_what_cannot_be_read_is_told(plate: Plate, stamped: bytes) -> None:
    left, low, wide, high = place_of(stamped, NAME)
    line = f"{left} {low + high / 3} {wide} 2 re f"
    cases = {
        f"0 g {line}": "struck out or painted over",
        f"1 g {left} {low} {wide / 2} {high} re f": "hidden, covered or cut off",
        f".5 .5 .5 RG 1 g {left + wide / 2} {low} {wide} {high} re f": "hidden, covered",
    }
    for code, fault in cases.items():
        (said,) = prove_stamp(draw(stamped, code), plate, {"name": NAME}, LEAST)
        assert fault in said
    (_, said) = prove_stamp(stamped, plate, {"name": NAME}, LEAST + 1)
    assert "12 pt on page 2, 13 pt is the least" in said
    # What is drawn elsewhere on the page is none of its business: the plate was proven.
    assert not prove_stamp(draw(stamped, "0 g 0 0 600 300 re f"), plate, {"name": NAME}, LEAST)


def test_a_strip_shows_what_the_page_shows(stamped: bytes) -> None:
    left, low, _, high = place_of(stamped, "After it")
    for code in ("", f"0.9 g {left} {low} 20 {high} re f", f"0 g {left} {low + 4} 30 1 re f"):
        with open_pages(draw(stamped, code)) as pages:
            page = pages[1]
            part = page.part(left, page.height - low - high / 2, 6, len("After it"))
            numbers = [glyph.number for _, glyph in part.letters]
            assert part.text_as_compared == "afterit"
            assert look(part, numbers) == look(page, numbers)


def test_a_strip_ends_with_the_page(stamped: bytes) -> None:
    left, low, _, high = place_of(stamped, "Before it")
    with open_pages(stamped) as pages:
        page = pages[1]
        whole = page.part(left, page.height - low - high / 2, 6, len(page.letters) * 2)
        numbers = [glyph.number for _, glyph in whole.letters]
        assert whole.text_as_compared.startswith("beforeit")
        assert len(numbers) > len("Before it") * 2
        assert look(whole, numbers) == look(page, numbers)


def look(page: PrintedPage, numbers: list[int]) -> list[object]:
    words = page.words(numbers)
    return [(word.seen(word.box), page.picture.is_painted(word.core), word.size) for word in words]
