"""Eighteen pages of magazines that never were: six Arabic, six French, six in both languages."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from tests.rendered.press import Rendered, set_page
from tests.rendered.words import Writer

#: Body faces (Debian's fonts), with what lends the letters and digits they lack.
ARABIC_FACES = ("Amiri", "KacstBook", "Noto Naskh Arabic", "Scheherazade", "Nazli", "Noto Kufi Arabic")
LATIN_FACES = ("Linux Libertine O", "EB Garamond", "DejaVu Sans", "Liberation Serif")

#: name: main language, columns (or the languages of columns side by side), what else is on the page.
_PAGES: dict[str, tuple[str, int | str, str]] = {
    "ar-2-photo": ("ar", 2, "head photo number"),
    "ar-3-plain": ("ar", 3, "head number subheads"),
    "ar-2-advert": ("ar", 2, "head subheads advert number"),
    "ar-3-photo": ("ar", 3, "head photo photo subheads number"),
    "ar-2-table": ("ar", 2, "head table number"),
    "ar-1-plain": ("ar", 1, "head subheads number"),
    "fr-2-photo": ("fr", 2, "head photo number"),
    "fr-3-plain": ("fr", 3, "head number subheads"),
    "fr-2-dark": ("fr", 2, "head subheads dark number"),
    "fr-3-photo": ("fr", 3, "head photo photo subheads number"),
    "fr-2-table": ("fr", 2, "head table number"),
    "fr-1-plain": ("fr", 1, "head subheads number"),
    "mix-beside": ("ar", "ar fr", "head number"),
    "mix-beside-fr": ("fr", "fr ar", "head subheads number"),
    "mix-three": ("fr", "fr fr ar", "head number"),
    "mix-three-ar": ("ar", "ar ar fr", "head subheads number"),
    "mix-stacked": ("ar", "stacked", "head number"),
    "mix-stacked-fr": ("fr", "stacked", "head photo number"),
}
NAMES = tuple(_PAGES)


def specimen(name: str, dpi: int = 300) -> Rendered:
    """The page of that name, the same each time."""
    return set_page(name, _Compositor(name).document(), dpi)


def specimens() -> Iterator[Rendered]:
    """All of them."""
    yield from map(specimen, NAMES)


class _Compositor:
    """Makes the document of one page."""

    def __init__(self, name: str) -> None:
        place = NAMES.index(name)
        self.main, self.columns, features = _PAGES[name]
        self.features = features.split()
        self.chance = random.Random(place)
        self.writers = {language: Writer(language, self.chance) for language in ("ar", "fr")}
        self.arabic, self.latin = ARABIC_FACES[place % 6], LATIN_FACES[place % 4]
        self.size = self.chance.choice((9.5, 10.0, 10.5, 11.0))

    def document(self) -> dict[str, Any]:
        other = "fr" if self.main == "ar" else "ar"
        parts: list[dict[str, Any]] = []
        if "head" in self.features:
            parts.append(self.words("heading", self.main, 5, size=26, weight="bold", below=1.0))
        if self.columns == "stacked":
            for language in (self.main, other):
                parts.append(self.words("heading", language, 5, size=17, weight="bold"))
                parts.append(self.flow(language, 2, 130, language == other))
        elif isinstance(self.columns, str):
            languages = self.columns.split()
            count = 860 // len(languages)
            parts.append(
                {
                    "kind": "beside",
                    "lang": self.main,
                    "gutter": 8,
                    "columns": [
                        {"number": number, "pieces": list(self.body(language, count))}
                        for number, language in enumerate(languages, 1)
                    ],
                }
            )
        else:
            parts.append(self.flow(self.main, self.columns, 1400, True))
        return {
            "width": 210,
            "height": 297,
            "faces": {"ar": [self.arabic, "Amiri"], "fr": [self.latin, "DejaVu Serif"]},
            "head": self.words("running-head", self.main, 4, size=9, centred=True),
            "foot": self.number() if "number" in self.features else None,
            "parts": parts,
        }

    def words(self, kind: str, language: str, count: int, **how: Any) -> dict[str, Any]:
        larger = 1.15 if language == "ar" else 1.0  # Arabic faces look smaller at the same size
        size = how.pop("size", self.size) * larger
        words = self.writers[language].words(count)
        return {"kind": kind, "lang": language, "words": words, "size": size, **how}

    def number(self) -> dict[str, Any]:
        word = str(self.chance.randrange(10, 90))
        return {"kind": "page-number", "lang": "fr", "words": [word], "size": 10, "centred": True}

    def flow(self, language: str, count: int, words: int, extras: bool) -> dict[str, Any]:
        pieces = list(self.body(language, words, extras))
        return {"kind": "columns", "lang": language, "count": count, "gutter": 6, "pieces": pieces}

    def body(self, language: str, words: int, extras: bool = True) -> Iterator[dict[str, Any]]:
        """Paragraphs of some forty words; what else the page has after every second one."""
        others = [feature for feature in self.features if feature in _OTHERS] if extras else []
        for number in range(words // 40):
            if "subheads" in self.features and number % 4 == 1:
                yield self.words("heading", language, 3, size=14, weight="bold", above=1.3)
            yield self.words("text", language, self.chance.randrange(30, 50), justify=True)
            if number % 2 == 1 and others:
                yield from _OTHERS[others.pop(0)](self, language)

    def photo(self, language: str) -> Iterator[dict[str, Any]]:
        seed = self.chance.randrange(1000)
        yield {"kind": "photo", "file": f"{seed}.png", "seed": seed, "height": self.chance.randrange(40, 70)}
        yield self.words("caption", language, 7, size=self.size - 1.5)

    def advert(self, language: str, dark: bool = False) -> Iterator[dict[str, Any]]:
        sizes = ((16, 3), (11, 6), (11, 5))
        lines = [
            self.words("advertisement", language, n, size=s, centred=True, ink=255 if dark else 0)
            for s, n in sizes
        ]
        yield {"kind": "advertisement", "dark": dark, "lines": lines}

    def dark(self, language: str) -> Iterator[dict[str, Any]]:
        return self.advert(language, dark=True)

    def table(self, language: str) -> Iterator[dict[str, Any]]:
        writer = self.writers[language]
        cells = [writer.words(1) if n % 3 else writer.words(2) for n in range(3 * 7)]
        yield {"kind": "table", "lang": language, "columns": 3, "cells": cells, "size": self.size}


_OTHERS: dict[str, Callable[[_Compositor, str], Iterator[dict[str, Any]]]] = {
    "photo": _Compositor.photo,
    "advert": _Compositor.advert,
    "dark": _Compositor.dark,
    "table": _Compositor.table,
}
