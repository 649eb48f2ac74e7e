"""What a handout says of itself: where it is on the web, its version, until when it holds."""

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from small_site import CLINIC, EXERCISE, MakeSite

from generator.sign import sign

HOSTED = CLINIC.replace("[print]", 'base_url = "https://clinic.example/back"\n[print]')


def first_page(handout: Path) -> pypdfium2.PdfPage:
    return pypdfium2.PdfDocument(handout)[0]


def words(handout: Path) -> str:
    return " ".join(first_page(handout).get_textpage().get_text_bounded().split())


@pytest.mark.slow
@pytest.mark.parametrize("page", ["exercises/bridge", "programs/hips"])
def test_the_code_on_a_handout_leads_to_its_page(make_site: MakeSite, page: str) -> None:
    site = make_site({"content/clinic.toml": HOSTED})
    site.build(pdf=True)
    picture = first_page(site.output / f"{page}.a4.pdf").render(scale=3).to_pil()
    codes = [code.text for code in zxingcpp.read_barcodes(picture)]
    assert codes == [f"https://clinic.example/back/{page}.html"]


@pytest.mark.slow
def test_a_handout_has_no_code_when_nobody_knows_where_its_page_is(make_site: MakeSite) -> None:
    site = make_site()
    site.build(pdf=True)
    picture = first_page(site.output / "exercises/bridge.a4.pdf").render(scale=3).to_pil()
    assert zxingcpp.read_barcodes(picture) == []


@pytest.mark.slow
def test_the_foot_names_the_version_by_the_day_and_the_code_of_its_words(
    make_site: MakeSite,
) -> None:
    dated = EXERCISE.replace("safety: low-back", "safety: low-back\nupdated: 2026-11-20")
    site = make_site({"content/exercises/bridge.md": dated})
    site.build(pdf=True)
    handout = site.output / "exercises/bridge.a4.pdf"
    before = words(handout)
    assert ", 20 November 2026" in before
    code = before.partition("Version ")[2].partition(",")[0]
    assert code in site.page("exercises/bridge.html")
    site.edit("content/exercises/bridge.md", "Lift your hips.", "Lift your hips slowly.")
    site.build(pdf=True)
    assert f"Version {code}" not in words(handout)


@pytest.mark.slow
def test_a_reviewed_handout_says_until_when_it_holds(make_site: MakeSite) -> None:
    site = make_site()
    file = site.folder / "content/exercises/bridge.md"
    sign(site.folder, file, "A. Example, physiotherapist", "2026-11-20")
    site.build(pdf=True)
    text = words(site.output / "exercises/bridge.a4.pdf")
    assert "Reviewed by A. Example, physiotherapist on 20 November 2026" in text
    assert "Do not use after 20 November 2029" in text
    assert "Not yet reviewed" not in text
