"""The many ways in which people write a page: each is shown as it was meant."""

import pytest
from small_site import EXERCISE, MakeSite

PAGE = "exercises/bridge.html"
FILE = f"content/{PAGE.replace('html', 'md')}"
STEPS = "\n\n1. Lie down.\n2. Get up.\n"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def saying(body: str) -> str:
    return EXERCISE[: EXERCISE.index("It makes")] + body


def built(make_site: MakeSite, page: str | bytes) -> str:
    """The page of an exercise, on one line."""
    site = make_site({FILE: page, "content/media/Knee bend.png": PIXEL})
    assert site.problems() == []
    return " ".join(site.page(PAGE).split())


@pytest.mark.parametrize(
    "page",
    [
        EXERCISE.replace("\n", "\r\n").encode(),
        EXERCISE.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + EXERCISE.encode(),
        b"\xef\xbb\xbf" + EXERCISE.replace("\n", "\r\n").encode(),
        EXERCISE.rstrip("\n").encode(),
        EXERCISE.replace("---\n", "---  \n").encode(),
    ],
    ids=["CRLF", "CR", "byte order mark", "mark and CRLF", "no final newline", "spaces"],
)
def test_how_an_editor_saves_a_file_makes_no_difference(make_site: MakeSite, page: bytes) -> None:
    site = make_site()
    site.build()
    expected = site.files()
    site.write(FILE, page)
    site.build()
    assert site.files() == expected


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Brücke 橋 جسر 🌉 e\u0301", "Brücke 橋 جسر 🌉 e\u0301"),
        ("<b>Bridge</b> & <script>x</script>", "&lt;b&gt;Bridge&lt;/b&gt; &amp; &lt;script&gt;"),
        ("2026", "2026"),
        ("2026-03-31", "2026-03-31"),
        ("1.50", "1.50"),
        ("no", "no"),
        ("~", "~"),
        ("null", "null"),
        ("Hip {{ 7 * 7 }} {% raw %}", "Hip {{ 7 * 7 }} {% raw %}"),
        ("'Cat: up'", "Cat: up"),
        ("It's so # not this", "It&#39;s so"),
        ("long " * 60, ("long " * 60).strip()),
    ],
)
def test_a_title_is_the_text_that_was_written(
    make_site: MakeSite, written: str, shown: str
) -> None:
    page = built(make_site, EXERCISE.replace("title: Bridge", f"title: {written}"))
    start = page.index("<h1")
    heading = page[page.index(">", start) + 1 : page.index("</h1>")].strip()
    assert heading.startswith(shown)


def test_no_is_a_word_and_not_false(make_site: MakeSite) -> None:
    """YAML reads `no` as false: a patient reads what the clinician wrote."""
    page = EXERCISE.replace("side: both", "side: both\nfelt_in: no\nmuscles: [on, off, 010]")
    site = make_site({FILE: page})
    from generator.library import load_library

    exercise = load_library(site.folder)[0].exercises["bridge"]
    assert (exercise.felt_in, exercise.muscles) == ("no", ("on", "off", "010"))


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        ("{sets: '3', reps: \"10\"}", ["3 sets", "10"]),
        ("{reps: 15–20}", ["15", "20"]),
        ("{reps: 15 - 20}", ["15", "20"]),
        ("{hold: 20–30 s}", ["20", "30 seconds"]),
        ("{hold: 20 to 30 sec}", ["20", "30 seconds"]),
        ("{hold: 1min}", ["1 minute"]),
        ("\n  sets: 3\n  hold: 90 seconds", ["3 times", "90 seconds"]),
    ],
)
def test_a_dose_may_be_written_in_several_ways(
    make_site: MakeSite, dose: str, words: list[str]
) -> None:
    page = built(make_site, EXERCISE.replace("{sets: 3, reps: 10}", dose)).replace("\xa0", " ")
    for word in words:
        assert word in page


# The body


def test_raw_html_is_sanitised(make_site: MakeSite) -> None:
    body = (
        '<p onclick="alert(1)" style="color:red" class="x">Soft <b>words</b></p>\n\n'
        "<script>alert(2)</script><iframe src='https://example.org'></iframe>\n\n"
        '<svg onload="alert(3)"></svg><form><input name="x"></form><style>p {}</style>'
    )
    page = built(make_site, saying(body + STEPS))
    assert "<p>Soft <b>words</b></p>" in page
    for danger in ("alert", "onclick", "color:red", "<iframe", "<form", 'name="x"', "<style"):
        assert danger not in page


def test_template_marks_in_a_body_are_text(make_site: MakeSite) -> None:
    page = built(make_site, saying("Say {{ 7 * 7 }} and {% include 'x' %} {# y #}" + STEPS))
    assert "Say {{ 7 * 7 }} and {% include 'x' %} {# y #}" in page.replace("&#39;", "'")


@pytest.mark.parametrize("spaces", [2, 3, 4])
@pytest.mark.parametrize("marker", ["-", "*", "1.", "1)"])
def test_a_list_inside_a_step_stays_in_it(make_site: MakeSite, spaces: int, marker: str) -> None:
    inner = "".join(f"{' ' * spaces}{marker} {word}\n" for word in ("left foot", "right foot"))
    page = built(make_site, saying(f"1. Stand.\n{inner}2. Sit.\n"))
    tag = "ul" if marker in "-*" else "ol"
    inside = page[page.index("Stand.") : page.index("Sit.")]
    assert f"<{tag}> <li>left foot</li> <li>right foot</li> </{tag}>" in inside
    assert inside.count("</ol>") == (tag == "ol")


def test_a_table_keeps_its_cells_and_their_alignment(make_site: MakeSite) -> None:
    body = "| Week | Sets |\n|:--|--:|\n| 1 | 2 |\n\n[x](https://clinic.example)"
    page = built(make_site, saying("1. Go.\n\n" + body))
    assert "<table>" in page
    assert '<th class="align-right">Sets</th>' in page
    assert '<td class="align-right">2</td>' in page


def test_three_hyphens_in_a_body_are_a_line_and_not_the_end(make_site: MakeSite) -> None:
    page = built(make_site, saying("1. Go.\n\n---\n\nAfter the line.\n\n---\n\ntitle: no\n"))
    assert page.count("<hr>") >= 2
    assert "After the line." in page
    assert "title: no" in page


def test_sixty_steps_are_sixty_steps(make_site: MakeSite) -> None:
    page = built(make_site, saying("".join(f"{n}. Step {n} now.\n" for n in range(1, 61))))
    assert all(f"Step {number} now." in page for number in range(1, 61))


def test_steps_may_all_be_numbered_one_and_have_lines_between(make_site: MakeSite) -> None:
    page = built(
        make_site, saying("Why.\n1. One.\n\n1. Two\n   goes on.\n\n   Still two.\n1) Three.")
    )
    assert page.index("One.") < page.index("Two goes on.") < page.index("Still two.")
    steps = page[page.index("One.") : page.index("Three.")]
    assert "</ol>" not in steps


def test_a_heading_of_the_first_level_leaves_that_to_the_title(make_site: MakeSite) -> None:
    page = built(make_site, saying("# Why\n\nSo.\n\n## More" + STEPS))
    assert page.count("<h1") == 1


# Links and pictures

OTHER = "content/exercises/cat-camel.md"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("[Cat](cat-camel.md)", "../exercises/cat-camel.html"),
        ("[Cat](./cat-camel.md)", "../exercises/cat-camel.html"),
        ("[Cat](../exercises/cat-camel.md)", "../exercises/cat-camel.html"),
        ("[Cat](cat%2Dcamel.md)", "../exercises/cat-camel.html"),
        ('[Cat](cat-camel.md "Next")', "../exercises/cat-camel.html"),
        ("[Cat](<cat-camel.md>)", "../exercises/cat-camel.html"),
        ("[Cat][c]\n\n[c]: cat-camel.md", "../exercises/cat-camel.html"),
        ('<a href="cat-camel.md">Cat</a>', "../exercises/cat-camel.html"),
        ("| [Cat](cat-camel.md) | b |\n|---|---|\n| c | d |", "../exercises/cat-camel.html"),
        ("[Sheet](../safety/low-back.md)", "../safety/low-back.html"),
        ("[Program](../programs/hips.md)", "../programs/hips.html"),
        ("[Home](../index.html)", "../index.html"),
        ("[Web](https://clinic.example/?a=1&b=2#c)", "https://clinic.example/?a=1&amp;b=2#c"),
        ("<https://clinic.example/>", "https://clinic.example/"),
        ("[Call](tel:+441632960123)", "tel:+441632960123"),
        ("[Mail](mailto:desk@clinic.example)", "mailto:desk@clinic.example"),
    ],
)
def test_a_link_is_written_as_in_an_editor_and_comes_out_relative(
    make_site: MakeSite, written: str, address: str
) -> None:
    site = make_site({FILE: saying(written + STEPS), OTHER: EXERCISE})
    assert site.problems() == []
    assert f'href="{address}"' in site.page(PAGE)


@pytest.mark.parametrize(
    "written",
    [
        "![A bent knee.](../media/Knee%20bend.png)",
        "![A bent knee.](<../media/Knee bend.png>)",
        '![A bent knee.](../media/Knee%20bend.png "Title")',
        "![A bent knee.][k]\n\n[k]: ../media/Knee%20bend.png",
        '<img src="../media/Knee bend.png" alt="A bent knee." onerror="alert(1)">',
        '<figure><img alt="A bent knee." src="../media/Knee%20bend.png"></figure>',
    ],
)
def test_a_picture_is_written_as_in_an_editor_and_has_its_size(
    make_site: MakeSite, written: str
) -> None:
    page = built(make_site, saying(written + STEPS))
    picture = page[page.index("<img") :]
    picture = picture[: picture.index(">")]
    assert "Knee%20bend.png" in picture
    assert 'alt="A bent knee."' in picture
    assert 'width="1"' in picture
    assert 'height="1"' in picture
    assert "onerror" not in picture
