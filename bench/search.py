"""How fast and how forgiving the search is, with 2,000 made-up exercises opened from disk.

    python -m bench.search

A site of its own is built in a temporary folder and its list opened in Chromium. Each exercise is
looked for by its title with one letter too many, too few, wrong, or two swapped: it should be
among the first ten. The yardstick is what many pages do: all words must stand in the text as they
are, accents and all.
"""

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

import click
from playwright.sync_api import Page, sync_playwright

from generator.asked import BuildOptions
from generator.build import build
from generator.paths import shipped
from tests.small_site import CLINIC, PROGRAM, SHEET

COUNT: Final = 2000
SEED: Final = 4
LETTERS: Final = "abcdefghijklmnopqrstuvwxyzäéñø"
SCRIPTS: Final = ("search.js", "find.js")
MISTAKES: Final = ("a letter too many", "a letter too few", "a wrong letter", "two swapped")
TERMS: Final = """\
[regions]
hip = "Hip"
knee = "Knee"
neck = "Neck"
lower-back = "Lower back"
shoulder = "Shoulder"

[equipment]
band = "Resistance band"
chair = "Chair"
mat = "Mat"
wall = "Wall"
"""
EXERCISE: Final = """\
---
title: {title}
plain: {plain}
also: [{also}]
summary: {summary}
region: [{region}]
goal: {goal}
position: {position}
equipment: [{equipment}]
muscles: [{muscles}]
side: each
dose: {{sets: 3, reps: 10}}
safety: low-back
precautions: [Go slowly.]
---
1. Do it slowly.
"""
PARTS: Final = {
    "region": "hip knee neck lower-back shoulder".split(),
    "goal": "flexibility strength mobility control balance endurance".split(),
    "position": "lying-on-front lying-on-back lying-on-side kneeling sitting standing".split(),
    "equipment": ["band", "chair", "mat", "wall", ""],
    "muscles": (
        "quadriceps hamstrings gluteus-maximus iliopsoas gastrocnemius soleus trapezius deltoid "
        "rhomboids biceps triceps erector-spinae multifidus piriformis tensor-fasciae-latae"
    ).split(),
}
MANNERS: Final = (
    "Seated Standing Supine Prone Kneeling Side-lying Single-leg Banded Assisted Dynamic Isometric "
    "Slow Deep Wide Narrow Diagonal Reverse Alternating Supported Wall Chair Towel Förster’s "
    "Schröder’s Brügger’s Pérez’ Søren’s"
).split()
BODY: Final = (
    "hamstring quadriceps calf hip knee ankle glute piriformis shoulder neck wrist elbow spine "
    "pelvic thoracic lumbar scapula rotator-cuff groin thigh heel toe adductor abductor"
).split()
MOVES: Final = (
    "stretch raise curl bridge twist slide press squat lunge rotation extension flexion tilt hold "
    "march reach circle pull step-up rock"
).split()
PLAIN: Final = "bend lift turn push swing roll straighten lower lean tuck open close".split()
ENDINGS: Final = "at a wall,on the floor,in bed,with a band,on a step,in water".split(",")

INDEX: Final = """() => {
    const start = performance.now();
    window.bench = window.makeSearch(window.exercises);
    return performance.now() - start;
}"""
# A browser's clock is coarse: each query is asked several times over.
ASK: Final = """queries => queries.map(query => {
    const start = performance.now();
    let found;
    for (let i = 0; i < 5; i += 1) found = window.bench(query);
    const [whole, some] = found;
    return [(performance.now() - start) / 5, (whole[0] ? whole : some).slice(0, 10)];
})"""
TYPE: Final = """words => {
    const box = document.getElementById("words");
    return [...words].map((_, i) => {
        box.value = words.slice(0, i + 1);
        const start = performance.now();
        box.dispatchEvent(new Event("input", {bubbles: true}));
        document.body.getBoundingClientRect();
        return performance.now() - start;
    });
}"""


@dataclass(frozen=True)
class Misspelt:
    """A query with one mistake in it, and the exercise that is meant."""

    mistake: str
    query: str
    slug: str


@click.command(help=__doc__)
def main() -> None:
    """Build the site, open it, and print what was measured."""
    with TemporaryDirectory(prefix="search-") as folder:
        site = Path(folder)
        exercises = _write_site(site)
        start = perf_counter()
        build(BuildOptions(site, site / "output", "2026-11-21", pdf=False))
        click.echo(f"{'built':34}{perf_counter() - start:8.1f} s, without handouts")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page()
            page.goto((site / "output/site/exercises/index.html").as_uri())
            page.locator("#words").focus()
            page.wait_for_function("() => window.exercises")
            _measure(page, exercises, site / "output/site/exercises/searched.js")
            browser.close()


def _measure(page: Page, exercises: dict[str, dict[str, str]], searched: Path) -> None:
    click.echo(f"{'index, median':34}{median(page.evaluate(INDEX) for _ in range(9)):8.1f} ms")
    misspelt = list(_misspell(exercises))
    well = [Misspelt("as it is spelt", one["title"], slug) for slug, one in exercises.items()]
    asked = [*well, *misspelt]
    answers = page.evaluate(ASK, [one.query for one in asked])
    typing = [title[:end] for one in well for title in [one.query] for end in (1, 2, 4, 7)]
    while_typing = [took for took, _ in page.evaluate(ASK, typing)]
    for name, times in (
        ("query, well spelt", [took for took, _ in answers[: len(well)]]),
        ("query, misspelt", [took for took, _ in answers[len(well) :]]),
        ("query, being typed", while_typing),
    ):
        p95 = quantiles(times, n=20)[-1]
        click.echo(f"{name:34}{p95:8.2f} ms at p95, {median(times):.2f} median, {len(times)}")
    keys = [took for query in typing[:400:8] for took in page.evaluate(TYPE, query)]
    name, p95 = "a key pressed, list and layout", quantiles(keys, n=20)[-1]
    click.echo(f"{name:34}{p95:8.2f} ms at p95, {median(keys):.2f} median")
    _print_recall(asked, [slugs for _, slugs in answers], exercises)
    _print_words(page, exercises)
    _print_sizes(searched)


def _print_recall(
    asked: list[Misspelt], answers: list[list[str]], exercises: dict[str, dict[str, str]]
) -> None:
    texts = {slug: " ".join(one.values()).lower() for slug, one in exercises.items()}
    click.echo(f"{'among the first ten':34}{'search':>8} {'substring':>10} {'queries':>8}")
    wrong = set(MISTAKES)
    for name, kinds in [*((kind, {kind}) for kind in _each(asked)), ("all mistakes", wrong)]:
        answered = zip(asked, answers, strict=True)
        pairs = [(one, found) for one, found in answered if one.mistake in kinds]
        ours = sum(one.slug in found for one, found in pairs) / len(pairs)
        plain = sum(one.slug in _substring(one.query, texts) for one, _ in pairs) / len(pairs)
        click.echo(f"  {name:32}{ours:8.1%} {plain:10.1%} {len(pairs):8}")


def _print_words(page: Page, exercises: dict[str, dict[str, str]]) -> None:
    """Many exercises have the same word: the one that comes first should have it."""
    texts = {slug: " ".join(one.values()).lower() for slug, one in exercises.items()}
    pairs = list(_misspell_words(exercises))
    answers = [slugs for _, slugs in page.evaluate(ASK, [query for _, query in pairs])]
    plain = [_substring(query, texts) for _, query in pairs]
    shares = [
        sum(word in texts[found[0]] for (word, _), found in zip(pairs, side, strict=True) if found)
        / len(pairs)
        for side in (answers, plain)
    ]
    click.echo(
        f"{'  one word with a mistake, first':34}{shares[0]:8.1%} {shares[1]:10.1%} {len(pairs):8}"
    )


def _print_sizes(searched: Path) -> None:
    total = 0
    for name in SCRIPTS:
        size = len(gzip.compress((shipped("templates") / "assets" / name).read_bytes(), 9))
        total += size
        click.echo(f"{name + ', gzip':34}{size:8} bytes")
    click.echo(f"{'both, gzip':34}{total:8} bytes")
    words = len(gzip.compress(searched.read_bytes(), 9))
    click.echo(f"{'the words of 2,000, gzip':34}{words:8} bytes, on first focus")


def _substring(query: str, texts: dict[str, str]) -> list[str]:
    terms = query.lower().split()
    return [slug for slug, text in texts.items() if all(term in text for term in terms)][:10]


def _each(asked: list[Misspelt]) -> list[str]:
    return list(dict.fromkeys(one.mistake for one in asked))


def _misspell(exercises: dict[str, dict[str, str]]) -> Iterator[Misspelt]:
    """Each title with each of the four mistakes, at a place drawn by lot."""
    random = Random(SEED)  # noqa: S311 no secret
    for slug, exercise in list(exercises.items())[::4]:
        title = exercise["title"]
        inside = [i for i in range(len(title) - 1) if title[i : i + 2].isalpha()]
        for mistake in MISTAKES:
            at = random.choice([i for i in inside if title[i].lower() != title[i + 1].lower()])
            yield Misspelt(mistake, _mistype(random, title, at, mistake), slug)


def _misspell_words(exercises: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Each word of a title by itself, with each of the four mistakes: the word and the query."""
    random = Random(SEED)  # noqa: S311 no secret
    for word in sorted({word for one in exercises.values() for word in one["title"].split()}):
        inside = [i for i in range(len(word) - 1) if word[i : i + 2].isalpha()]
        for mistake in MISTAKES:
            at = random.choice([i for i in inside if word[i].lower() != word[i + 1].lower()])
            yield word.lower(), _mistype(random, word, at, mistake)


def _mistype(random: Random, text: str, at: int, mistake: str) -> str:
    other = random.choice(LETTERS.replace(text[at].lower(), ""))
    before, letter, after = text[:at], text[at], text[at + 1 :]
    return {
        "a letter too many": before + other + letter + after,
        "a letter too few": before + after,
        "a wrong letter": before + other + after,
        "two swapped": before + after[0] + letter + after[1:],
    }[mistake]


def _write_site(site: Path) -> dict[str, dict[str, str]]:
    """The folder of a clinic with many exercises; their texts by slug."""
    random = Random(SEED)  # noqa: S311 no secret
    titles = [" ".join(words) for words in product(MANNERS, BODY, MOVES)]
    exercises = {
        f"exercise-{number}": _invent(random, title)
        for number, title in enumerate(random.sample(titles, COUNT))
    }
    files = {
        "clinic.toml": CLINIC,
        "terms.toml": TERMS,
        "safety/low-back.md": SHEET,
        "programs/first.md": PROGRAM.replace("bridge", "exercise-0"),
        **{f"exercises/{slug}.md": _page(one) for slug, one in exercises.items()},
    }
    for path, text in files.items():
        file = site / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return exercises


def _page(exercise: dict[str, str]) -> str:
    quoted: dict[str, Any] = {
        key: json.dumps(text, ensure_ascii=False) if key in ("title", "plain", "summary") else text
        for key, text in exercise.items()
    }
    return EXERCISE.format(**quoted)


def _invent(random: Random, title: str) -> dict[str, str]:
    _, body, move = title.split()
    plain, ending = random.choice(PLAIN).capitalize(), random.choice(ENDINGS)
    parts = {key: random.choice(values) for key, values in PARTS.items()}
    return {
        "title": title,
        "plain": f"{plain} your {random.choice(BODY)} {ending}",
        "also": f"{random.choice(PLAIN)} {body}, {random.choice(MANNERS).lower()} {move}",
        "summary": f"Makes your {random.choice(BODY)} and {body} ready to {random.choice(PLAIN)}.",
        **parts,
    }


if __name__ == "__main__":
    main()
