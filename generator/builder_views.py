"""What the templates of the page "Make a handout" and of its parts may show."""

from dataclasses import dataclass

from markupsafe import Markup

from generator.paper_views import DiaryView
from generator.step_views import FrameView, StepView
from generator.views import SafetyView


@dataclass(frozen=True)
class PictureView:
    """A frame of an exercise; `mirrored` where the file shows the other side."""

    frame: FrameView
    mirrored: bool


@dataclass(frozen=True)
class NeighbourView:
    """An easier or harder exercise: its `title` is an empty element that the script fills in."""

    title: Markup


@dataclass(frozen=True)
class DoneView:
    """An exercise as an entry of a handout, as it is or done with one side.

    `name` is how the script asks for it. `after` is what stands below the steps.
    """

    name: str
    title: str
    plain: str
    safety: SafetyView
    pictures: tuple[PictureView, ...]
    side_shown: str
    equipment: tuple[str, ...]
    steps: tuple[StepView, ...]
    felt_in: str
    mistakes: tuple[str, ...]
    easier: NeighbourView | None
    harder: NeighbourView | None
    after: Markup


@dataclass(frozen=True)
class PartView:
    """What the page must have of an exercise or program to put a handout together.

    `name` is its folder and slug. `plain` and `summary` begin a handout of it alone. `blocks` stand
    together under a name: the state of its review, also as the gravest of several, and of an
    exercise the safety blocks of a handout of it alone. A program has no `entries`, an exercise one
    for each side that may be prescribed.
    """

    name: str
    plain: str
    summary: str
    blocks: tuple["BlocksView", ...]
    entries: tuple[DoneView, ...]


@dataclass(frozen=True)
class BlocksView:
    """Blocks that stand together: of a safety sheet, of one exercise, or the state of a review."""

    name: str
    blocks: tuple[Markup, ...]


@dataclass(frozen=True)
class StartView:
    """A program to start from."""

    slug: str
    title: str


@dataclass(frozen=True)
class BuilderView:
    """The page: what is there before anything is chosen, and the kit that its script reads.

    `searched` is the address of the words of all exercises, which are also the list to choose from;
    `parts` is that of the folder in which each has its part.
    `kit` is JSON. `diary` is as large as one can be: the script takes away what is too much.
    `paper` and `toner` are the clinic's usual ones, as in the variant of a handout. `handouts_href`
    leads to the ready handouts; empty where there are none. `loads` and `tempos` are proposed for a
    dose: no name of a patient can be among them.
    """

    programs: tuple[StartView, ...]
    searched: str
    parts: str
    blocks: tuple[BlocksView, ...]
    sample: Markup
    diary: DiaryView
    emergency_line: str
    phone_line: str
    feedback: str
    paper: str
    large: bool
    toner: str
    handouts_href: str
    loads: tuple[str, ...]
    tempos: tuple[str, ...]
    kit: Markup
