"""Marks what an exercise says of the sore side, and names that side for a patient."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape

from generator.model import Body, Exercise, Side, Step
from generator.words import Words

# What "on your sore side" becomes.
SIDES: Mapping[str, Side] = {"left": "left", "right": "right", "both": "each"}
# How a text marks its words for the sore side, and what nobody needs who knows which it is.
_SORE = re.compile(r"\{([^{}<?]*\bside)\}")
_OPEN = re.compile(r"\{\?([^{}<]*)\}")
# The same once it is marked in HTML; a heading with nothing else below it goes with its text.
_MARKED = re.compile(r'<span class="sore">([^<]*)</span>')
_UNDECIDED = re.compile(
    r"(?:<h[2-6]>[^<]*</h[2-6]>\s*)?<p>\s*"
    r'<span class="undecided">[^<]*</span>\s*</p>(?=\s*(?:<h[2-6]|$))'
    r'|<span class="undecided">[^<]*</span>'
)
_TAG = re.compile(r"<[^>]*>")
_EMPTY = re.compile(r"<p>\s*</p>")
_LEFT_OPEN = re.compile(r"\b(?:sore|affected)\s+side\b|\bside\b[^.]{0,20}\bsore\b", re.IGNORECASE)


def mark_sore(html: str) -> str:
    """Sanitised HTML in which `{your sore side}` and `{?Is it both sides? Ask us.}` are elements.

    Pages show their words as they stand.
    """
    html = _OPEN.sub(r'<span class="undecided">\1</span>', html)
    return _SORE.sub(r'<span class="sore">\1</span>', html)


def take_side(exercise: Exercise, side: str, words: Words) -> Exercise:
    """An exercise with a patient's side, left, right or both, for "affected", also in its text."""
    if exercise.side != "affected" or side not in SIDES:
        return exercise
    body = name_sore_side(exercise.body, side, words)
    return replace(exercise, side=SIDES[side], body=body)


def name_sore_side(body: Body, side: str, words: Words) -> Body:
    """A body that says which side is sore: left, right or both."""
    named = {
        "left": words.say("your left side"),
        "right": words.say("your right side"),
        "both": words.say("the first side"),
    }[side]

    def name(html: str) -> str:
        html = _EMPTY.sub("", _UNDECIDED.sub("", html))
        return _MARKED.sub(lambda found: f"<b>{_begin_like(found[1], named)}</b>", html)

    return replace(
        body,
        before=name(body.before),
        steps=tuple(_name_in_step(step, name(step.html)) for step in body.steps),
        after=name(body.after),
    )


def find_unnamed(text: str) -> str:
    """The words of a text that still speak of a sore side without saying which; or nothing."""
    found = _LEFT_OPEN.search(text)
    return found[0] if found else ""


def _name_in_step(step: Step, html: str) -> Step:
    if html == step.html:
        return step
    return step._replace(html=html, text=" ".join(unescape(_TAG.sub("", html)).split()))


def _begin_like(words: str, others: str) -> str:
    """Other words, with a capital where these begin with one."""
    return others[:1].upper() + others[1:] if words[:1].isupper() else others
