"""Plain bodies and plain front matter are read without a parser, as the parser would read them."""

from dataclasses import astuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formatted import write_formatted
from generator.frontmatter import read_document
from generator.plain_lines import read_plain_lines
from generator.prose import write_prose

# Words that mean nothing but themselves, and some that mean something to Markdown or to YAML.
WORDS = (
    *'the knee 3 90 2-3 é ½ (glutes) it\'s "set" end. so, up… - / % ? ! ; {1} {?Ask.}'.split(),
    *"*slowly* **now** *a*, [a](x.md) `a.zip` {side} https://a.b a_b".split(),
    *"1. 2) ١. * ** [ ] ( ` # ## > & < <b> | \\ _ + = ~ --- : &amp; ![x](a.png) a: #x".split(),
)
PLAIN = 22
STARTS = ("", "", "", "1. ", "2. ", "- ", "## ", "  ", "* ", "# ", "10. ")
ENDS = ("\n", "\n", "\n\n", "\n\n", "\n\n\n", " \n", "  \n")


def texts(most: int) -> st.SearchStrategy[str]:
    few = st.lists(st.sampled_from(WORDS[:PLAIN]), min_size=1, max_size=most)
    any_of_all = st.lists(st.sampled_from(WORDS), min_size=1, max_size=most)
    return st.builds(
        lambda words, space: space.join(words), few | any_of_all, st.sampled_from((" ", " ", "  "))
    )


LINES = st.builds(
    lambda start, text, end: start + text + end,
    st.sampled_from(STARTS),
    texts(4),
    st.sampled_from(ENDS),
)
KEYS = st.sampled_from(("title", "dose", "on", "null"))
VALUES = texts(3) | texts(3).map('"{}"'.format) | st.just('""')
FIELDS = st.builds("{}: {}".format, KEYS, VALUES)
FRONT_LINES = st.one_of(
    FIELDS,
    st.builds("{}: [{}]".format, KEYS, st.lists(VALUES, max_size=3).map(", ".join)),
    st.builds("{}: {{{}}}".format, KEYS, st.lists(FIELDS, max_size=3).map(", ".join)),
    st.builds("{}:\n  - {}\n  - {}".format, KEYS, VALUES, VALUES),
    st.builds("{}:".format, KEYS),
    VALUES.map("  - {}".format),
)


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(st.lists(LINES, max_size=6).map("".join), st.booleans())
def test_a_plain_body_is_what_the_parser_makes_of_it(text: str, with_steps: bool) -> None:
    written = write_prose(text, with_steps=with_steps)
    assert written in (None, write_formatted(text, with_steps=with_steps))


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(st.lists(FRONT_LINES, min_size=1, max_size=4).map("\n".join))
def test_plain_front_matter_is_what_the_parser_makes_of_it(front: str) -> None:
    plain = read_plain_lines(front + "\n", 1)
    if plain:
        read = read_document("x", front + "\n", "the file", "a: b", [])
        assert read is not None
        assert astuple(read) == plain


def test_most_of_what_authors_write_is_plain() -> None:
    """Otherwise nothing would be gained, and nothing of this tested."""
    body = (
        "Why *this* helps.\n\n1. Lie down. {1}\n2. See [it](../pages/a.md).\n\n## After\n\n- Rest\n"
    )
    assert write_prose(body, with_steps=True) == (
        "<p>Why <em>this</em> helps.</p>",
        [("Lie down.", 1), ('See <a href="../pages/a.md">it</a>.', None)],
        "<h2>After</h2>\n<ul>\n<li>Rest</li>\n</ul>",
    )
    front = (
        'title: A, b\nregion: [hip, "x, y"]\ndose: {sets: 3, hold: 20-30 s}\nstop_if:\n  - Pain\n'
    )
    assert read_plain_lines(front, 2) == (
        {
            "title": "A, b",
            "region": ["hip", "x, y"],
            "dose": {"sets": "3", "hold": "20-30 s"},
            "stop_if": ["Pain"],
        },
        {
            "": 2,
            "title": 2,
            "region": 3,
            "region.0": 3,
            "region.1": 3,
            "dose": 4,
            "dose.sets": 4,
            "dose.hold": 4,
            "stop_if": 5,
            "stop_if.0": 6,
        },
    )
