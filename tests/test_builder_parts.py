"""The parts of a handout made in the browser: a file each, loaded when it is chosen, or missed."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from building import BUILDER, READY, building, printed
from playwright.sync_api import Browser, Page, Route
from small_site import EXERCISE, TODAY, MakeSite
from web_host import hosted

from generator.builder import plan_parts, present_builder
from generator.edition import Edition
from generator.library import load_library
from generator.words import load_words

GLUTE, ADDUCTOR = (f"handout-parts/exercises/{one}-stretch.js" for one in ("glute", "adductor"))
CLAM = EXERCISE.replace("Bridge", "Clam")


def edition_of(site: Path) -> Edition:
    library, _ = load_library(site)
    return Edition(library, load_words("en"), TODAY, pictures={}, icon="icon.svg")


# What is made -------------------------------------------------------------------------------------


def test_an_edited_body_makes_one_part_anew_and_never_the_page(make_site: MakeSite) -> None:
    site = make_site({"content/exercises/clam.md": CLAM})
    site.build()
    before = site.files()
    site.edit("content/exercises/clam.md", "Lift your hips.", "Lift your knee.")
    site.build()
    changed = {path for path, content in site.files().items() if content != before[path]}
    assert {path for path in changed if "handout" in path} == {"handout-parts/exercises/clam.js"}


def test_a_new_version_of_a_program_is_in_its_part(make_site: MakeSite) -> None:
    """The version of a program is made of those of its exercises."""
    site = make_site()
    site.build()
    before = site.files()
    site.edit("content/exercises/bridge.md", "Lift your hips.", "Lift them.")
    site.build()
    changed = {path for path, content in site.files().items() if content != before[path]}
    assert {path for path in changed if "handout" in path} == {
        "handout-parts/exercises/bridge.js",
        "handout-parts/programs/hips.js",
    }


def test_the_page_does_not_grow_with_the_exercises(make_site: MakeSite) -> None:
    site = make_site()
    site.build()
    before = site.page(BUILDER)
    site.write("content/exercises/clam.md", CLAM)
    site.build()
    assert site.page(BUILDER) == before
    assert "Clam" in site.page("handout-parts/exercises/clam.js")


def test_a_part_depends_on_no_other_exercise(make_site: MakeSite) -> None:
    """Planned for a library with this exercise alone, it is the same; so is its key."""
    site = make_site(
        {"content/exercises/clam.md": CLAM.replace("side: both", "side: affected\neasier: bridge")}
    )
    edition = edition_of(site.folder)
    alone = {"clam": edition.library.exercises["clam"]}
    smaller = replace(edition, library=replace(edition.library, exercises=alone, programs={}))
    (path,) = plan_parts(smaller)
    assert repr(plan_parts(smaller)[path]()) == repr(plan_parts(edition)[path]())


def test_the_page_depends_on_no_text_of_an_exercise(make_site: MakeSite) -> None:
    site = make_site()
    before = present_builder(edition_of(site.folder))
    for old, new in (("title: Bridge", "title: Hip lift"), ("Lift your hips.", "Lift them.")):
        site.edit("content/exercises/bridge.md", old, new)
    assert repr(present_builder(edition_of(site.folder))) == repr(before)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<h4>", '<h4 style="color: red">', "style attribute"),
        ("<h4>", '<h4 onclick="go()">', "inline code"),
        (
            '<div class="dose">',
            '<img src="https://example.org/a.png"><div class="dose">',
            "another",
        ),
        ('<div class="dose">', '<img src="media/gone.png"><div class="dose">', "goes nowhere"),
    ],
)
def test_a_part_is_checked_as_a_page_is(make_site: MakeSite, old: str, new: str, said: str) -> None:
    site = make_site()
    shipped = Path(__file__).parent.parent / "templates/web/make-handout-part.html"
    text = shipped.read_text("utf-8")
    assert old in text
    site.write("templates/web/make-handout-part.html", text.replace(old, new))
    found = [problem for problem in site.problems() if said in problem.message]
    assert found[0].path == "handout-parts/exercises/bridge.js"
    assert site.files() == {}


def test_a_rule_for_what_follows_an_exercise_is_refused(make_site: MakeSite) -> None:
    """With one exercise on the whole site, too: on a sheet it may stand behind others."""
    site = make_site({"templates/assets/clinic.css": ".entry ~ .entry .own { display: none; }"})
    found = [problem.message for problem in site.problems()]
    assert any('"Take care" of "Bridge" is hidden' in message for message in found), found


# How they are loaded ------------------------------------------------------------------------------


@pytest.fixture
def without_glute(sample_site: Path, tmp_path: Path) -> Path:
    """The site, one of whose parts is gone."""
    shutil.copytree(sample_site, tmp_path / "site")
    (tmp_path / "site" / GLUTE).unlink()
    return tmp_path / "site"


def show(browser: Browser, site: Path, fragment: str = "") -> Page:
    page = browser.new_context().new_page()
    page.goto((site / BUILDER).as_uri() + fragment)
    return page


@pytest.mark.slow
@pytest.mark.parametrize("chosen", ["by its address", "by a tick", "in a program"])
def test_without_a_part_nothing_is_printed_and_that_is_told(
    browser: Browser, without_glute: Path, chosen: str
) -> None:
    """Whatever else is on the sheet; once it is removed, the others are printed."""
    in_address = "#e=adductor-stretch" + (",glute-stretch" if chosen == "by its address" else "")
    page = show(browser, without_glute, in_address)
    if chosen == "by a tick":
        page.get_by_role("checkbox", name="Glute stretch").check()
    if chosen == "in a program":
        page.get_by_role("button", name="Lower back flexibility").click()
    told = page.get_by_role("alert")
    told.wait_for()
    assert "these could not be loaded: Glute stretch." in told.inner_text()
    button = page.get_by_role("button", name="Print or save as PDF")
    assert button.is_disabled()
    paper = " ".join(printed(page))
    assert "these could not be loaded: Glute stretch." in paper
    assert "Adductor stretch" not in paper
    assert "glute-stretch" in page.url or "lower-back-flexibility" in page.url
    page.get_by_role("button", name="Remove Glute stretch").click()
    page.wait_for_function(READY)
    assert not told.is_visible()
    assert button.is_enabled()
    paper = " ".join(printed(page))
    assert "Adductor stretch" in paper
    assert "could not be loaded" not in paper
    page.context.close()


@pytest.mark.slow
def test_without_the_part_of_a_program_it_is_told_and_can_be_tried_again(
    browser: Browser, without_glute: Path, sample_site: Path
) -> None:
    shutil.copy(sample_site / GLUTE, without_glute / GLUTE)
    part = without_glute / "handout-parts/programs/lower-back-flexibility.js"
    part.rename(part.with_suffix(".gone"))
    page = show(browser, without_glute, "#e=lower-back-flexibility")
    assert "could not be loaded" in page.get_by_role("alert").inner_text()
    assert page.locator("#handout").inner_text() == ""
    part.with_suffix(".gone").rename(part)
    page.get_by_role("button", name="Try again").click()
    page.wait_for_function(READY)
    assert page.locator("#handout h1").inner_text() == "Lower back flexibility"
    assert not page.get_by_role("alert").is_visible()
    page.context.close()


@pytest.mark.slow
def test_without_the_list_of_exercises_that_is_told(browser: Browser, without_glute: Path) -> None:
    words = without_glute / "exercises/searched.js"
    words.rename(words.with_suffix(".gone"))
    page = show(browser, without_glute, "#e=adductor-stretch")
    assert "The list of exercises could not be loaded" in page.get_by_role("alert").inner_text()
    assert page.locator("#handout").inner_text() == ""
    words.with_suffix(".gone").rename(words)
    page.get_by_role("button", name="Try again").click()
    page.wait_for_function(READY)
    assert page.locator("#handout h1").inner_text() == "Adductor stretch"
    page.context.close()


@pytest.mark.slow
def test_while_a_part_is_loaded_nothing_is_printed(browser: Browser, sample_site: Path) -> None:
    """Not the sheet as it was before, either; whatever comes first, the sheet has all of them."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with hosted({"/": sample_site}) as host:
        context = browser.new_context(service_workers="block")
        page = context.new_page()
        page.route(f"**/{GLUTE}", hold)
        page.goto(f"{host.address}/{BUILDER}#e=hamstring-stretch")
        page.wait_for_function(READY)
        with page.expect_request(f"**/{GLUTE}"):
            page.get_by_role("checkbox", name="Glute stretch").check()
        page.get_by_role("checkbox", name="Adductor stretch").check()
        page.wait_for_function("() => document.querySelector('#handout.waiting')")
        assert page.get_by_role("button", name="Print or save as PDF").is_disabled()
        page.emulate_media(media="print")
        assert not page.locator("#handout").is_visible()
        page.emulate_media(media="screen")
        for route in held:
            route.continue_()
        page.wait_for_function(READY)
        titles = page.locator("#handout tbody th[scope=row]").all_inner_texts()
        shown = [title for title in titles if "stretch" in title]
        assert shown == ["1 Hamstring stretch", "2 Glute stretch", "3 Adductor stretch"]
        assert not page.get_by_role("alert").is_visible()
        context.close()


@pytest.mark.slow
def test_only_what_is_chosen_is_loaded(browser: Browser, sample_site: Path) -> None:
    with hosted({"/": sample_site}) as host:
        context = browser.new_context(service_workers="block")
        page = context.new_page()
        page.goto(f"{host.address}/{BUILDER}#e=glute-stretch")
        page.wait_for_function(READY)
        asked = {path for path in host.asked if path.startswith("/handout-parts/")}
        assert asked == {f"/{GLUTE}"}
        page.get_by_role("checkbox", name="Adductor stretch").check()
        page.wait_for_function("() => document.querySelectorAll('#handout .entry').length === 2")
        asked = {path for path in host.asked if path.startswith("/handout-parts/")}
        assert asked == {f"/{GLUTE}", f"/{ADDUCTOR}"}
        context.close()


@pytest.mark.slow
def test_the_worker_keeps_every_part(sample_site: Path) -> None:
    listed = (sample_site / "sw.js").read_text("utf-8").partition("\n")[0]
    files = json.loads(listed.removeprefix("const SITE = ").removesuffix(";"))
    exercises = [file.stem for file in (sample_site / "exercises").glob("*-*.html")]
    assert len(exercises) >= 12
    parts = {
        f"handout-parts/exercises/{slug}.js" for slug in exercises if not slug.startswith("by-")
    }
    assert parts <= files["pages"].keys()


@pytest.mark.slow
def test_words_of_a_part_stay_words(browser: Browser, make_site: MakeSite) -> None:
    """What looks like HTML, or would end a script or a text, is shown as it was written."""
    title = """A "quick" 'b' <i>lift</i> </script></template><!-- \\u003c"""
    site = make_site(
        {"content/exercises/clam.md": CLAM.replace("title: Clam", f"title: |-\n  {title}")}
    )
    site.build()
    with building(browser, site.output, "#e=clam,bridge") as page:
        assert page.locator("#handout .entry h3").first.inner_text() == f"1 {title}"
        assert page.locator("#handout i:not(.box, .pain)").count() == 0


@pytest.mark.slow
def test_of_many_exercises_some_are_listed_and_all_are_found(
    browser: Browser, make_site: MakeSite
) -> None:
    files = {
        f"content/exercises/clam-{n}.md": CLAM.replace("Clam", f"Clam {n}") for n in range(104)
    }
    site = make_site(files)
    site.build()
    with building(browser, site.output) as page:
        listed = page.locator(".all label")
        assert listed.count() == 100
        assert page.locator("#others").inner_text() == "5 more: type a part of the name."
        page.get_by_label("Look for an exercise").fill("clam 103")
        assert listed.all_inner_texts() == ["Clam 103"]
        assert page.locator("#others").inner_text() == ""
        page.get_by_role("checkbox", name="Clam 103").check()
        page.wait_for_function(READY)
        page.get_by_label("Look for an exercise").fill("")
        assert page.locator("#handout h1").inner_text() == "Clam 103"
        page.wait_for_url(re.compile("#e=clam-103$"))


def test_parts_are_seen_again_when_the_page_around_them_changes(make_site: MakeSite) -> None:
    """A setting changes what parts stand in, and with it what a rule does to them."""
    hiding = '.toner-save [data-safety="bridge-take-care"] { display: none }\n'
    site = make_site({"templates/assets/clinic.css": hiding})
    site.build()
    site.edit("content/clinic.toml", "[print]\n", '[print]\ntoner = "save"\n')
    assert any("is hidden by" in problem.message for problem in site.problems())
