"""Shapes written as a small SVG of its own, with a dark scheme inside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from string import ascii_letters

import numpy as np
import shapely
from shapely import Geometry

from generator.figures.drawing.curves import TOLERANCE, fit_curves
from generator.figures.drawing.outline import polygons_of
from generator.figures.drawing.shapes import Array, Shape

# A tenth of a centimetre is the unit of an SVG; a line is this many units wide.
UNITS = 10
LINE_WIDTH = 9
# White round the picture, and the least that is worth drawing (cm).
MARGIN = 2.5
SMALLEST = 0.25
# The edge of a fill may be looser than a line: a line of its own covers it, or nothing marks it.
LOOSE = 1.7


@dataclass(frozen=True)
class Ink:
    """How a path is painted; names of the palette, empty for none."""

    fill: str
    line: str
    width: float
    opacity: float


@dataclass(frozen=True)
class Path:
    """A path to write: what it is painted with, its lines, and how far a curve may leave them."""

    ink: Ink
    lines: tuple[Array, ...]
    smooth: bool
    tolerance: float


def write_svg(
    shapes: Sequence[Shape], title: str, light: Mapping[str, str], dark: Mapping[str, str] | None
) -> tuple[str, float, float]:
    """An SVG of shapes from back to front, and its width and height in picture centimetres.

    `light` and `dark` say what the names of colours mean in either scheme; an empty colour is not
    painted.
    """
    paths = [path for shape in shapes for path in _trace_shape(shape, light)]
    left, top, width, height = _frame(paths)
    classes = _name_classes(paths)
    style = _write_style(classes, light, dark or light)
    body = "".join(_write_groups(paths, classes))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" '
        f'width="{width}" height="{height}"><title>{escape(title, quote=False)}</title>'
        f'<style>{style}</style><g fill="none" stroke-width="{LINE_WIDTH}" '
        f'stroke-linecap="round" stroke-linejoin="round">{body}</g></svg>\n'
    )
    return svg, width / UNITS, height / UNITS


def _trace_shape(shape: Shape, palette: Mapping[str, str]) -> Iterator[Path]:
    """The paths of a shape: one for fill and line together where the line goes all round."""
    fill = shape.fill if shape.fill and palette[shape.fill] else ""
    line = shape.line if shape.line and palette[shape.line] else ""
    rings = _rings(shape.area) if fill else ()
    strokes = _strokes(shape.lines) if line else ()
    near = TOLERANCE * shape.loose
    if rings and strokes and _goes_all_round(shape):
        yield Path(Ink(fill, line, shape.width, shape.opacity), rings, shape.smooth, near)
        return
    if rings:
        yield Path(Ink(fill, "", 1.0, shape.opacity), rings, shape.smooth, near * LOOSE)
    if strokes:
        yield Path(Ink("", line, shape.width, shape.opacity), strokes, shape.smooth, near)


def _rings(area: Geometry) -> tuple[Array, ...]:
    """The edges of an area, holes running the other way round."""
    rings = shapely.get_rings(shapely.orient_polygons(polygons_of(area)))
    return tuple(shapely.get_coordinates(ring) for ring in rings if ring.length > SMALLEST)


def _strokes(lines: Geometry) -> tuple[Array, ...]:
    parts = shapely.get_parts(lines)
    return tuple(shapely.get_coordinates(part) for part in parts if part.length > SMALLEST)


def _goes_all_round(shape: Shape) -> bool:
    return bool(abs(shapely.length(shape.lines) - shapely.length(shape.area)) < SMALLEST)


def _frame(paths: Sequence[Path]) -> tuple[int, int, int, int]:
    points = np.concatenate([line for path in paths for line in path.lines])
    low, high = points.min(axis=0) - MARGIN, points.max(axis=0) + MARGIN
    left, top = np.floor(low * UNITS).astype(int)
    right, bottom = np.ceil(high * UNITS).astype(int)
    return int(left), int(top), int(right - left), int(bottom - top)


def _name_classes(paths: Sequence[Path]) -> dict[tuple[str, str], str]:
    """A letter for every fill and every line in use."""
    fills = (("fill", path.ink.fill) for path in paths if path.ink.fill)
    lines = (("stroke", path.ink.line) for path in paths if path.ink.line)
    return dict(zip(dict.fromkeys((*fills, *lines)), ascii_letters, strict=False))


def _write_style(
    classes: Mapping[tuple[str, str], str], light: Mapping[str, str], dark: Mapping[str, str]
) -> str:
    day = (f".{letter}{{{use}:{light[name]}}}" for (use, name), letter in classes.items())
    night = (
        f".{letter}{{{use}:{dark[name]}}}"
        for (use, name), letter in classes.items()
        if dark[name] != light[name]
    )
    at_night = "".join(night)
    media = f"@media(prefers-color-scheme:dark){{{at_night}}}" if at_night else ""
    return "".join(day) + media


def _write_groups(paths: Sequence[Path], classes: Mapping[tuple[str, str], str]) -> Iterator[str]:
    for ink, group in groupby(_write_paths(paths), key=lambda written: written[0]):
        marks = [f'<path d="{path}"/>' for _, path in group]
        attributes = _write_ink(ink, classes)
        if len(marks) == 1:
            yield marks[0].replace("<path", f"<path{attributes}")
        else:
            yield f"<g{attributes}>{''.join(marks)}</g>"


def _write_ink(ink: Ink, classes: Mapping[tuple[str, str], str]) -> str:
    used = [classes[key] for key in (("fill", ink.fill), ("stroke", ink.line)) if key[1]]
    attributes = f' class="{" ".join(used)}"'
    if ink.line and ink.width != 1:
        attributes += f' stroke-width="{round(LINE_WIDTH * ink.width)}"'
    if ink.opacity != 1:
        attributes += f' opacity="{ink.opacity:g}"'
    return attributes


def _write_paths(paths: Sequence[Path]) -> Iterator[tuple[Ink, str]]:
    curved = [line for path in paths if path.smooth for line in path.lines]
    tolerances = [path.tolerance for path in paths if path.smooth for _ in path.lines]
    fitted = iter(fit_curves(curved, tolerances))
    for path in paths:
        marks = [
            _write_curve(next(fitted)) if path.smooth else _write_straight(line)
            for line in path.lines
        ]
        # An area's edges meet their own beginning.
        end = "z" if path.ink.fill else ""
        yield path.ink, "".join(mark + end for mark in marks if mark)


def _write_curve(segments: Array) -> str:
    if not len(segments):
        return ""
    points = np.rint(segments * UNITS).astype(int)
    steps = (points[:, 1:] - points[:, :1]).reshape(-1, 6)
    return _write_start(points[0, 0]) + "c" + _write_numbers(steps)


def _write_straight(line: Array) -> str:
    points = np.rint(line * UNITS).astype(int)
    return _write_start(points[0]) + "l" + _write_numbers(np.diff(points, axis=0))


def _write_start(point: Array) -> str:
    return "M" + _write_numbers(point)


def _write_numbers(numbers: Array) -> str:
    return " ".join(map(str, numbers.ravel().tolist())).replace(" -", "-")
