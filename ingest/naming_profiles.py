"""Naming profiles: the patterns by which a workshop names folders and files, shipped or in `naming.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from archive.errors import BadInput
from ingest.file_names import PROFILE_FILE
from ingest.naming import NameRead, Pattern, compiled, read_name

_SHIPPED = Path(__file__).with_name("profiles")
_LARGEST, _MOST_PATTERNS = 100_000, 50


@dataclass(frozen=True, slots=True)
class Profile:
    """How a workshop names its scans. `origin`: the file that says so."""

    name: str
    patterns: tuple[Pattern, ...]
    origin: Path

    def read(self, path: PurePath, *, volume: bool = False) -> NameRead | str:
        """What a file's path says by the first pattern that fits; why it says nothing, "" for no fit.

        `volume`: the file may hold a whole issue; others need a pattern that says the page.
        """
        segments = [*path.parts[:-1], path.stem]
        impossible = ""
        for pattern in self.patterns:
            if not (pattern.says_page or volume):
                continue
            found = read_name(pattern, segments)
            if isinstance(found, NameRead):
                return found
            impossible = impossible or found or ""
        return impossible


def shipped() -> list[str]:
    """The names of the profiles that come with the program."""
    return sorted(path.stem for path in _SHIPPED.glob("*.toml"))


def profile_named(name: str) -> Profile:
    """A shipped profile by its name, or the one in a file. Raises BadInput."""
    if name in shipped():
        return read_profile(_SHIPPED / f"{name}.toml")
    path = Path(name)
    if path.is_file():
        return read_profile(path.resolve())
    raise BadInput(
        "There is no naming profile {name}.",
        "Choose one of {names}, or name a file.",
        name=name,
        names=", ".join(shipped()),
    )


def profile_above(folder: Path) -> Profile | None:
    """The profile that the nearest `naming.toml` in a folder or above it gives. Raises BadInput."""
    for above in (folder, *folder.parents):
        if (above / PROFILE_FILE).is_file():
            return read_profile(above / PROFILE_FILE)
    return None


def read_profile(path: Path) -> Profile:
    """The profile a file gives, or names (`profile = "coded-files"`). Raises BadInput, naming the file."""
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput("{file} is too large for a naming profile.", file=path)
        said = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise BadInput("{file} cannot be read: {reason}.", file=path, reason=str(error)) from error
    if isinstance(said.get("profile"), str) and "patterns" not in said:
        return profile_named(said["profile"])
    for key in said:
        if key not in ("name", "language", "patterns"):
            raise BadInput(
                "{file} says {key}, which is not known.",
                "It may say profile; or name, language and patterns.",
                file=path,
                key=key,
            )
    language, written = said.get("language", ""), said.get("patterns")
    if not isinstance(written, list) or not written or len(written) > _MOST_PATTERNS:
        raise BadInput(
            "{file} has no list of patterns (of at most {most}).",
            'Write patterns = ["{{year}}/{{number}}/{{page}}"].',
            file=path,
            most=_MOST_PATTERNS,
        )
    patterns = tuple(_pattern(path, entry, str(language)) for entry in written)
    return Profile(str(said.get("name") or path.parent.name), patterns, path)


def _pattern(path: Path, entry: Any, language: str) -> Pattern:
    """A pattern: a string, or a table with `path` and what holds of the files that fit."""
    table = {"path": entry} if isinstance(entry, str) else entry
    if not isinstance(table, dict) or not isinstance(table.get("path"), str):
        raise BadInput("{file} has a pattern that is none: {pattern}.", file=path, pattern=repr(entry)[:80])
    kind, own = str(table.get("kind", "")), str(table.get("language", language))
    return compiled(table["path"], kind=kind, language=own)
