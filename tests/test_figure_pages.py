"""Figures on pages: each frame beside its steps, said in words, and none where none is."""

import re

import pytest
from built_page import BuiltPage
from small_site import EXERCISE, KEYED, POSE, WITH_FIGURE, MakeSite, Site

from generator.sketch import name_other_side

PAGE = "content/exercises/bridge.md"
FIGURE = "content/exercises/bridge.pose.yaml"
BRIDGE = "exercises/bridge.html"


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    """A site with one figure of two frames."""
    return make_site(WITH_FIGURE)


def built(site: Site, path: str = BRIDGE) -> BuiltPage:
    site.build()
    return BuiltPage(site.page(path))


def test_each_frame_stands_with_its_steps(site: Site) -> None:
    """Two groups: the frame, then the steps up to it, which number on."""
    page = built(site)
    assert page.attributes(".posed img", "src") == [
        "../exercises/bridge.1.svg",
        "../exercises/bridge.2.svg",
    ]
    assert page.attributes("ol.steps", "start") == ["None", "2"]
    assert page.texts(".posed:first-of-type .steps li") == ["Lie on your back."]
    assert page.texts("ol[start] li") == ["Bend one knee.", "Lift it.", "Breathe."]


def test_a_disc_names_the_step_of_a_frame(site: Site) -> None:
    """The number at the picture is the number of the step, and that step wears a disc too."""
    page = built(site)
    assert page.texts("figcaption .num") == ["Step 1", "Step 3"]
    assert page.texts("li.shown") == ["Lie on your back.", "Lift it."]


def test_a_frame_that_several_steps_name_has_all_their_numbers(site: Site) -> None:
    site.edit(PAGE, "Breathe.", "Lie flat again. {1}")
    page = built(site)
    assert page.texts("figcaption .num") == ["Step 1", "Step 4", "Step 3"]
    assert page.texts("li.shown") == ["Lie on your back.", "Lift it.", "Lie flat again."]


def test_a_frame_is_told_to_those_who_do_not_see_it(site: Site) -> None:
    """The alternative text is the exercise and what the frame shows; the caption is text too."""
    page = built(site)
    assert page.attributes(".posed img", "alt") == [
        "Bridge: A person lies on the back with both legs straight.",
        "Bridge: The same, with the right thigh lifted and the knee bent.",
    ]
    assert "Knee up" in page.texts("figcaption")[1]


def test_a_picture_has_its_proportions_before_it_is_there(site: Site) -> None:
    """Width and height are those of the drawing, so that nothing moves when it arrives."""
    page = built(site)
    for number, width, height in zip(
        (1, 2),
        page.attributes(".posed img", "width"),
        page.attributes(".posed img", "height"),
        strict=True,
    ):
        box = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"', site.page(frame(number)))
        assert box
        drawn = float(box[1]) / float(box[2])
        assert int(width) / int(height) == pytest.approx(drawn, rel=0.02)


def test_a_body_has_one_size_in_all_frames(site: Site) -> None:
    """A page fits each frame into a box, so all frames of a figure are equally wide and high."""
    page = built(site)
    boxes = {" ".join(re.findall(r"[-\d]+", shown_part(site, number))[2:]) for number in (1, 2)}
    sizes = {(page.attributes(".posed img", side)[0], side) for side in ("width", "height")}
    assert len(boxes) == 1
    assert sizes == {(page.attributes(".posed img", side)[1], side) for side in ("width", "height")}


def shown_part(site: Site, number: int) -> str:
    found = re.search('viewBox="([^"]+)"', site.page(frame(number)))
    assert found
    return found[1]


def frame(number: int) -> str:
    return f"exercises/bridge.{number}.svg"


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("each", ["The picture shows the right side"]),
        ("affected", ["The picture shows the right side"]),
        ("left", ["Left side shown"]),
        ("right", ["Right side shown"]),
        ("both", []),
    ],
)
def test_the_page_says_which_side_is_drawn(site: Site, side: str, said: list[str]) -> None:
    """In words, once, and only where it is a question."""
    site.edit(PAGE, "side: each", f"side: {side}")
    assert built(site).texts("figcaption small") == said


def test_the_words_of_a_mirrored_figure_name_the_side_that_is_shown(site: Site) -> None:
    """Who hears the description of a LEFT exercise must not be sent to the right leg."""
    site.edit(PAGE, "side: each", "side: left")
    alt = built(site).attributes(".posed img", "alt")[1]
    assert alt == "Bridge: The same, with the left thigh lifted and the knee bent."


def test_a_right_angle_has_no_other_side() -> None:
    """Only the words for a side trade places."""
    text = "The right knee is at a right angle. Left foot flat."
    assert name_other_side(text) == "The left knee is at a right angle. Right foot flat."


def test_a_figure_of_both_sides_says_nothing_of_sides(site: Site) -> None:
    site.edit(FIGURE, "side: right", "side: both")
    assert built(site).texts("figcaption small") == []


def test_an_exercise_without_a_figure_has_one_list_and_no_disc(make_site: MakeSite) -> None:
    page = built(make_site())
    assert len(page.find("ol.steps")) == 1
    assert page.find("figure, .posed, .shown, .num") == []


@pytest.mark.parametrize(
    "path", ["exercises/index.html", "exercises/by-region.html", "programs/hips.html"]
)
def test_lists_and_programs_show_the_end_of_the_movement(site: Site, path: str) -> None:
    """The last frame, loaded late, and silent beside the title."""
    page = built(site, path)
    assert page.attributes("main img", "src") == ["../exercises/bridge.2.svg"]
    assert page.attributes("main img", "alt") == [""]
    assert page.attributes("main img", "loading") == ["lazy"]


def test_easier_and_harder_exercises_are_shown(make_site: MakeSite) -> None:
    other = EXERCISE.replace("side: both", "side: both\neasier: bridge")
    site = make_site({**WITH_FIGURE, "content/exercises/clam.md": other})
    page = built(site, "exercises/clam.html")
    assert page.attributes(".others img", "src") == ["../exercises/bridge.2.svg"]


def test_photographs_and_figure_stand_together(site: Site) -> None:
    """A picture in a step stays where it is, beside the frames."""
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h9v9z"/></svg>'
    )
    site.write("content/media/knee.svg", drawing)
    site.edit(PAGE, "Breathe.", "Breathe. ![A knee](../media/knee.svg)")
    site.edit(PAGE, "side: each", "side: each\npicture: both")
    page = built(site)
    assert page.attributes(".steps img", "alt") == ["A knee"]
    assert len(page.find("figure img")) == 2


def test_the_steps_of_a_page_with_figures_are_guarded(site: Site) -> None:
    """A template that loses a group, or begins it with a wrong number, is not published."""
    template = (
        '{% extends "shipped/web/exercise.html" %}{% block main %}'
        '{{ super()|replace("start=\\"2\\"", "start=\\"5\\"")|safe }}{% endblock %}'
    )
    site.write("templates/web/exercise.html", template)
    (problem,) = site.problems()
    assert problem.message == "a list of steps does not count on from 2"


def test_one_more_frame_needs_one_more_step(site: Site) -> None:
    """What a clinician adds to a pose file shows after the next build."""
    site.build()
    site.write(FIGURE, POSE + "  - caption: Rest\n    description: A person rests.\n")
    site.write(PAGE, KEYED.replace("Breathe.", "Breathe. {3}"))
    assert len(built(site).find(".posed")) == 3
