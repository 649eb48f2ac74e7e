"""Figures on handouts: beside their steps, large enough, told in the tagged PDF, on one page."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from built_page import handout_pages
from small_site import KEYED, POSE, WITH_FIGURE, MakeSite

pytestmark = pytest.mark.slow

MILLIMETRE = 72 / 25.4
HANDOUT = "exercises/bridge.a4.pdf"


def structure(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The elements of a tagged PDF, in their order."""
    if isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            yield from structure(kid)


def told(handout: Path) -> list[str]:
    """What a handout tells of its figures to those who do not see them."""
    with pikepdf.open(handout) as pdf:
        elements = structure(pdf.Root.StructTreeRoot.K[0])
        return [str(one.get("/Alt", "")) for one in elements if one.S == "/Figure"]


def inked(handout: Path, svg: str) -> tuple[float, float]:
    """Width and height, in millimetres, of all on page 1 that has a colour of a drawing.

    White and ink, which the sheet has too, do not count.
    """
    with closing(pypdfium2.PdfDocument(handout)) as document:
        pixels = np.asarray(document[0].render(scale=2).to_pil().convert("RGB")).astype(int)
    colours = pixels @ [65536, 256, 1]
    drawn = {int(found, 16) for found in re.findall("#([0-9a-f]{6})", svg)}
    of_figure = [colour for colour in drawn if colour >> 16 > 0x60 and colour != 0xFFFFFF]
    rows, columns = np.nonzero(np.isin(colours, of_figure))
    scale = 2 * MILLIMETRE
    return float(np.ptp(columns)) / scale, float(np.ptp(rows)) / scale


@pytest.mark.parametrize("handout", [HANDOUT, "programs/hips.a4.pdf"])
def test_a_handout_tells_of_its_figures(make_site: MakeSite, handout: str) -> None:
    """Each frame is a tagged figure with the exercise and its description."""
    site = make_site(WITH_FIGURE)
    site.build(pdf=True)
    assert told(site.output / handout) == [
        "Bridge: A person lies on the back with both legs straight.",
        "Bridge: The same, with the right thigh lifted and the knee bent.",
    ]


def test_a_handout_shows_caption_and_side(make_site: MakeSite) -> None:
    site = make_site(WITH_FIGURE)
    site.build(pdf=True)
    (text,) = handout_pages(site.output / HANDOUT)
    for words in ("Lie flat", "Knee up", "Right side shown"):
        assert words in text


@pytest.mark.parametrize("position", ["lying-on-back", "standing"])
def test_a_figure_of_one_frame_is_large_and_leaves_the_handout_on_one_page(
    make_site: MakeSite, position: str
) -> None:
    """A third of the page's width or 45 mm of its height at least, and never half the width."""
    one_frame = POSE[: POSE.index("  - caption: Knee up")].replace("lying-on-back", position)
    keyed = KEYED.replace(" {2}", "").replace("lying-on-back", position)
    site = make_site(
        {"content/exercises/bridge.md": keyed, "content/exercises/bridge.pose.yaml": one_frame}
    )
    site.build(pdf=True)
    assert len(handout_pages(site.output / HANDOUT)) == 1
    width, height = inked(site.output / HANDOUT, site.page("exercises/bridge.1.svg"))
    assert width > 0.9 * 58 or height > 0.9 * 45
    assert width < 186 / 2


def test_a_new_pose_makes_the_handouts_anew_and_no_other_does(make_site: MakeSite) -> None:
    """The exercise's and the program's: two; nothing changed, none."""
    site = make_site(WITH_FIGURE)
    assert site.build(pdf=True).handouts_made == 2
    assert site.build(pdf=True).handouts_made == 0
    site.edit("content/exercises/bridge.pose.yaml", "flexion: 80}}", "flexion: 70}}")
    assert site.build(pdf=True).handouts_made == 2


def test_saving_toner_leaves_no_colour_on_a_handout(make_site: MakeSite) -> None:
    """Lines for the figure, nothing filled, and no ink but black."""
    site = make_site(WITH_FIGURE)
    site.edit("content/clinic.toml", '["a4"]', '["a4"]\ntoner = "save"')
    site.build(pdf=True)
    with closing(pypdfium2.PdfDocument(site.output / HANDOUT)) as document:
        picture = document[0].render(scale=1).to_pil().convert("HSV")
    saturation = picture.getchannel("S").point(lambda value: 255 * (value > 60))
    assert saturation.getbbox() is None
