"""Everything that can be found wrong with the drawing of one frame, in words."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import shapely
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from shapely import Geometry, Polygon

from generator.figures.drawing.palette import colours
from generator.figures.drawing.picture import draw_figure, draw_pieces
from generator.figures.drawing.shapes import Piece
from generator.figures.drawing.view import View
from generator.figures.people import PEOPLE
from generator.figures.pose import Figure, Frame
from generator.figures.posing.body import pose_body

from .coverage import find_losses, find_stray_marks, look_at
from .drawn import Drawing, paint_numbers, read_svg

# What a frame may weigh, in bytes.
HEAVIEST = 7_000
# Pixels in a picture cm; the width of the finest fault that counts, in pixels; the area that may
# be painted otherwise than it was laid out (cm²).
_FINE, _BROAD, _MISPRINT = 4, 5, 3.0


def find_faults(frame: Frame, person: str) -> list[str]:
    """What is wrong with a drawn frame: limbs lost, marks astray, its SVG open, heavy or untrue."""
    who = PEOPLE[person]
    body, view = pose_body(frame, who.build), View(frame.camera)
    pieces = draw_pieces(frame, body, who)
    sight = look_at(body, pieces, view)
    svg = draw_figure(Figure("", "right", person, (frame,)), person).frames[0].svg
    drawing = read_svg(svg)
    return [
        *(f"lost: {loss}" for loss in find_losses(body, sight, pieces, view)),
        *(f"marked: {stray}" for stray in find_stray_marks(sight, pieces, frame.highlight)),
        *find_open_fills(drawing),
        *find_misprints(drawing, pieces, colours(who, "colour")),
        *_weigh(svg),
    ]


def find_open_fills(drawing: Drawing) -> Iterator[str]:
    """The filled outlines that do not end where they began."""
    tracks = [track for mark in drawing.marks if mark.fill for track in mark.tracks]
    unclosed = sum(not track.closed for track in tracks)
    if unclosed:
        yield f"open: {unclosed} of {len(tracks)} filled outlines"


def find_misprints(
    drawing: Drawing, pieces: Sequence[Piece], palette: Mapping[str, str]
) -> Iterator[str]:
    """Where an SVG shows another colour than its pieces lay down, over more than a line's width."""
    laid = [
        (palette[shape.fill], shape.area)
        for piece in pieces
        for shape in piece.shapes
        if shape.fill and palette[shape.fill]
    ]
    names = sorted({colour for colour, _ in laid})
    meant = _paint_areas(drawing, [(names.index(colour), area) for colour, area in laid])
    differs = paint_numbers(drawing, names, _FINE) != meant
    area = np.count_nonzero(_opened(differs)) / _FINE**2
    if area > _MISPRINT:
        yield f"misprinted: {area:.0f} cm² of another colour than was laid down"


def _weigh(svg: str) -> Iterator[str]:
    weight = len(svg.encode())
    if weight > HEAVIEST:
        yield f"heavy: {weight / 1024:.1f} KB"


def _paint_areas(drawing: Drawing, areas: Sequence[tuple[int, Geometry]]) -> NDArray[np.int_]:
    size = round(drawing.width * _FINE) + 1, round(drawing.height * _FINE) + 1
    canvas = Image.new("I", size, -1)
    for number, area in areas:
        for part in shapely.get_parts(area):
            if isinstance(part, Polygon):
                canvas.paste(number, mask=_mask_of(part, drawing, size))
    return np.asarray(canvas)


def _mask_of(polygon: Polygon, drawing: Drawing, size: tuple[int, int]) -> Image.Image:
    mask = Image.new("1", size)
    for number, ring in enumerate((polygon.exterior, *polygon.interiors)):
        corners = drawing.pixels(shapely.get_coordinates(ring), _FINE)
        ImageDraw.Draw(mask).polygon([tuple(corner) for corner in corners], fill=number == 0)
    return mask


def _opened(spots: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The spots that belong to a square of `_BROAD` such spots."""
    corners = np.asarray(sliding_window_view(spots, (_BROAD, _BROAD)).all(axis=(2, 3)))
    around = sliding_window_view(np.pad(corners, _BROAD - 1), (_BROAD, _BROAD))
    return np.asarray(around.any(axis=(2, 3)))
