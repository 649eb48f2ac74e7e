"""Proves that every safety block of a handout can be read, before the steps, gravest first."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.gate.blocks import find_marker
from generator.proof.glyphs import Word, fold
from generator.proof.reading import Place, Reading, fault_of
from generator.views import SafetyBlock

_AFTER_EMERGENCY = ("urgent", "ask-first", "stop-if", "take-care")


def prove_blocks(
    reading: Reading,
    blocks: Sequence[SafetyBlock],
    titles: Sequence[Place],
    beginnings: Sequence[Place | None],
    smallest: float,
) -> Iterator[str]:
    """What is wrong with each block, given where each exercise and its steps begin."""
    patterns = [_pattern((block.heading, *block.items)) for block in blocks]
    wanted = Counter(pattern.pattern for pattern in patterns)
    found = {p.pattern: list(p.finditer(reading.letters)) for p in patterns}
    taken: Counter[str] = Counter()
    of_page: dict[str, tuple[str, Place]] = {}
    numbers = _number_exercises(blocks)
    for block, pattern, number in zip(blocks, patterns, numbers, strict=True):
        ahead = [step for at, step in enumerate(beginnings) if step and number in (None, at)]
        key = pattern.pattern
        matches, times = found[key], wanted[key]
        if len(matches) < times and taken[key] >= len(matches):
            yield f"{_name(block)} {_missing(reading, block)}"
        elif len(matches) > times and not taken[key]:
            yield f"{_name(block)} is there {len(matches)} times, it belongs there {_times(times)}"
        else:
            match = matches[taken[key]]
            if fault := _block_fault(reading, match, ahead, smallest):
                yield f"{_name(block)} {fault}"
            elif number is not None and number < len(titles):
                yield from _page_faults(block, reading.place(match.start()), titles[number])
            if not block.owner:
                of_page[block.kind] = _name(block), reading.place(match.start())
        taken[key] += 1
    yield from _order_faults(of_page)


def _page_faults(block: SafetyBlock, place: Place, title: Place) -> Iterator[str]:
    """What an exercise asks of a patient stands with it, not on a page that is read before."""
    if place.page < title.page:
        yield (
            f"{_name(block)} begins on page {place.page + 1},"
            f" it belongs to its exercise on page {title.page + 1}"
        )


def _order_faults(of_page: Mapping[str, tuple[str, Place]]) -> Iterator[str]:
    """Help for an emergency is read first: on page 1, above the lists or beside the first."""
    if "emergency" not in of_page:
        return
    name, emergency = of_page["emergency"]
    if emergency.page:
        yield f"{name} begins on page {emergency.page + 1}, it belongs on page 1"
    lists = (of_page[kind] for kind in _AFTER_EMERGENCY if kind in of_page)
    before = next((other for other, place in lists if place.above(emergency)), "")
    if before:
        yield f"{name} stands behind {before}, it belongs before it"


def _pattern(pieces: Sequence[str]) -> re.Pattern[str]:
    """The pieces one after the other; a mark such as a bullet may stand between them."""
    return re.compile(r"[^\w]{0,3}".join(re.escape(fold(piece)) for piece in pieces if piece))


def _number_exercises(blocks: Sequence[SafetyBlock]) -> Iterator[int | None]:
    """Which exercise of a program each block belongs to; `None` if it belongs to all of them.

    Its title does not tell: two exercises may have the same.
    """
    number, slug, kinds = -1, "", set[str]()
    for block in blocks:
        if not block.owner:
            yield None
            continue
        owner = find_marker(block).removesuffix(block.kind)
        if owner != slug or block.kind in kinds:
            number, slug, kinds = number + 1, owner, set()
        kinds.add(block.kind)
        yield number


def _name(block: SafetyBlock) -> str:
    return f'the block "{block.name}"' + (f' of "{block.owner}"' if block.owner else "")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _missing(reading: Reading, block: SafetyBlock) -> str:
    pieces = [piece for piece in (block.heading, *block.items) if piece]
    gone = [piece for piece in pieces if fold(piece) not in reading.letters]
    if len(gone) == len(pieces):
        return "is missing"
    if gone:
        return f'lacks "{gone[0]}", or its words were altered'
    return "is altered: its lines are not together or not in their order"


def _block_fault(
    reading: Reading, match: re.Match[str], ahead: Sequence[Place], smallest: float
) -> str:
    """What is wrong with a block that must be read before the steps that begin at `ahead`."""
    words = list(reading.words(*match.span()))
    if fault := fault_of(words, smallest):
        return f"cannot be read: {fault}"
    first = min(ahead, key=lambda place: (place.page, place.box.top), default=None)
    if first and any(_follows(word, first) for word in words):
        return f"stands behind the first step, which is on page {first.page + 1}"
    return ""


def _follows(word: Word, step: Place) -> bool:
    if word.page.number != step.page:
        return word.page.number > step.page
    return word.box.bottom > step.box.top + 1
