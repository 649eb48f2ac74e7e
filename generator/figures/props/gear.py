"""Fits what is pulled or lifted: a strap, a band with its anchor, a padded barbell."""

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.measures import SHANK, THIGH
from generator.figures.props.fitting import Fitted, Fitting, along_axis
from generator.figures.props.furnish import build_table_end
from generator.figures.props.solids import UP, Bar, Disc, Knot
from generator.figures.props.spots import place_of

Array = NDArray[np.float64]

# From the ankle to the anchor, and the height at which a band is tied to it.
_BAND, _TIED = 36.0, 14.0
# Before and above the mid-hip point: the crease of the hips.
_CREASE = (13.0, 5.0, 0.0)
_BAR, _BAR_RADIUS, _PAD, _PAD_RADIUS = 120.0, 1.4, 36.0, 4.0
# Plates smaller than a gym's: the hips must be seen beside them.
_PLATE_RADIUS, _PLATE_THICKNESS = 10.0, 3.5


def fit_strap(fitting: Fitting) -> Fitted:
    """A strap or band is held at the limb that it goes round; where it runs is drawn later."""
    return (), Knot(place_of(fitting.bones, fitting.part))


def fit_anchor(fitting: Fitting) -> Fitted:
    """The end of a heavy table, where a band is tied round a leg near the floor.

    It stands beyond the foot of a straight leg, so that it stays where it is when the knee bends.
    """
    behind = fitting.prop.place.startswith("behind")
    away = along_axis(-fitting.ahead if behind else fitting.ahead)
    hip = place_of(fitting.bones, fitting.part.replace("foot", "hip"))
    leg = fitting.shifted((hip + (THIGH + SHANK + _BAND) * away) * (1 - UP))
    to_viewer = np.sign(np.cos(np.radians(fitting.frame.camera.azimuth))) or 1.0
    tied = leg + fitting.measure("height", _TIED) * UP
    return build_table_end(leg, away, np.array([0.0, 0.0, -to_viewer])), Knot(tied)


def fit_barbell(fitting: Fitting) -> Fitted:
    """A padded bar in the crease of the hips."""
    pelvis, half = fitting.bones["pelvis"], fitting.measure("length", _BAR) / 2
    middle, along = pelvis.at(_CREASE), pelvis.axes[:, 2]
    bar = _bar_about(middle, half * along, _BAR_RADIUS)
    pad = _bar_about(middle, _PAD / 2 * along, _PAD_RADIUS)
    plates = (
        Disc(middle + side * (half - 8) * along, along, _PLATE_RADIUS, _PLATE_THICKNESS)
        for side in (-1, 1)
    )
    return (bar, pad, *plates), bar


def _bar_about(middle: Array, half: Array, radius: float) -> Bar:
    return Bar(middle - half, middle + half, radius)
