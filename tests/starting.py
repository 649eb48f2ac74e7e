"""Start on a phone, for tests: with a clock of the test, and spies for what no test can feel."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page

EXERCISE = "exercises/hamstring-stretch.html"
PROGRAM = "programs/lower-back-flexibility.html"
PHONE = {"width": 360, "height": 640}
END = "That was all. Well done."
# Notes what a page asks of the phone, which no test can hear, feel or see.
SPIES = """(() => {
    window.asked = { beats: 0, tones: 0, locks: 0, released: 0, rhythms: [] };
    navigator.vibrate = rhythm => {
        window.asked.beats += 1;
        window.asked.rhythms.push(rhythm.join(" "));
        return true;
    };
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...rest) {
        window.asked.tones += 1;
        return start.apply(this, rest);
    };
    const release = () => { window.asked.released += 1; return Promise.resolve(); };
    const request = () => { window.asked.locks += 1; return Promise.resolve({ release }); };
    Object.defineProperty(navigator, "wakeLock", { value: { request } });
})()"""
HIDE = """isHidden => {
    Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@contextmanager
def started(browser: Browser, file: Path, **settings: object) -> Iterator[Page]:
    """The first screen of a page on a phone, with a clock that stands still."""
    context = browser.new_context(
        **{"viewport": PHONE, "reduced_motion": "reduce", "has_touch": True, **settings}  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.add_init_script(SPIES)
    stop_clock(page)
    page.goto(file.as_uri())
    page.get_by_role("button", name="Start the").click()
    page.locator("dialog[open]").wait_for()
    yield page
    context.close()


def stop_clock(page: Page) -> None:
    """From now on only the test moves it: one that is merely installed runs on by itself."""
    page.clock.install(time=datetime(2026, 1, 1, tzinfo=UTC))
    page.clock.pause_at(datetime(2026, 1, 2, tzinfo=UTC))


def press(page: Page, name: str) -> None:
    page.locator("dialog").get_by_role("button", name=name, exact=True).click()


def place(page: Page) -> str:
    return page.locator("#start-place").inner_text()


def part(page: Page, name: str) -> str:
    return page.locator(f"[data-part={name}]").inner_text()


def seconds(page: Page, number: int) -> None:
    page.clock.run_for(number * 1000)


def asked(page: Page, what: str) -> int:
    number: int = page.evaluate("what => window.asked[what]", what)
    return number


def next_screen(page: Page) -> None:
    page.locator("[data-part=next]").click()


def walk(page: Page) -> Iterator[str]:
    """The screens one after the other, as somebody sees who presses the large button."""
    while True:
        yield place(page)
        if place(page) == END:
            return
        next_screen(page)
