"""What a template may show of lists: cards, groups and filters; the rest is in `views`."""

from dataclasses import dataclass

from generator.model import ReviewState
from generator.step_views import FrameView


@dataclass(frozen=True)
class HandoutView:
    """A handout to link to: paper, pages and size in words.

    `usual` is the clinic's own paper, `large` is large print.
    """

    href: str
    variant: str
    label: str
    pages: str
    size: str
    usual: bool
    large: bool


@dataclass(frozen=True)
class CardView:
    """An exercise or program as lists show it. `traits` are what filters find it by.

    `version` is which text it is, in the words of the foot of its handouts; empty without any.
    """

    slug: str
    title: str
    plain: str
    summary: str
    href: str
    facts: tuple[str, ...]
    state: ReviewState
    state_text: str
    version: str
    handouts: tuple[HandoutView, ...]
    picture: FrameView | None
    traits: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChoiceView:
    """One box to tick in a filter: its name in addresses, its label, how many exercises have it."""

    slug: str
    label: str
    count: int


@dataclass(frozen=True)
class FilterView:
    """A filter over the list of exercises, with what can be chosen."""

    name: str
    label: str
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True)
class GroupView:
    """A headed list of cards. `trait` is what they have in common, as in `CardView.traits`."""

    anchor: str
    trait: str
    title: str
    note: str
    cards: tuple[CardView, ...]
