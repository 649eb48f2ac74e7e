"""Mends the tags of a PDF before it is written: margins, items of lists, headers of tables."""

from collections.abc import Iterator
from typing import Any

import pydyf

# What is read of a PDF in the making: its objects, each under its number.
Objects = list[Any]


def finish_tags(_document: object, pdf: Any) -> None:
    """Complete the tags that WeasyPrint gave a PDF, whose objects are still to be written."""
    root = next((one for one in pdf.objects if _kind(one) == "/StructTreeRoot"), None)
    if root is None:
        return
    tagged = {number: pdf.objects[number] for number in _below(pdf.objects, root["K"])}
    _mark_artifacts(pdf.objects, root, tagged)
    for item in [one for one in tagged.values() if one["S"] == "/LI"]:
        _give_body(pdf, item)
    headers = [one for one in tagged.values() if one["S"] == "/TH" and "ID" in one]
    _tell_scopes(pdf.objects, headers)
    _list_names(root, headers)


def _mark_artifacts(objects: Objects, root: Any, tagged: dict[int, Any]) -> None:
    """Turn marked content that no tag leads to, the margins of pages, into artifacts.

    It would be read out by some programs and not by others, in the midst of a sentence at times.
    """
    owners = _numbered(objects[_number(root["ParentTree"])]["Nums"])
    for page in [one for one in objects if _kind(one) == "/Page"]:
        of_page = owners[page["StructParents"]]
        lost = {mark for mark, owner in enumerate(of_page) if _number(owner) not in tagged}
        drawn = objects[_number(page["Contents"])].stream
        for at in [at for at, piece in enumerate(drawn) if piece == b"BDC"]:
            if drawn[at - 1].get("MCID") in lost:
                drawn[at - 2] = "/Artifact"
                drawn[at - 1].clear()
                drawn[at - 1]["Type"] = "/Pagination"
        for mark in lost:
            of_page[mark] = "null"
    for number, one in enumerate(objects):
        if _kind(one) == "/StructElem" and number not in tagged:
            one.clear()  # To leave one object out would misnumber those behind it.


def _give_body(pdf: Any, item: Any) -> None:
    """Put what an item of a list says into a body beside its bullet, where it has none."""
    loose = [kid for kid in _kids(item) if pdf.objects[kid]["S"] not in ("/Lbl", "/LBody")]
    if not loose:
        return
    kids = [pdf.objects[kid].reference for kid in loose]
    body = pydyf.Dictionary(item | {"S": "/LBody", "K": pydyf.Array(kids), "P": item.reference})
    pdf.add_object(body)
    for kid in loose:
        pdf.objects[kid]["P"] = body.reference
    item["K"] = pydyf.Array([*(kid for kid in item["K"] if kid not in kids), body.reference])


def _tell_scopes(objects: Objects, headers: list[Any]) -> None:
    """Say of each header whether it is one of a row or of a column, as its cells have it."""
    for header in headers:
        row = objects[_number(header["P"])]
        beside = (objects[number] for number in _kids(row))
        of_row = any(header["ID"] in cell.get("A", {}).get("Headers", ()) for cell in beside)
        header["A"]["Scope"] = "/Row" if of_row else "/Column"


def _list_names(root: Any, headers: list[Any]) -> None:
    """List the headers by their names: cells name theirs, and programs look them up here."""
    names = sorted((header["ID"].data, header.reference) for header in headers)
    if names:
        root["IDTree"] = b"<</Names [%s]>>" % b" ".join(b"%s %s" % pair for pair in names)


def _below(objects: Objects, kids: list[Any]) -> Iterator[int]:
    for number in map(_number, kids):
        if number and _kind(objects[number]) == "/StructElem":
            yield number
            yield from _below(objects, objects[number]["K"])


def _kids(element: Any) -> list[int]:
    return [number for number in map(_number, element["K"]) if number]


def _numbered(pairs: list[Any]) -> dict[int, Any]:
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


def _kind(one: Any) -> object:
    return one.get("Type") if isinstance(one, dict) else None


def _number(reference: object) -> int:
    """The number of an object that is referred to; 0 for anything else."""
    return int(reference.split()[0]) if isinstance(reference, bytes) else 0
