"""Looks at a word on the picture of a page: how well it stands out, and whether all of it does."""

from functools import lru_cache
from math import ceil, floor
from typing import Any, NamedTuple, cast

from PIL import Image, ImageChops

Colour = tuple[int, int, int]
# In pixels: left, top, right and bottom.
Place = tuple[int, int, int, int]
# What is paler than this share of black is paper.
_VISIBLE = bytes(255 if value > 0.05 * 255 else 0 for value in range(256))
# So many bytes are a pixel.
BYTES = 4


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


def in_pixels(edges: tuple[float, float, float, float], scale: int, margin: int) -> Place:
    """A place in points, with so many pixels around it."""
    left, top, right, bottom = edges
    return (
        floor(left * scale) - margin,
        floor(top * scale) - margin,
        ceil(right * scale) + margin,
        ceil(bottom * scale) + margin,
    )


def look(page: "Picture", place: Place, line: Place, ink: Colour, margin: int) -> Sight:
    """What is seen of a word in a colour, in its place on a line with so many pixels around it."""
    paper = page.paper(place)
    left, top, right, bottom = place
    found = page.inked(place, line, ink, paper)
    return Sight(contrast(ink, paper), found, (right - left, bottom - top), margin)


class Picture:
    """The picture of a page: of each pixel red, green and blue, and a byte that says nothing."""

    def __init__(self, pixels: Any, width: int, height: int) -> None:
        self.image = Image.frombuffer("RGBX", (width, height), pixels, "raw", "RGBX", 0, 1)
        self._pixels = memoryview(pixels).cast("B")
        self._line: Place | None = None
        self._ink_of_line: dict[tuple[Colour, int], Image.Image] = {}

    def inked(self, place: Place, line: Place, ink: Colour, paper: Colour) -> Place | None:
        """Where in a place the page is nearer to the ink than half way to the paper, if anywhere.

        It is told from the upper left corner of the place; outside the page there is no ink. What
        is looked for on the whole line, within which it lies, is kept for the next word.
        """
        (left, top, *_), seen, around = place, self._clip(place), self._clip(line)
        if seen[0] >= seen[2] or seen[1] >= seen[3]:
            return None
        of_line = self._find_ink(around, ink, _count_as_ink(ink, paper))
        across, down = around[:2]
        inside = seen[0] - across, seen[1] - down, seen[2] - across, seen[3] - down
        found = of_line.crop(inside).getbbox()
        if found is None:
            return None
        across, down = seen[0] - left, seen[1] - top
        return found[0] + across, found[1] + down, found[2] + across, found[3] + down

    def ink(self, rows: range) -> tuple[int, int] | None:
        """The first of these rows in which there is ink of any colour, and the row after the last.

        There are rows.
        """
        band = self.image.crop((0, rows.start, self.image.width, rows.stop)).convert("L")
        inked = ImageChops.invert(band).point(_VISIBLE).getbbox()
        return inked and (rows.start + inked[1], rows.start + inked[3])

    def _clip(self, place: Place) -> Place:
        (left, top, right, bottom), (width, height) = place, self.image.size
        return max(left, 0), max(top, 0), min(right, width), min(bottom, height)

    def _find_ink(self, line: Place, ink: Colour, near: int) -> Image.Image:
        """Where on a line a distance from the ink is less than `near`: there is no black."""
        if line != self._line:
            self._line, self._ink_of_line = line, {}
        if (ink, near) not in self._ink_of_line:
            distances = _distances(self.image.crop(line), ink)
            limit = Image.new("L", distances.size, near)
            self._ink_of_line[ink, near] = ImageChops.subtract(limit, distances)
        return self._ink_of_line[ink, near]

    def paper(self, place: Place) -> Colour:
        """The colour behind a word: the commonest in the row of pixels just above its ink."""
        left, top, right, _ = place
        if self._clip((left, top, right, top + 1)) == (left, top, right, top + 1):
            start, wide = (top * self.image.width + left) * BYTES, right - left
            row = self._pixels[start : start + wide * BYTES]
            if row == bytes(row[:BYTES]) * wide:
                return row[0], row[1], row[2]
        pixels = self.image.crop((left, top, right, top + 1)).convert("RGB")
        found = cast("list[tuple[int, Colour]]", pixels.getcolors(right - left))
        return max(found)[1]


@lru_cache(maxsize=256)
def _count_as_ink(ink: Colour, paper: Colour) -> int:
    """From which distance on a colour is no longer nearer to the ink than half way to the paper."""
    return (_distances(Image.new("RGBX", (1, 1), (*paper, 0)), ink).tobytes()[0] + 1) // 2


def _distances(picture: Image.Image, colour: Colour) -> Image.Image:
    alike = Image.new("RGBX", picture.size, (*colour, 0))
    return ImageChops.difference(picture, alike).convert("L")


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
