"""Looks at a word on the picture of a page: how well it stands out, and whether all of it does."""

from functools import lru_cache
from typing import NamedTuple, cast

from PIL import Image, ImageChops

Colour = tuple[int, int, int]
# In pixels: left, top, right and bottom.
Place = tuple[int, int, int, int]


class Sight(NamedTuple):
    """A word on the rendered page: its contrast, and which part of its place holds ink."""

    contrast: float
    ink: Place | None
    place: tuple[int, int]
    margin: int

    @property
    def whole(self) -> bool:
        """Whether there is ink from edge to edge of the word's place, give or take 3 pixels."""
        if self.ink is None:
            return False
        left, top, right, bottom = self.ink
        width, height = self.place
        reach = self.margin + 3
        return max(left, top, width - right, height - bottom) <= reach


def look(page: "Picture", place: Place, ink: Colour, margin: int) -> Sight:
    """What is seen of a word in a colour, in its place with so many pixels around it."""
    paper = page.paper(place)
    left, top, right, bottom = place
    return Sight(
        contrast(ink, paper), page.inked(place, ink, paper), (right - left, bottom - top), margin
    )


class Picture:
    """The picture of a page."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image

    def inked(self, place: Place, ink: Colour, paper: Colour) -> Place | None:
        """Where in a place the page is nearer to the ink than half way to the paper, if anywhere.

        It is told from the upper left corner of the place; outside the page there is no ink.
        """
        left, top, right, bottom = place
        width, height = self.image.size
        seen = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
        if seen[0] >= seen[2] or seen[1] >= seen[3]:
            return None
        near = _count_as_ink(ink, paper)
        distances = _distances(self.image.crop(seen), ink)
        found = ImageChops.subtract(Image.new("L", distances.size, near), distances).getbbox()
        if found is None:
            return None
        across, down = seen[0] - left, seen[1] - top
        return found[0] + across, found[1] + down, found[2] + across, found[3] + down

    def paper(self, place: Place) -> Colour:
        """The colour behind a word: the commonest in the row of pixels just above its ink."""
        left, top, right, _ = place
        row = self.image.crop((left, top, right, top + 1))
        found = cast("list[tuple[int, Colour]]", row.getcolors(right - left))
        return max(found)[1]


@lru_cache(maxsize=256)
def _count_as_ink(ink: Colour, paper: Colour) -> int:
    """From which distance on a colour is no longer nearer to the ink than half way to the paper."""
    return (_distances(Image.new("RGB", (1, 1), paper), ink).tobytes()[0] + 1) // 2


def _distances(picture: Image.Image, colour: Colour) -> Image.Image:
    return ImageChops.difference(picture, Image.new("RGB", picture.size, colour)).convert("L")


@lru_cache(maxsize=256)
def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, from 1 to 21, as the accessibility guidelines define it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=1024)
def _luminance(colour: Colour) -> float:
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: int) -> float:
    """How much light a value of 0 to 255 stands for, as sRGB defines it."""
    share, knee = value / 255, 0.04045
    return share / 12.92 if share <= knee else float(((share + 0.055) / 1.055) ** 2.4)
