"""Contacts, props, marks and frames: what a pose file says wrong of them is named where it is."""

import pytest
from figures.posefiles import POSE, TWO, Mistake, assert_named, but, problems_of

MISTAKES = {
    "contact-of-a-knee": Mistake(
        but("right hand: holds strap", "right knee: on floor"),
        8,
        'there is no contact of "right knee"',
        "known parts: right hand, left hand, hand, right foot, left foot, foot",
    ),
    "two-contacts-for-one-part": Mistake(
        but("left hand: under forehead", "hand: under forehead"),
        9,
        "the right hand has two contacts",
        "keep one of the two",
    ),
    "two-contacts-in-one": Mistake(
        but("holds strap", "{holds: strap, on: floor}"),
        8,
        "right hand is both on floor and holds strap",
        "keep one of the two",
    ),
    "no-such-target": Mistake(
        but("under forehead", "under forhead"),
        9,
        'left hand cannot be "under forhead"',
        "did you mean under forehead?",
    ),
    "target-of-the-other-limb": Mistake(
        but("under forehead", "toes against wall"),
        9,
        'left hand cannot be "toes against wall"',
        "write it like this:  left hand: on floor",
    ),
    "target-in-a-group": Mistake(
        but("under forehead", "\n    under: nose"),
        10,
        'left hand cannot be "under nose"',
        "did you mean under head?",
    ),
    "which-thigh": Mistake(
        but("under forehead", "on thigh"),
        9,
        "left hand must say which thigh it means",
        "write  on right thigh or left thigh",
    ),
    "contact-with-nothing": Mistake(
        but("under forehead", "{ahead: 4}"),
        9,
        "left hand must say what it touches",
        "write it like this:  left hand: on floor",
    ),
    "contact-without-its-prop": Mistake(
        but("under forehead", "on table"),
        9,
        "the left hand needs a table, and there is none",
        "add the table under  props:",
    ),
    "shift-unknown": Mistake(
        but("under forehead", "{under: forehead, left: 3}"),
        9,
        "unknown key left",
        "known keys: on, behind, under, holds, ahead, out, up, along",
    ),
    "no-such-prop": Mistake(
        but("mat:", "matt:"), 11, 'there is no prop "matt"', "did you mean mat?"
    ),
    "towel": Mistake(but("mat:", "towel:"), 11, 'there is no prop "towel"', "did you mean strap?"),
    "prop-nowhere": Mistake(
        but("mat:", "table: {length: 60}"),
        11,
        "table must say where it is",
        "write it like this:  table: under right ankle",
    ),
    "prop-in-no-such-place": Mistake(
        but("round right foot", "around right foot"),
        12,
        'strap cannot be "around right foot"',
        "did you mean round right foot?",
    ),
    "place-of-a-mat": Mistake(
        but("mat:", "mat: under right foot"),
        11,
        'mat cannot be "under right foot"',
        "write nothing behind the colon",
    ),
    "measure-below-zero": Mistake(
        but("mat:", "mat: {length: -60}"),
        11,
        "length must be from 1 to 200 cm, got -60",
        "write it like this:  length: 20",
    ),
    "wall-behind-no-bench": Mistake(
        but("mat:", "wall: behind bench"),
        11,
        "the wall needs a bench, and there is none",
        "add the bench under  props:",
    ),
    "support-of-nothing": Mistake(
        f"supports: [left elbow]\n{POSE}",
        1,
        'nothing can rest on "left elbow"',
        "known words: foot, heel, toes, knee, shin, hip, hand, forearm, shoulder, buttocks, "
        "lower back, upper back, head, chest, belly, thighs",
    ),
    "support-on-what": Mistake(
        f"supports: [chest on balloon]\n{POSE}",
        1,
        'nothing can rest on a "balloon"',
        "known props: floor, mat, cushion, bench, chair, table, step",
    ),
    "support-without-its-prop": Mistake(
        f"supports: [upper back on bench]\n{POSE}",
        1,
        "the upper back needs a bench, and there is none",
        "add the bench under  props:",
    ),
    "hand-shape": Mistake(
        POSE + "    hands: {right: fist}\n",
        17,
        'right must be one of flat, relaxed, grip, cup; got "fist"',
        "write one of these words",
    ),
    "no-such-muscle": Mistake(
        but("right quadriceps", "right quads"),
        13,
        'there is no muscle "right quads" to show',
        "did you mean right quadriceps?",
    ),
    "no-side-of-the-belly": Mistake(
        but("right quadriceps", "right abdominals"),
        13,
        'there is no muscle "right abdominals" to show',
        "did you mean abdominals?",
    ),
    "no-frames": Mistake(
        POSE[: POSE.index("frames:")],
        1,
        "the figure has no frames",
        "write  frames:  and under it  - caption: …  and  description: …",
    ),
    "no-caption": Mistake(
        but("  - caption: Heel towards your buttock\n    description", "  - description"),
        15,
        "caption is missing",
        "write it like this:  caption: Heel towards your buttock",
    ),
    "no-description": Mistake(
        but("    description: A person lies on the front.\n", ""),
        15,
        "description is missing",
        "write it like this:  description: A person lies on the front on a mat, "
        "the right heel near the buttock.",
    ),
    "empty-caption": Mistake(
        but("caption: Heel towards your buttock", 'caption: ""'),
        15,
        "caption is empty",
        "write the text behind the colon",
    ),
    "arrow-without-a-way": Mistake(
        POSE + "    arrows: [{part: pelvis}]\n",
        17,
        "an arrow needs a part, and either toward or since",
        "write it like this:  {part: pelvis, toward: up}",
    ),
    "arrow-of-two-heels": Mistake(
        POSE + "    arrows: [{part: heel, toward: up}]\n",
        17,
        "heel needs a side",
        "write  right heel or left heel",
    ),
    "arrow-of-nothing": Mistake(
        POSE + "    arrows: [{part: right heal, toward: up}]\n",
        17,
        'no arrow can follow "right heal"',
        "did you mean right heel?",
    ),
    "arrow-to-nowhere": Mistake(
        POSE + "    arrows: [{part: pelvis, toward: ceiling}]\n",
        17,
        'toward must be one of forward, backward, up, down, left, right; got "ceiling"',
        "write one of these words",
    ),
    "arrow-from-beyond-the-range": Mistake(
        POSE + "    arrows: [{part: right heel, since: {right knee: {extension: 30}}}]\n",
        17,
        "right knee extension 30 is beyond 5 "
        "(10 with a strap or body weight: `passive: [right knee]`)",
        "write at most 10",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_touch_without_sense_is_named_at_its_line_with_what_to_do(mistake: Mistake) -> None:
    """Each mistake is one problem: its line, what is wrong, and what to write instead."""
    assert_named(mistake)


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
