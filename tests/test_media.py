"""Pictures: what is published of a clinic's photographs and drawings, and what is refused."""

import subprocess
import sys
import unicodedata
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from generator.errors import Problem, SiteError
from generator.media import (
    Picture,
    convert_picture,
    initials_of,
    measure_picture,
    site_icon,
)

PAGE = ("content/exercises/bridge.md", 12)
RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 30), (30, 30, 200), (255, 255, 255)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"{}>{}</svg>'
)
PRIVATE = "Patient Jane Roe, Ward 7"


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    return folder


def corners(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture whose four quarters differ: red, green, blue and white, by rows."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(WHITE, (width // 2, height // 2, width, height))
    return image.convert(mode)


def save(media: Path, name: str, image: Image.Image, **options: Any) -> None:
    image.save(media / name, **options)


def measure(media: Path, name: str) -> tuple[Picture | None, list[Problem]]:
    problems: list[Problem] = []
    return measure_picture(media, name, problems, *PAGE), problems


def publish(media: Path, name: str) -> tuple[Picture, dict[str, bytes]]:
    picture, problems = measure(media, name)
    assert picture, problems
    assert problems == []
    return picture, convert_picture(media, picture)


def refusal(media: Path, name: str) -> Problem:
    picture, problems = measure(media, name)
    assert picture is None
    (problem,) = problems
    assert (problem.path, problem.line, problem.severity) == (*PAGE, "error")
    assert problem.message.startswith(f'the picture "{name}" ')
    assert problem.hint
    return problem


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def quarter(image: Image.Image, column: int, row: int) -> tuple[int, ...]:
    place = (image.width * (2 * column + 1) // 4, image.height * (2 * row + 1) // 4)
    colour = image.convert("RGB").getpixel(place)
    assert isinstance(colour, tuple)
    return tuple(int(value) for value in colour)


def alike(found: tuple[int, ...], expected: tuple[int, ...], within: int = 12) -> bool:
    return all(abs(a - b) <= within for a, b in zip(found, expected, strict=True))


def gps_exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (51.0, 30.0, 26.46), 3: "W", 4: (0.0, 7.0, 39.93), 29: "2024:02:03"}
    )
    return exif


def display_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


# What is published


def test_a_photograph_taken_sideways_is_published_upright_and_without_its_metadata(
    media: Path,
) -> None:
    """Orientation 6: the camera's top is on the right; the place and camera stay private."""
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{PRIVATE}</x:xmpmeta>".encode()
    save(
        media,
        "knee.jpg",
        corners(800, 600),
        exif=gps_exif(6),
        comment=PRIVATE,
        xmp=xmp,
        icc_profile=display_profile(),
        quality=95,
    )
    source = (media / "knee.jpg").read_bytes()
    assert b"2024:02:03" in source
    assert b"SecretCamera" in source

    picture, made = publish(media, "knee.jpg")

    assert (picture.width, picture.height) == (600, 800)
    for content in made.values():
        shown = opened(content)
        assert alike(quarter(shown, 0, 0), BLUE)
        assert alike(quarter(shown, 1, 0), RED)
        assert alike(quarter(shown, 0, 1), WHITE)
        assert alike(quarter(shown, 1, 1), GREEN)
        assert not shown.getexif()
        for trace in (b"Exif", b"EXIF", b"2024:02:03", b"SecretCamera", b"xmp", b"XMP", b"ICC"):
            assert trace not in content
        assert PRIVATE.encode() not in content
    assert set(made) == {"knee.jpg", "knee.jpg.webp"}


@pytest.mark.parametrize(
    ("orientation", "top_left"),
    [(1, RED), (2, GREEN), (3, WHITE), (4, BLUE), (5, RED), (6, BLUE), (7, WHITE), (8, GREEN)],
)
@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
def test_every_orientation_comes_out_upright(
    media: Path, ending: str, orientation: int, top_left: tuple[int, ...]
) -> None:
    save(media, f"knee.{ending}", corners(80, 40), exif=gps_exif(orientation))
    picture, made = publish(media, f"knee.{ending}")
    shown = opened(made[picture.src])
    assert shown.size == ((80, 40) if orientation < 5 else (40, 80))
    assert alike(quarter(shown, 0, 0), top_left)


def test_texts_and_profiles_of_a_png_are_dropped(media: Path) -> None:
    texts = PngInfo()
    texts.add_text("Author", PRIVATE)
    texts.add_itxt("XML:com.adobe.xmp", PRIVATE)
    save(
        media,
        "knee.png",
        corners(80, 40),
        pnginfo=texts,
        exif=gps_exif(1),
        icc_profile=display_profile(),
        dpi=(300, 300),
    )
    _, made = publish(media, "knee.png")
    for content in made.values():
        assert PRIVATE.encode() not in content
        assert opened(content).info.keys() <= {"loop", "background", "timestamp", "duration"}
        for chunk in (b"eXIf", b"EXIF", b"tEXt", b"iTXt", b"iCCP", b"ICCP", b"pHYs"):
            assert chunk not in content


def test_the_comment_of_a_gif_is_dropped(media: Path) -> None:
    save(media, "knee.gif", corners(80, 40), comment=PRIVATE)
    assert PRIVATE.encode() in (media / "knee.gif").read_bytes()
    for content in publish(media, "knee.gif")[1].values():
        assert PRIVATE.encode() not in content


FORMATS: dict[str, dict[str, Any]] = {
    "rgb.jpg": {"mode": "RGB"},
    "grey.jpeg": {"mode": "L"},
    "print.jpg": {"mode": "CMYK"},
    "progressive.JPG": {"mode": "RGB", "progressive": True},
    "rgb.png": {"mode": "RGB"},
    "alpha.png": {"mode": "RGBA"},
    "grey.png": {"mode": "L"},
    "grey-alpha.png": {"mode": "LA"},
    "line-art.png": {"mode": "1"},
    "palette.png": {"mode": "P"},
    "sixteen-bit.png": {"mode": "I;16"},
    "lossy.webp": {"mode": "RGB"},
    "lossless.webp": {"mode": "RGBA", "lossless": True},
    "palette.gif": {"mode": "P"},
    "interlaced.gif": {"mode": "P", "interlace": True},
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("size", [(90, 61), (1999, 701), (333, 1777), (2001, 1)])
def test_the_size_published_is_the_size_promised(
    media: Path, name: str, size: tuple[int, int]
) -> None:
    """Whatever the format, both files have the measured size, within the limits, same shape."""
    options = dict(FORMATS[name])
    save(media, name, corners(*size).convert("L").convert(options.pop("mode")), **options)
    picture, made = publish(media, name)
    scale = min(1.0, 1280 / size[0], 1600 / size[1])
    assert (picture.width, picture.height) == (
        max(1, round(size[0] * scale)),
        max(1, round(size[1] * scale)),
    )
    assert {opened(content).size for content in made.values()} == {(picture.width, picture.height)}


def test_a_small_picture_is_never_enlarged(media: Path) -> None:
    save(media, "knee.jpg", corners(37, 23))
    picture, _ = publish(media, "knee.jpg")
    assert (picture.width, picture.height) == (37, 23)


def test_the_same_picture_gives_the_same_bytes_in_another_process(media: Path) -> None:
    for name in ("a.jpg", "b.png", "c.webp", "d.gif"):
        save(media, name, corners(1300, 400))
    program = """if True:
        import hashlib, pathlib, sys
        from generator.media import convert_picture, measure_picture
        media = pathlib.Path(sys.argv[1])
        for name in sys.argv[2:]:
            made = convert_picture(media, measure_picture(media, name, [], "", 1))
            print([(path, hashlib.sha256(made[path]).hexdigest()) for path in sorted(made)])
    """
    command = [sys.executable, "-c", program, str(media), "a.jpg", "b.png", "c.webp", "d.gif"]
    first, second = (
        subprocess.run(command, capture_output=True, check=True, text=True).stdout for _ in "12"
    )
    assert first == second
    assert first.count("(") == 7


def test_every_format_keeps_its_name_and_gains_a_webp(media: Path) -> None:
    for name in ("a.jpg", "b.png", "c.gif", "d.webp"):
        save(media, name, corners(80, 40))
    formats = {
        path: opened(content).format
        for name in ("a.jpg", "b.png", "c.gif", "d.webp")
        for path, content in publish(media, name)[1].items()
    }
    assert formats == {
        "a.jpg": "JPEG",
        "a.jpg.webp": "WEBP",
        "b.png": "PNG",
        "b.png.webp": "WEBP",
        "c.gif": "GIF",
        "c.gif.webp": "WEBP",
        "d.webp": "WEBP",
    }


def test_two_pictures_never_share_an_output(media: Path) -> None:
    """Not with the same stem, and not where the clinic made a WebP copy of its own."""
    names = ("knee.jpg", "knee.png", "knee.webp", "knee.png.webp")
    for name in names:
        save(media, name, corners(80, 40))
    outputs = [path for name in names for path in publish(media, name)[1]]
    assert sorted(outputs) == [
        "knee.jpg",
        "knee.jpg.webp",
        "knee.png",
        "knee.png.webp",
        "knee.webp",
    ]


def test_a_picture_in_a_folder_stays_in_it(media: Path) -> None:
    (media / "back").mkdir()
    save(media, "back/cat camel.jpg", corners(80, 40))
    _, made = publish(media, "back/cat camel.jpg")
    assert set(made) == {"back/cat camel.jpg", "back/cat camel.jpg.webp"}


def test_a_photograph_is_a_progressive_jpeg_of_a_modest_size(media: Path) -> None:
    noisy = Image.merge("RGB", [Image.effect_noise((2000, 1500), 20)] * 3)
    save(media, "knee.jpg", noisy, quality=98)
    picture, made = publish(media, "knee.jpg")
    assert opened(made["knee.jpg"]).info.get("progressive")
    assert len(made[picture.webp]) < len(made["knee.jpg"]) < 700_000


def test_the_palette_and_the_hole_of_a_png_are_kept(media: Path) -> None:
    image = corners(80, 40).quantize(8)
    save(media, "logo.png", image, transparency=image.getpixel((0, 0)))
    _, made = publish(media, "logo.png")
    shown = opened(made["logo.png"])
    assert shown.mode == "P"
    for content in made.values():
        pixels = opened(content).convert("RGBA")
        assert pixels.getpixel((5, 5))[3] == 0  # type: ignore[index]
        assert pixels.getpixel((75, 5)) == (*GREEN, 255)


@pytest.mark.parametrize("ending", ["png", "webp"])
def test_a_soft_edge_survives_resizing(media: Path, ending: str) -> None:
    image = corners(2000, 1000).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize((2000, 1000)))
    save(media, f"logo.{ending}", image)
    picture, made = publish(media, f"logo.{ending}")
    for content in made.values():
        alpha = opened(content).getchannel("A")
        assert alpha.getpixel((alpha.width // 2, 0)) == pytest.approx(0, abs=5)
        assert alpha.getpixel((alpha.width // 2, alpha.height - 1)) == pytest.approx(255, abs=5)
        assert alpha.size == (picture.width, picture.height)


def test_a_sixteen_bit_grey_is_not_washed_out(media: Path) -> None:
    save(media, "scan.png", Image.new("I;16", (40, 40), 0x8080))
    for content in publish(media, "scan.png")[1].values():
        assert alike(quarter(opened(content), 0, 0), (128, 128, 128), 2)


def test_a_drawing_in_png_stays_exact_in_webp(media: Path) -> None:
    save(media, "plan.png", corners(400, 300))
    _, made = publish(media, "plan.png")
    shown = opened(made["plan.png.webp"]).convert("RGB")
    assert shown.tobytes() == corners(400, 300).tobytes()


def test_colours_of_another_profile_are_converted(media: Path) -> None:
    """A profile that exchanges red and blue shows that it is applied, not just dropped."""
    profile = bytearray(display_profile())
    tags = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * profile[131], 12)}
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    profile[red + 4 : red + 12], profile[blue + 4 : blue + 12] = (
        profile[blue + 4 : blue + 12],
        profile[red + 4 : red + 12],
    )
    save(media, "knee.png", Image.new("RGB", (40, 40), BLUE), icc_profile=bytes(profile))
    save(media, "soft.png", Image.new("RGBA", (40, 40), (*BLUE, 90)), icc_profile=bytes(profile))
    assert alike(quarter(opened(publish(media, "knee.png")[1]["knee.png"]), 0, 0), RED, 40)
    soft = opened(publish(media, "soft.png")[1]["soft.png"])
    assert alike(quarter(soft, 0, 0), RED, 40)
    assert soft.getchannel("A").getextrema() == (90, 90)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_profile_that_cannot_be_used_is_only_dropped(media: Path, mode: str) -> None:
    save(media, "knee.jpg", corners(80, 40, mode), icc_profile=b"no profile at all")
    _, made = publish(media, "knee.jpg")
    assert b"no profile" not in made["knee.jpg"]
    assert opened(made["knee.jpg"]).mode == ("L" if mode == "L" else "RGB")


@pytest.mark.parametrize("name", ["knee.jpg", "knee.png", "knee.webp"])
@pytest.mark.parametrize("exif", [b"no TIFF at all", b"MM\0*\xff\xff\xff\xff", b"MM\0*"])
def test_crooked_metadata_does_not_stop_a_good_picture(media: Path, name: str, exif: bytes) -> None:
    save(media, name, corners(80, 40), exif=b"Exif\0\0" + exif)
    picture, _ = publish(media, name)
    assert (picture.width, picture.height) == (80, 40)


@pytest.mark.parametrize("name", ["knee.gif", "knee.png", "knee.webp"])
def test_a_moving_picture_is_shown_still_with_a_warning(media: Path, name: str) -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in (GREEN, BLUE, RED)]
    save(media, name, frames[0], save_all=True, append_images=frames[1:], duration=500)
    picture, (problem,) = measure(media, name)
    assert picture
    assert problem.severity == "warning"
    assert "moves" in problem.message
    for content in convert_picture(media, picture).values():
        shown = opened(content)
        assert getattr(shown, "n_frames", 1) == 1
        assert alike(quarter(shown, 0, 0), GREEN)


def test_a_telephone_s_jpeg_of_several_pictures_is_a_still_photograph(media: Path) -> None:
    """An MPO holds a preview or a depth map behind the photograph."""
    save(
        media,
        "knee.jpg",
        corners(80, 40),
        format="MPO",
        save_all=True,
        append_images=[Image.new("RGB", (40, 20))],
    )
    _, made = publish(media, "knee.jpg")
    assert opened(made["knee.jpg"]).format == "JPEG"
    assert opened(made["knee.jpg"]).size == (80, 40)


# What is refused


def encoded(kind: str, size: tuple[int, int] = (300, 200)) -> bytes:
    saved = BytesIO()
    Image.merge("RGB", [Image.effect_noise(size, 60)] * 3).save(saved, kind)
    return saved.getvalue()


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.gif", "GIF")]
)
@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_a_file_cut_short_is_a_problem(media: Path, name: str, kind: str, share: float) -> None:
    whole = encoded(kind)
    (media / name).write_bytes(whole[: int(len(whole) * share)])
    assert "is damaged" in refusal(media, name).message


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif", "a.svg"])
def test_an_empty_file_is_a_problem(media: Path, name: str) -> None:
    (media / name).touch()
    refusal(media, name)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif", "a.svg"])
def test_a_file_of_nonsense_is_a_problem(media: Path, name: str) -> None:
    (media / name).write_bytes(bytes(range(256)) * 20)
    assert "damaged" in refusal(media, name).message


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.gif", "GIF")]
)
def test_any_damage_in_the_middle_is_a_problem_or_harmless(
    media: Path, name: str, kind: str
) -> None:
    """A byte out of fifty is overwritten, in many places: never a traceback."""
    whole = encoded(kind, (60, 40))
    for start in range(0, min(len(whole), 900), 9):
        damaged = bytearray(whole)
        damaged[start::50] = b"\xa5" * len(damaged[start::50])
        (media / name).write_bytes(damaged)
        picture, problems = measure(media, name)
        assert (picture is None) == bool(problems)
        if picture:
            convert_picture(media, picture)


def test_a_small_file_that_claims_billions_of_pixels_is_a_problem(media: Path) -> None:
    for name in ("bomb.png", "bomb.gif", "bomb.jpg"):
        save(media, name, Image.new("L", (8, 8)))
        content = bytearray((media / name).read_bytes())
        if name == "bomb.png":
            content[16:24] = (50_000).to_bytes(4, "big") * 2
            content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
        elif name == "bomb.gif":
            content[6:10] = b"\x50\xc3" * 2
        else:
            frame = content.index(b"\xff\xc0")
            content[frame + 5 : frame + 9] = (50_000).to_bytes(2, "big") * 2
        (media / name).write_bytes(content)
        problem = refusal(media, name)
        assert "too many pixels" in problem.message
        assert "smaller" in problem.hint


def test_a_picture_of_just_too_many_pixels_is_a_problem_without_a_warning(media: Path) -> None:
    save(media, "wall.png", Image.new("1", (10_000, 9_000)))
    assert "too many pixels" in refusal(media, "wall.png").message


@pytest.mark.parametrize("name", ["knee.heic", "knee.jpg"])
def test_an_iphone_s_own_format_is_a_problem_that_says_what_to_do(media: Path, name: str) -> None:
    (media / name).write_bytes(b"\0\0\0\x24ftypheic\0\0\0\0mif1heic" + bytes(200))
    problem = refusal(media, name)
    assert "HEIC" in problem.message
    assert "Most Compatible" in problem.hint
    assert "JPEG" in problem.hint


def test_a_wrong_ending_is_a_problem_that_names_the_right_one(media: Path) -> None:
    save(media, "knee.jpg", corners(80, 40), format="PNG")
    problem = refusal(media, "knee.jpg")
    assert problem.message == 'the picture "knee.jpg" is really a PNG picture'
    assert "knee.png" in problem.hint


def test_another_format_is_a_problem(media: Path) -> None:
    save(media, "knee.jpg", corners(80, 40), format="BMP")
    assert "not a JPEG, PNG, WebP or GIF" in refusal(media, "knee.jpg").message


def test_a_missing_file_is_a_problem(media: Path) -> None:
    assert "cannot be read" in refusal(media, "gone.jpg").message


def test_a_file_is_looked_at_again_when_it_changed(media: Path) -> None:
    save(media, "knee.jpg", corners(80, 40))
    before, _ = measure(media, "knee.jpg")
    save(media, "knee.jpg", corners(40, 80))
    after, _ = measure(media, "knee.jpg")
    assert before
    assert after
    assert (after.width, after.height) == (40, 80)
    assert before.digest != after.digest


# Drawings


def draw(media: Path, inside: str, attributes: str = ' viewBox="0 0 32 16"') -> str:
    (media / "logo.svg").write_text(SVG.format(attributes, inside), encoding="utf-8")
    return "logo.svg"


HARMLESS = {
    "nothing": "",
    "shapes": '<g transform="rotate(4)"><path d="M0 0L9 9" fill="#0b5a66"/></g>',
    "gradient": '<linearGradient id="a"/><rect fill="url(#a)" style="stroke: url( \'#a\' )"/>',
    "use": '<path id="p" d="M0 0"/><use href="#p"/><use xlink:href="#p"/>',
    "embedded": '<image href="data:image/png;base64,iVBORw0KGgo="/>',
    "style": "<style>path { fill: red; mask: url(#m) }</style>",
    "notes": '<i:x xmlns:i="http://www.inkscape.org/" i:export-filename="C:\\home\\logo.png"/>',
    "words": "<title>Script of the clinic</title><text>Onwards &amp; up \\o/</text>",
}


@pytest.mark.parametrize("inside", HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_drawing_is_copied(media: Path, inside: str) -> None:
    picture, made = publish(media, draw(media, inside))
    assert (picture.width, picture.height, picture.webp) == (32, 16, "")
    assert made == {"logo.svg": (media / "logo.svg").read_bytes()}


HARMFUL = {
    "script": "<script>alert(1)</script>",
    "foreign script": '<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>',
    "html": '<h:p xmlns:h="http://www.w3.org/1999/xhtml">x</h:p>',
    "handler": '<rect onload="alert(1)"/>',
    "handler in capitals": '<rect ONCLICK="alert(1)"/>',
    "foreign object": "<foreignObject/>",
    "script link": '<a href="javascript:alert(1)"><path/></a>',
    "script link with a gap": '<a xlink:href=" java&#9;script:alert(1)"/>',
    "link": '<a href="https://clinic.example"><path/></a>',
    "picture from outside": '<image href="https://clinic.example/a.png"/>',
    "picture beside it": '<image href="a.png"/>',
    "drawing in a drawing": '<use href="data:image/svg+xml,%3Csvg/%3E#a"/>',
    "base": '<g xml:base="https://clinic.example/"/>',
    "fill from outside": '<rect fill="url(https://clinic.example/a.svg#a)"/>',
    "quoted": "<rect style=\"fill:URL( 'other.svg#a' )\"/>",
    "hidden by an escape": '<rect fill="u\\72l(https://clinic.example/a.svg)"/>',
    "stylesheet": "<style>@import 'https://clinic.example/a.css';</style>",
    "font": "<style>@font-face { src: url(font.woff2) }</style>",
    "split style": "<style>a { fill: ur<![CDATA[l(https://clinic.example/)]]> }</style>",
    "moving": '<path><animate attributeName="x" to="9"/></path>',
    "link that is set": '<a><set attributeName="href" to="javascript:alert(1)"/></a>',
    "instruction": '<?xml-stylesheet href="https://clinic.example/a.css"?>',
    "deep": "<g>" * 200 + "</g>" * 200,
    "large": f"<!-- {'x' * 3_000_000} -->",
    "not closed": "<g>",
    "unknown entity": "<text>&nbsp;</text>",
}


@pytest.mark.parametrize("inside", HARMFUL.values(), ids=HARMFUL)
def test_a_drawing_that_could_do_harm_is_a_problem(media: Path, inside: str) -> None:
    refusal(media, draw(media, inside))


def test_entities_of_its_own_are_a_problem_and_a_bare_doctype_is_not(media: Path) -> None:
    svg = SVG.format(' width="8" height="4"', "")
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    (media / "bomb.svg").write_text(bomb + svg.replace("></svg>", ">&b;</svg>"))
    assert "entities" in refusal(media, "bomb.svg").message
    public = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x/svg11.dtd">'
    (media / "logo.svg").write_text(public + svg)
    publish(media, "logo.svg")
    (media / "nbsp.svg").write_text(public + svg.replace("></svg>", ">&nbsp;</svg>"))
    assert "&nbsp;" in refusal(media, "nbsp.svg").message


def test_a_page_called_svg_is_a_problem(media: Path) -> None:
    (media / "logo.svg").write_text("<html><body/></html>")
    assert "is not an SVG drawing" in refusal(media, "logo.svg").message
    (media / "bare.svg").write_text('<svg width="4" height="4"/>')
    assert "is not an SVG drawing" in refusal(media, "bare.svg").message


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        (' width="40" height="30"', (40, 30)),
        (' width="40px" height="1in"', (40, 96)),
        (' width="10mm" height="72pt"', (38, 96)),
        (' viewBox="0 0 32 16"', (32, 16)),
        (' viewBox="-4,-4, 32.4 ,16.2"', (32, 16)),
        (' width="64" viewBox="0 0 32 16"', (64, 32)),
        (' height="64" viewBox="0 0 32 16"', (128, 64)),
        (' width="100%" height="100%" viewBox="0 0 32 16"', (32, 16)),
        (' viewBox="0 0 25600 3200"', (1280, 160)),
        (' viewBox="0 0 100 3200"', (50, 1600)),
    ],
)
def test_the_size_of_a_drawing(media: Path, attributes: str, size: tuple[int, int]) -> None:
    picture, _ = publish(media, draw(media, "", attributes))
    assert (picture.width, picture.height) == size


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        ' width="40"',
        ' width="50%" height="50%"',
        ' width="0" height="0"',
        ' width="-4" height="-4"',
        ' viewBox="0 0 0 0"',
        ' viewBox="0 0 nan nan"',
        ' viewBox="0 0 inf 1e999"',
        ' viewBox="0 0 1e-300 1e300"',
        ' viewBox="0 0 32"',
    ],
)
def test_a_drawing_without_a_size_is_a_problem(media: Path, attributes: str) -> None:
    assert "how large" in refusal(media, draw(media, "", attributes)).message


# The icon


def test_a_drawn_logo_is_the_icon(media: Path) -> None:
    name, content = site_icon(media, draw(media, "<circle r='4'/>"), "EP")
    assert (name, content) == ("icon.svg", (media / "logo.svg").read_bytes())


def test_a_logo_of_pixels_becomes_a_square_and_clean_png(media: Path) -> None:
    save(media, "logo.jpg", corners(1000, 500), exif=gps_exif(1))
    name, content = site_icon(media, "logo.jpg", "EP")
    icon = opened(content)
    assert (name, icon.format, icon.size) == ("icon.png", "PNG", (256, 256))
    assert icon.getpixel((128, 10)) == (0, 0, 0, 0)
    assert icon.getchannel("A").getbbox() == (0, 64, 256, 192)
    assert b"eXIf" not in content


def test_a_small_logo_is_not_enlarged(media: Path) -> None:
    save(media, "logo.png", corners(20, 48))
    assert opened(site_icon(media, "logo.png", "EP")[1]).size == (48, 48)


def no_logo(_: Path) -> str:
    return ""


def missing_logo(_: Path) -> str:
    return "gone.png"


def harmful_logo(media: Path) -> str:
    return draw(media, "<script/>")


@pytest.mark.parametrize("logo", [no_logo, missing_logo, harmful_logo])
def test_without_a_good_logo_the_initials_are_the_icon(
    media: Path, logo: Callable[[Path], str]
) -> None:
    name, content = site_icon(media, logo(media), "A&")
    assert name == "icon.svg"
    assert b">A&amp;</text>" in content
    assert b"#0b5a66" in content
    (media / "icon.svg").write_bytes(content)
    publish(media, "icon.svg")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Example Physiotherapy Clinic", "EP"),
        ("The Back Clinic", "BC"),
        ("Clinic of the Spine", "CS"),
        ("back to work", "BT"),
        ("Škola zad", "ŠZ"),
        ("Physio", "P"),
        ("O'Neill & Sons (Leeds)", "OS"),
        ("4 Backs", "4B"),
        ("北京 康复诊所", "北康"),
        ("e\u0301cole Du Dos", "DD"),
        ("E\u0301cole Du Dos", "ÉD"),
        ("फ़िज़ियो केंद्र", "फ़िकें"),
        ("The", "T"),
        ("", ""),
        ("  -- & ♥ ", ""),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert unicodedata.normalize("NFKC", initials) == initials_of(name)


def test_a_build_without_photographs_never_loads_pillow() -> None:
    program = (
        "import sys, pathlib, generator.media as m;"
        "m.site_icon(pathlib.Path('.'), '', 'EP');"
        "sys.exit('PIL' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_cut_off_picture_is_refused_beside_a_library_that_takes_them(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint tells Pillow to accept cut-off pictures, for the whole process."""
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    whole = encoded("JPEG", (600, 400))
    (media / "a.jpg").write_bytes(whole[: len(whole) // 3])
    picture, problems = measure(media, "a.jpg")
    assert picture is None
    assert problems


def test_a_picture_that_went_away_during_a_build_is_a_problem(media: Path) -> None:
    (media / "a.jpg").write_bytes(encoded("JPEG", (60, 40)))
    picture, _ = measure(media, "a.jpg")
    assert picture
    (media / "a.jpg").unlink()
    with pytest.raises(SiteError) as raised:
        convert_picture(media, picture)
    assert raised.value.problems[0].path == "content/media/a.jpg"
