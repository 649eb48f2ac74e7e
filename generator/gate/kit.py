"""The check of the parts that a script puts together to a handout: each has its safety blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from generator.errors import Problem
from generator.gate.blocks import check_blocks
from generator.gate.tags import read_tags
from generator.gate.visible import Styles, check_visible, linked_sheets
from generator.views import SafetyBlock

_PART = re.compile(r'<template data-part="([^"]*)">(.*?)</template>', re.DOTALL)
_PLACE = '<div id="handout"'
# How many parts are laid out at once. A handout has a few of them, and a selector may ask for all
# that stands before an element.
_AT_ONCE = 60
# For the same reason each stands there so many times, behind itself. A part is laid out if it has
# an element of a new kind: a large site has thousands of parts, of few kinds of elements.
_TIMES = 3


class Kit(NamedTuple):
    """What a part must hold: the blocks, before the steps if it has any."""

    name: str
    blocks: tuple[SafetyBlock, ...]
    steps: tuple[str, ...] = ()


class Piece(NamedTuple):
    """A part as it was rendered: its name, its HTML, and how many lines stand above it."""

    name: str
    html: str
    above: int


def split_parts(html: str) -> list[Piece]:
    """The parts that a page or a file carries."""
    pieces, above, end = [], 0, 0
    for found in _PART.finditer(html):
        above += html.count("\n", end, found.start(2))
        end = found.start(2)
        pieces.append(Piece(found[1], found[2], above))
    return pieces


def has_more(html: str) -> bool:
    """Whether anything stands beside the parts of a file."""
    return bool(_PART.sub("", html).strip())


def check_kits(html: str, kits: Sequence[Kit], path: str, styles: Styles) -> list[Problem]:
    """What is wrong with the parts of a page, alone, and once they stand in their place on it."""
    if not kits:
        return []
    pieces = split_parts(html)
    if problems := check_parts(pieces, kits, path):
        return problems
    place = KitPlace(html, path, styles)
    place.take(pieces, kits)
    return place.check()


def check_parts(pieces: Sequence[Piece], kits: Sequence[Kit], path: str) -> list[Problem]:
    """What is wrong with parts alone: in each the blocks stand once, whole, before the steps."""
    parts = {piece.name: piece for piece in reversed(pieces)}
    problems = [
        Problem(path, piece.above + 1, f'there are two parts "{piece.name}"')
        for piece in pieces
        if parts[piece.name] is not piece
    ]
    for kit in kits:
        if kit.name not in parts:
            message = f'the page has no part "{kit.name}"'
            hint = f'write it into  <template data-part="{kit.name}">'
            problems.append(Problem(path, 1, message, hint))
            continue
        piece = parts[kit.name]
        steps = (kit.steps,) if kit.steps else ()
        faults = check_blocks(piece.html, kit.blocks, path, steps=bool(steps), steps_html=steps)
        problems += (replace(fault, line=fault.line + piece.above) for fault in faults)
    return problems


class KitPlace:
    """The place of parts on their page: it takes some of each look, and judges them there."""

    def __init__(self, html: str, path: str, styles: Styles) -> None:
        page = _PART.sub("", html)
        place = page.find(_PLACE)
        after = page.index(">", place) + 1 if place >= 0 else 0
        # Around the handout, nothing is printed: a block there is no block of it.
        self._around = page[:after].replace("data-safety=", "data-outside=")
        self._behind = page[after:]
        self._path = path
        self._styles = styles
        self._links = linked_sheets(read_tags(page), path)
        self._seen: set[object] = set()
        self._waiting: list[tuple[str, tuple[SafetyBlock, ...]]] = []

    def take(self, pieces: Sequence[Piece], kits: Sequence[Kit]) -> None:
        """Keeps the parts that look as none did before, until they are judged."""
        blocks = {kit.name: kit.blocks for kit in kits}
        for piece in pieces:
            if piece.name in blocks:
                look = self._styles.shape(piece.html, self._links)
                if not look <= self._seen:
                    self._seen |= look
                    self._waiting.append((piece.html, blocks[piece.name]))

    def check(self) -> list[Problem]:
        """What stylesheets hide of the parts that were taken, where the script puts them."""
        if not self._around:
            hint = f"write  {_PLACE}></div>  where the handout is to be shown"
            return [Problem(self._path, 1, "the page has no place for the handout", hint)]
        # A block that stands there several times is told of once.
        found = {(problem.message, problem.hint): problem for problem in self._judge()}
        self._waiting.clear()
        return list(found.values())

    def _judge(self) -> Iterator[Problem]:
        size = _AT_ONCE // _TIMES
        for start in range(0, len(self._waiting), size):
            some = self._waiting[start : start + size]
            laid = self._around + "".join(html * _TIMES for html, _ in some) + self._behind
            blocks = tuple(block for _, owned in some for block in owned)
            yield from check_visible(laid, blocks, self._path, self._styles)
