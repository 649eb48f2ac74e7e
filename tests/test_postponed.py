"""A build that postpones its handouts: pages first, and never a page beside an old handout."""

import shutil

import pytest
from small_site import EXERCISE, TODAY, MakeSite, Site

from generator.asked import BuildOptions, BuildResult
from generator.build import build

pytestmark = pytest.mark.slow

BRIDGE = "exercises/bridge.a4.pdf"
CLAM = "exercises/clam.a4.pdf"
PROGRAM = "programs/hips.a4.pdf"


def build_pages(site: Site) -> BuildResult:
    return build(BuildOptions(site.folder, site.folder / "output", TODAY, postpone=True))


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    """A site with a handout of each of three pages, one of them of an exercise just edited."""
    clam = EXERCISE.replace("Bridge", "Clam")
    site = make_site({"content/exercises/clam.md": clam})
    site.build(pdf=True)
    site.edit("content/exercises/bridge.md", "Lifts the hips.", "Raises the hips.")
    return site


def test_a_handout_that_is_out_of_date_leaves_the_site(site: Site) -> None:
    """The new page does not link to it, that of the program neither; other handouts stay."""
    clam = site.files()[CLAM]

    result = build_pages(site)

    assert (result.handouts, result.handouts_made, result.handouts_waiting) == (1, 0, 2)
    published = site.files()
    assert not {BRIDGE, PROGRAM} & published.keys()
    assert published[CLAM] == clam
    assert "Raises the hips." in site.page("exercises/bridge.html")
    for page in ("exercises/bridge.html", "programs/hips.html", "handouts.html"):
        assert "bridge.a4.pdf" not in site.page(page)
    assert "clam.a4.pdf" in site.page("handouts.html")


def test_the_next_build_brings_it_back(site: Site) -> None:
    """Then all is as if nothing had been postponed, byte for byte."""
    build_pages(site)

    result = site.build(pdf=True)

    assert (result.handouts, result.handouts_made, result.handouts_waiting) == (3, 2, 0)
    incremental = site.files()
    shutil.rmtree(site.folder / "output")
    site.build(pdf=True)
    assert incremental == site.files()


def test_a_build_that_was_given_up_can_be_postponed_again(site: Site) -> None:
    """Whoever saves while handouts are made loses none of them."""

    def give_up(*_: int) -> None:
        raise KeyboardInterrupt

    build_pages(site)
    with pytest.raises(KeyboardInterrupt):
        build(BuildOptions(site.folder, site.folder / "output", TODAY), give_up)
    site.edit("content/exercises/bridge.md", "Raises the hips.", "Lifts them.")

    assert build_pages(site).handouts_waiting == 2
    assert site.build(pdf=True).handouts == 3
