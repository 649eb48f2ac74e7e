"""Open to everyone: other colours and directions, no motion, wider text, paper, screen readers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browsing import CUT_OFF, WIDTHS, opened
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

THEME = Path(__file__).parent.parent / "templates" / "assets"
KINDS = {
    "home": "index.html",
    "exercises": "exercises/index.html",
    "exercise": "exercises/hamstring-stretch.html",
    "program": "programs/lower-back-flexibility.html",
    "safety": "safety/low-back.html",
    "text": "pages/how-to-use.html",
    "handouts": "handouts.html",
    "builder": "make-handout.html",
}
every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
EXERCISE, PROGRAM = KINDS["exercise"], KINDS["program"]
WITH_SAFETY = {"exercise": EXERCISE, "program": PROGRAM, "safety": KINDS["safety"]}
every_safety = pytest.mark.parametrize("path", WITH_SAFETY.values(), ids=WITH_SAFETY.keys())
PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
SEVERITIES = ["Emergency", "Urgent", "Ask first", "Stop if", "Take care"]


# Forced colours -----------------------------------------------------------------------------------

# What has neither an edge nor a ground of its own has vanished.
EDGELESS = """() => {
    const page = getComputedStyle(document.body).backgroundColor;
    const seen = style => ["Top", "Right", "Bottom", "Left"].filter(side =>
        style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1
        && style[`border${side}Color`] !== page);
    const framed = ".btn, .safety, .mat, .card, .review, [type=search]"
        + ", :is(.tiles, .tabs, .papers) a";
    return [...document.querySelectorAll(framed)].filter(one => one.checkVisibility()
        && seen(getComputedStyle(one)).length < 4).map(one => one.outerHTML.slice(0, 90));
}"""
DISCS = """() => [...document.querySelectorAll(".num, .shown")].map(one =>
    parseFloat(getComputedStyle(one, one.matches(".shown") ? "::before" : null).borderTopWidth))"""
MENU = """() => [...document.querySelectorAll(".menu a")].map(link => [
    link.hasAttribute("aria-current"),
    getComputedStyle(link).borderBottomColor !== getComputedStyle(document.body).backgroundColor,
])"""
OUTLINE = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        && style.outlineColor !== getComputedStyle(document.body).backgroundColor;
}"""


@every_kind
def test_with_forced_colours_everything_keeps_an_edge(
    browser: Browser, sample_site: Path, path: str
) -> None:
    """Where backgrounds are gone, buttons, cards, fields and safety notes are still seen."""
    with opened(browser, sample_site / path, forced_colors="active", viewport=DESK) as page:
        assert page.evaluate(EDGELESS) == []
        assert all(width >= 2 for width in page.evaluate(DISCS))
        assert all(current == marked for current, marked in page.evaluate(MENU))
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINE)


@pytest.mark.parametrize("colours", ["none", "active"])
@every_safety
def test_severity_is_a_bar_of_its_own_width(
    browser: Browser, sample_site: Path, path: str, colours: str
) -> None:
    """8, 6 and 4 pixels at the side where reading starts, whatever the colours are."""
    with opened(browser, sample_site / path, forced_colors=colours) as page:
        for kind, expected in {"emergency": 8, "urgent": 6, "stop-if": 4, "take-care": 4}.items():
            for note in page.locator(f".safety.{kind}").all():
                style = "style => [style.borderInlineStartWidth, style.borderInlineStartStyle]"
                drawn = note.evaluate(f"note => ({style})(getComputedStyle(note))")
                assert drawn == [f"{expected}px", "solid"], kind


def test_with_forced_colours_a_ticked_filter_looks_ticked(
    browser: Browser, sample_site: Path
) -> None:
    """The boxes are the browser's own."""
    with opened(browser, sample_site / KINDS["exercises"], forced_colors="active") as page:
        looks = page.locator("[type=checkbox]").evaluate_all(
            "boxes => boxes.map(box => getComputedStyle(box).appearance)"
        )
        assert set(looks) == {"auto"}


# Motion -------------------------------------------------------------------------------------------

MOVING = """() => [...document.querySelectorAll("*")]
    .flatMap(one => [null, "::before", "::after"].map(part => getComputedStyle(one, part)))
    .filter(style => style.animationName !== "none" || style.scrollBehavior !== "auto"
        || style.transitionDuration.split(", ").some(time => parseFloat(time) > 0)).length"""


@every_kind
def test_nothing_moves_for_who_wants_no_motion(
    browser: Browser, sample_site: Path, path: str
) -> None:
    with opened(browser, sample_site / path) as page:
        assert page.evaluate(MOVING) == 0
        assert page.evaluate("() => document.getAnimations().length") == 0


# Right to left ------------------------------------------------------------------------------------

BOXES = """() => [...document.querySelectorAll(
    ".brand, .menu li, .safety, .card, .mat, .tiles li, .tabs li, .steps, .facts, .foot > *, .find"
)].filter(one => one.checkVisibility()).map(one => {
    const box = one.getBoundingClientRect();
    return [box.left, innerWidth - box.right, box.top].map(Math.round);
})"""


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
@every_kind
def test_read_from_right_to_left_the_page_is_its_mirror_image(
    browser: Browser, sample_site: Path, path: str, screen: dict[str, int]
) -> None:
    with opened(browser, sample_site / path, viewport=screen) as page:
        page.evaluate("() => document.fonts.ready")
        forwards = page.evaluate(BOXES)
        page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
        backwards = page.evaluate(BOXES)
        assert page.evaluate(CUT_OFF) == []
        content, wide = page.evaluate(WIDTHS)
        assert content <= wide
    for (left, right, top), (left_then, right_then, top_then) in zip(
        forwards, backwards, strict=True
    ):
        apart = (left - right_then, right - left_then, top - top_then)
        assert max(map(abs, apart)) <= 2, (left, right, top, left_then, right_then, top_then)


PHYSICAL = re.compile(
    r"""(?:^|[;{\s])(?:
        (?:margin|padding|border|inset)-(?:left|right|top|bottom)[\w-]*\s*:
        | (?:left|right|top|bottom|(?:min-|max-)?(?:width|height))\s*:
        | (?:text-align|float|clear)\s*:\s*(?:left|right)
        | border-(?:top|bottom)-(?:left|right)-radius\s*:
    )""",
    re.VERBOSE,
)
FOUR_SIDES = re.compile(r"(?:margin|padding|inset|border-width):\s*([^;{}]+)")


@pytest.mark.parametrize("name", sorted(file.name for file in THEME.glob("*.css")))
def test_stylesheets_know_no_left_and_no_right(name: str) -> None:
    """Only the start and the end of a line, so that they serve every script."""
    style = re.sub(r"/\*.*?\*/", "", (THEME / name).read_text("utf-8"), flags=re.DOTALL)
    assert PHYSICAL.findall(style) == []
    for sides in FOUR_SIDES.findall(style):
        values = re.findall(r"(?:[^\s()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+", sides)
        assert len(values) < 4 or values[1] == values[3], sides


# Paper --------------------------------------------------------------------------------------------


@contextmanager
def on_paper(browser: Browser, file: Path) -> Iterator[Page]:
    """A page of the site as it is printed on A4."""
    with opened(browser, file, viewport={"width": 688, "height": 1000}) as page:
        page.emulate_media(media="print")
        yield page


@every_safety
def test_on_paper_safety_comes_first_and_is_whole(
    browser: Browser, sample_site: Path, path: str
) -> None:
    with opened(browser, sample_site / path) as page:
        on_screen = page.locator(".safety li").all_inner_texts()
    with on_paper(browser, sample_site / path) as page:
        assert page.locator(".safety li").all_inner_texts() == on_screen
        assert all(line.is_visible() for line in page.locator(".safety li").all())
        for heading in page.locator("#steps, #exercises").all():
            first = page.locator("#safety .safety").last.bounding_box()
            then = heading.bounding_box()
            assert first
            assert then
            assert first["y"] + first["height"] <= then["y"]


@every_kind
def test_on_paper_no_number_hides_behind_a_link(
    browser: Browser, sample_site: Path, path: str
) -> None:
    """The clinic's number and the emergency number are printed as words."""
    with on_paper(browser, sample_site / path) as page:
        words = page.locator("body").inner_text()
        assert "01632 960 123" in words
        assert "999" in words


@every_kind
def test_on_paper_no_heading_stands_alone_and_no_note_is_torn(
    browser: Browser, sample_site: Path, path: str
) -> None:
    with on_paper(browser, sample_site / path) as page:
        after = "all => all.map(one => getComputedStyle(one).breakAfter)"
        inside = "all => all.map(one => getComputedStyle(one).breakInside)"
        assert set(page.locator("h1, h2, h3, h4").evaluate_all(after)) == {"avoid"}
        assert set(page.locator(".safety").evaluate_all(inside)) <= {"avoid"}


# Safety notes, for a screen reader ----------------------------------------------------------------


@every_safety
def test_safety_notes_are_announced_as_what_they_are(
    browser: Browser, sample_site: Path, path: str
) -> None:
    """Each is a region whose name begins with the word for its severity, in the order of need.

    In a program the name of the exercise goes before it.
    """
    with opened(browser, sample_site / path) as page:
        heard = page.locator("main").aria_snapshot()
        spoken = "|".join(SEVERITIES)
        named = re.findall(rf"""region "(?:[^":]+: )?({spoken})""", heard)
        first = named[: len(set(named))]
        assert first == [word for word in SEVERITIES if word in named]
        assert len(first) >= 4
        notes = page.locator(".safety")
        assert notes.count() == len(named)
        assert notes.locator(":is(h2, h3, h4):first-child").count() == len(named)


@every_safety
def test_nothing_can_fold_a_safety_note_away(
    browser: Browser, sample_site: Path, path: str
) -> None:
    """None is inside anything that closes, and no button of the page hides one."""
    with opened(browser, sample_site / path) as page:
        assert page.locator(":is(details, dialog, [hidden], [aria-hidden]) .safety").count() == 0
        count = page.locator("main .safety").count()
        for button in page.locator("main button:visible").all():
            button.click()
            shown = "notes => notes.filter(note => note.checkVisibility()).length"
            assert page.locator("main .safety").evaluate_all(shown) >= count
            page.keyboard.press("Escape")
        assert page.locator("main .safety:visible").count() == count


# Fingers and eyes ---------------------------------------------------------------------------------

# A link within a sentence is as high as its line: the rule excepts it.
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, summary, input")].filter(one => {
    const box = one.getBoundingClientRect(), least = one.matches(".btn") ? 44 : 24;
    const sentence = getComputedStyle(one).display === "inline";
    return one.checkVisibility() && !one.closest(".skip, .card") && !sentence
        && (box.height < least || box.width < least);
}).map(one => one.outerHTML.slice(0, 90))"""
CLOSE_LINKS = """() => {
    const links = [...document.links].filter(one => one.checkVisibility() && !one.closest(".skip"));
    const boxes = links.map(one => one.getBoundingClientRect());
    return links.filter((one, i) => boxes.some((other, j) => j > i
        && Math.hypot((boxes[i].left + boxes[i].right - other.left - other.right) / 2,
                      (boxes[i].top + boxes[i].bottom - other.top - other.bottom) / 2) < 24)
    ).map(one => one.outerHTML);
}"""


@every_kind
def test_a_finger_meets_what_it_aims_at(browser: Browser, sample_site: Path, path: str) -> None:
    """Buttons are 44 pixels high or more, all else 24, and the middles of links 24 apart."""
    with opened(browser, sample_site / path, viewport=PHONE) as page:
        assert page.evaluate(SMALL_TARGETS) == []
        assert page.evaluate(CLOSE_LINKS) == []


SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important; } p { margin-block-end: 2em !important; }"""
CLIPPED = """() => [...document.querySelectorAll("body *")].filter(one =>
    ["hidden", "clip"].includes(getComputedStyle(one).overflowY) && !one.closest(".unseen")
    && one.checkVisibility() && (one.scrollHeight > one.clientHeight + 1
    || one.scrollWidth > one.clientWidth + 1)).map(one => one.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
@every_kind
def test_wider_spaced_text_loses_nothing(
    browser: Browser, sample_site: Path, path: str, screen: dict[str, int]
) -> None:
    """With the spacing that readers with dyslexia set, all words are there and within the page."""
    with opened(browser, sample_site / path, viewport=screen, bypass_csp=True) as page:
        page.add_style_tag(content=SPACED)
        assert page.evaluate(CUT_OFF) == []
        assert page.evaluate(CLIPPED) == []
        content, wide = page.evaluate(WIDTHS)
        assert content <= wide


# The outline of every page ------------------------------------------------------------------------


class Outline(HTMLParser):
    """The language, title and levels of headings of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.language, self.title, self.levels = "", "", list[int]()
        self._within = set[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within.add(tag)
        if tag == "html":
            self.language = dict(attrs)["lang"] or ""
        if re.fullmatch("h[1-6]", tag) and "template" not in self._within:
            self.levels.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        self._within.discard(tag)

    def handle_data(self, data: str) -> None:
        if "title" in self._within and "head" in self._within:
            self.title += data


def test_every_page_has_a_title_of_its_own_a_language_and_headings_in_order(
    sample_site: Path,
) -> None:
    outlines = {page: Outline(page.read_text("utf-8")) for page in sample_site.rglob("*.html")}
    assert len({outline.title for outline in outlines.values()}) == len(outlines) > 20
    for page, outline in outlines.items():
        assert outline.language == "en", page
        assert outline.levels[0] == 1, page
        assert outline.levels.count(1) == 1, page
        steps = zip(outline.levels, outline.levels[1:], strict=False)
        assert all(then <= now + 1 for now, then in steps), page
