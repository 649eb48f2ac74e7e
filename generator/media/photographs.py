"""Pictures made of pixels: checked, turned upright, sized, and saved with nothing but pixels."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from generator.media.refusals import SAVE_AGAIN, SAVE_SMALLER, BadPicture

if TYPE_CHECKING:
    from PIL.Image import Image

# Phones take up to 50 million pixels; a file of 1 KB can claim billions.
MAX_PIXELS: Final = 80_000_000
# Both look alike, WebP in fewer bytes; at two pixels for each of the page, more is not seen.
JPEG_QUALITY: Final = 82
WEBP_QUALITY: Final = 76

_ENDINGS: Final = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF"}
_HEIC_BRANDS: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_ORIENTATION: Final = 0x0112
_ORIENTATIONS: Final = range(1, 9)
# These have their width and height exchanged.
_SIDEWAYS: Final = range(5, 9)

Size = tuple[int, int]


def check(content: bytes, name: str) -> tuple[int, int, bool]:
    """The width and height of a whole picture, upright, and whether it moves."""
    with _open(content, name) as image:
        width, height = _turned(image.size, _orientation(image))
        moves = image.format != "MPO" and bool(getattr(image, "is_animated", False))
        # An eighth of the size is decoded faster, and still from the first byte to the last.
        image.draft(None, (1, 1))
        image.load()
        return width, height, moves


def convert(content: bytes, name: str, size: Size, *, with_webp: bool) -> tuple[bytes, bytes]:
    """A picture of this size in its own format and as WebP (empty unless asked for)."""
    kind = _ENDINGS[_ending(name)]
    with _open(content, name) as image:
        upright = _upright(image, size)
    webp = _save_webp(upright, kind) if with_webp or kind == "WEBP" else b""
    return (webp if kind == "WEBP" else _save(upright, kind)), webp


def make_square(content: bytes, name: str, side: int) -> bytes:
    """A picture as a square PNG of at most this side, its edges filled with nothing."""
    from PIL import Image

    with _open(content, name) as image:
        size = fit(*_turned(image.size, _orientation(image)), side, side)
        upright = _upright(image, size).convert("RGBA")
    square = Image.new("RGBA", (max(size), max(size)))
    square.paste(upright, ((max(size) - size[0]) // 2, (max(size) - size[1]) // 2))
    return _save(square, "PNG")


def fit(width: float, height: float, max_width: int, max_height: int) -> Size:
    """The size within the limits, in whole pixels; never enlarged."""
    scale = min(1.0, max_width / width, max_height / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


@contextmanager
def _open(content: bytes, name: str) -> Iterator["Image"]:
    """The picture, not yet decoded; a damaged one is a `BadPicture`, whatever its decoder does."""
    from PIL import Image

    _check_kind(content, name)
    try:
        with _whole_pictures_only(), warnings.catch_warnings():
            # Pillow warns of crooked metadata, which is dropped, and of sizes refused here.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content), formats=sorted({*_ENDINGS.values()})) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise Image.DecompressionBombError
                yield image
    except Image.DecompressionBombError:
        raise BadPicture("has too many pixels", SAVE_SMALLER) from None
    # Decoders answer damage with any exception: OSError, SyntaxError, IndexError and more.
    except Exception:  # noqa: BLE001
        raise BadPicture("is damaged: it cannot be read to its end") from None


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """Pillow refuses pictures that are cut off, even where WeasyPrint told it not to."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _check_kind(content: bytes, name: str) -> None:
    """Refuse a file whose first bytes are not of the kind that its name says."""
    expected, found = _ENDINGS.get(_ending(name), ""), _sniff(content)
    if not content:
        raise BadPicture("is an empty file", "copy it from the camera or telephone once more")
    if found == "HEIC":
        hint = f"{SAVE_AGAIN}; on an iPhone: Settings, Camera, Formats, Most Compatible"
        raise BadPicture("is an iPhone's HEIC picture, which browsers do not show", hint)
    if not found:
        raise BadPicture("is not a JPEG, PNG, WebP or GIF picture, or is damaged")
    if found != expected:
        ending = next(ending for ending, kind in _ENDINGS.items() if kind == found)
        renamed = PurePosixPath(name).with_suffix(ending).name
        hint = f"rename the file to {renamed}, and write that name in the page"
        raise BadPicture(f"is really a {found} picture", hint)


def _sniff(content: bytes) -> str:
    """The kind of picture that the first bytes tell; empty for any other."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WEBP"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    return "HEIC" if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS else ""


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _orientation(image: "Image") -> int:
    """How the camera was held: 1 to 8, as in EXIF."""
    try:
        orientation = image.getexif().get(_ORIENTATION)
    # Metadata that cannot be read says nothing about the pixels, which may be whole.
    except Exception:  # noqa: BLE001
        return 1
    return next((known for known in _ORIENTATIONS if known == orientation), 1)


def _turned(size: Size, orientation: int) -> Size:
    return size[::-1] if orientation in _SIDEWAYS else size


def _upright(image: "Image", size: Size) -> "Image":
    """The picture as sRGB pixels of this size, the right way up, and nothing else."""
    from PIL.Image import Resampling

    orientation = _orientation(image)
    stored = _turned(size, orientation)
    profile = image.info.get("icc_profile")
    image.draft(None, stored)
    image.load()
    if image.mode == "P" and image.size == stored and not profile:
        return _turn(_with_palette_only(image), orientation)
    pixels = _plain(image)
    if pixels.size != stored:
        pixels = pixels.resize(stored, Resampling.LANCZOS)
    if profile:
        pixels = _to_srgb(pixels, profile)
    elif pixels.mode == "CMYK":
        pixels = pixels.convert("RGB")
    pixels.info = {}
    return _turn(pixels, orientation)


def _with_palette_only(image: "Image") -> "Image":
    hole = image.info.get("transparency")
    bare = image.copy()
    bare.info = {} if hole is None else {"transparency": hole}
    return bare


def _plain(image: "Image") -> "Image":
    """The picture in one of the modes L, LA, RGB, RGBA and CMYK, which can be resized."""
    if image.mode.startswith("I"):
        # Plain conversion cuts 16 bits off at white.
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode == "CMYK":
        return image.copy()
    grey = image.mode in {"1", "L", "LA"}
    if image.has_transparency_data:
        return image.convert("LA" if grey else "RGBA")
    return image.convert("L" if grey else "RGB")


def _to_srgb(pixels: "Image", profile: bytes) -> "Image":
    """The colours that the profile means; as they are when the profile cannot be used."""
    from PIL import ImageCms

    opaque = {"LA": "L", "RGBA": "RGB"}.get(pixels.mode, pixels.mode)
    try:
        meant = ImageCms.profileToProfile(
            pixels.convert(opaque),
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError):
        return pixels.convert("RGB") if opaque == "CMYK" else pixels
    if meant is None:  # only when asked to work in place
        return pixels
    meant = meant.convert("L") if opaque == "L" else meant
    if pixels.mode != opaque:
        meant.putalpha(pixels.getchannel("A"))
    return meant


def _turn(image: "Image", orientation: int) -> "Image":
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _save(image: "Image", kind: str) -> bytes:
    saved = BytesIO()
    if kind == "JPEG":
        image.save(
            saved, kind, quality=JPEG_QUALITY, progressive=True, optimize=True, subsampling="4:2:0"
        )
    else:
        image.save(saved, kind, optimize=True)
    return saved.getvalue()


def _save_webp(image: "Image", kind: str) -> bytes:
    """As WebP; what was not a JPEG is kept exact where that is smaller, as it is for drawings."""
    lossy, exact = BytesIO(), BytesIO()
    image.save(lossy, "WEBP", quality=WEBP_QUALITY, method=4)
    if kind == "JPEG":
        return lossy.getvalue()
    image.save(exact, "WEBP", lossless=True)
    return min(exact.getvalue(), lossy.getvalue(), key=len)
