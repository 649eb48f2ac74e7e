"""What a template may show of steps and of the frames of a figure; the rest is in `views`."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class FrameView:
    """One frame of a figure: its number, its picture, and what stands beside that as text.

    `src` is the address of the picture, `alt` says what it shows, `width` and `height` are its
    proportions, `broad` says that it is much wider than high. `steps` are the numbers of the steps
    that it shows.
    """

    number: int
    src: str
    alt: str
    width: int
    height: int
    broad: bool
    caption: str
    steps: tuple[int, ...]


@dataclass(frozen=True)
class FigureView:
    """The frames of a figure as they stand together on paper, drawn to one scale.

    `rows` run from top to bottom. `columns` are the widths of its columns, `heights` those of its
    rows, in the unit of the frames' own. `above` says that it stands above its steps, not beside.
    """

    rows: tuple[tuple[FrameView, ...], ...]
    columns: tuple[int, ...]
    heights: tuple[int, ...]
    above: bool = False


@dataclass(frozen=True)
class StepView:
    """One step: its number from 1, its HTML, and whether a frame of the figure shows it."""

    number: int
    html: Markup
    shown: bool


@dataclass(frozen=True)
class StepGroupView:
    """Steps that stand together, the number of the first, and the frame that belongs to them."""

    first: int
    steps: tuple[StepView, ...]
    frame: FrameView | None
