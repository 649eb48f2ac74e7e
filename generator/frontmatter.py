"""A file's front matter, or a file that is YAML from its first line, as text without guessing."""

from dataclasses import dataclass

from generator.errors import Problem
from generator.plain_lines import Value, read_plain_lines


@dataclass(frozen=True)
class FrontMatter:
    """The values of a front matter, every scalar as the text that was written, with line numbers.

    `lines` maps the dotted name of every key and list entry (`dose.sets`, `precautions.0`) to its
    line in the file.
    """

    values: dict[str, Value]
    lines: dict[str, int]
    body: str
    body_line: int


@dataclass(frozen=True)
class Document:
    """The values of a file that is YAML throughout, with line numbers as in `FrontMatter`."""

    values: dict[str, Value]
    lines: dict[str, int]


def read_front_matter(path: str, text: str, problems: list[Problem]) -> FrontMatter | None:
    """The front matter and body of a file's text; `None` when there is none that can be read.

    Adds a problem for everything that is wrong with it.
    """
    parts = _split(path, text, problems)
    if parts is None:
        return None
    front, body, body_line = parts
    read = read_plain_lines(front, 2)
    if read is None:
        # Most front matter does without the parser, which takes long to load.
        from generator.yaml_values import read_yaml

        read = read_yaml(
            path, front, problems, first_line=2, called="the front matter", example="title: Bridge"
        )
    return FrontMatter(*read, body, body_line) if read else None


def read_document(
    path: str, text: str, called: str, example: str, problems: list[Problem]
) -> Document | None:
    """The values of a file that is YAML throughout; `None` when it cannot be read.

    Its problems speak of it as `called` ("the pose file") and show `example` as a good line.
    """
    from generator.yaml_values import read_yaml

    read = read_yaml(path, text, problems, called=called, example=example)
    return Document(*read) if read else None


def _split(path: str, text: str, problems: list[Problem]) -> tuple[str, str, int] | None:
    lines = text.split("\n")
    hint = "begin the file with a line ---, then  key: value  lines, then a line --- again"
    if lines[0].rstrip() != "---":
        problems.append(Problem(path, 1, "the file has no front matter", hint))
        return None
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        problems.append(Problem(path, 1, "the front matter is not closed", hint))
        return None
    return "\n".join(lines[1:end]) + "\n", "\n".join(lines[end + 1 :]), end + 2
