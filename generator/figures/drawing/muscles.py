"""The muscles that an exercise works or stretches, marked where they lie under the skin.

A muscle is a tapered strip on the flesh that carries it, so that a camera sees as much of it as it
sees of that side of the body. Where the strips lie is our own estimate, after the surface anatomy
that any atlas shows; they point at a place, and are not an anatomical drawing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, MultiLineString, MultiPolygon

from generator.figures.anatomy.directions import cross
from generator.figures.anatomy.skeleton import SIDES, Bone
from generator.figures.drawing.outline import close_corners, polygons_of
from generator.figures.drawing.rings import FLESH, Rings
from generator.figures.drawing.shapes import Piece, Shape, Surface
from generator.figures.drawing.sheets import Seen, Sheet, see_sheet
from generator.figures.drawing.surfaces import squared_distances
from generator.figures.drawing.svg import LINE_WIDTH, UNITS
from generator.figures.drawing.view import View
from generator.figures.posing.body import Body

Array = NDArray[np.float64]

# The mark keeps so far from the outline of the body.
_INSET = 0.9
# It is at most so much nearer than its own place.
_FROM_PLACE = 6.0
# The buttock's own place is deep under the outer hip, where it works when the thigh is lifted.
_FROM_BUTTOCK = 14.0
# Of a pair, the one that lies so much farther off is not marked: it would be a second patch.
_FAR = 8.0
_RIM = 0.8
_LINE = LINE_WIDTH / UNITS
_ROWS, _COLUMNS = 17, 9
# Where the fibres are drawn: shares of the strip's half width, and of its length.
_FIBRES, _FIBRE_ENDS = (-0.42, 0.0, 0.42), (0.2, 0.8)
# What is seen of a muscle is left out when it is smaller than this (square cm).
_SMALLEST = 3.0


@dataclass(frozen=True)
class Muscle:
    """A strip: on which flesh, from where to where along it, its middle and its half width.

    `middle` is in degrees round the flesh, from the front (0) outward (90) to the back (180), at
    the upper and the lower end; `half` is the half width in degrees at its broadest, as seen from
    straight before it and from the side. Each of `parts` may show it, at most `lift` cm nearer.
    """

    on: str
    parts: tuple[str, ...]
    start: float
    end: float
    middle: tuple[float, float]
    half: tuple[float, float]
    lift: float = _FROM_PLACE


_LEG = ("thigh", "pelvis")
_BODY = ("trunk", "pelvis")
_MIDLINE = {"trunk", "pelvis", "neck"}
MUSCLES: Mapping[str, Muscle] = {
    "quadriceps": Muscle("thigh", _LEG, 0.12, 0.96, (10, -4), (52, 100)),
    "hamstrings": Muscle("thigh", _LEG, 0.15, 0.97, (178, 182), (50, 100)),
    "adductors": Muscle("thigh", _LEG, 0.04, 0.86, (-72, -96), (42, 84)),
    "iliotibial band": Muscle("thigh", _LEG, 0.0, 0.98, (84, 88), (32, 72)),
    "hip flexors": Muscle("hip", (*_LEG, "trunk"), 0.0, 1.0, (6, -16), (38, 98)),
    "gluteal muscles": Muscle(
        "buttock", (*_LEG, "trunk"), 0.08, 0.95, (156, 138), (62, 96), _FROM_BUTTOCK
    ),
    "calf": Muscle("shank", ("shank",), 0.03, 0.72, (180, 180), (60, 102)),
    "deltoid": Muscle("upper arm", ("upper arm", "trunk"), 0.0, 0.58, (70, 84), (70, 90)),
    "abdominals": Muscle("trunk", _BODY, 0.26, 0.86, (0, 0), (30, 84)),
    "lower abdominals": Muscle("trunk", _BODY, 0.54, 0.98, (0, 0), (34, 88)),
    "back muscles": Muscle("trunk", _BODY, 0.16, 0.92, (156, 157), (16, 62)),
    "deep neck flexors": Muscle("neck", ("neck",), 0.3, 0.95, (25, 30), (38, 80)),
}
# Drawn as a strip on either side of the midline.
_TWICE = {"back muscles", "deep neck flexors"}


def draw_highlight(
    body: Body, view: View, names: Sequence[str], silhouettes: Mapping[str, Geometry]
) -> list[Piece]:
    """The muscles named, as pieces that lie on the body.

    A name without a side means both sides; of two sides of which one is far behind the other, the
    nearer is shown. `silhouettes` are the areas of the body's parts.
    """
    wanted = dict.fromkeys(sided for name in names for sided in _sided(name))
    pieces = []
    for side, muscle in wanted:
        other = "left" if side == "right" else "right"
        if (other, muscle) in wanted and _is_far(body, view, side, other, MUSCLES[muscle]):
            continue
        if piece := _draw(body, view, side, MUSCLES[muscle], silhouettes):
            pieces.append(piece)
    return pieces


def _is_far(body: Body, view: View, side: str, other: str, muscle: Muscle) -> bool:
    here, there = (view.depth(FLESH[muscle.on](body, one).middles) for one in (side, other))
    return bool(here.mean() < there.mean() - _FAR)


def _sided(name: str) -> Iterator[tuple[str, str]]:
    side, _, muscle = name.partition(" ")
    if side in SIDES:
        yield side, muscle
    elif MUSCLES[name].on == "trunk" and name not in _TWICE:
        yield "right", name
    else:
        yield from ((one, name) for one in SIDES)


def _draw(
    body: Body, view: View, side: str, muscle: Muscle, silhouettes: Mapping[str, Geometry]
) -> Piece | None:
    seen = Seen(Bone(np.zeros(3), np.eye(3)), view)
    strip = _lay(FLESH[muscle.on](body, side), muscle, seen)
    if side == "left":
        strip = strip[:, ::-1]
    parts = [part if part in _MIDLINE else f"{side} {part}" for part in muscle.parts]
    on = shapely.union_all([silhouettes[part] for part in parts])
    area = close_corners(see_sheet(seen, Sheet(strip)), 0.6)
    within = shapely.intersection(area, shapely.buffer(on, -_INSET, quad_segs=3))
    marked = shapely.buffer(within, -_RIM, quad_segs=3)
    core = MultiPolygon([part for part in polygons_of(marked) if part.area > _SMALLEST])
    if core.is_empty:
        return None
    fibres = MultiLineString(list(_fibres(seen, strip))).intersection(core.buffer(-0.5, 3))
    # Half of a line lies on what it goes round.
    rimmed = core.buffer(_RIM / 2, 3)
    edge = shapely.boundary(rimmed)
    shapes = (
        Shape("highlight", "highlight", rimmed, "highlight rim", edge, width=_RIM / _LINE),
        Shape("highlight", line="highlight fibre", lines=fibres, width=0.6),
    )
    surface = _surface(view, muscle, strip)
    return Piece("highlight", shapes, core.buffer(_RIM, 3), surface, tuple(parts))


def _lay(flesh: Rings, muscle: Muscle, seen: Seen) -> Array:
    """The muscle's strip, shape (rows, columns, 3); narrow at its ends like a spindle.

    A muscle seen edge on is drawn broader, or it would be a line.
    """
    share = np.linspace(0, 1, _ROWS)[:, None]
    along = muscle.start + (muscle.end - muscle.start) * share
    middle = muscle.middle[0] + (muscle.middle[1] - muscle.middle[0]) * share
    outward = flesh.at(along, middle) - flesh.at(along, middle + 180)
    facing = np.clip(seen.facing(outward).mean(), 0, 1)
    broad = facing * muscle.half[0] + (1 - facing) * muscle.half[1]
    half = broad * np.sin(np.pi * np.clip(share, 0.03, 0.97)) ** 0.5
    across = np.linspace(-1, 1, _COLUMNS)
    return flesh.at(np.broadcast_to(along, (_ROWS, _COLUMNS)), middle + half * across)


def _fibres(seen: Seen, strip: Array) -> Iterator[Array]:
    first, last = (round(end * (_ROWS - 1)) for end in _FIBRE_ENDS)
    for share in _FIBRES:
        column = round((share + 1) / 2 * (_COLUMNS - 1))
        rows = strip[first : last + 1, column]
        outward = cross(
            strip[first : last + 1, min(column + 1, _COLUMNS - 1)]
            - strip[first : last + 1, column - 1],
            strip[first + 1 : last + 2, column] - strip[first - 1 : last, column],
        )
        if (seen.facing(outward) > 0.15).all():  # noqa: PLR2004
            yield seen.place(rows)


def _surface(view: View, muscle: Muscle, strip: Array) -> Surface:
    """How near a mark is at most: clothes may be so much nearer than its own place."""
    points = strip.reshape(-1, 3)
    placed, depths = view.project(points), view.depth(points) + muscle.lift

    def surface(spots: Array) -> Array:
        away = squared_distances(spots, placed)
        # Of what lies one behind the other in the picture, the nearer counts.
        close = away < away.min(axis=1, keepdims=True) + 1.0
        return np.asarray(np.where(close, depths, -np.inf).max(axis=1))

    return surface
