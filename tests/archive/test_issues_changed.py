"""Which issues a worker looks at again: those that something was changed in since it looked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from archive.actions import articles, changes, issues, streams
from archive.models import ChangeSet, Issue
from archive.queries import changes as change_queries
from archive.queries import work
from archive.store import Store
from archive.texts import Texts
from tests.builders import an_issue

Act = Callable[[Session, ChangeSet, Issue], object]


def _article_added(session: Session, by: ChangeSet, issue: Issue) -> object:
    return articles.add(session, by, issue, heading=Texts.printed(fr="Du sport"))


def _article_changed(session: Session, by: ChangeSet, issue: Issue) -> object:
    return articles.change(session, by, issue.articles[0], {"heading": Texts.printed(fr="Du football")})


def _stream_turned(session: Session, by: ChangeSet, issue: Issue) -> object:
    stream = issue.streams[0]
    return streams.change(session, by, stream, {"direction": "ltr" if stream.direction == "rtl" else "rtl"})


def _described(session: Session, by: ChangeSet, issue: Issue) -> object:
    return issues.change(session, by, issue, {"number": "144"})


@pytest.mark.parametrize("act", [_article_added, _article_changed, _stream_turned, _described])
def test_a_change_names_its_issue_and_no_other(store: Store, act: Act) -> None:
    changed = an_issue(store)
    an_issue(store)
    with store.write() as session:
        _article_added(session, changes.begin(session, by="alice"), session.get_one(Issue, changed))
    with store.read() as session:
        seen = change_queries.latest(session)
        assert work.issues_changed_since(session, seen) == []
    with store.write() as session:
        act(session, changes.begin(session, by="bob"), session.get_one(Issue, changed))
    with store.read() as session:
        assert work.issues_changed_since(session, seen) == [changed]
        assert work.issues_changed_since(session, change_queries.latest(session)) == []
