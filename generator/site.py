"""The website: every page of it, with what its template shows and what must stand on it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.edition import Edition, page_path
from generator.frame import describe_page, describe_site, web_place
from generator.labels import goal_label, position_label
from generator.model import Exercise, Page, Program, SafetySheet
from generator.place import Place
from generator.present import (
    list_steps,
    present_card,
    present_exercise,
    present_program,
    present_sheet,
    present_text,
)
from generator.structured import describe_exercise, describe_program, describe_sheet
from generator.views import (
    CardView,
    GroupView,
    LinkView,
    SafetyBlock,
)
from generator.words import Words

_HELP_PAGE = "when-to-get-help"


@dataclass(frozen=True)
class WebPage:
    """One page to render: its address, its template, what that shows, and the blocks it must have.

    On a page that has steps, or a list of exercises, the blocks stand before them. `steps` is
    their HTML, exercise by exercise.
    """

    path: str
    template: str
    context: Mapping[str, object]
    blocks: tuple[SafetyBlock, ...] = ()
    has_steps: bool = False
    steps: tuple[tuple[str, ...], ...] = ()


def plan_pages(edition: Edition) -> list[WebPage]:
    """Every page of the website, in the order of their addresses."""
    library = edition.library
    pages = [
        _home(edition),
        _not_found(edition),
        _handout_list(edition),
        _program_list(edition),
        *_exercise_lists(edition),
        *(_exercise(edition, exercise) for exercise in library.exercises.values()),
        *(_program(edition, program) for program in library.programs.values()),
        *(_sheet(edition, sheet) for sheet in library.safety.values()),
        *(_text(edition, page) for page in library.pages.values()),
    ]
    return sorted(pages, key=lambda page: page.path)


def _home(edition: Edition) -> WebPage:
    words, library = edition.words, edition.library
    place = web_place(edition, "index.html")
    description = words.say(
        "Exercises from your clinic, with safety notes and plain steps, to read here or to print."
    )
    context = describe_page(edition, "index.html", library.settings.title, description) | {
        "programs": _cards(place, library.programs.values()),
        "sheets": tuple(
            LinkView(sheet.title, f"safety/{sheet.slug}.html") for sheet in library.safety.values()
        ),
        "help_href": f"pages/{_HELP_PAGE}.html" if _HELP_PAGE in library.pages else "",
    }
    return WebPage("index.html", "web/home.html", context)


def _not_found(edition: Edition) -> WebPage:
    """The page for a wrong address. A host shows it at any depth, so it cannot link relatively."""
    base = edition.library.settings.base_url
    place = Place(edition, "web", f"{base}/" if base else "")
    title = edition.words.say("Page not found")
    context = describe_page(edition, "404.html", title, "")
    context["site"] = describe_site(edition, place, "404.html")
    return WebPage("404.html", "web/404.html", context)


def _handout_list(edition: Edition) -> WebPage:
    words, path = edition.words, "handouts.html"
    place = web_place(edition, path)
    description = words.say("All handouts of this site, to print.")
    context = describe_page(edition, path, words.say("Handouts to print"), description) | {
        "programs": _cards(place, edition.library.programs.values()),
        "exercises": _cards(place, edition.library.exercises.values()),
    }
    return WebPage(path, "web/handouts.html", context)


def _program_list(edition: Edition) -> WebPage:
    words, path = edition.words, "programs/index.html"
    cards = _cards(web_place(edition, path), edition.library.programs.values())
    description = words.say("All programs of this site: several exercises in order.")
    context = describe_page(edition, path, words.say("Programs"), description) | {"programs": cards}
    return WebPage(path, "web/programs.html", context)


def _exercise_lists(edition: Edition) -> Iterator[WebPage]:
    """The list of exercises, grouped in four ways, a page for each."""
    words, settings = edition.words, edition.library.settings
    groupings: list[tuple[str, str, Callable[[Exercise], tuple[str, ...]], Mapping[str, str]]] = [
        ("index", words.say("Goal"), lambda e: (e.goal,), _goals(words)),
        ("by-region", words.say("Body part"), lambda e: e.region, settings.regions),
        ("by-position", words.say("Position"), lambda e: (e.position,), _positions(words)),
        (
            "by-equipment",
            words.say("Equipment"),
            lambda e: e.equipment or ("",),
            {**settings.equipment, "": words.say("No equipment")},
        ),
    ]
    for name, _, find, labels in groupings:
        path = f"exercises/{name}.html"
        links = (LinkView(text, f"{other}.html", other == name) for other, text, _, _ in groupings)
        description = words.say("All exercises of this site.")
        context = describe_page(edition, path, words.say("Exercises"), description) | {
            "groups": tuple(_groups(web_place(edition, path), find, labels)),
            "groupings": tuple(links),
            "count": len(edition.library.exercises),
        }
        yield WebPage(path, "web/exercises.html", context)


def _groups(
    place: Place, find: Callable[[Exercise], tuple[str, ...]], labels: Mapping[str, str]
) -> Iterator[GroupView]:
    exercises = place.edition.library.exercises.values()
    for slug, label in labels.items():
        members = [exercise for exercise in exercises if slug in find(exercise)]
        if members:
            yield GroupView(f"group-{slug or 'none'}", label, "", _cards(place, members))


def _goals(words: Words) -> dict[str, str]:
    goals = ("flexibility", "mobility", "strength", "control", "balance", "endurance")
    return {goal: goal_label(words, goal) for goal in goals}


def _positions(words: Words) -> dict[str, str]:
    lying = ("lying-on-back", "lying-on-front", "lying-on-side")
    others = ("all-fours", "kneeling", "half-kneeling", "sitting", "standing")
    return {position: position_label(words, position) for position in (*lying, *others)}


def _exercise(edition: Edition, exercise: Exercise) -> WebPage:
    path = page_path(exercise)
    view, blocks = present_exercise(web_place(edition, path), exercise)
    context = describe_page(
        edition,
        path,
        exercise.title,
        exercise.summary,
        crumb=(edition.words.say("Exercises"), "exercises/index.html"),
        data=describe_exercise(edition, exercise),
    )
    shown = context | {"exercise": view}
    return WebPage(
        path, "web/exercise.html", shown, blocks, has_steps=True, steps=list_steps([view])
    )


def _program(edition: Edition, program: Program) -> WebPage:
    path = page_path(program)
    view, blocks = present_program(web_place(edition, path), program)
    context = describe_page(
        edition,
        path,
        program.title,
        program.summary,
        crumb=(edition.words.say("Programs"), "programs/index.html"),
        data=describe_program(edition, program),
    )
    return WebPage(path, "web/program.html", context | {"program": view}, blocks, has_steps=True)


def _sheet(edition: Edition, sheet: SafetySheet) -> WebPage:
    path = f"safety/{sheet.slug}.html"
    view, blocks = present_sheet(web_place(edition, path), sheet)
    data = describe_sheet(edition, sheet)
    context = describe_page(edition, path, sheet.title, sheet.summary, data=data)
    return WebPage(path, "web/sheet.html", context | {"sheet": view}, blocks)


def _text(edition: Edition, page: Page) -> WebPage:
    path = f"pages/{page.slug}.html"
    view, blocks = present_text(web_place(edition, path), page)
    context = describe_page(edition, path, page.title, page.summary)
    return WebPage(path, "web/page.html", context | {"text": view}, blocks)


def _cards(place: Place, records: Iterable[Exercise | Program]) -> tuple[CardView, ...]:
    return tuple(present_card(place, record) for record in records)
