"""A figure as its pose file says it: frames of clinical joint angles, contacts and props."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.model import Position

FigureSide = Literal["left", "right", "both"]
Style = Literal["colour", "line"]


@dataclass(frozen=True)
class Camera:
    """Where the figure is seen from, in degrees.

    `azimuth` 0 looks at the person's right side, 90 at the front, -90 at the back; `elevation` is
    how far above the horizon.
    """

    azimuth: float
    elevation: float


@dataclass(frozen=True)
class Contact:
    """What a hand or foot touches: `part` "right hand", `preset` "on", `target` "left knee".

    `adjust` shifts the point of contact by centimetres: `ahead`, `out`, `up`, `along`.
    """

    part: str
    preset: str
    target: str
    adjust: Mapping[str, float]
    line: int


@dataclass(frozen=True)
class Prop:
    """A mat, a table, a strap …: its kind, where it is fitted to, and its measures in cm."""

    kind: str
    place: str
    measures: Mapping[str, float]
    line: int


@dataclass(frozen=True)
class Arrow:
    """Which way a part moves: `part` "right heel", `toward` in words, or the way from `since`.

    `since` are the joint angles at which the movement begins; the arrow follows the part from
    there to the frame's own pose.
    """

    part: str
    toward: str
    since: Mapping[str, Mapping[str, float]]
    line: int


@dataclass(frozen=True)
class Frame:
    """One position of the exercise.

    `joints` maps "right knee" to its movements in degrees, 0 being the anatomical standing
    position; `passive` names the joints that a strap or body weight may take further; `supports`
    are the parts that bear the weight; `lines` finds a key's line in the file.
    """

    number: int
    caption: str
    description: str
    position: Position
    camera: Camera
    joints: Mapping[str, Mapping[str, float]]
    passive: frozenset[str] = frozenset()
    supports: tuple[str, ...] = ()
    hands: Mapping[str, str] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    props: tuple[Prop, ...] = ()
    highlight: tuple[str, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """The drawing of an exercise; `side` is the side that its pose file describes."""

    path: str
    side: FigureSide
    person: str
    frames: tuple[Frame, ...]
