"""The background pass: a step of its own for each page with Arabic text, where there is a second reader.

It waits until everything else is done. Without the reader there are no such steps, and what is left of them
from a time with it stays on the list and holds nothing up.
"""

from __future__ import annotations

from archive.actions import pages
from archive.actions import steps as step_actions
from archive.alto import AltoPage
from archive.alto_files import read_alto
from archive.letters import count_scripts
from archive.models import Issue, Page, PageText, Step
from archive.queries import pages as page_queries
from archive.queries import work
from archive.settings import Settings
from archive.store import Session
from ingest.arabic_reader.model import state_of
from ingest.arabic_reader.weights import NAME
from ingest.running import Run
from ingest.second_reading import may_be_read_again
from ingest.steps import Order, StepKind, about, source_of
from ingest.tasks import read_text_again

SECOND = "second"


def is_ready(settings: Settings) -> bool:
    """Whether there is a second reader."""
    return state_of(settings) == "ready"


def want_second(run: Run, session: Session, issue: Issue, page: Page, read: AltoPage) -> bool:
    """Put the page's second reading on the list, once its text is on record, where it can have one.

    Returns whether it is to have one.
    """
    if not is_ready(run.settings) or not may_be_read_again(read):
        return False
    made_from = f"text {page.text_revision} {NAME}"
    step_actions.want(session, "page", page.id, issue.id, SECOND, made_from)
    return True


def follow_text(run: Run, session: Session, step: Step, read: AltoPage) -> None:
    """What a page's first reading leads to."""
    page, issue = page_queries.by_id(session, step.subject_id)
    want_second(run, session, issue, page, read)


def lacking(session: Session, issue_id: int) -> bool:
    """Whether pages of an issue were read before there was a second reader."""
    return any(_may_want(text) for _, text in page_queries.never_had(session, issue_id, SECOND))


def want_missing(run: Run, session: Session, issue: Issue) -> bool:
    """Put those pages on the list; returns whether there are any."""
    files, wanted = run.store.files, False
    for page, text in page_queries.never_had(session, issue.id, SECOND):
        if _may_want(text):
            read = read_alto(files.path(text.path).read_bytes())
            wanted |= want_second(run, session, issue, page, read)
    return wanted


def _may_want(text: PageText) -> bool:
    return text.confidence is not None and NAME not in text.source and count_scripts(text.plain)[0] > 0


def _order(run: Run, session: Session, step: Step) -> Order | None:
    page, issue = page_queries.by_id(session, step.subject_id)
    text = page_queries.text(session, page)
    if page.withdrawn or issue.withdrawn or text is None:
        return None
    args = (source_of(run, session, page, issue.key), run.store.files.path(text.path), run.settings)
    return Order(read_text_again, args, run.settings.page_seconds, about(page, issue))


def _keep(run: Run, session: Session, step: Step, weighed: AltoPage | None) -> None:
    """Both readings as the page's text. What a person corrected meanwhile stands: locked lines are kept."""
    if weighed is None:
        return
    page, issue = page_queries.by_id(session, step.subject_id)
    before = page_queries.text(session, page)
    change_set = run.change_set(session, issue.id)
    decision = before.decision if before is not None else None
    pages.record_text(session, change_set, issue, page, weighed, blank=page.blank, decision=decision)


READ_AGAIN = StepKind(SECOND, _order, _keep)


def open_in(session: Session, issue_id: int) -> bool:
    """Whether pages of an issue wait for their second reading."""
    return work.open_steps(session, issue_id, (SECOND,)) > 0
