"""The judgement of a page: what its stylesheets do to each safety block, in each mode."""

from collections.abc import Container, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from generator.gate.cascade import Cascade
from generator.gate.elements import PageElements, read_elements
from generator.gate.finding import Finding
from generator.gate.moments import Mode, Moment, is_unsure
from generator.gate.sight import Fault, Sight
from generator.gate.stylesheets import Declared, Rules
from generator.gate.tagged import TaggedPage

_MODES: tuple[Mode, ...] = ("light", "dark", "print")


class Judgement(NamedTuple):
    """What was found on a page, and whether that holds for all pages of elements of its kinds."""

    findings: tuple[Finding, ...]
    by_kinds: bool


def judge(
    tagged: TaggedPage, rules: Rules, kinds: Sequence[int] | None, harmless: Container[int]
) -> Judgement:
    """What the rules do to the safety blocks of a page, each declaration once for a block.

    `kinds` names the kind of each tag; elements of harmless kinds need not be looked at again.
    """
    page = read_elements(tagged.html)
    if kinds is None or not page.are_tagged(tagged):
        return Judgement(_judge(page, rules), by_kinds=False)
    findings = _judge(page.thin(kinds, harmless, once=True), rules)
    if findings:  # Of which blocks, is to be told as well.
        findings = _judge(page.thin(kinds, harmless, once=False), rules)
    return Judgement(findings, bool(page.blocks))


def _judge(page: PageElements, rules: Rules) -> tuple[Finding, ...]:
    match = cache(rules.match)
    found: dict[tuple[int, Declared], Finding] = {}
    for mode in _MODES:
        sometimes = [media for media in sorted(rules.conditions) if is_unsure(media, mode)]
        moments = (
            *((Moment(mode, more), _faults) for more in (False, True)),
            # Between two widths, say, some conditions hold and others do not.
            *((Moment(mode, more=False, held=media), _hard_to_read) for media in sometimes),
        )
        for moment, look in moments:
            cascade = Cascade(match, moment, page.can_be_dark, rules.registered)
            for order, fault in look(Sight(rules, cascade, page.holders), page):
                declared, said, in_mode = fault
                cause = f"{declared.sheet}:{declared.line} ({declared.text}){in_mode}"
                finding = Finding(order, said % cause, declared.sheet, declared.line)
                found.setdefault((order, declared), finding)
    return tuple(sorted(found.values()))


def _hard_to_read(sight: "Sight", page: PageElements) -> Iterator[tuple[int, Fault]]:
    for order, parts in enumerate(page.blocks.values()):
        for element in parts:
            yield from ((order, fault) for fault in sight.hard_to_read(element))


def _faults(sight: "Sight", page: PageElements) -> Iterator[tuple[int, Fault]]:
    steps = page.steps
    moved = (
        {outer: tuple(sight.moves(outer)) for outer in (*steps.ancestors, steps)} if steps else {}
    )
    holding = {outer for block in page.blocks for outer in block.ancestors}
    everywhere = [*sight.fonts(), *sight.elsewhere(page, holding)]
    for order, (block, parts) in enumerate(page.blocks.items()):
        around = set(block.ancestors)
        yield from ((order, fault) for fault in everywhere)
        for outer in block.ancestors:
            yield from ((order, fault) for fault in sight.around(outer))
        for element in parts:
            yield from ((order, fault) for fault in sight.inside(element))
        for outer, faults in moved.items():
            if outer not in around:
                yield from ((order, fault) for fault in faults)
