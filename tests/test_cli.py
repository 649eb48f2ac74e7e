"""The command line: what each command says, writes and returns."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_site import EXERCISE, MakeSite

from generator.cli import main

FILE = "content/exercises/bridge.md"


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


# build and check


def test_a_good_site_is_built_with_one_line(make_site: MakeSite) -> None:
    site = make_site()
    result = run("build", "--site", site.folder, "--no-pdf")
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    assert line.endswith(f", 1 warning: {site.output / 'index.html'}")
    assert (site.output / "index.html").is_file()


def test_a_profile_says_how_long_each_step_took(make_site: MakeSite) -> None:
    site = make_site()
    result = run("build", "--site", site.folder, "--no-pdf", "--profile")
    rows = re.findall(r"^  (\S[\w ]*?) +([\d.]+) s +(\d+)%$", result.stderr, re.MULTILINE)
    steps = {step: float(seconds) for step, seconds, _ in rows}
    assert {"glance", "read", "check", "pages", "publish", "all"} <= set(steps)
    assert steps.pop("all") == pytest.approx(sum(steps.values()), abs=0.05)
    assert rows[-1][2] == "100"
    assert "glance" not in run("build", "--site", site.folder, "--no-pdf").stderr


def test_strict_turns_a_warning_into_a_failure(make_site: MakeSite) -> None:
    site = make_site()
    result = run("build", "--site", site.folder, "--no-pdf", "--strict")
    assert result.exit_code == 1
    assert result.stderr.endswith("Nothing was published: 0 errors, 1 warning.\n")
    assert not site.output.exists()
    assert run("check", "--site", site.folder).exit_code == 0
    assert run("check", "--site", site.folder, "--strict").exit_code == 1


def test_a_fault_of_a_template_is_said_once_and_counted(make_site: MakeSite) -> None:
    names = ("bridge", "clam", "plank", "squat", "stand")
    site = make_site({f"content/exercises/{name}.md": EXERCISE for name in names})
    site.write("templates/web/exercise.html", "<h1>{{ exercise.title }}</h1>")
    lines = run("check", "--site", site.folder).stderr.splitlines()
    (at,) = (n for n, line in enumerate(lines) if '"Emergency" is missing' in line)
    assert lines[at].startswith("error: exercises/bridge.html:1: the safety block")
    assert lines[at + 2] == "  the same in exercises/clam.html, exercises/plank.html and 2 others"


def test_check_writes_nothing(make_site: MakeSite) -> None:
    site = make_site()
    before = set(site.folder.rglob("*"))
    result = run("check", "--site", site.folder)
    assert result.stdout == "0 errors, 1 warning\n"
    assert set(site.folder.rglob("*")) == before


def test_check_gives_problems_to_other_programs_as_json(make_site: MakeSite) -> None:
    site = make_site({FILE: EXERCISE.replace("strength", "mobilty")})
    result = run("check", "--site", site.folder, "--format", "json")
    assert result.exit_code == 1
    assert result.stderr == ""
    (problem,) = json.loads(result.stdout)
    assert problem == {
        "path": FILE,
        "line": 5,
        "message": "goal must be one of flexibility, strength, mobility, control, balance, "
        'endurance; got "mobilty"',
        "hint": "did you mean mobility?",
        "severity": "error",
        "source": "goal: mobilty",
    }


def test_check_warns_of_text_that_is_hard_to_read(make_site: MakeSite) -> None:
    """A page for patients is for grade 8 at most; a sentence has 20 words at most."""
    sentence = (
        "Individuals experiencing considerable musculoskeletal discomfort should immediately "
        "discontinue participation and communicate with an appropriately qualified physician "
        "concerning alternative rehabilitation possibilities available locally"
    )
    site = make_site({FILE: EXERCISE.replace("It makes the hips strong.", f"Why.\n{sentence}.")})
    result = run("check", "--site", site.folder, "--format", "json")
    assert result.exit_code == 0
    hard, long = (p for p in json.loads(result.stdout) if p["path"] == FILE)
    assert (hard["line"], hard["severity"]) == (1, "warning")
    assert "years of school to read; aim for 8" in hard["message"]
    assert "stop for discontinue" in hard["hint"]
    assert "doctor for physician" in hard["hint"]
    assert (long["line"], long["severity"]) == (14, "warning")
    assert long["message"] == "a sentence has 22 words, more than 20"
    assert long["hint"] == "cut it in two"
    assert long["source"] == f"{sentence}."[:200]


def test_the_shipped_content_is_easy_to_read() -> None:
    """Not one page above the grade, and not one sentence above the words."""
    shipped = Path(__file__).parent.parent
    result = run("check", "--site", shipped, "--format", "json")
    assert [p for p in json.loads(result.stdout) if p["path"] != "content"] == []


def test_a_folder_that_is_no_site_is_wrong_use(tmp_path: Path) -> None:
    for command in ("build", "check"):
        result = run(command, "--site", tmp_path)
        assert result.exit_code == 2
        assert f"there is no content/clinic.toml in {tmp_path}" in result.stderr
        assert "handouts new FOLDER" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["bild"], ["build", "--jobs", "0"], ["check", "--format", "xml"], ["review"]]
)
def test_a_wrong_call_is_wrong_use(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: ")


@pytest.mark.parametrize(("page", "code"), [(EXERCISE, 0), ("", 1), (None, 2)])
def test_a_real_run_ends_with_its_exit_code(
    make_site: MakeSite, page: str | None, code: int
) -> None:
    """Good, problems, wrong use; each without a traceback."""
    site = make_site({FILE: page} if page is not None else {"content/clinic.toml": None})
    command = [sys.executable, "-m", "generator", "check", "--site", str(site.folder)]
    environment = os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


# new and schema


def test_a_new_site_can_be_checked_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "clinic"
    result = run("new", folder)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == f"Made a new site in {folder}."
    assert list((folder / "templates").iterdir()) == []
    assert run("check", "--site", folder).exit_code == 0


def test_a_folder_in_use_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    result = run("new", tmp_path)
    assert result.exit_code == 2
    assert result.stderr == f"error: the folder {tmp_path} is not empty; choose a new one\n"
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_made_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("mine", "utf-8")
    for command in ("new", "schema"):
        result = run(command, tmp_path / "letter" / "clinic")
        assert result.exit_code == 2
        assert "Not a directory" in result.stderr


def test_schemas_are_written_for_each_kind_of_page(tmp_path: Path) -> None:
    result = run("schema", tmp_path / "schemas")
    assert result.exit_code == 0
    names = {file.name for file in (tmp_path / "schemas").iterdir()}
    kinds = ("exercises", "programs", "safety", "pages", "prescription")
    assert names == {f"{kind}.schema.json" for kind in kinds}
    exercise = json.loads((tmp_path / "schemas" / "exercises.schema.json").read_text("utf-8"))
    assert {"title", "dose", "safety", "precautions"} <= set(exercise["required"])
    assert exercise["additionalProperties"] is False
    assert "mobility" in exercise["properties"]["goal"]["enum"]


# review


def test_a_review_says_what_was_signed_until_when(make_site: MakeSite) -> None:
    site = make_site()
    result = run(
        *("review", site.folder / FILE, "--by", "A. Name", "--on", "2026-03-31"),
        *("--site", site.folder),
    )
    assert result.exit_code == 0
    assert result.stdout == (
        f'Signed "Bridge" ({FILE})\n'
        "  by A. Name on 2026-03-31, to be reviewed again by 2029-03-31\n"
    )
    assert 'review: {by: "A. Name", on: "2026-03-31"' in (site.folder / FILE).read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "options", "message"),
    [
        (FILE, ["--by", " "], "say who reviewed it"),
        (FILE, ["--by", "A", "--on", "2999-01-01"], "is still to come"),
        (FILE, ["--by", "A", "--on", "31/03/2026"], "'31/03/2026' does not match the format"),
        (FILE, [], "Missing option '--by'"),
        ("content/terms.toml", ["--by", "A"], "is not an exercise, a program or a safety sheet"),
        ("content/exercises/none.md", ["--by", "A"], "does not exist"),
    ],
)
def test_a_wrong_review_changes_nothing(
    make_site: MakeSite, path: str, options: list[str], message: str
) -> None:
    site = make_site()
    result = run("review", site.folder / path, "--site", site.folder, *options)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert (site.folder / FILE).read_text("utf-8") == EXERCISE


def test_a_site_with_problems_is_not_signed(make_site: MakeSite) -> None:
    """Nobody signs what cannot be read as a whole."""
    site = make_site({"content/exercises/cat.md": ""})
    result = run("review", site.folder / FILE, "--by", "A", "--site", site.folder)
    assert result.exit_code == 1
    assert "content/exercises/cat.md:1: the file has no front matter" in result.stderr
    assert (site.folder / FILE).read_text("utf-8") == EXERCISE
