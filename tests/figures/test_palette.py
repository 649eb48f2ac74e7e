"""The colours: what must be told apart in colour, in grey, in a hard photocopy and in the dark."""

import colorsys
import re
from itertools import product

import pytest

from generator.figures.drawing.palette import PALEST_LINE, colours, contrast, grey
from generator.figures.people import PEOPLE, Person
from generator.figures.pose import Style

STYLES: tuple[Style, ...] = ("colour", "line")
EVERYBODY = pytest.mark.parametrize("person", PEOPLE.values(), ids=lambda person: person.name)
# A hard photocopy turns what is lighter than this to white, and the rest to black.
THRESHOLD = 128


@EVERYBODY
def test_every_scheme_has_the_same_names(person: Person) -> None:
    """A drawing finds every colour in every scheme, as six hexadecimal digits."""
    schemes = [colours(person, style) for style in STYLES] + [colours(person, "colour", dark=True)]
    assert schemes[0].keys() == schemes[1].keys() == schemes[2].keys()
    values = [colour for scheme in schemes for colour in scheme.values()]
    assert [colour for colour in values if not re.fullmatch("#[0-9a-f]{6}", colour)] == []


@pytest.mark.parametrize("style", STYLES)
def test_every_line_on_paper_is_dark_enough_for_a_hard_photocopy(style: Style) -> None:
    """No outline is paler than the palest line that a hard copy keeps whole."""
    for person in PEOPLE.values():
        scheme = colours(person, style)
        lines = {scheme[name] for name in ("line", "line far", "furniture line", "eye", "arrow")}
        assert max(grey(line) for line in lines - {scheme["arrow"]}) <= grey(PALEST_LINE)
        assert max(grey(line) for line in lines) < THRESHOLD


@EVERYBODY
def test_skin_and_shirt_stay_white_in_a_hard_photocopy(person: Person) -> None:
    """Near and far, only shorts and hair may turn black: limbs and trunk stay apart."""
    scheme = colours(person, "colour")
    white = [f"{name}{far}" for name, far in product(("skin", "shirt"), ("", " far"))]
    assert [name for name in (*white, "shorts far") if grey(scheme[name]) <= THRESHOLD] == []


@EVERYBODY
def test_far_limbs_are_clearly_paler_in_grey(person: Person) -> None:
    """A grey print tells near from far."""
    scheme = colours(person, "colour")
    for name in ("skin", "shirt", "shorts"):
        assert grey(scheme[f"{name} far"]) - grey(scheme[name]) > 20


@EVERYBODY
def test_lines_show_on_skin_and_cloth(person: Person) -> None:
    """A finger, a fold and a closed mouth are seen on the darkest skin; a crease on shorts."""
    scheme = colours(person, "colour")
    assert contrast(scheme["line"], scheme["skin"]) > 4.5
    assert contrast(scheme["line"], scheme["shirt"]) > 4.5
    assert contrast(scheme["line"], scheme["shorts"]) > 2.7


@EVERYBODY
def test_the_highlight_is_told_from_the_body_without_colour(person: Person) -> None:
    """The muscle stands out from its white rim, and the rim from cloth that is as dark as it."""
    scheme = colours(person, "colour")
    assert contrast(scheme["highlight"], scheme["highlight rim"]) > 4
    for name in ("skin", "shirt", "shorts"):
        rimmed = contrast(scheme["highlight rim"], scheme[name])
        bare = contrast(scheme["highlight"], scheme[name])
        assert max(rimmed, bare) > 2


@EVERYBODY
def test_a_person_stands_out_from_a_dark_page(person: Person) -> None:
    """On a dark screen skin, clothes and hair show without their outlines."""
    scheme = colours(person, "colour", dark=True)
    for name in ("skin", "shirt", "shorts", "hair", "cover"):
        assert contrast(scheme[name], scheme["halo"]) > 2.5
    assert contrast(scheme["furniture line"], scheme["halo"]) > 4.5


@EVERYBODY
def test_on_a_dark_page_a_far_limb_is_the_same_limb_in_shadow(person: Person) -> None:
    """It is darker, keeps its hue, and still stands out from the page."""
    scheme = colours(person, "colour", dark=True)
    for name in ("skin", "shirt", "shorts"):
        near, far = scheme[name], scheme[f"{name} far"]
        assert grey(near) - grey(far) > 20
        assert contrast(far, scheme["halo"]) > 2.5
        assert abs(hue(near) - hue(far)) < 0.03


def hue(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return colorsys.rgb_to_hsv(red, green, blue)[0]


def test_line_art_spends_no_toner_on_bodies() -> None:
    """Skin, clothes and furniture are white; lines are black."""
    scheme = colours(PEOPLE["curls"], "line")
    white = {scheme[name] for name in ("skin", "shirt", "shorts", "shorts far", "wood", "mat side")}
    assert white == {"#ffffff"}
    assert scheme["line"] == "#000000"


def test_contrast_is_that_of_the_guidelines() -> None:
    """Black on white is 21 to 1, a colour on itself 1 to 1, and a known grey 4.54 to 1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#abcdef", "#abcdef") == pytest.approx(1)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
