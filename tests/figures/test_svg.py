"""The SVG of a picture, as a file and as a browser and a handout show it."""

import base64
import logging
import re
import shutil
from io import BytesIO
from typing import Literal

import pypdfium2
import pytest
import shapely
import weasyprint
from PIL import Image
from playwright.sync_api import sync_playwright

from generator.figures.drawing.shapes import Shape
from generator.figures.drawing.svg import write_svg

LIGHT = {"skin": "#eec5a0", "line": "#1b2831", "mat": "#dde7e4", "hatch": ""}
DARK = {"skin": "#eec5a0", "line": "#0b1216", "mat": "#2b3f44", "hatch": ""}
MAT = shapely.box(0, 60, 100, 70)
HEAD = shapely.Point(50, 30).buffer(20, 48)
PICTURE = [
    Shape("mat", "mat", MAT, lines=MAT.boundary, smooth=False),
    Shape("head", "skin", HEAD, lines=HEAD.boundary),
    Shape("face", lines=shapely.LineString([(45, 40), (50, 42), (55, 40)]), width=0.75),
]


def write(shapes: list[Shape] = PICTURE) -> tuple[str, float, float]:
    return write_svg(shapes, "Arms up & out", LIGHT, DARK)


def test_it_is_small_well_formed_and_always_the_same() -> None:
    """The same shapes are the same bytes, and no id can clash with the page's."""
    svg, _, _ = write()
    assert svg == write()[0]
    assert " id=" not in svg
    assert len(svg) < 900
    assert "<title>Arms up &amp; out</title>" in svg


def test_the_picture_is_tight_round_what_is_drawn() -> None:
    """A narrow margin on every side, and a size of its own for pages that set none."""
    svg, width, height = write()
    assert (width, height) == pytest.approx((105, 65), abs=0.2)
    size = f'width="{width * 10:.0f}" height="{height * 10:.0f}"'
    assert f'viewBox="-25 75 {width * 10:.0f} {height * 10:.0f}" {size}' in svg


def test_fill_and_line_are_one_path_where_the_line_goes_all_round() -> None:
    """A closed outline is written once."""
    paths = re.findall("<path[^>]*>", write()[0])
    assert len(paths) == 3


def test_a_straight_area_is_written_without_its_last_side() -> None:
    """A rectangle is a corner and three sides: closing the path draws the fourth."""
    (path,) = re.findall('d="([^"]*)z"', write(PICTURE[:1])[0])
    assert len(re.findall(r"-?\d+", path)) == 2 + 3 * 2


def test_what_has_no_colour_is_not_written() -> None:
    """A hatch that only the line style shows costs nothing in the colour style."""
    hatch = Shape("hatch", "hatch", HEAD)
    assert write([*PICTURE, hatch])[0] == write()[0]


def test_a_hole_stays_open() -> None:
    """The gap between an arm and the hip is not filled: its edge runs the other way round."""
    edge, hole = ((5, 5), (45, 5), (45, 45), (5, 45)), ((15, 15), (35, 15), (35, 35), (15, 35))
    frame = shapely.Polygon(edge, [hole])
    svg, _, _ = write([Shape("frame", "skin", frame, "", smooth=False)])
    rings = re.findall(r"M-?\d+ ?-?\d+l(-?\d+) ?(-?\d+) ?(-?\d+) ?(-?\d+)", svg)
    turns = [int(x1) * int(y2) - int(y1) * int(x2) > 0 for x1, y1, x2, y2 in rings]
    assert sorted(turns) == [False, True]


@pytest.mark.slow
def test_a_dark_screen_gets_the_dark_scheme() -> None:
    """The scheme is inside the file, so that an <img> follows the screen."""
    colours = {scheme: middle_of_the_mat(scheme) for scheme in ("light", "dark")}
    assert colours == {"light": (221, 231, 228), "dark": (43, 63, 68)}


@pytest.mark.slow
def test_a_handout_shows_the_light_scheme_in_silence(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """WeasyPrint draws the file as it is."""
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        page = f"<style>@page{{size:105mm 65mm;margin:0}}img{{width:105mm}}</style>{image()}"
        pdf = weasyprint.HTML(string=page).write_pdf()
    shown = pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil().convert("RGB")
    spot = (round(shown.width * 0.5), round(shown.height * 0.88))
    assert shown.getpixel(spot) == pytest.approx((221, 231, 228), abs=2)
    assert not caplog.records


def image() -> str:
    content = base64.b64encode(write()[0].encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{content}">'


def middle_of_the_mat(scheme: Literal["light", "dark"]) -> tuple[int, ...]:
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(color_scheme=scheme, viewport={"width": 1100, "height": 700})
        page.set_content(f"<body style='margin:0'>{image()}")
        shot = page.screenshot(clip={"x": 500, "y": 570, "width": 1, "height": 1})
        browser.close()
    return Image.open(BytesIO(shot)).convert("RGB").getpixel((0, 0))
