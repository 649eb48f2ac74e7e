"""Handouts in large print: whole exercises, and what a photocopier leaves of their boxes."""

import re
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from building import CHECKOUT, texts_of
from PIL import Image, ImageChops
from pypdfium2 import raw as pdfium
from small_site import TODAY

from generator.expected import Expectation
from generator.patients.dispense import dispense, open_counter, write_job
from generator.patients.prescribe import prescribe
from generator.patients.prescription import combine, read_prescription
from generator.proof.structure import read_structure

pytestmark = pytest.mark.slow

PROGRAMS = ("lower-back-flexibility", "lower-back-workout")
every_program = pytest.mark.parametrize("program", PROGRAMS)
both_papers = pytest.mark.parametrize("variant", ["a4-large", "letter-large"])
EVERY_EXERCISE = tuple(sorted(file.stem for file in (CHECKOUT / "content/exercises").glob("*.md")))
# In points: the text of a step; and the least between a number and the title behind it.
STEPS = 18
GAP = 4


def solid(text: str) -> str:
    return re.sub(r"\s|-", "", unescape(text))


@cache
def dispensed(handouts: tuple[str, ...], variant: str) -> tuple[Expectation, bytes]:
    """What a handout of these must show, and its PDF."""
    counter = open_counter(CHECKOUT, TODAY, handouts)
    given = read_prescription(f"format: 1\nhandouts: [{', '.join(handouts)}]\n", [])
    whole = combine([given], []) if given else None
    assert whole
    made = prescribe(counter.library, counter.words, counter.today, whole, [])
    assert made
    sheet, _ = write_job(counter, made, variant, [])
    handout = dispense(counter, made, variant, [])
    assert handout
    return sheet.expected, handout.pdf


@every_program
@both_papers
def test_each_exercise_of_a_program_is_on_one_page(program: str, variant: str) -> None:
    """Its steps and its dose, with its title, also where its pictures are overleaf."""
    expected, pdf = dispensed((program,), variant)
    pages = [solid(text) for text in texts_of(pdf)]
    assert len(expected.exercises) >= 4
    for one in expected.exercises:
        texts = [one.owner, *(line for step in one.steps for line in step), *one.dose]
        assert any(all(solid(text) in page for text in texts) for page in pages), one.owner


@every_program
@both_papers
def test_name_safety_notes_and_pictures_are_on_one_page(program: str, variant: str) -> None:
    """Else the first page of an exercise of several pictures would be two boxes and white."""
    expected, pdf = dispensed((program,), variant)
    pages = [solid(text) for text in texts_of(pdf)]
    with pikepdf.open(BytesIO(pdf)) as document:
        pictures = read_structure(document).pictures
    for number, one in enumerate(expected.exercises, 1):
        (at,) = {found.page for found in pictures if found.words in one.pictures}
        assert solid(f"{number} {one.owner}") in pages[at]
        blocks = [block for block in expected.blocks if block.owner == one.owner]
        assert blocks
        for block in blocks:
            assert all(solid(text) in pages[at] for text in (block.heading, *block.items))


@every_program
@both_papers
def test_safety_notes_are_as_large_as_the_steps(program: str, variant: str) -> None:
    """However much an exercise must save, and however many safety notes it has."""
    expected, pdf = dispensed((program,), variant)
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        pages = [list(letters_of(page.get_textpage())) for page in document]
    texts = ["".join(letter for letter, _ in page) for page in pages]
    for words in {words for block in expected.blocks for words in (block.heading, *block.items)}:
        for page, text in zip(pages, texts, strict=True):
            for found in re.finditer(re.escape(solid(words)), text):
                sizes = {size for _, size in page[found.start() : found.end()]}
                assert min(sizes) >= STEPS, words


def letters_of(text: pypdfium2.PdfTextPage) -> Iterator[tuple[str, float]]:
    """The letters that `solid` keeps, each with its size in points."""
    for index in range(text.count_chars()):
        if letter := solid(chr(pdfium.FPDFText_GetUnicode(text.raw, index))):
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
            yield letter, round(pdfium.FPDFText_GetFontSize(text.raw, index) * matrix.d, 1)


@pytest.mark.parametrize("variant", ["a4", "a4-large"])
def test_a_number_of_two_digits_stands_apart_from_its_title(variant: str) -> None:
    expected, pdf = dispensed(EVERY_EXERCISE, variant)
    assert len(expected.exercises) >= 10
    title = expected.exercises[9].owner
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            texts = page.get_textpage()
            found = re.search(rf"(?m)^10\s*{title}", texts.get_text_range())
            # The list of exercises has its numbers in the text; a heading is larger.
            if found and texts.get_charbox(found.start())[3] > page.get_height() / 2:
                right = texts.get_charbox(found.start() + 1)[2]
                left = texts.get_charbox(found.end() - len(title))[0]
                if pdfium.FPDFText_GetFontSize(texts.raw, found.start()) < STEPS + 1:
                    continue
                assert left - right >= GAP
                return
    pytest.fail("the heading was not found")


@both_papers
def test_the_page_of_one_exercise_says_which_it_is(variant: str) -> None:
    """Its safety notes fill the pages before that of its pictures and steps."""
    expected, pdf = dispensed(("quadriceps-stretch",), variant)
    (steps,) = (one.steps for one in expected.exercises)
    (page,) = (text for text in texts_of(pdf) if solid(steps[0][0]) in solid(text))
    body = page.partition(steps[0][0])[0]
    assert "Quadriceps stretch" in body


@pytest.mark.parametrize("variant", ["a4", "a4-large"])
def test_a_copier_leaves_no_dots_behind_the_dose(sample_site: Path, variant: str) -> None:
    """In pure black and white, dithered as well as cut off at half: only letters and lines."""
    with closing(
        pypdfium2.PdfDocument(sample_site / f"exercises/glute-stretch.{variant}.pdf")
    ) as document:
        sheet = next(one for one in document if "Hold 20" in one.get_textpage().get_text_range())
        texts = sheet.get_textpage()
        start = texts.get_text_range().index("Hold 20")
        left, bottom, _, top = texts.get_charbox(start, loose=True)
        scale = 200 / 72
        page = sheet.render(scale=scale, grayscale=True).to_pil()
    # Between the edge of the box and its first letter, a little less than its padding.
    edges = (left - 5, page.height / scale - top + 3, left - 1, page.height / scale - bottom - 3)
    place = page.crop(tuple(round(edge * scale) for edge in edges))
    for dither in (Image.Dither.NONE, Image.Dither.FLOYDSTEINBERG):
        copied = place.convert("1", dither=dither).convert("L")
        assert ImageChops.invert(copied).getbbox() is None
