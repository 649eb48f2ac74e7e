"""Fits the props to the pose: a table takes its height from the limb that lies on it.

Measures that a pose file gives win over the fitted ones. `ahead` shifts a prop forward (towards
the head when somebody lies), `out` away from the midline. Sizes are our own estimates of common
furniture, in centimetres.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from generator.figures.anatomy.chains import Chain
from generator.figures.anatomy.skeleton import Bones
from generator.figures.drawing.view import View
from generator.figures.pose import Frame
from generator.figures.props.fitting import Fitted, Fitting, along_axis, lowest, middle_of
from generator.figures.props.furnish import build_chair, build_rail, build_table, top_of
from generator.figures.props.gear import fit_anchor, fit_barbell, fit_strap
from generator.figures.props.ground import fit_cushion, fit_floor, fit_mat
from generator.figures.props.solids import UP, Bar, Box, Solid, Touchable
from generator.figures.props.spots import place_of, spheres_at

Array = NDArray[np.float64]

# How high what bears a person usually is, where neither pose nor pose file says.
USUAL_HEIGHT: Mapping[str, float] = {
    "table": 72.0,
    "chair": 45.0,
    "bench": 42.0,
    "step": 20.0,
    "cushion": 4.0,
}
# How deep and how wide a seat is.
_SEAT = (43.0, 43.0)
# Higher above its usual height than this nobody sits: the chair stands ready behind the legs.
_OFF_THE_SEAT = 12.0
_WALL_DEPTH = 7.0
# How long a hand rail is.
_RAIL = 46.0


@dataclass(frozen=True)
class Placed:
    """A prop in its place: what it is made of, and where a hand or foot may touch it."""

    kind: str
    solids: tuple[Solid, ...] = ()
    touch: Touchable | None = None

    def surface(self, target: Array) -> tuple[Array, Array]:
        """The point to touch that is nearest to `target`, and the direction out of the surface.

        A strap or band is held at the limb that it goes round; a cushion gives way everywhere.
        """
        return self.touch.nearest(target) if self.touch else (target, UP)


def place_props(frame: Frame, bones: Bones, chains: Sequence[Chain]) -> dict[str, Placed]:
    """Put each prop of a frame where the posed body needs it, by kind."""
    placed: dict[str, Placed] = {}
    _place_more(placed, frame, bones, chains)
    return placed


def lay_ground(
    frame: Frame, bones: Bones, chains: Sequence[Chain], placed: Mapping[str, Placed]
) -> dict[str, Placed]:
    """The same props, with what lies on the floor fitted to where limbs have reached since."""
    laid = {kind: prop for kind, prop in placed.items() if kind not in _ON_THE_FLOOR}
    _place_more(laid, frame, bones, chains)
    return laid


def _place_more(
    placed: dict[str, Placed], frame: Frame, bones: Bones, chains: Sequence[Chain]
) -> None:
    order = list(_FITTERS)
    for prop in sorted(frame.props, key=lambda prop: order.index(prop.kind)):
        if prop.kind not in placed:
            standing = {kind: other.solids for kind, other in placed.items()}
            fitting = Fitting(prop, frame, bones, chains, standing)
            placed[prop.kind] = Placed(prop.kind, *_FITTERS[prop.kind](fitting))


def _fit_table(fitting: Fitting) -> Fitted:
    top = _platform(fitting, (60.0, 50.0), margin=9.0)
    return build_table(top), top_of(top)


def _fit_bench(fitting: Fitting) -> Fitted:
    # The shoulder blades lie on the edge of a bench, whose rest the head needs.
    margin = -10.0 if fitting.part == "upper back" else 8.0
    top = _platform(fitting, (46.0, 104.0), margin)
    if fitting.part == "upper back":
        top = _clear_of_back(fitting, top)
    return build_table(top, board=8.0), top_of(top)


def _clear_of_back(fitting: Fitting, bench: Box) -> Box:
    """A bench pushed away until its edge only touches a back that leans against it."""
    away = fitting.away()
    parts = ("upper back", "lower back")
    back = np.concatenate([spheres_at(fitting.bones, fitting.chains, part) for part in parts])
    dips = back[back[:, 1] - back[:, 3] < bench.top[1] - 0.5]
    above = np.maximum(dips[:, 1] - bench.top[1], 0.0)
    beyond = dips[:, :3] @ away + np.sqrt(np.maximum(dips[:, 3] ** 2 - above**2, 0.0))
    edge = away @ bench.top - abs(away @ np.array(bench.size)) / 2
    return replace(bench, top=bench.top + max(0.0, max(beyond, default=edge) - edge) * away)


def _fit_step(fitting: Fitting) -> Fitted:
    block = _platform(fitting, (40.0, 52.0), margin=7.0)
    return (block,), top_of(block)


def _platform(fitting: Fitting, size: tuple[float, float], margin: float) -> Box:
    """The space under a limb: `margin` cm of it lie on this side of the limb, the rest beyond."""
    spheres, away = fitting.spheres, fitting.away()
    height = fitting.measure("height", max(lowest(spheres), 3.0))
    resting = spheres[spheres[:, 1] - spheres[:, 3] < max(height, lowest(spheres)) + 5.0]
    length, width = fitting.measure("length", size[0]), fitting.measure("width", size[1])
    reach = abs(away @ np.array([length, 0.0, width]))
    near = (resting[:, :3] @ away - resting[:, 3]).min() - margin
    middle = middle_of(resting) * (1 - UP - np.abs(away)) + away * (near + reach / 2) + height * UP
    return Box(fitting.shifted(middle), (length, height, width))


def _fit_chair(fitting: Fitting) -> Fitted:
    if fitting.prop.place.startswith("beside"):
        return _chair_to_hold(fitting)
    if fitting.part != "buttocks":
        return _chair(_platform(fitting, _SEAT, margin=6.0), fitting.away())
    spheres, usual = fitting.spheres, USUAL_HEIGHT["chair"]
    height, rear = lowest(spheres), (spheres[:, 0] - spheres[:, 3]).min() - 4.0
    if height > usual + _OFF_THE_SEAT:
        shins = spheres_at(fitting.bones, fitting.chains, "shin")
        height, rear = usual, (shins[:, 0] - shins[:, 3]).min() - _SEAT[0] - 2.0
    height = fitting.measure("height", max(height, 20.0))
    middle = np.array([rear + _SEAT[0] / 2, height, middle_of(spheres)[2]])
    seat = Box(fitting.shifted(middle), (_SEAT[0], height, _SEAT[1]))
    return _chair(seat, np.array([-1.0, 0.0, 0.0]))


def _chair_to_hold(fitting: Fitting) -> Fitted:
    """Its back rest stands an arm's bend ahead of the shoulders whose hands hold it."""
    height, ahead = fitting.measure("height", USUAL_HEIGHT["chair"]), along_axis(fitting.ahead)
    holding = [contact.part for contact in fitting.frame.contacts if contact.target == "chair"]
    parts = [part.replace("hand", "shoulder") for part in {fitting.part, *holding}]
    shoulder = np.mean([place_of(fitting.bones, part) for part in sorted(parts)], axis=0)
    middle = shoulder * (1 - UP) + height * UP + 50.0 * ahead
    solids = build_chair(Box(fitting.shifted(middle), (_SEAT[0], height, _SEAT[1])), -ahead)
    rest = top_of(solids[-1])
    return solids, Bar(rest.middle - rest.across, rest.middle + rest.across, 0.0)


def _chair(seat: Box, back: Array) -> Fitted:
    return build_chair(seat, back), top_of(seat)


def _fit_support(fitting: Fitting) -> Fitted:
    """A rail beside the hand, broadside to the viewer so that it reads as one."""
    shoulder = fitting.shoulder
    height = fitting.measure("height", min(92.0, shoulder[1] - 34.0))
    azimuth = np.radians(fitting.frame.camera.azimuth)
    along = np.eye(3)[0 if abs(np.cos(azimuth)) > abs(np.sin(azimuth)) else 2]
    beside = 14.0 + abs(along @ fitting.outward) * _RAIL / 2
    middle = shoulder * (1 - UP) + 10.0 * fitting.ahead + beside * fitting.outward
    return build_rail(fitting.shifted(middle) + height * UP, along, _RAIL)


def _fit_wall(fitting: Fitting) -> Fitted:
    """A piece of wall, from the floor to the shoulders, that the part just touches."""
    away, plane, touching = _against_wall(fitting)
    across, width = np.cross(UP, away), fitting.measure("width", 76.0)
    toward = View(fitting.frame.camera).toward
    beside = middle_of(touching) @ across
    if toward @ away > 0:
        # Seen from its other side a wall would hide the hands: it ends just beside them.
        nearer = np.sign(toward @ across) * across
        edge = (touching[:, :3] @ nearer + touching[:, 3]).max()
        beside = (edge - width / 2) * (nearer @ across)
    height = fitting.measure("height", max(place_of(fitting.bones, "upper back")[1] + 22.0, 70.0))
    middle = (plane + _WALL_DEPTH / 2) * away + beside * across + height * UP
    size = width * np.abs(across) + _WALL_DEPTH * np.abs(away)
    box = Box(fitting.shifted(middle), (size[0], height, size[2]), "wall", cut=UP)
    return (box,), next(face for face in box.faces if face.normal @ away < 0)


def _against_wall(fitting: Fitting) -> tuple[Array, float, Array]:
    """The direction in which the wall stands, how far off, and the flesh before it."""
    bones = fitting.bones
    if fitting.part == "bench":
        board = top_of(fitting.standing["bench"][-1])
        head = spheres_at(bones, fitting.chains, "head")
        away = along_axis(place_of(bones, "head") - bones["pelvis"].origin)
        room = (head[:, :3] @ away + head[:, 3]).max() + 2.0
        return away, float(max(room, (board.corners @ away).max())), head
    spheres, away = fitting.spheres, fitting.away()
    return away, float((spheres[:, :3] @ away + spheres[:, 3]).max()), spheres


_ON_THE_FLOOR = ("cushion", "mat", "floor")
# In this order: a wall stands behind the bench, the ground lies under everything.
_FITTERS: Mapping[str, Callable[[Fitting], Fitted]] = {
    "table": _fit_table,
    "bench": _fit_bench,
    "step": _fit_step,
    "chair": _fit_chair,
    "support": _fit_support,
    "wall": _fit_wall,
    "anchor": fit_anchor,
    "strap": fit_strap,
    "band": fit_strap,
    "cushion": fit_cushion,
    "barbell": fit_barbell,
    "mat": fit_mat,
    "floor": fit_floor,
}
