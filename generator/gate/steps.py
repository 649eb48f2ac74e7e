"""The check that a page shows each step of an exercise once, whole, in order, after the blocks."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from generator.errors import Problem
from generator.gate.concealed import concealed_by
from generator.gate.tags import TaggedPage, children, read_tags
from generator.views import SafetyBlock

Steps = tuple[tuple[str, ...], ...]
_START = re.compile(r"<[^>]*>\s*")
_END = re.compile(r"</(?:ol|ul)\s*>")


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
    lists = [index for index, tag in enumerate(page.tags) if "steps" in tag.classes]
    if len(lists) < len(wanted) or (len(wanted) > 1 and len(lists) != len(wanted)):
        yield 0, f"the page has {len(lists)} lists of steps, and {len(wanted)} are expected"
        return
    shares: list[tuple[Sequence[str], int]] = [(steps, 1) for steps in wanted]
    if len(wanted) == 1:
        shares = _share(wanted[0], [len(children(page, index)) for index in lists])
    for index, (steps, first) in zip(lists, shares, strict=True):
        start = page.tags[index].start
        if said := _fault(page, index, steps, first):
            yield start, said
        for part in (index, *children(page, index)):
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
        item = re.compile(rf"<li\b[^>]*>\s*{re.escape(step.strip())}\s*(?:</li>\s*)")
        found = item.match(html, place)
        if not found:
            return f"step {number} is missing, altered or out of its order"
        place = found.end()
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
        longer = [one[len(step) :] for one in counted if one.startswith(step) and one != step]
        alone = (
            re.compile(rf"<(?:li|p|div|td)\b[^>]*>\s*{re.escape(step)}(?=\s*<)") if step else None
        )
        found = alone.finditer(html) if alone else ()
        places = [one.start() for one in found if not html.startswith(tuple(longer), one.end())]
        if places and places[0] < last:
            yield places[0], "a step stands before the safety notes"
        elif len(places) > times:
            yield places[-1], "a step stands twice"
