"""Draws the fields of a form into its pages, and tells their letters from those around them."""

from collections.abc import Callable, Sequence
from ctypes import byref
from typing import TypeVar

import pypdfium2
from pypdfium2 import raw as pdfium

# A place on a page in points, from its top left corner: left, top, right and bottom.
Edges = tuple[float, float, float, float]
T = TypeVar("T")

# Between a field and the words beside it is no more than a space and some air, in points.
_BESIDE = 10


def draw_fields(document: pypdfium2.PdfDocument) -> list[list[Edges]]:
    """Draw what the fields hold into the pages, in memory, as a printer does; where they were."""
    if pdfium.FPDF_GetFormType(document.raw) == pdfium.FORMTYPE_NONE:
        return [[] for _ in range(len(document))]
    found = []
    for number in range(len(document)):
        page = pdfium.FPDF_LoadPage(document.raw, number)
        found.append(_find_fields(page))
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_PRINT)
        pdfium.FPDF_ClosePage(page)
    return found


def weave(letters: list[T], fields: Sequence[Edges], place: Callable[[T], Edges]) -> list[T]:
    """The letters of a page with those of its fields, drawn last, in the order of reading."""
    end = len(letters)
    while end and any(_is_in(place(letters[end - 1]), field) for field in fields):
        end -= 1
    page, typed = letters[:end], letters[end:]
    for field in fields:
        own = [letter for letter in typed if _is_in(place(letter), field)]
        at = _find_neighbour([place(letter) for letter in page], field) if own else 0
        page[at:at] = own
    return page


def _find_neighbour(places: Sequence[Edges], field: Edges) -> int:
    """Before which letter of a page a field is read: the one behind that on its left."""
    left, top, right, bottom = field
    middle = (top + bottom) / 2
    beside = [(n, place) for n, place in enumerate(places) if place[1] < middle < place[3]]
    before = [(left - p[2], n) for n, p in beside if -1 < left - p[2] < _BESIDE]
    behind = [(p[0] - right, n) for n, p in beside if -1 < p[0] - right < _BESIDE]
    if before:
        return min(before)[1] + 1
    return min(behind)[1] if behind else len(places)


def _is_in(place: Edges, field: Edges) -> bool:
    across, down = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    return field[0] <= across <= field[2] and field[1] <= down <= field[3]


def _find_fields(page: object) -> list[Edges]:
    high, found = pdfium.FPDF_GetPageHeightF(page), []
    for at in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation, edges = pdfium.FPDFPage_GetAnnot(page, at), pdfium.FS_RECTF()
        is_field = pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
        if is_field and pdfium.FPDFAnnot_GetRect(annotation, byref(edges)):
            low, top = sorted((edges.bottom, edges.top))
            found.append((edges.left, high - top, edges.right, high - low))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return found
