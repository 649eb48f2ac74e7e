"""The pictures of a site: measured before pages are written, converted when they are published."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from generator.errors import Problem, SiteError
from generator.media import drawings, photographs
from generator.media.refusals import SAVE_SMALLER, BadPicture

# The column of a page is at most 640 CSS pixels wide; dense screens have two pixels for each.
MAX_WIDTH: Final = 1280
MAX_HEIGHT: Final = 1600
MAX_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True)
class Picture:
    """What is known of a picture of `content/media` before it is made.

    `name` is its path below that folder. `src` is the path that it is published under below
    `media/`, and `webp` that of its second format, empty where there is none. `width` and
    `height` are those of the picture published; `digest` is that of the file that was read.
    """

    name: str
    src: str
    webp: str
    width: int
    height: int
    digest: str


@dataclass(frozen=True)
class _Look:
    """What a look at a whole file tells: its size upright, and whether it moves."""

    width: float
    height: float
    moves: bool = False


def measure_picture(
    media: Path, name: str, problems: list[Problem], path: str, line: int
) -> Picture | None:
    """A picture of the folder `media`; `None` and a problem at path and line when it is no good.

    The file is read to its end, so that a picture that was measured can be converted.
    """
    try:
        digest = hashlib.sha256(_read(media / name)).hexdigest()
        look = _look_at(media / name, digest)
    except BadPicture as bad:
        problems.append(Problem(path, line, f'the picture "{name}" {bad.message}', bad.hint))
        return None
    if look.moves:
        message = f'the picture "{name}" moves: only its first frame is shown'
        hint = "nobody can pause or print it; show the movement as two or three pictures"
        problems.append(Problem(path, line, message, hint, "warning"))
    width, height = photographs.fit(look.width, look.height, MAX_WIDTH, MAX_HEIGHT)
    return Picture(name, name, _webp_name(media, name), width, height, digest)


def convert_picture(media: Path, picture: Picture) -> dict[str, bytes]:
    """What is published of a picture: paths below `media/`, with their bytes.

    Raises `SiteError` when the file has gone or was damaged since it was measured.
    """
    try:
        return _convert(media, picture)
    except BadPicture as bad:
        message = f'the picture "{picture.name}" {bad.message}'
        raise SiteError([Problem(f"content/media/{picture.name}", 1, message, bad.hint)]) from None


def _convert(media: Path, picture: Picture) -> dict[str, bytes]:
    content = _read(media / picture.name)
    if _is_drawing(picture.name):
        return {picture.src: content}
    size = (picture.width, picture.height)
    same, webp = photographs.convert(content, picture.name, size, with_webp=bool(picture.webp))
    return {picture.src: same} | ({picture.webp: webp} if picture.webp else {})


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise BadPicture("is larger than 64 MB", SAVE_SMALLER)
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadPicture(f"cannot be read: {reason}", "look for it in content/media") from None


# While a site is served, a picture is looked at again only when its file has changed.
@lru_cache(maxsize=4096)
def _look_at(file: Path, _digest: str) -> _Look:
    if _is_drawing(file.name):
        return _Look(*drawings.check(_read(file)))
    return _Look(*photographs.check(_read(file), file.name))


def _is_drawing(name: str) -> bool:
    return name.lower().endswith(".svg")


def _webp_name(media: Path, name: str) -> str:
    """`knee.jpg.webp`: unlike `knee.webp`, the name stays when a `knee.png` joins the folder.

    Empty where there is nothing to gain, and where the clinic has a picture of that very name.
    """
    webp = f"{name}.webp"
    gains = PurePosixPath(name).suffix.lower() not in {".svg", ".webp"}
    return webp if gains and not (media / webp).exists() else ""
