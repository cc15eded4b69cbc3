"""The index follows the store: every change once, none lost, whatever happens on the way."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.actions import changes, issues, pages
from archive.settings import Settings
from archive.store import Store
from index import updating
from index.engine import Scope, SearchEngine, engine_for
from index.query import parse
from index.updating import follow, is_level, rebuild, update_index
from tests.builders import a_reading, an_issue


@pytest.fixture
def engine(settings: Settings) -> Iterator[SearchEngine]:
    engine = engine_for(settings)
    yield engine
    engine.close()


def found(engine: SearchEngine, text: str) -> int:
    return engine.search(parse(text), Scope()).total


def rewrite(store: Store, page_id: int, text: str) -> None:
    from archive.queries.pages import by_id

    with store.write() as session:
        page, issue = by_id(session, page_id)
        change_set = changes.begin(session, by="alice")
        pages.record_text(session, change_set, issue, page, a_reading(text))


def withdraw(store: Store, issue_id: int) -> int:
    from archive.queries.issues import by_id

    with store.write() as session:
        issue = by_id(session, issue_id)
        assert issue is not None
        change_set = changes.begin(session, by="alice")
        issues.withdraw(session, change_set, issue)
        return change_set.number


def test_a_first_update_makes_the_index_and_a_second_has_nothing_to_do(
    store: Store, engine: SearchEngine
) -> None:
    an_issue(store)
    first = update_index(store, engine)
    assert (first.pages, first.rebuilt) == (2, True)
    assert not update_index(store, engine)
    assert is_level(store, engine)
    assert found(engine, "شرطة") == 1


def test_an_index_of_an_empty_store_is_no_fault(store: Store, engine: SearchEngine) -> None:
    assert update_index(store, engine).rebuilt
    assert not update_index(store, engine)
    assert engine.state().pages == 0
    assert found(engine, "police") == 0


def test_a_corrected_text_a_withdrawn_issue_and_its_return_are_followed(
    store: Store, engine: SearchEngine
) -> None:
    issue_id = an_issue(store)
    update_index(store, engine)
    rewrite(store, 2, "la gendarmerie royale")
    assert not is_level(store, engine)
    done = update_index(store, engine)
    assert (done.pages, done.rebuilt) == (1, False)
    assert (found(engine, "gendarmerie"), found(engine, '"la police"')) == (1, 0)
    assert found(engine, "citoyen") == 1, "a replaced reading stays searchable"
    act = withdraw(store, issue_id)
    assert update_index(store, engine).removed == 2
    assert engine.state().pages == 0
    with store.write() as session:
        changes.undo(session, act, by="bob")
    update_index(store, engine)
    assert engine.state().pages == 2


def test_many_pages_go_in_several_commits(
    store: Store, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    update_index(store, engine)
    an_issue(store, [f"police mot{n}" for n in range(11)])
    monkeypatch.setattr(updating, "BATCH", 3)
    shown: list[tuple[int, int]] = []
    done = update_index(store, engine, show=lambda done, of: shown.append((done, of)))
    assert done.pages == 11
    assert len(shown) > 3
    assert shown[-1] == (11, 11)
    assert found(engine, "police") == 11


def test_pages_of_one_change_are_never_cut_apart(
    store: Store, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import update

    from archive.models import Page

    an_issue(store, [f"police mot{n}" for n in range(9)])
    with store.write() as session:
        session.execute(update(Page).values(changed=5))
    monkeypatch.setattr(updating, "BATCH", 2)
    assert update_index(store, engine).pages == 9


def test_an_index_that_is_ahead_of_a_restored_store_is_made_anew(
    store: Store, engine: SearchEngine, settings: Settings
) -> None:
    an_issue(store, ["police"])
    store.close()
    database = settings.home / "archive.sqlite"
    before = database.read_bytes()
    an_issue(store, ["gendarmerie"])
    update_index(store, engine)
    store.close()
    database.write_bytes(before)
    assert update_index(store, engine).rebuilt
    assert (found(engine, "police"), found(engine, "gendarmerie")) == (1, 0)


def test_a_page_whose_words_cannot_be_unpacked_stops_nobody(
    store: Store, engine: SearchEngine, caplog: pytest.LogCaptureFixture
) -> None:
    from sqlalchemy import update

    from archive.models import PageText

    an_issue(store, ["police une", "police deux"])
    with store.write() as session:
        session.execute(update(PageText).where(PageText.page_id == 1).values(words=b"rubbish"))
    assert update_index(store, engine).pages == 2
    assert found(engine, "police") == 1
    assert "page 1 is indexed without text" in caplog.text


def test_the_follower_finds_a_change_within_two_seconds_and_ends_when_told(
    store: Store, engine: SearchEngine, settings: Settings
) -> None:
    stop = threading.Event()
    writer = engine_for(settings)
    worker = threading.Thread(target=follow, args=(store, writer, stop))
    worker.start()
    try:
        waited = []
        for word in ("police", "gendarmerie", "douane"):
            an_issue(store, [word])
            since = time.monotonic()
            while engine.state().problem or not found(engine, word):
                assert time.monotonic() - since < 10
                time.sleep(0.02)
            waited.append(time.monotonic() - since)
        assert sorted(waited)[1] < 2
    finally:
        stop.set()
        worker.join(10)
    assert not worker.is_alive()


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(["new", "rewrite", "withdraw", "update", "update", "rebuild"]), max_size=8))
def test_an_index_brought_level_step_by_step_equals_one_made_at_once(
    tmp_path_factory: pytest.TempPathFactory, settings: Settings, acts: list[str]
) -> None:
    home = tmp_path_factory.mktemp("home")
    (home / "files").mkdir()
    (home / "archive.sqlite").write_bytes((settings.home / "archive.sqlite").read_bytes())
    here = Settings(home=home)
    store, engine = Store(here), engine_for(here)
    at_once = engine_for(Settings(home=home, search=f"whoosh:{home / 'other'}"))
    made = 0
    for number, act in enumerate([*acts, "update"]):
        if act == "new":
            an_issue(store, [f"police mot{number}", "شرطة"], source=f"folder-{number}")
            made += 1
        elif act == "rewrite" and made:
            rewrite(store, 2 * made, f"réécrit mot{number}")
        elif act == "withdraw" and made:
            withdraw(store, made)
        elif act == "update":
            update_index(store, engine)
        elif act == "rebuild":
            rebuild(store, engine)
    rebuild(store, at_once)
    for text in ("police", "شرطة", "réécrit", *(f"mot{number}" for number in range(len(acts)))):
        one, other = (e.search(parse(text), Scope(), limit=100) for e in (engine, at_once))
        assert (one.total, one.counts) == (other.total, other.counts)
        assert {hit.page_id for hit in one.hits} == {hit.page_id for hit in other.hits}
    for opened in (engine, at_once, store):
        opened.close()
