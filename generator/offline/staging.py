"""Stages what lets readers keep the site: the app first, the archive and the worker at the end."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

from generator.assets import Asset, stage_asset
from generator.edition import Edition
from generator.model import Settings
from generator.offline.archive import ARCHIVE, FOLDER, PACKER, START, pack
from generator.offline.headers import HEADERS, write_headers
from generator.offline.icons import ICONS, LARGE, SMALL, draw_icons, icons_key
from generator.offline.manifest import MANIFEST, write_manifest
from generator.offline.worker import WORKER, write_switch_off, write_worker
from generator.plan import Ground, content_key, page_key
from generator.publish import Publisher
from generator.site import WebPage, plan_offline_page, plan_start_page

# On a stick there is no host, nobody installs an app, and no address is wrong.
_NOT_CARRIED: Final = frozenset(
    {ARCHIVE, HEADERS, MANIFEST, WORKER, SMALL, LARGE, "sitemap.xml", "404.html"}
)

MakePage = Callable[[WebPage], bytes | None]


def list_offline(settings: Settings) -> set[str]:
    """The addresses of all files that are staged here."""
    app = {MANIFEST, *ICONS} if settings.offline else set()
    return {HEADERS, WORKER, *app, *([ARCHIVE] if settings.offline_zip else [])}


def stage_app(publisher: Publisher, ground: Ground, edition: Edition, media: Path) -> None:
    """Stage the manifest, the icons and what hosts shall say."""
    settings = edition.library.settings
    stage_asset(publisher, ground, Asset(HEADERS, write_headers()))
    if not settings.offline:
        return
    stage_asset(publisher, ground, Asset(MANIFEST, write_manifest(settings, edition.words)))
    key = content_key(ground, icons_key(media, settings.clinic))
    if not all(publisher.unchanged(path, key) for path in ICONS):
        for path, icon in draw_icons(media, settings.clinic).items():
            publisher.stage(path, key, icon)


def stage_archive(
    publisher: Publisher, ground: Ground, edition: Edition, wanted: Collection[str], make: MakePage
) -> int:
    """Stage the whole site in one file; returns its size.

    Every other page is finished by now, but for the one that says how large this file is: the
    archive has it without that. `make` makes a page, or notes what is wrong with it.
    """
    start = plan_start_page(edition, START, FOLDER)
    own = {FOLDER + page.path: page for page in [plan_offline_page(edition)] if page}
    own[START] = start
    carried = {FOLDER + path: path for path in sorted(wanted) if path not in _NOT_CARRIED}
    carried = {name: path for name, path in carried.items() if name not in own}
    digests = (f"{name} {publisher.finished(path).digest}" for name, path in carried.items())
    key = content_key(ground, PACKER, *digests, *(page_key(ground, page) for page in own.values()))
    if not publisher.unchanged(ARCHIVE, key):
        files: dict[str, Path | bytes] = {name: make(page) or b"" for name, page in own.items()}
        files |= {name: publisher.find(path) for name, path in carried.items()}
        archive = publisher.staging / ARCHIVE
        pack(archive, files)
        publisher.stage_file(ARCHIVE, key, archive)
    return publisher.finished(ARCHIVE).size


def stage_worker(
    publisher: Publisher,
    ground: Ground,
    folders: tuple[Path, ...],
    wanted: Collection[str],
    *,
    offline: bool,
) -> None:
    """Stage the worker, last of all: it lists all that is finished, and is moved behind it."""
    files = {path: publisher.finished(path).digest for path in wanted if path != WORKER}
    content = write_worker(folders, files) if offline else write_switch_off(folders)
    stage_asset(publisher, ground, Asset(WORKER, content))
