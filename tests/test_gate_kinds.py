"""Pages whose elements no selector tells apart are judged once, as if each were judged alone."""

import subprocess
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.gate.judge import Judgement, judge
from generator.gate.stylesheets import read_rules
from generator.gate.tagged import TaggedPage
from generator.gate.tags import read_tags
from generator.gate.visible import Styles

SHEET = "assets/site.css"
LINKS = ((SHEET, ""),)
DARK = '<meta name="color-scheme" content="light dark">'
STEPS = "<ol class=steps><li>Lie</li><li>Lift</li></ol>"


def block(*entries: str) -> str:
    listed = "".join(f"<li>{entry}</li>" for entry in entries)
    return f"<section class='safety stop' data-safety=stop><ul>{listed}</ul></section>"


def page(main: str, head: str = "") -> str:
    return (
        f"<!doctype html><html lang=en><head><title>x</title>{head}</head>"
        f"<body><main id=top>{main}</main></body></html>"
    )


A, B = "<p class=a>x</p>", "<p class=b>x</p>"
BEFORE = (
    *("", A, B, A + B, B + A, A + A + B, A + B + B, "<i>x</i>" + A, "<p>x</p>"),
    *("<p class=a></p>", "<p class=a> </p>", "<p class=a><!-- --></p>", "<p class=a>x", "<p></p>"),
    *("<p class=a x=one>x</p>", "<p x='one two'>x</p>", "<p x>x</p>", "<a href=x>x</a>"),
    *("<div class=a><i class=b></i></div>", "<div class=b><i>x</i></div>", "<div lang=de>x</div>"),
    # A browser takes what is no row out of a table, and goes on with what was left open.
    *("<table><p class=a>x</p></table>", A + "<h2>x</h2>" + B, "<h2>x</h2>" + A, "<h2>x</h2>"),
    *("<p class=a><i class=b>x</i></p>", "<p class=a><i class=b>x</p>"),
)
AROUND = ("{}", "<div class=a>{}</div>", "<div class=b><div class=a>{}</div></div>")
PAGES = (
    *(page(before + block("x", "x") + STEPS) for before in BEFORE),
    *(page(block("x") + after + STEPS) for after in BEFORE[1:8]),
    *(page(block(*entries) + STEPS) for n in range(5) for entries in [["x"] * n, ["<b></b>"] * n]),
    *(
        page(block(inside, "<b>x</b>") + STEPS)
        for inside in ("", " ", "<b class=a>x</b>", "&nbsp;")
    ),
    *(
        page(one.format(block("x")) + other.format(STEPS) + A)
        for one, other in product(AROUND, AROUND)
    ),
    *(page(around.format(block("x") + block("x") + STEPS)) for around in AROUND),
    page(block("x") + f"<div class=a>{STEPS}{block('x')}</div>"),
    page(block("x") + STEPS, DARK),
    page(f"<div class=a>{block('x')}{STEPS}"),
)
HIDE, COVER = "display: none", "position: fixed; inset: 0"
OF_BLOCK = """
    .a + .stop|.b + .stop|.a + .b + .stop|.a + * + .stop|* + .stop|* + * + .stop|:not(.a) + .stop
    .a ~ .stop|.a ~ .b ~ .stop|.b ~ .a ~ .stop|.a ~ .b + .stop|.a + .b ~ .stop|* ~ .stop
    :is(.a, h2) + .stop|:is(.a + .b) + .stop|:where(i + .a) ~ .stop|p + .stop|a:link + .stop
    [x] + .stop|[x=one] + .stop|[x=ONE i] + .stop|[x^=on] ~ .stop|[x~=two] + .stop|[x$=e] + .stop
    .a:first-child + .stop|p:last-of-type ~ .stop|.a:empty + .stop|:empty + .stop|:lang(de) + .stop
    .stop:first-child|.stop:nth-child(2)|.stop:nth-child(3)|.stop:nth-last-child(2)|.stop:nth-of-type(2)
    .stop:last-of-type:not(:first-of-type)|.stop:nth-child(2 of .safety)|.stop:only-of-type
    main > :first-child.stop|.a .stop|.a > .stop|.b .a > .stop|.b > .stop|main > .stop
    .stop li:nth-child(3)|.stop li:last-child:not(:first-child)|.stop li:only-child|.stop li:empty
    .stop li + li + li|.stop li ~ li ~ li|.stop li b:only-child|.stop li:has(b)|.stop:has(li + li)
    main:has(.b) .stop|main:has(> .a) .stop|main:has(.b > .a) .stop|main:not(:has(.a)) .stop
    .stop:has(+ .a)|.stop:has(~ .b)|.stop:not(:has(li))|.stop b:not(.a)|:has(h2) > .stop
    .stop li:nth-child(odd)|.stop li:nth-child(-2n + 3)|.stop li:nth-child(2):nth-last-child(-n + 2)
    .stop li:is(:nth-child(4), :nth-last-child(3))|.stop :is(li:nth-child(2) > b, i)|li:nth-child(n)
    .stop li:not(:nth-of-type(2n)) b|.stop:is(p, :nth-of-type(n + 2))|:nth-child(2 of .a) .stop
    :is(div:first-child, main) > .stop|.b > :is(.a:nth-last-child(2), i) .stop|.stop :only-child b
    .stop:unheard-of + .stop|.stop + .stop|#top > .stop|html[lang=en] .a .stop
""".replace("\n", "|").split("|")
OF_OTHERS = """
    .a|.b|.a:last-child|.a:first-child|.a + .b|.a ~ .b|p:empty|:empty|i:only-child|.steps|h2|.a .b
    .b:nth-last-child(3)|.a:nth-child(2n)|p:is(.b:nth-child(2), .a > :first-child)
    .stop + .a|.stop ~ .b|.a::before|div.a::after|[x]::before|:lang(de)
""".replace("\n", "|").split("|")
SHEETS = (
    *(f"{name} {{ {HIDE} }}" for name in OF_BLOCK if name.strip()),
    *(
        f"{name} {{ {harm}; content: '' }}"
        for name in OF_OTHERS
        if name.strip()
        for harm in (COVER, "order: -1", "opacity: 0", "position: absolute; width: 1px")
    ),
    ".stop { color: #000 }",
    ".stop b { font-size: 1px }",
    ".stop .b { font-size: 1px }",
    "* { font-size: 1px }",
    ".a { position: relative } .a i { position: absolute; inset: 0 }",
    "p.a { order: 0 } div.a { flex-direction: column-reverse }",
)


def assert_judged_as_if_alone(css: str, htmls: Sequence[str]) -> None:
    """Judges each page with what was found on those before it, and again by itself."""
    shared, rules = Styles({SHEET: css}), read_rules(LINKS, {SHEET: css})
    for html in htmls:
        page = read_tags(html)

        assert shared.judge(page, LINKS) == judge(page, rules, None, ()).findings, html


def count_judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are judged from here on."""
    judged: list[str] = []

    def count(page: TaggedPage, *rest: Any) -> Judgement:
        judged.append(page.html)
        return judge(page, *rest)

    monkeypatch.setattr("generator.gate.judge.judge", count)
    return judged


@pytest.mark.slow
@pytest.mark.parametrize("css", SHEETS)
def test_what_a_selector_tells_apart_is_judged_apart(css: str) -> None:
    """A fault is found on a page even if all pages before it, much like it, had none."""
    assert_judged_as_if_alone(css, PAGES)


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(SHEETS), min_size=1, max_size=4).map("\n".join),
    st.lists(st.sampled_from(PAGES), min_size=2, max_size=8),
)
def test_any_pages_in_any_order_are_judged_as_if_each_were_alone(
    css: str, htmls: list[str]
) -> None:
    """What several rules look at together is no less than what each of them looks at."""
    assert_judged_as_if_alone(css, htmls)


def test_a_page_of_known_elements_is_not_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What two pages have together, a third may have in any number and order."""
    judged = count_judged(monkeypatch)
    styles = Styles({SHEET: "p { margin: 0 } .a em { color: #000 }"})
    one, other, both = (page(main + block("x") + STEPS) for main in (A, B, B + A + A))

    assert [styles.judge(read_tags(html), LINKS) for html in (one, other, both)] == [(), (), ()]
    assert judged == [one, other]


def test_what_was_found_is_recalled_by_another_process_and_judged_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Findings are named alike by whoever has the same stylesheets, and by nobody else."""
    css = ".a + .stop { display: none }"
    first = Styles({SHEET: css})
    found = [first.judge(read_tags(html), LINKS) for html in PAGES]
    recalling, other = Styles({SHEET: css}), Styles({SHEET: f"{css} "})
    recalling.recall(first.findings)
    other.recall(first.findings)
    judged = count_judged(monkeypatch)

    assert [recalling.judge(read_tags(html), LINKS) for html in PAGES] == found
    assert judged == []
    assert [other.judge(read_tags(html), LINKS) for html in PAGES] == found
    assert judged != []


def test_findings_have_the_same_names_in_every_process() -> None:
    """Names depend neither on the seed of hashes nor on what was judged before."""
    code = (
        "from test_gate_kinds import *\n"
        "styles = Styles({SHEET: '.a ~ .b + .stop, :is(.b, .a) ~ * { order: 1 }'})\n"
        "for html in PAGES[::int(sys.argv[1])]: styles.judge(read_tags(html), LINKS)\n"
        "print(sorted(styles.findings))"
    )
    ways = [("1", "1"), ("2", "-1")]
    named = {
        subprocess.run(
            [sys.executable, "-c", code, way],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, way in ways
    }

    assert len(named) == 1
