"""The check of the parts that a script puts together to a handout: each has its safety blocks."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
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
# Of parts that look alike so many are laid out: a large site has thousands of a few kinds.
_OF_A_KIND = 3


# A part of the page, with the blocks that it holds.
_Part = tuple[str, tuple[SafetyBlock, ...]]
_Shown = Sequence[_Part]


class Kit(NamedTuple):
    """What a part must hold: the blocks, before the steps if it has any."""

    name: str
    blocks: tuple[SafetyBlock, ...]
    steps: tuple[str, ...] = ()


def check_kits(html: str, kits: Sequence[Kit], path: str, styles: Styles) -> list[Problem]:
    """What is wrong with the parts of a page, alone, and once they stand in their place on it."""
    parts = {found[1]: found for found in _PART.finditer(html)}
    ends = [found.start() for found in re.finditer("\n", html)]
    problems: list[Problem] = []
    for kit in kits:
        found = parts.get(kit.name)
        if found is None:
            message = f'the page has no part "{kit.name}"'
            hint = f'write it into  <template data-part="{kit.name}">'
            problems.append(Problem(path, 1, message, hint))
            continue
        above = bisect_left(ends, found.start(2))
        steps = (kit.steps,) if kit.steps else ()
        faults = check_blocks(found[2], kit.blocks, path, steps=bool(steps), steps_html=steps)
        problems += (replace(fault, line=fault.line + above) for fault in faults)
    if kits and not problems:
        shown = [(parts[kit.name][2], kit.blocks) for kit in kits]
        problems += _check_shown(_PART.sub("", html), shown, path, styles)
    return problems


def _check_shown(html: str, shown: _Shown, path: str, styles: Styles) -> list[Problem]:
    """What stylesheets hide, with the parts laid out where the script puts them."""
    place = html.find(_PLACE)
    if place < 0:
        hint = f"write  {_PLACE}></div>  where the handout is to be shown"
        return [Problem(path, 1, "the page has no place for the handout", hint)]
    after = html.index(">", place) + 1
    # Around the handout, nothing is printed: a block there is no block of it.
    around = html[:after].replace("data-safety=", "data-outside=")
    links = linked_sheets(read_tags(html), path)
    picked = list(_pick(shown, lambda part: styles.shape(part, links)))
    problems: list[Problem] = []
    for start in range(0, len(picked), _AT_ONCE):
        some = picked[start : start + _AT_ONCE]
        laid = around + "".join(part for part, _ in some) + html[after:]
        blocks = tuple(block for _, owned in some for block in owned)
        problems += check_visible(laid, blocks, path, styles)
    return problems


def _pick(shown: _Shown, shape: Callable[[str], object]) -> Iterator[_Part]:
    """A few parts of each shape."""
    seen: Counter[object] = Counter()
    for part, blocks in shown:
        kind = shape(part)
        seen[kind] += 1
        if seen[kind] <= _OF_A_KIND:
            yield part, blocks
