"""The site in a real browser: opened from disk, by keyboard, in large text, without scripts."""

import json
import subprocess
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit
from urllib.request import url2pathname

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CUT_OFF, WIDTHS, opened
from playwright.sync_api import Browser
from small_site import MakeSite

pytestmark = pytest.mark.slow

UNKNOWN_TO_CHECKER = (
    r".*violates Content Security Policy.*"
    r"|.*CSS: .container.: Property .*|.*at-rule .@container.*|.*CSS: .max-block-size.: Parse.*"
)
CHECKER = Path(__file__).parent.parent / ".venv" / "vnu.jar"
KINDS = {
    "home": "index.html",
    "exercises": "exercises/index.html",
    "equipment": "exercises/by-equipment.html",
    "exercise": "exercises/hamstring-stretch.html",
    "programs": "programs/index.html",
    "program": "programs/lower-back-flexibility.html",
    "safety": "safety/low-back.html",
    "text": "pages/how-to-use.html",
    "handouts": "handouts.html",
    "builder": "make-handout.html",
    "lost": "404.html",
}
every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())


def file_of(address: str) -> Path:
    return Path(url2pathname(urlsplit(address).path))


LINKS = "() => [...document.links].map(link => link.href)"
FONTS = """async () => {
    await document.fonts.ready;
    const ours = [...document.fonts].filter(font => font.family.includes("Hyperlegible"));
    return [ours.length, ours.filter(font => font.status === "loaded").length,
            ours.filter(font => font.status === "error").length];
}"""


def test_every_link_works_from_disk(browser: Browser, carried: Path) -> None:
    """Opened by a double click: each page, handout and picture is there, and nobody is asked."""
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: said.append(f"{page.url}: {request.url} failed"))
    page.on("request", lambda request: asked.append(request.url))

    waiting, seen, to_keep, outside = [(carried / "index.html").as_uri()], set(), set(), set()
    while waiting:
        address = waiting.pop()
        page.goto(address)
        seen.add(address)
        assert page.locator("h1").is_visible(), address
        many, loaded, failed = page.evaluate(FONTS)
        assert (many > 0, loaded > 0, failed) == (True, True, 0), address
        for link in page.evaluate(LINKS):
            target, anchor = urldefrag(link)
            if not link.startswith("file:"):
                outside.add(link)
            elif target.endswith((".pdf", ".zip")):
                to_keep.add(target)
            elif target not in {*seen, *waiting}:
                waiting.append(target)
            if anchor and target == address:
                assert page.locator(f'[id="{unquote(anchor)}"]').count() == 1, link
    context.close()

    assert said == []
    assert [url for url in asked if not url.startswith(carried.as_uri())] == []
    every_page = {file.as_uri() for file in carried.rglob("*.html")}
    assert {(carried / "404.html").as_uri()} == every_page - seen
    files = (*carried.rglob("*.pdf"), carried / "offline.zip")
    assert {file.as_uri() for file in files} == to_keep
    assert all(file_of(url).read_bytes().startswith((b"%PDF-", b"PK")) for url in to_keep)
    assert outside == {
        "tel:999",
        "tel:01632960123",
        "mailto:hello@clinic.example",
        "https://clinic.example/",
    }


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@every_kind
def test_axe_finds_nothing(
    browser: Browser, sample_site: Path, path: str, scheme: str, width: int
) -> None:
    screen = {"width": width, "height": 800}
    with opened(browser, sample_site / path, color_scheme=scheme, viewport=screen) as page:
        paper = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    if path != "404.html":
        assert (lightness(paper) > 600) == (scheme == "light"), paper


def lightness(colour: str) -> int:
    """How light a colour is, from 0 to 765."""
    return sum(int(part) for part in colour.removeprefix("rgb(").rstrip(")").split(",")[:3])


def test_the_html_checker_finds_nothing(sample_site: Path) -> None:
    """HTML, stylesheets and drawings are valid.

    The checker knows no address for a file, so that to it nothing comes from 'self', and it takes
    data for search engines for a script. What the policy says is tested in a browser above.
    Nor does it know container queries, which all browsers have had since 2023.
    """
    files = [file for kind in ("html", "css", "svg") for file in sample_site.rglob(f"*.{kind}")]
    checked = subprocess.run(
        [
            *("java", "-jar", str(CHECKER), "--also-check-css", "--also-check-svg"),
            *("--format", "json", "--filterpattern", UNKNOWN_TO_CHECKER),
            *map(str, files),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(checked.stderr)["messages"]
    assert len(files) > 20
    assert [f"{one.get('url')}:{one.get('lastLine')}: {one['message']}" for one in found] == []


@pytest.mark.parametrize("size", ["normal text", "large text"])
@every_kind
def test_a_narrow_phone_never_scrolls_sideways(
    browser: Browser, large_text: Browser, sample_site: Path, path: str, size: str
) -> None:
    """At 320 pixels, and there with text at 200 %: nothing lies beside the screen."""
    chosen = large_text if size == "large text" else browser
    with opened(chosen, sample_site / path, viewport={"width": 320, "height": 640}) as page:
        letters = page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
        content, screen = page.evaluate(WIDTHS)
        assert page.evaluate(CUT_OFF) == []
        assert content <= screen == 320
    assert letters >= (32 if size == "large text" else 16)


WIDE = """
| averyveryverylongheading | anotherveryverylongheading | athirdveryverylongheading |
|---|---|---|
| one | two | three |

<pre>a line that is kept as it was typed and is longer than any telephone is wide</pre>

Donaudampfschifffahrtsgesellschaftskapitaensmuetze.
"""


def test_what_an_author_writes_fits_a_narrow_phone(browser: Browser, make_site: MakeSite) -> None:
    """No table, code or word scrolls, so that no reader has to reach it by keyboard."""
    site = make_site()
    site.edit("content/exercises/bridge.md", "2. Lift your hips.\n", f"2. Lift.\n\n## More\n{WIDE}")
    site.build()
    screen = {"width": 320, "height": 640}
    with opened(browser, site.output / "exercises/bridge.html", viewport=screen) as page:
        assert page.locator("main table, main pre").count() == 2
        assert page.evaluate(WIDTHS) == [320, 320]
        assert page.evaluate(CUT_OFF) == []
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


FOCUS = """async () => {
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const link = document.activeElement;
    const drawn = style => style.outlineStyle === "auto"
        || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const box = link.getBoundingClientRect();
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
        number: [...document.links].filter(one => one.checkVisibility()).indexOf(link),
        marked: drawn(getComputedStyle(link)) || drawn(getComputedStyle(link, "::after")),
        inside: box.width > 1 && box.top >= 6 && box.bottom <= innerHeight - 6,
        uncovered: link.contains(middle) || link.closest("p, li, h3").contains(middle),
        name: link.outerHTML,
    };
}"""


IS_FIELD = "() => document.activeElement.matches('input, button, summary, textarea, fieldset')"


@every_kind
def test_the_keyboard_reaches_every_link(browser: Browser, sample_site: Path, path: str) -> None:
    """Tab visits the links in the order in which they are read, and shows where it is."""
    with opened(browser, sample_site / path, viewport={"width": 1280, "height": 800}) as page:
        count = page.evaluate(
            "() => [...document.links].filter(one => one.checkVisibility()).length"
        )
        for number in range(count):
            page.keyboard.press("Tab")
            while page.evaluate(IS_FIELD):
                page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            assert number == focus["number"], focus["name"]
            assert (focus["marked"], focus["inside"], focus["uncovered"]) == (True,) * 3, focus


def test_the_skip_link_leads_past_the_menu(browser: Browser, sample_site: Path) -> None:
    with opened(browser, sample_site / KINDS["exercise"]) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => document.querySelector('main').contains(document.activeElement)"
        )


@pytest.mark.parametrize("path", [path for name, path in KINDS.items() if name != "builder"])
def test_nothing_is_missing_without_scripts(browser: Browser, sample_site: Path, path: str) -> None:
    """Only what needs scripts is not there."""
    with opened(browser, sample_site / path) as page:
        page.locator(".scripted").evaluate_all("all => all.forEach(one => one.remove())")
        expected = page.locator("body").inner_text()
    with opened(browser, sample_site / path, java_script_enabled=False) as page:
        assert expected == page.locator("body").inner_text()
        for heading in page.locator(":is(h1, h2, h3, h4):not(.scripted *)").all():
            assert heading.is_visible()


PLACES = """async () => {
    const style = document.querySelector("link[rel=stylesheet]");
    if (!style.sheet) await new Promise(done => style.addEventListener("load", done));
    await Promise.allSettled([...document.fonts].map(face => face.load()));
    return [...document.querySelectorAll("main *")].map(one => one.getBoundingClientRect().top);
}"""
CAPTIONS = """() => [...document.querySelectorAll("figcaption, figcaption *")]
    .map(one => parseFloat(getComputedStyle(one).fontSize))"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["exercises/banded-hamstring-curls.html", KINDS["exercises"]])
def test_nothing_moves_when_a_figure_arrives(
    browser: Browser, carried: Path, path: str, width: int
) -> None:
    """Everything stands where it stood while the pictures were on their way."""
    size = {"width": width, "height": 900}
    with opened(browser, carried / path, viewport=size) as page:
        with_pictures = page.evaluate(PLACES)
    context = browser.new_context(viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    context.route("**/*.svg", lambda _: None)  # asked for, and not answered
    page = context.new_page()
    page.goto((carried / path).as_uri(), wait_until="domcontentloaded")
    before = page.evaluate(PLACES)
    context.close()
    assert before == with_pictures


def test_a_figure_is_seen_and_its_caption_can_be_read(browser: Browser, carried: Path) -> None:
    """Every frame is there, large, and its words are 16 px or more."""
    path = carried / "exercises/banded-hamstring-curls.html"
    with opened(browser, path, viewport={"width": 360, "height": 800}) as page:
        frames = page.locator("figure img")
        assert frames.count() == 2
        for frame in frames.all():
            assert frame.evaluate("image => image.complete && image.naturalWidth > 0")
            box = frame.bounding_box()
            assert box
            assert box["width"] > 250
        assert min(page.evaluate(CAPTIONS)) >= 16
