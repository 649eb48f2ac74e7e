"""Outlines of flesh, from every side."""

import numpy as np
import pytest
import shapely

from generator.figures.anatomy.chains import Chain
from generator.figures.drawing.outline import (
    close_corners,
    fill_outline,
    join_lines,
    see_cones,
    surface_of,
)
from generator.figures.drawing.view import View
from generator.figures.pose import Camera

SIDE = View(Camera(0, 0))


def make_chain(*spheres: tuple[float, ...]) -> Chain:
    return Chain("right thigh", "thigh", np.array(spheres, dtype=float))


@pytest.mark.parametrize("azimuth", [0, 35, 90, 180, 271])
@pytest.mark.parametrize("elevation", [0, 32, 90])
def test_a_sphere_is_a_circle_of_its_own_radius(azimuth: float, elevation: float) -> None:
    """A sphere looks the same from everywhere."""
    ball = make_chain((12, 40, -7, 5))
    area = fill_outline(see_cones([ball], View(Camera(azimuth, elevation))))
    assert area.area == pytest.approx(np.pi * 25, rel=0.02)


def test_a_cone_has_its_tangents() -> None:
    """The outline of two spheres is the hull of two circles, wider than either tube of them."""
    area = fill_outline(see_cones([make_chain((0, 0, 0, 6), (0, 20, 0, 2))], SIDE))
    circles = shapely.MultiPoint([(0, 0), (0, -20)])
    hull = shapely.union(
        *(shapely.Point(x, y).buffer(r, 64) for (x, y), r in (((0, 0), 6), ((0, -20), 2)))
    ).convex_hull
    assert shapely.contains(area, circles)
    assert area.symmetric_difference(hull).area < 0.02 * hull.area


def test_a_small_sphere_inside_a_large_one_adds_nothing() -> None:
    """A cone whose one end swallows the other is the larger circle."""
    area = fill_outline(see_cones([make_chain((0, 0, 0, 6), (1, 1, 0, 2))], SIDE))
    assert area.area == pytest.approx(np.pi * 36, rel=0.02)


def test_no_sphere_of_a_bent_limb_is_lost() -> None:
    """Whatever the bend, the middle of every sphere lies well inside one closed outline."""
    turn = np.linspace(0, 3.6, 9)
    spheres = np.column_stack([12 * np.cos(turn), 12 * np.sin(turn), turn, 4 - 0.3 * turn])
    for azimuth in range(0, 360, 15):
        view = View(Camera(azimuth, 20))
        area = fill_outline(see_cones([make_chain(*spheres)], view), soften=2.0)
        inside = area.buffer(-2.0)
        assert area.geom_type == "Polygon"
        assert shapely.contains_xy(inside, view.project(spheres[:, :3])).all()


@pytest.mark.parametrize("turn", [0.0, 0.1, 0.3, 0.8, 2.5])
def test_a_row_covers_what_its_cones_cover(turn: float) -> None:
    """Drawn as one ring or as several, a chain bent a little or a lot is the sum of its cones."""
    steps = np.array([(np.sin(k * turn), np.cos(k * turn), 0.2 * k) for k in range(6)])
    places = 7 * np.cumsum(steps, axis=0)
    spheres = np.column_stack([places, [5.0, 4.0, 4.5, 3.0, 2.5, 3.5]])
    cones = see_cones([make_chain(*spheres)], SIDE)
    apart = shapely.union_all([fill_outline(cone[None]) for cone in cones])
    area = fill_outline(cones)
    assert shapely.is_valid(area)
    assert shapely.hausdorff_distance(area, apart) < 0.2


def test_softening_fills_inner_corners_only() -> None:
    """A fillet adds to an inner corner and takes nothing away from outer ones."""
    corner = shapely.Polygon([(0, 0), (20, 0), (20, 8), (8, 8), (8, 20), (0, 20)])
    soft = close_corners(corner, 3)
    added = soft.difference(corner)
    assert corner.difference(soft.buffer(0.06)).is_empty
    assert added.area == pytest.approx(9 - np.pi * 9 / 4, rel=0.1)
    assert added.distance(shapely.Point(8, 8)) < 0.03


def test_pinholes_close_and_real_holes_stay() -> None:
    """The hole between an arm and a hip stays open, a hole of rounding does not."""
    plate = shapely.box(0, 0, 30, 30)
    pierced = plate.difference(shapely.box(5, 5, 6, 6)).difference(shapely.box(15, 15, 25, 25))
    assert close_corners(pierced, 0).area == pytest.approx(900 - 100)


def test_the_surface_is_nearest_in_the_middle_and_nowhere_outside() -> None:
    """A surface rises to the radius over the middle of a sphere and ends at its edge."""
    surface = surface_of(see_cones([make_chain((0, 0, 3, 5))], SIDE))
    depths = surface(np.array([(0.0, 0.0), (4.0, 0.0), (6.0, 0.0)]))
    assert depths[:2] == pytest.approx([8.0, 6.0])
    assert np.isnan(depths[2])


def test_short_scraps_of_a_line_are_left_out() -> None:
    """Lines are joined before they are measured."""
    steps = shapely.MultiLineString([[(0, 0), (1, 0)], [(1, 0), (2, 0)], [(5, 0), (5.5, 0)]])
    assert join_lines(steps, shortest=1.5).equals(shapely.LineString([(0, 0), (2, 0)]))
