"""What lies directly in a folder of scans, by what each entry is for."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from ingest.faults import Fault, fault, is_nameable, warning
from ingest.file_names import (
    ISSUE_FILE,
    PROFILE_FILE,
    TABLE_FILES,
    in_order,
    is_lost_page,
    is_system_folder,
    role_of,
)


@dataclass
class Entries:
    """A folder's entries by role, each list in natural order."""

    path: Path
    pictures: list[str] = field(default_factory=list)
    pdfs: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    described: bool = False
    tables: list[str] = field(default_factory=list)
    profiled: bool = False
    files: int = 0


def read_folder(path: Path, within: Path, faults: list[Fault], passed_over: Counter[str]) -> Entries:
    """The entries of a folder; strange ones are told in `faults`, others counted in `passed_over`.

    Links that lead out of `within` are refused. Raises OSError for a folder that cannot be read.
    """
    reader = _Reader(within, faults, passed_over)
    return reader.entries(path)


class _Reader:
    """Reads folders below one that was given."""

    def __init__(self, within: Path, faults: list[Fault], passed_over: Counter[str]) -> None:
        self.within = within
        self.faults = faults
        self.passed_over = passed_over

    def entries(self, path: Path) -> Entries:
        """See `read_folder`."""
        here = Entries(path)
        with os.scandir(path) as entries:
            names = {entry.name: entry.is_dir() for entry in entries}
        for name in in_order(names):
            if not self._may_enter(path / name):
                continue
            if names[name]:
                if is_system_folder(name):
                    self.passed_over["system"] += 1
                else:
                    here.folders.append(name)
            else:
                self._sort_in(here, name)
        return here

    def _may_enter(self, path: Path) -> bool:
        if not is_nameable(path.name):
            self.faults.append(
                fault(path, "name", "The name {file} holds bytes that are no letters.", "Rename it.")
            )
            return False
        if not path.is_symlink():
            return True
        if path.is_dir() or not path.exists() or not path.resolve().is_relative_to(self.within):
            self.faults.append(
                fault(path, "link", "{file} is a link that leads elsewhere.", "Put the file itself there.")
            )
            return False
        return True

    def _sort_in(self, here: Entries, name: str) -> None:
        role = role_of(name)
        here.files += role != "system"
        if role == "picture":
            here.pictures.append(name)
        elif role == "pdf":
            here.pdfs.append(name)
        elif role == "description":
            here.described |= name.lower() == ISSUE_FILE
            here.profiled |= name.lower() == PROFILE_FILE
            here.tables += [name] if name.lower() in TABLE_FILES else []
        elif role == "strange":
            tell = fault if is_lost_page(name) else warning
            self.faults.append(
                tell(
                    here.path / name,
                    "unknown",
                    "{file} is no kind of file that is taken in.",
                    "Save pages as JPEG, PNG, TIFF, JPEG 2000, WebP or PDF; move other files elsewhere.",
                )
            )
        else:
            self.passed_over[role] += 1
