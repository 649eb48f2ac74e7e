"""The people in the drawings: skin, hair, clothes and build, and which of them a figure shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from zlib import crc32

Length = Literal["short", "long"]
HairStyle = Literal["bun", "short", "curls", "receding", "bob", "covered"]


@dataclass(frozen=True)
class Build:
    """How wide the flesh is, as factors of the average; bones keep their length."""

    chest: float = 1.0
    belly: float = 1.0
    hips: float = 1.0
    limbs: float = 1.0


@dataclass(frozen=True)
class Person:
    """Somebody to draw; colours are those of the light scheme.

    `cover` is the colour of the headscarf where `hair` is covered.
    """

    name: str
    skin: str
    hair: HairStyle
    hair_colour: str
    shirt: str
    shorts: str
    sleeves: Length = "short"
    legs: Length = "short"
    cover: str = ""
    glasses: bool = False
    beard: bool = False
    older: bool = False
    build: Build = field(default_factory=Build)

    @property
    def neck(self) -> str:
        """What is seen of the neck, as the palette names it: skin, or the scarf round it."""
        return "cover" if self.hair == "covered" else "skin"


# No skin is darker than a line on it needs (3 : 1), and each stays light in a hard photocopy.
_EVERYBODY = (
    Person(
        "bun",
        skin="#eec5a0",
        hair="bun",
        hair_colour="#3b2d27",
        shirt="#64a6b4",
        shorts="#4d7093",
        build=Build(chest=0.97, belly=0.97, hips=1.03, limbs=0.98),
    ),
    Person(
        "short-hair",
        skin="#d9a87c",
        hair="short",
        hair_colour="#27211f",
        shirt="#8fb583",
        shorts="#586b90",
        build=Build(chest=1.04, limbs=1.04),
    ),
    Person(
        "curls",
        skin="#b57f58",
        hair="curls",
        hair_colour="#2a201d",
        shirt="#e0b45c",
        shorts="#4f6f8d",
    ),
    Person(
        "headscarf",
        skin="#e0b48c",
        hair="covered",
        hair_colour="#2f2724",
        shirt="#93a9d1",
        shorts="#7d8496",
        sleeves="long",
        legs="long",
        cover="#6f8fa3",
        build=Build(chest=1.02, belly=1.04, hips=1.04, limbs=1.04),
    ),
    Person(
        "grey-beard",
        skin="#e9bd9b",
        hair="receding",
        hair_colour="#d6dadb",
        shirt="#9bb0b8",
        shorts="#5a6d88",
        beard=True,
        older=True,
        build=Build(chest=1.06, belly=1.18, hips=1.05, limbs=0.98),
    ),
    Person(
        "grey-bob",
        skin="#f0cdb0",
        hair="bob",
        hair_colour="#c6cbcc",
        shirt="#b59cc4",
        shorts="#6a7686",
        legs="long",
        glasses=True,
        older=True,
        build=Build(chest=1.08, belly=1.12, hips=1.12, limbs=1.06),
    ),
)
PEOPLE: dict[str, Person] = {person.name: person for person in _EVERYBODY}


def choose_person(slug: str, people: Sequence[str], wanted: str) -> str:
    """Who is drawn for an exercise: whom its pose file names, else one of the site's people.

    The choice hangs on the slug alone, so that a page keeps its person when others come and go.
    Nobody named in `people` means everybody.
    """
    if wanted:
        return wanted
    names = tuple(people) or tuple(PEOPLE)
    return names[crc32(slug.encode()) % len(names)]
