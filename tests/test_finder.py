"""What the search and the filters of the list are given."""

import json

import pytest
from built_page import BuiltPage
from small_site import EXERCISE, TERMS, MakeSite, Site

SEARCHED = "exercises/searched.js"
LIST = "exercises/index.html"
CLAM = (
    EXERCISE.replace("title: Bridge", 'title: "Clam \\"</script>"\nalso: [mussel, shell]')
    .replace(
        "region: hip", "plain: Open knees\nmuscles: [glutes, hip rotators]\nregion: [hip, knee]"
    )
    .replace("[mat]", "[]")
    .replace("strength", "control")
)


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    terms = TERMS.replace('"Hip"', '"Hip"\nknee = "Knee"\nneck = "Neck"')
    return make_site({"content/exercises/clam.md": CLAM, "content/terms.toml": terms})


def searched(site: Site) -> list[list[str]]:
    """The words of each exercise, as a browser takes them from the script."""
    script = site.page(SEARCHED)
    found: list[list[str]] = json.loads(script.removeprefix("window.exercises = ").rstrip(";\n"))
    return found


def test_all_words_of_an_exercise_can_be_searched(site: Site) -> None:
    """Slug, then title, other names, muscles, summary and the labels of what it is for."""
    site.build()
    assert searched(site) == [
        ["bridge", "Bridge", "", "", "Lifts the hips.", "Hip, Mat"],
        [
            *("clam", 'Clam "</script>', "Open knees, mussel, shell"),
            *("glutes, hip rotators", "Lifts the hips.", "Hip, Knee"),
        ],
    ]


def test_a_change_of_a_search_word_is_published(site: Site) -> None:
    site.build()
    site.edit("content/exercises/clam.md", "mussel", "oyster")
    site.build()
    assert "oyster" in site.page(SEARCHED)


def test_filters_offer_what_tells_exercises_apart(site: Site) -> None:
    """Each with its number; a choice that nothing has, or a filter with one choice, is left out."""
    site.build()
    page = BuiltPage(site.page(LIST))
    assert page.texts("#find legend") == ["Body part", "Goal", "Equipment"]
    assert page.texts("#find label")[1:] == [
        *("Hip 2", "Knee 1", "Strength 1", "Control 1", "Mat 1", "No equipment 1")
    ]
    names = zip(
        page.attributes("#find [type=checkbox]", "name"),
        page.attributes("#find [type=checkbox]", "value"),
        strict=True,
    )
    offered = {f"{name}:{value}" for name, value in names}
    traits = {one for all_of in page.attributes(".card", "data-traits") for one in all_of.split()}
    assert offered <= traits
    assert traits - offered == {"position:lying-on-back"}


@pytest.mark.parametrize("by", ["index", "by-region", "by-position", "by-equipment"])
def test_every_grouping_can_be_searched(site: Site, by: str) -> None:
    """From each page of the list the script with the words is found."""
    site.build()
    page = BuiltPage(site.page(f"exercises/{by}.html"))
    assert page.attribute("#find", "data-searched") == f"../{SEARCHED}"
    assert set(page.attributes(".card", "data-slug")) == {one[0] for one in searched(site)}


def test_one_exercise_needs_no_search(make_site: MakeSite) -> None:
    """Its words are there for the page that makes a handout, which chooses from them."""
    site = make_site()
    site.build()
    assert BuiltPage(site.page(LIST)).find("#find, script[src*=find]") == []
    assert [one[0] for one in searched(site)] == ["bridge"]
    assert BuiltPage(site.page("make-handout.html")).find(f'script[src="{SEARCHED}"]')


def test_what_is_no_longer_searched_is_gone(site: Site) -> None:
    """The words of an exercise, and with the last of them the file."""
    site.build()
    site.remove("content/exercises/clam.md")
    site.build()
    assert [one[0] for one in searched(site)] == ["bridge"]
    site.remove("content/exercises/bridge.md")
    site.remove("content/programs/hips.md")
    site.build()
    assert SEARCHED not in site.files()
    assert not [path for path in site.files() if path.startswith(("make-handout", "handout-parts"))]
