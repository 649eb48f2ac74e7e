"""Publishing, killed for real: at every call that it makes, again while it recovers, at random."""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.publish import open_output
from generator.publish.completion import folders_of

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL"),
    # The child is killed or ends at once; it never waits for a thread that it does not have.
    pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning"),
]

OLD = {
    "index.html": "old home",
    "same.html": "same",
    "exercises/bridge.html": "old bridge",
    "es/index.html": "gone with its folder",
    "es/kept/gone.html": "gone, its folder is not empty",
    "file": "becomes a folder",
    "folder/page.html": "becomes a file",
}
NEW = {
    "index.html": "new home",
    "same.html": "same",
    "exercises/bridge.html": "new bridge",
    "exercises/bridge.a4.pdf": "new handout",
    "fr/pages/index.html": "new language",
    "file/page.html": "was a file",
    "folder": "was a folder",
}
STRANGERS = {"CNAME": "a stranger's", "es/kept/notes.txt": "a stranger's"}


def build(output: Path, pages: dict[str, str]) -> None:
    """A whole build of these pages; a handout comes from a worker's file."""
    with open_output(output) as publisher:
        for path, text in pages.items():
            if publisher.unchanged(path, text):
                continue
            if path.endswith(".pdf"):
                made = publisher.staging / "handout"
                made.write_text(text)
                publisher.stage_file(path, text, made)
            else:
                publisher.stage(path, text, text.encode())
        assert publisher.publish(pages) == []


def recover(output: Path) -> None:
    """What any next command does first."""
    with open_output(output, wait_seconds=0):
        pass


def fork(work: Callable[[], None]) -> int:
    """Does the work in a child process; returns the child's number."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  a child that failed must not run the tests' own code
            os._exit(1)
        os._exit(0)
    return child


def killed_at(moment: int, work: Callable[[], None]) -> bool:
    """Kills a child at the nth call into the system or SQLite, before or after it is made.

    Returns False when the work was done before that moment.
    """

    def work_and_die() -> None:
        moments = iter(range(1, moment))

        def die_at_last(_frame: object, event: str, called: object) -> None:
            outside = event in ("c_call", "c_return") and _reaches_outside(called)
            if outside and next(moments, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(die_at_last)
        work()
        sys.setprofile(None)

    _, status = os.waitpid(fork(work_and_die), 0)
    assert status in (0, signal.SIGKILL)
    return status == signal.SIGKILL


def _reaches_outside(called: object) -> bool:
    owner = getattr(called, "__self__", None)
    home = getattr(owner, "__name__", type(owner).__module__)
    return home in ("posix", "nt", "io", "_io", "sqlite3")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output with the old site in it, and with files of strangers."""
    output = tmp_path_factory.mktemp("published") / "output"
    build(output, OLD)
    for path, text in STRANGERS.items():
        (output / "site" / path).write_text(text)
    return output


def site(output: Path) -> dict[str, str]:
    root = output / "site"
    files = (file for file in root.rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_text() for file in files}


def folders(output: Path) -> set[str]:
    root = output / "site"
    return {place.relative_to(root).as_posix() for place in root.rglob("*") if place.is_dir()}


def assert_each_file_is_old_or_new(output: Path) -> None:
    found = site(output)
    assert found.keys() <= {*OLD, *NEW, *STRANGERS}
    assert STRANGERS.items() <= found.items()
    for path in {*OLD, *NEW}:
        assert found.get(path) in (OLD.get(path), NEW.get(path)), path


def assert_whole(output: Path, pages: dict[str, str]) -> None:
    """Exactly these pages and the strangers, all of them on the list, nothing left over."""
    everything = pages | STRANGERS
    assert site(output) == everything
    assert folders(output) == folders_of(everything)
    with open_output(output) as publisher:
        for path in {*OLD, *NEW}:
            assert publisher.unchanged(path, pages.get(path, "")) == (path in pages), path
    assert list((output / ".handouts" / "staging").iterdir()) == []


def killed_and_recovered(output: Path, moment: int, recovery_moment: int) -> bool:
    """One build killed, its recovery killed too, then completed; False when it was not killed."""
    untouched = (output / "site/same.html").stat()
    killed = killed_at(moment, lambda: build(output, NEW))
    assert_each_file_is_old_or_new(output)
    killed_at(recovery_moment, lambda: recover(output))
    assert_each_file_is_old_or_new(output)
    recover(output)
    begun = site(output) != OLD | STRANGERS
    assert_whole(output, NEW if begun else OLD)
    build(output, NEW)
    assert_whole(output, NEW)
    same = (output / "site/same.html").stat()
    assert (same.st_ino, same.st_mtime_ns) == (untouched.st_ino, untouched.st_mtime_ns)
    return killed


@pytest.mark.slow
def test_killed_at_every_call_each_file_is_old_or_new_and_the_next_command_completes_it(
    published: Path, tmp_path: Path
) -> None:
    """Wherever a build stops, and its recovery too, the site ends whole: all old or all new."""
    moment = 1
    output = tmp_path / "output"
    while True:
        shutil.copytree(published, output)
        if not killed_and_recovered(output, moment, recovery_moment=moment % 97 + 1):
            break
        shutil.rmtree(output)
        moment += 1
    assert moment > 200


@pytest.mark.slow
def test_killed_at_every_call_of_the_recovery(published: Path, tmp_path: Path) -> None:
    """A recovery may itself be cut short anywhere, and be completed by the next one."""
    torn = tmp_path / "torn"
    for moment in range(1, 10_000):
        shutil.rmtree(torn, ignore_errors=True)
        shutil.copytree(published, torn)
        assert killed_at(moment, lambda: build(torn, NEW))
        if NEW["folder"] in site(torn).values():
            break
    output = tmp_path / "output"
    moment, killed = 0, True
    while killed:
        moment += 1
        shutil.copytree(torn, output)
        killed = killed_at(moment, lambda: recover(output))
        assert_each_file_is_old_or_new(output)
        recover(output)
        assert_whole(output, NEW)
        shutil.rmtree(output)
    assert moment > 50


@pytest.mark.slow
def test_killed_at_random_moments_of_many_builds(published: Path, tmp_path: Path) -> None:
    """Kills that also hit the inside of a system call or of SQLite leave a whole site."""
    output = tmp_path / "output"
    shutil.copytree(published, output)

    def build_for_ever() -> None:
        while True:
            build(output, NEW)
            build(output, OLD)

    chance = random.Random(1)  # noqa: S311  nothing here is secret
    for _ in range(150):
        child = fork(build_for_ever)
        time.sleep(chance.uniform(0.001, 0.03))
        os.kill(child, signal.SIGKILL)
        assert os.waitpid(child, 0)[1] == signal.SIGKILL
        assert_each_file_is_old_or_new(output)
        recover(output)
        assert_whole(output, OLD if "es/index.html" in site(output) else NEW)
