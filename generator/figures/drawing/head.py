"""The head of a person, from every side: skull, ears, face, hair or head cover."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import Geometry

from generator.figures.drawing.face import draw_ears, draw_features, draw_glasses, see_mouth
from generator.figures.drawing.hair import Hair, see_beard, see_bun, see_hair
from generator.figures.drawing.outline import (
    close_corners,
    join_lines,
    polygons_of,
    see_cones,
    surface_of,
)
from generator.figures.drawing.shapes import NO_AREA, Array, Piece, Shape, Surface
from generator.figures.drawing.sheets import Seen, open_area
from generator.figures.drawing.skull import outline_head, outline_nose
from generator.figures.drawing.view import View
from generator.figures.people import Person
from generator.figures.posing.body import Body

# The nape, where head and neck are one, and how far they are (our own estimate, cm).
_NAPE, _NAPE_REACH = (-3.6, -1.2, 0.0), 6.4
# Hair at the back of the head lies so far behind its middle; a face stands so far before its bones.
_BEHIND, _BEFORE = 7.0, 3.0
# Hair that covers the ears; and glasses are not seen from farther behind than this (a cosine).
_OVER_EARS, _FROM_BEHIND = {"covered", "bob"}, -0.4
# Hair behind the head that is thinner than twice this is left out (cm).
_THIN = 0.55
# How roundly a scarf spans the hollow between head and neck, and how far it overlaps them (cm).
_DRAPE, _OVER = 5.0, 0.6
# No part of the line round a beard or a scarf is shorter (cm).
_SHORTEST = 2.0
# What is left of a beard in one piece is no smaller (square cm).
_LEAST_BEARD = 5.0
_FINE = 0.04
# What shows less than this behind the head is left out (square cm).
_LEAST = 1.0


def draw_head(body: Body, view: View, person: Person, neck: Geometry) -> list[Piece]:
    """The head and what it wears, and the hair behind head and neck, the farthest first.

    `neck` is the outline of the neck; it is painted with the shoulders, in `person.neck`.
    """
    seen = Seen(body.bones["head"], view)
    front, back = _draw_layers(seen, person, neck)
    surface = surface_of(see_cones(body.flesh["head"], view, _BEFORE))
    pieces = [Piece("head", tuple(front), _cover(front), surface)]
    if back:
        pieces.insert(0, Piece("hair", tuple(back), _cover(back), _flat(seen)))
    return pieces


def _draw_layers(seen: Seen, person: Person, neck: Geometry) -> tuple[list[Shape], list[Shape]]:
    """The shapes of the head, and those of the hair that lies behind head and neck."""
    skin = outline_head(seen)
    hair = _without_slivers(see_hair(seen, person.hair), skin)
    nose = outline_nose(seen)
    beard = _see_beard(seen, nose) if person.beard else NO_AREA
    far_ears, near_ears = ([], []) if person.hair in _OVER_EARS else draw_ears(seen)
    front = [ear for ear in far_ears if _shows(ear.area, skin)]
    front += [_draw_skin(skin, neck, seen), *draw_features(seen, person, skin, nose)]
    if person.beard:
        front += _draw_beard(seen, nose, beard, hair.front)
    if person.glasses and seen.toward[0] > _FROM_BEHIND:
        front.append(draw_glasses(seen, skin))
    # A scarf has no line where it goes on round the neck, and hair none where it goes on as beard.
    melts = shapely.difference(neck, shapely.buffer(skin, 0.3)) if _covers(person) else beard
    front += _draw_hair(hair, _paint(person), melts)
    back = _draw_behind(hair, person, neck, skin)
    if person.hair == "bun":
        knot, near = see_bun(seen)
        (front if near else back).append(_closed("hair", "hair", knot))
    return [*front, *near_ears], back


def _draw_behind(hair: Hair, person: Person, neck: Geometry, skin: Geometry) -> list[Shape]:
    """Hair that shows behind the head, and the cloth of a scarf between head and neck."""
    beside = shapely.difference(hair.whole, shapely.union(skin, hair.front))
    behind = []
    if _is_seen(shows := _thick(beside)):
        area = shapely.intersection(hair.whole, shapely.buffer(shows, 1.0, quad_segs=2))
        behind.append(_closed("hair", _paint(person), area))
    drape = _drape(hair.whole, neck, skin) if _covers(person) else Shape("hair")
    return behind if shapely.is_empty(drape.area) else [*behind, drape]


def _covers(person: Person) -> bool:
    return person.hair == "covered"


def _paint(person: Person) -> str:
    return "cover" if _covers(person) else "hair"


def _without_slivers(hair: Hair, skin: Geometry) -> Hair:
    """Neither hair nor the skin between hair and outline is so thin that its lines meet."""
    front = shapely.difference(hair.front, _slivers(hair.front))
    closed = shapely.union(front, _slivers(shapely.difference(skin, front)))
    return replace(hair, front=shapely.union_all(polygons_of(shapely.simplify(closed, _FINE))))


def _is_seen(area: Geometry) -> bool:
    return bool(shapely.area(area) > _LEAST)


def _thick(area: Geometry) -> Geometry:
    """An area without what is too thin of it; one too small to be seen stays as it is."""
    return open_area(area, _THIN) if _is_seen(area) else area


def _slivers(area: Geometry) -> Geometry:
    """What is too thin of an area, but for the tips of its corners."""
    thick = open_area(area, _THIN)
    if shapely.area(area) - shapely.area(thick) < _LEAST:
        return NO_AREA
    thin = polygons_of(shapely.difference(area, thick))
    return shapely.union_all([part for part in thin if part.area > _LEAST])


def _drape(scarf: Geometry, neck: Geometry, skin: Geometry) -> Shape:
    """The cloth between head and neck, which spans the hollows of nape and throat."""
    body = shapely.union_all([scarf, neck, skin])
    spanned = close_corners(shapely.union(scarf, neck), _DRAPE)
    hollows = open_area(shapely.difference(spanned, body), 0.2)
    tucked = shapely.intersection(shapely.buffer(hollows, _OVER), shapely.union(spanned, skin))
    cloth = shapely.union_all(polygons_of(tucked))
    edge = shapely.difference(shapely.boundary(cloth), shapely.buffer(body, 0.2))
    return Shape("hair", "cover", cloth, lines=join_lines(edge, _SHORTEST))


def _draw_beard(seen: Seen, nose: Geometry, beard: Geometry, hair: Geometry) -> list[Shape]:
    """A beard that is one with the hair, and the mouth in it."""
    line = join_lines(shapely.difference(shapely.boundary(beard), hair), _SHORTEST)
    mouth = shapely.intersection(see_mouth(seen, nose, 0.7), shapely.buffer(beard, -0.7))
    return [Shape("beard", "hair", beard, lines=line), Shape("face", lines=mouth, width=0.75)]


def _see_beard(seen: Seen, nose: Geometry) -> Geometry:
    bare = shapely.difference(see_beard(seen), nose)
    whole = [part for part in polygons_of(open_area(bare, 0.3)) if part.area > _LEAST_BEARD]
    return shapely.union_all(whole)


def _draw_skin(skin: Geometry, neck: Geometry, seen: Seen) -> Shape:
    """The skull; seen from the side or from behind, its line ends where the nape begins."""
    ahead = float(seen.facing(np.array((1.0, 0.0, 0.0))))
    reach = _NAPE_REACH * min(1.6, max(0.0, 1 - 1.6 * ahead))
    nape = shapely.buffer(shapely.Point(seen.place(np.array(_NAPE))), reach)
    line = shapely.difference(shapely.boundary(skin), shapely.intersection(nape, neck))
    return Shape("head", "skin", skin, lines=line)


def _draw_hair(hair: Hair, paint: str, melts: Geometry) -> list[Shape]:
    """The hair before the head, without a line inside `melts`."""
    line = shapely.difference(shapely.boundary(hair.front), shapely.buffer(melts, -0.3))
    shapes = [Shape("hair", paint, hair.front, lines=join_lines(line, 1.0))]
    if not shapely.is_empty(hair.strands):
        shapes.append(Shape("hair", line=f"{paint} line", lines=hair.strands, width=0.6))
    return shapes


def _shows(area: Geometry, cover: Geometry) -> bool:
    return _is_seen(_thick(shapely.difference(area, cover)))


def _closed(part: str, fill: str, area: Geometry, width: float = 1.0) -> Shape:
    return Shape(part, fill, area, lines=shapely.boundary(area), width=width)


def _cover(shapes: Sequence[Shape]) -> Geometry:
    return shapely.union_all([shape.area for shape in shapes if shape.fill])


def _flat(seen: Seen) -> Surface:
    depth = float(seen.view.depth(seen.bone.at((0.0, 8.0, 0.0)))) - _BEHIND

    def surface(points: Array) -> Array:
        return np.full(len(points), depth)

    return surface
