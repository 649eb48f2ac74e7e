"""The HTML of one small site, to the letter: what a change of a template does, a review can see.

The site and what is expected of it stand side by side in `golden/site`. When a change is meant,
`UPDATE_GOLDEN=1 make fast` writes down what is made now.
"""

import os
import re
import shutil
from pathlib import Path

import pytest
from small_site import TODAY, Site

from generator.compose import render_sheet
from generator.edition import Edition
from generator.illustrate import illustrate
from generator.library import read_library
from generator.paper import plan_handouts
from generator.paths import shipped
from generator.render import make_environment
from generator.sketchbook import Sketchbook
from generator.words import load_words

GOLDEN = Path(__file__).parent / "golden" / "site"
UPDATE = "UPDATE_GOLDEN"
PAGES = (
    "exercises/heel-raise.html",
    "exercises/step-down.html",
    "exercises/by-region.html",
    "programs/stairs.html",
    "safety/leg.html",
)
# A version's code is a hash of all that was signed: it changes with what a signature covers.
CODE = re.compile(r"(?<=code |sion )[0-9a-f]{7}\b")
# How large a figure is, and the hash that names it on paper, change with every stroke of it.
DRAWN = re.compile(
    r'(?<=figure:)[0-9a-f]{64}|(?<=width=")\d+(?=" height="\d+)|(?<=height=")\d+'
    r"|(?<=-(?:wide|high): )\d+|(?<=-(?:width|above): )\d+|(?<=-(?:height|column): )\d+"
)


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The golden site, built in another place."""
    site = Site(tmp_path_factory.mktemp("golden"))
    shutil.copytree(GOLDEN / "content", site.folder / "content")
    site.build()
    return site


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_what_it_was(golden: Site, path: str) -> None:
    compare(path, golden.page(path))


@pytest.mark.parametrize("path", ["exercises/heel-raise.a4.pdf", "programs/stairs.a4.pdf"])
def test_a_handout_is_made_from_what_it_was(golden: Site, path: str) -> None:
    """The HTML that is printed; what comes of it on paper is read back in other tests."""
    reading = read_library(golden.folder)
    assert reading.library
    words, book = load_words("en"), Sketchbook(golden.folder / ".cache" / "figures")
    figures = illustrate(reading, ("colour",), book, 1, [])
    sheets = plan_handouts(Edition(reading.library, words, TODAY, {}, "", figures=figures))
    sheet = next(sheet for sheet in sheets if sheet.path == path)
    html = render_sheet(make_environment((shipped("templates"),), words), sheet, [])
    assert html is not None
    compare(f"{path}.html", html)


def compare(path: str, html: str) -> None:
    """Expect HTML to be what is written down, or write it down."""
    expected = GOLDEN / "expected" / path
    made = DRAWN.sub("DRAWN", CODE.sub("CODE", html))
    if os.environ.get(UPDATE):
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_text(made, "utf-8")
    assert expected.read_text("utf-8") == made, (
        f"{path} has changed. If it should have:  {UPDATE}=1 make fast"
    )
