"""Remembers the styles of a sheet for the next one that differs from it in its words alone."""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

# What rules can tell apart: tags, attributes, what stands in what, and whether there is text.
Form = tuple[object, ...]
# The sheets of an exercise have one to three forms, and a clinic has its favourites. Each takes
# 1.5 MB of memory and saves 100 ms.
_REMEMBERED = 24
# Rules of its own come with these: what they say is in their text.
_OWN_RULES = ("style", "link")


class _Computed(NamedTuple):
    """What was worked out for a sheet, and each style with the number of its element."""

    style_for: Any
    styles: tuple[tuple[int, str | None, Any], ...]


class Styles:
    """The styles that were worked out last: that takes a third of the time of a layout.

    Whatever brings up a message makes it `forget` them, so that the next sheet brings it up too.
    """

    def __init__(self) -> None:
        self._known: dict[Form, _Computed] = {}

    def find(self, page: Element, work_out: Callable[[], Any]) -> Any:
        """What tells the style of each element of a page; worked out if none of its form is known.

        It is WeasyPrint's own `StyleFor`.
        """
        elements = list(page.iter())
        form = tuple(_describe(elements))
        computed = self._known.pop(form, None) or _number(elements, work_out())
        if not any(element.tag in _OWN_RULES for element in elements):
            self._known[form] = computed
        for oldest in list(self._known)[:-_REMEMBERED]:
            del self._known[oldest]
        return _apply(computed, elements)

    def forget(self) -> None:
        """Work out the styles of every sheet again."""
        self._known.clear()


def _describe(elements: Sequence[Element]) -> Iterator[object]:
    for one in elements:
        yield one.tag, len(one), *one.items(), bool(one.text), bool(one.tail)


def _number(elements: Sequence[Element], style_for: Any) -> _Computed:
    numbers = {element: number for number, element in enumerate(elements)}
    styles = style_for.get_computed_styles()
    numbered = tuple((numbers[one], part, style) for (one, part), style in styles.items())
    styles.clear()  # and with them the elements, which have the words
    return _Computed(style_for, numbered)


def _apply(computed: _Computed, elements: Sequence[Element]) -> Any:
    styles = {(elements[number], part): style for number, part, style in computed.styles}
    for of_page in [(one, None) for one in elements if one.tag in ("html", "body")]:
        # A layout changes these two: what overflows them, overflows the page.
        styles[of_page] = styles[of_page].copy()
    style_for = copy(computed.style_for)
    style_for._computed_styles = styles  # noqa: SLF001 it takes them from no one but itself
    style_for._cascaded_styles = {}  # noqa: SLF001 those of the pages, which are added to it
    return style_for
