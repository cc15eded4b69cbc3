"""The interface in the reader's language: sentences from the .po files, numbers, sizes, names of languages.

The catalogues in `translations/` are read as they are; no compiled file is kept. English is the language of
the message ids. `python -m web.i18n extract` brings the .po files level with templates and code, `check`
names what is missing (see `messages`).
"""

from __future__ import annotations

import gettext as gettext_module
import sys
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from archive.alto import Direction
from archive.letters import direction_of, isolate

TRANSLATIONS = Path(__file__).resolve().parent / "translations"
#: The languages of the interface, the archive's first language first, with their own names.
LANGUAGES = {"ar": "العربية", "fr": "Français", "en": "English"}
#: Month names, order of a date: always the full locale (plain "ar" says مايو where Morocco prints ماي).
LOCALES = {"ar": "ar_MA", "fr": "fr_FR", "en": "en_GB"}
#: Narrow no-break space: a common separator to the bidi algorithm, so 1 284 is not turned round in Arabic.
THIN = "\u202f"
_UNITS = {
    "ar": ("بايت", "كيلوبايت", "ميغابايت", "جيغابايت"),
    "fr": ("o", "Ko", "Mo", "Go"),
    "en": ("B", "KB", "MB", "GB"),
}


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext_module.NullTranslations:
    """The sentences of `language`; empty ones for English, which the ids are in."""
    path = TRANSLATIONS / f"{language}.po"
    if not path.exists():
        return gettext_module.NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext_module.GNUTranslations(compiled)


class Translator:
    """Says things in one language."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(language)
        self.language = language
        self.locale = Locale.parse(LOCALES[language])
        self._catalogue = _catalogue(language)

    @property
    def dir(self) -> Direction:
        """The direction of the language."""
        return direction_of(self.language)

    def gettext(self, message: str) -> str:
        """The sentence whose English is `message`."""
        return self._catalogue.gettext(message) if message else ""

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The form of a sentence for `number` things (Arabic has six)."""
        return self._catalogue.ngettext(one, many, number)

    def number(self, value: int) -> str:
        """A whole number, thousands parted: 1 284."""
        return f"{value:,}".replace(",", THIN) if self.language != "en" else f"{value:,}"

    def size(self, octets: int) -> str:
        """The size of a file: "18 Mo"; one decimal below ten."""
        value, unit = float(octets), 0
        while value >= 1000 and unit < 3:
            value, unit = value / 1000, unit + 1
        figure = f"{value:.1f}" if 0 < value < 9.95 and unit else f"{value:.0f}"
        figure = figure.removesuffix(".0")
        if self.language != "en":
            figure = figure.replace(".", ",")
        blank = "\u00a0" if self.language == "ar" else THIN
        return f"{figure}{blank}{_UNITS[self.language][unit]}"

    def percent(self, value: int) -> str:
        """A share as it is written: "92 %" in French, the sign touching the figure elsewhere."""
        return f"{value}{THIN}%" if self.language == "fr" else f"{value}%"

    def month(self, month: int) -> str:
        """The month's name alone, as it stands under a cover: "mars", "غشت"."""
        return str(self.locale.months["stand-alone"]["wide"][month])

    def language_name(self, code: str) -> str:
        """A language's name in this one: "arabe"; "" for an unknown one."""
        names = {"ar": self.gettext("Arabic"), "fr": self.gettext("French"), "en": self.gettext("English")}
        return names.get(code.split("-")[0], "")

    def span(self, first: object, last: object) -> str:
        """A range such as 1961–1969, isolated so that it is not turned round in an Arabic line."""
        return isolate(f"{first}–{last}", "ltr")

    def listed(self, items: list[str]) -> str:
        """Items with this language's comma: "a, b", "أ، ب"."""
        return ("، " if self.language == "ar" else ", ").join(items)


@lru_cache(maxsize=8)
def translator(language: str) -> Translator:
    """The one translator of a language. Raises ValueError for a language the interface does not speak."""
    return Translator(language)


def best_language(accepted: str) -> str:
    """The interface's language an Accept-Language header asks for first; the archive's where none fits."""
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted.lower().split(",")[:20]):
        tag, _, rest = part.strip().partition(";")
        code = tag.split("-")[0].strip()
        try:
            weight = float(rest.partition("q=")[2]) if "q=" in rest else 1.0
        except ValueError:
            weight = 0.0
        if code in LANGUAGES and weight > 0:
            wanted.append((-weight, place, code))
    return min(wanted)[2] if wanted else next(iter(LANGUAGES))


if __name__ == "__main__":
    from web.messages import main

    sys.exit(main(sys.argv[1:]))
