"""The same site in the forms of other generators: front matter as theirs, and their templates."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from bench import phrases
from bench.corpus import (
    SAMPLE,
    UPDATED,
    Corpus,
    Exercise,
    Program,
    write_front,
    write_program_front,
)

TEMPLATES = Path(__file__).parent / "peers"
_GROUPS = ("region", "position", "equipment")
# An entry of a front matter, as the text of its key or as its list.
_Entry = str | tuple[str, ...]


def write_peer_site(name: str, corpus: Corpus, folder: Path) -> None:
    """The corpus as a site of `hugo`, `eleventy`, `mkdocs` or `pelican`, in a new folder."""
    shutil.copytree(TEMPLATES / name, folder)
    titles = {exercise.slug: exercise.title for exercise in corpus.exercises}
    corpus = replace(corpus, exercises=tuple(_label(one, titles) for one in corpus.exercises))
    _WRITERS[name](corpus, folder)


def _label(exercise: Exercise, titles: Mapping[str, str]) -> Exercise:
    """With what a template of ours looks up: the words for slugs, and the titles of its links."""
    lists, texts = dict(exercise.lists), dict(exercise.texts)
    lists["region"] = tuple(phrases.REGIONS[slug] for slug in lists["region"])
    lists["equipment"] = tuple(phrases.EQUIPMENT[slug] for slug in lists["equipment"])
    lists["position"] = (texts.pop("position").replace("-", " ").capitalize(),)
    for key in ("easier", "harder"):
        if slug := texts.get(key):
            texts[key] = f"{{slug: {slug}, title: {titles[slug]}}}"
    return replace(exercise, lists=lists, texts=texts)


def _write_hugo(corpus: Corpus, folder: Path) -> None:
    _write_data(folder / "data")
    content = folder / "content"
    _write_all(corpus, content, {})
    for key in _GROUPS:
        front = f"title: Exercises by {key}\ntype: lists\nurl: /exercises/by-{key}.html\nby: {key}"
        _write(content / "lists" / f"by-{key}.md", front, "")
    for kind in ("exercises", "programs"):
        _write(content / kind / "_index.md", f"title: {kind.capitalize()}", "")
    # Hugo would make a list of everything in these folders, too.
    for kind in ("lists", "pages", "safety"):
        _write(content / kind / "_index.md", "title: None\nbuild: {render: never}", "")


def _write_eleventy(corpus: Corpus, folder: Path) -> None:
    _write_data(folder / "_data")
    _write_all(corpus, folder / "content", {})


def _write_mkdocs(corpus: Corpus, folder: Path) -> None:
    _write_data(folder)
    content = folder / "content"
    templates = {"exercises": "template: exercise.html\n", "programs": "template: program.html\n"}
    _write_all(corpus, content, templates)
    for kind in ("exercises", "programs"):
        front = f"title: {kind.capitalize()}\ntemplate: list.html\nby: {kind}"
        _write(content / kind / "index.md", front, "")
    for key in _GROUPS:
        front = f"title: Exercises by {key}\ntemplate: list.html\nby: {key}"
        _write(content / "exercises" / f"by-{key}.md", front, "")
    front = "title: Exercises for your back"
    _write(content / "index.md", front, "Choose a program or an exercise.\n")


def _write_pelican(corpus: Corpus, folder: Path) -> None:
    _write_data(folder)
    content = folder / "content"
    _write_all(corpus, content, {"programs": "template: program\n"})
    for file in content.glob("*/*.md"):
        _, front, body = file.read_text("utf-8").split("---\n", 2)
        front += f"date: {UPDATED}\n"
        if file.parent.name != "exercises":
            front += f"folder: {file.parent.name}\n"
        file.write_text(f"{_plain_front(front)}\n\n{body}", "utf-8")


def _plain_front(front: str) -> str:
    """Front matter as Pelican reads it: no YAML, but `key: text` with further lines indented."""
    lines = []
    for key, value in yaml.load(front, Loader=yaml.CSafeLoader).items():
        if isinstance(value, dict) and key in {"easier", "harder"}:
            entries = list(value.values())
        elif isinstance(value, dict):
            entries = [f"{name}: {text}" for name, text in value.items() if text]
        else:
            entries = value if isinstance(value, list) else [value]
        if entries:
            lines.append(f"{key}: " + "\n    ".join(map(str, entries)))
    return "\n".join(lines)


_WRITERS: dict[str, Callable[[Corpus, Path], None]] = {
    "hugo": _write_hugo,
    "eleventy": _write_eleventy,
    "mkdocs": _write_mkdocs,
    "pelican": _write_pelican,
}


def _write_data(folder: Path) -> None:
    """The safety sheet that every page shows."""
    folder.mkdir(exist_ok=True)
    (folder / "safety.json").write_text(json.dumps(_sheet()), "utf-8")


def _sheet() -> dict[str, Any]:
    front = (SAMPLE / "safety" / "low-back.md").read_text("utf-8").split("---\n")[1]
    kept = ("emergency", "urgent", "stop_if", "ask_first", "precautions")
    values = yaml.safe_load(front)
    return {key: values[key] for key in kept}


def _write_all(corpus: Corpus, content: Path, added: Mapping[str, str]) -> None:
    """Exercises, programs and the sample's pages; `added` goes into the front matter of a kind."""
    for exercise in corpus.exercises:
        front = added.get("exercises", "") + write_front(exercise)
        _write(content / "exercises" / f"{exercise.slug}.md", front, exercise.body)
    for program in corpus.programs:
        front = added.get("programs", "") + write_program_front(_label_program(program))
        _write(content / "programs" / f"{program.slug}.md", front, program.body)
    for kind in ("pages", "safety"):
        for file in sorted((SAMPLE / kind).glob("*.md")):
            _, front, body = file.read_text("utf-8").split("---\n", 2)
            title, summary = front.split("\n")[:2]
            _write(content / kind / file.name, f"{title}\n{summary}\nupdated: {UPDATED}", body)


def _label_program(program: Program) -> Program:
    return replace(program, regions=tuple(phrases.REGIONS[slug] for slug in program.regions))


def _write(file: Path, front: str, body: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{front}\n---\n{body}", "utf-8")
