"""What the gate says of a stylesheet that hides, shrinks, moves or pales a safety block."""

import pickle
from pathlib import Path

import pytest

from generator.errors import Problem
from generator.gate import Styles, check_visible, load_styles
from generator.model import Body, Clinic, Review, SafetySheet, Source, Urgent
from generator.review import ReviewResult
from generator.safety import SafetyWords, page_blocks, review_block, sample_block
from generator.views import SafetyBlock
from generator.words import load_words

PATH = "exercises/bridge.html"
SHEET_PATH = "assets/site.css"
SHIPPED = Path(__file__).parents[1] / "templates" / SHEET_PATH

USING = SafetyWords(
    load_words("en"),
    Clinic(
        name="Test Clinic",
        address=(),
        phone="01632 960 123",
        email="",
        web="",
        logo="",
        emergency_number="999",
        sample=True,
    ),
    "web",
)


def sheet(stop_if: tuple[str, ...] = ("Sharp pain", "Numbness")) -> SafetySheet:
    return SafetySheet(
        slug="low-back",
        title="Low back",
        summary="",
        emergency=("Numbness between the legs",),
        urgent=Urgent("us", "today", ("Fever",)),
        stop_if=stop_if,
        ask_first=("A recent operation",),
        precautions=("Go slowly.",),
        sources=(),
        updated="",
        review=Review(),
        body=Body("", (), "", (), ()),
        source=Source("", "", b"{}", 1),
    )


def blocks_of(written: SafetySheet) -> tuple[SafetyBlock, ...]:
    return (
        *sample_block(USING),
        review_block(USING.words, ReviewResult("not-reviewed", Review(), "")),
        *page_blocks(USING, (written,)),
    )


BLOCKS = blocks_of(sheet())
# Enough for most questions: the sample note, and "Stop if" between its neighbours.
FEW = (BLOCKS[0], *BLOCKS[4:])


def page(blocks: tuple[SafetyBlock, ...] = FEW, head: str = "") -> str:
    link = '<link rel="stylesheet" href="../assets/site.css">'
    notes = "\n".join(block.html for block in blocks[1:])
    return (
        "<!doctype html>\n"
        f'<html lang="en"><head><title>Bridge</title>{link}{head}</head>\n'
        f'<body><header class="site-head">{blocks[0].html}</header>\n'
        '<main class="wrap"><h1>Bridge</h1>\n'
        f'<section class="notes" id="safety">{notes}</section>\n'
        '<div class="work"><ol class="steps"><li>Lie down.</li></ol></div>\n'
        "</main></body></html>\n"
    )


def check(css: str, html: str = "", files: dict[str, str] | None = None) -> list[Problem]:
    styles = load_styles({SHEET_PATH: css, **(files or {})})
    return check_visible(html or page(), BLOCKS, PATH, styles)


def said(problems: list[Problem]) -> list[str]:
    return [f"{problem.path}: {problem.message}" for problem in problems]


def names(problems: list[Problem]) -> set[str]:
    """The names of the blocks in problems."""
    return {problem.message.split('"')[1] for problem in problems}


def only_stop_if(problems: list[Problem]) -> bool:
    """Whether every problem names the page and the block "Stop if"."""
    return bool(problems) and all(
        problem.path == PATH and 'the safety block "Stop if"' in problem.message
        for problem in problems
    )


def only_known(problems: list[Problem]) -> bool:
    """Whether there are problems, "Stop if" among them."""
    return "Stop if" in names(problems)


def test_the_shipped_stylesheet_hides_nothing() -> None:
    assert check(SHIPPED.read_text("utf-8"), page(BLOCKS)) == []


def test_a_page_without_a_stylesheet_hides_nothing() -> None:
    html = page().replace("<link", "<meta")

    assert check(".safety { display: none }", html) == []


def test_the_problem_names_page_block_stylesheet_line_and_declaration() -> None:
    css = "body { margin: 0 }\n\n.stop-if {\n  padding: 1rem;\n  display: none;\n}\n"

    assert said(check(css)) == [
        f'{PATH}: the safety block "Stop if" is hidden by {SHEET_PATH}:5 (display: none)'
    ]


def test_the_problem_stands_at_the_line_of_the_block() -> None:
    (problem,) = check(".stop-if { display: none }")

    assert 'class="safety stop-if"' in page().splitlines()[problem.line - 1]


@pytest.mark.parametrize(
    "declaration",
    [
        "display: none",
        "display: none !important",
        "visibility: hidden",
        "visibility: collapse",
        "content-visibility: hidden",
        "opacity: 0",
        "opacity: .5",
        "opacity: 20%",
        "clip-path: inset(50%)",
        "clip: rect(0 0 0 0)",
        "mask-image: linear-gradient(transparent, transparent)",
        "filter: opacity(0)",
        "filter: blur(9px)",
        "mix-blend-mode: lighten",
        "transform: scale(0)",
        "transform: translateX(-200vw)",
        "transform: rotateX(90deg)",
        "transform: rotate(.5turn)",
        "translate: -9999px",
        "scale: .1",
        "rotate: 180deg",
        "zoom: .1",
        "position: absolute",
        "position: fixed",
        "margin-left: -9999px",
        "margin-inline-start: -100vw",
        "margin-top: -10rem",
        "margin: 0 0 0 100vw",
        "text-indent: -999em",
        "text-indent: 100%",
        "inset-inline-start: calc(-1 * 50rem)",
        "padding-left: 9999px",
        "height: 0",
        "max-height: 1px",
        "block-size: 0%",
        "width: 1px",
        "max-height: 5em; overflow: hidden",
        "height: 40px; overflow: auto",
        "line-height: 0",
        "letter-spacing: -1em",
        "white-space: nowrap",
        "font: 1rem/0 serif",
        "font-size: 0",
        "font-size: .1pt",
        "font-size: 8pt",
        "font-size: 50%",
        "font-size: .7rem",
        "font-size: .5em",
        "font-size: 1vw",
        "font-size: clamp(1px, 1vw, 2rem)",
        "font-size: min(1rem, 10px)",
        "font-size: calc(1rem - 12px)",
        "font: 2px/1.5 sans-serif",
        "color: white",
        "color: #fffffe",
        "color: #999",
        "color: transparent",
        "color: rgb(0 0 0 / 10%)",
        "color: hsl(0 0% 95%)",
        "color: oklch(98% 0 0)",
        "-webkit-text-fill-color: transparent",
        "background: black",
        "background: #333 url(paper.png)",
        "background: linear-gradient(#fff, #000)",
        "color: yellow; background-color: white",
        "order: 9",
        "grid-row: 9",
        "grid-area: foot",
        "flex-direction: column-reverse",
        "text-decoration: line-through",
        "content: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=)",
        "-webkit-line-clamp: 1",
        "-webkit-text-security: disc",
        "z-index: -1",
        "offset-path: path('M 9999 9999')",
        "box-shadow: inset 0 0 0 2em #000",
        "row-gap: 9000px",
        "font-variant-position: sub",
        "font-variant-caps: all-petite-caps",
        "text-decoration: underline; text-decoration-thickness: 1.4em",
        "text-decoration: underline 1.4em",
        "text-underline-offset: -1em",
        "min-width: 5000px",
        "border-top: 20000px solid",
        "border-right-width: 90vw",
        "vertical-align: 9000px",
    ],
)
def test_a_declaration_that_hides_a_block_is_found(declaration: str) -> None:
    assert only_stop_if(check(f".stop-if {{ {declaration} }}"))


@pytest.mark.parametrize(
    "declaration",
    [
        "display: flex",
        "visibility: visible",
        "opacity: .95",
        "opacity: 1",
        "clip-path: none",
        "mask: none",
        "filter: none",
        "transform: none",
        "transform: translateY(2px)",
        "position: relative",
        "position: static",
        "margin: -.5rem -1rem 2rem auto",
        "margin-inline: max(-1rem, -4vw)",
        "padding: 2rem",
        "width: 100%",
        "width: auto",
        "max-width: 40em",
        "min-height: 0",
        "height: auto; overflow: hidden",
        "overflow: hidden",
        "line-height: 1",
        "letter-spacing: -.015em",
        "font-size: 12px",
        "font-size: 9pt",
        "font-size: clamp(1rem, .9rem + 1vw, 2rem)",
        "font-size: larger",
        "font: inherit",
        "font: 400 1rem/1.5 Arial, sans-serif",
        "color: inherit",
        "color: currentColor",
        "color: #222",
        "color: white; background: black",
        "background: none",
        "order: 0",
        "grid-column: 1 / -1",
        "grid-row: span 2",
        "columns: 2",
        "text-decoration: underline",
        "animation: none",
        "content: normal",
        "text-decoration: underline; text-decoration-thickness: .1em",
        "border: 4px double; border-inline-start-width: 12px",
        "gap: 1rem 2rem",
        "box-shadow: 0 2px 8px #0004",
    ],
)
def test_a_declaration_that_leaves_a_block_readable_is_no_problem(declaration: str) -> None:
    assert check(f".stop-if {{ {declaration} }}") == []


@pytest.mark.parametrize(
    "rule",
    [
        "#stop-if { display: none }",
        '[data-safety="stop-if"] { display: none }',
        "[class*=stop] { display: none }",
        "section:is(.stop-if) { display: none }",
        ":where(.stop-if) { display: none }",
        "main .notes > .stop-if { display: none }",
        ".ask-first + .stop-if { display: none }",
        ".safety:nth-last-child(2) { display: none }",
        ".safety:not(.emergency, .urgent, .ask-first, .take-care) { display: none }",
        ".safety:has(+ .take-care) { display: none }",
        ".safety:has(#stop-if-title) { display: none }",
        ".stop-if:not(:hover) { display: none }",
        ".stop-if:defined { display: none }",
        ".stop-if:dir(ltr) { display: none }",
        "dialog:popover-open, .stop-if { display: none }",
        "STOP, .stop-if:lang(en) { DISPLAY: NONE }",
        ".notes { .stop-if { display: none } }",
        ".notes { & > .stop-if { display: none } }",
        ".stop-if { &.safety { display: none } }",
        ".stop-if { @media (min-width: 1px) { display: none } }",
        "@media print { .stop-if { display: none } }",
        "@media (max-width: 30em) { .stop-if { display: none } }",
        "@media (prefers-color-scheme: dark) { .stop-if { display: none } }",
        "@supports (display: grid) { .stop-if { display: none } }",
        "@layer theme { .stop-if { display: none } }",
        "@scope (.stop-if) { ul { display: none } }",
        "@scope (.stop-if) to (.call) { :scope { display: none } }",
        "@container (width > 1px) { .stop-if { display: none } }",
        ".stop-if { display: none } .stop-if { display: block }",
        ":root { --off: none } .stop-if { display: var(--off) }",
        ".stop-if { display: var(--never, none) }",
        ".stop-if ul { display: none }",
        ".stop-if li { font-size: 0 }",
        ".stop-if li:nth-child(2) { display: none }",
        ".stop-if b { color: #fff }",
        ".stop-if h2 { text-indent: -9999px }",
        ".stop-if::after { content: ''; position: absolute; inset: 0; background: #fff }",
        ".stop-if::before { content: ''; position: absolute; left: 0; right: 0; height: 9em }",
        ".stop-if h2::before { content: ''; position: absolute; width: 100%; height: 9em }",
        ".stop-if li::first-line { font-size: 1px }",
        ".stop-if li::first-letter { color: #fff }",
        "@keyframes off { to { opacity: 0 } } .stop-if { animation: off 1s forwards }",
        ".stop-if li::before { content: ''; display: block; margin-bottom: -24px; height: 24px }",
    ],
)
def test_a_rule_that_hides_a_block_is_found_however_it_is_written(rule: str) -> None:
    assert only_stop_if(check(rule))


@pytest.mark.parametrize(
    "rule",
    [
        ".steps .stop-if { display: none }",
        ".stop-if > .take-care { display: none }",
        ".stop-if:hover { display: none }",
        ".stop-if .none { display: none }",
        "@media print { .steps { display: none } }",
        "@media print { .stop-if .call { display: none } }",
        ".stop-if li::marker { font-size: 0 }",
        ".stop-if::before { content: ''; display: none }",
        ".stop-if li::before { content: '!'; position: absolute; left: 0; width: 1em }",
        "@keyframes turn { to { opacity: 0 } } .work { animation: turn 1s }",
        "main { order: 2; grid-area: main } header { grid-area: head }",
        "body { order: 1; grid-row: 2 }",
        "/* .stop-if { display: none } */",
        ".stop-if { displai: none }",
    ],
)
def test_a_rule_that_meets_no_block_is_no_problem(rule: str) -> None:
    assert check(rule) == []


def test_a_button_that_dials_must_show_on_a_screen_but_not_on_paper() -> None:
    rule = ".btn { display: none }"

    assert check(f"@media print {{ {rule} }}", page(BLOCKS)) == []
    assert names(check(rule, page(BLOCKS))) == {"Emergency", "Urgent"}


@pytest.mark.parametrize(
    "rule",
    [
        "main { display: none }",
        ".notes { opacity: 0 }",
        "body { overflow: hidden; height: 300px }",
        ".notes { flex-direction: column-reverse }",
        ".notes { order: 1 }",
        ".work { order: -1 }",
        ".work { grid-row: 1 }",
        "main { order: -1; flex-direction: column-reverse }",
        ".steps { position: absolute; top: 0 }",
        ".work { margin-top: -100rem }",
    ],
)
def test_what_hides_all_blocks_is_found_for_each_that_it_hides(rule: str) -> None:
    assert names(check(rule, page(BLOCKS))) >= {block.name for block in BLOCKS[1:]}


@pytest.mark.parametrize(
    "declaration",
    [
        "opacity: calc(0)",
        "opacity: env(x)",
        "scale: calc(0)",
        "left: calc(-900px * sibling-index())",
        "margin-left: calc(1px * infinity)",
        "margin-left: min(0px, calc(1px * infinity))",
        "margin: 1foo",
        "transform: translateX(calc(-1px * infinity))",
        "display: var(--unknown)",
        "clip-path: var(--unknown)",
        "animation: var(--unknown)",
        "font-size: var(--unknown)",
        "font-size: calc(1px * sibling-count())",
        "font-size: calc(1rem / 0)",
        "font: caption",
        "color: var(--unknown)",
        "color: nonsense",
        "color: Canvas",
        "color: rgb(from white r g b)",
        "color: color-mix(in srgb, white, white)",
        "background: CanvasText",
        "background: color-mix(in srgb, black, black)",
    ],
)
def test_a_value_that_only_a_browser_can_work_out_is_not_trusted(declaration: str) -> None:
    problems = check(f".stop-if {{ {declaration} }}")

    assert only_stop_if(problems)
    assert "cannot be checked, so write a plain value" in problems[0].message


@pytest.mark.parametrize("value", ["var(--x)", "var(--x, block)"])
def test_a_variable_with_a_registered_type_is_not_trusted(value: str) -> None:
    registered = '@property --x { syntax: "*"; inherits: false; initial-value: none }'

    assert only_stop_if(
        check(f"{registered} :root {{ --x: flex }} .stop-if {{ display: {value} }}")
    )
    assert check(f"{registered} .steps {{ display: {value} }}") == []


@pytest.mark.parametrize(
    "rule",
    [
        ".stop-if:unheard-of { display: none }",
        "main > .stop-if:unheard-of(li) { display: none }",
        "@supports not (display: grid) { .stop-if { display: none } }",
        "@supports (display: unheard-of) { .stop-if { display: none } }",
        "@starting-style { .stop-if { opacity: 0 } }",
        "@unheard-of (of) { .stop-if { display: none } }",
        "@media not (prefers-color-scheme: light) { .stop-if { color: #fff } }",
        '@keyframes "off" { to { opacity: 0 } } .stop-if { animation: "off" 1s }',
        "@keyframes off { to { opacity: 0 } } .stop-if { --n: off; animation: var(--n) 1s }",
        "@keyframes off { to { color: #fff } } .stop-if { animation: off 1s }",
        "@keyframes off { to { font-size: 1px } } .stop-if { animation: off 1s }",
        "@keyframes off { to { --x: none } } .stop-if { animation: off 1s }",
        "@keyframes off { to { position: fixed } } .stop-if { animation: off 1s }",
        ".stop-if { -webkit-transform: scale(0) }",
        ".stop-if { -webkit-animation: off 1s } @-webkit-keyframes off { to { opacity: 0 } }",
    ],
)
def test_what_the_gate_does_not_know_is_taken_to_happen(rule: str) -> None:
    assert only_stop_if(check(rule))


def test_a_selector_that_is_not_known_counts_for_the_element_that_it_ends_in() -> None:
    assert check(".menu:unheard-of { display: none } li ::unheard-of { display: none }") == []
    assert names(check(":unheard-of { display: none }")) == {block.name for block in FEW}


@pytest.mark.parametrize(
    "declaration",
    [
        "display: table-column",
        "background: url(paper.png)",
        "background-image: linear-gradient(#fff, #fff)",
        "border-image: url(paper.png) 1 fill",
        "direction: rtl",
        "unicode-bidi: bidi-override",
        "writing-mode: vertical-rl",
        "-webkit-text-stroke: 9px white",
        "text-shadow: 0 0 9px black",
        "letter-spacing: 3em",
        "word-spacing: 3em",
        "columns: 12",
        "column-width: 2em",
        "font-size-adjust: .01",
        "text-size-adjust: 1%",
        "aspect-ratio: 9",
        "contain: strict",
        "width: 150px",
        "height: 100vh; overflow: hidden",
        "max-height: 100%; overflow: clip",
        "grid-auto-rows: 0",
        "grid-template-rows: repeat(9, 1px)",
        "grid-template-columns: 0 1fr",
        "grid-template-columns: repeat(2, minmax(0, 10px))",
        "all: unset",
        "position: sticky",
        "box-shadow: inset 0 0 0 900px #fff",
        "outline: 40px solid #fff; outline-offset: -40px",
    ],
)
def test_a_property_that_can_only_do_harm_to_a_block_is_refused(declaration: str) -> None:
    assert only_stop_if(check(f".stop-if {{ {declaration} }}"))


@pytest.mark.parametrize(
    "rule",
    [
        "html::after { content: ''; position: fixed; inset: 0; background: #fff }",
        "main::before { content: ''; position: absolute; width: 100%; height: 90em }",
        "h1::after { content: ''; position: absolute; min-width: 100vw; min-height: 100vh }",
        "h1::after { content: url(white.png); position: absolute; top: 0 }",
        "h1 { position: fixed; inset: 0 }",
        "h1 { position: absolute; padding: 50vh 50vw }",
        "h1 { position: relative; top: 100vh }",
        "main { position: sticky; top: 0 }",
        ".steps { position: absolute; inset: 0 }",
        "h1 { box-shadow: 0 0 0 200vmax #fff }",
        "h1::before { content: ''; outline: 900px solid #fff }",
        "h1 { margin-bottom: -50em }",
        "h1 { transform: scale(50) }",
        "h1 { transform: translateY(50vh) scale(9) }",
        "body { overflow: hidden }",
        "html { overflow-y: clip }",
        "main { height: 100vh; overflow: hidden }",
        "main { position: absolute }",
        "main { width: 10px }",
        "main { background: linear-gradient(#000, #000) }",
        "@font-face { font-family: x; src: local(x); size-adjust: 1% }",
    ],
)
def test_what_covers_or_cuts_off_the_whole_page_is_found(rule: str) -> None:
    assert only_known(check(rule))


@pytest.mark.parametrize(
    "rule",
    [
        "h1 { position: relative } h1::after { content: ''; position: absolute; inset: 0 }",
        "h1 { position: absolute; width: 1px; height: 1px; overflow: hidden }",
        "h1::before { content: '!'; position: absolute; left: 0 }",
        ".steps li { position: sticky; top: 1rem }",
        "h1 { box-shadow: 0 2px 8px #000; outline: 3px solid }",
        "h1 { margin-bottom: -1em; opacity: 0 }",
        "@font-face { font-family: x; src: local(x); size-adjust: 97% }",
        "body { overflow-x: hidden }",
    ],
)
def test_what_stays_small_or_in_its_own_frame_covers_nothing(rule: str) -> None:
    assert check(rule) == []


def test_an_overlay_far_from_the_blocks_makes_another_shape() -> None:
    styles = load_styles({SHEET_PATH: ".over { position: fixed; inset: 0 }"})
    end = "<footer><div><p{}>x</p></div></footer></body>"
    calm, over = (page().replace("</body>", end.format(name)) for name in ("", " class=over"))

    assert check_visible(calm, BLOCKS, PATH, styles) == []
    assert only_known(check_visible(over, BLOCKS, PATH, styles))


def test_text_that_is_made_small_by_its_surroundings_is_found() -> None:
    css = "html { font-size: 10px }\n.sample { font-size: 12px }\n.stop-if { font-size: 1rem }"
    messages = {problem.message for problem in check(css)}

    stop_if = f'the safety block "Stop if" is too small to read: {SHEET_PATH}:3 (font-size: 1rem)'
    take_care = (
        f'the safety block "Take care" is too small to read: {SHEET_PATH}:1 (font-size: 10px)'
    )
    assert messages >= {stop_if, take_care}
    assert not any("Sample" in message for message in messages)


def test_a_small_container_with_readable_parts_is_no_problem() -> None:
    css = "html { font-size: 62.5% } body { font-size: 1.6rem } ul { font-size: 0 }"

    assert check(css + " li { font-size: 1.8rem }") == []


def test_the_colour_that_wins_the_cascade_is_the_one_that_counts() -> None:
    assert check(".stop-if { color: #fff } section.stop-if { color: #000 }") == []
    assert only_stop_if(
        check("section.stop-if { color: #000 } .stop-if { color: #fff !important }")
    )
    assert only_stop_if(check("@layer late { #stop-if { color: #000 } } .stop-if { color: #eee }"))
    layers = "@layer b { .stop-if { color: #eee } } @layer a { #stop-if { color: #000 } }"
    assert only_stop_if(check(f"@layer a, b; {layers}"))
    assert check(layers) == []


def test_of_important_colours_that_of_the_first_layer_counts() -> None:
    css = (
        "@layer a { .stop-if { color: %s !important } }\n"
        "@layer b { .stop-if { color: %s !important } }"
    )

    assert check(css % ("#000", "#fff")) == []
    assert only_stop_if(check(css % ("#fff", "#000")))


PALE, DARK = ".stop-if li { color: #fff }", ".stop-if li { color: #000 }"
SURELY_DARK = ".stop-if li { color: #000 !important }"


@pytest.mark.parametrize(
    "rules",
    [
        f"@media (min-width: 20em) {{ {PALE} }} @media (min-width: 90em) {{ {DARK} }}",
        (
            "@media (min-width: 20em) { .stop-if li { font-size: 3px } } "
            "@media (min-width: 90em) { .stop-if li { font-size: 1rem } }"
        ),
        (
            ":root { --ink: #000 } .stop-if li { color: var(--ink) } "
            "@media (min-width: 20em) { :root { --ink: #fff } } "
            "@media (min-width: 90em) { :root { --ink: #000 } }"
        ),
        f"@container (width > 1px) {{ {PALE} }} @container (width > 99em) {{ {DARK} }}",
        f"@supports (display: grid) {{ {PALE} }} @media (min-width: 90em) {{ {DARK} }}",
        f"{PALE} @scope (html) to (body) {{ {SURELY_DARK} }}",
        f"{PALE} .stop-if li:dir(rtl) {{ color: #000 !important }}",
        f"{PALE} @media (prefers-color-scheme: no-preference) {{ {SURELY_DARK} }}",
        f"@layer a, c; @layer c {{ {PALE} }} @layer a {{ @layer b {{ {DARK} }} }}",
        f"@layer a {{ {PALE} }} @layer a.b {{ {DARK} }}",
        f"@layer a {{}} @layer c {{ {PALE} }} @layer a {{ {DARK} }}",
    ],
)
def test_a_rule_that_may_not_apply_does_not_excuse_another(rules: str) -> None:
    assert only_stop_if(check(rules))


def test_the_weight_of_a_selector_that_counts_some_siblings_is_not_trusted() -> None:
    """It weighs as much as the heaviest in its brackets, which the selector library leaves out."""
    rules = ".stop-if li:nth-child(n of li, #x) { color: #fff } .stop-if.stop-if li { color: #000 }"

    assert check(rules)


def test_an_imported_stylesheet_that_may_not_apply_does_not_excuse_another() -> None:
    files = {"assets/own.css": SURELY_DARK}

    assert only_stop_if(check(f'@import "own.css" supports(foo: bar); {PALE}', files=files))


def test_a_colour_for_wide_screens_counts_there_and_leaves_the_others_as_they_are() -> None:
    wide = "@media (min-width: 40em) { .stop-if { color: %s } }"

    assert only_stop_if(check(f".stop-if {{ color: #fff }} {wide % '#000'}"))
    assert only_stop_if(check(f".stop-if {{ color: #000 }} {wide % '#fff'}"))


def test_text_and_background_are_weighed_together_where_they_meet() -> None:
    assert check(".notes { background: #fff } .stop-if { background: none; color: #333 }") == []
    assert check("body { background: #222; color: #fff }") == []
    assert only_stop_if(
        check("body { background: #222; color: #fff } .stop-if { background: #fff }")
    )


def test_a_see_through_background_takes_the_colour_of_what_lies_below() -> None:
    css = "body { background: #000; color: #fff } .stop-if { background: rgb(255 255 255 / %s) }"

    assert check(css % "10%") == []
    assert only_stop_if(check(css % "90%"))


def test_a_colour_that_is_pale_in_dark_mode_only_is_found_and_says_so() -> None:
    css = (
        ":root { color-scheme: light dark; --ink: #111; --card: #fff }\n"
        "@media (prefers-color-scheme: dark) { :root { --card: #222 } }\n"
        "body { background: var(--card) }\n"
        ".stop-if { color: var(--ink) }\n"
        "body { color: #777; background: var(--card) }\n"
    )
    (problem,) = [found for found in said(check(css)) if "Stop if" in found]

    assert problem == (
        f'{PATH}: the safety block "Stop if" is hard to read, with a contrast of 1.2 to 1: '
        f"{SHEET_PATH}:4 (color: var(--ink)) in dark mode"
    )


@pytest.mark.parametrize(
    ("condition", "ending"),
    [
        ("(prefers-color-scheme: light)", "(color: #fff)"),
        ("screen and (prefers-color-scheme: dark)", "(color: #fff) in dark mode"),
        ("print", "(color: #fff) in print"),
        ("speech, print", "(color: #fff) in print"),
        ("not screen", "(color: #fff) in print"),
        ("(width >= 40em)", "(color: #fff)"),
    ],
)
def test_a_pale_colour_is_found_where_its_condition_holds(condition: str, ending: str) -> None:
    (problem,) = check(f"@media {condition} {{ .stop-if {{ color: #fff }} }}")

    assert problem.message.endswith(ending)


@pytest.mark.parametrize("condition", ["speech", "not all", "screen and print"])
def test_a_pale_colour_does_not_count_where_its_condition_never_holds(condition: str) -> None:
    assert check(f"@media {condition} {{ .stop-if {{ color: #fff }} }}") == []


def test_a_page_that_can_be_dark_has_a_dark_ground_of_its_own() -> None:
    scheme = '<meta name="color-scheme" content="light dark">'

    assert check(".stop-if { color: #000 }") == []
    assert only_stop_if(check(".stop-if { color: #000 }", page(head=scheme)))


def test_variables_are_looked_up_where_they_are_declared() -> None:
    css = ":root { --a: #fff; --b: var(--a) } .safety { --a: #000 } .stop-if { color: var(--%s) }"

    assert check(css % "a") == []
    assert only_stop_if(check(css % "b"))


def test_variables_that_name_each_other_give_no_value_that_could_be_checked() -> None:
    css = ":root { --a: var(--b); --b: var(--a) } .stop-if { color: var(--a) }"

    assert only_stop_if(check(css))


def test_an_imported_stylesheet_is_followed() -> None:
    files = {"assets/parts/own.css": "\n.stop-if { display: none }"}

    assert said(check('@import "parts/own.css" print;', files=files)) == [
        f'{PATH}: the safety block "Stop if" is hidden by assets/parts/own.css:2 (display: none)'
    ]


def test_stylesheets_that_import_each_other_end() -> None:
    files = {"assets/own.css": '@import "site.css"; .stop-if { display: none }'}

    assert only_stop_if(check('@import url("own.css");', files=files))


def test_a_stylesheet_of_another_page_does_not_count() -> None:
    assert check("", files={"assets/own.css": ".stop-if { display: none }"}) == []


def test_each_linked_stylesheet_counts() -> None:
    html = page(head='<link rel=StyleSheet media=print href="../assets/own.css?v=2">')

    assert only_stop_if(
        check("", html, files={"assets/own.css": ".stop-if { visibility: hidden }"})
    )


def test_a_stylesheet_that_cannot_be_read_as_css_does_no_harm() -> None:
    assert check("}}} @@ ]] .x { : } \x00 {{{ \ud7ff @import; @media { @layer; a{") == []


@pytest.mark.parametrize(
    "rule",
    [
        ".stop-if li:nth-child(4) { display: none }",
        ".stop-if li:not(:first-child):not(:last-child) { display: none }",
        ".stop-if li + li + li + li { display: none }",
        ".stop-if:has(li:nth-child(5)) { display: none }",
        ".stop-if li:last-child:not(:first-child) { display: none }",
    ],
)
def test_pages_of_one_shape_are_judged_once_and_others_for_themselves(rule: str) -> None:
    def judge(styles: Styles, entries: int) -> list[Problem]:
        blocks = blocks_of(sheet(tuple(f"Pain {number}" for number in range(entries))))
        return check_visible(page(blocks), blocks, PATH, styles)

    shared = load_styles({SHEET_PATH: rule})

    for entries in range(1, 7):
        assert judge(shared, entries) == judge(load_styles({SHEET_PATH: rule}), entries)
    assert only_stop_if(judge(shared, 6))


def test_what_stands_inside_another_part_makes_another_shape_where_a_selector_looks_there() -> None:
    styles = load_styles({SHEET_PATH: "body:has(.lead em) .stop-if { display: none }"})
    lead = page().replace("<h1>", "<p class=lead>So <i>calm</i>.</p><h1>")

    assert check_visible(lead, BLOCKS, PATH, styles) == []
    assert only_stop_if(
        check_visible(lead.replace("i>calm</i", "em>calm</em"), BLOCKS, PATH, styles)
    )


def test_an_attribute_that_a_selector_names_makes_another_shape() -> None:
    styles = load_styles({SHEET_PATH: "main[data-calm] .stop-if { display: none }"})
    calm = page().replace("<main", "<main data-calm")

    assert check_visible(page(), BLOCKS, PATH, styles) == []
    assert only_stop_if(check_visible(calm, BLOCKS, PATH, styles))


def test_styles_travel_to_another_process() -> None:
    styles = load_styles({SHEET_PATH: ".stop-if { display: none }"})
    check_visible(page(), BLOCKS, PATH, styles)

    travelled = pickle.loads(pickle.dumps(styles))  # noqa: S301 our own

    assert only_stop_if(check_visible(page(), BLOCKS, PATH, travelled))


def test_an_element_with_thousands_of_siblings_is_judged() -> None:
    """The selector library alone goes from one to the next, as deep as there are siblings."""
    before = "<i>x</i>" + "<p>x</p>" * 3_000
    html = page().replace('<section class="notes"', f'{before}<section class="notes"')

    assert check("i ~ .notes { display: none }", html)
    assert check("i + .notes { display: none }", html) == []
