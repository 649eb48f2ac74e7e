"""veraPDF finds nothing to fault in any handout: each template, each variant, each state."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from built_page import handout_pages
from click.testing import CliRunner
from PIL import Image
from small_site import CLINIC, EXERCISE, PROGRAM, WITH_FIGURE, MakeSite, Site
from verapdf import VeraPDF

from generator.cli import main
from generator.sign import sign

# A machine for Java, and many handouts.
pytestmark = pytest.mark.slow

VARIANTS = ("a4", "letter", "a4-large", "letter-large")
HANDOUTS = ("exercises/bridge", "exercises/clam", "exercises/march", "programs/hips")
PHOTOGRAPH = "2. Lift one knee.\n\n    ![A knee lifted, seen from the side](../media/lifted.jpg)\n"
TABLE = "\n| Week | Height |\n|---|---|\n| 1 | low |\n| 2 | high |\n"
HOSTED = 'title = "Test exercises"\nbase_url = "https://clinic.example/back"'


def _photograph() -> bytes:
    file = BytesIO()
    Image.new("RGB", (640, 480), "#8899aa").save(file, "JPEG")
    return file.getvalue()


EVERY_KIND = {
    **WITH_FIGURE,
    "content/exercises/clam.md": EXERCISE.replace("Bridge", "Clam") + TABLE,
    "content/exercises/march.md": EXERCISE.replace("Bridge", "March").replace(
        "2. Lift your hips.\n", PHOTOGRAPH
    ),
    "content/media/lifted.jpg": _photograph(),
    "content/programs/hips.md": PROGRAM.replace("[bridge]", "[bridge, clam, march]"),
}


@pytest.fixture(scope="module")
def verapdf() -> VeraPDF:
    return VeraPDF()


@pytest.fixture
def make_handouts(make_site: MakeSite) -> Callable[..., Site]:
    """Builds the small site with exercises of every kind, in every variant."""

    def make(*, toner: str, sample: bool) -> Site:
        clinic = CLINIC.replace('["a4"]', f'{json.dumps(VARIANTS)}\ntoner = "{toner}"')
        if sample:
            clinic = clinic.replace("emergency_number", "sample = true\nemergency_number")
        else:
            clinic = clinic.replace('title = "Test exercises"', HOSTED)
        site = make_site({**EVERY_KIND, "content/clinic.toml": clinic})
        if not sample:
            for kind in ("safety", "exercises", "programs"):
                for file in sorted((site.folder / "content" / kind).glob("*.md")):
                    sign(site.folder, file, "A. Physio, physiotherapist", "2026-01-05")
        site.build(pdf=True)
        return site

    return make


@pytest.mark.parametrize(("toner", "sample"), [("normal", True), ("save", False)])
def test_every_template_in_every_variant_is_pdf_ua(
    make_handouts: Callable[..., Site], verapdf: VeraPDF, toner: str, *, sample: bool
) -> None:
    """With a figure, without one, with photographs and a table; signed and hosted or a sample."""
    site = make_handouts(toner=toner, sample=sample)
    files = [site.output / f"{name}.{variant}.pdf" for name in HANDOUTS for variant in VARIANTS]
    assert {file.name: faults for file in files if (faults := verapdf.faults(file))} == {}


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_shipped_programs_are_pdf_ua(sample_site: Path, verapdf: VeraPDF, variant: str) -> None:
    files = sorted((sample_site / "programs").glob(f"*.{variant}.pdf"))
    assert {file.name: verapdf.faults(file) for file in files} == {
        f"lower-back-{name}.{variant}.pdf": [] for name in ("flexibility", "workout")
    }


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("handouts", [["bridge"], ["hips"]])
def test_a_handout_that_is_filled_in_is_pdf_ua(
    make_site: MakeSite, tmp_path: Path, verapdf: VeraPDF, handouts: list[str], variant: str
) -> None:
    """With name, day, therapist, side, a note and a changed dose."""
    site = make_site(EVERY_KIND)
    made = tmp_path / "filled.pdf"
    written = {
        "--for": "Zoë Roe",
        "--date": "2026-11-20",
        "--therapist": "A. Physio",
        "--note": "Begin on the good side.",
        "--dose": "bridge:sets=2",
        "--side": "left",
        "--variant": variant,
        "--site": str(site.folder),
        "-o": str(made),
    }
    options = [word for pair in written.items() for word in pair]
    said = CliRunner().invoke(main, ["print", *handouts, *options])
    assert said.exit_code == 0, said.output
    assert "Zoë Roe" in handout_pages(made)[0]
    assert verapdf.faults(made) == []


def _forget_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def _take_tags_away(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


def _silence_pictures(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure":
            del one["/Alt"]


def _take_a_font_out(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one:
            del one["/FontFile2"]


def _tag_nothing(pdf: pikepdf.Pdf) -> None:
    drawn = pdf.pages[0].Contents
    drawn.write(drawn.read_bytes().replace(b"BDC", b"BMC").replace(b"EMC", b""))


@pytest.mark.parametrize(
    ("spoil", "clause"),
    [
        (_forget_language, "7.2"),
        (_take_tags_away, "7.1"),
        (_silence_pictures, "7.3"),
        (_take_a_font_out, "7.21.4.1"),
        (_tag_nothing, "7.1"),
    ],
)
def test_a_spoiled_handout_is_found(
    make_site: MakeSite,
    tmp_path: Path,
    verapdf: VeraPDF,
    spoil: Callable[[pikepdf.Pdf], None],
    clause: str,
) -> None:
    """The validator can fail, by the clause that the fault is about."""
    site = make_site(WITH_FIGURE)
    site.build(pdf=True)
    with pikepdf.open(site.output / "exercises/bridge.a4.pdf") as pdf:
        spoil(pdf)
        pdf.save(tmp_path / "spoiled.pdf")
    faults = verapdf.faults(tmp_path / "spoiled.pdf")
    assert [fault for fault in faults if fault.startswith(f"{clause}-")], faults
