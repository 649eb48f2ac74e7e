"""Bodies of headings, paragraphs and plain lists, as most are: their HTML without the parser."""

import re

# HTML before the steps, of each step with the number of its frame, and after them.
Parts = tuple[str, list[tuple[str, int | None]], str]

_FRAME = re.compile(r"\s*\{([1-9][0-9]?)\}\s*((?:</p>)?)\s*$")

# Any other sign, or one of these in another place, may mean something to Markdown or HTML.
_STRANGE = re.compile(r"""[^\w\n .,;:?!'"()/%{}°–—‘’“”…*\[\]`#-]|_""")
# A line of text begins as no list, rule or heading does, and does not end in a space.
_LINE = r"""(?!\d+[.)])(?:[\w"'({“‘\[]|\*\*?(?=\w))[^\n#]*(?<! )"""
_BLOCK = re.compile(
    rf"(?P<level>\#{{2,6}})[ ](?P<heading>{_LINE})"
    rf"|(?P<paragraph>{_LINE}(?:\n{_LINE})*)"
    rf"|(?P<ol>1[.][ ]{_LINE}(?:\n[0-9]{{1,3}}[.][ ]{_LINE})*)"
    rf"|(?P<ul>-[ ]{_LINE}(?:\n-[ ]{_LINE})*)"
)
_LISTS = ("ol", "ul")
_MARKER = re.compile(r"(?:^|\n)(?:[0-9]+[.]|-) ")
# Words between stars that stand between spaces; a link to a page or to another website; a name.
_SPAN_SIGN = re.compile(r"[*\[\]`]")
_WORDS = r"\w(?:[^*\[\]`]*[\w.?!%)])?"
_SPAN = re.compile(
    rf"(?:^|(?<=[ \n]))(?P<stars>\*\*?)(?P<stressed>{_WORDS})(?P=stars)(?=[ \n.,;:?!]|$)"
    rf"|(?<!!)\[(?P<linked>{_WORDS})\]"
    r"\((?P<href>(?:https://|\.\./)?[a-z0-9][a-z0-9-]*(?:[./][a-z0-9-]+)*)\)"
    r"|(?<!`)`(?P<name>[\w./-]+)`(?!`)"
)


def write_prose(text: str, *, with_steps: bool) -> Parts | None:
    """The parts of a text, as parser and cleaner would write them.

    `None` for a text in which anything could mean more: that takes the parser. With `with_steps`,
    the first numbered list is the steps.
    """
    if _STRANGE.search(text):
        return None
    before: list[str] = []
    after: list[str] = []
    steps: list[str] = []
    last = ""
    stripped = text.strip("\n")
    for block in stripped.split("\n\n") if stripped else ():
        found = _BLOCK.fullmatch(block)
        kind = (found.lastgroup if found else None) or ""
        # Two lists one below the other may be one, with paragraphs in it.
        if not found or (kind in _LISTS and last in _LISTS):
            return None
        texts = _MARKER.split(found[kind])[1:] if kind in _LISTS else [found[kind]]
        written = [_write_spans(text) for text in texts]
        if not all(written):
            return None
        if kind == "ol" and with_steps and not steps:
            steps = written
        else:
            (after if steps else before).append(_write_block(kind, found["level"], written))
        last = kind
    return "\n".join(before), [take_frame(step) for step in steps], "\n".join(after)


def take_frame(written: str) -> tuple[str, int | None]:
    """The HTML of a step without the number of its frame at its end, and that number."""
    frame = _FRAME.search(written) if "{" in written else None
    return (written[: frame.start()] + frame[2], int(frame[1])) if frame else (written, None)


def _write_block(kind: str, level: str, texts: list[str]) -> str:
    if kind == "heading":
        return f"<h{len(level)}>{texts[0]}</h{len(level)}>"
    if kind == "paragraph":
        return f"<p>{texts[0]}</p>"
    entries = "".join(f"<li>{text}</li>\n" for text in texts)
    return f"<{kind}>\n{entries}</{kind}>"


def _write_spans(text: str) -> str:
    """Text with its emphasis, links and names as HTML; nothing where one of their signs is left."""
    if not _SPAN_SIGN.search(text):
        return text
    return "" if _SPAN_SIGN.search(_SPAN.sub("", text)) else _SPAN.sub(_write_span, text)


def _write_span(found: re.Match[str]) -> str:
    if found["linked"]:
        return f'<a href="{found["href"]}">{found["linked"]}</a>'
    if found["name"]:
        return f"<code>{found['name']}</code>"
    tag = "em" if found["stars"] == "*" else "strong"
    return f"<{tag}>{found['stressed']}</{tag}>"
