"""A photograph in a page: shown at its size, in two formats, without the place it was taken at."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from small_site import EXERCISE, MakeSite, Site

PLACE = b"Secret Street 5"


def photograph() -> bytes:
    """A phone's photograph: 3000 by 2000, lying on its side, with where it was taken."""
    image = Image.effect_noise((3000, 2000), 40).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = PLACE.decode()
    saved = BytesIO()
    image.save(saved, "JPEG", quality=60, exif=exif)
    return saved.getvalue()


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    picture = "![A person lies on the back](../media/My%20photo.jpg)"
    text = EXERCISE.replace("2. Lift your hips.", f"2. Lift your hips. {picture}")
    return make_site(
        {"content/exercises/bridge.md": text, "content/media/My photo.jpg": photograph()}
    )


def test_a_photograph_is_shown_upright_sized_and_in_two_formats(site: Site) -> None:
    site.build()
    page = site.page("exercises/bridge.html")
    shown = (
        'src="../media/My%20photo.jpg" alt="A person lies on the back" width="1067" height="1600"'
    )
    assert f"<img {shown}" in page
    assert '<source srcset="../media/My%20photo.jpg.webp" type="image/webp">' in page
    for name in ("My photo.jpg", "My photo.jpg.webp"):
        content = (site.output / "media" / name).read_bytes()
        assert Image.open(BytesIO(content)).size == (1067, 1600)
        assert PLACE not in content
        assert b"Exif" not in content


@pytest.mark.slow
def test_a_handout_shows_the_photograph_and_not_the_place(site: Site) -> None:
    site.build(pdf=True)
    handout = site.output / "exercises" / "bridge.a4.pdf"
    with pikepdf.open(handout) as pdf:
        pictures = [image for page in pdf.pages for image in page.get_images().values()]
        assert len(pictures) == 1
        assert PLACE not in pictures[0].read_raw_bytes()
    assert PLACE not in handout.read_bytes()


def test_a_photograph_is_not_converted_again_when_it_did_not_change(site: Site) -> None:
    site.build()
    before = (site.output / "media" / "My photo.jpg").stat().st_mtime_ns
    site.edit("content/exercises/bridge.md", "Lift your hips.", "Lift your hips slowly.")
    site.build()
    assert (site.output / "media" / "My photo.jpg").stat().st_mtime_ns == before


def test_a_bad_picture_and_a_bad_page_are_reported_in_one_run(site: Site) -> None:
    site.write("content/media/My photo.jpg", b"no picture")
    site.edit("content/exercises/bridge.md", "sets: 3", "sets: three")
    assert {problem.path for problem in site.problems()} == {
        "content/media/My photo.jpg",
        "content/exercises/bridge.md",
    }
