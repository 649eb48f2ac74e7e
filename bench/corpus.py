"""A site of any size, made up and the same each time, as one clinic's content would be.

    python -m bench.corpus 1000 FOLDER

Sentences and fields are as many and as long as in the sample site; there are no pose files. What is
made up here is written for our own program; `bench.peer_sites` writes the same for the others.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from bench import phrases

SAMPLE = Path(__file__).parent.parent / "content"
PROGRAM_SIZE = 8
# One program for so many exercises.
EXERCISES_A_PROGRAM = 20
STEPS = 7
# An easier exercise, one in the middle and a harder one, which lead to each other.
CHAIN = 3
UPDATED = "2026-11-20"
# Where all sites would stand, ours and those of the peers.
ADDRESS = "https://clinic.example"


@dataclass(frozen=True)
class Exercise:
    """One exercise: a title, the lists of its front matter by key, its steps and other text."""

    slug: str
    title: str
    summary: str
    dose: str
    texts: dict[str, str]
    lists: dict[str, tuple[str, ...]]
    before: str
    steps: tuple[str, ...]
    after: str

    @property
    def body(self) -> str:
        """The Markdown of the page."""
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(self.steps, 1))
        return "\n\n".join(part for part in (self.before, steps, self.after) if part) + "\n"


@dataclass(frozen=True)
class Program:
    """One program of exercises, by slug."""

    slug: str
    title: str
    summary: str
    regions: tuple[str, ...]
    exercises: tuple[str, ...]
    body: str = "## How often\n\nDo this program 2 to 3 times a week.\nRest on the days between.\n"


@dataclass(frozen=True)
class Corpus:
    """All exercises and programs of a site."""

    exercises: tuple[Exercise, ...]
    programs: tuple[Program, ...]


def make_corpus(size: int) -> Corpus:
    """As many exercises, and the programs of some of them; the same for the same size."""
    exercises = tuple(_make_exercise(number, size) for number in range(size))
    return Corpus(exercises, tuple(_make_programs(exercises)))


def write_site(corpus: Corpus, folder: Path) -> None:
    """The corpus as a site of ours, in a new folder: settings and pages as in the sample site."""
    content = folder / "content"
    for kind in ("pages", "safety", "media"):
        shutil.copytree(SAMPLE / kind, content / kind)
    settings = (SAMPLE / "clinic.toml").read_text("utf-8")
    settings = settings.replace("offline_zip = true", "offline_zip = false")
    settings = settings.replace('base_url = ""', f'base_url = "{ADDRESS}"')
    (content / "clinic.toml").write_text(settings, "utf-8")
    (content / "terms.toml").write_text(_terms(), "utf-8")
    for kind in ("exercises", "programs"):
        (content / kind).mkdir()
    for exercise in corpus.exercises:
        _write(content / "exercises" / f"{exercise.slug}.md", write_front(exercise), exercise.body)
    for program in corpus.programs:
        _write(
            content / "programs" / f"{program.slug}.md", write_program_front(program), program.body
        )


def edit_step(file: Path, number: int) -> str:
    """Write another sentence in the second step of a page, as an author would; the sentence."""
    lines = file.read_text("utf-8").split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("2. "))
    sentence = f"Keep breathing, and count slowly to {number + 3}."
    lines[at] = f"2. {sentence}"
    file.write_text("\n".join(lines), "utf-8")
    return sentence


def _make_exercise(number: int, size: int) -> Exercise:
    draw = random.Random(number)  # noqa: S311 the same sentences every time, no secret
    region, other = draw.sample(list(phrases.REGIONS), 2)
    part = phrases.REGIONS[region].lower()
    move = _move(number)
    title = f"{draw.choice(phrases.MANNERS)} {part} {move} {number + 1}"
    position = draw.choice(list(phrases.POSITIONS))
    texts = {
        "plain": f"{move.capitalize()} for your {part}",
        "goal": draw.choice(phrases.GOALS),
        "position": position,
        "felt_in": part,
        "side": draw.choice(phrases.SIDES),
    }
    if number % CHAIN:
        texts["easier"] = _slug(number - 1)
    if (number + 1) % CHAIN and number + 1 < size:
        texts["harder"] = _slug(number + 1)
    lists = {
        "also": (f"{part} {move}", f"{move} of the {part}", f"exercise {number + 1}"),
        "region": (region, other)[: draw.choice((1, 2))],
        "equipment": tuple(draw.sample(list(phrases.EQUIPMENT), draw.choice((0, 1, 2)))),
        "muscles": (phrases.MUSCLES[region],),
        "precautions": tuple(draw.sample(phrases.PRECAUTIONS, 3)),
        "ask_first": tuple(draw.sample(phrases.ASK_FIRST, 3)),
        "mistakes": tuple(draw.sample(phrases.MISTAKES, 2)),
        "sources": phrases.SOURCES,
    }
    steps = (
        draw.choice(phrases.POSITIONS[position]),
        *(step.format(part=part) for step in draw.sample(phrases.STEPS, STEPS - 2)),
        draw.choice(phrases.LAST_STEPS),
    )
    return Exercise(
        slug=_slug(number),
        title=title,
        summary=f"Helps your {part} to move with ease, with a {move} that you can do at home.",
        dose=draw.choice(phrases.DOSES),
        texts=texts,
        lists=lists,
        before=f"This {move} is for your {part} ({phrases.MUSCLES[region]}).\n{phrases.WHEN}",
        steps=steps,
        after=draw.choice(phrases.TAILS).format(title=title),
    )


def _slug(number: int) -> str:
    return f"{_move(number)}-{number + 1:05}"


def _move(number: int) -> str:
    return phrases.MOVES[number % len(phrases.MOVES)]


def _make_programs(exercises: tuple[Exercise, ...]) -> Iterator[Program]:
    for number, first in enumerate(range(0, len(exercises), EXERCISES_A_PROGRAM), 1):
        chosen = exercises[first : first + PROGRAM_SIZE]
        regions = dict.fromkeys(region for one in chosen for region in one.lists["region"])
        yield Program(
            slug=f"program-{number:04}",
            title=f"Program {number}",
            summary=f"{len(chosen)} exercises to do at home, one after the other.",
            regions=tuple(regions)[:4],
            exercises=tuple(one.slug for one in chosen),
        )


def write_front(exercise: Exercise) -> str:
    """The front matter in the order and style of the sample's files."""
    flow = ("also", "region", "position", "equipment", "muscles")
    block = [key for key in exercise.lists if key not in flow]
    lines = [f"title: {exercise.title}", f"summary: {exercise.summary}"]
    lines += [
        f"{key}: [{', '.join(exercise.lists[key])}]" for key in flow if exercise.lists.get(key)
    ]
    lines += [f"{key}: {text}" for key, text in exercise.texts.items()]
    lines += [f"dose: {exercise.dose}", "safety: low-back"]
    for key in block:
        lines += [f"{key}:", *(f"  - {entry}" for entry in exercise.lists[key])]
    return "\n".join([*lines, *_ends()])


def write_program_front(program: Program) -> str:
    """The front matter of a program in the same style."""
    lines = [
        f"title: {program.title}",
        f"summary: {program.summary}",
        f"region: [{', '.join(program.regions)}]",
        "safety: low-back",
        "schedule: {per_week: 2-3}",
        "exercises:",
        *(f"  - {slug}" for slug in program.exercises),
    ]
    return "\n".join([*lines, *_ends()])


def _ends() -> tuple[str, str]:
    return f"updated: {UPDATED}", 'review: {by: "", on: "", due: "", of: ""}'


def _terms() -> str:
    groups = (("regions", phrases.REGIONS), ("equipment", phrases.EQUIPMENT))
    lines = []
    for name, terms in groups:
        lines += [f"[{name}]", *(f'{slug} = "{label}"' for slug, label in terms.items()), ""]
    return "\n".join(lines)


def _write(file: Path, front: str, body: str) -> None:
    file.write_text(f"---\n{front}\n---\n{body}", "utf-8")


@click.command(help=__doc__)
@click.argument("size", type=click.IntRange(min=1))
@click.argument("folder", type=click.Path(path_type=Path))
def main(size: int, folder: Path) -> None:
    """Write a corpus for our own program into a new folder."""
    write_site(make_corpus(size), folder)


if __name__ == "__main__":
    main()
