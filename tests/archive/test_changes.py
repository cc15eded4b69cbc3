"""Change sets and undo."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.actions import articles, authorities, changes, issues, pages, remarks, streams, titles
from archive.canvas import Box
from archive.errors import Conflict, NotFound
from archive.models import DESCRIBED, Change, Issue, Page, Stream, to_plain
from archive.store import Store
from archive.texts import Texts
from tests.builders import a_reading, an_issue


def snapshot(session: Session) -> dict[tuple[str, int], dict[str, Any]]:
    """Every tracked field of every record that is there."""
    return {
        (kind, record.id): {field: to_plain(model, field, getattr(record, field)) for field in model.tracked}
        for kind, model in DESCRIBED.items()
        for record in session.scalars(select(model))
        if not record.withdrawn
    }


def test_it_undoes_an_edit(store: Store) -> None:
    issue_id = an_issue(store, number="143")
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        edit = changes.begin(session, by="alice")
        issues.change(session, edit, issue, {"number": "144", "edtf": "1975-04"})
        assert (issue.number, issue.date_from) == ("144", "1975-04-01")
    with store.write() as session:
        undone = changes.undo(session, edit.number, by="bob")
        issue = session.get_one(Issue, issue_id)
        assert (issue.number, issue.edtf, issue.date_from) == ("143", "1975-03", "1975-03-01")
        assert undone.left == ()


def test_it_leaves_and_lists_what_was_changed_since(store: Store) -> None:
    issue_id = an_issue(store)
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        first = changes.begin(session, by="alice")
        issues.change(session, first, issue, {"rights": "", "date_printed": "mars 1975", "number": "1"})
        second = changes.begin(session, by="bob")
        issues.change(session, second, issue, {"number": "2"})
        undone = changes.undo(session, first.number, by="carol")
        assert issue.number == "2"
        assert issue.date_printed == ""
        left = {entry.field: entry for entry in undone.left}
        assert left["number"].by == "bob"
        assert left["number"].current == "2"
        taken = changes.undo(session, first.number, by="carol", take=[left["number"].change])
        assert issue.number == "143"
        assert taken.restored


def test_a_printed_date_brings_its_ranges_and_a_printed_hijri_date_is_kept(store: Store) -> None:
    issue_id = an_issue(store, edtf="", date_printed="ماي-يونيو 1975")
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        assert (issue.date_from, issue.date_to) == ("1975-05-01", "1975-06-30")
        assert issue.hijri.startswith("1395-0")
        assert not issue.hijri_supplied
        fields = {"date_printed": "رمضان 1395", "edtf": ""}
        issues.change(session, changes.begin(session, by="alice"), issue, {"edtf": ""})
        issues.change(session, changes.begin(session, by="alice"), issue, fields)
        assert (issue.hijri, issue.hijri_supplied) == ("1395-09", True)
        assert issue.date_from[:7] in ("1975-08", "1975-09")


def test_it_withdraws_what_was_made_and_brings_it_back(store: Store) -> None:
    issue_id = an_issue(store)
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        made = changes.begin(session, by="alice")
        article = articles.add(session, made, issue, heading=Texts.printed(fr="Éditorial"), language="fr")
        undone = changes.undo(session, made.number, by="alice")
        assert article.withdrawn
        assert undone.change_set is not None
        changes.undo(session, undone.change_set, by="alice")
        assert not article.withdrawn
        assert article.heading["fr"].value == "Éditorial"


def test_it_refuses_a_form_that_shows_an_old_version(store: Store) -> None:
    issue_id = an_issue(store)
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        shown = issue.version
        issues.change(session, changes.begin(session, by="alice"), issue, {"number": "7"}, version=shown)
        with pytest.raises(Conflict):
            issues.change(session, changes.begin(session, by="bob"), issue, {"number": "8"}, version=shown)
        assert issue.number == "7"


def test_it_knows_no_change_set_of_that_number(store: Store) -> None:
    with store.write() as session, pytest.raises(NotFound):
        changes.undo(session, 99999, by="alice")


def test_a_text_revision_goes_back_with_its_language(store: Store) -> None:
    issue_id = an_issue(store, ["الشرطة"])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        page = session.scalars(select(Page).where(Page.issue_id == issue_id)).one()
        before = page.changed
        again = changes.begin(session, by="ingest")
        pages.record_text(session, again, issue, page, a_reading("La police"))
        assert (page.text_revision, page.language) == (2, "fr")
        changes.undo(session, again.number, by="alice")
        assert (page.text_revision, page.language) == (1, "ar")
        assert page.changed > before + 1
        third = pages.record_text(session, again, issue, page, a_reading("La police"))
        assert third.revision == 3  # a revision's number is never used again


def test_a_redaction_is_only_undone_by_someone_who_may(store: Store) -> None:
    an_issue(store)
    with store.write() as session:
        page = session.scalars(select(Page)).first()
        assert page is not None
        hiding = changes.begin(session, by="carol")
        redaction = remarks.redact(session, hiding, page, Box(0, 0, 50, 50), "a victim's name")
        undone = changes.undo(session, hiding.number, by="alice")
        assert not redaction.withdrawn
        assert undone.change_set is None
        assert undone.left
        changes.undo(session, hiding.number, by="carol", may_redact=True)
        assert redaction.withdrawn


# --- any sequence of edits and undos ---------------------------------------------------------------------

_labels = st.sampled_from(["", "1", "12-13", "عدد خاص", "54", "143"])
_words = st.sampled_from(["", "Sécurité", "السلامة", "x"])
_edits = st.one_of(
    st.tuples(st.just("issue"), st.sampled_from(["number", "date_printed"]), _labels),
    st.tuples(st.just("name"), st.sampled_from(["ar", "fr"]), _words),
    st.tuples(st.just("page"), st.integers(0, 2), _labels),
    st.tuples(st.just("stream"), st.permutations([1, 2, 3]), st.sampled_from(["ltr", "rtl"])),
    st.tuples(st.just("article"), _words, _words),
    st.tuples(st.just("title"), _words, _words),
    st.tuples(st.just("authority"), _words, _words),
    st.tuples(st.just("site"), _words, _words),
    st.tuples(st.just("holding"), st.sampled_from(["held", "unknown"]), _labels),
    st.tuples(st.just("text"), st.sampled_from(["الشرطة", "La police"]), _words),
)


def _edit(session: Session, issue_id: int, edit: tuple[str, Any, Any]) -> int:
    """Carry out one drawn edit in a change set of its own; returns its number."""
    issue = session.get_one(Issue, issue_id)
    made = changes.begin(session, by="alice")
    what, one, other = edit
    if what == "issue":
        issues.change(session, made, issue, {one: other})
    elif what == "name":
        issues.change(session, made, issue, {"name": issue.name.with_wording(one, other)})
    elif what in ("page", "text"):
        rows = session.scalars(select(Page).where(Page.issue_id == issue_id).order_by(Page.id)).all()
        if what == "page":
            pages.change(session, made, rows[one], {"label": other})
        else:
            pages.record_text(session, made, issue, rows[0], a_reading(f"{one} {other}"))
    elif what == "stream":
        row = session.scalars(select(Stream).where(Stream.issue_id == issue_id)).one()
        streams.change(session, made, row, {"pages": tuple(one), "direction": other})
    elif what == "article":
        articles.add(session, made, issue, heading=Texts.printed(fr=one, ar=other))
    elif what == "title":
        titles.add(session, made, name=Texts.printed(fr=one, ar=other))
    elif what == "authority":
        authorities.section_named(session, made, Texts.printed(fr=one, ar=other))
    elif what == "site":
        titles.say(session, made, "name", Texts.supplied(fr=one, ar=other))
    else:
        title = titles.add(session, made, name=Texts.printed(fr="Revue"))
        series = titles.add_series(session, made, title)
        authorities.set_holding(session, made, series, "1975-03", state=one, number=other)
    return made.number


_shared_store = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_shared_store
@given(edits=st.lists(_edits, min_size=1, max_size=7))
def test_undoing_last_in_first_out_gives_the_exact_state_back(
    store: Store, edits: list[tuple[str, Any, Any]]
) -> None:
    issue_id = an_issue(store, ["a", "b", "c"])
    with store.write() as session:
        done = []
        for edit in edits:
            before = snapshot(session)
            done.append((_edit(session, issue_id, edit), before))
        for number, before in reversed(done):
            undone = changes.undo(session, number, by="bob")
            assert undone.left == ()
            assert snapshot(session) == before


@_shared_store
@given(data=st.data(), edits=st.lists(_edits, min_size=2, max_size=7))
def test_undone_out_of_order_each_field_goes_back_or_is_listed(
    store: Store, data: st.DataObject, edits: list[tuple[str, Any, Any]]
) -> None:
    issue_id = an_issue(store, ["a", "b", "c"])
    with store.write() as session:
        numbers = [_edit(session, issue_id, edit) for edit in edits]
        number = data.draw(st.sampled_from(numbers))
        was = snapshot(session)
        undone = changes.undo(session, number, by="bob")
        listed = {(left.record_kind, left.record_id, left.field) for left in undone.left}
        now = snapshot(session)
        touched = set()
        for change in session.scalars(select(Change).where(Change.change_set == number)):
            where = (change.record_kind, change.record_id, change.field)
            touched.add(where)
            record = (change.record_kind, change.record_id)
            later = session.scalars(
                select(Change.after)
                .where(
                    Change.record_kind == change.record_kind,
                    Change.record_id == change.record_id,
                    Change.field == change.field,
                    Change.change_set > number,
                    Change.change_set <= numbers[-1],
                )
                .order_by(Change.id)
            ).all()
            if later and later[-1] not in (change.after, change.before):
                assert where in listed
            elif record in now and (change.before is not None) and change.field in now[record]:
                assert now[record][change.field] == change.before
        # Nothing else moved.
        for record, fields in now.items():
            for field, value in fields.items():
                if (*record, field) not in touched and record in was:
                    assert was[record][field] == value
