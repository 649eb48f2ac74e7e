"""`handouts serve`, with a real browser looking on while files are saved."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from small_site import POSE, WITH_FIGURE, MakeSite, Site

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
SOURCE = "content/exercises/bridge.md"
POSE_FILE = "content/exercises/bridge.pose.yaml"
BRIDGE = "exercises/bridge.html"
PATIENCE = 20_000


class Session:
    """The command at work on a site."""

    def __init__(self, site: Site, *options: str) -> None:
        self.site = site
        self.log = site.folder.with_name("log.txt")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/"
        place = ["--site", str(site.folder), "--port", str(self.port)]
        self.command = [sys.executable, "-m", "generator", "serve", *place, *options]
        with self.log.open("wb") as log, ctrl_c_counts():
            self.process = subprocess.Popen(self.command, cwd=ROOT, stdout=log, stderr=log)
        while "Serving" not in self.terminal():
            assert self.process.poll() is None, self.terminal()
            time.sleep(0.05)

    def terminal(self) -> str:
        """What the terminal shows so far."""
        return self.log.read_text("utf-8")

    def stop(self) -> int:
        """Press Ctrl+C, and wait for the end."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


@contextmanager
def ctrl_c_counts() -> Iterator[None]:
    """A job that a script puts in the background ignores Ctrl+C, and so would all it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def serving(site: Site, *options: str) -> Iterator[Session]:
    session = Session(site, *options)
    try:
        yield session
    finally:
        session.process.kill()
        session.process.wait()


@pytest.fixture
def session(make_site: MakeSite) -> Iterator[Session]:
    with serving(make_site(), "--no-pdf") as session:
        yield session


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    quiet = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*quiet, "--disable-component-update"]
        )
        yield chromium
        chromium.close()


Open = Callable[[Session, str], Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Opens a page of a session; at the end, no page ever went against its policy."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    said: list[str] = []

    def visit(session: Session, address: str) -> Page:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.goto(session.address + address)
        return page

    yield visit
    context.close()
    assert [text for text in said if "Content Security Policy" in text] == []


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def shows(page: Page, text: str) -> None:
    """Expect the open page to show a text, by itself."""
    expect(page.locator("main")).to_contain_text(text, timeout=PATIENCE)


def test_a_save_reaches_the_open_page(session: Session, visit: Open) -> None:
    """Nobody presses reload: the page changes when its file is saved, time after time."""
    page = visit(session, BRIDGE)
    shows(page, "It makes the hips strong.")

    for old, new in (("strong", "steady"), ("steady", "supple"), ("supple", "sound")):
        session.site.edit(SOURCE, f"the hips {old}", f"the hips {new}")
        shows(page, f"It makes the hips {new}.")

    assert f"{session.address}{BRIDGE}" == page.url


def test_problems_show_and_the_next_good_save_brings_the_page_back(
    session: Session, visit: Open
) -> None:
    """The browser and the terminal name file and line; what is published stays as it was."""
    page = visit(session, BRIDGE)
    shows(page, "It makes the hips strong.")
    published = session.site.files()

    session.site.edit(SOURCE, "sets: 3", "sets: <b>three")
    shows(page, f"{SOURCE}:9")

    assert "sets: <b>three" in page.locator("main pre").inner_text()
    assert (
        page.locator("main li").first.evaluate(
            "item => getComputedStyle(item).borderInlineStartWidth"
        )
        == "6px"
    )
    message = page.locator("main .message").first.inner_text()
    assert f"error: {SOURCE}:9: {message}" in session.terminal()
    assert f"{session.address}{BRIDGE}" == page.url
    assert published == session.site.files()

    session.site.edit(SOURCE, "sets: <b>three", "sets: 4")
    shows(page, "4 sets")


def test_a_site_that_begins_with_problems_is_served(make_site: MakeSite, visit: Open) -> None:
    """The problems of the first build show, and mending them brings the first page."""
    site = make_site()
    site.edit(SOURCE, "region: hip", "region: hipp")
    with serving(site, "--no-pdf") as session:
        page = visit(session, BRIDGE)
        shows(page, f"{SOURCE}:4")

        site.edit(SOURCE, "region: hipp", "region: hip")

        shows(page, "It makes the hips strong.")


def test_a_stylesheet_reaches_the_open_page(session: Session, visit: Open) -> None:
    """A theme of one's own appears when its first file is saved, and follows each save."""
    page = visit(session, BRIDGE)
    theme = (ROOT / "templates" / "assets" / "site.css").read_text("utf-8")

    for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
        session.site.write("templates/assets/site.css", f"{theme}\nh1 {{ color: {colour} }}")
        expect(page.locator("h1")).to_have_css("color", colour, timeout=PATIENCE)


def test_pages_come_and_go(session: Session, visit: Open) -> None:
    """A new file is a new page; a deleted one is gone, and its address then says so."""
    page = visit(session, "exercises/clam.html")
    expect(page).to_have_title("Page not found – Test exercises")
    exercise = (session.site.folder / SOURCE).read_text("utf-8")

    session.site.write("content/exercises/clam.md", exercise.replace("Bridge", "Clam shell"))
    shows(page, "Clam shell")

    session.site.remove("content/exercises/clam.md")
    expect(page).to_have_title("Page not found – Test exercises")


def test_the_last_of_many_saves_is_shown(session: Session, visit: Open) -> None:
    """Saves while a build runs are not lost, and all open pages keep up."""
    pages = [visit(session, BRIDGE), visit(session, "programs/hips.html")]

    for number in range(200):
        session.site.edit(SOURCE, "title: Bridge", f"title: Bridge {number}")
        session.site.edit(SOURCE, f"title: Bridge {number}", "title: Bridge")
    session.site.edit(SOURCE, "title: Bridge", "title: The last bridge")

    for page in pages:
        shows(page, "The last bridge")


def test_a_page_left_open_finds_the_next_session(make_site: MakeSite, visit: Open) -> None:
    """A tab from an earlier session at the same address comes up to date by itself."""
    site = make_site()
    with serving(site, "--no-pdf") as first:
        page = visit(first, BRIDGE)
        shows(page, "It makes the hips strong.")
        first.stop()
    site.edit(SOURCE, "strong", "steady")

    with serving(site, "--no-pdf", "--port", str(first.port)):
        shows(page, "It makes the hips steady.")


def test_handouts_are_served_beside_their_pages(make_site: MakeSite, visit: Open) -> None:
    """Without --no-pdf, a save remakes the handouts too: the page shows, then links to them."""
    with serving(make_site()) as session:
        page = visit(session, BRIDGE)
        session.site.edit(SOURCE, "It makes the hips strong.", "A new reason.")
        shows(page, "A new reason.")
        expect(page.locator("a[href$='bridge.a4.pdf']").first).to_be_visible(timeout=PATIENCE)

        handout = page.request.get(f"{session.address}exercises/bridge.a4.pdf")

    assert handout.headers["content-type"] == "application/pdf"
    assert handout.body().startswith(b"%PDF")


def test_a_pose_by_trying(make_site: MakeSite, visit: Open) -> None:
    """A save shows the new picture; a wrong pose shows what is wrong, where, and how it looks."""
    with serving(make_site(WITH_FIGURE), "--no-pdf") as session:
        page = visit(session, BRIDGE)
        picture = page.locator("main img").last
        expect(picture).to_be_visible()
        before = page.request.get(f"{session.address}exercises/bridge.2.svg").body()

        with page.expect_event("load", timeout=PATIENCE):
            session.site.edit(POSE_FILE, "right hip: {flexion: 80}", "right hip: {flexion: 60}")
        assert page.request.get(f"{session.address}exercises/bridge.2.svg").body() != before

        session.site.edit(POSE_FILE, "position: lying-on-back", "position: standing")
        shows(page, f"{POSE_FILE}:")
        drafts = page.locator("main img")
        expect(drafts).to_have_count(2)
        assert drafts.first.evaluate("image => image.naturalWidth") > 0

        session.site.edit(POSE_FILE, "position: standing", "position: lying-on-back")
        shows(page, "It makes the hips strong.")


def test_a_warning_lies_over_its_page(make_site: MakeSite, visit: Open) -> None:
    """It shows with file, line and hint, and goes away when its cause is mended."""
    loose = POSE.replace("  mat:\n", "  mat:\n  strap: round right foot\n")
    files = WITH_FIGURE | {POSE_FILE: loose}
    with serving(make_site(files), "--no-pdf") as session:
        page = visit(session, BRIDGE)
        note = page.locator(".handouts-warnings li", has_text=POSE_FILE)
        expect(note).to_contain_text("nothing holds the strap")
        expect(note).to_be_in_viewport()
        assert note.locator("b").evaluate("word => getComputedStyle(word).color") != "rgb(0, 0, 0)"

        session.site.edit(POSE_FILE, "  strap: round right foot\n", "")
        expect(note).to_have_count(0, timeout=PATIENCE)


def test_ctrl_c_ends_quietly(session: Session, visit: Open) -> None:
    """The command says where it serves and how it ends; then it ends, good, without a word."""
    page = visit(session, "")
    shows(page, "Test exercises")

    assert session.stop() == 0
    assert session.terminal().endswith(f"Serving {session.address} — Ctrl+C stops\n")


def test_a_taken_port_is_wrong_use(session: Session, visit: Open) -> None:
    """A second session on the same port ends at once, with one line and exit code 2."""
    visit(session, "")

    second = subprocess.run(session.command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert second.returncode == 2
    assert second.stderr == (
        f"error: port {session.port} is in use; choose another one with --port\n"
    )
