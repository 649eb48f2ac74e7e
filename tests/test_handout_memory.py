"""What a press keeps from one sheet for the next: never more than what both have in common."""

from pathlib import Path

import pytest

from generator.handouts.press import Press, Printed

pytestmark = pytest.mark.slow

PRINT = Path(__file__).parent.parent / "templates" / "print"
FIGURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'%3E{}%3C/svg%3E"
)
PLAIN = FIGURE.format("%3Cpath fill='%23c00' fill-opacity='.5' d='M1 1h7v7z'/%3E")
GROUP = FIGURE.format("%3Cg opacity='.5'%3E%3Cpath d='M1 1h7v7z'/%3E%3C/g%3E")


def _press(folder: Path, rules: str = "") -> Press:
    clinic = folder / "clinic.css"
    clinic.write_text(f"html {{ font-family: Hyper }} {rules}", "utf-8")
    return Press((PRINT / "handout.css", clinic), (PRINT, folder))


def _page(words: str, more: str = "", head: str = "") -> str:
    return (
        f'<html lang="en" class="a4"><head><title>Sheet</title>{head}</head>'
        f'<body><footer class="foot" id="foot"><p>{words}</p></footer>'
        f'<main><h1 id="top">{words}</h1><ul><li>{words}</li><li>Two</li></ul>{more}</main></body>'
        "</html>"
    )


def _print(press: Press, *pages: str) -> list[Printed]:
    return [press.print(page, one_page=False) for page in pages]


@pytest.mark.parametrize(
    ("more", "rules"),
    [
        ("<table><tr><th>Day</th><td>1</td></tr></table>", ""),
        (f'<img src="{PLAIN}" alt="A triangle">', "main { color: #0b5563 }"),
        (f'<img src="{GROUP}" alt="A triangle">', ""),
        ("<p>Wide</p>", "body { overflow: hidden; width: 2cm } p { width: 9cm }"),
        ('<p class="a">A</p>', "p:first-child + .a::before { content: counter(page) }"),
    ],
    ids=["table", "figure", "group", "overflow", "counter"],
)
def test_a_sheet_is_the_same_behind_another(tmp_path: Path, more: str, rules: str) -> None:
    """It differs from the one before in its words alone: styles and figures are known."""
    behind = _print(_press(tmp_path, rules), _page("Anna", more), _page("A name so long", more))[1]
    (alone,) = _print(_press(tmp_path, rules), _page("A name so long", more))
    assert alone.pdf
    assert behind == alone


def test_what_has_a_form_of_its_own_has_its_own_styles(tmp_path: Path) -> None:
    """The same tags in another order, other classes, an element without words."""
    rules = "p + b { color: #c00 } .red { color: #c00 } i:empty { border: 1pt solid }"
    parts = ("<p>A<b>B</b></p>", "<p>A</p><b>B</b>", '<p class="red">A</p><b>B</b>')
    pages = [_page("One", part) for part in (*parts, "<p><i></i></p>", "<p><i>A</i></p>")]
    one_press = _print(_press(tmp_path, rules), *pages)
    assert one_press == [_print(_press(tmp_path, rules), page)[0] for page in pages]


def test_rules_inside_a_sheet_are_its_own(tmp_path: Path) -> None:
    red, blue = (f"<style>h1 {{ color: {colour} }}</style>" for colour in ("#c00", "#00c"))
    _, behind = _print(_press(tmp_path), _page("One", head=red), _page("One", head=blue))
    assert [behind] == _print(_press(tmp_path), _page("One", head=blue))


@pytest.mark.parametrize(
    "more",
    ['<p style="colour: red">A</p>', '<p style="width: calc(1px * none)">A</p>'],
    ids=["parsed", "worked out"],
)
def test_a_mistake_is_told_of_every_sheet(tmp_path: Path, more: str) -> None:
    first, next_ = _print(_press(tmp_path), _page("One", more), _page("Two", more))
    assert first.messages
    assert next_.messages == first.messages
