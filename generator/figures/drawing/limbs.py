"""Arms, legs and trunk as pieces: skin and cloth, with lines that end inside the body.

A limb is three pieces, so that its end may lie in front of something and its root behind. Where
two of them meet at a joint, neither draws a line through the other; farther from the joint a limb
that folds over itself does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely import Geometry, Point

from generator.figures.anatomy.skeleton import SIDES
from generator.figures.drawing.clothes import SHIRT_EASE, SHORTS_EASE, ClothedPart, Trunk
from generator.figures.drawing.digits import line_digits
from generator.figures.drawing.outline import close_corners, outline_beyond, surface_of
from generator.figures.drawing.shapes import Array, Piece, Shape
from generator.figures.drawing.view import View
from generator.figures.people import Person
from generator.figures.posing.body import Body

# A limb is far, and drawn paler, when this much of the way from its root to that of the other one
# leads towards the viewer: in views from the side, but not from the front or from high above.
FAR = 0.6
# How much more loosely the curves of a far limb are drawn.
FAR_LOOSE = 1.25
# How far what fills a corner reaches beyond it, in cm.
OVERLAP = 0.04
# What fills a corner and is smaller than this, in square cm, is only two edges that nearly agree.
SPLINTER = 0.05


# The lines between fingers and toes, as a part of the width of other lines.
FINE = 0.7


@dataclass(frozen=True)
class Limb:
    """What an arm or a leg consists of, from the trunk outwards.

    `reaches` are the radii, in cm, round the joints at the beginning of each part, within which
    two parts are one; `folds` are the radii of the inner corners there. A limb that goes `straight`
    on from the trunk has a corner that much rounder.
    """

    parts: tuple[str, str, str]
    reaches: tuple[float, float, float]
    folds: tuple[float, float, float]
    straight: float
    cloth: str
    ease: float


LEG = Limb(
    ("thigh", "shank", "foot"), (15.0, 8.0, 5.5), (4.0, 2.5, 2.0), 12.0, "shorts", SHORTS_EASE
)
ARM = Limb(
    ("upper arm", "forearm", "hand"), (9.5, 5.5, 3.6), (6.0, 2.0, 1.2), 0.0, "shirt", SHIRT_EASE
)


@dataclass
class _Coat:
    """Skin or cloth of one part while it is being joined to its neighbours."""

    area: Geometry
    covers: list[Geometry]

    @property
    def line(self) -> Geometry:
        return outline_beyond(self.area, *self.covers)


def draw_trunk_and_limbs(body: Body, view: View, person: Person) -> list[Piece]:
    """Shirt, shorts, arms and legs, in no particular order."""
    trunk = Trunk(body, view)
    shirt, shorts = _Coat(trunk.shirt(), []), _Coat(trunk.shorts(), [])
    pieces: list[Piece] = []
    for limb, length, garment in ((LEG, person.legs, shorts), (ARM, person.sleeves, shirt)):
        for side in SIDES:
            far = " far" if is_far(body, view, limb, side) else ""
            parts = [ClothedPart(body, view, side, part, length, limb.ease) for part in limb.parts]
            pieces += _draw_limb(limb, parts, garment, far)
    neck = trunk.neck()
    return [
        *pieces,
        _as_piece(Shape("pelvis", "shorts", shorts.area, lines=shorts.line), trunk.shorts_cones),
        _as_piece(Shape("trunk", "shirt", shirt.area, lines=shirt.line), trunk.shirt_cones),
        _as_piece(Shape("neck", person.neck, neck, lines=shapely.boundary(neck)), trunk.neck_cones),
    ]


def _as_piece(shape: Shape, cones: Array) -> Piece:
    return Piece(shape.part, (shape,), shape.area, surface_of(cones))


def is_far(body: Body, view: View, limb: Limb, side: str) -> bool:
    """Whether this arm or leg is clearly behind the other one."""
    other = "left" if side == "right" else "right"
    roots = [body.bones[f"{one} {limb.parts[0]}"].origin for one in (side, other)]
    here, there = view.depth(np.array(roots))
    return bool(there - here > FAR * np.linalg.norm(roots[0] - roots[1]))


def _draw_limb(limb: Limb, parts: Sequence[ClothedPart], trunk: _Coat, far: str) -> Iterator[Piece]:
    skins, cloths = (
        [_Coat(area, []) for area in areas]
        for areas in zip(*((part.skin, part.cloth) for part in parts), strict=True)
    )
    for coats in (skins, cloths):
        for number, (upper, lower) in enumerate(pairwise(coats), start=1):
            _join(upper, lower, parts[number].joint, limb.reaches[number], limb.folds[number])
    if not far:
        fold = limb.folds[0] + limb.straight * _straightness(parts[0])
        _join(trunk, cloths[0], parts[0].joint, limb.reaches[0], fold)
    loose = FAR_LOOSE if far else 1.0
    for part, skin, cloth in zip(parts, skins, cloths, strict=True):
        shapes = tuple(
            Shape(part.name, paint + far, coat.area, f"line{far}", coat.line, loose=loose)
            for paint, coat in ((limb.cloth, cloth), ("skin", skin))
            if not shapely.is_empty(coat.area)
        )
        # Fingers and toes that are far off and pale would be a tangle of lines.
        if part.part in {"hand", "foot"} and not far:
            digits = line_digits(part.body, part.view, part.name)
            shapes += (Shape(part.name, line=f"line{far}", lines=digits, width=FINE),)
        silhouette = shapely.union(skin.area, cloth.area)
        yield Piece(part.name, shapes, silhouette, surface_of(part.cones))


def _straightness(part: ClothedPart) -> float:
    """How much a limb goes on in the direction of the trunk: 1 straight on, 0 across or back."""
    bones = part.body.bones
    return max(0.0, float(bones["pelvis"].axes[:, 1] @ bones[part.name].axes[:, 1]))


def _join(one: _Coat, other: _Coat, joint: Array, reach: float, fold: float) -> None:
    """Make two coats one round their joint: the corner filled, no line between them."""
    if shapely.is_empty(one.area) or shapely.is_empty(other.area):
        return
    around, wide = (Point(joint).buffer(times * reach, quad_segs=6) for times in (1, 2))
    both = shapely.union(
        shapely.intersection(one.area, wide), shapely.intersection(other.area, wide)
    )
    webs = shapely.get_parts(shapely.difference(close_corners(both, fold), both))
    web = shapely.union_all(webs[shapely.area(webs) > SPLINTER])
    # A little wider than the gap that it fills, so that no crack is left between the three.
    web = shapely.buffer(shapely.intersection(web, around), OVERLAP, quad_segs=1)
    other.area = shapely.union(other.area, web)
    # The trunk goes on under a limb: its line is hidden farther along than theirs.
    one.covers.append(shapely.intersection(other.area, wide))
    other.covers.append(shapely.intersection(one.area, around))
