"""An exercise or a program followed on a phone, in a real browser, from first step to last."""

from pathlib import Path

import pytest
from browsing import opened
from playwright.sync_api import Browser, expect
from starting import END, EXERCISE, PROGRAM, next_screen, part, place, press, seconds, started, walk

pytestmark = pytest.mark.slow


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
