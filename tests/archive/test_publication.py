"""`public/` holds what the public may see, and nothing else."""

from __future__ import annotations

import shutil
import threading
from typing import Any

import pytest
from sqlalchemy import select

from archive import publication
from archive.actions import changes, issues, pages, remarks, streams
from archive.canvas import Box
from archive.files import write_whole
from archive.models import Issue, Page, Stream
from archive.store import Store
from tests.builders import an_issue


def shown(store: Store) -> set[str]:
    public = store.files.root / "public"
    return {f"{entry.parent.name}/{entry.name}" for entry in public.glob("*/*")}


def set_state(store: Store, issue_id: int, state: str) -> None:
    with store.write() as session:
        issues.set_state(session, changes.begin(session, by="alice"), [issue_id], state)


def test_publishing_shows_and_taking_back_hides(store: Store) -> None:
    issue_id = an_issue(store, pictures=True)
    assert shown(store) == set()
    set_state(store, issue_id, "published")
    with store.read() as session:
        key = session.get_one(Issue, issue_id).key
    assert shown(store) == {f"{key}/p1.v1", f"{key}/p2.v1"}
    picture = store.files.public(key) / "p1.v1" / "full" / "200,280" / "0" / "default.jpg"
    assert picture.is_file()
    set_state(store, issue_id, "draft")
    assert shown(store) == set()


def test_undoing_a_publication_hides_too(store: Store) -> None:
    issue_id = an_issue(store, pictures=True)
    with store.write() as session:
        change_set = changes.begin(session, by="alice")
        issues.set_state(session, change_set, [issue_id], "published")
    assert shown(store)
    with store.write() as session:
        changes.undo(session, change_set.number, by="bob")
    assert shown(store) == set()


def test_an_embargo_a_hidden_page_and_a_redaction_hide(store: Store) -> None:
    issue_id = an_issue(store, pictures=True, state="published")
    with store.write() as session:
        change_set = changes.begin(session, by="alice")
        page = session.scalars(select(Page).where(Page.number == 1)).one()
        pages.change(session, change_set, page, {"hidden_until": "2999-01-01"})
    assert {name.split("/")[1] for name in shown(store)} == {"p2.v1"}
    with store.write() as session:
        page = session.scalars(select(Page).where(Page.number == 2)).one()
        remarks.redact(session, changes.begin(session, by="carol"), page, Box(1, 1, 5, 5), "a name")
    assert shown(store) == set()
    issue_id = an_issue(store, pictures=True, state="published")
    assert len(shown(store)) == 2
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        issues.change(session, changes.begin(session, by="alice"), issue, {"embargo_until": "2999"})
    assert shown(store) == set()


def test_the_pdf_of_a_stream_is_shown_only_with_all_its_pages(store: Store) -> None:
    issue_id = an_issue(store, pictures=True, state="published")
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        stream = session.scalars(select(Stream)).one()
        path = store.files.pdf(issue.key, stream.number, 1)
        write_whole(store.files.path(path), b"%PDF-")
        streams.record_pdf(session, stream, path=path, version=1, size=5, archival=True)
    assert any(name.endswith("s1.v1.pdf") for name in shown(store))
    with store.write() as session:
        page = session.scalars(select(Page).where(Page.number == 1)).one()
        pages.change(session, changes.begin(session, by="a"), page, {"hidden_until": "2999-01-01"})
    assert not any(name.endswith(".pdf") for name in shown(store))


def test_strange_things_in_public_are_removed(store: Store) -> None:
    issue_id = an_issue(store, pictures=True, state="published")
    with store.read() as session:
        key = session.get_one(Issue, issue_id).key
    write_whole(store.files.public(key) / "draft.jpg", b"x")
    write_whole(store.files.public("pmnothing") / "p1.v1" / "x.jpg", b"x")
    with store.read() as session:
        assert publication.level_all(session, store.files, mend=False) == [f"-{key}/draft.jpg", "-pmnothing"]
        publication.level_all(session, store.files)
        assert publication.level_all(session, store.files, mend=False) == []


def test_what_fails_to_be_kept_is_not_shown(store: Store) -> None:
    issue_id = an_issue(store, pictures=True)
    try:
        with store.write() as session:
            issues.set_state(session, changes.begin(session, by="alice"), [issue_id], "published")
            raise RuntimeError
    except RuntimeError:
        pass
    assert shown(store) == set()


def test_the_round_through_everything_puts_up_nothing_that_was_withdrawn_meanwhile(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The daily round runs beside the desk: what it looked up must not come after another's withdrawal."""
    issue_id = an_issue(store, pictures=True, state="published")
    with store.read() as session:
        key = session.get_one(Issue, issue_id).key
    shutil.rmtree(store.files.public(key))  # as a crash between keeping and putting up leaves it
    looked, go_on = threading.Event(), threading.Event()
    level = publication._level

    def slow_level(*given: Any, **named: Any) -> list[str]:
        if threading.current_thread() is round_ and not looked.is_set():
            looked.set()
            assert go_on.wait(20)
        return level(*given, **named)

    def run_round() -> None:
        with store.read() as session:
            publication.level_all(session, store.files)

    monkeypatch.setattr(publication, "_level", slow_level)
    round_ = threading.Thread(target=run_round)
    round_.start()
    assert looked.wait(20)
    withdrawal = threading.Thread(target=set_state, args=(store, issue_id, "draft"))
    withdrawal.start()
    withdrawal.join(0.5)  # it may wait for the round; it must not come before it and be undone by it
    go_on.set()
    round_.join(20)
    withdrawal.join(20)
    assert shown(store) == set()


def test_a_publication_puts_up_nothing_after_another_took_it_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue_id = an_issue(store, pictures=True)
    kept, go_on = threading.Event(), threading.Event()
    level = publication._level

    def slow_level(*given: Any, **named: Any) -> list[str]:
        if threading.current_thread() is first and named.get("add"):
            kept.set()
            assert go_on.wait(20)
        return level(*given, **named)

    monkeypatch.setattr(publication, "_level", slow_level)
    first = threading.Thread(target=set_state, args=(store, issue_id, "published"))
    first.start()
    assert kept.wait(20)
    second = threading.Thread(target=set_state, args=(store, issue_id, "draft"))
    second.start()
    second.join(0.5)
    go_on.set()
    first.join(20)
    second.join(20)
    assert shown(store) == set()
