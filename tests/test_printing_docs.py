"""The guide for the front desk: its pictures show the sheets as they are printed now.

When a change of the sheets is meant, `UPDATE_GOLDEN=1 make test` takes the pictures anew.
"""

import os
import re
from contextlib import closing
from pathlib import Path
from typing import get_args

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from generator.variants import Variant, is_large, paper_name

DOCS = Path(__file__).parent.parent / "docs"
GUIDE = (DOCS / "printing.md").read_text("utf-8")
SLUG = "hip-flexor-stretch"
PICTURES = {
    "print-a4.png": ("sample_site", "a4"),
    "print-letter.png": ("sample_site", "letter"),
    "print-a4-large.png": ("sample_site", "a4-large"),
    "print-letter-large.png": ("sample_site", "letter-large"),
    "print-toner.png": ("saved_toner", "a4"),
}
UPDATE = "UPDATE_GOLDEN"
# Another processor may set a pixel a shade lighter; a line of other words changes more than that.
MOST_DIFFERENCE = 0.6
MOST_BYTES = 290_000


def test_the_guide_names_every_variant() -> None:
    for variant in get_args(Variant):
        label = paper_name(variant) + (", large print" if is_large(variant) else "")
        assert re.search(rf"^\| {label} \|.*\| `….{variant}.pdf` \|$", GUIDE, re.MULTILINE)


def test_every_picture_of_the_guide_is_kept_current() -> None:
    assert set(re.findall(r'<img src="pictures/([^"]+)"', GUIDE)) == set(PICTURES)
    assert sum((DOCS / "pictures" / name).stat().st_size for name in PICTURES) < MOST_BYTES


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_the_sheet_as_it_is_printed(
    request: pytest.FixtureRequest, name: str
) -> None:
    site, variant = PICTURES[name]
    printed = request.getfixturevalue(site) / f"exercises/{SLUG}.{variant}.pdf"
    taken, file = _take(printed), DOCS / "pictures" / name
    if os.environ.get(UPDATE):
        taken.save(file, optimize=True)
    with Image.open(file) as kept:
        now, then = (np.asarray(picture.convert("L")).astype(int) for picture in (taken, kept))
    assert now.shape == then.shape, f"to take it anew:  {UPDATE}=1 make test"
    assert np.abs(now - then).mean() < MOST_DIFFERENCE, f"to take it anew:  {UPDATE}=1 make test"


def _take(handout: Path) -> Image.Image:
    """The pages of a handout side by side on grey, in few colours."""
    with closing(pypdfium2.PdfDocument(handout)) as document:
        scale = 0.9 if len(document) == 1 else 0.6
        pages = [page.render(scale=scale).to_pil().convert("RGB") for page in document]
    width, height = pages[0].size
    sheet = Image.new("RGB", (len(pages) * (width + 6) - 6 + 4, height + 4), "#9aa5aa")
    for number, page in enumerate(pages):
        sheet.paste(page, (2 + number * (width + 6), 2))
    return sheet.quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
