"""Where the frames of a figure stand on paper, how large they are, and what is written below."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import pypdfium2
import pytest
from small_site import CLINIC, KEYED, PROGRAM, TODAY, MakeSite

from generator.edition import Edition
from generator.figures.illustration import FramePicture, Illustration
from generator.handouts import HandoutJob, make_handout
from generator.library import load_library
from generator.paper import plan_handouts
from generator.paths import shipped
from generator.raster import data_address
from generator.render import make_environment, render
from generator.words import load_words

# Every one of them makes real PDFs.
pytestmark = pytest.mark.slow

THEME = shipped("templates") / "print"
COLOURS = ("#ff8000", "#00a000", "#0080ff", "#c000c0")
SCALE = 4
MILLIMETRE = SCALE * 72 / 25.4
STANDING, CROUCHING, LYING = (62.0, 183.0), (136.0, 142.0), (192.0, 78.0)


class Area(NamedTuple):
    """A part of a page, in millimetres from its left and upper edge."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def meets(self, other: "Area") -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


class Page(NamedTuple):
    """Page 1 of a handout: where its pictures are, where its letters are, what it says."""

    pictures: tuple[Area, ...]
    letters: tuple[Area, ...]
    text: str


Print = Callable[..., Page]


@pytest.fixture
def print_figure(make_site: MakeSite, tmp_path: Path) -> Print:
    """Prints a handout with pictures of these sizes, each an area painted to its edges."""

    def print_page(
        *sizes: tuple[float, float],
        of: str = "exercises/bridge.a4.pdf",
        page: int = 0,
        full: str = "",
        exercises: int = 1,
    ) -> Page:
        slugs = ["bridge", *(f"bridge-{number}" for number in range(2, exercises + 1))]
        frames = [f"  - {{caption: Caption {n}, description: D.}}\n" for n, _ in enumerate(sizes)]
        pose = "position: lying-on-back\nside: right\ncamera: from the right\nframes:\n"
        steps = "".join(f"{n}. Do part {n}. {{{n}}}\n" for n, _ in enumerate(sizes, 1))
        text = KEYED[: KEYED.index("1. ")] + steps + "9. Breathe.\n" * 4
        files = {f"content/exercises/{slug}.md": text for slug in slugs}
        files |= {f"content/exercises/{slug}.pose.yaml": pose + "".join(frames) for slug in slugs}
        files["content/programs/hips.md"] = PROGRAM.replace("[bridge]", f"[{', '.join(slugs)}]")
        files["content/clinic.toml"] = CLINIC.replace('"a4"', '"a4", "letter"')
        library, _ = load_library(make_site(files).folder)
        drawn = tuple(map(_paint, COLOURS, sizes))
        drawing = Illustration(drawn, ())
        styles: tuple[Literal["colour", "line"], ...] = ("colour",)
        figures = {(slug, style): drawing for slug in slugs for style in styles}
        words = load_words("en")
        sheets = plan_handouts(Edition(library, words, TODAY, {}, "", figures=figures))
        sheet = next(sheet for sheet in sheets if sheet.path == of)
        environment = make_environment((shipped("templates"),), words)
        html = render(environment, sheet.template, sheet.context, [])
        assert html is not None
        for address, picture in zip(
            dict.fromkeys(re.findall("figure:[0-9a-f]+", html)), drawn, strict=True
        ):
            html = html.replace(address, data_address("image/svg+xml", picture.svg.encode()))
        html = html.replace('class="', f'class="{full} ', 1)
        made, themes = tmp_path / "made.pdf", (THEME / "handout.css",)
        job = HandoutJob(of, html, themes, (THEME,), sheet.expected, made, sheet.one_page)
        assert make_handout(job).problems == ()
        return _look(made, page, len(sizes))

    return print_page


def _paint(colour: str, size: tuple[float, float]) -> FramePicture:
    width, height = size
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}"><path fill="{colour}" d="M0 0h{width}v{height}H0z"/>'
        "</svg>"
    )
    return FramePicture(svg, width, height)


def _look(handout: Path, page: int, count: int) -> Page:
    with closing(pypdfium2.PdfDocument(handout)) as document:
        shown = document[page]
        pixels = np.asarray(shown.render(scale=SCALE).to_pil().convert("RGB")).astype(int)
        written, high = shown.get_textpage(), shown.get_height()
        boxes = [written.get_charbox(at) for at in range(written.count_chars())]
        text = written.get_text_bounded()
    points = 72 / 25.4
    letters = (
        Area(left / points, (high - top) / points, right / points, (high - bottom) / points)
        for left, bottom, right, top in boxes
        if right > left and top > bottom
    )
    return Page(tuple(_find(pixels, one) for one in COLOURS[:count]), tuple(letters), text)


def _find(pixels: np.ndarray, colour: str) -> Area:
    rgb = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    rows, columns = np.nonzero(np.abs(pixels - rgb).max(axis=2) < 24)
    edges = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    return Area(*(float(edge) / MILLIMETRE for edge in edges))


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_two_who_stand_stand_side_by_side_on_one_floor(print_figure: Print, paper: str) -> None:
    """Nobody changes size from one frame to the next: who crouches is lower."""
    page = print_figure(STANDING, CROUCHING, of=f"exercises/bridge.{paper}.pdf")
    first, second = page.pictures
    assert first.right < second.left
    assert abs(first.bottom - second.bottom) < 0.5
    assert first.height / second.height == pytest.approx(183 / 142, rel=0.02)
    assert first.height > 45


def test_two_who_lie_lie_below_each_other(print_figure: Print) -> None:
    first, second = print_figure(LYING, LYING).pictures
    assert first.bottom < second.top
    assert abs(first.left - second.left) < 0.5
    assert first.width > 58


def test_four_frames_stand_two_by_two_beside_their_steps(print_figure: Print) -> None:
    """In reading order, each as large as on two rows across half of the page."""
    one, two, three, four = print_figure(LYING, LYING, LYING, LYING).pictures
    assert one.right < two.left
    assert one.bottom < three.top
    assert three.right < four.left
    assert min(one.width, two.width, three.width, four.width) > 40
    assert four.right < 210 * 0.6


@pytest.mark.parametrize("full", ["", "fit-figure fit-links", "fit-figure fit-links fit-steps"])
@pytest.mark.parametrize(
    "sizes", [[STANDING], [LYING], [STANDING, CROUCHING], [LYING] * 2, [LYING] * 4]
)
def test_no_letter_or_number_lies_on_a_picture(
    print_figure: Print, sizes: list[tuple[float, float]], full: str
) -> None:
    page = print_figure(*sizes, full=full)
    assert [box for box in page.letters for shown in page.pictures if box.meets(shown)] == []


def test_a_full_sheet_keeps_the_number_and_the_side_of_a_frame(print_figure: Print) -> None:
    """The caption says what the step says that has the same number, so it may go."""
    roomy, full = (print_figure(STANDING, full=full) for full in ("", "fit-figure fit-links"))
    assert "Caption 0" in roomy.text
    assert "Caption 0" not in full.text
    lines = [" ".join(line.split()) for line in full.text.splitlines()]
    assert "1 Right side shown" in lines


def test_a_frame_grows_with_the_room_of_its_sheet(print_figure: Print) -> None:
    """Less and less is given up in vain: each saving makes the figure no larger."""
    levels = ("fit-figure fit-links fit-steps", "fit-figure", "")
    full, less, roomy = (print_figure(CROUCHING, full=each).pictures[0] for each in levels)
    assert 40 < full.height <= less.height < roomy.height


def test_an_exercise_with_a_page_for_itself_has_a_larger_figure(print_figure: Print) -> None:
    """Two of a program share a page where they can; one with room around it is not as small."""
    program = "programs/hips.a4.pdf"
    (shared,) = print_figure(CROUCHING, of=program, page=1, exercises=4).pictures
    (alone,) = print_figure(CROUCHING, of=program).pictures
    assert shared.width < 45
    assert alone.width > 60
