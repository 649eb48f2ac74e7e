"""The files beside the pages: theme, pictures, icon, and the list of pages for search engines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path

from generator.addresses import PICTURE_TYPES
from generator.edition import Edition, frame_path
from generator.errors import Problem
from generator.finder import SEARCHED, write_searched
from generator.gate import check_stylesheet
from generator.media import Picture, convert_picture, initials_of, measure_picture, site_icon
from generator.model import Clinic
from generator.plan import Ground, content_key
from generator.publish import Publisher
from generator.read import decode
from generator.sketch import give_one_size

# A clinic's own rules, after those of the theme.
OWN_STYLE = "assets/clinic.css"


@dataclass(frozen=True)
class Asset:
    """One finished file of the site."""

    path: str
    content: bytes


def find_theme(folders: tuple[Path, ...], problems: list[Problem]) -> dict[str, Path]:
    """The theme's files by address; a clinic's own file takes the place of the shipped one."""
    found: dict[str, Path] = {}
    for folder in reversed(folders):
        home = folder / "assets"
        for file in sorted(home.rglob("*")):
            path = f"assets/{file.relative_to(home).as_posix()}"
            if not file.is_file() or file.name.startswith("."):
                continue
            if file.resolve().is_relative_to(home.resolve()):
                found[path] = file
            else:
                message = "the link leads out of the folder: it would be published for all to see"
                hint = "put the file itself there"
                problems.append(Problem(f"templates/{path}", 1, message, hint))
    return found


def read_stylesheets(
    theme: dict[str, Path], problems: list[Problem], *, checked: bool = False
) -> dict[str, str]:
    """The text of the theme's stylesheets, by address; a problem for what would harm a reader.

    With `checked`, these very texts have been found good before.
    """
    sheets: dict[str, str] = {}
    for path, file in theme.items():
        if not path.lower().endswith(".css"):
            continue
        text = decode(f"templates/{path}", file.read_bytes(), problems)
        if text:
            sheets[path] = text.text
            if not checked:
                problems.extend(check_stylesheet(text.text, path))
    return sheets


def make_icon(media: Path, clinic: Clinic) -> Asset:
    """The icon in the browser's tab: the clinic's logo, or its initials."""
    logo = clinic.logo.removeprefix("media/")
    return Asset(*site_icon(media, logo, initials_of(clinic.name)))


def measure_pictures(
    media: Path, files: Iterable[str], problems: list[Problem]
) -> dict[str, Picture]:
    """The pictures among the files of `content/media` by name, as pages will show them."""
    names = (name for name in sorted(files) if name.lower().endswith(PICTURE_TYPES))
    measured = (
        measure_picture(media, name, problems, f"content/media/{name}", 1) for name in names
    )
    return {picture.name: picture for picture in measured if picture}


def list_addresses(edition: Edition, theme: dict[str, Path]) -> set[str]:
    """The addresses of all files beside the pages."""
    pictures = (path for one in edition.pictures.values() for path in _addresses(one))
    frames = (frame.path for frame in list_frames(edition))
    sitemap = {"sitemap.xml"} if edition.library.settings.base_url else set()
    searched = {SEARCHED} if edition.library.exercises else set()
    return {edition.icon, *theme, *pictures, *frames, *searched, *sitemap}


def list_frames(edition: Edition) -> Iterator[Asset]:
    """Each frame of each figure, as a file."""
    for (slug, style), illustration in edition.figures.items():
        if style == "colour":
            for number, frame in enumerate(give_one_size(illustration).frames, 1):
                yield Asset(frame_path(slug, number), frame.svg.encode())


def stage_files(
    publisher: Publisher, ground: Ground, edition: Edition, media: Path, theme: dict[str, Path]
) -> None:
    """Stage theme, icon, figures, searched words and pictures, as far as they are out of date."""
    assets = (Asset(path, file.read_bytes()) for path, file in theme.items())
    icon = make_icon(media, edition.library.settings.clinic)
    searched = [Asset(SEARCHED, write_searched(edition))] if edition.library.exercises else []
    for asset in (*assets, icon, *list_frames(edition), *searched):
        stage_asset(publisher, ground, asset)
    for picture in edition.pictures.values():
        key = content_key(ground, repr(picture))
        if not all(publisher.unchanged(path, key) for path in _addresses(picture)):
            for name, content in convert_picture(media, picture).items():
                publisher.stage(f"media/{name}", key, content)


def stage_asset(publisher: Publisher, ground: Ground, asset: Asset) -> None:
    """Stage one finished file, unless it is published as it is."""
    key = content_key(ground, sha256(asset.content).hexdigest())
    if not publisher.unchanged(asset.path, key):
        publisher.stage(asset.path, key, asset.content)


def write_sitemap(edition: Edition, paths: Iterable[str]) -> Iterator[Asset]:
    """The list of pages for search engines; none when the site's address is not known."""
    base_url = edition.library.settings.base_url
    if not base_url:
        return
    addresses = (path.removesuffix("index.html") for path in paths if path != "404.html")
    urls = "\n".join(f"<url><loc>{escape(f'{base_url}/{one}')}</loc></url>" for one in addresses)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}\n</urlset>\n'
    )
    yield Asset("sitemap.xml", text.encode())


def _addresses(picture: Picture) -> list[str]:
    return [f"media/{name}" for name in (picture.src, picture.webp) if name]
