"""An issue as it lies in folders: which files belong to it, and what is said of it there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.faults import Fault, fault
from ingest.issue_files import Description


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
    #: What a naming profile read out of each file's name, by the file's name below the issue.
    names: Mapping[str, str] = field(default_factory=dict)
    profile: str = ""


@dataclass
class Found:
    """All that lies below the given paths: issues, faults, and how many files were passed over."""

    issues: list[FoundIssue] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)  # "system", "companion"


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
