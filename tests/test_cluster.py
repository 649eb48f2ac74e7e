"""A build on a Dask cluster: the same bytes, whatever happens to workers, or a clear refusal."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from clustering import Cluster, cluster, make_certificate, wait_for
from PIL import Image
from small_site import EXERCISE, KEYED, SMALL_SITE, WITH_FIGURE, MakeSite, Site
from test_project import FILES, _imports, _imports_of_ours, _locked

from generator.cluster.address import check_address
from generator.cluster.alike import PACKAGES
from generator.cluster.luggage import Unpacked, pack
from generator.errors import UsageError

ROOT = Path(__file__).parent.parent
# What no byte of an output goes through.
HARMLESS = """annotated-types brotlicffi click hatchling livereload markdown-it-py mdurl packaging
pathspec pluggy pycparser pygments rich tomlkit tornado trove-classifiers typing-extensions
typing-inspection""".split()

# Pages travel as well, however few they are.
BUILD = """
from generator import page_work
from generator.cli import main

page_work._WORTH_A_PROCESS = 1
main()
"""


def command(*arguments: str | Path) -> list[str | Path]:
    """What builds a site, as `handouts build`."""
    return [sys.executable, "-c", BUILD, "build", *arguments]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with figures, handouts, a photograph, and templates, rules and a font of its own."""
    site = Site(tmp_path_factory.mktemp("site") / "clinic")
    photograph = BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(photograph, "JPEG")
    files: dict[str, str | bytes] = {**SMALL_SITE, **WITH_FIGURE}
    pose = WITH_FIGURE["content/exercises/bridge.pose.yaml"]
    for number in range(5):
        title = f"title: Lift {number}"
        files[f"content/exercises/lift-{number}.md"] = KEYED.replace("title: Bridge", title)
        bent = pose.replace("flexion: 80", f"flexion: {60 + number}")
        files[f"content/exercises/lift-{number}.pose.yaml"] = bent
    files["content/exercises/mat.md"] = EXERCISE + "\n![A mat.](../media/mat.jpg)\n"
    files["content/media/mat.jpg"] = photograph.getvalue()
    files["templates/web/exercise.html"] = '{% extends "shipped/web/exercise.html" %}\n'
    bold = ROOT / "templates/print/fonts/atkinson-hyperlegible-next-700.ttf"
    files["templates/print/fonts/atkinson-hyperlegible-next-400.ttf"] = bold.read_bytes()
    files["templates/print/clinic.css"] = "h1 { letter-spacing: 1pt }\n"
    for path, content in files.items():
        site.write(path, content)
    return site


@pytest.fixture(scope="module")
def expected(site: Site) -> dict[str, bytes]:
    """All that one process publishes of it."""
    subprocess.run(command("--site", site.folder, "--jobs", "1"), check=True)
    return site.files()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster without workers, which talks over TLS."""
    with cluster(tmp_path / "cluster", make_certificate(tmp_path)) as running:
        running.start_scheduler("tls")
        yield running


def start_build(site: Site, running: Cluster, output: Path) -> subprocess.Popen[str]:
    """A build on a cluster, of a site of which nothing was drawn yet."""
    folder = copytree(site.folder, output / "clinic", ignore=ignore_patterns(".cache", "output"))
    return subprocess.Popen(
        command("--site", folder, "--scheduler", running.address),
        env=running.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_a_site_is_the_same_also_when_a_worker_is_killed(
    site: Site, expected: dict[str, bytes], running: Cluster, tmp_path: Path
) -> None:
    """Its work is done by the other, which keeps nothing of the site in the end."""
    victim = running.start_worker("victim")
    running.start_worker("other")
    build = start_build(site, running, tmp_path)
    # It has the templates, and so at least one handout, in its hands.
    wait_for(lambda: running.unpacked("victim"))
    victim.kill()
    said = build.communicate(timeout=120)
    assert build.returncode == 0, said
    assert Site(tmp_path / "clinic").files() == expected
    wait_for(lambda: not running.unpacked("other"))


@pytest.mark.slow
def test_a_cluster_that_dies_is_said_in_a_line(
    site: Site, running: Cluster, tmp_path: Path
) -> None:
    """And nothing is published."""
    running.start_worker("one")
    build = start_build(site, running, tmp_path)
    wait_for(lambda: running.unpacked("one"))
    for process in running.processes:
        process.kill()
    said = build.communicate(timeout=60)[1]
    assert build.returncode == 2
    assert re.fullmatch(r"error: the cluster at tls://\S+ is gone: .*\n", said)
    assert Site(tmp_path / "clinic").files() == {}


HANDING_OUT = """
import sys
from generator.cluster.crew import Crew
from generator.errors import UsageError

try:
    with Crew(sys.argv[1], paper=True, patience=20) as crew:
        for number in (-1, -2):
            with crew.workers(abs) as make_all:
                print(*make_all([number]), flush=True)
            sys.stdin.readline()
except UsageError as error:
    print(error)
"""


@pytest.mark.slow
def test_a_worker_with_another_program_gets_no_work(running: Cluster, tmp_path: Path) -> None:
    """Not when it is there at the start, and not when it comes later."""
    other = tmp_path / "program"
    for folder in ("generator", "templates"):
        copytree(ROOT / folder, other / folder, ignore=ignore_patterns("__pycache__"))
    (other / "pyproject.toml").touch()
    with (other / "generator" / "labels.py").open("a") as module:
        module.write("# Changed.\n")

    def hand_out() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", HANDING_OUT, running.address],
            env=running.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    same = running.start_worker("same")
    early = hand_out()
    assert early.stdout
    assert early.stdout.readline() == "1\n"
    same.kill()
    running.start_worker("different", other)
    said = early.communicate("\n", timeout=60)[0]
    differs = r"differs in the program \(\w{12} here, \w{12} there\); install there "
    assert re.match(rf"a worker of {running.address} {differs}", said)

    said = hand_out().communicate(timeout=60)[0]
    assert re.match(rf"the worker tls://127\.0\.0\.1:\d+ {differs}", said)


@pytest.mark.parametrize(
    "address",
    [
        "tcp://10.0.0.7:8786",
        "tcp://scheduler:8786",
        "tcp://127.0.0.1.example.org:8786",
        "tcp://127.0.0.1@example.org:8786",
        "tcp://0.0.0.0:8786",
        "ws://127.0.0.1:8786",
        "ucx://127.0.0.1:8786",
        "inproc://127.0.0.1/1/1",
        "127.0.0.1:8786",
        "tls://scheduler",
    ],
)
def test_plain_text_stays_on_this_machine(address: str) -> None:
    """On its way elsewhere, what a handout says could be altered."""
    with pytest.raises(UsageError, match=re.escape(address)):
        check_address(address)


@pytest.mark.parametrize(
    "address",
    ["tls://10.0.0.7:8786", "tls://s-1.example:1", "tcp://127.0.0.1:1", "tcp://[::1]:1"],
)
def test_a_safe_address_is_taken(address: str) -> None:
    check_address(address)


def test_templates_come_out_as_they_went_in(tmp_path: Path) -> None:
    """And are gone when nobody needs them any more."""
    site = Site(tmp_path)
    site.write("templates/print/a/b.css", b"\0\r\n")
    site.write("templates/web/home.html", "")
    unpacked = Unpacked(pack((tmp_path / "templates", ROOT / "templates"), "print"))
    own, ours = unpacked.folders
    assert ours == ROOT / "templates"
    assert [file.relative_to(own) for file in own.rglob("*.*")] == [Path("print/a/b.css")]
    assert (own / "print/a/b.css").read_bytes() == b"\0\r\n"
    del unpacked
    assert not own.exists()


@pytest.mark.skipif(os.name == "nt", reason="needs a link")
def test_a_link_among_the_templates_does_not_travel(tmp_path: Path) -> None:
    """A copy would be used where a link that leads out of the site is refused."""
    folder = tmp_path / "templates" / "print"
    folder.mkdir(parents=True)
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="templates/print/link is a link"):
        pack((tmp_path / "templates",))


@pytest.mark.slow
def test_nothing_of_dask_is_loaded_without_a_scheduler(make_site: MakeSite) -> None:
    script = f"""
import sys
from generator.cli import main
main(["build", "--site", {str(make_site().folder)!r}, "--no-pdf"], standalone_mode=False)
print({{"dask", "distributed", "generator.cluster.crew"}} & {{*sys.modules}})
"""
    said = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True).stdout
    assert said.endswith(b"\nset()\n")


def test_only_what_talks_to_a_cluster_knows_dask() -> None:
    knowing = {m for m in FILES if {"dask", "distributed"} & {i.split(".")[0] for i in _imports(m)}}
    assert knowing == {"generator.cluster.crew", "generator.cluster.station"}


@pytest.mark.parametrize(
    "module", [m for m in FILES if m.startswith(("generator.patients", "generator.cli.print"))]
)
def test_what_concerns_a_patient_never_travels(module: str) -> None:
    """Whatever it loads, there is nothing to reach a cluster with among it."""
    waiting, reached = [module], set[str]()
    while waiting:
        reached.add(waiting[-1])
        waiting += _imports_of_ours(waiting.pop()) - reached
    assert not any(one.startswith("generator.cluster") for one in reached)


def test_a_handout_for_a_patient_cannot_be_sent_to_a_cluster() -> None:
    asked = [sys.executable, "-m", "generator", "print", "--scheduler", "tls://host:1"]
    done = subprocess.run(asked, check=False, capture_output=True, text=True)
    assert "No such option" in done.stderr


def test_all_packages_that_reach_an_output_are_compared() -> None:
    """When this fails, decide of each new package whether anything of an output is its work."""
    assert {*_locked("site")} == {*PACKAGES, *HARMLESS}


def test_a_worker_is_installed_from_the_same_pins() -> None:
    """When this fails: make lock."""
    assert _locked("site").items() <= _locked("cluster").items() <= _locked("dev").items()
    assert "distributed" in _locked("cluster")
