"""Publication planned for a day and hour; the trash; flags and comments."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from archive.actions import changes, issues, planning, remarks
from archive.errors import BadInput
from archive.models import Issue, Page
from archive.planning import planned
from archive.queries import issues as questions
from archive.queries import remarks as said
from archive.store import Store
from tests.builders import an_issue

PAST, FUTURE = "2001-02-03T04:05", "2199-01-01T09:00"


def the(session: Session, issue_id: int) -> Issue:
    return session.get_one(Issue, issue_id)


def plan(store: Store, issue_id: int, state: str, moment: str) -> None:
    with store.write() as session:
        act = changes.begin(session, by="alice")
        issues.set_state(session, act, [issue_id], state)
        changes.apply(session, act, the(session, issue_id), {"planned_at": moment})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("2199-01-01", "2199-01-01T00:00"),
        (" 2199-01-01 9:05 ", "2199-01-01T09:05"),
        ("٢١٩٩-٠١-٠١ ٠٩:٠٠", FUTURE),
        (FUTURE, FUTURE),
    ],
)
def test_a_moment_is_read_as_it_is_typed(typed: str, kept: str) -> None:
    assert planned(typed) == kept


@pytest.mark.parametrize(
    "typed", ["soon", "2199-13-01", "2199-01-01 25:00", "2199-1-1", "01/01/2199", "2001-02-03"]
)
def test_what_is_no_moment_to_come_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        planned(typed)


def test_an_issue_in_review_is_published_when_its_moment_comes_and_only_then(store: Store) -> None:
    due, later, draft = an_issue(store), an_issue(store, number="144"), an_issue(store, number="145")
    plan(store, due, "review", PAST)
    plan(store, later, "review", FUTURE)
    plan(store, draft, "draft", PAST)
    with store.write() as session:
        assert planning.publish_due(session) == [the(session, due).key]
        assert planning.publish_due(session) == []
    with store.read() as session:
        assert [the(session, each).state for each in (due, later, draft)] == ["published", "review", "draft"]
        assert the(session, due).planned_at == ""
        assert the(session, due).published_at is not None


def test_undone_it_is_in_review_again_and_does_not_go_out_a_second_time_by_itself(store: Store) -> None:
    number = an_issue(store)
    plan(store, number, "review", PAST)
    with store.write() as session:
        planning.publish_due(session)
        act = the(session, number).id
        done = session.query(changes.ChangeSet).filter_by(by=planning.BY).one()
        changes.undo(session, done.number, by="alice")
        assert (the(session, act).state, the(session, act).planned_at) == ("review", PAST)
        assert planning.publish_due(session) == []
    plan(store, number, "review", "2001-02-03T04:06")  # another plan counts
    with store.write() as session:
        assert len(planning.publish_due(session)) == 1


def test_publishing_or_taking_back_by_hand_ends_the_plan(store: Store) -> None:
    number = an_issue(store)
    for state in ("published", "draft"):
        plan(store, number, "review", FUTURE)
        with store.write() as session:
            issues.set_state(session, changes.begin(session, by="alice"), [number], state)
            assert the(session, number).planned_at == ""


def test_the_trash_takes_what_was_never_published_and_gives_it_back(store: Store) -> None:
    draft, once = an_issue(store), an_issue(store, number="144", state="published")
    with store.write() as session:
        act = changes.begin(session, by="alice")
        issues.set_state(session, act, [once], "draft")
        put = issues.put_away(session, act, [the(session, draft), the(session, once)])
        assert [each.id for each in put] == [draft]
        shown = {each.id for each in questions.every(session, public=False)}
        assert shown == {once}
        back = issues.put_away(session, act, [the(session, draft)], back=True)
        assert [each.id for each in back] == [draft]
        assert not the(session, draft).withdrawn


def test_an_open_flag_puts_its_issue_on_the_list_and_comments_do_not(store: Store) -> None:
    one, other = an_issue(store), an_issue(store, number="144")
    with store.write() as session:
        act = changes.begin(session, by="alice")
        page = session.query(Page).filter_by(issue_id=one).first()
        assert page is not None
        flag = remarks.say(session, act, page, "", flag=True)
        remarks.say(session, act, the(session, other), "الصفحة ممزقة")
        with pytest.raises(BadInput):
            remarks.say(session, act, page, "  ")
        assert said.issues_spoken_of(session) == {"flag": frozenset({one})}
        found = said.of_issue(session, the(session, one))
        assert [(each.change_set.by, each.page) for each in found] == [("alice", page)]
        remarks.settle(session, changes.begin(session, by="bob"), flag, "done")
        assert said.issues_spoken_of(session) == {}
        assert [each.change_set.by for each in said.of_issue(session, the(session, one))] == ["alice"]
