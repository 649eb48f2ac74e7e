"""The check that a page shows each step of an exercise once, whole, in order, after the blocks."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from generator.errors import Problem
from generator.gate.concealed import concealed_by
from generator.gate.tagged import TaggedPage, find_all
from generator.gate.tags import read_tags
from generator.views import SafetyBlock

Steps = tuple[tuple[str, ...], ...]
_START = re.compile(r"<[^>]*>\s*")
_END = re.compile(r"</(?:ol|ul)\s*>")
_ENTRY = re.compile(r"<li\b[^>]*>\s*")
_ENTRY_END = re.compile(r"\s*</li>\s*")
_HOLDER = re.compile(r"<(?:li|p|div|td)\b[^>]*\Z")
_NEXT_TAG = re.compile(r"\s*<")


def check_steps(
    html: str, steps_html: Steps, blocks: Sequence[SafetyBlock], path: str
) -> list[Problem]:
    """What is wrong with the steps of a page, which come as one tuple for each exercise.

    The steps of an exercise stand in one list, or in several that number on.
    """
    page = read_tags(html)
    last = max((html.rfind(block.html) for block in blocks if not block.owner), default=-1)
    found = [*_in_lists(page, steps_html), *_elsewhere(_without(html, blocks), steps_html, last)]
    return [
        Problem(
            path,
            page.line(place),
            said,
            hint='in the list with the class "steps" write  <li>{{ step.html }}</li>  '
            "for each step, and no step anywhere else",
        )
        for place, said in found
    ]


def _in_lists(page: TaggedPage, wanted: Steps) -> Iterator[tuple[int, str]]:
    lists = page.with_class("steps")
    if len(lists) < len(wanted) or (len(wanted) > 1 and len(lists) != len(wanted)):
        yield 0, f"the page has {len(lists)} lists of steps, and {len(wanted)} are expected"
        return
    shares: list[tuple[Sequence[str], int]] = [(steps, 1) for steps in wanted]
    if len(wanted) == 1:
        shares = _share(wanted[0], [len(page.children(index)) for index in lists])
    for index, (steps, first) in zip(lists, shares, strict=True):
        start = page.tags[index].start
        if said := _fault(page, index, steps, first):
            yield start, said
        for part in (index, *page.children(index)):
            place = page.tags[part].start
            if inside := concealed_by(page, place, itself=True):
                yield place, f"the steps are hidden by {inside}"


def _share(steps: Sequence[str], sizes: Sequence[int]) -> list[tuple[Sequence[str], int]]:
    """The steps that each of several lists must hold, with the number of the first of them."""
    ends = list(accumulate(sizes))
    ends[-1] = len(steps)
    starts = [0, *ends[:-1]]
    return [(steps[start:end], start + 1) for start, end in zip(starts, ends, strict=True)]


def _fault(page: TaggedPage, index: int, steps: Sequence[str], first: int) -> str:
    """What is said of a list of steps; nothing of a good one."""
    html, start = page.html, page.tags[index].start
    opening = _START.match(html, start)
    place = opening.end() if opening else start
    if page.tags[index].attributes.get("start", "1") != str(first):
        return f"a list of steps does not count on from {first}"
    for number, step in enumerate(steps, first):
        # Plain comparisons: a pattern of each step would have to be compiled for it alone.
        opened, words = _ENTRY.match(html, place), step.strip()
        at = opened.end() if opened else -1
        ended = _ENTRY_END.match(html, at + len(words))
        if not (opened and ended and html.startswith(words, at)):
            return f"step {number} is missing, altered or out of its order"
        place = ended.end()
    return "" if _END.match(html, place) else "the list of steps has something more than the steps"


def _without(html: str, blocks: Sequence[SafetyBlock]) -> str:
    """The page with its safety blocks blanked: "Breathe" may be a precaution and a step."""
    for block in blocks:
        html = html.replace(block.html, " " * len(block.html))
    return html


def _elsewhere(html: str, wanted: Steps, last: int) -> Iterator[tuple[int, str]]:
    """The steps that stand before the last safety block, or once more outside their list."""
    counted = Counter(step.strip() for steps in wanted for step in steps)
    for step, times in counted.items():
        # "Lift your hips." is also the beginning of "Lift your hips." with a picture below.
        longer = tuple(one[len(step) :] for one in counted if one.startswith(step) and one != step)
        places = [
            holder
            for place in (find_all(html, step) if step else ())
            if not html.startswith(longer, place + len(step))
            for holder in _alone(html, place, place + len(step))
        ]
        if places and places[0] < last:
            yield places[0], "a step stands before the safety notes"
        elif len(places) > times:
            yield places[-1], "a step stands twice"


def _alone(html: str, start: int, end: int) -> Iterator[int]:
    """Where the tag stands that holds a stretch of a page at its beginning, up to another tag."""
    before = start - 1
    while before > 0 and html[before].isspace():
        before -= 1
    if html[before : before + 1] == ">" and _NEXT_TAG.match(html, end):
        holder = _HOLDER.search(html, html.rfind(">", 0, before) + 1, before)
        if holder:
            yield holder.start()
