"""What an answer cannot know of: within its limits, typed or chosen, and only there."""

from __future__ import annotations

import pytest

from archive.actions import changes, holdings
from archive.settings import Settings
from archive.store import Store
from index.coverage import Coverage, coverage
from index.engine import engine_for
from index.query import parse
from index.scoping import visible
from index.updating import update_index
from tests.builders import an_issue


@pytest.fixture
def held(settings: Settings, store: Store) -> Store:
    """Two numbers a year from 1961 to 1963, of which one is there."""
    with store.write() as session:
        act = changes.begin(session, by="alice")
        series = holdings.series_numbered(session, act, 1)
        holdings.set_rule(session, act, series, "half-yearly 1961-01/1963-12")
    an_issue(store, ["La police"], state="published", edtf="1962-01", number="3")
    engine = engine_for(settings)
    update_index(store, engine)
    engine.close()
    return store


def told(store: Store, text: str) -> Coverage:
    with store.read() as session:
        return coverage(store, session, parse(text), visible(store, session, public=True), public=True)


def test_what_is_lacking_is_counted_within_the_years_asked_for(held: Store) -> None:
    everywhere = told(held, "police")
    assert everywhere.missing == 5
    assert told(held, "police year:1962").missing == 1
    assert told(held, "police year:1963").missing == 2
    assert told(held, "police year:1961 year:1963").missing == 4
    assert not told(held, "police year:1975")


def test_inside_one_issue_no_other_is_lacking(held: Store) -> None:
    with held.read() as session:
        (issue,) = visible(held, session, public=True).issues.values()
    assert told(held, f"police issue:{issue.key}").missing == 0
