"""Publishing: what stands in the output afterwards, what is left alone, and what is said."""

import errno
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import Problem
from generator.publish import OutputBusy, OutputUnusable, open_output
from generator.publish.completion import folders_of

ON_POSIX = os.name == "posix"
AS_ROOT = ON_POSIX and os.geteuid() == 0
NOBODY = 65534


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def publish(output: Path, pages: Mapping[str, str]) -> list[Problem]:
    """Publishes these pages and no others, each under its own text as key."""
    with open_output(output) as publisher:
        for path, text in pages.items():
            if not publisher.unchanged(path, text):
                publisher.stage(path, text, text.encode())
        return publisher.publish(pages)


def site(output: Path) -> dict[str, str]:
    """Every file of the site, with its text."""
    root = output / "site"
    files = (file for file in root.rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_text() for file in files}


def folders(output: Path) -> set[str]:
    """Every folder of the site."""
    root = output / "site"
    return {place.relative_to(root).as_posix() for place in root.rglob("*") if place.is_dir()}


def identity(file: Path) -> tuple[int, int]:
    """Changes when a file is replaced or written to."""
    return file.stat().st_ino, file.stat().st_mtime_ns


def put(file: Path, text: str = "a stranger's") -> Path:
    """Writes a file that the program knows nothing of."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


# What stands afterwards


def test_staged_files_reach_the_site_only_when_published(output: Path) -> None:
    """Nothing under site/ changes before publish, and afterwards everything staged is there."""
    with open_output(output) as publisher:
        publisher.stage("exercises/bridge.html", "k", b"bridge")
        publisher.stage("index.html", "k", b"home")
        assert site(output) == {}
        assert publisher.publish(["exercises/bridge.html", "index.html"]) == []
    assert site(output) == {"exercises/bridge.html": "bridge", "index.html": "home"}


def test_the_list_remembers_key_size_digest_and_meta(output: Path) -> None:
    """The row of a published file can be read back by a later build."""
    with open_output(output) as publisher:
        publisher.stage("bridge.pdf", "key", b"pdf", meta='{"pages": 2}')
        publisher.publish(["bridge.pdf"])
    with open_output(output) as publisher:
        row = publisher.published("bridge.pdf")
        assert row is not None
        assert (row.key, row.size, row.meta) == ("key", 3, '{"pages": 2}')
        assert row.digest == hashlib.sha256(b"pdf").hexdigest()
        assert publisher.published("other.pdf") is None


def test_a_build_that_fails_before_publishing_leaves_the_site_and_no_litter(output: Path) -> None:
    """An exception between staging and publishing loses what was staged, and nothing else."""
    publish(output, {"index.html": "old"})

    def fail() -> None:
        with open_output(output) as publisher:
            publisher.stage("index.html", "new", b"new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert site(output) == {"index.html": "old"}
    assert list((output / ".handouts" / "staging").iterdir()) == []


def test_a_file_made_by_a_worker_is_moved(output: Path) -> None:
    """stage_file takes the file out of the staging folder and publishes it under its path."""
    with open_output(output) as publisher:
        made = put(publisher.staging / "bridge", "pdf")
        publisher.stage_file("bridge.a4.pdf", "k", made, meta="1")
        assert not made.exists()
        publisher.publish(["bridge.a4.pdf"])
    assert site(output) == {"bridge.a4.pdf": "pdf"}


def test_a_worker_s_file_with_the_same_bytes_is_dropped(output: Path) -> None:
    """stage_file leaves the published file alone when a worker made the same bytes again."""
    publish(output, {"bridge.a4.pdf": "pdf"})
    before = identity(output / "site/bridge.a4.pdf")
    with open_output(output) as publisher:
        made = put(publisher.staging / "bridge", "pdf")
        publisher.stage_file("bridge.a4.pdf", "new key", made)
        assert not made.exists()
        publisher.publish(["bridge.a4.pdf"])
    assert identity(output / "site/bridge.a4.pdf") == before


@pytest.mark.skipif(not ON_POSIX, reason="Windows has no umask")
def test_published_files_have_the_permissions_of_any_new_file(output: Path) -> None:
    """A web server run by somebody else can read what was published."""
    before = os.umask(0o022)
    try:
        publish(output, {"exercises/bridge.html": "bridge"})
    finally:
        os.umask(before)
    assert (output / "site/exercises/bridge.html").stat().st_mode & 0o777 == 0o644
    assert (output / "site/exercises").stat().st_mode & 0o777 == 0o755


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["a", "A", "b", "c/a", "c/b", "c/d/a", "e", "e/a", "e/a/b"]),
            st.sampled_from(["one", "two", "three"]),
        ).filter(
            lambda pages: (
                not folders_of(pages) & pages.keys()
                and len({path.casefold() for path in pages}) == len(pages)
            )
        ),
        max_size=6,
    ),
    st.booleans(),
)
def test_the_site_is_what_was_wanted_last(states: list[dict[str, str]], stranger: bool) -> None:
    """After any sequence of builds the site holds the last state, the strangers, no more."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        strangers = {"c/d/stranger": "a stranger's"} if stranger else {}
        for path in strangers:
            put(output / "site" / path)
        for pages in states:
            assert publish(output, pages) == []
            assert site(output) == pages | strangers
            assert folders(output) == folders_of([*pages, *strangers])


# What is left alone


def test_an_unchanged_file_is_never_touched(output: Path) -> None:
    """Publishing other files keeps inode and time of a file that did not change."""
    publish(output, {"index.html": "home", "about.html": "old"})
    before = identity(output / "site/index.html")
    publish(output, {"index.html": "home", "about.html": "new"})
    assert identity(output / "site/index.html") == before
    assert site(output)["about.html"] == "new"


def test_the_same_bytes_under_a_new_key_only_change_the_list(output: Path) -> None:
    """A file that came out the same stays untouched and is up to date for the next build."""
    publish(output, {"index.html": "home"})
    before = identity(output / "site/index.html")
    with open_output(output) as publisher:
        publisher.stage("index.html", "new key", b"home", meta="new")
        assert publisher.publish(["index.html"]) == []
    assert identity(output / "site/index.html") == before
    with open_output(output) as publisher:
        assert publisher.unchanged("index.html", "new key")
        row = publisher.published("index.html")
        assert row is not None
        assert row.meta == "new"


def test_a_build_without_changes_does_not_write_the_list(output: Path) -> None:
    """Nothing to do means nothing written, not even beside the site."""
    publish(output, {"index.html": "home"})
    before = (output / ".handouts/published.sqlite").read_bytes()
    publish(output, {"index.html": "home"})
    assert (output / ".handouts/published.sqlite").read_bytes() == before


def test_one_change_among_many_writes_little_of_the_list(output: Path) -> None:
    """The list is updated by the row, not rewritten: most of its pages stay as they were."""
    pages = {f"exercises/{number:04}.html": str(number) for number in range(2000)}
    publish(output, pages)
    before = (output / ".handouts/published.sqlite").read_bytes()
    publish(output, pages | {"exercises/0777.html": "new"})
    after = (output / ".handouts/published.sqlite").read_bytes()
    starts = range(0, len(before), 4096)
    changed = [start for start in starts if before[start:][:4096] != after[start:][:4096]]
    assert 0 < len(changed) < 6 < len(starts) / 10


def test_unchanged_notices_another_key_an_edit_and_a_deletion(output: Path) -> None:
    """A file must be made again when its key, its bytes or its existence changed."""
    publish(output, dict.fromkeys(["same", "edited", "longer", "deleted", "folder"], "text"))
    (output / "site/edited").write_text("TEXT")
    os.utime(output / "site/edited", ns=(1, 1))
    (output / "site/longer").write_text("text and more")
    (output / "site/deleted").unlink()
    (output / "site/folder").unlink()
    (output / "site/folder").mkdir()
    with open_output(output) as publisher:
        assert publisher.unchanged("same", "text")
        assert not publisher.unchanged("same", "other key")
        assert not publisher.unchanged("edited", "text")
        assert not publisher.unchanged("longer", "text")
        assert not publisher.unchanged("deleted", "text")
        assert not publisher.unchanged("folder", "text")
        assert not publisher.unchanged("never published", "text")


def test_a_file_whose_time_alone_changed_is_unchanged_and_read_once(output: Path) -> None:
    """A copied output is recognised by its bytes; the next build can trust the times again."""
    publish(output, {"index.html": "home"})
    os.utime(output / "site/index.html", ns=(5, 5))
    assert publish(output, {"index.html": "home"}) == []
    with open_output(output) as publisher:
        row = publisher.published("index.html")
    assert row is not None
    assert row.mtime_ns == 5


def test_an_edited_file_of_ours_is_put_right(output: Path) -> None:
    """The output is made by the program: what somebody wrote into a page of it is replaced."""
    publish(output, {"index.html": "home"})
    (output / "site/index.html").write_text("tampered with")
    publish(output, {"index.html": "home"})
    assert site(output) == {"index.html": "home"}


# What goes


def test_only_files_on_our_list_are_removed(output: Path) -> None:
    """A deleted page goes with the folder that it leaves empty; a stranger's file stays."""
    put(output / "site/CNAME")
    publish(output, {"index.html": "home", "es/index.html": "inicio", "es/a/b.html": "b"})
    publish(output, {"index.html": "home"})
    assert site(output) == {"index.html": "home", "CNAME": "a stranger's"}
    assert folders(output) == set()


def test_a_folder_with_a_stranger_in_it_stays_until_the_stranger_leaves(output: Path) -> None:
    """A folder that still holds something else is kept; a later publication removes it."""
    publish(output, {"es/index.html": "inicio"})
    stranger = put(output / "site/es/notes.txt")
    assert publish(output, {}) == []
    assert site(output) == {"es/notes.txt": "a stranger's"}
    stranger.unlink()
    publish(output, {"index.html": "home"})
    assert folders(output) == set()


def test_an_empty_folder_that_we_did_not_make_stays(output: Path) -> None:
    """A folder that was there before us is not ours to remove."""
    (output / "site/es").mkdir(parents=True)
    publish(output, {"es/index.html": "inicio"})
    publish(output, {})
    assert folders(output) == {"es"}


def test_a_folder_in_place_of_a_file_of_ours_is_not_ours(output: Path) -> None:
    """When somebody put a folder where a withdrawn page was, the folder stays."""
    publish(output, {"old": "page"})
    (output / "site/old").unlink()
    put(output / "site/old/notes.txt")
    assert publish(output, {}) == []
    assert site(output) == {"old/notes.txt": "a stranger's"}


@pytest.mark.skipif(not ON_POSIX, reason="making a link needs a privilege on Windows")
def test_a_link_is_replaced_or_removed_and_never_followed(output: Path, tmp_path: Path) -> None:
    """A link in place of a page does not lead us to write or delete somewhere else."""
    publish(output, {"a.html": "a", "b.html": "b"})
    outside = put(tmp_path / "outside.html", "a")
    for name in ("a.html", "b.html"):
        (output / "site" / name).unlink()
        (output / "site" / name).symlink_to(outside)
    publish(output, {"a.html": "a"})
    assert not (output / "site/a.html").is_symlink()
    assert site(output) == {"a.html": "a"}
    assert outside.read_text() == "a"


def test_when_the_list_is_lost_the_files_are_adopted(output: Path) -> None:
    """Without the list the build works: same files stay untouched, others are replaced."""
    publish(output, {"index.html": "home", "about.html": "old", "gone.html": "gone"})
    before = identity(output / "site/index.html")
    shutil.rmtree(output / ".handouts")
    assert publish(output, {"index.html": "home", "about.html": "new"}) == []
    assert site(output) == {"index.html": "home", "about.html": "new", "gone.html": "gone"}
    assert identity(output / "site/index.html") == before
    publish(output, {"about.html": "new"})
    assert site(output) == {"about.html": "new", "gone.html": "gone"}


# What is in the way


def test_a_folder_in_the_way_is_named_and_the_rest_is_published(output: Path) -> None:
    """A folder with the name of a page is a problem; the next build tries again."""
    put(output / "site/bridge.html/notes.txt")
    expected = Problem(
        path=(output / "site/bridge.html").as_posix(),
        line=0,
        message="could not be put in place: a folder of that name is there",
        hint="Move or rename the folder, then run the build again.",
    )
    pages = {"bridge.html": "bridge", "index.html": "home"}
    [problem] = publish(output, pages)
    assert (problem, problem.hint) == (expected, expected.hint)
    assert site(output) == {"bridge.html/notes.txt": "a stranger's", "index.html": "home"}
    assert publish(output, pages) == [expected]
    shutil.rmtree(output / "site/bridge.html")
    assert publish(output, pages) == []
    assert site(output) == pages


def test_a_file_where_a_folder_is_needed_is_named(output: Path) -> None:
    """A stranger's file with the name of one of our folders is a problem and stays."""
    stranger = put(output / "site/exercises")
    [problem] = publish(output, {"exercises/bridge.html": "bridge", "index.html": "home"})
    assert problem.path == (output / "site/exercises/bridge.html").as_posix()
    assert problem.message == (
        f"could not be put in place: {stranger.as_posix()} is a file, but a folder is needed there"
    )
    assert site(output) == {"exercises": "a stranger's", "index.html": "home"}


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, error: OSError, times: int = 99) -> None:
    """Lets os.replace fail for a file of this name, as Windows does for one that is open."""
    really_replace = os.replace
    refusals = iter(range(times))

    def replace(source: Path, place: Path) -> None:
        if Path(place).name == name and next(refusals, None) is not None:
            raise error
        really_replace(source, place)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr("generator.publish.completion._SECONDS_BEFORE_SECOND_TRY", 0)


def test_a_handout_open_in_a_viewer_is_named_and_replaced_later(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The open file stays old and so does its row; the rest is published; then it succeeds."""
    publish(output, {"bridge.a4.pdf": "old", "bridge.html": "old"})
    with monkeypatch.context() as patch:
        refuse(patch, "bridge.a4.pdf", PermissionError(errno.EACCES, "Permission denied"))
        [problem] = publish(output, {"bridge.a4.pdf": "new", "bridge.html": "new"})
    assert problem.path == (output / "site/bridge.a4.pdf").as_posix()
    assert problem.message == "could not be replaced: it is open in another program"
    assert problem.hint == "Close the PDF viewer, then run the build again."
    assert site(output) == {"bridge.a4.pdf": "old", "bridge.html": "new"}
    with open_output(output) as publisher:
        assert publisher.unchanged("bridge.a4.pdf", "old")
        assert not publisher.unchanged("bridge.a4.pdf", "new")
    assert publish(output, {"bridge.a4.pdf": "new", "bridge.html": "new"}) == []
    assert site(output) == {"bridge.a4.pdf": "new", "bridge.html": "new"}


def test_a_file_held_for_a_moment_is_no_problem(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virus scanner that lets go of a file before the second try goes unnoticed."""
    refuse(monkeypatch, "bridge.html", PermissionError(errno.EACCES, "Permission denied"), times=1)
    assert publish(output, {"bridge.html": "bridge"}) == []
    assert site(output) == {"bridge.html": "bridge"}


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EXDEV, "its folder is on another disk"),
        (errno.EIO, "input/output error"),
    ],
)
def test_a_failing_disk_is_named(
    output: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    """Whatever the system answers becomes a problem of the one file."""
    refuse(monkeypatch, "bridge.html", OSError(number, os.strerror(number)))
    [problem] = publish(output, {"bridge.html": "bridge", "index.html": "home"})
    assert problem.message == f"could not be put in place: {reason}"
    assert site(output) == {"index.html": "home"}


@pytest.fixture
def ordinary_output() -> Iterator[Path]:
    """An output folder while nobody's rights count: permissions do not bind an administrator."""
    with tempfile.TemporaryDirectory() as folder:
        if AS_ROOT:
            os.chown(folder, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield Path(folder) / "output"
        finally:
            if AS_ROOT:
                os.setresuid(0, 0, 0)


@pytest.mark.skipif(not ON_POSIX, reason="Windows has no permissions of this kind")
def test_a_read_only_folder_is_named_and_retried(ordinary_output: Path) -> None:
    """Where writing is not allowed, replacing and removing are problems that name the file."""
    output = ordinary_output
    publish(output, {"es/a.html": "old", "es/b.html": "old", "index.html": "old"})
    (output / "site/es").chmod(0o555)
    try:
        problems = publish(output, {"es/a.html": "new", "index.html": "new"})
    finally:
        (output / "site/es").chmod(0o755)
    assert [problem.message for problem in problems] == [
        "could not be replaced: writing is not allowed in its folder",
        "could not be removed: writing is not allowed in its folder",
    ]
    assert site(output) == {"es/a.html": "old", "es/b.html": "old", "index.html": "new"}
    assert publish(output, {"es/a.html": "new", "index.html": "new"}) == []
    assert site(output) == {"es/a.html": "new", "index.html": "new"}


def test_a_file_that_cannot_be_removed_is_named_and_stays_ours(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A withdrawn handout that is open stays on the list, so that the next build removes it."""
    publish(output, {"old.pdf": "old"})

    def unlink(_: Path, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink)
        [problem] = publish(output, {})
    assert problem.message == "could not be removed: it is open in another program"
    assert publish(output, {}) == []
    assert site(output) == {}


def test_names_that_differ_only_in_capitals_are_a_problem(output: Path) -> None:
    """Windows and macOS would keep one of the two, so neither is published."""
    pages = {"Bridge.html": "one", "bridge.html": "two", "index.html": "home"}
    problems = publish(output, pages)
    root = (output / "site").as_posix()
    assert [(problem.path, problem.message) for problem in problems] == [
        (f"{root}/Bridge.html", 'has the same name as "bridge.html" except for capital letters'),
        (f"{root}/bridge.html", 'has the same name as "Bridge.html" except for capital letters'),
    ]
    assert site(output) == {"index.html": "home"}


def test_a_name_may_change_in_its_capitals(output: Path) -> None:
    """The renamed page is there afterwards, also on a disk that takes both names for one."""
    publish(output, {"Bridge.html": "bridge", "Clam.html": "old"})
    assert publish(output, {"bridge.html": "bridge", "clam.html": "new"}) == []
    assert site(output) == {"bridge.html": "bridge", "clam.html": "new"}
    assert publish(output, {"bridge.html": "bridge", "clam.html": "new"}) == []
    assert site(output) == {"bridge.html": "bridge", "clam.html": "new"}


@pytest.mark.parametrize(
    "path",
    ["", "/", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "./a", "a\\b", "C:/x", "a\0b"],
)
def test_a_path_that_leaves_the_site_is_a_programming_error(output: Path, path: str) -> None:
    """Absolute, climbing, empty and Windows paths are refused before anything is written."""
    with open_output(output) as publisher, pytest.raises(ValueError, match="not a path inside"):
        publisher.stage(path, "k", b"")


def test_staging_twice_and_staging_unwanted_are_programming_errors(output: Path) -> None:
    """Two outputs for one path, or one that the plan does not know, never reach the site."""
    with open_output(output) as publisher:
        publisher.stage("a", "k", b"a")
        with pytest.raises(ValueError, match="staged twice: 'a'"):
            publisher.stage("a", "k", b"b")
        with pytest.raises(ValueError, match=r"staged, but not wanted: \['a'\]"):
            publisher.publish(["b"])
    assert site(output) == {}


def test_a_stranger_with_the_same_bytes_is_not_adopted_unasked(output: Path) -> None:
    """Staging what already stands there does not make it ours unless it is wanted."""
    put(output / "site/a", "a")
    with open_output(output) as publisher:
        publisher.stage("a", "k", b"a")
        with pytest.raises(ValueError, match=r"staged, but not wanted: \['a'\]"):
            publisher.publish([])
    publish(output, {})
    assert site(output) == {"a": "a"}


# When publishing is cut short


def interrupt(output: Path, monkeypatch: pytest.MonkeyPatch, pages: Mapping[str, str]) -> None:
    """Publishes these pages, but with a Ctrl-C at the second of them."""
    really_replace = os.replace
    second = list(pages)[1]

    def replace(source: Path, place: Path) -> None:
        if Path(place) == output / "site" / second:
            raise KeyboardInterrupt
        really_replace(source, place)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            publish(output, pages)


def test_an_interrupted_publication_is_completed_by_the_next_command(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After Ctrl-C between two files, opening the output alone brings the rest."""
    publish(output, {"a": "old", "b": "old", "gone": "old"})
    interrupt(output, monkeypatch, {"a": "new", "b": "new", "c": "new"})
    assert site(output) == {"a": "new", "b": "old"}
    with open_output(output) as publisher:
        assert site(output) == {"a": "new", "b": "new", "c": "new"}
        assert all(publisher.unchanged(path, "new") for path in "abc")
        assert publisher.published("gone") is None


def test_when_the_staged_files_are_lost_the_list_does_not_claim_them(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If somebody empties the staging area after a Ctrl-C, what is missing is made again."""
    publish(output, {"a": "old", "b": "old"})
    interrupt(output, monkeypatch, {"a": "new", "b": "new", "c": "new"})
    shutil.rmtree(output / ".handouts/staging")
    with open_output(output) as publisher:
        assert site(output) == {"a": "new", "b": "old"}
        assert [publisher.unchanged(path, "new") for path in "abc"] == [True, False, False]
        assert publisher.published("c") is None
    assert publish(output, {"a": "new", "b": "new", "c": "new"}) == []
    assert site(output) == {"a": "new", "b": "new", "c": "new"}


# When the output cannot be used


@contextmanager
def no_file_over(size: int) -> Iterator[None]:
    """Makes the system refuse to write larger files, as it does on a full disk."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_fails_while_staging_leaves_the_old_site(output: Path) -> None:
    """An error while files are made names the output; nothing was published."""
    publish(output, {"index.html": "old", "about.html": "old"})
    with open_output(output) as publisher:
        publisher.stage("index.html", "new", b"new")
        with no_file_over(1000), pytest.raises(OutputUnusable) as raised:
            publisher.stage("about.html", "new", b"new" * 1000)
    [problem] = raised.value.problems
    assert problem.path == output.as_posix()
    assert problem.message == "cannot be written: file too large"
    assert site(output) == {"index.html": "old", "about.html": "old"}


def test_a_disk_that_fails_at_the_journal_leaves_the_old_site(output: Path) -> None:
    """When the journal cannot be written, no file was moved and the next build succeeds."""
    publish(output, {"index.html": "old"})
    with open_output(output) as publisher:
        publisher.stage("index.html", "new", b"new")
        with no_file_over(100), pytest.raises(OutputUnusable) as raised:
            publisher.publish(["index.html"])
    assert raised.value.problems[0].path == (output / ".handouts").as_posix()
    assert site(output) == {"index.html": "old"}
    assert publish(output, {"index.html": "new"}) == []
    assert site(output) == {"index.html": "new"}


def test_a_damaged_list_says_what_to_do(output: Path) -> None:
    """A list that is no longer a database names the folder to delete; doing so helps."""
    publish(output, {"index.html": "home"})
    (output / ".handouts/published.sqlite").write_text("not a database" * 100)
    with pytest.raises(OutputUnusable) as raised, open_output(output):
        pass
    [problem] = raised.value.problems
    assert problem.path == (output / ".handouts").as_posix()
    assert problem.message == "the list of published files cannot be read: file is not a database"
    assert problem.hint == (
        "Delete this folder, then run the build again. The website itself stays."
    )
    shutil.rmtree(output / ".handouts")
    assert publish(output, {"index.html": "home"}) == []


def test_the_list_of_a_newer_program_is_not_touched(output: Path) -> None:
    """A list in a format that this program does not know is refused, not guessed at."""
    publish(output, {"index.html": "home"})
    with sqlite3.connect(output / ".handouts/published.sqlite") as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(OutputUnusable) as raised, open_output(output):
        pass
    assert raised.value.problems[0].message.endswith("a newer version of this program made it")


@pytest.mark.parametrize("name", ["output", "output/site"])
def test_a_file_in_place_of_the_output_is_named(tmp_path: Path, name: str) -> None:
    """An output folder that is a file is a problem with its name, not a traceback."""
    file = put(tmp_path / name)
    with pytest.raises(OutputUnusable) as raised, open_output(tmp_path / "output"):
        pass
    assert raised.value.problems[0].message == (
        f"cannot be written: {file.as_posix()} is a file, but a folder is needed there"
    )


# Two builds at once

HOLD = """
import sys
from pathlib import Path
from generator.publish import open_output
with open_output(Path(sys.argv[1])) as publisher:
    publisher.stage("index.html", "theirs", b"theirs")
    print("open", flush=True)
    sys.stdin.readline()
    publisher.publish(["index.html"])
"""


@contextmanager
def another_build(output: Path) -> Iterator[subprocess.Popen[str]]:
    """A second process that holds the output until it is sent a line."""
    command = [sys.executable, "-c", HOLD, str(output)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        try:
            yield other
        finally:
            other.kill()


def test_a_second_build_gives_up_in_the_end(output: Path) -> None:
    """It says once that it waits, then raises the error for a busy output."""
    calls: list[str] = []
    with another_build(output), pytest.raises(OutputBusy) as raised:  # noqa: SIM117
        with open_output(output, wait_seconds=0.3, waiting=lambda: calls.append("waiting")):
            pass
    assert calls == ["waiting"]
    [problem] = raised.value.problems
    assert problem.path == output.as_posix()
    assert problem.message == "another build is still writing here"
    assert problem.hint == "Wait until it has finished, then run the build again."


def test_a_second_build_waits_for_the_first_to_finish(output: Path) -> None:
    """The one that waited sees what the other published, and publishes after it."""
    with another_build(output) as other:

        def let_it_finish() -> None:
            assert other.stdin is not None
            other.stdin.write("\n")
            other.stdin.flush()

        with open_output(output, waiting=let_it_finish) as publisher:
            assert publisher.unchanged("index.html", "theirs")
            publisher.stage("about.html", "ours", b"ours")
            publisher.publish(["index.html", "about.html"])
    assert site(output) == {"index.html": "theirs", "about.html": "ours"}


@pytest.mark.skipif(not ON_POSIX, reason="Windows has no SIGKILL")
def test_a_killed_build_loses_the_lock(output: Path) -> None:
    """After a kill the next build need not wait, and finds nothing of what was staged."""
    with another_build(output) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        with open_output(output, wait_seconds=0):
            left = [place for place in (output / ".handouts/staging").rglob("*") if place.is_file()]
    assert left == []
    assert site(output) == {}


def test_the_lock_also_holds_within_one_process(output: Path) -> None:
    """Two threads of one server cannot publish into the same output at once."""
    errors: list[BaseException] = []

    def build() -> None:
        try:
            with open_output(output, wait_seconds=0):
                pass
        except OutputBusy as error:
            errors.append(error)

    with open_output(output) as publisher:
        publisher.stage("index.html", "k", b"home")
        publisher.publish(["index.html"])
        thread = threading.Thread(target=build)
        thread.start()
        thread.join()
    assert [type(error) for error in errors] == [OutputBusy]


def test_waiting_does_not_hold_up_the_build_that_is_waited_for(output: Path) -> None:
    """A build that asks for the lock in vain keeps no part of it, or both would wait for ever."""
    publish(output, {"index.html": "home"})
    first = sqlite3.connect(output / ".handouts/published.sqlite", isolation_level=None, timeout=0)
    first.execute("BEGIN IMMEDIATE")
    first.execute("UPDATE published SET meta = 'first'")

    def let_it_finish() -> None:
        first.execute("COMMIT")
        first.close()

    with open_output(output, waiting=let_it_finish) as publisher:
        row = publisher.published("index.html")
    assert row is not None
    assert row.meta == "first"


@pytest.mark.slow
def test_many_builds_that_start_together_take_turns(output: Path) -> None:
    """However many processes open a new output at once, each gets it in the end."""
    code = (
        "import sys; from pathlib import Path; from generator.publish import open_output\n"
        "for turn in range(10):\n"
        "    with open_output(Path(sys.argv[1])) as publisher:\n"
        "        publisher.stage('index.html', sys.argv[2] + str(turn), sys.argv[2].encode())\n"
        "        assert publisher.publish(['index.html']) == []\n"
    )
    builds = [
        subprocess.Popen([sys.executable, "-c", code, str(output), str(number)])
        for number in range(6)
    ]
    assert [build.wait() for build in builds] == [0] * 6
    assert site(output)["index.html"] in "012345"
