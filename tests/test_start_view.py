"""What is in view while somebody follows an exercise: stop rules, step, picture and clock."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CUT_OFF, WIDTHS, launched
from playwright.sync_api import Browser, Page, Playwright
from starting import END, EXERCISE, PHONE, PROGRAM, next_screen, place, press, started, walk

pytestmark = pytest.mark.slow

IN_VIEW = """() => {
    const screen = document.querySelector("dialog .screen").getBoundingClientRect();
    const rules = document.querySelector("dialog .rules");
    const pinned = document.querySelectorAll("dialog .rules li, dialog footer :is(a, button)");
    const outside = [...pinned].filter(one => {
        const box = one.getBoundingClientRect();
        if (!one.checkVisibility()) return false;
        return box.top < screen.bottom || box.bottom > innerHeight || box.right > innerWidth;
    });
    return { outside: outside.map(one => one.textContent), room: screen.height / innerHeight,
             cut: rules.scrollHeight > rules.clientHeight + 1 };
}"""


@pytest.mark.parametrize("width", [320, 360])
def test_the_stop_rules_are_always_in_view(browser: Browser, sample_site: Path, width: int) -> None:
    """While it is done all of them, with the emergency number, and a third is for the step."""
    screen = {"width": width, "height": 640}
    with started(browser, sample_site / EXERCISE, viewport=screen) as page:
        rules = page.locator("#stop-if li").all_inner_texts()
        assert len(rules) == 5
        press(page, "Start")
        for _ in walk(page):
            assert page.locator("dialog .rules li").all_inner_texts() == rules
            seen = page.evaluate(IN_VIEW)
            assert (seen["outside"], seen["cut"]) == ([], False)
            assert seen["room"] > 1 / 3
            assert page.evaluate(CUT_OFF) == []
            assert page.evaluate(WIDTHS) == [width, width]


# The share of a part that lies between the head and the foot.
SHARE = """selector => {
    const one = document.querySelector("dialog " + selector).getBoundingClientRect();
    const top = document.querySelector("dialog header").getBoundingClientRect().bottom;
    const bottom = document.querySelector("dialog footer").getBoundingClientRect().top;
    return Math.max(0, Math.min(one.bottom, bottom) - Math.max(one.top, top)) / one.height;
}"""
LOW = [(360, 640), (320, 568), (640, 360)]


@pytest.mark.parametrize(("width", "height"), LOW)
def test_in_large_text_a_step_and_its_picture_are_seen_together(
    large_text: Browser, sample_site: Path, width: int, height: int
) -> None:
    """The rules when to stop follow right below, and a button of the foot leads to all of them."""
    screen = {"width": width, "height": height}
    with started(large_text, sample_site / EXERCISE, viewport=screen) as page:
        rules = page.locator("#stop-if li").all_inner_texts()
        press(page, "Start")
        while place(page).startswith("Read first"):
            assert page.evaluate(SHARE, ".pictures img") > 0.5, place(page)
            assert page.evaluate(SEEN, ".shown-text"), place(page)
            assert page.locator("dialog .rules li").all_inner_texts() == rules
            assert page.evaluate(WIDTHS) == [width, width]
            press(page, "When to stop")
            assert page.evaluate(SHARE, ".rules") > 0.95, place(page)
            next_screen(page)


@pytest.mark.parametrize("size", ["normal text", "large text"])
def test_who_presses_start_has_come_past_what_to_ask_first(
    browser: Browser, large_text: Browser, sample_site: Path, size: str
) -> None:
    """The button stands below the last of the notes, out of view at first."""
    chosen = large_text if size == "large text" else browser
    with started(chosen, sample_site / EXERCISE) as page:
        notes = page.locator("dialog .own > *").last.bounding_box()
        start = page.locator("[data-part=next]").bounding_box()
        assert notes is not None
        assert start is not None
        assert start["y"] > notes["y"] + notes["height"]
        assert start["y"] > PHONE["height"]
        press(page, "Start")
        assert page.evaluate(SHARE, "h2") == 1


LONG = "Sternocleidomastoiddehnungsübung"


@pytest.mark.parametrize("width", [320, 360])
def test_a_long_word_pushes_nothing_off_the_screen(
    large_text: Browser, sample_site: Path, width: int
) -> None:
    """In a title or under a picture; the way out stays in view."""
    screen = {"width": width, "height": 640}
    with started(large_text, sample_site / EXERCISE, viewport=screen) as page:
        press(page, "Start")
        page.evaluate(
            """word => {
                document.querySelector("[data-part=title]").textContent = word;
                document.querySelector("dialog figcaption").textContent = word + word + word;
            }""",
            LONG,
        )
        close = page.get_by_role("button", name="Close").bounding_box()
        assert close is not None
        assert close["x"] + close["width"] <= width
        wide = "() => document.querySelector('dialog .screen').scrollWidth"
        assert page.evaluate(wide) <= width


# Whether a line of text, and what runs, lie inside the part that scrolls.
SEEN = """selector => {
    const one = document.querySelector("dialog " + selector);
    const screen = document.querySelector("dialog .middle").getBoundingClientRect();
    const words = document.createRange();
    words.selectNodeContents(one);
    const [line] = words.getClientRects();
    const whole = selector === ".shown-text" ? line : one.getBoundingClientRect();
    return whole.height > 0 && whole.top >= screen.top - 1 && whole.bottom <= screen.bottom + 1;
}"""
LANDSCAPE = [{"width": 640, "height": 320}, {"width": 740, "height": 360}]
ZOOMED = {"width": 180, "height": 320}


def assert_in_view(page: Page) -> None:
    """The first line of each step, and the clock with its button from the moment it runs."""
    press(page, "Start")
    while place(page).startswith("Read first"):
        assert page.evaluate(SEEN, ".shown-text"), place(page)
        next_screen(page)
    while place(page) != END:
        press(page, "I am ready")
        for what in (".clock b", "[data-part=time]"):
            assert page.evaluate(SEEN, what), (place(page), what)
        assert page.evaluate(CUT_OFF) == []
        next_screen(page)


@pytest.mark.parametrize("screen", [*LANDSCAPE, ZOOMED, PHONE], ids=str)
def test_the_step_and_the_clock_are_in_view_on_a_low_screen(
    browser: Browser, sample_site: Path, screen: dict[str, int]
) -> None:
    with started(browser, sample_site / EXERCISE, viewport=screen) as page:
        assert_in_view(page)


@pytest.mark.parametrize("size", [24, 32])
def test_the_step_and_the_clock_are_in_view_in_large_text(
    playwright: Playwright, sample_site: Path, size: int
) -> None:
    with (
        launched(playwright, f"--blink-settings=defaultFontSize={size}") as chromium,
        started(chromium, sample_site / EXERCISE) as page,
    ):
        assert_in_view(page)


def test_the_step_and_the_clock_are_in_view_where_only_the_page_is_enlarged(
    browser: Browser, sample_site: Path
) -> None:
    """Some browsers enlarge the text alone, and tell no media query."""
    with started(browser, sample_site / EXERCISE) as page:
        page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        assert_in_view(page)


PICTURE = """() => {
    const [picture, screen] = ["dialog figure", "dialog .screen"].map(
        selector => document.querySelector(selector).getBoundingClientRect());
    const { height } = document.querySelector("dialog img").getBoundingClientRect();
    return [height, picture.bottom <= screen.bottom + 1];
}"""


def test_a_step_and_its_picture_fill_the_screen_of_a_phone(
    browser: Browser, sample_site: Path
) -> None:
    """The whole picture, 200 pixels high or more, below the whole step."""
    with started(browser, sample_site / EXERCISE) as page:
        press(page, "Start")
        while place(page).startswith("Read first"):
            height, is_whole = page.evaluate(PICTURE)
            assert is_whole, place(page)
            assert height >= 200, place(page)
            next_screen(page)


# What a screen is made of: which parts are there, and which elements in them.
KIND = """() => [...document.querySelectorAll("dialog [data-part]")].map(one => {
    const tags = new Set([...one.querySelectorAll("*")].map(inner => inner.tagName));
    return one.checkVisibility() && one.dataset.part + one.ariaHidden + [...tags];
}).join()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [EXERCISE, PROGRAM])
def test_axe_finds_nothing_on_any_kind_of_screen(
    browser: Browser, sample_site: Path, path: str, scheme: str
) -> None:
    with started(browser, sample_site / path, color_scheme=scheme) as page:
        page.clock.resume()  # axe waits for moments to pass
        seen: set[str] = set()
        for name in walk(page):
            kind = page.evaluate(KIND)
            if kind in seen:
                continue
            seen.add(kind)
            found = Axe().run(page)
            assert found.violations_count == 0, (name, found.generate_report())
        assert len(seen) > 3
