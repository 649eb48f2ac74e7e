"""What in the HTML of a page hides a place of it: an element around it, or an attribute."""

from generator.gate.tagged import TaggedPage

# Elements that show nothing, fold their content away, draw it as a picture or strike it out.
_HIDING_ELEMENTS = frozenset(
    "audio bdo button canvas datalist del details dialog embed fieldset font frameset iframe "
    "marquee math meter noembed noframes noscript object optgroup option picture progress rp rt "
    "rtc ruby s script select strike style svg template textarea title video xmp".split()
)
# The last ones are older than stylesheets, and still obeyed: they give sizes, places and colours.
_HIDING_ATTRIBUTES = (
    *("hidden", "inert", "popover", "style", "bgcolor", "text"),
    *("align", "border", "cellpadding", "cellspacing", "color", "face", "height", "hspace"),
    *("nowrap", "size", "valign", "vspace", "width"),
)


def concealed_by(page: TaggedPage, place: int, *, itself: bool = False) -> str:
    """What hides a place of the page, in words; nothing if it can be seen."""
    index = page.find(place)
    if index < 0:
        around = (part.name for part in page.hidden if part.start <= place < part.end)
        return next(around, "a broken tag")
    for outer in page.around(index if itself else page.tags[index].parent):
        tag = page.tags[outer]
        if tag.name in _HIDING_ELEMENTS:
            return f"<{tag.name}>"
        for name in _HIDING_ATTRIBUTES:
            if name in tag.attributes:
                return f"<{tag.name} {name}>"
        if tag.attributes.get("aria-hidden", "false") != "false":
            return f"<{tag.name} aria-hidden>"
    return ""
