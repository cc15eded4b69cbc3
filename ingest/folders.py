"""What an issue is: walks folders of scans and says which files belong to which issue.

An issue is a folder that directly holds page images; or a PDF or a multi-page TIFF; or what `issue.toml` in
the folder, or a row of `issues.csv` in it or above it, says. Nothing is opened here but those two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.errors import BadInput
from ingest.faults import Fault, fault, warning
from ingest.file_names import ISSUE_FILE, TABLE_FILE, in_order, role_of
from ingest.folder_entries import Entries, read_folder
from ingest.issue_files import Description, read_issue_file
from ingest.issue_tables import Row, read_issue_table

#: How many pages each of these TIFF files holds, in their order (asked of a limited child).
CountMembers = Callable[[Sequence[Path]], Sequence[int]]


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file with pages: where it lies, its name below the issue's folder (with `/`), which pages of it.

    `members`: first and last page, from 1, of a part of a bound volume; None: all.
    """

    path: Path
    name: str
    members: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class FoundIssue:
    """An issue as it lies in folders. `source` is the same whenever it is found again (see README)."""

    source: str
    name: str
    files: tuple[PageFile, ...]
    description: Description | None = None


@dataclass
class Found:
    """All that lies below the given paths: issues, faults, and how many files were passed over."""

    issues: list[FoundIssue] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)  # "system", "companion"


def find_issues(paths: Iterable[Path], count_members: CountMembers) -> Found:
    """The issues in (or below) each path, in natural order. Raises BadInput for a path that is not there."""
    found = Found()
    for path in paths:
        if not path.exists():
            raise BadInput("There is nothing at {path}.", "Name a folder or file of scans.", path=path)
        _Walk(path.resolve(), found, count_members).start()
    unique = {issue.source: issue for issue in found.issues}
    found.issues = list(unique.values())
    return found


class _Walk:
    """One walk from one given path. Links that lead out of it are refused."""

    def __init__(self, start: Path, found: Found, count_members: CountMembers) -> None:
        self.given = start
        self.found = found
        self.count_members = count_members
        self.rows: list[tuple[Path, Row]] = []  # of tables above the folder at hand, the nearest last
        self.used: set[tuple[Path, int]] = set()

    def start(self) -> None:
        """Walk, and report rows of tables for which nothing was found."""
        start = self.given
        if start.is_file():
            self._read_tables_above(start.parent)
            self._single_file(start)
            return
        owner = _described_folder_above(start)
        self.given = owner or start
        self._read_tables_above(self.given.parent)
        self.folder(self.given)

    def _single_file(self, path: Path) -> None:
        role = role_of(path.name)
        if (path.parent / ISSUE_FILE).is_file():
            self.given = path.parent
            self._described(self._entries(path.parent))
        elif role == "pdf" or (role == "picture" and self._is_volume(path)):
            self.found.issues += self._cut(path.parent, PageFile(path, path.name))
        elif role == "picture":
            raise BadInput(
                "{path} is one page.", "Name the folder that holds the pages of the issue.", path=path
            )
        else:
            raise BadInput(
                "{path} is no scan.", "Name a folder of page images, a PDF or a multi-page TIFF.", path=path
            )

    def _read_tables_above(self, folder: Path) -> None:
        for above in reversed([folder, *folder.parents]):
            if (above / TABLE_FILE).is_file():
                rows, _ = read_issue_table(above / TABLE_FILE)
                self.rows += [(above, row) for row in rows]

    def folder(self, path: Path) -> None:
        """One folder and all below it."""
        try:
            here = self._entries(path)
        except OSError as error:
            self.found.faults.append(
                fault(
                    path, "unreadable", "The folder {file} cannot be read: {reason}.", reason=error.strerror
                )
            )
            return
        before = len(self.rows)
        if here.tabled:
            rows, faults = read_issue_table(path / TABLE_FILE)
            self.rows += [(path, row) for row in rows]
            self.found.faults += faults
        taken: set[str] = set()
        if here.described:
            taken = self._described(here)
        else:
            self._plain(here)
        for name in here.folders:
            if name not in taken:
                self.folder(path / name)
        if not here.files and not here.folders:
            self.found.faults.append(
                warning(path, "empty", "The folder {file} is empty.", "Are its scans still to come?")
            )
        if here.tabled:
            self._tell_unused(path)
        del self.rows[before:]

    def _entries(self, path: Path) -> Entries:
        return read_folder(path, self.given, self.found.faults, self.found.passed_over)

    # --- folders without issue.toml ---

    def _plain(self, here: Entries) -> None:
        """Page images are one issue; each PDF, and each TIFF where all are multi-page, is one."""
        volumes: list[str] = []
        if here.pictures and all(_is_tiff(name) for name in here.pictures):
            counts = self.count_members([here.path / name for name in here.pictures])
            if all(count > 1 for count in counts):
                volumes, here.pictures = here.pictures, []
        if here.pictures:
            files = tuple(PageFile(here.path / name, name) for name in here.pictures)
            self.found.issues += self._cut_folder(here.path, files)
        for name in in_order([*here.pdfs, *volumes]):
            self.found.issues += self._cut(here.path, PageFile(here.path / name, name))

    def _is_volume(self, path: Path) -> bool:
        return _is_tiff(path.name) and self.count_members([path])[0] > 1

    def _rows_for(self, path: Path) -> list[Row]:
        """The rows that speak of a folder or file: of the nearest table that has any."""
        for above, _ in reversed(self.rows):
            if not path.is_relative_to(above):
                continue
            place = path.relative_to(above).as_posix()
            names = (place, place.rpartition(".")[0]) if path.is_file() else (place,)
            mine = [row for table, row in self.rows if table == above and row.place in names]
            if mine:
                self.used |= {(above, row.line) for row in mine}
                return mine
        return []

    def _tell_unrowed(self, path: Path) -> None:
        tables = [above for above, _ in self.rows if path.is_relative_to(above)]
        if tables:
            self.found.faults.append(
                warning(
                    path,
                    "table",
                    "{table} has no row for {file}.",
                    "Add one, or describe the issue on the site.",
                    table=tables[-1] / TABLE_FILE,
                )
            )

    def _tell_unused(self, folder: Path) -> None:
        for above, row in self.rows:
            if above == folder and (above, row.line) not in self.used:
                self.found.faults.append(
                    warning(
                        folder / TABLE_FILE,
                        "table",
                        "{file}, row {row}: there are no scans at {place}.",
                        "Correct the row, or bring the scans.",
                        row=row.line,
                        place=row.place,
                    )
                )

    def _cut_folder(self, folder: Path, files: tuple[PageFile, ...]) -> list[FoundIssue]:
        whole = FoundIssue(folder.as_posix(), folder.name, files)
        rows = self._rows_for(folder)
        if not rows:
            self._tell_unrowed(folder)
        return cut([row.description for row in rows], whole, self.found.faults) or [whole]

    def _cut(self, folder: Path, file: PageFile) -> list[FoundIssue]:
        whole = FoundIssue(file.path.as_posix(), file.path.name, (file,))
        rows = self._rows_for(file.path)
        if not rows:
            self._tell_unrowed(file.path)
        return cut([row.description for row in rows], whole, self.found.faults) or [whole]

    # --- folders with issue.toml ---

    def _described(self, here: Entries) -> set[str]:
        """Adds the issues that issue.toml describes; returns the sub-folders that belong to them."""
        described, faults = read_issue_file(here.path / ISSUE_FILE)
        self.found.faults += faults
        taken: set[str] = set()
        for number, description in enumerate(described, 1):
            files, folders = self._files_of(here, description)
            taken |= folders
            whole = FoundIssue(here.path.as_posix(), here.path.name, tuple(files))
            if description.file:
                place = here.path / description.file
                whole = FoundIssue(place.as_posix(), Path(description.file).name, tuple(files))
            elif len(described) > 1 and description.pages is None:
                whole = replace(whole, source=f"{whole.source}#{description.fields.get('number') or number}")
            if files:
                self.found.issues += cut([description], whole, self.found.faults)
            elif not any(each.file == str(here.path / ISSUE_FILE) for each in self.found.faults):
                self.found.faults.append(
                    fault(here.path, "empty", "{file} has an issue.toml but no pages.", "Bring the scans.")
                )
        return taken

    def _files_of(self, here: Entries, description: Description) -> tuple[list[PageFile], set[str]]:
        """The page files of a described issue in stream order, and the sub-folders they lie in."""
        names: list[str] = []
        folders: set[str] = set()
        wanted = [description.file] if description.file else []
        for stream in description.streams:
            wanted += stream.files
            if stream.folder:
                folders.add(stream.folder.split("/")[0])
                names += self._names_in(here, stream.folder)
        for name in wanted:
            names += [name] if self._is_there(here, name, description) else []
        if not description.file:
            rest = here.pictures or ([] if names else here.pdfs)
            names = [name for name in rest if name not in names] + names
        unique = dict.fromkeys(names)
        return [PageFile(here.path / name, name) for name in unique], folders

    def _names_in(self, here: Entries, folder: str) -> list[str]:
        place = here.path / folder
        if not place.is_dir() or not place.resolve().is_relative_to(self.given):
            self.found.faults.append(
                fault(
                    here.path / ISSUE_FILE,
                    "description",
                    "{file} names {name}, which is not there.",
                    name=folder,
                )
            )
            return []
        inside = self._entries(place)
        return [f"{folder}/{name}" for name in (inside.pictures or inside.pdfs)]

    def _is_there(self, here: Entries, name: str, description: Description) -> bool:
        path = here.path / name
        if path.is_file() and path.resolve().is_relative_to(self.given):
            return True
        self.found.faults.append(
            fault(description.origin, "description", "{file} names {name}, which is not there.", name=name)
        )
        return False


def cut(descriptions: Sequence[Description], whole: FoundIssue, faults: list[Fault]) -> list[FoundIssue]:
    """The issues that descriptions make of a folder or file: all of it, or a range of its pages each."""
    issues: list[FoundIssue] = []
    for description in descriptions:
        issue = replace(whole, description=description)
        if description.pages is None:
            issues.append(issue)
            continue
        first, last = description.pages
        part = f"{first}-{last}"
        if len(whole.files) == 1:
            files: tuple[PageFile, ...] = (replace(whole.files[0], members=(first, last)),)
        else:
            files = whole.files[first - 1 : last]
            if last > len(whole.files):
                faults.append(
                    fault(
                        description.origin,
                        "description",
                        "{file} wants pages {part} of {name}, which has {count}.",
                        part=part,
                        name=whole.name,
                        count=len(whole.files),
                    )
                )
        if files:
            issues.append(replace(issue, source=f"{whole.source}#{part}", files=files))
    return issues


def _described_folder_above(folder: Path) -> Path | None:
    """The folder above whose issue.toml claims `folder` as a stream's, None for none."""
    parent = folder.parent
    if not (parent / ISSUE_FILE).is_file():
        return None
    described, _ = read_issue_file(parent / ISSUE_FILE)
    claimed = {stream.folder.split("/")[0] for each in described for stream in each.streams if stream.folder}
    return parent if folder.name in claimed else None


def _is_tiff(name: str) -> bool:
    return name.lower().endswith((".tif", ".tiff"))
