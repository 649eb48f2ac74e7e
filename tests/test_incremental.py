"""An incremental build equals a clean one, byte for byte, whatever happened to the files before."""

import re
import shutil
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from small_site import EXERCISE, TODAY, WITH_FIGURE, MakeSite, Site

from generator.asked import BuildOptions
from generator.build import build
from generator.edition import OFFLINE_PAGE
from generator.sign import sign

SLUGS = st.sampled_from(["plank", "squat", "heel-raise", "clam"])
WORDS = st.sampled_from(["slowly", "gently", "calmly", "with care", "ohne Hast", "μαλακά"])
PAGE = "---\ntitle: Printing and offline reading\nsummary: Keep it.\n---\nTake it with you.\n"
DOSES = st.sampled_from(["{reps: 5}", "{sets: 3, hold: 30 s}", "{hold: 1 min, as_needed: true}"])


def clean_build(site: Site, folder: Path, *, pdf: bool = False, today: str) -> dict[str, bytes]:
    """What a first build of the same site publishes, in another place."""
    shutil.rmtree(folder, ignore_errors=True)
    build(BuildOptions(site.folder, folder, today, pdf=pdf))
    return published(folder)


def published(output: Path) -> dict[str, bytes]:
    """Everything that lies in the site of an output folder, by its address."""
    files = (file for file in sorted((output / "site").rglob("*")) if file.is_file())
    return {file.relative_to(output / "site").as_posix(): file.read_bytes() for file in files}


class Editing(RuleBasedStateMachine):
    """A clinic at work: it edits, adds, renames and deletes, and builds now and then."""

    folder: Path
    make_site: MakeSite

    @initialize()
    def start(self) -> None:
        shutil.rmtree(self.folder / "clinic", ignore_errors=True)
        self.site = self.make_site()
        self.extra: dict[str, str] = {}
        self.today = "2026-11-21"
        self.site.build(today=self.today)

    def _write(self, slug: str) -> None:
        self.site.write(f"content/exercises/{slug}.md", self.extra[slug])

    @rule(slug=SLUGS, word=WORDS, dose=DOSES)
    def add_or_edit(self, slug: str, word: str, dose: str) -> None:
        text = EXERCISE.replace("title: Bridge", f"title: {slug.title()}").replace("slowly", word)
        self.extra[slug] = text.replace("{sets: 3, reps: 10}", dose)
        self._write(slug)

    @rule(slug=SLUGS)
    def delete(self, slug: str) -> None:
        if self.extra.pop(slug, None):
            self.site.remove(f"content/exercises/{slug}.md")

    @rule(old=SLUGS, new=SLUGS)
    def rename(self, old: str, new: str) -> None:
        if old in self.extra and new not in self.extra:
            self.extra[new] = self.extra.pop(old)
            self.site.remove(f"content/exercises/{old}.md")
            self._write(new)

    @rule(word=WORDS)
    def retitle_the_linked_exercise(self, word: str) -> None:
        text = EXERCISE.replace("title: Bridge", f"title: Bridge, {word}")
        self.site.write("content/exercises/bridge.md", text)

    @rule(word=WORDS)
    def edit_a_body(self, word: str) -> None:
        path = "content/exercises/bridge.md"
        head, _, _ = (self.site.folder / path).read_text("utf-8").partition("2. Lift")
        self.site.write(path, f"{head}2. Lift your hips {word}.\n")

    @rule(word=WORDS)
    def edit_a_background(self, word: str) -> None:
        path = "content/programs/hips.md"
        head, _, _ = (self.site.folder / path).read_text("utf-8").partition("Why it helps")
        self.site.write(path, f"{head}Why it helps, {word}.\n")

    @rule()
    def sign_an_exercise(self) -> None:
        file = self.site.folder / "content" / "exercises" / "bridge.md"
        sign(self.site.folder, file, "A. Tester", "2026-11-20")

    @rule(word=WORDS)
    def change_the_sheet(self, word: str) -> None:
        path = "content/safety/low-back.md"
        text = (self.site.folder / path).read_text("utf-8")
        head, _, rest = text.partition("stop_if: [")
        self.site.write(path, f"{head}stop_if: [Sharp pain, {word}]\n" + rest.partition("\n")[2])

    @rule(word=WORDS)
    def change_a_term_and_a_setting(self, word: str) -> None:
        self.site.write(
            "content/terms.toml", f'[regions]\nhip = "{word}"\n[equipment]\nmat = "Mat"\n'
        )
        path = "content/clinic.toml"
        text = (self.site.folder / path).read_text("utf-8")
        head, _, rest = text.partition("title = ")
        self.site.write(path, f'{head}title = "{word}"\n' + rest.partition("\n")[2])

    @rule(word=WORDS)
    def override_a_template(self, word: str) -> None:
        text = '{% extends "shipped/web/programs.html" %}\n{% block main %}{{ super() }}<p>'
        self.site.write("templates/web/programs.html", f"{text}{word}</p>{{% endblock %}}\n")

    @rule(word=WORDS)
    def override_the_stylesheet(self, word: str) -> None:
        self.site.write("templates/assets/clinic.css", f"/* {word} */\n")

    @rule(wanted=st.booleans())
    def want_the_site_in_one_file(self, *, wanted: bool) -> None:
        self.site.write(f"content/pages/{OFFLINE_PAGE}.md", PAGE)
        path = "content/clinic.toml"
        text = (self.site.folder / path).read_text("utf-8")
        text = re.sub("offline_zip = .*\n", "", text)
        setting = f"offline_zip = {str(wanted).lower()}\n"
        self.site.write(path, text.replace("[print]\n", f"{setting}[print]\n"))

    @rule()
    def go_back_to_the_shipped_theme(self) -> None:
        shutil.rmtree(self.site.folder / "templates", ignore_errors=True)

    @rule(day=st.sampled_from(["2026-11-21", "2026-12-01", "2031-01-01"]))
    def wait(self, day: str) -> None:
        self.today = day

    @rule()
    def build_now(self) -> None:
        self.site.build(today=self.today)

    @rule()
    def lose_the_cache(self) -> None:
        shutil.rmtree(self.site.folder / ".cache", ignore_errors=True)

    @rule()
    def lose_or_spoil_an_output(self) -> None:
        (self.site.output / "index.html").write_text("spoilt")
        (self.site.output / "programs" / "index.html").unlink(missing_ok=True)

    @invariant()
    def incremental_equals_clean(self) -> None:
        result = self.site.build(today=self.today)
        again = self.site.build(today=self.today)
        clean = clean_build(self.site, self.folder / "clean", today=self.today)
        assert self.site.files() == clean
        options = BuildOptions(self.site.folder, self.folder / "clean", self.today, pdf=False)
        assert result.problems == again.problems == build(options).problems


@pytest.mark.slow
def test_any_sequence_of_edits_publishes_what_a_clean_build_would(
    tmp_path: Path, make_site: MakeSite
) -> None:
    class HereEditing(Editing):
        folder = tmp_path

        def __init__(self) -> None:
            super().__init__()
            self.make_site = make_site

    case = HereEditing.TestCase
    case.settings = settings(
        max_examples=8,
        stateful_step_count=10,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    case("runTest").runTest()


@pytest.mark.slow
def test_a_sequence_with_handouts_publishes_what_a_clean_build_would(
    tmp_path: Path, make_site: MakeSite
) -> None:
    site = make_site()
    site.build(pdf=True)
    site.edit("content/exercises/bridge.md", "Go slowly.", "Go gently.")
    site.build(pdf=True)
    site.write("content/exercises/clam.md", EXERCISE.replace("title: Bridge", "title: Clam"))
    site.edit("content/clinic.toml", "01632 960 123", "01632 960 456")
    site.build(pdf=True)
    site.edit("content/programs/hips.md", "exercises: [bridge]", "exercises: [clam, bridge]")
    shutil.rmtree(site.folder / ".cache", ignore_errors=True)
    site.build(pdf=True)
    site.remove("content/exercises/bridge.md")
    site.edit("content/programs/hips.md", "exercises: [clam, bridge]", "exercises: [clam]")
    site.build(pdf=True)
    assert site.files() == clean_build(site, tmp_path / "clean", pdf=True, today="2026-11-21")


def test_nothing_is_made_or_touched_when_nothing_changed(make_site: MakeSite) -> None:
    site = make_site()
    site.build()
    before = {file: file.stat().st_mtime_ns for file in site.output.rglob("*")}
    result = site.build()
    assert result.pages_made == 0
    assert {file: file.stat().st_mtime_ns for file in site.output.rglob("*")} == before


@pytest.mark.slow
def test_handouts_are_not_made_again_when_nothing_changed(make_site: MakeSite) -> None:
    site = make_site()
    assert site.build(pdf=True).handouts_made == 2
    assert site.build(pdf=True).handouts_made == 0


def test_a_body_edit_rewrites_its_own_page_only(make_site: MakeSite) -> None:
    site = make_site()
    site.build()
    before = site.files()
    site.edit("content/programs/hips.md", "Why it helps.", "Why it helps you.")
    site.build()
    after = site.files()
    changed = [path for path in after if after[path] != before[path]]
    # Of a handout that is made of it, the version; the worker lists the pages by their bytes.
    assert changed == ["handout-parts/programs/hips.js", "programs/hips.html", "sw.js"]


def test_deleting_a_page_removes_its_files_and_no_others(make_site: MakeSite) -> None:
    others = ("content/exercises/clam.md", "content/exercises/plank.md")
    site = make_site(dict.fromkeys(others, EXERCISE))
    site.build()
    stranger = site.output / "exercises" / "notes.txt"
    stranger.write_text("not ours")
    before = set(site.files())
    site.remove("content/exercises/clam.md")
    site.build()
    assert before - set(site.files()) == {"exercises/clam.html", "handout-parts/exercises/clam.js"}
    assert stranger.read_text() == "not ours"


@pytest.mark.parametrize(
    ("path", "old", "new", "page", "word"),
    [
        ("content/terms.toml", 'hip = "Hip"', 'hip = "Hips"', "exercises/bridge.html", "Hips"),
        ("content/clinic.toml", "Test Clinic", "New Clinic", "404.html", "New Clinic"),
        (
            "content/safety/low-back.md",
            "Sharp pain",
            "Dull pain",
            "programs/hips.html",
            "Dull pain",
        ),
        (
            "content/exercises/bridge.md",
            "title: Bridge",
            "title: Bridging",
            "programs/hips.html",
            "Bridging",
        ),
        (
            "content/programs/hips.md",
            "title: Hip",
            "title: New",
            "exercises/bridge.html",
            "New program",
        ),
    ],
)
def test_a_page_follows_everything_that_it_shows(
    make_site: MakeSite, path: str, old: str, new: str, page: str, word: str
) -> None:
    site = make_site()
    site.build()
    assert word not in site.page(page)
    site.edit(path, old, new)
    site.build()
    assert word in site.page(page)


def test_a_problem_leaves_the_published_site_as_it_is(make_site: MakeSite) -> None:
    site = make_site()
    site.build()
    before = site.files()
    site.edit("content/exercises/bridge.md", "sets: 3", "sets: three")
    site.edit("content/programs/hips.md", "Why it helps.", "Why it helps you.")
    assert site.problems()
    assert site.files() == before


def test_without_handouts_no_page_speaks_of_them_and_older_ones_go(make_site: MakeSite) -> None:
    site = make_site()
    stale = site.output / "exercises" / "bridge.a4.pdf"
    site.build(pdf=True)
    assert stale.exists()
    site.build(pdf=False)
    assert not stale.exists()
    assert ".pdf" not in "".join(site.page(path) for path in site.files() if path.endswith(".html"))


def test_a_page_follows_a_file_that_its_template_includes(make_site: MakeSite) -> None:
    home = '{% extends "shipped/web/home.html" %}{% block main %}{% include "hours.html" %}'
    site = make_site(
        {
            "templates/web/home.html": f"{home}{{{{ super() }}}}{{% endblock %}}",
            "templates/hours.html": "<p>We open at 9.</p>",
        }
    )
    site.build()
    site.write("templates/hours.html", "<p>We open at 10.</p>")
    assert site.build().pages_made == 1
    assert "We open at 10." in site.page("index.html")


@pytest.mark.slow
def test_any_number_of_processes_of_any_kind_make_the_same_bytes(
    make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in ("illustrate", "page_work", "printing"):
        monkeypatch.setattr(f"generator.{step}._WORTH_A_PROCESS", 1)
    twice = {path.replace("bridge", "clam"): text for path, text in WITH_FIGURE.items()}
    site = make_site({**WITH_FIGURE, **twice})
    made = {}
    for jobs, kind in ((1, "spawn"), (2, "spawn"), (4, "spawn"), (4, "forkserver")):
        begun: list[str] = []

        def begin(asked: str, kind: str = kind, begun: list[str] = begun) -> BaseContext:
            begun.append(asked)
            return get_context(kind)

        monkeypatch.setattr("generator.workers.get_context", begin)
        output = tmp_path / f"{jobs} {kind}"
        shutil.rmtree(site.folder / ".cache", ignore_errors=True)
        build(BuildOptions(site.folder, output, TODAY, jobs=jobs))
        made[jobs, kind] = published(output)
        assert len(begun) == (0 if jobs == 1 else 3)
    one, *others = made.values()
    assert any(name.endswith(".pdf") for name in one)
    assert any(name.endswith(".svg") for name in one)
    assert all(other == one for other in others)
