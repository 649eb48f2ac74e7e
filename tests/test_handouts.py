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
from generator.render import make_environment, render
from generator.words import load_words

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
    signs = ", ".join(f"Sign number {number}" for number in range(30))
    job = make_job(files={"content/safety/low-back.md": SHEET.replace("Sharp pain", signs)})
    made = make_handout(job)
    first, second = _pages(job)
    assert made.problems == ()
    assert "Lift your hips." in first
    assert "Diary" not in first
    assert "Diary" in second


def test_sixty_steps_and_a_title_of_300_letters_are_printed_whole(make_job: MakeJob) -> None:
    steps = "\n".join(f"{n}. Step number {n}." for n in range(2, 61))
    title = " ".join(["Bridge"] * 42)[:300]
    text = EXERCISE.replace("2. Lift your hips.", steps).replace("title: Bridge", f"title: {title}")
    job = make_job(files={BRIDGE: text})
    assert make_handout(job).problems == ()
    assert "Step number 60." in "".join(_pages(job))


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
    cut = tmp_path / "clinic.css"
    cut.write_text(".foot .call p { white-space: nowrap; overflow: hidden }")
    job = make_job(files={"content/clinic.toml": LONG_NUMBERS})
    messages = _messages(replace(job, stylesheets=(*job.stylesheets, cut)))
    for line in (f"Emergency: call {LONG_NUMBER}", f"Clinic: {LONG_NUMBER}"):
        assert any(f'the line "{line}" in the foot of page 1' in message for message in messages)
