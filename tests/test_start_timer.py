"""The clock of Start, its signals and the screen that stays on, by a clock of the test."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from small_site import MakeSite
from starting import END, EXERCISE, HIDE, asked, part, place, press, seconds, started, walk

pytestmark = pytest.mark.slow


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


def test_no_signal_can_be_taken_for_another(browser: Browser, sample_site: Path) -> None:
    """Get ready, hold, the time on the way and the end are four rhythms."""
    with started(browser, sample_site / EXERCISE) as page:
        press(page, "Skip the steps")
        page.get_by_label("Vibration").check()
        press(page, "I am ready")
        seconds(page, 40)
        felt = page.evaluate("() => window.asked.rhythms.slice(1)")
        assert len(felt) == len(set(felt)) == 4
