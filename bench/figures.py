"""How long a frame takes to draw, and how much it weighs.

    python -m bench.figures

Warm: drawn before in the same process, the median of several times, of the processor alone: what
else the machine does is not counted. Cold: a fresh Python that starts, loads everything and draws
one figure, by the clock on the wall. The yardstick is drawn in the same run on the same
machine: the same bodies as bare silhouettes, one union of all their cones with straight edges, no
clothes, faces, props, lines, order or curves.
"""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter, process_time

import click
import numpy as np
import shapely

from generator.figures.drawing.outline import fill_outline, see_cones
from generator.figures.drawing.picture import draw_figure
from generator.figures.drawing.view import View
from generator.figures.people import PEOPLE
from generator.figures.pose import Frame
from generator.figures.posing.body import pose_body
from tests.figures.sample_figures import POSE_FILES, load_figure

REPEATS = 5


@click.command(help=__doc__)
def main() -> None:
    """Print a line for each figure, then what they come to."""
    drawn, plain, weights = [], [], []
    click.echo(f"{'':28}  ms a frame  silhouette  KB a frame")
    for slug in POSE_FILES:
        figure, person = load_figure(slug)
        frames = draw_figure(figure, person).frames
        drawn += [_time(partial(draw_figure, figure, person)) / len(frames)] * len(frames)
        plain += [_time(partial(_silhouette, frame, person)) for frame in figure.frames]
        weights += [len(frame.svg.encode()) / 1024 for frame in frames]
        heaviest = max(weights[-len(frames) :])
        click.echo(f"{slug:28}  {drawn[-1]:10.1f}  {plain[-1]:10.1f}  {heaviest:10.1f}")
    for name, of in (("median", median), ("most", max)):
        click.echo(f"{name:28}  {of(drawn):10.1f}  {of(plain):10.1f}  {of(weights):10.1f}")
    cold = _time(_draw_cold, perf_counter)
    click.echo(f"{len(drawn)} frames; {median(drawn) / median(plain):.1f} silhouettes a frame")
    click.echo(f"cold: {cold:.0f} ms for the first figure, Python and libraries included")


def _time(draw: Callable[[], object], clock: Callable[[], float] = process_time) -> float:
    """The median time of something, in milliseconds."""
    times = []
    for _ in range(REPEATS):
        start = clock()
        draw()
        times.append((clock() - start) * 1000)
    return median(times)


def _silhouette(frame: Frame, person: str) -> str:
    body, view = pose_body(frame, PEOPLE[person].build), View(frame.camera)
    outline = fill_outline(see_cones(body.chains, view))
    return " ".join(map(str, np.rint(shapely.get_coordinates(outline) * 10).ravel()))


def _draw_cold() -> None:
    slug = next(iter(POSE_FILES))
    code = f"from bench.figures import *; draw_figure(*load_figure({slug!r}))"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 our own code


if __name__ == "__main__":
    main()
