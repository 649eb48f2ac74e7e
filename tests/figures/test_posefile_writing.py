"""How a pose file is written: keys, numbers, marks and brackets, each slip named where it is."""

import pytest
from figures.posefiles import POSE, Mistake, assert_named, but

MISTAKES = {
    "unknown-key": Mistake(
        but("contacts:", "contact:"), 7, "unknown key contact", "did you mean contacts?"
    ),
    "unknown-key-in-frame": Mistake(
        POSE + "    arows: []\n",
        17,
        "unknown key arows",
        "did you mean arrows?",
    ),
    "person-in-frame": Mistake(
        POSE + "    person: bun\n",
        17,
        "unknown key person",
        "known keys: caption, description, position, camera, passive, supports, joints, hands, "
        "contacts, props, highlight, arrows",
    ),
    "angle-in-words": Mistake(
        but("flexion: 120", "flexion: ninety"),
        5,
        'flexion must be a number of degrees, got "ninety"',
        "write it like this:  flexion: 20",
    ),
    "angle-octal": Mistake(
        but("flexion: 120", "flexion: 012"),
        5,
        'flexion must be a number of degrees, got "012"',
        "write  flexion: 12",
    ),
    "angle-huge": Mistake(
        but("flexion: 120", "flexion: 99999999"),
        5,
        'flexion must be a smaller number of degrees, got "99999999"',
        "write it like this:  flexion: 20",
    ),
    "angle-large": Mistake(
        but("flexion: 120", "flexion: 1000"),
        5,
        "right knee flexion 1000 is beyond 135 "
        "(155 with a strap or body weight: `passive: [right knee]`)",
        "write at most 155",
    ),
    "angle-with-a-comma": Mistake(
        but("{flexion: 120}", "\n    flexion: 12,5"),
        6,
        'flexion must be a number of degrees, got "12,5"',
        "write  flexion: 12.5",
    ),
    "angle-with-a-comma-in-braces": Mistake(
        but("rotation right: 20", "rotation right: 12,5, flexion: 3"),
        6,
        'rotation right must have a point in its number, got "12,5"',
        "write  rotation right: 12.5",
    ),
    "shift-with-a-comma": Mistake(
        but("left hand: under forehead", "left foot: {ball on: floor, ahead: 3,5}"),
        9,
        'ahead must have a point in its number, got "3,5"',
        "write  ahead: 3.5",
    ),
    "angle-with-its-unit": Mistake(
        but("flexion: 120", "flexion: 90°"),
        5,
        'flexion must be a number of degrees, got "90°"',
        "write  flexion: 90",
    ),
    "angle-in-other-digits": Mistake(
        but("flexion: 120", "flexion: ٩٠"),
        5,
        'flexion must be a number of degrees, got "٩٠"',
        "write  flexion: 90",
    ),
    "angle-with-a-long-minus": Mistake(
        but("flexion: 120", "flexion: \u221210"),
        5,
        'flexion must be a number of degrees, got "\u221210"',
        "write  flexion: -10",
    ),
    "no-space-behind-the-colon": Mistake(
        but("{flexion: 120}", "{flexion:120}"),
        5,
        '"flexion:120" needs a space behind the colon',
        "write  flexion: 120",
    ),
    "no-space-behind-the-first-colon": Mistake(
        but("side: right", "side:right"),
        2,
        "the line has no space behind its colon",
        "every line is  key: value",
    ),
    "semicolon": Mistake(
        but("{flexion: 120}", "{flexion: 120; extension: 3}"),
        5,
        "the line has a ; in a group",
        "put a comma between the entries",
    ),
    "colon-too-many": Mistake(
        but("{flexion: 120}", "{flexion: : 120}"),
        5,
        "the line lacks a value, or has a colon or a comma too many",
        "every value stands behind one colon and a space:  key: value",
    ),
    "tab": Mistake(
        but("  right knee", "\tright knee"),
        5,
        "the line begins with a tab",
        "put spaces there instead",
    ),
    "tab-behind-spaces": Mistake(
        but("  neck", "  \tneck"),
        6,
        "the line begins with a tab",
        "put spaces there instead",
    ),
    "foreign-letter": Mistake(
        but("right knee", "right kne\u0435"),
        5,
        'there is no joint "right kne\u0435"',
        "did you mean right knee? (it holds a CYRILLIC SMALL LETTER IE: type the word again)",
    ),
    "no-break-space": Mistake(
        but("right knee", "right\u00a0knee"),
        5,
        'there is no joint "right\u00a0knee"',
        "did you mean right knee? (it holds a NO-BREAK SPACE: type the word again)",
    ),
    "foreign-word": Mistake(
        but("right knee", "колено"),
        5,
        'there is no joint "колено"',
        "the joints are neck, upper back, lower back, shoulder, shoulder blade, elbow, forearm, "
        "wrist, hip, knee, ankle, toes",
    ),
    "capitals": Mistake(
        but("side: right", "side: Right"),
        2,
        'side must be one of left, right, both; got "Right"',
        "did you mean right?",
    ),
    "underscore": Mistake(
        but("right knee", "right_knee"),
        5,
        'there is no joint "right_knee"',
        "did you mean right knee?",
    ),
    "null": Mistake(
        but("right hand: holds strap", "right hand: null"),
        8,
        'right hand cannot be "null"',
        "did you mean none?",
    ),
    "several-without-brackets": Mistake(
        but("[right quadriceps]", "right quadriceps, left calf"),
        13,
        'highlight names several and must be a list, got "right quadriceps, left calf"',
        "write  highlight: [right quadriceps, left calf]",
    ),
    "group-for-a-list": Mistake(
        but("[right quadriceps]", "{right: quadriceps}"),
        13,
        "highlight must be a list of words, got a group",
        "write it like this:  highlight: [right quadriceps]",
    ),
    "nothing-for-a-group": Mistake(
        POSE + "    joints:\n",
        17,
        "joints must be a group such as {right knee: {flexion: 90}}, got nothing",
        "write the keys and values between { and }, or below, each on a line of its own; "
        "or delete the line",
    ),
    "list-for-a-camera": Mistake(
        but("camera: from the right", "camera: [from the right]"),
        3,
        "camera must be a group such as {view: from the right, turn: 10}, got a list",
        "write the keys and values between { and }, or below, each on a line of its own",
    ),
    "frames-empty": Mistake(
        POSE[: POSE.index("  - caption")],
        14,
        "the figure has no frames",
        "write  frames:  and under it  - caption: …  and  description: …",
    ),
    "frames-in-words": Mistake(
        POSE[: POSE.index("\n  - caption")] + " two\n",
        14,
        'frames must be a group such as {caption: …, description: …}, got "two"',
        "write the keys and values between { and }, or below, each on a line of its own",
    ),
    "arrow-in-words": Mistake(
        POSE + "    arrows: [up]\n",
        17,
        'arrows must be a group such as {part: pelvis, toward: up}, got "up"',
        "write the keys and values between { and }, or below, each on a line of its own",
    ),
    "shift-in-words": Mistake(
        but("under forehead", "{under: forehead, ahead: far}"),
        9,
        'ahead must be a number of cm, got "far"',
        "write it like this:  ahead: 20",
    ),
    "a-key-twice": Mistake(
        but("  neck:", "  right knee: {flexion: 90}\n  neck:"),
        6,
        "the key joints.right knee stands here a second time (first in line 5)",
        "keep one of the two",
    ),
    "no-yaml": Mistake(
        "lie down\n",
        1,
        "the pose file must be  key: value  lines, got plain text",
        "write  position: lying-on-back  and the other keys, each on a line of its own",
    ),
    "not-closed": Mistake(
        but("{flexion: 120}", "{flexion: 120"),
        5,
        "a group is opened with { and not closed",
        "close it with }",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_slip_of_writing_is_named_at_its_line_with_what_to_do(mistake: Mistake) -> None:
    """Each slip is one problem: its line, what is wrong, and what to write instead."""
    assert_named(mistake)
