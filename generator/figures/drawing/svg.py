"""Shapes written as a small SVG of its own, with a dark scheme inside."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import accumulate, chain, groupby, islice, pairwise
from string import ascii_letters
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from generator.figures.drawing.curves import TOLERANCE, Curves
from generator.figures.drawing.shapes import Array, Shape

Lines = tuple[Array, ...]
Whole = NDArray[np.intp]

# A tenth of a centimetre is the unit of an SVG; a line is this many units wide.
UNITS = 10
LINE_WIDTH = 9
# White round the picture, and the least that is worth drawing (cm).
MARGIN = 2.5
SMALLEST = 0.25
# The edge of a fill may be looser than a line: a line of its own covers it, or nothing marks it.
LOOSE = 1.7
# What a picture may weigh, in bytes, and how much looser its curves are drawn to keep to that.
HEAVIEST = 7_000
LOOSER = (1.0, 1.4, 1.75)
_END = "</g></svg>\n"


class Ink(NamedTuple):
    """How a path is painted; names of the palette, empty for none."""

    fill: str
    line: str
    width: float
    opacity: float


class Path(NamedTuple):
    """A path to write: what it is painted with, its lines, and how far a curve may leave them."""

    ink: Ink
    lines: Lines
    smooth: bool
    tolerance: float


def write_svg(
    shapes: Sequence[Shape], title: str, light: Mapping[str, str], dark: Mapping[str, str] | None
) -> tuple[str, float, float]:
    """An SVG of shapes from back to front, and its width and height in picture centimetres.

    `light` and `dark` say what the names of colours mean in either scheme; an empty colour is not
    painted.
    """
    paths = list(_trace_shapes(shapes, light))
    left, top, width, height = _frame(paths)
    classes = _name_classes(paths)
    style = _write_style(classes, light, dark or light)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" '
        f'width="{width}" height="{height}"><title>{escape(title, quote=False)}</title>'
        f'<style>{style}</style><g fill="none" stroke-width="{LINE_WIDTH}" '
        'stroke-linecap="round" stroke-linejoin="round">'
    )
    room = HEAVIEST - len(head.encode()) - len(_END)
    return head + _write_body(paths, classes, room) + _END, width / UNITS, height / UNITS


def _write_body(paths: Sequence[Path], classes: Mapping[tuple[str, str], str], room: int) -> str:
    """All paths, their curves a little looser where they would not fit into that many bytes."""
    smooth = [(line, path.tolerance) for path in paths if path.smooth for line in path.lines]
    curves = Curves([line for line, _ in smooth], [tolerance for _, tolerance in smooth])
    body = ""
    for looser in LOOSER:
        body = "".join(_write_groups(paths, classes, curves.fit(looser)))
        if len(body) <= room:
            break
    return body


def _trace_shapes(shapes: Sequence[Shape], palette: Mapping[str, str]) -> Iterator[Path]:
    """The paths of shapes: one for fill and line together where the line goes all round."""
    areas, lines = [shape.area for shape in shapes], [shape.lines for shape in shapes]
    apart = np.abs(shapely.length(lines) - shapely.length(areas))
    traced = zip(shapes, _trace_rings(areas), _trace_lines(lines), apart < SMALLEST, strict=True)
    for shape, rings, strokes, all_round in traced:
        fill = shape.fill if rings and shape.fill and palette[shape.fill] else ""
        line = shape.line if strokes and shape.line and palette[shape.line] else ""
        near = TOLERANCE * shape.loose
        if fill and line and all_round:
            yield Path(Ink(fill, line, shape.width, shape.opacity), rings, shape.smooth, near)
            continue
        if fill:
            yield Path(Ink(fill, "", 1.0, shape.opacity), rings, shape.smooth, near * LOOSE)
        if line:
            yield Path(Ink("", line, shape.width, shape.opacity), strokes, shape.smooth, near)


def _trace_rings(areas: Sequence[Geometry]) -> list[Lines]:
    """The edges of each area, holes running the other way round."""
    parts, owner = shapely.get_parts(areas, return_index=True)
    filled = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, part = shapely.get_rings(shapely.orient_polygons(parts[filled]), return_index=True)
    return _points_of(rings, owner[filled][part], len(areas))


def _trace_lines(lines: Sequence[Geometry]) -> list[Lines]:
    parts, owner = shapely.get_parts(lines, return_index=True)
    return _points_of(parts, owner, len(lines))


def _points_of(lines: NDArray[np.object_], owner: NDArray[np.intp], owners: int) -> list[Lines]:
    """The points of the lines of each owner, without what is too short to be seen."""
    seen = shapely.length(lines) > SMALLEST
    lines, owner = lines[seen], owner[seen]
    ends = np.cumsum(shapely.get_num_coordinates(lines))
    places = shapely.get_coordinates(lines)
    points = [places[first:last] for first, last in pairwise([0, *ends.tolist()])]
    bounds = np.searchsorted(owner, np.arange(owners + 1)).tolist()
    return [tuple(points[first:last]) for first, last in pairwise(bounds)]


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


def _write_groups(
    paths: Sequence[Path], classes: Mapping[tuple[str, str], str], fitted: Sequence[Array]
) -> Iterator[str]:
    for ink, group in groupby(_write_paths(paths, fitted), key=lambda written: written[0]):
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


def _write_paths(paths: Sequence[Path], fitted: Sequence[Array]) -> Iterator[tuple[Ink, str]]:
    """The paths, their smooth lines as the curves that were fitted to them."""
    curves = _write_curves(fitted)
    # What is filled needs no last side, back to where it began.
    sides = ((line[:-1] if path.ink.fill else line, path) for path in paths for line in path.lines)
    straight = _write_straight([line for line, path in sides if not path.smooth])
    for path in paths:
        marks = islice(curves if path.smooth else straight, len(path.lines))
        # An area's edges meet their own beginning.
        end = "z" if path.ink.fill else ""
        yield path.ink, "".join(mark + end for mark in marks if mark)


def _write_curves(fitted: Sequence[Array]) -> Iterator[str]:
    """Each line of segments, shape (k, 4, 2); nothing for one without."""
    points = _round([np.empty((0, 4, 2)), *fitted])
    steps = points[:, 1:] - points[:, :1]
    return _write_lines("c", points[:, 0], steps, [len(line) for line in fitted])


def _write_straight(lines: Sequence[Array]) -> Iterator[str]:
    points = _round([np.empty((0, 2)), *lines])
    # The step from each line to the next is written nowhere.
    steps = np.diff(points, axis=0, append=0)
    return _write_lines("l", points, steps, [len(line) for line in lines], last=1)


def _round(lines: Sequence[Array]) -> Whole:
    return np.rint(np.concatenate(lines) * UNITS).astype(np.intp)


def _write_lines(
    command: str, starts: Whole, steps: Whole, counts: Sequence[int], last: int = 0
) -> Iterator[str]:
    """Lines of so many steps each, all as numbers at once; the `last` of each line is left out."""
    begins, numbers = starts.tolist(), steps.reshape(len(steps), -1).tolist()
    for first, end in pairwise(accumulate(counts, initial=0)):
        ways: Iterable[int] = chain.from_iterable(numbers[first : end - last])
        if first < end:
            yield f"M{_write_numbers(begins[first])}{command}{_write_numbers(ways)}"
        else:
            yield ""


def _write_numbers(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers)).replace(" -", "-")
