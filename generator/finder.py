"""Finding an exercise: the ways to group and filter the list, and the words that are searched."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from generator.edition import Edition
from generator.labels import goal_label, position_label
from generator.list_views import ChoiceView, FilterView
from generator.model import Exercise
from generator.words import Words

# The words that are searched, as a script: a page opened from a disk may load nothing else.
SEARCHED = "exercises/searched.js"

_NO_EQUIPMENT = "none"


@dataclass(frozen=True)
class Grouping:
    """A way to sort exercises: its name in addresses, its label, and the label of each group."""

    name: str
    label: str
    find: Callable[[Exercise], tuple[str, ...]]
    labels: Mapping[str, str]


def list_groupings(edition: Edition) -> tuple[Grouping, ...]:
    """The ways to sort the exercises, in the order in which people look for one."""
    words, settings = edition.words, edition.library.settings
    equipment = {**settings.equipment, _NO_EQUIPMENT: words.say("No equipment")}
    return (
        Grouping("region", words.say("Body part"), lambda e: e.region, settings.regions),
        Grouping("goal", words.say("Goal"), lambda e: (e.goal,), _goals(words)),
        Grouping("position", words.say("Position"), lambda e: (e.position,), _positions(words)),
        Grouping(
            "equipment",
            words.say("Equipment"),
            lambda e: e.equipment or (_NO_EQUIPMENT,),
            equipment,
        ),
    )


def is_searchable(edition: Edition) -> bool:
    """Whether there is something to choose from."""
    return len(edition.library.exercises) > 1


def list_filters(edition: Edition) -> tuple[FilterView, ...]:
    """The filters over the list of exercises: those that tell some exercises from others."""
    exercises = edition.library.exercises.values()
    filters = (_filter(grouping, exercises) for grouping in list_groupings(edition))
    return tuple(one for one in filters if len(one.choices) > 1)


def list_traits(groupings: Iterable[Grouping], exercise: Exercise) -> tuple[str, ...]:
    """What filters find an exercise by."""
    return tuple(
        name_trait(grouping, slug) for grouping in groupings for slug in grouping.find(exercise)
    )


def name_trait(grouping: Grouping, slug: str) -> str:
    """What all exercises of a group have in common, as filters know it: `region:hip`."""
    return f"{grouping.name}:{slug}"


def write_searched(edition: Edition) -> bytes:
    """The words of all exercises, in the order of their worth, as a script."""
    settings = edition.library.settings
    listed = [
        (
            exercise.slug,
            exercise.title,
            _enumerate(exercise.plain, *exercise.also),
            _enumerate(*exercise.muscles),
            exercise.summary,
            _enumerate(
                *(settings.regions[slug] for slug in exercise.region),
                *(settings.equipment[slug] for slug in exercise.equipment),
            ),
        )
        for exercise in edition.library.exercises.values()
    ]
    lines = ",\n".join(
        json.dumps(fields, ensure_ascii=False, separators=(",", ":")) for fields in listed
    )
    return f"window.exercises = [\n{lines}\n];\n".encode()


def _filter(grouping: Grouping, exercises: Iterable[Exercise]) -> FilterView:
    found = [slug for exercise in exercises for slug in grouping.find(exercise)]
    choices = (
        ChoiceView(slug, label, found.count(slug))
        for slug, label in grouping.labels.items()
        if slug in found
    )
    return FilterView(grouping.name, grouping.label, tuple(choices))


def _enumerate(*texts: str) -> str:
    return ", ".join(text for text in texts if text)


def _goals(words: Words) -> dict[str, str]:
    goals = ("flexibility", "mobility", "strength", "control", "balance", "endurance")
    return {goal: goal_label(words, goal) for goal in goals}


def _positions(words: Words) -> dict[str, str]:
    lying = ("lying-on-back", "lying-on-front", "lying-on-side")
    others = ("all-fours", "kneeling", "half-kneeling", "sitting", "standing")
    return {position: position_label(words, position) for position in (*lying, *others)}
