"""The check that a page holds each safety block once, whole, unhidden, and before its steps."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from generator.errors import Problem
from generator.gate.concealed import concealed_by
from generator.gate.steps import Steps, check_steps
from generator.gate.tagged import TaggedPage, find_all
from generator.gate.tags import read_tags
from generator.views import SafetyBlock

_MARKER = re.compile('data-safety="([^"]*)"')
# The template of a folder's pages, and the name under which it knows what it shows.
_TEMPLATES = {
    "exercises": ("exercise", "exercise"),
    "programs": ("program", "program"),
    "safety": ("sheet", "sheet"),
    "pages": ("page", "text"),
}


def check_blocks(
    html: str,
    blocks: tuple[SafetyBlock, ...],
    path: str,
    *,
    steps: bool = True,
    steps_html: Steps = (),
) -> list[Problem]:
    """What is wrong with the safety blocks of a page or of a handout before it is printed.

    `steps` is false for a page that has neither steps nor entries, such as a safety sheet.
    `steps_html` holds the HTML of the steps of each list of steps; without it none are looked for.
    """
    page = read_tags(html)
    places = {str(block.html): find_all(html, block.html) for block in blocks}
    wanted = Counter(str(block.html) for block in blocks)
    problems = [
        _problem(page, path, block, *fault)
        for block in dict.fromkeys(blocks)
        for fault in _faults(page, block, places[block.html], wanted[block.html])
    ]
    problems += [
        Problem(
            path,
            page.line(tag.start),
            "a shadow tree may take the place of what stands beside it, safety blocks and all",
            "take the attribute shadowrootmode out of the template",
        )
        for tag in page.tags
        if tag.name == "template" and "shadowrootmode" in tag.attributes
    ]
    lists = page.with_class("steps", "entries") if steps else []
    if steps and not lists:
        problems.append(_no_steps(path))
    elif steps:
        problems += [
            _problem(page, path, block, start, said)
            for block, start, said in _misplaced(page, lists, blocks, places)
        ]
    if steps_html:
        problems += check_steps(html, steps_html, blocks, path)
    return problems


def find_marker(block: SafetyBlock) -> str:
    """The mark by which a block is found on a page even when somebody has changed it."""
    found = _MARKER.search(block.html)
    return found[1] if found else ""


def name_block(block: SafetyBlock) -> str:
    """A block as problems name it."""
    owner = f' of "{block.owner}"' if block.owner else ""
    return f'the safety block "{block.name}"{owner}'


def place_block(block: SafetyBlock, path: str) -> str:
    """What to write in which template, for a block to stand where it must."""
    medium = "web" if path.endswith(".html") else "print"
    folder = next((part for part in path.split("/") if part in _TEMPLATES), "")
    template, shown = _TEMPLATES.get(folder, ("base", "site"))
    field = f"{shown}.safety.{block.kind.replace('-', '_')}"
    where = "once, before the steps"
    if block.owner:
        field, where = f"entry.exercise.{field.partition('.')[2]}", "once in each entry"
    elif block.kind == "sample" and medium == "web":
        template, field, where = "base", "site.sample", "once, before the main text"
    return f"in templates/{medium}/{template}.html place  {{{{ {field} }}}}  {where}"


def _faults(
    page: TaggedPage, block: SafetyBlock, places: list[int], wanted: int
) -> Iterator[tuple[int, str]]:
    """The faults of a block by itself: where, and what is said of it."""
    strays = sorted(set(page.marked.get(find_marker(block), ())) - set(places))
    if len(places) + len(strays) > wanted:
        yield (*places, *strays)[wanted], "stands twice"
    elif strays:
        yield strays[0], "was altered"
    elif len(places) < wanted:
        changed = not places and _has_words(page.html, block)
        yield 0, "was altered" if changed else "is missing"
    for place in places:
        if inside := concealed_by(page, place):
            yield place, f"is hidden: it is inside {inside}"


def _has_words(html: str, block: SafetyBlock) -> bool:
    """Whether the words of a block stand on a page in some other form, such as without tags."""
    shown = unescape(re.sub("<[^>]*>", "", html))
    return all(text in shown for text in block.items or (block.heading,))


def _misplaced(
    page: TaggedPage,
    lists: list[int],
    blocks: tuple[SafetyBlock, ...],
    places: dict[str, list[int]],
) -> Iterator[tuple[SafetyBlock, int, str]]:
    """The blocks that stand where they do not belong, with the place and what is said of it."""
    first = page.tags[lists[0]].start
    for block in blocks:
        late = [place for place in places[block.html] if place > first]
        if not block.owner and late:
            yield block, late[0], "stands after the first step"
    entries = [index for index in lists if "entries" in page.tags[index].classes]
    check = _in_entry if entries else _before_steps
    parts = page.children(entries[0]) if entries else lists
    taken: Counter[str] = Counter()
    for number, entry in enumerate(_by_entry(blocks)):
        for block in entry:
            occurrence = taken[block.html]
            taken[block.html] += 1
            for place in places[block.html][occurrence : occurrence + 1]:
                if said := check(page, parts, number, place):
                    yield block, place, said


def _by_entry(blocks: tuple[SafetyBlock, ...]) -> list[list[SafetyBlock]]:
    """The blocks of each exercise of a program. One that comes again starts a new entry."""
    entries: list[list[SafetyBlock]] = []
    for block in blocks:
        if not block.owner:
            continue
        same = entries and entries[-1][0].owner == block.owner
        if same and block.kind not in {other.kind for other in entries[-1]}:
            entries[-1].append(block)
        else:
            entries.append([block])
    return entries


def _in_entry(page: TaggedPage, parts: list[int], number: int, place: int) -> str:
    """On a page, the blocks of an exercise stand in its entry, before any steps there."""
    entry = parts[number] if number < len(parts) else -1
    block = page.find(place)
    if entry < 0 or entry not in page.around(block):
        return "stands outside its entry"
    # The tags between an entry and its block are all inside the entry.
    before = page.tags[entry:block]
    return "stands after the first step" if any("steps" in tag.classes for tag in before) else ""


def _before_steps(page: TaggedPage, parts: list[int], number: int, place: int) -> str:
    """In a handout they stand before the steps of their exercise, after those of the last one."""
    if number < len(parts) and place > page.tags[parts[number]].start:
        return "stands after the steps of its exercise"
    before = parts[number - 1] if 0 < number <= len(parts) else -1
    if number >= len(parts) or (before >= 0 and place < page.tags[before].start):
        return "stands outside its exercise"
    return ""


def _problem(page: TaggedPage, path: str, block: SafetyBlock, start: int, said: str) -> Problem:
    return Problem(
        path, page.line(start), f"{name_block(block)} {said}", hint=place_block(block, path)
    )


def _no_steps(path: str) -> Problem:
    return Problem(
        path,
        1,
        "the page has no list of steps for the safety blocks to stand before",
        hint='give the list of steps the class "steps", and a program\'s list of exercises '
        'the class "entries"',
    )
