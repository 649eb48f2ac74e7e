"""How a build went, as far as a browser is to show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import Problem, SiteError
from generator.illustrate import draw_drafts
from generator.read import POSE_FILE


@dataclass(frozen=True)
class Outcome:
    """The problems of a build, and what kept it from publishing, if anything did.

    `drafts` are the figures that have errors, frame by frame as SVG, by the path of the pose
    file: whoever poses by trying sees what is wrong.
    """

    problems: tuple[Problem, ...] = ()
    failure: Exception | None = None
    drafts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def tell_failure(failure: Exception, site: Path) -> Outcome:
    """The outcome of a build that failed: a site with problems, or a fault that is not its own."""
    if not isinstance(failure, SiteError):
        return Outcome(failure=failure)
    errors = (problem for problem in failure.problems if problem.severity == "error")
    paths = dict.fromkeys(problem.path for problem in errors)
    drawn = draw_drafts(site, [path for path in paths if path.endswith(POSE_FILE)])
    drafts = {path: tuple(frame.svg for frame in one.frames) for path, one in drawn.items()}
    return Outcome(failure.problems, failure, drafts)
