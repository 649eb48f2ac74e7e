"""What the gate says of a page whose template leaves out, doubles, changes or moves a block."""

import re
from collections.abc import Callable

import pytest
from small_site import MakeSite

from generator.errors import Problem
from generator.gate import check_blocks
from generator.model import Body, Clinic, Dose, Exercise, Review, SafetySheet, Source, Urgent
from generator.review import ReviewResult
from generator.safety import SafetyWords, entry_blocks, page_blocks, review_block, sample_block
from generator.views import SafetyBlock
from generator.words import load_words

PATH = "exercises/bridge.html"
PROGRAM = "programs/hips.html"
HANDOUT = "programs/hips.a4.pdf"

CLINIC = Clinic(
    name="Test Clinic",
    address=(),
    phone="01632 960 123",
    email="",
    web="",
    logo="",
    emergency_number="999",
    sample=True,
)
WRITTEN = {
    "sources": (),
    "updated": "",
    "review": Review(),
    "body": Body("", (), "", (), ()),
    "source": Source("", "", b"{}", 1),
}
SHEET = SafetySheet(
    slug="low-back",
    title="Low back",
    summary="",
    emergency=("Numbness between the legs",),
    urgent=Urgent("us", "today", ("Fever & chills",)),
    stop_if=("Sharp pain",),
    ask_first=("A recent operation",),
    precautions=(),
    **WRITTEN,
)


def exercise(slug: str, title: str, precaution: str) -> Exercise:
    return Exercise(
        slug=slug,
        title=title,
        plain="",
        also=(),
        summary="",
        region=(),
        goal="strength",
        position="standing",
        equipment=(),
        muscles=(),
        felt_in="",
        side="both",
        dose=Dose(),
        safety=("low-back",),
        precautions=(precaution,),
        ask_first=(),
        stop_if=(),
        mistakes=(),
        easier="",
        harder="",
        movement=(),
        picture="",
        **WRITTEN,
    )


BRIDGE = exercise("bridge", "Bridge", "Go slowly.")
LUNGE = exercise("lunge", "Lunge", "Hold on to a chair.")


def using(medium: str = "web") -> SafetyWords:
    return SafetyWords(load_words("en"), CLINIC, "print" if medium == "print" else "web")


BLOCKS = (
    *sample_block(using()),
    review_block(load_words("en"), ReviewResult("not-reviewed", Review(), "")),
    *page_blocks(using(), (SHEET,), BRIDGE),
)
ENTRIES = (*entry_blocks(using(), BRIDGE), *entry_blocks(using(), LUNGE))
PROGRAM_BLOCKS = (*page_blocks(using(), (SHEET,)), *ENTRIES)
STEPS = '<ol class="steps"><li>Lie down.</li></ol>'


def page(main: str) -> str:
    head = "<!doctype html>\n<html><head><title>x</title></head>"
    return f"{head}\n<body><main>\n{main}\n</main></body></html>\n"


def placed(blocks: tuple[SafetyBlock, ...]) -> str:
    return "\n".join(block.html for block in blocks)


def program(first: str, second: str) -> str:
    return page(
        f'{placed(page_blocks(using(), (SHEET,)))}<ol class="entries">'
        f"<li><h3>Bridge</h3>{first}</li><li><h3>Lunge</h3>{second}</li></ol>"
    )


def handout(*parts: str) -> str:
    return page(placed(page_blocks(using(), (SHEET,))) + "".join(parts))


def said(problems: list[Problem]) -> list[str]:
    return [f"{problem.path}: {problem.message}" for problem in problems]


HONEST = page(f"{placed(BLOCKS)}\n{STEPS}")
KINDS = [pytest.param(block, id=block.kind) for block in BLOCKS]


def test_an_honest_page_gives_no_problem() -> None:
    assert check_blocks(HONEST, BLOCKS, PATH) == []


def test_an_honest_program_page_gives_no_problem() -> None:
    html = program(ENTRIES[0].html, ENTRIES[1].html)

    assert check_blocks(html, PROGRAM_BLOCKS, PROGRAM) == []


def test_an_honest_handout_gives_no_problem() -> None:
    html = handout(ENTRIES[0].html, STEPS, ENTRIES[1].html, STEPS)

    assert check_blocks(html, PROGRAM_BLOCKS, HANDOUT) == []


def test_a_page_without_steps_is_honest_where_none_are_expected() -> None:
    assert check_blocks(page(placed(BLOCKS)), BLOCKS, "safety/low-back.html", steps=False) == []


@pytest.mark.parametrize("block", KINDS)
def test_a_block_left_out_is_missing(block: SafetyBlock) -> None:
    html = HONEST.replace(block.html, "")

    assert said(check_blocks(html, BLOCKS, PATH)) == [
        f'{PATH}: the safety block "{block.name}" is missing'
    ]


@pytest.mark.parametrize("block", KINDS)
def test_a_block_placed_twice_is_found(block: SafetyBlock) -> None:
    html = HONEST.replace(block.html, block.html * 2)

    assert said(check_blocks(html, BLOCKS, PATH)) == [
        f'{PATH}: the safety block "{block.name}" stands twice'
    ]


def test_a_changed_copy_beside_the_block_counts_as_twice() -> None:
    block = BLOCKS[-1]
    copy = block.html.replace("Go slowly.", "Go fast.")
    html = HONEST.replace(block.html, f"{block.html}{copy}")

    assert said(check_blocks(html, BLOCKS, PATH)) == [
        f'{PATH}: the safety block "Take care" stands twice'
    ]


@pytest.mark.parametrize("block", KINDS)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda html: html.replace("</b>", "</b> perhaps", 1), id="a-word-more"),
        pytest.param(lambda html: html.replace("class=", "class=quiet data-was=", 1), id="a-class"),
        pytest.param(lambda html: re.sub("<[^>]+>", "", html), id="without-tags"),
        pytest.param(lambda html: html.replace("data-safety", "data-x"), id="without-marker"),
    ],
)
def test_a_changed_block_is_altered(block: SafetyBlock, change: Callable[[str], str]) -> None:
    html = HONEST.replace(block.html, change(str(block.html)))

    assert said(check_blocks(html, BLOCKS, PATH)) == [
        f'{PATH}: the safety block "{block.name}" was altered'
    ]


def test_a_block_that_lost_an_entry_is_altered() -> None:
    html = HONEST.replace("<li>Fever &amp; chills</li>\n", "")

    assert said(check_blocks(html, BLOCKS, PATH)) == [
        f'{PATH}: the safety block "Urgent" was altered'
    ]


@pytest.mark.parametrize("block", KINDS)
def test_a_block_behind_the_steps_is_found(block: SafetyBlock) -> None:
    html = HONEST.replace(block.html, "").replace(STEPS, f"{STEPS}{block.html}")

    assert said(check_blocks(html, BLOCKS, PATH)) == [
        f'{PATH}: the safety block "{block.name}" stands after the first step'
    ]


def test_steps_in_a_comment_are_no_steps() -> None:
    html = HONEST.replace(STEPS, "").replace("<main>", f"<main><!-- {STEPS} -->") + STEPS

    assert check_blocks(html, BLOCKS, PATH) == []


def test_a_page_without_a_list_of_steps_is_a_problem() -> None:
    html = page(placed(BLOCKS) + "<ol><li>Lie down.</li></ol>")

    assert said(check_blocks(html, BLOCKS, PATH)) == [
        f"{PATH}: the page has no list of steps for the safety blocks to stand before"
    ]


@pytest.mark.parametrize(
    ("opening", "closing", "shown"),
    [
        ("<!--", "-->", "a comment"),
        ("<script type=text/plain>", "</script>", "<script>"),
        ("<textarea>", "</textarea>", "<textarea>"),
        ("<iframe>", "</iframe>", "<iframe>"),
        ("<template>", "</template>", "<template>"),
        ("<noscript>", "</noscript>", "<noscript>"),
        ("<details><summary>Safety</summary>", "</details>", "<details>"),
        ("<dialog>", "</dialog>", "<dialog>"),
        ("<object>", "</object>", "<object>"),
        ("<svg><foreignObject>", "</foreignObject></svg>", "<svg>"),
        ("<del>", "</del>", "<del>"),
        ("<ruby>x<rp>", "</rp></ruby>", "<rp>"),
        ("<ruby>", "</ruby>", "<ruby>"),
        ("<bdo dir=rtl>", "</bdo>", "<bdo>"),
        ("<div hidden>", "</div>", "<div hidden>"),
        ("<div HIDDEN=until-found>", "</div>", "<div hidden>"),
        ("<div inert>", "</div>", "<div inert>"),
        ('<div popover="auto">', "</div>", "<div popover>"),
        ("<div aria-hidden=true>", "</div>", "<div aria-hidden>"),
        ("<div aria-hidden=true aria-hidden=false>", "</div>", "<div aria-hidden>"),
        ('<div style="opacity: 0">', "</div>", "<div style>"),
        ("<div hidden><div><p>Read this", "</div></div>", "<div hidden>"),
        ("<button disabled>", "</button>", "<button>"),
        ("<fieldset disabled>", "</fieldset>", "<fieldset>"),
        ("<table cellpadding=3000><tr><td>", "</table>", "<table cellpadding>"),
        ("<table width=9><tr><td>", "</table>", "<table width>"),
        ("<b><div hidden></b>", "</div>", "<div hidden>"),
        ("<div hidden title='</div>'>", "</div>", "<div hidden>"),
        ("<div hidden><!-- </div> -->", "</div>", "<div hidden>"),
    ],
)
def test_a_block_inside_something_that_hides_it_is_found(
    opening: str, closing: str, shown: str
) -> None:
    block = BLOCKS[5]
    html = HONEST.replace(block.html, f"{opening}{block.html}{closing}")

    assert said(check_blocks(html, BLOCKS, PATH)) == [
        f'{PATH}: the safety block "Stop if" is hidden: it is inside {shown}'
    ]


def test_a_shadow_tree_that_may_take_the_place_of_a_block_is_found() -> None:
    """A browser shows what is in the template, and none of what stands beside it."""
    host = '<my-note><template shadowrootmode="open"></template>'
    html = HONEST.replace(BLOCKS[2].html, f"{host}{BLOCKS[2].html}</my-note>")

    assert "shadow tree" in check_blocks(html, BLOCKS, PATH)[0].message


@pytest.mark.parametrize(
    "before",
    [
        "<p hidden>Not for print",
        "<details><summary>More</summary></details>",
        "<!-- <div hidden> -->",
        "<script>'<details>'</script>",
        "<div aria-hidden=false></div>",
        '<p title="<details>">',
        "<svg><path/><title>x</title></svg>",
        "<svg hidden /><div></div>",
        "<svg><title /></svg>",
        '<div aria-hidden="false" aria-hidden="true">x</div>',
        "<br hidden>",
    ],
)
def test_what_hides_something_else_does_not_hide_a_block(before: str) -> None:
    html = HONEST.replace(BLOCKS[2].html, f"{before}{BLOCKS[2].html}")

    assert check_blocks(html, BLOCKS, PATH) == []


def test_a_block_in_another_exercise_is_found() -> None:
    html = program("", ENTRIES[0].html + ENTRIES[1].html)

    assert said(check_blocks(html, PROGRAM_BLOCKS, PROGRAM)) == [
        f'{PROGRAM}: the safety block "Take care" of "Bridge" stands outside its entry'
    ]


def test_a_block_before_the_list_of_exercises_is_found() -> None:
    html = program(ENTRIES[0].html, "").replace("<ol", f"{ENTRIES[1].html}<ol", 1)

    assert said(check_blocks(html, PROGRAM_BLOCKS, PROGRAM)) == [
        f'{PROGRAM}: the safety block "Take care" of "Lunge" stands outside its entry'
    ]


def test_a_block_behind_the_steps_of_its_entry_is_found() -> None:
    html = program(f"{STEPS}{ENTRIES[0].html}", ENTRIES[1].html)

    assert said(check_blocks(html, PROGRAM_BLOCKS, PROGRAM)) == [
        f'{PROGRAM}: the safety block "Take care" of "Bridge" stands after the first step'
    ]


def test_in_a_handout_a_block_behind_the_steps_of_its_exercise_is_found() -> None:
    html = handout(ENTRIES[0].html, STEPS, STEPS, ENTRIES[1].html)

    assert said(check_blocks(html, PROGRAM_BLOCKS, HANDOUT)) == [
        f'{HANDOUT}: the safety block "Take care" of "Lunge" stands after the steps of its exercise'
    ]


def test_in_a_handout_a_block_before_the_steps_of_another_exercise_is_found() -> None:
    html = handout(ENTRIES[0].html, ENTRIES[1].html, STEPS, STEPS)

    assert said(check_blocks(html, PROGRAM_BLOCKS, HANDOUT)) == [
        f'{HANDOUT}: the safety block "Take care" of "Lunge" stands outside its exercise'
    ]


def test_in_a_handout_a_block_of_an_exercise_without_steps_is_found() -> None:
    html = handout(ENTRIES[0].html, STEPS, ENTRIES[1].html)

    assert said(check_blocks(html, PROGRAM_BLOCKS, HANDOUT)) == [
        f'{HANDOUT}: the safety block "Take care" of "Lunge" stands outside its exercise'
    ]


def test_in_a_handout_a_page_block_behind_the_first_steps_is_found() -> None:
    stop = PROGRAM_BLOCKS[3]
    html = handout(ENTRIES[0].html, STEPS, ENTRIES[1].html, STEPS)
    html = html.replace(stop.html, "").replace("</main>", f"{stop.html}</main>")

    assert said(check_blocks(html, PROGRAM_BLOCKS, HANDOUT)) == [
        f'{HANDOUT}: the safety block "Stop if" stands after the first step'
    ]


def test_an_exercise_that_comes_twice_in_a_program_has_its_blocks_in_both_entries() -> None:
    blocks = (*page_blocks(using(), (SHEET,)), ENTRIES[0], ENTRIES[0])

    assert check_blocks(program(ENTRIES[0].html, ENTRIES[0].html), blocks, PROGRAM) == []
    assert said(check_blocks(program(ENTRIES[0].html, ""), blocks, PROGRAM)) == [
        f'{PROGRAM}: the safety block "Take care" of "Bridge" is missing'
    ]


@pytest.mark.parametrize(
    ("path", "template", "written"),
    [
        (PATH, "web/exercise.html", "exercise.safety.stop_if"),
        (f"es/{PROGRAM}", "web/program.html", "program.safety.stop_if"),
        ("exercises/bridge.a4.pdf", "print/exercise.html", "exercise.safety.stop_if"),
    ],
)
def test_the_hint_says_what_to_write_in_which_template(
    path: str, template: str, written: str
) -> None:
    html = HONEST.replace(BLOCKS[5].html, "")

    assert [problem.hint for problem in check_blocks(html, BLOCKS, path)] == [
        f"in templates/{template} place  {{{{ {written} }}}}  once, before the steps"
    ]


def test_the_hint_for_a_block_of_an_entry_names_the_entry() -> None:
    (problem,) = check_blocks(program("", ENTRIES[1].html), PROGRAM_BLOCKS, PROGRAM)

    place = "{{ entry.exercise.safety.take_care }}"
    assert problem.hint == f"in templates/web/program.html place  {place}  once in each entry"


def test_the_hint_for_the_sample_note_names_the_template_of_all_pages() -> None:
    (problem,) = check_blocks(HONEST.replace(BLOCKS[0].html, ""), BLOCKS, PATH)

    place = "{{ site.sample }}"
    assert problem.hint == f"in templates/web/base.html place  {place}  once, before the main text"


def test_a_problem_stands_at_the_line_of_the_block() -> None:
    block = BLOCKS[2]
    html = HONEST.replace(block.html, f"<div hidden>\n{block.html}")

    (problem, *_) = check_blocks(html, BLOCKS, PATH)

    assert html.splitlines()[problem.line - 1].startswith('<section class="safety emergency"')


LIFTS = ("Lie on your <b>back</b>.", "Lift your hips.", "Lower them.")
LISTED = "".join(f"<li>{step}</li>\n" for step in LIFTS)


def steps_problems(html: str, wanted: tuple[tuple[str, ...], ...] = (LIFTS,)) -> list[str]:
    return [problem.message for problem in check_blocks(html, BLOCKS, PATH, steps_html=wanted)]


def with_steps(listed: str, before: str = "") -> str:
    return page(f'{before}{placed(BLOCKS)}\n<ol class="steps">\n{listed}</ol>')


def test_steps_that_stand_whole_and_in_order_are_no_problem() -> None:
    assert steps_problems(with_steps(LISTED)) == []


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        (LISTED.replace("<li>Lift your hips.</li>\n", ""), "step 2 is missing"),
        (LISTED.replace("Lift your", "Drop your"), "step 2 is missing, altered"),
        (LISTED.replace("<b>back</b>", "back"), "step 1 is missing, altered"),
        ("".join(reversed(LISTED.splitlines(keepends=True))), "step 1 is missing"),
        (LISTED.replace("<li>Lower", "<!--<li>Lower").replace("m.</li>", "m.</li>-->"), "step 3"),
        (f"{LISTED}<li>Jump.</li>", "the list of steps has something more than the steps"),
        (LISTED.replace("<li>Lift", "<li hidden>Lift"), "the steps are hidden by <li hidden>"),
        ("", "step 1 is missing"),
    ],
)
def test_steps_left_out_changed_or_hidden_are_found(listed: str, message: str) -> None:
    assert any(said.startswith(message) for said in steps_problems(with_steps(listed)))


def test_a_step_before_the_safety_notes_is_found() -> None:
    html = with_steps(LISTED, before="<p>Lift your hips.</p>")

    assert steps_problems(html) == ["a step stands before the safety notes"]


def test_a_step_that_is_shown_once_more_is_found() -> None:
    html = with_steps(LISTED).replace("</main>", "<p>Lift your hips.</p></main>")

    assert steps_problems(html) == ["a step stands twice"]


def test_a_step_that_begins_like_another_with_a_picture_is_no_second_one() -> None:
    pictured = 'Lift your hips.<br><img src="media:x" alt="Hips up">'
    lists = (
        f'<ol class="steps">\n<li>{LIFTS[1]}</li>\n</ol><ol class="steps"><li>{pictured}</li></ol>'
    )
    html = page(f"{placed(BLOCKS)}\n{lists}")

    assert steps_problems(html, ((LIFTS[1],), (pictured,))) == []


def test_the_steps_of_each_exercise_are_looked_for_in_a_list_of_their_own() -> None:
    html = with_steps(LISTED)

    assert steps_problems(html, (LIFTS, LIFTS)) == [
        "the page has 1 lists of steps, and 2 are expected"
    ]


PRESENT = ("Emergency", "Urgent", "Ask first", "Stop if", "Take care", "Review state")


def test_the_shipped_templates_and_stylesheet_pass(make_site: MakeSite) -> None:
    assert make_site().problems() == []


def test_a_template_of_the_clinic_that_shows_no_blocks_fails_the_build(
    make_site: MakeSite,
) -> None:
    own = '{% extends "web/base.html" %}{% block main %}<ol class="steps"></ol>{% endblock %}'
    site = make_site({"templates/web/exercise.html": own})

    missing = {f'{PATH}: the safety block "{name}" is missing' for name in PRESENT}
    assert missing <= set(said(site.problems()))
    assert site.files() == {}


def test_a_stylesheet_of_the_clinic_that_hides_a_block_fails_the_build(
    make_site: MakeSite,
) -> None:
    site = make_site({"templates/assets/site.css": "main { color: #000 }\n#urgent { opacity: 0 }"})

    assert f'{PATH}: the safety block "Urgent" is hidden by assets/site.css:2 (opacity: 0)' in said(
        site.problems()
    )
