"""Why a step of ingest failed: kept as one text in the store, told in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from archive.errors import ArchiveError

#: Letters that are kept, of the whole and of one value: a tool's output can be of any length.
_LONGEST = 2000
_LONGEST_VALUE = 300


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence and a remedy (English templates, ids of the translations) and the values that fill them.

    What no error of ours says (a bug, a failing disk) is in `plain`, which is told as it is.
    """

    message: str = ""
    remedy: str = ""
    values: dict[str, object] = field(default_factory=dict)
    plain: str = ""

    def told(self, translate: Callable[[str], str] = str) -> str:
        """The sentence and what to do next, through `translate` (a gettext function)."""
        parts = [translate(part).format(**self.values) for part in (self.message, self.remedy) if part]
        return " ".join(parts) or self.plain

    def to_text(self) -> str:
        """As the store keeps it: JSON, or the plain English where there is nothing to translate."""
        if self.message:
            kept = [self.message, self.remedy, self.values]
            written = json.dumps(kept, ensure_ascii=False)
            if len(written) <= _LONGEST:
                return written
        return self.told()[:_LONGEST]


def failure_of(error: Exception) -> Failure:
    """The failure that an error amounts to."""
    if isinstance(error, ArchiveError):
        values = {name: _kept(value) for name, value in error.values.items()}
        return Failure(error.message, error.remedy, values)
    return Failure(plain=_kept_text(f"{type(error).__name__}: {error}"))


def read_failure(text: str) -> Failure:
    """What `Failure.to_text` wrote; any other text (of an older version) is told as it is."""
    try:
        message, remedy, values = json.loads(text)
    except (ValueError, TypeError):
        return Failure(plain=text)
    if isinstance(message, str) and isinstance(remedy, str) and isinstance(values, dict):
        return Failure(message, remedy, values)
    return Failure(plain=text)


def _kept(value: object) -> object:
    return value if isinstance(value, int | float) else _kept_text(str(value))[:_LONGEST_VALUE]


def _kept_text(text: str) -> str:
    """Names of files may hold bytes that are no UTF-8, which no database takes: they are spelt out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
