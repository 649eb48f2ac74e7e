"""Poses a body: from joint angles to bones on their supports, hands and feet where they belong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator.figures.anatomy.chains import Chain
from generator.figures.anatomy.flesh import clothe_bones
from generator.figures.anatomy.skeleton import (
    SIDES,
    Angles,
    Bone,
    Bones,
    build_skeleton,
    build_spine,
)
from generator.figures.people import Build
from generator.figures.pose import Contact, Frame
from generator.figures.posefile.range_of_motion import OPPOSITE
from generator.figures.posing.all_fours import bearing_hips, rise_on_hands, with_hands_down
from generator.figures.posing.contacts import Scene, foot_touches, hand_touch
from generator.figures.posing.gaps import measure_gap
from generator.figures.posing.grasps import foot_soles, hand_grasps
from generator.figures.posing.head_rest import rest_head
from generator.figures.posing.judge import PoseProblem, judge_body, judge_reach, judge_soles
from generator.figures.posing.reach import Obstacles, Reached, reach_foot, reach_hand
from generator.figures.posing.supports import (
    SUPPORTS,
    Rest,
    lay_flat,
    lower_side,
    settle,
    support_gaps,
)
from generator.figures.posing.worked_out import read_ankle, read_arm, read_leg
from generator.figures.props.placing import USUAL_HEIGHT, Placed, place_props
from generator.model import Position

# What an arm goes round.
_BULKY = ("trunk", "pelvis", "head", "thigh", "shank")
_OWN = ("right ", "left ", "neck")
# Beside the hips, not through them.
_ARMS_HANG: Angles = {"shoulder": {"abduction": 7}, "elbow": {"flexion": 8}}
# The joint angles of a start position, in degrees, before the pose file says more.
_START_ANGLES: Mapping[Position, Angles] = {
    # The weight is borne by the middle of the foot, not by the heel.
    "standing": {"ankle": {"dorsiflexion": 3}, **_ARMS_HANG},
    "sitting": {"hip": {"flexion": 90}, "knee": {"flexion": 90}, **_ARMS_HANG},
    "kneeling": {"knee": {"flexion": 90}, "ankle": {"plantarflexion": 45}, **_ARMS_HANG},
    "half-kneeling": {
        **_ARMS_HANG,
        "left hip": {"flexion": 97},
        "knee": {"flexion": 90},
        "right ankle": {"plantarflexion": 40},
    },
    "all-fours": {
        "hip": {"flexion": 86},
        "knee": {"flexion": 90},
        "ankle": {"plantarflexion": 45},
        "shoulder": {"flexion": 86},
        "neck": {"extension": 8},
    },
    "lying-on-back": {
        "hip": {"extension": 9},
        "ankle": {"plantarflexion": 15},
        "neck": {"flexion": 11},
        "shoulder": {"abduction": 12},
    },
    "lying-on-front": {"knee": {"flexion": 2}, "ankle": {"plantarflexion": 58}},
    "lying-on-side": {
        "under shoulder": {"flexion": 80},
        "under elbow": {"flexion": 80},
        "under hip": {"adduction": 3},
        "upper hip": {"adduction": 3},
    },
}
# The shape that a hand takes for what it does.
_SHAPES = {"holds": "grip", "behind": "cup"}
_ON_BODY = {"knee": "relaxed", "thigh": "relaxed", "shin": "relaxed", "support": "cup"}


@dataclass(frozen=True)
class Body:
    """A posed body in the room: bones, flesh, joint angles, props, and what it touches.

    `angles` holds the angles worked out for limbs that reached; `gaps` how many cm are left
    between a part and what it should touch.
    """

    bones: Bones
    chains: tuple[Chain, ...]
    angles: Angles
    props: Mapping[str, Placed]
    gaps: Mapping[str, float]
    problems: tuple[PoseProblem, ...]

    @cached_property
    def flesh(self) -> Mapping[str, list[Chain]]:
        """The chains of each part."""
        flesh: dict[str, list[Chain]] = {}
        for chain in self.chains:
            flesh.setdefault(chain.part, []).append(chain)
        return flesh


def pose_body(frame: Frame, build: Build) -> Body:
    """The body of a frame, with what is wrong with its pose."""
    frame = with_hands_down(frame)
    hands = _hand_shapes(frame)
    rests = [_rest(frame, support) for support in frame.supports or SUPPORTS[frame.position]]
    angles = start_angles(frame)
    bones = _stand(frame, build_skeleton(angles), hands, build, rests)
    if rise := rise_on_hands(frame, bones):
        angles = _with_less_flexion(angles, bearing_hips(frame), rise)
        bones = _stand(frame, build_skeleton(angles), hands, build, rests)
    chains = clothe_bones(bones, hands, build)
    if neck := rest_head(frame, bones, chains, angles):
        angles |= neck
        bones |= _above(build_spine(angles), bones["pelvis"])
        chains = clothe_bones(bones, hands, build)
    props = place_props(frame, bones, chains)
    flat = {f"{side} ankle": read_ankle(bones, side) for side in _levelled(rests)}
    angles |= flat
    problems = judge_soles(frame, flat)
    short = {}
    # Feet go first: a hand may lie on a knee that they have moved.
    for contact in sorted(frame.contacts, key=lambda contact: "hand" in contact.part):
        limb = _reach(Scene(frame, bones, chains, props), contact, angles)
        if limb is None:
            continue
        bones, angles = bones | limb.reached.bones, angles | limb.angles
        chains = clothe_bones(bones, hands, build)
        short[contact.part] = limb.reached.short
        problems += judge_reach(frame, contact, limb.angles)
    scene = Scene(frame, bones, chains, props)
    gaps = support_gaps(bones, chains, rests)
    for contact in frame.contacts:
        gaps[contact.part] = measure_gap(scene, contact, short.get(contact.part, 0.0))
    problems += judge_body(scene, gaps)
    return Body(bones, chains, angles, props, gaps, tuple(problems))


def start_angles(frame: Frame) -> dict[str, Mapping[str, float]]:
    """The angles of the start position, overridden by those of the frame."""
    angles: dict[str, Mapping[str, float]] = {}
    for joint, movements in _START_ANGLES[frame.position].items():
        for name in _sided(joint, frame):
            angles[name] = {**angles.get(name, {}), **movements}
    for joint, movements in frame.joints.items():
        taken = {OPPOSITE[movement] for movement in movements}
        kept = {
            name: degrees for name, degrees in angles.get(joint, {}).items() if name not in taken
        }
        angles[joint] = kept | dict(movements)
    return angles


def _sided(joint: str, frame: Frame) -> tuple[str, ...]:
    """A joint of a start position with its side; who lies on one has an upper and an under one."""
    under = lower_side(frame.supports)
    upper = "left" if under == "right" else "right"
    named = joint.replace("under", under).replace("upper", upper)
    return (named,) if named.startswith(_OWN) else tuple(f"{side} {named}" for side in SIDES)


@dataclass(frozen=True)
class _Limb:
    reached: Reached
    angles: dict[str, Mapping[str, float]]


def _with_less_flexion(
    angles: Angles, hips: Sequence[str], rise: float
) -> dict[str, Mapping[str, float]]:
    bent = {hip: {**angles[hip], "flexion": angles[hip]["flexion"] - rise} for hip in hips}
    return {**angles, **bent}


def _hand_shapes(frame: Frame) -> dict[str, str]:
    # Round the back rest of a chair that stands beside, but flat on the seat of one below.
    rests = {prop.kind: "cup" for prop in frame.props if prop.place.startswith("beside")}
    by_target = {"chair": rests.get("chair", "flat"), **_ON_BODY}
    shapes = {}
    for contact in frame.contacts:
        if contact.part.endswith("hand"):
            touched = contact.target.rpartition(" ")[2]
            shapes[contact.part] = _SHAPES.get(contact.preset) or by_target.get(touched, "flat")
    return shapes | {f"{side} hand": shape for side, shape in frame.hands.items()}


def _above(spine: Bones, pelvis: Bone) -> Bones:
    return {name: bone.moved(pelvis.axes, pelvis.origin) for name, bone in spine.items()}


def _stand(
    frame: Frame,
    bones: Bones,
    hands: Mapping[str, str],
    build: Build,
    rests: Sequence[Rest],
) -> Bones:
    """The bones on their supports, the soles of feet with a free ankle flat on the ground."""
    turn, shift = settle(frame.position, bones, clothe_bones(bones, hands, build), rests)
    stood = {name: bone.moved(turn, shift) for name, bone in bones.items()}
    for side in _levelled(rests):
        stood |= lay_flat(stood, side)
    return stood


def _levelled(rests: Sequence[Rest]) -> list[str]:
    return [rest.part.partition(" ")[0] for rest in rests if rest.levels]


def _rest(frame: Frame, support: str) -> Rest:
    """A support and its height.

    Who stands leans as the ankles say, and who lies on a side rests on the edge of the foot; other
    soles just lie flat.
    """
    part, _, bearer = support.partition(" on ")
    measures = next((prop.measures for prop in frame.props if prop.kind == bearer), {})
    height = measures.get("height", USUAL_HEIGHT.get(bearer, 0.0))
    if not part.endswith(" foot") or frame.position == "standing":
        return Rest(part, height)
    edgewise = frame.position == "lying-on-side"
    free = part.replace("foot", "ankle") not in frame.joints
    return Rest(part, height, levels=free and not edgewise, edgewise=edgewise)


def _in_the_way(scene: Scene) -> Obstacles:
    flesh = [chain.spheres for chain in scene.chains if chain.part.endswith(_BULKY)]
    solids = [solid for prop in scene.props.values() for solid in prop.solids]
    return Obstacles(np.concatenate(flesh), solids)


def _reach(scene: Scene, contact: Contact, angles: Angles) -> _Limb | None:
    """The limb in its place; none where the prop was fitted to the limb instead."""
    side = contact.part.partition(" ")[0]
    if contact.part.endswith("hand"):
        touch = hand_touch(scene, contact)
        grasps = hand_grasps(touch, side)
        reached = reach_hand(scene.bones, angles, side, grasps, _in_the_way(scene))
        return _Limb(reached, read_arm(scene.bones, reached.bones, side))
    if contact.preset != "flat on":
        return None
    soles = foot_soles(foot_touches(scene, contact))
    reached = reach_foot(scene.bones, side, soles)
    return _Limb(reached, read_leg(scene.bones, reached.bones, side))
