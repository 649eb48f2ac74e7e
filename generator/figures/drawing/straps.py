"""Draws straps and bands: a loop round a limb, and from it a ribbon to a hand or an anchor."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from generator.figures.anatomy.directions import unit
from generator.figures.anatomy.measures import PALM, PALM_DEPTH
from generator.figures.anatomy.skeleton import SIDES
from generator.figures.drawing.shapes import Piece, Shape
from generator.figures.drawing.surfaces import of_thread
from generator.figures.drawing.svg import LINE_WIDTH, UNITS
from generator.figures.drawing.view import View
from generator.figures.pose import Frame, Prop
from generator.figures.posing.body import Body
from generator.figures.props.furnish import HEAVY_LEG
from generator.figures.props.solids import UP, Knot
from generator.figures.props.spots import closely

Array = NDArray[np.float64]
# The width of a line, in cm.
_LINE = LINE_WIDTH / UNITS

KINDS = ("strap", "band")
_WIDTH, _THICKNESS = 2.6, 0.4
# From the limb to where the two sides of the loop meet, and what hangs from a fist, in cm.
_MEET, _TAIL = 2.0, 6.0
# Where round a limb the two sides of a loop meet, in degrees from the way of the pull outward: at
# the first place from which they go on past the flesh, so many cm away from it.
_ROUND, _CLEAR = np.radians((0, 30, -30, 60, -60, 90, -90)), 0.5
# How oblique a loop may lie on its limb: the sine of the angle to the limb's axis, at the least.
_MOST_OBLIQUE = 0.7
_SEGMENT = 1.0
# The flesh that a loop may enclose lies this near to its middle.
_LIMB = 9.0


@dataclass(frozen=True)
class _Seat:
    """Where a loop sits on a limb: a bone, a place on it, the limb's axis, and its flesh."""

    bone: str
    place: tuple[float, float, float]
    axis: int
    flesh: tuple[str, ...]


@dataclass(frozen=True)
class _Loop:
    """A closed loop: its points, shape (n, 3), the middle of what it goes round, and its knot."""

    ring: Array
    middle: Array
    knot: Array


# Our own estimates: the arch of the foot, the hollow above the heel, above the ankle bones …
_SEATS = {
    "foot": _Seat("foot", (7.0, -3.2, 0.0), 0, ("foot",)),
    "heel": _Seat("shank", (-0.3, -39.5, 0.0), 1, ("shank", "foot")),
    "ankle": _Seat("shank", (-0.3, -37.0, 0.0), 1, ("shank",)),
    "knee": _Seat("shank", (0.0, 3.0, 0.0), 1, ("shank", "thigh")),
    "thigh": _Seat("thigh", (0.5, -30.0, 0.0), 1, ("thigh",)),
}


def draw_straps(frame: Frame, body: Body, view: View) -> list[Piece]:
    """The straps and bands of a frame, each as pieces before and behind what they go round."""
    return [
        piece
        for prop in frame.props
        if prop.kind in KINDS
        for limb in _limbs(prop)
        for piece in _draw(prop, limb, frame, body, view)
    ]


def _limbs(prop: Prop) -> tuple[str, ...]:
    limb = prop.place.partition(" ")[2]
    return (limb,) if limb.startswith(tuple(SIDES)) else tuple(f"{side} {limb}" for side in SIDES)


def _draw(prop: Prop, limb: str, frame: Frame, body: Body, view: View) -> Iterator[Piece]:
    fists = _fists(prop.kind, frame, body)
    anchor = body.props["anchor"].touch if "anchor" in body.props else None
    ends = fists
    if not fists and isinstance(anchor, Knot):
        tied = _loop_round_leg(anchor.place, _seat_of(body, limb)[0])
        # The half behind the leg would not be seen.
        yield next(_draw_loop(prop.kind, tied, [], view))
        ends = [tied.knot]
    if ends:
        loop = _loop_round_limb(body, limb, np.mean(ends, axis=0))
        slack = prop.measures.get("slack", 0.0)
        ribbons = [_sagging(loop.knot, end, slack) for end in ends]
        yield from _draw_loop(prop.kind, loop, ribbons, view)
        for fist in fists:
            yield _draw_ribbons(prop.kind, [_tail(fist, fist - loop.knot)], view)


def _fists(kind: str, frame: Frame, body: Body) -> list[Array]:
    """The places in the hands through which a strap runs."""
    holding = (c.part for c in frame.contacts if c.preset == "holds" and c.target == kind)
    return [
        body.bones[hand].at((0.0, -PALM, -PALM_DEPTH * SIDES[hand.partition(" ")[0]]))
        for hand in holding
    ]


def _seat_of(body: Body, limb: str) -> tuple[Array, Array, Array]:
    """The middle of a loop round a limb, the limb's axis there, and its flesh."""
    side, _, name = limb.rpartition(" ")
    seat = _SEATS[name]
    bone = body.bones[f"{side} {seat.bone}"]
    flesh = {f"{side} {part}" for part in seat.flesh}
    spheres = np.concatenate([closely(c.spheres) for c in body.chains if c.part in flesh])
    return bone.at(seat.place), bone.axes[:, seat.axis], spheres


def _loop_round_limb(body: Body, limb: str, end: Array) -> _Loop:
    """The loop round a limb that is pulled towards `end`."""
    middle, axis, spheres = _seat_of(body, limb)
    pull = unit(end - middle)
    normal = _tilted(axis, pull)
    along = unit(pull - normal * (pull @ normal))
    across = np.cross(normal, along)
    outward = body.bones["pelvis"].axes[:, 2] * SIDES[limb.partition(" ")[0]]
    outer = np.sign(across @ outward) or 1.0
    ways = np.cos(_ROUND)[:, None] * along + outer * np.sin(_ROUND)[:, None] * across
    loops: list[_Loop] = []
    for way in ways:
        plane = np.array([way, np.cross(normal, way)])
        section = _section(spheres, middle, normal, plane)
        loops.append(_drawn_tight(section, middle, plane))
        if _is_free(loops[-1].knot, end, spheres):
            return loops[-1]
    return loops[0]


def _is_free(start: Array, end: Array, spheres: Array) -> bool:
    """Whether a ribbon from one place to the other goes past flesh, not through it."""
    way, away = end - start, spheres[:, :3] - start
    share = np.clip(away @ way / (way @ way), 0.0, 1.0)
    apart = np.linalg.norm(away - share[:, None] * way, axis=1) - spheres[:, 3]
    return bool(apart.min() > _CLEAR)


def _loop_round_leg(tied: Array, end: Array) -> _Loop:
    """The loop round a square leg of furniture that is pulled towards `end`."""
    along = unit((end - tied) * (1 - UP))
    plane = np.array([along, np.cross(UP, along)])
    corners = (HEAVY_LEG / 2 + _THICKNESS) * np.array(
        [(1, 0, 1), (1, 0, -1), (-1, 0, -1), (-1, 0, 1)]
    )
    return _drawn_tight(Polygon(corners @ plane.T), tied, plane)


def _drawn_tight(section: BaseGeometry, middle: Array, plane: Array) -> _Loop:
    """A loop round a section, whose sides meet in a knot on the first axis of its plane."""
    far = section.bounds[2] + _MEET
    tight = section.union(shapely.Point(far, 0)).convex_hull.segmentize(_SEGMENT)
    ring = middle + shapely.get_coordinates(tight) @ plane
    return _Loop(ring[:-1], middle, middle + far * plane[0])


def _tilted(axis: Array, pull: Array) -> Array:
    """The normal of a loop round an axis, tilted so that the loop follows the pull if it can."""
    following = axis - pull * (axis @ pull)
    upright = float(np.linalg.norm(following))
    share = min(1.0, upright / _MOST_OBLIQUE)
    return unit(share * following + (1 - share) * axis)


def _section(spheres: Array, middle: Array, normal: Array, plane: Array) -> BaseGeometry:
    """The outline of flesh cut by a plane, in the plane's own coordinates."""
    away = spheres[:, :3] - middle
    room = spheres[:, 3] ** 2 - (away @ normal) ** 2
    cut = (room > 0) & (np.linalg.norm(away, axis=1) < _LIMB)
    discs = shapely.buffer(shapely.points(away[cut] @ plane.T), np.sqrt(room[cut]) + _THICKNESS)
    # The hull of all discs is that of their union, which takes long.
    return shapely.GeometryCollection(list(np.atleast_1d(discs))).convex_hull


def _draw_loop(kind: str, loop: _Loop, ribbons: list[Array], view: View) -> Iterator[Piece]:
    """The half of a loop that is before its middle, then the half behind it.

    The ribbons start from the knot, so they are one piece with the half that it is in.
    """
    before = view.depth(loop.ring) >= view.depth(loop.middle)
    knot = int(np.linalg.norm(loop.ring - loop.knot, axis=1).argmin())
    starts = np.flatnonzero(before & ~np.roll(before, 1))
    order = np.roll(np.arange(len(before)), -starts[0] if len(starts) else 0)
    for run in np.split(order, np.flatnonzero(np.diff(before[order].astype(int))) + 1):
        half = loop.ring[[*run, (run[-1] + 1) % len(before)]]
        yield _draw_ribbons(kind, [half, *(ribbons if knot in run else [])], view)


def _sagging(start: Array, end: Array, slack: float) -> Array:
    share = np.linspace(0, 1, 13 if slack else 2)[:, None]
    points: Array = start + share * (end - start) - 4 * slack * share * (1 - share) * UP
    return points


def _tail(fist: Array, way: Array) -> Array:
    """What hangs from a fist: on in the way of the pull, then down to the floor at the lowest."""
    share = np.linspace(0, 1, 7)[:, None]
    points: Array = fist + 0.5 * _TAIL * share * unit(way) - _TAIL * share**2 * UP
    points[:, 1] = np.maximum(points[:, 1], _THICKNESS)
    return points


def _draw_ribbons(kind: str, ways: list[Array], view: View) -> Piece:
    """Ribbons that hang together: a wide line, and on it a narrower one in the strap's colour."""
    lines = MultiLineString([view.project(way) for way in ways])
    shapes = tuple(
        Shape(kind, line=colour, lines=lines, width=width / _LINE)
        for colour, width in (("furniture line", _WIDTH + _LINE / 2), ("strap", _WIDTH - _LINE))
    )
    points = np.concatenate([_stepped(way) for way in ways])
    return Piece(kind, shapes, lines.buffer(_WIDTH / 2), of_thread(points, view, lift=_WIDTH / 2))


def _stepped(points: Array) -> Array:
    """Points every centimetre or so along a way."""
    ends = np.concatenate([[0.0], np.linalg.norm(np.diff(points, axis=0), axis=1).cumsum()])
    steps = np.linspace(0, ends[-1], int(ends[-1] / _SEGMENT) + 2)
    return np.column_stack([np.interp(steps, ends, column) for column in points.T])
