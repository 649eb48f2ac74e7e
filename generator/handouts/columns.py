"""Divides a list into columns from one layout of its items, where WeasyPrint tries again and again.

What comes out is the same: a test compares the two.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from itertools import pairwise
from math import inf
from typing import Any

# What breaks an item that is kept whole: nothing.
_KEPT = ("avoid", "avoid-column")
# As WeasyPrint: what lacks less than this, in pixels, is made good by so much.
_LITTLE = 1
_ROUNDING = 1e-6


def divide_at_once(block: Any, column: Any) -> None:
    """Have WeasyPrint's modules for blocks and columns divide plain lists our way."""
    by_trial: Callable[..., Any] = block.columns_layout

    @wraps(by_trial)
    def lay_out(context: Any, box: Any, *where: Any) -> Any:
        divided = _divide(block, column, context, box, *where) if _is_plain(context, box) else None
        return by_trial(context, box, *where) if divided is None else divided

    block.columns_layout = lay_out


def _is_plain(context: Any, box: Any) -> bool:
    """Whether a list has so many columns, as high as they come out, and nothing else to heed."""
    style = box.style
    usual = {
        "column_width": "auto",
        "column_fill": "balance",
        "height": "auto",
        "position": "static",
    }
    return (
        all(style[key] == value for key, value in usual.items())
        and not (box.min_height or context.footnotes or context.excluded_shapes)
        and bool(box.children)
        and all(
            child.is_in_normal_flow()
            and child.style["break_inside"] in _KEPT
            and child.style["column_span"] == "none"
            for child in box.children
        )
    )


def _divide(block: Any, column: Any, context: Any, box: Any, *where: Any) -> Any:
    """The list in columns; `None` if it has to be tried whether and how it fits."""
    bottom_space, skip_stack, containing_block, page_is_empty, _, _, margins, *first = where
    if skip_stack or any(first) or any(_meet(block, *pair) for pair in pairwise(box.children)):
        return None
    box = box.copy_with_children(box.children)
    box.position_y += block.collapse_margin(margins)
    block.block_level_width(box, containing_block)
    style, count, top = box.style, box.style["column_count"], box.content_box_y()
    normal = style["column_gap"] == "normal"
    gap = style["font_size"] if normal else column.percentage(style["column_gap"], style, box.width)
    wide = max(0, box.width - (count - 1) * gap) / count
    children = [child.copy() for child in box.children]
    one = column._create_column_box(box, containing_block, children, wide, top)  # noqa: SLF001
    placed: list[object] = []
    context.in_column = True
    try:
        all_in_one, rest, next_page, *_ = block.block_box_layout(
            context, one, bottom_space, None, containing_block, page_is_empty,
            placed, placed, [], None, None, discard=False, max_lines=None,
        )  # fmt: skip
    finally:
        context.in_column = False
    if all_in_one is None or rest or placed or not all(map(_is_bare, all_in_one.children)):
        return None
    items = all_in_one.children
    shares, high = share([item.margin_height() for item in items], count)
    if high > context.page_bottom - top - bottom_space:
        return None
    columns = [all_in_one.copy_with_children(items[part.start : part.stop]) for part in shares]
    for number, part in enumerate(columns):
        before = count - 1 - number if style["direction"] == "rtl" else number
        part.position_x += before * (wide + gap)
        right, down = part.position_x - all_in_one.position_x, top - part.children[0].position_y
        for item in part.children:
            item.translate(right, down)
    box.children = columns
    box.height = max(sum(item.margin_height() for item in part.children) for part in columns)
    for part in columns:
        part.height = box.height
    return box, None, next_page, [], False


def _meet(block: Any, one: Any, other: Any) -> bool:
    """Whether it is said of two items where a column or a page may end between them."""
    break_, page = block.block_level_page_break(one, other), block.block_level_page_name(one, other)
    return break_ != "auto" or page is not None


def _is_bare(item: Any) -> bool:
    """Whether an item is as high as its lines: it ends where the last of them does."""
    edges = ("margin_top", "margin_bottom", "padding_bottom", "border_bottom_width")
    return not any(getattr(item, edge) for edge in edges)


def share(heights: Sequence[float], count: int) -> tuple[list[range], float]:
    """Which items stand in which of so many columns, and how high these must be for that.

    WeasyPrint begins with what would be even, and adds what one item lacks until all are in.
    """
    high, lacks = sum(heights) / count, inf
    while True:
        shares, lack = _fill(heights, count, high)
        if shares and shares[-1].stop == len(heights):
            return shares, high
        lacks = min(lacks, lack)
        high += _LITTLE if lacks == inf else lacks


def _fill(heights: Sequence[float], count: int, high: float) -> tuple[list[range], float]:
    """The items that come into columns of a height, and the least that one more of them lacks."""
    shares, lack, at = list[range](), inf, 0
    for _ in range(count):
        start, room = at, high
        while at < len(heights) and heights[at] <= room + _ROUNDING:
            room -= heights[at]
            at += 1
        if at == start:
            break
        shares.append(range(start, at))
        if at == len(heights):
            break
        if heights[at] - room > _LITTLE:
            lack = min(lack, heights[at] - room)
    return shares, lack
