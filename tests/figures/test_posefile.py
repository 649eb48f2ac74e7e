"""Pose files: what they may say, as a frame has it, and that no text breaks their reader."""

import subprocess
import sys

from figures.posefiles import PATH, POSE, TWO, but, problems_of, read, read_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.figures.pose import Arrow, Camera, Contact, Prop
from generator.figures.posefile.reading import read_draft, read_figure
from generator.figures.posefile.terms import VIEWS


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


@settings(max_examples=200, derandomize=True, deadline=None, database=None)
@given(st.text(alphabet=" \n-:,{}[]'\"#&*!|>%@abckneright0159.", max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever stands in a pose file, alone or amid good lines, is read or refused."""
    for pose in (text, f"{POSE}{text}", but("{flexion: 120}", text)):
        figure = read_figure(PATH, pose, problems := [])
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
