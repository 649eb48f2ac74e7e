"""A handout made in the browser: what is printed, what is kept, and that no name is."""

import re
import unicodedata
from html import unescape
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CUT_OFF, WIDTHS, opened
from building import BUILDER, CHECKOUT, READY, SHOWN, building, dispensed, in_order, printed, saved
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page
from small_site import SHEET, TODAY, MakeSite
from web_host import hosted

from generator.builder_kit import CHANGED, LETTERS
from generator.schema import DoseChange

pytestmark = pytest.mark.slow

TEMPLATES = CHECKOUT / "templates"
NAME, NOTE, THERAPIST = "Annegret Zyskowski", "Bring the orange notebook.", "Jane Doe"
CHOICES = {
    "an exercise alone": ("#e=hamstring-stretch", "handouts: [hamstring-stretch]"),
    "a program": ("#e=lower-back-flexibility", "handouts: [lower-back-flexibility]"),
    "a sore side": (
        "#e=hip-flexor-stretch&side=left&variant=letter",
        "handouts: [hip-flexor-stretch]\nside: left\nvariant: letter",
    ),
    "exercises of a program, in another order": (
        "#e=lower-back-flexibility&only=glute-stretch,quadriceps-stretch&side=right",
        (
            "handouts: [lower-back-flexibility]\n"
            "only: [glute-stretch, quadriceps-stretch]\nside: right"
        ),
    ),
    "a choice, its doses changed, in large print": (
        (
            "#e=reverse-ab-curls,glute-stretch&d.glute-stretch.hold=10%20s&d.reverse-ab-curls.reps=8"
            "&variant=a4-large"
        ),
        (
            "handouts: [reverse-ab-curls, glute-stretch]\n"
            "dose: {glute-stretch: {hold: 10 s}, reverse-ab-curls: {reps: 8}}\nvariant: a4-large"
        ),
    ),
}
every_choice = pytest.mark.parametrize(("fragment", "lines"), CHOICES.values(), ids=CHOICES.keys())
_TEXTS = re.compile(r"<(?:h\d|li|p)\b[^>]*>(.*?)</(?:h\d|li|p)>", re.DOTALL)


def texts_in(block: str) -> list[str]:
    """The heading and the items of a safety block."""
    return [unescape(re.sub("<[^>]*>", "", text)) for text in _TEXTS.findall(block)]


def fill_in(page: Page) -> None:
    """Types what concerns a patient."""
    page.get_by_label("For: name of the patient").fill(NAME)
    page.get_by_label("From: your name").fill(THERAPIST)
    page.get_by_label("Note for page 1").fill(NOTE)


# What is printed ----------------------------------------------------------------------------------


@every_choice
def test_the_safety_notes_are_those_of_the_command(
    browser: Browser, sample_site: Path, fragment: str, lines: str
) -> None:
    """HTML and print: the same blocks, word for word in the same order, and steps after them."""
    blocks, by_command, feet = dispensed(f"format: 1\n{lines}\n", TODAY)
    with building(browser, sample_site, fragment) as page:
        shown = page.evaluate(SHOWN)
        pages = printed(page)
    assert [re.sub(r"\s+", "", one) for one in shown] == [re.sub(r"\s+", "", one) for one in blocks]
    said = [text for block in blocks for text in texts_in(block)][2:]
    assert len(said) > 30
    assert in_order(said, " ".join(pages))
    own = blocks[-1] if len(blocks) <= 7 else ""
    assert " ".join(pages).find("Steps") > " ".join(pages).find(texts_in(own)[-1] if own else "")
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert all(line in text.replace("- ", "") for line in feet), (feet, text)
    assert (feet[0], feet[1]) == ("Emergency: call 999", "Clinic: 01632 960 123")
    assert re.findall(r"Version \w+", by_command[0])[0] in pages[0]


@every_choice
def test_steps_dose_side_and_diary_are_those_of_the_command(
    browser: Browser, sample_site: Path, fragment: str, lines: str
) -> None:
    _, by_command, _ = dispensed(f"format: 1\n{lines}\n", TODAY)
    with building(browser, sample_site, fragment) as page:
        doses = page.locator("#handout .said").all_inner_texts()
        lead = page.locator("#handout .diary .lead").inner_text()
        others = "#handout :is(.steps > li, .after > *, .which-side, .set-by)"
        said = [*doses, *page.locator(others).all_inner_texts()]
    whole = " ".join(by_command)
    for text in said:
        assert " ".join(text.rstrip(".").split()) in whole
    assert " ".join(lead.split()).startswith(("Diary: ", "Diary, ", "Diary "))
    assert lead.splitlines()[0] in whole


def test_what_is_typed_is_printed(browser: Browser, sample_site: Path) -> None:
    """Name, therapist, note, date and a changed dose; only there is a dose set by somebody."""
    with building(browser, sample_site, "#e=reverse-ab-curls,glute-stretch") as page:
        fill_in(page)
        page.get_by_label("Date").fill("2026-11-05")
        page.get_by_text("Change the dose").first.click()
        page.get_by_label("Times", exact=True).first.fill("8")
        first, *others = printed(page)
    for text in (NAME, NOTE, THERAPIST, "5 November 2026"):
        assert text in first
    assert "Do it 8 times in each set" in first
    assert " ".join(others).count(f"Dose set by {THERAPIST}") == 1


def test_a_sheet_of_one_patient_has_nothing_to_tick_in_its_list(
    browser: Browser, sample_site: Path
) -> None:
    """By the browser and by the command; a sheet for everybody has."""
    lines = "format: 1\nhandouts: [glute-stretch, hamstring-stretch]\n"
    _, for_all, _ = dispensed(lines, TODAY)
    _, for_one, _ = dispensed(f"{lines}date: 2026-11-21\n", TODAY)
    with building(browser, sample_site, "#e=glute-stretch,hamstring-stretch") as page:
        in_browser = printed(page)
    told = ["Do the ticked ones" in " ".join(pages) for pages in (for_all, for_one, in_browser)]
    assert told == [True, False, False]
    assert ["Tick Exercise" in " ".join(pages) for pages in (for_all, for_one)] == [True, False]


def test_nothing_of_the_form_is_printed(browser: Browser, sample_site: Path) -> None:
    with building(browser, sample_site, "#e=bridge,glute-stretch") as page:
        whole = " ".join(printed(page))
    for text in ("Never kept", "Print or save", "Skip to the main", "Make a handout", "Call us"):
        assert text not in whole


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_paper_is_the_one_that_was_chosen(
    browser: Browser, sample_site: Path, paper: str, size: tuple[int, int], tmp_path: Path
) -> None:
    with building(browser, sample_site, "#e=glute-stretch") as page:
        page.get_by_label(paper, exact=True).check()
        page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    width, height = pypdfium2.PdfDocument(tmp_path / "a.pdf")[0].get_size()
    assert (round(width), round(height)) == size


SIZES = """() => [...document.querySelectorAll("#handout *")]
    .filter(one => one.checkVisibility() && one.innerText && one.innerText.trim())
    .map(one => parseFloat(getComputedStyle(one).fontSize) * .75)"""


@pytest.mark.parametrize(("variant", "smallest"), [("a4", 12), ("a4-large", 16)])
def test_no_letter_is_small(
    browser: Browser, sample_site: Path, variant: str, smallest: int
) -> None:
    fragment = f"#e=lower-back-flexibility,banded-hamstring-curls&variant={variant}"
    with building(browser, sample_site, fragment) as page:
        page.emulate_media(media="print")
        assert min(page.evaluate(SIZES)) >= smallest


TWO_SHEETS = {
    "content/safety/low-back.md": SHEET,
    "content/safety/shoulder.md": SHEET.replace("title: Safety notes", "title: Shoulder")
    .replace("Fever with the pain", "A red joint")
    .replace("stop_if: [Sharp pain]", "stop_if: [Sharp pain, A snap]\nprecautions: [Go slowly]"),
}


def test_the_lists_of_several_sheets_are_joined(browser: Browser, make_site: MakeSite) -> None:
    """Each item once, a block that only one sheet has in its place: as on paper."""
    site = make_site(TWO_SHEETS)
    second = site.folder / "content/exercises/bridge.md"
    text = second.read_text("utf-8").replace("safety: low-back", "safety: shoulder")
    site.write("content/exercises/press.md", text.replace("title: Bridge", "title: Press"))
    site.write(
        "content/programs/hips.md",
        (site.folder / "content/programs/hips.md")
        .read_text("utf-8")
        .replace("exercises: [bridge]", "exercises: [bridge, press]"),
    )
    site.build()
    with building(browser, site.output, "#e=hips") as page:
        shown = [texts_in(block) for block in page.evaluate(SHOWN)]
    assert [block[0] for block in shown[1:6]] == [
        "Emergency: call 999 now for any of these",
        "Urgent: call us today",
        "Ask first: talk to a doctor before you start if any of these is true for you",
        "Stop if you notice any of these",
        "Take care",
    ]
    assert shown[2][1:] == ["Fever with the pain", "A red joint"]
    assert shown[4][1:] == ["Sharp pain", "A snap"]
    assert shown[5][1:] == ["Go slowly"]


# What is kept, and what is not --------------------------------------------------------------------

KEPT = """() => JSON.stringify([location.href, document.title, history.state, {...localStorage},
    {...sessionStorage}, document.cookie, window.name])"""


def test_what_concerns_a_patient_is_kept_nowhere(browser: Browser, sample_site: Path) -> None:
    """Not in the address, the title, the file, a storage or a field after the page is reloaded."""
    with building(browser, sample_site, "#e=glute-stretch") as page:
        fill_in(page)
        page.get_by_label("Title").fill(f"For {NAME}")
        found = page.evaluate(KEPT) + saved(page)
        page.reload()
        found += page.evaluate(KEPT) + page.locator("body").inner_text()
        fields = page.locator("#make :is(input, textarea)")
        found += str(fields.evaluate_all("all => all.map(one => one.value)"))
        typed = page.locator("#make :is(textarea, input:not([type]), [type=date])")
        complete = typed.evaluate_all("all => all.map(one => one.autocomplete)")
        complete.append(page.locator("#make").get_attribute("autocomplete"))
    assert [text for text in (NAME, NOTE, THERAPIST, "Zyskowski") if text in found] == []
    assert set(complete) == {"off"}


CLEARED = "#e=glute-stretch,hip-flexor-stretch&d.glute-stretch.hold=9%20s&side=left"


def test_the_next_patient_gets_nothing_of_the_last_one(browser: Browser, sample_site: Path) -> None:
    """Name, note, date, side and title go; exercises and doses stay, and that is said."""
    with building(browser, sample_site, CLEARED) as page:
        fill_in(page)
        page.locator("[name=title]").fill("After the fall")
        page.get_by_label("Date").fill("2026-11-05")
        sheet = page.locator("#handout")
        for text in (NAME, NOTE, THERAPIST, "After the fall", "5 November 2026", "Left side"):
            assert text in sheet.inner_text(), text
        page.get_by_role("button", name="Clear this patient").click()
        left = sheet.inner_text()
        told = page.locator("#cleared").inner_text()
        assert page.evaluate("() => document.activeElement.name") == "for"
        assert page.get_by_role("radio", name="not set").is_checked()
        page.wait_for_url(re.compile(re.escape(CLEARED.removesuffix("&side=left")) + "$"))
    for text in (NAME, NOTE, "After the fall", "5 November 2026", "Left side"):
        assert text not in left
    assert THERAPIST in left
    assert "Hold 9 seconds" in left
    assert told.startswith("Cleared: name, note, date, side and title.")
    assert told.endswith("Doses that you changed are kept: Glute stretch.")


def test_start_over_empties_everything(browser: Browser, sample_site: Path) -> None:
    with building(browser, sample_site, f"{CLEARED}&variant=letter-large") as page:
        fill_in(page)
        page.get_by_role("button", name="Start over").click()
        typed = page.locator("#make :is(input:not([type]), textarea, [type=date])")
        assert set(typed.evaluate_all("all => all.map(one => one.value)")) == {""}
        assert page.locator("#make [name=exercise]:checked").count() == 0
        assert page.locator("#handout").inner_text() == ""
        assert page.url.endswith(BUILDER)


@pytest.mark.parametrize("title", [f"For {NAME}", "Für Annegret"])
def test_a_title_with_a_name_is_not_saved(browser: Browser, sample_site: Path, title: str) -> None:
    """Nor one with a part of the name."""
    with building(browser, sample_site, "#e=glute-stretch,hamstring-stretch") as page:
        fill_in(page)
        page.locator("[name=title]").fill(title)
        page.get_by_text("The title holds the name of the patient").wait_for()
        assert "Annegret" not in saved(page)


# What a name might be, and what cannot be one.
LOADS = {NAME: False, "red": False, "5 kg": True, "2,5-5 kg": True, "red band": True}


@pytest.mark.parametrize("load", LOADS)
def test_words_of_a_dose_that_could_be_a_name_are_on_paper_only(
    browser: Browser, sample_site: Path, load: str
) -> None:
    """They are in no address and no file, neither while they are typed nor later; it is said."""
    with building(browser, sample_site, "#e=glute-stretch&d.glute-stretch.hold=9%20s") as page:
        page.get_by_text("Change the dose").click()
        field = page.get_by_label("Weight or band")
        seen = ""
        for end in range(1, len(load) + 1):
            field.fill(load[:end])
            seen += page.evaluate(KEPT)
        assert f"Load: {load}." in page.locator("#handout .dose").inner_text()
        told = page.locator(".doses").inner_text()
        seen += saved(page)
        assert ("On paper only" in told) is not LOADS[load]
        without = "Saved without your own words" in page.locator("#said").inner_text()
        assert without is not LOADS[load]
    assert (load in seen.replace("%20", " ")) is LOADS[load]
    assert "hold: 9 s" in seen


def test_an_address_with_words_that_could_be_a_name_is_cleaned(
    browser: Browser, sample_site: Path
) -> None:
    fragment = "#e=glute-stretch&d.glute-stretch.load=Zyskowski&d.glute-stretch.tempo=3-1-3"
    with building(browser, sample_site, fragment) as page:
        assert page.url.endswith("#e=glute-stretch&d.glute-stretch.tempo=3-1-3")
        assert "Zyskowski" not in page.locator("#handout").inner_text()
        said = page.locator("#said").inner_text()
    assert said.startswith("Left out, because the address cannot be used as it was: “Zyskowski”")


@every_choice
def test_a_bookmark_and_a_file_give_the_same_handout(
    browser: Browser, sample_site: Path, tmp_path: Path, fragment: str, lines: str
) -> None:
    """The address is as it was; the file is one that the command reads, and can be opened again."""
    with building(browser, sample_site, fragment) as page:
        page.wait_for_function(READY)
        assert page.url.endswith(fragment)
        shown = page.locator("#handout").inner_html()
        page.reload()
        assert page.locator("#handout").inner_html() == shown
        file = tmp_path / "handout.yaml"
        file.write_text(saved(page), "utf-8")
    assert dispensed(file.read_text("utf-8"), TODAY) == dispensed(f"format: 1\n{lines}\n", TODAY)
    with building(browser, sample_site) as page:
        page.get_by_label("Open a file").set_input_files(file)
        page.get_by_text("The file is open.").wait_for()
        page.wait_for_function("() => document.querySelector('#handout .version').textContent")
        assert page.url.endswith(fragment)
        assert page.locator("#handout .said").count() > 0


BY_HAND = """\
# Written by hand
format: 1
title: 'My exercises'   # for the foot
handouts:
  - glute-stretch
  - "reverse-ab-curls"
dose:
  reverse-ab-curls:
    reps: 8-10
  glute-stretch: {hold: 10 s, load: "a band: red"}
side: left
for: Anna
note: "Slowly: always"
"""


def test_a_file_written_by_hand_is_read(browser: Browser, sample_site: Path) -> None:
    with building(browser, sample_site) as page:
        page.get_by_label("Open a file").set_input_files(
            {"name": "a.yaml", "mimeType": "text/plain", "buffer": BY_HAND.encode()}
        )
        page.get_by_text("The file is open.").wait_for()
        text = page.locator("#handout").inner_text()
        assert "Anna" not in page.url
    for said in ("My exercises", "Anna", "Slowly: always", "8 to 10 times", "Load: a band: red"):
        assert said in text


IN_LINES = """\
format: 1
handouts: [glute-stretch]
for: |-  # as on the card
  Anna
note: |
    Slowly: always.

      # Twice a day

date: 2026-11-05
"""


def test_a_note_may_stand_in_several_lines_of_a_file(browser: Browser, sample_site: Path) -> None:
    """It goes into its field, and into no address and no file."""
    with building(browser, sample_site) as page:
        page.get_by_label("Open a file").set_input_files(
            {"name": "a.yaml", "mimeType": "text/plain", "buffer": IN_LINES.encode()}
        )
        page.get_by_text("The file is open.").wait_for()
        note = page.get_by_label("Note for page 1").input_value()
        assert note == "Slowly: always.\n\n  # Twice a day"
        assert page.get_by_label("For: name of the patient").input_value() == "Anna"
        assert page.get_by_label("Date").input_value() == "2026-11-05"
        assert "Anna" not in page.evaluate(KEPT) + saved(page)
        assert "Slowly" not in page.evaluate(KEPT) + saved(page)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format: 1\nhandouts: [glute-stretch]\ntitle: |\n  Mine", "line 3 is not understood"),
        ("format: 1\nhandouts: [glute-stretch]\nnote: >\n  Mine", "line 3 is not understood"),
        ("handouts: [bridge", "line 1 is not understood"),
        ("format: 1\nhandouts: &all [glute-stretch]", "line 2 is not understood"),
        ("format: 1\nhandouts: [gluteus]", "no exercise or program “gluteus”"),
        ("format: 1\nhandouts: [glute-stretch]\nsides: left", "“sides” is not known"),
        ("format: 1\nhandouts: [glute-stretch]\nside: top", "“top” is no value for “side”"),
        ("format: 2\nhandouts: [glute-stretch]", "“2” is no value for “format”"),
        ("format: 1\nhandouts: [glute-stretch]\ndose: {glute-stretch: {hold: 10}}", "“10” is no"),
        ("format: 1\nhandouts: [glute-stretch]\ndose: {glute-stretch: {hole: 1}}", "“hole”"),
        ("%PDF-1.7\n\0\1", "line 1 is not understood"),
    ],
)
def test_a_file_that_is_wrong_changes_nothing_and_is_told(
    browser: Browser, sample_site: Path, text: str, said: str
) -> None:
    with building(browser, sample_site, "#e=hamstring-stretch&side=right") as page:
        page.get_by_label("Open a file").set_input_files(
            {"name": "a.yaml", "mimeType": "text/plain", "buffer": text.encode()}
        )
        page.locator("#said").get_by_text(said).wait_for()
        assert page.url.endswith("#e=hamstring-stretch&side=right")
        assert page.locator("#handout h1").inner_text() == "Hamstring stretch"


def test_a_file_without_a_side_takes_the_side_of_the_last_one_off(
    browser: Browser, sample_site: Path
) -> None:
    with building(browser, sample_site, "#e=hip-flexor-stretch&side=left") as page:
        page.get_by_label("Open a file").set_input_files(
            {
                "name": "a.yaml",
                "mimeType": "text/plain",
                "buffer": b"format: 1\nhandouts: [hip-flexor-stretch]",
            }
        )
        page.get_by_text("The file is open.").wait_for()
        assert page.get_by_role("radio", name="not set").is_checked()
        assert "Left side" not in page.locator("#handout .dose").inner_text()


def test_what_an_address_names_wrongly_is_told_and_the_rest_is_taken(
    browser: Browser, sample_site: Path
) -> None:
    fragment = "#e=glute-stretch,gone&d.glute-stretch.sets=99&side=up"
    with building(browser, sample_site, fragment) as page:
        said = page.locator("#said").inner_text()
        assert page.url.endswith("#e=glute-stretch")
    assert [word in said for word in ("“gone”", "“99”", "“up”")] == [True] * 3


def test_the_page_takes_the_doses_that_a_file_may_have() -> None:
    """Every key but `as_needed`, which no number changes, with its limits."""
    assert set(CHANGED) == set(DoseChange.model_fields) - {"as_needed"}
    for key, most in CHANGED.items():
        unit = " s" if key in ("hold", "rest") else ""
        if most:
            DoseChange.model_validate({key: f"{most}{unit}"})
            with pytest.raises(ValueError, match="at most"):
                DoseChange.model_validate({key: f"{most + 1}{unit}"})


# How it is used -----------------------------------------------------------------------------------


def test_by_keyboard_alone(browser: Browser, sample_site: Path) -> None:
    """Ticked, moved, changed and taken off again; the focus is never lost."""
    focused = "() => [document.activeElement.name, document.activeElement.innerText]"
    with building(browser, sample_site) as page:
        for title in ("Adductor stretch", "Glute stretch"):
            page.get_by_role("checkbox", name=title).focus()
            page.keyboard.press("Space")
        page.get_by_role("button", name="Up Glute stretch").focus()
        page.keyboard.press("Enter")
        assert page.url.endswith("#e=glute-stretch,adductor-stretch")
        assert page.evaluate(focused)[0] in ("up", "down")
        assert page.locator("#count").inner_text() == "Glute stretch is now number 1."
        page.get_by_text("Change the dose Glute stretch").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type("2")
        assert "Do it 2 times" in page.locator("#handout").inner_text()
        page.get_by_role("button", name="Remove Glute stretch").focus()
        page.keyboard.press("Enter")
        assert page.evaluate(focused)[0] == "remove"
        assert page.locator("#handout h1").inner_text() == "Adductor stretch"


SETS = "#e=reverse-ab-curls&d.reverse-ab-curls.sets=4"


def test_a_dose_that_cannot_be_read_is_told_and_the_last_one_stays(
    browser: Browser, sample_site: Path
) -> None:
    """On the sheet, in the address and when that is opened again; never a file is spoken of."""
    with building(browser, sample_site, SETS) as page:
        page.get_by_text("Change the dose").click()
        field = page.get_by_label("Sets", exact=True)
        field.fill("banana")
        beside = page.locator(".doses > div", has=field)
        assert beside.inner_text().endswith(
            "Not understood. The sheet still says 4. Write it like this: 3"
        )
        assert field.get_attribute("aria-invalid") == "true"
        described = (field.get_attribute("aria-describedby") or "").split()
        assert "Not understood" in page.locator(f"#{described[0]}").inner_text()
        assert "Do 4 sets" in page.locator("#handout .dose").inner_text()
        page.get_by_label("For: name of the patient").fill(NAME)
        assert field.input_value() == "banana"
        assert page.url.endswith(SETS)
        assert "sets: 4" in saved(page)
        page.reload()
        assert "Do 4 sets" in page.locator("#handout .dose").inner_text()
        assert page.locator("#said").inner_text() == ""


def test_an_emptied_dose_is_that_of_the_page_again(browser: Browser, sample_site: Path) -> None:
    with building(browser, sample_site, SETS) as page:
        page.get_by_text("Change the dose").click()
        field = page.get_by_label("Sets", exact=True)
        field.fill("")
        beside = page.locator(".doses > div", has=field)
        assert beside.inner_text().endswith("Empty: the sheet says 3 again, as without a change.")
        assert "Do 3 sets" in page.locator("#handout .dose").inner_text()
        assert page.locator("#handout .set-by").count() == 0
        assert page.url.endswith("#e=reverse-ab-curls")
        page.get_by_label("For: name of the patient").fill(NAME)
        assert field.input_value() == "3"
        rest = page.get_by_label("Rest", exact=True)
        rest.fill("soon")
        assert (
            page.locator(".doses > div", has=rest)
            .inner_text()
            .endswith("Not understood, so it is not on the sheet. Write it like this: 20-30 s")
        )


STRANGE = {"Яя": "“Я” “я”", "王 Anna": "“王”", "Anna 🙂": "“🙂”", "An\u200bna": "U+200B"}


@pytest.mark.parametrize(("name", "letters"), STRANGE.items())
@pytest.mark.parametrize("label", ["For: name of the patient", "Note for page 1", "Weight or band"])
def test_letters_that_the_font_lacks_are_told_and_not_printed(
    browser: Browser, sample_site: Path, label: str, name: str, letters: str
) -> None:
    """The line stays empty, to be filled in by hand: as the command would not print them either."""
    with building(browser, sample_site, "#e=glute-stretch") as page:
        page.get_by_text("Change the dose").click()
        field = page.get_by_label(label)
        field.fill(name)
        page.get_by_text(f"{letters} is not in the font of the sheet").wait_for()
        assert field.get_attribute("aria-invalid") == "true"
        assert letters.strip("“”") not in page.locator("#handout").inner_text()
        field.fill("Łucja Gómez-O’Neill e\u0301")
        assert field.get_attribute("aria-invalid") == "false"
        assert "Łucja Gómez-O’Neill é" in unicodedata.normalize(
            "NFC", page.locator("#handout").inner_text()
        )


def test_the_page_knows_the_letters_of_its_fonts() -> None:
    """Of the website's font, which prints, and of the handouts' own: all that both have."""
    known = re.compile(f"[{LETTERS}]")
    fonts = [
        {letter for file in files for letter in TTFont(file).getBestCmap()}
        for files in (
            (TEMPLATES / "assets/fonts").glob("*.woff2"),
            [TEMPLATES / "print/fonts/atkinson-hyperlegible-next-400.ttf"],
            [TEMPLATES / "print/fonts/atkinson-hyperlegible-next-700.ttf"],
        )
    ]
    both = set.intersection(*fonts)
    stated = {letter for letter in range(0x10000) if known.match(chr(letter))}
    assert stated <= both
    # Marks that stand alone are never needed: with their letter they are one.
    assert {chr(one) for one in both - stated if not unicodedata.combining(chr(one))} == set()


def test_a_page_more_is_announced(browser: Browser, sample_site: Path) -> None:
    """Where the form is, and aloud; not when the page is opened, nor when there are fewer."""
    with building(browser, sample_site, "#e=glute-stretch") as page:
        page.wait_for_function("() => /^[1-9]/.test(document.querySelector('#pages').innerText)")
        told = page.get_by_role("status").and_(page.locator("#grown"))
        assert told.inner_text() == ""
        page.get_by_label("Note for page 1").fill("Slowly.\n" * 60)
        page.get_by_text(re.compile(r"^Now [2-9] pages\.$")).wait_for()
        page.get_by_label("Note for page 1").fill("")
        assert told.inner_text() == ""


def test_a_program_is_taken_whole_and_some_of_it_left_out(
    browser: Browser, sample_site: Path
) -> None:
    with building(browser, sample_site) as page:
        page.get_by_role("button", name="Lower back workout").click()
        assert page.url.endswith("#e=lower-back-workout")
        assert "2 to 3" in page.locator("#handout .plan").inner_text()
        page.get_by_role("button", name="Remove Reverse ab curls").click()
        assert "only=" in page.url
        assert page.locator("#handout h1").inner_text() == "Lower back workout"
        page.get_by_role("checkbox", name="Reverse ab curls").check()
        assert page.locator("#picked > li").count() == 4


def test_the_list_can_be_narrowed(browser: Browser, sample_site: Path) -> None:
    with building(browser, sample_site) as page:
        page.get_by_label("Look for an exercise").fill("glúte")
        shown = page.locator(".all label:visible").all_inner_texts()
    assert len(shown) == 2
    assert all("Glute" in text for text in shown)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_filled_page(
    browser: Browser, sample_site: Path, scheme: str, width: int
) -> None:
    screen = {"width": width, "height": 800}
    with opened(browser, sample_site / BUILDER, color_scheme=scheme, viewport=screen) as page:
        page.get_by_role("button", name="Lower back workout").click()
        page.locator("#picked summary").first.click()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("size", ["normal text", "large text"])
def test_a_filled_page_never_scrolls_sideways(
    browser: Browser, large_text: Browser, sample_site: Path, size: str
) -> None:
    chosen = large_text if size == "large text" else browser
    screen = {"width": 320, "height": 640}
    fragment = "#e=banded-hamstring-curls,prayer-cat-camel&variant=a4-large"
    with building(chosen, sample_site, fragment, viewport=screen) as page:
        page.locator("#picked details").first.evaluate("one => { one.open = true; }")
        content, wide = page.evaluate(WIDTHS)
        assert page.evaluate(CUT_OFF) == []
        assert content <= wide == 320


def test_it_works_from_a_disk_and_without_the_internet(
    browser: Browser, carried: Path, sample_site: Path
) -> None:
    """In a folder with any name; and on a host that is gone once the site was visited."""
    with building(browser, carried, "#e=glute-stretch") as page:
        assert page.locator("#handout figure img").first.evaluate("one => one.naturalWidth > 0")
        assert "handouts: [glute-stretch]" in saved(page)
    assert f'"{BUILDER}"' in (sample_site / "sw.js").read_text("utf-8")
    with hosted({"/": sample_site}) as host:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{host.address}/index.html")
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        page.wait_for_function(
            "name => caches.match(name).then(Boolean)", arg=f"{host.address}/{BUILDER}"
        )
        context.set_offline(True)
        page.goto(f"{host.address}/{BUILDER}#e=glute-stretch")
        assert page.locator("#handout h1").inner_text() == "Glute stretch"
        context.close()


def test_without_scripts_the_page_says_what_to_do(browser: Browser, sample_site: Path) -> None:
    with building(browser, sample_site, java_script_enabled=False) as page:
        assert page.locator("noscript p").is_visible()
        assert page.locator('main a[href="handouts.html"]').first.is_visible()
        assert not page.locator("#make").is_visible()


PAGE, PART = "make-handout.html", "make-handout-part.html"
ENTRY = '<template data-part="{{ exercise.name }}">'


# What the gate stops ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "old", "new", "said"),
    [
        (PART, "{{ exercise.safety.take_care }}", "", '"Take care" of "Bridge" is missing'),
        (PART, "{{ block }}", "", '"Emergency" is missing'),
        (PAGE, "{{ block }}", "", '"Emergency" is missing'),
        (
            PART,
            '<div class="own">',
            '<div class="own" hidden>',
            '"Take care" of "Bridge" is hidden',
        ),
        (PART, "<li{% if step.shown", "<li>{% endif %}{% if step.shown", ""),
        (PART, '<template data-part="{{ exercise.name }}"><article', "<article", "has no part"),
        (PART, "{{ step.html }}", "{{ step.number }}", "step"),
        (PART, ENTRY, f"{ENTRY}</template>{ENTRY}", 'two parts "entry/bridge"'),
        (PART, "{% for exercise in", "<p>More.</p>{% for exercise in", "stands beside the parts"),
        (PAGE, '<div id="handout"', '<div id="sheet"', "no place for the handout"),
    ],
)
def test_a_template_that_loses_a_safety_note_is_refused(
    make_site: MakeSite, template: str, old: str, new: str, said: str
) -> None:
    """Neither the page nor a part is then published."""
    site = make_site()
    text = (TEMPLATES / "web" / template).read_text("utf-8")
    assert old in text
    site.write(f"templates/web/{template}", text.replace(old, new))
    found = [problem.message for problem in site.problems()]
    assert found
    assert any(said in message for message in found), found
    assert site.files() == {}


def test_a_stylesheet_that_hides_a_safety_note_is_refused(make_site: MakeSite) -> None:
    site = make_site({"templates/assets/clinic.css": "#handout .own { display: none; }"})
    found = [problem.message for problem in site.problems()]
    assert any('"Take care" of "Bridge" is hidden' in message for message in found), found
