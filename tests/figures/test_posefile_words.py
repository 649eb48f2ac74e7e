"""The words of a pose file: each can be read and posed, and each is drawn."""

from collections.abc import Iterator
from itertools import product

import pytest
from figures.posefiles import but, place_of, read_frame

from generator.figures.drawing.muscles import MUSCLES as DRAWN_MUSCLES
from generator.figures.people import PEOPLE as DRAWN_PEOPLE
from generator.figures.posefile.range_of_motion import RANGES
from generator.figures.posefile.terms import (
    BEARERS,
    CONTACTS,
    MUSCLES,
    PEOPLE,
    PROPS,
    SUPPORTS,
    phrases,
    with_sides,
)


@pytest.mark.parametrize("limb", CONTACTS)
def test_every_contact_can_be_written(limb: str) -> None:
    """Each phrase of the vocabulary is read as it stands, with its prop."""
    for phrase, (preset, target) in phrases(CONTACTS[limb]).items():
        prop = f"{target}: {place_of(target)}" if target in PROPS else "mat:"
        text = but("right hand: holds strap\n  left hand: under forehead", f"{limb}: {phrase}")
        text = text.replace("mat:\n  strap: round right foot", prop)
        first = read_frame(text).contacts[0]
        side = "" if target not in {"thigh", "knee", "hip", "shin"} else "right "
        assert (first.preset, first.target) == (preset, f"{side}{target}")


@pytest.mark.parametrize("kind", PROPS)
def test_every_prop_can_be_placed_where_its_words_say(kind: str) -> None:
    """Each place of a prop is read as it stands."""
    for phrase in phrases(PROPS[kind].places):
        bench = "\n  bench: under upper back" if "bench" in phrase else ""
        text = but("mat:\n  strap: round right foot", f"{kind}: {phrase}{bench}")
        assert read_frame(text.replace("holds strap", "on floor")).props[0].place == phrase


@pytest.mark.slow
@pytest.mark.parametrize("position", ["standing", "lying-on-back"])
def test_every_word_can_be_posed(position: str) -> None:
    """What may be written for contacts, supports, props and joints becomes a body, not a crash."""
    from generator.figures.posing.body import pose_body

    build = DRAWN_PEOPLE["bun"].build
    for pose in _every_pose():
        frame = read_frame(
            f"position: {position}\nside: both\ncamera: from the right\n{pose}"
            "frames: [{caption: A pose, description: A person.}]\n"
        )
        assert pose_body(frame, build).bones


def test_the_people_of_the_words_are_those_that_are_drawn() -> None:
    """Whom a pose file may name is drawn, and who is drawn may be named."""
    assert set(PEOPLE) == set(DRAWN_PEOPLE)


def test_the_muscles_of_the_words_are_those_that_are_drawn() -> None:
    """A muscle that a pose file may name can be shown, and the other way round."""
    assert set(MUSCLES) == set(DRAWN_MUSCLES)


def _every_pose() -> Iterator[str]:
    for limb, targets in CONTACTS.items():
        for phrase, (_, target) in phrases(targets).items():
            prop = f"  {target}: {place_of(target)}" if target in PROPS else "  mat:"
            yield f"contacts: {{{limb}: {phrase}}}\nprops:\n{prop}\n"
    for part, bearer in product(with_sides(SUPPORTS), BEARERS):
        prop = f"  {bearer}: {place_of(bearer)}"
        yield f"supports: [{part} on {bearer}]\nprops:\n{prop}\n"
    for kind, words in PROPS.items():
        for phrase in phrases(words.places):
            bench = "\n  bench: under buttocks" if "bench" in phrase else ""
            yield f"props:\n  {kind}: {phrase}{bench}\n"
    for joint, limits in RANGES.items():
        for movement, limit in limits.items():
            yield f"joints: {{{joint}: {{{movement}: {limit.active}}}}}\n"
