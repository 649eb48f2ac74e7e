"""Polylines as few curves."""

import numpy as np
import pytest
import shapely

from generator.figures.drawing.curves import Curves, fit_curves
from generator.figures.drawing.shapes import Array

TOLERANCE = 0.16


def circle(radius: float, count: int = 90) -> Array:
    around = np.linspace(0, 2 * np.pi, count + 1)
    points = radius * np.column_stack([np.cos(around), np.sin(around)])
    points[-1] = points[0]
    return points


def follow(segments: Array) -> Array:
    """Points along Bézier segments."""
    t = np.linspace(0, 1, 40)[:, None]
    a, b, c, d = (segments[:, None, k] for k in range(4))
    points = a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t**2 * (1 - t) + d * t**3
    return points.reshape(-1, 2)


def fit(line: Array) -> Array:
    return fit_curves([line], [TOLERANCE])[0]


def test_a_circle_takes_few_segments_and_stays_round() -> None:
    """Four segments or so are enough for a head."""
    segments = fit(circle(9))
    radii = np.hypot(*follow(segments).T)
    assert len(segments) <= 5
    assert np.abs(radii - 9).max() < TOLERANCE


def test_a_closed_curve_has_no_corner_where_it_begins() -> None:
    """The first and last direction of a smooth outline are the same."""
    segments = fit(circle(9))
    leave, arrive = segments[0, 1] - segments[0, 0], segments[-1, 3] - segments[-1, 2]
    cosine = leave @ arrive / np.linalg.norm(leave) / np.linalg.norm(arrive)
    assert cosine == pytest.approx(1, abs=0.0005)
    assert segments[0, 0] == pytest.approx(segments[-1, 3])


def test_corners_are_kept() -> None:
    """The hem of a sleeve has two sharp ends."""
    hem = np.array(shapely.box(0, 0, 12, 5).segmentize(0.5).exterior.coords)
    segments = fit(hem)
    ends = {tuple(np.round(point, 6)) for point in segments[:, 0]}
    assert ends >= {(0, 0), (12, 0), (12, 5), (0, 5)}
    assert len(segments) == 4


@pytest.mark.parametrize("seed", range(12))
def test_a_curve_never_leaves_its_line(seed: int) -> None:
    """However a line winds, its curve stays within the tolerance."""
    rng = np.random.default_rng(seed)
    along = np.linspace(0, 6, 200)
    waves = sum(rng.normal() * np.sin(along * k + rng.uniform(0, 6)) for k in (1, 2, 3))
    line = np.column_stack([along * 8, waves * 3])
    apart = shapely.hausdorff_distance(
        shapely.LineString(follow(fit(line))), shapely.LineString(line)
    )
    assert apart < 1.5 * TOLERANCE


def test_lines_do_not_disturb_each_other() -> None:
    """A line is drawn the same whichever others are drawn with it."""
    lines = [circle(9), circle(2) + 30, np.array([(0.0, 0.0), (5.0, 0.0), (5.0, 7.0)])]
    together = fit_curves(lines, [TOLERANCE] * 3)
    for line, segments in zip(lines, together, strict=True):
        assert segments == pytest.approx(fit(line))


def test_a_looser_tolerance_takes_fewer_segments() -> None:
    """What no line marks may be simpler."""
    along = np.linspace(0, 12, 400)
    line = np.column_stack([along * 6, np.sin(along * 2) * 2 + np.sin(along * 5) * 0.4])
    exact, loose = (len(fit_curves([line], [t])[0]) for t in (0.05, 0.5))
    assert loose < exact


@pytest.mark.parametrize("looser", [1.0, 1.2, 1.75])
def test_curves_are_loosened_as_if_fitted_anew(looser: float) -> None:
    """A picture that is too heavy is drawn as one that was meant to be so loose."""
    along = np.linspace(0, 12, 400)
    waves = np.column_stack([along * 6, np.sin(along * 2) * 2 + np.sin(along * 5) * 0.4])
    lines, tolerances = [waves, circle(9), circle(2)], [0.05, 0.1, 0.2]
    loosened = Curves(lines, tolerances).fit(looser)
    anew = fit_curves(lines, [looser * tolerance for tolerance in tolerances])
    for segments, expected in zip(loosened, anew, strict=True):
        assert np.array_equal(segments, expected)


def test_a_point_is_no_line() -> None:
    """A line without length is not drawn, and nothing breaks."""
    point, ring = fit_curves([np.zeros((2, 2)), circle(3)], [0.1, 0.1])
    assert len(point) == 0
    assert len(ring) > 0
    assert fit_curves([], []) == []
