"""Figures in a build: drawn once, remembered, published, and honest about what is wrong."""

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from small_site import KEYED, POSE, WITH_FIGURE, MakeSite, Site

from generator.edition import figure_styles
from generator.errors import Problem, SiteError
from generator.figures.illustration import FramePicture, Illustration
from generator.figures.people import choose_person
from generator.figures.pose import Style
from generator.illustrate import illustrate
from generator.library import read_library
from generator.serve import saves, serve
from generator.serve.outcome import tell_failure
from generator.sign import sign
from generator.sketch import Sketch, draw, is_mirrored
from generator.sketchbook import Sketchbook

PAGE = "content/exercises/bridge.md"
FIGURE = "content/exercises/bridge.pose.yaml"
FRAMES = ("exercises/bridge.1.svg", "exercises/bridge.2.svg")
FLOATING = POSE.replace("lying-on-back", "standing")


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    """A site with one figure of two frames."""
    return make_site(WITH_FIGURE)


def drawn(site: Site, *styles: Style) -> dict[str, Illustration]:
    """The figure of the site, by style."""
    book = Sketchbook(site.folder / "elsewhere")
    found = illustrate(read_library(site.folder), styles or ("colour",), book, 1, [])
    return {style: illustration for (_, style), illustration in found.items()}


def entries(site: Site) -> list[Path]:
    return sorted((site.folder / ".cache" / "figures").iterdir())


def test_every_frame_is_published_beside_its_page(site: Site) -> None:
    site.build()
    assert [site.page(path)[:4] for path in FRAMES] == ["<svg", "<svg"]
    assert site.page(FRAMES[0]) != site.page(FRAMES[1])


def test_a_figure_that_goes_away_takes_its_frames_along(site: Site) -> None:
    site.build()
    site.remove(FIGURE)
    site.write(PAGE, KEYED.replace(" {1}", "").replace(" {2}", ""))
    site.build()
    assert not {*FRAMES} & site.files().keys()


def test_without_what_was_remembered_the_same_is_published(site: Site) -> None:
    """Deleting `.cache` changes nothing."""
    site.build()
    first = site.files()
    (entry,) = entries(site)
    entry.unlink()
    result = site.build()
    assert site.files() == first
    assert result.pages_made == 0


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["", "{", '{"frames": []}', "\udcff"])
def test_a_damaged_memory_is_drawn_again(site: Site, damage: str) -> None:
    """Whatever became of the file, what is published stays right."""
    site.build()
    first = site.files()
    (entry,) = entries(site)
    whole = entry.read_bytes()
    entry.write_bytes(damage.encode("utf-8", "surrogateescape") or whole[: len(whole) // 2])
    site.build()
    assert site.files() == first
    assert entry.read_bytes() == whole


def test_only_what_is_in_use_is_remembered(site: Site) -> None:
    """A clinician who poses by trying does not fill the disk."""
    site.build()
    before = entries(site)
    site.edit(FIGURE, "flexion: 80", "flexion: 70")
    site.build()
    assert len(entries(site)) == 1
    assert entries(site) != before


def test_a_folder_that_cannot_be_written_to_is_no_problem(site: Site) -> None:
    site.write(".cache", "a file where the folder would be")
    assert site.problems() == []
    assert set(FRAMES) <= site.files().keys()


def test_what_is_remembered_is_what_was_drawn(site: Site, tmp_path: Path) -> None:
    """Pictures and warnings come back as they were, and not for another person."""
    figure = read_library(site.folder).figures["bridge"]
    sketch = Sketch(figure, POSE, "bun", mirrored=False, style="colour")
    warning = Problem(FIGURE, 8, "the left hand goes through", "look", "warning")
    illustration = Illustration((FramePicture("<svg/>", 180.5, 60.0),), (warning,))
    book = Sketchbook(tmp_path)
    book.keep(sketch, illustration)
    recalled = book.recall(sketch)
    assert recalled == illustration
    assert recalled.problems[0].severity == "warning"
    assert book.recall(replace(sketch, person="curls")) is None
    assert book.recall(replace(sketch, mirrored=True)) is None
    assert book.recall(replace(sketch, text=POSE + "\n")) is None


def test_a_build_with_nothing_to_draw_does_not_load_what_draws(site: Site) -> None:
    """Not for the second build, not for pages, not for what is said of them."""
    site.build()
    code = (
        "import sys, pathlib; from generator.asked import BuildOptions; "
        "from generator.build import build; "
        "site = pathlib.Path(sys.argv[1]); "
        "build(BuildOptions(site, site / 'output', '2026-11-21', pdf=False)); "
        "print([name for name in ('numpy', 'shapely') if name in sys.modules])"
    )
    ran = subprocess.run(
        (sys.executable, "-c", code, site.folder), capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"


def test_what_is_wrong_with_a_pose_is_said_with_all_else_that_is_wrong(site: Site) -> None:
    """One run names the dose that is no number and the foot that floats, each at its line."""
    site.write(FIGURE, FLOATING)
    site.edit(PAGE, "reps: 10", "reps: ten")
    found = {(problem.path, problem.source) for problem in site.problems()}
    assert (PAGE, "dose: {sets: 3, reps: ten}") in found
    assert FIGURE in {path for path, _ in found}
    assert all(source for _, source in found)


def test_what_is_wrong_with_a_pose_is_said_each_time(site: Site) -> None:
    """Also when the figure comes from memory."""
    site.write(FIGURE, FLOATING)
    first = site.problems()
    assert first
    assert site.problems() == first


def test_a_left_exercise_shows_the_left_leg(site: Site) -> None:
    """A figure that was posed on the right is flipped: same size, another picture."""
    (right,) = drawn(site).values()
    site.edit(PAGE, "side: each", "side: left")
    (left,) = drawn(site).values()
    assert [(frame.width, frame.height) for frame in left.frames] == [
        (frame.width, frame.height) for frame in right.frames
    ]
    assert left.frames[1].svg != right.frames[1].svg


@pytest.mark.parametrize("side", ["right", "each", "affected", "both"])
def test_every_other_exercise_shows_the_side_of_the_pose_file(site: Site, side: str) -> None:
    (as_posed,) = drawn(site).values()
    site.edit(PAGE, "side: each", f"side: {side}")
    assert list(drawn(site).values()) == [as_posed]


def test_a_site_chooses_its_people_and_a_pose_file_its_own(site: Site) -> None:
    """`people` in the settings counts, and `person` in the pose file counts more."""

    def with_people(people: str) -> Illustration:
        other = clinic.replace("[print]", f"[figures]\npeople = [{people}]\n[print]")
        site.write("content/clinic.toml", other)
        return drawn(site)["colour"]

    clinic = (site.folder / "content/clinic.toml").read_text("utf-8")
    curls, bob = with_people('"curls"'), with_people('"grey-bob"')
    assert curls != bob
    site.write(FIGURE, f"person: curls\n{POSE}")
    assert with_people('"grey-bob"').frames == curls.frames


def test_saving_toner_draws_lines_on_paper_only(site: Site) -> None:
    site.edit("content/clinic.toml", '["a4"]', '["a4"]\ntoner = "save"')
    settings = read_library(site.folder).settings
    assert figure_styles(settings, pdf=True) == ("colour", "line")
    assert figure_styles(settings, pdf=False) == ("colour",)
    both = drawn(site, "colour", "line")
    assert both["line"] != both["colour"]


@pytest.mark.slow
def test_a_signature_covers_the_pose_and_not_the_person_or_the_camera(site: Site) -> None:
    """A new angle says "Changed since review"; another view of the same does not."""
    sign(site.folder, site.folder / PAGE, "A. Example, physiotherapist", "2026-11-01")

    def state() -> bool:
        site.build()
        return "Changed since review" in site.page("exercises/bridge.html")

    assert not state()
    site.edit(FIGURE, "camera: from the right", "camera: from above right\nperson: curls")
    assert not state()
    site.edit(FIGURE, "flexion: 80}}", "flexion: 75}}")
    assert state()


def test_each_exercise_shows_its_own_figure(make_site: MakeSite) -> None:
    """Of figures that are drawn at once, none takes the place of another, in no style."""
    figures = {
        f"content/exercises/lift-{angle}.{ending}": text
        for angle in (60, 70)
        for ending, text in (("md", KEYED), ("pose.yaml", POSE.replace("80}", f"{angle}}}")))
    }
    reading = read_library(make_site(figures).folder)
    book = Sketchbook(Path("nowhere"))
    found = illustrate(reading, ("colour", "line"), book, 1, [], keep=False)
    assert len(found) == 4
    for (slug, style), illustration in found.items():
        figure, side = reading.figures[slug], reading.exercises[slug].side
        assert reading.settings
        person = choose_person(slug, reading.settings.people, figure.person)
        mirrored = is_mirrored(figure.side, side)
        assert illustration == draw(Sketch(figure, "", person, mirrored=mirrored, style=style))


@pytest.mark.slow
def test_several_processes_draw_what_one_draws(make_site: MakeSite) -> None:
    figures = {
        f"content/exercises/lift-{angle}.{ending}": text
        for angle in range(60, 80)
        for ending, text in (("md", KEYED), ("pose.yaml", POSE.replace("80}", f"{angle}}}")))
    }
    reading = read_library(make_site(figures).folder)

    def draw_with(jobs: int) -> str:
        book = Sketchbook(Path("nowhere"))
        found = illustrate(reading, ("colour",), book, jobs, [], keep=False)
        return json.dumps([[frame.svg for frame in one.frames] for one in found.values()])

    assert draw_with(1) == draw_with(3)


@pytest.mark.slow
def test_after_every_edit_the_site_is_that_of_a_first_build(site: Site) -> None:
    """Angle, view, person, side and words: nothing of an earlier picture stays."""
    edits = [
        (FIGURE, "flexion: 80}}", "flexion: 60}}"),
        (FIGURE, "camera: from the right", "camera: from above right"),
        (FIGURE, "side: right", "side: right\nperson: grey-beard"),
        (FIGURE, "caption: Knee up", "caption: Knee high"),
        (PAGE, "side: each", "side: left"),
        (PAGE, "title: Bridge", "title: Knee lift"),
    ]
    for path, old, new in edits:
        site.edit(path, old, new)
        site.build()
        step_by_step = site.files()
        shutil.rmtree(site.folder / "output")
        shutil.rmtree(site.folder / ".cache")
        site.build()
        assert site.files() == step_by_step


@pytest.mark.parametrize(
    "pose",
    [
        FLOATING,
        POSE.replace("flexion: 80", "flexion: 170"),
        POSE.replace("highlight", "higlight"),
        POSE.replace("    description: A person lies on the back with both legs straight.\n", ""),
    ],
)
def test_a_figure_with_problems_is_drawn_for_whoever_mends_it(site: Site, pose: str) -> None:
    """Where the pose cannot be, and where words of the file are wrong."""
    site.write(FIGURE, pose)
    with pytest.raises(SiteError) as refused:
        site.build()
    outcome = tell_failure(refused.value, site.folder)
    assert outcome.problems == refused.value.problems
    assert [svg[:4] for svg in outcome.drafts[FIGURE]] == ["<svg", "<svg"]


@pytest.mark.parametrize("pose", ["", "- [", "position: prone\nframes: {}\n"])
def test_a_pose_file_that_says_too_little_is_not_drawn(site: Site, pose: str) -> None:
    """What nobody could draw is a problem as any other."""
    site.write(FIGURE, pose)
    with pytest.raises(SiteError) as refused:
        site.build()
    assert not any(tell_failure(refused.value, site.folder).drafts.values())


def test_serving_draws_a_figure_anew_on_every_save(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a clinician can pose by trying."""
    monkeypatch.setattr(saves, "_PAUSE", 0.01)
    shown: list[str] = []

    def build(look_up: Callable[[], None]) -> Iterator[tuple[Problem, ...]]:
        yield site.build().problems
        shown.append(site.page(FRAMES[1]))
        if len(shown) == 3:
            raise KeyboardInterrupt
        site.edit(FIGURE, f"flexion: {80 - len(shown) + 1}}}}}", f"flexion: {80 - len(shown)}}}}}")
        look_up()

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve(
        build,
        site.folder,
        published=site.output,
        port=port,
        ready=lambda _: None,
        report=lambda failure: pytest.fail(str(failure)),
    )
    assert len(set(shown)) == 3
