"""Change sets as the desk tells them."""

from __future__ import annotations

import pytest

from archive.actions import changes, issues, pages
from archive.models import Issue
from archive.queries.changes import of_issue
from archive.store import Store
from tests.builders import an_issue
from web.i18n import translator
from web.told import items, moment, reason, record_names, told_change

FRENCH = translator("fr")


def _told(store: Store, issue_id: int) -> list[tuple[str, str, str]]:
    """Field, before and after of the newest act on an issue, in French without isolates."""
    with store.read() as session:
        issue = session.get_one(Issue, issue_id)
        newest = of_issue(session, issue)[0]
        told = items(list(newest.changes), FRENCH, record_names(issue, FRENCH))
    bare = str.maketrans("", "", "\u2066\u2067\u2068\u2069")
    return [
        (
            each.name.translate(bare),
            str(each.before.value).translate(bare),
            str(each.after.value).translate(bare),
        )
        for each in told
    ]


def test_what_an_ingest_made_is_counted_not_listed(store: Store) -> None:
    issue_id = an_issue(store, ["a", "b", "c"], two_streams=True, state="published")
    told = _told(store, issue_id)
    assert ("Pages", "", "3") in told
    assert ("Ordres de lecture", "", "2") in told
    assert [after for name, _, after in told if name == "État"] == ["publié"]
    assert not [name for name, _, _ in told if "position" in name or name == "Page"]


def test_a_changed_page_is_named_by_its_number(store: Store) -> None:
    issue_id = an_issue(store, ["a", "b"])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        pages.change(session, changes.begin(session, by="alice"), issue.pages[1], {"label": "12"})
    assert _told(store, issue_id) == [("Page 12\u00a0: Numéro de page imprimé", "2", "12")]


def test_a_reading_is_named_and_its_values_are_words(store: Store) -> None:
    from archive.actions import streams

    issue_id = an_issue(store, ["a", "b"])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        fields = {"language": "ar", "direction": "rtl"}
        streams.change(session, changes.begin(session, by="alice"), issue.streams[0], fields)
    told = {name.partition(": ")[2]: (before, after) for name, before, after in _told(store, issue_id)}
    assert told == {
        "Langue": ("français", "arabe"),
        "Sens": ("de gauche à droite", "de droite à gauche"),
    }


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("taken in from 1975-03", "Versé depuis \u20681975-03\u2069"),
        ("batch 3 rejected: trop sombre", "Le lot \u20683\u2069 a été refusé\u00a0: \u2068trop sombre\u2069"),
        ("published", ""),
        ("J’ai relu la couverture", "J’ai relu la couverture"),
    ],
)
def test_reasons_of_the_program_are_told_in_the_readers_language(kept: str, shown: str) -> None:
    assert reason(kept, FRENCH) == shown


def test_every_reason_the_program_writes_has_its_sentence(store: Store) -> None:
    issue_id = an_issue(store)
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        act = changes.begin(session, by="alice", why="new reading taken in")
        issues.change(session, act, issue, {"number": "9"})
    with store.read() as session:
        newest = of_issue(session, session.get_one(Issue, issue_id))[0]
        assert told_change(newest, FRENCH, {}, undo=True).why == "Une nouvelle lecture a été versée"
        assert "، " in moment(newest.at, translator("ar"))
