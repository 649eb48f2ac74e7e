"""The pictures of the site among a phone's apps: the clinic's logo, or else its initials."""

from hashlib import sha256
from io import BytesIO
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.errors import UsageError
from generator.media import drawings, initials_of, photographs
from generator.media.icons import ACCENT
from generator.media.refusals import BadPicture
from generator.model import Clinic
from generator.paths import shipped

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw as Pencil

SMALL: Final = "app-192.png"
LARGE: Final = "app-512.png"
# Phones cut a circle, a drop or a square with round corners out of this one.
MASKABLE: Final = "app-maskable.png"
ICONS: Final = {SMALL: 192, LARGE: 512, MASKABLE: 512}

# The radius of the circle, in sides, that a logo and letters stay inside: what phones leave is 0.4.
_REACH: Final = {SMALL: 0.5, LARGE: 0.5, MASKABLE: 0.4}
_WIDEST: Final = 0.88
# How much of the radius letters fill, across and up.
_LETTERS: Final = (1.3, 0.9)
_LOOK: Final = 64
# Drawn this many times larger, and then made smaller: so edges come out smooth.
_FINER: Final = 4
_CORNER: Final = 14 / 64
_PAPER: Final = "#ffffff"
# The whole of a colour, in a picture that says how much of it is where.
_INK: Final = 255


def icons_key(media: Path, clinic: Clinic) -> str:
    """What the icons are made from, as a hash."""
    logo = _logo_file(media, clinic)
    content = logo.read_bytes() if logo else b""
    return sha256(initials_of(clinic.name).encode() + b"\0" + content).hexdigest()


def draw_icons(media: Path, clinic: Clinic) -> dict[str, bytes]:
    """The icons by address, as PNG files.

    A logo that is no good gives way to the initials, and so does a drawn one where this machine
    has nothing that draws.
    """
    logo = _read_logo(_logo_file(media, clinic))
    return {
        name: _save(_with_logo(logo, name) if logo else _with_initials(clinic, name))
        for name in ICONS
    }


def _logo_file(media: Path, clinic: Clinic) -> Path | None:
    file = media / clinic.logo.removeprefix("media/")
    return file if clinic.logo and file.is_file() else None


def _read_logo(file: Path | None) -> "Image | None":
    from PIL import Image

    if file is None:
        return None
    content = file.read_bytes()
    try:
        if file.suffix.lower() != ".svg":
            square = photographs.make_square(content, file.name, ICONS[LARGE])
            return Image.open(BytesIO(square))
        from generator.raster import draw_pixels

        width, height = drawings.check(content)
        wide = round(ICONS[LARGE] * min(1, width / height))
        return draw_pixels(content.decode(), width, height, wide).convert("RGBA")
    except (BadPicture, UsageError, UnicodeError):
        return None


def _with_logo(logo: "Image", name: str) -> "Image":
    from PIL import Image

    side = ICONS[name]
    scale = side * min(_WIDEST / max(logo.size), _REACH[name] / _radius(logo))
    size = (max(1, round(logo.width * scale)), max(1, round(logo.height * scale)))
    icon = Image.new("RGBA", (side, side), _PAPER)
    scaled = logo.resize(size, Image.Resampling.LANCZOS)
    icon.alpha_composite(scaled, ((side - size[0]) // 2, (side - size[1]) // 2))
    return icon.convert("RGB")


def _radius(logo: "Image") -> float:
    """How far from its middle a logo reaches with what is not white, in its own pixels."""
    from PIL import Image, ImageChops

    paper = Image.new("RGBA", logo.size, _PAPER)
    flat = Image.alpha_composite(paper, logo).convert("L").resize((_LOOK, _LOOK))
    ink = ImageChops.invert(flat).point(lambda light: 255 * (light > 8)).tobytes()  # noqa: PLR2004 a breath of grey
    spots = (divmod(at, _LOOK) for at, dark in enumerate(ink) if dark)
    across, up = logo.width / _LOOK, logo.height / _LOOK
    middle = (_LOOK - 1) / 2
    reach = (hypot((x - middle) * across, (y - middle) * up) for y, x in spots)
    return max(reach, default=0) + max(across, up)


def _with_initials(clinic: Clinic, name: str) -> "Image":
    from PIL import Image, ImageDraw

    side = ICONS[name] * _FINER
    shape, letters = Image.new("L", (side, side)), Image.new("L", (side, side))
    corner = 0 if name == MASKABLE else side * _CORNER
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, side - 1, side - 1), corner, _INK)
    _write(ImageDraw.Draw(letters), initials_of(clinic.name), side, _REACH[name] * side)
    icon = Image.new("RGB", (ICONS[name], ICONS[name]), ACCENT)
    icon.paste(_PAPER, mask=letters.reduce(_FINER))
    icon.putalpha(shape.reduce(_FINER))
    return icon


def _write(pencil: "Pencil", initials: str, side: int, radius: float) -> None:
    """The letters in the middle, or a mark where the font that ships lacks them."""
    from PIL import ImageFont

    file = shipped("templates") / "print" / "fonts" / "atkinson-hyperlegible-next-700.ttf"
    # The plain layout: what another one makes of a letter depends on the machine.
    font = ImageFont.truetype(file, radius, layout_engine=ImageFont.Layout.BASIC)
    unknown = bytes(font.getmask("\uffff"))
    if not initials or any(bytes(font.getmask(one)) == unknown for one in initials):
        _draw_mark(pencil, side / 2, radius)
        return
    left, top, right, bottom = font.getbbox(initials)
    across, up = _LETTERS
    font = font.font_variant(
        size=radius * min(across * radius / (right - left), up * radius / (bottom - top))
    )
    left, top, right, bottom = font.getbbox(initials)
    place = ((side - left - right) / 2, (side - top - bottom) / 2)
    pencil.text(place, initials, fill=_INK, font=font)


def _draw_mark(pencil: "Pencil", middle: float, radius: float) -> None:
    """A mat with somebody's head above it."""
    mat = (middle - radius * 0.6, middle + radius * 0.2, middle + radius * 0.6, middle + radius / 2)
    pencil.rounded_rectangle(mat, radius * 0.15, _INK)
    head = (
        middle - radius * 0.3,
        middle - radius * 0.55,
        middle + radius * 0.3,
        middle + radius * 0.05,
    )
    pencil.ellipse(head, _INK)


def _save(icon: "Image") -> bytes:
    written = BytesIO()
    icon.save(written, "PNG", optimize=True)
    return written.getvalue()
