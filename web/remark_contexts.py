"""Flags and comments of colleagues, as the desk shows them beside an issue or a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What a colleague said. `page_label` and `page_url`: of which page, "" for the issue.

    `flag`: not a comment; `open`: a flag that waits for somebody.
    `action` takes `state` ("done", "open"), "" for comments.
    """

    number: int
    text: str
    who: str
    when: str
    flag: bool = False
    open: bool = False
    page_label: str = ""
    page_url: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Remarks:
    """All that was said; `action` takes more: `text`, `page` (minted, "" for the issue), `do`."""

    action: str
    page: str = ""
    rows: tuple[RemarkRow, ...] = ()
