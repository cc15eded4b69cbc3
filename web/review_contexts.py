"""What the pages show where people judge what the machines did: deliveries, pictures, readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.alto import Direction
from web.contexts import IssueName, Link, Pager, Picture, Text

Review = Literal["", "accepted", "rescan"]
Verdict = Literal["", "accepted", "rejected", "rolled-back"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who delivered a batch, with what, and what became of it.

    `tools`: (what, version) pairs; `judged`: who and when, told, "" for not yet. `action` takes `do` (accept,
    reject, roll-back, reinstate) and `reason`; "" where the reader may not judge.
    """

    operator: str
    scanner: str
    copy_of: str
    profile: str
    tools: tuple[tuple[str, str], ...]
    verdict: Verdict
    reason: str
    judged: str
    sheet_url: str
    action: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A page on a contact sheet. `number`: minted; `label`: as printed or ""; `id`: of the field it posts.

    `findings`: what was noticed about its picture, told; `url`: the page in the reader.
    """

    id: int
    number: int
    label: str
    url: str
    picture: Picture | None
    review: Review
    findings: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class SheetIssue:
    """Pages of one issue, in its order and direction."""

    name: IssueName
    url: str
    dir: Direction
    pages: tuple[SheetPage, ...]


@dataclass(frozen=True, slots=True)
class ContactSheet:
    """The pages of a delivery. Posts `review.<id>` (a `Review`) and `do` ("save", "rest") to `action`.

    `undecided`, `accepted`, `rescan` count pages of the whole delivery. `filters`: all pages, or those with
    one kind of finding.
    """

    number: int
    name: str
    url: str
    action: str
    issues: tuple[SheetIssue, ...]
    undecided: int
    accepted: int
    rescan: int
    pager: Pager | None = None
    filters: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class PoorPage:
    """A page read badly, or sent to be scanned again. `wrong`: expected share of wrong letters in percent."""

    issue: IssueName
    number: int
    label: str
    url: str
    picture: Picture | None
    wrong: int | None
    language: str
    file: str = ""
    text_url: str = ""
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageList:
    """A list of pages to look at; `lists`: the choice of lists.

    `kind`: "poor" (worst first), "rescan" (to be scanned again), "seen" (faults seen on their pictures).
    """

    kind: Literal["poor", "rescan", "seen"]
    pages: tuple[PoorPage, ...]
    lists: tuple[Link, ...]
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A reading offered beside a corrected text: how many lines it would change."""

    issue: IssueName
    page: int
    url: str
    lines: int
    source: str
    when: str


@dataclass(frozen=True, slots=True)
class ProposalList:
    """The readings that wait for a decision."""

    rows: tuple[ProposalRow, ...]


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """A line that would change: its picture, what stands there, what is offered."""

    line: int
    crop: Picture | None
    shown: Text
    offered: Text


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One proposed reading. Posts the ticked `line` numbers and `do` = "accept" or "decline"."""

    issue: IssueName
    page: int
    page_url: str
    action: str
    source: str
    lines: tuple[ProposedLine, ...]


@dataclass(frozen=True, slots=True)
class AlikePage:
    """One of two pages that look alike. `number`: minted; `file`: its scan; `when`: its delivery, told."""

    number: int
    label: str
    url: str
    picture: Picture | None
    file: str
    when: str


@dataclass(frozen=True, slots=True)
class AlikePair:
    """Two pages that look alike. Posts `pair.<id>` = "", "older", "newer" (whose picture stays), "different".

    `alike`: how far their prints agree, in percent; `words`: how many of their words, None where unread.
    """

    id: int
    newer: AlikePage
    older: AlikePage
    alike: int
    words: int | None


@dataclass(frozen=True, slots=True)
class AlikeGroup:
    """Pairs of the same two issues, or of one. `key`: posted as `all` with a choice behind ("12-5-older")."""

    key: str
    newer: IssueName
    older: IssueName
    same_issue: bool
    pairs: tuple[AlikePair, ...]


@dataclass(frozen=True, slots=True)
class AlikeList:
    """Pages that look alike and wait for a decision; `lists`: the choice of lists."""

    action: str
    groups: tuple[AlikeGroup, ...]
    total: int
    lists: tuple[Link, ...]
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class NumberedPage:
    """A page with the number read for it; `sure`: in percent; `label`: what it is called now."""

    read: str
    label: str
    sure: int
    url: str
    file: str


@dataclass(frozen=True, slots=True)
class NumberedIssue:
    """An issue with proposed page numbers. Posts `issue` = `key` and `do` = "accept" or "dismiss".

    `span`: first and last number; `least`: how sure the least sure one is, in percent; `odd`: gaps, doubles
    and reversals, told.
    """

    key: str
    name: IssueName
    url: str
    span: str
    least: int
    pages: tuple[NumberedPage, ...]
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberingList:
    """Printed page numbers that wait to be accepted; `lists`: the choice of lists."""

    action: str
    issues: tuple[NumberedIssue, ...]
    total: int
    lists: tuple[Link, ...]
    pager: Pager | None = None
