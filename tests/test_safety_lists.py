"""Which safety lists stand on which page: nothing that an exercise needs is lost in a program."""

from small_site import EXERCISE, PROGRAM, SHEET, MakeSite

KNEE_SHEET = SHEET.replace("Numbness between the legs", "A knee that locks and swells").replace(
    "A recent operation", "A new knee"
)


def test_a_program_shows_the_sheets_of_all_its_exercises(make_site: MakeSite) -> None:
    knee = EXERCISE.replace("safety: low-back", "safety: knee").replace("Bridge", "Squat")
    site = make_site(
        {
            "content/safety/knee.md": KNEE_SHEET,
            "content/exercises/squat.md": knee,
            "content/programs/hips.md": PROGRAM.replace("[bridge]", "[bridge, squat]"),
        }
    )
    site.build()
    page = site.page("programs/hips.html")
    steps = page.index('class="entries"')
    for item in ("Numbness between the legs", "A knee that locks and swells", "A new knee"):
        assert page.index(f"<li>{item}</li>") < steps
    assert "A knee that locks" not in site.page("exercises/bridge.html")


def test_an_exercise_shows_its_own_lists_and_those_of_every_sheet_it_names(
    make_site: MakeSite,
) -> None:
    own = "safety: [low-back, knee]\nask_first: [A bad hip]\nstop_if: [A cramp]"
    site = make_site(
        {
            "content/safety/knee.md": KNEE_SHEET,
            "content/exercises/bridge.md": EXERCISE.replace("safety: low-back", own),
        }
    )
    site.build()
    page = site.page("exercises/bridge.html")
    for item in ("A bad hip", "A new knee", "A recent operation", "A cramp", "Go slowly."):
        assert page.count(f"<li>{item}</li>") == 1
    assert page.count("<li>Sharp pain</li>") == 1, "what both sheets say stands once"


def test_the_precautions_of_an_exercise_stand_in_its_place_in_a_program(
    make_site: MakeSite,
) -> None:
    site = make_site()
    site.build()
    page = site.page("programs/hips.html")
    assert 'id="bridge-take-care"' in page
    assert page.index('class="entries"') < page.index("<li>Go slowly.</li>")


def test_a_precaution_and_a_title_may_say_the_same_as_a_step(make_site: MakeSite) -> None:
    text = EXERCISE.replace("[Go slowly.]", "[Breathe]").replace("title: Bridge", "title: Lift")
    text = text.replace("2. Lift your hips.", "2. Breathe\n3. Lift\n4. Breathe")
    assert make_site({"content/exercises/bridge.md": text}).problems() == []
