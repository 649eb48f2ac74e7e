"""The words of the interface: one gettext catalogue for pages, handouts and their numbers."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup

LOCALES = Path(__file__).parent / "locales"
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "yi"})


@dataclass(frozen=True)
class Words:
    """The interface words of one language."""

    language: str
    translations: GNUTranslations

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """The direction in which the language is written."""
        return "rtl" if self.language in _RIGHT_TO_LEFT else "ltr"

    def say(self, message: str, **values: object) -> str:
        """A sentence of the interface with its values filled in."""
        return self.translations.gettext(message) % values

    def say_many(self, one: str, many: str, number: int, **values: object) -> str:
        """A sentence whose form depends on a number, which it names as `%(num)s`."""
        return self.translations.ngettext(one, many, number) % {"num": number, **values}

    def say_markup(self, message: str, **values: object) -> Markup:
        """A sentence that holds HTML of its own; its values are shown as text."""
        return Markup(self.translations.gettext(message)) % values  # noqa: S704 our own words

    def day(self, iso: str) -> str:
        """An ISO date in words; nothing for nothing."""
        return format_date(date.fromisoformat(iso), "d MMMM y", self.language) if iso else ""


@cache
def load_words(language: str) -> Words:
    """The words of a language that has a catalogue."""
    catalogue = LOCALES / language / "LC_MESSAGES" / "handouts.po"
    compiled = BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Words(language, GNUTranslations(compiled))
