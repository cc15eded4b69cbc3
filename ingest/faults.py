"""What is wrong with a file that was offered for ingest, told so that someone can mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError

#: Kind of the fault of a file that was not looked at because what looked at it was killed.
KILLED = "killed"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of one file or folder.

    `kind` names it in one word for programs; `message` and `remedy` are English templates, also the keys of
    the translations, and `values` fill them. `harmless`: it is worth knowing, but the file is taken in.
    """

    file: str
    kind: str
    message: str
    remedy: str = ""
    values: dict[str, object] = field(default_factory=dict)
    harmless: bool = False

    def told(self, translate: Callable[[str], str] = str) -> str:
        """The sentence and what to do next, through `translate` (a gettext function)."""
        values = {"file": Path(self.file).name, **self.values}
        return " ".join(translate(part).format(**values) for part in (self.message, self.remedy) if part)

    def to_plain(self) -> dict[str, Any]:
        """As JSON can hold it: the sentence in English, and its parts to be said in another language."""
        return {
            "file": self.file,
            "kind": self.kind,
            "harmless": self.harmless,
            "told": self.told(),
            "message": self.message,
            "remedy": self.remedy,
            "values": {
                name: value if isinstance(value, int | float) else shown(str(value))
                for name, value in self.values.items()
            },
        }


def fault(file: Path | str, kind: str, message: str, remedy: str = "", **values: object) -> Fault:
    """A fault that keeps a file (or what it says) out of the archive, its values by name."""
    return Fault(shown(file), kind, message, remedy, values)


def warning(file: Path | str, kind: str, message: str, remedy: str = "", **values: object) -> Fault:
    """A fault worth knowing that is no obstacle, its values by name."""
    return Fault(shown(file), kind, message, remedy, values, harmless=True)


def fault_of(file: Path | str, error: ArchiveError, kind: str = "unreadable") -> Fault:
    """The fault that an error about a file amounts to."""
    return Fault(shown(file), kind, error.message, error.remedy, dict(error.values))


def shown(path: Path | str) -> str:
    """A path as text that every terminal and database can hold; bytes that are no UTF-8 are spelt out."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def is_nameable(name: str) -> bool:
    """Whether a file's name can be kept: valid UTF-8 without control characters.

    Python holds bytes that are no UTF-8 as lone surrogates; no database takes those.
    """
    return not any("\ud800" <= letter <= "\udfff" or letter < " " or letter == "\x7f" for letter in name)
