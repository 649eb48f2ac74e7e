"""The figures that the checks look at: those of the sample content, and those beside the tests."""

from pathlib import Path

from generator.errors import Problem
from generator.figures.people import choose_person
from generator.figures.pose import Figure
from generator.figures.posefile.reading import read_figure

HERE = Path(__file__).parent
SUFFIX = ".pose.yaml"
_CONTENT = HERE.parent.parent / "content" / "exercises"
POSE_FILES = {
    path.name.removesuffix(SUFFIX): path
    for folder in (_CONTENT, HERE / "poses")
    for path in sorted(folder.glob(f"*{SUFFIX}"))
}


def load_figure(slug: str) -> tuple[Figure, str]:
    """A figure by the name of its exercise, and who is drawn in it."""
    path, problems = POSE_FILES[slug], list[Problem]()
    figure = read_figure(path.name, path.read_text("utf-8"), problems)
    if figure is None:
        raise ValueError("\n".join(str(problem) for problem in problems))
    return figure, choose_person(slug, (), figure.person)
