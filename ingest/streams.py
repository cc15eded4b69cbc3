"""Proposes how an issue is read: its languages, its fronts, the order and the labels of its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from archive.actions import labels
from archive.actions import pages as page_actions
from archive.actions import streams as stream_actions
from archive.alto import AltoPage
from archive.alto_files import read_alto
from archive.letters import direction_of, western_digits
from archive.models import ChangeSet, Issue, Page, Stream
from archive.queries.pages import of_issue, text
from archive.store import Session
from ingest.page_numbers import Seen, numbers_seen, page_numbers

#: A front needs this many pages, and this share of them, to be one: a stray page is none.
_LEAST_PAGES, _LEAST_SHARE = 2, 0.1
#: Printed page numbers that must be seen before they say anything about the order.
_LEAST_NUMBERS = 3


@dataclass(frozen=True, slots=True)
class Read:
    """What is known of a page after reading: minted number, language, printed page number if one was seen.

    `seen`: every number at its head or foot that may be its page number.
    """

    number: int
    language: str
    printed: int | None = None
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A way of reading the issue: language, and minted page numbers in its order."""

    language: str
    pages: tuple[int, ...]


def propose(read: Sequence[Read]) -> list[Proposal]:
    """One stream in the language of most pages; two where the issue has a front in each language.

    A two-front issue is one run of pages in one language followed by one run in another. Pages without a
    language (blank, unread) go with those before them. A run whose printed numbers fall is read backwards:
    such is the second half of a magazine scanned from cover to cover.
    """
    if not read:
        return []
    runs = _runs(read)
    if len(runs) == 2 and all(_is_front(run, len(read)) for _, run in runs):
        return [Proposal(language, _in_reading_order(run)) for language, run in runs]
    counts = Counter(page.language for page in read if page.language != "und")
    main = min(counts, key=lambda language: (-counts[language], language)) if counts else "und"
    return [Proposal(main, tuple(page.number for page in read))]


def _is_front(run: Sequence[Read], of: int) -> bool:
    return len(run) >= _LEAST_PAGES and len(run) >= _LEAST_SHARE * of


def _runs(read: Sequence[Read]) -> list[tuple[str, list[Read]]]:
    """Runs of pages in one language."""
    known = next((page.language for page in read if page.language != "und"), "und")
    languages = []
    for page in read:
        known = page.language if page.language != "und" else known
        languages.append(known)
    paired = zip(languages, read, strict=True)
    return [(language, [page for _, page in run]) for language, run in groupby(paired, key=lambda p: p[0])]


def _in_reading_order(run: Sequence[Read]) -> tuple[int, ...]:
    numbers = tuple(page.number for page in run)
    return numbers[::-1] if _falls(run) else numbers


def _falls(run: Sequence[Read]) -> bool:
    """Whether the printed page numbers of a run fall from page to page."""
    printed = [page.printed for page in run if page.printed is not None]
    steps = [after - before for before, after in pairwise(printed)]
    falling = sum(step < 0 for step in steps)
    return len(printed) >= _LEAST_NUMBERS and falling >= 0.75 * len(steps)


def printed_number(alto: AltoPage) -> int | None:
    """The page number printed on a page, where its layout shows one."""
    for block in alto.blocks:
        if block.kind == "page-number":
            digits = western_digits(
                "".join(string.content for line in block.lines for string in line.strings)
            )
            digits = "".join(letter for letter in digits if letter.isdecimal())
            if 0 < len(digits) <= 4:
                return int(digits)
    return None


# --- writing it into the record ---


def settle(session: Session, change_set: ChangeSet, issue: Issue) -> None:
    """Bring an issue's streams level with its pages.

    Streams that the program proposed are proposed again; in those of a person or a description new pages
    join where they belong. In issues read from the right the right half of a spread comes first.
    """
    every = list(of_issue(session, issue.id))
    read = {page.number: _read(session, page) for page in every}
    current = [stream for stream in issue.streams if not stream.withdrawn]
    if all(stream.proposed for stream in current):
        proposals = propose(list(read.values()))
        if proposals and direction_of(proposals[0].language) == "rtl" and len(proposals) == 1:
            every = _turn_spreads(session, change_set, every)
            proposals = [Proposal(proposals[0].language, tuple(page.number for page in every))]
        _write(session, change_set, issue, current, proposals)
    else:
        _join(session, change_set, current, every)
    session.expire(issue, ["streams"])
    labels.count(session, change_set, issue)
    number_pages(session, issue, every, read)


def _read(session: Session, page: Page) -> Read:
    found = text(session, page)
    if found is None:
        return Read(page.number, page.language)
    alto = read_alto(session.info["files"].path(found.path).read_bytes())
    return Read(page.number, page.language, printed_number(alto), numbers_seen(alto))


def _turn_spreads(session: Session, change_set: ChangeSet, every: list[Page]) -> list[Page]:
    """Put the right half of each spread before the left one."""
    for left, right in pairwise(every):
        one, other = left.frame, right.frame
        if one and other and one.scan_id == other.scan_id and (one.part, other.part) == (1, 2):
            before, after = left.sequence, right.sequence
            page_actions.change(session, change_set, left, {"sequence": after})
            page_actions.change(session, change_set, right, {"sequence": before})
    return sorted(every, key=lambda page: page.sequence)


def _write(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    current: Sequence[Stream],
    proposals: Sequence[Proposal],
) -> None:
    for stream, proposal in zip(current, proposals, strict=False):
        fields = {
            "language": proposal.language,
            "direction": direction_of(proposal.language),
            "pages": proposal.pages,
        }
        stream_actions.change(session, change_set, stream, fields)
    for stream in current[len(proposals) :]:
        stream_actions.change(session, change_set, stream, {"withdrawn": True})
    for proposal in proposals[len(current) :]:
        stream_actions.add(
            session,
            change_set,
            issue,
            language=proposal.language,
            direction=direction_of(proposal.language),
            pages=proposal.pages,
            proposed=True,
        )


def _join(session: Session, change_set: ChangeSet, current: Sequence[Stream], every: Sequence[Page]) -> None:
    """Put pages that stand in no stream behind the page before them, or in front of the page after them."""
    orders = {stream.id: list(stream.pages) for stream in current}
    there = {number for order in orders.values() for number in order}
    before: int | None = None
    for page in every:
        if page.number not in there:
            order = next((each for each in orders.values() if before in each), next(iter(orders.values())))
            order.insert(order.index(before) + 1 if before in order else 0, page.number)
            there.add(page.number)
        before = page.number
    shown = {page.number for page in every}
    for stream in current:
        pages = [number for number in orders[stream.id] if number in shown]
        stream_actions.change(session, change_set, stream, {"pages": tuple(pages)})


def number_pages(session: Session, issue: Issue, every: Sequence[Page], read: Mapping[int, Read]) -> None:
    """Keep what printed numbers were read, each stream a run of its own, beside the labels people see.

    They become labels when a person accepts them (`archive.actions.labels`).
    """
    by_number = {page.number: page for page in every}
    for stream in issue.streams:
        shown = [number for number in stream.pages if number in by_number]
        found = page_numbers([read[number].seen for number in shown])
        for number, bears in zip(shown, found, strict=True):
            page = by_number[number]
            page.label_read = str(bears.number) if bears is not None else ""
            page.label_confidence = bears.confidence if bears is not None else None
    session.flush()
