"""The site in a browser whose host goes away, changes, or is half renewed."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import QUIET, WIDTHS, opened
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from small_site import EXERCISE, WITH_FIGURE, MakeSite, Site
from web_host import WebHost, hosted

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent

READY = "() => navigator.serviceWorker.ready.then(() => true)"
WAITING = """async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => {});
    const coming = registration.installing || registration.waiting;
    if (!coming) return "nothing";
    while (coming.state === "installing") {
        await new Promise(done => coming.addEventListener("statechange", done, {once: true}));
    }
    return coming.state;
}"""
CACHES = "() => caches.keys()"
BECOME = """async count => {
    const end = Date.now() + 30000;
    while ((await caches.keys()).length !== count) {
        if (Date.now() > end) throw new Error("the caches stay as they are");
        await new Promise(requestAnimationFrame);
    }
}"""
FETCHED = """address => fetch(address).then(
    async answer => [answer.status, (await answer.arrayBuffer()).byteLength], () => "refused")"""
PICTURES = "() => [...document.images].every(image => image.complete && image.naturalWidth)"
OFFLINE_PAGE = """\
---
title: Printing and offline reading
summary: How to keep these pages.
---
Print them.
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a profile of its own."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@contextmanager
def profile(playwright: Playwright, folder: Path) -> Iterator[BrowserContext]:
    """A browser that remembers what it kept when it was last open."""
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=shutil.which("chromium"), args=list(QUIET)
    )
    try:
        yield context
    finally:
        context.close()


def visit(page: Page, address: str) -> None:
    """Open a page, and stay until the browser has kept the whole site."""
    page.goto(address)
    assert page.evaluate(READY)


def heard(page: Page) -> list[str]:
    """What the console says from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    return said


def pages_of(site: Site) -> list[str]:
    return [path for path in site.files() if path.endswith(".html") and path != "404.html"]


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    site = make_site(WITH_FIGURE)
    site.build()
    return site


@pytest.fixture
def host(site: Site) -> Iterator[WebHost]:
    with hosted({"/": site.output}) as host:
        yield host


# Without the internet


def test_the_whole_site_opens_after_one_visit(page: Page, host: WebHost, site: Site) -> None:
    """Every page, picture, font and stylesheet; whoever asks finds nobody there."""
    said = heard(page)
    visit(page, f"{host.address}/")
    host.stop()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(f"{request.failure} {request.url}"))
    for path in pages_of(site):
        page.goto(f"{host.address}/{path}")
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("() => document.fonts.ready.then(fonts => fonts.size > 0)")
        page.wait_for_function(PICTURES)
    # The browser asks by itself whether there is a newer worker; nobody hears of it. What it still
    # wants for a tab when the next page opens, it gives up.
    given_up = ("/sw.js", "/icon.svg")
    assert [one for one in failed if "ABORTED" not in one or not one.endswith(given_up)] == []
    assert said == []


def test_links_lead_through_the_site_without_a_host(page: Page, host: WebHost) -> None:
    visit(page, f"{host.address}/")
    host.stop()
    page.get_by_role("link", name="Exercises", exact=True).click()
    page.get_by_role("link", name="Bridge").click()
    expect(page).to_have_url(f"{host.address}/exercises/bridge.html")
    expect(page.locator("h1")).to_have_text("Bridge")
    page.reload()
    expect(page.locator("h1")).to_have_text("Bridge")


def test_a_browser_that_was_closed_opens_the_site_without_a_host(
    playwright: Playwright, host: WebHost, tmp_path: Path
) -> None:
    with profile(playwright, tmp_path / "profile") as context:
        visit(context.pages[0], f"{host.address}/")
    host.stop()
    with profile(playwright, tmp_path / "profile") as context:
        page = context.pages[0]
        page.goto(f"{host.address}/programs/hips.html")
        expect(page.locator("h1")).to_have_text("Hip program")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("/", "/"),
        ("/exercises/", "/exercises/"),
        ("/exercises", "/exercises/index.html"),
        ("/exercises.html", "/exercises/index.html"),
        ("/exercises/bridge", "/exercises/bridge.html"),
        ("/exercises/bridge/", "/exercises/bridge.html"),
        ("/exercises/index.html?q=hip&region=hip", "/exercises/index.html?q=hip&region=hip"),
        ("/exercises?q=hip", "/exercises/index.html?q=hip"),
    ],
)
def test_an_address_may_be_written_as_hosts_write_it(
    page: Page, host: WebHost, asked: str, shown: str
) -> None:
    visit(page, f"{host.address}/")
    host.stop()
    page.goto(host.address + asked)
    expect(page).to_have_url(host.address + shown)
    assert page.evaluate("() => getComputedStyle(document.querySelector('.skip')).position")
    expect(page.locator("h1")).not_to_have_text("This page is not here")


@pytest.mark.parametrize("wrong", ["/exercises/none.html", "/constructor", "/%zz", "/a/b/c/"])
def test_a_wrong_address_shows_the_page_for_it(page: Page, host: WebHost, wrong: str) -> None:
    visit(page, f"{host.address}/")
    host.stop()
    answer = page.goto(host.address + wrong)
    assert answer
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("This page is not here")


def test_an_address_that_the_worker_does_not_know_is_the_hosts_to_answer(
    page: Page, host: WebHost, site: Site
) -> None:
    """With a page that is new there, or by saying that there is none."""
    visit(page, f"{host.address}/")
    # What names no icon has the browser ask for one.
    new = '<!doctype html><link rel="icon" href="data:,"><h1>New</h1>'
    (site.output / "new-since.html").write_text(new, "utf-8")
    host.forget()
    page.goto(f"{host.address}/new-since.html")
    expect(page.locator("h1")).to_have_text("New")
    # The browser may ask by itself whether there is a newer worker.
    assert [path for path in host.asked if path != "/sw.js"] == ["/new-since.html"]
    answer = page.goto(f"{host.address}/none.html")
    assert answer
    assert answer.status == 404
    expect(page.locator("h1")).not_to_have_text("This page is not here")


def test_a_host_may_send_readers_on_to_shorter_addresses(page: Page, site: Site) -> None:
    """A browser refuses a page that a worker has from a redirection, unless it is made anew."""
    with hosted({"/": site.output}, short=True) as host:
        visit(page, f"{host.address}/index")
        host.stop()
        for path in ("exercises/bridge", "programs/hips", "programs/hips.html"):
            page.goto(f"{host.address}/{path}")
            assert "not here" not in page.locator("h1").inner_text()


def test_the_first_visit_shows_no_bar_and_loads_no_page_again(page: Page, host: WebHost) -> None:
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    visit(page, f"{host.address}/")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    assert len(loads) == 1
    expect(page.locator(".update")).to_be_empty()


COUNT_WORKERS = """
window.asked = 0;
navigator.serviceWorker.register = () => {
    window.asked += 1;
    return new Promise(() => {});
};
Object.defineProperty(navigator, "connection", {value: {saveData: %s}});
"""


@pytest.mark.parametrize("saving", ["false", "true"])
def test_who_saves_data_has_nothing_fetched_ahead(page: Page, host: WebHost, saving: str) -> None:
    page.add_init_script(COUNT_WORKERS % saving)
    page.goto(f"{host.address}/")
    assert page.evaluate("() => window.asked") == (saving == "false")


# A newer version


def renew(site: Site, words: str = "Go gently.") -> set[str]:
    """Publish a change of one exercise; returns the addresses of all that changed."""
    before = site.files()
    site.edit("content/exercises/bridge.md", "Go slowly.", words)
    site.build()
    after = site.files()
    return {f"/{path}" for path in after if after[path] != before.get(path)}


def test_an_update_fetches_what_changed_and_nothing_else(
    page: Page, host: WebHost, site: Site
) -> None:
    visit(page, f"{host.address}/")
    changed = renew(site)
    assert len(changed) < len(site.files()) / 2
    host.forget()
    assert page.evaluate(WAITING) == "installed"
    assert changed == set(host.asked)
    assert len(changed - {"/sw.js"}) == len([path for path in host.asked if path != "/sw.js"])


def test_a_reader_decides_when_the_newer_version_is_shown(
    page: Page, host: WebHost, site: Site
) -> None:
    address = f"{host.address}/exercises/bridge.html"
    visit(page, address)
    renew(site)
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    assert page.evaluate(WAITING) == "installed"
    bar = page.locator(".update")
    expect(bar).to_contain_text("A newer version is ready.")
    assert loads == []
    page.goto(f"{host.address}/index.html")
    expect(bar).to_contain_text("A newer version is ready.")
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Go slowly.")
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("main")).to_contain_text("Go gently.")
    expect(bar).to_be_empty()
    assert len(page.evaluate(CACHES)) == 1
    host.stop()
    page.reload()
    expect(page.locator("main")).to_contain_text("Go gently.")


def test_later_leaves_the_page_as_it_is(page: Page, host: WebHost, site: Site) -> None:
    visit(page, f"{host.address}/exercises/bridge.html")
    renew(site)
    assert page.evaluate(WAITING) == "installed"
    page.get_by_role("button", name="Later").click()
    expect(page.locator(".update")).to_be_empty()
    expect(page.locator("main")).to_contain_text("Go slowly.")


def test_no_other_tab_is_loaded_again(page: Page, host: WebHost, site: Site) -> None:
    """Both say that there is a newer version; each shows it when its own button is pressed."""
    address = f"{host.address}/exercises/bridge.html"
    visit(page, address)
    other = page.context.new_page()
    visit(other, address)
    renew(site)
    assert page.evaluate(WAITING) == "installed"
    for tab in (page, other):
        expect(tab.locator(".update")).to_contain_text("A newer version is ready.")
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("main")).to_contain_text("Go gently.")
    expect(other.locator("main")).to_contain_text("Go slowly.")
    other.get_by_role("button", name="Show it").click()
    expect(other.locator("main")).to_contain_text("Go gently.")


def test_a_closed_browser_starts_with_the_newer_version(
    playwright: Playwright, host: WebHost, site: Site, tmp_path: Path
) -> None:
    address = f"{host.address}/exercises/bridge.html"
    with profile(playwright, tmp_path / "profile") as context:
        visit(context.pages[0], address)
        renew(site)
        assert context.pages[0].evaluate(WAITING) == "installed"
    with profile(playwright, tmp_path / "profile") as context:
        context.pages[0].goto(address)
        expect(context.pages[0].locator("main")).to_contain_text("Go gently.")


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


@pytest.mark.parametrize("spoil", [truncate, Path.unlink], ids=["truncated", "missing"])
@pytest.mark.parametrize("path", ["exercises/bridge.html", "assets/clinic.css"])
def test_a_broken_set_leaves_the_version_that_works(
    page: Page, host: WebHost, site: Site, path: str, spoil: Callable[[Path], None]
) -> None:
    """And once the host has all of it, the newer version comes."""
    address = f"{host.address}/exercises/bridge.html"
    visit(page, address)
    site.write("templates/assets/clinic.css", "h1 { letter-spacing: 1px }\n")
    renew(site)
    spoil(site.output / path)
    assert page.evaluate(WAITING) == "redundant"
    for _ in range(2):
        page.goto(address)
        expect(page.locator("main")).to_contain_text("Go slowly.")
        expect(page.locator(".update")).to_be_empty()
        host.stop()
    host.start()
    site.build()
    host.forget()
    assert page.evaluate(WAITING) == "installed"
    assert {"/sw.js", f"/{path}"} == set(host.asked), "what it had already is fetched again"
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("main")).to_contain_text("Go gently.")


def test_a_first_visit_while_the_host_is_renewed_works_from_the_host(
    page: Page, host: WebHost, site: Site
) -> None:
    truncate(site.output / "programs" / "hips.html")
    page.goto(f"{host.address}/")
    page.evaluate("""() => navigator.serviceWorker.getRegistration().then(found => found &&
        new Promise(done => found.installing
            ? found.installing.addEventListener("statechange", done) : done()))""")
    page.goto(f"{host.address}/exercises/bridge.html")
    expect(page.locator("h1")).to_have_text("Bridge")
    assert page.evaluate("() => navigator.serviceWorker.controller") is None


# Beside others


def test_sites_below_paths_of_one_origin_leave_each_other_alone(
    page: Page, make_site: MakeSite, tmp_path: Path
) -> None:
    """One is renewed and then switched off; the other still opens without the host."""
    back = make_site()
    back.build()
    knee = Site(tmp_path / "knee")
    shutil.copytree(back.folder, knee.folder)
    knee.edit("content/clinic.toml", "Test exercises", "Knee exercises")
    knee.build()
    with hosted({"/back/": back.output, "/back/knee/": knee.output}) as host:
        for path in ("/back/", "/back/knee/"):
            visit(page, host.address + path)
        page.evaluate("() => caches.open('somebody else')")
        assert len(page.evaluate(CACHES)) == 3
        renew(back)
        page.goto(f"{host.address}/back/index.html")
        assert page.evaluate(WAITING) == "installed"
        page.get_by_role("button", name="Show it").click()
        expect(page.locator(".update")).to_be_empty()
        page.evaluate(BECOME, 3)
        switch_off(back)
        page.evaluate(WAITING)
        page.evaluate(BECOME, 2)
        host.stop()
        page.goto(f"{host.address}/back/knee/exercises/bridge.html")
        expect(page.locator("h1")).to_have_text("Bridge")
        assert [name for name in page.evaluate(CACHES) if name.endswith("/back/")] == []
        assert "somebody else" in page.evaluate(CACHES)


def switch_off(site: Site) -> None:
    site.edit("content/clinic.toml", "[print]", "offline = false\n[print]")
    site.build()


def test_the_clinic_can_switch_the_worker_off(page: Page, host: WebHost, site: Site) -> None:
    """Phones that had kept the site forget it, and have its pages from the host again."""
    address = f"{host.address}/exercises/bridge.html"
    visit(page, address)
    page.goto(address)
    switch_off(site)
    renew(site)
    page.goto(address)  # the browser looks for a newer worker by itself
    page.evaluate(BECOME, 0)
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Go gently.")
    page.goto(f"{host.address}/index.html")
    assert page.evaluate("() => navigator.serviceWorker.getRegistrations()") == []


def test_the_worker_in_the_documentation_ends_what_a_site_left_behind(
    page: Page, host: WebHost, site: Site
) -> None:
    hosting = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    (code,) = re.findall(r"```js\n(.*?)```", hosting, re.DOTALL)
    visit(page, f"{host.address}/")
    page.evaluate("() => caches.open('somebody else')")
    (site.output / "sw.js").write_text(code, "utf-8")
    page.reload()
    page.evaluate(BECOME, 1)
    assert page.evaluate(CACHES) == ["somebody else"]


def test_a_site_that_is_switched_off_asks_for_no_worker(page: Page, make_site: MakeSite) -> None:
    site = make_site()
    switch_off(site)
    with hosted({"/": site.output}) as host:
        page.goto(f"{host.address}/")
        assert not {"/sw.js", "/app.webmanifest", "/assets/offline.js"} & set(host.asked)
    assert "app.webmanifest" not in site.files()


# Handouts


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with handouts, made once; tests take copies of it."""
    from small_site import SMALL_SITE

    site = Site(tmp_path_factory.mktemp("printed") / "clinic")
    for path, content in SMALL_SITE.items():
        site.write(path, content)
    site.write("content/exercises/clam.md", EXERCISE.replace("title: Bridge", "title: Clam"))
    site.write("content/pages/printing-and-offline.md", OFFLINE_PAGE)
    site.edit("content/clinic.toml", "[print]", "offline_zip = true\n[print]")
    site.build(pdf=True)
    return site


@pytest.fixture
def with_handouts(printed: Site, tmp_path: Path) -> Site:
    shutil.copytree(printed.folder, tmp_path / "clinic")
    return Site(tmp_path / "clinic")


KEEP = re.compile(r"Keep the handouts on this phone \(\d+ KB\)")
ALL_KEPT = "All handouts are on this phone."
BRIDGE_PDF = "exercises/bridge.a4.pdf"


def keep_handouts(page: Page, host: WebHost) -> None:
    visit(page, f"{host.address}/handouts.html")
    page.get_by_role("button", name=KEEP).click()
    expect(page.locator(".keep")).to_contain_text(ALL_KEPT)


@pytest.mark.parametrize("path", ["handouts.html", "pages/printing-and-offline.html"])
def test_kept_handouts_open_without_a_host(page: Page, with_handouts: Site, path: str) -> None:
    said = heard(page)
    with hosted({"/": with_handouts.output}) as host:
        visit(page, f"{host.address}/{path}")
        assert not [asked for asked in host.asked if asked.endswith(".pdf")]
        page.get_by_role("button", name=KEEP).click()
        expect(page.locator(".keep")).to_contain_text(ALL_KEPT)
        expect(page.get_by_role("button", name="Take the handouts off")).to_be_focused()
    size = len(with_handouts.files()[BRIDGE_PDF])
    assert page.evaluate(FETCHED, f"{host.address}/{BRIDGE_PDF}") == [200, size]
    page.reload()
    expect(page.locator(".keep")).to_contain_text(ALL_KEPT)
    assert said == []


PROGRESS = """() => {
    const line = document.querySelector(".keep [role=status]");
    window.said = [];
    const note = () => window.said.push(line.textContent);
    new MutationObserver(note).observe(line, {childList: true});
}"""


def test_progress_is_told_in_words(page: Page, with_handouts: Site) -> None:
    """Here the worker keeps one at a time; the region is one that screen readers read out."""
    worker = (ROOT / "templates" / "offline" / "worker.js").read_text("utf-8")
    assert "AT_A_TIME = 8" in worker
    patient = worker.replace("AT_A_TIME = 8", "AT_A_TIME = 1")
    with_handouts.write("templates/offline/worker.js", patient)
    with_handouts.build(pdf=True)
    with hosted({"/": with_handouts.output}) as host:
        visit(page, f"{host.address}/handouts.html")
        page.evaluate(PROGRESS)
        page.get_by_role("button", name=KEEP).click()
        expect(page.locator(".keep")).to_contain_text(ALL_KEPT)
        assert page.evaluate("() => window.said") == [
            "1 of 3 handouts are on this phone.",
            "2 of 3 handouts are on this phone.",
            "All handouts are on this phone. They open without the internet.",
        ]


def test_a_handout_that_is_not_kept_leads_to_where_it_can_be(
    page: Page, with_handouts: Site
) -> None:
    with hosted({"/": with_handouts.output}) as host:
        visit(page, f"{host.address}/")
    page.goto(f"{host.address}/{BRIDGE_PDF}")
    expect(page).to_have_url(f"{host.address}/handouts.html#keep")
    expect(page.get_by_role("heading", name="Without the internet")).to_be_in_viewport()


def test_handouts_can_be_taken_off_again(page: Page, with_handouts: Site) -> None:
    with hosted({"/": with_handouts.output}) as host:
        keep_handouts(page, host)
        assert len(page.evaluate(CACHES)) == 2
        page.get_by_role("button", name="Take the handouts off").click()
        expect(page.locator(".keep")).to_contain_text("no longer on this phone")
        expect(page.get_by_role("button", name=KEEP)).to_be_visible()
        assert len(page.evaluate(CACHES)) == 1
    assert page.evaluate(FETCHED, f"{host.address}/{BRIDGE_PDF}") == "refused"


def test_kept_handouts_follow_a_newer_version(page: Page, with_handouts: Site) -> None:
    """Those that changed are fetched anew, by themselves; those that are gone go."""
    with hosted({"/": with_handouts.output}) as host:
        keep_handouts(page, host)
        before = with_handouts.files()
        with_handouts.edit("content/exercises/bridge.md", "Go slowly.", "Go gently.")
        with_handouts.remove("content/exercises/clam.md")
        with_handouts.build(pdf=True)
        after = with_handouts.files()
        changed = {f"/{path}" for path in after if after[path] != before.get(path)}
        host.forget()
        assert page.evaluate(WAITING) == "installed"
        page.goto(f"{host.address}/index.html")
        page.get_by_role("button", name="Show it").click()
        expect(page.locator(".update")).to_be_empty()
        page.goto(f"{host.address}/handouts.html")
        expect(page.locator(".keep")).to_contain_text(ALL_KEPT)
        pdfs = [path for path in host.asked if path.endswith(".pdf")]
        assert sorted(path for path in changed if path.endswith(".pdf")) == sorted(pdfs)
        assert 0 < len(pdfs) < sum(path.endswith(".pdf") for path in after) + 1
    size = len(after[BRIDGE_PDF])
    assert page.evaluate(FETCHED, f"{host.address}/{BRIDGE_PDF}") == [200, size]
    assert page.evaluate(FETCHED, f"{host.address}/exercises/clam.a4.pdf") == "refused"


def test_what_could_not_be_kept_is_said_and_follows_later(page: Page, with_handouts: Site) -> None:
    pdf = with_handouts.output / BRIDGE_PDF
    whole = pdf.read_bytes()
    with hosted({"/": with_handouts.output}) as host:
        visit(page, f"{host.address}/handouts.html")
        truncate(pdf)
        page.get_by_role("button", name=KEEP).click()
        expect(page.locator(".keep")).to_contain_text("The others could not be fetched.")
        expect(page.get_by_role("button", name=KEEP)).to_be_visible()
        pdf.write_bytes(whole)
        page.reload()
        expect(page.locator(".keep")).to_contain_text(ALL_KEPT)


def test_what_could_not_be_kept_is_offered_again(page: Page, with_handouts: Site) -> None:
    """As long as none is kept, the button keeps them and does not take them off."""
    whole = {pdf: pdf.read_bytes() for pdf in with_handouts.output.rglob("*.pdf")}
    with hosted({"/": with_handouts.output}) as host:
        visit(page, f"{host.address}/handouts.html")
        for pdf in whole:
            truncate(pdf)
        page.get_by_role("button", name=KEEP).click()
        expect(page.locator(".keep")).to_contain_text("0 of 3 handouts are on this phone.")
        for pdf, written in whole.items():
            pdf.write_bytes(written)
        page.get_by_role("button", name=KEEP).click()
        expect(page.locator(".keep")).to_contain_text(ALL_KEPT)
        expect(page.get_by_role("button", name="Take the handouts off")).to_be_visible()


def test_a_full_phone_is_told_so_and_goes_on(page: Page, with_handouts: Site) -> None:
    with hosted({"/": with_handouts.output}) as host:
        visit(page, f"{host.address}/handouts.html")
        line = page.context.new_cdp_session(page)
        quota = {"origin": host.address, "quotaSize": 1000}
        line.send("Storage.overrideQuotaForOrigin", quota)
        page.get_by_role("button", name=KEEP).click()
        expect(page.locator(".keep")).to_contain_text("not enough room on this phone")
        expect(page.get_by_role("button", name=KEEP)).to_be_visible()
        page.goto(f"{host.address}/exercises/bridge.html")
        expect(page.locator("h1")).to_have_text("Bridge")


def test_a_browser_without_room_for_the_pages_is_told_so(page: Page, with_handouts: Site) -> None:
    with hosted({"/": with_handouts.output}) as host:
        line = page.context.new_cdp_session(page)
        quota = {"origin": host.address, "quotaSize": 1000}
        line.send("Storage.overrideQuotaForOrigin", quota)
        page.goto(f"{host.address}/handouts.html")
        expect(page.locator(".keep")).to_contain_text("cannot keep handouts")
        expect(page.locator(".keep button")).to_have_count(0)


def test_where_nothing_can_be_kept_the_page_says_so(
    playwright: Playwright, with_handouts: Site
) -> None:
    """Over http without s a browser has no worker; the rest works, and the console is silent."""
    with hosted({"/": with_handouts.output}) as host:
        rules = "--host-resolver-rules=MAP clinic.example 127.0.0.1"
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*QUIET, rules]
        )
        page = chromium.new_page()
        said = heard(page)
        page.goto(f"http://clinic.example:{host.port}/handouts.html")
        expect(page.locator(".keep")).to_contain_text("cannot keep handouts")
        chromium.close()
    assert said == []


# The app


def test_a_browser_finds_everything_it_needs_to_install_the_app(page: Page, host: WebHost) -> None:
    visit(page, f"{host.address}/exercises/bridge.html")
    line = page.context.new_cdp_session(page)
    manifest = line.send("Page.getAppManifest")
    assert manifest["url"] == f"{host.address}/app.webmanifest"
    assert manifest["errors"] == []
    errors = line.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A profile that is not kept cannot install anything.
    assert {error["errorId"] for error in errors} <= {"in-incognito"}


# Large text, and readers who see or use a page in other ways


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(320, 568), (1280, 800)], ids=["phone", "desktop"])
def test_the_bar_and_the_button_are_open_to_everyone(
    browser: Browser, with_handouts: Site, scheme: str, size: tuple[int, int]
) -> None:
    context = browser.new_context(
        reduced_motion="reduce",
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": size[0], "height": size[1]},
    )
    page = context.new_page()
    with hosted({"/": with_handouts.output}) as host:
        visit(page, f"{host.address}/handouts.html")
        with_handouts.edit("content/clinic.toml", "Test exercises", "New exercises")
        with_handouts.build(pdf=True)
        assert page.evaluate(WAITING) == "installed"
        expect(page.get_by_role("button", name="Show it")).to_be_in_viewport()
        expect(page.locator(".keep button")).to_be_visible()
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= size[0]
        page.get_by_role("button", name="Show it").focus()
        page.keyboard.press("Enter")
        expect(page).to_have_title(re.compile("New exercises"))
    context.close()


# From a disk


def test_whoever_unpacks_the_archive_starts_here_and_prints_a_handout(
    browser: Browser, with_handouts: Site, tmp_path: Path
) -> None:
    """In a folder with a plain person's name: one page to open, and everything behind it."""
    stick = tmp_path / "Übungen für den Rücken #1"
    with ZipFile(with_handouts.output / "offline.zip") as archive:
        archive.extractall(stick)
    assert {file.name for file in stick.iterdir()} == {"START-HERE.html", "site"}
    with opened(browser, stick / "START-HERE.html", viewport={"width": 320, "height": 568}) as page:
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        said = heard(page)  # axe itself tries what the policy forbids
        wide, screen = page.evaluate(WIDTHS)
        assert wide <= screen
        for name in ("See all programs", "See all exercises", "Go to the first page"):
            page.get_by_role("link", name=name).click()
            expect(page.get_by_role("navigation", name="Main")).to_be_visible()
            page.go_back()
        page.get_by_role("link", name="Print a handout").click()
        handout = page.get_by_role("link", name="Bridge, PDF").get_attribute("href")
        assert (stick / "site" / str(handout)).read_bytes().startswith(b"%PDF-")
        page.get_by_role("link", name="Bridge", exact=True).click()
        expect(page.locator("h1")).to_have_text("Bridge")
        assert said == []


def test_from_a_disk_it_keeps_silent(page: Page, with_handouts: Site) -> None:
    said = heard(page)
    for path in ("index.html", "handouts.html", "pages/printing-and-offline.html"):
        page.goto((with_handouts.output / path).as_uri())
        assert page.locator("[rel=manifest]").count() == 0
        expect(page.locator(".keep")).to_be_hidden() if "index" not in path else None
    assert said == []
