"""Contacts touch: every phrase of the vocabulary, measured on the flesh; nothing goes through."""

from collections.abc import Mapping

import pytest
from figures.posed import apart, joint, lowest, pose_text

from generator.figures.posefile.terms import CONTACTS, phrases
from generator.figures.posing.body import Body
from generator.figures.posing.judge import PoseProblem

# A pose in which each contact can be made, and what else it needs.
SITTING = "position: sitting\nsupports: [buttocks on chair, right foot, left foot]"
CHAIR = "chair: under buttocks"
LYING = "position: lying-on-back\njoints: {right hip: {flexion: 100}, right knee: {flexion: 110}}"
HUGGING = """position: lying-on-back
passive: [right hip]
joints: {right hip: {flexion: 122}, right knee: {flexion: 125}}"""
KNEELING = """position: kneeling
joints: {right shoulder: {flexion: 60}, lower back: {flexion: 30}, hip: {flexion: 30}}"""
KNEE = "the left foot flat on right thigh: it lies on the right knee"
ARM = "joints: {right shoulder: {flexion: 55}, right elbow: {flexion: 30}}"
HANDS: Mapping[str, tuple[str, str]] = {
    "on floor": ("position: all-fours", ""),
    "on mat": ("position: all-fours", "mat: "),
    "on table": (f"position: standing\n{ARM}", "table: under right hand"),
    "on bench": (KNEELING, "bench: {under: right hand, height: 36}"),
    "on chair": (SITTING, CHAIR),
    "on support": ("position: standing", "support: beside right hand"),
    "on wall": (f"position: standing\n{ARM}", "wall: {at: right hand, ahead: -8}"),
    "on step": (KNEELING, "step: {under: right hand, height: 36}"),
    "on thigh": (SITTING, CHAIR),
    "on knee": (SITTING, CHAIR),
    "on hip": ("position: standing", ""),
    "on shin": (HUGGING, ""),
    "on belly": ("position: lying-on-back", ""),
    "behind thigh": (LYING, ""),
    "behind head": ("position: standing", ""),
    "under head": ("position: lying-on-front", ""),
    "under forehead": ("position: lying-on-front", ""),
    "holds strap": (LYING, "strap: round right foot"),
    "holds band": (LYING, "band: round right foot"),
    "holds barbell": ("position: lying-on-back", "barbell: "),
}


@pytest.mark.parametrize("phrase", HANDS)
def test_a_hand_touches_what_it_is_said_to_touch(phrase: str) -> None:
    """Each phrase for a hand can be posed, and the skin then touches within a centimetre."""
    body = _with_contact(*HANDS[phrase], f"right hand: {_sided(phrase)}")
    assert [problem for problem in body.problems if problem.severity == "error"] == []
    assert -2 <= body.gaps["right hand"] <= 1


def test_no_phrase_for_a_hand_is_left_out() -> None:
    """The poses above cover the whole vocabulary of hand contacts."""
    known = {" ".join(words) for words in phrases(CONTACTS["hand"]).values()}
    assert {phrase for phrase in known if " right " not in phrase and " left " not in phrase} == {
        *HANDS
    }


def test_a_hand_near_furniture_takes_a_place_that_it_reaches() -> None:
    """A hand on a table goes to the near part of it where the far part is out of reach."""
    body = pose_text(
        """position: standing
joints:
  left shoulder: {flexion: 40}
  left elbow: {flexion: 40}
  right shoulder: {flexion: 100}
props: {table: {under: left hand, length: 120, width: 90}}
contacts: {right hand: on table}"""
    )
    assert body.problems == ()
    assert body.gaps["right hand"] <= 1


def test_two_hands_on_one_limb_do_not_share_a_place() -> None:
    """Both hands behind a thigh lie beside each other."""
    body = _with_contact(LYING, "", "hand: behind right thigh")
    assert body.problems == ()
    assert apart(body, "right hand", "left hand") > -2.5


def test_two_hands_under_the_forehead_meet() -> None:
    """The forehead rests on the fingers of both hands, whichever person is drawn."""
    body = _with_contact("position: lying-on-front", "", "hand: under forehead")
    assert body.problems == ()
    assert apart(body, "right hand", "head") < 1
    assert apart(body, "left hand", "head") < 1


def test_a_neck_bent_away_from_the_hands_is_a_problem() -> None:
    """A forehead above the hand that it should lie on is told, with the way out."""
    body = _with_contact(
        "position: lying-on-front\njoints: {neck: {extension: 40}}",
        "",
        "right hand: under forehead",
    )
    (problem,) = body.problems
    assert problem.message.startswith("the right hand under forehead: the forehead lies ")
    assert problem.hint == "leave out the neck's flexion: the head then comes to rest by itself"


@pytest.mark.parametrize(
    ("contact", "prop"),
    [
        ("heel on step", "step: under right heel"),
        ("heel on table", "table: under right heel"),
        ("inside of ankle on table", "table: under right ankle"),
        ("toes against wall", "wall: at right toes"),
    ],
)
def test_what_is_fitted_to_a_foot_touches_it(contact: str, prop: str) -> None:
    """Furniture that takes its place from a raised foot touches it, and moved away it does not."""
    raised = "position: standing\nsupports: [left foot]\njoints: {right hip: {flexion: 50}}"
    body = _with_contact(raised, prop, f"right foot: {contact}")
    assert -2 <= body.gaps["right foot"] <= 1
    kind, place = prop.split(": ")
    moved = f"{kind}: {{{place.replace(' right', ': right', 1)}, ahead: 40}}"
    away = _with_contact(raised, moved, f"right foot: {contact}")
    assert away.gaps["right foot"] > 5
    assert any("are left between them" in problem.message for problem in away.problems)


def test_a_lifted_sole_is_measured() -> None:
    """A foot on the floor has no gap; sent 4 cm up, it has one of 4 cm."""
    down = _with_contact("position: half-kneeling", "", "left foot: {flat on: floor, ahead: 40}")
    assert abs(down.gaps["left foot"]) < 0.3
    up = _with_contact(
        "position: half-kneeling", "", "left foot: {flat on: floor, ahead: 40, up: 4}"
    )
    assert up.gaps["left foot"] == pytest.approx(4, abs=0.3)


@pytest.mark.parametrize(("shift", "said"), [(0, []), (4, []), (-3, [KNEE]), (-6, [KNEE])])
def test_a_foot_on_the_knee_is_an_error(shift: float, said: list[str]) -> None:
    """A foot that lies on a thigh is told when it is shifted on to the knee."""
    body = pose_text(
        "position: lying-on-side\njoints: {right hip: {extension: 8}, right knee: {flexion: 104}}\n"
        f"contacts: {{left foot: {{flat on: right thigh, ahead: {shift}}}}}"
    )
    assert [p.message for p in body.problems if "lies on" in p.message] == said


def test_a_hand_on_the_wrong_side_does_not_touch() -> None:
    """A hand that falls short of the front of a shin, and so lies in the calf, has a gap."""
    body = _with_contact(LYING, "", "right hand: on right shin")
    assert body.gaps["right hand"] > 3
    assert any("too short to reach" in problem.message for problem in body.problems)


def test_a_limb_through_a_limb_is_a_warning() -> None:
    """An arm swung through the other arm is told with its depth; the picture is still made."""
    body = pose_text(
        "position: standing\njoints: {shoulder: {flexion: 70, adduction: 30}, elbow: {flexion: 20}}"
    )
    assert any(_is(problem, "forearm", "through the") for problem in body.problems)


def test_a_limb_in_furniture_is_a_warning() -> None:
    """Legs that stand inside a chair are told."""
    body = pose_text("position: standing\nprops: {chair: {under: buttocks, height: 45, ahead: 30}}")
    assert any(_is(problem, "shin", "into the chair") for problem in body.problems)


def test_a_limb_in_the_floor_is_a_warning() -> None:
    """A foot that goes below the floor is told with how deep."""
    body = pose_text(
        "position: standing\nsupports: [left foot]\njoints: {left hip: {flexion: 30}, "
        "left knee: {flexion: 60}, left ankle: {dorsiflexion: 20}}"
    )
    problem = next(problem for problem in body.problems if "right foot" in problem.message)
    assert problem.severity == "warning"
    assert (
        problem.message
        == f"the right foot goes {-lowest(body, 'right foot'):.0f} cm into the floor"
    )


WHERE = {
    "the joint that bends the limb": (
        "joints:\n  right elbow: {flexion: 20}\n  shoulder: {flexion: 70, adduction: 30}",
        (3, "change the angles of the right elbow"),
    ),
    "the contact that moves the limb": (
        """joints: {left shoulder: {flexion: 20, internal rotation: 70}, left elbow: {flexion: 100}}
contacts:
  right hand: {on: belly, up: 6, ahead: 3}""",
        (4, "shift the contact: ahead, out, up or along; or choose another"),
    ),
    "the prop that stands in the way": (
        "props:\n  floor:\n  chair: {under: buttocks, height: 45, ahead: 30}",
        (4, "move the chair, such as  ahead: 5  or  out: 5, or change the joint angles"),
    ),
}


@pytest.mark.parametrize("where", WHERE)
def test_a_collision_is_told_where_it_can_be_mended(where: str) -> None:
    """The line is that of what brings the limb there, and the hint says what to change."""
    pose, (line, hint) = WHERE[where]
    body = pose_text(f"position: standing\n{pose}")
    found = {
        (problem.line, problem.hint) for problem in body.problems if " goes " in problem.message
    }
    assert (line, hint) in found


def test_the_edge_of_the_foot_that_is_named_is_measured() -> None:
    """A leg that lies on the inside of its ankle does not lie on the outside."""
    pose = (
        "position: standing\nsupports: [left foot]\njoints: {{right hip: {{abduction: 45}}}}\n"
        "props: {{table: under right ankle}}\ncontacts: {{right foot: {} of ankle on table}}"
    )
    inside, outside = (pose_text(pose.format(edge)).gaps for edge in ("inside", "outside"))
    assert -2 < inside["right foot"] < outside["right foot"] - 1


def test_flesh_that_touches_is_no_collision() -> None:
    """Who hugs a knee or lies on a mat is not told of limbs through limbs."""
    assert _with_contact(HUGGING, "mat: ", "hand: on right shin").problems == ()


def test_a_hand_under_the_shoulder_is_ahead_of_who_lies_on_the_side() -> None:
    """The upper hand of somebody on the side comes down before the chest, not inside it."""
    body = _with_contact("position: lying-on-side", "", "right hand: on floor")
    assert body.problems == ()
    chest = body.bones["upper back 4"]
    assert (joint(body, "right hand") - chest.origin) @ chest.axes[:, 0] > 15


def _with_contact(pose: str, prop: str, contact: str) -> Body:
    props = f"props: {{{prop}}}" if prop else ""
    return pose_text(f"{pose}\n{props}\ncontacts: {{{contact}}}")


def _sided(phrase: str) -> str:
    preset, _, target = phrase.rpartition(" ")
    own = target in {"thigh", "knee", "hip", "shin"}
    return f"{preset} right {target}" if own else phrase


def _is(problem: PoseProblem, part: str, what: str) -> bool:
    return problem.severity == "warning" and part in problem.message and what in problem.message


def test_a_strap_that_nothing_holds_is_a_warning() -> None:
    """It would not be drawn, and somebody would look for it."""
    body = pose_text("position: lying-on-front\nprops: {strap: round right foot}")
    assert [problem.message for problem in body.problems] == [
        "nothing holds the strap: it is not drawn"
    ]


def test_ground_lies_under_who_stands_on_a_step() -> None:
    """The patch of ground needs something above it, however high that stands."""
    body = pose_text(
        "position: standing\nsupports: [right foot on step, left foot on step]\n"
        "props: {floor: , step: {under: foot, height: 20}}"
    )
    assert body.props["floor"].solids


def test_along_is_level_on_the_floor() -> None:
    """A foot that is shifted along stays on the floor, however the pelvis is tilted."""
    body = pose_text("position: lying-on-back\ncontacts: {right foot: {flat on: floor, along: 36}}")
    assert not body.problems


def test_a_contact_that_is_elsewhere_is_an_error() -> None:
    """A heel on a chair cannot be half a metre below its seat."""
    body = pose_text(
        "position: sitting\nsupports: [buttocks on chair, right foot, left foot]\n"
        "contacts: {left foot: heel on chair}\nprops: {chair: under buttocks}"
    )
    (found,) = [problem for problem in body.problems if "heel on chair" in problem.message]
    assert (found.severity, "sinks" in found.message) == ("error", True)


def test_who_sits_in_the_air_is_told() -> None:
    body = pose_text("position: sitting")
    assert "the person sits in the air" in [problem.message for problem in body.problems]


def test_a_joint_named_as_passive_may_go_further_to_reach() -> None:
    """What the hint says helps: an elbow under the head may bend beyond its own range."""
    pose = """position: lying-on-side
joints: {neck: {side bend left: 32}, left shoulder: {flexion: 160}, left elbow: {flexion: 100}}
contacts: {left hand: under head}"""
    beyond = "left elbow flexion"
    assert any(beyond in problem.message for problem in pose_text(pose).problems)
    freed = pose_text(f"{pose}\npassive: [left elbow]")
    assert not any(beyond in problem.message for problem in freed.problems)


def test_a_hand_moved_out_stays_on_the_table_when_the_pelvis_is_tilted() -> None:
    """Out is level: a tilted pelvis does not push the hand into the table."""
    body = pose_text(
        """position: standing
joints: {left hip: {adduction: 15}, right hip: {abduction: 15}, right shoulder: {flexion: 55}}
supports: [left foot]
props: {table: {under: right hand, length: 120, width: 90}}
contacts: {right hand: {on: table, out: 12}}"""
    )
    assert abs(body.gaps["right hand"]) <= 1
