"""Handouts that are filled in on a screen: typed into as in Chromium, saved, opened, printed."""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as engine
import pytest
from built_page import handout_pages
from click.testing import CliRunner
from PIL import Image, ImageChops
from small_site import CLINIC, EXERCISE, PROGRAM, WITH_FIGURE, MakeSite, Site
from verapdf import VeraPDF

from generator.cli import main

pytestmark = pytest.mark.slow

VARIANTS = ("a4", "letter", "a4-large", "letter-large")
HANDOUTS = ("exercises/bridge", "exercises/clam", "programs/hips")
# Of one side, and how many times is for the clinician to say.
CLAM = EXERCISE.replace("Bridge", "Clam").replace("side: both", "side: affected")
CONTENT = {
    **WITH_FIGURE,
    "content/exercises/clam.md": CLAM.replace("{sets: 3, reps: 10}", "{hold: 10 s}"),
    "content/programs/hips.md": PROGRAM.replace("[bridge]", "[bridge, clam]"),
}
WRITTEN = {
    "name": "Zoë O'Brien",
    "therapist": "A. Physio (back) \\",
    "date": "21/11/2026",
    "note": "Begin on the good side.",
    "side": "left",
    "clam-hold": "45 to 60 s",
    "clam-times": "12",
    "clam-per_day": "3",
    "clam-weeks": "6",
}
# Pixels an inch of a page as a picture, those above the line for a note, and by how much one
# is darker where something is written.
SHARP, HEAD, DARKER = 100, 155, 60
# A digit has more pixels, what a line gets beside them has less.
LEAST = 6
# What the letters that may be typed add to a file, in bytes.
LETTERS = 18_000

# What stands in a field before anybody writes in it: the dose of the content, as it is read.
DOSES = {"bridge-reps": "10", "bridge-sets": "3", "clam-hold": "10 seconds"}

MakeForms = Callable[..., Site]


@pytest.fixture
def make_forms(make_site: MakeSite) -> MakeForms:
    """Builds the small site with handouts that are forms, or with the same to write on."""

    def make(
        variants: tuple[str, ...] = ("a4",), *, fillable: bool = True, toner: str = "normal"
    ) -> Site:
        settings = f'{json.dumps(variants)}\ntoner = "{toner}"\nfillable = {str(fillable).lower()}'
        site = make_site({**CONTENT, "content/clinic.toml": CLINIC.replace('["a4"]', settings)})
        site.build(pdf=True)
        return site

    return make


def _widgets(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str, str, Any]]:
    """Each place to fill in: its page, the name of its field, what a tick in it says, itself."""
    for number, page in enumerate(pdf.pages):
        for one in page.get("/Annots", []):
            if one.Subtype == "/Widget":
                name = str(one.T if "/T" in one else one.Parent.T)
                states = one.AP.N.keys() if "/AS" in one else ()
                yield number, name, next((s[1:] for s in states if s != "/Off"), ""), one


def _is_dose(one: Any) -> bool:
    return str(one.get("/T") or one.get("/Parent", {}).get("/T")) in DOSES


def _fill_in(file: Path, written: Mapping[str, str], saved: Path) -> None:
    """Click and type as somebody does in Chromium, whose engine for PDFs this is."""
    with pikepdf.open(file) as pdf:
        places = [(*place, [float(edge) for edge in one.Rect]) for *place, one in _widgets(pdf)]
    document = pdfium.PdfDocument(file)
    document.init_forms()
    # The viewer has each page at hand when another one with the same field is typed into.
    form, done, pages = document.formenv, set(), list(document)
    for number, page in enumerate(pages):
        for at, name, state, (left, bottom, right, top) in places:
            if (
                at != number
                or name in done
                or written.get(name, "") != (state or written.get(name))
            ):
                continue
            done.add(name)
            middle = (page, 0, (left + right) / 2, (bottom + top) / 2)
            engine.FORM_OnLButtonDown(form, *middle)
            engine.FORM_OnLButtonUp(form, *middle)
            engine.FORM_SelectAllText(form, page)
            for letter in "" if state else written[name]:
                engine.FORM_OnChar(form, page, ord(letter), 0)
            engine.FORM_ForceToKillFocus(form)
    document.save(saved)
    assert done == written.keys()


def _flatten(file: Path, flat: Path) -> Path:
    """The form drawn into its pages as it was saved: whatever is missing there, no printer has."""
    document = pdfium.PdfDocument(file)
    for page in document:
        assert engine.FPDFPage_Flatten(page, engine.FLAT_PRINT) != engine.FLATTEN_FAIL
    document.save(flat)
    return flat


def _pictures(file: Path) -> list[Image.Image]:
    """Each page as poppler draws it, which has nothing to complain of."""
    command = ["pdftoppm", "-r", str(SHARP), "-png", str(file), str(file.with_suffix(""))]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    assert said.stderr == ""
    made = sorted(file.parent.glob(f"{file.stem}-*.png"))
    return [Image.open(picture).convert("L") for picture in made]


def _chromium_pictures(file: Path) -> list[Image.Image]:
    """Each page as Chromium's viewer draws it."""
    document = pdfium.PdfDocument(file)
    document.init_forms()
    return [page.render(scale=SHARP / 72).to_pil().convert("L") for page in document]


def _drawn(before: Image.Image, after: Image.Image, widget: Any) -> int:
    """How many pixels of a place were light before, and are dark."""
    left, bottom, right, top = (float(edge) * SHARP / 72 for edge in widget.Rect)
    ends = sorted((before.height - top, before.height - bottom))
    place = (round(left), round(ends[0]), round(right), round(ends[1]))
    darker = ImageChops.subtract(before.crop(place), after.crop(place))
    return sum(darker.histogram()[DARKER:])


def _copy(file: Path, to: Path) -> Path:
    """A file beside which pictures may be made."""
    to.write_bytes(file.read_bytes())
    return to


@pytest.mark.parametrize("toner", ["normal", "save"])
def test_a_form_is_pdf_ua(make_forms: MakeForms, toner: str) -> None:
    """The same validator passes it that passes a sheet to write on."""
    site, verapdf = make_forms(VARIANTS, toner=toner), VeraPDF()
    files = [site.output / f"{name}.{variant}.pdf" for name in HANDOUTS for variant in VARIANTS]
    assert {file.name: faults for file in files if (faults := verapdf.faults(file))} == {}


def test_every_field_has_a_label_and_is_reached_in_reading_order(make_forms: MakeForms) -> None:
    """A screen reader says what goes where; the dose is named by its exercise."""
    site = make_forms()
    with pikepdf.open(site.output / "programs/hips.a4.pdf") as pdf:
        said = [str(widget.TU) for _, _, _, widget in _widgets(pdf)]
        names = [str(field["/T"]) for field in pdf.Root.AcroForm.Fields]
        orders = {str(page.Tabs) for page in pdf.pages}
    assert said == [
        "For: name of the patient",
        "From: your name",
        "Date",
        "Note",
        "Times a day",
        "Days a week",
        "Weeks",
        "Bridge: Tick",
        "Bridge: Repetitions",
        "Bridge: Sets",
        "Clam: Tick",
        "Clam: Hold",
        "Clam: Do it … times",
        "Bridge: Repetitions",
        "Bridge: Sets",
        "Clam: Hold",
        "Clam: Do it … times",
        "Clam: Side: left",
        "Clam: Side: right",
        "Clam: Side: both",
    ]
    bridge = ["bridge-tick", "bridge-reps", "bridge-sets"]
    assert names == [*names[:7], *bridge, "clam-tick", "clam-hold", "clam-times", "clam-side"]
    assert len(set(names)) == len(names)
    assert orders == {"/S"}


@pytest.mark.parametrize("variant", ["a4", "letter-large"])
def test_what_is_typed_is_saved_and_printed(
    make_forms: MakeForms, tmp_path: Path, variant: str
) -> None:
    """Read back from the file, seen in each place by another engine, and printed word for word."""
    form = make_forms((variant,)).output / f"exercises/clam.{variant}.pdf"
    saved = tmp_path / "saved.pdf"
    _fill_in(form, WRITTEN, saved)
    blank, filled = _pictures(_copy(form, tmp_path / "blank.pdf")), _pictures(saved)
    with pikepdf.open(saved) as pdf:
        fields = {str(field["/T"]): field.get("/V", "") for field in pdf.Root.AcroForm.Fields}
        assert {name: str(value).lstrip("/") for name, value in fields.items()} == {
            "clam-per_week": "",
            **WRITTEN,
        }
        for page, name, state, widget in _widgets(pdf):
            drawn = _drawn(blank[page], filled[page], widget)
            is_written = name in WRITTEN and state in ("", WRITTEN[name])
            assert (drawn > LEAST) is is_written, name
    text = " ".join(handout_pages(_flatten(saved, tmp_path / "flat.pdf")))
    assert [words for name, words in WRITTEN.items() if name != "side" and words not in text] == []


def test_only_one_side_is_ticked(make_forms: MakeForms, tmp_path: Path) -> None:
    """A click on the right side after one on the left leaves the right one."""
    site = make_forms()
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    _fill_in(site.output / "exercises/clam.a4.pdf", {"side": "left"}, first)
    _fill_in(first, {"side": "right"}, second)
    with pikepdf.open(second) as pdf:
        ticked = [
            state for _, name, state, one in _widgets(pdf) if name == "side" and one.AS != "/Off"
        ]
    assert ticked == ["right"]


def test_a_dose_typed_in_the_list_stands_with_the_exercise(
    make_forms: MakeForms, tmp_path: Path
) -> None:
    """On page 1 and on the page of the exercise the number is the same, and is drawn.

    Where there was a number of the content, it is gone.
    """
    site, saved = make_forms(), tmp_path / "saved.pdf"
    written = {"clam-times": "4747", "clam-hold": "88 s"}
    _fill_in(site.output / "programs/hips.a4.pdf", written, saved)
    pages = handout_pages(_flatten(saved, tmp_path / "flat.pdf"))
    for number in written.values():
        assert sum(page.count(number) for page in pages) == 2
    assert "seconds" not in " ".join(pages)


@pytest.mark.parametrize("variant", ["a4", "letter-large"])
def test_a_dose_stands_in_its_fields_until_it_is_changed(
    make_forms: MakeForms, tmp_path: Path, variant: str
) -> None:
    """As a value, and drawn: in Chromium's engine and in another, and on paper."""
    for file in (make_forms((variant,)).output).rglob(f"*.{variant}.pdf"):
        form, bare = (
            _copy(file, tmp_path / f"form-{file.stem}.pdf"),
            tmp_path / f"bare-{file.stem}.pdf",
        )
        flat = _flatten(form, tmp_path / f"flat-{file.stem}.pdf")
        text = " ".join(handout_pages(flat))
        with pikepdf.open(form) as pdf:
            values = {str(f["/T"]): str(f.get("/V", "")) for f in pdf.Root.AcroForm.Fields}
            expected = {name: text for name, text in DOSES.items() if name in values}
            assert {n: v for n, v in values.items() if v not in ("", "/Off")} == expected
            widgets = [(at, name, one) for at, name, _, one in _widgets(pdf) if name in expected]
            boxes = [(at, name, pikepdf.Array(list(one.Rect))) for at, name, one in widgets]
            for page in pdf.pages:
                page.Annots = pikepdf.Array()
            del pdf.Root.AcroForm
            pdf.save(bare)
        assert expected
        for draw in (_pictures, _chromium_pictures):
            without, with_form = draw(bare), draw(form)
            for at, name, rect in boxes:
                drawn = _drawn(without[at], with_form[at], pikepdf.Dictionary(Rect=rect))
                assert drawn > 2 * LEAST, name
        assert all(value in text for value in expected.values())


@pytest.mark.parametrize("variant", ["a4", "a4-large"])
def test_an_empty_form_is_printed_as_a_blank_sheet(
    make_forms: MakeForms, tmp_path: Path, variant: str
) -> None:
    """No empty field is seen: the page looks as it does when they are thrown away."""
    site = make_forms((variant,))
    for name in HANDOUTS:
        file = site.output / f"{name}.{variant}.pdf"
        form = _copy(file, tmp_path / f"form-{file.stem}.pdf")
        bare = tmp_path / f"bare-{file.stem}.pdf"
        with pikepdf.open(form) as pdf:
            for page in pdf.pages:
                annots = page.get("/Annots", [])
                page.Annots = pikepdf.Array([one for one in annots if _is_dose(one)])
            pdf.save(bare)
        for with_form, without in zip(_pictures(form), _pictures(bare), strict=True):
            assert ImageChops.difference(with_form, without).getextrema() == (0, 0)


def test_the_head_of_a_form_is_that_of_a_sheet(make_forms: MakeForms, tmp_path: Path) -> None:
    """Names and lines are where they are on paper; the line for a note comes below them."""
    pages = []
    for fillable in (True, False):
        made = make_forms(fillable=fillable).output / "exercises/bridge.a4.pdf"
        pages.append(_pictures(_copy(made, tmp_path / f"{fillable}.pdf"))[0])
    heads = [page.crop((0, 0, page.width, HEAD)) for page in pages]
    assert ImageChops.difference(*heads).getextrema()[1] < DARKER
    assert ImageChops.difference(*pages).getextrema()[1] > DARKER


def test_without_the_setting_and_for_one_patient_there_is_no_form(
    make_forms: MakeForms, tmp_path: Path
) -> None:
    """What is known of a patient is printed, not left to be changed."""
    made = tmp_path / "patient.pdf"
    options = ["--for", "Zoë Roe", "--site", str(make_forms().folder), "-o", str(made)]
    assert CliRunner().invoke(main, ["print", "clam", *options]).exit_code == 0
    plain = make_forms(fillable=False).output / "exercises/clam.a4.pdf"
    for file in (made, plain):
        with pikepdf.open(file) as pdf:
            assert "/AcroForm" not in pdf.Root


def test_a_form_is_little_larger_than_a_sheet(make_forms: MakeForms) -> None:
    """It has the letters that may be typed, once, and not the whole font."""
    sizes = [
        (make_forms(fillable=fillable).output / "exercises/clam.a4.pdf").stat().st_size
        for fillable in (True, False)
    ]
    assert 0 < sizes[0] - sizes[1] < LETTERS


def test_poppler_reads_the_tags_of_a_form_and_of_a_sheet(make_forms: MakeForms) -> None:
    """None of its objects is misnumbered, which some readers forgive and others do not."""
    for fillable in (True, False):
        file = make_forms(fillable=fillable).output / "programs/hips.a4.pdf"
        command = ["pdfinfo", "-struct", str(file)]
        said = subprocess.run(command, capture_output=True, text=True, check=True)
        assert said.stderr == ""
        assert "Document" in said.stdout
