"""The safety blocks: made by the program, so that no template can leave out or change a word."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from markupsafe import Markup, escape

from generator.model import Clinic, Exercise, SafetySheet
from generator.review import ReviewResult
from generator.views import SafetyBlock, SafetyView
from generator.words import Words

Medium = Literal["web", "print"]


@dataclass(frozen=True)
class SafetyWords:
    """What the blocks of a page need besides their lists: words, clinic, and page or paper."""

    words: Words
    clinic: Clinic
    medium: Medium


@dataclass(frozen=True)
class _Head:
    """What stands above the list of a block, and below it: the severity word is in bold."""

    kind: str
    heading: Markup
    button: Markup = Markup()

    @cached_property
    def text(self) -> str:
        """The heading as plain text."""
        return self.heading.striptags()

    @cached_property
    def name(self) -> str:
        """The severity word, by which problems name the block."""
        return self.heading.partition("</b>")[0].striptags().rstrip(":")


def page_blocks(
    using: SafetyWords, sheets: tuple[SafetySheet, ...], exercise: Exercise | None = None
) -> tuple[SafetyBlock, ...]:
    """The blocks of a page: the lists of its sheets, joined by those of its own exercise."""
    own, urgent = (exercise,) if exercise else (), sheets[0].urgent
    items = {
        "emergency": _join(sheet.emergency for sheet in sheets),
        "urgent": _join(sheet.urgent.signs for sheet in sheets),
        "ask-first": _join(record.ask_first for record in (*own, *sheets)),
        "stop-if": _join(record.stop_if for record in (*sheets, *own)),
        "take-care": _join(record.precautions for record in (*own, *sheets)),
    }
    heads = _page_heads(using, urgent.call, urgent.when)
    return tuple(
        _write_block(head, items[head.kind], "", "h2") for head in heads if items[head.kind]
    )


@lru_cache(maxsize=64)
def _page_heads(using: SafetyWords, whom: str, when: str) -> tuple[_Head, ...]:
    """The heads of the blocks of a page, in their order."""
    words, number, phone = using.words, using.clinic.emergency_number, using.clinic.phone
    return (
        _Head(
            "emergency",
            words.say_markup(
                "<b>Emergency:</b> call %(number)s now for any of these", number=number
            ),
            _call(using, words.say("Call %(number)s", number=number), number),
        ),
        _Head(
            "urgent",
            words.say_markup("<b>Urgent:</b> call %(whom)s %(when)s", whom=whom, when=when),
            _call(using, words.say("Call us: %(number)s", number=phone), phone),
        ),
        _Head(
            "ask-first",
            words.say_markup(
                "<b>Ask first:</b> talk to a doctor before you start "
                "if any of these is true for you"
            ),
        ),
        _Head("stop-if", words.say_markup("<b>Stop if</b> you notice any of these")),
        _Head("take-care", words.say_markup("<b>Take care</b>")),
    )


def entry_blocks(using: SafetyWords, exercise: Exercise) -> tuple[SafetyBlock, ...]:
    """The blocks of an exercise's own lists, for its place in a program."""
    lists = (exercise.ask_first, exercise.stop_if, exercise.precautions)
    owner = f"{exercise.slug}-"
    return tuple(
        _write_block(head, items, owner, "h4", exercise.title)
        for head, items in zip(_entry_heads(using.words), lists, strict=True)
        if items
    )


@lru_cache(maxsize=64)
def _entry_heads(words: Words) -> tuple[_Head, _Head, _Head]:
    return (
        _Head("ask-first", words.say_markup("<b>Ask first</b> if any of these is true for you")),
        _Head("stop-if", words.say_markup("<b>Stop if</b>")),
        _Head("take-care", words.say_markup("<b>Take care</b>")),
    )


def sample_block(using: SafetyWords) -> tuple[SafetyBlock, ...]:
    """The block that says that the clinic does not exist; none for a real clinic."""
    if not using.clinic.sample:
        return ()
    if using.medium == "print":
        text = using.words.say_markup("<b>SAMPLE CLINIC</b>")
    else:
        text = using.words.say_markup(
            "<b>SAMPLE CLINIC.</b> Not a real clinic. Do not use these pages for care."
        )
    return (_write_note("sample", "sample", text),)


def review_block(words: Words, result: ReviewResult) -> SafetyBlock:
    """The block that says who reviewed the content, or that nobody has."""
    return _write_note("review", f"review {result.state}", _review_text(words, result))


def arrange(blocks: Iterable[SafetyBlock]) -> SafetyView:
    """The blocks by name, as a template places them."""
    return SafetyView(**{block.kind.replace("-", "_"): block.html for block in blocks})


def _review_text(words: Words, result: ReviewResult) -> Markup:
    by, on, due = result.review.by, words.day(result.review.on), words.day(result.review.due)
    if result.state == "not-reviewed":
        return words.say_markup("<b>Not yet reviewed by a clinician.</b>")
    if result.state == "changed":
        return words.say_markup(
            "<b>Changed since review.</b> Reviewed by %(by)s on %(on)s.", by=by, on=on
        )
    if result.state == "overdue":
        return words.say_markup(
            "<b>Review overdue</b> since %(due)s. Reviewed by %(by)s on %(on)s.",
            by=by,
            on=on,
            due=due,
        )
    if result.several:
        return words.say_markup(
            "<b>Each exercise is reviewed.</b> The oldest review is by %(by)s on %(on)s.",
            by=by,
            on=on,
        )
    return words.say_markup("<b>Reviewed</b> by %(by)s on %(on)s.", by=by, on=on)


def _join(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The entries of several lists in order, each once."""
    return tuple(dict.fromkeys(text for texts in lists for text in texts))


def _call(using: SafetyWords, text: str, number: str) -> Markup:
    """A button that dials, on a page."""
    if using.medium == "print":
        return Markup()
    return Markup('<p class="call"><a class="btn" href="{}">{}</a></p>\n').format(
        phone_address(number), text
    )


def phone_address(number: str) -> str:
    """A phone number as a link dials it.

    After a country code the (0) that is dialled at home only is left out: +44 (0)1632 960 123.
    """
    dialled = number.replace("(0)", "") if number.startswith("+") else number
    return "tel:" + "".join(sign for sign in dialled if sign in "+0123456789")


# The lists of a sheet are the same on every page that adds nothing to them.
@lru_cache(maxsize=256)
def _write_block(
    head: _Head, items: tuple[str, ...], owner: str, tag: str, title: str = ""
) -> SafetyBlock:
    name = f"{owner}{head.kind}"
    label = f'aria-labelledby="{name}-title"'
    if title:
        # Every exercise of a program has these blocks: a screen reader must tell them apart.
        label = f'aria-label="{escape(title)}: {escape(head.name)}"'
    entries = "".join(f"<li>{escape(text)}</li>\n" for text in items)
    html = (
        f'<section class="safety {head.kind}" id="{name}" data-safety="{name}" {label}>\n'
        f'<{tag} id="{name}-title">{head.heading}</{tag}>\n'
        f"<ul>\n{entries}</ul>\n{head.button}</section>"
    )
    return SafetyBlock(
        head.kind,
        head.name,
        title,
        head.text,
        items,
        Markup(html),  # noqa: S704 escaped above; slugs and kinds need it not
    )


@lru_cache(maxsize=256)
def _write_note(kind: str, classes: str, text: Markup) -> SafetyBlock:
    html = Markup('<p class="{}" data-safety="{}" role="note">{}</p>').format(classes, kind, text)
    name = {"sample": "Sample clinic", "review": "Review state"}[kind]
    return SafetyBlock(kind, name, "", text.striptags(), (), html)
