"""The body of a page: its parts, its steps and frames, and what it may not do to the next."""

from generator.body import render_body
from generator.errors import Problem
from generator.model import Body, Source

SOURCE = Source("content/exercises/x.md", "", b"{}", 10)


def read(text: str) -> tuple[Body, list[Problem]]:
    problems: list[Problem] = []
    return render_body(SOURCE, text, with_steps=True, problems=problems), problems


def test_the_first_numbered_list_is_the_steps() -> None:
    body, problems = read("Why.\n\n- note\n\n1. One.\n2. Two.\n\nAfter.\n\n1. Not a step.\n")
    assert problems == []
    assert [step.text for step in body.steps] == ["One.", "Two."]
    assert "note" in body.before
    assert "After." in body.after
    assert "Not a step." in body.after


def test_a_step_may_name_its_frame() -> None:
    body, _ = read("1. Lie. {1}\n2. Rest.\n3. Lift the {2} leg.\n\n4. Lower. {12}\n")
    assert [step.frame for step in body.steps] == [1, None, None, 12]
    assert [step.text for step in body.steps] == ["Lie.", "Rest.", "Lift the {2} leg.", "Lower."]


def test_a_step_keeps_its_emphasis_and_gives_plain_text() -> None:
    body, _ = read("1. Go **slowly** & [look](../safety/a.md).\n")
    assert body.steps[0].html.startswith("Go <strong>slowly</strong> &amp; <a ")
    assert body.steps[0].text.replace(" .", ".") == "Go slowly & look."


def test_a_body_that_cannot_be_parsed_does_no_harm_to_the_next() -> None:
    """The parser keeps the state in which it failed; no page may inherit it."""
    expected = read("![A knee.](../media/a.png)\n\n1. One.\n")
    for monster in ("1. " * 600, "> " * 600, "<div>" * 500, "[" * 9_000):
        body, problems = read(monster)
        assert problems
        assert body.steps == ()
    assert read("![A knee.](../media/a.png)\n\n1. One.\n") == expected
    assert len(expected[0].pictures) == 1


def test_fifty_brackets_apart_are_not_fifty_inside_each_other() -> None:
    """Only what is nested costs time: many tags and brackets in one paragraph are fine."""
    body, problems = read("<b>x</b> (y) [z](a.md) " * 50 + "\n\n1. One.\n")
    assert problems == []
    assert len(body.links) == 50


def test_a_link_is_found_at_its_line() -> None:
    body, _ = read("Why.\n\n[a](one.md)\nand [b](two.md)\n\n1. See [c](three%20x.md).\n")
    assert [(link.target, link.line) for link in body.links] == [
        ("content/exercises/one.md", 12),
        ("content/exercises/two.md", 13),
        ("content/exercises/three x.md", 15),
    ]
