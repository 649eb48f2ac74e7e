"""Makes the inputs of a PDF fields that every viewer can fill in, save and print."""

import re
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

import pydyf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

# The letters of a field, by the one byte of each: every viewer can write those.
_LETTERS = {
    code: bytes([code]).decode("cp1252", "ignore") for code in (*range(32, 127), *range(128, 256))
}
_FONT = "Typed"
_SIZE = re.compile(rb"(\S+) Tf")
# Flags, as bits. A field takes no more text than can be seen, which is all that is printed.
_NO_SCROLLING = 1 << 23
_NON_SYMBOLIC = 1 << 5
_CENTRED = 1
# The first letter that a font of single bytes lists.
_FIRST = 32
# Where a tick begins, turns and ends and how thick it is, in parts of its box.
_TICK = ((0.18, 0.5), (0.42, 0.24), (0.84, 0.82))
_THICK = 0.13
_THOUSAND = 1000


class _Face(NamedTuple):
    """A font with the letters of a field alone; its measures are thousandths of its size."""

    content: bytes
    name: str
    widths: list[int]
    box: list[int]
    ascent: int
    descent: int
    capital: int


def finish_form(document: Any, pdf: Any) -> None:
    """Complete the fields of a PDF, whose objects are still to be written.

    Those of one name become one field. They get a font of their own, whose letters have one byte:
    WeasyPrint's have two, and from a viewer that writes one, what was typed is gone on paper.
    """
    form = pdf.catalog.get("AcroForm")
    if form is None:
        return
    typed = [font for font in document.fonts.values() if font.used_in_forms]
    face = _find_face(typed[0]) if typed else None
    fonts = {_FONT: _embed_font(document, pdf, typed[0], face)} if face else {}
    fields: dict[str, list[Any]] = {}
    for widget in [one for one in pdf.objects if _is_widget(one)]:
        name, _, state = widget["T"].string.partition("=")
        if widget["FT"] == "/Btn":
            _draw_box(pdf, widget, state or "on")
        elif face:
            _set_line(pdf, widget, face, fonts)
        fields.setdefault(name, []).append(widget)
    form.clear()
    form["DR"] = pydyf.Dictionary({"Font": pydyf.Dictionary(fonts)})
    form["DA"] = pydyf.String(f"/{_FONT} 12 Tf 0 g")
    form["Fields"] = pydyf.Array(_join(pdf, name, same) for name, same in fields.items())


def _is_widget(one: object) -> bool:
    return isinstance(one, dict) and one.get("Subtype") == "/Widget"


def _set_line(pdf: Any, widget: Any, face: _Face, fonts: dict[str, bytes]) -> None:
    """Set what is typed on a line in our font; the viewer in which it is typed draws it.

    Until then only a value that is there is drawn: a second line of the same name would keep
    whatever is, and stay empty.
    """
    found = _SIZE.search(widget["DA"].data)
    size = float(found[1]) if found else 12
    widget["DA"] = pydyf.String(f"/{_FONT} {size:g} Tf 0 g")
    widget["Ff"] = widget.get("Ff", 0) | _NO_SCROLLING
    value = widget.pop("V").string
    if value:
        widget["V"], widget["Q"] = pydyf.String(value), _CENTRED
        drawn = _set_value(value.encode("cp1252"), size, face, *_room(widget))
        widget["AP"] = pydyf.Dictionary({"N": _picture(pdf, widget, drawn, fonts)})


def _set_value(letters: bytes, size: float, face: _Face, wide: float, high: float) -> bytes:
    """What draws a value in the middle of its field, as CSS and viewers place it."""
    long = sum(face.widths[letter - _FIRST] for letter in letters) * size / _THOUSAND
    up = (high - (face.ascent + face.descent) * size / _THOUSAND) / 2
    place = f"/Tx BMC q BT /{_FONT} {size:g} Tf 0 g {(wide - long) / 2:.2f} {up:.2f} Td "
    escaped = re.sub(rb"([()\\])", rb"\\\1", letters)
    return place.encode() + b"(" + escaped + b") Tj ET Q EMC"


def _draw_box(pdf: Any, widget: Any, state: str) -> None:
    """A box with and without its tick; its edge is on the page already."""
    wide, high = _room(widget)
    start, *turns = (f"{wide * x:.2f} {high * y:.2f}" for x, y in _TICK)
    lines = " ".join(f"{turn} l" for turn in turns)
    tick = f"q {high * _THICK:.2f} w 1 J 1 j 0 G {start} m {lines} S Q"
    looks = {state: _picture(pdf, widget, tick), "Off": _picture(pdf, widget, "")}
    widget["AP"] = pydyf.Dictionary({"N": pydyf.Dictionary(looks)})
    widget["AS"] = widget["V"] = "/Off"
    widget["MK"] = pydyf.Dictionary({"CA": pydyf.String("4")})  # a tick, in the dingbats' font
    widget.pop("Border", None)


def _picture(
    pdf: Any, widget: Any, drawn: str | bytes, fonts: dict[str, bytes] | None = None
) -> bytes:
    box = pydyf.Array((0, 0, *_room(widget)))
    form: dict[str, Any] = {"Type": "/XObject", "Subtype": "/Form", "BBox": box}
    if fonts:
        form["Resources"] = pydyf.Dictionary({"Font": pydyf.Dictionary(fonts)})
    return _add(pdf, pydyf.Stream([drawn], form))


def _room(widget: Any) -> tuple[float, float]:
    left, top, right, bottom = widget["Rect"]
    return abs(right - left), abs(top - bottom)


def _join(pdf: Any, name: str, same: list[Any]) -> bytes:
    """One field of the widgets that have its name: what is typed in one stands in all of them."""
    first = same[0]
    label = first["TU"].string
    if len(same) == 1 and "=" not in first["T"].string:
        return bytes(first.reference)
    if "=" in first["T"].string:
        label = label.rpartition(": ")[0] or label
    field = pydyf.Dictionary({"T": pydyf.String(name), "TU": pydyf.String(label)})
    for key in ("FT", "Ff", "V", "DA", "Q"):
        if key in first:
            field[key] = first[key]
    reference = _add(pdf, field)
    field["Kids"] = pydyf.Array(widget.reference for widget in same)
    for widget in same:
        widget["Parent"] = reference
        for key in ("T", "FT", "Ff", "V", "Q"):
            widget.pop(key, None)
    return reference


def _find_face(font: Any) -> _Face:
    if font.type != "ttf":
        raise ValueError(f"a field needs a TrueType font, {font.family} is none")
    return _cut_face(font.file_content)


def _embed_font(document: Any, pdf: Any, font: Any, face: _Face) -> bytes:
    """Embed the font of the inputs in place of what WeasyPrint made of it; its number."""
    shown = {one.hash for one in document.fonts.values() if one.to_unicode}
    _forget(pdf, {font.hash} - shown)
    file = pydyf.Stream([face.content], {"Length1": len(face.content)}, compress=True)
    descriptor = {
        "Type": "/FontDescriptor",
        "FontName": f"/{face.name}",
        "Flags": _NON_SYMBOLIC,
        "FontBBox": pydyf.Array(face.box),
        "ItalicAngle": 0,
        "Ascent": face.ascent,
        "Descent": face.descent,
        "CapHeight": face.capital,
        "StemV": 80,
        "FontFile2": _add(pdf, file),
    }
    letters = {
        "Type": "/Font",
        "Subtype": "/TrueType",
        "BaseFont": f"/{face.name}",
        "FirstChar": _FIRST,
        "LastChar": 255,
        "Widths": pydyf.Array(face.widths),
        "Encoding": "/WinAnsiEncoding",
        "FontDescriptor": _add(pdf, pydyf.Dictionary(descriptor)),
    }
    return _add(pdf, pydyf.Dictionary(letters))


@lru_cache(maxsize=2)
def _cut_face(content: bytes) -> _Face:
    """A font file with the letters of a field alone. It keeps its names and its dates."""
    font = TTFont(BytesIO(content), recalcTimestamp=False)
    options = Options(layout_features=[], hinting=False, name_IDs=["*"], name_languages=["*"])
    options.drop_tables += ["GDEF", "GPOS", "GSUB"]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(_LETTERS.values()))
    subsetter.subset(font)
    file = BytesIO()
    font.save(file)
    head, glyphs, wide = font["head"], font.getBestCmap(), font["hmtx"]

    def scale(number: float) -> int:
        scaled: int = round(number * _THOUSAND / head.unitsPerEm)
        return scaled

    names = (glyphs.get(ord(_LETTERS.get(code) or "\0"), ".notdef") for code in range(_FIRST, 256))
    return _Face(
        content=file.getvalue(),
        name=f"FIELDS+{font['name'].getDebugName(6)}",
        widths=[scale(wide[name][0]) for name in names],
        box=[scale(edge) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)],
        ascent=scale(font["hhea"].ascent),
        descent=scale(font["hhea"].descent),
        capital=scale(font["OS/2"].sCapHeight),
    )


def _forget(pdf: Any, names: set[str]) -> None:
    """Take fonts out that nothing on a page is set in."""
    numbered = {one.reference: one for one in pdf.objects}
    for one in pdf.objects:
        if isinstance(one, dict) and names & one.keys() and "Type" not in one:
            for name in names & one.keys():
                _empty(numbered, one.pop(name))


def _empty(numbered: dict[bytes, Any], reference: bytes) -> None:
    """Empty an object and what it refers to: to leave one out would misnumber those behind it."""
    one = numbered[reference]
    parts = one if isinstance(one, dict) else one.extra
    inner = [v for part in parts.values() for v in (part if isinstance(part, list) else [part])]
    parts.clear()
    if not isinstance(one, dict):
        one.stream.clear()
    for value in inner:
        if isinstance(value, bytes) and value in numbered:
            _empty(numbered, value)


def _add(pdf: Any, one: Any) -> bytes:
    pdf.add_object(one)
    return bytes(one.reference)
