"""One edition of a site: what all pages and handouts of a build share."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.media import Picture
from generator.model import Exercise, Library, Program
from generator.review import Reviewed, ReviewResult, review_record
from generator.words import Words

VARIANT_LABELS = {"a4": "A4", "letter": "Letter"}


@dataclass(frozen=True)
class MadeHandout:
    """A handout that this edition has: where it lies, its pages, its size in bytes."""

    path: str
    variant: str
    pages: int
    size: int


@dataclass(frozen=True)
class Edition:
    """What all outputs of one build share: the library, the words, the day, the handouts made.

    `today` is an ISO date, read once, for the state of reviews. `handouts` are by the address of
    their page; none when a build makes no PDFs. `icon` and `own_style` are the addresses of the
    browser tab's picture and of the clinic's own stylesheet, which may be empty.
    """

    library: Library
    words: Words
    today: str
    pictures: Mapping[str, Picture]
    icon: str
    own_style: str = ""
    handouts: Mapping[str, tuple[MadeHandout, ...]] = field(default_factory=dict)

    def review(self, record: Reviewed) -> ReviewResult:
        """The review of a record as it stands on the day of this edition."""
        return review_record(self.library, record, self.today)


def page_path(record: Exercise | Program) -> str:
    """The address of a record's page."""
    kind = "exercises" if isinstance(record, Exercise) else "programs"
    return f"{kind}/{record.slug}.html"


def handout_path(record: Exercise | Program, variant: str) -> str:
    """The address of a record's handout, beside its page."""
    return page_path(record).removesuffix(".html") + f".{variant}.pdf"
