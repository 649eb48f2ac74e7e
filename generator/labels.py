"""Short labels for what the model names by slug: goals, positions, states of a review."""

from collections.abc import Mapping
from functools import lru_cache

from generator.review import ReviewResult
from generator.words import Words


def state_text(words: Words, review: ReviewResult) -> str:
    """The state of a review in a few words, for lists and footers."""
    if review.state == "not-reviewed":
        return words.say("Not yet reviewed")
    if review.state == "changed":
        return words.say("Changed since review")
    if review.state == "overdue":
        return words.say("Review overdue")
    return words.say("Reviewed %(day)s", day=words.day(review.review.on))


def state_line(words: Words, review: ReviewResult) -> str:
    """The state of a review as the foot of a handout says it: while it holds, until when."""
    if review.state in ("reviewed", "due-soon"):
        return words.say("Do not use after %(date)s", date=words.day(review.review.due))
    return state_text(words, review)


def version_text(words: Words, code: str, date: str) -> str:
    """Which text this is, by its code and its day in words, if it has one."""
    if not date:
        return words.say("Version %(code)s", code=code)
    return words.say("Version %(code)s, %(date)s", code=code, date=date)


def goal_label(words: Words, goal: str) -> str:
    """What an exercise trains, as a label."""
    return _goal_labels(words)[goal]


def position_label(words: Words, position: str) -> str:
    """A starting position as a label."""
    return _position_labels(words)[position]


@lru_cache(maxsize=16)
def _goal_labels(words: Words) -> Mapping[str, str]:
    return {
        "flexibility": words.say("Flexibility"),
        "strength": words.say("Strength"),
        "mobility": words.say("Mobility"),
        "control": words.say("Control"),
        "balance": words.say("Balance"),
        "endurance": words.say("Endurance"),
    }


@lru_cache(maxsize=16)
def _position_labels(words: Words) -> Mapping[str, str]:
    return {
        "lying-on-front": words.say("Lying on your front"),
        "lying-on-back": words.say("Lying on your back"),
        "lying-on-side": words.say("Lying on your side"),
        "all-fours": words.say("On all fours"),
        "kneeling": words.say("Kneeling"),
        "half-kneeling": words.say("Kneeling on one knee"),
        "sitting": words.say("Sitting"),
        "standing": words.say("Standing"),
    }
