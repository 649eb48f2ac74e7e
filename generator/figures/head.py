"""The head of a person, from every side: skull, ears, face, hair or head cover."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Geometry

from generator.figures.body import Body
from generator.figures.face import draw_ears, draw_features, draw_glasses, near_nose, see_mouth
from generator.figures.hair import Hair, see_beard, see_bun, see_hair
from generator.figures.outline import close_corners, fill_outline, join_lines, see_cones, surface_of
from generator.figures.people import Person
from generator.figures.shapes import Array, Piece, Shape, Surface
from generator.figures.sheets import Seen, open_area
from generator.figures.skull import outline_head
from generator.figures.view import View

# The nape, where head and neck are one, and how far they are (our own estimate, cm).
_NAPE, _NAPE_REACH = (-3.6, -1.2, 0.0), 6.4
# Hair at the back of the head lies so far behind its middle; a face stands so far before its bones.
_BEHIND, _BEFORE = 7.0, 5.0
# Hair behind the head that is thinner than twice this is left out (cm).
_THIN = 0.45
# How roundly a scarf spans the hollow between head and neck, and how far it overlaps them (cm).
_DRAPE, _OVER = 5.0, 0.6
# No part of the line round a beard is shorter (cm).
_SHORTEST = 2.0
# What shows less than this behind the head is left out (square cm).
_LEAST = 1.0


def draw_head(body: Body, view: View, person: Person) -> list[Piece]:
    """The head and what it wears, and the hair behind head and neck, the farthest first.

    The neck is painted with the shoulders, in `person.neck`.
    """
    seen = Seen(body.bones["head"], view)
    neck = fill_outline(see_cones([c for c in body.chains if c.part == "neck"], view))
    front, back = _draw_layers(seen, person, neck)
    skull = [chain for chain in body.chains if chain.part == "head"]
    surface = surface_of(see_cones(skull, view, _BEFORE))
    pieces = [Piece("head", tuple(front), _cover(front), surface)]
    if back:
        pieces.insert(0, Piece("hair", tuple(back), _cover(back), _flat(seen)))
    return pieces


def _draw_layers(seen: Seen, person: Person, neck: Geometry) -> tuple[list[Shape], list[Shape]]:
    """The shapes of the head, and those of the hair that lies behind head and neck."""
    skin = outline_head(seen)
    hair = see_hair(seen, person.hair)
    covered = person.hair == "covered"
    paint = "cover" if covered else "hair"
    ears = draw_ears(seen) if person.hair not in {"covered", "bob"} else ([], [])
    front = [ear for ear in ears[0] if _shows(ear.area, skin)]
    front += [_draw_skin(skin, neck, seen), *draw_features(seen, person, skin)]
    if person.beard:
        front += _draw_beard(seen, hair.front)
    if person.glasses:
        front.append(draw_glasses(seen, skin))
    # A scarf has no line where it goes on round the neck.
    melts = shapely.difference(neck, shapely.buffer(skin, 0.3)) if covered else shapely.Polygon()
    front += _draw_hair(hair, paint, melts)
    behind = open_area(shapely.difference(hair.whole, shapely.union(skin, hair.front)), _THIN)
    back = []
    if shapely.area(behind) > _LEAST:
        back.append(_closed("hair", paint, shapely.intersection(hair.whole, behind.buffer(1.5))))
    if covered:
        back.append(_drape(hair.whole, neck, skin))
    if person.hair == "bun":
        knot, near = see_bun(seen)
        (front if near else back).append(_closed("hair", paint, knot))
    return [*front, *ears[1]], back


def _drape(scarf: Geometry, neck: Geometry, skin: Geometry) -> Shape:
    """The cloth between head and neck, which spans the hollows of nape and throat."""
    body = shapely.union_all([scarf, neck, skin])
    spanned = shapely.difference(close_corners(body, _DRAPE), shapely.buffer(body, -_OVER))
    cloth = open_area(spanned, 0.1)
    line = shapely.difference(shapely.boundary(cloth), shapely.buffer(body, 0.2))
    return Shape("hair", "cover", cloth, lines=line)


def _draw_beard(seen: Seen, hair: Geometry) -> list[Shape]:
    """A beard that is one with the hair, and the mouth in it."""
    beard = see_beard(seen)
    edge = shapely.difference(shapely.boundary(beard), shapely.union(hair, near_nose(seen)))
    line = join_lines(edge, _SHORTEST)
    mouth = shapely.intersection(see_mouth(seen, 0.7), shapely.buffer(beard, -0.7))
    return [Shape("beard", "hair", beard, lines=line), Shape("face", lines=mouth, width=0.75)]


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
    shapes = [Shape("hair", paint, hair.front, lines=line)]
    if not shapely.is_empty(hair.strands):
        shapes.append(Shape("hair", line=f"{paint} line", lines=hair.strands, width=0.6))
    return shapes


def _shows(area: Geometry, cover: Geometry) -> bool:
    return bool(shapely.area(open_area(shapely.difference(area, cover), _THIN)) > _LEAST)


def _closed(part: str, fill: str, area: Geometry, width: float = 1.0) -> Shape:
    return Shape(part, fill, area, lines=shapely.boundary(area), width=width)


def _cover(shapes: Sequence[Shape]) -> Geometry:
    return shapely.union_all([shape.area for shape in shapes if shape.fill])


def _flat(seen: Seen) -> Surface:
    depth = float(seen.view.depth(seen.bone.at((0.0, 8.0, 0.0)))) - _BEHIND

    def surface(points: Array) -> Array:
        return np.full(len(points), depth)

    return surface
