"""Doses in words: what a patient reads, on the page and on paper."""

import pytest

from generator.frontmatter import FrontMatter
from generator.model import Dose, Exercise, Range, Schedule
from generator.schema import DoseFields
from generator.wording import describe_diary, describe_dose, describe_range
from generator.words import load_words

WORDS = load_words("en")


def exercise(side: str) -> Exercise:
    """An exercise of which the wording needs the side only."""
    blank = dict.fromkeys(Exercise.__dataclass_fields__, "")
    return Exercise(**{**blank, "side": side})


def said(side: str = "both", **dose: str) -> tuple[list[str], list[str]]:
    """A dose as the page says it, and as paper does with its blanks."""
    fields = DoseFields.model_validate(FrontMatter(dose, {}, "", 1).values)
    view = describe_dose(WORDS, exercise(side), Dose(**dict(fields)))
    return list(view.phrases), ["____".join(pieces) for pieces in view.printed]


@pytest.mark.parametrize(
    ("dose", "phrases"),
    [
        ({"sets": "3", "hold": "1 min"}, ["Hold 1 minute", "Do it 3 times"]),
        ({"sets": "3", "hold": "20-30 s"}, ["Hold 20 to 30 seconds", "Do it 3 times"]),
        ({"sets": "3", "reps": "10"}, ["Do it 10 times in each set", "Do 3 sets"]),
        ({"sets": "1", "reps": "10"}, ["Do it 10 times"]),
        ({"sets": "2", "reps": "1", "hold": "90 s"}, ["Hold 90 seconds", "Do it 2 times"]),
        ({"reps": "15–20"}, ["Do it 15 to 20 times"]),
        ({"reps": "1"}, ["Do it once"]),
        ({"reps": "5", "as_needed": "true"}, ["Do it 5 times", "Repeat as needed"]),
        (
            {"sets": "2", "reps": "8", "rest": "1-2 min"},
            ["Do it 8 times in each set", "Do 2 sets", "Rest 1 to 2 minutes between sets"],
        ),
        ({"reps": "8", "load": "a light band"}, ["Do it 8 times", "Load: a light band"]),
        ({"reps": "8", "tempo": "slowly"}, ["Do it 8 times", "Speed: slowly"]),
    ],
)
def test_page_and_paper_say_the_same_dose(dose: dict[str, str], phrases: list[str]) -> None:
    assert said(**dose) == (phrases, phrases)


def test_what_nobody_said_is_a_blank_on_paper_and_no_number_on_the_page() -> None:
    assert said(hold="30 s") == (["Hold 30 seconds"], ["Hold 30 seconds", "Do it ____ times"])
    assert said(hold="1 min", as_needed="true") == (
        ["Hold 1 minute", "Repeat as needed"],
        ["Hold 1 minute", "Do it ____ times, as needed"],
    )


@pytest.mark.parametrize(
    ("side", "page", "paper"),
    [
        ("each", ["Each side"], ["Each side"]),
        ("left", ["Left side"], ["Left side"]),
        ("right", ["Right side"], ["Right side"]),
        ("affected", ["On your sore side"], []),
        ("both", [], []),
    ],
)
def test_the_side_is_said_or_ticked(side: str, page: list[str], paper: list[str]) -> None:
    assert said(side, reps="5") == (["Do it 5 times", *page], ["Do it 5 times", *paper])


def test_a_span_is_said_in_words() -> None:
    assert describe_range(WORDS, Range(2, 3)) == "2 to 3"
    assert describe_range(WORDS, None) == ""


def test_the_diary_has_the_weeks_and_boxes_of_the_schedule() -> None:
    diary = describe_diary(WORDS, Schedule(per_day=Range(2, 3), weeks=Range(6, 6)))
    assert (len(diary.weeks), diary.boxes) == (6, 3)
    assert diary.lead.startswith("Tick a box each time")
    assert len(describe_diary(WORDS, Schedule()).weeks) == 4


def test_more_boxes_than_fit_become_one_a_day() -> None:
    diary = describe_diary(WORDS, Schedule(per_day=Range(9, 9)))
    assert diary.boxes == 1
    assert diary.lead.startswith("Tick the box each day")


def test_a_time_keeps_the_unit_that_was_written() -> None:
    assert said(hold="60 s", sets="2")[0][0] == "Hold 60 seconds"
