"""Lines typed by people: kept at once, never over somebody else's, taken back in one act."""

from __future__ import annotations

import pytest

from archive.actions import changes, corrections, proposals
from archive.actions.corrections import correct
from archive.canvas import Box, Frame
from archive.errors import BadInput, Conflict, NotFound
from archive.models import ChangeSet, Correction, Issue, Page
from archive.queries import corrections as questions
from archive.queries import pages as page_queries
from archive.queries.corrections import Line
from archive.store import Session, Store
from tests.builders import a_reading, an_issue

LINES = ("1a police sert 1e public", "et la route")


@pytest.fixture
def page_id(store: Store) -> int:
    issue = an_issue(store, [LINES])
    with store.read() as session:
        return session.get_one(Issue, issue).pages[0].id


def both(session: Session, page_id: int) -> tuple[Page, Issue]:
    return page_queries.by_id(session, page_id)


def lines(store: Store, page_id: int) -> tuple[Line, ...]:
    with store.read() as session:
        return questions.lines_of(session, session.get_one(Page, page_id))


def typed(store: Store, page_id: int, number: int, text: str, by: str = "alice", tag: str = "") -> Line:
    line = lines(store, page_id)[number]
    with store.write() as session:
        page, issue = both(session, page_id)
        return correct(session, issue, page, line.box, text, by=by, tag=tag or line.tag)


def text(store: Store, page_id: int) -> str:
    with store.read() as session:
        return page_queries.plain(session, session.get_one(Page, page_id))


def test_a_typed_line_is_kept_locked_and_its_version_grows_by_one(store: Store, page_id: int) -> None:
    before = lines(store, page_id)[0]
    after = typed(store, page_id, 0, "  la police sert\u202e le public ")
    assert (after.text, after.locked) == ("la police sert le public", True)
    assert after.version == before.version + 1
    assert after.tag != before.tag
    assert lines(store, page_id)[1].version == 1  # the neighbour's stays
    with store.read() as session:
        page = session.get_one(Page, page_id)
        found = page_queries.text(session, page)
        assert found is not None
        assert "1a" in found.replaced.split()  # the machine's reading is still searched


def test_a_line_somebody_else_changed_is_not_written_over(store: Store, page_id: int) -> None:
    seen = lines(store, page_id)[0]
    typed(store, page_id, 0, "la police sert le public", by="bob")
    with pytest.raises(Conflict):
        typed(store, page_id, 0, "la police", tag=seen.tag)
    assert text(store, page_id).startswith("la police sert le public")
    typed(store, page_id, 1, "et la Route")  # another line of the page is no conflict


def test_back_to_the_same_words_is_still_another_version(store: Store, page_id: int) -> None:
    typed(store, page_id, 0, "a b")
    seen = lines(store, page_id)[0].tag
    typed(store, page_id, 0, "c d")
    assert typed(store, page_id, 0, "a b").tag != seen


def test_empty_and_endless_lines_and_places_without_a_line_are_refused(store: Store, page_id: int) -> None:
    for nothing in ("", "  \u202e ", "x" * (corrections.LONGEST + 1)):
        with pytest.raises(BadInput):
            typed(store, page_id, 0, nothing)
    with store.read() as session:
        page, _ = both(session, page_id)
        with pytest.raises(NotFound):
            questions.line_at(session, page, Box(900, 1300, 20, 20))


def test_a_page_corrected_at_one_go_is_one_change_set_and_one_undo(store: Store, page_id: int) -> None:
    before = text(store, page_id)
    typed(store, page_id, 0, "la police sert le public")
    typed(store, page_id, 1, "et la Route")
    with store.write() as session:
        own = session.query(ChangeSet).filter(ChangeSet.why == corrections.WHY).all()
        assert len(own) == 1
        undone = changes.undo(session, own[0].number, by="alice")
        assert not undone.left
    assert text(store, page_id) == before
    typed(store, page_id, 0, "la police")  # after an undo a new act begins
    with store.read() as session:
        assert session.query(ChangeSet).filter(ChangeSet.why == corrections.WHY).count() == 2


def test_an_accounts_corrections_are_taken_back_in_one_act_but_not_what_others_typed(
    store: Store, page_id: int
) -> None:
    typed(store, page_id, 0, "rubbish", by="mallory")
    typed(store, page_id, 0, "more rubbish", by="mallory")
    typed(store, page_id, 1, "rubbish too", by="mallory")
    typed(store, page_id, 1, "et la Route", by="bob")
    with store.write() as session:
        done = corrections.revert(session, "mallory", by="alice")
    assert (done.lines, done.left) == (2, 1)
    assert text(store, page_id) == f"{LINES[0]}\net la Route"
    first = lines(store, page_id)[0]
    assert not first.locked
    assert first.strings[0].confidence == 0.9
    with store.write() as session:
        assert done.change_set is not None
        changes.undo(session, done.change_set, by="alice")
    assert text(store, page_id).startswith("more rubbish")


def test_corrected_lines_survive_another_reading(store: Store, page_id: int) -> None:
    typed(store, page_id, 0, "la police sert le public")
    with store.write() as session:
        page, issue = both(session, page_id)
        change_set = changes.begin(session, by="ingest")
        made = proposals.record_again(session, change_set, issue, page, a_reading("1a pol1ce", "et la r0ute"))
        assert made is not None
    assert text(store, page_id) == "la police sert le public\net la route"


def test_a_new_frame_moves_corrections_with_the_canvas(store: Store, page_id: int) -> None:
    from archive.actions.pages import set_frame

    typed(store, page_id, 0, "la police sert le public")
    with store.write() as session:
        page, _ = both(session, page_id)
        assert page.frame is not None
        change_set = changes.begin(session, by="alice")
        set_frame(session, change_set, page, page.frame.scan, Frame(1000, 1400, crop=Box(20, 50, 900, 1300)))
    moved = lines(store, page_id)[0]
    assert moved.version == 2
    with store.read() as session:
        [kept] = session.query(Correction).all()
        assert kept.box == moved.box


def test_what_a_reader_proposes_changes_nothing_until_it_is_accepted(store: Store, page_id: int) -> None:
    line = lines(store, page_id)[0]
    with store.write() as session:
        page, _ = both(session, page_id)
        first = corrections.propose(session, page, line.box, "la police sert le public").id
        second = corrections.propose(session, page, line.box, "la police").id
        with pytest.raises(BadInput):
            corrections.propose(session, page, line.box, LINES[0])
    assert text(store, page_id).startswith(LINES[0])
    with store.write() as session:
        page, issue = both(session, page_id)
        assert [found.id for found, _, _ in questions.proposed(session)] == [first, second]
        corrections.accept(session, issue, page, session.get_one(Correction, first), by="alice")
        with pytest.raises(Conflict):  # the line says something else by now
            corrections.accept(session, issue, page, session.get_one(Correction, second), by="alice")
        with pytest.raises(Conflict):
            corrections.decline(session, session.get_one(Correction, first), by="alice")
    assert text(store, page_id).startswith("la police sert le public")
