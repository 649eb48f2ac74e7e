"""Every word of the interface comes from one catalogue, and the catalogue holds all of them."""

import re
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path

from generator.render import make_environment, render
from generator.words import LOCALES, Words, load_words

CHECKOUT = Path(__file__).parent.parent
# Comments, sentences of the catalogue, and the block that names a handout's class.
SAID = r"(?s)\{#.*?#\}|\{%-? trans.*?endtrans -?%\}|\{% block kind %\}.*?\{% endblock %\}"
KEYWORDS = ("-k", "say", "-k", "say_many:1,2", "-k", "say_markup")


def test_the_catalogue_holds_every_word_that_templates_and_program_say(tmp_path: Path) -> None:
    """To bring it up to date: make words."""
    babel = (sys.executable, "-m", "babel.messages.frontend", "-q")
    found = tmp_path / "words.pot"
    extract = (
        "extract",
        "-F",
        "pyproject.toml",
        *KEYWORDS,
        "--no-location",
        "--omit-header",
        "-o",
        str(found),
        ".",
    )
    subprocess.run((*babel, *extract), cwd=CHECKOUT, check=True)
    ids = r'(?m)^(?:msgid|msgid_plural) (".*"(?:\n".*")*)'
    said = set(re.findall(ids, _unwrapped(found)))
    catalogue = LOCALES / "en" / "LC_MESSAGES" / "handouts.po"
    assert said == set(re.findall(ids, _unwrapped(catalogue)))


def _unwrapped(catalogue: Path) -> str:
    """The text of a catalogue with long messages on one line each."""
    return catalogue.read_text("utf-8").replace('"\n"', "").replace('""\n', '""\n')


def test_no_template_says_a_word_that_is_not_in_the_catalogue() -> None:
    """Text between tags, titles and labels goes through gettext, so that it can be translated."""
    for template in sorted((CHECKOUT / "templates").rglob("*.html")):
        text = re.sub(SAID, "", template.read_text("utf-8"))
        text = re.sub(r"(?is)\{\{.*?\}\}|\{%.*?%\}|<!doctype[^>]*>", "", text)
        labels = re.findall(r'(?:alt|title|aria-label|placeholder)="([^"]*)"', text)
        bare = re.sub(r"(?s)<[^>]*>", " ", text)
        words = re.findall(r"[A-Za-z]{2,}", " ".join([bare, *labels]))
        assert words == [], f"{template.name} says {words}"


def test_numbers_choose_their_plural() -> None:
    words = load_words("en")
    assert words.say_many("%(num)s page", "%(num)s pages", 1) == "1 page"
    assert words.say_many("%(num)s page", "%(num)s pages", 3) == "3 pages"


def test_values_in_markup_are_text() -> None:
    shown = load_words("en").say_markup("<b>Reviewed</b> by %(by)s on %(on)s.", by="<i>", on="x")
    assert shown == "<b>Reviewed</b> by &lt;i&gt; on x."


class Shouted(GNUTranslations):
    """Another language."""

    def gettext(self, message: str) -> str:
        """The message in capitals, but for its values."""
        return message.upper().replace("%(PHONE)S", "%(phone)s")


def test_a_template_says_the_words_of_the_language_that_it_was_made_for(tmp_path: Path) -> None:
    """Its words are put into it when it is compiled, and compiled it is but once for a language."""
    text = '{{ _("Steps & more") }} {{ _("Call us: %(phone)s", phone="<1>") }} {{ _("100%%") }}'
    (tmp_path / "x.html").write_text(text, "utf-8")
    for words, said in (
        (load_words("en"), "Steps & more Call us: &lt;1&gt; 100%"),
        (Words("xx", Shouted()), "STEPS & MORE CALL US: &lt;1&gt; 100%"),
        (load_words("en"), "Steps & more Call us: &lt;1&gt; 100%"),
    ):
        assert render(make_environment((tmp_path,), words), "x.html", {}, []) == said
        for _ in range(2):
            kept = make_environment((tmp_path,), words, kept_for="a version")
            assert render(kept, "x.html", {}, []) == said
