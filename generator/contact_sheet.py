"""Figures side by side: in colour, in grey, as small as on paper, photocopied."""

from collections.abc import Iterator, Mapping
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from generator.figures.illustration import FramePicture, Illustration
from generator.raster import data_address, draw_pixels, print_pixels

if TYPE_CHECKING:
    from PIL.Image import Image

# In CSS pixels: the large pictures, and the least that a frame measures on a handout, which is
# 58 mm of width or 45 mm of height.
_LARGE = (400, 260)
_PAPER = (219, 170)
_WIDTH, _ROW = 1600, 280
# A copier that knows black and white only, at 300 dots an inch.
_DOTS, _HALF = 300 / 96, 128
_STYLE = f"""
body {{ width: {_WIDTH}px; margin: 0; background: #fff; color: #000; font: 16px sans-serif }}
div {{ display: table; table-layout: fixed; width: 100%; border-bottom: 1px solid #999 }}
p {{ display: table-cell; height: {_ROW - 1}px; vertical-align: middle; text-align: center }}
p:first-child {{ overflow-wrap: anywhere }}
.large {{ width: {_LARGE[0] + 16}px }}
.paper {{ width: {_PAPER[0] + 12}px }}
"""


def show_figures(figures: Mapping[str, Illustration]) -> str:
    """A page in HTML with a row for each frame; it holds its pictures."""
    rows = (
        _row(f"{slug} {number}", frame)
        for slug, figure in figures.items()
        for number, frame in enumerate(figure.frames, 1)
    )
    head = '<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><title>Figures</title>'
    return "\n".join((f"{head}<style>{_STYLE}</style>", *rows, ""))


def picture_figures(figures: Mapping[str, Illustration]) -> "Image":
    """The same page as a picture."""
    rows = sum(len(figure.frames) for figure in figures.values())
    return print_pixels(show_figures(figures), _WIDTH, max(rows, 1) * _ROW)


def _row(name: str, frame: FramePicture) -> str:
    cells = (f'<p class="{kind}">{picture}</p>' for kind, picture in _pictures(frame))
    return f"<div><p>{escape(name)}</p>{''.join(cells)}</div>"


def _pictures(frame: FramePicture) -> Iterator[tuple[str, str]]:
    drawing = data_address("image/svg+xml", frame.svg.encode())
    dots = draw_pixels(frame.svg, frame.width, frame.height, round(_fit(frame, _PAPER)[0] * _DOTS))
    grey = _file(dots.convert("L"))
    copied = _file(dots.convert("L").point(lambda light: 255 * (light >= _HALF)).convert("1"))
    yield "large", _image(drawing, frame, _LARGE)
    yield "large", _image(grey, frame, _LARGE)
    yield "paper", _image(drawing, frame, _PAPER)
    yield "paper", _image(grey, frame, _PAPER)
    yield "paper", _image(copied, frame, _PAPER)


def _image(address: str, frame: FramePicture, room: tuple[int, int]) -> str:
    width, height = _fit(frame, room)
    return f'<img src="{address}" alt="" style="width: {width}px; height: {height}px">'


def _fit(frame: FramePicture, room: tuple[int, int]) -> tuple[int, int]:
    """The size of a frame that fills its room in one direction."""
    scale = min(room[0] / frame.width, room[1] / frame.height)
    return round(frame.width * scale), round(frame.height * scale)


def _file(picture: "Image") -> str:
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return data_address("image/png", written.getvalue())
