"""The check of the parts that a script puts together to a handout: each has its safety blocks."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.errors import Problem
from generator.gate.blocks import check_blocks
from generator.gate.visible import Styles, check_visible
from generator.views import SafetyBlock

_PART = re.compile(r'<template data-part="([^"]*)">(.*?)</template>', re.DOTALL)
_PLACE = '<div id="handout"'


class Kit(NamedTuple):
    """What a part must hold: the blocks, before the steps if it has any."""

    name: str
    blocks: tuple[SafetyBlock, ...]
    steps: tuple[str, ...] = ()


def check_kits(html: str, kits: Sequence[Kit], path: str, styles: Styles) -> list[Problem]:
    """What is wrong with the parts of a page, alone, and once they stand in their place on it."""
    parts = {found[1]: found for found in _PART.finditer(html)}
    problems: list[Problem] = []
    for kit in kits:
        found = parts.get(kit.name)
        if found is None:
            message = f'the page has no part "{kit.name}"'
            hint = f'write it into  <template data-part="{kit.name}">'
            problems.append(Problem(path, 1, message, hint))
            continue
        # Lines are counted in the page.
        part = "\n" * html.count("\n", 0, found.start(2)) + found[2]
        steps = (kit.steps,) if kit.steps else ()
        problems += check_blocks(part, kit.blocks, path, steps=bool(steps), steps_html=steps)
    if kits and not problems:
        problems += _check_shown(html, kits, path, styles)
    return problems


def _check_shown(html: str, kits: Sequence[Kit], path: str, styles: Styles) -> list[Problem]:
    """What stylesheets hide, with all parts laid out where the script puts them."""
    place = html.find(_PLACE)
    if place < 0:
        hint = f"write  {_PLACE}></div>  where the handout is to be shown"
        return [Problem(path, 1, "the page has no place for the handout", hint)]
    after = html.index(">", place) + 1
    # Around the handout, nothing is printed: a block there is no block of it.
    around = html[:after].replace("data-safety=", "data-outside=")
    laid = around + "".join(_contents(html, kits)) + html[after:]
    return check_visible(laid, tuple(block for kit in kits for block in kit.blocks), path, styles)


def _contents(html: str, kits: Sequence[Kit]) -> Iterator[str]:
    names = {kit.name for kit in kits}
    return (found[2] for found in _PART.finditer(html) if found[1] in names)
