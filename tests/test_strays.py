"""A file that is not read says so: a page must not be missing without a word."""

import pytest
from small_site import EXERCISE, MakeSite


@pytest.mark.parametrize(
    "path",
    [
        "content/exercises/clam.MD",
        "content/exercises/clam.txt",
        "content/exercises/hips/clam.md",
        "content/exercise/clam.md",
        "content/clam.md",
    ],
)
def test_a_file_in_the_wrong_place_or_of_the_wrong_name_is_a_warning(
    make_site: MakeSite, path: str
) -> None:
    warnings = make_site({path: EXERCISE}).build().problems
    named = [problem for problem in warnings if path.startswith(problem.path + "/")]
    named += [problem for problem in warnings if problem.path == path]
    assert "this is not read" in [problem.message for problem in named]


def test_what_editors_leave_behind_is_no_warning(make_site: MakeSite) -> None:
    leavings = dict.fromkeys(("content/.DS_Store", "content/exercises/.bridge.md.swp"), "x")
    messages = [problem.message for problem in make_site(leavings).build().problems]
    assert "this is not read" not in messages
