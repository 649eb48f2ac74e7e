"""A build does only what a change asks for, and notices every change."""

import json
import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image
from small_site import EXERCISE, PROGRAM, TODAY, WITH_FIGURE, MakeSite, Site

from generator.asked import BuildOptions
from generator.build import build
from generator.glance import take_glance
from generator.last_build import recall_build
from generator.model import Review
from generator.sign import sign

BRIDGE = "content/exercises/bridge.md"
CLAM = "content/exercises/clam.md"
HEAVY = ("jinja2", "markdown", "pydantic", "numpy", "weasyprint", "yaml", "babel", "PIL")
REPORT = (
    "import sys, json, pathlib; sys.argv = ['handouts', *sys.argv[1:]]; "
    "from generator.cli import main; main(standalone_mode=False); "
    "print(json.dumps(sorted(sys.modules)))"
)


def age(site: Site) -> None:
    """Have all files of a site written long ago, as those of a clinic mostly are."""
    for file in (site.folder / "content").rglob("*"):
        os.utime(file, ns=(0, file.stat().st_mtime_ns - 3_600_000_000_001))


def rewrite_unseen(site: Site, path: str, content: str) -> None:
    """Put other words into a file so that neither its size nor its times tell."""
    rewrite_at_the_same_time(site, path, content)
    noted = (site.folder / path).stat().st_ctime_ns
    with closing(sqlite3.connect(site.folder / "output/.handouts/published.sqlite")) as list_:
        list_.execute("UPDATE source SET ctime_ns = ? WHERE path = ?", (noted, path))
        list_.commit()


def rewrite_at_the_same_time(site: Site, path: str, content: str) -> None:
    """Put as many other letters into a file, with the time that it had, as an archive may."""
    file = site.folder / path
    before = file.stat()
    site.write(path, content.ljust(before.st_size)[: before.st_size])
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def clean(site: Site, folder: Path) -> dict[str, bytes]:
    """What a first build of the same site publishes."""
    shutil.rmtree(folder, ignore_errors=True)
    build(BuildOptions(site.folder, folder, TODAY, pdf=False))
    return Site(folder.parent).files()


def glance(site: Site) -> frozenset[str] | None:
    """The files that a glance finds changed; None when the last build tells nothing."""
    seen = take_glance(BuildOptions(site.folder, site.folder / "output", TODAY, pdf=False))
    return seen.changed if seen and seen.last else None


def loaded_by(site: Site, *words: str) -> set[str]:
    """The modules that a command loads in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", REPORT, *words], cwd=site.folder, capture_output=True, check=True
    )
    return set(json.loads(ran.stdout.splitlines()[-1]))


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    """A built site with two exercises, of which a program has one."""
    made = make_site({CLAM: EXERCISE.replace("title: Bridge", "title: Clam")})
    age(made)
    made.build()
    return made


def test_a_build_with_nothing_to_do_says_the_same_again(make_site: MakeSite) -> None:
    site = make_site()
    age(site)
    first = site.build()
    assert first.problems
    again = site.build()
    assert again.problems == first.problems
    assert (again.pages, again.pages_made) == (first.pages, 0)


@pytest.mark.slow
def test_a_build_with_nothing_to_do_loads_nothing_to_do_it_with(site: Site) -> None:
    site.build(today=TODAY)
    command = ("build", "--no-pdf", "--jobs", "1")
    loaded_by(site, *command)
    loaded = loaded_by(site, *command)
    assert not {name for name in loaded if name.partition(".")[0] in HEAVY}


@pytest.mark.slow
def test_help_loads_nothing_that_it_does_not_show(site: Site) -> None:
    loaded = loaded_by(site, "build", "--help")
    assert not {name for name in loaded if name.partition(".")[0] in HEAVY}


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (CLAM, EXERCISE.replace("title: Bridge", "title: Clan")),
        ("content/exercises/plank.md", EXERCISE),
        ("content/terms.toml", '[regions]\nhip = "Hips"\n[equipment]\nmat = "Mat"\n'),
        ("templates/web/programs.html", '{% extends "shipped/web/programs.html" %}\n'),
        ("content/media/leaflet.txt", "Read me."),
    ],
)
def test_a_file_that_was_written_is_noticed(site: Site, path: str, content: str) -> None:
    assert glance(site) == frozenset()
    site.write(path, content)
    assert path.rpartition("/")[2] in {one.rpartition("/")[2] for one in glance(site) or ()}


def test_another_dose_of_the_same_length_and_time_is_noticed(site: Site) -> None:
    text = (site.folder / BRIDGE).read_text("utf-8")
    rewrite_at_the_same_time(site, BRIDGE, text.replace("sets: 3", "sets: 5"))
    assert glance(site) == {BRIDGE}
    site.build()
    assert "5 " in site.page("exercises/bridge.html")


def test_a_file_that_is_gone_is_noticed(site: Site) -> None:
    site.remove(CLAM)
    assert glance(site) == {CLAM}


@pytest.mark.parametrize("written", [1, 0])
def test_a_save_in_the_moment_of_the_build_is_noticed(make_site: MakeSite, written: int) -> None:
    site = make_site()
    age(site)
    # As if the clock of the disk were ahead, so that no slow machine makes the moment pass.
    ahead = (time.time_ns() // 10**9 + 10) * 10**9 + written
    os.utime(site.folder / BRIDGE, ns=(ahead, ahead))
    site.build()
    rewrite_unseen(site, BRIDGE, EXERCISE.replace("slowly", "gently"))
    site.build()
    assert "gently" in site.page("exercises/bridge.html")


@pytest.mark.parametrize("harm", ["spoilt", "gone", "touched"])
def test_a_published_file_that_is_not_as_it_was_left_is_made_again(site: Site, harm: str) -> None:
    page = site.output / "exercises" / "clam.html"
    good = page.read_bytes()
    if harm == "gone":
        page.unlink()
    else:
        page.write_bytes(b"spoilt" if harm == "spoilt" else good.swapcase())
    assert glance(site) is None
    site.build()
    assert page.read_bytes() == good


def test_another_day_other_options_and_another_site_are_other_builds(
    site: Site, tmp_path: Path
) -> None:
    output = site.folder / "output"
    other = shutil.copytree(site.folder, tmp_path / "other")
    asked = [
        BuildOptions(site.folder, output, "2026-11-22", pdf=False),
        BuildOptions(site.folder, output, TODAY, pdf=True),
        BuildOptions(site.folder, output, TODAY, pdf=False, strict=True),
        BuildOptions(other, output, TODAY, pdf=False),
    ]
    for options in asked:
        seen = take_glance(options)
        assert seen is not None
        assert seen.last is None


def test_a_folder_that_is_a_link_is_read_every_time(site: Site, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    exercises = site.folder / "content" / "exercises"
    exercises.rename(elsewhere)
    exercises.symlink_to(elsewhere, target_is_directory=True)
    site.build()
    (elsewhere / "clam.md").write_text(EXERCISE.replace("title: Bridge", "title: Clamp"))
    site.build()
    assert "Clamp" in site.page("exercises/index.html")


def test_a_build_that_did_not_end_well_is_not_relied_on(site: Site) -> None:
    blocked = site.output / "exercises" / "plank.html"
    (blocked / "kept").mkdir(parents=True)
    site.write("content/exercises/plank.md", EXERCISE)
    assert site.problems()
    assert recall_build(site.folder / "output") is None
    shutil.rmtree(blocked)
    site.build()
    assert blocked.is_file()


def test_an_edited_body_is_made_anew_and_nothing_else_is_read(site: Site, tmp_path: Path) -> None:
    clam = (site.folder / CLAM).read_text("utf-8")
    rewrite_unseen(site, CLAM, "no front matter")
    site.edit(BRIDGE, "Lift your hips.", "Lift your hips off the floor.")
    result = site.build()
    for page in ("exercises/bridge.html", "programs/hips.html"):
        assert "off the floor" in site.page(page)
    rewrite_unseen(site, CLAM, clam)
    assert site.files() == clean(site, tmp_path / "clean" / "output")
    assert result.pages == len([path for path in site.files() if path.endswith(".html")])


@pytest.mark.slow
def test_an_edited_body_loads_nothing_that_reads_front_matter_and_settings(site: Site) -> None:
    command = ("build", "--no-pdf", "--jobs", "1")
    loaded_by(site, *command)
    site.edit(BRIDGE, "Lift your hips.", "Lift your hips a little.")
    loaded = loaded_by(site, *command)
    assert "a little" in site.page("exercises/bridge.html")
    assert loaded.isdisjoint(("pydantic", "yaml", "numpy", "weasyprint", "multiprocessing"))


def test_of_what_was_kept_nothing_but_the_clinical_model_is_made(
    site: Site, tmp_path: Path
) -> None:
    """Whoever can write into the list must not be able to run a program with it."""

    class Harm:
        def __reduce__(self) -> object:
            return os.mkdir, (str(tmp_path / "harm"),)

    for harm in (pickle.dumps(Harm()), pickle.dumps(Review()), b"", b"nonsense"):
        with closing(sqlite3.connect(site.folder / "output/.handouts/published.sqlite")) as list_:
            assert list_.execute("UPDATE kept SET record = ?", (harm,)).rowcount
            list_.commit()
        site.edit(BRIDGE, "Lift your hips", "Lift your hips up")
        site.build()
        assert site.files() == clean(site, tmp_path / "clean" / "output")
    assert not (tmp_path / "harm").exists()


def test_an_exercise_with_the_name_of_a_program_keeps_all_its_programs(
    make_site: MakeSite, tmp_path: Path
) -> None:
    namesake = EXERCISE.replace("title: Bridge", "title: Hips")
    other = PROGRAM.replace("exercises: [bridge]", "exercises: [hips]")
    site = make_site({"content/exercises/hips.md": namesake, "content/programs/other.md": other})
    age(site)
    site.build()
    site.edit(BRIDGE, "Lift your hips.", "Lift your hips a little.")
    site.build()
    assert site.files() == clean(site, tmp_path / "clean" / "output")


def test_an_edited_body_forgets_no_figure_of_another_exercise(make_site: MakeSite) -> None:
    site = make_site({**WITH_FIGURE, CLAM: EXERCISE.replace("title: Bridge", "title: Clam")})
    age(site)
    site.build()
    kept = sorted((site.folder / ".cache" / "figures").iterdir())
    site.edit(CLAM, "Lift your hips.", "Lift your knee.")
    site.build()
    assert "Lift your knee." in site.page("exercises/clam.html")
    assert kept
    assert sorted((site.folder / ".cache" / "figures").iterdir()) == kept


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (BRIDGE, "title: Bridge", "title: Bridging"),
        (BRIDGE, "dose: {sets: 3, reps: 10}", "dose: {hold: 1 min}"),
        (BRIDGE, "goal: strength", "goal: balance"),
        (BRIDGE, "1. Lie on your back.", "![A mat](../media/mat.png)\n\n1. Lie on your back."),
        ("content/programs/hips.md", "exercises: [bridge]", "exercises: [clam, bridge]"),
        ("content/programs/hips.md", "Why it helps.", "Why it helps you."),
        ("content/programs/hips.md", "title: Hip program", "title: Hips"),
    ],
)
def test_whatever_is_edited_all_that_shows_it_follows(
    site: Site, tmp_path: Path, path: str, old: str, new: str
) -> None:
    (site.folder / "content" / "media").mkdir()
    Image.new("RGB", (40, 30), "navy").save(site.folder / "content" / "media" / "mat.png")
    age(site)
    site.build()
    site.edit(path, old, new)
    site.build()
    assert site.files() == clean(site, tmp_path / "clean" / "output")


def test_an_edited_body_that_outdates_a_review_is_told_in_every_list(
    site: Site, tmp_path: Path
) -> None:
    sign(site.folder, site.folder / BRIDGE, "A. Tester, physiotherapist", TODAY)
    age(site)
    site.build()
    site.edit(BRIDGE, "Lift your hips.", "Lift your hips a little.")
    result = site.build()
    assert "Changed since review" in site.page("exercises/index.html")
    assert any("changed" in problem.message for problem in result.problems)
    assert site.files() == clean(site, tmp_path / "clean" / "output")


def test_the_warnings_of_all_files_are_told_when_one_was_edited(make_site: MakeSite) -> None:
    half_signed = EXERCISE.replace("side: both", 'side: both\nreview: {by: "A. Tester"}')
    site = make_site({CLAM: half_signed, "content/programs/more.md": PROGRAM})
    age(site)
    before = site.build().problems
    assert CLAM in {problem.path for problem in before}
    site.edit(BRIDGE, "Lift your hips.", "Lift your hips a little.")
    amended = site.build().problems
    assert amended == before
    assert amended == Site(site.folder).build(today="2026-11-22").problems


def test_a_mistake_in_an_edited_body_publishes_nothing(site: Site) -> None:
    before = site.files()
    site.edit(BRIDGE, "2. Lift your hips.", "2. [Lift](nowhere.md) your hips.")
    assert [problem.line for problem in site.problems()]
    assert site.files() == before
    site.edit(BRIDGE, "[Lift](nowhere.md)", "Lift")
    site.build()
    assert site.files() == before
