"""The content that ships says what its sources say, on the page and on paper, and nothing more."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from built_page import BuiltPage, handout_pages
from small_site import TODAY

from generator.asked import BuildOptions
from generator.build import build

CHECKOUT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Facts:
    """What an exercise has to say: exact where it is a number, in key words where it is a step."""

    slug: str
    plain: str
    position: str
    needs: tuple[str, ...]
    dose: tuple[str, ...]
    steps: tuple[str, ...]
    take_care: tuple[str, ...]
    ask_first: tuple[str, ...]
    mistakes: tuple[str, ...]


THREE_SHORT = ("Hold 20 to 30 seconds", "Do it 3 times")
THREE_SETS = ("Do it 10 times in each set", "Do 3 sets")

FLEXIBILITY = (
    Facts(
        "quadriceps-stretch",
        "Thigh stretch, lying on your front",
        "Lying on your front",
        ("Towel or band",),
        ("Hold 1 minute", "Do it 3 times", "On your sore side"),
        (
            "on your front",
            "sore side",
            "towel or band round that foot",
            "heel towards your buttock",
        ),
        ("mild", "cushion"),
        ("knee replacement", "stenosis", "Pregnancy"),
        ("hips lift", "Arching"),
    ),
    Facts(
        "hip-flexor-stretch",
        "Kneeling hip stretch, arm back",
        "Kneeling on one knee",
        ("Sturdy chair", "Cushion"),
        (*THREE_SHORT, "On your sore side"),
        (
            "knee of your sore side on the floor",
            "arm of your sore side back",
            "forward",
            "back bend",
        ),
        ("pad", "chair", "back only a little"),
        ("stenosis", "spondylolisthesis", "hip or knee replacement", "dizziness"),
        ("only your back", "hips stay behind"),
    ),
    Facts(
        "adductor-stretch",
        "Inner thigh stretch at a table",
        "Standing",
        ("Table", "Sturdy chair"),
        (*THREE_SHORT, "Each side"),
        ("inside of the ankle on the table", "Lean towards the leg on the table", "other leg"),
        ("low", "cannot slide", "hold on", "press on your knee"),
        ("Falls", "hip replacement", "groin"),
        ("Twisting", "Bouncing"),
    ),
    Facts(
        "hamstring-stretch",
        "Hamstring stretch, standing",
        "Standing",
        ("Low, steady surface", "Sturdy chair"),
        (*THREE_SHORT, "Each side"),
        ("back of the heel on the surface", "back straight", "forward at the hips", "other leg"),
        ("cannot slide", "Hold on", "soft"),
        ("sciatica", "osteoporosis", "Falls"),
        ("Rounding", "Locking your knee"),
    ),
    Facts(
        "dynamic-hamstring-stretch",
        "Lying leg kick",
        "Lying on your back",
        ("Nothing",),
        ("Do it 15 to 20 times", "Each side"),
        ("behind the thigh, close to the knee", "right angle (90 degrees)", "Kick", "change legs"),
        ("slowly", "before you feel tingling"),
        ("sciatica", "torn hamstring", "hip replacement"),
        ("fast", "thigh drop"),
    ),
    Facts(
        "side-lying-it-band-stretch",
        "Outer thigh stretch, on your side",
        "Lying on your side",
        ("Towel or band",),
        ("Hold 1 minute", "Repeat as needed", "Each side"),
        (
            "on your side",
            "foot back",
            "other foot on the top thigh, just above the knee",
            "Push down",
        ),
        ("lightly", "above the knee", "never"),
        ("hip or knee replacement", "knee ligament", "you lie on"),
        ("Rolling back", "Yanking the heel"),
    ),
    Facts(
        "glute-stretch",
        "Buttock stretch at a table",
        "Standing",
        ("Table",),
        (*THREE_SHORT, "Each side"),
        (
            "outside of the ankle on the table",
            "(90 degrees)",
            "back straight",
            "forward at the hips",
        ),
        ("both hands", "Never push the knee down"),
        ("hip replacement", "knee injury", "Falls"),
        ("Rounding", "Twisting"),
    ),
    Facts(
        "prayer-cat-camel",
        "Rock back, round up, sink down",
        "On all fours",
        ("Nothing",),
        ("Do it 5 times",),
        (
            *("all fours", "Prayer: breathe out and sit back onto your heels", "tuck in your chin"),
            *("Cat: breathe in", "arch your back up", "tummy", "head tucked"),
            *("Camel: breathe out", "belly sink", "chin up to the ceiling", "back into prayer"),
        ),
        ("small and slow", "neck only within comfort"),
        ("osteoporosis", "broken bone", "hip or knee replacement", "Wrist", "dizziness"),
        ("only your neck", "Bouncing"),
    ),
)

WORKOUT = (
    Facts(
        "hip-flexor-wall-stretch",
        "Hip stretch at a wall",
        "Kneeling on one knee",
        ("Yoga mat", "Wall"),
        ("Hold 30 seconds", "Do it 3 times", "Each side"),
        (
            *("left knee on the mat, toes against the wall", "right foot on the floor"),
            *(
                "Lower your hips until the front of your left hip stretches",
                "hands on your front knee",
            ),
            *("slowly", "other side"),
        ),
        ("pad", "support", "above the ankle", "straight", "slowly"),
        ("Kneecap", "knee replacement", "Falls"),
        ("Leaning forward", "Arching", "the knee past the ankle"),
    ),
    Facts(
        "reverse-ab-curls",
        "Reverse tummy curl",
        "Lying on your back",
        ("Mat",),
        THREE_SETS,
        ("legs up, with your knees bent", "Breathe out", "feet up", "hips a little", "control"),
        ("tiny", "swing", "no load on your neck", "roll", "breathe out"),
        ("osteoporosis", "Neck", "Pregnancy", "hernia", "Belly surgery", "blood pressure"),
        ("Swinging", "Rolling on to your neck"),
    ),
    Facts(
        "glute-hip-thrusts",
        "Hip lift on a bench",
        "Sitting",
        ("Bench", "Barbell (if you use one)"),
        THREE_SETS,
        (
            *(
                "in front of the bench with your knees bent and your feet flat",
                "If you use a barbell",
            ),
            *("shoulders on the bench", "hips up", "(90 degrees)", "one line from your shoulders"),
            *("Pause at the top and squeeze your buttocks", "Lower your hips slowly"),
        ),
        ("bench against a wall", "weight", "pad", "planted", "slowly"),
        ("heart", "blood pressure", "osteoporosis", "spondylolisthesis", "Pregnancy"),
        ("Arching your back at the top", "Dropping fast"),
    ),
    Facts(
        "banded-hamstring-curls",
        "Lying hamstring curl with a band",
        "Lying on your front",
        ("Mat", "Resistance band", "Sturdy object to tie the band to"),
        (*THREE_SETS, "Each side"),
        (
            *("Tie the band to a sturdy object", "on your front", "as far apart as your hips"),
            *("round one heel", "ankle", "heel towards your buttock", "pull no further", "slowly"),
            *("all of them on one leg", "other leg"),
        ),
        ("test", "cracks", "thighs", "hips", "mat", "slowly"),
        ("Knee surgery", "torn hamstring", "latex", "lie on your front"),
        ("hips lift", "snap back"),
    ),
)

EVERY = (*FLEXIBILITY, *WORKOUT)
PROGRAMS = {"lower-back-flexibility": FLEXIBILITY, "lower-back-workout": WORKOUT}
ADDRESSES = [
    *(f"exercises/{facts.slug}" for facts in EVERY),
    *(f"programs/{slug}" for slug in PROGRAMS),
]
every_exercise = pytest.mark.parametrize("facts", EVERY, ids=lambda facts: facts.slug)
every_address = pytest.mark.parametrize("address", ADDRESSES)

SHEET = {
    "emergency": (
        *("genitals", "back passage", "inner thighs", "passing urine", "bladder", "bowel"),
        *("Weakness or numbness in both legs", "serious accident", "Chest pain"),
    ),
    "urgent": (
        *("Fever", "unwell", "Weight loss without a reason", "Cancer, now or in the past"),
        *("worse at night", "stops sleep", "Weakness in one leg that gets worse"),
        *("steroids", "osteoporosis"),
    ),
    "stop-if": (
        *("Discomfort", "Sharp pain", "pain that rises", "tingling or numbness down a leg"),
        *("Dizziness", "Shortness of breath"),
    ),
    "ask-first": (
        *("No clinician gave you", "osteoporosis", "fracture", "recent operation"),
        *("joint replacement", "Pregnancy", "Heart disease", "Blood pressure", "stenosis"),
        *("spondylolisthesis", "Leg pain or numbness", "Falls or dizziness", "Cancer"),
    ),
    "take-care": (
        *("down to the floor and up", "hold your breath", "gentle pull is normal"),
        "Sorer the next day? Do less and tell us",
    ),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the content that ships, without handouts."""
    output = tmp_path_factory.mktemp("pages")
    build(BuildOptions(CHECKOUT, output, TODAY, pdf=False))
    return output / "site"


def opened(pages: Path, address: str) -> BuiltPage:
    return BuiltPage((pages / f"{address}.html").read_text("utf-8"))


def exercise(pages: Path, facts: Facts) -> BuiltPage:
    return opened(pages, f"exercises/{facts.slug}")


def missing(words: tuple[str, ...], text: str) -> list[str]:
    """The words that do not stand in a text, one after the other."""
    left, rest = [], text
    for word in words:
        before, found, after = rest.partition(word)
        left += [] if found else [word]
        rest = after if found else before
    return left


def absent(words: tuple[str, ...], texts: list[str]) -> list[str]:
    return [word for word in words if not any(word.lower() in text.lower() for text in texts)]


@every_exercise
def test_a_page_keeps_every_number_side_position_and_thing_needed(
    pages: Path, facts: Facts
) -> None:
    page = exercise(pages, facts)
    labels, values = page.texts(".facts dt"), page.find(".facts div")
    assert labels[:2] == ["You need", "Position"]
    assert len(values) >= 2
    assert list(facts.needs) == page.texts(".facts div:nth-child(1) dd")
    assert facts.position == page.text(".facts div:nth-child(2) dd")
    assert facts.plain == page.text(".top .plain")
    assert list(facts.dose) == page.texts(".dose .phrases li")


@every_exercise
def test_a_page_keeps_every_step_in_order(pages: Path, facts: Facts) -> None:
    steps = " ".join(exercise(pages, facts).texts(".steps > li"))
    assert missing(facts.steps, steps) == []


@every_exercise
def test_an_exercise_has_cautions_and_mistakes_of_its_own(pages: Path, facts: Facts) -> None:
    page, sheet = exercise(pages, facts), opened(pages, "safety/low-back")
    for kind, words in (("take-care", facts.take_care), ("ask-first", facts.ask_first)):
        shared = set(sheet.texts(f"#{kind} li"))
        items = page.texts(f"#{kind} li")
        assert absent(words, items) == []
        assert set(items) - shared, f"{facts.slug} has no {kind} of its own"
    assert absent(facts.mistakes, page.texts('[aria-labelledby="mistakes"] li')) == []


@every_address
def test_every_safety_note_of_the_sheet_is_on_the_page(pages: Path, address: str) -> None:
    page = opened(pages, address)
    for kind, words in SHEET.items():
        assert absent(words, page.texts(f"#{kind} li")) == [], kind
    assert page.text("#emergency h2") == "Emergency: call 999 now for any of these"
    assert page.text("#urgent h2") == "Urgent: call us or your doctor today"


@every_exercise
def test_nothing_is_invented_on_an_exercise(pages: Path, facts: Facts) -> None:
    """No source says how often, for how many weeks, or how long to rest."""
    page = exercise(pages, facts)
    assert page.texts(".dose .often dd") == ["Ask us"] * 3
    assert not re.search(r"\brest\b", page.text(".dose"), re.IGNORECASE)


@pytest.mark.parametrize(
    ("slug", "often"),
    [
        ("lower-back-flexibility", ["Ask us", "Ask us", "Ask us"]),
        ("lower-back-workout", ["Ask us", "2 to 3", "Ask us"]),
    ],
)
def test_a_program_says_how_often_as_far_as_its_source_does(
    pages: Path, slug: str, often: list[str]
) -> None:
    page = opened(pages, f"programs/{slug}")
    assert page.texts(".often dt") == ["Times a day", "Days a week", "Weeks"]
    assert often == page.texts(".often dd")


@pytest.mark.parametrize(("slug", "exercises"), PROGRAMS.items())
def test_a_program_has_its_exercises_in_order_with_their_dose(
    pages: Path, slug: str, exercises: tuple[Facts, ...]
) -> None:
    page = opened(pages, f"programs/{slug}")
    assert [f"../exercises/{facts.slug}.html" for facts in exercises] == page.attributes(
        ".entry h3 a", "href"
    )
    for number, facts in enumerate(exercises, 1):
        said = page.texts(f".entry:nth-child({number}) .phrases li")
        assert [f"{phrase}." for phrase in facts.dose] == said


BACKGROUND = {
    "lower-back-flexibility": (
        *("common", "strained muscle", "posture", "too much use", "muscle, ligament or disc"),
        *("hamstrings", "hip flexors", "gluteal muscles", "back into balance"),
        *("strength work for the lower back", "roprioception", "the right way and regularly"),
        *("handled badly", "out of balance", "bones, ligaments and muscles"),
        *("more than a week, see a doctor", "Not every injury needs the same care"),
    ),
    "lower-back-workout": (
        *("made stronger", "stretched", "more blood", "less stiff", "heal faster"),
        "2 to 3 times a week",
    ),
}


@pytest.mark.parametrize(("slug", "words"), BACKGROUND.items())
def test_a_program_tells_its_background(pages: Path, slug: str, words: tuple[str, ...]) -> None:
    page = opened(pages, f"programs/{slug}")
    assert absent(words, page.texts('.prose[aria-label="Background"]')) == []


@every_address
def test_a_page_says_that_no_clinician_has_reviewed_it(pages: Path, address: str) -> None:
    page = opened(pages, address)
    assert page.text("[data-safety=review]") == "Not yet reviewed by a clinician."
    assert page.text("[data-safety=sample]").startswith("SAMPLE CLINIC.")


every_variant = pytest.mark.parametrize("paper", ["a4", "letter", "a4-large", "letter-large"])


@pytest.mark.slow
@every_variant
@every_exercise
def test_a_handout_keeps_every_fact(sample_site: Path, facts: Facts, paper: str) -> None:
    """What a page says, paper says; "affected" is three boxes to tick, "as needed" a blank."""
    text = " ".join(handout_pages(sample_site / f"exercises/{facts.slug}.{paper}.pdf"))
    needs = "" if facts.needs == ("Nothing",) else f"You need: {', '.join(facts.needs)}."
    assert needs in text
    printed = {"Repeat as needed": "Do it times, as needed", "On your sore side": ""}
    assert [one for one in facts.dose if printed.get(one, one) not in text] == []
    assert ("Side left right both" in text) == ("On your sore side" in facts.dose)
    assert re.search(r"Times a day Days a week Weeks (?![0-9])", text)
    assert missing(facts.steps, text.partition("Steps ")[2]) == []
    for words in (facts.take_care, facts.ask_first, facts.mistakes):
        assert absent(words, [text]) == []


@pytest.mark.slow
@every_variant
@every_address
def test_a_handout_carries_every_safety_note(sample_site: Path, address: str, paper: str) -> None:
    first, *more = handout_pages(sample_site / f"{address}.{paper}.pdf")
    before_steps = " ".join([first, *more]).partition("Steps ")[0]
    for kind, words in SHEET.items():
        assert absent(words, [before_steps]) == [], kind
    assert "Emergency: call 999 now for any of these" in first
    assert "Urgent: call us or your doctor today" in first
    assert "SAMPLE CLINIC" in first
    assert "Not yet reviewed by a clinician." in first
    assert [page for page in (first, *more) if page.count("Not yet reviewed") < 1] == []


@pytest.mark.slow
@every_variant
@pytest.mark.parametrize(
    ("slug", "often"),
    [
        ("lower-back-flexibility", r"Times a day Days a week Weeks (?![0-9])"),
        ("lower-back-workout", r"Times a day Days a week 2 to 3 Weeks (?![0-9])"),
    ],
)
def test_a_program_handout_keeps_its_doses_and_leaves_blank_what_nobody_said(
    sample_site: Path, slug: str, often: str, paper: str
) -> None:
    """And it leaves the background, which can frighten, to the page."""
    text = " ".join(handout_pages(sample_site / f"programs/{slug}.{paper}.pdf"))
    assert re.search(often, text)
    assert "posture" not in text
    for facts in PROGRAMS[slug]:
        steps = text.partition(f" {facts.plain}. ")[2].partition("Steps ")[2]
        assert missing(facts.steps, steps) == [], facts.slug
        printed = {"Repeat as needed": "Do it times, as needed", "On your sore side": "left right"}
        assert [one for one in facts.dose if printed.get(one, one) not in steps] == [], facts.slug
