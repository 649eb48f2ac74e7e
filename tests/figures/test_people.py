"""The people: who they are, and who is drawn for which exercise."""

from collections import Counter

from generator.figures.people import PEOPLE, choose_person
from generator.figures.posefile import terms

SLUGS = [f"exercise-{number}" for number in range(600)]


def test_a_pose_file_may_name_every_person_and_nobody_else() -> None:
    """The names that a pose file may use are those of the people who can be drawn."""
    assert set(terms.PEOPLE) == set(PEOPLE)


def test_the_person_whom_a_pose_file_names_is_drawn() -> None:
    """A figure's own choice beats the site's."""
    assert choose_person("bridge", ("bun", "curls"), "grey-beard") == "grey-beard"


def test_a_site_shows_only_the_people_it_has_chosen() -> None:
    """Every exercise shows one of the site's people, and each of them is shown."""
    chosen = ("bun", "curls", "grey-bob")
    assert {choose_person(slug, chosen, "") for slug in SLUGS} == set(chosen)


def test_without_a_choice_all_people_are_shown_about_equally_often() -> None:
    """Nobody is left out, and nobody stands for the rest."""
    shown = Counter(choose_person(slug, (), "") for slug in SLUGS)
    assert set(shown) == set(PEOPLE)
    assert min(shown.values()) > len(SLUGS) / len(PEOPLE) / 2


def test_an_exercise_keeps_its_person_from_build_to_build() -> None:
    """The choice hangs on nothing but the slug: these names must never change by themselves."""
    names = [choose_person(slug, (), "") for slug in ("bridge", "clam", "squat")]
    assert names == ["headscarf", "grey-beard", "grey-bob"]


def test_who_covers_her_hair_covers_arms_and_legs() -> None:
    """A headscarf comes with long sleeves and long trousers."""
    covered = [person for person in PEOPLE.values() if person.hair == "covered"]
    assert [(one.sleeves, one.legs, one.neck) for one in covered] == [("long", "long", "cover")]


def test_people_differ_in_skin_age_and_build() -> None:
    """Six people with six skins, two of them older, and more than one figure."""
    people = PEOPLE.values()
    assert len({person.skin for person in people}) == 6
    assert [person.name for person in people if person.older] == ["grey-beard", "grey-bob"]
    assert len({person.build for person in people}) >= 4
