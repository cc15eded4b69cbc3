"""What was decided over text that came with pages is counted by issue, file and reason."""

from archive.models import PageText
from archive.queries import decisions, issues, pages
from archive.store import Store
from tests.builders import an_issue


def test_pages_are_gathered_by_what_was_decided(store: Store) -> None:
    issue_id = an_issue(store, ["un", "deux", "trois", "quatre"])
    used = {"used": "own", "reason": "agrees", "file": "mai.pdf", "alike": 0.99}
    with store.write() as session:
        made = pages.of_issue(session, issue_id)
        for page, decision in zip(
            made, [used, used, {}, {**used, "used": "read", "reason": "odd"}], strict=True
        ):
            text = pages.text(session, page)
            assert isinstance(text, PageText)
            text.decision = decision
    with store.read() as session:
        key = issues.by_id(session, issue_id).key
        found = decisions.of_issues(session, [issue_id])
    assert found == [
        decisions.Decided(key, "mai.pdf", "own", "agrees", (1, 2)),
        decisions.Decided(key, "mai.pdf", "read", "odd", (4,)),
    ]


def test_no_issues_have_no_decisions(store: Store) -> None:
    with store.read() as session:
        assert decisions.of_issues(session, []) == []
