"""The trunk as a camera sees it: shirt, shorts, and the neck above the collar.

The trunk is a row of soft boxes, so its outline is that of hulls, each round two neighbouring
rings. How far cloth stands off and where it ends are our own estimates, in cm.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from generator.figures.anatomy.chains import Chain
from generator.figures.anatomy.skeleton import Bone
from generator.figures.drawing.clothes import HANGS_OVER, SHIRT_EASE, SHORTS_EASE
from generator.figures.drawing.hems import Ring, cut_off, unit
from generator.figures.drawing.outline import close_corners, see_cones, see_each
from generator.figures.drawing.shapes import Array
from generator.figures.drawing.view import View
from generator.figures.posing.body import Body

# How far above the hip joints the shirt ends.
SHIRT_HEM = 5.0
# How far cloth or skin goes on beneath other cloth.
TUCKED = 1.5
# Half the width of the neckline, how much lower it is in front, and what is cut away above it.
NECK_HALF, NECK_DIP, COLLAR = 9.0, 4.5, 12.0
# The folds of a trunk are rounder than those of a limb.
TRUNK_FOLD = 3.0
# From so steep on (a cosine) the trunk is seen along its axis.
_ALONG = 0.6
# From so steep on (a cosine) the neckline is seen from below.
_FROM_BELOW = 0.5
# The first hull that reaches up to the neckline.
_SHOULDERS = 6
_AROUND = np.linspace(0, 2 * np.pi, 24, endpoint=False)
_CIRCLE = np.stack([np.cos(_AROUND), np.sin(_AROUND)], axis=1)


@dataclass(frozen=True)
class Trunk:
    """The flesh of the trunk as a camera sees it."""

    body: Body
    view: View

    def shorts(self) -> Geometry:
        """The upper part of the shorts, round the pelvis."""
        waist = _waist(self.body.bones["pelvis"], SHIRT_HEM + 2 * TUCKED, upward=True)
        hips = close_corners(shapely.union_all(_hulls(self._hips, SHORTS_EASE)), TRUNK_FOLD)
        return hips if self._along(waist) else cut_off(hips, waist, self.view)

    def shirt(self) -> Geometry:
        """The shirt without its sleeves, open at the neck."""
        hem = _waist(self.body.bones["pelvis"], SHIRT_HEM, upward=False)
        if self._along(hem):
            closed = _close_shirt(_hulls(self._chest, SHIRT_EASE))
        else:
            closed = self._hemmed_shirt(hem)
        return close_corners(shapely.difference(closed, self._opening()), 0.0)

    def neck(self) -> Geometry:
        """The skin of neck and shoulders above the collar, and a little more beneath it."""
        shoulders = _hulls(self._chest[_SHOULDERS:], 0.0)
        whole = shapely.union_all([self.bare_neck, *shoulders])
        above = _neckline(self.body, TUCKED).opening(self.view, 2 * COLLAR)
        return close_corners(shapely.intersection(whole, above), TRUNK_FOLD)

    @cached_property
    def bare_neck(self) -> Geometry:
        """The outline of the neck, from the shoulders into the head."""
        neck: Geometry = shapely.union_all(_hulls(self._neck_cones, 0.0))
        return neck

    @cached_property
    def _neck_cones(self) -> Array:
        """The flesh of the neck."""
        return see_cones(self._chains("neck"), self.view)

    @property
    def neck_surface(self) -> Array:
        """The flesh of all that shows above the collar: the neck and the shoulders."""
        return np.concatenate([self._neck_cones, _thicken(self._chest[_SHOULDERS:], 0.0)])

    @property
    def shorts_cones(self) -> Array:
        """The flesh of the hips with the cloth on it."""
        return _thicken(self._hips, SHORTS_EASE)

    @property
    def shirt_cones(self) -> Array:
        """The flesh of the trunk with the cloth on it; at the hips the shirt hangs over."""
        cones = _thicken(self._chest, SHIRT_EASE)
        cones[..., 3] += HANGS_OVER
        return cones

    def _opening(self) -> Geometry:
        """What shows of the neck; seen from below, the chest hides its own collar."""
        collar = _neckline(self.body, 0)
        opening = collar.opening(self.view, COLLAR)
        if collar.axis @ self.view.toward > -_FROM_BELOW:
            return opening
        return shapely.difference(opening, shapely.union_all(_hulls(self._chest[:_SHOULDERS], 0.0)))

    def _hemmed_shirt(self, hem: Ring) -> Geometry:
        hulls = _hulls(np.concatenate([self._hips, self._chest]), SHIRT_EASE)
        closed = cut_off(_close_shirt(hulls), hem, self.view)
        # A trunk that is bent far over crosses the level of its own hem again.
        clear = self._clear_of(hem)
        centres = self._chest[::2, ::2, :2][clear[:-1]].reshape(-1, 2)
        if shapely.contains_xy(hem.beyond(self.view), centres).any():
            above = hulls[len(self._hips) :][np.repeat(clear[1:] & clear[:-1], 2)]
            closed = shapely.union(closed, _close_shirt(above))
        return closed

    @property
    def _hips(self) -> Array:
        return self._boxes[0]

    @property
    def _chest(self) -> Array:
        return self._boxes[1]

    @cached_property
    def _boxes(self) -> tuple[Array, Array]:
        """Pairs of rings, as four circles: right and left, lower and upper; shape (n, 4, 4)."""
        rails = [[rail] for part in ("pelvis", "trunk") for rail in self._chains(part)[:2]]
        right_hip, left_hip, right, left = see_each(rails, self.view)
        return np.concatenate([right_hip, left_hip], axis=1), np.concatenate([right, left], axis=1)

    def _along(self, ring: Ring) -> bool:
        """Whether a ring is seen so steeply that what is beyond it does not lie beside it."""
        return bool(abs(ring.axis @ self.view.toward) > _ALONG)

    def _clear_of(self, ring: Ring) -> NDArray[np.bool_]:
        """Which rings of the chest another does not run through."""
        spheres = np.stack([chain.spheres for chain in self._chains("trunk")[:2]])
        away = spheres[..., :3] - ring.middle
        level = np.abs(away @ ring.axis) < spheres[..., 3]
        inside = np.linalg.norm(away, axis=2) < np.linalg.norm(ring.half_across)
        clear: NDArray[np.bool_] = ~(level & inside).any(axis=0)
        return clear

    def _chains(self, part: str) -> list[Chain]:
        return self.body.flesh[part]


def _close_shirt(hulls: NDArray[np.object_]) -> Geometry:
    return close_corners(shapely.union_all(hulls), TRUNK_FOLD - SHIRT_EASE)


def _hulls(boxes: Array, grow: float) -> NDArray[np.object_]:
    radii = boxes[..., 2] + grow
    rims = boxes[..., None, :2] + radii[..., None, None] * _CIRCLE
    return np.asarray(shapely.convex_hull(shapely.linestrings(rims.reshape(len(boxes), -1, 2))))


def _thicken(boxes: Array, grow: float) -> Array:
    """The sides and the middle of boxes as cones."""
    right, left = boxes[:, :2], boxes[:, 2:]
    cones = np.concatenate([right, left, (right + left) / 2])
    cones[..., 2] += grow
    return cones


def _neckline(body: Body, lower: float) -> Ring:
    """Where the shirt ends at the neck, or so much lower; the chest carries it."""
    chest = body.bones["upper back 5"]
    up = unit(np.array([0.25, 1.0, 0.0]))
    ahead = np.array([up[1], -up[0], 0.0]) * NECK_HALF
    middle = chest.at(np.array([4.2, 8.4, 0.0]) - lower * up)
    across = np.array([0.0, 0.0, NECK_HALF])
    return Ring(middle, chest.axes @ up, chest.axes @ across, chest.axes @ ahead, dip=NECK_DIP)


def _waist(pelvis: Bone, height: float, *, upward: bool) -> Ring:
    axis = pelvis.axes[:, 1] * (1.0 if upward else -1.0)
    across, ahead = pelvis.axes[:, 2] * 15.5, pelvis.axes[:, 0] * 9.8
    return Ring(pelvis.at((-0.6, height, 0.0)), axis, across, ahead)
