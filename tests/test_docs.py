"""The documentation: it says what the program does, completely, and its examples work."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from click.testing import CliRunner
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from small_site import SMALL_SITE, TODAY, MakeSite

from generator import builder_views, limits, list_views, paper_views, read, views, yaml_values
from generator.cli import main
from generator.config import ClinicFile, TermsFile
from generator.edition import Edition
from generator.frontmatter import read_front_matter
from generator.library import load_library
from generator.lists import MAX_DEPTH
from generator.media import drawings, photographs, pictures
from generator.paper import plan_handouts
from generator.plain_lines import Value
from generator.schema import (
    KINDS,
    DoseFields,
    EntryFields,
    ReviewFields,
    ScheduleFields,
    UrgentFields,
)
from generator.site import plan_pages, plan_start_page
from generator.words import load_words

ROOT = Path(__file__).parent.parent
DOCS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *ROOT.glob("docs/*.md"),
]
WRITING = (ROOT / "docs" / "writing.md").read_text("utf-8")
TEMPLATES = (ROOT / "docs" / "templates.md").read_text("utf-8")

GROUPS: dict[str, type[BaseModel]] = {
    "Exercise": KINDS["exercises"],
    "Dose": DoseFields,
    "Review": ReviewFields,
    "Program": KINDS["programs"],
    "Schedule": ScheduleFields,
    "One exercise of a program": EntryFields,
    "Safety sheet": KINDS["safety"],
    "Urgent": UrgentFields,
    "Page": KINDS["pages"],
}

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_TEMPLATE = re.compile(
    r"^Save as `(content/[^`]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")
_SPAN = re.compile(r"\b1 to (\d+)\b")


@dataclass(frozen=True)
class Row:
    """A row of a reference table: the key, whether it must be there, its meaning, an example."""

    key: str
    needed: str
    meaning: str
    example: str


def read_section(text: str, heading: str) -> str:
    """The text under a heading, up to the next one, without its code blocks."""
    parts = re.split(r"^#+ (.+)\n", _FENCE.sub("", text), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[heading]


def read_rows(text: str) -> list[Row]:
    """The rows of the reference tables in a text."""
    rows = (
        re.split(r"(?<!\\) \| ", line[2:-2]) for line in text.split("\n") if line.startswith("| `")
    )
    return [Row(row[0].strip("`"), *row[1:]) for row in rows if len(row) == 4]


def read_example(example: str) -> dict[str, Value]:
    """The values of an example such as `side: each`."""
    front = read_front_matter("example", f"---\n{example.strip('`')}\n---\n", [])
    assert front, example
    return front.values


TEMPLATE_FILES = dict(_TEMPLATE.findall(WRITING))
CLINIC_ROWS = read_rows(WRITING[WRITING.index("## clinic.toml") : WRITING.index("## terms.toml")])
TERMS_ROWS = read_rows(read_section(WRITING, "terms.toml"))
CASES = [(heading, row) for heading in GROUPS for row in read_rows(read_section(WRITING, heading))]
KEYS = [pytest.param(heading, row, id=f"{heading}-{row.key}") for heading, row in CASES]


def base_values(heading: str) -> dict[str, Value]:
    """Good values of a group, for one of them to be exchanged."""
    kinds = {
        "Exercise": "exercises",
        "Program": "programs",
        "Safety sheet": "safety",
        "Page": "pages",
    }
    if heading in kinds:
        text = next(
            t for p, t in TEMPLATE_FILES.items() if p.startswith(f"content/{kinds[heading]}/")
        )
        front = read_front_matter("template", text, [])
        assert front
        return front.values
    return {
        "Dose": {"reps": "10"},
        "One exercise of a program": {"exercise": "bridge"},
        "Urgent": {"call": "us", "when": "today", "signs": ["Fever"]},
    }.get(heading, {})


def accepts(kind: type[BaseModel], values: dict[str, Value]) -> bool:
    try:
        kind.model_validate(values)
    except ValidationError:
        return False
    return True


def choices_of(kind: type[BaseModel], key: str) -> set[str]:
    """The words that a key may hold, when only certain ones are allowed."""
    schema = kind.model_json_schema()["properties"][key]
    parts = [schema, *schema.get("anyOf", [])]
    return {
        word
        for part in parts
        for word in (*part.get("enum", ()), *part.get("items", {}).get("enum", ()))
    }


@pytest.mark.parametrize("heading", GROUPS)
def test_every_key_of_the_front_matter_is_documented_and_none_is_invented(heading: str) -> None:
    documented = [row.key for row in read_rows(read_section(WRITING, heading))]
    assert documented == list(GROUPS[heading].model_fields)


@pytest.mark.parametrize(("heading", "row"), KEYS)
def test_a_key_is_documented_as_what_it_is(heading: str, row: Row) -> None:
    """Required or optional, a group or not, and exactly the words that it may hold."""
    kind = GROUPS[heading]
    field = kind.model_fields[row.key]
    example = read_example(row.example)[row.key]
    assert row.needed.split(",")[0] == ("required" if field.is_required() else "optional")
    assert ("a group" in row.needed) == isinstance(example, dict)
    allowed = choices_of(kind, row.key)
    assert not allowed or set(_CODE.findall(row.meaning)) == allowed
    assert all(accepts(kind, base_values(heading) | {row.key: word}) for word in allowed)


@pytest.mark.parametrize(("heading", "row"), KEYS)
def test_the_example_of_a_key_is_good(heading: str, row: Row) -> None:
    example = read_example(row.example)
    assert list(example) == [row.key]
    assert accepts(GROUPS[heading], base_values(heading) | example), row.example


@pytest.mark.parametrize(
    ("heading", "row"), [key for key in KEYS if _SPAN.search(key.values[1].meaning)]
)
def test_the_documented_limit_of_a_number_is_the_limit(heading: str, row: Row) -> None:
    span = _SPAN.search(row.meaning)
    assert span
    most = int(span[1])
    for number, good in ((0, False), (1, True), (most, True), (most + 1, False)):
        assert accepts(GROUPS[heading], base_values(heading) | {row.key: str(number)}) is good


def settings_fields() -> Iterator[tuple[str, FieldInfo]]:
    """The settings of `clinic.toml` by their dotted names."""
    for name, field in ClinicFile.model_fields.items():
        table = field.annotation
        if isinstance(table, type) and issubclass(table, BaseModel):
            yield from ((f"{name}.{key}", inner) for key, inner in table.model_fields.items())
        else:
            yield name, field


def test_every_setting_is_documented_with_its_default_and_none_is_invented() -> None:
    expected = {
        name: "required" if field.is_required() else field.default
        for name, field in settings_fields()
    }
    documented = {
        row.key: row.needed
        if row.needed == "required"
        else tomllib.loads(f"x = {row.needed.strip('`')}")["x"]
        for row in CLINIC_ROWS
    }
    assert documented == expected


def literals(annotation: object) -> set[object]:
    """The values that a setting may hold, when only certain ones are allowed."""
    inner = [literals(part) for part in get_args(annotation) if not isinstance(part, str | int)]
    own = {part for part in get_args(annotation) if isinstance(part, str | int)}
    return own.union(*inner)


@pytest.mark.parametrize("row", CLINIC_ROWS, ids=lambda row: row.key)
def test_the_example_of_a_setting_is_good_and_its_choices_are_all_named(row: Row) -> None:
    table, _, key = row.key.rpartition(".")
    values = tomllib.loads(TEMPLATE_FILES["content/clinic.toml"])
    example = tomllib.loads(row.example.strip("`"))
    assert list(example) == [key]
    (values.setdefault(table, {}) if table else values).update(example)
    ClinicFile.model_validate(values)

    shown = {
        str(tomllib.loads(f"x = {code}")["x"])
        for code in _CODE.findall(row.meaning)
        if re.match(r'"|\d|true|false', code)
    }
    annotation = dict(settings_fields())[row.key].annotation
    choices = {str(choice) for choice in literals(annotation)}
    assert not choices or shown == choices


def test_the_terms_are_documented() -> None:
    assert [row.key for row in TERMS_ROWS] == list(TermsFile.model_fields)
    for row in TERMS_ROWS:
        values = tomllib.loads(TEMPLATE_FILES["content/terms.toml"])
        TermsFile.model_validate(values | {row.key: tomllib.loads(row.example.strip("`"))})


def test_the_documented_limits_of_a_file_are_the_limits() -> None:
    section = read_section(WRITING, "Limits")
    documented = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", section)]
    assert documented == [
        *(read.MAX_BYTES // 1024**2, 8),  # UTF-8
        *(yaml_values.MAX_DEPTH, yaml_values.MAX_NODES),
        *(limits.MAX_BODY, limits.MAX_LINES, limits.MAX_LINE, limits.MAX_RUN),
        *(limits.MAX_COLUMNS, limits.MAX_CELLS),
        *(MAX_DEPTH, limits.MAX_BRACKET_DEPTH, limits.MAX_TAG_DEPTH),
        *(pictures.MAX_BYTES // 1024**2, photographs.MAX_PIXELS // 1_000_000),
        *(pictures.MAX_WIDTH, pictures.MAX_HEIGHT, drawings.MAX_BYTES // 1024**2),
    ]


@pytest.mark.slow
def test_the_templates_to_copy_make_a_site_with_pages_and_handouts(make_site: MakeSite) -> None:
    site = make_site(dict.fromkeys(SMALL_SITE) | TEMPLATE_FILES)
    result = site.build(pdf=True)
    assert [problem.message for problem in result.problems] == [
        "3 files are not yet reviewed by a clinician: page and handout say so"
    ]
    assert {
        "exercises/hamstring-stretch.html",
        "programs/thigh-week.a4.pdf",
        "pages/about.html",
    } <= set(site.files())


def plan_small_site(make_site: MakeSite) -> dict[str, set[str]]:
    """What each template is passed, by its name."""
    site = make_site({"content/pages/about.md": "---\ntitle: About\nsummary: Us.\n---\nText.\n"})
    library, _ = load_library(site.folder)
    edition = Edition(library, load_words("en"), TODAY, pictures={}, icon="icon.svg")
    start = plan_start_page(edition, "START-HERE.html", "site/")
    planned = [plan() for plan in plan_pages(edition).values()]
    pages = {page.template: set(page.context) for page in [*planned, start]}
    return pages | {sheet.template: set(sheet.context) for sheet in plan_handouts(edition)}


def test_what_each_template_is_passed_is_documented(make_site: MakeSite) -> None:
    rows = re.findall(r"^\| `((?:web|print)/\S+\.html)` \| (`site`.*) \|$", TEMPLATES, re.MULTILINE)
    assert {name: set(_CODE.findall(passed)) for name, passed in rows} == plan_small_site(make_site)


def test_every_field_that_a_template_may_show_is_documented() -> None:
    rows = re.findall(r"^\| `(\w+View)` \| .* \| (.*) \|$", TEMPLATES, re.MULTILINE)
    assert {name: _CODE.findall(listed) for name, listed in rows} == {
        name: [field.name for field in fields(view)]
        for module in (views, list_views, paper_views, builder_views)
        for name, view in vars(module).items()
        if name.endswith("View") and is_dataclass(view)
    }


def test_every_module_has_its_place_in_the_architecture() -> None:
    section = read_section((ROOT / "docs" / "architecture.md").read_text("utf-8"), "Modules")
    listed = [
        name.rstrip("/")
        for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
        for name in _CODE.findall(row)
    ]
    modules = {
        entry.stem
        for entry in (ROOT / "generator").iterdir()
        if entry.suffix == ".py" or (entry / "__init__.py").is_file()
    }
    assert sorted(listed) == sorted(modules - {"__init__", "__main__"})


def test_every_shipped_template_is_documented() -> None:
    home = ROOT / "templates"
    shipped = {file.relative_to(home).as_posix() for file in home.glob("*/*") if file.is_file()}
    assert shipped - set(_CODE.findall(TEMPLATES)) == set()


def test_the_problems_in_the_readme_are_what_the_program_prints(tmp_path: Path) -> None:
    """Two slips of the finger in a shipped exercise."""
    readme = (ROOT / "README.md").read_text("utf-8")
    runner = CliRunner()
    runner.invoke(main, ["new", str(tmp_path / "clinic")], catch_exceptions=False)
    exercise = tmp_path / "clinic" / "content" / "exercises" / "quadriceps-stretch.md"
    text = exercise.read_text("utf-8")
    text = text.replace("goal: flexibility", "goal: flexibilty").replace("sets: 3", "sets: three")
    exercise.write_text(text, "utf-8")

    printed = runner.invoke(main, ["check", "--site", str(tmp_path / "clinic")])

    assert printed.exit_code == 1
    assert printed.stderr in readme


def slugs_of_headings(file: Path) -> set[str]:
    """The anchors of a Markdown file, as hosts of code repositories make them."""
    text = _FENCE.sub("", file.read_text("utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.name)
def test_links_lead_to_files_and_headings_that_exist(file: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", _FENCE.sub("", file.read_text("utf-8")))
    for link in _LINK.findall(text):
        if re.match(r"https?:|mailto:", link):
            continue
        address, _, anchor = link.partition("#")
        target = (file.parent / address).resolve() if address else file
        assert target.exists(), link
        assert not anchor or anchor in slugs_of_headings(target), link


def commands_in(file: Path) -> Iterator[tuple[str, str]]:
    """The commands of a file, in code blocks and code spans: program and arguments."""
    text = file.read_text("utf-8")
    blocks = "\n".join(block for _, _, block in _FENCE.findall(text))
    spans = "\n".join(_CODE.findall(_FENCE.sub("", text)))
    for line in (blocks + "\n" + spans).split("\n"):
        found = re.match(r"\s*(?:sudo )?(?:\S*[/\\])?(make|handouts) ([a-z].*)", line)
        if found:
            yield found[1], found[2]


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.name)
def test_commands_exist(file: Path) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for program, arguments in commands_in(file):
        name = arguments.split()[0]
        options = re.findall(r"(?<!\S)--[a-z-]+", arguments)
        if program == "make":
            assert name in targets, arguments
        else:
            assert isinstance(main, click.Group)
            known: Any = main.get_command(click.Context(main), name)
            assert known, arguments
            opts = {opt for param in known.params for opt in (*param.opts, *param.secondary_opts)}
            assert set(options) <= opts, arguments
