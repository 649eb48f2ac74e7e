"""The Markdown of a page to sanitised HTML: text, steps, links and pictures."""

import html
import re
from collections.abc import Iterator

from generator.addresses import Addresses
from generator.errors import Problem
from generator.limits import refuse_deep_html, refuse_monsters
from generator.model import Body, Source, Step
from generator.parse import CONTROL
from generator.prose import Parts, write_prose
from generator.sore import mark_sore

NO_BODY = Body("", (), "", (), ())

_TAG = re.compile(r"<[^>]*>")
_SPAN = re.compile(r"</?span\b[^>]*>")
_EMPTY_STEP = re.compile(r"^ *[0-9]{1,2}[.)] *$", re.MULTILINE)


def render_body(source: Source, text: str, *, with_steps: bool, problems: list[Problem]) -> Body:
    """The body of a page as HTML parts. With `with_steps`, its first numbered list is the steps."""
    refused = refuse_monsters(source, text)
    if refused:
        problems.append(refused)
        return NO_BODY
    try:
        before, steps, after = _write(text, with_steps=with_steps)
    except RecursionError:
        hint = "take out some of the lists, quotes or HTML tags that stand inside each other"
        problems.append(
            Problem(source.path, source.body_line, "the text is nested too deeply", hint)
        )
        return NO_BODY
    written = before + "".join(step for step, _ in steps) + after
    if sign := CONTROL.search(written):
        message = f"the text holds an invisible control character (U+{ord(sign[0]):04X})"
        hint = "it is written as &#…; or &…;: take it out"
        problems.append(Problem(source.path, source.body_line, message, hint))
        return NO_BODY
    too_deep = refuse_deep_html(source, written)
    if too_deep:
        problems.append(too_deep)
        return NO_BODY
    if with_steps:
        problems.extend(_check_steps(source, text, len(steps), after))
    addresses = Addresses(source, text, problems)
    return Body(
        before=addresses.resolve(before),
        steps=tuple(_make_step(addresses.resolve(step), frame) for step, frame in steps),
        after=addresses.resolve(after),
        links=tuple(addresses.links),
        pictures=tuple(addresses.pictures),
    )


def _write(text: str, *, with_steps: bool) -> Parts:
    """The clean HTML before the steps, of each step with its frame, and after them."""
    parts = write_prose(text, with_steps=with_steps)
    if parts is None:
        # To load the parser takes as long as to read a hundred bodies, and most need none.
        from generator.formatted import write_formatted

        parts = write_formatted(text, with_steps=with_steps)
    before, steps, after = parts
    marked = [(mark_sore(step), frame) for step, frame in steps]
    return mark_sore(before), marked, mark_sore(after)


def _make_step(resolved: str, frame: int | None) -> Step:
    text = resolved
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", _SPAN.sub("", text)))
    text = " ".join(text.split())
    # One text instead of two equal ones: there are tens of thousands of them.
    return Step(resolved, resolved if text == resolved else text, frame)


def _check_steps(source: Source, text: str, steps: int, after: str) -> Iterator[Problem]:
    """A problem where a patient would get no steps, an empty one, or not all of them."""
    if not steps:
        message = "the text has no numbered list of steps"
        hint = "write each step on a line that begins with  1.  2.  3."
        yield Problem(source.path, source.body_line, message, hint)
    for empty in _EMPTY_STEP.finditer(text):
        line = source.body_line + text.count("\n", 0, empty.start())
        message = f"the step {empty[0].strip()} is empty"
        yield Problem(source.path, line, message, "write what to do, or delete the line")
    lost = re.search(rf"(?:^|[>\n])\s*{steps + 1}[.)]\s", after)
    if steps and (lost or f'<ol start="{steps + 1}">' in after):
        number = f"{steps + 1}."
        lines = enumerate(text.split("\n"), source.body_line)
        line = next((n for n, written in lines if written.startswith(number)), source.body_line)
        message = f"the steps end before {number}: other text stands between"
        hint = "put three spaces before each line between two steps"
        yield Problem(source.path, line, message, hint)
