"""A delivery is accepted, rejected with a reason, or rolled back whole and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from archive.actions import batches, changes, issues, pages, verdicts
from archive.canvas import Frame
from archive.errors import BadInput
from archive.models import Batch, Issue, Page, Scan
from archive.queries import issues as issue_queries
from archive.queries import reviewing as page_queries
from archive.store import Store
from tests.builders import a_page, a_reading


def a_batch(session: Session, source: str = "scans") -> Batch:
    batch = batches.begin(session, source)
    batches.set_state(session, batch, "done")
    return batch


def delivered(session: Session, batch: Batch, source: str, *texts: str) -> Issue:
    change_set = changes.begin(session, by="ingest")
    issue = issues.create(session, change_set, source=source, batch_id=batch.id, fields={"edtf": "1975-03"})
    for text in texts:
        add_page(session, batch, issue, text)
    issues.set_state(session, change_set, [issue.id], "published")
    return issue


def add_page(session: Session, batch: Batch, issue: Issue, text: str) -> Page:
    page = a_page(session, changes.begin(session, by="ingest"), issue, a_reading(text), pictures=True)
    assert page.frame is not None
    page.frame.scan.batch_id = batch.id
    return page


def rescan(session: Session, batch: Batch, page: Page) -> Scan:
    frame = page.frame
    assert frame is not None
    old = frame.scan
    issue = session.get_one(Issue, page.issue_id)
    facts = {"source": old.source, "path": old.path, "bytes": 1, "media_type": "image/png"}
    new = pages.add_scan(session, issue, sha256="f" * 64, batch_id=batch.id, width=500, height=700, **facts)
    pages.set_frame(session, changes.begin(session, by="ingest"), page, new, Frame(500, 700))
    return new


def test_a_rejected_delivery_is_not_public_any_more_and_says_why(store: Store) -> None:
    with store.write() as session:
        batch = a_batch(session)
        key = delivered(session, batch, "scans/a", "la police").key
    folder = store.files.public(key)
    assert list(folder.iterdir())
    with store.write() as session:
        batch = session.get_one(Batch, batch.id)
        with pytest.raises(BadInput, match="with a reason"):
            verdicts.reject(session, batch, " ", by="desk")
        assert verdicts.reject(session, batch, "cut at the edge", by="desk") == 1
    assert not folder.exists() or not list(folder.iterdir())
    with store.read() as session:
        batch = session.get_one(Batch, batch.id)
        assert (batch.verdict, batch.verdict_reason, batch.verdict_by) == (
            "rejected",
            "cut at the edge",
            "desk",
        )
        assert issue_queries.every(session, public=True) == []


def test_a_delivery_that_is_being_read_is_not_judged(store: Store) -> None:
    with store.write() as session:
        batch = batches.begin(session, "scans")
        with pytest.raises(BadInput, match="still being read"):
            verdicts.accept(session, batch, by="desk")
        batches.set_state(session, batch, "done")
        verdicts.accept(session, batch, by="desk")
        assert batch.verdict == "accepted"


def test_a_roll_back_takes_out_all_that_came_and_nothing_else(store: Store) -> None:
    with store.write() as session:
        first, second = a_batch(session), a_batch(session, "more")
        old = delivered(session, first, "scans/a", "la police", "la route")
        delivered(session, second, "more/b", "un autre")
        kept, replaced = old.pages[0].id, old.pages[1].id
        added = add_page(session, second, old, "une page de plus").id
        rescan(session, second, session.get_one(Page, replaced))
    with store.write() as session:
        done = verdicts.roll_back(session, session.get_one(Batch, second.id), by="desk")
        assert (done.issues, done.pages, done.restored) == (1, 1, 1)
    with store.read() as session:
        assert [issue.source for issue in issue_queries.every(session, public=True)] == ["scans/a"]
        assert not session.get_one(Page, kept).withdrawn
        assert session.get_one(Page, added).withdrawn
        page = session.get_one(Page, replaced)
        assert page.frame is not None
        assert page.frame.scan.batch_id == first.id
        assert page.frame.scan.current
        assert (page.width, page.height) == (1000, 1400)
        assert issue_queries.by_source(session, "more/b") is None


def test_a_page_to_be_scanned_again_is_new_once_its_scan_was_replaced(store: Store) -> None:
    with store.write() as session:
        batch = a_batch(session)
        page = delivered(session, batch, "scans/a", "la police").pages[0]
        change_set = changes.begin(session, by="desk")
        with pytest.raises(BadInput):
            pages.change(session, change_set, page, {"review": "perhaps"})
        pages.change(session, change_set, page, {"review": "rescan"})
        assert [each.page.id for each in page_queries.to_rescan(session)] == [page.id]
        rescan(session, a_batch(session), page)
        assert page.review == ""
        assert page_queries.to_rescan(session) == []


def test_the_worst_read_pages_come_first_and_blank_and_human_ones_not_at_all(store: Store) -> None:
    with store.write() as session:
        issue = delivered(
            session, a_batch(session), "scans/a", "la police", "pxlcf ||| a1b2 xqtr", "la route"
        )
        blank = a_page(session, changes.begin(session, by="ingest"), issue, a_reading(""))
        worst = page_queries.worst_read(session, limit=10)
        assert worst[0].page.number == 2
        assert blank.id not in [each.page.id for each in worst]
        assert len(worst) == 3
        assert [each.page.number for each in page_queries.worst_read(session, limit=10, at_most=0.7)] == [2]


def test_what_was_rolled_back_can_be_reinstated_unless_its_place_was_taken(
    store: Store, tmp_path: Path
) -> None:
    with store.write() as session:
        batch = a_batch(session)
        issue = delivered(session, batch, "scans/a", "la police")
        verdicts.roll_back(session, batch, by="desk", reason="wrong box")
        with pytest.raises(BadInput, match="was rolled back"):
            verdicts.roll_back(session, batch, by="desk")
        verdicts.reinstate(session, batch, by="desk")
        assert (issue.withdrawn, issue.source, batch.verdict) == (False, "scans/a", "")
        with pytest.raises(BadInput, match="was not rolled back"):
            verdicts.reinstate(session, batch, by="desk")
        verdicts.roll_back(session, batch, by="desk")
        delivered(session, a_batch(session), "scans/a", "encore")
        with pytest.raises(BadInput, match="taken in again"):
            verdicts.reinstate(session, batch, by="desk")
