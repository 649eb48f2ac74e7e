"""The website: every page of it, with what its template shows and what must stand on it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from generator.builder import BUILDER_PAGE, present_builder
from generator.edition import OFFLINE_PAGE, Edition, page_path
from generator.finder import (
    SEARCHED,
    Grouping,
    is_searchable,
    list_filters,
    list_groupings,
    list_traits,
    name_trait,
)
from generator.frame import describe_page, describe_site, web_place
from generator.gate import Kit
from generator.list_views import CardView, GroupView
from generator.model import Exercise, Page, Program, SafetySheet
from generator.place import Place
from generator.practice import describe_practice
from generator.present import (
    list_steps,
    present_card,
    present_exercise,
    present_offline,
    present_program,
    present_sheet,
    present_text,
)
from generator.structured import describe_exercise, describe_program, describe_sheet
from generator.views import (
    LinkView,
    SafetyBlock,
)

_HELP_PAGE = "when-to-get-help"


@dataclass(frozen=True)
class WebPage:
    """One page to render: its address, its template, what that shows, and the blocks it must have.

    On a page that has steps, or a list of exercises, the blocks stand before them. `steps` is
    their HTML, exercise by exercise. `kits` are the parts that a script puts together.
    """

    path: str
    template: str
    context: Mapping[str, object]
    # What the context holds already need not be in the key twice, which is a hash of the `repr`.
    blocks: tuple[SafetyBlock, ...] = field(default=(), repr=False)
    has_steps: bool = False
    steps: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    kits: tuple[Kit, ...] = ()


PagePlan = Callable[[], WebPage]


def plan_pages(edition: Edition) -> dict[str, PagePlan]:
    """Every page of the website, by address, in order.

    Each is planned when it is asked for: all pages of a large site at once would fill a memory.
    """
    library, files = edition.library, _list_files(edition)
    plans: dict[str, PagePlan] = {
        "index.html": lambda: _home(edition),
        "404.html": lambda: _not_found(edition),
        "handouts.html": lambda: _handout_list(edition),
        "programs/index.html": lambda: _program_list(edition),
    }
    if library.exercises:
        plans[BUILDER_PAGE] = lambda: plan_builder(edition)
    for grouping in list_groupings(edition):
        plans[files[grouping.name]] = partial(_exercise_list, edition, grouping.name)
    for sheet in library.safety.values():
        plans[f"safety/{sheet.slug}.html"] = partial(_sheet, edition, sheet)
    for page in library.pages.values():
        plans[f"pages/{page.slug}.html"] = partial(_text, edition, page)
    return dict(sorted((plans | plan_records(edition, library.records)).items()))


def plan_records(edition: Edition, records: Iterable[Exercise | Program]) -> dict[str, PagePlan]:
    """The pages of exercises and programs, by address."""
    return {
        page_path(record): (
            partial(_exercise, edition, record)
            if isinstance(record, Exercise)
            else partial(_program, edition, record)
        )
        for record in records
    }


def plan_offline_page(edition: Edition) -> WebPage | None:
    """The page that carries the link to the whole site in one file, if the clinic has it."""
    page = edition.library.pages.get(OFFLINE_PAGE)
    return _text(edition, page) if page else None


def plan_start_page(edition: Edition, path: str, root: str) -> WebPage:
    """The page beside a copy of the site that lies in the folder `root`: it leads into it."""
    title = edition.words.say("Start here")
    context = describe_page(edition, path, title, "")
    context["site"] = describe_site(edition, Place(edition, "web", root), path)
    return WebPage(path, "web/start-here.html", context | {"handouts": bool(edition.handouts)})


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
        "offline": present_offline(place),
    }
    return WebPage(path, "web/handouts.html", context)


def plan_builder(edition: Edition) -> WebPage:
    """The page on which a handout is put together; the site has one exercise at least."""
    words = edition.words
    view, kits = present_builder(edition)
    context = describe_page(
        edition,
        BUILDER_PAGE,
        words.say("Make a handout"),
        words.say("Choose exercises, set the dose, and print."),
        crumb=(words.say("Handouts"), "handouts.html") if edition.handouts else None,
    )
    return WebPage(BUILDER_PAGE, "web/make-handout.html", context | {"builder": view}, kits=kits)


def _program_list(edition: Edition) -> WebPage:
    words, path = edition.words, "programs/index.html"
    cards = _cards(web_place(edition, path), edition.library.programs.values())
    description = words.say("All programs of this site: several exercises in order.")
    context = describe_page(edition, path, words.say("Programs"), description) | {"programs": cards}
    return WebPage(path, "web/programs.html", context)


def _exercise_list(edition: Edition, name: str) -> WebPage:
    """The list of exercises, grouped in one of several ways."""
    words, files = edition.words, _list_files(edition)
    groupings = _main_first(edition)
    grouping = next(one for one in groupings if one.name == name)
    path = files[name]
    context = describe_page(
        edition,
        path,
        words.say("Exercises"),
        words.say("All exercises of this site."),
        part="" if path.endswith("index.html") else grouping.label,
    )
    context |= {
        "count": len(edition.library.exercises),
        "filters": list_filters(edition),
        "searched": f"../{SEARCHED}" if is_searchable(edition) else "",
        "groups": tuple(_groups(web_place(edition, path), grouping, groupings)),
        "groupings": tuple(
            LinkView(other.label, files[other.name].rpartition("/")[2], other is grouping)
            for other in groupings
        ),
    }
    return WebPage(path, "web/exercises.html", context)


def _main_first(edition: Edition) -> list[Grouping]:
    """The ways to sort the exercises, that by goal before all others."""
    return sorted(list_groupings(edition), key=lambda grouping: grouping.name != "goal")


def _list_files(edition: Edition) -> dict[str, str]:
    """The addresses of the lists of exercises, by the name of what groups them."""
    files = {one.name: f"exercises/by-{one.name}.html" for one in _main_first(edition)}
    return files | {"goal": "exercises/index.html"}


def _groups(place: Place, grouping: Grouping, groupings: Iterable[Grouping]) -> Iterator[GroupView]:
    exercises = place.edition.library.exercises.values()
    for slug, label in grouping.labels.items():
        cards = tuple(
            _listed_card(place, exercise, groupings)
            for exercise in exercises
            if slug in grouping.find(exercise)
        )
        if cards:
            yield GroupView(f"group-{slug}", name_trait(grouping, slug), label, "", cards)


def _listed_card(place: Place, exercise: Exercise, groupings: Iterable[Grouping]) -> CardView:
    """The card of an exercise with its traits, which is the same in each list."""
    cards = place.edition.listed_cards
    if exercise.slug not in cards:
        traits = list_traits(groupings, exercise)
        cards[exercise.slug] = replace(present_card(place, exercise), traits=traits)
    return cards[exercise.slug]


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
    practice = describe_practice(edition.words, [(exercise, exercise.dose, view)], is_program=False)
    shown = context | {"exercise": view, "practice": practice}
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
    exercises = [edition.library.exercises[entry.exercise] for entry in program.entries]
    practised = [
        (exercise, entry.dose or exercise.dose, shown.exercise)
        for exercise, entry, shown in zip(exercises, program.entries, view.entries, strict=True)
    ]
    context |= {
        "program": view,
        "practice": describe_practice(edition.words, practised, is_program=True),
    }
    return WebPage(path, "web/program.html", context, blocks, has_steps=True)


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
