"""Looks at a word on the picture of a page: how well it stands out, and whether all of it does."""

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from PIL import Image, ImageChops

Colour = tuple[int, int, int]
# In pixels: left, top, right and bottom.
Place = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sight:
    """A word on the rendered page: its contrast, and which part of its place holds ink."""

    contrast: float
    ink: tuple[int, int, int, int] | None
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
    inked = page.inked(ink, paper).crop(place)
    return Sight(contrast(ink, paper), inked.getbbox(), inked.size, margin)


class Picture:
    """The picture of a page. Where there is ink is worked out once for all its words."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self._inked: dict[tuple[Colour, Colour], Image.Image] = {}

    def inked(self, ink: Colour, paper: Colour) -> Image.Image:
        """White where the page is nearer to the ink than half way to the paper, else black."""
        if (ink, paper) not in self._inked:
            gap = _distances(Image.new("RGB", (1, 1), paper), ink).tobytes()[0]
            near = [255 if 2 * far < gap else 0 for far in range(256)]
            self._inked[ink, paper] = _distances(self.image, ink).point(near)
        return self._inked[ink, paper]

    def paper(self, place: Place) -> Colour:
        """The colour behind a word: the commonest in the row of pixels just above its ink."""
        left, top, right, _ = place
        row = self.image.crop((left, top, right, top + 1))
        found = cast("list[tuple[int, Colour]]", row.getcolors(right - left))
        return max(found)[1]


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


def _distances(picture: Image.Image, colour: Colour) -> Image.Image:
    return ImageChops.difference(picture, Image.new("RGB", picture.size, colour)).convert("L")
