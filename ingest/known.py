"""What the archive holds already of an issue that lies in a folder."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.models import FROM_DESK, Issue, Page
from archive.queries import issues, pages
from archive.store import Session


@dataclass
class KnownScan:
    """A current scan: its row, checksum, master, and its pages by part (0 whole, 1 and 2 halves).

    `linked`: the master lies where it came from, `master` is its full path. `outside`: as in `models.Scan`;
    `is_taken_out`: the picture was taken out of a PDF.
    """

    scan_id: int
    sha256: str
    master: str
    linked: bool = False
    page_ids: dict[int, int] = field(default_factory=dict)
    outside: str = ""
    is_taken_out: bool = False


@dataclass
class Known:
    """An issue as it stands. `scans` by (file name, member); `sequences` by page id, withdrawn ones too."""

    issue_id: int | None = None
    key: str = ""
    scans: dict[tuple[str, int], KnownScan] = field(default_factory=dict)
    sequences: dict[int, int] = field(default_factory=dict)

    def by_file(self) -> dict[str, list[KnownScan]]:
        """The current scans of each file."""
        found: dict[str, list[KnownScan]] = {}
        for (name, _), scan in self.scans.items():
            found.setdefault(name, []).append(scan)
        return found

    def names(self) -> dict[str, str]:
        """The files of the current scans, with the checksum of each."""
        return {file: scan.sha256 for (file, _), scan in self.scans.items()}


def find_issue(session: Session, source: str, digests: Collection[str]) -> tuple[Issue | None, str]:
    """The issue a folder or file was taken in as before; and, where it lay elsewhere then, that place.

    First by its place. Else by content: an issue made of exactly these files is the same one, whether its
    folder was moved (it is not at the old place any more) or copied (it still is).
    """
    if (issue := issues.by_source(session, source)) is not None:
        return issue, ""
    if "#" in source:
        return None, ""  # parts of one volume have the same file and differ by their place alone
    same = [each for each in issues.by_masters(session, digests) if "#" not in each.source]
    return (same[0], same[0].source) if same else (None, "")


def known_of(session: Session, issue: Issue | None) -> Known:
    """What the store says of an issue's scans and pages; nothing for None."""
    if issue is None:
        return Known()
    known = Known(issue.id, issue.key)
    for scan in pages.scans_of(session, issue.id):
        if scan.source.startswith(FROM_DESK):
            continue  # it lies in no folder: what the folder brings is held against the scans from folders
        known.scans[scan.source, scan.member] = KnownScan(
            scan.id,
            scan.sha256,
            scan.path,
            scan.linked,
            outside=scan.outside,
            is_taken_out=bool(scan.picture),
        )
    by_id = {scan.scan_id: scan for scan in known.scans.values()}
    every = pages.of_issue(session, issue.id, withdrawn=True)
    for page in sorted(every, key=lambda page: not page.withdrawn):  # one that is shown has the last word
        known.sequences[page.id] = page.sequence
        frame = page.frame
        if frame is not None and frame.scan_id in by_id:
            by_id[frame.scan_id].page_ids[frame.part] = page.id
    _add_second_scans(every, by_id)
    return known


def _add_second_scans(every: Sequence[Page], by_id: Mapping[int, KnownScan]) -> None:
    """Scans whose page is shown from another one now: a new version of their file is that page's still."""
    idle = {scan_id: scan for scan_id, scan in by_id.items() if not scan.page_ids}
    for page in every:
        for frame in page.frames:
            if frame.scan_id in idle:
                idle[frame.scan_id].page_ids.setdefault(frame.part, page.id)


def renamed(known: Known, digests: Mapping[str, str]) -> dict[str, str]:
    """Files that only changed their names: old name → new name.

    `digests`: the checksums of the files that lie there now, by name.
    """
    before = known.names()
    gone = {sha256: name for name, sha256 in before.items() if name not in digests}
    new = {sha256: name for name, sha256 in digests.items() if name not in before}
    return {name: new[sha256] for sha256, name in gone.items() if sha256 in new}


def still_there(place: str) -> bool:
    """Whether a folder or file an issue came from still lies there."""
    return Path(place).exists()
