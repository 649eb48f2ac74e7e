"""Finding an exercise in a real browser: the search box and the filters of the list."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CUT_OFF, WIDTHS, opened
from playwright.sync_api import Browser, Locator, Page, Route, expect
from small_site import EXERCISE, SMALL_SITE, TERMS, Site
from starting import stop_clock

pytestmark = pytest.mark.slow

LIST = "exercises/index.html"


def exercise(title: str, summary: str = "Does you good.", **keys: str) -> str:
    """An exercise like the small site's, with other words and keys."""
    text = EXERCISE.replace("title: Bridge", f"title: {title}\nupdated: 2026-01-01")
    text = text.replace("Lifts the hips.", summary)
    for key, value in keys.items():
        text = re.sub(rf"^{key}: .*\n", "", text, flags=re.MULTILINE)
        text = (
            text.replace("region: ", f"{key}: {value}\nregion: ", 1)
            if key != "region"
            else (text.replace("goal: ", f"region: {value}\ngoal: ", 1))
        )
    return text


EXERCISES = {
    "clam": exercise("Clam", also="[mussel]", position="lying-on-side", equipment="[]"),
    "march": exercise("March", summary="A bridge for one leg.", region="[hip, knee]"),
    "calf-stretch": exercise("Calf stretch", region="knee", goal="flexibility"),
    "foerster": exercise("Förster’s knee bend", region="knee", position="standing"),
    "sit-up": exercise("Sit-up", muscles="[bridge muscle]", plain="Curl", goal="control"),
    "curl": exercise("Leg curl", plain="Bridge with a curl", equipment="[]"),
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of seven exercises, copied to a folder whose name is no plain word."""
    site = Site(tmp_path_factory.mktemp("stick") / "Übungen für den Rücken #1")
    for path, text in SMALL_SITE.items():
        site.write(path, text)
    site.write("content/terms.toml", TERMS.replace('"Hip"', '"Hip"\nknee = "Knee"'))
    for slug, text in EXERCISES.items():
        site.write(f"content/exercises/{slug}.md", text)
    site.build()
    return site.output


@pytest.fixture
def page(browser: Browser, shelf: Path) -> Iterator[Page]:
    """The list as it opens on a desktop, by a double click; the browser has nothing to say."""
    said: list[str] = []
    with opened(browser, shelf / LIST, viewport={"width": 1280, "height": 800}) as page:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page
    assert said == []


def shown(page: Page) -> list[str]:
    """The titles that a reader sees, in their order."""
    return page.locator("main .card:visible h3").all_inner_texts()


def expect_shown(page: Page, *titles: str) -> None:
    expect(page.locator("main .card:visible h3")).to_have_text(titles)


def tick(page: Page, name: str) -> Locator:
    """A box to tick in a filter."""
    return (
        page.locator("#find label")
        .filter(has_text=re.compile(rf"^\s*{name}\s*\d+$"))
        .locator("input")
    )


EVERYTHING = (
    *("Calf stretch", "Bridge", "Clam", "Leg curl", "Förster’s knee bend", "March", "Sit-up"),
)


def test_the_list_is_whole_before_anybody_asks(page: Page) -> None:
    expect_shown(page, *EVERYTHING)
    expect(page.get_by_role("status").first).to_have_text("7 exercises.")
    expect(page.get_by_role("button", name="Clear all")).to_be_hidden()


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("clam", ["Clam"]),
        ("mussel", ["Clam"]),
        ("knee be", ["Förster’s knee bend"]),
        ("stre", ["Calf stretch"]),
        ("tretc", ["Calf stretch"]),
        ("situp", ["Sit-up"]),
        ("sit up", ["Sit-up"]),
        ("FORSTER", ["Förster’s knee bend"]),
        ("förster", ["Förster’s knee bend"]),
        ("bend foerster", ["Förster’s knee bend"]),
        ("calf clam", ["Clam", "Calf stretch"]),
        ("bridgewater", ["Bridge", "Leg curl", "Sit-up", "March"]),
    ],
)
def test_typing_finds(page: Page, typed: str, titles: list[str]) -> None:
    """By any name, its beginning or its inside, in any case, with accents or without."""
    page.get_by_label("Search").press_sequentially(typed)
    expect_shown(page, *titles)


@pytest.mark.parametrize("typed", ["stertch", "strech", "strettch", "strerch", "tsretch", "stretc"])
def test_a_slip_of_the_finger_still_finds(page: Page, typed: str) -> None:
    page.get_by_label("Search").fill(typed)
    expect_shown(page, "Calf stretch")


def test_what_is_found_is_ranked(page: Page) -> None:
    """A title counts more than another name, that more than a muscle, that more than a summary."""
    page.get_by_label("Search").fill("bridge")
    expect_shown(page, "Bridge", "Leg curl", "Sit-up", "March")
    expect(page.locator(".group:visible, .tabs:visible")).to_have_count(0)


def test_emptying_the_box_brings_the_groups_back(page: Page) -> None:
    box = page.get_by_label("Search")
    box.fill("bridge")
    expect_shown(page, "Bridge", "Leg curl", "Sit-up", "March")
    box.fill("xylophone")
    expect_shown(page)
    box.fill("")
    expect_shown(page, *EVERYTHING)
    expect(page.locator(".group:visible")).to_have_count(3)


def test_boxes_of_a_filter_widen_and_filters_narrow(page: Page) -> None:
    """Knee or hip, and on the back; a group in which nothing is left is gone."""
    tick(page, "Knee").check()
    expect_shown(page, "Calf stretch", "Förster’s knee bend", "March")
    expect(page.get_by_role("heading", name="Control")).to_be_hidden()
    tick(page, "Standing").check()
    expect_shown(page, "Förster’s knee bend")
    tick(page, "Lying on your back").check()
    expect_shown(page, "Calf stretch", "Förster’s knee bend", "March")
    tick(page, "Hip").check()
    tick(page, "No equipment").check()
    expect_shown(page, "Leg curl")
    page.get_by_label("Search").fill("clam")
    expect_shown(page)


def test_a_box_says_what_it_would_find(page: Page) -> None:
    """What it adds to its own filter, under all that is chosen in others."""
    assert "Knee 3" in tick(page, "Knee").locator("..").inner_text().replace("\n", " ")
    tick(page, "Standing").check()
    expect(tick(page, "Knee").locator("..")).to_contain_text("1")
    expect(tick(page, "Hip").locator("..")).to_contain_text("0")
    expect(tick(page, "Lying on your side").locator("..")).to_contain_text("1")
    expect(page.locator("summary")).to_have_text("Filters (1)")


def test_the_number_found_is_announced_once(page: Page) -> None:
    """A polite sentence when nobody types any more, not one for each letter."""
    status = page.get_by_role("status").first
    page.evaluate("""() => {
        window.said = [];
        new MutationObserver(() => window.said.push(document.getElementById("found").textContent))
            .observe(document.getElementById("found"), {childList: true});
    }""")
    page.get_by_label("Search").press_sequentially("bridge")
    expect(status).to_have_text("Found 4 of 7 exercises.")
    page.get_by_label("Search").fill("xylophone")
    expect(status).to_have_text("No exercise fits.")
    assert page.evaluate("() => window.said.length") == 2


def test_an_address_can_be_sent(browser: Browser, shelf: Path, page: Page) -> None:
    """It holds all that was chosen, and opens the same list elsewhere."""
    page.get_by_label("Search").fill("bridge kneé &")
    tick(page, "Hip").check()
    tick(page, "Knee").check()
    tick(page, "Strength").check()
    expect(page).to_have_url(
        re.compile(r"\?q=bridge\+kne%C3%A9\+%26&region=hip&region=knee&goal=strength$")
    )
    expect_shown(page, "March")
    with opened(browser, shelf / LIST) as other:
        other.goto(page.url)
        expect_shown(other, "March")
        expect(other.get_by_label("Search")).to_have_value("bridge kneé &")
        other.locator("summary").click()
        expect(other.locator("input:checked")).to_have_count(3)


def test_what_an_address_asks_in_vain_is_said(browser: Browser, shelf: Path) -> None:
    """What is known narrows the list; the address stays until something is chosen."""
    with opened(browser, shelf / LIST, viewport=DESKTOP) as page:
        asked = f"{page.url}?region=nose&colour=red&goal=flexibility&q=%20"
        page.goto(asked)
        expect(page.locator("input:checked")).to_have_count(1)
        in_vain = "The address asks for something that this list does not have: nose."
        expect(page.locator("#found")).to_have_text(
            f"{in_vain} Found 1 of 7 exercises.", timeout=5000
        )
        assert page.url == asked
        tick(page, "Knee").check()
        expect(page.locator("#found")).to_have_text(re.compile("^Found"))
        expect(page).to_have_url(re.compile(r"html\?region=knee&goal=flexibility$"))


def test_where_no_exercise_has_all_words_those_with_some_are_shown(page: Page) -> None:
    """Most of them first, and it is said."""
    page.get_by_label("Search").fill("curl with xylophone")
    expect(page.locator("main .card:visible h3").first).to_have_text("Leg curl")
    expect(page.locator("#found")).to_have_text(
        re.compile("No exercise has all of these words. These have some. Found . of 7")
    )
    page.get_by_label("Search").fill("curl")
    expect(page.locator("#found")).to_have_text("Found 2 of 7 exercises.")


def test_in_large_text_the_number_found_is_seen_while_typing(
    large_text: Browser, shelf: Path
) -> None:
    """It stands right below what is typed."""
    with opened(large_text, shelf / LIST, viewport={"width": 360, "height": 640}) as page:
        page.get_by_label("Search").click()
        page.keyboard.type("clam")
        expect(page.locator("#found")).to_have_text("Found 1 of 7 exercises.")
        expect(page.locator("#found")).to_be_in_viewport(ratio=1)
        box, found = (page.locator(one).bounding_box() for one in ("#words", "#found"))
        assert box is not None
        assert found is not None
        assert 0 <= found["y"] - box["y"] - box["height"] < 48


def test_back_brings_back_what_was_chosen(page: Page) -> None:
    """From an exercise, and from a jump within the page."""
    page.get_by_label("Search").fill("bridge")
    expect(page).to_have_url(re.compile("q=bridge$"))
    page.get_by_role("link", name="Bridge").click()
    expect(page.locator("h1")).to_have_text("Bridge")
    page.go_back()
    expect(page.get_by_label("Search")).to_have_value("bridge")
    expect_shown(page, "Bridge", "Leg curl", "Sit-up", "March")

    page.get_by_role("button", name="Clear all").click()
    expect(page).to_have_url(re.compile("html$"))
    page.get_by_role("navigation", name="On this page").get_by_role("link").first.click()
    tick(page, "Knee").check()
    expect(page).to_have_url(re.compile("region=knee#group-flexibility$"))
    page.go_back()
    expect(tick(page, "Knee")).not_to_be_checked()
    expect_shown(page, *EVERYTHING)


def test_another_grouping_keeps_what_was_chosen(page: Page) -> None:
    """There an exercise that is in two groups still counts once, and is shown once."""
    tick(page, "Lying on your back").check()
    expect(page).to_have_url(re.compile("position=lying-on-back"))
    page.get_by_role("link", name="Body part").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Hip")
    expect(tick(page, "Lying on your back")).to_be_checked()
    assert sorted(shown(page)) == ["Bridge", "Calf stretch", "Leg curl", "March", "Sit-up"]
    expect(page.get_by_role("status").first).to_have_text("Found 5 of 7 exercises.")
    page.get_by_label("Search").fill("bridge")
    expect_shown(page, "Bridge", "Leg curl", "Sit-up", "March")


@pytest.mark.parametrize(
    ("path", "groups"),
    [
        ("by-region.html?region=knee", {"Knee": ["Calf stretch", "Förster’s knee bend", "March"]}),
        (
            "by-region.html?region=hip&region=knee&equipment=mat&goal=strength",
            {"Hip": ["Bridge", "March"], "Knee": ["Förster’s knee bend"]},
        ),
        ("by-region.html?equipment=none", {"Hip": ["Clam", "Leg curl"]}),
        ("by-equipment.html?equipment=none", {"No equipment": ["Clam", "Leg curl"]}),
        ("by-equipment.html?region=knee&equipment=none", {}),
    ],
)
def test_only_groups_that_were_chosen_are_shown(
    browser: Browser, shelf: Path, path: str, groups: dict[str, list[str]]
) -> None:
    """With each exercise once, so that the number found is the number of cards."""
    with opened(browser, shelf / LIST) as page:
        page.goto((shelf / "exercises").as_uri() + f"/{path}")
        found = {
            group.locator("h2").inner_text(): group.locator(".card:visible h3").all_inner_texts()
            for group in page.locator(".group:visible").all()
        }
        assert found == groups
        number = sum(map(len, groups.values()))
        sentence = f"Found {number} of 7 exercises." if number else "No exercise fits."
        expect(page.locator("#found")).to_have_text(sentence)


@pytest.mark.parametrize("button", ["Clear all", "Show all exercises"])
def test_one_button_clears_all(page: Page, button: str) -> None:
    """In the empty list too; the focus goes to the list, not to nowhere."""
    page.get_by_label("Search").fill("bridge" if button == "Clear all" else "xylophone")
    tick(page, "Hip").check()
    page.get_by_role("button", name=button).click()
    expect_shown(page, *EVERYTHING)
    expect(page.locator("input:checked")).to_have_count(0)
    expect(page.get_by_label("Search")).to_have_value("")
    expect(page.locator("#found")).to_be_focused()
    expect(page.get_by_role("button", name=button)).to_be_hidden()
    expect(page).to_have_url(re.compile("index.html$"))


def test_an_empty_list_offers_a_way_out(page: Page) -> None:
    page.get_by_label("Search").fill("xylophone")
    way_out = page.get_by_role("region", name="No exercise fits")
    expect(way_out.get_by_role("button", name="Show all exercises")).to_be_visible()
    expect(way_out.get_by_role("link", name="Call us: 01632 960 123")).to_be_visible()


def test_the_keyboard_alone_finds(page: Page) -> None:
    """Tab to the box, type, on to a filter, tick it, and on to the exercise."""
    page.locator("#find").evaluate("form => form.scrollIntoView()")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.id") == "words":
            break
    page.keyboard.type("bridge")
    expect_shown(page, "Bridge", "Leg curl", "Sit-up", "March")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect_shown(page, "Bridge", "Leg curl", "Sit-up", "March")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(tick(page, "Knee")).to_be_checked()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect_shown(page, "March")
    page.get_by_label("Search").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("March")


def test_the_words_are_fetched_for_who_searches(browser: Browser, shelf: Path) -> None:
    """Not for everybody who opens the list."""
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto((shelf / LIST).as_uri())
    page.get_by_label("Search").wait_for()
    assert "searched.js" not in asked
    page.get_by_label("Search").focus()
    page.get_by_label("Search").fill("clam")
    expect_shown(page, "Clam")
    assert asked.count("searched.js") == 1
    context.close()


def test_a_search_that_cannot_work_says_so(browser: Browser, shelf: Path) -> None:
    """The list stays whole, and the filters work."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.route("**/searched.js", lambda route: route.abort())
    page = context.new_page()
    page.goto((shelf / LIST).as_uri())
    page.get_by_label("Search").fill("clam")
    expect(page.get_by_role("status").first).to_have_text(re.compile("does not work just now"))
    tick(page, "Knee").check()
    expect_shown(page, "Calf stretch", "Förster’s knee bend", "March")
    context.close()


def test_without_scripts_nothing_is_there_that_needs_them(browser: Browser, shelf: Path) -> None:
    """The lists and the links are."""
    with opened(browser, shelf / LIST, java_script_enabled=False) as page:
        expect(
            page.locator("form, input, button:visible, details").locator("visible=true")
        ).to_have_count(0)
        assert tuple(shown(page)) == EVERYTHING
        assert page.get_by_role("link", name="Body part").is_visible()


PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
STATES = ["filters", "empty", "ranked"]


def bring_about(page: Page, state: str) -> None:
    """A state of the list: filters open and one chosen, nothing found, or a ranked list."""
    if state == "filters":
        if not page.locator("details[open]").count():
            page.locator("summary").click()
        tick(page, "Hip").check()
        expect(page.locator("#found")).to_have_text("Found 5 of 7 exercises.")
    else:
        page.get_by_label("Search").fill({"empty": "xylophone", "ranked": "bridge"}[state])
        expect(page.locator("#found")).to_have_text(re.compile("No exercise|Found 4 of 7"))


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(
    browser: Browser, shelf: Path, state: str, scheme: str, screen: dict[str, int]
) -> None:
    with opened(browser, shelf / LIST, color_scheme=scheme, viewport=screen) as page:
        bring_about(page, state)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("size", ["normal text", "large text"])
@pytest.mark.parametrize("state", STATES)
def test_nothing_lies_beside_a_narrow_phone(
    browser: Browser, large_text: Browser, shelf: Path, state: str, size: str
) -> None:
    chosen = large_text if size == "large text" else browser
    with opened(chosen, shelf / LIST, viewport={"width": 320, "height": 640}) as page:
        bring_about(page, state)
        assert page.evaluate(CUT_OFF) == []
        assert page.evaluate(WIDTHS) == [320, 320]


def test_on_a_phone_the_filters_fold(browser: Browser, shelf: Path) -> None:
    """They are folded at first, and their button leads on to the list."""
    with opened(browser, shelf / LIST, viewport=PHONE) as page:
        expect(tick(page, "Hip")).to_be_hidden()
        page.locator("summary").click()
        tick(page, "Hip").check()
        page.get_by_role("button", name="Show the exercises").click()
        expect(page.locator("#list")).to_be_focused()
        expect(page.locator(".card:visible").first).to_be_in_viewport()


SHIFTS = """() => new Promise(done => {
    const sum = list => list.getEntries().reduce((all, one) => all + one.value, 0);
    new PerformanceObserver(list => done(sum(list)))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(done, 500, 0);
})"""


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_jumps_when_the_page_opens(
    browser: Browser, shelf: Path, screen: dict[str, int]
) -> None:
    """Box and filters have their room from the start; what is left is the font that arrives."""
    with opened(browser, shelf / LIST, viewport=screen) as page:
        page.reload()
        assert page.evaluate(SHIFTS) < 0.02


@pytest.mark.parametrize("query", ["region=knee", "q=bridge", "q=bridge&region=knee"])
@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_jumps_when_a_list_that_was_sent_opens(
    browser: Browser, shelf: Path, screen: dict[str, int], query: str
) -> None:
    """It is seen only once it is narrowed."""
    with opened(browser, shelf / LIST, viewport=screen) as page:
        page.goto(f"{page.url}?{query}")
        expect(page.locator("#found")).to_have_text(re.compile("^Found"))
        assert page.evaluate(SHIFTS) < 0.02


def test_a_list_whose_words_never_arrive_is_seen(browser: Browser, shelf: Path) -> None:
    """After a moment, as it is."""
    context = browser.new_context()
    page = context.new_page()
    held: list[Route] = []
    stop_clock(page)
    context.route("**/searched.js", lambda route: held.append(route))  # noqa: PLW0108 no builtin
    page.goto((shelf / LIST).as_uri() + "?q=bridge", wait_until="domcontentloaded")
    expect(page.locator("h1")).to_be_hidden()
    page.clock.run_for(1000)
    expect(page.locator("h1")).to_be_visible()
    context.close()


FIND = "([texts, typed]) => window.makeSearch(texts.map((text, i) => [`${i}`, text]))(typed)[0]"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("מְתִיחַת הָרַגְל", "מתיחת"),  # Hebrew, with points and without
        ("تَمْرِين الظَّهْر", "تمرين ظهر"),  # Arabic, with vowel marks and without
        ("إطالة", "اطالة"),  # Arabic, hamza left out
        ("ท่ายืดหลัง", "หลัง"),  # Thai, which does not part its words
        ("腰痛体操", "腰痛"),  # Chinese characters, likewise
        ("ストレッチ", "ｽﾄﾚｯﾁ"),  # Japanese, half as wide
        ("허리 스트레칭", "허"),  # Korean
        ("ΆΣΚΗΣΗ ΠΌΔΙ", "ασκηση ποδι"),  # Greek, without accents
        ("Ёлочка стоя", "елочка"),  # Russian
        ("IŞIK esneme", "ışık"),  # Turkish
        ("ISIRGAN", "isirgan"),  # Turkish, on an English keyboard
        ("घुटना मोड़ना", "घुटना"),  # Hindi, whose marks are letters
        ("Strækøvelse på gulvet", "straekovelse pa"),  # Danish
        ("Łydka", "lydka"),  # Polish
    ],
)
def test_words_of_any_script_are_found(page: Page, text: str, typed: str) -> None:
    others = ["Bridge", "膝", "ท่านั่ง", "колено", "كتف", "कंधा"]
    assert page.evaluate(FIND, [[*others, text], typed]) == [str(len(others))]


def test_what_is_spelt_well_is_not_mixed_with_guesses(page: Page) -> None:
    assert page.evaluate(FIND, [["Hip lift", "Lip lift", "Hop"], "hip"]) == ["0"]
    assert page.evaluate(FIND, [["Hip lift", "Lip lift", "Hop"], "hiip"]) == ["0"]


def test_a_nearer_title_comes_first(page: Page) -> None:
    """The whole word before its beginning, that before its inside, and the shorter title first."""
    titles = ["Reclining", "Line walk", "Line", "Lineup", "Liens"]
    assert page.evaluate(FIND, [titles, "line"]) == ["2", "1", "3"]
    assert page.evaluate(FIND, [titles, "lin"]) == ["2", "1", "3", "0"]
