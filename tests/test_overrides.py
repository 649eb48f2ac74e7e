"""A clinic's own templates and stylesheets: they extend the shipped ones, and are watched."""

from pathlib import Path

import pytest
from small_site import MakeSite

STEPS = """\
{% extends "shipped/web/exercise.html" %}
{% block main %}<p>Ours</p>{{ super() }}{% endblock %}
"""


def test_a_template_extends_the_shipped_one_of_its_name(make_site: MakeSite) -> None:
    site = make_site({"templates/web/exercise.html": STEPS})
    site.build()
    page = site.page("exercises/bridge.html")
    assert "<p>Ours</p>" in page
    assert 'class="steps"' in page


def test_a_clinic_adds_its_own_rules_after_those_of_the_theme(make_site: MakeSite) -> None:
    site = make_site({"templates/assets/clinic.css": "h1 { color: #0b5a66; }\n"})
    site.build()
    page = site.page("exercises/bridge.html")
    theme, own = '"../assets/site.css"', '"../assets/clinic.css"'
    assert page.index(theme) < page.index(own)
    assert site.files()["assets/clinic.css"] == b"h1 { color: #0b5a66; }\n"


def test_an_asset_of_the_clinic_takes_the_place_of_the_shipped_one(make_site: MakeSite) -> None:
    site = make_site({"templates/assets/site.css": "body { margin: 1rem; }\n"})
    site.build()
    assert site.files()["assets/site.css"] == b"body { margin: 1rem; }\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("<p>\n{{ exercise.titel }}</p>", 2, "has no attribute 'titel'"),
        ("<p>\n{{ nothing }}</p>", 2, "'nothing' is undefined"),
        ("<p>\n\n{% if %}</p>", 3, "the template has a mistake"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ('{% extends "web/none.html" %}', 1, 'the template "web/none.html" does not exist'),
    ],
)
def test_a_mistake_in_a_template_is_a_problem_at_its_line(
    make_site: MakeSite, text: str, line: int, message: str
) -> None:
    site = make_site({"templates/web/exercise.html": text})
    problem = site.problems()[0]
    assert (problem.path, problem.line) == ("templates/web/exercise.html", line)
    assert message in problem.message


@pytest.mark.parametrize(
    ("rule", "block"),
    [
        (".stop-if { display: none; }", "Stop if"),
        (".emergency { position: absolute; left: -9999px; }", "Emergency"),
        (".safety li { font-size: 1px; }", "Take care"),
        (".safety { color: #fff; background: #fff; }", "Ask first"),
    ],
)
def test_a_rule_of_the_clinic_that_hides_a_block_fails_the_build(
    make_site: MakeSite, rule: str, block: str
) -> None:
    site = make_site({"templates/assets/clinic.css": rule})
    problems = site.problems()
    named = [p for p in problems if p.path == "exercises/bridge.html" and f'"{block}"' in p.message]
    assert named, problems
    assert not site.output.exists() or not site.files()


def test_a_page_that_asks_another_host_fails_the_build(make_site: MakeSite) -> None:
    text = STEPS.replace("<p>Ours</p>", '<img src="https://host.example/x.png" alt="">')
    site = make_site({"templates/web/exercise.html": text})
    assert "host.example" in site.problems()[0].message


def test_a_dead_link_in_a_template_is_a_problem(make_site: MakeSite) -> None:
    text = STEPS.replace("<p>Ours</p>", '<a href="../none.html">x</a>')
    site = make_site({"templates/web/exercise.html": text})
    assert 'the link "../none.html" goes nowhere' in site.problems()[0].message


def test_a_stylesheet_with_a_byte_order_mark_is_read_like_any_other(make_site: MakeSite) -> None:
    """Editors on Windows write one: the browser ignores it, and so must the gate."""
    rule = b"\xef\xbb\xbf[data-safety] { display: none; }"
    assert make_site({"templates/assets/clinic.css": rule}).problems()


def test_a_stylesheet_that_is_not_utf_8_is_a_problem(make_site: MakeSite) -> None:
    rule = ".stop-if { display: none; }".encode("utf-16")
    [problem] = make_site({"templates/assets/clinic.css": rule}).problems()
    assert (problem.path, problem.line) == ("templates/assets/clinic.css", 1)
    assert problem.message == "the file is not UTF-8 text"


def test_a_link_out_of_the_theme_is_not_published(make_site: MakeSite, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for all to see")
    site = make_site({"templates/assets/own.txt": "ours"})
    (site.folder / "templates/assets/notes.txt").symlink_to(secret)
    [problem] = site.problems()
    assert problem.path == "templates/assets/notes.txt"


def test_a_template_that_extends_itself_is_told_how_to_extend_the_shipped_one(
    make_site: MakeSite,
) -> None:
    text = '{% extends "web/exercise.html" %}'
    [problem] = make_site({"templates/web/exercise.html": text}).problems()
    assert problem.message == "the template calls itself"
    assert 'write  {% extends "shipped/web/exercise.html" %}' in problem.hint


def test_a_template_cannot_count_for_ever(make_site: MakeSite) -> None:
    text = "{% for number in range(10 ** 12) %}{% endfor %}"
    assert make_site({"templates/web/exercise.html": text}).problems()


@pytest.mark.parametrize("kind", ["web", "print"])
@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("exercise.steps[:1]", "step"),
        ("exercise.steps|reverse", "step"),
    ],
)
def test_a_template_that_loses_or_turns_round_steps_fails_the_build(
    make_site: MakeSite, kind: str, shown: str, said: str
) -> None:
    text = (
        f'{{% extends "shipped/{kind}/exercise.html" %}}{{% block main %}}'
        "{% set s = exercise.safety %}<h1>{{ exercise.title }}</h1>"
        "{{ s.sample }}{{ s.review }}{{ s.emergency }}{{ s.urgent }}{{ s.ask_first }}"
        "{{ s.stop_if }}{{ s.take_care }}"
        f'<ol class="steps">{{% for step in {shown} %}}<li>{{{{ step.html }}}}</li>'
        "{% endfor %}</ol>{% endblock %}"
    )
    problems = make_site({f"templates/{kind}/exercise.html": text}).problems(pdf=kind == "print")
    assert any(said in problem.message for problem in problems), problems
