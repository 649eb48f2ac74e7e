"""What makes WeasyPrint faster: the pages are those that it makes by itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from weasyprint.layout import block, percent

from generator.handouts.columns import share
from generator.handouts.engine import Engine
from generator.handouts.press import Press

pytestmark = pytest.mark.slow

PRINT = Path(__file__).parent.parent / "templates" / "print"
RULES = """
html { font-family: Hyper }
ul { columns: 3; column-gap: 5mm }
li { break-inside: avoid }
td p { width: 50%; padding-left: 10% }
"""
SHORT, LONG = "Falls or dizziness", "Pain for more than a week that wakes you up at night"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """Lays out pages in our way."""
    return Engine(_stylesheets(tmp_path), (PRINT, tmp_path))


def _stylesheets(folder: Path) -> tuple[Path, ...]:
    clinic = folder / "clinic.css"
    clinic.write_text(RULES, "utf-8")
    return PRINT / "handout.css", clinic


def _page(body: str, direction: str = "ltr", words: str = "Sheet") -> str:
    return (
        f'<html lang="en" dir="{direction}" class="a4"><head><title>{words}</title></head>'
        f"<body><main>{body}</main></body></html>"
    )


def _places(engine: Engine, html: str) -> list[tuple[object, ...]]:
    """Where everything on the pages is, and how large, to a millionth of a pixel."""
    return [
        (type(box).__name__, getattr(box, "text", ""), *_lengths(box))
        for page in engine.lay_out(html).pages
        for box in page._page_box.descendants()
    ]


def _lengths(box: Any) -> Iterator[float]:
    for name in ("position_x", "position_y", "width", "height"):
        yield round(getattr(box, name), 6)


LISTS = {
    "even": [SHORT] * 9,
    "uneven": [SHORT, LONG, LONG, SHORT, LONG, SHORT, SHORT],
    "fewer than columns": [LONG, SHORT],
    "one": [LONG],
    "more than a page": [LONG] * 400,
}


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("items", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("rules", ["", "margin-bottom: 1mm", "break-inside: auto"])
def test_columns_are_those_that_weasyprint_finds_by_trying(
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    items: list[str],
    rules: str,
    direction: str,
) -> None:
    """With items of one line and of several, also where it has to try after all."""
    points = "".join(f'<li style="{rules}">{item}</li>' for item in items)
    html = _page(f"<p>Before</p><ul>{points}</ul><p>Behind</p>", direction)
    ours = _places(engine, html)
    monkeypatch.setattr(block, "columns_layout", block.columns_layout.__wrapped__)
    assert ours == _places(engine, html)


def test_items_are_shared_out_so_that_the_highest_column_is_low() -> None:
    assert share([1.0] * 7, 3)[0] == [range(3), range(3, 6), range(6, 7)]
    assert share([30.0, 10.0, 10.0, 10.0], 3)[0] == [range(1), range(1, 4)]


BOXES = (
    '<div style="width: 50%; padding: 5% 1mm; border: 1px solid">{}</div>'
    '<div style="max-width: 30mm; min-height: 9mm; margin: auto">{}</div>'
    '<div style="display: flex"><p>{}</p><p style="width: calc(10% + 2mm)">B</p></div>'
    '<table><tr><td style="border: 2px solid; width: 20%">{}</td><td>C</td></tr></table>'
    '<table style="border-collapse: separate">'
    "<tr><td><p>{}</p></td><td><p>{} {} {}</p></td></tr></table>"
)


def test_lengths_are_those_that_weasyprint_works_out(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shares of the page, sums, tables and boxes that are as wide as they can be."""
    for words in ("One", "Two words", LONG * 9):
        ours = _places(engine, _page(BOXES.replace("{}", words)))
    asked = percent.resolve_percentages
    for module in (percent, block):
        monkeypatch.setattr(module, asked.__name__, block.resolve_percentages.__wrapped__)
    engine.forget()
    assert ours == _places(engine, _page(BOXES.replace("{}", LONG * 9)))


def _program(first: str, titles: tuple[str, ...] = ("Bridge", "Plank")) -> str:
    entries = "".join(
        f'<article class="exercise entry" id="entry-{number}"><h3>{title}</h3>'
        f"{f'<p>{LONG}</p>' * 120 if title == first else '<p>Short</p>'}</article>"
        for number, title in enumerate(titles, 1)
    )
    links = "".join(f'<a href="#entry-{number}"></a>' for number, _ in enumerate(titles, 1))
    return _page(f'<h1>Program</h1><p class="contents">{links}</p>{entries}')


def test_page_numbers_of_a_program_are_its_own(tmp_path: Path) -> None:
    """Behind one of the same exercises that is longer, as behind one that is as long."""
    long, short = _program("Bridge"), _program("")
    stylesheets = _stylesheets(tmp_path)
    press = Press(stylesheets, (PRINT, tmp_path))
    behind = [press.print(one, one_page=False) for one in (long, short, short, long)]
    alone = [
        Press(stylesheets, (PRINT, tmp_path)).print(one, one_page=False) for one in (long, short)
    ]
    assert behind == [alone[0], alone[1], alone[1], alone[0]]
    assert alone[0].pages > alone[1].pages == 1


def test_a_rule_of_the_clinic_numbers_pages_its_own_way(tmp_path: Path) -> None:
    clinic = (
        "html { font-family: Hyper } article { break-before: page; counter-increment: page 10 }"
    )
    (tmp_path / "clinic.css").write_text(clinic, "utf-8")
    stylesheets = (PRINT / "handout.css", tmp_path / "clinic.css")
    press = Press(stylesheets, (PRINT, tmp_path))
    first, second = (press.print(_program(""), one_page=False) for _ in range(2))
    assert first.pages > 1
    assert first == second


def test_words_in_a_picture_are_printed(tmp_path: Path) -> None:
    """They are set when the page is drawn, with what it was laid out with."""
    picture = (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 20'%3E"
        "%3Ctext x='0' y='15' font-family='Hyper'%3EClinic%3C/text%3E%3C/svg%3E"
    )
    press = Press(_stylesheets(tmp_path), (PRINT, tmp_path))
    printed = press.print(_page(f'<img src="{picture}" alt="Clinic">'), one_page=False)
    assert printed.pdf
    assert not printed.messages
