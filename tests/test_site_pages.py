"""The pages of the website: what they are called, where they lead, and what they say."""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from built_page import BuiltPage, handout_pages
from small_site import CLINIC, EXERCISE, PROGRAM, TERMS, MakeSite, Site

from generator.sign import sign

BASE = "https://clinic.example/back"
HOSTED = CLINIC.replace('title = "Test exercises"', f'title = "Tests"\nbase_url = "{BASE}"')
BRIDGE = "content/exercises/bridge.md"
BRIDGE_PAGE = "exercises/bridge.html"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

CLAM = (
    EXERCISE.replace("title: Bridge", "title: Clam\nplain: Knee opener")
    .replace("region: hip", "region: [hip, thigh]")
    .replace("goal: strength", "goal: control")
    .replace("lying-on-back", "lying-on-side")
    .replace("equipment: [mat]", "equipment: []")
)
HELP = """\
---
title: When to get help
summary: Whom to call.
---
Call us. See [the bridge](../exercises/bridge.md).
"""
THREE_KINDS = {
    "content/exercises/clam.md": CLAM,
    "content/pages/when-to-get-help.md": HELP,
    "content/terms.toml": TERMS.replace('hip = "Hip"', 'hip = "Hip"\nthigh = "Thigh"'),
}


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    """A site with every kind of page, built without handouts."""
    site = make_site(THREE_KINDS)
    site.build()
    return site


# Scripts that a browser reads and does not run.
DATA_SCRIPTS = {"application/ld+json", "application/json"}


def pages_of(site: Site) -> dict[str, BuiltPage]:
    return {path: BuiltPage(site.page(path)) for path in site.files() if path.endswith(".html")}


def structured(page: BuiltPage) -> dict[str, object]:
    """What a page tells search engines about itself."""
    found = json.loads(page.text('script[type="application/ld+json"]'))
    assert isinstance(found, dict)
    return found


def test_every_page_has_a_title_and_a_description_of_its_own(site: Site) -> None:
    pages = pages_of(site)
    titles = {path: page.text("title") for path, page in pages.items()}
    assert titles["index.html"] == "Test exercises"
    assert titles[BRIDGE_PAGE] == "Bridge – Test exercises"
    assert len(set(titles.values())) == len(titles)
    assert pages[BRIDGE_PAGE].attribute("meta[name=description]", "content") == "Lifts the hips."


def test_a_page_has_one_heading_and_skips_no_level(site: Site) -> None:
    for path, page in pages_of(site).items():
        levels = [int(one.local_name[1]) for one in page.find("h1, h2, h3, h4, h5, h6")]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


def test_a_canonical_address_needs_to_be_known(site: Site) -> None:
    """Without a base address no page names one; with it, each page names its own."""
    assert [path for path, page in pages_of(site).items() if page.find("[rel=canonical]")] == []

    site.write("content/clinic.toml", HOSTED)
    site.build()
    pages = pages_of(site)
    named = {path: page.attributes("[rel=canonical]", "href") for path, page in pages.items()}
    assert named.pop("404.html") == []
    assert {path: [f"{BASE}/{path.removesuffix('index.html')}"] for path in named} == named


def test_the_sitemap_lists_every_page_once(make_site: MakeSite) -> None:
    site = make_site({**THREE_KINDS, "content/clinic.toml": HOSTED})
    site.build()
    root = ET.fromstring(site.files()["sitemap.xml"])  # noqa: S314 our own file
    assert f"{SITEMAP}urlset" == root.tag
    found = [str(place.text) for place in root.findall(f"{SITEMAP}url/{SITEMAP}loc")]
    pages = {f"{BASE}/{path.removesuffix('index.html')}" for path in pages_of(site)}
    assert pages - {f"{BASE}/404.html"} == set(found)
    assert len(set(found)) == len(found)


def test_there_is_no_sitemap_for_an_unknown_address(site: Site) -> None:
    assert "sitemap.xml" not in site.files()


def test_search_engines_are_told_of_an_exercise_plan(site: Site) -> None:
    page = structured(BuiltPage(site.page(BRIDGE_PAGE)))
    plan = page["mainEntity"]
    assert isinstance(plan, dict)
    assert (
        page["@context"],
        page["@type"],
        page["name"],
    ) == ("https://schema.org", "MedicalWebPage", "Bridge")
    assert (plan["@type"], plan["name"], plan["repetitions"]) == ("ExercisePlan", "Bridge", "10")


def test_search_engines_are_told_of_each_exercise_of_a_program(make_site: MakeSite) -> None:
    program = PROGRAM.replace("[bridge]", "[bridge, clam]")
    site = make_site({**THREE_KINDS, "content/programs/hips.md": program})
    site.build()
    plans = structured(BuiltPage(site.page("programs/hips.html")))["mainEntity"]
    assert isinstance(plans, list)
    assert [(plan["@type"], plan["name"]) for plan in plans] == [
        ("ExercisePlan", "Bridge"),
        ("ExercisePlan", "Clam"),
    ]


def test_only_a_review_is_told_as_a_review(site: Site) -> None:
    """`lastReviewed` stands there when a signature holds, and goes when the text changes."""
    assert "lastReviewed" not in structured(BuiltPage(site.page(BRIDGE_PAGE)))

    sign(site.folder, site.folder / BRIDGE, "Dr Ada Example", "2026-11-20")
    site.build()
    told = structured(BuiltPage(site.page(BRIDGE_PAGE)))
    assert told["lastReviewed"] == "2026-11-20"
    assert told["reviewedBy"] == {"@type": "Person", "name": "Dr Ada Example"}

    site.edit(BRIDGE, "Go slowly.", "Go fast.")
    site.build()
    assert "lastReviewed" not in structured(BuiltPage(site.page(BRIDGE_PAGE)))


def test_a_script_cannot_be_ended_by_a_title(make_site: MakeSite) -> None:
    title = "Bridge </script><script>alert(1)</script>"
    site = make_site()
    site.edit(BRIDGE, "title: Bridge", f"title: {title}")
    site.build()
    page = BuiltPage(site.page(BRIDGE_PAGE))
    assert title == structured(page)["name"]
    assert title == page.text("h1")
    assert set(page.attributes("script:not([src])", "type")) == DATA_SCRIPTS


def test_the_icon_is_the_logo(make_site: MakeSite) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle r="4"/></svg>'
    clinic = CLINIC.replace("[site]", 'logo = "media/logo.svg"\n\n[site]')
    site = make_site({"content/clinic.toml": clinic, "content/media/logo.svg": drawing})
    site.build()
    page = BuiltPage(site.page(BRIDGE_PAGE))
    assert page.attribute("[rel=icon]", "href") == "../icon.svg"
    assert "<circle" in site.page("icon.svg")
    assert page.attribute(".brand img", "src") == "../media/logo.svg"


def test_without_a_logo_the_icon_is_the_initials(site: Site) -> None:
    assert ">TC</text>" in site.page("icon.svg")
    page = BuiltPage(site.page(BRIDGE_PAGE))
    assert page.attribute("[rel=icon]", "href") == "../icon.svg"
    assert page.text(".brand .initials") == "TC"


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("01632 960 123", "01632960123"),
        ("+44 1632 960-123", "+441632960123"),
        ("+44 (0)1632 960 123", "+441632960123"),
    ],
)
def test_a_phone_number_can_be_tapped(make_site: MakeSite, phone: str, dialled: str) -> None:
    """Every page dials the clinic and the ambulance, and no link dials anything else."""
    clinic = CLINIC.replace("01632 960 123", phone)
    site = make_site({**THREE_KINDS, "content/clinic.toml": clinic})
    site.build()
    for path, page in pages_of(site).items():
        dials = set(page.attributes('[href^="tel:"]', "href"))
        assert {f"tel:{dialled}", "tel:999"} == dials, path
        assert phone in page.text("body"), path


def test_a_sample_clinic_says_so_on_every_page(site: Site) -> None:
    assert [path for path, page in pages_of(site).items() if page.find(".sample")] == []

    site.edit("content/clinic.toml", "[site]", "sample = true\n\n[site]")
    site.build()
    for path, page in pages_of(site).items():
        assert page.text(".sample").startswith("SAMPLE CLINIC."), path


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["true", "false"])
def test_a_sample_clinic_says_so_on_every_handout(make_site: MakeSite, sample: str) -> None:
    clinic = CLINIC.replace("[site]", f"sample = {sample}\n\n[site]")
    site = make_site({"content/clinic.toml": clinic})
    site.build(pdf=True)
    handouts = sorted(site.output.rglob("*.pdf"))
    assert len(handouts) == 2
    for handout in handouts:
        assert ("SAMPLE CLINIC" in handout_pages(handout)[0]) == (sample == "true")


def test_every_link_is_relative(make_site: MakeSite) -> None:
    """One build serves a root, a sub-path and a disk: only the clinic's own addresses are whole."""
    clinic = CLINIC.replace("[site]", 'email = "a@b.example"\nweb = "https://b.example"\n\n[site]')
    site = make_site({**THREE_KINDS, "content/clinic.toml": clinic})
    site.build()
    for path, page in pages_of(site).items():
        whole = {one for one in page.addresses() if one.startswith("/") or urlsplit(one).scheme}
        assert whole - {"https://b.example", "mailto:a@b.example"} <= {
            "tel:01632960123",
            "tel:999",
        }, path
    sheet = site.page("assets/site.css")
    assert re.findall(r"url\(([^)]*)\)", sheet)
    assert re.findall(r"url\(['\"]?(?:/|https?:|file:)", sheet) == []


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """A folder on a plain web server; gives its port."""
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def fetch(port: int, address: str) -> tuple[int, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, answer.read()


def walk(port: int, start: str) -> dict[str, int]:
    """Every address of this host that is reached by following links, with its status."""
    waiting, seen = [start], {}
    while waiting:
        address = waiting.pop()
        seen[address], content = fetch(port, address)
        if address.endswith((".html", "/")):
            for one in BuiltPage(content.decode()).addresses():
                to = urlsplit(urljoin(address, one))
                if not to.scheme and to.path not in {*seen, *waiting}:
                    waiting.append(to.path)
    return seen


def test_a_site_works_in_a_sub_path(site: Site, tmp_path: Path) -> None:
    """Served under /sub/path/, every link leads somewhere and every page is reached."""
    shutil.copytree(site.output, tmp_path / "host" / "sub" / "path")
    with served(tmp_path / "host") as port:
        found = walk(port, "/sub/path/")
    assert {address: status for address, status in found.items() if status != 200} == {}
    assert all(address.startswith("/sub/path/") for address in found)
    pages = {f"/sub/path/{path}" for path in pages_of(site)}
    unlinked = {f"/sub/path/{name}.html" for name in ("404", "handouts", "make-handout")}
    assert unlinked == pages - set(found)


def test_anchors_lead_to_something(site: Site) -> None:
    for path, page in pages_of(site).items():
        for href in page.attributes('[href*="#"]', "href"):
            to, _, anchor = href.partition("#")
            target = normpath(f"{path}/../{unquote(to)}") if to else path
            assert BuiltPage(site.page(target)).find(f'[id="{anchor}"]'), f"{path}: {href}"


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("index", {"Strength": ["Bridge"], "Control": ["Clam"]}),
        ("by-region", {"Hip": ["Bridge", "Clam"], "Thigh": ["Clam"]}),
        ("by-position", {"Lying on your back": ["Bridge"], "Lying on your side": ["Clam"]}),
        ("by-equipment", {"Mat": ["Bridge"], "No equipment": ["Clam"]}),
    ],
)
def test_lists_hold_every_exercise_in_its_group(
    site: Site, by: str, groups: dict[str, list[str]]
) -> None:
    page = BuiltPage(site.page(f"exercises/{by}.html"))
    found = {
        heading: page.texts(f'section[aria-labelledby="{anchor}"] .card h3')
        for heading, anchor in zip(
            page.texts(".group h2"), page.attributes(".group h2", "id"), strict=True
        )
    }
    assert groups == found
    assert page.text("#found") == "2 exercises."
    assert len(page.find('.tabs a[aria-current="page"]')) == 1
    assert f"{by}.html" == page.attribute('.tabs a[aria-current="page"]', "href")


@pytest.mark.slow
def test_the_list_of_handouts_tells_pages_and_size_as_they_are(make_site: MakeSite) -> None:
    both = CLINIC.replace('["a4"]', '["letter", "a4"]')
    site = make_site({**THREE_KINDS, "content/clinic.toml": both})
    site.build(pdf=True)
    page = BuiltPage(site.page("handouts.html"))
    hrefs = page.attributes(".papers a", "href")
    assert {path for path in site.files() if path.endswith(".pdf")} == set(hrefs)
    assert len(hrefs) == 6
    for href, said in zip(hrefs, page.texts(".papers a"), strict=True):
        file = site.output / href
        with closing(pypdfium2.PdfDocument(file)) as document:
            pages, width = len(document), round(document[0].get_width())
        paper = {595: "A4", 612: "Letter"}[width]
        many = "page" if pages == 1 else "pages"
        size = f"{round(file.stat().st_size / 1000)} KB"
        assert said.startswith(f"{paper} {pages} {many} · {size} "), href
    assert all(".letter." in href for href in page.attributes(".papers .usual a", "href"))
    assert page.texts(".rows .state") == ["Not yet reviewed"] * 3


def test_a_site_without_handouts_offers_none(site: Site) -> None:
    for path, page in pages_of(site).items():
        assert page.find('[href$=".pdf"], [href$="handouts.html"], #print') == [], path
    assert "There are no handouts on this site." in site.page("handouts.html")


def test_a_wrong_address_is_answered_at_any_depth(site: Site) -> None:
    """A host shows 404.html in place of any address, so it can never link relatively."""
    alone = BuiltPage(site.page("404.html"))
    assert {"tel:01632960123", "tel:999"} == set(alone.addresses())

    site.write("content/clinic.toml", HOSTED)
    site.build()
    known = BuiltPage(site.page("404.html"))
    whole = [one for one in known.addresses() if not one.startswith("tel:")]
    assert f"{BASE}/assets/site.css" in whole
    assert f"{BASE}/index.html" in whole
    assert all((site.output / one.removeprefix(f"{BASE}/")).is_file() for one in whole)


REVIEWS = [
    ("not-reviewed", "Not yet reviewed by a clinician."),
    ("reviewed", "Reviewed by Dr Ada Example on 20 November 2023."),
    ("due-soon", "Reviewed by Dr Ada Example on 20 November 2023."),
    ("overdue", "Review overdue since 20 November 2026."),
    ("changed", "Changed since review."),
]
DAYS = {"due-soon": "2026-11-01", "overdue": "2026-11-21"}


@pytest.mark.parametrize(("state", "said"), REVIEWS)
def test_the_state_of_a_review_is_told(make_site: MakeSite, state: str, said: str) -> None:
    """On the page of the exercise always, and on every list where it warns."""
    site = make_site()
    if state != "not-reviewed":
        sign(site.folder, site.folder / BRIDGE, "Dr Ada Example", "2023-11-20")
    if state == "changed":
        site.edit(BRIDGE, "Go slowly.", "Go fast.")
    site.build(today=DAYS.get(state, "2024-01-01"))

    page = BuiltPage(site.page(BRIDGE_PAGE))
    assert f"review {state}" == page.attribute("[data-safety=review]", "class")
    assert page.text("[data-safety=review]").startswith(said)
    warned = [f"state {state}"] if state in ("overdue", "changed") else []
    for by in ("index", "by-region", "by-position", "by-equipment"):
        card = BuiltPage(site.page(f"exercises/{by}.html"))
        assert warned == card.attributes(".card .state", "class"), by


def test_a_changed_sheet_changes_what_rests_on_it(make_site: MakeSite) -> None:
    """Who signed an exercise signed its safety notes too."""
    site = make_site()
    sign(site.folder, site.folder / BRIDGE, "Dr Ada Example", "2026-11-20")
    site.edit("content/safety/low-back.md", "stop_if: [Sharp pain]", "stop_if: [A sharp pain]")
    site.build()
    assert "Changed since review." in site.page(BRIDGE_PAGE)


def test_a_program_shows_its_own_dose_and_note(make_site: MakeSite) -> None:
    entry = "[{exercise: bridge, dose: {sets: 2, reps: 15-20}, note: Lean on a <chair>.}]"
    site = make_site({"content/programs/hips.md": PROGRAM.replace("[bridge]", entry)})
    site.build()
    program = BuiltPage(site.page("programs/hips.html"))
    phrases = ["Do it 15 to 20 times in each set.", "Do 2 sets."]
    assert phrases == program.texts(".entry .phrases li")
    assert "Lean on a <chair>." in program.text(".entry")
    assert "Do 3 sets" in BuiltPage(site.page(BRIDGE_PAGE)).texts(".dose .phrases li")


@pytest.mark.parametrize("code", ["{{ 7 * 7 }}", "{% for x in y %}", "{# gone #}", "<b>&amp;</b>"])
def test_what_an_author_writes_is_text(make_site: MakeSite, code: str) -> None:
    """Template code and HTML in front matter are shown as they were typed."""
    typed = code.replace('"', '\\"')
    site = make_site()
    site.edit(BRIDGE, "title: Bridge", f'title: "Bridge {typed}"')
    site.edit(BRIDGE, "summary: Lifts the hips.", f'summary: "Lifts {typed}"\nplain: "Up {typed}"')
    site.edit(BRIDGE, "[Go slowly.]", f'["Go {typed}"]')
    site.build()
    page = BuiltPage(site.page(BRIDGE_PAGE))
    assert f"Bridge {code}" == page.text("h1")
    assert f"Lifts {code}" == page.text(".lead")
    assert f"Up {code}" == page.text(".top .plain")
    assert [f"Go {code}"] == page.texts("#take-care li")
    assert f"Lifts {code}" == page.attribute("meta[name=description]", "content")
    cards = BuiltPage(site.page("exercises/index.html"))
    assert f"Bridge {code}" == cards.text(".card h3")


def test_template_code_in_a_body_is_text(make_site: MakeSite) -> None:
    site = make_site()
    site.edit(BRIDGE, "1. Lie on your back.", "1. Lie {{ down }} on {% your %} back.")
    site.build()
    assert (
        (BuiltPage(site.page(BRIDGE_PAGE)).texts(".steps > li")[0])
        == "Lie {{ down }} on {% your %} back."
    )


def test_a_title_of_300_letters_is_shown_whole(make_site: MakeSite) -> None:
    title = " ".join(["Bridge"] * 42) + " is it"
    assert len(title) == 299
    site = make_site()
    site.edit(BRIDGE, "title: Bridge", f"title: {title}.")
    site.build()
    assert f"{title}." == BuiltPage(site.page(BRIDGE_PAGE)).text("h1")
    assert f"{title}." == BuiltPage(site.page("exercises/index.html")).text(".card h3")
    assert f"{title}." in BuiltPage(site.page("programs/hips.html")).text(".entry h3")


@pytest.mark.parametrize("pdf", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_nothing_tells_where_and_when_it_was_made(make_site: MakeSite, pdf: bool) -> None:
    """No path of the machine and no date of today, on pages and in handouts."""
    site = make_site(THREE_KINDS)
    site.build(pdf=pdf)
    first = site.files()
    now = date.today()  # noqa: DTZ011 the day as this machine says it
    days = [now.isoformat(), now.strftime("%Y%m%d"), f"{now.day} {now:%B %Y}"]
    traces = [str(site.folder), str(Path(__file__).parent.parent), *days]
    for path, content in first.items():
        assert [trace for trace in traces if trace.encode() in content] == [], path

    shutil.rmtree(site.output.parent)
    site.build(pdf=pdf, today="2031-07-04")
    assert first == site.files()


def test_pages_run_no_script_and_no_style_of_their_own(site: Site) -> None:
    """What the policy in the page forbids is not there to begin with."""
    for path, page in pages_of(site).items():
        assert {*page.attributes("script:not([src])", "type")} <= DATA_SCRIPTS, path
        assert page.find("style, [style], iframe, form[action], object, embed") == [], path
        handlers = [
            name
            for one in page.find("*")
            for name in one.etree_element.attrib
            if name.startswith("on")
        ]
        assert handlers == [], path
        policy = page.attribute('meta[http-equiv="Content-Security-Policy"]', "content")
        assert policy.startswith("default-src 'none';"), path
        assert "unsafe" not in policy, path
