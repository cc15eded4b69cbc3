"""Change sets and undo."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from archive.actions import articles, changes, issues, pages, remarks
from archive.canvas import Box
from archive.errors import Conflict, NotFound
from archive.models import Issue, Page
from archive.store import Store
from archive.texts import Texts
from tests.builders import a_reading, an_issue


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
