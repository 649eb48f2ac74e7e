"""What a prescription makes of a site's content: which exercises, on which side, how much."""

from collections.abc import Sequence

import pytest
from small_site import EXERCISE, POSE, PROGRAM, SHEET, TODAY, MakeSite, Site

from generator.errors import Problem, SiteError, has_errors
from generator.library import Library, load_library
from generator.model import Dose, Duration, Exercise, Program, Range
from generator.patients.dispense import open_counter
from generator.patients.prescribe import Prescribed, prescribe
from generator.patients.prescription import combine, read_cells
from generator.review import content_hash, review_record
from generator.sign import sign
from generator.words import load_words

CLAM = EXERCISE.replace("title: Bridge", "title: Clam").replace("side: both", "side: affected")
STRETCH = EXERCISE.replace("title: Bridge", "title: Stretch").replace("side: both", "side: each")
HIPS = PROGRAM.replace(
    "exercises: [bridge]",
    "schedule: {per_week: 3, weeks: 6}\nmax_pages: 4\n"
    "exercises:\n  - {exercise: bridge, dose: {sets: 1, reps: 5}, note: Slowly.}\n  - clam",
)
FILES = {
    "content/exercises/clam.md": CLAM,
    "content/exercises/stretch.md": STRETCH,
    "content/programs/hips.md": HIPS,
}


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    return make_site(FILES)


def try_out(
    site: Site, **cells: str | Sequence[str]
) -> tuple[Library, Prescribed | None, list[Problem]]:
    library, _ = load_library(site.folder)
    problems: list[Problem] = []
    given = read_cells({key.rstrip("_"): cell for key, cell in cells.items()}, problems)
    assert given
    prescription = combine([given], problems)
    assert prescription
    made = prescribe(library, load_words("en"), TODAY, prescription, problems)
    return library, made, problems


def make(site: Site, **cells: str | Sequence[str]) -> Prescribed:
    _, made, problems = try_out(site, **cells)
    assert made, problems
    assert not has_errors(problems)
    return made


def said(site: Site, **cells: str | Sequence[str]) -> list[tuple[str, str, str]]:
    """The place, message and hint of each problem."""
    _, _, problems = try_out(site, **cells)
    return [(one.path, one.message, one.hint) for one in problems]


def titles(made: Prescribed) -> list[str]:
    return [exercise.title for exercise in made.exercises]


def test_one_exercise_is_an_exercise_sheet_anything_else_a_program(site: Site) -> None:
    assert isinstance(make(site, handouts="clam").record, Exercise)
    assert isinstance(make(site, handouts="hips").record, Program)
    assert isinstance(make(site, handouts="hips", only="clam").record, Program)
    both = make(site, handouts="clam,stretch")
    assert isinstance(both.record, Program)
    assert both.record.title == "Your exercises"
    assert make(site, handouts="clam,stretch", title="My two").record.title == "My two"


def test_exercises_are_picked_across_programs_in_the_order_named(site: Site) -> None:
    """A program's own dose and note come with its exercise."""
    site.write("content/programs/legs.md", PROGRAM.replace("[bridge]", "[stretch, clam]"))
    made = make(site, handouts="legs,hips", drop="clam")
    assert titles(made) == ["Stretch", "Bridge"]
    assert isinstance(made.record, Program)
    assert made.record.entries[1].dose == Dose(sets=Range(1, 1), reps=Range(5, 5))
    assert made.record.entries[1].note == "Slowly."


def test_an_exercise_named_twice_stands_once(site: Site) -> None:
    """The secretary is told, the first place counts."""
    assert titles(make(site, handouts="bridge,hips")) == ["Bridge", "Clam"]
    assert said(site, handouts="bridge,hips") == [
        ("--handouts", 'the exercise "bridge" is named twice: it stands once', "")
    ]


def test_a_whole_program_keeps_its_schedule_pages_and_version(site: Site) -> None:
    """Side and name change nothing of that; only part of it does."""
    library, whole, _ = try_out(site, handouts="hips", side="left", for_="Anna")
    assert whole
    assert isinstance(whole.record, Program)
    assert (whole.record.max_pages, whole.record.schedule.weeks) == (4, Range(6, 6))
    program = library.programs["hips"]
    reviews = whole.patient.reviews
    assert reviews["programs/hips.html"] == review_record(library, program, TODAY)
    part = make(site, handouts="hips", only="clam")
    assert isinstance(part.record, Program)
    assert part.record.max_pages is None
    assert part.record.summary == ""
    assert part.patient.reviews["programs/hips.html"].of != content_hash(library, program)


@pytest.mark.parametrize(
    ("side", "becomes"), [("left", "left"), ("right", "right"), ("both", "each"), ("", "affected")]
)
def test_the_sore_side_takes_the_place_of_affected(site: Site, side: str, becomes: str) -> None:
    """Exercises for each side, or for both at once, stay as they are."""
    made = make(site, handouts="bridge,clam,stretch", side=side)
    assert [exercise.side for exercise in made.exercises] == ["both", becomes, "each"]
    assert made.patient.side == side


MARKED = """\
1. Bend the knee of {your sore side}. {1}
2. {Your sore side} rests. {?Sore on both? Ask us.}

## Which side

{?Stretch your sore side. In the middle? Ask us.}

## Later

Rest your sore thigh.
"""


@pytest.mark.parametrize(
    ("side", "named"),
    [
        ("left", "your left side"),
        ("right", "your right side"),
        ("both", "the first side"),
        ("", "your sore side"),
    ],
)
def test_the_text_names_the_side_and_asks_no_more_which(site: Site, side: str, named: str) -> None:
    """Whoever reads LEFT reads it in every step, and nothing of how to find out."""
    site.write("content/exercises/clam.md", CLAM.partition("1. ")[0] + MARKED)
    site.write("content/exercises/clam.pose.yaml", POSE.partition("  - caption: Knee up")[0])
    (clam,) = make(site, handouts="clam", side=side).exercises
    second = f"{named[0].upper()}{named[1:]} rests."
    texts = [step.text for step in clam.body.steps]
    assert texts == [
        f"Bend the knee of {named}.",
        second if side else f"{second} Sore on both? Ask us.",
    ]
    assert ("Which side" in clam.body.after, "Ask us" in clam.body.after) == (not side, not side)
    assert "<h2>Later</h2>" in clam.body.after
    assert "{" not in f"{clam.body}"
    assert said(site, handouts="clam", side=side) == []


def test_a_text_that_leaves_the_side_open_is_warned_of(site: Site) -> None:
    """Without the mark, nobody can tell which side the words mean."""
    site.edit("content/exercises/clam.md", "Lift your hips.", "Lift the knee of your sore side.")
    ((place, message, hint),) = said(site, handouts="clam", side="left")
    assert (place, message) == ("--side", '"clam" says "sore side" and not which side that is')
    assert "{your sore side}" in hint


def test_an_exercise_that_keeps_its_own_side_is_named(site: Site) -> None:
    """A side that was given and does not count is never passed over; one that agrees is."""
    left = CLAM.replace("side: affected", "side: left").replace("Clam", "March")
    site.write("content/exercises/march.md", left)
    told = said(site, handouts="bridge,clam,stretch,march", side="right")
    assert {(place, message) for place, message, _ in told} == {
        ("--side", f"side right changes nothing in {slug}: {how}")
        for slug, how in (
            ("bridge", "done on both sides at once"),
            ("stretch", "done on each side"),
            ("march", "always done on the left"),
        )
    }
    assert said(site, handouts="march,clam", side="left") == []
    assert said(site, handouts="stretch,clam", side="both") == []


def test_a_side_that_changes_nothing_is_not_printed_and_warned_of(site: Site) -> None:
    assert make(site, handouts="bridge", side="left").patient.side == ""
    ((place, message, _),) = said(site, handouts="bridge", side="left")
    assert (place, "changes nothing" in message) == ("--side", True)
    assert said(site, handouts="clam", side="left") == []


def test_steps_that_name_the_other_side_keep_the_handout_back(site: Site) -> None:
    """LEFT above steps that speak of the right knee would be a sheet against itself."""
    steps = CLAM.replace("2. Lift your hips.", "2. Lift your right thigh. {1}")
    site.write("content/exercises/clam.md", steps)
    site.write("content/exercises/clam.pose.yaml", POSE.partition("  - caption: Knee up")[0])
    site.edit(
        "content/exercises/clam.pose.yaml",
        "straight.",
        "straight.\n    joints: {right hip: {flexion: 5}}",
    )
    _, made, problems = try_out(site, handouts="clam", side="left")
    assert made is None
    assert [(one.path, one.severity) for one in problems] == [
        ("content/exercises/clam.md", "error")
    ]
    assert "the steps name the right" in problems[0].message
    assert titles(make(site, handouts="clam", side="right")) == ["Clam"]


def test_only_a_dose_that_differs_is_changed(site: Site) -> None:
    """The keys named are replaced, the rest is kept; the same dose is no change."""
    made = make(site, handouts="clam,stretch", dose=["clam:hold=10s", "stretch:sets=3"])
    assert isinstance(made.record, Program)
    assert made.record.entries[0].dose == Dose(
        sets=Range(3, 3), reps=Range(10, 10), hold=Duration(10, 10, "s")
    )
    assert made.patient.changed == {"clam"}


def test_what_is_unknown_is_told_with_what_was_meant(site: Site) -> None:
    assert said(site, handouts="brige") == [
        (
            "--handouts",
            'there is no exercise or program "brige"',
            "did you mean bridge?",
        )
    ]
    assert said(site, handouts="hips", only="clan") == [
        ("--only", 'only names "clan", which is no exercise of this handout', "did you mean clam?"),
        ("--only", "no exercise is left", "keep at least one"),
    ]
    assert said(site, handouts="clam", dose="stretch:sets=2") == [
        (
            "--dose",
            'dose names "stretch", which is no exercise of this handout',
            "its exercises: clam",
        )
    ]
    assert said(site, handouts="hips", drop="clam", dose="clam:sets=2")[0][1] == (
        'dose changes "clam", which is left out of this handout'
    )


def test_exercises_whose_safety_sheets_name_another_number_stay_apart(site: Site) -> None:
    """One handout gives one answer to whom to call."""
    other = SHEET.replace("call: us", "call: your doctor")
    site.write("content/safety/hip.md", other.replace("Safety notes", "Hip notes"))
    site.edit("content/exercises/stretch.md", "safety: low-back", "safety: hip")
    ((place, message, hint),) = said(site, handouts="clam,stretch")
    assert (place, hint) == ("--handouts", "print these exercises on two handouts")
    assert "the safety sheets low-back and hip do not agree" in message
    assert titles(make(site, handouts="stretch")) == ["Stretch"]


def test_sets_do_not_go_with_as_needed(site: Site) -> None:
    site.edit("content/exercises/clam.md", "{sets: 3, reps: 10}", "{reps: 5, as_needed: true}")
    assert said(site, handouts="clam", dose="clam:sets=2")[0][1] == (
        'the dose of "clam" would have both sets and as_needed'
    )
    made = make(site, handouts="clam", dose="clam:sets=2,as_needed=false")
    assert isinstance(made.record, Exercise)
    assert made.record.dose == Dose(sets=Range(2, 2), reps=Range(5, 5))


def test_many_exercises_are_warned_of(site: Site) -> None:
    site.edit("content/clinic.toml", '["a4"]', '["a4"]\nmax_exercises = 2')
    assert "has 3 exercises, more than 2" in said(site, handouts="bridge,clam,stretch")[0][1]


def test_what_was_put_together_has_the_gravest_review_of_its_parts(site: Site) -> None:
    """Reviewed only if all that it was taken from is; a changed dose is no change of content."""
    for name, day in (("clam", "2026-11-01"), ("stretch", "2026-11-10")):
        path = site.folder / "content" / "exercises" / f"{name}.md"
        sign(site.folder, path, f"Reviewer of {name}", day)
    alone = make(site, handouts="clam", side="left", dose="clam:sets=1")
    assert alone.patient.reviews["exercises/clam.html"].state == "reviewed"
    together = make(site, handouts="clam,stretch").patient.reviews["programs/.html"]
    assert (together.state, together.review.on, together.several) == (
        "reviewed",
        "2026-11-01",
        True,
    )
    mixed = make(site, handouts="clam,bridge").patient.reviews["programs/.html"]
    assert mixed.state == "not-reviewed"


def test_unreviewed_content_is_not_given_out_where_a_review_is_required(site: Site) -> None:
    site.edit("content/clinic.toml", "[print]", "[review]\nrequire = true\n\n[print]")
    _, made, problems = try_out(site, handouts="clam")
    assert made is None
    assert {problem.path for problem in problems} == {
        "content/exercises/clam.md",
        "content/safety/low-back.md",
    }


def test_no_more_is_read_than_what_is_given_out(site: Site) -> None:
    """A mistake in another file keeps nothing back; a program brings what it lists and links."""
    site.edit("content/exercises/clam.md", "title: Clam", "title: Clam\nharder: stretch")
    whole = open_counter(site.folder, TODAY).library
    site.write("content/exercises/broken.md", "---\ntitle: Broken\n")
    with pytest.raises(SiteError):
        open_counter(site.folder, TODAY)
    part = open_counter(site.folder, TODAY, ("hips",)).library
    assert part.programs == whole.programs
    assert part.exercises == whole.exercises
    assert open_counter(site.folder, TODAY, ("bridge",)).library.exercises == {
        "bridge": whole.exercises["bridge"]
    }


def test_where_a_name_is_unknown_all_of_the_site_is_read(site: Site) -> None:
    """Only so can the exercise that is meant be proposed."""
    assert set(open_counter(site.folder, TODAY, ("brige",)).library.exercises) == {
        "bridge",
        "clam",
        "stretch",
    }
