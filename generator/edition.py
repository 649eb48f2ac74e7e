"""One edition of a site: what all pages and handouts of a build share."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.figures.illustration import Illustration
from generator.figures.pose import Style
from generator.illustrate import Illustrations
from generator.library import Library
from generator.list_views import CardView
from generator.media import Picture
from generator.model import Exercise, Program, Settings
from generator.review import Reviewed, ReviewResult, review_record
from generator.safety import Medium
from generator.sketch import give_one_size
from generator.views import SiteView
from generator.words import Words

# The page that tells how to keep the site; it carries the link to the whole of it.
OFFLINE_PAGE = "printing-and-offline"


@dataclass(frozen=True)
class MadeHandout:
    """A handout that this edition has: where it lies, its pages, its size in bytes."""

    path: str
    variant: str
    pages: int
    size: int


@dataclass(frozen=True)
class Patient:
    """For whom handouts are made, and what was changed for them.

    `date` is an ISO date. `side` is the sore one, empty where it changes nothing. `changed` are the
    exercises whose dose is not that of the content. `reviews` are those of the content as it was
    signed, by the address of each page.
    """

    name: str = ""
    therapist: str = ""
    date: str = ""
    note: str = ""
    side: str = ""
    changed: frozenset[str] = frozenset()
    reviews: Mapping[str, ReviewResult] = field(default_factory=dict)


@dataclass(frozen=True)
class Edition:
    """What all outputs of one build share: the library, the words, the day, the handouts made.

    `today` is an ISO date, read once, for the state of reviews. `handouts` are by the address of
    their page; none when a build makes no PDFs. `icon` and `own_style` are the addresses of the
    browser tab's picture and of the clinic's own stylesheet, which may be empty. `figures` are the
    exercises as they were drawn. `archive_size` is that of the file that holds the whole site, in
    bytes; 0 while there is none. `patient` is the one that handouts are made for; none on the site.
    """

    library: Library
    words: Words
    today: str
    pictures: Mapping[str, Picture]
    icon: str
    own_style: str = ""
    handouts: Mapping[str, tuple[MadeHandout, ...]] = field(default_factory=dict)
    figures: Illustrations = field(default_factory=dict)
    archive_size: int = 0
    patient: Patient | None = None
    # An exercise is on many pages, and to hash one takes a millisecond. By its `id`, and with it.
    _reviews: dict[int, tuple[Reviewed, ReviewResult]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    # What every page shows around its own content, by the way to the root and where it stands.
    site_views: dict[tuple[str, str], SiteView] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    # The cards of exercises in the lists, all of which lie in one folder. By their slugs.
    listed_cards: dict[str, CardView] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def review(self, record: Reviewed) -> ReviewResult:
        """The review of a record as it stands on the day of this edition.

        What is changed for a patient is no change of the content that was signed.
        """
        known = self.patient.reviews if self.patient else {}
        if isinstance(record, Exercise | Program) and page_path(record) in known:
            return known[page_path(record)]
        if id(record) not in self._reviews:
            review = review_record(self.library, record, self.today)
            self._reviews[id(record)] = record, review
        return self._reviews[id(record)][1]

    def illustration(self, exercise: Exercise, medium: Medium) -> Illustration | None:
        """The figure of an exercise as this medium shows it."""
        drawn = self.figures.get((exercise.slug, figure_style(self.library.settings, medium)))
        return give_one_size(drawn) if drawn and medium == "web" else drawn


def figure_styles(settings: Settings | None, *, pdf: bool) -> tuple[Style, ...]:
    """The styles in which a build needs its figures, as far as its settings are known."""
    media: tuple[Medium, ...] = ("web", "print") if pdf else ("web",)
    styles = (figure_style(settings, medium) for medium in media if settings)
    return tuple(dict.fromkeys(styles)) or ("colour",)


def figure_style(settings: Settings, medium: Medium) -> Style:
    """How figures are drawn: on paper, a clinic may save toner."""
    return "line" if medium == "print" and settings.toner == "save" else "colour"


def page_path(record: Exercise | Program) -> str:
    """The address of a record's page."""
    kind = "exercises" if isinstance(record, Exercise) else "programs"
    return f"{kind}/{record.slug}.html"


def frame_path(slug: str, number: int) -> str:
    """The address of a frame of an exercise's figure, beside its page."""
    return f"exercises/{slug}.{number}.svg"


def handout_path(record: Exercise | Program, variant: str) -> str:
    """The address of a record's handout, beside its page."""
    return page_path(record).removesuffix(".html") + f".{variant}.pdf"
