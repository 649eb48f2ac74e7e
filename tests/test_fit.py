"""How little a sheet of one exercise gives up to stay on its page, and in how few layouts."""

import re
from pathlib import Path

import pytest

from generator.handouts import HandoutJob
from generator.handouts.engine import Document, Engine, write
from generator.handouts.fit import Rooms, fit
from generator.patients.dispense import Counter, open_counter, write_job
from generator.patients.prescribe import prescribe
from generator.patients.prescription import combine, read_cells

# Every one of them lays sheets out.
pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parent.parent
TODAY = "2026-11-21"
# Each keeps what the ones before it give up.
SAVINGS = ("fit-figure", "fit-links", "fit-steps", "fit-about", "fit-lines")
LONG = "Slowly, and only as far as it is comfortable. " * 4


class Printer:
    """Lays out sheets of the sample's exercises, and counts how often."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.known: dict[str, Rooms] = {}
        self.layouts = 0
        job = self._order("quadriceps-stretch", "", "a4")
        self.engine = Engine(job.stylesheets, job.folders)

    def fit(self, slug: str, note: str = "", variant: str = "a4") -> bytes:
        """The sheet as it is printed."""
        self.layouts = 0
        return write(fit(self._order(slug, note, variant).html, self._lay_out, self.known))

    def try_each(self, slug: str, note: str = "", variant: str = "a4") -> bytes:
        """The sheet with the least savings with which it is one page, after trying all."""
        html = self._order(slug, note, variant).html
        steps = (" ".join(SAVINGS[:count]) for count in range(len(SAVINGS) + 1))
        documents = (
            self._lay_out(re.sub('class="', f'class="{step} ', html, count=1)) for step in steps
        )
        return write(next(document for document in documents if len(document.pages) == 1))

    def _lay_out(self, html: str) -> Document:
        self.layouts += 1
        return self.engine.lay_out(html)

    def _order(self, slug: str, note: str, variant: str) -> HandoutJob:
        cells = {"handouts": slug, "for": "Anna", "note": note}
        made = prescribe(
            self.counter.library,
            self.counter.words,
            TODAY,
            combine([read_cells(cells, [])], []),
            [],
        )
        assert made
        _, job = write_job(self.counter, made, variant, [])
        assert job
        return job


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer(open_counter(CHECKOUT, TODAY))


@pytest.mark.parametrize(
    ("slug", "variant"),
    [
        ("hip-flexor-wall-stretch", "a4"),
        ("adductor-stretch", "a4"),
        ("glute-stretch", "a4"),
        ("quadriceps-stretch", "letter"),
    ],
)
def test_a_sheet_gives_up_no_more_than_it_must(printer: Printer, slug: str, variant: str) -> None:
    assert printer.fit(slug, "", variant) == printer.try_each(slug, "", variant)


def test_a_sheet_is_the_same_whatever_was_printed_before(printer: Printer) -> None:
    """What one patient's note took from the sheet is there again for the next."""
    alone = printer.fit("glute-stretch")
    assert printer.fit("glute-stretch", LONG) != alone
    assert printer.fit("glute-stretch") == alone


def test_the_next_sheets_of_an_exercise_are_laid_out_once(printer: Printer) -> None:
    printer.fit("adductor-stretch")
    printer.fit("adductor-stretch", "Well done.")
    for note in ("Well done!", "Very well done.", "Very well done!"):
        printer.fit("adductor-stretch", note)
        assert printer.layouts == 1
