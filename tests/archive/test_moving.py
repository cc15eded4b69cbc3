"""When a canvas changes, everything on it moves."""

from __future__ import annotations

from sqlalchemy import select

from archive.actions import articles, changes, pages, remarks
from archive.canvas import Box, Frame
from archive.models import Article, Issue, Page, Redaction, Scan, Zone
from archive.queries import pages as page_queries
from archive.store import Session, Store
from tests.builders import an_issue


def _with_things_on_it(store: Store) -> int:
    issue_id = an_issue(store, ["La police"])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        page = session.scalars(select(Page)).one()
        made = changes.begin(session, by="alice")
        articles.add(session, made, issue, zones=(Zone(1, Box(100, 200, 300, 400)), Zone(9, Box(1, 1, 2, 2))))
        remarks.redact(session, made, page, Box(100, 200, 300, 400), "a name")
    return issue_id


def _boxes(session: Session) -> tuple[Box, Box, Box]:
    """Boxes of the article's first zone, the redaction, the page's first word."""
    zone = session.scalars(select(Article)).one().zones[0].box
    hidden = session.scalars(select(Redaction)).one()
    page = session.scalars(select(Page)).one()
    return zone, Box(hidden.x, hidden.y, hidden.w, hidden.h), page_queries.words(session, page)[0].box


def test_a_crop_moves_everything_by_its_corner(store: Store) -> None:
    _with_things_on_it(store)
    with store.write() as session:
        zone, hidden, word = _boxes(session)
        page = session.scalars(select(Page)).one()
        row = page_queries.frame_of(session, page)
        assert row is not None
        crop = Frame(1000, 1400, crop=Box(40, 30, 900, 1300))
        pages.set_frame(session, changes.begin(session, by="alice"), page, row.scan, crop)
        for before, after in zip((zone, hidden, word), _boxes(session), strict=True):
            assert after == Box(before.x - 40, before.y - 30, before.w, before.h)
        assert (page.width, page.height) == (900, 1300)
        assert page.text_revision == 2
        assert session.scalars(select(Article)).one().zones[1] == Zone(9, Box(1, 1, 2, 2))


def test_a_replaced_scan_of_twice_the_size_moves_everything_twice_as_far(store: Store) -> None:
    issue_id = _with_things_on_it(store)
    with store.write() as session:
        zone, hidden, word = _boxes(session)
        page = session.scalars(select(Page)).one()
        old = session.scalars(select(Scan)).one()
        issue = session.get_one(Issue, issue_id)
        facts = {"source": old.source, "path": old.path, "bytes": old.bytes, "media_type": "image/png"}
        scan = pages.add_scan(session, issue, sha256="f" * 64, **facts)
        assert not old.current
        frame = Frame(2000, 2800)
        pages.set_frame(session, changes.begin(session, by="ingest"), page, scan, frame)
        for before, after in zip((zone, hidden, word), _boxes(session), strict=True):
            assert after == Box(2 * before.x, 2 * before.y, 2 * before.w, 2 * before.h)
