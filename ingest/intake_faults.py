"""What taking an issue in has to tell: files and issues that are there twice, spreads that are none now."""

from __future__ import annotations

from ingest.faults import Fault, warning
from ingest.found_issues import FoundIssue, PageFile


def already_held(found: FoundIssue, key: str, place: str) -> Fault:
    """An issue that was taken in from another place, which is still there."""
    return warning(
        found.source,
        "duplicate",
        "{file} holds the same files as issue {key}, which came from {place}; it was passed over.",
        "Remove one of the two.",
        key=key,
        place=place,
    )


def half_left(found: FoundIssue, name: str) -> Fault:
    """A file that held two pages and holds one now."""
    return warning(
        f"{found.source}/{name}",
        "halves",
        "{file} was a spread of two pages and is one page now; the second page keeps its old scan.",
        "Withdraw that page on the site if it is no longer wanted.",
    )


def same_bytes(file: PageFile, other: str) -> Fault:
    """A file that is there twice in its issue."""
    return warning(
        file.path,
        "duplicate",
        "{file} has the same bytes as {other}; it was passed over.",
        "Remove it, or scan the page that was meant.",
        other=other,
    )
