"""Remembers how a figure is drawn, for the next sheet that shows it in the same size."""

from typing import Any, NamedTuple

import pydyf

# Figures of sheets that are made one after the other.
_REMEMBERED = 32
# What is drawn of these alone is the same on every sheet.
_WORDS = ("title", "desc", "style")
_LINES = ("path", "circle", "ellipse", "line", "polygon", "polyline", "rect")
_PLAIN = frozenset(("svg", "g", *_WORDS, *_LINES))
# What a drawing of lines and flat surfaces has no use for.
_OF_A_PAGE = ("XObject", "Pattern", "Shading")

Figures = dict[str, "Figure"]


class Pictures(dict[str, Any]):
    """The pictures of one sheet by their addresses; its figures are kept from sheet to sheet."""

    def __init__(self, figures: Figures) -> None:
        super().__init__(figures)
        self._figures = figures

    def __setitem__(self, address: str, picture: Any) -> None:
        if address.startswith("data:image/svg") and _is_plain(picture):
            picture = self._figures[address] = Figure(picture)
            for oldest in list(self._figures)[:-_REMEMBERED]:
                del self._figures[oldest]
        super().__setitem__(address, picture)


class _Drawn(NamedTuple):
    """What a figure puts on a page, and how opaque that is, by the names that it calls it by."""

    content: bytes
    opacities: dict[str, Any]


class Figure:
    """A picture of lines and flat surfaces, drawn once in each size."""

    def __init__(self, picture: Any) -> None:
        picture._context = None  # noqa: SLF001 the whole sheet on which it was first, for its text
        self._picture = picture
        self._drawn: dict[tuple[float, float], _Drawn | None] = {}

    def get_intrinsic_size(self, resolution: float, font_size: float) -> Any:
        """Its own width and height, and the ratio of these."""
        return self._picture.get_intrinsic_size(resolution, font_size)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draw it into the content of a page, from the upper left corner on."""
        size = width, height
        if size not in self._drawn:
            self._drawn[size] = self._draw_apart(stream, width, height, style)
        drawn = self._drawn[size]
        if drawn is None:
            self._picture.draw(stream, width, height, style)
            return
        stream.stream.append(drawn.content)
        for name, opacity in drawn.opacities.items():
            stream._resources["ExtGState"].setdefault(name, opacity)  # noqa: SLF001 as it does

    def _draw_apart(self, stream: Any, width: float, height: float, style: Any) -> _Drawn | None:
        """The figure on a page of its own; nothing if it needs more of its page than opacity."""
        parts = {part: pydyf.Dictionary() for part in ("ExtGState", *_OF_A_PAGE)}
        resources = pydyf.Dictionary(parts | {"ColorSpace": stream._resources["ColorSpace"]})  # noqa: SLF001
        apart = stream.clone(resources=resources)
        self._picture.draw(apart, width, height, style)
        opacities = dict(parts["ExtGState"])
        if any(parts[part] for part in _OF_A_PAGE) or any(
            not {"ca", "CA"} >= {*one} for one in opacities.values()
        ):
            return None
        return _Drawn(b"\n".join(apart.stream), opacities)


def _is_plain(picture: Any) -> bool:
    """Whether a picture is an SVG without text and other pictures."""
    drawing = getattr(picture, "_svg", None)
    if drawing is None:
        return False
    elements = drawing.tree._etree_node.iter()  # noqa: SLF001 as they were read
    return all(str(one.tag).rpartition("}")[2] in _PLAIN for one in elements)
