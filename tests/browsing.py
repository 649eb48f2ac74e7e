"""A real browser for tests: launched once a module, opening pages from disk."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
)
# How wide the page is, and the screen; and what lies beside the screen.
WIDTHS = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(element => {
    const box = element.getBoundingClientRect();
    const unseen = element.closest(".unseen, .skip");
    return !unseen && box.width > 1 && (box.right > innerWidth + 1 || box.left < -1);
}).map(element => element.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@contextmanager
def launched(playwright: Playwright, *options: str) -> Iterator[Browser]:
    """The system's Chromium, closed again at the end."""
    chromium = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=[*QUIET, *options]
    )
    yield chromium
    chromium.close()


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with launched(playwright) as chromium:
        yield chromium


@pytest.fixture(scope="module")
def large_text(playwright: Playwright) -> Iterator[Browser]:
    """The browser of somebody who has set text to twice its size, 32 instead of 16."""
    with launched(playwright, "--blink-settings=defaultFontSize=32") as chromium:
        yield chromium


@pytest.fixture(scope="module")
def carried(sample_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it was copied to a stick, into a folder whose name is no plain word."""
    folder = tmp_path_factory.mktemp("stick") / "Übungen für den Rücken #1"
    shutil.copytree(sample_site, folder)
    return folder


@contextmanager
def opened(browser: Browser, file: Path, **settings: object) -> Iterator[Page]:
    """A page opened from disk."""
    context = browser.new_context(reduced_motion="reduce", **settings)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()
