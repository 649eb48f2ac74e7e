# ruff: noqa: INP001 MkDocs loads this file by its path.
"""Gives templates what MkDocs does not: pages by slug, and by the terms of their front matter."""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment

SAFETY = json.loads(Path(__file__).with_name("safety.json").read_text("utf-8"))
GROUPS = ("region", "position", "equipment")


def on_env(env: Environment, config: Any, files: Any) -> Environment:  # noqa: ARG001
    """Called once, when all Markdown is HTML and before any page is put in its template."""
    kinds = {kind: _pages(files, f"{kind}/") for kind in ("exercises", "programs")}
    env.globals.update(
        kinds=kinds,
        by_slug={page.file.name: page for page in kinds["exercises"]},
        groups={key: _group(kinds["exercises"], key) for key in GROUPS},
        safety=SAFETY,
    )
    return env


def _pages(files: Any, folder: str) -> list[Any]:
    pages = (file.page for file in files.documentation_pages() if file.src_uri.startswith(folder))
    return [page for page in pages if "template" in page.meta and "by" not in page.meta]


def _group(pages: list[Any], key: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for page in pages:
        for term in page.meta.get(key, ()):
            groups.setdefault(term, []).append(page)
    return groups
