"""What the file itself must prove: size of all type, fonts, pages; each rule broken and refused."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from small_site import CLINIC, EXERCISE, PROGRAM, WITH_FIGURE, MakeSite, Site

from generator.errors import Problem
from generator.expected import Expectation
from generator.paths import shipped
from generator.proof import name_font, prove

# Every one of them makes real PDFs.
pytestmark = pytest.mark.slow

BRIDGE, HIPS = "exercises/bridge.a4.pdf", "programs/hips.a4.pdf"
FONTS = shipped("templates") / "print" / "fonts"
OURS = frozenset(name_font(file.read_bytes()) for file in FONTS.glob("*.ttf"))
SIX = ["bridge", "clam", "march", "plank", "swim", "twist"]
Spoil = Callable[[pikepdf.Pdf], None]


@pytest.fixture
def refused(make_site: MakeSite) -> Callable[..., list[Problem]]:
    """Builds the small site with a clinic's own rules; the errors, none of which may publish."""

    def run(css: str = "", files: object = None) -> list[Problem]:
        site = make_site({"templates/print/clinic.css": css, **(files or {})})
        problems = site.problems(pdf=True)
        assert not problems or not list(site.output.rglob("*.pdf"))
        return problems

    return run


@pytest.mark.parametrize(
    ("css", "message"),
    [
        (
            ".diary td { font-size: 8pt } .pain::after { content: 'Pain' }",
            '"Pain Pain Pain Pain Pain Pain Pain" on page 1',
        ),
        (".foot .page { font-size: 9.5pt }", '"Page 1 of 1" on page 1 is printed at 9.5 pt'),
        (".purpose { font-size: 10pt }", '"Lifts the hips." on page 1 is printed at 10 pt'),
        (".purpose { zoom: 1; transform: scale(.75) }", "on page 1 is printed at 9 pt"),
        (".caption { font-size: 11pt }", '"Lie flat" on page 1 is printed at 11 pt'),
    ],
)
def test_no_type_anywhere_is_smaller_than_the_least(
    refused: Callable[..., list[Problem]], css: str, message: str
) -> None:
    """Also what is no safety note: the diary, the foot, a caption; the words are named."""
    problems = [p for p in refused(css, WITH_FIGURE) if p.path == BRIDGE]
    assert any(message in p.message for p in problems), problems
    assert all("12 pt is the least" in p.message for p in problems)
    assert {p.hint for p in problems} == {
        "the look of handouts is in templates/print/: mend the rule or template that does this"
    }


def test_type_in_large_print_is_larger(make_site: MakeSite) -> None:
    """What is large enough in one variant may be too small in the other."""
    variants = CLINIC.replace('["a4"]', '["a4", "a4-large"]')
    rules = ".diary th { font-size: 14pt !important }"
    site = make_site({"content/clinic.toml": variants, "templates/print/clinic.css": rules})
    problems = site.problems(pdf=True)
    assert {p.path for p in problems} == {
        "exercises/bridge.a4-large.pdf",
        "programs/hips.a4-large.pdf",
    }
    assert all("is printed at 14 pt, 16 pt is the least" in p.message for p in problems)


PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="200" height="30">
<text y="20" font-size="20" font-family="monospace">Clinic</text></svg>
"""


@pytest.mark.parametrize(
    "css",
    [
        ".purpose { font-family: monospace }",
        ".purpose::after { content: url(own.svg) }",
    ],
)
def test_a_font_that_the_theme_lacks_is_refused(
    refused: Callable[..., list[Problem]], css: str
) -> None:
    """Also where a picture brings it; the problem names the letters and the font."""
    problems = [p for p in refused(css, {"templates/print/own.svg": PICTURE}) if p.path == BRIDGE]
    (problem,) = [p for p in problems if "the handouts have no font for" in p.message]
    assert "the machine's font" in problem.message
    assert "i" in problem.message.partition(" for ")[2].partition(":")[0].split()


def _built(make_site: MakeSite) -> bytes:
    site = make_site()
    site.build(pdf=True)
    return (site.output / BRIDGE).read_bytes()


def _font_faults(content: bytes) -> list[str]:
    nothing = Expectation((), (), ())
    return [p.message for p in prove(content, nothing, BRIDGE, OURS).errors]


def _leave_out(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one:
            del one["/FontFile2"]


def _exchange(pdf: pikepdf.Pdf) -> None:
    """Another font under the name of ours: the bytes count."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one:
            one.FontFile2 = pdf.make_stream(
                one.FontFile2.read_bytes().replace(b"A\0t\0k", b"B\0t\0k")
            )


def _add_for_forms(pdf: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
    font.BaseFont = pikepdf.Name.Helvetica
    pdf.Root.AcroForm = pikepdf.Dictionary(DR=pdf.make_indirect(font), Fields=[])


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_leave_out, 'the font "Hyper" is not in the file'),
        (_exchange, 'the machine\'s font "Hyper" would be printed'),
        (_add_for_forms, 'the font "Helvetica" is not in the file'),
    ],
)
def test_the_file_proves_its_fonts(make_site: MakeSite, spoil: Spoil, message: str) -> None:
    content = _built(make_site)
    assert _font_faults(content) == []
    spoiled = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        spoil(pdf)
        pdf.save(spoiled)
    assert any(message in fault for fault in _font_faults(spoiled.getvalue()))


def test_a_block_of_an_entry_belongs_on_its_page(refused: Callable[..., list[Problem]]) -> None:
    """A precaution that is left behind on the page before is not read with its exercise."""
    early = ".entry h3, .entry .called { display: none } .entry .body { break-before: page }"
    title = ".entry .body::before { content: 'Bridge' }"
    problems = refused(early + title)
    assert [p.message for p in problems if p.path == HIPS] == [
        'the block "Take care" of "Bridge" begins on page 2, it belongs to its exercise on page 3'
    ]


def _six(site: Site, most: int) -> list[Problem]:
    site.edit("content/programs/hips.md", "safety:", f"max_pages: {most}\nsafety:")
    return site.problems(pdf=True)


@pytest.fixture
def six_exercises(make_site: MakeSite) -> Site:
    steps = "\n".join(f"{n}. Step number {n}." for n in range(2, 9))
    files = {
        f"content/exercises/{name}.md": EXERCISE.replace("Bridge", name.title()).replace(
            "2. Lift your hips.", steps
        )
        for name in SIX
    }
    program = PROGRAM.replace("[bridge]", f"[{', '.join(SIX)}]")
    return make_site({**files, "content/programs/hips.md": program})


def test_a_program_that_is_too_long_names_the_exercise_that_does_not_fit(
    six_exercises: Site,
) -> None:
    (problem,) = _six(six_exercises, 2)
    assert (problem.path, problem.line) == ("content/programs/hips.md", 5)
    assert problem.message.startswith("the handout programs/hips.a4.pdf has ")
    assert problem.message.endswith(' pages, max_pages is 2: "Swim" does not fit')
    assert problem.hint == "take an exercise out of the program, or allow more pages"


def test_a_program_whose_last_page_is_one_too_many_says_so(make_site: MakeSite) -> None:
    (problem,) = _six(make_site(), 1)
    assert problem.message.endswith("max_pages is 1: what follows its exercises does not fit")
