"""The proof reads real PDFs: whatever a clinic's own theme does to a block is caught."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small_site import CLINIC, EXERCISE, PROGRAM, SHEET, MakeSite

from generator.edition import Edition
from generator.handouts import HandoutJob, make_handout
from generator.library import load_library
from generator.paper import Sheet, plan_handouts
from generator.paths import shipped
from generator.render import make_environment, render
from generator.words import load_words

Change = Callable[[str], str]
Prove = Callable[..., list[str]]

# Every one of them makes real PDFs.
pytestmark = pytest.mark.slow

COVER = """
.stop-if { position: relative }
.stop-if::after { content: ""; position: absolute; inset: 0; """

SLANTED = "background: linear-gradient(8deg, #0000 55%, #123 55%, #123 60%, #0000 60%) }"
STRUCK = "cannot be read: it is struck out or painted over on page 1"

SHORTEN = ".stop-if li { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; "

LONG_SHEET = """\
---
title: Safety notes
emergency: [Numbness between the legs]
urgent: {{call: us, when: today, signs: [Fever with the pain]}}
stop_if: [Sharp pain]
ask_first: [{ask_first}]
---
Read this first.
"""


@pytest.fixture
def prove_sheet(make_site: MakeSite, tmp_path: Path) -> Prove:
    """Prints a handout with a clinic's own rules or words in it; returns what is wrong with it."""

    def run(
        *, css: str = "", change: Change = str, record: str = "bridge", files: object = None
    ) -> list[str]:
        site = make_site(files or {})
        theme = tmp_path / "theme"
        shutil.copytree(shipped("templates") / "print", theme, dirs_exist_ok=True)
        with (theme / "handout.css").open("a") as file:
            file.write(css)
        sheet = next(sheet for sheet in _sheets(site.folder) if f"/{record}." in sheet.path)
        html = render(
            make_environment((shipped("templates"),), load_words("en")),
            sheet.template,
            sheet.context,
            problems := [],
        )
        assert html is not None, problems
        job = HandoutJob(
            path=sheet.path,
            html=change(html),
            stylesheets=(theme / "handout.css",),
            folders=(theme,),
            expected=sheet.expected,
            staged=tmp_path / "made.pdf",
            one_page=sheet.one_page,
        )
        return [f"{problem.path}: {problem.message}" for problem in make_handout(job).problems]

    return run


def _sheets(folder: Path) -> list[Sheet]:
    library, _ = load_library(folder)
    return plan_handouts(Edition(library, load_words("en"), "2026-11-21", {}, ""))


def test_an_honest_sheet_has_no_problem(prove_sheet: Prove) -> None:
    assert prove_sheet() == []


def test_an_honest_program_has_no_problem(prove_sheet: Prove) -> None:
    assert prove_sheet(record="hips") == []


def test_a_grey_theme_has_no_problem(prove_sheet: Prove) -> None:
    grey = ":root { --ink: #222; --accent: #333; --alarm: #000; --rule: #444; --tint: #eee; }"
    assert prove_sheet(css=grey) == []


def test_a_list_that_flows_to_the_next_page_is_whole(prove_sheet: Prove) -> None:
    """A long list may be divided by the foot of a page; it still counts as one block."""
    items = ", ".join(
        f"You once had illness number {number} in your family" for number in range(70)
    )
    files = {"content/safety/low-back.md": LONG_SHEET.format(ask_first=items)}
    assert prove_sheet(files=files) == []


def test_letters_beyond_latin_and_broken_words_are_found(prove_sheet: Prove) -> None:
    """Line breaks, ligatures and accents come back from a PDF changed; the text is the same."""
    items = (
        "Affluent café naïveté, Straße, a-very-long-hyphenated-word-that-must-be-broken-somewhere"
    )
    files = {"content/safety/low-back.md": LONG_SHEET.format(ask_first=items)}
    assert prove_sheet(files=files) == []


@pytest.mark.parametrize(
    ("css", "fault"),
    [
        (".stop-if { display: none }", "is missing"),
        (".stop-if { visibility: hidden }", "is missing"),
        (
            ".stop-if { position: absolute; left: -9999px }",
            "cannot be read: it lies outside page 1",
        ),
        (".stop-if { color: white }", "cannot be read: its contrast on page 1 is 1.0"),
        (".stop-if { color: #ccc }", "cannot be read: its contrast on page 1 is 1.6"),
        (".stop-if { font-size: .1pt }", "cannot be read: it is printed at"),
        (".stop-if ul { font-size: 11pt }", "cannot be read: it is printed at 11 pt"),
        (".stop-if { transform: scale(.5) }", "cannot be read: it is printed at 6 pt"),
        (".stop-if { color: transparent }", "cannot be read"),
        (".stop-if { opacity: 0 }", "cannot be read"),
        (".stop-if { opacity: .1 }", "cannot be read"),
        (
            COVER + "background: white }",
            "cannot be read: it is hidden, covered or cut off on page 1",
        ),
        (
            COVER + "background: #14232d }",
            "cannot be read",
        ),
        (
            ".pair { display: block } .stop-if { display: block; height: 6mm; overflow: hidden }",
            "cannot be read: it is hidden, covered or cut off on page 1",
        ),
        (".stop-if li { text-decoration: line-through }", STRUCK),
        (".stop-if { text-decoration: line-through red .5pt }", STRUCK),
        (".stop-if { opacity: .99; text-decoration: line-through }", STRUCK),
        (COVER + "top: 8.6mm; border-top: 1pt solid }", STRUCK),
        (COVER + "top: 8.6mm; width: 14mm; border-top: .75pt solid #777 }", STRUCK),
        (COVER + SLANTED, STRUCK),
        (".stop-if { overflow: hidden } .stop-if ul { margin-left: -12mm }", "cannot be read"),
        (SHORTEN + "width: 17mm }", "is altered"),
        ('.stop-if li::before { content: "Never mind " }', "is altered"),
        (".stop-if { position: absolute; top: 200mm }", "stands behind the first step"),
        (".exercise { margin-top: -200mm }", "stands behind the first step"),
        (
            "main { display: flex; flex-direction: column } .safety-sheet { order: 2 }",
            "stands behind the first step",
        ),
    ],
)
def test_a_block_that_a_stylesheet_takes_away_is_named(
    prove_sheet: Prove, css: str, fault: str
) -> None:
    problems = prove_sheet(css=css)
    assert any(
        problem.startswith(f'exercises/bridge.a4.pdf: the block "Stop if" {fault}')
        for problem in problems
    ), problems


def test_a_line_below_the_words_or_around_them_strikes_nothing_out(prove_sheet: Prove) -> None:
    """Underlined, in a tinted frame: all of it can be read."""
    css = ".stop-if { text-decoration: underline; background: #ddd } li { border: 1pt solid }"
    assert prove_sheet(css=css) == []


def _block(html: str) -> str:
    start = html.index('<section class="safety stop-if"')
    return html[start : html.index("</section>", start) + len("</section>")]


def _doubled(html: str) -> str:
    return html.replace(_block(html), f"<div>{_block(html) * 2}</div>")


def _moved(html: str) -> str:
    block = _block(html)
    return html.replace(block, "").replace("</main>", f"{block}</main>")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            lambda html: html.replace("<li>Sharp pain</li>", "<li>Some pain</li>"),
            'lacks "Sharp pain", or its words were altered',
        ),
        (
            lambda html: html.replace("<li>Sharp pain</li>", ""),
            'lacks "Sharp pain", or its words were altered',
        ),
        (
            lambda html: html.replace(
                "<li>Sharp pain</li>", "<li>Well done.</li><li>Sharp pain</li>"
            ),
            "is altered: its lines are not together or not in their order",
        ),
        (_doubled, "is there 2 times, it belongs there once"),
        (_moved, "stands behind the first step, which is on page 1"),
    ],
)
def test_a_block_that_a_template_changes_is_named(
    prove_sheet: Prove, change: Change, fault: str
) -> None:
    assert f'exercises/bridge.a4.pdf: the block "Stop if" {fault}' in prove_sheet(change=change)


def test_a_block_of_an_exercise_in_a_program_is_named_with_its_exercise(prove_sheet: Prove) -> None:
    problems = prove_sheet(record="hips", css=".entry .take-care { display: none }")
    assert problems == ['programs/hips.a4.pdf: the block "Take care" of "Bridge" is missing']


def test_a_block_of_an_exercise_must_precede_its_own_steps(prove_sheet: Prove) -> None:
    problems = prove_sheet(
        record="hips",
        css=".entry { display: flex; flex-direction: column } .entry .take-care { order: 2 }",
    )
    assert [p for p in problems if '"Take care" of "Bridge" stands behind the first step' in p]


@pytest.mark.parametrize(
    ("css", "fault"),
    [
        (".foot .call { visibility: hidden }", "is missing"),
        (".foot .call { font-size: 9pt }", "cannot be read: it is printed at 9 pt"),
        (".foot .call { color: #eee }", "cannot be read: its contrast"),
    ],
)
def test_the_emergency_line_must_stand_in_every_foot(
    prove_sheet: Prove, css: str, fault: str
) -> None:
    problems = prove_sheet(record="hips", css=css)
    for page in (1, 2):
        line = f'the line "Emergency: call 999" in the foot of page {page} {fault}'
        assert any(line in problem for problem in problems), problems


@pytest.mark.parametrize(("record", "of"), [("bridge", ""), ("hips", ' of "Bridge"')])
@pytest.mark.parametrize(
    ("css", "fault"),
    [
        (".steps { display: none }", 'step 1{of} is missing or altered: "Lie on your back."'),
        (".steps li+li { display: none }", 'step 2{of} is missing or altered: "Lift your hips."'),
        (".steps li+li { font-size: 9pt }", "step 2{of} cannot be read: it is printed at 9 pt"),
        (".steps li+li { color: #eee }", "step 2{of} cannot be read: its contrast"),
        (".dose { display: none }", 'the dose "Do it 10 times in each set"{of} is missing'),
        (".said + .said { display: none }", 'the dose "Do 3 sets"{of} is missing'),
        (".said + .said { color: white }", 'the dose "Do 3 sets"{of} cannot be read'),
        (".often { display: none }", 'the dose "Times a day 2"{of} is missing'),
    ],
)
def test_what_to_do_must_be_read_whole(
    prove_sheet: Prove, css: str, fault: str, record: str, of: str
) -> None:
    """The list on page 1 of a program has its doses too; they do not stand in for these."""
    files = {"content/exercises/bridge.md": EXERCISE.replace("reps: 10", "reps: 10, per_day: 2")}
    problems = prove_sheet(record=record, css=css, files=files)
    assert any(fault.format(of=of) in problem for problem in problems), problems


@pytest.mark.parametrize("record", ["bridge", "hips"])
@pytest.mark.parametrize(
    ("css", "fault"),
    [
        ("", ""),
        (".value { display: none }", "is missing"),
        (".value input { width: 1mm; min-width: 0 }", "is missing"),
        (".value input { font-size: 9pt }", "cannot be read: it is printed at 9 pt"),
        (".value input { transform: translateY(60mm) }", "is missing"),
        (".dose { color: white } .value { visibility: hidden }", "cannot be read"),
    ],
)
def test_a_dose_in_the_fields_of_a_form_must_be_read(
    prove_sheet: Prove, css: str, fault: str, record: str
) -> None:
    """What viewers draw there counts: its size, its place between the words, its colour."""
    files = {"content/clinic.toml": CLINIC.replace('["a4"]', '["a4"]\nfillable = true')}
    problems = prove_sheet(record=record, css=css, files=files)
    if fault:
        assert any('the dose "Do 3 sets"' in p and fault in p for p in problems), problems
    else:
        assert problems == []


def test_a_step_must_be_there_to_its_end(prove_sheet: Prove) -> None:
    long = "Lift your hips as high as you can without pain, hold them there, <b>and breathe on</b>."
    files = {"content/exercises/bridge.md": EXERCISE.replace("Lift your hips.", long)}
    assert prove_sheet(files=files) == []
    (problem,) = prove_sheet(files=files, css=".steps b { display: none }")
    assert "step 2 is missing or altered" in problem


def test_a_dose_that_only_a_step_says_is_missing(prove_sheet: Prove) -> None:
    files = {"content/exercises/bridge.md": EXERCISE.replace("Lift your", "Do 3 sets: lift your")}
    problems = prove_sheet(files=files, css=".said + .said { display: none }")
    assert [problem for problem in problems if 'the dose "Do 3 sets" is missing' in problem]


def test_the_steps_of_each_exercise_are_its_own(prove_sheet: Prove) -> None:
    """Equal steps of a later exercise do not stand in for those that are hidden."""
    files = {
        "content/exercises/clam.md": EXERCISE.replace("Bridge", "Clam"),
        "content/programs/hips.md": PROGRAM.replace("[bridge]", "[bridge, clam]"),
    }
    assert prove_sheet(record="hips", files=files) == []
    hidden = "#entry-1 li + li, #entry-2 .said + .said { display: none }"
    assert prove_sheet(record="hips", files=files, css=hidden) == [
        'programs/hips.a4.pdf: step 2 of "Bridge" is missing or altered: "Lift your hips."',
        'programs/hips.a4.pdf: the dose "Do 3 sets" of "Clam" is missing',
    ]


RICH_STEPS = """\
1. Lie on your back:

    - with your <em>knees</em> bent
    - and your arms <small>by your side</small>.

    1. One foot first,
    2. then the other.

2. Lift your hips to 30<sup>o</sup>.

    | Week | Height |
    |---|---|
    | 1 | low |
    | 2 | high |

    ##### Then

    Come down & rest.
"""


@pytest.mark.parametrize("record", ["bridge", "hips"])
def test_steps_with_lists_tables_and_headings_are_found(prove_sheet: Prove, record: str) -> None:
    text = EXERCISE.partition("1. Lie")[0] + RICH_STEPS
    assert prove_sheet(record=record, files={"content/exercises/bridge.md": text}) == []


@pytest.mark.parametrize(
    ("css", "fault"),
    [
        (
            ".safety-sheet { display: flex; flex-direction: column-reverse }",
            'stands behind the block "Ask first", it belongs before it',
        ),
        (".safety-sheet { break-before: page }", "begins on page 2, it belongs on page 1"),
    ],
)
@pytest.mark.parametrize("record", ["bridge", "hips"])
def test_help_for_an_emergency_comes_first(
    prove_sheet: Prove, record: str, css: str, fault: str
) -> None:
    problems = prove_sheet(record=record, css=css)
    assert any(f'the block "Emergency" {fault}' in problem for problem in problems), problems


def test_a_first_step_whose_words_stand_elsewhere_is_known_by_its_number(
    prove_sheet: Prove,
) -> None:
    """A summary that uses the words of the first step does not count as the step."""
    assert (
        prove_sheet(change=lambda html: html.replace("Lifts the hips.", "Lie on your back.")) == []
    )


# What a clinic's template may do to a block, in the language of the templates.
WAYS = {
    "is missing": 'super() | replace(block, "")',
    "stands twice": "super() | replace(block, block ~ block)",
    "was altered": 'super() | replace(block, block | replace("</", "!</"))',
    "stands after": 'super() | replace(block, "") ~ block',
}
ALL_BLOCKS = {
    "content/safety/low-back.md": SHEET.replace("stop_if", "precautions: [Hold on]\nstop_if"),
    "content/exercises/bridge.md": EXERCISE.replace(
        "precautions", "ask_first: [A bad hip]\nstop_if: [A cramp]\nprecautions"
    ),
}


def _template(record: str, block: str, way: str) -> str:
    return (
        f'{{% extends "shipped/print/{record}.html" %}}'
        f"{{% block main %}}{{% set block = {block} %}}{{{{ {way} }}}}{{% endblock %}}"
    )


@pytest.mark.parametrize("fault", WAYS)
@pytest.mark.parametrize(
    ("block", "name"),
    [
        ("review", "Review state"),
        ("emergency", "Emergency"),
        ("urgent", "Urgent"),
        ("ask_first", "Ask first"),
        ("stop_if", "Stop if"),
        ("take_care", "Take care"),
    ],
)
def test_a_template_of_the_clinic_that_changes_a_block_fails_the_build(
    make_site: MakeSite, block: str, name: str, fault: str
) -> None:
    """Each block of each handout, in each way: named by handout and block, and nothing is made."""
    own = {
        f"templates/print/{record}.html": _template(record, f"{record}.safety.{block}", WAYS[fault])
        for record in ("exercise", "program")
    }
    site = make_site(ALL_BLOCKS | own)
    problems = site.problems(pdf=True)
    for path in ("exercises/bridge.a4.pdf", "programs/hips.a4.pdf"):
        messages = [problem.message for problem in problems if problem.path == path]
        assert any(f'"{name}"' in message and fault in message for message in messages), problems
    assert not site.output.exists() or not site.files()


@pytest.mark.parametrize("fault", WAYS)
@pytest.mark.parametrize(
    ("block", "name"),
    [("ask_first", "Ask first"), ("stop_if", "Stop if"), ("take_care", "Take care")],
)
def test_a_template_that_changes_a_block_of_an_entry_fails_the_build(
    make_site: MakeSite, block: str, name: str, fault: str
) -> None:
    entry = f"program.entries[0].exercise.safety.{block}"
    own = {
        "templates/print/exercise.html": _template(
            "exercise", "exercise.safety.review", WAYS["is missing"]
        ),
        "templates/print/program.html": _template("program", entry, WAYS[fault]),
    }
    problems = make_site(ALL_BLOCKS | own).problems(pdf=True)
    messages = [p.message for p in problems if p.path == "programs/hips.a4.pdf"]
    assert any(f'"{name}" of "Bridge"' in m and fault in m for m in messages), problems


def test_exercises_of_one_title_are_told_apart(prove_sheet: Prove) -> None:
    """The block of the first must not count as read in time because the second comes later."""
    files = {
        "content/exercises/bridge-2.md": EXERCISE.replace("Lie on your back", "Sit on a chair"),
        "content/programs/hips.md": PROGRAM.replace("[bridge]", "[bridge, bridge-2]"),
    }
    late = (
        "#entry-1 { display: flex; flex-direction: column }"
        "#entry-1 .take-care, #entry-1 .called { order: 2 }"
    )
    (problem,) = prove_sheet(record="hips", files=files, css=late)
    assert '"Take care" of "Bridge" stands behind the first step' in problem


def test_an_honest_program_with_exercises_of_one_title_has_no_problem(prove_sheet: Prove) -> None:
    files = {
        "content/exercises/bridge-2.md": EXERCISE.replace("Lie on your back", "Sit on a chair"),
        "content/programs/hips.md": PROGRAM.replace("[bridge]", "[bridge, bridge-2]"),
    }
    assert prove_sheet(record="hips", files=files) == []
