"""Doses as the rounds that somebody follows on a phone."""

import json
import re

import pytest
from small_site import WITH_FIGURE, MakeSite

from generator.frontmatter import FrontMatter
from generator.model import Dose, Exercise
from generator.practice import is_open, list_rounds
from generator.schema import DoseFields
from generator.words import load_words

WORDS = load_words("en")


def dose_of(**written: str) -> Dose:
    return Dose(**dict(DoseFields.model_validate(FrontMatter(written, {}, "", 1).values)))


def rounds(side: str = "both", **written: str) -> list[tuple[str, bool]]:
    """The rounds of a dose: what each is called, and whether a rest comes before it."""
    blank = dict.fromkeys(Exercise.__dataclass_fields__, "")
    exercise = Exercise(**{**blank, "side": side})  # type: ignore[arg-type]
    return [(one.name, one.rests) for one in list_rounds(WORDS, exercise, dose_of(**written))]


def names(side: str = "both", **written: str) -> list[str]:
    return [name for name, _ in rounds(side, **written)]


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        ({"sets": "3", "hold": "1 min"}, ["1 of 3", "2 of 3", "3 of 3"]),
        ({"reps": "2", "hold": "5 s"}, ["1 of 2", "2 of 2"]),
        ({"sets": "2-3", "hold": "30 s"}, ["1 of 2 to 3", "2 of 2 to 3", "3 of 2 to 3"]),
        ({"sets": "2", "reps": "10"}, ["Set 1 of 2", "Set 2 of 2"]),
        ({"sets": "2", "reps": "1", "hold": "5 s"}, ["1 of 2", "2 of 2"]),
        ({"sets": "1", "reps": "2", "hold": "5 s"}, ["1 of 2", "2 of 2"]),
        (
            {"sets": "2", "reps": "2", "hold": "5 s"},
            [f"Set {number} of 2 · {hold} of 2" for number in (1, 2) for hold in (1, 2)],
        ),
        ({"sets": "2"}, ["1 of 2", "2 of 2"]),
        ({"reps": "15-20"}, ["Now do it"]),
        ({"sets": "1", "reps": "10"}, ["Now do it"]),
        ({"hold": "1 min", "as_needed": "true"}, ["Now do it"]),
        ({"hold": "1 min"}, ["Now do it"]),
    ],
)
def test_each_hold_and_each_set_is_a_round(dose: dict[str, str], expected: list[str]) -> None:
    """Repeats without a hold are counted by the person; what is not known is not counted."""
    assert expected == names(**dose)


def test_one_side_is_finished_before_the_other() -> None:
    """Nobody turns over more often than needed."""
    expected = ["Left side · 1 of 2", "Left side · 2 of 2"]
    expected += ["Right side · 1 of 2", "Right side · 2 of 2"]
    assert expected == names("each", sets="2", hold="30 s")
    assert names("affected", reps="5") == ["On your sore side"]
    assert names("left", reps="5") == ["Left side"]


def test_the_side_that_is_drawn_comes_first() -> None:
    """The pictures have just been read; only the rounds of the other side need them mirrored."""
    blank = dict.fromkeys(Exercise.__dataclass_fields__, "")
    exercise = Exercise(**{**blank, "side": "each"})  # type: ignore[arg-type]
    for drawn, order in (("left", ["Left", "Right"]), ("right", ["Right", "Left"])):
        found = list_rounds(WORDS, exercise, dose_of(reps="5"), drawn)
        assert [one.name for one in found] == [f"{side} side" for side in order]
        assert [one.is_other for one in found] == [False, True]
    assert not any(one.is_other for one in list_rounds(WORDS, exercise, dose_of(reps="5")))


def test_a_rest_comes_between_sets_and_only_where_the_dose_has_one() -> None:
    rested = rounds("each", sets="2", reps="2", hold="5 s", rest="30 s")
    assert [rests for _, rests in rested] == [False, False, True, False] * 2
    assert not any(rests for _, rests in rounds("each", sets="3", reps="10"))


def test_a_hold_without_a_number_is_repeated_as_the_person_likes() -> None:
    assert is_open(dose_of(hold="1 min", as_needed="true"))
    assert is_open(dose_of(hold="1 min"))
    assert not is_open(dose_of(hold="1 min", sets="3"))
    assert not is_open(dose_of(reps="10"))


def practice(html: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="practice">(.*?)</script>', html)
    assert found
    exercises: list[dict[str, object]] = json.loads(found[1])["exercises"]
    return exercises[0]


def test_each_step_has_its_picture(make_site: MakeSite) -> None:
    """A picture stands beside the steps up to the one that names it, and the last stays."""
    site = make_site(WITH_FIGURE)
    site.build()
    shown = practice(site.page("exercises/bridge.html"))
    assert shown["shown"] == [0, 1, 1, 1]


def test_a_program_leads_through_its_own_doses(make_site: MakeSite) -> None:
    site = make_site()
    site.edit(
        "content/programs/hips.md",
        "[bridge]",
        "[{exercise: bridge, dose: {sets: 2, hold: 20-30 s, rest: 1 min}}]",
    )
    site.build()
    shown = practice(site.page("programs/hips.html"))
    assert shown["steps"] == ["Lie on your back.", "Lift your hips."]
    assert shown["hold"] == [20, 30]
    assert shown["rest"] == [60, 60]
    assert shown["rounds"] == [["1 of 2", False, False], ["2 of 2", True, False]]


def test_words_of_an_author_do_not_end_the_script(make_site: MakeSite) -> None:
    site = make_site()
    site.edit("content/exercises/bridge.md", "title: Bridge", 'title: "A </script><b> bridge"')
    site.build()
    assert practice(site.page("exercises/bridge.html"))["title"] == "A </script><b> bridge"
