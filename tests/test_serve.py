"""Serving: saves are noticed, the site is shown on this machine only, and open pages keep up."""

import http.client
import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from generator.errors import Problem, SiteError, UsageError
from generator.serve import saves as watching
from generator.serve import serve
from generator.serve.outcome import Outcome
from generator.serve.saves import saves
from generator.serve.server import Show, claim_port, open_server

PROBLEM = Problem("content/a.md", 3, "<b>sets</b> is wrong", "write 3", source="sets: <i>")
BROKEN = SiteError([PROBLEM])
FAILED = Outcome((PROBLEM,), BROKEN)
LookUp = Callable[[], None]


# Saves


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A watched folder with a page in it, looked at without pause."""
    monkeypatch.setattr(watching, "_PAUSE", 0.01)
    place = tmp_path / "content"
    (place / "exercises").mkdir(parents=True)
    (place / "exercises" / "bridge.md").write_text("one")
    return place


def change(page: Path) -> None:
    page.write_text("another text")


def change_by_rename(page: Path) -> None:
    fresh = page.with_name(".bridge.md.new")
    fresh.write_text("two")
    stat = page.stat()
    os.utime(fresh, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    fresh.replace(page)


def add_with_old_date(page: Path) -> None:
    photograph = page.with_name("photo.jpg")
    photograph.write_text("taken years ago")
    os.utime(photograph, (1, 1))


def delete(page: Path) -> None:
    page.unlink()


@pytest.mark.parametrize("save", [change, change_by_rename, add_with_old_date, delete])
def test_every_way_to_save_is_noticed(folder: Path, save: Callable[[Path], None]) -> None:
    """Saved in place, by a renamed file, an old file moved in, deleted: each one is a save."""
    saved = saves([folder])
    saved_again = next(saved)
    assert not saved_again()

    save(folder / "exercises" / "bridge.md")

    assert saved_again()
    next(saved)


def test_scratch_files_are_no_saves(folder: Path) -> None:
    """What editors and systems leave beside a page does not count."""
    seen = watching._survey([folder])

    for name in (".bridge.md.swp", "bridge.md~", "#bridge.md#", ".DS_Store"):
        (folder / "exercises" / name).write_text("scratch")

    assert seen == watching._survey([folder])


def test_a_folder_may_be_missing(tmp_path: Path) -> None:
    """A site without templates of its own can be watched, and they can be added later."""
    saved = saves([tmp_path / "templates"])
    next(saved)

    (tmp_path / "templates" / "web").mkdir(parents=True)
    (tmp_path / "templates" / "web" / "base.html").write_text("mine")

    next(saved)


# A session


def show_while_writing(
    site: Path,
    build: Callable[[LookUp], Iterator[Sequence[Problem]]],
    reported: list[Exception],
) -> None:
    """Serve until the build presses Ctrl+C."""
    addresses: list[str] = []
    serve(
        build,
        site,
        published=site / "site",
        port=free_port(),
        ready=addresses.append,
        report=reported.append,
    )
    assert len(addresses) == 1


def test_a_session_survives_every_failure(folder: Path) -> None:
    """Problems and faults are reported, the next save builds again, Ctrl+C ends it quietly."""
    fault = RuntimeError("a fault of ours")
    turns: list[BaseException | None] = [None, BROKEN, fault, UsageError("gone"), None]
    ends = iter([*turns, KeyboardInterrupt()])
    reported: list[Exception] = []
    numbers = count()

    def build(_: LookUp) -> Iterator[Sequence[Problem]]:
        (folder / "a.md").write_text(f"saved during the build {next(numbers)}")
        if end := next(ends):
            raise end
        yield ()

    show_while_writing(folder.parent, build, reported)

    assert reported == [turn for turn in turns if turn]
    assert next(numbers) == len(turns) + 1


def test_a_save_in_the_middle_of_a_build_begins_the_next_one(folder: Path) -> None:
    """Nobody who poses by trying waits for the handouts of a picture that is out of date."""
    reported: list[Exception] = []
    began, ended = count(), count()

    def build(look_up: LookUp) -> Iterator[Sequence[Problem]]:
        if next(began) == 3:
            raise KeyboardInterrupt
        yield ()
        look_up()
        (folder / "a.md").write_text(f"saved while handouts are made {began}")
        look_up()
        next(ended)

    show_while_writing(folder.parent, build, reported)

    assert (next(began), next(ended), reported) == (4, 0, [])


def test_a_machine_that_cannot_build_is_told_at_once(tmp_path: Path) -> None:
    """When the first build cannot even start, the command ends with that reason."""

    def build(_: LookUp) -> Iterator[Sequence[Problem]]:
        if tmp_path.exists():
            raise UsageError("Pango is missing")
        yield ()

    reported: list[Exception] = []

    with pytest.raises(UsageError, match="Pango is missing"):
        show_while_writing(tmp_path, build, reported)

    assert reported == []


# The server


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A published site, with something beside it that is nobody's business."""
    site = tmp_path / "output" / "site"
    (site / "exercises").mkdir(parents=True)
    for name in ("index.html", "404.html", "exercises/index.html", "exercises/bridge.html"):
        (site / name).write_text(f"<html><head><title>{name}</title></head></html>")
    for name in ("a.pdf", "a.svg", "a.woff2", "a.webp", "a.css", "a.js", "a.unheard-of"):
        (site / name).write_bytes(b"content")
    (tmp_path / "output" / "secret.html").write_text("secret")
    return site


class Visitor:
    """Asks a server that runs."""

    def __init__(self, port: int, show: Show) -> None:
        self.port = port
        self.show = show

    def ask(self, address: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """The status, headers and text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", address, headers={"Connection": "close", **headers})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()


@contextmanager
def visiting(published: Path, outcome: Outcome | None = None) -> Iterator[Visitor]:
    port = free_port()
    with claim_port(port) as claimed, open_server(published, claimed, outcome or Outcome()) as show:
        yield Visitor(port, show)


@pytest.fixture
def visitor(published: Path) -> Iterator[Visitor]:
    with visiting(published) as visitor:
        yield visitor


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/a.pdf", "application/pdf"),
        ("/a.svg", "image/svg+xml"),
        ("/a.woff2", "font/woff2"),
        ("/a.webp", "image/webp"),
        ("/a.css?v=2", "text/css; charset=utf-8"),
        ("/a.js", "text/javascript; charset=utf-8"),
        ("/a.unheard-of", "application/octet-stream"),
    ],
)
def test_each_file_has_its_type(visitor: Visitor, address: str, kind: str) -> None:
    """The type comes with the answer, the same on every machine, and browsers must not guess."""
    status, headers, _ = visitor.ask(address)

    assert (200, kind) == (status, headers["Content-Type"])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_page_is_served_with_the_reload_script(visitor: Visitor, published: Path) -> None:
    """What is served listens for saves; what is published, and may be uploaded, does not."""
    _, _, html = visitor.ask("/exercises/bridge.html")

    assert re.search(r'<script src="/livereload.js\?[^"]+" defer></script></head>', html)
    assert "livereload" not in (published / "exercises" / "bridge.html").read_text()


def test_no_worker_keeps_the_preview_for_later(visitor: Visitor, published: Path) -> None:
    """One of another site that was shown here before is switched off."""
    (published / "sw.js").write_text("keep")
    assert "unregister" in visitor.ask("/sw.js")[2]


def test_a_page_without_a_head_is_served_with_it_too(visitor: Visitor, published: Path) -> None:
    """A clinic's own template may leave out tags that HTML lets it leave out."""
    (published / "index.html").write_text("<title>Home</title><p>Welcome")

    assert visitor.ask("/")[2].startswith("<title>Home</title><p>Welcome<script src=")


def test_a_folder_is_its_index_page(visitor: Visitor) -> None:
    """`/exercises` leads to `/exercises/`, so that the page's relative links hold."""
    status, headers, _ = visitor.ask("/exercises")

    assert (status, headers["Location"]) == (302, "/exercises/")
    assert "exercises/index.html" in visitor.ask("/exercises/")[2]


@pytest.mark.parametrize(
    "address",
    [
        "/nothing.html",
        "/nothing/at/all",
        "/../secret.html",
        "/%2e%2e/secret.html",
        "/..%2fsecret.html",
        "/exercises/..%2f..%2fsecret.html",
        "//etc/passwd",
        "/%00",
        "/a.pdf/",
        "/" + "long" * 300,
    ],
)
def test_nothing_else_is_found(visitor: Visitor, address: str) -> None:
    """An unknown address, and every way out of the site, ends at the site's own 404 page."""
    status, headers, html = visitor.ask(address)

    assert status == 404
    assert html == "<html><head><title>404.html</title></head></html>"
    assert headers["Refresh"] == "2", "no script may run in that page, so it asks again by itself"


def test_there_may_be_no_404_page(visitor: Visitor, published: Path) -> None:
    """An unknown address is answered even where no site has been published yet."""
    shutil.rmtree(published)

    assert (visitor.ask("/a.pdf")[0], "no such page" in visitor.ask("/x")[2]) == (404, True)


def test_only_this_machine_by_its_own_name_is_answered(visitor: Visitor) -> None:
    """A web page that gives its own name to this machine's address gets nothing."""
    assert visitor.ask("/", Host=f"localhost:{visitor.port}")[0] == 200
    assert visitor.ask("/", Host="rebound.example")[0] == 421
    assert visitor.ask("/", Host=f"127.0.0.1.rebound.example:{visitor.port}")[0] == 421


def test_only_own_pages_may_listen(visitor: Visitor) -> None:
    """A page of another site cannot listen in on what is being written."""
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }

    assert visitor.ask("/livereload", Origin="https://other.example", **upgrade)[0] == 403


def test_problems_take_the_place_of_every_page(published: Path) -> None:
    """Whatever page is open, its address shows place, message, line and hint, as text."""
    with visiting(published, FAILED) as visitor:
        for address in ("/", "/exercises/", "/exercises/bridge.html", "/nothing"):
            status, _, html = visitor.ask(address)

            assert status == 503
            assert "<h1>1 error to mend</h1>" in html
            assert "<code>content/a.md:3</code>" in html
            assert "&lt;b&gt;sets&lt;/b&gt; is wrong" in html
            assert "sets: &lt;i&gt;</pre>" in html
            assert "hint: write 3" in html


def test_a_fault_says_that_it_is_not_the_pages(published: Path) -> None:
    """A fault of the program is shown as one, and is not laid at the writer's door."""
    with visiting(published, Outcome(failure=RuntimeError("<oh>"))) as visitor:
        status, _, html = visitor.ask("/")

    assert status == 503
    assert "not a mistake in your pages" in html
    assert "<pre>RuntimeError: &lt;oh&gt;</pre>" in html


def test_a_figure_with_problems_is_shown_beside_them(published: Path) -> None:
    """Its frames stand above the problems of its own file, not of another."""
    pose = Problem("content/exercises/b.pose.yaml", 7, "the left foot floats")
    drafts = {pose.path: ("<svg>1</svg>", "<svg>2</svg>")}
    outcome = Outcome((PROBLEM, pose), SiteError([PROBLEM, pose]), drafts)

    with visiting(published, outcome) as visitor:
        _, _, html = visitor.ask("/")

    other, _, own = html.partition("content/a.md:3")
    assert "<img" not in other
    assert re.findall(r'src="data:image/svg\+xml;base64,|floats', own) == [
        *['src="data:image/svg+xml;base64,'] * 2,
        "floats",
    ]


def test_warnings_lie_over_the_page_that_they_are_of(published: Path) -> None:
    """They are open there and first, folded on all other pages, and never published."""
    warnings = (
        Problem("content/clinic.toml", 2, "look at the clinic", severity="warning"),
        Problem("content/exercises/bridge.pose.yaml", 7, "the <hand> sinks in", "up", "warning"),
    )
    with visiting(published, Outcome(warnings)) as visitor:
        here = visitor.ask("/exercises/bridge.html")[2]
        elsewhere = visitor.ask("/")[2]
        look = visitor.ask("/.handouts/warnings.css")

    assert "<summary>2 warnings, 1 of this page</summary>" in here
    assert "<summary>2 warnings</summary>" in elsewhere
    assert ('warnings" open>' in here, 'warnings" open>' in elsewhere) == (True, False)
    assert here.index("the &lt;hand&gt; sinks in") < here.index("look at the clinic")
    assert "<code>content/exercises/bridge.pose.yaml:7</code>" in here
    assert "hint: up" in here
    assert look[:2] == (200, look[1] | {"Content-Type": "text/css; charset=utf-8"})
    assert "warnings" not in (published / "exercises" / "bridge.html").read_text()


def test_a_good_build_leaves_the_page_as_it_is(visitor: Visitor) -> None:
    """Without a warning nothing lies over the page."""
    assert "handouts-warnings" not in visitor.ask("/exercises/bridge.html")[2]


def test_handouts_stay_while_there_are_problems(published: Path) -> None:
    """Files other than pages are served as they were last published."""
    with visiting(published, FAILED) as visitor:
        assert visitor.ask("/a.pdf")[::2] == (200, "content")


def test_a_port_in_use_is_said_in_one_line() -> None:
    """The message names the port and the option that helps."""
    with claim_port(free_port()) as claimed:
        port = claimed.getsockname()[1]
        with pytest.raises(UsageError) as refused, claim_port(port):
            pass

    assert f"port {port} is in use; choose another one with --port" == str(refused.value)
