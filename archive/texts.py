"""A text that people read: one wording per language, each printed in the magazine or supplied by us."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive.letters import clean

#: Longest text one field may hold, in characters.
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Wording:
    """The text in one language. `supplied`: ours, shown in brackets as cataloguers do; else as printed."""

    value: str
    supplied: bool = False


class Texts(Mapping[str, Wording]):
    """An immutable map from language tag (BCP 47) to wording; a change is a new value.

    Empty wordings are left out, so a missing translation is a missing key.
    """

    __slots__ = ("_wordings",)

    def __init__(self, wordings: Mapping[str, Wording] | None = None) -> None:
        kept = {
            language: Wording(clean(wording.value).strip()[:LONGEST], wording.supplied)
            for language, wording in (wordings or {}).items()
        }
        self._wordings = {language: kept[language] for language in sorted(kept) if kept[language].value}

    @classmethod
    def printed(cls, **values: str) -> Texts:
        """Wordings as the magazine prints them: `Texts.printed(ar="…", fr="…")`."""
        return cls({language: Wording(value) for language, value in values.items()})

    @classmethod
    def supplied(cls, **values: str) -> Texts:
        """Wordings that the archive supplies: `Texts.supplied(fr="…")`."""
        return cls({language: Wording(value, supplied=True) for language, value in values.items()})

    def __getitem__(self, language: str) -> Wording:
        return self._wordings[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._wordings)

    def __len__(self) -> int:
        return len(self._wordings)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Texts) and self._wordings == other._wordings

    def __hash__(self) -> int:
        return hash(tuple(self._wordings.items()))

    def __repr__(self) -> str:
        return f"Texts({self._wordings!r})"

    def best(self, language: str) -> tuple[str, Wording] | None:
        """The wording in `language`, else the first there is, with its language; None for an empty text."""
        if language in self._wordings:
            return language, self._wordings[language]
        return next(iter(self._wordings.items()), None)

    def with_wording(self, language: str, value: str, *, supplied: bool = False) -> Texts:
        """This text with the wording of one language replaced (an empty value takes it out)."""
        return Texts({**self._wordings, language: Wording(value, supplied)})

    def to_plain(self) -> dict[str, dict[str, Any]]:
        """As JSON can hold it."""
        return {tag: {"value": w.value, "supplied": w.supplied} for tag, w in self._wordings.items()}

    @classmethod
    def from_plain(cls, data: Mapping[str, Mapping[str, Any]] | None) -> Texts:
        """Back from `to_plain`."""
        return cls({tag: Wording(str(w["value"]), bool(w["supplied"])) for tag, w in (data or {}).items()})


NO_TEXT = Texts()
