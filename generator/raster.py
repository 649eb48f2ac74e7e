"""Drawings and pages to pixels, with what makes and reads the handouts."""

from base64 import b64encode
from typing import TYPE_CHECKING

from generator.errors import UsageError
from generator.handouts import why_no_pdf
from generator.paths import shipped

if TYPE_CHECKING:
    from PIL.Image import Image


def draw_pixels(svg: str, width: float, height: float, pixels: int) -> "Image":
    """An SVG of this width and height, in any unit, on white paper and so many pixels wide.

    Raises `UsageError` when this machine cannot make PDFs.
    """
    address = data_address("image/svg+xml", svg.encode())
    sheet = f'<!DOCTYPE html>\n<img src="{address}" alt="" style="display: block; width: 100%">'
    return print_pixels(sheet, pixels, round(pixels * height / width))


def print_pixels(html: str, width: int, height: int) -> "Image":
    """A page in HTML as a picture of this size; raises likewise."""
    if reason := why_no_pdf():
        raise UsageError(reason)
    import pypdfium2

    from generator.handouts.press import open_press

    paper = f"<style>@page {{ size: {width}px {height}px; margin: 0 }} body {{ margin: 0 }}</style>"
    press = open_press((), (shipped("templates") / "print",))
    document = pypdfium2.PdfDocument(press.print(html + paper, one_page=False).pdf)
    try:
        page = document[0]
        picture: Image = page.render(scale=width / page.get_width()).to_pil()
    finally:
        document.close()
    return picture


def data_address(kind: str, content: bytes) -> str:
    """A file as an address that holds it."""
    return f"data:{kind};base64,{b64encode(content).decode()}"
