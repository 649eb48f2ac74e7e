"""The guide to pose files: it names every word, its tables are true, and its pictures are drawn.

Each picture lies beside the pose file that it is drawn from. When a change of the drawing is meant,
`UPDATE_GOLDEN=1 make test` draws them anew.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain, groupby
from pathlib import Path
from textwrap import dedent, indent
from typing import get_args

import pytest

from generator.errors import Problem, format_problem, sort_problems
from generator.figures.drawing.picture import draw_figure
from generator.figures.illustration import Illustration
from generator.figures.pose import Camera, Figure, Frame, Style
from generator.figures.posefile.range_of_motion import MIDLINE_JOINTS, RANGES
from generator.figures.posefile.reading import read_figure
from generator.figures.posefile.terms import (
    ARROW_PARTS,
    BEARERS,
    DIRECTIONS,
    FOOT_CONTACTS,
    HAND_CONTACTS,
    HAND_SHAPES,
    MUSCLES,
    PEOPLE,
    PROPS,
    SHIFTS,
    SUPPORTS,
    VIEWS,
    Targets,
    split_side,
)
from generator.figures.posing.body import start_angles
from generator.figures.posing.supports import SUPPORTS as USUAL_SUPPORTS
from generator.model import Position

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "figures.md").read_text("utf-8")
EXAMPLES = sorted((DOCS / "figures").glob("*.pose.yaml"))
POSITIONS: tuple[Position, ...] = get_args(Position)
UPDATE = "UPDATE_GOLDEN"
# What all pictures of the guide may weigh together, in bytes.
MOST_BYTES = 400_000
# The pose that is drawn of each person, and once in lines.
EVERYBODY = "position-sitting"

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_SNIPPET = re.compile(
    r"^( *)```yaml\n(.*?)^\1```\n(?:\n```\n((?:error|warning):.*?)```)?", re.MULTILINE | re.DOTALL
)
_CODE = re.compile(r"`([^`\n]+)`")
_PICTURE = re.compile(r'<img src="figures/([^"]+)" width="\d+" alt="([^"]*)">')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PATH = "content/exercises/my-exercise.pose.yaml"
# What a snippet leaves out, for it to be a whole pose file.
_REST = {
    "position": "position: standing\n",
    "side": "side: both\n",
    "camera": "camera: from the right\n",
    "frames": "frames:\n  - caption: Pose\n    description: A person.\n",
}


def read_section(heading: str) -> str:
    """The text under a heading up to the next one, without its code blocks."""
    parts = re.split(r"^#+ (.+)\n", _FENCE.sub("", GUIDE), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[heading]


def words_of(text: str) -> list[str]:
    """What stands between backticks."""
    return _CODE.findall(text)


def read_rows(heading: str) -> list[list[str]]:
    """The cells of each row of the tables in a section that begins with a word in backticks."""
    rows = re.findall(r"^\|( `.*)\|$", read_section(heading), re.MULTILINE)
    return [[cell.strip() for cell in row.split("|")] for row in rows]


def phrases_of(targets: Targets) -> set[str]:
    """Every contact as it is written, without sides."""
    return {f"{preset} {target}" for preset, all_ in targets.items() for target in all_}


def complete(snippet: str) -> str:
    """A snippet as a whole pose file."""
    said = re.findall(r"^(\w+):", snippet, re.MULTILINE)
    return snippet + "".join(text for key, text in _REST.items() if key not in said)


def problems_of(text: str) -> list[Problem]:
    """What is wrong with the words of a pose file."""
    problems: list[Problem] = []
    read_figure(_PATH, text, problems)
    return problems


def read_example(file: Path) -> Figure:
    """The figure of an example, which has no problems."""
    problems: list[Problem] = []
    figure = read_figure(file.name, file.read_text("utf-8"), problems)
    assert problems == []
    assert figure
    return figure


@cache
def draw_example(file: Path, person: str, style: Style = "colour") -> Illustration:
    """The example as it is drawn now."""
    return draw_figure(read_example(file), person, style=style)


def draw_pictures(file: Path) -> Iterator[tuple[str, str]]:
    """The pictures that lie beside an example: their names, and the SVG that they should be."""
    stem, person = file.name.removesuffix(".pose.yaml"), read_example(file).person
    if stem == EVERYBODY:
        for name in PEOPLE:
            yield f"{stem}.{name}.svg", draw_example(file, name).frames[0].svg
        yield f"{stem}.line.svg", draw_example(file, PEOPLE[0], "line").frames[0].svg
        return
    frames = draw_example(file, person or PEOPLE[0]).frames
    for number, frame in enumerate(frames, 1):
        yield f"{stem}.{number}.svg" if len(frames) > 1 else f"{stem}.svg", frame.svg


def looks_alike(one: str, other: str) -> bool:
    """Whether two SVG are equal but for the last digit of a number.

    Another processor may round it the other way; it is a millimetre of the person.
    """
    numbers, others = (map(float, _NUMBER.findall(svg)) for svg in (one, other))
    return _NUMBER.sub("", one) == _NUMBER.sub("", other) and all(
        abs(number - was) <= 1 for number, was in zip(numbers, others, strict=True)
    )


def spoken_angles(position: Position) -> set[str]:
    """The angles of a start position as a pose file would say them."""
    angles = start_angles(Frame(1, "", "", position, Camera(0, 0), {}))
    said = {joint: {k: v for k, v in movements.items() if v} for joint, movements in angles.items()}
    spoken = set()
    for joint, movements in said.items():
        side, part = split_side(joint)
        both = side and all(said.get(f"{each} {part}") == movements for each in ("right", "left"))
        for movement, amount in movements.items():
            spoken.add(f"{part if both else joint}: {{{movement}: {amount:g}}}")
    return spoken


def test_every_key_is_explained_and_its_example_is_good() -> None:
    """The table of keys has those that the program knows, and no others."""
    (unknown,) = problems_of(complete("no_such_key: 1\n"))
    rows = {words_of(row[0])[0]: row for row in read_rows("What stands in a pose file")}
    assert sorted(rows) == sorted(unknown.hint.removeprefix("known keys: ").split(", "))
    for key, row in rows.items():
        for example in words_of(row[3]):
            assert example.startswith(f"{key}: ")
            assert problems_of(complete(f"{example}\n")) == []


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Start positions", POSITIONS),
        ("Joints and angles", MIDLINE_JOINTS),
        ("Views", VIEWS),
        ("Hands and feet", SHIFTS),
        ("Hand contacts", phrases_of(HAND_CONTACTS)),
        ("Foot contacts", phrases_of(FOOT_CONTACTS)),
        ("Shapes of a hand", HAND_SHAPES),
        ("What bears the weight", (*SUPPORTS, *BEARERS)),
        ("Muscles", MUSCLES),
        ("Arrows", (*DIRECTIONS, *ARROW_PARTS)),
        ("People", PEOPLE),
    ],
)
def test_every_word_that_may_be_written_is_named(heading: str, words: Mapping[str, object]) -> None:
    """A word that the program knows stands in its section of the guide."""
    assert {*words} - {*words_of(read_section(heading))} == set()


@pytest.mark.parametrize(
    ("heading", "targets"),
    [("Hand contacts", HAND_CONTACTS), ("Foot contacts", FOOT_CONTACTS)],
)
def test_no_contact_is_invented(heading: str, targets: Targets) -> None:
    """The first column of each table of contacts holds those that can be written, each once."""
    written = [word for row in read_rows(heading) for word in words_of(row[0])]
    assert sorted(written) == sorted(phrases_of(targets))


def test_each_prop_is_documented_with_its_places_and_measures() -> None:
    """The table of props says where each may be and what may be measured, and nothing else."""
    documented = {
        words_of(prop)[0]: ({*words_of(places)}, words_of(measures))
        for prop, places, measures, _ in read_rows("Props")
    }
    contacts = {"holds strap", "holds band"}
    assert {kind: (places - contacts, sizes) for kind, (places, sizes) in documented.items()} == {
        kind: ({*words.places, *chain(*words.places.values())}, [*words.measures])
        for kind, words in PROPS.items()
    }


def test_the_limits_are_those_that_are_enforced() -> None:
    """Joint, movement, both limits and the source of every row are those of the program."""
    expected = [
        (
            joint,
            [movement for movement, _ in movements],
            *(
                f"{most:g}{'°' if limit.unit == 'degrees' else ' cm'}"
                for most in (limit.active, limit.passive)
            ),
            limit.source,
        )
        for joint, ranges in RANGES.items()
        for limit, movements in groupby(ranges.items(), key=lambda pair: pair[1])
    ]
    documented, joint = [], ""
    for row in re.findall(
        r"^\| (.*) \| (`.*) \| (.*) \| (.*) \| (.*) \|$", read_section("Limits"), re.MULTILINE
    ):
        joint = row[0].strip("`") or joint
        documented.append((joint, words_of(row[1]), *row[2:]))
    assert documented == expected


def test_the_start_positions_are_what_the_guide_says() -> None:
    """Each position has the angles and the bearing parts that its row lists."""
    documented = {
        words_of(position)[0]: ({*words_of(angles)}, (*words_of(supports),))
        for position, angles, supports in read_rows("Start positions")
        if "<img" not in position
    }
    assert documented == {
        position: (spoken_angles(position), USUAL_SUPPORTS[position]) for position in POSITIONS
    }


@pytest.mark.parametrize("snippet", _SNIPPET.findall(GUIDE))
def test_a_snippet_is_read_as_the_guide_says(snippet: tuple[str, str, str]) -> None:
    """What is shown as good has no problems; what is shown with problems prints these.

    A snippet that is a whole pose file is drawn, too.
    """
    _, written, printed = snippet
    text = written if printed else complete(dedent(written))
    problems: list[Problem] = []
    figure = read_figure(_PATH, text, problems)
    if figure and text == dedent(written):
        problems += draw_figure(figure, PEOPLE[0]).problems
    lines = ["", *text.split("\n")]
    shown = [replace(problem, source=lines[problem.line]) for problem in sort_problems(problems)]
    assert "\n".join(map(format_problem, shown)) == printed.rstrip("\n")


def test_the_first_figure_is_the_example_that_is_pictured() -> None:
    """The file to save in the first five minutes is the one that the picture is drawn from."""
    example = (DOCS / "figures" / "first.pose.yaml").read_text("utf-8")
    assert f"   ```yaml\n{indent(example, '   ')}   ```" in GUIDE


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name.removesuffix(".pose.yaml"))
@pytest.mark.slow
def test_a_picture_is_what_its_file_draws(file: Path) -> None:
    """Each example draws without problems, and the picture beside it is what is drawn now."""
    for name, svg in draw_pictures(file):
        picture = file.with_name(name)
        if os.environ.get(UPDATE):
            picture.write_text(svg, "utf-8")
        assert picture.is_file(), f"{name} is not there. To draw it:  {UPDATE}=1 make test"
        assert looks_alike(picture.read_text("utf-8"), svg), (
            f"{name} has changed. If it should have:  {UPDATE}=1 make test"
        )
    assert draw_example(file, read_example(file).person or PEOPLE[0]).problems == ()


def test_every_picture_is_shown_with_words_and_weighs_little() -> None:
    """The guide shows the pictures that lie there, each with an alternative text."""
    pictures = {file.name: file.stat().st_size for file in (DOCS / "figures").glob("*.svg")}
    shown = dict(_PICTURE.findall(GUIDE))
    assert GUIDE.count("<img") == len(_PICTURE.findall(GUIDE))
    assert set(shown) == set(pictures)
    assert all(shown.values())
    assert sum(pictures.values()) < MOST_BYTES
