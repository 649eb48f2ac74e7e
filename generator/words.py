"""The words of the interface: one gettext catalogue for pages, handouts and their numbers."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable

LOCALES = Path(__file__).parent / "locales"
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "yi"})


@dataclass(frozen=True)
class Words:
    """The interface words of one language."""

    language: str
    translations: GNUTranslations
    # What was looked up before: a build says the same few hundred sentences for every page.
    _known: dict[str, str] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __reduce__(self) -> "tuple[Callable[[str], Words], tuple[str]]":
        # Another process reads the catalogue for itself: its rules for plurals do not travel.
        return load_words, (self.language,)

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """The direction in which the language is written."""
        return "rtl" if self.language in _RIGHT_TO_LEFT else "ltr"

    def say(self, message: str, **values: object) -> str:
        """A sentence of the interface with its values filled in."""
        return self._find(message) % values

    def say_many(self, one: str, many: str, number: int, **values: object) -> str:
        """A sentence whose form depends on a number, which it names as `%(num)s`."""
        return self.translations.ngettext(one, many, number) % {"num": number, **values}

    def say_markup(self, message: str, **values: object) -> Markup:
        """A sentence that holds HTML of its own; its values are shown as text."""
        shown = {name: escape(value) for name, value in values.items()}
        return Markup(self._find(message) % shown)  # noqa: S704 our own words

    def day(self, iso: str) -> str:
        """An ISO date in words; nothing for nothing."""
        return _write_day(iso, self.language) if iso else ""

    def _find(self, message: str) -> str:
        if message not in self._known:
            self._known[message] = self.translations.gettext(message)
        return self._known[message]


@lru_cache(maxsize=1024)
def _write_day(iso: str, language: str) -> str:
    return format_date(date.fromisoformat(iso), "d MMMM y", language)


@cache
def load_words(language: str) -> Words:
    """The words of a language that has a catalogue."""
    catalogue = LOCALES / language / "LC_MESSAGES" / "handouts.po"
    compiled = BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Words(language, GNUTranslations(compiled))
