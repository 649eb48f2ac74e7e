"""What comes over the wire, compressed as a host compresses it, and what moves when it arrives."""

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route
from web_host import hosted

pytestmark = pytest.mark.slow

THEME = Path(__file__).parent.parent / "templates" / "assets"
KILOBYTE = 1000
PAGES = {
    "home": "index.html",
    "exercises": "exercises/index.html",
    "exercise": "exercises/hamstring-stretch.html",
    "program": "programs/lower-back-flexibility.html",
}
LOADED = re.compile(r'(?:src|href|data-style)="([^":#]+\.(?:css|js|svg))"')
# Layout shift since the page was opened, and what moved.
NOTE_SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => list.getEntries().forEach(shift => window.shifts.push([
    shift.value,
    ...shift.sources.map(one => (one.node?.outerHTML ?? one.node?.data ?? "").slice(0, 60)),
]))).observe({type: "layout-shift", buffered: true});
"""
ARRIVED = "() => document.fonts.ready.then(all => all.check('1em Hyperlegible'))"
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def weight(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))


def test_an_exercise_with_its_figure_weighs_little(sample_site: Path) -> None:
    """The page and all that it loads but its fonts come to less than 60 KB."""
    pages = [page for page in (sample_site / "exercises").glob("*.html") if "figure" in read(page)]
    assert len(pages) >= 12
    for page in pages:
        loaded = {(page.parent / address).resolve() for address in LOADED.findall(read(page))}
        assert {file.suffix for file in loaded} == {".css", ".js", ".svg"}
        assert sum(map(weight, {page, *loaded})) < 60 * KILOBYTE, page.name


def read(page: Path) -> str:
    return page.read_text("utf-8")


def test_all_scripts_together_weigh_little() -> None:
    """All that a patient's pages load; what only the page for clinicians loads counts apart."""
    scripts = {file.name: weight(file) for file in THEME.glob("*.js")}
    apart = {name: scripts.pop(name) for name in list(scripts) if name.startswith("make-handout")}
    assert len(scripts) >= 3
    assert len(apart) == 5
    assert sum(scripts.values()) < 10 * KILOBYTE, scripts
    assert sum(apart.values()) < 16 * KILOBYTE, apart
    assert max(apart.values()) < 6 * KILOBYTE, apart


def test_the_search_and_the_filters_weigh_little() -> None:
    scripts = {name: weight(THEME / name) for name in ("search.js", "find.js")}
    assert sum(scripts.values()) < 4 * KILOBYTE, scripts


@pytest.mark.parametrize("name", sorted(file.name for file in THEME.glob("*.css")))
def test_a_stylesheet_weighs_little(name: str) -> None:
    assert weight(THEME / name) < 6 * KILOBYTE


@pytest.mark.parametrize("width", [320, 360, 412, 768, 1280])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_nothing_moves_when_the_fonts_arrive(
    browser: Browser, sample_site: Path, path: str, width: int
) -> None:
    """The first words are shown in a font of the device, and the next ones take no other room.

    Words may become a hair wider or narrower; far down on a long page a line may break elsewhere.
    Measured with a font of the device that the stylesheet knows: Arial, Liberation, Roboto or
    DejaVu.
    """
    held: list[Route] = []
    with hosted({"/": sample_site}) as host:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, service_workers="block"
        )
        context.add_init_script(NOTE_SHIFTS)
        context.route("**/*.woff2", lambda route: held.append(route))  # noqa: PLW0108 no builtin
        page = context.new_page()
        page.goto(f"{host.address}/{path}", wait_until="domcontentloaded")
        page.wait_for_function("() => [...document.fonts].some(font => font.status === 'loading')")
        page.evaluate(PAINTED)
        before = page.evaluate("() => document.documentElement.scrollHeight")
        for font in held:
            font.continue_()
        assert page.evaluate(ARRIVED)
        page.evaluate(PAINTED)
        shifts = page.evaluate("() => window.shifts")
        after = page.evaluate("() => document.documentElement.scrollHeight")
        context.close()
    assert held
    assert sum(shift[0] for shift in shifts) < 0.001, shifts
    assert abs(after - before) < before / 100
