"""The reading grade agrees with counts made by hand, and the shipped words stay easy."""

import html
import re
from pathlib import Path

import pytest

from generator.library import load_library
from generator.model import Exercise, Page, Program, SafetySheet
from generator.readability import (
    count_syllables,
    grade,
    long_sentences,
    plainer_words,
)

HIGHEST_GRADE = 6
SITE = Path(__file__).parent.parent

Record = Exercise | Program | SafetySheet | Page

# Counted by ear.
SYLLABLES = {
    1: "knee don't raised bones pulled spine breathe squeeze hold whole stopped 20 20-30".split(),
    2: "over table gentle able muscles buttock towel being needed stretches bladder IT".split(),
    3: "half-kneeling exercise quadriceps genitals pregnancy opposite affected USB".split(),
    4: "exercises emergency isometric operation".split(),
    5: "flexibility".split(),
}


@pytest.mark.parametrize(
    ("text", "words", "sentences", "syllables"),
    [
        ("The cat sat on the mat.", 6, 1, 6),
        ("Lie on your back. Bend your knees slowly.", 8, 2, 9),
        ("Consult a physician before exercising if symptoms persist.", 8, 1, 17),
        ("Hold for 20–30 seconds.", 4, 1, 5),
        ("Do it 2.5 times, e.g. at home.", 7, 1, 8),
        ("Ask Dr. J. Smith. Then start!", 6, 2, 6),
        ("# Stop if\n- Sharp pain\n- It hurts\n\nRest\nwell.", 8, 4, 8),
        ("1. Lift it.\n2. Hold it.", 4, 2, 4),
        ("Come at 3 p.m. in shoes.", 6, 1, 7),
        ('He said "stop." Then he sat.', 6, 2, 6),
    ],
)
def test_grade_is_that_of_the_formula(
    text: str, words: int, sentences: int, syllables: int
) -> None:
    """Words, sentences and syllables are counted as a person would count them."""
    by_hand = 0.39 * words / sentences + 11.8 * syllables / words - 15.59

    assert by_hand == pytest.approx(grade(text))


def test_grade_of_a_known_sentence() -> None:
    """The formula itself, worked out on paper: 0.39 * 6 + 11.8 * 1 - 15.59."""
    assert pytest.approx(-1.45) == grade("The cat sat on the mat.")


@pytest.mark.parametrize("text", ["", " \n\n", "- \n- …", "***"])
def test_a_text_without_words_has_grade_0(text: str) -> None:
    """Nothing to read is not hard to read, and nothing is divided by zero."""
    assert grade(text) == 0
    assert long_sentences(text) == []


def test_harder_words_and_longer_sentences_raise_the_grade() -> None:
    """Both halves of the formula count."""
    easy = grade("Pull your heel up. Hold it there.")

    assert easy < grade("Pull your heel up and hold it there.")
    assert easy < grade("Elevate your calcaneus. Maintain position.")


@pytest.mark.parametrize(
    ("word", "syllables"), [(word, count) for count in SYLLABLES for word in SYLLABLES[count]]
)
def test_syllables_are_those_heard(word: str, syllables: int) -> None:
    """A word has the syllables that one hears, not the places where it may be broken."""
    assert syllables == count_syllables(word)


def test_other_languages_use_their_own_patterns() -> None:
    """Spanish words are counted as Spanish: a final e is spoken."""
    assert count_syllables("eje", "es") == 2
    assert count_syllables("estiramiento", "es") == 5


def test_a_language_without_patterns_is_still_counted() -> None:
    """An unknown language is counted by its vowels instead of failing."""
    assert count_syllables("kolano", "xx") == 3


def test_long_sentences_are_named() -> None:
    """A sentence of more than the limit is returned whole, one at the limit is not."""
    at_limit = " ".join(["Word"] * 20) + "."
    too_long = " ".join(["Word"] * 21) + "."

    assert long_sentences(f"Short. {at_limit} {too_long}") == [too_long]
    assert long_sentences("One two three. Four.", limit=2) == ["One two three."]


def test_a_list_is_not_one_long_sentence() -> None:
    """List items end a sentence even though they have no full stop."""
    text = "\n".join(f"{number}. Lift the leg" for number in range(1, 12))

    assert long_sentences(text) == []


def test_plainer_words_are_offered() -> None:
    """Heavy words come with a plainer one; parts of other words do not count."""
    text = "Prior to the stretch, PERFORM a lift. Inflexible requirements."

    assert plainer_words(text) == {"prior to": "before", "perform": "do"}


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    """Everything shipped, by its path below the site's folder."""
    library, _ = load_library(SITE)
    kinds = (library.exercises, library.programs, library.safety, library.pages)
    return {record.source.path: record for kind in kinds for record in kind.values()}


@pytest.mark.parametrize(
    "path", sorted(path.relative_to(SITE).as_posix() for path in SITE.glob("content/*/*.md"))
)
def test_shipped_words_are_easy(records: dict[str, Record], path: str) -> None:
    """Every shipped page reads at grade 6 or lower, without sentences over 20 words."""
    body = _body(records[path])
    text = "\n\n".join([*_lists(records[path]), body])

    assert grade(text) <= HIGHEST_GRADE
    assert grade(body) <= HIGHEST_GRADE
    assert long_sentences(text) == []


def _lists(record: Record) -> list[str]:
    texts = [record.title, record.summary]
    if isinstance(record, Exercise):
        texts += [record.plain, record.felt_in, *record.precautions, *record.ask_first]
        texts += [*record.stop_if, *record.mistakes]
    if isinstance(record, SafetySheet):
        texts += [*record.emergency, *record.urgent.signs, *record.stop_if]
        texts += [*record.ask_first, *record.precautions]
    return texts


def _body(record: Record) -> str:
    steps = "\n\n".join(step.text for step in record.body.steps)
    return "\n\n".join([_plain(record.body.before), steps, _plain(record.body.after)])


def _plain(rendered: str) -> str:
    ended = re.sub(r"</(?:p|li|h[1-6])>", "\n\n", rendered)
    return html.unescape(re.sub(r"<[^>]+>", "", ended))
