"""Handouts for one patient, made by the command and read back from paper."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps
from small_site import MakeSite

from generator.paths import shipped
from generator.proof.glyphs import fold

# Every one of them makes real PDFs.
pytestmark = pytest.mark.slow

NAME, NOTE = "Annegret Zyskowski-Brön", "Bring the orange notebook.\nIt is <i>yours</i> & mine."
THERAPIST = "Jane Doe, physiotherapist"
PRESCRIPTION = f"""\
format: 1
handouts: [lower-back-flexibility, reverse-ab-curls]
only: [quadriceps-stretch, glute-stretch, reverse-ab-curls]
side: left
dose: {{reverse-ab-curls: {{reps: 8}}}}
therapist: {THERAPIST}
date: 2026-11-21
for: {NAME}
note: |
  Bring the orange notebook.
  It is <i>yours</i> & mine.
"""
Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    shutil.copytree(shipped("content"), folder / "content")
    return folder


@pytest.fixture
def run(site: Path, tmp_path: Path) -> Run:
    """Runs `handouts print` in a process with folders of its own for what it leaves behind."""
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()

    def call(*words: str, text: str = "") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "generator", "print", *words, "--site", str(site)]
        folders = {"HOME": home, "TMPDIR": temporary, "XDG_CACHE_HOME": home / "cache"}
        own = {name: str(folder) for name, folder in folders.items()}
        return subprocess.run(
            command,
            input=text.encode(),
            capture_output=True,
            check=False,
            env=os.environ | own,
            cwd=Path(__file__).parent.parent,
        )

    return call


def read_pages(pdf: bytes) -> list[str]:
    """The text of each page, on one line."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [" ".join(text.split()) for text in texts]


def picture_of_the_figure(pdf: bytes) -> Image.Image:
    """What is drawn beside the steps of a sheet of one exercise, without the paper around it."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        page, text = document[0], document[0].get_textpage()
        drawn: Image.Image = page.render(scale=3).to_pil().convert("RGB")
        high = page.get_height()
        start, end = (text.search(words).get_next()[0] for words in ("Steps", "side shown"))
        left, _, _, top = text.get_charbox(start)
        _, _, _, bottom = text.get_charbox(end)
    room = (30 * 3, int((high - top) * 3) - 3, int(left * 3) - 6, int((high - bottom) * 3) - 6)
    crop = drawn.crop(room)
    box = ImageOps.invert(crop.convert("L")).point([0] * 40 + [255] * 216).getbbox()
    return crop.crop(box).resize((400, 200))


def unlikeness(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures differ, from 0 to 255."""
    return float(np.asarray(ImageChops.difference(one, other)).mean())


def test_left_is_left_everywhere(run: Run) -> None:
    """Dose, picture, diary and the line to fill in name the side, and the other leg is drawn."""
    left, right = (
        run("quadriceps-stretch", "--side", side, "-o", "-").stdout for side in ("left", " Right")
    )
    (text,) = read_pages(left)
    for words in ("Side left", "Left side shown", "Left side", "Diary: left side"):
        assert words in text
    assert "Bend the knee of your left side." in text
    assert not re.search(r"sore side|side that is sore|which side", text, re.IGNORECASE)
    assert not re.search(r"right\b(?! away)", text, re.IGNORECASE)
    one, other = picture_of_the_figure(left), picture_of_the_figure(right)
    assert unlikeness(one, ImageOps.mirror(other)) < 10
    assert unlikeness(one, other) > 25
    with pikepdf.open(BytesIO(left)) as document:
        alts = [str(o.Alt) for o in document.objects if _is_dictionary(o) and "/Alt" in o]
    assert any("The left knee is bent" in alt for alt in alts)


def _is_dictionary(found: object) -> bool:
    return isinstance(found, pikepdf.Dictionary)


@pytest.mark.parametrize("side", [(), ("--side", "left")])
@pytest.mark.parametrize("slug", ["quadriceps-stretch", "glute-stretch"])
def test_a_long_name_has_room_on_its_line(run: Run, slug: str, side: tuple[str, ...]) -> None:
    """A double name stands on one line beside any date, with boxes for the side or without."""
    name = "Maria-Theresia von Hohenstein-Weber"
    made = run(slug, "--for", name, "--date", "2026-09-30", *side, "-o", "-")
    with closing(pypdfium2.PdfDocument(made.stdout)) as document:
        text = document[0].get_textpage()
        start, count = text.search(name).get_next()
        (_, bottom, _, top), *last = (text.get_charbox(at) for at in (start, start + count - 1))
        assert last[0][1] < top
        assert last[0][3] > bottom
        assert len(document) == 1


def test_a_prescription_picks_across_programs_and_is_filled_in(run: Run) -> None:
    """Name, date, therapist, note, doses and by whom they were changed all stand on paper."""
    made = run("--from", "-", "-o", "-", text=PRESCRIPTION)
    assert (made.returncode, b"error" in made.stderr) == (0, False)
    pages = read_pages(made.stdout)
    for words in (
        f"For {NAME}",
        f"From {THERAPIST}",
        "Date 21 November 2026",
        "Side left",
        "Note Bring the orange notebook. It is <i>yours</i> & mine.",
    ):
        assert fold(words) in fold(pages[0])
    text = " ".join(pages)
    assert "Your exercises" in pages[0]
    assert "Do it 8 times in each set" in text
    assert text.count(f"Dose set by {THERAPIST}") == 1
    assert "Diary, sore side: left" in text
    assert "Hamstring stretch" not in text


def test_options_say_the_same_as_a_file(run: Run, tmp_path: Path) -> None:
    """The same input gives the same bytes, whichever way it comes."""
    file = tmp_path / "prescription.yaml"
    file.write_text(PRESCRIPTION, "utf-8")
    options = [
        *("lower-back-flexibility", "reverse-ab-curls", "--side", "left", "--for", NAME),
        *("--only", "quadriceps-stretch,glute-stretch", "--only", "reverse-ab-curls"),
        *("--dose", "reverse-ab-curls:reps=8", "--therapist", THERAPIST),
        *("--date", "2026-11-21", "--note", NOTE),
    ]
    told = run(*options, "-o", "-").stdout
    assert told
    assert told == run("--from", str(file), "-o", "-").stdout
    one_word = run("--from", str(file), "--side", "right", "-o", "-").stdout
    assert "Side right" in read_pages(one_word)[0]


def test_without_a_therapist_a_changed_dose_has_a_line_to_sign(run: Run) -> None:
    made = run("quadriceps-stretch", "--dose", "quadriceps-stretch:hold=10s", "-o", "-").stdout
    (text,) = read_pages(made)
    assert "Hold 10 seconds" in text
    assert re.search(r"Dose set by (?!Jane)", text)


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for file in folder.rglob("*"):
        if file.is_file():
            yield file, file.read_bytes()


def _written(words: str) -> list[bytes]:
    """Words as a file may hold them."""
    forms = [words.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")]
    return [
        *forms,
        *(form.hex().encode() for form in forms),
        *(form.hex().upper().encode() for form in forms),
    ]


def test_what_concerns_the_patient_is_in_the_given_file_only(run: Run, tmp_path: Path) -> None:
    """Not in the site, a cache, a temporary folder, what is printed, nor the PDF's properties."""
    given = tmp_path / "given"
    given.mkdir()
    file = given / "handout.pdf"
    made = run("--from", "-", "-o", str(file), text=PRESCRIPTION)
    refused = run("--from", "-", "-o", str(file), text=PRESCRIPTION + "fro: 1\n")
    assert (made.returncode, refused.returncode) == (0, 1)
    assert [path.name for path in given.iterdir()] == ["handout.pdf"]
    secrets = [form for words in (NAME, "Zyskowski", "orange notebook") for form in _written(words)]
    for place, content in _files(tmp_path):
        assert not [secret for secret in secrets if secret in content], place
        assert not any(secret in str(place).encode() for secret in secrets)
    for result in (made, refused):
        assert not [s for s in secrets if s in result.stdout + result.stderr]
    with pikepdf.open(file) as document:
        told = [repr(document.docinfo), str(document.open_metadata()), repr(document.trailer)]
        with document.open_outline() as outline:
            told += [item.title for item in _items(outline.root)]
        for found in document.objects:
            if _is_dictionary(found):
                told += [
                    str(found[key]) for key in ("/Alt", "/T", "/E", "/ActualText") if key in found
                ]
    assert not [
        words for words in told for secret in (NAME, "Zyskowski", "orange") if secret in words
    ]
    assert fold(NAME) in fold(read_pages(file.read_bytes())[0])


def _items(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _items(list(item.children))


def test_a_name_that_the_font_lacks_is_refused_without_being_repeated(run: Run) -> None:
    made = run("quadriceps-stretch", "--for", "小明", "-o", "-")
    assert (made.returncode, made.stdout) == (1, b"")
    said = "--for: the font of the handouts has no CJK UNIFIED IDEOGRAPH-5C0F\n"
    assert said in made.stderr.decode()
    assert not set("小明") & set(made.stderr.decode())


NAME_LINE = '{{ line(_("For"), patient.name, "name", _("For: name of the patient"), form) }}'
SIDE_SHOWN = '<span class="which-side">{{ exercise.side_shown }}</span>'
DATE_LINE = '{{ line(_("Date"), patient.date, "date", _("Date"), form) }}'


@pytest.mark.parametrize(
    ("template", "instead", "said"),
    [
        (NAME_LINE, "", "the patient's name is missing, or not whole"),
        (
            NAME_LINE,
            "{{ patient.name }}",
            'the patient\'s name does not stand just behind "For"',
        ),
        (NAME_LINE, "{{ _('For') }} {{ patient.therapist }}", "the patient's name is missing"),
        ("<p>{{ line }}</p>", "", "the note is missing, or not whole"),
        (DATE_LINE, "", "the date is missing, or not whole"),
        (DATE_LINE, "{{ patient.date }}", 'the date does not stand just behind "Date"'),
        (SIDE_SHOWN, "", '"Left side shown" beside the picture of "Quadriceps stretch" is missing'),
        ("{{ diary.title }}", "{{ _('Diary') }}", "the title of the diary is missing"),
        (
            '<p class="said">{{ phrase(dose, loop.index0, form) }}</p>',
            "{% if 'side' not in texts[0] %}<p>{{ texts[0] }}</p>{% endif %}",
            'the dose "Left side" of "Quadriceps stretch" is missing',
        ),
    ],
)
def test_a_template_that_loses_what_is_filled_in_makes_no_handout(
    run: Run, site: Path, tmp_path: Path, template: str, instead: str, said: str
) -> None:
    """A clinic's own template that places it elsewhere or nowhere is found out on paper."""
    text = (shipped("templates") / "print" / "parts.html").read_text("utf-8")
    assert template in text
    (site / "templates" / "print").mkdir(parents=True)
    own = site / "templates" / "print" / "parts.html"
    own.write_text(text.replace(template, instead), "utf-8")
    file = tmp_path / "handout.pdf"
    made = run("--from", "-", "-o", str(file), text=PRESCRIPTION)
    assert made.returncode == 1
    assert said in made.stderr.decode()
    assert not file.exists()


def test_a_template_that_hides_a_safety_block_makes_no_handout(run: Run, site: Path) -> None:
    """What a patient is given passes the same gate as the site's handouts."""
    (site / "templates" / "print").mkdir(parents=True)
    rule = site / "templates" / "print" / "clinic.css"
    rule.write_text(".stop-if { color: #fff }", "utf-8")
    made = run("--from", "-", "-o", "-", text=PRESCRIPTION)
    assert (made.returncode, made.stdout) == (1, b"")
    assert 'the block "Stop if"' in made.stderr.decode()


def test_the_file_is_replaced_whole_and_never_lies_in_the_site(
    run: Run, site: Path, tmp_path: Path
) -> None:
    """A folder that is missing or belongs to the site is told without the name of the file."""
    file = tmp_path / "Anna.pdf"
    file.write_bytes(b"old")
    assert run("quadriceps-stretch", "-o", str(file)).returncode == 0
    assert file.read_bytes().startswith(b"%PDF")
    (site / "output").mkdir()
    for place, said in (
        (tmp_path / "nowhere" / "Anna.pdf", "the folder of the file behind -o does not exist"),
        (site / "output" / "Anna.pdf", "lies in a folder of the site"),
        (tmp_path, "-o does not name a file"),
    ):
        refused = run("quadriceps-stretch", "-o", str(place))
        assert refused.returncode == 2
        assert said in refused.stderr.decode()
        assert "Anna" not in refused.stderr.decode()


def test_the_summary_says_what_was_given_but_not_to_whom(run: Run, tmp_path: Path) -> None:
    """The record knows the patient; it gets doses, side, day, therapist and versions."""
    made = run("--from", "-", "--text", text=PRESCRIPTION)
    text = made.stdout.decode()
    assert made.returncode == 0
    assert text.startswith(
        "Your exercises (Example Physiotherapy Clinic)\nDate: 21 November 2026\n"
    )
    for line in (
        f"From: {THERAPIST}",
        "Side: left",
        "1. Quadriceps stretch: Hold 1 minute. Do it 3 times. Left side.",
        f"Do it 8 times in each set. Do 3 sets. Dose set by {THERAPIST}.",
        "Bring the orange notebook.",
    ):
        assert line in text
    assert re.search(r"^Safety notes for low back pain: Version [0-9a-f]{7}$", text, re.MULTILINE)
    assert NAME not in text
    file = tmp_path / "record.txt"
    assert run("--from", "-", "--text", "-o", str(file), text=PRESCRIPTION).stdout == b""
    assert file.read_text("utf-8") == text


def test_the_exit_code_tells_a_problem_from_wrong_use(run: Run) -> None:
    unknown = run("quadriceps-strech", "-o", "-")
    assert unknown.returncode == 1
    assert unknown.stderr.decode() == (
        'error: the command line: there is no exercise or program "quadriceps-strech"\n'
        "  hint: did you mean quadriceps-stretch?\n"
        "Nothing was made: 1 error.\n"
    )
    assert run("quadriceps-stretch").returncode == 2
    odd = run("quadriceps-stretch", "--side", "middle", "-o", "-")
    assert odd.returncode == 2
    assert "it must be one of left, right, both" in odd.stderr.decode()
    assert "middle" not in odd.stderr.decode()


def test_a_small_program_for_a_patient_is_the_sites_own_but_for_what_is_filled_in(
    make_site: MakeSite,
) -> None:
    """The same safety text in the same order."""
    small = make_site()
    small.build(pdf=True)
    command = [sys.executable, "-m", "generator", "print", "hips", "-o", "-"]
    root = Path(__file__).parent.parent
    run_in_site = subprocess.run(
        [*command, "--site", str(small.folder)], cwd=root, capture_output=True, check=True
    )
    assert run_in_site.stdout == (small.output / "programs" / "hips.a4.pdf").read_bytes()
