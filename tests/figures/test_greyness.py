"""A drawing keeps its meaning in grey and in a hard photocopy, as handouts are printed and copied.

All pictures here are 45 mm high or wide, whichever is more, at 300 dots per inch: the smallest of a
handout. A hard photocopy makes what is lighter than half grey white and the rest black.
"""

from functools import cache

import numpy as np
import pytest
from figures.drawn import Drawing, line_pixels, paint, read_svg
from figures.sample_figures import POSE_FILES, load_figure
from numpy.typing import NDArray
from PIL import Image

from generator.figures.drawing.palette import colours, contrast, grey
from generator.figures.drawing.picture import draw_figure
from generator.figures.people import PEOPLE, Person

SMALLEST = round(45 / 25.4 * 300)
# Levels of grey, 0 to 255: half way; a line that a copier keeps (#3d4a54) and paper, at least.
HALF, DARK, LIGHT = 128, 72, 240
# Pixels in a picture cm where edges are looked at.
FINE = 6
# How much lighter the far limb is, of 255 levels of grey.
FARTHER = 20
PERSONS = pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
FIGURES = pytest.mark.parametrize("slug", POSE_FILES)


@PERSONS
@pytest.mark.parametrize("paint", ["skin", "shirt", "shorts"])
def test_a_far_limb_is_lighter(person: Person, paint: str) -> None:
    """In grey, too, one sees which of two arms or legs is the farther."""
    palette = colours(person, "colour")
    assert grey(palette[f"{paint} far"]) - grey(palette[paint]) >= FARTHER


@PERSONS
def test_skin_and_shirt_stay_white_in_a_photocopy(person: Person) -> None:
    """Black lines show on skin and shirt, and a shirt never runs into dark shorts."""
    palette = colours(person, "colour")
    light = ["skin", "skin far", "shirt", "shirt far", "shorts far"]
    light += ["cover"] if person.cover else []
    assert [name for name in light if grey(palette[name]) <= HALF] == []


@PERSONS
def test_a_line_shows_on_every_colour_it_crosses(person: Person) -> None:
    """Lines inside the body have 3 : 1 against skin and shirt."""
    palette = colours(person, "colour")
    for fill in ("skin", "shirt"):
        assert contrast(palette["line"], palette[fill]) >= 3
        assert contrast(palette["line far"], palette[f"{fill} far"]) >= 3


@PERSONS
def test_a_highlight_stands_out_by_its_rim(person: Person) -> None:
    """The working muscle has 3 : 1 against its white rim, whatever cloth or skin it lies on."""
    palette = colours(person, "colour")
    assert contrast(palette["highlight"], palette["highlight rim"]) >= 3


@pytest.mark.slow
@FIGURES
def test_a_highlight_has_its_rim_all_round(slug: str) -> None:
    """What touches a highlight is white, or the line of what lies before it."""
    figure, person = load_figure(slug)
    red = tuple(bytes.fromhex(colours(PEOPLE[person], "colour")["highlight"][1:]))
    for frame, drawing in zip(figure.frames, _draw(slug), strict=True):
        if not frame.highlight:
            continue
        picture = paint(drawing, round(drawing.width * FINE), finer=1)
        muscle = (np.asarray(picture) == red).all(axis=2)
        luma, around = _grey(picture), _grown(muscle, 2) & ~_grown(muscle, 1)
        assert muscle.any()
        assert np.mean((luma[around] > LIGHT) | (luma[around] < DARK)) >= 0.9


@pytest.mark.slow
@FIGURES
def test_no_line_is_too_pale(slug: str) -> None:
    """Every line that outlines something is dark enough for a copier."""
    assert {line for line in _outlines(slug) if grey(line) > DARK} == set()


@pytest.mark.slow
@FIGURES
def test_lines_survive_a_photocopy(slug: str) -> None:
    """The outlines of far limbs and of furniture do not break up at 45 mm, nor do the others."""
    outlines = _outlines(slug)
    for drawing in _draw(slug):
        width = round(SMALLEST * drawing.width / max(drawing.width, drawing.height))
        copied = _grey(paint(drawing, width)) < HALF
        for line, pixels in line_pixels(drawing, width).items():
            kept = np.count_nonzero(copied[pixels[:, 0], pixels[:, 1]])
            assert line not in outlines or kept >= 0.9 * len(pixels)


def _outlines(slug: str) -> set[str]:
    """The colours of all lines but those that are a thing themselves: a strap, a strand of hair."""
    palette = colours(PEOPLE[load_figure(slug)[1]], "colour")
    things = {palette[name] for name in ("hair line", "strap", "arrow", "halo")}
    return {mark.line for drawing in _draw(slug) for mark in drawing.marks} - {"", *things}


@cache
def _draw(slug: str) -> tuple[Drawing, ...]:
    figure, person = load_figure(slug)
    return tuple(read_svg(frame.svg) for frame in draw_figure(figure, person).frames)


def _grey(picture: Image.Image) -> NDArray[np.int_]:
    return np.asarray(picture.convert("L")).astype(int)


def _grown(spots: NDArray[np.bool_], pixels: int) -> NDArray[np.bool_]:
    grown = spots.copy()
    for axis in (0, 1):
        reached = grown.copy()
        for step in range(1, pixels + 1):
            reached |= np.roll(grown, step, axis) | np.roll(grown, -step, axis)
        grown = reached
    return grown
