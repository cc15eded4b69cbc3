"""Registers scans that lie verified in their places: scan, page and frame rows, and the steps to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.actions import pages, steps
from archive.canvas import Frame
from archive.models import ChangeSet, Issue, Page, PageFrame, Scan
from archive.ordering import afresh, places
from archive.queries.issues import by_id
from archive.queries.pages import by_id as page_by_id
from archive.store import Session
from ingest import likenesses
from ingest.faults import Fault
from ingest.found_issues import FoundIssue
from ingest.known import Known, KnownScan
from ingest.looking import Look
from ingest.running import Run

#: The steps every page goes through; `steps.PAGE_STEPS` has what they do.
PAGE_STEPS = ("text", "pictures")


@dataclass(frozen=True, slots=True)
class NewScan:
    """A page image to be registered: file, page in it, checksum and kind of the file, what was seen of it.

    `master` and `picture` are places relative to the archive's files; `picture` is "" for an image file. A
    linked master stays where it came from, `master` is its full path. `outside`: as in `models.Scan`.
    """

    name: str
    member: int
    sha256: str
    media_type: str
    look: Look
    master: str
    picture: str = ""
    outside: str = ""
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Registered:
    """How many pages were made, how many scans of old pages; `left`: files that are no spreads any more.

    The page that was the second half of such a file stays, on its old scan, for a person to decide. `scans`
    and `sequences` bring `Known` level with the rows, once they are kept. `faults`: pages that look like
    others.
    """

    new_pages: int
    new_scans: int
    left: tuple[str, ...]
    scans: dict[tuple[str, int], KnownScan]
    sequences: dict[int, int]
    faults: list[Fault]


def register(
    run: Run, session: Session, known: Known, found: FoundIssue, scans: Sequence[NewScan]
) -> Registered:
    """Write the rows of new and changed scans.

    All of one transaction: a page never stands there without its scan, its frame and its steps.
    """
    issue = by_id(session, known.issue_id or 0)
    change_set = run.change_set(session, issue.id, f"taken in from {found.name}"[:200])
    numbers, sequences = _place_new(session, change_set, known, found, scans)
    made: dict[tuple[str, int], KnownScan] = {}
    new_pages = new_scans = 0
    left: list[str] = []
    for scan in scans:
        row = _add_scan(run, session, issue, found, scan)
        old = known.scans.get((scan.name, scan.member))
        new_scans += old is not None
        now = made[scan.name, scan.member] = KnownScan(
            row.id,
            scan.sha256,
            scan.master,
            scan.linked,
            outside=scan.outside,
            is_taken_out=bool(scan.picture),
        )
        for part, frame in _parts(scan.look):
            page = _page_of(session, old, part)
            if page is None:
                page = pages.add(session, change_set, issue, sequence=numbers[scan.name, scan.member, part])
                new_pages += 1
                sequences[page.id] = page.sequence
            now.page_ids[part] = page.id
            kept = pages.set_frame(session, change_set, page, row, frame, part=part)
            want_steps(session, issue, page, kept)
        if old is not None and len(old.page_ids) > len(scan.look.frames):
            left.append(scan.name)
    session.flush()
    alike = likenesses.propose(session, [scan.scan_id for scan in made.values()], found.source)
    return Registered(new_pages, new_scans, tuple(left), made, sequences, alike)


def want_steps(session: Session, issue: Issue, page: Page, frame: PageFrame) -> None:
    """Put the steps of a page on the list; those done from another frame wait again."""
    for name in PAGE_STEPS:
        steps.want(session, "page", page.id, issue.id, name, f"frame {frame.id}")


def _parts(look: Look) -> list[tuple[int, Frame]]:
    """The pages on a scan: (0, frame) for one, (1, left half) and (2, right half) for a spread."""
    if len(look.frames) == 1:
        return [(0, look.frames[0])]
    return list(enumerate(look.frames, 1))


def _page_of(session: Session, old: KnownScan | None, part: int) -> Page | None:
    """The page that this part of the scan before was; a whole scan's page goes on as the first half."""
    if old is None:
        return None
    page_id = old.page_ids.get(part)
    if page_id is None and part in (0, 1):
        page_id = old.page_ids.get(1 - part)
    return page_by_id(session, page_id)[0] if page_id is not None else None


def _add_scan(run: Run, session: Session, issue: Issue, found: FoundIssue, scan: NewScan) -> Scan:
    delivery = run.delivery
    said: Mapping[str, str] = found.description.scan if found.description else {}
    of_all = {"operator": delivery.operator, "scanner": delivery.scanner, "copy_of": delivery.copy_of}
    master = Path(scan.master) if scan.linked else run.store.files.path(scan.master)
    return pages.add_scan(
        session,
        issue,
        batch_id=run.batch(session),
        source=scan.name,
        member=scan.member,
        sha256=scan.sha256,
        path=scan.master,
        bytes=master.stat().st_size,
        media_type=scan.media_type,
        picture=scan.picture,
        outside=scan.outside,
        linked=scan.linked,
        width=scan.look.width,
        height=scan.look.height,
        dpi=scan.look.dpi,
        picture_hash=likenesses.joined(scan.look.prints),
        findings=findings(scan.look),
        **{**of_all, **said},
    )


def findings(look: Look) -> list[dict[str, str | float]]:
    """What was seen on a page image, as it is kept with the scan (see `Scan.findings`)."""
    return [
        {"kind": fault.kind, "value": fault.value, "side": fault.side, "part": part}
        for (part, _), faults in zip(_parts(look), look.seen, strict=False)
        for fault in faults
    ]


def _place_new(
    session: Session, change_set: ChangeSet, known: Known, found: FoundIssue, scans: Sequence[NewScan]
) -> tuple[dict[tuple[str, int, int], int], dict[int, int]]:
    """The sequence number of each new page, between its neighbours in the order of files.

    Also those of pages that had to move to make room, by page id.
    """
    order = _order(known, found, scans)
    current = [known.sequences.get(page_id) if page_id is not None else None for _, page_id in order]
    taken = list(known.sequences.values())
    numbers = places(current, taken)
    sequences: dict[int, int] = {}
    if numbers is None:
        numbers, moved = afresh(current, taken)
        for page_id, sequence in known.sequences.items():
            sequences[page_id] = moved[sequence]
            pages.change(session, change_set, page_by_id(session, page_id)[0], {"sequence": moved[sequence]})
    new = {place: n for (place, page_id), n in zip(order, numbers, strict=True) if page_id is None}
    return new, sequences


def _order(
    known: Known, found: FoundIssue, scans: Sequence[NewScan]
) -> list[tuple[tuple[str, int, int], int | None]]:
    """All pages that are there or will be, in the order of files: ((file, member, part), page id or None)."""
    new = {(scan.name, scan.member): scan for scan in scans}
    at = {file.name: index for index, file in enumerate(found.files)}
    keys = sorted({key for key in (*known.scans, *new) if key[0] in at}, key=lambda key: (at[key[0]], key[1]))
    rtl = is_rtl(found)
    order: list[tuple[tuple[str, int, int], int | None]] = []
    for name, member in keys:
        old = known.scans.get((name, member))
        parts: dict[int, int | None] = dict(old.page_ids) if old is not None else {}
        if (name, member) in new:
            before = parts
            parts = {}
            for part, _ in _parts(new[name, member].look):
                parts[part] = before.get(part, before.get(1 - part) if part in (0, 1) else None)
        order += [((name, member, part), parts[part]) for part in sorted(parts, reverse=rtl(name))]
    return order


def is_rtl(found: FoundIssue) -> Callable[[str], bool]:
    """Tells of a file whether its stream is said to be read from the right: then right halves come first."""
    streams = found.description.streams if found.description else ()
    named = [frozenset(stream.files) for stream in streams]

    def of_file(name: str) -> bool:
        for stream, files in zip(streams, named, strict=True):
            if name in files or (stream.folder and name.startswith(f"{stream.folder}/")):
                return stream.direction == "rtl"
        return any(s.direction == "rtl" for s in streams if not s.files and not s.folder)

    return of_file
