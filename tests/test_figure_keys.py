"""Figures and exercises fit together: each frame has its step, each step its frame."""

import re
from dataclasses import replace

import pytest
from small_site import EXERCISE, KEYED, POSE, WITH_FIGURE, MakeSite

from generator.errors import Problem
from generator.keying import group_steps, steps_of_frame
from generator.model import Step

PAGE = "content/exercises/bridge.md"
FIGURE = "content/exercises/bridge.pose.yaml"


def steps(*frames: int | None) -> tuple[Step, ...]:
    """A step for each frame named, or for none."""
    return tuple(Step(f"<p>{n}</p>", str(n), frame) for n, frame in enumerate(frames, 1))


@pytest.mark.parametrize(
    ("frames", "groups"),
    [
        ((None, None), [(1, 2, None)]),
        ((None, 1, None), [(1, 3, 1)]),
        ((1, None, 2, None), [(1, 1, 1), (2, 3, 2)]),
        ((1, 1, None, 2), [(1, 2, 1), (3, 2, 2)]),
        ((None, 2, None, 1), [(1, 2, 2), (3, 2, 1)]),
        ((1, None, 2, 1), [(1, 1, 1), (2, 3, 2)]),
    ],
)
def test_steps_stand_with_the_frame_that_ends_them(
    frames: tuple[int | None, ...], groups: list[tuple[int, int, int | None]]
) -> None:
    """A group goes up to the step that first names its frame; what comes last stays with it."""
    found = group_steps(steps(*frames))
    assert [(group.first, len(group.steps), group.frame) for group in found] == groups


def test_a_frame_has_the_numbers_of_all_steps_that_name_it() -> None:
    """A frame that is come back to shows both steps."""
    assert steps_of_frame(steps(1, None, 2, 1), 1) == (1, 4)


def test_a_figure_whose_frames_all_have_a_step_is_no_problem(make_site: MakeSite) -> None:
    assert make_site(WITH_FIGURE).problems() == []


MISFITS = {
    "a step without its frame": (
        {PAGE: KEYED.replace("Breathe.", "Breathe. {3}")},
        Problem(PAGE, 18, "a step names frame 3, but the figure has 2 frames"),
        "add it to bridge.pose.yaml, or change {3}",
    ),
    "a frame without its step": (
        {PAGE: KEYED.replace(" {2}", "")},
        Problem(FIGURE, 10, "no step names frame 2"),
        "in bridge.md end the step that it shows with {2}",
    ),
    "a mark with something behind it": (
        {PAGE: KEYED.replace("Breathe.", "Breathe {2}.")},
        Problem(PAGE, 18, "the mark {2} in a step would be printed"),
        "a step ends in the number of its frame, once and with nothing behind it:  {1}",
    ),
    "a figure without its exercise": (
        {"content/exercises/brigde.pose.yaml": POSE},
        Problem(
            "content/exercises/brigde.pose.yaml",
            1,
            "there is no exercise content/exercises/brigde.md to this figure",
        ),
        "did you mean bridge?",
    ),
    "a step that names a frame where no figure is": (
        {FIGURE: None},
        Problem(
            PAGE,
            15,
            "a step names frame 1 of a figure, but there is no content/exercises/bridge.pose.yaml",
        ),
        "write the pose file, or delete {1}",
    ),
    "a figure that is announced and not there": (
        {FIGURE: None, PAGE: EXERCISE.replace("side: both", "side: both\npicture: figure")},
        Problem(PAGE, 9, "picture is figure, but there is no content/exercises/bridge.pose.yaml"),
        "write the pose file, or take the line out",
    ),
}


@pytest.mark.parametrize(("files", "problem", "hint"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_a_problem_at_its_line(
    make_site: MakeSite, files: dict[str, str | None], problem: Problem, hint: str
) -> None:
    found = make_site(WITH_FIGURE | files).problems()
    assert problem in found
    assert hint in [one.hint for one in found]


CONTRADICTIONS = {
    "the front matter names another position": (
        (PAGE, "position: lying-on-back", "position: sitting"),
        Problem(PAGE, 6, "position is sitting, but the figure shows lying-on-back", "", "warning"),
    ),
    "a description names the wrong side of a part": (
        (FIGURE, "the right thigh", "the left thigh"),
        Problem(
            FIGURE,
            11,
            "the words name the left thigh, but the pose is of the right one",
            "",
            "warning",
        ),
    ),
    "a description names the other side only": (
        (FIGURE, "the right thigh", "the left leg"),
        Problem(
            FIGURE,
            9,
            "the words name only the left side, but the figure is of the right",
            "",
            "warning",
        ),
    ),
    "the side is not that of what is marked": (
        (FIGURE, "side: right", "side: left"),
        Problem(
            FIGURE,
            6,
            "side is left, but what is marked and moves is on the right",
            "",
            "warning",
        ),
    ),
    "a step names the side that is not shown": (
        (PAGE, "Bend one knee", "Bend your left knee"),
        Problem(
            PAGE, 16, "the steps name the left knee, but the figure shows the other", "", "warning"
        ),
    ),
}


@pytest.mark.parametrize(("edit", "problem"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_words_and_pose_that_contradict_each_other_are_a_warning(
    make_site: MakeSite, edit: tuple[str, str, str], problem: Problem
) -> None:
    """Whoever reads one thing and sees another would train the wrong side."""
    site = make_site(WITH_FIGURE)
    site.edit(*edit)
    assert problem in [replace(one, hint="", source="") for one in site.build().problems]


FITTING = {
    "the idle side is named beside the other": (
        (FIGURE, "and the knee bent", "and the left knee straight"),
    ),
    "a step names the side that the page mirrors": (
        (PAGE, "side: each", "side: left"),
        (PAGE, "Bend one knee", "Bend your left knee"),
    ),
    "a step names both sides": (
        (PAGE, "Bend one knee", "Bend your left knee, later the right knee"),
    ),
    "a right angle is no side": ((FIGURE, "the knee bent", "the knee at a right angle"),),
    "one of several positions is that of the front matter": (
        (FIGURE, "  - caption: Lie flat", "  - position: lying-on-front\n    caption: Lie flat"),
    ),
}


@pytest.mark.parametrize("edits", FITTING.values(), ids=FITTING)
def test_words_that_fit_the_pose_are_no_warning(
    make_site: MakeSite, edits: tuple[tuple[str, str, str], ...]
) -> None:
    """A check that cried wolf would be switched off."""
    site = make_site(WITH_FIGURE)
    for edit in edits:
        site.edit(*edit)
    said = " ".join(problem.message for problem in site.build().problems)
    assert not re.search(r"names? (only )?the|side is|position is", said)


def test_a_figure_that_photographs_replace_is_a_warning_and_not_shown(make_site: MakeSite) -> None:
    """A pose file beside `picture: photos` is not drawn, and the page says nothing of it."""
    site = make_site(WITH_FIGURE)
    site.edit(PAGE, "side: each", "side: each\npicture: photos")
    warnings = [problem.message for problem in site.build().problems]
    assert f"the figure {FIGURE} is not shown: picture says photos" in warnings
    assert not (site.output / "exercises/bridge.1.svg").exists()
    assert site.page("exercises/bridge.html").count('class="steps"') == 1


def test_a_misspelt_pose_file_is_a_warning(make_site: MakeSite) -> None:
    """A file that only looks like a figure would otherwise be missing without a word."""
    warnings = make_site({"content/exercises/bridge.yaml": POSE}).build().problems
    (found,) = [problem for problem in warnings if problem.message == "this is not read"]
    assert found.hint == "a figure is a file beside its exercise, named NAME.pose.yaml"
