"""What is painted before what."""

import numpy as np
import pytest
import shapely
from shapely import Geometry, Polygon

from generator.figures.drawing.flatten import flatten
from generator.figures.drawing.layers import sort_pieces
from generator.figures.drawing.shapes import Array, Piece, Shape, Surface

Box = tuple[float, float, float, float]


def slab(name: str, box: Box, depth: float | Surface, fill: str = "skin") -> Piece:
    """A flat thing; its depth may be a function of x."""
    area = shapely.box(*box)
    surface = depth if callable(depth) else lambda points: np.full(len(points), float(depth))
    return Piece(name, (Shape(name, fill, area, lines=area.boundary),), area, surface)


def names(pieces: list[Piece]) -> list[str]:
    return [piece.name for piece in pieces]


def test_the_farther_comes_first() -> None:
    """However they are given, pieces that lie on one another are sorted by depth."""
    pieces = [slab(f"at {depth}", (0, 0, 20, 20), depth) for depth in (7, 1, 9, 3)]
    assert names(sort_pieces(pieces)) == ["at 1", "at 3", "at 7", "at 9"]


def test_only_the_shared_spots_count() -> None:
    """A shin that is near on the whole still passes behind what is nearer where they cross."""
    leg = slab("leg", (0, 0, 60, 10), lambda points: 30 - points[:, 0])
    post = slab("post", (50, -20, 56, 30), -10, "wood")
    assert names(sort_pieces([leg, post])) == ["leg", "post"]


def test_a_corner_smaller_than_the_grid_is_still_compared() -> None:
    """Pieces that overlap by half a centimetre are put in order, too."""
    near, far = slab("near", (0, 0, 10, 10), 5), slab("far", (9.6, 9.6, 20, 20), 1, "wood")
    assert names(sort_pieces([near, far])) == ["far", "near"]


def test_a_ring_is_parted_where_the_vote_was_closest() -> None:
    """Three pieces that lie round one another are all painted; the clear cases are kept."""
    one = slab("one", (0, 0, 20, 8), lambda points: np.where(points[:, 0] < 8, 5, 0))
    two = slab("two", (0, 0, 8, 20), lambda points: np.where(points[:, 1] < 8, 1, 5))
    three = slab("three", (0, 0, 20, 20), lambda p: np.where(p[:, 0] > 8, 0.4, 1.5))
    ordered = names(sort_pieces([one, two, three]))
    assert sorted(ordered) == ["one", "three", "two"]
    assert ordered.index("two") < ordered.index("one")


def test_what_does_not_meet_keeps_its_order() -> None:
    """The same picture is painted in the same order every time."""
    pieces = [slab(str(n), (30 * n, 0, 30 * n + 10, 10), -n, fill=f"paint {n}") for n in range(6)]
    assert names(sort_pieces(pieces)) == [str(n) for n in range(6)]


def test_two_parts_of_a_limb_become_one_outline() -> None:
    """Thigh and shank are one shape, and no line crosses the knee."""
    thigh, shank = shapely.box(0, 0, 10, 30), shapely.box(1, 25, 9, 60)
    pieces = [
        Piece("thigh", (Shape("thigh", "skin", thigh, lines=cut(thigh, shank)),), thigh, depth),
        Piece("shank", (Shape("shank", "skin", shank, lines=cut(shank, thigh)),), shank, depth),
    ]
    (limb,) = flatten(pieces)
    both = thigh.union(shank)
    assert limb.area.equals(both)
    assert limb.lines.equals(both.boundary)


def test_a_part_hides_the_lines_beneath_it() -> None:
    """What a bent knee covers of the thigh's folds is not drawn through it."""
    thigh, shank = shapely.box(0, 0, 30, 30), shapely.box(10, 10, 40, 40)
    fold = shapely.LineString([(15, 15), (15, 25)])
    lines = shapely.union(thigh.boundary, fold)
    below = Piece("thigh", (Shape("thigh", "skin", thigh, lines=lines),), thigh, depth)
    drawn = shapely.union_all([s.lines for s in flatten([below, slab("shank", shank.bounds, 1)])])
    assert not drawn.intersects(fold)


def test_what_lies_between_keeps_two_shapes_apart() -> None:
    """A strap across the knee is not buried under a leg that became one."""
    thigh, shank = shapely.box(0, 0, 10, 30), shapely.box(1, 25, 9, 60)
    pieces = [
        slab("thigh", thigh.bounds, 0),
        slab("strap", (-5, 20, 15, 35), 1, "strap"),
        slab("shank", shank.bounds, 2),
    ]
    assert [shape.part for shape in flatten(pieces)] == ["thigh", "strap", "shank"]


def test_flattening_changes_no_paint() -> None:
    """Every spot has the same paint before and after."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        pieces = [random_slab(rng, number) for number in range(7)]
        flat = flatten(pieces)
        spots = shapely.points(rng.uniform(0, 60, (150, 2)))
        for spot in spots:
            edges = [piece.shapes[0].area.boundary for piece in pieces]
            if min(edge.distance(spot) for edge in edges) > 1:
                assert paint_at(flat, spot) == paint_at([p.shapes[0] for p in pieces], spot)


@pytest.mark.parametrize("length", [1.0, 12.0])
def test_a_fold_is_drawn_if_it_is_long_enough(length: float) -> None:
    """A scrap of a line inside a limb is left out; a fold stays."""
    area = shapely.box(0, 0, 40, 40)
    fold = shapely.LineString([(20, 20), (20, 20 + length)])
    lines = shapely.union(area.boundary, fold)
    pieces = [Piece("trunk", (Shape("trunk", "shirt", area, lines=lines),), area, depth)]
    drawn = shapely.union_all([shape.lines for shape in flatten(pieces)])
    inside = drawn.difference(area.boundary.buffer(1)).length
    assert inside == pytest.approx(length if length > 5 else 0, abs=0.5)


def depth(points: Array) -> Array:
    return np.zeros(len(points))


def cut(area: Polygon, cover: Polygon) -> Geometry:
    return area.boundary.difference(cover)


def random_slab(rng: np.random.Generator, number: int) -> Piece:
    x, y, wide, high = rng.uniform((0, 0, 8, 8), (40, 40, 30, 30))
    return slab(str(number), (x, y, x + wide, y + high), number, rng.choice(["skin", "shirt"]))


def paint_at(shapes: list[Shape], spot: Geometry) -> str:
    return next((s.fill for s in reversed(shapes) if s.fill and s.area.intersects(spot)), "")
