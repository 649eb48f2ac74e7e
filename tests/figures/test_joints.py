"""Joints: what fills the corner between two parts, and where their lines end."""

import numpy as np
import pytest
import shapely

from generator.figures.drawing.joints import Joint, join_coats

UPPER, LOWER = ("right thigh", "skin"), ("right shank", "skin")
# A knee bent to a right angle: two limbs 10 cm wide that share the square at their joint.
AREAS = {UPPER: shapely.box(0, 0, 40, 10), LOWER: shapely.box(0, 0, 10, 40)}
KNEE = np.array((5.0, 5.0))


def test_the_inner_corner_of_a_joint_is_filled() -> None:
    """The fillet has the radius of the fold, belongs to the lower part, and leaves no crack."""
    coats = join_coats(AREAS, [Joint(UPPER, LOWER, KNEE, 12.0, 3.0)])
    both = shapely.union(coats[UPPER].area, coats[LOWER].area)
    web = shapely.difference(both, shapely.union_all(list(AREAS.values())))
    assert shapely.area(web) == pytest.approx(9 - np.pi * 9 / 4, abs=0.6)
    assert shapely.distance(web, shapely.Point(10, 10)) < 0.01
    assert shapely.get_num_geometries(both) == 1
    assert coats[UPPER].area == AREAS[UPPER]


def test_no_line_crosses_a_joint_and_lines_go_on_far_from_it() -> None:
    """Near the joint neither part draws a line through the other; what lies outside keeps its."""
    coats = join_coats(AREAS, [Joint(UPPER, LOWER, KNEE, 12.0, 3.0)])
    lines = shapely.union(coats[UPPER].line, coats[LOWER].line)
    assert shapely.length(shapely.intersection(lines, shapely.box(0.5, 0.5, 9.5, 9.5))) == 0
    assert shapely.length(shapely.intersection(lines, shapely.box(15, -1, 39, 11))) == 48


def test_a_limb_that_lies_on_itself_keeps_its_line_beyond_the_reach_of_the_joint() -> None:
    """A shank folded along its thigh is outlined on it, except round the knee."""
    folded = AREAS | {LOWER: shapely.box(0, 2, 40, 8)}
    line = join_coats(folded, [Joint(UPPER, LOWER, KNEE, 10.0, 1.0)])[LOWER].line
    assert shapely.length(shapely.intersection(line, shapely.box(0, 1, 12, 9))) == 0
    assert shapely.length(shapely.intersection(line, shapely.box(20, 1, 39, 9))) == 38


def test_what_is_bare_is_joined_to_nothing() -> None:
    """Where the lower part wears no cloth, the upper one is joined to the hip alone."""
    hip = ("pelvis", "shorts")
    areas = {**AREAS, LOWER: shapely.Polygon(), hip: shapely.box(-20, 0, 5, 10)}
    joints = [Joint(UPPER, LOWER, KNEE, 7.0, 3.0), Joint(hip, UPPER, KNEE, 7.0, 3.0)]
    coats = join_coats(areas, joints)
    assert shapely.is_empty(coats[LOWER].area)
    assert shapely.length(coats[UPPER].line) == pytest.approx(100 - 10 - 2 * 5, abs=1)
