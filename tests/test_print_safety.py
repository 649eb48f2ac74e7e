"""Safety notes on handouts for patients: all of them, whatever a row of a table puts together."""

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pypdfium2
import pytest
import yaml

from generator.paths import shipped
from generator.proof.glyphs import fold
from generator.variants import Variant

# They make real PDFs.
pytestmark = pytest.mark.slow

ROWS, SEED = 12, 7
VARIANTS = get_args(Variant)
SIDES = ("", "left", "right", "both")
# What a row names, in turn: the many exercises of a whole program take the longest.
KINDS = ("one", "some", "only", "drop", "one", "program", "some", "one", "drop", "only", "one")
NOTES = ("", "Bring your shoes.", "Come on Monday.\nBring your shoes.")
# Their lists stand on a sheet of their own, so that rows can have two.
KNEE = """\
---
title: Safety notes for the knee
summary: When to get help for a knee.
emergency: [A knee that is bent the wrong way]
urgent: {call: us or your doctor, when: today, signs: [A hot and swollen knee]}
stop_if: [A knee that gives way]
ask_first: [A torn knee ligament]
precautions: [Move your knee slowly]
sources: ["Common practice, to be reviewed"]
updated: 2026-11-20
review: {by: "", on: "", due: "", of: ""}
---
"""
OF_THE_KNEE = ("quadriceps-stretch", "banded-hamstring-curls")
OWN_STOP = "A cramp in your calf"


@dataclass(frozen=True)
class Row:
    """A row of the table, and the exercises that its handout has."""

    cells: Mapping[str, str]
    exercises: tuple[str, ...]

    @property
    def one(self) -> bool:
        """Whether it is the sheet of one exercise: one program or list of exercises is none."""
        return self.cells["handouts"] == self.exercises[0] and not self.cells["only"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The content that ships, with a second safety sheet; two exercises say when to stop."""
    folder = tmp_path / "site"
    shutil.copytree(shipped("content"), folder / "content")
    (folder / "content" / "safety" / "knee.md").write_text(KNEE, "utf-8")
    for slug in OF_THE_KNEE:
        file = folder / "content" / "exercises" / f"{slug}.md"
        text = file.read_text("utf-8")
        assert "safety: low-back\n" in text
        own = f"safety: knee\nstop_if: [{OWN_STOP}]\n"
        file.write_text(text.replace("safety: low-back\n", own), "utf-8")
    return folder


def test_no_row_of_a_table_is_printed_without_a_safety_note(site: Path, tmp_path: Path) -> None:
    """Of every sheet and exercise each item is on paper, as often as something there needs it."""
    content = site / "content"
    exercises, programs, sheets = (
        {file.stem: read_fields(file) for file in sorted((content / kind).glob("*.md"))}
        for kind in ("exercises", "programs", "safety")
    )
    rows = list(choose_rows(list(exercises), programs))
    assert {row.cells["variant"] for row in rows} == set(VARIANTS)
    assert {row.cells["side"] for row in rows} == set(SIDES)
    assert {row.one for row in rows} == {True, False}
    assert max(len(row.exercises) for row in rows) >= 8
    out = tmp_path / "out"
    make_all(site, write_table(tmp_path, rows), out)
    files = sorted(out.glob("*.pdf"))
    assert len(files) == ROWS
    for row, file in zip(rows, files, strict=True):
        paper = read_paper(file)
        assert fold(row.cells["for"]) in paper
        needed = list_needed(row, exercises, sheets)
        assert len(needed) > 10
        missing = [text for text, times in needed.items() if paper.count(fold(text)) < times]
        assert not missing, (file.name, row.cells, missing)


def read_fields(file: Path) -> Mapping[str, object]:
    """The front matter of a file, without any of the program's own reading."""
    return yaml.safe_load(file.read_text("utf-8").split("---\n")[1])  # type: ignore[no-any-return]


def choose_rows(
    exercises: Sequence[str], programs: Mapping[str, Mapping[str, Sequence[str]]]
) -> Iterator[Row]:
    """Rows by chance, always the same: every paper, 1 to 9 exercises or programs without some."""
    choose = random.Random(SEED)  # noqa: S311 nothing is kept secret
    for number in range(ROWS):
        kind = KINDS[number % len(KINDS)]
        handouts = choose.sample(exercises, choose.randint(2, 4))
        only: list[str] = []
        drop: list[str] = []
        chosen = handouts
        if kind == "one":
            chosen = handouts = handouts[:1]
        elif kind != "some":
            # Dropping from both is choosing across programs, too.
            named = list(programs) if kind == "drop" else [choose.choice(list(programs))]
            inside = [slug for name in named for slug in programs[name]["exercises"]]
            handouts = [*named, choose.choice(exercises)]
            chosen = list(dict.fromkeys([*inside, handouts[-1]]))
        if kind == "only":
            chosen = only = choose.sample(chosen, 3)
        elif kind == "drop":
            drop = choose.sample(chosen, len(chosen) - 4)
            chosen = [slug for slug in chosen if slug not in drop]
        dosed = choose.choice(chosen)
        cells = {
            "handouts": " ".join(handouts),
            "for": f"Pat Ient {number}",
            "side": SIDES[number % len(SIDES)],
            "variant": choose.choice(VARIANTS) if number >= len(VARIANTS) else VARIANTS[number],
            "dose": choose.choice(
                ["", f"{dosed}:sets={choose.randint(1, 5)},per_day=2,as_needed=false"]
            ),
            "note": choose.choice(NOTES),
            "therapist": choose.choice(["", "Jane Doe"]),
            "date": choose.choice(["", "2026-11-21"]),
            "only": " ".join(only),
            "drop": " ".join(drop),
        }
        yield Row(cells, tuple(chosen))


def write_table(tmp_path: Path, rows: Sequence[Row]) -> Path:
    """The rows as a spreadsheet saves them."""
    table = tmp_path / "patients.csv"
    quoted = [[f'"{cell}"' for cell in row.cells.values()] for row in rows]
    table.write_text("\n".join(";".join(cells) for cells in [[*rows[0].cells], *quoted]), "utf-8")
    return table


def make_all(site: Path, table: Path, out: Path) -> None:
    """Run the command on a table, as the front desk does."""
    words = ("print", "--batch", table, "--out", out, "--jobs", "2", "--site", site)
    made = subprocess.run(
        [sys.executable, "-m", "generator", *map(str, words)],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr.decode()
    assert re.search(rf"^Made {ROWS} handouts", made.stderr.decode(), re.MULTILINE)


def read_paper(file: Path) -> str:
    """All that a handout says, folded."""
    with closing(pypdfium2.PdfDocument(file)) as document:
        return "".join(fold(page.get_textpage().get_text_range()) for page in document)


def list_needed(
    row: Row,
    exercises: Mapping[str, Mapping[str, object]],
    sheets: Mapping[str, Mapping[str, object]],
) -> Mapping[str, int]:
    """How often each item has to be there: once for all sheets, and once in each exercise.

    The sheet of one exercise joins both in its blocks, and has what is the same in them once.
    """
    used = {str(exercises[slug]["safety"]) for slug in row.exercises}
    sources = [[item for name in used for item in list_items(sheets[name])]]
    sources += [list_items(exercises[slug]) for slug in row.exercises]
    if row.one:
        sources = [[item for items in sources for item in items]]
    needed: dict[str, int] = {}
    for items in sources:
        for item in dict.fromkeys(items):
            needed[item] = needed.get(item, 0) + 1
    return needed


def list_items(fields: Mapping[str, object]) -> list[str]:
    """The items of a sheet or an exercise, of all its safety lists."""
    lists: list[object] = [
        fields.get(key, []) for key in ("emergency", "ask_first", "stop_if", "precautions")
    ]
    urgent = fields.get("urgent")
    lists += [urgent["signs"]] if isinstance(urgent, dict) else []
    return [str(item) for items in lists if isinstance(items, list) for item in items]
