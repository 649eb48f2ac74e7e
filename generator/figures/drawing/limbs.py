"""Arms, legs and trunk as pieces: skin and cloth, with lines that end inside the body.

A limb is three pieces, so that its end may lie in front of something and its root behind.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely import Geometry

from generator.figures.anatomy.skeleton import SIDES
from generator.figures.drawing.clothes import SHIRT_EASE, SHORTS_EASE, ClothedPart, Dressed, dress
from generator.figures.drawing.digits import line_digits
from generator.figures.drawing.joints import Coat, Joint, Key, join_coats
from generator.figures.drawing.outline import surface_of
from generator.figures.drawing.shapes import Array, Piece, Shape
from generator.figures.drawing.trunk import Trunk
from generator.figures.drawing.view import View
from generator.figures.people import Person
from generator.figures.posing.body import Body

# A limb is far, and drawn paler, when this much of the way from its root to that of the other one
# leads towards the viewer: in views from the side, but not from the front or from high above. One
# that comes forward, nearer on the whole than the other, is not.
FAR = 0.6
# How much more loosely the curves of a far limb are drawn.
FAR_LOOSE = 1.25
# How much farther off it counts as, in cm, so that its root lies behind the trunk.
BEHIND = 0.5
# The lines between fingers and toes, as a part of the width of other lines.
FINE = 0.7


@dataclass(frozen=True)
class Limb:
    """What an arm or a leg consists of, from the trunk outwards.

    `reaches` are the radii, in cm, round the joints at the beginning of each part, within which
    two parts are one; `folds` are the radii of the inner corners there. A limb that goes `straight`
    on from the trunk has a corner that much rounder. It wears `cloth`, as the `root` does, which
    stands off its flesh by `ease` cm.
    """

    parts: tuple[str, str, str]
    reaches: tuple[float, float, float]
    folds: tuple[float, float, float]
    straight: float
    root: str
    cloth: str
    ease: float


LEG = Limb(
    ("thigh", "shank", "foot"),
    (15.0, 8.0, 5.5),
    (4.0, 2.5, 2.0),
    12.0,
    "pelvis",
    "shorts",
    SHORTS_EASE,
)
ARM = Limb(
    ("upper arm", "forearm", "hand"),
    (9.5, 5.5, 3.6),
    (6.0, 2.0, 1.2),
    0.0,
    "trunk",
    "shirt",
    SHIRT_EASE,
)


def draw_trunk_and_limbs(trunk: Trunk, person: Person) -> list[Piece]:
    """Shirt, shorts, arms and legs, in no particular order."""
    body, view = trunk.body, trunk.view
    limbs = [(limb, side, is_far(body, view, limb, side)) for limb in (LEG, ARM) for side in SIDES]
    lengths = {"shorts": person.legs, "shirt": person.sleeves}
    parts = dress(
        [
            ClothedPart(body, side, part, lengths[limb.cloth], limb.ease)
            for limb, side, _ in limbs
            for part in limb.parts
        ],
        view,
    )
    areas = {("pelvis", "shorts"): trunk.shorts(), ("trunk", "shirt"): trunk.shirt()}
    for limb, side, _ in limbs:
        for part in limb.parts:
            seen = parts[f"{side} {part}"]
            areas |= {(seen.name, "skin"): seen.skin, (seen.name, limb.cloth): seen.cloth}
    joints = (joint for limb, side, far in limbs for joint in _joints(body, view, limb, side, far))
    coats = join_coats(areas, joints)
    digits = _line_digits(parts, limbs, view)
    neck = trunk.neck()
    return [
        *(
            _draw_part(parts[f"{side} {part}"], coats, limb.cloth, far, digits)
            for limb, side, far in limbs
            for part in limb.parts
        ),
        _as_piece("pelvis", "shorts", coats["pelvis", "shorts"], trunk.shorts_cones),
        _as_piece("trunk", "shirt", coats["trunk", "shirt"], trunk.shirt_cones),
        _as_piece("neck", person.neck, Coat(neck, shapely.boundary(neck)), trunk.neck_surface),
    ]


def _as_piece(part: str, paint: str, coat: Coat, cones: Array) -> Piece:
    shape = Shape(part, paint, coat.area, lines=coat.line)
    return Piece(part, (shape,), coat.area, surface_of(cones))


def is_far(body: Body, view: View, limb: Limb, side: str) -> bool:
    """Whether this arm or leg is clearly behind the other one."""
    other = "left" if side == "right" else "right"
    here, there = (
        np.array([body.bones[f"{one} {part}"].origin for part in limb.parts])
        for one in (side, other)
    )
    nearer = view.depth(there) - view.depth(here)
    return bool(nearer[0] > FAR * np.linalg.norm(there[0] - here[0]) and nearer.mean() > 0)


def _joints(body: Body, view: View, limb: Limb, side: str, far: bool) -> Iterator[Joint]:
    names = [f"{side} {part}" for part in limb.parts]
    places = view.project(np.array([body.bones[name].origin for name in names]))
    spans = list(zip(places, limb.reaches, limb.folds, strict=True))
    for (upper, lower), span in zip(pairwise(names), spans[1:], strict=True):
        for paint in (limb.cloth, "skin"):
            yield Joint((upper, paint), (lower, paint), *span)
    if not far:
        place, reach, fold = spans[0]
        fold += limb.straight * _straightness(body, names[0])
        yield Joint((limb.root, limb.cloth), (names[0], limb.cloth), place, reach, fold)


def _straightness(body: Body, part: str) -> float:
    """How much a limb goes on in the direction of the trunk: 1 straight on, 0 across or back."""
    return max(0.0, float(body.bones["pelvis"].axes[:, 1] @ body.bones[part].axes[:, 1]))


def _line_digits(
    parts: Mapping[str, Dressed], limbs: Iterable[tuple[Limb, str, bool]], view: View
) -> dict[str, Geometry]:
    """The lines between the fingers and the toes of near limbs: of far, pale ones, a tangle."""
    near = [f"{side} {part}" for limb, side, far in limbs if not far for part in limb.parts]
    lined = [name for name in near if parts[name].digits]
    flesh, digits = [parts[name].flesh for name in lined], [parts[name].digits for name in lined]
    lines = line_digits(flesh, digits, view)
    return dict(zip(lined, lines, strict=True))


def _draw_part(
    seen: Dressed,
    coats: Mapping[Key, Coat],
    cloth: str,
    far: bool,
    digits: Mapping[str, Geometry],
) -> Piece:
    line, loose, tone = ("line far", FAR_LOOSE, " far") if far else ("line", 1.0, "")
    worn = [(paint, coats[seen.name, paint]) for paint in (cloth, "skin")]
    worn = [(paint, coat) for paint, coat in worn if not shapely.is_empty(coat.area)]
    shapes = tuple(
        Shape(seen.name, paint + tone, coat.area, line, coat.line, loose=loose)
        for paint, coat in worn
    )
    if seen.name in digits:
        shapes += (Shape(seen.name, line=line, lines=digits[seen.name], width=FINE),)
    areas = [coat.area for _, coat in worn]
    silhouette = areas[0] if len(areas) == 1 else shapely.union_all(areas)
    cones = seen.cones - (0.0, 0.0, 0.0, BEHIND if far else 0.0)
    return Piece(seen.name, shapes, silhouette, surface_of(cones))
