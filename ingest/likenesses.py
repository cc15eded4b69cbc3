"""Pages just taken in that look like pages the archive has: found, told, and offered to a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from archive.actions import likenesses
from archive.queries.likenesses import Printed, fingerprints
from archive.store import Session
from ingest.faults import Fault, warning
from ingest.fingerprints import BITS, nearest


def propose(session: Session, scan_ids: Iterable[int], source: str) -> list[Fault]:
    """Offer each page on these scans that looks like an older page; what is to be told of it.

    Part of the transaction that registers the scans, so that a kill loses none. `source`: the issue's place.
    """
    wanted = set(scan_ids)
    every = fingerprints(session)
    fresh = [printed for printed in every if printed.scan_id in wanted]
    if not fresh:
        return []
    # Old pages first, then the new ones in order: each looks at those before it, no pair comes twice.
    among = [printed for printed in every if printed.scan_id not in wanted] + fresh
    start = len(among) - len(fresh)
    found = nearest(
        [printed.fingerprint for printed in fresh],
        [printed.fingerprint for printed in among],
        range(start, len(among)),
    )
    told = []
    for printed, near in zip(fresh, found, strict=True):
        if near is not None and (fault := _offer(session, printed, among[near[0]], near[1], source)):
            told.append(fault)
    return told


def _offer(session: Session, new: Printed, old: Printed, apart: int, source: str) -> Fault | None:
    made = likenesses.propose(session, new.page_id, new.scan_id, old.page_id, old.scan_id, apart / BITS)
    if made is None:
        return None
    values = {"other": PurePath(old.file).name, "page": f"{old.issue_key}/p{old.number}"}
    same = (new.sha256, new.member) == (old.sha256, old.member)
    return warning(
        f"{source}/{new.file}",
        "duplicate" if same else "likeness",
        "{file} has the same bytes as {other}, which is page {page}; both were taken in."
        if same
        else "{file} looks like {other}, which is page {page}; both were taken in.",
        "Decide on the desk, under “Pages that look alike”, whether they are one page.",
        **values,
    )


def joined(prints: Sequence[str]) -> str:
    """The fingerprints of the pages on a scan as they are kept with it; see `Scan.picture_hash`."""
    return " ".join(each or "-" for each in prints) if any(prints) else ""
