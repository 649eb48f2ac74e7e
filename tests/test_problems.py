"""Everything that can be wrong in a page: each is named at its line, and says what to do."""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image
from small_site import EXERCISE, MakeSite

from generator.body import render_body
from generator.errors import Problem
from generator.frontmatter import read_front_matter
from generator.model import Source

DOSE = "{sets: 3, reps: 10}"
STEPS = "\n\n1. Lie down.\n"


class Case(NamedTuple):
    """A page with one mistake, and the problem that it gives."""

    page: str | bytes
    line: int
    message: str
    hint: str


def but(old: str, new: str) -> str:
    """The good exercise with one thing changed."""
    assert old in EXERCISE
    return EXERCISE.replace(old, new)


def saying(body: str) -> str:
    """The good exercise with another body, which begins in line 13."""
    return EXERCISE[: EXERCISE.index("It makes")] + body


CASES = {
    "sets-in-words": Case(
        but(DOSE, "{sets: three}"),
        9,
        'dose.sets must be a whole number, got "three"',
        "write it like this:  sets: 3",
    ),
    "steps-swallowed-by-html": Case(
        saying("1. Lie down.\n2. Lift.\n\n<div>\n\n3. Come up.\n"),
        18,
        "the steps end before 3.: other text stands between",
        "put three spaces before each line between two steps",
    ),
    "order-turned-around": Case(
        but("title: Bridge", "title: Bridge \u202e up"),
        2,
        "the line holds an invisible control character (U+202E)",
        "delete the line and type it again",
    ),
    "order-turned-around-in-code": Case(
        saying("Lie &#8238; down.\n\n1. Lie down.\n"),
        13,
        "the text holds an invisible control character (U+202E)",
        "it is written as &#…; or &…;: take it out",
    ),
    "sets-zero": Case(
        but(DOSE, "{sets: 0}"),
        9,
        'dose.sets must be at least 1, got "0"',
        "write it like this:  sets: 3",
    ),
    "sets-negative": Case(
        but(DOSE, "{sets: -3}"),
        9,
        'dose.sets must be a whole number, got "-3"',
        "write it like this:  sets: 3",
    ),
    "sets-fraction": Case(
        but(DOSE, "{sets: 2.5}"),
        9,
        'dose.sets must be a whole number, got "2.5"',
        "write it like this:  sets: 3",
    ),
    "sets-octal": Case(
        but(DOSE, "{sets: 010}"),
        9,
        'dose.sets must be a whole number, got "010"',
        "write it like this:  sets: 3",
    ),
    "sets-many": Case(
        but(DOSE, "{sets: 100}"),
        9,
        'dose.sets must be at most 20, got "100"',
        "write it like this:  sets: 3",
    ),
    "reps-backwards": Case(
        but(DOSE, "{reps: 20-15}"),
        9,
        'dose.reps must start with the smaller number, got "20-15"',
        "write  reps: 15-20",
    ),
    "hold-furlongs": Case(
        but(DOSE, "{hold: 30 furlongs}"),
        9,
        'dose.hold must be a time in whole s or min, got "30 furlongs"',
        "write it like this:  hold: 30 s",
    ),
    "hold-clock": Case(
        but(DOSE, "{hold: 1:30}"),
        9,
        'dose.hold must be a time in whole s or min, got "1:30"',
        "write  hold: 90 s",
    ),
    "hold-two-units": Case(
        but(DOSE, "{hold: 1 min 30 s}"),
        9,
        'dose.hold must be a time in whole s or min, got "1 min 30 s"',
        "write  hold: 90 s",
    ),
    "hold-no-unit": Case(
        but(DOSE, "{hold: 45}"),
        9,
        'dose.hold must be a time in whole s or min, got "45"',
        "say what it counts:  hold: 45 s  or  hold: 45 min",
    ),
    "hold-fraction": Case(
        but(DOSE, "{hold: 1.5 min}"),
        9,
        'dose.hold must be a time in whole s or min, got "1.5 min"',
        "write it like this:  hold: 30 s",
    ),
    "dose-empty": Case(
        but(DOSE, "{}"),
        9,
        "dose does not say how much",
        "give sets, reps or hold, such as  dose: {sets: 3, reps: 10}",
    ),
    "dose-nothing": Case(
        but(f"dose: {DOSE}", "dose:"),
        9,
        "dose must be a group such as {sets: 3, reps: 10}, got nothing",
        "write the keys and values between { and }, as shown",
    ),
    "dose-text": Case(
        but(DOSE, "3 x 10"),
        9,
        'dose must be a group such as {sets: 3, reps: 10}, got "3 x 10"',
        "write the keys and values between { and }, as shown",
    ),
    "dose-load-only": Case(
        but(DOSE, "{load: heavy}"),
        9,
        "dose does not say how much",
        "give sets, reps or hold, such as  dose: {sets: 3, reps: 10}",
    ),
    "dose-twice": Case(
        but(DOSE, "{sets: 3, as_needed: true}"),
        9,
        "dose has both sets and as_needed",
        "take out one of the two",
    ),
    "dose-key": Case(
        but(DOSE, "{sets: 3, rep: 10}"), 9, "unknown key dose.rep", "did you mean reps?"
    ),
    "side-starboard": Case(
        but("side: both", "side: starboard"),
        8,
        'side must be one of left, right, each, affected, both; got "starboard"',
        "write one of these words behind the colon",
    ),
    "side-no": Case(
        but("side: both", "side: no"),
        8,
        'side must be one of left, right, each, affected, both; got "no"',
        "write one of these words behind the colon",
    ),
    "goal-typo": Case(
        but("strength", "mobilty"),
        5,
        "goal must be one of flexibility, strength, mobility, control, balance, "
        'endurance; got "mobilty"',
        "did you mean mobility?",
    ),
    "region-unknown": Case(
        but("region: hip", "region: knee"),
        4,
        'region "knee" is not in content/terms.toml',
        'add it to content/terms.toml:  knee = "…"',
    ),
    "equipment-unknown": Case(
        but("[mat]", "[matt]"),
        7,
        'equipment "matt" is not in content/terms.toml',
        "did you mean mat?",
    ),
    "key-unknown": Case(
        but("side: both", "side: both\nsummery: x"),
        9,
        "unknown key summery",
        "did you mean summary?",
    ),
    "key-twice": Case(
        but("side: both", "side: both\nside: left"),
        9,
        "the key side stands here a second time (first in line 8)",
        "keep one of the two",
    ),
    "key-missing": Case(
        but("summary: Lifts the hips.\n", ""),
        1,
        "summary is missing",
        "add a line  summary: …  (One sentence: what it does and how)",
    ),
    "title-empty": Case(
        but("title: Bridge", "title:"), 2, "title is empty", "write the text behind the colon"
    ),
    "title-list": Case(
        but("title: Bridge", "title: [Bridge]"),
        2,
        "title must be plain text, got a list",
        'put the text in quotes: "…"',
    ),
    "title-invisible": Case(
        but("title: Bridge", 'title: "Bri\\0dge"'),
        2,
        "title holds an invisible control character",
        "delete the \\ and what stands behind it",
    ),
    "precautions-empty": Case(
        but("[Go slowly.]", "[]"),
        11,
        "precautions is empty",
        "write at least one entry behind the colon",
    ),
    "precautions-blank": Case(
        but("[Go slowly.]", "[Go slowly., '']"),
        11,
        "precautions holds an empty entry",
        "write its text, or delete the entry",
    ),
    "precautions-colon": Case(
        but("[Go slowly.]", "\n  - Go slowly.\n  - Careful: slowly"),
        13,
        "precautions must be plain text, got a group",
        'put the text in quotes: "…"',
    ),
    "date-impossible": Case(
        but("side: both", "side: both\nupdated: 2026-02-30"),
        9,
        'updated must be a day of the calendar, got "2026-02-30"',
        "write year, month and day:  2026-03-31",
    ),
    "date-other-order": Case(
        but("side: both", "side: both\nupdated: 30/02/2026"),
        9,
        'updated must be a date, got "30/02/2026"',
        "write year, month and day:  2026-03-31",
    ),
    "sheet-unknown": Case(
        but("low-back", "low-bak"),
        10,
        'safety names "low-bak", but there is no file content/safety/low-bak.md',
        "did you mean low-back?",
    ),
    "sheet-none": Case(
        but("low-back", "[]"), 10, "safety is empty", "write at least one entry behind the colon"
    ),
    "sheet-twice": Case(
        but("low-back", "[low-back, low-back]"),
        10,
        'safety names "low-back" a second time',
        "keep one of the two",
    ),
    "easier-unknown": Case(
        but("side: both", "side: both\neasier: brigde"),
        9,
        'easier names "brigde", but there is no file content/exercises/brigde.md',
        "did you mean bridge?",
    ),
    "easier-itself": Case(
        but("side: both", "side: both\neasier: easier-itself"),
        9,
        "easier names the page itself",
        "name another exercise",
    ),
    "link-nowhere": Case(
        saying("[x](brigde.md)" + STEPS),
        13,
        'the link "brigde.md" leads nowhere: there is no content/exercises/brigde.md',
        "did you mean bridge.md?",
    ),
    "link-page": Case(
        saying("[x](../exercises/bridge.html)" + STEPS),
        13,
        'the link "../exercises/bridge.html" leads nowhere: '
        "there is no content/exercises/bridge.html",
        "did you mean bridge.md?",
    ),
    "link-part": Case(
        saying("[x](bridge.md#steps)" + STEPS),
        13,
        'the link "bridge.md#steps" leads to a part of a page',
        "link to the whole page:  bridge.md",
    ),
    "link-outside": Case(
        saying("[x](../../secret.md)" + STEPS),
        13,
        'the link "../../secret.md" leads out of the content folder',
        "name a file of this site, such as  ../programs/NAME.md",
    ),
    "link-script": Case(
        saying("[x](javascript:alert(1))" + STEPS),
        13,
        'the link "javascript:alert(1)" is not allowed',
        "a link begins with https://, mailto: or tel:, or names a file of this site",
    ),
    "link-script-html": Case(
        saying('<a href="java&#x0A;script:alert(1)">x</a>' + STEPS),
        13,
        'the link "java script:alert(1)" is not allowed',
        "a link begins with https://, mailto: or tel:, or names a file of this site",
    ),
    "link-strange": Case(
        saying("Call.\n\n[x](sms:123)" + STEPS),
        15,
        "a link has no address, or one that does not belong on a page",
        "write https://, mailto: or tel:, or the name of a file of this site",
    ),
    "link-other-host": Case(
        saying("[x](//example.org/a)" + STEPS),
        13,
        'the link "//example.org/a" does not say how to get there',
        "for another website write  https://example.org/a",
    ),
    "link-root": Case(
        saying("[x](/exercises/bridge.md)" + STEPS),
        13,
        'the link "/exercises/bridge.md" begins with /',
        "write the way from this file, such as  ../programs/NAME.md",
    ),
    "picture-missing": Case(
        saying("![A knee.](../media/knee.jpg)" + STEPS),
        13,
        'the picture "../media/knee.jpg" is missing: there is no content/media/knee.jpg',
        "put the file into content/media",
    ),
    "picture-ending": Case(
        saying("![A knee.](../media/seen.jpg)" + STEPS),
        13,
        'the picture "../media/seen.jpg" is missing: there is no content/media/seen.jpg',
        "did you mean ../media/seen.png?",
    ),
    "picture-silent": Case(
        saying("![](../media/seen.png)" + STEPS),
        13,
        'the picture "../media/seen.png" has no alternative text',
        "say what it shows, such as  ![A person lies on the back.](../media/seen.png)",
    ),
    "picture-silent-html": Case(
        saying('<img src="../media/seen.png">' + STEPS),
        13,
        'the picture "../media/seen.png" has no alternative text',
        "say what it shows, such as  ![A person lies on the back.](../media/seen.png)",
    ),
    "picture-outside": Case(
        saying("![A knee.](../../../knee.jpg)" + STEPS),
        13,
        'the picture "../../../knee.jpg" is not in content/media',
        "put it there, and write  ../media/knee.jpg",
    ),
    "picture-other-host": Case(
        saying("![A knee.](https://example.org/knee.jpg)" + STEPS),
        13,
        'the picture "https://example.org/knee.jpg" is not a file of this site',
        "save the picture in content/media and write  ![What it shows.](../media/NAME.jpg)",
    ),
    "picture-kind": Case(
        saying("![A knee.](../media/knee.tiff)" + STEPS),
        13,
        'the picture "../media/knee.tiff" is of a kind that browsers do not show',
        "save it as one of .jpg, .jpeg, .png, .webp, .gif, .svg",
    ),
    "index": Case(
        EXERCISE, 1, "the file name index.md is reserved", "rename it, such as index-page.md"
    ),
    "con": Case(EXERCISE, 1, "the file name con.md is reserved", "rename it, such as con-page.md"),
    "es": Case(EXERCISE, 1, "the file name es.md is reserved", "rename it, such as es-page.md"),
    "Bad_Name": Case(
        EXERCISE,
        1,
        "a file name holds small letters, digits and single hyphens only, got Bad_Name.md",
        "rename it to bad-name.md",
    ),
    "brücke": Case(
        EXERCISE,
        1,
        "a file name holds small letters, digits and single hyphens only, got brücke.md",
        "rename it to brucke.md",
    ),
    "bridge.es": Case(
        EXERCISE,
        1,
        "translations (es) cannot be built yet",
        "this version builds one language, English: move the file out of content/",
    ),
    "latin-1": Case(
        EXERCISE.encode().replace(b"Bridge", b"Br\xfccke"),
        2,
        "the file is not UTF-8 text",
        "save the file as UTF-8 in your editor",
    ),
    "utf-16": Case(
        EXERCISE.encode("utf-16"),
        1,
        "the file is not UTF-8 text",
        "save the file as UTF-8 in your editor",
    ),
    "nul-inside": Case(
        EXERCISE.encode().replace(b"Bridge", b"Bri\0dge"),
        2,
        "the file holds a NUL: it is not text",
        "save the file as UTF-8 in your editor",
    ),
    "control-inside": Case(
        EXERCISE.encode().replace(b"Bridge", b"Bri\x07dge"),
        2,
        "the line holds an invisible control character (U+0007)",
        "delete the line and type it again",
    ),
    "too-big": Case(
        EXERCISE + "a line\n" * 150_000,
        1,
        "the file is larger than 1 MiB",
        "a page is text; pictures belong in content/media",
    ),
    "too-long": Case(
        EXERCISE + "a line\n" * 2_500,
        13,
        "the text is longer than 50,000 characters or 2,000 lines",
        "split it into several pages",
    ),
    "empty": Case(
        "",
        1,
        "the file has no front matter",
        "begin the file with a line ---, then  key: value  lines, then a line --- again",
    ),
    "front-missing": Case(
        "Hello.\n",
        1,
        "the file has no front matter",
        "begin the file with a line ---, then  key: value  lines, then a line --- again",
    ),
    "front-open": Case(
        "---\ntitle: Bridge\n",
        1,
        "the front matter is not closed",
        "begin the file with a line ---, then  key: value  lines, then a line --- again",
    ),
    "front-list": Case(
        "---\n- a\n- b\n---\n",
        2,
        "the front matter must be  key: value  lines, got a list",
        "write  title: Bridge  and the other keys, each on a line of its own",
    ),
    "front-text": Case(
        "---\nhello\n---\n",
        2,
        "the front matter must be  key: value  lines, got plain text",
        "write  title: Bridge  and the other keys, each on a line of its own",
    ),
    "front-brackets": Case(
        "---\ntitle: " + "[" * 50_000 + "\n---\n",
        2,
        "the values are nested more than 8 levels deep",
        "put text that holds [ or { in quotes",
    ),
    "front-flood": Case(
        "---\nalso: [" + "a, " * 6_000 + "]\n---\n",
        2,
        "the front matter holds more than 5,000 values",
        "shorten its lists: a patient reads none of this length",
    ),
    "alias-bomb": Case(
        "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: [*b, *b]\n---\n",
        2,
        "the anchor &a is not allowed",
        "put text that starts with & in quotes",
    ),
    "alias": Case(
        but("title: Bridge", "title: *bridge"),
        2,
        "the alias *bridge is not allowed",
        "write the value again, or put it in quotes",
    ),
    "python-tag": Case(
        but("title: Bridge", "title: !!python/object/apply:os.system [ls]"),
        2,
        "the tag !!python/object/apply:os.system is not allowed",
        "put text that starts with ! in quotes",
    ),
    "merge-key": Case(
        "---\n<<: {title: x}\n---\n", 2, "the merge key << is not allowed", "write the values again"
    ),
    "second-colon": Case(
        but("title: Bridge", "title: Cat: up"),
        2,
        "the line has a second colon, or too many spaces at its start",
        'put text that holds a colon in quotes, such as  title: "Cat: up"',
    ),
    "at-sign": Case(
        but("title: Bridge", "title: @home"),
        2,
        "text may not begin with @, `, % or a tab",
        "put the whole text behind the first colon in quotes",
    ),
    "asterisk": Case(
        but("title: Bridge", "title: *Bridge*"),
        2,
        "text may not begin with * or &",
        "put the whole text behind the first colon in quotes",
    ),
    "open-quote": Case(
        but("title: Bridge", 'title: "Bridge'),
        2,
        "a quotation mark is opened and not closed",
        "close it at the text's end",
    ),
    "open-list": Case(
        but("[Go slowly.]", "[Go slowly."),
        11,
        "a list is opened with [ and not closed",
        "close it with ]",
    ),
    "open-group": Case(
        but(DOSE, "{sets: 3"), 9, "a group is opened with { and not closed", "close it with }"
    ),
    "no-colon": Case(
        but("goal: strength", "goal strength"),
        5,
        "the line has no colon",
        "every line is  key: value",
    ),
    "indented": Case(
        but("goal: strength", " goal: strength"),
        5,
        "the line has a second colon, or too many spaces at its start",
        'put text that holds a colon in quotes, such as  title: "Cat: up"',
    ),
    "tab": Case(
        but("side: both", "side: both\n\tfelt_in: hip"),
        9,
        "the line begins with a tab",
        "put spaces there instead",
    ),
    "bad-escape": Case(
        but("title: Bridge", 'title: "\\ud800"'),
        2,
        "a \\ in quotes begins a code that is not known",
        "write \\\\ for a backslash",
    ),
    "body-brackets": Case(
        saying("[" * 50_000 + STEPS),
        13,
        "the text is longer than 50,000 characters or 2,000 lines",
        "split it into several pages",
    ),
    "body-brackets-few": Case(
        saying("[ " * 40 + STEPS),
        13,
        "brackets are nested more than 30 levels deep",
        "a bracket is not closed, or there are too many",
    ),
    "body-brackets-lines": Case(
        saying("[\n" * 40 + STEPS),
        43,
        "brackets are nested more than 30 levels deep",
        "a bracket is not closed, or there are too many",
    ),
    "body-lists": Case(
        saying("\n".join("  " * n + "- x" for n in range(600)) + STEPS),
        13,
        "the text is longer than 50,000 characters or 2,000 lines",
        "split it into several pages",
    ),
    "body-lists-few": Case(
        saying("\n".join("  " * n + "- x" for n in range(12)) + STEPS),
        21,
        "lists are nested more than 8 levels deep",
        "two levels are the most that a reader can follow",
    ),
    "body-one-line-lists": Case(
        saying("1. " * 600 + "x" + STEPS),
        13,
        "lists or quotes are nested more than 8 levels deep",
        "two levels are the most that a reader can follow",
    ),
    "body-quotes": Case(
        saying("> " * 600 + "x" + STEPS),
        13,
        "lists or quotes are nested more than 8 levels deep",
        "two levels are the most that a reader can follow",
    ),
    "body-run": Case(
        saying("*" * 100 + STEPS),
        13,
        "the line repeats the sign * more than 60 times",
        "write it once; a line across the page is  ---",
    ),
    "body-wide-table": Case(
        saying("|".join("a" * 100) + STEPS),
        13,
        "a table has more than 50 columns or 2,000 cells",
        "split it: more than four columns do not fit on paper",
    ),
    "body-open-tags": Case(
        saying("<p \n" * 30 + STEPS),
        13,
        "more than 20 HTML tags begin with < and do not end with >",
        "end each tag with >, or leave it out",
    ),
    "body-deep-tags": Case(
        saying("<div>" * 40 + STEPS),
        13,
        "HTML tags are nested more than 30 levels deep",
        "close each <div> with </div>, or leave it out",
    ),
    "body-long-line": Case(
        saying("word " * 3_000 + STEPS),
        13,
        "the line is longer than 10,000 characters",
        "break it into paragraphs, with an empty line between them",
    ),
    "no-steps": Case(
        saying("Nothing.\n"),
        13,
        "the text has no numbered list of steps",
        "write each step on a line that begins with  1.  2.  3.",
    ),
    "bullets": Case(
        saying("- one\n- two\n"),
        13,
        "the text has no numbered list of steps",
        "write each step on a line that begins with  1.  2.  3.",
    ),
    "empty-step": Case(
        saying("1. One.\n2.\n3. Three.\n"),
        14,
        "the step 2. is empty",
        "write what to do, or delete the line",
    ),
    "cut-steps": Case(
        saying("1. One.\n\nBetween.\n\n2. Two.\n"),
        17,
        "the steps end before 2.: other text stands between",
        "put three spaces before each line between two steps",
    ),
}
FILES: dict[str, str | bytes] = {
    f"content/exercises/{name}.md": case.page for name, case in CASES.items()
}


def png() -> bytes:
    saved = BytesIO()
    Image.new("RGB", (4, 4)).save(saved, "PNG")
    return saved.getvalue()


PICTURE = {"content/media/seen.png": png()}


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_one_problem_at_its_line_with_what_to_do(
    make_site: MakeSite, name: str
) -> None:
    path, case = f"content/exercises/{name}.md", CASES[name]
    site = make_site({path: case.page, **PICTURE})
    (problem,) = site.problems()
    assert (problem.path, problem.line) == (path, case.line)
    assert (problem.message, problem.hint) == (case.message, case.hint)
    assert not site.output.exists()


def test_one_run_reports_every_mistake_of_every_file(make_site: MakeSite) -> None:
    """A real run: exit code 1, each mistake once, no traceback, nothing written."""
    site = make_site({**FILES, **PICTURE})
    before = set(site.folder.rglob("*"))
    command = [sys.executable, "-m", "generator", "build", "--site", str(site.folder)]
    environment = os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": str(Path.cwd())}
    run = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )
    assert run.returncode == 1
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    expected = [
        f"error: content/exercises/{name}.md:{case.line}: {case.message}"
        for name, case in CASES.items()
    ]
    found = [line for line in run.stderr.splitlines() if line.startswith("error: ")]
    assert sorted(found) == sorted(expected)
    assert run.stderr.count("\n  hint: ") == len(CASES)
    assert run.stderr.splitlines()[-1] == f"Nothing was published: {len(CASES)} errors."
    assert set(site.folder.rglob("*")) == before


def test_a_problem_reads_as_it_is_printed(make_site: MakeSite) -> None:
    """Place and message, the line as it was written, and the hint, word for word."""
    from generator.errors import format_problem

    site = make_site({"content/exercises/bridge.md": but("strength", "mobilty")})
    (problem,) = site.problems()
    assert format_problem(problem) == (
        "error: content/exercises/bridge.md:5: goal must be one of flexibility, strength, "
        'mobility, control, balance, endurance; got "mobilty"\n'
        "  5 | goal: mobilty\n"
        "  hint: did you mean mobility?"
    )


def test_all_mistakes_of_one_file_come_in_one_run(make_site: MakeSite) -> None:
    """A wrong value does not hide a wrong key, an empty list, a dead link or a missing picture."""
    page = (
        saying("[x](nowhere.md) ![A knee.](../media/no.jpg)" + STEPS)
        .replace(DOSE, "{sets: three, reps: 20-15}")
        .replace("strength", "mobilty")
        .replace("[Go slowly.]", "[]")
        .replace("summary:", "sumary:")
    )
    site = make_site({"content/exercises/bridge.md": page})
    assert [problem.line for problem in site.problems()] == [1, 3, 5, 9, 9, 11, 13, 13]


def test_sheets_that_differ_in_whom_to_call_are_a_problem(make_site: MakeSite) -> None:
    """A page prints one answer to "whom do I call, and when": two sheets must give the same."""
    sheet = make_site().folder.joinpath("content/safety/low-back.md").read_text("utf-8")
    files = {
        "content/safety/neck.md": sheet.replace("when: today", "when: within 2 days"),
        "content/safety/knee.md": sheet,
        "content/exercises/nod.md": but("low-back", "[low-back, neck]"),
        "content/exercises/turn.md": but("low-back", "[low-back, knee]"),
    }
    (problem,) = make_site(files).problems()
    assert (problem.path, problem.line) == ("content/exercises/nod.md", 10)
    assert problem.message == (
        "the safety sheets low-back and neck do not agree: "
        'urgent says "us, today" and "us, within 2 days"'
    )
    assert problem.hint == "give both sheets the same  call  and  when, or name one sheet"


def test_a_program_brings_the_sheets_of_its_exercises(make_site: MakeSite) -> None:
    """They must agree as well: the program's page shows them all."""
    sheet = make_site().folder.joinpath("content/safety/low-back.md").read_text("utf-8")
    site = make_site(
        {
            "content/safety/neck.md": sheet.replace("call: us", "call: your doctor"),
            "content/exercises/nod.md": but("low-back", "neck"),
        }
    )
    site.edit("content/programs/hips.md", "[bridge]", "[bridge, nod]")
    (problem,) = site.problems()
    assert (problem.path, problem.line) == ("content/programs/hips.md", 6)
    assert "low-back and neck do not agree" in problem.message


@pytest.mark.parametrize(
    ("exercises", "message", "hint"),
    [
        ("[bridge, bridge]", 'exercises names "bridge" a second time', "keep one of the two"),
        (
            "[brigde]",
            'exercises names "brigde", but there is no file content/exercises/brigde.md',
            "did you mean bridge?",
        ),
        (
            "[bridge.md]",
            'exercises names "bridge.md", but there is no file content/exercises/bridge.md.md',
            "did you mean bridge?",
        ),
        ("[]", "exercises is empty", "list at least one exercise by its file name, without .md"),
        (
            "[[bridge]]",
            "exercises.0 must be a group such as {exercise: SLUG}, got a list",
            "write the keys and values between { and }, as shown",
        ),
        (
            "[{exercise: bridge, dose: {set: 3}}]",
            "unknown key exercises.0.dose.set",
            "did you mean sets?",
        ),
    ],
)
def test_a_wrong_list_of_exercises_is_a_problem(
    make_site: MakeSite, exercises: str, message: str, hint: str
) -> None:
    site = make_site()
    site.edit("content/programs/hips.md", "[bridge]", exercises)
    (problem,) = site.problems()
    assert (problem.line, problem.message, problem.hint) == (6, message, hint)


# What nobody thought of

SIGNS = st.sampled_from(
    "[ ] ( ) < > * _ ` ~ # | - + = & ; : ! \\ \" ' { } / ? % @ $ ^ \t \n a b 1 0 . é 😀 "
    "1. - x ![ ]( [a]: <a <!-- --> </a> <b <script> &# &amp; ``` --- *** ___ ||| http:// "
    "javascript: {1} {{ }} {% \\ud800 \u202e \u2028 \u2029 \ufeff \x85 \xa0 "
    "\n\n \n1.  \n-  \n>  \n|a|b|\n|-|-|\n".split(" ")
)
TEXT = st.one_of(
    st.text(max_size=400),
    st.lists(SIGNS, max_size=80).map("".join),
    st.lists(st.tuples(SIGNS, st.integers(1, 60)), max_size=8).map(
        lambda runs: "".join(sign * times for sign, times in runs)
    ),
)
FUZZ = settings(
    max_examples=300,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@FUZZ
@given(TEXT)
@example("1. " * 9)
@example("![[[" * 2_000)
@example("|".join("a" * 1_000) + "\n" + "|".join("-" * 1_000))
@example("a" * 2**20)
@example("<!-- " * 1_000 + "> " * 30)
@example("&#x0;&#xD800;&#x110000;&bogus;")
@example("\x02klzzwxh:0000\x03")
def test_any_body_becomes_html_or_problems(text: str) -> None:
    source, problems = Source("content/exercises/x.md", "", b"{}", 3), list[Problem]()
    body = render_body(source, text, with_steps=True, problems=problems)
    assert body.steps or problems
    whole = "".join((body.before, *(step.html for step in body.steps), body.after)).lower()
    for danger in ("<script", 'href="javascript:', "<iframe", " style=", " onerror="):
        assert danger not in whole
    assert all(problem.line >= 3 and problem.message for problem in problems)


def _front_matters() -> Iterator[st.SearchStrategy[str]]:
    yield TEXT
    key = st.sampled_from(["title", "dose", "region", "review", "x", "<<", "? a"])
    yield st.lists(st.tuples(key, TEXT), max_size=6).map(
        lambda lines: "\n".join(f"{key}: {value}" for key, value in lines)
    )


@FUZZ
@given(st.one_of(*_front_matters()))
@example("a: " + "{" * 50_000)
@example("- " * 50_000)
@example("? " * 50_000)
@example('a: "\\ud800"')
@example("%TAG ! tag:x\n---\na: b")
def test_any_front_matter_becomes_values_or_problems(text: str) -> None:
    problems: list[Problem] = []
    front = read_front_matter("x.md", f"---\n{text}\n---\n1. x\n", problems)
    assert front is not None or problems
    assert all(problem.line >= 1 and problem.hint for problem in problems)


@FUZZ
@given(page=st.binary(max_size=400))
@example(page=b"\xff\xfe")
@example(page=b"---\n\xed\xa0\x80: x\n---\n")
@example(page=b"---\r---\r")
def test_any_file_becomes_a_page_or_problems(page: bytes) -> None:
    from generator.read import decode

    problems: list[Problem] = []
    file = decode("x.md", page, problems)
    assert file is not None or problems


def test_a_version_of_a_day_that_has_not_come_is_a_warning(make_site: MakeSite) -> None:
    """By its version, staff tell a current sheet from an old one."""
    site = make_site({"content/exercises/bridge.md": f"---\nupdated: 2126-01-01{EXERCISE[3:]}"})
    (problem,) = [one for one in site.build().problems if "has not come yet" in one.message]

    assert (problem.severity, problem.line) == ("warning", 2)
