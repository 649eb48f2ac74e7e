"""Each figure looks as it did when somebody last looked at it.

The pictures stand in `golden/`, 220 pixels at their longest. When a change is meant, look at the
new ones in `.cache/golden`, then write them down with the command that the failing test names.
"""

import os
from dataclasses import replace

import numpy as np
import pytest
from figures.drawn import paint, read_svg
from figures.sample_figures import HERE, POSE_FILES, load_figure
from PIL import Image, ImageChops

from generator.figures.drawing.picture import draw_figure
from generator.figures.pose import Figure

GOLDEN = HERE / "golden"
MADE = HERE.parent.parent / ".cache" / "golden"
UPDATE = "UPDATE_GOLDEN"
COMMAND = f"{UPDATE}=1 .venv/bin/pytest tests/figures/test_golden_figures.py"
# Pixels; and colours in a stored picture.
LONGEST, COLOURS = 220, 64
# How far a picture may be from the stored one, in levels of 255: on average, and in any square of
# so many pixels. A curve that rounding moves by a tenth of a millimetre stays below.
MEAN, SQUARE, IN_SQUARE = 1.5, 8, 18


@pytest.mark.slow
@pytest.mark.parametrize("slug", POSE_FILES)
def test_a_figure_looks_as_it_did(slug: str) -> None:
    """Every frame is like its stored picture, but for rounding."""
    figure, person = load_figure(slug)
    for number, made in enumerate(_draw(figure, person), start=1):
        path = GOLDEN / f"{slug}.{number}.png"
        if os.environ.get(UPDATE):
            GOLDEN.mkdir(exist_ok=True)
            made.quantize(COLOURS).save(path, optimize=True)
        stored = Image.open(path).convert("RGB") if path.exists() else Image.new("RGB", made.size)
        difference = _differ(made, stored)
        if difference:
            _keep(made, stored, path.stem)
        assert not difference, f"{path.name}: {difference}. If it should:  {COMMAND}"


def test_every_picture_is_of_a_figure() -> None:
    """No picture is left of a figure or a frame that is gone."""
    frames = {slug: len(load_figure(slug)[0].frames) for slug in POSE_FILES}
    expected = {f"{slug}.{n + 1}.png" for slug, count in frames.items() for n in range(count)}
    assert {path.name for path in GOLDEN.glob("*.png")} == expected


def test_a_small_movement_is_noticed() -> None:
    """An arm that is raised 8 degrees more is another picture."""
    figure, person = load_figure("shoulder-abduction")
    frame = figure.frames[-1]
    angles = dict(frame.joints["right shoulder"])
    lower = {"right shoulder": {**angles, "abduction": angles["abduction"] - 8}}
    moved = replace(figure, frames=(replace(frame, joints={**frame.joints, **lower}),))
    still = replace(figure, frames=(frame,))
    assert _differ(_draw(still, person)[0], _draw(still, person)[0].quantize(COLOURS)) == ""
    assert _differ(_draw(still, person)[0], _draw(moved, person)[0]) != ""


def _draw(figure: Figure, person: str) -> list[Image.Image]:
    pictures = []
    for frame in draw_figure(figure, person).frames:
        width = round(LONGEST * frame.width / max(frame.width, frame.height))
        pictures.append(paint(read_svg(frame.svg), width))
    return pictures


def _differ(made: Image.Image, stored: Image.Image) -> str:
    """How two pictures differ, in words; empty where they are alike."""
    if made.size != stored.size:
        return f"it is {made.size} instead of {stored.size} pixels"
    levels = ImageChops.difference(made, stored.convert("RGB")).convert("L")
    mean = float(np.asarray(levels).mean())
    worst = int(np.asarray(levels.reduce(SQUARE)).max())
    if mean <= MEAN and worst <= IN_SQUARE:
        return ""
    return f"it differs by {mean:.1f} levels on average, by {worst} in the worst square"


def _keep(made: Image.Image, stored: Image.Image, stem: str) -> None:
    """Put what was made, and what is different, where a person can look at it."""
    MADE.mkdir(parents=True, exist_ok=True)
    made.save(MADE / f"{stem}.new.png")
    if made.size == stored.size:
        ImageChops.invert(ImageChops.difference(made, stored)).save(MADE / f"{stem}.diff.png")
