"""Front matter of plain lines, as most is: its values without the YAML parser."""

import re

Value = str | list["Value"] | dict[str, "Value"]

# More of it is for the parser, which has limits for such.
_MOST = 10_000
_QUOTED = r'''"[\w .,:;?!'()/%°–—‘’“”…#-]*"'''
# Text that fills a line, and text in a list or group of a line: it begins with a letter or a digit,
# and holds no sign that means something to YAML there.
_TEXT = rf"""[^\W_](?:[\w .,;?!'"()/%°–—‘’“”…-]*[\w.,;?!'"()/%°–—‘’“”…-])?|{_QUOTED}"""
_PART = rf"""[^\W_](?:[\w .;!'"()/%°–—‘’“”…-]*[\w.;!'"()/%°–—‘’“”…-])?|{_QUOTED}"""
_KEY = "[a-z_]+"
_LINE = re.compile(
    rf"(?:  - (?P<entry>{_TEXT})"
    rf"|(?P<key>{_KEY}):(?: (?:(?P<text>{_TEXT})"
    rf"|\[(?P<list>(?:{_PART})(?:, (?:{_PART}))*)\]"
    rf"|\{{(?P<group>{_KEY}: (?:{_PART})(?:, {_KEY}: (?:{_PART}))*)\}}))?)\n"
)
_PARTS = re.compile(rf"({_PART})(?:, |$)")
_FIELDS = re.compile(rf"({_KEY}): ({_PART})(?:, |$)")


def read_plain_lines(front: str, first_line: int) -> tuple[dict[str, Value], dict[str, int]] | None:
    """The values of a front matter and the line of each, as the parser would read them.

    `None` where anything could mean more, or is wrong: that takes the parser.
    """
    values: dict[str, Value] = {}
    lines = {"": first_line}
    entries: list[Value] | None = None
    key, at = "", 0
    for line in range(first_line, first_line + front.count("\n")):
        found = _LINE.match(front, at)
        if not found or len(front) > _MOST:
            return None
        at = found.end()
        if found["entry"]:
            if entries is None:
                return None
            lines[f"{key}.{len(entries)}"] = line
            entries.append(_unquote(found["entry"]))
            values[key] = entries
            continue
        key, value = found["key"], _read_value(found)
        if value is None or key in values:
            return None
        values[key], lines[key] = value, line
        if not isinstance(value, str):
            inside = value if isinstance(value, dict) else range(len(value))
            lines.update((f"{key}.{name}", line) for name in inside)
        # Below a key without a value may stand the entries of a list.
        entries = [] if found.lastgroup == "key" else None
    return (values, lines) if values else None


def _read_value(found: re.Match[str]) -> Value | None:
    """What stands behind a key on its line; `None` for a group that has a key twice."""
    if found["list"]:
        return [_unquote(part) for part in _PARTS.findall(found["list"])]
    if found["group"]:
        fields = _FIELDS.findall(found["group"])
        group: dict[str, Value] = {name: _unquote(part) for name, part in fields}
        return group if len(group) == len(fields) else None
    return _unquote(found["text"] or "")


def _unquote(text: str) -> str:
    return text[1:-1] if text.startswith('"') else text
