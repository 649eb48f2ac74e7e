"""Finds how little a sheet of one exercise must give up to fit its page, in few layouts."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from math import inf, isfinite
from typing import NamedTuple

from generator.handouts.engine import Document

# Lays out the sheet with these classes on its <html>, which the stylesheet knows.
LayOut = Callable[[str], Document]
# The room that is left on the page, in millimetres, by the step; below 0 what lacks.
Rooms = dict[int, float]


class Step(NamedTuple):
    """What is given up, all in all, and what the last of it saves, in millimetres of height.

    Between `least` and `most` lies what it saved on the sample's sheets. `letters` is how many
    letters a sheet of A4 may have for this to be tried first.
    """

    classes: str
    least: float
    most: float
    letters: float = inf


# Safety notes are never among what a sheet gives up.
_FIGURE = "fit-figure"
_LINKS = f"{_FIGURE} fit-links"
_STEPS = f"{_LINKS} fit-steps"
_ABOUT = f"{_STEPS} fit-about"
_ONE_PAGE = (
    Step("", 0, 0, 2400),
    Step(_FIGURE, 0, 22, 2500),
    Step(_LINKS, 0, 22, 2600),
    Step(_STEPS, 14, 60, 2800),
    Step(_ABOUT, 5, 7, 3050),
    Step(f"{_ABOUT} fit-lines", 10, 24),
)
# So that its steps are on page 1 when its diary is not.
_TWO_PAGES = (
    Step("fit-diary", 0, 0),
    Step(f"fit-diary {_FIGURE}", 0, 22),
    Step(f"fit-diary {_FIGURE} fit-steps", 14, 30),
    Step(f"fit-diary {_STEPS}", 0, 5),
    Step(f"fit-diary {_FIGURE} fit-steps fit-lines", 10, 24),
)
_LIKELY = 2
# A sheet of Letter paper is so much lower.
_FEWER_ON_LETTER = 250
_MILLIMETRE = 96 / 25.4
_MARKUP = re.compile(r"<[^>]*>")
_LETTER = re.compile(r'<html\b[^>]*\bclass="[^"]*\bletter\b')
# What sheets of one exercise have in common: their paper, and what they are called.
_NAMED = re.compile(r'<html\b[^>]*\bclass="([^"]*)".*?<h1\b[^>]*>(.*?)</h1>', re.DOTALL)
_CLASSES = re.compile(r'(<html\b[^>]*\bclass=")')


def fit(html: str, lay_out: LayOut, known: dict[str, Rooms]) -> Document:
    """The sheet on one page; else with its diary on a second; else as it comes.

    `known` keeps what was found of each exercise: the next sheet of it, for another patient, needs
    fewer layouts. It changes nothing but the time, as long as steps save what is said of them.
    """

    @cache
    def lay_out_with(classes: str) -> Document:
        return lay_out(_CLASSES.sub(rf"\g<1>{classes} ", html, count=1) if classes else html)

    named = _NAMED.search(html)
    name = "".join(named.groups()) if named else ""
    before = known.get(name, {})
    likely = _fitting(before) if before else _guess(html)
    start = max(before) if likely is None else likely
    rooms = _climb(_ONE_PAGE, start, lay_out_with, _spare, before)
    known[name] = _expect(before, rooms, start)
    if (fitting := _fitting(rooms)) is not None:
        return lay_out_with(_ONE_PAGE[fitting].classes)
    fitting = _fitting(_climb(_TWO_PAGES, _LIKELY, lay_out_with, _spare_above_diary, {}))
    return lay_out_with("" if fitting is None else _TWO_PAGES[fitting].classes)


def _guess(html: str) -> int:
    """The step that a sheet with so much text is likely to need."""
    letters = len(_MARKUP.sub("", html)) + (_FEWER_ON_LETTER if _LETTER.search(html) else 0)
    return next(at for at, step in enumerate(_ONE_PAGE) if letters <= step.letters)


def _climb(
    steps: Sequence[Step],
    at: int,
    lay_out: LayOut,
    spare: Callable[[Document], float],
    before: Rooms,
) -> Rooms:
    """The room on the page with each step that was tried, from one on until the first that fits.

    That of one tells which of the others are worth a layout; so does that of a sheet `before`.
    """
    rooms = {at: spare(lay_out(steps[at].classes))}
    longer = before.get(at, rooms[at]) - rooms[at]
    while True:
        fitting = _fitting(rooms)
        worth = [
            n
            for n in range(len(steps))[:fitting]
            if _may_fit(steps, n, rooms) and (n not in before or before[n] >= longer)
        ]
        if not worth:
            return rooms
        at = min(worth) if fitting is None else max(worth)
        rooms[at] = spare(lay_out(steps[at].classes))


def _expect(before: Rooms, rooms: Rooms, at: int) -> Rooms:
    """The rooms of a sheet; where it was not tried, by what it left in one step of that before."""
    longer = before.get(at, inf) - rooms[at]
    return ({n: room - longer for n, room in before.items()} if isfinite(longer) else {}) | rooms


def _fitting(rooms: Rooms) -> int | None:
    return min((n for n, room in rooms.items() if room >= 0), default=None)


def _may_fit(steps: Sequence[Step], at: int, rooms: Rooms) -> bool:
    """Whether a step can save enough, or keeps enough back, by what is known of others."""
    saved = (
        room + sum(step.most for step in steps[n + 1 : at + 1])
        if n < at
        else room - sum(step.least for step in steps[at + 1 : n + 1])
        for n, room in rooms.items()
    )
    return at not in rooms and all(room >= 0 for room in saved)


def _spare(document: Document) -> float:
    """How much of the one page is left, in millimetres; below 0 what it lacks.

    A template that does not say where its parts end may have all and lack next to nothing.
    """
    first, *others = (page.anchors for page in document.pages)
    if not others:
        return _between(first, "end", "foot") if {"end", "foot"} <= first.keys() else inf
    start, above = ("diary", "steps-end") if "steps-end" in first else ("exercise", "safety-end")
    if not ({above, "foot"} <= first.keys() and start in others[0]):
        return -0.1
    if "end" not in others[0]:
        return -inf
    return min(_between(first, above, "foot") - _between(others[0], start, "end"), -0.1)


def _spare_above_diary(document: Document) -> float:
    """Likewise of page 1, where the diary has its own."""
    first = document.pages[0].anchors
    if "steps" not in first:
        return -0.1
    return max(_between(first, "steps-end", "foot"), 0) if "steps-end" in first else 0


def _between(anchors: dict[str, tuple[float, float]], above: str, below: str) -> float:
    return (anchors[below][1] - anchors[above][1]) / _MILLIMETRE
