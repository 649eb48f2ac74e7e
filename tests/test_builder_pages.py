"""The pages of a handout made in the browser: where the preview ends them, and where print does."""

import re
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from building import READY, building, printed
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

VARIANTS = ("a4", "letter", "a4-large", "letter-large")
every_variant = pytest.mark.parametrize("variant", VARIANTS)
BOTH_PROGRAMS = "e=lower-back-flexibility,lower-back-workout"
CHOICES = (
    "e=glute-stretch",
    "e=glute-hip-thrusts",
    "e=lower-back-workout",
    "e=lower-back-workout,hip-flexor-stretch",
    BOTH_PROGRAMS,
    "e=glute-stretch,hamstring-stretch&side=left",
    "e=prayer-cat-camel,hip-flexor-stretch,banded-hamstring-curls,glute-hip-thrusts&side=both",
    "e=side-lying-it-band-stretch,quadriceps-stretch,dynamic-hamstring-stretch&side=right",
)
LOADED = """() => document.fonts.status === "loaded"
    && [...document.images].every(one => one.complete)
    && document.querySelector("#pages").innerText"""
# Which page each mark names, and the text that the page is to begin with.
MARKS = """() => [...document.querySelectorAll("#handout [data-page]")]
    .map(one => [one.dataset.page, (one.closest("tr") || one).innerText])"""
PARTS = ":scope > h3, .called, .own li, figcaption, .steps li, .brief p, .dose .said"
EXERCISES = f"""() => [...document.querySelectorAll("#handout .entry")].map(one =>
    [...one.querySelectorAll("{PARTS}")].map(part => part.innerText).filter(text => text))"""


def solid(text: str) -> str:
    return re.sub(r"\s", "", text)


def said(page: Page) -> str:
    """How many pages there will be, once everything is loaded."""
    page.wait_for_function(READY)
    page.wait_for_function(LOADED)
    return page.locator("#pages").inner_text()


@every_variant
def test_the_preview_has_the_pages_that_are_printed(
    browser: Browser, sample_site: Path, variant: str
) -> None:
    """As many, and each begins with the same; where the preview says "about", at most one off."""
    sure = 0
    for choice in CHOICES:
        with building(browser, sample_site, f"#{choice}&variant={variant}") as page:
            number = said(page)
            marks = page.evaluate(MARKS)
            pages = printed(page)
        if number.startswith("About "):
            assert abs(int(number.split()[1]) - len(pages)) <= 1, choice
            continue
        sure += 1
        assert number == f"{len(pages)} pages.", choice
        assert [mark for mark, _ in marks] == [f"Page {n}" for n in range(2, len(pages) + 1)]
        for (_, text), before, there in zip(marks, pages, pages[1:], strict=False):
            beginning = solid(text)[:25]
            assert beginning in solid(there), (choice, text)
            assert beginning not in solid(before), (choice, text)
    assert sure >= 6


LESS_ROOM = """pixels => {
    const style = new CSSStyleSheet();
    style.replaceSync(`:root { --foot-room: ${pixels}px !important }`);
    document.adoptedStyleSheets = [style];
    const { note } = document.querySelector("#make");
    note.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def test_only_where_a_page_is_full_to_the_millimetre_the_number_is_about(
    browser: Browser, sample_site: Path
) -> None:
    """Where 8 pixels of room more or less, some two millimetres, would make another number."""
    found = []
    with building(browser, sample_site, "#e=glute-stretch") as page:
        said(page)
        for pixels in range(160, 400, 8):
            page.evaluate(LESS_ROOM, pixels)
            found.append(said(page))
    assert {"2 pages.", "3 pages."} <= set(found)
    for three in zip(found, found[1:], found[2:], strict=False):
        numbers = {text.removeprefix("About ") for text in three}
        assert three[1].startswith("About ") == (len(numbers) > 1), three


def test_the_screen_does_not_change_the_pages(browser: Browser, sample_site: Path) -> None:
    """On a phone the same pages as on a wide screen."""
    found = []
    for width in (360, 1280):
        screen = {"width": width, "height": 740}
        with building(browser, sample_site, f"#{BOTH_PROGRAMS}", viewport=screen) as page:
            found.append((said(page), page.evaluate(MARKS)))
    (narrow, some), (wide, others) = found
    assert narrow == wide == "12 pages."
    assert [solid(text) for _, text in some] == [solid(text) for _, text in others]


def test_large_text_in_a_browser_does_not_change_the_paper(
    browser: Browser, large_text: Browser, sample_site: Path
) -> None:
    prints = []
    for one in (browser, large_text):
        with building(one, sample_site, "#e=lower-back-workout") as page:
            prints.append(printed(page))
    assert prints[0] == prints[1]


@pytest.mark.parametrize("variant", ["a4-large", "letter-large"])
def test_in_large_print_an_exercise_is_on_one_page(
    browser: Browser, sample_site: Path, variant: str
) -> None:
    """From its title to its dose."""
    with building(browser, sample_site, f"#{BOTH_PROGRAMS}&variant={variant}") as page:
        said(page)
        exercises = page.evaluate(EXERCISES)
        pages = [solid(text) for text in printed(page)]
    assert len(exercises) == 12
    torn = [
        texts
        for texts in exercises
        if sum(all(solid(one) in there for one in texts) for there in pages) != 1
    ]
    assert torn == []


WEEKS = """() => [...document.querySelectorAll("#handout .diary tbody th")].map(week => {
    const words = document.createRange();
    words.selectNodeContents(week);
    return new Set([...words.getClientRects()].map(line => line.top)).size;
})"""


@pytest.mark.parametrize("variant", ["a4-large", "letter-large"])
def test_in_large_print_no_row_is_torn_from_what_it_is_about(
    browser: Browser, sample_site: Path, variant: str
) -> None:
    """A short list stands with how often, a week with its number."""
    choice = f"#e=quadriceps-stretch,glute-stretch&side=left&variant={variant}"
    with building(browser, sample_site, choice) as page:
        said(page)
        weeks = page.evaluate(WEEKS)
        pages = printed(page)
    (listed,) = (text for text in pages if "Your exercises Exercise How much" in text)
    assert all(words in listed for words in ("How often", "Times a day", "Days a week", "Weeks"))
    assert weeks
    assert set(weeks) == {1}


def test_the_ends_of_pages_are_only_seen(browser: Browser, sample_site: Path) -> None:
    """Not read out, and not said again with each change."""
    with building(browser, sample_site, "#e=lower-back-workout") as page:
        said(page)
        assert page.locator("#handout [data-page]").count() == 5
        assert "Page 2" not in page.locator("main").aria_snapshot()
        assert page.locator("#pages").evaluate("one => one.closest('[role], [aria-live]')") is None


# Not as a person types: that would scroll to the field.
CHANGE = """() => {
    const { note } = document.querySelector("#make");
    note.value = "Slowly.";
    note.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def test_counting_pages_scrolls_nobody_away(browser: Browser, sample_site: Path) -> None:
    with building(browser, sample_site, "#e=lower-back-flexibility") as page:
        said(page)
        page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
        place = page.evaluate("() => scrollY")
        page.evaluate(CHANGE)
        assert "Slowly." in page.locator("#handout .note-box").inner_text()
        assert page.evaluate("() => scrollY") >= place


TOO_SMALL = """() => [...document.querySelectorAll(`#make :is(button, summary, textarea,
        label:has([type=checkbox], [type=radio]), input:not([type=checkbox], [type=radio]))`)]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44)
    .map(one => one.outerHTML)"""


@pytest.mark.parametrize("width", [360, 1280])
def test_whatever_is_pressed_is_large_enough(
    browser: Browser, sample_site: Path, width: int
) -> None:
    screen = {"width": width, "height": 740}
    fragment = "#e=glute-stretch,hamstring-stretch"
    with building(browser, sample_site, fragment, viewport=screen) as page:
        page.locator("#picked summary").first.click()
        assert page.evaluate(TOO_SMALL) == []


LAST_TOGETHER = (
    "Questions for your next visit",
    "About this sheet",
    "Emergency: call 999. Clinic:",
)
LEFT_OVER = (
    "e=reverse-ab-curls",
    "e=prayer-cat-camel",
    "e=glute-hip-thrusts,banded-hamstring-curls",
    "e=reverse-ab-curls,glute-hip-thrusts,glute-stretch,hip-flexor-stretch",
    BOTH_PROGRAMS,
)
ROW = re.compile(r"(\d+)[A-Z][^.]*?(?:Hold|Doit)")


@every_variant
def test_nothing_is_left_over_on_a_page_of_its_own(
    browser: Browser, sample_site: Path, variant: str
) -> None:
    """The end of the sheet stands with its questions, a row of the list with another one."""
    for choice in LEFT_OVER:
        with building(browser, sample_site, f"#{choice}&variant={variant}") as page:
            said(page)
            pages = [solid(text) for text in printed(page)]
        assert all(solid(text) in pages[-1] for text in LAST_TOGETHER), choice
        lists = [text for text in pages if "ExerciseHowmuch" in text]
        rows = [ROW.findall(text.split("ExerciseHowmuch")[1]) for text in lists]
        assert all(len(found) > 1 for found in rows), (choice, rows)


def test_nothing_is_coloured_where_toner_is_saved(browser: Browser, saved_toner: Path) -> None:
    """Pictures are in lines, and bars and headings are black."""
    with building(browser, saved_toner, "#e=hip-flexor-stretch") as page:
        said(page)
        images = page.locator("#handout figure img")
        assert images.evaluate_all("all => all.every(one => one.naturalWidth > 0)")
        with closing(pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))) as document:
            drawn = [sheet.render().to_pil().convert("HSV") for sheet in document]
    assert [picture.getchannel("S").getextrema()[1] for picture in drawn] == [0] * len(drawn)
