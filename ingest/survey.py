"""Looks at folders of scans before anything is written: what is there, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from archive import dates
from archive.errors import BadInput
from archive.files import sha256_of
from archive.settings import Settings
from archive.texts import NO_TEXT, Texts
from ingest import judging, looking
from ingest.asking import ask_all, in_chunks
from ingest.faults import Fault, fault, warning
from ingest.folders import Openers, find_issues
from ingest.found_issues import Found, FoundIssue, PageFile
from ingest.issue_workbooks import cells_of
from ingest.looking import Contents, Look
from ingest.naming_profiles import Profile
from ingest.running import Workers
from ingest.space import Space, free_for, space_for

T = TypeVar("T")

#: Page images in the works at one time.
_AT_ONCE = 32


@dataclass
class SurveyedIssue:
    """An issue as it lies there. `sizes` (width, height) and `dpi`: of every page image."""

    source: str
    name: str
    files: int = 0
    pages: int = 0
    spreads: int = 0
    bytes: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    sizes: list[tuple[int, int]] = field(default_factory=list)
    dpi: list[float] = field(default_factory=list)
    title: Texts = NO_TEXT
    number: str = ""
    date: str = ""
    languages: tuple[str, ...] = ()
    described: bool = False
    profile: str = ""
    names: Mapping[str, str] = field(default_factory=dict)  # what was read out of each file's name
    faults: list[Fault] = field(default_factory=list)

    def space(self, *, link: bool = False) -> Space:
        """What taking it in needs on the disk of the archive."""
        megapixels = sum(width * height for width, height in self.sizes) / 1e6
        # Of a PDF the picture of each page is kept beside it.
        out_of_pdfs = self.bytes if set(self.kinds) == {"application/pdf"} else 0
        return space_for(0 if link else self.bytes, self.pages, megapixels, out_of_pdfs=out_of_pdfs)

    def to_plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "source": self.source,
            "name": self.name,
            "files": self.files,
            "pages": self.pages,
            "spreads": self.spreads,
            "bytes": self.bytes,
            "formats": dict(self.kinds),
            "smallest": min(self.sizes, default=None),
            "largest": max(self.sizes, default=None),
            "dpi": [min(self.dpi), max(self.dpi)] if self.dpi else None,
            "title": {tag: wording.value for tag, wording in self.title.items()},
            "number": self.number,
            "date": self.date,
            "languages": list(self.languages),
            "described": self.described,
            "profile": self.profile,
            "names": dict(self.names),
            "faults": [each.to_plain() for each in self.faults],
        }


@dataclass
class Survey:
    """All issues found below some paths, and the faults of what belongs to none."""

    issues: list[SurveyedIssue] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    free: int = 0  # bytes, where the archive's files lie or will lie

    def space(self, *, link: bool = False) -> Space:
        """What taking all of it into an empty archive needs; `link`: with the masters left where they are."""
        return sum((issue.space(link=link) for issue in self.issues), Space())

    def all_faults(self) -> list[Fault]:
        """Every fault, those of no issue first."""
        return [*self.faults, *(each for issue in self.issues for each in issue.faults)]

    def to_plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "issues": [issue.to_plain() for issue in self.issues],
            "pages": sum(issue.pages for issue in self.issues),
            "space_needed": self.space().to_plain(),
            "space_needed_linked": self.space(link=True).to_plain(),
            "space_free": self.free,
            "faults": [each.to_plain() for each in self.all_faults()],
            "passed_over": dict(self.passed_over),
        }


def find(
    paths: Iterable[Path], workers: Workers, settings: Settings, profile: Profile | None = None
) -> Found:
    """The issues below some paths (see `folders`). Raises BadInput for a path that is not there."""

    def count_members(files: Sequence[Path]) -> list[int]:
        # A file that cannot be read is told when it is taken in.
        counts = _ask(looking.count_members, [(path,) for path in files], files, [])
        return [count or 1 for count in counts]

    def read_workbook(path: Path, faults: list[Fault]) -> list[list[list[str]]]:
        [sheets] = _ask(cells_of, [(path,)], [path], faults)
        return sheets or []

    def _ask(
        function: Callable[..., T], calls: list[tuple[Path]], about: Sequence[Path], faults: list[Fault]
    ) -> list[T | None]:
        return ask_all(workers, function, calls, about, seconds=settings.page_seconds, faults=faults)

    return find_issues(paths, Openers(count_members, read_workbook), profile)


def survey(
    paths: Iterable[Path],
    settings: Settings,
    workers: Workers,
    told: Callable[[SurveyedIssue], None] = lambda issue: None,
    profile: Profile | None = None,
) -> Survey:
    """Open every page image below `paths` in limited children and say what is there. Writes nothing.

    `profile`: how the scans are named (None: see `folders`). `told`: called with each issue as it is done.
    Raises BadInput for a path that is not there.
    """
    found = find(paths, workers, settings, profile)
    result = Survey(faults=found.faults, passed_over=found.passed_over, free=free_for(settings))
    seen: dict[str, Path] = {}
    for issue in found.issues:
        surveyed = _Look(settings, workers, issue, seen).done()
        result.issues.append(surveyed)
        told(surveyed)
    return result


class _Look:
    """The survey of one issue."""

    def __init__(
        self, settings: Settings, workers: Workers, found: FoundIssue, seen: dict[str, Path]
    ) -> None:
        self.settings = settings
        self.workers = workers
        self.found = found
        self.seen = seen
        self.issue = SurveyedIssue(found.source, found.name, len(found.files))
        self.issue.profile, self.issue.names = found.profile, found.names

    def done(self) -> SurveyedIssue:
        """What lies there."""
        self._describe()
        self.issue.faults += judging.gaps(self.found)
        readable = [file for file in self.found.files if self._may_be_read(file)]
        contents = self._ask(looking.contents_of, [(f.path,) for f in readable], [f.path for f in readable])
        pages: list[tuple[PageFile, int, int]] = []
        for file, content in zip(readable, contents, strict=True):
            if content is not None:
                self.issue.faults += judging.wrong_ending(file.path, content)
                pages += self._members(file, content)
        for chunk in in_chunks(pages, _AT_ONCE):
            self._look(chunk)
        if not self.issue.pages:
            self.issue.faults.append(
                fault(self.found.source, "empty", "{file} has no page that can be taken in.")
            )
        return self.issue

    def _describe(self) -> None:
        description = self.found.description
        if description is None:
            return
        fields = description.fields
        self.issue.described = True
        self.issue.title = fields.get("name", NO_TEXT)
        self.issue.number = fields.get("number", "")
        self.issue.date = fields.get("edtf") or fields.get("date_printed", "")
        self.issue.languages = tuple(dict.fromkeys(stream.language for stream in description.streams))
        if fields.get("edtf") and _is_future(fields["edtf"]):
            self.issue.faults.append(
                warning(
                    description.origin,
                    "date",
                    "{file} gives {value} as a date, which is still to come.",
                    value=fields["edtf"],
                )
            )

    def _may_be_read(self, file: PageFile) -> bool:
        try:
            self.issue.bytes += file.path.stat().st_size
            digest = sha256_of(file.path)
        except OSError as error:
            self.issue.faults.append(
                fault(file.path, "unreadable", "{file} cannot be read: {reason}.", reason=error.strerror)
            )
            return False
        other = self.seen.setdefault(digest, file.path)
        if other != file.path:
            self.issue.faults.append(
                warning(
                    file.path,
                    "duplicate",
                    "{file} has the same bytes as {other}.",
                    "Remove it, or scan the page that was meant.",
                    other=other,
                )
            )
        return True

    def _members(self, file: PageFile, contents: Contents) -> list[tuple[PageFile, int, int]]:
        self.issue.kinds[contents.media_type] += 1
        first, last = file.members or (1, contents.members)
        if last > contents.members:
            self.issue.faults.append(range_fault(file, contents, first, last))
        return [(file, n, contents.members) for n in range(first, min(last, contents.members) + 1)]

    def _look(self, pages: list[tuple[PageFile, int, int]]) -> None:
        about = [told_path(file, member, of) for file, member, of in pages]
        calls = [(file.path, member, self.settings, None) for file, member, _ in pages]
        looks: list[Look | None] = self._ask(looking.look_at, calls, about)
        for look, path in zip(looks, about, strict=True):
            if look is not None:
                self.issue.pages += len(look.frames)
                self.issue.spreads += len(look.frames) > 1
                self.issue.sizes.append((look.width, look.height))
                self.issue.dpi += [round(look.dpi)] if look.dpi is not None else []
                self.issue.faults += judging.of_picture(path, look)

    def _ask(
        self, function: Callable[..., Any], calls: list[tuple[Any, ...]], about: list[Path]
    ) -> list[Any]:
        seconds = self.settings.page_seconds
        return ask_all(self.workers, function, calls, about, seconds=seconds, faults=self.issue.faults)


def told_path(file: PageFile, member: int, of: int) -> Path:
    """How a fault names a page image: the file, with the page where it has several."""
    return file.path if of == 1 else Path(f"{file.path} ({member})")


def range_fault(file: PageFile, contents: Contents, first: int, last: int) -> Fault:
    """A part of a volume that goes beyond its end."""
    return fault(
        file.path,
        "range",
        "{file} has {count} pages; pages {first} to {last} were asked for.",
        "Correct the range in issue.toml or issues.csv.",
        count=contents.members,
        first=first,
        last=last,
    )


def _is_future(edtf: str) -> bool:
    try:
        return dates.parse(edtf).first > date.today()  # noqa: DTZ011 - a calendar day
    except BadInput:
        return False
