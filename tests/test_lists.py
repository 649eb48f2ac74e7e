"""Lists as people write them, indented as the Markdown parser needs them."""

import pytest

from generator.lists import MAX_DEPTH, indent_lists


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1. a\n  - b\n", "1. a\n    - b\n"),
        ("1. a\n   - b\n", "1. a\n    - b\n"),
        ("1. a\n    - b\n", "1. a\n    - b\n"),
        ("1. a\n\t- b\n", "1. a\n    - b\n"),
        ("- a\n  - b\n    - c\n- d\n", "- a\n    - b\n        - c\n- d\n"),
        ("1) a\n2) b\n", "1. a\n2. b\n"),
        ("Why\n1. a\n", "Why\n\n1. a\n"),
        ("Why\n- a\n", "Why\n\n- a\n"),
        ("1. a\n   goes on\n", "1. a\n    goes on\n"),
        ("1. a\n\n   second paragraph\n", "1. a\n\n    second paragraph\n"),
        ("1. a\n\nAfter.\n", "1. a\n\nAfter.\n"),
    ],
)
def test_every_level_is_indented_by_four_spaces(written: str, expected: str) -> None:
    assert indent_lists(written)[0].rstrip() == expected.rstrip()


@pytest.mark.parametrize(
    "text",
    [
        "Do it for\n20. times\n",
        "It costs 3.50 or\n-5\n",
        "---\n\n* * *\n\n- - -\n",
        "a - b\n",
    ],
)
def test_text_that_is_no_list_stays_as_it_is(text: str) -> None:
    assert indent_lists(text)[0] == text


def test_a_list_that_nobody_can_follow_is_named_by_its_line() -> None:
    lines = ["  " * level + "- x" for level in range(MAX_DEPTH + 1)]
    assert indent_lists("\n".join(lines[:-1]))[1] is None
    assert indent_lists("\n".join(lines))[1] == MAX_DEPTH
