"""What a template may show: frozen page models, made ready so that templates hold only layout."""

from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

from generator.list_views import CardView, HandoutView
from generator.model import ReviewState
from generator.step_views import FigureView, FrameView, StepGroupView, StepView


@dataclass(frozen=True)
class LinkView:
    """A link to another page of the site, relative to the page that shows it."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class ClinicView:
    """The clinic as pages and handouts name it. Addresses of links are ready for `href`."""

    name: str
    initials: str
    logo: str
    address: tuple[str, ...]
    phone: str
    phone_href: str
    email: str
    web: str
    web_text: str
    emergency_number: str
    emergency_href: str
    sample: bool


@dataclass(frozen=True)
class SiteView:
    """What every page shows: the clinic, the ways around, and where the assets are.

    `root` and `assets` end in a slash, so that an address can follow; `root` is empty on the
    site's own first level.
    """

    title: str
    language: str
    direction: Literal["ltr", "rtl"]
    clinic: ClinicView
    sample: Markup
    root: str
    nav: tuple[LinkView, ...]
    more: tuple[LinkView, ...]
    assets: str
    icon: str
    own_style: str
    offline: bool


@dataclass(frozen=True)
class PageView:
    """One page's own head and place: title, description, address, way back, structured data."""

    title: str
    head_title: str
    description: str
    path: str
    canonical: str
    crumbs: tuple[LinkView, ...]
    structured_data: Markup


@dataclass(frozen=True)
class SafetyView:
    """The safety blocks, rendered by the program. A template places each exactly once.

    A block that a page does not have (an exercise inside a program has no emergency block of its
    own) is empty.
    """

    sample: Markup = Markup()
    review: Markup = Markup()
    emergency: Markup = Markup()
    urgent: Markup = Markup()
    ask_first: Markup = Markup()
    stop_if: Markup = Markup()
    take_care: Markup = Markup()


@dataclass(frozen=True)
class OftenView:
    """How often: a label and its value in words; an empty value is a blank to fill in.

    `key` is what a dose calls it.
    """

    label: str
    value: str
    key: str


@dataclass(frozen=True)
class DosePart:
    """A piece of a dose on a form. One with a `name` can be filled in: it is empty, or has a value.

    `label` says what the value is.
    """

    text: str
    name: str = ""
    label: str = ""


@dataclass(frozen=True)
class DoseView:
    """A dose in words.

    `phrases` are short sentences without a full stop. `printed` are the same for paper: each is
    a tuple of texts with a blank to fill in between one and the next. `parts` are these again, for
    a form. `tick_side` asks for boxes left, right and both. `set_by` says who changed it for a
    patient; empty if nobody did.
    """

    phrases: tuple[str, ...]
    printed: tuple[tuple[str, ...], ...]
    tick_side: bool
    often: tuple[OftenView, ...]
    set_by: tuple[str, ...] = ()
    parts: tuple[tuple[DosePart, ...], ...] = ()


@dataclass(frozen=True)
class VersionView:
    """Which text this is: its date in words (may be empty), a short hash, and its review state."""

    date: str
    code: str
    state: ReviewState
    state_text: str
    use_until: str


@dataclass(frozen=True)
class ExerciseView:
    """An exercise, for its page, for its handout and for its place in a program.

    `programs` are those that it is part of; none where it stands in one.
    """

    slug: str
    title: str
    plain: str
    summary: str
    href: str
    regions: tuple[str, ...]
    goal: str
    position: str
    equipment: tuple[str, ...]
    muscles: tuple[str, ...]
    felt_in: str
    intro: Markup
    steps: tuple[StepView, ...]
    groups: tuple[StepGroupView, ...]
    frames: tuple[FrameView, ...]
    figure: FigureView | None
    picture: FrameView | None
    side_shown: str
    drawn_side: Literal["left", "right", ""]
    after: Markup
    dose: DoseView
    safety: SafetyView
    mistakes: tuple[str, ...]
    easier: CardView | None
    harder: CardView | None
    programs: tuple[LinkView, ...]
    sources: tuple[str, ...]
    version: VersionView
    handouts: tuple[HandoutView, ...]


@dataclass(frozen=True)
class EntryView:
    """An exercise in a program: its number, the program's note and the dose that counts here."""

    number: int
    exercise: ExerciseView
    note: str


@dataclass(frozen=True)
class ProgramView:
    """A program, for its page and its handout."""

    slug: str
    title: str
    summary: str
    href: str
    count: str
    minutes: str
    equipment: tuple[str, ...]
    positions: tuple[str, ...]
    often: tuple[OftenView, ...]
    entries: tuple[EntryView, ...]
    background: Markup
    safety: SafetyView
    sources: tuple[str, ...]
    version: VersionView
    handouts: tuple[HandoutView, ...]


@dataclass(frozen=True)
class PracticeView:
    """Exercises to follow on a phone: what the script needs to know as JSON, and their pictures.

    `ready` is the number of seconds to get into place before a hold.
    """

    text: Markup
    # They stand elsewhere on the page: in a key, which is a hash of the `repr`, once is enough.
    exercises: tuple[ExerciseView, ...] = field(repr=False)
    ready: int
    is_program: bool


@dataclass(frozen=True)
class SheetView:
    """A safety sheet as a page of its own."""

    title: str
    summary: str
    body: Markup
    safety: SafetyView
    sources: tuple[str, ...]
    version: VersionView


@dataclass(frozen=True)
class OfflineView:
    """What can be kept to read without the internet: handouts, and the whole site in one file.

    Each has its address or size in words; empty where there is none.
    """

    handouts_size: str
    archive: str
    archive_size: str


@dataclass(frozen=True)
class TextView:
    """A free page: its body, and the blocks of a safety sheet where it names one."""

    title: str
    summary: str
    body: Markup
    safety: SafetyView | None
    version_date: str
    offline: OfflineView | None


@dataclass(frozen=True)
class SafetyBlock:
    """One safety block as it must stand on a page: what the gates look for.

    `owner` is the title of the exercise inside a program that it belongs to, empty for a block of
    the whole page. `heading` and `items` are plain text, `html` is the block as rendered.
    """

    kind: str
    name: str
    owner: str
    heading: str
    items: tuple[str, ...]
    html: Markup
