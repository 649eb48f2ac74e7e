"""Handouts in large print: whole exercises, and what a photocopier leaves of their boxes."""

import re
from contextlib import closing
from html import unescape
from pathlib import Path

import pypdfium2
import pytest
from building import CHECKOUT, texts_of
from PIL import Image, ImageChops
from small_site import TODAY

from generator.patients.dispense import dispense, open_counter, write_job
from generator.patients.prescribe import prescribe
from generator.patients.prescription import combine, read_prescription

pytestmark = pytest.mark.slow

MANY = 4
PROGRAMS = ("lower-back-flexibility", "lower-back-workout")
every_program = pytest.mark.parametrize("program", PROGRAMS)


def solid(text: str) -> str:
    return re.sub(r"\s|-", "", unescape(text))


@every_program
@pytest.mark.parametrize("variant", ["a4-large", "letter-large"])
def test_each_exercise_of_a_program_is_on_one_page(program: str, variant: str) -> None:
    """Its steps and its dose, and its title, too; one with four pictures may need two pages."""
    counter = open_counter(CHECKOUT, TODAY, (program,))
    given = read_prescription(f"format: 1\nhandouts: [{program}]\n", [])
    whole = combine([given], []) if given else None
    assert whole
    made = prescribe(counter.library, counter.words, counter.today, whole, [])
    assert made
    sheet, _ = write_job(counter, made, variant, [])
    handout = dispense(counter, made, variant, [])
    assert handout
    pages = [solid(text) for text in texts_of(handout.pdf)]
    assert len(sheet.expected.exercises) >= 4
    for one in sheet.expected.exercises:
        texts = [*(line for step in one.steps for line in step), *one.dose]
        texts += [one.owner] if len(one.pictures) < MANY else []
        assert any(all(solid(text) in page for text in texts) for page in pages), one.owner


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
