"""Lines typed by people: written at once, never over somebody else's, taken back by account in one act."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import revising
from archive.actions import changes, events, pages
from archive.alto import AltoPage
from archive.canvas import Box
from archive.correcting import corrected, place_of
from archive.errors import BadInput, Conflict
from archive.letters import clean
from archive.models import Change, ChangeSet, Correction, Issue, Page, PageText
from archive.queries import corrections as questions
from archive.queries import pages as page_queries
from archive.queries.corrections import Line
from archive.store import now

#: Longest line, in letters: the longest printed one of the samples has 190; whole columns are no line.
LONGEST = 4000
#: What someone corrects on a page within this time is one change set: a page of fifty lines is one act.
_TOGETHER = timedelta(minutes=30)
#: Proposals that may wait for one line: readers who read it differently, not one who floods the list.
_WAITING = 5
WHY = "text corrected"


def correct(
    session: Session,
    issue: Issue,
    page: Page,
    box: Box,
    text: str,
    *,
    by: str,
    tag: str,
    language: str | None = None,
) -> Line:
    """Write a line as a person typed it, and vouch for it. Returns the line as it stands then.

    `box`: the line's place; `tag`: of the line as that person saw it. Raises NotFound, BadInput for a text
    that is empty or too long, Conflict when the line has changed since.
    """
    line = questions.line_at(session, page, box)
    if line.tag != tag:
        raise Conflict("Somebody else changed this line meanwhile.", "Both versions are shown.")
    confirm(session, issue, page, {line: text}, by=by, languages={line: language} if language else {})
    return questions.line_at(session, page, line.box)


def confirm(
    session: Session,
    issue: Issue,
    page: Page,
    typed: Mapping[Line, str],
    *,
    by: str,
    languages: Mapping[Line, str] | None = None,
) -> PageText | None:
    """Write several lines of a page in one revision (`typed`: what each says now). None for no line."""
    if not typed:
        return None
    said = {line: checked(text) for line, text in typed.items()}
    current = page_queries.text(session, page)
    if current is None:
        raise Conflict("The page has no text any more.", "Look at the page as it is now.")
    before = page_queries.read_revision(session, current)
    shown = before
    for line, text in said.items():
        shown = corrected(shown, line.place, text, language=(languages or {}).get(line))
    change_set = _change_set(session, page, by)
    revision = _keep(session, change_set, issue, page, before, shown, current.replaced)
    for line, text in said.items():
        session.add(
            Correction(
                page_id=page.id,
                x=line.box.x,
                y=line.box.y,
                w=line.box.w,
                h=line.box.h,
                before=line.text,
                after=text,
                language=(languages or {}).get(line, line.language),
                by=by,
                at=now(),
                state="made",
                revision=revision.revision,
                change_set=change_set.number,
            )
        )
    events.record(session, "corrected", f"page:{page.id}", by=by, lines=len(said), revision=revision.revision)
    session.flush()
    return revision


def checked(text: str) -> str:
    """A typed line fit to be kept: clean, one blank between words. Raises BadInput."""
    words = " ".join(clean(text).split())
    if not words:
        raise BadInput("A line cannot be left empty.", "Type what is printed, or leave the line as it was.")
    if len(words) > LONGEST:
        raise BadInput("A line has at most {most} letters.", "Type one printed line.", most=LONGEST)
    return words


def _keep(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    page: Page,
    before: AltoPage,
    shown: AltoPage,
    replaced: str,
) -> PageText:
    words = revising.replaced_words(before, shown, replaced)
    return pages.keep_revision(session, change_set, issue, page, shown, replaced=words)


def _change_set(session: Session, page: Page, by: str) -> ChangeSet:
    """The change set that this person's work on this page goes into: the last one, where it still goes on."""
    last = session.scalars(
        select(ChangeSet)
        .join(Change, Change.change_set == ChangeSet.number)
        .where(Change.record_kind == "page", Change.record_id == page.id, Change.field == "text_revision")
        .order_by(Change.id.desc())
        .limit(1)
    ).one_or_none()
    if last is not None and (last.by, last.why) == (by, WHY) and now() - last.at < _TOGETHER:
        return last
    return changes.begin(session, by=by, why=WHY)


# --- what readers propose -------------------------------------------------------------------------------


def propose(session: Session, page: Page, box: Box, text: str, *, by: str = "") -> Correction:
    """Keep what a reader says a line should read, for someone to judge. Raises NotFound, BadInput."""
    line = questions.line_at(session, page, box)
    said = checked(text)
    if said == line.text:
        raise BadInput("This is what the line says already.")
    waiting = [c for c in questions.of_page(session, page.id) if c.state == "proposed" and c.box == line.box]
    if same := next((c for c in waiting if c.after == said), None):
        return same
    if len(waiting) >= _WAITING:
        raise Conflict("Several proposals for this line wait for an archivist.", "Take another line.")
    proposal = Correction(
        page_id=page.id,
        x=line.box.x,
        y=line.box.y,
        w=line.box.w,
        h=line.box.h,
        before=line.text,
        after=said,
        language=line.language,
        by=by,
        at=now(),
        state="proposed",
    )
    session.add(proposal)
    session.flush()
    return proposal


def accept(session: Session, issue: Issue, page: Page, proposal: Correction, *, by: str) -> Line:
    """Write what a reader proposed. Raises Conflict where the line says something else by now."""
    _require_open(proposal)
    line = questions.line_at(session, page, proposal.box)
    if line.text != proposal.before:
        raise Conflict("The line was changed after this was proposed.", "Look at the page as it is now.")
    proposal.state, proposal.judged_by = "settled", by
    return correct(session, issue, page, proposal.box, proposal.after, by=by, tag=line.tag)


def decline(session: Session, proposal: Correction, *, by: str) -> None:
    """Leave the line as it is. Raises Conflict for a proposal that was judged."""
    _require_open(proposal)
    proposal.state, proposal.judged_by = "declined", by
    session.flush()


def _require_open(proposal: Correction) -> None:
    if proposal.state != "proposed":
        raise Conflict("This was judged in the meantime.", "Look at the page as it is now.")


# --- taking back ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reverted:
    """What taking back an account's corrections did: its change set (None for nothing), lines, lines left.

    A line is left where somebody has typed over it since.
    """

    change_set: int | None
    lines: int
    left: int


def revert(session: Session, account: str, *, by: str, pages_of: Collection[int] = ()) -> Reverted:
    """Take back all corrections of an account (or those on some pages) that still stand, in one change set.

    Each line gets the words back that stood there before, with the confidence of the machine that read them.
    """
    made = [c for c in questions.by_account(session, account) if not pages_of or c.page_id in pages_of]
    change_set: ChangeSet | None = None
    lines = left = 0
    for page_id in dict.fromkeys(c.page_id for c in made):
        own = [c for c in made if c.page_id == page_id]
        page, issue = page_queries.by_id(session, page_id)
        current = page_queries.text(session, page)
        if current is None:
            left += len(own)
            continue
        before = page_queries.read_revision(session, current)
        shown, back = _without(session, before, own)
        lines, left = lines + back, left + len(own) - back
        if shown != before:
            change_set = change_set or changes.begin(
                session, by=by, why=f"corrections of {account} taken back"
            )
            _keep(session, change_set, issue, page, before, shown, current.replaced)
    session.flush()
    return Reverted(change_set.number if change_set else None, lines, left)


def _without(session: Session, shown: AltoPage, own: list[Correction]) -> tuple[AltoPage, int]:
    """A page's text without these corrections (newest first), and how many could be taken out."""
    back = 0
    for correction in own:
        place = place_of(shown, correction.box)
        if place is None or shown.blocks[place.block].lines[place.line].text != correction.after:
            continue
        earlier = session.scalars(
            select(PageText)
            .where(PageText.page_id == correction.page_id, PageText.revision < (correction.revision or 0))
            .order_by(PageText.revision.desc())
            .limit(1)
        ).one_or_none()
        old = page_queries.read_revision(session, earlier) if earlier is not None else None
        there = place_of(old, correction.box) if old is not None else None
        if old is None or there is None:
            continue
        block, was = shown.blocks[place.block], old.blocks[there.block].lines[there.line]
        line = replace(block.lines[place.line], strings=was.strings, language=was.language)
        lines = (*block.lines[: place.line], line, *block.lines[place.line + 1 :])
        blocks = list(shown.blocks)
        blocks[place.block] = replace(block, lines=lines)
        shown = replace(shown, blocks=tuple(blocks))
        correction.state = "reverted"
        back += 1
    return shown, back
