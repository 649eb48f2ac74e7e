"""What can be wrong in clinic.toml and terms.toml: each is named at its line, in plain words."""

import pytest
from small_site import CLINIC, TERMS, MakeSite

LONG = "9" * 5_000

# What is changed in clinic.toml; the line of the problem; its message; its hint.
SETTINGS = [
    (
        "format = 1",
        "format = 2",
        1,
        "this version does not read format 2",
        "write  format = 1, or use the version of handouts that the folder was made for",
    ),
    ("format = 1\n", "", 1, "format is missing", "add  format = 1"),
    (
        '"Test Clinic"',
        "Test Clinic",
        4,
        "the line cannot be read",
        'every line is  key = "text"  or  key = number',
    ),
    (
        '"Test Clinic"',
        '"Test Clinic',
        4,
        "a quotation mark is opened and not closed",
        "close the quotation mark",
    ),
    ("phone =", 'name = "x"\nphone =', 5, "this stands here a second time", "keep one of the two"),
    (
        '"Test Clinic"',
        "3",
        4,
        "clinic.name must be text in quotes, got the number 3",
        'write it like this:  name = "Hill Street Clinic"',
    ),
    (
        '"Test Clinic"',
        '" "',
        4,
        "clinic.name must be text in quotes, got nothing",
        'write it like this:  name = "Hill Street Clinic"',
    ),
    ("[site]", 'adress = "x"\n[site]', 8, "unknown key clinic.adress", "did you mean address?"),
    ("[print]\n", "[prints]\n", 11, "unknown key prints", "did you mean print?"),
    (
        "[site]",
        'address = "x"\n[site]',
        8,
        'clinic.address must be a list of lines, got "x"',
        'write it like this:  address = ["1 Hill Street", "Anytown"]',
    ),
    (
        '"01632 960 123"',
        '"call us"',
        5,
        'clinic.phone must be a phone number in quotes, got "call us"',
        'write it like this:  phone = "01632 960 123"',
    ),
    (
        '"999"',
        "999",
        6,
        "clinic.emergency_number must be a phone number in quotes, got the number 999",
        'write it like this:  emergency_number = "999"',
    ),
    (
        "[site]",
        'email = "nope"\n[site]',
        8,
        'clinic.email must be an e-mail address in quotes, got "nope"',
        'write it like this:  email = "desk@clinic.example"',
    ),
    (
        "[site]",
        'sample = "yes"\n[site]',
        8,
        'clinic.sample must be true or false, without quotes, got "yes"',
        "write it like this:  sample = false",
    ),
    (
        "[site]",
        'logo = "../logo.svg"\n[site]',
        8,
        'the logo "../logo.svg" does not exist',
        'put the picture into content/media and write  logo = "media/NAME.svg"',
    ),
    (
        "[print]",
        'base_url = "clinic.example"\n[print]',
        11,
        (
            "site.base_url must be an address that begins with https:// and has no ? or #, "
            'got "clinic.example"'
        ),
        'write it like this:  base_url = "https://clinic.example/exercises"',
    ),
    (
        "[print]",
        'languages = ["en", "de"]\n[print]',
        11,
        'the language "de" is not available in this version',
        'write  languages = ["en"], or take the line out',
    ),
    (
        "[print]",
        'offline_zip = "yes"\n[print]',
        11,
        'site.offline_zip must be true or false, without quotes, got "yes"',
        "write it like this:  offline_zip = true",
    ),
    (
        '["a4"]',
        '["a5"]',
        12,
        'print.variants must be a list of a4, letter, a4-large and letter-large, got "a5"',
        'write it like this:  variants = ["a4", "a4-large"]',
    ),
    (
        '["a4"]',
        '["a4"]\ntoner = "none"',
        13,
        'print.toner must be normal or save, got "none"',
        'write it like this:  toner = "normal"',
    ),
    (
        '["a4"]',
        '["a4"]\n[figures]\npeople = ["curls", "gray-bob"]',
        14,
        'figures.people names "gray-bob", and the figures know no such person',
        "did you mean grey-bob?",
    ),
    (
        '["a4"]',
        '["a4"]\n[figures]\npeople = ["curls", "bun", "curls"]',
        14,
        'figures.people names "curls" twice',
        "take one of the two out",
    ),
    (
        '["a4"]',
        '["a4"]\nfillable = "yes"',
        13,
        'print.fillable must be true or false, without quotes, got "yes"',
        "write it like this:  fillable = false",
    ),
    (
        '["a4"]',
        '["a4"]\nmax_exercises = 0',
        13,
        "print.max_exercises must be a whole number, at least 1, got the number 0",
        "write it like this:  max_exercises = 5",
    ),
    (
        '["a4"]',
        '["a4"]\n[review]\nyears = 99',
        14,
        "review.years must be a whole number from 1 to 10, got the number 99",
        "write it like this:  years = 3",
    ),
    (
        '["a4"]',
        f'["a4"]\nmax_exercises = {LONG}',
        1,
        "the settings cannot be read: a value is too long or too deep",
        'every line is  key = "text"  or  key = number',
    ),
    (
        '["a4"]',
        f'["a4"]\nx = {"[" * 5_000}',
        1,
        "the settings cannot be read: a value is too long or too deep",
        'every line is  key = "text"  or  key = number',
    ),
]

# The whole of terms.toml, and likewise.
WORDS = [
    (
        '[equipment]\nmat = "Mat"\n',
        1,
        "regions is missing",
        'add  [regions]  and below it  hip = "Hip"',
    ),
    (
        TERMS.replace("[regions]", "[regions]\nKnee = 'K'"),
        2,
        'regions holds the name "Knee", which no page can use',
        "name it with small letters, digits and hyphens:  lower-back",
    ),
    (
        TERMS.replace('"Mat"', '""'),
        5,
        "equipment.mat must be a label in quotes, got nothing",
        'write it like this:  mat = "Mat"',
    ),
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_wrong_setting_is_a_problem_at_its_line(
    make_site: MakeSite, setting: tuple[str, str, int, str, str]
) -> None:
    old, new, line, message, hint = setting
    assert old in CLINIC
    site = make_site({"content/clinic.toml": CLINIC.replace(old, new)})
    (problem,) = site.problems()
    assert (problem.path, problem.line) == ("content/clinic.toml", line)
    assert (problem.message, problem.hint) == (message, hint)


@pytest.mark.parametrize(("terms", "line", "message", "hint"), WORDS)
def test_a_wrong_term_is_a_problem_at_its_line(
    make_site: MakeSite, terms: str, line: int, message: str, hint: str
) -> None:
    (problem,) = make_site({"content/terms.toml": terms}).problems()
    assert (problem.path, problem.line) == ("content/terms.toml", line)
    assert (problem.message, problem.hint) == (message, hint)


def test_a_misspelled_table_is_named_beside_what_is_missing(make_site: MakeSite) -> None:
    site = make_site({"content/clinic.toml": CLINIC.replace("phone", "fone")})
    assert [(p.line, p.message, p.hint) for p in site.problems()] == [
        (3, "clinic.phone is missing", 'add  phone = "01632 960 123"'),
        (5, "unknown key clinic.fone", "did you mean phone?"),
    ]


def test_without_terms_there_is_one_clear_problem(make_site: MakeSite) -> None:
    (problem,) = make_site({"content/terms.toml": None}).problems()
    assert (problem.path, problem.message) == ("content/terms.toml", "the file is missing")
    assert problem.hint == "put it back, or copy it from a new site:  handouts new FOLDER"


def test_a_setting_is_found_wherever_toml_lets_it_stand(make_site: MakeSite) -> None:
    """With a dotted key, and in a table on one line."""
    clinic = (
        'format = 1\nsite = {title = ""}\nclinic.name = "x"\n'
        'clinic.phone = "call"\nclinic.emergency_number = "999"\n'
    )
    site = make_site({"content/clinic.toml": clinic})
    assert [(p.line, p.message.split()[0]) for p in site.problems()] == [
        (2, "site.title"),
        (4, "clinic.phone"),
    ]


def test_settings_may_have_a_byte_order_mark_and_windows_line_ends(make_site: MakeSite) -> None:
    clinic = b"\xef\xbb\xbf" + CLINIC.replace("\n", "\r\n").encode()
    assert make_site({"content/clinic.toml": clinic}).problems() == []


def test_two_phone_numbers_in_one_are_refused(make_site: MakeSite) -> None:
    """A link that dials both in a row would reach nobody."""
    two = CLINIC.replace("01632 960 123", "01632 960 123 / 01632 960 124")
    [problem] = make_site({"content/clinic.toml": two}).problems()
    assert problem.message.startswith("clinic.phone must be a phone number")
