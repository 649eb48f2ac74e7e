"""Handouts for many patients, made by the command and read back from paper."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from verapdf import VeraPDF

from generator.paths import shipped
from generator.proof.glyphs import fold

# Every one of them makes real PDFs.
pytestmark = pytest.mark.slow

SLUG = "quadriceps-stretch"
NAMES = (
    *("Łukasz Żółć", "Zoë Brontë", "Sean O'Brien", "José Ibáñez", "Şule Çelik", "Griffin Offman"),
    *("Anna Zyskowski", "Åsa Öberg", "Đorđe Ćosić", "Marie-Claire Dubois"),
)
LONG = "Maximiliane Wilhelmine Friederike von Hohenstauffen-Schwarzenberg zu Waldburg"
Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    shutil.copytree(shipped("content"), folder / "content")
    return folder


@pytest.fixture
def command(site: Path, tmp_path: Path) -> Callable[..., dict[str, object]]:
    """How to run `handouts print` with folders of its own for what it leaves behind."""
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    own = {"HOME": home, "TMPDIR": temporary, "XDG_CACHE_HOME": home / "cache"}

    def describe(*words: str) -> dict[str, object]:
        return {
            "args": [sys.executable, "-m", "generator", "print", *words, "--site", str(site)],
            "env": os.environ | {name: str(folder) for name, folder in own.items()},
            "cwd": Path(__file__).parent.parent,
        }

    return describe


@pytest.fixture
def run(command: Callable[..., dict[str, object]]) -> Run:
    def call(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(capture_output=True, check=False, **command(*words))  # type: ignore[call-overload,no-any-return]

    return call


def write_table(tmp_path: Path, *rows: str, heading: str = "handouts;for;date;side") -> Path:
    table = tmp_path / "patients.csv"
    table.write_text("\r\n".join([heading, *rows]), "utf-8")
    return table


def rows_of(names: tuple[str, ...]) -> list[str]:
    return [f"{SLUG};{name};2026-11-{day:02};left" for day, name in enumerate(names, 1)]


def read_pages(pdf: bytes) -> list[str]:
    """The text of each page, folded."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [fold(page.get_textpage().get_text_range()) for page in document]


def draw(pdf: bytes, page: int = 0) -> np.ndarray:
    """A page in grey, without anything that a form would add."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        picture = document[page].render(scale=2, may_draw_forms=False).to_pil().convert("L")
        return np.asarray(picture).astype(int)


def place_of(pdf: bytes, text: str) -> tuple[slice, slice]:
    """Where a text stands on the picture of the first page."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        page = document[0]
        textpage = page.get_textpage()
        start, count = textpage.search(text).get_next()
        boxes = [textpage.get_charbox(at) for at in range(start, start + count)]
        left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
        low, high = min(b[1] for b in boxes), max(b[3] for b in boxes)
        top = page.get_height()
    return slice(int((top - high) * 2), int((top - low) * 2) + 1), slice(
        int(left * 2), int(right * 2) + 1
    )


def test_names_are_drawn_into_one_layout_as_if_each_were_laid_out(run: Run, tmp_path: Path) -> None:
    """Pixel for pixel the handout that the command for one patient makes; a long name, too."""
    table = write_table(tmp_path, *rows_of((*NAMES, LONG)))
    out = tmp_path / "out"
    made = run("--batch", str(table), "--out", str(out), "--jobs", "2")
    assert made.returncode == 0, made.stderr
    assert made.stderr.decode() == "Made 11 handouts.\n"
    assert sorted(path.name for path in out.glob("*.pdf")) == [
        f"{row:03}-{SLUG}.pdf" for row in range(2, 13)
    ]
    blank = draw(run(SLUG, "--side", "left", "--date", "2026-11-01", "-o", "-").stdout)
    for row, name in enumerate((*NAMES, LONG), 2):
        pdf = (out / f"{row:03}-{SLUG}.pdf").read_bytes()
        assert fold(f"For {name}") in read_pages(pdf)[0]
        if name == LONG:
            continue
        seen = place_of(pdf, name)
        assert np.abs(draw(pdf)[seen] - blank[seen]).max() > 100, name
    for row in (2, 4, 7, 12):
        name, day = (*NAMES, LONG)[row - 2], f"2026-11-{row - 1:02}"
        alone = run(*(SLUG, "--for", name, "--date", day, "--side", "left", "-o", "-")).stdout
        assert np.array_equal(draw((out / f"{row:03}-{SLUG}.pdf").read_bytes()), draw(alone)), name


def test_what_is_drawn_in_is_all_that_differs(run: Run, tmp_path: Path) -> None:
    """The page's other content, safety notes among it, is the same bytes in every handout."""
    table = write_table(tmp_path, *rows_of(NAMES))
    out = tmp_path / "out"
    assert run("--batch", str(table), "--out", str(out)).returncode == 0
    drawn = []
    for file in sorted(out.glob("*.pdf")):
        with pikepdf.open(file) as document:
            assert "/AcroForm" not in document.Root
            drawn.append(document.pages[0].Contents.read_bytes().split(b"\n"))
    differing = {
        number
        for lines in drawn
        for number, (line, first) in enumerate(zip(lines, drawn[0], strict=True))
        if line != first
    }
    # One line of the page has the name, one the date.
    assert len(differing) == 2
    assert all(drawn[0][number].endswith(b"TJ") for number in differing)


def test_a_merged_file_is_whole_and_accessible(run: Run, tmp_path: Path) -> None:
    """Each patient begins on the front of a sheet and has a bookmark; veraPDF has no objection."""
    rows = [*rows_of(NAMES), "lower-back-flexibility;Cid Long;2026-11-21;left"]
    table = write_table(tmp_path, *rows)
    out, merged = tmp_path / "out", tmp_path / "all.pdf"
    words = ("--batch", str(table), "--out", str(out), "--merge", str(merged))
    made = run(*words, "--both-sides")
    assert made.returncode == 0, made.stderr
    assert made.stderr.decode().endswith("Merged 11 handouts into one file.\n")
    pages = read_pages(merged.read_bytes())
    names = (*NAMES, "Cid Long")
    for number, name in enumerate(names):
        assert fold(f"For {name}") in pages[2 * number]
        assert not pages[2 * number + 1] or name == "Cid Long"
    with pikepdf.open(merged) as document:
        with document.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles[0] == "2. Łukasz Żółć, Quadriceps stretch"
        assert len(titles) == 11
        assert str(document.Root.Lang) == "en"
        assert "/StructTreeRoot" in document.Root
        goals = document.Root.Names.Dests.Names
        assert {bytes(goal) for goal in list(goals)[::2]} == {
            bytes(note.Dest) for page in document.pages for note in page.get("/Annots", ())
        }
    assert VeraPDF().faults(merged) == []
    for file, page in ((out / f"002-{SLUG}.pdf", 0), (out / "012-lower-back-flexibility.pdf", 20)):
        assert np.array_equal(draw(file.read_bytes()), draw(merged.read_bytes(), page))
    assert VeraPDF().faults(out / f"002-{SLUG}.pdf") == []


def test_a_run_that_was_killed_is_taken_up_again(
    run: Run, command: Callable[..., dict[str, object]], tmp_path: Path
) -> None:
    """Every file is whole; those that are there stay; the state and the disk have no name."""
    names = tuple(f"Annegret Zyskowski {number}" for number in range(48))
    rows = [
        f"{slug};{name};2026-11-21;left"
        for name in names[:3]
        for slug in ("hip-flexor-stretch", SLUG)
    ]
    rows += [f"{SLUG};{name};2026-11-21;left" for name in names[3:]]
    table = write_table(tmp_path, *rows)
    out = tmp_path / "out"
    state = out / ".handouts-done"
    words = ("--batch", str(table), "--out", str(out), "--jobs", "2")
    running = subprocess.Popen(  # type: ignore[call-overload]
        **command(*words), stderr=subprocess.DEVNULL, start_new_session=True
    )
    while not (state.is_file() and len(state.read_bytes().splitlines()) > 5):
        assert running.poll() is None
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    there = {path: path.stat().st_mtime_ns for path in out.glob("*.pdf")}
    assert 5 <= len(there) < len(rows)
    for path in there:
        read_pages(path.read_bytes())
    made = run(*words)
    assert made.returncode == 0
    assert b"were there already" in made.stderr
    assert len(list(out.glob("*.pdf"))) == len(rows)
    assert not list(out.glob(".unfinished-*"))
    assert run(*words).stderr.decode() == f"Made 0 handouts, {len(rows)} were there already.\n"
    table.write_text(table.read_text("utf-8").replace("Zyskowski 7", "Zyskowski 77"), "utf-8")
    (out / "002-hip-flexor-stretch.pdf").unlink()
    assert f"Made 2 handouts, {len(rows) - 2} were" in run(*words).stderr.decode()
    for place, content in _files(tmp_path):
        if place != table and place.suffix != ".pdf":
            found = [coded for coded in _codings("Zyskowski") if coded in content]
            assert not found, place
    for path in out.glob("*.pdf"):
        with pikepdf.open(path) as document:
            assert "Zyskowski" not in str(document.docinfo) + str(document.Root.Metadata)


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for file in folder.rglob("*"):
        if file.is_file():
            yield file, file.read_bytes()


def _codings(words: str) -> list[bytes]:
    forms = [words.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")]
    return [*forms, *(form.hex().encode() for form in forms)]


def test_nothing_is_made_while_a_row_has_a_mistake(run: Run, tmp_path: Path) -> None:
    table = write_table(tmp_path, *rows_of(NAMES), "brige;Ann;2026-11-21")
    out = tmp_path / "out"
    made = run("--batch", str(table), "--out", str(out))
    assert made.returncode == 1
    assert made.stderr.decode() == (
        'error: row 12, handouts: there is no exercise or program "…"\n'
        "  hint: look in the site's list of handouts for its name\n"
        "Nothing was made: 1 error.\n"
    )
    assert not out.exists()


def test_options_count_for_rows_that_say_nothing_else(run: Run, tmp_path: Path) -> None:
    table = write_table(tmp_path, "Ann;", "Bob;right", heading="for;side")
    out = tmp_path / "out"
    words = (SLUG, "--side", "left", "--batch", str(table), "--out", str(out))
    assert run(*words).returncode == 0
    first, second = (read_pages(file.read_bytes())[0] for file in sorted(out.glob("*.pdf")))
    assert fold("Side left") in first
    assert fold("Side right") in second


def test_a_merged_file_may_lie_in_the_folder_that_is_made(run: Run, tmp_path: Path) -> None:
    """Where no folder is made, it must be there already: a misspelt one is not made up."""
    table, out = write_table(tmp_path, *rows_of(NAMES[:2])), tmp_path / "monday"
    words = ("--batch", str(table), "--out", str(out), "--merge")
    refused = run(*words, str(tmp_path / "munday" / "all.pdf"))
    assert refused.returncode == 2
    assert b"the folder of the file behind --merge does not exist" in refused.stderr
    assert not out.exists()
    made = run(*words, str(out / "all.pdf"))
    assert made.returncode == 0, made.stderr
    assert sorted(path.name for path in out.glob("*.pdf")) == [
        *(f"{row:03}-{SLUG}.pdf" for row in (2, 3)),
        "all.pdf",
    ]
    assert len(read_pages((out / "all.pdf").read_bytes())) == 2


def test_a_terminal_shows_a_bar_that_counts_to_the_end(
    command: Callable[..., dict[str, object]], tmp_path: Path
) -> None:
    """It grows with the handouts that are there, and is gone when all are."""
    pty = pytest.importorskip("pty")
    slugs = (SLUG, "glute-stretch", "adductor-stretch", "hip-flexor-stretch", "hamstring-stretch")
    table = write_table(tmp_path, *(f"{slug};Ann;;" for slug in slugs))
    screen, terminal = pty.openpty()
    described = command("--batch", str(table), "--out", str(tmp_path / "out"), "--jobs", "1")
    described["env"] |= {"TERM": "xterm", "COLUMNS": "80", "LINES": "24"}  # type: ignore[operator]
    with subprocess.Popen(**described, stderr=terminal) as running:  # type: ignore[call-overload]
        os.close(terminal)
        shown = _read_all(screen)
    os.close(screen)
    assert running.returncode == 0
    bar, _, ending = shown.rpartition("100%")
    parts = [int(part) for part in re.findall(r"Making handouts.*?(\d+)%", bar)]
    assert parts == sorted(parts)
    assert any(0 < part < 100 for part in parts)
    assert "Making handouts" not in ending
    assert "\x1b[2K" in ending  # the line of the bar is cleared
    assert ending.endswith(f"Made {len(slugs)} handouts.\r\n")


def _read_all(screen: int) -> str:
    """What a program writes on a terminal until it ends: Linux tells that as a failure."""
    shown = bytearray()
    with suppress(OSError):
        while piece := os.read(screen, 4096):
            shown += piece
    return shown.decode()


def test_a_template_that_moves_with_a_name_is_laid_out_for_each(
    run: Run, site: Path, tmp_path: Path
) -> None:
    """Where the name stands in a sentence, what follows it stands where it belongs."""
    text = (shipped("templates") / "print" / "parts.html").read_text("utf-8")
    line = "<b>{{ value }}</b>"
    assert line in text
    (site / "templates" / "print").mkdir(parents=True)
    own = text.replace(line, f"{line}, with our best wishes")
    (site / "templates" / "print" / "parts.html").write_text(own, "utf-8")
    table = write_table(tmp_path, *rows_of(NAMES))
    out = tmp_path / "out"
    assert run("--batch", str(table), "--out", str(out)).returncode == 0
    for row in (2, 8):
        day = f"2026-11-{row - 1:02}"
        words = (SLUG, "--for", NAMES[row - 2], "--date", day, "--side", "left", "-o", "-")
        alone = run(*words)
        assert (out / f"{row:03}-{SLUG}.pdf").read_bytes() == alone.stdout


def test_the_file_says_the_name_only_on_its_page(run: Run, tmp_path: Path) -> None:
    """A handout from a plate has no bookmark, title or tag with the name."""
    table = write_table(tmp_path, *rows_of(NAMES))
    out = tmp_path / "out"
    assert run("--batch", str(table), "--out", str(out)).returncode == 0
    with pikepdf.open(out / f"002-{SLUG}.pdf") as document:
        assert not [
            one
            for one in document.objects
            if not isinstance(one, pikepdf.Stream) and b"kasz" in one.unparse()
        ]
    assert fold(NAMES[0]) in read_pages((out / f"002-{SLUG}.pdf").read_bytes())[0]
    assert BytesIO((out / f"002-{SLUG}.pdf").read_bytes()).read(5) == b"%PDF-"
