"""The variants of a handout: large print is larger and says the same, toner is saved in each."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import get_args

import numpy as np
import pypdfium2
import pytest
from pypdfium2 import raw as pdfium
from small_site import CLINIC, SMALL_SITE, MakeSite

from generator.variants import Variant, is_large, paper_name, paper_size, smallest_type

CONTENT = Path(__file__).parent.parent / "content"
EXERCISES = sorted(file.stem for file in (CONTENT / "exercises").glob("*.md"))
PROGRAMS = sorted(file.stem for file in (CONTENT / "programs").glob("*.md"))
SHEETS = [*(f"exercises/{slug}" for slug in EXERCISES), *(f"programs/{slug}" for slug in PROGRAMS)]
VARIANTS = get_args(Variant)
MILLIMETRE = 72 / 25.4

every_exercise = pytest.mark.parametrize("slug", EXERCISES)
every_sheet = pytest.mark.parametrize("sheet", SHEETS)
both_papers = pytest.mark.parametrize("paper", ["a4", "letter"])


class Letter:
    """A letter of a page as it was printed: its size in points, and where it stands."""

    def __init__(self, text: pypdfium2.PdfTextPage, index: int) -> None:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
        self.size = pdfium.FPDFText_GetFontSize(text.raw, index) * matrix.d
        self.character = chr(pdfium.FPDFText_GetUnicode(text.raw, index))


def letters_of(handout: Path) -> Iterator[Letter]:
    """Every letter of a handout, whether it stands in the text, in the foot or in a label."""
    with closing(pypdfium2.PdfDocument(handout)) as document:
        for page in document:
            text = page.get_textpage()
            letters = (Letter(text, index) for index in range(text.count_chars()))
            yield from (letter for letter in letters if not letter.character.isspace())


def pages_of(handout: Path) -> list[str]:
    """The text of each page, without breaks of lines."""
    with closing(pypdfium2.PdfDocument(handout)) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def frames_of(handout: Path) -> list[tuple[float, float]]:
    """Width and height of each picture, in points, in the order of the document."""
    boxes: dict[tuple[int, int], list[tuple[float, ...]]] = {}
    with closing(pypdfium2.PdfDocument(handout)) as document:
        for number, page in enumerate(document):
            for drawn in page.get_objects(max_depth=1):
                if drawn.type == pdfium.FPDF_PAGEOBJ_PATH and (mark := _figure_mark(drawn)):
                    boxes.setdefault((number, mark), []).append(drawn.get_bounds())
    edges = (np.array(boxes[key]) for key in sorted(boxes))
    return [
        (float(box[:, 2].max() - box[:, 0].min()), float(box[:, 3].max() - box[:, 1].min()))
        for box in edges
    ]


def _figure_mark(drawn: pypdfium2.PdfObject) -> int:
    """The number of the tagged picture that something drawn belongs to; 0 if it is no picture."""
    for index in range(pdfium.FPDFPageObj_CountMarks(drawn.raw)):
        mark = pdfium.FPDFPageObj_GetMark(drawn.raw, index)
        name, length, number = (ctypes.c_ushort * 40)(), ctypes.c_ulong(), ctypes.c_int()
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        if bytes(name)[: length.value - 2].decode("utf-16-le") == "Figure":
            pdfium.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", number)
            return number.value
    return 0


def picture_of(handout: Path, page: int = 0, scale: float = 4) -> np.ndarray:
    """A page as rows of pixels, in colour."""
    with closing(pypdfium2.PdfDocument(handout)) as document:
        return np.asarray(document[page].render(scale=scale).to_pil().convert("RGB")).astype(int)


def test_each_variant_has_its_paper_and_its_least_type() -> None:
    assert {
        variant: (
            paper_size(variant),
            paper_name(variant),
            is_large(variant),
            smallest_type(variant),
        )
        for variant in VARIANTS
    } == {
        "a4": ("A4", "A4", False, 12),
        "letter": ("letter", "Letter", False, 12),
        "a4-large": ("A4", "A4", True, 16),
        "letter-large": ("letter", "Letter", True, 16),
    }


@pytest.mark.slow
@both_papers
@every_sheet
def test_a_picture_is_larger_in_large_print(sample_site: Path, sheet: str, paper: str) -> None:
    """Each frame by itself, in width and in height."""
    normal = frames_of(sample_site / f"{sheet}.{paper}.pdf")
    large = frames_of(sample_site / f"{sheet}.{paper}-large.pdf")
    assert len(normal) == len(large) > 0
    for (width, height), (larger_width, larger_height) in zip(normal, large, strict=True):
        assert larger_width > width * 1.1
        assert larger_height > height * 1.1


@pytest.mark.slow
@both_papers
@every_sheet
def test_nothing_in_large_print_is_small(sample_site: Path, sheet: str, paper: str) -> None:
    """Nothing under 16 points, wherever it stands, and most of it at 18."""
    sizes = Counter(
        round(letter.size, 1) for letter in letters_of(sample_site / f"{sheet}.{paper}-large.pdf")
    )
    assert min(sizes) >= 16
    assert sizes.most_common(1)[0][0] == 18


@pytest.mark.slow
@both_papers
@every_sheet
def test_large_print_says_all_that_the_other_says(
    sample_site: Path, sheet: str, paper: str
) -> None:
    """Each word as often, whatever it belongs to; more only in the feet of more pages."""
    normal, large = (
        Counter(
            word
            for page in pages_of(sample_site / f"{sheet}.{variant}.pdf")
            for word in page.replace("•", " ").split()
            if not word.isdigit()
        )
        for variant in (paper, f"{paper}-large")
    )
    assert normal - large == Counter()


@pytest.mark.slow
@both_papers
@every_sheet
def test_large_print_has_both_calls_for_help_on_page_1(
    sample_site: Path, sheet: str, paper: str
) -> None:
    first = pages_of(sample_site / f"{sheet}.{paper}-large.pdf")[0]
    assert "Emergency: call 999 now for any of these" in first
    assert "Urgent: call us or your doctor today" in first
    assert "Sudden pain, and thin bones (osteoporosis)" in first


@pytest.mark.slow
@both_papers
@every_exercise
def test_large_print_keeps_an_exercise_on_one_page_and_its_diary_on_the_last(
    sample_site: Path, slug: str, paper: str
) -> None:
    handout = sample_site / f"exercises/{slug}.{paper}-large.pdf"
    *_, exercise, diary = pages_of(handout)
    assert len(frames_of(handout)) == exercise.count("shown") or "Steps" in exercise
    assert exercise.index("Steps") < exercise.index("Times a day")
    assert "Steps" not in diary
    assert all(f"Week {number}" in diary for number in range(1, 5))
    assert "Questions for your next visit" in diary


LONG = "Lower back workout for people who sit long hours and wish to get up without any pain"


@pytest.mark.slow
@pytest.mark.parametrize("title", ["Sit", LONG])
@pytest.mark.parametrize("base_url", ["", "https://physiotherapy.clinic.example/back"])
def test_the_foot_of_large_print_stays_on_the_paper(
    make_site: MakeSite, title: str, base_url: str
) -> None:
    """Whatever stands in it, 5 mm of the paper are left, which printers do not print on."""
    settings = CLINIC.replace('["a4"]', '["a4-large", "letter-large"]')
    settings = settings.replace("[site]\n", f'[site]\nbase_url = "{base_url}"\n')
    bridge = SMALL_SITE["content/exercises/bridge.md"]
    assert isinstance(bridge, str)
    page = re.sub("(?m)^title: .*", f"title: {title}", bridge)
    site = make_site({"content/clinic.toml": settings, "content/exercises/bridge.md": page})
    assert not [problem for problem in site.build(pdf=True).problems if problem.severity == "error"]
    for paper in ("a4", "letter"):
        handout = site.output / f"exercises/bridge.{paper}-large.pdf"
        with closing(pypdfium2.PdfDocument(handout)) as document:
            for sheet in document:
                text = sheet.get_textpage()
                boxes = [text.get_charbox(index) for index in range(text.count_chars())]
                assert min(box[1] for box in boxes if box[1] > 0) > 5 * MILLIMETRE
                assert max(box[2] for box in boxes) < sheet.get_width() - 5 * MILLIMETRE


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS)
def test_saved_toner_is_black_and_white_and_fills_nothing(
    saved_toner: Path, sample_site: Path, variant: str
) -> None:
    """Nothing has a colour; nowhere a square of 4 mm is black, as it is under a filled heading."""
    name = f"exercises/hip-flexor-stretch.{variant}.pdf"
    page = picture_of(saved_toner / name)
    assert (page.max(axis=2) - page.min(axis=2)).max() <= 2
    assert not _has_filled_square(page)
    assert _has_filled_square(picture_of(sample_site / name))


def _has_filled_square(page: np.ndarray, scale: float = 4) -> bool:
    side = round(4 * MILLIMETRE * scale)
    dark = (page.mean(axis=2) < 128).astype(int)
    sums = np.pad(dark, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    whole = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return bool((whole == side * side).any())


@pytest.mark.slow
@pytest.mark.parametrize("toner", ["saved_toner", "sample_site"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_bar_of_a_block_says_how_grave_it_is(
    request: pytest.FixtureRequest, toner: str, variant: str
) -> None:
    """6 points for an emergency, 4.5 to stop, 3 to ask first; half as much again in large print."""
    handout = request.getfixturevalue(toner) / f"exercises/hip-flexor-stretch.{variant}.pdf"
    first_items = ("Numb genitals", "Any discomfort", "Falls or dizziness")
    stretch = 1.5 if is_large(variant) else 1
    widths = [_bar_beside(handout, words) for words in first_items]
    assert widths == pytest.approx([6 * stretch, 4.5 * stretch, 3 * stretch], abs=0.4)


def _bar_beside(handout: Path, words: str) -> float:
    """The width in points of the bar at the left of the line that has these words."""
    scale = 8
    with closing(pypdfium2.PdfDocument(handout)) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            if found := text.search(words).get_next():
                _, bottom, _, top = text.get_charbox(found[0])
                row = round((page.get_height() - (top + bottom) / 2) * scale)
                line = picture_of(handout, number, scale)[row].mean(axis=1) < 128
                start = int(np.argmax(line))
                return float(np.argmin(line[start:])) / scale
    raise AssertionError(words)


@pytest.mark.slow
def test_the_list_of_handouts_offers_large_print_beside_the_usual_paper(
    make_site: MakeSite,
) -> None:
    """The clinic's paper first, then the same in large print, then all others."""
    variants = '["letter", "a4", "a4-large", "letter-large"]'
    site = make_site({"content/clinic.toml": CLINIC.replace('["a4"]', variants)})
    site.build(pdf=True)
    for path in ("handouts.html", "exercises/bridge.html"):
        page = site.page(path)
        hrefs = [part.partition('"')[0] for part in page.split('href="') if ".pdf" in part[:60]]
        assert [href.split(".")[-2] for href in hrefs[:4]] == [
            "letter",
            "letter-large",
            "a4",
            "a4-large",
        ]
        assert '<li class="usual">' in page
        assert '<li class="large">' in page
        assert "Letter, large print" in page


@pytest.mark.slow
@every_sheet
def test_the_list_names_the_version_that_stands_on_the_sheet(sample_site: Path, sheet: str) -> None:
    """So that whoever holds a sheet can tell whether it is current."""
    page = (sample_site / "handouts.html").read_text("utf-8")
    row = page.partition(f'href="{sheet}.html"')[2].partition("</li>")[0]
    version = row.partition("Version ")[2].partition("<")[0]
    assert len(version) > 20
    for text in pages_of(sample_site / f"{sheet}.a4.pdf"):
        assert f"Version {version}" in text
