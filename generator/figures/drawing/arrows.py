"""Draws the arrows of a frame, beside the body: the way a part has come, or where it is to go."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon

from generator.figures.anatomy.directions import dot
from generator.figures.drawing.shapes import Piece, Shape
from generator.figures.drawing.surfaces import BEFORE, at_depth
from generator.figures.drawing.svg import LINE_WIDTH, UNITS
from generator.figures.drawing.view import View
from generator.figures.drawing.ways import direction_of, follow_part
from generator.figures.pose import Frame
from generator.figures.posing.body import Body
from generator.figures.props.solids import Bar
from generator.figures.props.spots import place_of

Array = NDArray[np.float64]

# The width of a line, in cm.
_LINE = LINE_WIDTH / UNITS
# All in cm of the picture. In a handout's smallest picture, where a person of 175 cm is 45 mm
# high, the head of an arrow, with its line, is 2 mm wide.
_SHAFT, _HEAD_LENGTH, _HEAD_WIDTH, _HALO = 2.5, 7.6, 7.4, 1.2
_LENGTH, _SHORTEST, _LONGEST, _SHORT_OF = 20.0, 16.0, 75.0, 4.0
_POINTS = 24
# An arrow keeps this clear of the body and of the head where it can (clothes are wider than the
# flesh); it strays no farther from the part than that takes.
_CLEAR, _CLEAR_OF_HEAD, _PER_CM = 5.0, 11.0, 0.07
_ASIDE = np.array([0, 6, -6, 11, -11, 16, -16, 22, -22, 30, -30, 40, -40], dtype=float)
_ONWARD = np.arange(-36.0, 45.0, 6.0)
_HEAD = ("head", "neck")
# The flesh of fingers and toes is too thin to count.
_SMALLEST = 1.4
_BALLS_OF_A_BAR = 15
# A direction that is seen this short has none in the picture; a way this short is no movement.
_STRAIGHT_AT_US, _STILL = 0.05, 0.5
# How many ways are looked at together.
_AT_ONCE = 30
# Where along an arrow its distance is measured.
_SOUNDED = np.array([0.0, 0.2, 0.4, 0.6, 0.76, 0.88, 1.0])


def draw_arrows(frame: Frame, body: Body, view: View) -> list[Piece]:
    """The arrows of a frame, before all else, where they hide least of the person."""
    balls = _seen_balls(body, view) if frame.arrows else np.zeros((0, 4))
    pieces = []
    for arrow in frame.arrows:
        if arrow.toward:
            start = view.project(place_of(body.bones, arrow.part))
            ways, strayed = _straight_ways(start, view.project(direction_of(arrow, frame, body)))
        else:
            places = view.project(follow_part(arrow, frame, body))
            if np.ptp(places, axis=0).max() < _STILL:
                continue
            ways, strayed = _curved_ways(places)
        best = _choose(ways, strayed, balls)
        pieces.append(_draw(best, crosses=bool((_gaps(best, balls) < _HEAD_WIDTH / 2).any())))
    return pieces


def _straight_ways(start: Array, direction: Array) -> tuple[Array, Array]:
    """Ways to draw a straight arrow, shape (n, points, 2), and how far each strays."""
    length = float(np.linalg.norm(direction))
    # What comes straight towards the viewer is drawn as if it came down the picture.
    along = direction / length if length > _STRAIGHT_AT_US else np.array([0.0, 1.0])
    across = np.array([-along[1], along[0]])
    aside, onward = (grid.ravel() for grid in np.meshgrid(_ASIDE, _ONWARD))
    starts = start + aside[:, None] * across + onward[:, None] * along
    steps = np.linspace(0, _LENGTH, _POINTS)[:, None] * along
    middle = onward + _LENGTH / 2
    # Before a part an arrow says where to; behind it, it looks like a push.
    return starts[:, None] + steps, np.abs(aside) + np.maximum(middle, -2 * middle)


def _curved_ways(places: Array) -> tuple[Array, Array]:
    """Ways to draw an arrow along places in the picture, each moved aside, onward or both."""
    share = np.linspace(0, 1, len(places))
    smooth = np.polynomial.polynomial.polyfit(share, places, 3)
    fine = np.polynomial.polynomial.polyval(np.linspace(0, 1, 2 * _POINTS), smooth).T
    way = _long_enough(np.asarray(fine, dtype=float))
    steps = np.gradient(way, axis=0)
    across = np.column_stack([-steps[:, 1], steps[:, 0]])
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    beside = _resampled(way + _ASIDE[:, None, None] * across)
    along = (way[-1] - way[0]) / max(float(np.linalg.norm(way[-1] - way[0])), 1e-9)
    onward = _ONWARD[_ONWARD >= 0]
    ways = (beside[:, None] + onward[:, None, None] * along).reshape(-1, _POINTS, 2)
    return ways, np.add.outer(np.abs(_ASIDE), onward).ravel()


def _long_enough(way: Array) -> Array:
    """A way no shorter and no longer than an arrow may be, and a little short of the part."""
    length = float(np.linalg.norm(np.diff(way, axis=0), axis=1).sum())
    if length < _SHORTEST:
        longer: Array = way[-1] + (way - way[-1]) * _SHORTEST / max(length, 1e-9)
        return longer
    first = int(len(way) * max(0.0, 1 - _LONGEST / length))
    last = int(len(way) * max(1 - _SHORT_OF / length, _SHORTEST / length))
    return way[first:last]


def _resampled(ways: Array) -> Array:
    """The same ways, shape (n, points, 2), in even steps."""
    x, y = np.diff(ways, axis=1).transpose(2, 0, 1)
    ends = np.zeros(ways.shape[:2])
    np.cumsum(np.hypot(x, y), axis=1, out=ends[:, 1:])
    even = np.empty((len(ways), _POINTS, 2))
    shares = np.linspace(0, 1, _POINTS)
    for way, end, steps in zip(ways, ends, even, strict=True):
        steps[:, 0] = np.interp(shares * end[-1], end, way[:, 0])
        steps[:, 1] = np.interp(shares * end[-1], end, way[:, 1])
    return even


def _seen_balls(body: Body, view: View) -> Array:
    """The flesh and the rails in the picture: x, y, radius and the room they want, shape (n, 4)."""
    clear = [_CLEAR_OF_HEAD if chain.part in _HEAD else _CLEAR for chain in body.chains]
    room = np.repeat(clear, [len(chain.spheres) for chain in body.chains])
    spheres = np.concatenate([chain.spheres for chain in body.chains])
    balls = np.column_stack([view.project(spheres[:, :3]), spheres[:, 3], room])
    return np.concatenate([balls[spheres[:, 3] > _SMALLEST], *_seen_bars(body, view)])


def _seen_bars(body: Body, view: View) -> Iterator[Array]:
    for bar in (solid for prop in body.props.values() for solid in prop.solids):
        if isinstance(bar, Bar):
            places = view.project(np.linspace(bar.start, bar.end, _BALLS_OF_A_BAR))
            yield np.column_stack([places, np.tile([bar.radius, bar.radius], (len(places), 1))])


def _choose(ways: Array, strayed: Array, balls: Array) -> Array:
    """The way that is least in the way and strays least.

    Those that stray least are looked at first: once one is found, the rest may be too far.
    """
    best, least = 0, np.inf
    order = strayed.argsort(kind="stable")
    for some in np.split(order, range(_AT_ONCE, len(order), _AT_ONCE)):
        cost = _PER_CM * strayed[some]
        if cost[0] >= least:
            break
        cost += _in_the_way(ways[some], balls)
        if cost.min() < least:
            best, least = some[cost.argmin()], cost.min()
    chosen: Array = ways[best]
    return chosen


def _in_the_way(ways: Array, balls: Array) -> Array:
    """How many cm arrows lie too near to the body, on the average and at the worst, added up."""
    sounded = ways[:, (_SOUNDED * (_POINTS - 1)).astype(int)]
    reach = balls[:, 2:3] + balls[:, 3:]
    close = (balls[:, :2] > sounded.min(axis=(0, 1)) - reach).all(axis=1)
    close &= (balls[:, :2] < sounded.max(axis=(0, 1)) + reach).all(axis=1)
    balls = balls[close]
    near = np.maximum(0, (balls[:, 3] - _gaps(sounded, balls)).max(axis=2, initial=0.0))
    cost: Array = near.mean(axis=1) + near.max(axis=1) / 2
    return cost


def _gaps(places: Array, balls: Array) -> Array:
    """How far places in the picture are from each ball; negative inside. Shape (..., n)."""
    # The squared distance multiplied out: one product of matrices for all places and balls.
    squared = dot(places, places)[..., None] - 2 * (places @ balls[:, :2].T)
    squared += dot(balls[:, :2], balls[:, :2])
    gaps: Array = np.sqrt(np.maximum(squared, 0, out=squared), out=squared)
    gaps -= balls[:, 2]
    return gaps


def _draw(way: Array, *, crosses: bool) -> Piece:
    """A shaft with a solid head; a halo parts it from what it crosses."""
    tip, away = way[-1], np.linalg.norm(way - way[-1], axis=1)
    behind = way[away >= min(_HEAD_LENGTH, away.max())][-1]
    back = (behind - tip) / np.linalg.norm(behind - tip)
    neck, wide = tip + _HEAD_LENGTH * back, _HEAD_WIDTH / 2 * np.array([-back[1], back[0]])
    head = Polygon([tip, neck + wide, neck - wide])
    shaft = LineString([way[0], *way[1:][away[1:] > _HEAD_LENGTH], (tip + neck) / 2])
    halo = _paint("halo", head, shaft, _HALO) if crosses else ()
    silhouette = shapely.union(shaft.buffer(_SHAFT / 2, 4), head).buffer(_HALO, 4)
    shapes = (*halo, *_paint("arrow", head, shaft, 0.0))
    return Piece("arrow", shapes, silhouette, at_depth(BEFORE))


def _paint(colour: str, head: Polygon, shaft: LineString, wider: float) -> tuple[Shape, Shape]:
    """Shaft and head in one colour; the line round the head takes its corners' sharpness."""
    edge = _LINE + 2 * wider
    return (
        Shape("arrow", line=colour, lines=shaft, width=(_SHAFT + 2 * wider) / _LINE),
        Shape("arrow", colour, head, colour, head.boundary, edge / _LINE, smooth=False),
    )
