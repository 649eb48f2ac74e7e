"""Readability: how hard a text is to read, and what in it could be plainer."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

# English words that patients meet in exercise leaflets, and what to write instead. The choice
# is ours, after the plain language lists of the NHS, the Plain English Campaign and the CDC.
PLAINER = {
    "abdomen": "tummy",
    "approximately": "about",
    "assist": "help",
    "contract": "tighten",
    "contraindicated": "not safe for you",
    "discontinue": "stop",
    "ensure": "make sure",
    "extend": "straighten",
    "flex": "bend",
    "gluteal": "buttock",
    "in order to": "to",
    "lumbar": "lower back",
    "maintain": "keep",
    "perform": "do",
    "physician": "doctor",
    "prior to": "before",
    "prone": "on your front",
    "require": "need",
    "rotate": "turn",
    "supine": "on your back",
    "utilise": "use",
}

_HEAVY = re.compile(rf"\b(?:{'|'.join(PLAINER)})\b")
_MARKER = re.compile(r"\s*(?:[-*+•]|\d+[.)]|#+)\s+")
_WORD = re.compile(r"\S*\w\S*")
_LETTERS = re.compile(r"[^\W\d_]+")
_SPELLED_OUT = re.compile(r"[A-Z]{2,4}")  # PDF, IT
_ENDS = (".", "!", "?", "…")
_OPENERS = "\"'“‘([*_"
_CLOSERS = "\"'”’)]*_"
_ABBREVIATIONS = set("dr. mr. mrs. ms. prof. st. e.g. i.e. vs. fig. approx.".split())
_INITIAL = re.compile(r"[^\W\d_]\.")
_VOWELS = re.compile(r"[aeiouyàáâäãåæèéêëìíîïòóôöõøœùúûü]+")
_SILENT = re.compile(
    r"(?:(?<![aeiouy])(?<![^aeiouy]l)e"  # care, whole; but ta-ble, be-ing
    r"|(?<![aeiouycgsxz])(?<!ch)(?<!sh)es"  # bones; but stretches
    r"|(?<![aeiouytd])ed)$"  # pulled; but needed
)


def grade(text: str, language: str = "en") -> float:
    """The years of school that a text asks for, by the Flesch-Kincaid formula.

    Source: Kincaid, Fishburne, Rogers and Chissom, Derivation of new readability formulas for
    Navy enlisted personnel, 1975. It was fitted to English: in another language it only ranks
    texts of that language. A text without words has grade 0.
    """
    sentences = [_words(sentence) for sentence in _sentences(text)]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    syllables = sum(count_syllables(word, language) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def long_sentences(text: str, limit: int = 20) -> list[str]:
    """The sentences of more than `limit` words, to be cut in two."""
    return [sentence for sentence in _sentences(text) if len(_words(sentence)) > limit]


def plainer_words(text: str) -> dict[str, str]:
    """The heavy English words that a text uses, each with a plainer one."""
    return {word: PLAINER[word] for word in _HEAVY.findall(text.lower())}


def count_syllables(word: str, language: str = "en") -> int:
    """The syllables of a word as it is read aloud; a figure such as 20 counts as one.

    Hyphenation points are a lower bound, because a word is never broken after its first letter
    or where a break looks bad (`over`). So each part between them counts its groups of vowels,
    less a silent ending.
    """
    runs = _LETTERS.findall(re.sub(r"(?<=\w)['’](?=\w)", "", word))
    return sum(_count_in_run(run, language) for run in runs) or 1


def _count_in_run(run: str, language: str) -> int:
    if _SPELLED_OUT.fullmatch(run):
        return len(run)
    parts = _hyphenate(run.lower(), language)
    return sum(max(1, len(_VOWELS.findall(_spoken(part, language)))) for part in parts)


def _spoken(part: str, language: str) -> str:
    return _SILENT.sub("", part) if language.startswith("en") else part


@cache
def _hyphenate(word: str, language: str) -> tuple[str, ...]:
    patterns = _patterns(language)
    return tuple(patterns.inserted(word).split("-")) if patterns else (word,)


@cache
def _patterns(language: str) -> Any:
    # Loaded here because only a check of the wording needs it, not every build.
    import pyphen

    # American patterns break by sound; the British ones, which `en` means, by word origin.
    known = pyphen.language_fallback("en_US" if language == "en" else language)
    return pyphen.Pyphen(lang=known) if known else None


def _words(sentence: str) -> list[str]:
    """Whatever stands between spaces and is read aloud: full-length, it's and 20–30 are one."""
    return _WORD.findall(sentence)


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text; a heading and a list item end one even without a full stop."""
    for block in _blocks(text):
        words = block.split()
        start = 0
        for place, word in enumerate(words, 1):
            if place == len(words) or _ends_sentence(word, words[place]):
                sentence = " ".join(words[start:place])
                start = place
                if _words(sentence):
                    yield sentence


def _ends_sentence(word: str, following: str) -> bool:
    bare = word.lstrip(_OPENERS).rstrip(_CLOSERS)
    if not bare.endswith(_ENDS) or bare.lower() in _ABBREVIATIONS or _INITIAL.fullmatch(bare):
        return False
    return not following.lstrip(_OPENERS)[:1].islower()


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, headings and list items, each on one line and without its marker."""
    block: list[str] = []
    for line in text.splitlines():
        marker = _MARKER.match(line)
        if marker or not line.strip():
            yield " ".join(block)
            block = []
        block.append(line[marker.end() :] if marker else line)
    yield " ".join(block)
