"""Reviews: what a signature writes, what it covers, and when it no longer holds."""

from pathlib import Path

import pytest
from small_site import EXERCISE, MakeSite, Site

from generator.asked import BuildOptions
from generator.build import check
from generator.errors import Problem, SiteError, UsageError
from generator.sign import sign

FILE = "content/exercises/bridge.md"
SHEET = "content/safety/low-back.md"
PROGRAM = "content/programs/hips.md"
BY, ON, TODAY = 'Dr. "Zoë" Roe, physiotherapist', "2026-03-31", "2026-11-21"


def signed(site: Site, path: str = FILE) -> None:
    sign(site.folder, site.folder / path, BY, ON)


def found(site: Site, today: str = TODAY) -> list[Problem]:
    """The problems of the site's files, without the line that counts the unreviewed."""
    try:
        problems = check(BuildOptions(site.folder, site.folder / "output", today))
    except SiteError as error:
        problems = list(error.problems)
    return [problem for problem in problems if problem.path != "content"]


@pytest.mark.parametrize(
    "parts",
    [
        ("", "", ""),
        ("", "review: {}\n", ""),
        ("# why\n", 'review: {by: "", on: "", due: "", of: ""}\n', "# note\nfelt_in: hip\n"),
        ("", "review:\n  by: A\n  on: 2020-01-01\n  of: x\n", "\nfelt_in: hip\n"),
        ("", "review: {by: A,\n  on: 2020-01-01,\n  of: x}\n", "felt_in: hip  # review: no\n"),
        ("", "review:\n", "\n\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_signature_changes_the_review_and_not_a_byte_more(
    make_site: MakeSite, parts: tuple[str, str, str], newline: str, mark: str
) -> None:
    before, between, after = parts
    head, body = EXERCISE[:-1].split("\n---\n")
    page = "{}{}\n{}{}{}---\n{}\nreview: not this\n"
    text = page.format(mark, head, before, between, after, body).replace("\n", newline)
    site = make_site({FILE: text})
    signed(site)
    written = (site.folder / FILE).read_bytes().decode()
    line = next(line for line in written.split(newline) if line.startswith("review: {"))
    place = (before + after if not between else before, line + "\n", "" if not between else after)
    expected = page.format(mark, head, *place, body).replace("\n", newline)
    assert written == expected
    assert line.startswith('review: {by: "Dr. \\"Zoë\\" Roe, physiotherapist", on: "2026-03-31"')
    assert 'due: "2029-03-31"' in line
    assert found(site) == []
    assert not list(site.folder.rglob("*.new"))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (FILE, "sets: 3", "sets: 4"),
        (FILE, "2. Lift your hips.", "2. Lift one hip."),
        (FILE, "[Go slowly.]", "[Go fast.]"),
        (SHEET, "[Sharp pain]", "[Any pain]"),
        (SHEET, "when: today", "when: tomorrow"),
    ],
)
def test_a_clinical_change_ends_the_signature(
    make_site: MakeSite, path: str, old: str, new: str
) -> None:
    """The exercise and the program both rest on its dose, its steps and its sheet."""
    site = make_site()
    signed(site)
    signed(site, PROGRAM)
    site.edit(path, old, new)
    problems = {problem.path: problem for problem in found(site)}
    assert set(problems) == {FILE, PROGRAM}
    assert problems[FILE].message == "the content has changed since its review on 2026-03-31"
    assert problems[FILE].hint == f'sign it with  handouts review {FILE} --by "…"'
    assert problems[FILE].severity == "warning"


def test_sources_and_dates_are_not_clinical(make_site: MakeSite) -> None:
    site = make_site()
    signed(site)
    site.edit(FILE, "side: both", "side: both\nsources: [A book]\nupdated: 2026-04-01")
    assert found(site) == []


@pytest.mark.parametrize(
    ("today", "message"),
    [
        ("2029-01-29", None),
        ("2029-01-30", "the review is due on 2029-03-31"),
        ("2029-03-31", "the review is due on 2029-03-31"),
        ("2029-04-01", "the review was due on 2029-03-31"),
    ],
)
def test_a_review_runs_out(make_site: MakeSite, today: str, message: str | None) -> None:
    """Sixty days before, it says so; after the day, it is overdue."""
    site = make_site()
    signed(site)
    assert [problem.message for problem in found(site, today)] == ([message] if message else [])


def test_a_review_of_a_leap_day_is_due_on_the_last_of_february(make_site: MakeSite) -> None:
    site = make_site()
    assert sign(site.folder, site.folder / FILE, BY, "2024-02-29").review.due == "2027-02-28"


def test_where_reviews_are_required_each_missing_one_is_an_error(make_site: MakeSite) -> None:
    site = make_site()
    site.edit("content/clinic.toml", "[print]", "[review]\nrequire = true\n[print]")
    signed(site, SHEET)
    assert [(p.path, p.message, p.severity) for p in found(site)] == [
        (path, "the content is not yet reviewed by a clinician", "error")
        for path in (FILE, PROGRAM)
    ]
    signed(site)
    signed(site, PROGRAM)
    assert found(site) == []
    assert [p.severity for p in found(site, "2030-01-01")] == ["error"] * 3


@pytest.mark.parametrize("review", ["{by: A. Name}", "{by: A. Name, on: 2026-01-01}", "{of: ab}"])
def test_a_review_written_by_hand_does_not_count(make_site: MakeSite, review: str) -> None:
    """Only the command knows the hash of what was signed."""
    site = make_site({FILE: EXERCISE.replace("side: both", f"side: both\nreview: {review}")})
    (problem,) = found(site)
    assert (problem.line, problem.severity) == (9, "warning")
    assert problem.message == "the review is filled in, but not signed: it does not count"
    assert problem.hint == f'sign it with  handouts review {FILE} --by "…"'


@pytest.mark.parametrize("by", ["", "  ", "A\x07", "\ud800"])
def test_a_signature_needs_a_name_that_can_be_printed(make_site: MakeSite, by: str) -> None:
    site = make_site()
    with pytest.raises(UsageError, match="say who reviewed it"):
        sign(site.folder, site.folder / FILE, by, ON)
    assert (site.folder / FILE).read_text("utf-8") == EXERCISE


@pytest.mark.parametrize("key", ['"review"', "review "])
def test_a_review_that_cannot_be_replaced_safely_is_left_alone(
    make_site: MakeSite, key: str
) -> None:
    """Its key is written in an unusual way: better no signature than two."""
    page = EXERCISE.replace("side: both", f"side: both\n{key}: {{}}")
    site = make_site({FILE: page})
    with pytest.raises(UsageError, match="on one line of its own"):
        signed(site)
    assert (site.folder / FILE).read_text("utf-8") == page


def test_only_clinical_pages_are_signed(make_site: MakeSite, tmp_path: Path) -> None:
    other = tmp_path / "bridge.md"
    other.write_text(EXERCISE, "utf-8")
    site = make_site()
    with pytest.raises(UsageError, match="is not an exercise, a program or a safety sheet"):
        sign(site.folder, other, BY, ON)
