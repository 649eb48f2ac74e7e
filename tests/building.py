"""The page that makes a handout, as tests use it: opened, filled in, printed and read back."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from playwright.sync_api import Browser, Page

from generator.patients.dispense import dispense, open_counter, write_job
from generator.patients.prescribe import prescribe
from generator.patients.prescription import combine, read_prescription

if TYPE_CHECKING:
    from generator.errors import Problem

CHECKOUT = Path(__file__).parent.parent
BUILDER = "make-handout.html"
# The sheet stands there with all that is chosen.
READY = "() => document.querySelector('#handout:not(.waiting)')?.childElementCount"
WHOLE = "() => !document.querySelector('#handout.waiting')"
SHOWN = """() => [...document.querySelectorAll("#handout [data-safety]")]
    .map(one => one.outerHTML.replace(/ data-page="[^"]*"/g, ""))"""


@contextmanager
def building(
    browser: Browser, site: Path, fragment: str = "", **settings: object
) -> Iterator[Page]:
    """The page, opened from disk; whatever a browser complains about fails the test."""
    context = browser.new_context(reduced_motion="reduce", **settings)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((site / BUILDER).as_uri() + fragment)
    yield page
    context.close()
    assert said == [], said


def printed(page: Page) -> list[str]:
    """The text of each page as this browser prints it, on one line."""
    page.wait_for_function(WHOLE)
    page.evaluate("() => document.fonts.ready")
    return texts_of(page.pdf(prefer_css_page_size=True))


def texts_of(pdf: bytes) -> list[str]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in document]


def saved(page: Page) -> str:
    """What the page saves as a file."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    return Path(download.value.path()).read_text("utf-8")


def dispensed(prescription: str, today: str) -> tuple[list[str], list[str], list[str]]:
    """A prescription made by the command: the HTML of its safety blocks, its pages, its feet."""
    problems: list[Problem] = []
    given = read_prescription(prescription, problems)
    whole = combine([given], problems) if given else None
    assert whole, problems
    counter = open_counter(CHECKOUT, today, whole.handouts)
    made = prescribe(counter.library, counter.words, counter.today, whole, problems)
    assert made, problems
    handout = dispense(counter, made, whole.variant, problems)
    assert handout, problems
    sheet, _ = write_job(counter, made, whole.variant, problems)
    blocks = [str(block.html) for block in sheet.blocks]
    return blocks, texts_of(handout.pdf), list(sheet.expected.footer)


def in_order(texts: Sequence[str], where: str) -> bool:
    """Whether all texts stand in another, one behind the other."""
    place = 0
    for text in texts:
        place = where.find(" ".join(text.split()), place)
        if place < 0:
            return False
        place += len(text)
    return True
