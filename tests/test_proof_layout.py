"""What reads badly on paper is a warning, told in every build that leaves it as it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_site import EXERCISE, TODAY, WITH_FIGURE, MakeSite, Site

from generator.asked import BuildOptions
from generator.build import build
from generator.cli import main
from generator.errors import Problem, SiteError
from generator.sign import sign

# Every one of them makes real PDFs.
pytestmark = pytest.mark.slow

BRIDGE, HIPS = "exercises/bridge.a4.pdf", "programs/hips.a4.pdf"
CHECKOUT = Path(__file__).parent.parent
RULES = "templates/print/clinic.css"
DIVIDED = ".body { display: block } .body > * { display: block; width: auto }"
APART = f"{DIVIDED} .entry {{ break-inside: auto }} .entry .dose {{ break-before: page }}"


def _warnings(site: Site) -> list[Problem]:
    return [p for p in site.build(pdf=True).problems if p.path.endswith(".pdf")]


@pytest.fixture
def warned(make_site: MakeSite) -> Callable[..., list[tuple[str, str]]]:
    """Builds the small site with a clinic's own rules; the warnings of its handouts."""

    def run(css: str = "", files: object = None) -> list[tuple[str, str]]:
        problems = _warnings(make_site({RULES: css, **(files or {})}))
        assert all(p.severity == "warning" and p.hint for p in problems)
        return [(p.path, p.message) for p in problems]

    return run


@pytest.mark.parametrize("files", [{}, WITH_FIGURE])
def test_an_honest_site_has_no_warning(warned: Callable[..., list[object]], files: object) -> None:
    assert warned(files=files) == []


def test_an_exercise_whose_dose_is_on_another_page_is_divided(
    warned: Callable[..., list[object]],
) -> None:
    message = 'the exercise "Bridge" is divided: its steps on page 1, its dose on page 2'
    assert (HIPS, message) in warned(APART)


def test_an_exercise_whose_picture_is_on_another_page_is_divided(
    warned: Callable[..., list[object]],
) -> None:
    rules = f"{DIVIDED} .entry {{ break-inside: auto }} .entry .how {{ break-before: page }}"
    message = (
        'the exercise "Bridge" is divided:'
        " its picture on page 1, its steps on page 2, its dose on page 2"
    )
    assert (HIPS, message) in warned(rules, WITH_FIGURE)


def test_an_exercise_whose_name_is_left_behind_is_divided(
    warned: Callable[..., list[object]],
) -> None:
    """A patient who takes the page of its steps has no name and no safety notes there."""
    rules = f"{DIVIDED} .entry {{ break-inside: auto }} .entry .body {{ break-before: page }}"
    message = (
        'the exercise "Bridge" is divided: its name on page 1,'
        " its picture on page 2, its steps on page 2, its dose on page 2"
    )
    assert (HIPS, message) in warned(rules, WITH_FIGURE)


def test_an_exercise_that_is_longer_than_a_page_is_divided(
    warned: Callable[..., list[object]],
) -> None:
    steps = "\n".join(f"{n}. Step number {n}." for n in range(2, 61))
    files = {"content/exercises/bridge.md": EXERCISE.replace("2. Lift your hips.", steps)}
    found = warned(files=files)
    assert any(
        path == BRIDGE and "the exercise is divided: its steps on pages 2 and 3" in message
        for path, message in found
    ), found


def test_a_heading_without_what_it_is_about_is_alone(warned: Callable[..., list[object]]) -> None:
    """Neither words nor lines follow it on its page."""
    message = 'the heading "Questions for your next visit" stands alone at the foot of page 3'
    assert (HIPS, message) in warned(".questions h2 { break-after: page }")


def test_a_heading_above_lines_to_write_on_is_not_alone(
    warned: Callable[..., list[object]],
) -> None:
    """Nothing but lines follows it on its page, which no program reads out."""
    rules = ".questions { margin-top: 90mm } .about { break-before: page }"
    assert not [message for _, message in warned(rules) if "Questions" in message]


def test_a_page_that_is_nearly_empty_is_named(warned: Callable[..., list[object]]) -> None:
    rules = ".contents { break-before: page } .entry { break-before: page }"
    assert (HIPS, "page 2 is less than a fifth full") in warned(rules)


def test_the_last_page_may_be_nearly_empty(warned: Callable[..., list[object]]) -> None:
    rules = ".diary, .questions { display: none }"
    assert not [message for _, message in warned(rules) if "less than a fifth" in message]


def test_a_warning_is_told_again_until_it_is_mended(make_site: MakeSite) -> None:
    """A handout that is not made again still reads as badly."""
    site = make_site({RULES: APART})
    first = _warnings(site)
    assert first
    second = site.build(pdf=True)
    assert second.handouts_made == 0
    assert [p for p in second.problems if p.path.endswith(".pdf")] == first
    assert [p.hint for p in second.problems if p.path.endswith(".pdf")] == [p.hint for p in first]
    site.write(RULES, "")
    assert _warnings(site) == []
    assert _warnings(site) == []


@pytest.mark.parametrize("built_before", [False, True])
def test_strict_builds_fail_on_a_warning(make_site: MakeSite, *, built_before: bool) -> None:
    """Also where the handout was published by a build that was not strict."""
    site = make_site({RULES: APART})
    for name in ("safety/low-back", "exercises/bridge", "programs/hips"):
        sign(site.folder, site.folder / f"content/{name}.md", "A. Physio", TODAY)
    if built_before:
        site.build(pdf=True)
    with pytest.raises(SiteError) as failure:
        site.build(pdf=True, strict=True)
    assert [p for p in failure.value.problems if p.path == HIPS]
    assert built_before == bool(site.output.exists() and list(site.output.rglob("*.pdf")))


def test_the_terminal_tells_of_a_warning_and_counts_it(make_site: MakeSite) -> None:
    site = make_site({RULES: APART})
    for _ in range(2):
        said = CliRunner().invoke(main, ["build", "--site", str(site.folder), "--jobs", "1"])
        assert said.exit_code == 0
        assert f'warning: {HIPS}: the exercise "Bridge" is divided' in said.output
        assert "hint: shorten its steps or its notes until it fits on one page" in said.output
        assert "3 warnings" in said.output


def test_the_shipped_content_has_no_such_warning(sample_site: Path) -> None:
    """In no variant: asked of the build that made the handouts."""
    options = BuildOptions(CHECKOUT, sample_site.parent, TODAY, jobs=2)
    assert [p.message for p in build(options).problems if p.path.endswith(".pdf")] == []
