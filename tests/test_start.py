"""An exercise followed on a phone, in a real browser, its timer run by a clock of the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CUT_OFF, WIDTHS, launched, opened
from playwright.sync_api import Browser, Page, Playwright, expect
from small_site import MakeSite

pytestmark = pytest.mark.slow

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
    page.clock.install()
    page.goto(file.as_uri())
    page.get_by_role("button", name="Start the").click()
    page.locator("dialog[open]").wait_for()
    yield page
    context.close()


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


def test_a_stretch_is_led_from_the_first_step_to_the_last_hold(
    browser: Browser, sample_site: Path
) -> None:
    """Eight steps, then three holds on the side that is drawn and three on the other."""
    with started(browser, sample_site / EXERCISE) as page:
        assert "You need: Low, steady surface" in page.locator("dialog").inner_text()
        press(page, "Start")
        for number in range(1, 9):
            assert place(page) == f"Read first: step {number} of 8"
            next_screen(page)
        for side in ("Right side", "Left side"):
            for number in (1, 2, 3):
                assert place(page) == f"{side} · {number} of 3"
                press(page, "I am ready")
                assert (part(page, "phase"), part(page, "clock")) == ("Get ready", "10")
                seconds(page, 10)
                assert (part(page, "phase"), part(page, "clock")) == ("Hold", "30")
                seconds(page, 19)
                assert part(page, "status") == ""
                seconds(page, 1)
                assert (part(page, "status"), part(page, "clock")) == (
                    "You can stop now, or go on",
                    "10",
                )
                seconds(page, 10)
                assert part(page, "status") == "Time is up. Take a rest if you need one."
        assert place(page) == END
        press(page, "Done")
        expect(page.locator("dialog")).to_be_hidden()


def test_nobody_is_hurried_into_the_next_hold(browser: Browser, sample_site: Path) -> None:
    """Without a rest in the dose the clock waits for the person."""
    with started(browser, sample_site / EXERCISE) as page:
        press(page, "Skip the steps")
        press(page, "I am ready")
        seconds(page, 40)
        seconds(page, 600)
        assert place(page) == "Right side · 2 of 3"
        assert part(page, "clock") == ""


RESTED = "[{exercise: bridge, dose: {sets: 2, %s, rest: 45 s}}]"


def test_a_rest_in_the_dose_is_timed(browser: Browser, make_site: MakeSite) -> None:
    """After a hold comes its rest, then ten seconds, then the next hold, without a press."""
    site = make_site()
    site.edit("content/programs/hips.md", "[bridge]", RESTED % "hold: 20 s")
    site.build()
    with started(browser, site.output / "programs/hips.html") as page:
        press(page, "Start")
        press(page, "Skip the steps")
        press(page, "I am ready")
        seconds(page, 20)
        assert part(page, "status") == "Half of the time is over"
        seconds(page, 10)
        assert (place(page), part(page, "phase")) == ("2 of 2", "Rest")
        seconds(page, 45)
        assert (part(page, "phase"), part(page, "clock")) == ("Get ready", "10")
        seconds(page, 10)
        assert (part(page, "phase"), part(page, "clock")) == ("Hold", "20")
        seconds(page, 20)
        assert place(page) == END


def test_sets_are_counted_by_the_person(browser: Browser, make_site: MakeSite) -> None:
    """No clock drives repeats: Done leads on, to the rest first where the dose has one."""
    site = make_site()
    site.edit("content/programs/hips.md", "[bridge]", RESTED % "reps: 10")
    site.build()
    with started(browser, site.output / "programs/hips.html") as page:
        press(page, "Start")
        press(page, "Skip the steps")
        assert place(page) == "Set 1 of 2"
        assert "Do it 10 times in each set." in part(page, "text")
        assert page.locator("[data-part=clock]").is_hidden()
        press(page, "Done")
        assert (place(page), part(page, "phase")) == ("Set 2 of 2", "Rest")
        seconds(page, 45)
        assert part(page, "status") == "The rest is over. Go on when you are ready."
        press(page, "Done")
        assert place(page) == END


def test_a_hold_as_needed_is_repeated_until_the_person_is_done(
    browser: Browser, sample_site: Path
) -> None:
    with started(browser, sample_site / "exercises/side-lying-it-band-stretch.html") as page:
        press(page, "Skip the steps")
        assert "Repeat as needed." in part(page, "text")
        press(page, "I am ready")
        seconds(page, 70)
        assert place(page) == "Right side"
        press(page, "Once more")
        seconds(page, 10)
        assert (part(page, "phase"), part(page, "clock")) == ("Hold", "60")
        press(page, "Done")
        assert place(page) == "Left side"


def test_the_timer_can_be_stopped_and_begun_again(browser: Browser, sample_site: Path) -> None:
    with started(browser, sample_site / EXERCISE) as page:
        press(page, "Skip the steps")
        press(page, "I am ready")
        seconds(page, 15)
        press(page, "Pause")
        seconds(page, 3600)
        assert (part(page, "status"), part(page, "clock")) == ("Paused", "25")
        press(page, "Go on")
        seconds(page, 5)
        assert part(page, "clock") == "20"
        press(page, "From the start")
        assert (part(page, "phase"), part(page, "clock")) == ("Get ready", "10")
        press(page, "Skip")
        assert (place(page), part(page, "clock")) == ("Right side · 2 of 3", "")
        press(page, "Back")
        assert place(page) == "Right side · 1 of 3"


def test_a_phone_put_away_stops_the_timer(browser: Browser, sample_site: Path) -> None:
    """Nothing runs on unseen; a phone that slept goes on from where somebody last saw it."""
    with started(browser, sample_site / EXERCISE) as page:
        press(page, "Skip the steps")
        press(page, "I am ready")
        seconds(page, 15)
        page.evaluate(HIDE, True)
        assert asked(page, "locks") == asked(page, "released") == 1
        seconds(page, 600)
        page.evaluate(HIDE, False)
        assert (part(page, "status"), part(page, "clock")) == ("Paused", "25")
        assert asked(page, "locks") == 2
        press(page, "Go on")
        page.clock.fast_forward(3_600_000)
        assert (part(page, "status"), part(page, "clock")) == ("Paused", "25")


def test_a_stopped_timer_is_not_taken_for_one_that_has_ended(
    browser: Browser, sample_site: Path
) -> None:
    """Out of sight or asleep gives one signal, and the end of the time another."""
    with started(browser, sample_site / EXERCISE) as page:
        press(page, "Skip the steps")
        page.get_by_label("Vibration").check()
        press(page, "I am ready")
        page.evaluate(HIDE, True)
        page.evaluate(HIDE, False)
        press(page, "Go on")
        page.clock.fast_forward(3_600_000)
        press(page, "Go on")
        seconds(page, 40)
        rhythms = page.evaluate("() => window.asked.rhythms")
        assert rhythms[2] == rhythms[3]
        assert rhythms.count(rhythms[2]) == 2
        assert len(rhythms) == 7


def test_a_screen_that_nobody_holds_offers_no_vibration(
    browser: Browser, sample_site: Path
) -> None:
    with started(browser, sample_site / EXERCISE, has_touch=False) as page:
        assert page.get_by_label("Sound").is_visible()
        assert page.get_by_label("Vibration").is_hidden()


def test_the_other_side_is_not_shown_as_the_one_that_is_drawn(
    browser: Browser, sample_site: Path
) -> None:
    """There the picture is mirrored and unnamed, and no step says left where right is meant."""
    drawn_left = sample_site / "exercises/hip-flexor-wall-stretch.html"
    turned = "image => getComputedStyle(image).transform"
    with started(browser, drawn_left) as page:
        press(page, "Skip the steps")
        image = page.locator("dialog img")
        assert place(page).startswith("Left side")
        assert image.evaluate(turned) == "none"
        assert "The picture shows the left side" in part(page, "pictures")
        assert "left knee" in part(page, "steps")
        while place(page).startswith("Left side"):
            next_screen(page)
        assert place(page).startswith("Right side")
        assert image.evaluate(turned) == "matrix(-1, 0, 0, 1, 0, 0)"
        assert "left" not in page.locator("dialog .screen").inner_text().lower()
        assert "The same on the other side." in part(page, "text")
        assert page.locator("dialog").get_by_role("img").count() == 0


def test_the_screen_stays_on_only_while_it_is_needed(browser: Browser, sample_site: Path) -> None:
    with started(browser, sample_site / EXERCISE) as page:
        assert asked(page, "locks") == 0
        press(page, "Start")
        assert (asked(page, "locks"), asked(page, "released")) == (1, 0)
        for _ in walk(page):
            pass
        assert (asked(page, "locks"), asked(page, "released")) == (1, 1)
        press(page, "Back")
        press(page, "Close")
        page.wait_for_function("() => window.asked.released === 2")


@pytest.mark.parametrize(("chosen", "silent"), [("Sound", "beats"), ("Vibration", "tones")])
def test_signals_come_only_as_chosen(
    browser: Browser, sample_site: Path, chosen: str, silent: str
) -> None:
    """A tone or a beat when it is chosen, then at getting ready, go, on the way, and at the end."""
    heard = {"beats": "tones", "tones": "beats"}[silent]
    with started(browser, sample_site / EXERCISE) as page:
        press(page, "Skip the steps")
        press(page, "I am ready")
        seconds(page, 40)
        assert (asked(page, "tones"), asked(page, "beats")) == (0, 0)
        page.get_by_label(chosen).check()
        counts = [asked(page, heard)]
        press(page, "I am ready")
        for wait in (0, 10, 20, 10):
            seconds(page, wait)
            counts.append(asked(page, heard))
        assert counts == sorted(set(counts))
        assert asked(page, silent) == 0


@pytest.mark.parametrize("way", ["Escape", "Close", "back"])
def test_every_way_out_leads_back_to_the_button(
    browser: Browser, sample_site: Path, way: str
) -> None:
    with started(browser, sample_site / EXERCISE) as page:
        address = page.url
        assert page.evaluate("() => document.activeElement.id") == "start-place"
        press(page, "Skip the steps")
        press(page, "I am ready")
        if way == "Escape":
            page.keyboard.press("Escape")
        elif way == "Close":
            press(page, "Close")
        else:
            page.go_back()
        expect(page.locator("dialog")).to_be_hidden()
        expect(page.locator("#start")).to_be_focused()
        page.wait_for_function("() => history.state === null")
        assert page.url == address
        page.locator("#start").click()
        assert place(page) == "Before you start"


def test_the_keyboard_alone_leads_through(browser: Browser, sample_site: Path) -> None:
    """Enter on Next goes from step to step, and the timer is reached by Tab."""
    with started(browser, sample_site / EXERCISE) as page:
        page.locator("[data-part=next]").focus()
        for _ in range(9):
            page.keyboard.press("Enter")
        assert place(page) == "Right side · 1 of 3"
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.value") == "time":
                break
        page.keyboard.press("Enter")
        assert part(page, "clock") == "10"
        assert page.evaluate("() => document.activeElement.textContent") == "Pause"


IN_VIEW = """() => {
    const foot = document.querySelector("dialog footer");
    const screen = document.querySelector("dialog .screen").getBoundingClientRect();
    const rules = foot.querySelector(".rules");
    const outside = [...foot.querySelectorAll("li, a, button:not([hidden])")].filter(one => {
        const box = one.getBoundingClientRect();
        return box.top < screen.bottom || box.bottom > innerHeight || box.right > innerWidth;
    });
    return { outside: outside.map(one => one.textContent), room: screen.height / innerHeight,
             cut: rules.scrollHeight > rules.clientHeight + 1 };
}"""


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("size", ["normal text", "large text"])
def test_the_stop_rules_are_always_in_view(
    browser: Browser, large_text: Browser, sample_site: Path, size: str, width: int
) -> None:
    """On every screen all of them, with the emergency number, and a third is left for the step."""
    chosen = large_text if size == "large text" else browser
    screen = {"width": width, "height": 640}
    with started(chosen, sample_site / EXERCISE, viewport=screen) as page:
        rules = page.locator("#stop-if li").all_inner_texts()
        assert len(rules) == 5
        for _ in walk(page):
            assert page.locator("dialog .rules li").all_inner_texts() == rules
            seen = page.evaluate(IN_VIEW)
            assert (seen["outside"], seen["cut"]) == ([], False)
            assert seen["room"] > 1 / 3
            assert page.evaluate(CUT_OFF) == []
            assert page.evaluate(WIDTHS) == [width, width]


# Whether a line of text, and what runs, lie inside the part that scrolls.
SEEN = """selector => {
    const one = document.querySelector("dialog " + selector);
    const screen = document.querySelector("dialog .screen").getBoundingClientRect();
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
        seen: set[str] = set()
        for name in walk(page):
            kind = page.evaluate(KIND)
            if kind in seen:
                continue
            seen.add(kind)
            found = Axe().run(page)
            assert found.violations_count == 0, (name, found.generate_report())
        assert len(seen) > 3


def test_every_exercise_and_program_can_be_followed_to_its_end(
    browser: Browser, carried: Path
) -> None:
    """From a stick: no error, each picture there, nothing asked of a host, nothing stored."""
    pages = [*carried.glob("exercises/*.html"), *carried.glob("programs/*.html")]
    pages = [file for file in pages if file.name != "index.html" and "by-" not in file.name]
    assert len(pages) == 14
    for file in pages:
        with started(browser, file) as page:
            said: list[str] = []
            page.on("console", lambda message, said=said: said.append(message.text))
            page.on("pageerror", lambda error, said=said: said.append(str(error)))
            page.on("request", lambda request, said=said: said.append(request.url))
            count = 0
            for name in walk(page):
                count += 1
                assert name
                for image in page.locator("dialog img").all():
                    image.evaluate("image => image.decode()")
            assert count > 6, file
            assert [one for one in said if not one.startswith(carried.as_uri())] == []
            kept = page.evaluate("() => [localStorage.length, sessionStorage.length]")
            assert (kept, page.evaluate("() => document.cookie")) == ([0, 0], "")


def test_a_program_shows_what_each_exercise_warns_of(browser: Browser, sample_site: Path) -> None:
    """Before each exercise its own lists, and a way to any other from the list."""
    with started(browser, sample_site / PROGRAM) as page:
        press(page, "Glute stretch")
        text = page.locator("dialog").inner_text()
        assert "You need: Table" in text
        assert "Never push the knee down" in text
        assert "A knee injury" in text
        assert page.locator("dialog .ask-first li").count() == 3
        assert part(page, "count") == "Exercise 7 of 8"
        press(page, "All exercises")
        assert page.locator("dialog .ask-first li").count() > 10
        press(page, "Start")
        assert part(page, "title") == "Quadriceps stretch"


def test_the_pages_own_blocks_stay_as_they_are(browser: Browser, sample_site: Path) -> None:
    """Copies take no name and no mark of the blocks on the page."""
    with started(browser, sample_site / EXERCISE) as page:
        assert page.locator("[data-safety=stop-if], #stop-if").count() == 1
        twice = """() => [...document.querySelectorAll("[id]")].map(one => one.id)
            .filter((id, index, all) => all.indexOf(id) !== index)"""
        assert page.evaluate(twice) == []


def test_without_scripts_there_is_no_button(browser: Browser, sample_site: Path) -> None:
    with opened(browser, sample_site / EXERCISE, java_script_enabled=False) as page:
        assert page.locator("#start").is_hidden()
        assert page.locator(".jump [href='#start']").is_hidden()
        assert page.get_by_text("I am ready").count() == 0
