"""Plain words: warns of pages that are hard to read, and of sentences that are too long."""

import re
from collections.abc import Iterator
from html import unescape

from generator.errors import Problem
from generator.library import Library
from generator.model import Exercise, Page, Program, SafetySheet
from generator.readability import grade, long_sentences, plainer_words

# Half of all adults read below this school grade; leaflets for patients aim lower still.
MAX_GRADE = 8
MAX_WORDS = 20

Written = Exercise | Program | SafetySheet | Page

_BLOCK = re.compile(r"</?(?:p|li|ol|ul|h[2-6]|td|th|tr|dt|dd|div|blockquote|br|hr)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_LISTS = ("precautions", "ask_first", "stop_if", "mistakes", "emergency")
_OPENING_WORDS = 3


def check_wording(library: Library) -> Iterator[Problem]:
    """A warning for every page above the grade, and for every sentence above the words."""
    language = library.settings.languages[0]
    for kind in (library.exercises, library.programs, library.safety, library.pages):
        for record in kind.values():
            yield from _check_grade(record, language)
            yield from _check_sentences(record)


def plain_text(record: Written) -> str:
    """What a patient reads of a page, as paragraphs without any marks."""
    parts = [record.title, record.summary]
    for key in _LISTS:
        parts.extend(getattr(record, key, ()))
    if isinstance(record, SafetySheet):
        parts.extend(record.urgent.signs)
    parts.extend(step.text for step in record.body.steps)
    parts.extend(_strip(written) for written in (record.body.before, record.body.after))
    return "\n\n".join(part for part in parts if part)


def _strip(written: str) -> str:
    return unescape(_TAG.sub("", _BLOCK.sub("\n\n", written))).strip()


def _check_grade(record: Written, language: str) -> Iterator[Problem]:
    text = plain_text(record)
    found = grade(text, language)
    if found > MAX_GRADE:
        message = f"the page asks for {found:.0f} years of school to read; aim for {MAX_GRADE}"
        swaps = [f"{plain} for {heavy}" for heavy, plain in plainer_words(text).items()]
        hint = "shorter sentences and words help" + (f": {', '.join(swaps)}" if swaps else "")
        yield Problem(record.source.path, 1, message, hint, "warning")


def _check_sentences(record: Written) -> Iterator[Problem]:
    for sentence in long_sentences(plain_text(record), MAX_WORDS):
        message = f"a sentence has {len(sentence.split())} words, more than {MAX_WORDS}"
        line, source = _find(record, sentence)
        yield Problem(record.source.path, line, message, "cut it in two", "warning", source)


def _find(record: Written, sentence: str) -> tuple[int, str]:
    """The line in which a sentence begins, or the first: marks may stand between its words."""
    words = [re.escape(word) for word in sentence.split()[:_OPENING_WORDS]]
    beginning = re.compile(r"\W+".join(word.strip(".,;:") for word in words))
    for number, line in enumerate(record.source.text.split("\n"), 1):
        if beginning.search(line):
            return number, line.strip()[:200]
    return 1, ""
