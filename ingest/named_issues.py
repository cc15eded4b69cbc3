"""Gathers files whose names fit a naming profile into issues; what fits no pattern is told, never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from archive.letters import direction_of
from archive.models import ISSUE_KINDS
from archive.texts import Texts
from ingest.faults import Fault, fault, warning
from ingest.file_names import as_ranges, natural_key
from ingest.found_issues import FoundIssue, PageFile
from ingest.issue_files import Description, StreamDescription
from ingest.naming import NameRead
from ingest.naming_profiles import Profile

#: More numbers missing than this share of those there, and they count something else than pages.
_MOST_MISSING = 1.0


@dataclass(frozen=True, slots=True)
class Named:
    """A file whose name was understood."""

    path: Path
    read: NameRead


@dataclass
class NamedIssue:
    """The files of one issue.

    `place`: its folder, or its one file; `mark`: tells it from others there, "" where it is alone.
    """

    place: Path
    mark: str
    files: list[Named] = field(default_factory=list)

    @property
    def source(self) -> str:
        """As `FoundIssue.source`: the place, with the mark where file names tell the issues apart."""
        return f"{self.place.as_posix()}#{self.mark}" if self.mark else self.place.as_posix()

    def name_of(self, named: Named) -> str:
        """What a file is called below the issue, with `/`."""
        return named.path.relative_to(self._folder).as_posix()

    @property
    def _folder(self) -> Path:
        return self.place.parent if self.place == self.files[0].path else self.place

    def found(self, description: Description, profile: Profile) -> FoundIssue:
        """The issue as the rest of ingest knows it."""
        return FoundIssue(
            self.source,
            f"{self.place.name} {self.mark}".strip(),
            tuple(PageFile(named.path, self.name_of(named)) for named in self.files),
            description,
            {self.name_of(named): named.read.told() for named in self.files},
            profile.name,
        )


class Gathering:
    """Takes in the files below one folder and gives the issues they make."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.faults: list[Fault] = []
        self._issues: dict[tuple[Path, str], NamedIssue] = {}

    def add(self, path: Path, *, volume: bool = False) -> None:
        """One file of pages; told as a fault where no pattern fits its path."""
        read = self.profile.read(path, volume=volume)
        if isinstance(read, str):
            self.faults.append(_unread(path, self.profile, read))
            return
        place, mark = path, ""
        if read.pattern.says_page:
            place = path.parents[len(read.pattern.segments) - read.pattern.issue_depth - 1]
            mark = _mark(read) if read.pattern.numbered_in_file else ""
        issue = self._issues.setdefault((place, mark), NamedIssue(place, mark))
        issue.files.append(Named(path, read))

    def issues(self, below: Path) -> list[NamedIssue]:
        """The issues in a folder and below it, which are given away.

        Each has its files in reading order: language by language, covers at their ends.
        """
        given = [key for key, issue in self._issues.items() if issue.place.is_relative_to(below)]
        issues = [self._issues.pop(key) for key in given]
        for issue in issues:
            languages = _languages(issue.files)
            issue.files.sort(
                key=lambda named, languages=languages: (  # type: ignore[misc]
                    languages.index(named.read.language),
                    *named.read.order,
                    natural_key(named.path.name),
                )
            )
            self.faults += _doubles_and_gaps(issue)
        return sorted(issues, key=lambda issue: natural_key(issue.source))


def with_row(named: Description, row: Description) -> Description:
    """What a row of a table says of an issue, completed by what its names say."""
    return replace(row, fields={**named.fields, **row.fields}, streams=row.streams or named.streams)


def _unread(path: Path, profile: Profile, why: str) -> Fault:
    if why:
        return fault(
            path,
            "name",
            "The name of {file} says something impossible ({what}); it was left out.",
            "Correct the name, or the pattern in {profile}.",
            what=why,
            profile=profile.origin.name,
        )
    return fault(
        path,
        "name",
        "The name of {file} fits no pattern of {profile}; it was left out.",
        "Correct the name, or add a pattern.",
        profile=profile.name,
    )


def _mark(read: NameRead) -> str:
    """What tells issues of one folder apart: "1975-03 n12"."""
    number = f"n{read.number}" if read.number else ""
    edition = f"ed{int(read.parts['edition'])}" if "edition" in read.parts else ""
    return " ".join(filter(None, (read.edtf.replace("/", "_"), number, edition, read.parts.get("title", ""))))


def _languages(files: Sequence[Named]) -> list[str]:
    """The languages said, Arabic first (it is the first language of the archive)."""
    return sorted({named.read.language for named in files}, key=lambda tag: (tag != "ar", tag))


def described(issue: NamedIssue, profile: Profile) -> tuple[Description, list[Fault]]:
    """What the names say of an issue, and where they say different things."""
    faults: list[Fault] = []
    fields: dict[str, Any] = {}
    for key, values in (
        ("number", [named.read.number for named in issue.files]),
        ("edtf", [named.read.edtf for named in issue.files]),
        ("issue_kind", [_kind(named.read) for named in issue.files]),
    ):
        said = Counter(value for value in values if value)
        if len(said) > 1:
            faults.append(_disagreement(issue, key, said))
        elif said:
            fields[key] = next(iter(said))
    titles = {named.read.parts.get("title", "") for named in issue.files} - {""}
    if len(titles) == 1:
        title = titles.pop()
        fields["name"] = Texts.supplied(**{issue.files[0].read.language or "fr": title})
    languages = [tag for tag in _languages(issue.files) if tag]
    streams = tuple(
        StreamDescription(
            language=tag,
            direction=direction_of(tag),
            files=tuple(issue.name_of(named) for named in issue.files if named.read.language == tag)
            if len(languages) > 1
            else (),
        )
        for tag in languages
    )
    if not _languages_are_said(issue):
        streams = ()  # the profile's own language is what most issues are in: each page is looked at
    return Description(origin=profile.origin, fields=fields, streams=streams), faults


def _languages_are_said(issue: NamedIssue) -> bool:
    """Whether the names themselves say the language of each page."""
    return all("language" in named.read.parts for named in issue.files)


def _kind(read: NameRead) -> str:
    if read.pattern.kind in ISSUE_KINDS:
        return read.pattern.kind
    return "double" if "-" in read.number else ""


def _disagreement(issue: NamedIssue, key: str, said: Counter[str]) -> Fault:
    return warning(
        issue.source,
        "name",
        "The names in {file} say different things ({key}: {values}); it was left out of the description.",
        "Describe the issue on the site, or in an issue.toml.",
        key=key,
        values=", ".join(sorted(said)[:5]),
    )


def _doubles_and_gaps(issue: NamedIssue) -> list[Fault]:
    """Pages named twice, and page numbers missing between the first and the last, for each language."""
    faults: list[Fault] = []
    for language in _languages(issue.files):
        own = [named for named in issue.files if named.read.language == language]
        seen: dict[tuple[int, int, int], Path] = {}
        for named in own:
            other = seen.setdefault(named.read.order, named.path)
            if other != named.path:
                faults.append(
                    warning(
                        named.path,
                        "name",
                        "{file} and {other} name the same page.",
                        "Correct the name of one, or remove it.",
                        other=other.name,
                    )
                )
        faults += _gaps(issue, own)
    return faults


def _gaps(issue: NamedIssue, own: Sequence[Named]) -> list[Fault]:
    numbers = {number for named in own for number in _covered(named.read.pages)}
    if not numbers:
        return []
    missing = sorted(set(range(min(numbers), max(numbers) + 1)) - numbers)
    if not missing or len(missing) > _MOST_MISSING * len(numbers):
        return []
    return [
        warning(
            issue.source,
            "gap",
            "In {file} the pages go from {first} to {last}, but {missing} is missing.",
            "Scan what is missing, or go on if it never was there.",
            first=min(numbers),
            last=max(numbers),
            missing=as_ranges(missing),
        )
    ]


def _covered(pages: tuple[int, ...]) -> range:
    """The pages a name covers: "14-15" is a spread of two."""
    return range(pages[0], pages[-1] + 1) if pages and 0 <= pages[-1] - pages[0] <= 1 else range(0)
