"""What is published for readers without the internet: the worker's list, the app, the archive."""

import hashlib
import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from built_page import BuiltPage
from PIL import Image
from small_site import MakeSite, Site

from generator.media import initials_of
from generator.offline.headers import write_headers
from generator.offline.icons import ICONS, MASKABLE, SMALL
from generator.offline.manifest import shorten
from generator.publish import open_output

PAGE = """\
---
title: Printing and offline reading
summary: How to keep these pages.
---
Take it with you.
"""
PRINTING = "pages/printing-and-offline.html"


def worker_list(site: Site) -> dict[str, dict[str, str]]:
    """The list above the worker's code."""
    found = re.match(r"const SITE = (\{.*\});\n", site.page("sw.js"))
    assert found
    listed: dict[str, dict[str, str]] = json.loads(found[1])
    return listed


# The worker


def test_the_worker_lists_every_file_that_a_page_needs(make_site: MakeSite) -> None:
    """By the beginning of its hash; not what only hosts, search engines or lawyers read."""
    site = make_site({"content/media/foot.svg": _drawing("<circle r='4'/>")})
    site.edit("content/clinic.toml", "[print]", 'base_url = "https://clinic.example"\n[print]')
    site.build()
    files = site.files()
    expected = {
        path: hashlib.sha256(content).hexdigest()[:16]
        for path, content in files.items()
        if path not in {"sw.js", "_headers", "sitemap.xml", "assets/fonts/OFL.txt"}
    }
    assert "media/foot.svg" in expected
    assert worker_list(site)["pages"] == expected


@pytest.mark.slow
def test_handouts_stand_in_a_list_of_their_own(make_site: MakeSite) -> None:
    site = make_site()
    site.build(pdf=True)
    listed = worker_list(site)
    assert set(listed["handouts"]) == {"exercises/bridge.a4.pdf", "programs/hips.a4.pdf"}
    assert not [path for path in listed["pages"] if path.endswith(".pdf")]


def test_the_revision_changes_with_any_file_and_with_nothing_else(make_site: MakeSite) -> None:
    site = make_site()
    site.build()
    first = worker_list(site)["revision"]
    site.build(today="2026-11-22")
    assert worker_list(site)["revision"] == first
    site.edit("content/programs/hips.md", "Why it helps.", "Why it helps you.")
    site.build()
    assert worker_list(site)["revision"] != first


def test_the_worker_is_moved_into_place_behind_all_that_it_lists(make_site: MakeSite) -> None:
    site = make_site()
    site.build()
    times = {
        path: (site.output / path).stat().st_ctime_ns for path in site.files() if path != "sw.js"
    }
    assert (site.output / "sw.js").stat().st_ctime_ns >= max(times.values())


def test_a_publication_that_was_cut_short_keeps_its_order(tmp_path: Path) -> None:
    """The journal is completed in the order in which files were staged, not in that of names."""
    paths = [f"{letter}.html" for letter in "zyxwvutsrqpon"]
    with open_output(tmp_path) as publisher:
        for path in paths:
            publisher.stage(path, "key", path.encode())
        blocked = tmp_path / "site" / paths[0]
        blocked.mkdir()  # a folder in the place of the first: the rest goes on in order
        publisher.publish(set(paths))
    moved = sorted(paths[1:], key=lambda path: (tmp_path / "site" / path).stat().st_ctime_ns)
    assert moved == paths[1:]


def test_switched_off_it_removes_what_an_earlier_one_kept(make_site: MakeSite) -> None:
    """The worker stays at its address, because that is where browsers look for its end."""
    site = make_site()
    site.build()
    site.edit("content/clinic.toml", "[print]", "offline = false\n[print]")
    site.build()
    files = site.files()
    assert "unregister" in site.page("sw.js")
    assert "SITE" not in site.page("sw.js")
    assert not {"app.webmanifest", *ICONS} & set(files)
    assert "offline.js" not in site.page("index.html")


def test_a_clinic_may_bring_a_worker_of_its_own(make_site: MakeSite) -> None:
    site = make_site({"templates/offline/worker.js": "/* ours */\n"})
    site.build()
    assert site.page("sw.js").endswith("/* ours */\n")


# The app


def test_the_manifest_is_relative_and_names_the_site(make_site: MakeSite) -> None:
    site = make_site()
    site.build()
    manifest = json.loads(site.page("app.webmanifest"))
    said = {key: manifest[key] for key in ("name", "lang", "dir", "start_url", "scope", "display")}
    assert said == {
        "name": "Test exercises",
        "lang": "en",
        "dir": "ltr",
        "start_url": "index.html",
        "scope": "./",
        "display": "standalone",
    }
    assert "://" not in json.dumps(manifest)


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Exercises for your back", "Exercises"),
        ("Back care", "Back care"),
        ("Rückenübungen für alle", "Rückenübungen"),
        ("Dos and don'ts", "Dos and"),
    ],
)
def test_the_short_name_is_as_many_words_as_have_room(title: str, short: str) -> None:
    assert shorten(title) == short


def _icon(site: Site, name: str) -> Image.Image:
    return Image.open(BytesIO(site.files()[name]))


def _drawing(inside: str) -> str:
    size = 'viewBox="0 0 32 32" width="32" height="32"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inside}</svg>'


def test_without_a_logo_the_icons_are_the_initials(make_site: MakeSite) -> None:
    site = make_site()
    site.build()
    assert initials_of("Test Clinic") == "TC"
    for name, side in ICONS.items():
        icon = _icon(site, name).convert("RGBA")
        assert icon.size == (side, side)
        assert icon.getpixel((side // 2, side // 10)) == (0x0B, 0x5A, 0x66, 255)
        assert (255, 255, 255, 255) in [color for _, color in icon.getcolors(side * side) or []]
    assert _icon(site, SMALL).convert("RGBA").getpixel((0, 0))[3] == 0
    assert _icon(site, MASKABLE).convert("RGBA").getpixel((0, 0)) == (0x0B, 0x5A, 0x66, 255)


@pytest.mark.parametrize("name", ["مركز", "", "WWW", "Ärzte Žižka"])
def test_every_name_has_icons_with_something_on_them(make_site: MakeSite, name: str) -> None:
    site = make_site()
    site.edit("content/clinic.toml", "Test Clinic", name or "…")
    site.build()
    light = _icon(site, MASKABLE).convert("L")
    box = light.point(lambda one: 255 * (one > 200)).getbbox()
    assert box
    assert min(box[:2]) > 512 * 0.1
    assert max(box[2:]) < 512 * 0.9


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["<circle cx='16' cy='16' r='16'/>", "<path d='M0 0h32v32H0z'/>"])
def test_what_phones_cut_off_is_no_part_of_a_logo(make_site: MakeSite, shape: str) -> None:
    """All of it lies in the circle of four fifths, and fills a good part of that."""
    site = make_site({"content/media/logo.svg": _drawing(shape)})
    site.edit("content/clinic.toml", "[site]", 'logo = "media/logo.svg"\n[site]')
    site.build()
    icon = _icon(site, MASKABLE).convert("L")
    dark = icon.point(lambda one: 255 * (one < 128)).tobytes()
    far = max(
        (at % 512 - 255.5) ** 2 + (at // 512 - 255.5) ** 2 for at, ink in enumerate(dark) if ink
    )
    assert 0.34 * 512 < far**0.5 <= 0.4 * 512


# What hosts say


def test_the_headers_say_what_a_page_cannot_say_of_itself(make_site: MakeSite) -> None:
    site = make_site()
    site.build()
    first, *lines = site.page("_headers").splitlines()
    said = dict(line.strip().split(": ", 1) for line in lines)
    assert first == "/*"
    assert said["Cache-Control"] == "no-cache"
    assert said["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert said["X-Content-Type-Options"] == "nosniff"
    assert {"Referrer-Policy", "Permissions-Policy", "X-Frame-Options"} <= set(said)
    assert "wake-lock" not in said["Permissions-Policy"]


def test_each_recipe_of_the_documentation_says_the_same() -> None:
    """Whoever copies the lines for nginx or Apache has the headers of a pages service."""
    hosting = (Path(__file__).parent.parent / "docs" / "hosting.md").read_text("utf-8")
    headers = [line.strip().split(": ", 1) for line in write_headers().decode().splitlines()[1:]]
    framed = "X-Frame-Options"  # for browsers older than frame-ancestors
    said = [(name, value) for name, value in headers if name != framed]
    assert len(said) == 5
    for name, value in said:
        assert f'add_header {name} "{value}" always;' in hosting
        assert f'Header always set {name} "{value}"' in hosting


# The whole site in one file


@pytest.fixture
def packed(make_site: MakeSite) -> Site:
    site = make_site({f"content/{PRINTING.replace('html', 'md')}": PAGE})
    site.edit("content/clinic.toml", "[print]", "offline_zip = true\n[print]")
    site.build()
    return site


def unpack(site: Site) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(site.files()["offline.zip"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_archive_has_one_file_to_open_and_one_folder(packed: Site) -> None:
    assert {name.partition("/")[0] for name in unpack(packed)} == {"START-HERE.html", "site"}


def test_the_archive_has_what_the_site_has(packed: Site) -> None:
    """Except what makes no sense on a stick; and the page with the link lacks the link."""
    files = packed.files()
    left_out = {"offline.zip", "sw.js", "_headers", "app.webmanifest", "404.html"}
    left_out |= {"app-192.png", "app-512.png"}
    inside = unpack(packed)
    inside.pop("START-HERE.html")
    carried = {name.removeprefix("site/"): content for name, content in inside.items()}
    assert set(carried) == set(files) - left_out
    assert [path for path in carried if carried[path] != files[path]] == [PRINTING]
    assert b"offline.zip" not in carried[PRINTING]


def test_the_page_names_the_size_of_the_archive(packed: Site) -> None:
    page = BuiltPage(packed.page(PRINTING))
    size = len(packed.files()["offline.zip"])
    assert f"({round(size / 1000)} KB)" in page.text("a[download]")
    assert page.attribute("a[download]", "href") == "../offline.zip"


def test_start_here_leads_into_the_folder(packed: Site) -> None:
    inside = unpack(packed)
    page = BuiltPage(inside["START-HERE.html"].decode())
    links = [link for link in page.addresses() if not link.startswith("tel:")]
    assert links
    assert [link for link in links if link not in inside] == []
    assert "Test exercises" in page.text("h1")
    assert "tel:999" in page.attributes("a", "href")


def test_the_same_site_makes_the_same_archive(packed: Site) -> None:
    before = packed.files()["offline.zip"]
    for file in packed.output.rglob("*.html"):
        file.unlink()
    packed.build(today="2026-11-30")
    assert packed.files()["offline.zip"] == before
    with zipfile.ZipFile(BytesIO(before)) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_an_archive_that_is_up_to_date_is_left_alone(packed: Site) -> None:
    before = (packed.output / "offline.zip").stat()
    assert packed.build().pages_made == 0
    assert (packed.output / "offline.zip").stat() == before


def test_the_archive_follows_every_page(packed: Site) -> None:
    packed.edit("content/programs/hips.md", "Why it helps.", "Why it helps you.")
    packed.edit("content/pages/printing-and-offline.md", "Take it", "Carry it")
    packed.build()
    inside = unpack(packed)
    assert b"Why it helps you." in inside["site/programs/hips.html"]
    assert b"Carry it" in inside[f"site/{PRINTING}"]


def test_without_the_setting_there_is_no_archive_and_no_link(packed: Site) -> None:
    packed.edit("content/clinic.toml", "offline_zip = true", "offline_zip = false")
    packed.build()
    assert "offline.zip" not in packed.files()
    assert "offline.zip" not in "".join(
        packed.page(path) for path in packed.files() if path.endswith(".html")
    )


def test_the_archive_has_nothing_that_is_not_published(packed: Site) -> None:
    (packed.output / "notes.txt").write_text("a patient's name")
    packed.edit("content/programs/hips.md", "Why it helps.", "Why it helps you.")
    packed.build()
    assert not [name for name in unpack(packed) if "notes" in name]


def test_a_clinic_without_the_page_is_told_that_nothing_links_to_the_archive(
    make_site: MakeSite,
) -> None:
    site = make_site()
    site.edit("content/clinic.toml", "[print]", "offline_zip = true\n[print]")
    (problem,) = [one for one in site.build().problems if "offline_zip" in one.message]
    assert (problem.severity, problem.hint) == (
        "warning",
        "write the page content/pages/printing-and-offline.md",
    )
    assert "offline.zip" in site.files()
