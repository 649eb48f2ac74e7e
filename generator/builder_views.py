"""What the template of the page "Make a handout" may show."""

from dataclasses import dataclass

from markupsafe import Markup

from generator.paper_views import DiaryView
from generator.step_views import FrameView
from generator.views import ExerciseView, ProgramView


@dataclass(frozen=True)
class PictureView:
    """A frame of an exercise; `mirrored` where the file shows the other side."""

    frame: FrameView
    mirrored: bool


@dataclass(frozen=True)
class PartView:
    """An exercise as an entry of a handout.

    `name` is how the script asks for it. There is one part for each side that may be prescribed.
    """

    name: str
    exercise: ExerciseView
    pictures: tuple[PictureView, ...]


@dataclass(frozen=True)
class BlocksView:
    """Blocks that stand together: of a safety sheet, of one exercise, or the state of a review."""

    name: str
    blocks: tuple[Markup, ...]


@dataclass(frozen=True)
class HeadView:
    """How a handout of one exercise or program begins."""

    name: str
    plain: str
    summary: str


@dataclass(frozen=True)
class BuilderView:
    """The page: what can be chosen, the parts of handouts, and the kit that its script reads.

    `kit` is JSON. `diary` is as large as one can be: the script takes away what is too much.
    `paper` and `toner` are the clinic's usual ones, as in the variant of a handout. `handouts_href`
    leads to the ready handouts; empty where there are none. `loads` and `tempos` are proposed for a
    dose: no name of a patient can be among them.
    """

    programs: tuple[ProgramView, ...]
    exercises: tuple[ExerciseView, ...]
    parts: tuple[PartView, ...]
    blocks: tuple[BlocksView, ...]
    heads: tuple[HeadView, ...]
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
