"""The safety blocks: made by the program, so that no template can leave out or change a word."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

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
class _Draft:
    """A block before it is HTML: its heading holds the severity word in bold."""

    kind: str
    heading: Markup
    items: tuple[str, ...]
    button: Markup = Markup()


def page_blocks(
    using: SafetyWords, sheets: tuple[SafetySheet, ...], exercise: Exercise | None = None
) -> tuple[SafetyBlock, ...]:
    """The blocks of a page: the lists of its sheets, joined by those of its own exercise."""
    words, own = using.words, (exercise,) if exercise else ()
    number, urgent = using.clinic.emergency_number, sheets[0].urgent
    drafts = (
        _Draft(
            "emergency",
            words.say_markup(
                "<b>Emergency:</b> call %(number)s now for any of these", number=number
            ),
            _join(sheet.emergency for sheet in sheets),
            _call(using, words.say("Call %(number)s", number=number), number),
        ),
        _Draft(
            "urgent",
            words.say_markup(
                "<b>Urgent:</b> call %(whom)s %(when)s", whom=urgent.call, when=urgent.when
            ),
            _join(sheet.urgent.signs for sheet in sheets),
            _call(
                using,
                words.say("Call us: %(number)s", number=using.clinic.phone),
                using.clinic.phone,
            ),
        ),
        _Draft(
            "ask-first",
            words.say_markup(
                "<b>Ask first:</b> talk to a doctor before you start "
                "if any of these is true for you"
            ),
            _join(record.ask_first for record in (*own, *sheets)),
        ),
        _Draft(
            "stop-if",
            words.say_markup("<b>Stop if</b> you notice any of these"),
            _join(record.stop_if for record in (*sheets, *own)),
        ),
        _Draft(
            "take-care",
            words.say_markup("<b>Take care</b>"),
            _join(record.precautions for record in (*own, *sheets)),
        ),
    )
    return tuple(_write_block(draft, "", "h2") for draft in drafts if draft.items)


def entry_blocks(using: SafetyWords, exercise: Exercise) -> tuple[SafetyBlock, ...]:
    """The blocks of an exercise's own lists, for its place in a program."""
    words = using.words
    drafts = (
        _Draft(
            "ask-first",
            words.say_markup("<b>Ask first</b> if any of these is true for you"),
            exercise.ask_first,
        ),
        _Draft("stop-if", words.say_markup("<b>Stop if</b>"), exercise.stop_if),
        _Draft("take-care", words.say_markup("<b>Take care</b>"), exercise.precautions),
    )
    owner = f"{exercise.slug}-"
    blocks = (_write_block(draft, owner, "h4", exercise.title) for draft in drafts if draft.items)
    return tuple(blocks)


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


def _write_block(draft: _Draft, owner: str, tag: str, title: str = "") -> SafetyBlock:
    name = f"{owner}{draft.kind}"
    label = Markup('aria-labelledby="{}-title"').format(name)
    if title:
        # Every exercise of a program has these blocks: a screen reader must tell them apart.
        label = Markup('aria-label="{}: {}"').format(title, _block_name(draft.heading))
    entries = Markup("").join(Markup("<li>{}</li>\n").format(text) for text in draft.items)
    html = Markup(
        '<section class="safety {kind}" id="{name}" data-safety="{name}" {label}>\n'
        '<{tag} id="{name}-title">{heading}</{tag}>\n<ul>\n{entries}</ul>\n{button}</section>'
    ).format(
        kind=draft.kind,
        name=name,
        label=label,
        tag=tag,
        heading=draft.heading,
        entries=entries,
        button=draft.button,
    )
    heading = draft.heading.striptags()
    return SafetyBlock(draft.kind, _block_name(draft.heading), title, heading, draft.items, html)


def _block_name(heading: Markup) -> str:
    """The severity word of a heading, by which problems name the block."""
    return heading.partition("</b>")[0].striptags().rstrip(":")


def _write_note(kind: str, classes: str, text: Markup) -> SafetyBlock:
    html = Markup('<p class="{}" data-safety="{}" role="note">{}</p>').format(classes, kind, text)
    name = {"sample": "Sample clinic", "review": "Review state"}[kind]
    return SafetyBlock(kind, name, "", text.striptags(), (), html)
