"""Handouts are real PDFs: whole, accessible, offline, and the same each time."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from small_site import CLINIC, EXERCISE, PROGRAM, SHEET, MakeSite

from generator.edition import Edition
from generator.handouts import HandoutJob, make_handout, why_no_pdf
from generator.library import load_library
from generator.paper import plan_handouts
from generator.paths import shipped
from generator.proof.glyphs import open_pages
from generator.render import make_environment, render
from generator.words import load_words

# Every one of them makes real PDFs.
pytestmark = pytest.mark.slow

THEME = shipped("templates") / "print"
BRIDGE = "content/exercises/bridge.md"
MakeJob = Callable[..., HandoutJob]


@pytest.fixture
def make_job(make_site: MakeSite, tmp_path: Path) -> MakeJob:
    """Makes the job of a handout of the small site; `files` change the site."""

    def make(path: str = "exercises/bridge.a4.pdf", files: Mapping[str, str] = {}) -> HandoutJob:
        library, _ = load_library(make_site(files).folder)
        words = load_words("en")
        sheets = plan_handouts(Edition(library, words, "2026-11-21", {}, ""))
        sheet = next(sheet for sheet in sheets if sheet.path == path)
        environment = make_environment((shipped("templates"),), words)
        html = render(environment, sheet.template, sheet.context, problems := [])
        assert html is not None, problems
        return HandoutJob(
            path=path,
            html=html,
            stylesheets=(THEME / "handout.css",),
            folders=(THEME,),
            expected=sheet.expected,
            staged=tmp_path / "made.pdf",
            one_page=sheet.one_page,
        )

    return make


def _messages(job: HandoutJob) -> list[str]:
    return [problem.message for problem in make_handout(job).problems]


def _pages(job: HandoutJob) -> list[str]:
    with closing(pypdfium2.PdfDocument(job.staged)) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_an_exercise_is_one_page_without_a_problem(make_job: MakeJob) -> None:
    job = make_job()
    made = make_handout(job)
    assert (made.pages, made.problems, made.size) == (1, (), job.staged.stat().st_size)


@pytest.mark.parametrize(("variant", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_a_variant_is_printed_on_its_paper(
    make_job: MakeJob, variant: str, size: tuple[int, int]
) -> None:
    both = CLINIC.replace('["a4"]', '["a4", "letter"]')
    job = make_job(f"exercises/bridge.{variant}.pdf", {"content/clinic.toml": both})
    assert make_handout(job).problems == ()
    with closing(pypdfium2.PdfDocument(job.staged)) as document:
        assert tuple(round(side) for side in document[0].get_size()) == size


def test_a_handout_is_tagged_and_names_itself(make_job: MakeJob) -> None:
    job = make_job("programs/hips.a4.pdf")
    make_handout(job)
    with pikepdf.open(job.staged) as pdf:
        kinds = list(_kinds(pdf.Root.StructTreeRoot.K[0]))
        assert pdf.Root.Lang == "en"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.docinfo["/Title"] == "Hip program"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert "/CreationDate" not in pdf.docinfo
    headings = [kind for kind in kinds if kind in ("H1", "H2", "H3", "H4")]
    assert headings[0] == "H1"
    assert headings.count("H1") == 1
    assert all(int(after[1]) - int(before[1]) <= 1 for before, after in pairwise(headings))
    assert {"Table", "TH", "L", "LI"} <= set(kinds)


def _kinds(element: pikepdf.Object) -> Iterator[str]:
    """The kinds of all elements of a structure tree, in reading order."""
    if isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield str(element.S)[1:]
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            yield from _kinds(kid)


def test_every_page_has_its_number_and_the_emergency_line(make_job: MakeJob) -> None:
    job = make_job("programs/hips.a4.pdf")
    count = make_handout(job).pages
    texts = _pages(job)
    assert count == len(texts) == 2
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of 2" in text
        assert "Emergency: call 999" in text
        assert "Clinic: 01632 960 123" in text


def test_exercises_of_a_program_are_whole_and_listed_with_their_page(make_job: MakeJob) -> None:
    names = ["bridge", "clam", "march", "plank"]
    files = {
        f"content/exercises/{name}.md": EXERCISE.replace("Bridge", name.title()).replace(
            "2. Lift your hips.", "\n".join(f"{n}. Step {n} of {name}." for n in range(2, 9))
        )
        for name in names
    }
    files["content/programs/hips.md"] = PROGRAM.replace("[bridge]", f"[{', '.join(names)}]")
    job = make_job("programs/hips.a4.pdf", files)
    assert make_handout(job).problems == ()
    texts = [" ".join(text.split()) for text in _pages(job)]
    for number, name in enumerate(names, 1):
        (page,) = [at for at, text in enumerate(texts, 1) if f"Step 2 of {name}." in text]
        assert f"Step 8 of {name}." in texts[page - 1]
        row = texts[0].index(f"{number} {name.title()} ")
        assert texts[0][row:].split("sets. ")[1].startswith(str(page))


def test_a_sheet_that_is_too_long_keeps_its_exercise_and_gives_up_the_diary(
    make_job: MakeJob,
) -> None:
    signs = ", ".join(f"Sign number {number}" for number in range(35))
    job = make_job(files={"content/safety/low-back.md": SHEET.replace("Sharp pain", signs)})
    made = make_handout(job)
    first, second = _pages(job)
    assert made.problems == ()
    assert "Lift your hips." in first
    assert "Diary" not in first
    assert "Diary" in second


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_shipped_exercise_of_one_frame_is_one_page(sample_site: Path, paper: str) -> None:
    """A note or step that sends a diary to a second page should not go unseen; more frames may."""
    pages, frames = {}, {}
    for file in sorted((sample_site / "exercises").glob(f"*.{paper}.pdf")):
        slug = file.name.partition(".")[0]
        frames[slug] = len(list(file.parent.glob(f"{slug}.*.svg")))
        with closing(pypdfium2.PdfDocument(file)) as document:
            pages[slug] = len(document)
    assert len(pages) == 12
    assert {slug for slug, count in pages.items() if count > min(frames[slug], 2)} == set()


SIXTY_STEPS = EXERCISE.replace(
    "2. Lift your hips.", "\n".join(f"{n}. Step number {n}." for n in range(2, 61))
)


@pytest.mark.parametrize("record", ["exercises/bridge", "programs/hips"])
def test_sixty_steps_and_titles_of_300_letters_are_printed_whole(
    make_job: MakeJob, record: str
) -> None:
    """The title gives way: the emergency block stays on page 1."""
    title = " ".join(["Bridge"] * 43)[:300]
    files = {
        BRIDGE: SIXTY_STEPS.replace("title: Bridge", f"title: {title}"),
        "content/programs/hips.md": PROGRAM.replace("title: Hip program", f"title: {title}"),
    }
    job = make_job(f"{record}.a4.pdf", files)
    assert make_handout(job).problems == ()
    assert "Step number 60." in "".join(_pages(job))
    assert "Emergency: call 999 now" in _pages(job)[0]


def test_the_number_of_a_step_stands_on_one_line_with_it(make_job: MakeJob) -> None:
    job = make_job(files={BRIDGE: SIXTY_STEPS})
    make_handout(job)
    lines = "\n".join(_pages(job)).splitlines()
    assert [n for n in range(2, 61) if f"{n} Step number {n}." not in lines] == []


def test_an_exercise_of_a_program_says_how_often_where_that_is_known(
    make_site: MakeSite, make_job: MakeJob
) -> None:
    """The program's own dose counts; what nobody said is no blank in an entry."""
    entry = "[{exercise: bridge, dose: {sets: 2, per_day: 4}}]"
    files = {"content/programs/hips.md": PROGRAM.replace("[bridge]", entry)}
    job = make_job("programs/hips.a4.pdf", files)
    assert make_handout(job).problems == ()
    _, _, shown = " ".join(" ".join(_pages(job)).split()).partition("1 Bridge You need")
    assert "Times a day 4" in shown
    assert "Days a week" not in shown
    site = make_site(files)
    site.build()
    assert "<li>Times a day 4.</li>" in site.page("programs/hips.html")


def test_in_a_program_what_to_ask_comes_before_what_to_take_care_of(make_job: MakeJob) -> None:
    text = EXERCISE.replace("precautions", "ask_first: [A bad hip]\nprecautions")
    job = make_job("programs/hips.a4.pdf", {BRIDGE: text})
    assert make_handout(job).problems == ()
    shown = "".join(_pages(job))
    assert shown.index("A bad hip") < shown.index("Go slowly.")


@pytest.mark.parametrize("hosted", [True, False])
def test_a_full_sheet_says_where_its_sources_are(make_job: MakeJob, hosted: bool) -> None:
    """Sources give way to what a patient needs; the web page has them, where there is one."""
    files = {BRIDGE: EXERCISE.replace("safety:", "sources: [A leaflet]\nsafety:")}
    if hosted:
        site = 'base_url = "https://clinic.example"\n[print]'
        files["content/clinic.toml"] = CLINIC.replace("[print]", site)
    job = make_job(files=files)
    make_handout(job)
    assert "Sources: A leaflet." in _pages(job)[0]
    make_handout(replace(job, html=job.html.replace('class="', 'class="fit-links ', 1)))
    (shown,) = _pages(job)
    assert "A leaflet" not in shown
    assert ("Sources: see the web page." in shown) is hosted


@pytest.mark.parametrize("word", ["ออกกำลังกาย", "练习", "تمرين", "🙂"])
def test_a_letter_that_the_font_lacks_is_a_problem(make_job: MakeJob, word: str) -> None:
    """A font of the machine would be printed instead, or an empty box: never silently."""
    messages = _messages(make_job(files={BRIDGE: EXERCISE.replace("Go slowly.", word)}))
    assert any(word[0] in message or f"U+{ord(word[0]):04X}" in message for message in messages)


def test_a_picture_on_another_host_is_refused(make_job: MakeJob) -> None:
    job = make_job()
    job = replace(
        job, html=job.html.replace("<main>", '<main><img alt="x" src="http://127.0.0.1/x.png">')
    )
    (message,) = _messages(job)
    assert "http://127.0.0.1/x.png" in message


@pytest.mark.parametrize("way", ["address", "parent", "link", "host"])
def test_a_file_outside_the_theme_is_refused(make_job: MakeJob, tmp_path: Path, way: str) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.svg").symlink_to(secret)
    source = {
        "address": secret.as_uri(),
        "parent": "../secret.svg",
        "link": "link.svg",
        "host": f"file://elsewhere{secret.as_posix()}",
    }[way]
    job = make_job()
    html = job.html.replace("<main>", f'<main><img alt="x" src="{source}">')
    (message,) = _messages(replace(job, html=html, folders=(inside, THEME)))
    assert message.startswith("a handout may not use ")


def test_a_mistake_in_a_stylesheet_is_named_with_its_line(
    make_job: MakeJob, tmp_path: Path
) -> None:
    sheet = tmp_path / "handout.css"
    sheet.write_text('p { colour: red }\n@import url("handout.css");\nb { nonsense }\n')
    problems = make_handout(replace(make_job(), stylesheets=(sheet,))).problems
    named = [problem for problem in problems if problem.path == "templates/print/handout.css"]
    assert 1 in [problem.line for problem in named]
    assert any("colour" in problem.message for problem in named)


def test_no_problem_names_a_folder_of_this_machine(make_job: MakeJob, tmp_path: Path) -> None:
    rules = '@import "none.css"; @font-face { font-family: Own; src: url(fonts/none.ttf) }'
    sheet = tmp_path / "clinic.css"
    sheet.write_text(rules)
    problems = make_handout(
        replace(make_job(), stylesheets=(sheet,), folders=(tmp_path, THEME))
    ).problems
    assert problems
    assert [str(tmp_path) for problem in problems if str(tmp_path) in str(problem)] == []
    assert any("templates/print/none.css" in problem.message for problem in problems)


def _inks(pdf: Path) -> set[tuple[int, int, int]]:
    """The colours of all letters on page 1."""
    with open_pages(pdf.read_bytes()) as pages:
        return {pages[0].colour(glyph.number) for _, glyph in pages[0].letters}


def _summary_width(pdf: Path) -> float:
    """How wide the summary of the small site's exercise is on page 1, in points."""
    with open_pages(pdf.read_bytes()) as pages:
        at = "".join(letter for letter, _ in pages[0].letters).index("liftsthehips.")
        first, last = (pages[0].letters[n][1].number for n in (at, at + len("liftsthehips.") - 1))
        return pages[0].boxes[last].right - pages[0].boxes[first].left


def test_a_clinic_adds_its_own_rules_after_those_of_the_theme(make_site: MakeSite) -> None:
    site = make_site({"templates/print/clinic.css": "h1 { color: #123456 }"})
    site.build(pdf=True)
    assert (0x12, 0x34, 0x56) in _inks(site.output / "exercises/bridge.a4.pdf")


def test_a_rule_of_the_clinic_that_hides_a_block_keeps_the_handout_back(
    make_site: MakeSite,
) -> None:
    site = make_site({"templates/print/clinic.css": ".take-care { display: none }"})
    assert {(problem.path, problem.message) for problem in site.problems(pdf=True)} == {
        ("exercises/bridge.a4.pdf", 'the block "Take care" is missing'),
        ("programs/hips.a4.pdf", 'the block "Take care" of "Bridge" is missing'),
    }
    assert not list(site.output.rglob("*.pdf"))


def test_a_stylesheet_of_the_clinic_still_finds_the_fonts_of_the_theme(
    make_site: MakeSite,
) -> None:
    theme = (THEME / "handout.css").read_text("utf-8").replace("#0b5563", "#123456")
    site = make_site({"templates/print/handout.css": theme})
    site.build(pdf=True)
    handout = site.output / "exercises/bridge.a4.pdf"
    assert (0x12, 0x34, 0x56) in _inks(handout)
    with pikepdf.open(handout) as pdf:
        names = [str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()]
    assert names
    assert all("+Hyper" in name for name in names)


def test_a_font_of_the_clinic_takes_the_place_of_the_shipped_one(
    make_job: MakeJob, tmp_path: Path
) -> None:
    """Templates, rules and fonts are all looked for in the clinic's folder first."""
    job = replace(make_job(), folders=(tmp_path, THEME))
    assert make_handout(job).problems == ()
    shipped_font = _summary_width(job.staged)
    (tmp_path / "fonts").mkdir()
    bold = (THEME / "fonts/atkinson-hyperlegible-next-700.ttf").read_bytes()
    (tmp_path / "fonts/atkinson-hyperlegible-next-400.ttf").write_bytes(bold)
    assert make_handout(job).problems == ()
    assert _summary_width(job.staged) > 1.02 * shipped_font


def test_an_edited_stylesheet_is_noticed(make_job: MakeJob, tmp_path: Path) -> None:
    """A worker that prints on with the rules of yesterday would prove nothing about today's."""
    sheet = tmp_path / "handout.css"
    sheet.write_text("body { font-family: Nothing }")
    job = replace(make_job(), stylesheets=(sheet,))
    before = make_handout(job).size
    sheet.write_text("body { font-family: Nothing } .steps { display: none }")
    assert make_handout(job).size != before


def test_the_same_input_gives_the_same_bytes_in_every_process(
    make_job: MakeJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = make_job("programs/hips.a4.pdf")
    made = []
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        staged = tmp_path / f"{seed}.pdf"
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(make_handout, replace(job, staged=staged)).result()
        made.append(staged.read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize("start", ["spawn", "fork"])
def test_a_worker_leaves_nothing_behind(
    make_job: MakeJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    if start == "fork" and sys.platform == "win32":
        pytest.skip("Windows has no fork")
    left = tmp_path / "temporary"
    left.mkdir()
    monkeypatch.setenv("TMPDIR", str(left))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with ProcessPoolExecutor(1, mp_context=get_context(start)) as pool:
        assert pool.submit(make_handout, make_job()).result().problems == ()
    assert list(left.iterdir()) == []


def test_a_machine_without_weasyprint_is_told_what_to_do() -> None:
    program = (
        "import sys; sys.modules['weasyprint'] = None;"
        "from generator.handouts import why_no_pdf; print(why_no_pdf())"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith("PDFs cannot be made on this machine: ")
    assert "--no-pdf" in said.stdout
    assert len(said.stdout.splitlines()) == 1


def test_a_machine_with_weasyprint_can_make_pdfs() -> None:
    assert why_no_pdf() == ""


LONG_NUMBER = "00 44 (0)1632 960 123 - 4567"
LONG_NUMBERS = CLINIC.replace("01632 960 123", LONG_NUMBER).replace("999", LONG_NUMBER)


@pytest.mark.parametrize("record", ["exercises/bridge", "programs/hips"])
def test_a_long_phone_number_stands_whole_in_every_foot(make_job: MakeJob, record: str) -> None:
    job = make_job(f"{record}.a4.pdf", {"content/clinic.toml": LONG_NUMBERS})
    assert make_handout(job).problems == ()
    for page in _pages(job):
        foot = " ".join(page[page.index("Emergency: call 0") :].split())
        assert f"Emergency: call {LONG_NUMBER}" in foot
        assert f"Clinic: {LONG_NUMBER}" in foot


def test_a_phone_number_that_is_cut_off_is_a_problem(make_job: MakeJob, tmp_path: Path) -> None:
    """Where "…" is printed, text that is copied from the PDF still has the number."""
    cut = tmp_path / "clinic.css"
    cut.write_text(".foot .call p { white-space: nowrap; overflow: hidden }")
    job = make_job(files={"content/clinic.toml": LONG_NUMBERS})
    messages = _messages(replace(job, stylesheets=(*job.stylesheets, cut)))
    cut_short = "cannot be read: it is cut short on page 1"
    assert messages == [
        f'the line "Emergency: call {LONG_NUMBER}" in the foot of page 1 {cut_short}',
        f'the line "Clinic: {LONG_NUMBER}" in the foot of page 1 is missing',
    ]
