"""Pose files: what they may say, and everything that can be wrong with one, word for word."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import Problem
from generator.figures.drawing.muscles import MUSCLES as DRAWN_MUSCLES
from generator.figures.people import PEOPLE as DRAWN_PEOPLE
from generator.figures.pose import Arrow, Camera, Contact, Figure, Frame, Prop
from generator.figures.posefile.range_of_motion import RANGES
from generator.figures.posefile.reading import read_draft, read_figure
from generator.figures.posefile.terms import (
    BEARERS,
    CONTACTS,
    MUSCLES,
    PEOPLE,
    PROPS,
    SUPPORTS,
    VIEWS,
    phrases,
    with_sides,
)

PATH = "content/exercises/stretch.pose.yaml"
POSE = """\
position: lying-on-front
side: right
camera: from the right
joints:
  right knee: {flexion: 120}
  neck: {rotation right: 20}
contacts:
  right hand: holds strap
  left hand: under forehead
props:
  mat:
  strap: round right foot
highlight: [right quadriceps]
frames:
  - caption: Heel towards your buttock
    description: A person lies on the front.
"""
TWO = (
    POSE
    + """\
  - caption: And back
    description: The knee is straight.
"""
)


def but(old: str, new: str, pose: str = POSE) -> str:
    """The good pose file with one thing changed."""
    assert old in pose
    return pose.replace(old, new)


def read(text: str) -> Figure:
    """The figure of a pose file that has no problems."""
    problems: list[Problem] = []
    figure = read_figure(PATH, text, problems)
    assert problems == []
    assert figure is not None
    return figure


def read_frame(text: str, number: int = 1) -> Frame:
    return read(text).frames[number - 1]


def problems_of(text: str) -> list[Problem]:
    problems: list[Problem] = []
    assert read_figure(PATH, text, problems) is None
    return sorted(problems)


def test_a_frame_is_read_in_the_words_of_its_file() -> None:
    """Joints, contacts, props and muscles arrive as they were written, each at its line."""
    figure = read(POSE)
    assert (figure.path, figure.side, figure.person) == (PATH, "right", "")
    (frame,) = figure.frames
    assert frame.number == 1
    assert frame.caption == "Heel towards your buttock"
    assert frame.description == "A person lies on the front."
    assert frame.position == "lying-on-front"
    assert frame.camera == Camera(*VIEWS["from the right"])
    assert frame.joints == {"right knee": {"flexion": 120.0}, "neck": {"rotation right": 20.0}}
    assert frame.contacts == (
        Contact("right hand", "holds", "strap", {}, 8),
        Contact("left hand", "under", "forehead", {}, 9),
    )
    assert frame.props == (Prop("mat", "", {}, 11), Prop("strap", "round right foot", {}, 12))
    assert frame.highlight == ("right quadriceps",)
    assert frame.supports == ()
    assert (frame.hands, frame.arrows, frame.passive) == ({}, (), frozenset())


def test_a_joint_without_a_side_means_both() -> None:
    """`hip` bends both hips, and both are passive where `passive` says hip."""
    text = but("right knee: {flexion: 120}", "hip: {flexion: 130}")
    frame = read_frame(f"passive: [hip]\n{text}")
    assert frame.joints["right hip"] == frame.joints["left hip"] == {"flexion": 130.0}
    assert frame.passive == {"right hip", "left hip"}


def test_both_sides_and_one_side_may_say_different_movements() -> None:
    """What is said of both hips and what is said of one add up."""
    joints = "hip: {flexion: 60}\n  right hip: {external rotation: 20}"
    frame = read_frame(but("right knee: {flexion: 120}", joints))
    assert frame.joints["right hip"] == {"flexion": 60.0, "external rotation": 20.0}
    assert frame.joints["left hip"] == {"flexion": 60.0}


def test_a_frame_changes_an_axis_and_leaves_the_rest() -> None:
    """A frame's extension takes the place of the flexion above it, not of the rotation."""
    above = but("right knee: {flexion: 120}", "hip: {flexion: 30, external rotation: 10}", TWO)
    text = above + "    joints: {right hip: {extension: 15}}\n"
    assert read_frame(text, 1).joints["right hip"] == {"flexion": 30.0, "external rotation": 10.0}
    assert read_frame(text, 2).joints["right hip"] == {"extension": 15.0, "external rotation": 10.0}
    assert read_frame(text, 2).joints["left hip"] == {"flexion": 30.0, "external rotation": 10.0}


def test_none_takes_away_what_stands_above() -> None:
    """A frame that says none has no such joint, contact or prop any more; the other frame has."""
    text = TWO + (
        "    joints: {right knee: none}\n"
        "    contacts: {right hand: none}\n"
        "    props: {strap: none}\n"
    )
    first, second = read(text).frames
    assert "right knee" in first.joints
    assert second.joints == {"neck": {"rotation right": 20.0}}
    assert [contact.part for contact in second.contacts] == ["left hand"]
    assert [prop.kind for prop in second.props] == ["mat"]


def test_the_rest_of_a_frame_replaces_what_stands_above() -> None:
    """Position, camera and muscles of a frame are its own alone."""
    text = TWO + "    position: all-fours\n    camera: from the left\n    highlight: []\n"
    first, second = read(text).frames
    assert (first.position, second.position) == ("lying-on-front", "all-fours")
    assert second.camera == Camera(*VIEWS["from the left"])
    assert (first.highlight, second.highlight) == (("right quadriceps",), ())


def test_a_view_can_be_turned_and_raised() -> None:
    """Degrees are added to the azimuth and elevation of the named view."""
    view = "{view: from the front, turn: -10, height: 12.5}"
    azimuth, elevation = VIEWS["from the front"]
    frame = read_frame(but("camera: from the right", f"camera: {view}"))
    assert frame.camera == Camera(azimuth - 10, elevation + 12.5)


def test_a_contact_for_both_sides_is_each_on_its_own_side() -> None:
    """`hand: on thigh` lays the right hand on the right thigh and the left on the left."""
    contacts = "hand: on thigh\n  left foot: {flat on: floor, ahead: 44}"
    frame = read_frame(but("right hand: holds strap\n  left hand: under forehead", contacts))
    assert frame.contacts == (
        Contact("right hand", "on", "right thigh", {}, 8),
        Contact("left hand", "on", "left thigh", {}, 8),
        Contact("left foot", "flat on", "floor", {"ahead": 44.0}, 9),
    )


def test_props_have_a_place_and_measures() -> None:
    """A table says what it stands under and how long it is."""
    props = "mat: {length: 150}\n  table: {under: right ankle, length: 60, out: -5}"
    frame = read_frame(but("mat:", props))
    assert frame.props[:2] == (
        Prop("mat", "", {"length": 150.0}, 11),
        Prop("table", "under right ankle", {"length": 60.0, "out": -5.0}, 12),
    )


def test_supports_and_muscles_without_a_side_are_both() -> None:
    """`knee on cushion` rests both knees; a muscle of the midline stays one."""
    text = but("mat:", "mat:\n  cushion: under knee") + (
        "    supports: [knee on cushion, head]\n    highlight: [hamstrings, abdominals]\n"
    )
    frame = read_frame(text)
    assert frame.supports == ("right knee on cushion", "left knee on cushion", "head")
    assert frame.highlight == ("right hamstrings", "left hamstrings", "abdominals")


def test_a_list_of_one_needs_no_brackets() -> None:
    """A single muscle or support is written as it is; nothing behind the colon is none."""
    frame = read_frame(POSE + "    highlight: right calf\n    supports: chest\n    passive:\n")
    assert (frame.highlight, frame.supports) == (("right calf",), ("chest",))
    assert frame.passive == frozenset()


def test_hands_have_shapes() -> None:
    """One word is the shape of both hands; a group names each."""
    assert read_frame(POSE + "    hands: flat\n").hands == {"right": "flat", "left": "flat"}
    assert read_frame(POSE + "    hands: {left: cup}\n").hands == {"left": "cup"}


def test_arrows_follow_a_part_or_point() -> None:
    """An arrow has the angles at which its movement begins, or a direction."""
    text = POSE + (
        "    arrows:\n"
        "      - {part: right heel, since: {right knee: {flexion: 80}}}\n"
        "      - {part: pelvis, toward: forward}\n"
    )
    assert read_frame(text).arrows == (
        Arrow("right heel", "", {"right knee": {"flexion": 80.0}}, 18),
        Arrow("pelvis", "forward", {}, 19),
    )


def test_a_frame_knows_where_its_words_stand() -> None:
    """The line of an angle is where it was written, above or in the frame itself."""
    text = TWO + "    joints: {right knee: {extension: 0}}\n"
    first, second = read(text).frames
    assert (first.lines[""], second.lines[""]) == (15, 17)
    assert first.lines["joints.right knee.flexion"] == 5
    assert second.lines["joints.right knee.extension"] == 19
    assert second.lines["joints.neck.rotation right"] == 6
    assert (second.lines["joints"], second.lines["contacts"], second.lines["props"]) == (19, 7, 10)


def test_passive_lets_a_joint_go_further() -> None:
    """An angle that is refused without help is drawn where a strap takes the joint there."""
    far = but("flexion: 120", "flexion: 150")
    assert problems_of(far)
    frame = read_frame(f"passive: [right knee]\n{far}")
    assert frame.joints["right knee"] == {"flexion": 150.0}


class Case(NamedTuple):
    """A pose file with one mistake, and the problem that it gives."""

    pose: str
    line: int
    message: str
    hint: str


CASES = {
    "unknown-key": Case(
        but("contacts:", "contact:"), 7, "unknown key contact", "did you mean contacts?"
    ),
    "unknown-key-in-frame": Case(
        POSE + "    arows: []\n",
        17,
        "unknown key arows",
        "did you mean arrows?",
    ),
    "person-in-frame": Case(
        POSE + "    person: bun\n",
        17,
        "unknown key person",
        "known keys: caption, description, position, camera, passive, supports, joints, hands, "
        "contacts, props, highlight, arrows",
    ),
    "no-position": Case(
        but("position: lying-on-front\n", ""),
        1,
        "position is missing",
        "write it like this:  position: lying-on-back",
    ),
    "prone": Case(
        but("lying-on-front", "prone"),
        1,
        "position must be one of lying-on-front, lying-on-back, lying-on-side, all-fours, "
        'kneeling, half-kneeling, sitting, standing; got "prone"',
        "did you mean lying-on-front?",
    ),
    "no-side": Case(
        but("side: right\n", ""), 1, "side is missing", "write it like this:  side: right"
    ),
    "side-affected": Case(
        but("side: right", "side: affected"),
        2,
        'side must be one of left, right, both; got "affected"',
        "write one of these words",
    ),
    "no-camera": Case(
        but("camera: from the right\n", ""),
        1,
        "camera is missing",
        "write it like this:  camera: from the right",
    ),
    "no-such-view": Case(
        but("from the right", "from the rigth"),
        3,
        f'camera must be one of {", ".join(VIEWS)}; got "from the rigth"',
        "did you mean from the right?",
    ),
    "view-turned-away": Case(
        but("camera: from the right", "camera: {view: from the right, turn: 90}"),
        3,
        "turn must be from -45 to 45 degrees, got 90",
        "write it like this:  turn: 20",
    ),
    "view-from-below": Case(
        but("camera: from the right", "camera: {view: from the right, height: -30}"),
        3,
        "height must be from -10 to 70 degrees, got -30",
        "write it like this:  height: 20",
    ),
    "view-without-its-name": Case(
        but("camera: from the right", "camera: {turn: 10}"),
        3,
        "view is missing",
        "write it like this:  {view: from the right, turn: 10}",
    ),
    "nobody": Case(
        f"person: bob\n{POSE}",
        1,
        f'person must be one of {", ".join(PEOPLE)}; got "bob"',
        "write one of these words",
    ),
    "no-such-joint": Case(
        but("right knee:", "right nee:"),
        5,
        'there is no joint "right nee"',
        "did you mean right knee?",
    ),
    "no-side-of-the-spine": Case(
        but("  neck:", "  left neck:"), 6, 'there is no joint "left neck"', "did you mean neck?"
    ),
    "lumbar-spine": Case(
        but("  neck:", "  lumbar spine:"),
        6,
        'there is no joint "lumbar spine"',
        "did you mean lower back?",
    ),
    "wing": Case(
        but("  neck:", "  wing:"),
        6,
        'there is no joint "wing"',
        "the joints are neck, upper back, lower back, shoulder, shoulder blade, elbow, forearm, "
        "wrist, hip, knee, ankle, toes",
    ),
    "no-such-movement": Case(
        but("{flexion: 120}", "{abduction: 12}"),
        5,
        'the right knee has no movement "abduction"',
        "its movements are: flexion, extension",
    ),
    "lateral-rotation": Case(
        but("right knee: {flexion: 120}", "hip: {lateral rotation: 20}"),
        5,
        'the hip has no movement "lateral rotation"',
        "did you mean external rotation?",
    ),
    "angle-in-words": Case(
        but("flexion: 120", "flexion: ninety"),
        5,
        'flexion must be a number of degrees, got "ninety"',
        "write it like this:  flexion: 20",
    ),
    "angle-octal": Case(
        but("flexion: 120", "flexion: 012"),
        5,
        'flexion must be a number of degrees, got "012"',
        "write  flexion: 12",
    ),
    "angle-huge": Case(
        but("flexion: 120", "flexion: 99999999"),
        5,
        'flexion must be a smaller number of degrees, got "99999999"',
        "write it like this:  flexion: 20",
    ),
    "angle-large": Case(
        but("flexion: 120", "flexion: 1000"),
        5,
        "right knee flexion 1000 is beyond 135 "
        "(155 with a strap or body weight: `passive: [right knee]`)",
        "write at most 155",
    ),
    "angle-with-a-comma": Case(
        but("{flexion: 120}", "\n    flexion: 12,5"),
        6,
        'flexion must be a number of degrees, got "12,5"',
        "write  flexion: 12.5",
    ),
    "angle-with-a-comma-in-braces": Case(
        but("rotation right: 20", "rotation right: 12,5, flexion: 3"),
        6,
        'rotation right must have a point in its number, got "12,5"',
        "write  rotation right: 12.5",
    ),
    "shift-with-a-comma": Case(
        but("left hand: under forehead", "left foot: {ball on: floor, ahead: 3,5}"),
        9,
        'ahead must have a point in its number, got "3,5"',
        "write  ahead: 3.5",
    ),
    "angle-with-its-unit": Case(
        but("flexion: 120", "flexion: 90°"),
        5,
        'flexion must be a number of degrees, got "90°"',
        "write  flexion: 90",
    ),
    "angle-in-other-digits": Case(
        but("flexion: 120", "flexion: ٩٠"),
        5,
        'flexion must be a number of degrees, got "٩٠"',
        "write  flexion: 90",
    ),
    "angle-with-a-long-minus": Case(
        but("flexion: 120", "flexion: \u221210"),
        5,
        'flexion must be a number of degrees, got "\u221210"',
        "write  flexion: -10",
    ),
    "no-space-behind-the-colon": Case(
        but("{flexion: 120}", "{flexion:120}"),
        5,
        '"flexion:120" needs a space behind the colon',
        "write  flexion: 120",
    ),
    "no-space-behind-the-first-colon": Case(
        but("side: right", "side:right"),
        2,
        "the line has no space behind its colon",
        "every line is  key: value",
    ),
    "semicolon": Case(
        but("{flexion: 120}", "{flexion: 120; extension: 3}"),
        5,
        "the line has a ; in a group",
        "put a comma between the entries",
    ),
    "colon-too-many": Case(
        but("{flexion: 120}", "{flexion: : 120}"),
        5,
        "the line lacks a value, or has a colon or a comma too many",
        "every value stands behind one colon and a space:  key: value",
    ),
    "tab": Case(
        but("  right knee", "\tright knee"),
        5,
        "the line begins with a tab",
        "put spaces there instead",
    ),
    "tab-behind-spaces": Case(
        but("  neck", "  \tneck"),
        6,
        "the line begins with a tab",
        "put spaces there instead",
    ),
    "foreign-letter": Case(
        but("right knee", "right kne\u0435"),
        5,
        'there is no joint "right kne\u0435"',
        "did you mean right knee? (it holds a CYRILLIC SMALL LETTER IE: type the word again)",
    ),
    "no-break-space": Case(
        but("right knee", "right\u00a0knee"),
        5,
        'there is no joint "right\u00a0knee"',
        "did you mean right knee? (it holds a NO-BREAK SPACE: type the word again)",
    ),
    "foreign-word": Case(
        but("right knee", "колено"),
        5,
        'there is no joint "колено"',
        "the joints are neck, upper back, lower back, shoulder, shoulder blade, elbow, forearm, "
        "wrist, hip, knee, ankle, toes",
    ),
    "capitals": Case(
        but("side: right", "side: Right"),
        2,
        'side must be one of left, right, both; got "Right"',
        "did you mean right?",
    ),
    "underscore": Case(
        but("right knee", "right_knee"),
        5,
        'there is no joint "right_knee"',
        "did you mean right knee?",
    ),
    "null": Case(
        but("right hand: holds strap", "right hand: null"),
        8,
        'right hand cannot be "null"',
        "did you mean none?",
    ),
    "several-without-brackets": Case(
        but("[right quadriceps]", "right quadriceps, left calf"),
        13,
        'highlight names several and must be a list, got "right quadriceps, left calf"',
        "write  highlight: [right quadriceps, left calf]",
    ),
    "group-for-a-list": Case(
        but("[right quadriceps]", "{right: quadriceps}"),
        13,
        "highlight must be a list of words, got a group",
        "write it like this:  highlight: [right quadriceps]",
    ),
    "nothing-for-a-group": Case(
        POSE + "    joints:\n",
        17,
        "joints must be a group such as {right knee: {flexion: 90}}, got nothing",
        "write the keys and values between { and }, or below, each on a line of its own; "
        "or delete the line",
    ),
    "list-for-a-camera": Case(
        but("camera: from the right", "camera: [from the right]"),
        3,
        "camera must be a group such as {view: from the right, turn: 10}, got a list",
        "write the keys and values between { and }, or below, each on a line of its own",
    ),
    "frames-empty": Case(
        POSE[: POSE.index("  - caption")],
        14,
        "the figure has no frames",
        "write  frames:  and under it  - caption: …  and  description: …",
    ),
    "frames-in-words": Case(
        POSE[: POSE.index("\n  - caption")] + " two\n",
        14,
        'frames must be a group such as {caption: …, description: …}, got "two"',
        "write the keys and values between { and }, or below, each on a line of its own",
    ),
    "arrow-in-words": Case(
        POSE + "    arrows: [up]\n",
        17,
        'arrows must be a group such as {part: pelvis, toward: up}, got "up"',
        "write the keys and values between { and }, or below, each on a line of its own",
    ),
    "angle-negative": Case(
        but("flexion: 120", "flexion: -10"),
        5,
        "flexion must not be negative, got -10",
        "write  extension: 10",
    ),
    "angle-alone": Case(
        but("{flexion: 120}", "120"),
        5,
        'right knee must be a group such as {flexion: 20}, got "120"',
        "write the keys and values between { and }, or below, each on a line of its own",
    ),
    "beyond-the-range": Case(
        but("flexion: 120", "flexion: 140"),
        5,
        "right knee flexion 140 is beyond 135 "
        "(155 with a strap or body weight: `passive: [right knee]`)",
        "write at most 135, or name the joint under passive",
    ),
    "beyond-the-range-on-both-sides": Case(
        but("right knee: {flexion: 120}", "knee: {flexion: 140}", TWO),
        5,
        "knee flexion 140 is beyond 135 (155 with a strap or body weight: `passive: [knee]`)",
        "write at most 135, or name the joint under passive",
    ),
    "passive-elsewhere": Case(
        "passive: [left knee]\n" + but("flexion: 120", "flexion: 140"),
        6,
        "right knee flexion 140 is beyond 135 "
        "(155 with a strap or body weight: `passive: [right knee]`)",
        "write at most 135, or name the joint under passive",
    ),
    "both-ways": Case(
        but("{flexion: 120}", "{flexion: 120, extension: 3}"),
        5,
        "right knee extension stands beside right knee flexion (line 5)",
        "keep one of the two",
    ),
    "both-and-one": Case(
        but("  neck:", "  knee: {flexion: 90}\n  neck:"),
        6,
        "knee flexion stands beside right knee flexion (line 5)",
        "keep one of the two",
    ),
    "passive-nothing": Case(
        f"passive: [right quadriceps]\n{POSE}",
        1,
        'there is no joint "right quadriceps"',
        "the joints are neck, upper back, lower back, shoulder, shoulder blade, elbow, forearm, "
        "wrist, hip, knee, ankle, toes",
    ),
    "contact-of-a-knee": Case(
        but("right hand: holds strap", "right knee: on floor"),
        8,
        'there is no contact of "right knee"',
        "known parts: right hand, left hand, hand, right foot, left foot, foot",
    ),
    "two-contacts-for-one-part": Case(
        but("left hand: under forehead", "hand: under forehead"),
        9,
        "the right hand has two contacts",
        "keep one of the two",
    ),
    "two-contacts-in-one": Case(
        but("holds strap", "{holds: strap, on: floor}"),
        8,
        "right hand is both on floor and holds strap",
        "keep one of the two",
    ),
    "no-such-target": Case(
        but("under forehead", "under forhead"),
        9,
        'left hand cannot be "under forhead"',
        "did you mean under forehead?",
    ),
    "target-of-the-other-limb": Case(
        but("under forehead", "toes against wall"),
        9,
        'left hand cannot be "toes against wall"',
        "write it like this:  left hand: on floor",
    ),
    "target-in-a-group": Case(
        but("under forehead", "\n    under: nose"),
        10,
        'left hand cannot be "under nose"',
        "did you mean under head?",
    ),
    "which-thigh": Case(
        but("under forehead", "on thigh"),
        9,
        "left hand must say which thigh it means",
        "write  on right thigh or left thigh",
    ),
    "contact-with-nothing": Case(
        but("under forehead", "{ahead: 4}"),
        9,
        "left hand must say what it touches",
        "write it like this:  left hand: on floor",
    ),
    "contact-without-its-prop": Case(
        but("under forehead", "on table"),
        9,
        "the left hand needs a table, and there is none",
        "add the table under  props:",
    ),
    "shift-in-words": Case(
        but("under forehead", "{under: forehead, ahead: far}"),
        9,
        'ahead must be a number of cm, got "far"',
        "write it like this:  ahead: 20",
    ),
    "shift-unknown": Case(
        but("under forehead", "{under: forehead, left: 3}"),
        9,
        "unknown key left",
        "known keys: on, behind, under, holds, ahead, out, up, along",
    ),
    "no-such-prop": Case(but("mat:", "matt:"), 11, 'there is no prop "matt"', "did you mean mat?"),
    "towel": Case(but("mat:", "towel:"), 11, 'there is no prop "towel"', "did you mean strap?"),
    "prop-nowhere": Case(
        but("mat:", "table: {length: 60}"),
        11,
        "table must say where it is",
        "write it like this:  table: under right ankle",
    ),
    "prop-in-no-such-place": Case(
        but("round right foot", "around right foot"),
        12,
        'strap cannot be "around right foot"',
        "did you mean round right foot?",
    ),
    "place-of-a-mat": Case(
        but("mat:", "mat: under right foot"),
        11,
        'mat cannot be "under right foot"',
        "write nothing behind the colon",
    ),
    "measure-below-zero": Case(
        but("mat:", "mat: {length: -60}"),
        11,
        "length must be from 1 to 200 cm, got -60",
        "write it like this:  length: 20",
    ),
    "wall-behind-no-bench": Case(
        but("mat:", "wall: behind bench"),
        11,
        "the wall needs a bench, and there is none",
        "add the bench under  props:",
    ),
    "support-of-nothing": Case(
        f"supports: [left elbow]\n{POSE}",
        1,
        'nothing can rest on "left elbow"',
        "known words: foot, heel, toes, knee, shin, hip, hand, forearm, shoulder, buttocks, "
        "lower back, upper back, head, chest, belly, thighs",
    ),
    "support-on-what": Case(
        f"supports: [chest on balloon]\n{POSE}",
        1,
        'nothing can rest on a "balloon"',
        "known props: floor, mat, cushion, bench, chair, table, step",
    ),
    "support-without-its-prop": Case(
        f"supports: [upper back on bench]\n{POSE}",
        1,
        "the upper back needs a bench, and there is none",
        "add the bench under  props:",
    ),
    "hand-shape": Case(
        POSE + "    hands: {right: fist}\n",
        17,
        'right must be one of flat, relaxed, grip, cup; got "fist"',
        "write one of these words",
    ),
    "no-such-muscle": Case(
        but("right quadriceps", "right quads"),
        13,
        'there is no muscle "right quads" to show',
        "did you mean right quadriceps?",
    ),
    "no-side-of-the-belly": Case(
        but("right quadriceps", "right abdominals"),
        13,
        'there is no muscle "right abdominals" to show',
        "did you mean abdominals?",
    ),
    "no-frames": Case(
        POSE[: POSE.index("frames:")],
        1,
        "the figure has no frames",
        "write  frames:  and under it  - caption: …  and  description: …",
    ),
    "no-caption": Case(
        but("  - caption: Heel towards your buttock\n    description", "  - description"),
        15,
        "caption is missing",
        "write it like this:  caption: Heel towards your buttock",
    ),
    "no-description": Case(
        but("    description: A person lies on the front.\n", ""),
        15,
        "description is missing",
        "write it like this:  description: A person lies on the front on a mat, "
        "the right heel near the buttock.",
    ),
    "empty-caption": Case(
        but("caption: Heel towards your buttock", 'caption: ""'),
        15,
        "caption is empty",
        "write the text behind the colon",
    ),
    "arrow-without-a-way": Case(
        POSE + "    arrows: [{part: pelvis}]\n",
        17,
        "an arrow needs a part, and either toward or since",
        "write it like this:  {part: pelvis, toward: up}",
    ),
    "arrow-of-two-heels": Case(
        POSE + "    arrows: [{part: heel, toward: up}]\n",
        17,
        "heel needs a side",
        "write  right heel or left heel",
    ),
    "arrow-of-nothing": Case(
        POSE + "    arrows: [{part: right heal, toward: up}]\n",
        17,
        'no arrow can follow "right heal"',
        "did you mean right heel?",
    ),
    "arrow-to-nowhere": Case(
        POSE + "    arrows: [{part: pelvis, toward: ceiling}]\n",
        17,
        'toward must be one of forward, backward, up, down, left, right; got "ceiling"',
        "write one of these words",
    ),
    "arrow-from-beyond-the-range": Case(
        POSE + "    arrows: [{part: right heel, since: {right knee: {extension: 30}}}]\n",
        17,
        "right knee extension 30 is beyond 5 "
        "(10 with a strap or body weight: `passive: [right knee]`)",
        "write at most 10",
    ),
    "a-key-twice": Case(
        but("  neck:", "  right knee: {flexion: 90}\n  neck:"),
        6,
        "the key joints.right knee stands here a second time (first in line 5)",
        "keep one of the two",
    ),
    "no-yaml": Case(
        "lie down\n",
        1,
        "the pose file must be  key: value  lines, got plain text",
        "write  position: lying-on-back  and the other keys, each on a line of its own",
    ),
    "not-closed": Case(
        but("{flexion: 120}", "{flexion: 120"),
        5,
        "a group is opened with { and not closed",
        "close it with }",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_mistake_is_named_at_its_line_with_what_to_do(case: Case) -> None:
    """Each mistake is one problem: its line, what is wrong, and what to write instead."""
    (problem,) = problems_of(case.pose)
    assert (problem.path, problem.severity) == (PATH, "error")
    assert (problem.line, problem.message) == (case.line, case.message)
    assert problem.hint == case.hint


def test_all_mistakes_of_a_file_are_named_in_one_run() -> None:
    """Somebody who has made five mistakes is told of all five, also of what no frame uses."""
    text = but("right knee: {flexion: 120}", "right nee: {flexion: 120}", TWO)
    text = but("highlight: [right quadriceps]", "highlight: [right quads]", text)
    text = but("side: right", "side: wrong", text)
    text += "    highlight: []\n    hands: fist\n    joints: {neck: {flexion: 99}}\n"
    assert [problem.line for problem in problems_of(text)] == [2, 5, 13, 20, 21]


def test_an_empty_file_says_what_it_needs() -> None:
    """Nothing at all is answered with the keys that a figure cannot do without."""
    messages = [problem.message for problem in problems_of("")]
    assert messages == [
        "camera is missing",
        "position is missing",
        "side is missing",
        "the figure has no frames",
    ]


@pytest.mark.parametrize("limb", CONTACTS)
def test_every_contact_can_be_written(limb: str) -> None:
    """Each phrase of the vocabulary is read as it stands, with its prop."""
    for phrase, (preset, target) in phrases(CONTACTS[limb]).items():
        prop = f"{target}: {_place_of(target)}" if target in PROPS else "mat:"
        text = but("right hand: holds strap\n  left hand: under forehead", f"{limb}: {phrase}")
        text = text.replace("mat:\n  strap: round right foot", prop)
        first = read_frame(text).contacts[0]
        side = "" if target not in {"thigh", "knee", "hip", "shin"} else "right "
        assert (first.preset, first.target) == (preset, f"{side}{target}")


@pytest.mark.parametrize("kind", PROPS)
def test_every_prop_can_be_placed_where_its_words_say(kind: str) -> None:
    """Each place of a prop is read as it stands."""
    for phrase in phrases(PROPS[kind].places):
        bench = "\n  bench: under upper back" if "bench" in phrase else ""
        text = but("mat:\n  strap: round right foot", f"{kind}: {phrase}{bench}")
        assert read_frame(text.replace("holds strap", "on floor")).props[0].place == phrase


@pytest.mark.slow
@pytest.mark.parametrize("position", ["standing", "lying-on-back"])
def test_every_word_can_be_posed(position: str) -> None:
    """What may be written for contacts, supports, props and joints becomes a body, not a crash."""
    from generator.figures.posing.body import pose_body

    build = DRAWN_PEOPLE["bun"].build
    for pose in _every_pose():
        frame = read_frame(
            f"position: {position}\nside: both\ncamera: from the right\n{pose}"
            "frames: [{caption: A pose, description: A person.}]\n"
        )
        assert pose_body(frame, build).bones


def test_the_people_of_the_words_are_those_that_are_drawn() -> None:
    """Whom a pose file may name is drawn, and who is drawn may be named."""
    assert set(PEOPLE) == set(DRAWN_PEOPLE)


def test_the_muscles_of_the_words_are_those_that_are_drawn() -> None:
    """A muscle that a pose file may name can be shown, and the other way round."""
    assert set(MUSCLES) == set(DRAWN_MUSCLES)


@settings(max_examples=200, derandomize=True, deadline=None, database=None)
@given(st.text(alphabet=" \n-:,{}[]'\"#&*!|>%@abckneright0159.", max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever stands in a pose file, alone or amid good lines, is read or refused."""
    for pose in (text, f"{POSE}{text}", but("{flexion: 120}", text)):
        problems: list[Problem] = []
        figure = read_figure(PATH, pose, problems)
        assert (figure is None) == bool(problems)


def test_a_draft_keeps_what_can_be_understood() -> None:
    """Unknown words are left out, an angle that no joint has stays: seeing it helps."""
    text = but("flexion: 120", "flexion: 140").replace("  mat:", "  matt:")
    assert problems_of(text)
    draft = read_draft(PATH, text)
    assert draft is not None
    (frame,) = draft.frames
    assert frame.joints["right knee"] == {"flexion": 140.0}
    assert [prop.kind for prop in frame.props] == ["strap"]


def test_a_draft_leaves_out_what_lacks_its_prop() -> None:
    """So that it can be drawn: a hand on no table, a foot on no step, a wall behind no bench."""
    text = but("  strap: round right foot", "  wall: behind bench")
    text = but("left hand: under forehead", "left hand: on table", text)
    draft = read_draft(PATH, f"supports: [right foot on step, chest]\n{text}")
    assert draft is not None
    (frame,) = draft.frames
    assert (frame.contacts, frame.supports) == ((), ("chest",))
    assert [prop.kind for prop in frame.props] == ["mat"]


def test_reading_needs_no_array_library() -> None:
    """A build that draws nothing new reads pose files without loading what drawing needs."""
    program = (
        "import sys\n"
        "from generator.figures.posefile.reading import read_figure\n"
        "assert read_figure('x.pose.yaml', sys.argv[1], [])\n"
        "print(*sorted({'numpy', 'shapely'} & set(sys.modules)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, POSE], check=True, capture_output=True, text=True
    )
    assert ran.stdout.strip() == ""


def _every_pose() -> Iterator[str]:
    for limb, targets in CONTACTS.items():
        for phrase, (_, target) in phrases(targets).items():
            prop = f"  {target}: {_place_of(target)}" if target in PROPS else "  mat:"
            yield f"contacts: {{{limb}: {phrase}}}\nprops:\n{prop}\n"
    for part, bearer in product(with_sides(SUPPORTS), BEARERS):
        prop = f"  {bearer}: {_place_of(bearer)}"
        yield f"supports: [{part} on {bearer}]\nprops:\n{prop}\n"
    for kind, words in PROPS.items():
        for phrase in phrases(words.places):
            bench = "\n  bench: under buttocks" if "bench" in phrase else ""
            yield f"props:\n  {kind}: {phrase}{bench}\n"
    for joint, limits in RANGES.items():
        for movement, limit in limits.items():
            yield f"joints: {{{joint}: {{{movement}: {limit.active}}}}}\n"


def _place_of(kind: str) -> str:
    return next(iter(phrases(PROPS[kind].places)), "")
