"""What an issue is: walks folders of scans and says which files belong to which issue.

An issue is a folder that directly holds page images; or a PDF or a multi-page TIFF; or what `issue.toml` in
the folder, or a row of `issues.csv` in it or above it, says; or what a naming profile reads out of the names.
Nothing is opened here but those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from archive.errors import BadInput
from ingest.faults import fault, fault_of, warning
from ingest.file_names import ISSUE_FILE, PROFILE_FILE, in_order, role_of
from ingest.folder_entries import Entries, read_folder
from ingest.found_issues import Found, FoundIssue, PageFile, cut
from ingest.issue_files import Description, read_issue_file
from ingest.issue_tables import ReadWorkbook
from ingest.named_issues import Gathering, described, with_row
from ingest.naming_profiles import Profile, profile_above, read_profile
from ingest.tables_above import Tables

#: How many pages each of these TIFF files holds, in their order (asked of a limited child).
CountMembers = Callable[[Sequence[Path]], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Openers:
    """What the walk asks limited children: how many pages TIFFs hold, and the cells of a workbook."""

    count_members: CountMembers
    read_workbook: ReadWorkbook


def find_issues(paths: Iterable[Path], openers: Openers, profile: Profile | None = None) -> Found:
    """The issues in (or below) each path, in natural order.

    `profile`: how all scans are named; None: as the nearest `naming.toml` says, where there is one. Raises
    BadInput for a path that is not there.
    """
    found = Found()
    for path in paths:
        if not path.exists():
            raise BadInput("There is nothing at {path}.", "Name a folder or file of scans.", path=path)
        _Walk(path.resolve(), found, openers, profile).start()
    unique = {issue.source: issue for issue in found.issues}
    found.issues = list(unique.values())
    return found


class _Walk:
    """One walk from one given path. Links that lead out of it are refused."""

    def __init__(self, start: Path, found: Found, openers: Openers, profile: Profile | None) -> None:
        self.given = start
        self.found = found
        self.count_members = openers.count_members
        self.tables = Tables(openers.read_workbook, found.faults)
        self.profile = profile
        self.gathering: Gathering | None = None

    def start(self) -> None:
        """Walk, and report rows of tables for which nothing was found."""
        start = self.given
        owner = None if start.is_file() else _described_folder_above(start)
        self.given = owner or start
        self.tables.read_above(self.given.parent)
        with self._named_by(self.profile or profile_above(self.given.parent)):
            if start.is_file():
                self._single_file(start)
            else:
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
        if here.profiled and self.profile is None:
            try:
                own = read_profile(path / PROFILE_FILE)
            except BadInput as error:  # without its profile nothing here may be guessed at
                self.found.faults.append(fault_of(path / PROFILE_FILE, error, "profile"))
                return
            with self._named_by(own):
                self._all_of(here)
        else:
            self._all_of(here)

    def _all_of(self, here: Entries) -> None:
        before = self.tables.enter(here.path, here.tables)
        taken: set[str] = set()
        if here.described:
            taken = self._described(here)
        elif self.gathering is not None:
            self._gather(here, self.gathering)
        else:
            self._plain(here)
        for name in here.folders:
            if name not in taken:
                self.folder(here.path / name)
        if not here.files and not here.folders:
            self.found.faults.append(
                warning(here.path, "empty", "The folder {file} is empty.", "Are its scans still to come?")
            )
        if here.tables and self.gathering is not None:
            self._add_named(self.gathering, here.path)
        self.tables.leave(before)

    def _entries(self, path: Path) -> Entries:
        return read_folder(path, self.given, self.found.faults, self.found.passed_over)

    # --- folders without issue.toml ---

    def _plain(self, here: Entries) -> None:
        """Page images are one issue; each PDF, and each TIFF where all are multi-page, is one."""
        volumes = self._volumes_among(here)
        if here.pictures:
            files = tuple(PageFile(here.path / name, name) for name in here.pictures)
            self.found.issues += self._cut_folder(here.path, files)
        for name in in_order([*here.pdfs, *volumes]):
            self.found.issues += self._cut(here.path, PageFile(here.path / name, name))

    def _volumes_among(self, here: Entries) -> list[str]:
        """Takes the multi-page TIFFs out of the pictures, where all pictures are such."""
        volumes: list[str] = []
        if here.pictures and all(_is_tiff(name) for name in here.pictures):
            counts = self.count_members([here.path / name for name in here.pictures])
            if all(count > 1 for count in counts):
                volumes, here.pictures = here.pictures, []
        return volumes

    def _is_volume(self, path: Path) -> bool:
        return _is_tiff(path.name) and self.count_members([path])[0] > 1

    def _cut_folder(self, folder: Path, files: tuple[PageFile, ...]) -> list[FoundIssue]:
        whole = FoundIssue(folder.as_posix(), folder.name, files)
        return self._by_rows(folder, whole)

    def _cut(self, folder: Path, file: PageFile) -> list[FoundIssue]:
        return self._by_rows(file.path, FoundIssue(file.path.as_posix(), file.path.name, (file,)))

    def _by_rows(self, path: Path, whole: FoundIssue) -> list[FoundIssue]:
        rows = self.tables.rows_for(path)
        return cut([row.description for row in rows], whole, self.found.faults) or [whole]

    # --- folders whose names are read by a profile ---

    @contextmanager
    def _named_by(self, profile: Profile | None) -> Iterator[None]:
        """Read names by a profile (None: not at all), and add the issues they make at the end."""
        outer, self.gathering = self.gathering, Gathering(profile) if profile is not None else None
        try:
            yield
        finally:
            gathered, self.gathering = self.gathering, outer
        if gathered is not None:
            self._add_named(gathered, Path("/"))

    def _gather(self, here: Entries, gathering: Gathering) -> None:
        volumes = self._volumes_among(here)
        for name in here.pictures:
            gathering.add(here.path / name)
        for name in (*here.pdfs, *volumes):
            gathering.add(here.path / name, volume=True)

    def _add_named(self, gathering: Gathering, below: Path) -> None:
        for issue in gathering.issues(below):
            said, faults = described(issue, gathering.profile)
            self.found.faults += faults
            rows = self.tables.rows_for(issue.place, said.fields.get("number", ""))
            whole = issue.found(said, gathering.profile)
            rowed = [with_row(said, row.description) for row in rows]
            self.found.issues += cut(rowed, whole, self.found.faults) or [whole]
        self.found.faults += gathering.faults
        gathering.faults.clear()

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
