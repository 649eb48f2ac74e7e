# ruff: noqa: INP001 Pelican loads this file by its path.
"""Exercises are articles, all else is a page; no feeds and no pages of tags, authors or periods."""

import json
from pathlib import Path
from typing import Any

SITENAME = "Exercises for your back"
SITEURL = "https://clinic.example"
PATH, OUTPUT_PATH, THEME = "content", "output", "theme"
TIMEZONE, DEFAULT_LANG = "UTC", "en"
ARTICLE_PATHS, PAGE_PATHS = ["exercises"], ["programs", "pages", "safety"]
ARTICLE_URL = ARTICLE_SAVE_AS = "exercises/{slug}.html"
PAGE_URL = PAGE_SAVE_AS = "{folder}/{slug}.html"
SLUGIFY_SOURCE = "basename"
ARTICLE_ORDER_BY = PAGE_ORDER_BY = "slug"
FORMATTED_FIELDS: list[str] = []
DIRECT_TEMPLATES = ["index", "404", "sitemap", "exercises", "programs"]
DIRECT_TEMPLATES += ["by_region", "by_position", "by_equipment"]
SITEMAP_SAVE_AS = "sitemap.xml"
EXERCISES_SAVE_AS, PROGRAMS_SAVE_AS = "exercises/index.html", "programs/index.html"
BY_REGION_SAVE_AS = "exercises/by-region.html"
BY_POSITION_SAVE_AS = "exercises/by-position.html"
BY_EQUIPMENT_SAVE_AS = "exercises/by-equipment.html"
TAG_SAVE_AS = CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
MARKDOWN = {"extension_configs": {"markdown.extensions.meta": {}}, "output_format": "html5"}
SAFETY = json.loads(Path(__file__).with_name("safety.json").read_text("utf-8"))

_by_slug: dict[str, Any] = {}


def _find(articles: list[Any], slug: str) -> Any:
    """An article by its slug; the list is looked through once."""
    if not _by_slug:
        _by_slug.update((article.slug, article) for article in articles)
    return _by_slug[slug]


def _group(articles: list[Any], key: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for article in articles:
        for term in _every(getattr(article, key, ())):
            groups.setdefault(term, []).append(article)
    return groups


def _every(value: Any) -> list[str]:
    """Pelican makes a text of a list that has one entry."""
    return [value] if isinstance(value, str) else list(value or ())


JINJA_FILTERS = {"find": _find, "group": _group, "every": _every}
