"""Reads a drawn SVG back as an eye would: its paths as polygons, painted in order.

A reader of its own, so that a path that was not closed, a curve that runs astray or a lost line
shows. It knows only what our drawings are made of and refuses the rest.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Array = NDArray[np.float64]
Colour = tuple[int, int, int]

# Units of an SVG in a picture centimetre; a curve is followed in so many steps.
UNITS = 10
STEPS = 8
# A picture is painted this much larger, then made smaller: a soft edge, as a printer makes it.
FINER = 4
_SVG = "{http://www.w3.org/2000/svg}"
_WHITE: Colour = (255, 255, 255)
_RULE = re.compile(r"\.(\w+)\{(fill|stroke):(#[0-9a-f]{6})\}")
_TOKEN = re.compile(r"[A-Za-z]|-?\d+")


@dataclass(frozen=True)
class Track:
    """One stroke of the pen, in picture cm, shape (n, 2)."""

    points: Array
    closed: bool


@dataclass(frozen=True)
class Mark:
    """One path of an SVG: colours are empty where it is not filled or not lined; `width` in cm."""

    fill: str
    line: str
    width: float
    opacity: float
    tracks: tuple[Track, ...]


@dataclass(frozen=True)
class Drawing:
    """An SVG as it was read; its frame is in picture cm."""

    marks: tuple[Mark, ...]
    left: float
    top: float
    width: float
    height: float

    def pixels(self, points: Array, scale: float) -> Array:
        """Points of the picture in pixels, `scale` of them a cm."""
        moved: Array = (points - (self.left, self.top)) * scale
        return moved


def read_svg(svg: str) -> Drawing:
    """The marks of an SVG in the order in which they are painted, in its light scheme."""
    root = ET.fromstring(svg)  # noqa: S314 our own drawing
    left, top, width, height = (float(word) / UNITS for word in root.attrib["viewBox"].split())
    style = root.findtext(f"{_SVG}style", "").partition("@media")[0]
    colours = {letter: (use, colour) for letter, use, colour in _RULE.findall(style)}
    marks = tuple(_read_marks(root, {}, colours))
    return Drawing(marks, left, top, width, height)


def paint(drawing: Drawing, width: int, finer: int = FINER) -> Image.Image:
    """The drawing on white paper, so many pixels wide; hard edges where `finer` is 1."""
    scale = width * finer / drawing.width
    size = width * finer, round(drawing.height * width / drawing.width) * finer
    picture = Image.new("RGB", size, _WHITE)
    for mark in drawing.marks:
        for colour, mask in _masks(drawing, mark, scale, size):
            picture.paste(colour, mask=_thin(mask, mark.opacity))
    return picture.reduce(finer)


def paint_numbers(drawing: Drawing, colours: Sequence[str], scale: float) -> NDArray[np.int_]:
    """Which of the colours fills each pixel, -1 for none; no lines, no soft edges."""
    size = round(drawing.width * scale) + 1, round(drawing.height * scale) + 1
    numbers = np.full(size[::-1], -1)
    for mark in drawing.marks:
        if mark.fill:
            numbers[_fill_mask(drawing, mark, scale, size)] = colours.index(mark.fill)
    return numbers


def line_pixels(drawing: Drawing, width: int) -> dict[str, NDArray[np.intp]]:
    """The pixels along the middle of the lines of each colour, where nothing has covered them.

    Rows and columns of the picture that `paint` makes, shape (n, 2).
    """
    scale = width / drawing.width
    size = width, round(drawing.height * scale)
    owner = Image.new("I", size, -1)
    for number, mark in enumerate(drawing.marks):
        for _, mask in _masks(drawing, mark, scale, size):
            owner.paste(number, mask=mask)
    owners, found = np.asarray(owner), dict[str, NDArray[np.intp]]()
    for number, mark in enumerate(drawing.marks):
        if mark.line:
            middle = _middle_pixels(drawing, mark, scale, size)
            bare = middle[owners[middle[:, 0], middle[:, 1]] == number]
            found[mark.line] = np.concatenate([found.get(mark.line, bare[:0]), bare])
    return found


def _read_marks(
    element: ET.Element, inherited: Mapping[str, str], colours: Mapping[str, tuple[str, str]]
) -> Iterator[Mark]:
    attributes = {**inherited, **element.attrib}
    for letter in element.get("class", "").split():
        use, colour = colours[letter]
        attributes[use] = colour
    if element.tag == f"{_SVG}path":
        yield _read_mark(attributes)
    elif element.tag in {f"{_SVG}svg", f"{_SVG}g"}:
        for child in element:
            yield from _read_marks(child, attributes, colours)
    elif element.tag not in {f"{_SVG}title", f"{_SVG}style"}:
        raise ValueError(f"unknown element {element.tag}")


def _read_mark(attributes: Mapping[str, str]) -> Mark:
    fill, line = (attributes.get(use, "none").replace("none", "") for use in ("fill", "stroke"))
    width = float(attributes.get("stroke-width", "1")) / UNITS
    opacity = float(attributes.get("opacity", "1"))
    return Mark(fill, line, width, opacity, tuple(_read_path(attributes["d"])))


def _read_path(path: str) -> Iterator[Track]:
    """The strokes of a path: each begins with M, goes on with c or l, and may end with z."""
    points: list[Array] = []
    for command, numbers in _commands(path):
        if command == "M":
            if points:
                yield Track(np.concatenate(points), closed=False)
            points = [numbers.reshape(1, 2)]
        elif command == "l":
            points.append(points[-1][-1] + np.cumsum(numbers.reshape(-1, 2), axis=0))
        elif command == "c":
            points += _follow_curves(points[-1][-1], numbers.reshape(-1, 3, 2))
        elif command == "z":
            yield Track(np.concatenate([*points, points[0]]), closed=True)
            points = []
        else:
            raise ValueError(f"unknown command {command}")
    if points:
        yield Track(np.concatenate(points), closed=False)


def _commands(path: str) -> Iterator[tuple[str, Array]]:
    tokens = _TOKEN.findall(path)
    if re.sub(r"[ ,]", "", path) != "".join(tokens):
        raise ValueError(f"unreadable path {path[:80]}")
    starts = [number for number, token in enumerate(tokens) if token.isalpha()]
    for start, end in pairwise([*starts, len(tokens)]):
        yield tokens[start], np.array(tokens[start + 1 : end], dtype=float) / UNITS


def _follow_curves(start: Array, segments: Array) -> Iterator[Array]:
    """Points on relative cubic curves, one after the other."""
    t = (np.arange(1, STEPS + 1) / STEPS)[:, None]
    for one, two, end in segments:
        yield start + 3 * t * (1 - t) ** 2 * one + 3 * t**2 * (1 - t) * two + t**3 * end
        start = start + end


def _masks(
    drawing: Drawing, mark: Mark, scale: float, size: tuple[int, int]
) -> Iterator[tuple[str, Image.Image]]:
    if mark.fill:
        yield mark.fill, Image.fromarray(_fill_mask(drawing, mark, scale, size))
    if mark.line:
        yield mark.line, _line_mask(drawing, mark, scale, size)


def _thin(mask: Image.Image, opacity: float) -> Image.Image:
    """A mask that lets what is below show through."""
    return mask if opacity == 1 else mask.convert("L").point(lambda value: value * opacity)


def _fill_mask(
    drawing: Drawing, mark: Mark, scale: float, size: tuple[int, int]
) -> NDArray[np.bool_]:
    """The pixels round which the path turns; a hole turns the other way and takes them back."""
    turns = np.zeros(size[::-1], dtype=np.int8)
    for track in mark.tracks:
        corners = drawing.pixels(track.points, scale)
        one = Image.new("1", size)
        ImageDraw.Draw(one).polygon([tuple(corner) for corner in corners], fill=1)
        turns += np.asarray(one) * np.int8(np.sign(_signed_area(corners)))
    inside: NDArray[np.bool_] = turns != 0
    return inside


def _line_mask(drawing: Drawing, mark: Mark, scale: float, size: tuple[int, int]) -> Image.Image:
    mask = Image.new("1", size)
    pen, half = ImageDraw.Draw(mask), mark.width * scale / 2
    for track in mark.tracks:
        corners = [tuple(corner) for corner in drawing.pixels(track.points, scale)]
        pen.line(corners, fill=1, width=max(round(2 * half), 1))
        for x, y in corners:
            pen.ellipse((x - half, y - half, x + half, y + half), fill=1)
    return mask


def _middle_pixels(
    drawing: Drawing, mark: Mark, scale: float, size: tuple[int, int]
) -> NDArray[np.intp]:
    mask = Image.new("1", size)
    for track in mark.tracks:
        corners = drawing.pixels(track.points, scale)
        ImageDraw.Draw(mask).line([tuple(corner) for corner in corners], fill=1)
    return np.argwhere(np.asarray(mask))


def _signed_area(corners: Array) -> float:
    x, y = corners.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
