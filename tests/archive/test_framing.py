"""Pages turned, parted, given another scan: what lies on them follows, and undoing it is exact."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from archive.actions import arranging, articles, changes, framing, pages, remarks
from archive.actions.moving import moved_text
from archive.canvas import Affine, Box, Frame
from archive.errors import BadInput
from archive.models import Article, Issue, Page, Redaction, Scan, Step, Zone
from archive.queries import hidden
from archive.queries import pages as page_queries
from archive.store import Session, Store
from archive.texts import Texts
from tests.builders import a_reading, an_issue

_boxes = st.builds(Box, st.integers(0, 300), st.integers(0, 300), st.integers(1, 200), st.integers(1, 200))


@given(_boxes, st.sampled_from([0, 90, 180, 270]), st.floats(-3, 3), st.sampled_from([90, 180, 270]))
def test_a_turned_canvas_is_the_canvas_turned(crop: Box, turn: int, skew: float, by: framing.Turn) -> None:
    frame = Frame(500, 500, turn, crop, skew)
    after = framing.turned(frame, by)
    assert after.size == (frame.size if by == 180 else frame.size[::-1])
    w, h = frame.size
    move = frame.moved_to(after)
    there = {90: (h - 10, 5), 180: (w - 5, h - 10), 270: (10, w - 5)}[by]
    assert move.point(5, 10) == pytest.approx(there, abs=1e-6)


def test_four_turns_are_none() -> None:
    frame = Frame(300, 500, 90, Box(10, 20, 200, 100), 0.5)
    for _ in range(4):
        frame = framing.turned(frame, 90)
    assert frame == Frame(300, 500, 90, Box(10, 20, 200, 100), 0.5)


def _waiting(session: Session, page: Page) -> set[str]:
    steps = session.scalars(select(Step).where(Step.subject_kind == "page", Step.subject_id == page.id))
    return {step.name for step in steps if step.state == "waiting"}


def _zoned(session: Session, issue: Issue, box: Box) -> Article:
    change_set = changes.begin(session, by="alice")
    heading = Texts.printed(fr="Courrier")
    zones = (Zone(1, box),)
    return articles.add(session, change_set, issue, heading=heading, pages=(1,), zones=zones)


def test_turning_moves_words_and_zones_and_undoing_brings_them_back_exactly(store: Store) -> None:
    issue_id = an_issue(store, ["un deux trois"])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        page = issue.pages[0]
        article = _zoned(session, issue, Box(100, 200, 300, 50))
        remarks.redact(session, changes.begin(session, by="r"), page, Box(10, 20, 30, 40), "secret")
        words, revision, canvas = page_queries.reading(session, page), page.text_revision, page.canvas
        turning = changes.begin(session, by="alice")
        framing.turn(session, turning, page, 90)
        assert (page.width, page.height) == (1400, 1000)
        assert article.zones == (Zone(1, Box(1400 - 250, 100, 50, 300)),)
        assert session.scalars(select(Redaction)).one().box == Box(1400 - 60, 10, 40, 30)
        assert _waiting(session, page) == {"text", "pictures"}
    with store.write() as session:
        page = session.get_one(Issue, issue_id).pages[0]
        undone = changes.undo(session, turning.number, by="bob")
        assert undone.left == ()
        assert (page.width, page.height) == (1000, 1400)
        assert (page.text_revision, page.canvas) == (revision, canvas)
        assert page.frame is not None
        assert page.frame.as_frame() == Frame(1000, 1400)
        assert page_queries.reading(session, page) == words
        assert session.get_one(Article, article.id).zones == (Zone(1, Box(100, 200, 300, 50)),)
        assert session.scalars(select(Redaction)).one().box == Box(10, 20, 30, 40)
        assert _waiting(session, page) == {"pictures"}  # its text of then is there
    with store.write() as session:  # and turned once more by undoing the undo
        assert undone.change_set is not None
        changes.undo(session, undone.change_set, by="bob")
        page = session.get_one(Issue, issue_id).pages[0]
        assert (page.width, page.height) == (1400, 1000)
        assert session.scalars(select(Redaction)).one().box == Box(1400 - 60, 10, 40, 30)


def test_a_text_read_since_moves_when_the_turn_is_undone(store: Store) -> None:
    issue_id = an_issue(store, ["un"])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        page = issue.pages[0]
        turning = changes.begin(session, by="alice")
        framing.turn(session, turning, page, 180)
        read = a_reading("lu après")
        pages.record_text(session, changes.begin(session, by="ocr"), issue, page, read)
        undone = changes.undo(session, turning.number, by="bob")
        assert [left.field for left in undone.left] == ["text_revision"]
        shown = page_queries.reading(session, page)
        assert shown is not None
        assert shown.text == "lu après"
        was, [now] = next(read.strings()).box, [next(shown.strings()).box]
        assert (now.right, now.bottom) == (1000 - was.x, 1400 - was.y)
        assert _waiting(session, page) == {"text", "pictures"}


def test_a_spread_is_parted_and_joined_again(store: Store) -> None:
    issue_id = an_issue(store, ["gauche " + "x" * 20 + " droite"], two_streams=False)
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        page = issue.pages[0]
        reading = a_reading("gauche", width=1000)
        right = moved_text(a_reading("droite", width=1000), Affine.shift(600, 0), 1000, 1400)
        both = replace(reading, blocks=(*reading.blocks, *right.blocks))
        pages.record_text(session, changes.begin(session, by="ocr"), issue, page, both)
        before = page_queries.reading(session, page)
        article = _zoned(session, issue, Box(650, 100, 100, 50))
        act = changes.begin(session, by="alice")
        new = framing.split(session, act, issue, page)
        assert (page.width, new.width) == (500, 500)
        assert [p.number for p in sorted((page, new), key=lambda p: p.sequence)] == [1, 2]
        assert issue.streams[0].pages == (1, 2)
        assert (page_queries.plain(session, page), page_queries.plain(session, new)) == ("gauche", "droite")
        assert (article.zones, article.pages) == ((Zone(2, Box(150, 100, 100, 50)),), (2,))
        assert _waiting(session, new) == {"text", "pictures"}
        undone = changes.undo(session, act.number, by="bob")
        assert undone.left == ()
        assert (page.width, new.withdrawn) == (1000, True)
        assert page_queries.reading(session, page) == before
        assert (article.zones, article.pages) == ((Zone(1, Box(650, 100, 100, 50)),), (1,))


def test_read_from_the_right_the_right_half_comes_first(store: Store) -> None:
    issue_id = an_issue(store, ["الشرطة"])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        page = issue.pages[0]
        new = framing.split(session, changes.begin(session, by="a"), issue, page, at=0.4, right_first=True)
        assert page.frame is not None
        assert new.frame is not None
        assert (page.frame.as_frame().crop, new.frame.as_frame().crop) == (
            Box(400, 0, 600, 1400),
            Box(0, 0, 400, 1400),
        )
        assert (page.frame.part, new.frame.part) == (2, 1)


def _hidden(session: Session, page: Page) -> list[Box]:
    return sorted((row.box for row in hidden.redactions_of(session, page.id)), key=str)


def _a_spread(session: Session, issue_id: int) -> tuple[Issue, Page]:
    """A page of 1000 × 1400 with a word hidden on each half and a zone across the fold."""
    issue = session.get_one(Issue, issue_id)
    page = issue.pages[0]
    act = changes.begin(session, by="rita")
    for zone in (Box(100, 20, 50, 40), Box(480, 300, 40, 40), Box(700, 20, 50, 40)):
        remarks.redact(session, act, page, zone, "asked for by the family", until="2199-01-01")
    return issue, page


@pytest.mark.parametrize("right_first", [False, True])
@pytest.mark.parametrize("reviewer", [False, True])
def test_the_halves_of_a_spread_hide_what_the_spread_hid(
    store: Store, right_first: bool, reviewer: bool
) -> None:
    issue_id = an_issue(store, [["un"]])
    left, right = [Box(100, 20, 50, 40), Box(480, 300, 40, 40)], [Box(-20, 300, 40, 40), Box(200, 20, 50, 40)]
    with store.write() as session:
        issue, page = _a_spread(session, issue_id)
        before = _hidden(session, page)
        act = changes.begin(session, by="alice")
        new = framing.split(session, act, issue, page, right_first=right_first)
        assert _hidden(session, page) == (right if right_first else left)
        assert _hidden(session, new) == (left if right_first else right)
        assert {row.until for row in hidden.redactions_of(session, new.id)} == {"2199-01-01"}
        undone = changes.undo(session, act.number, by="bob", may_redact=reviewer)
        assert _hidden(session, page) == before
        changes.undo(session, undone.change_set or 0, by="bob", may_redact=reviewer)
        assert _hidden(session, page) == (right if right_first else left)
        assert set(_hidden(session, new)) >= set(left if right_first else right)


def test_what_is_hidden_on_a_half_stays_hidden_when_the_spread_is_whole_again(store: Store) -> None:
    issue_id = an_issue(store, [["un"]])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        page = issue.pages[0]
        act = changes.begin(session, by="alice")
        new = framing.split(session, act, issue, page)
        later = changes.begin(session, by="rita")
        remarks.redact(session, later, new, Box(30, 700, 60, 40), "named")
        pages.change(session, later, new, {"hidden_until": "2199-01-01"})
        undone = changes.undo(session, act.number, by="bob")
        assert _hidden(session, page) == [Box(530, 700, 60, 40)]
        assert page.hidden_until == "2199-01-01"  # it shows all of a page that is hidden whole
        remarks.redact(session, changes.begin(session, by="rita"), page, Box(600, 100, 60, 40), "named")
        changes.undo(session, undone.change_set or 0, by="bob")
        assert _hidden(session, new) == [Box(100, 100, 60, 40), Box(30, 700, 60, 40)]


def test_a_zone_shown_again_is_shown_on_both_pages_and_stays_so(store: Store) -> None:
    issue_id = an_issue(store, [["un"]])
    with store.write() as session:
        issue, page = _a_spread(session, issue_id)
        new = framing.split(session, changes.begin(session, by="alice"), issue, page)
        zone = next(row for row in hidden.redactions_of(session, new.id) if row.x == 200)
        remarks.show_again(session, changes.begin(session, by="rita"), zone)
        framing.turn(session, changes.begin(session, by="alice"), new, 180)
        assert len(_hidden(session, new)) == 1
        assert len(_hidden(session, page)) == 2


def test_a_line_with_hidden_words_is_not_parted(store: Store) -> None:
    issue_id = an_issue(store, ["un titre qui va de gauche à droite"])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        remarks.redact(session, changes.begin(session, by="r"), issue.pages[0], Box(60, 100, 40, 40), "named")
        with pytest.raises(BadInput, match="fold"):
            framing.split(session, changes.begin(session, by="a"), issue, issue.pages[0])
        assert framing.split(session, changes.begin(session, by="a"), issue, issue.pages[0], at=0.9)


def test_the_second_half_of_a_hidden_page_is_hidden(store: Store) -> None:
    issue_id = an_issue(store, [["un"]])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        page = issue.pages[0]
        act = changes.begin(session, by="rita")
        pages.change(session, act, page, {"hidden_until": "2199-01-01"})
        assert framing.split(session, act, issue, page).hidden_until == "2199-01-01"


def _another_scan(session: Session, issue: Issue, digest: str) -> Scan:
    return pages.add_scan(
        session,
        issue,
        source=f"@desk/{digest}.png",
        sha256=digest,
        path=f"masters/{digest}",
        bytes=1,
        media_type="image/png",
        width=2000,
        height=2800,
    )


def test_a_place_gets_its_scan_and_loses_it_by_undo(store: Store) -> None:
    issue_id = an_issue(store, ["un", "deux"])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        place = arranging.keep_place(session, changes.begin(session, by="a"), issue, issue.pages[0])
        act = changes.begin(session, by="alice")
        scan = _another_scan(session, issue, "a" * 64)
        framing.replace_scan(session, act, place, scan, Frame(2000, 2800))
        assert (place.condition, place.width) == ((), 2000)
        changes.undo(session, act.number, by="bob")
        assert (place.condition, place.width, place.frame) == (("missing",), 0, None)
        assert _waiting(session, place) == set()
        assert page_queries.frame_of(session, place) is None


def test_another_scan_and_back_leaves_the_text_where_it_was(store: Store) -> None:
    issue_id = an_issue(store, ["un deux trois"])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        page = issue.pages[0]
        before, master = page_queries.reading(session, page), page.frame
        assert master is not None
        act = changes.begin(session, by="alice")
        scan = _another_scan(session, issue, "b" * 64)
        framing.replace_scan(session, act, page, scan, Frame(2000, 2800))
        moved = page_queries.reading(session, page)
        assert moved is not None
        assert moved.width == 2000
        assert master.scan.current  # the old scan is kept, and what its folder says of it is still known
        changes.undo(session, act.number, by="bob")
        assert page.frame is not None
        assert page.frame.scan_id == master.scan_id
        assert page_queries.reading(session, page) == before
