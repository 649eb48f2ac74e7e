"""An exercise followed on a phone, in a real browser, its timer run by a clock of the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CUT_OFF, WIDTHS, opened
from playwright.sync_api import Browser, Page, expect
from small_site import MakeSite

pytestmark = pytest.mark.slow

EXERCISE = "exercises/hamstring-stretch.html"
PROGRAM = "programs/lower-back-flexibility.html"
PHONE = {"width": 360, "height": 640}
END = "That was all. Well done."
# Notes what a page asks of the phone, which no test can hear, feel or see.
SPIES = """(() => {
    window.asked = { beats: 0, tones: 0, locks: 0, released: 0, stored: 0 };
    navigator.vibrate = () => { window.asked.beats += 1; return true; };
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
        **{"viewport": PHONE, "reduced_motion": "reduce", **settings}  # type: ignore[arg-type]
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
    """Eight steps, then three holds on the left and three on the right, each after ten seconds."""
    with started(browser, sample_site / EXERCISE) as page:
        assert "You need: Low, steady surface" in page.locator("dialog").inner_text()
        press(page, "Start")
        for number in range(1, 9):
            assert place(page) == f"Read first: step {number} of 8"
            next_screen(page)
        for side in ("Left side", "Right side"):
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
        assert place(page) == "Left side · 2 of 3"
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
        assert place(page) == "Left side"
        press(page, "Once more")
        seconds(page, 10)
        assert (part(page, "phase"), part(page, "clock")) == ("Hold", "60")
        press(page, "Done")
        assert place(page) == "Right side"


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
        assert (place(page), part(page, "clock")) == ("Left side · 2 of 3", "")
        press(page, "Back")
        assert place(page) == "Left side · 1 of 3"


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
        assert place(page) == "Left side · 1 of 3"
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [EXERCISE, PROGRAM])
def test_axe_finds_nothing_on_any_kind_of_screen(
    browser: Browser, sample_site: Path, path: str, scheme: str
) -> None:
    with started(browser, sample_site / path, color_scheme=scheme) as page:
        seen: set[str] = set()
        for name in walk(page):
            kind = name.split(" step ")[0].split(" · ")[0]
            if name in seen or kind in seen:
                continue
            seen |= {name, kind}
            found = Axe().run(page)
            assert found.violations_count == 0, (name, found.generate_report())
            if len(seen) > 12:
                return


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
        assert page.get_by_text("I am ready").count() == 0
