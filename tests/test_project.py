"""The shape of the project: who imports whom, what may be committed, what a wheel carries."""

import ast
import graphlib
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("site", "dev")

# Where packages are fetched from, and folders of the computer that somebody worked on.
NOT_TO_COMMIT = re.compile(
    r"pythonhosted\.org|pypi\.org/simple|registry\.npmjs|registry\.yarnpkg"
    r"|--(extra-)?index-url|--find-links|file:///\w"
    r"|(?<![\w.\-])/(root|work|home/\w+|Users/\w+)/",
    re.IGNORECASE,
)


def _name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {_name_of(file): file for file in sorted((ROOT / "generator").rglob("*.py"))}
TREES = {name: ast.parse(file.read_text("utf-8")) for name, file in FILES.items()}


def _imports(module: str) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it the import stands."""
    package = module if FILES[module].stem == "__init__" else module.rpartition(".")[0]
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level]
            home = ".".join([*above, *filter(None, [node.module])]) if node.level else node.module
            for alias in node.names:
                inner = f"{home}.{alias.name}"
                yield inner if inner in FILES else str(home)


def _imports_of_ours(module: str) -> set[str]:
    return {name for name in _imports(module) if name in FILES} - {"generator"}


def _prints(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    return called in {"print", "input"} or called.endswith(
        ("click.echo", "click.secho", "stdout.write", "stderr.write", "Console", "Progress")
    )


def _committed() -> list[Path]:
    """The files that git keeps or would keep, as far as they are text."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    files = [ROOT / name for name in names.split("\0") if name]
    return [file for file in files if file.is_file() and b"\0" not in file.read_bytes()]


def test_imports_point_one_way() -> None:
    graph = {module: _imports_of_ours(module) for module in FILES}
    tuple(graphlib.TopologicalSorter(graph).static_order())  # a circle raises, naming its modules


@pytest.mark.parametrize("module", ["generator.model", "generator.errors"])
def test_the_bottom_rests_on_nothing_above_it(module: str) -> None:
    assert _imports_of_ours(module) <= {"generator.model", "generator.errors"}


def test_one_module_knows_weasyprint() -> None:
    knowing = [m for m in FILES if any(i.split(".")[0] == "weasyprint" for i in _imports(m))]
    assert len(knowing) == 1, knowing


def test_only_the_command_line_prints() -> None:
    printing = {m for m, tree in TREES.items() if any(_prints(node) for node in ast.walk(tree))}
    assert {m for m in printing if m.split(".")[1] != "cli"} == set()


@pytest.mark.parametrize("module", FILES)
def test_a_module_says_in_one_sentence_which_step_it_is(module: str) -> None:
    first = (ast.get_docstring(TREES[module]) or "").split("\n")[0]
    assert re.fullmatch(r"[A-Z`].*[^.]\.", first), f"no sentence: {first!r}"
    assert not re.search(r"[.!?] [A-Z]", first), f"more than one sentence: {first!r}"


@pytest.mark.parametrize("module", FILES)
def test_a_module_stays_short_enough_to_be_one_step(module: str) -> None:
    lines = FILES[module].read_text("utf-8").count("\n")
    assert lines <= 300


def test_no_committed_file_names_a_machine_or_a_place_to_download_from() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for file in _committed()
        if file != Path(__file__)
        for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), 1)
        if NOT_TO_COMMIT.search(line)
    ]
    assert found == []


def _locked(lock: str) -> dict[str, str]:
    """Each package of a lock with its version; fails on one that has no version or no hash."""
    text = (ROOT / ".setup" / f"{lock}.txt").read_text("utf-8")
    assert "://" not in text
    entries = re.sub(r"^#.*\n|\\\n", "", text, flags=re.MULTILINE).splitlines()
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    pins = (entry.split()[0].split("==") for entry in entries)
    return {canonicalize_name(name): version for name, version in pins}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_all_that_the_project_asks_for(lock: str) -> None:
    """When this fails: make lock."""
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"]]
    if lock == "dev":
        asked += PROJECT["project"]["optional-dependencies"]["dev"]
    locked = _locked(lock)
    wrong = [
        line
        for line, wanted in ((line, Requirement(line)) for line in asked)
        if not wanted.specifier.contains(locked.get(canonicalize_name(wanted.name), "0"))
    ]
    assert wrong == []


def test_the_locks_agree() -> None:
    dev = _locked("dev")
    assert {name: dev.get(name) for name in _locked("site")} == _locked("site")


def test_continuous_integration_runs_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    commands = [line for line in script if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["make test"]
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.search(r"^ *make test\b", readme, re.MULTILINE)


def _run(*command: str | Path, folder: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture
def programs(wheel: Path, tmp_path: Path) -> Path:
    """The folder of `python` and `handouts`, the wheel installed alone in its own environment.

    The packages that it needs are those of the tests' environment, reached over a path line. The
    checkout, which is there as an editable install, does not come along: a path that a path line
    names is searched for modules, not for further path lines.
    """
    home = tmp_path / "environment"
    venv.create(home, symlinks=os.name != "nt")
    folder = home / ("Scripts" if os.name == "nt" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", folder / "python")
    _run(*pip, "install", "--no-index", "--no-deps", wheel)
    packages = next(home.rglob("site-packages"))
    (packages / "packages.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return folder


@pytest.mark.slow
def test_a_wheel_carries_templates_content_and_interface_words(wheel: Path) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        f"generator/_shipped/{file.relative_to(ROOT).as_posix()}"
        for folder in ("templates", "content")
        for file in (ROOT / folder).rglob("*")
        if file.is_file()
    } | {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "generator").rglob("*")
        if file.suffix in {".py", ".po", ".typed"}
    }
    assert expected - carried == set()


@pytest.mark.slow
def test_an_installed_wheel_makes_and_builds_a_site_in_an_empty_folder(
    programs: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    ask = "import generator; print(generator.__file__)"
    answer = _run(programs / "python", "-c", ask, folder=empty).strip()
    assert Path(answer).is_relative_to(tmp_path)

    _run(programs / "handouts", "new", "clinic", folder=empty)
    site = empty / "clinic"
    assert (site / "content" / "clinic.toml").is_file()
    assert not [file for file in (site / "templates").rglob("*") if file.is_file()]

    _run(programs / "handouts", "build", folder=site)
    built = site / "output" / "site"
    assert (built / "index.html").is_file()
    assert {file.stem for file in (ROOT / "content" / "programs").glob("*.md")} <= {
        file.name.removesuffix(".a4.pdf") for file in (built / "programs").glob("*.a4.pdf")
    }
