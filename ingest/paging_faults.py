"""What the printed page numbers tell of an issue's scans: pages missing, twice, or in the wrong order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.models import Page
from archive.queries.issues import by_id
from archive.queries.labels import oddities
from archive.store import Session
from ingest.faults import Fault, warning


def paging_faults(session: Session, issue_ids: Iterable[int]) -> list[Fault]:
    """Gaps, doubles and reversals in the printed numbers of these issues, with the names of the files."""
    return [fault for issue_id in issue_ids for fault in _of_issue(session, issue_id)]


def _of_issue(session: Session, issue_id: int) -> Iterator[Fault]:
    issue = by_id(session, issue_id)
    for odd in oddities(session, issue):
        first, last = odd.what.first, odd.what.last
        values = {
            "other": _file(odd.before),
            "numbers": str(first) if first == last else f"{first}-{last}",
        }
        place = f"{issue.source.partition('#')[0]}/{_file(odd.after)}"
        if odd.what.kind == "gap":
            yield warning(
                place,
                "gap",
                "Between {other} and {file} the printed page numbers leave out {numbers}.",
                "Scan what is missing, or note that it never was there.",
                **values,
            )
        elif odd.what.kind == "double":
            yield warning(
                place,
                "double",
                "{file} bears the printed page number {numbers}, which was there before.",
                "Look whether a page was scanned twice.",
                **values,
            )
        else:
            yield warning(
                place,
                "reversal",
                "From {other} to {file} the printed page numbers run backwards ({numbers}).",
                "Put the pages in their order.",
                **values,
            )


def _file(page: Page) -> str:
    frame = page.frame
    if frame is None:
        return f"p{page.number}"
    name = frame.scan.source
    return f"{name} ({frame.scan.member})" if frame.scan.member > 1 or name.endswith(".pdf") else name
