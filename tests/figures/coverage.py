"""Finds what a drawing has lost or misplaced: what a camera sees of a body and is not painted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from generator.figures.drawing.muscles import MUSCLES
from generator.figures.drawing.shapes import Piece, Shape
from generator.figures.drawing.svg import write_svg
from generator.figures.drawing.view import View
from generator.figures.posefile.terms import split_side
from generator.figures.posing.body import Body

from .drawn import paint_numbers, read_svg
from .raycast import SPACING, Sight, are_neighbours, cast_rays

# What is seen of a part and is larger than this (cm²) has to be painted, and so much of it.
WORTH_SEEING, PAINTED = 12.0, 0.7
# Pixels in a picture cm, and how many of them the half of a line surely covers.
_FINE, _UNDER_LINE = 4, 1
# What has no outline.
_GROUND = ("shadow in shadow",)
_OF_THE_HEAD = {"hair", "face", "ear", "beard", "glasses"}
# What a headscarf may hang over.
_UNDER_SCARF = {"head", "neck", "trunk", "right upper arm", "left upper arm"}
# The middle of the face in the frame of the head, the radius round it (cm), and how far it has to
# be turned to the viewer (a cosine).
_NOSE, _FACE, _FACING = (9.0, 4.5, 0.0), 3.5, 0.5
_MARKS = {"highlight", "arrow"}
# A far limb turns paler somewhere on its first cm, in the same cloth as the body that it hangs on.
_PALER = 15.0


@dataclass(frozen=True)
class Loss:
    """A part of which `seen` cm² are in front of everything, and what share of that is painted.

    `instead` is what most of the rest is painted as, empty where the paper is bare.
    """

    part: str
    seen: float
    painted: float
    instead: str

    def __str__(self) -> str:
        instead = self.instead or "bare paper"
        return f"{self.part}: {self.painted:.0%} of {self.seen:.0f} cm² painted, else {instead}"


def look_at(body: Body, pieces: Sequence[Piece], view: View) -> Sight:
    """What rays see of a body between the props of a drawing."""
    flesh = {chain.part for chain in body.chains}
    props = [piece for piece in pieces if not (flesh | _MARKS) & _parts(piece)]
    return cast_rays(body.chains, props, view)


def find_losses(body: Body, sight: Sight, pieces: Sequence[Piece], view: View) -> list[Loss]:
    """What rays see of a body and ordered pieces do not paint."""
    shapes = [shape for piece in pieces for shape in piece.shapes if shape.part not in _MARKS]
    painted = _paint_again(shapes, sight)
    paints = {(_owner(shape), shape.fill) for shape in shapes}
    losses = [
        loss
        for part in sight.body
        for loss in _judge(
            part, sight, _without_turn(part, body, sight, painted, paints, view), paints
        )
    ]
    return [*losses, *_judge_face(body, sight, painted, view)]


def find_stray_marks(sight: Sight, pieces: Sequence[Piece], muscles: Sequence[str]) -> list[str]:
    """The parts that a highlight covers although none of its muscles lies there."""
    shapes = [shape for piece in pieces for shape in piece.shapes if shape.part != "arrow"]
    marked = np.char.startswith(_paint_again(shapes, sight), "highlight")
    carriers = {part for muscle in muscles for part in MUSCLES[split_side(muscle)[1]].parts}
    covered = {
        part: np.count_nonzero(sight.clearly_in_front(part) & marked) * SPACING**2
        for part in sight.body
        if split_side(part)[1] not in carriers
    }
    return [f"{part}: {area:.0f} cm²" for part, area in covered.items() if area >= WORTH_SEEING]


def _parts(piece: Piece) -> set[str]:
    return {_owner(shape) for shape in piece.shapes}


def _owner(shape: Shape) -> str:
    return "head" if shape.part in _OF_THE_HEAD else shape.part


def _paint_again(shapes: Sequence[Shape], sight: Sight) -> NDArray[np.str_]:
    """The part and paint at each spot of the rays' grid; empty where the paper is bare.

    The shapes are written as an SVG in which each part and paint has a colour of its own, and read
    back.
    """
    filled = [shape for shape in shapes if shape.fill]
    plain = [replace(shape, fill=_label(_owner(shape), shape.fill), line="") for shape in filled]
    names = sorted({shape.fill for shape in plain})
    codes = {name: f"#{number:06x}" for number, name in enumerate(names)}
    drawing = read_svg(write_svg(plain, "", codes, None)[0])
    numbers = paint_numbers(drawing, list(codes.values()), _FINE)
    numbers = _with_outlines(numbers, [names.index(name) for name in _GROUND if name in names])
    across, down = np.moveaxis(np.rint(drawing.pixels(sight.grid.spots, _FINE)).astype(int), 2, 0)
    within = (down >= 0) & (down < numbers.shape[0]) & (across >= 0) & (across < numbers.shape[1])
    found = np.where(within, numbers[np.where(within, down, 0), np.where(within, across, 0)], -1)
    return np.array([*names, ""])[found]


def _with_outlines(numbers: NDArray[np.int_], ground: Sequence[int]) -> NDArray[np.int_]:
    """Paint as far as the outline round it goes, which is drawn half on what lies behind.

    Rays meet the very edge of a part there. Only paper and shadows are covered: they have no line.
    """
    covered = numbers.copy()
    for _ in range(_UNDER_LINE):
        bare = np.isin(covered, [-1, *ground])
        painted = np.pad(np.where(bare, -1, covered), 1, constant_values=-1)
        sides = painted[1:-1, 2:], painted[1:-1, :-2], painted[2:, 1:-1], painted[:-2, 1:-1]
        nearest = np.max(sides, axis=0)
        covered = np.where(bare & (nearest >= 0), nearest, covered)
    return covered


def _label(owner: str, paint: str) -> str:
    return f"{owner} in {paint}"


def _without_turn(
    part: str,
    body: Body,
    sight: Sight,
    painted: NDArray[np.str_],
    paints: set[tuple[str, str]],
    view: View,
) -> NDArray[np.str_]:
    """The paint, as the part's own where the body's cloth goes over into a far limb's paler."""
    paler = [
        (_label(owner, paint), _label(part, f"{paint} far"))
        for owner, paint in paints
        if are_neighbours(owner, part) and (part, f"{paint} far") in paints
    ]
    if part not in body.bones or not paler:
        return painted
    away = np.linalg.norm(sight.grid.spots - view.project(body.bones[part].origin), axis=2)
    turned = painted.copy()
    for cloth, own in paler:
        turned[(painted == cloth) & (away < _PALER)] = own
    return turned


def _judge(
    part: str, sight: Sight, painted: NDArray[np.str_], paints: set[tuple[str, str]]
) -> Iterator[Loss]:
    spots = painted[sight.clearly_in_front(part)]
    worn = {paint for owner, paint in paints if owner == part}
    own = [_label(*paint) for paint in paints if paint[0] == part]
    excused = [_label(*paint) for paint in paints if _may_cover(*paint, part, worn, sight)]
    spots = spots[~np.isin(spots, excused)]
    seen, share = len(spots) * SPACING**2, np.isin(spots, own).sum() / max(len(spots), 1)
    if seen >= WORTH_SEEING and share < PAINTED:
        instead = Counter(spots[~np.isin(spots, own)].tolist()).most_common(1)[0][0]
        yield Loss(part, seen, float(share), instead)


def _judge_face(body: Body, sight: Sight, painted: NDArray[np.str_], view: View) -> Iterator[Loss]:
    """A face that is turned to the viewer has to show skin."""
    head = body.bones["head"]
    if head.axes[:, 0] @ view.toward < _FACING:
        return
    away = np.linalg.norm(sight.grid.spots - view.project(head.at(_NOSE)), axis=2)
    spots = painted[sight.clearly_in_front("head") & (away < _FACE)]
    share = np.mean(spots == _label("head", "skin")) if len(spots) else 1.0
    if len(spots) * SPACING**2 >= WORTH_SEEING and share < PAINTED / 2:
        yield Loss("face", len(spots) * SPACING**2, float(share), str(spots[0]))


def _may_cover(owner: str, paint: str, part: str, worn: set[str], sight: Sight) -> bool:
    """Whether nobody can say, or see, that this paint hides a part that is nearer."""
    if owner == part:
        return False
    # Which of two limbs that go through each other is in front, no order of painting can say.
    pierced = frozenset((owner, part)) in sight.pierced
    # Where neighbours wear the same, one goes over into the other.
    joined = are_neighbours(owner, part) and (paint in worn or "neck" in {owner, part})
    return pierced or joined or (owner == "scarf" and part in _UNDER_SCARF)
