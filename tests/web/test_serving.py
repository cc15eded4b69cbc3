"""What runs beside the site."""

from __future__ import annotations

import gc
import threading
from concurrent.futures.process import BrokenProcessPool

import pytest
from sqlalchemy import select

from archive import publication
from archive.models import Issue
from archive.settings import Settings
from archive.store import Store
from tests.builders import an_issue
from tests.web.conftest import SiteUnderTest
from web import serving, worker


def test_a_site_stopped_while_its_child_starts_shows_no_traceback(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def stopped(*given: object, **_: object) -> None:
        asked.append(given)
        raise BrokenProcessPool

    monkeypatch.setattr("ingest.workers.run_limited", stopped)
    monkeypatch.setattr(serving, "_WARM_AFTER", 0)
    monkeypatch.setattr(serving, "settle", lambda: None)
    serving._warm(settings)
    assert asked


def test_no_answer_waits_for_all_that_was_loaded_to_be_looked_through() -> None:
    before = gc.get_threshold()
    try:
        serving.settle()
        assert gc.get_freeze_count() > 50_000
        assert len(gc.get_objects()) < gc.get_freeze_count() / 5
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def test_the_site_does_not_wait_for_public_to_be_level(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> list[str]:
        raise AssertionError("the whole of public/ was looked through before the site answers")

    monkeypatch.setattr(publication, "level_all", never)
    serving.prepare(settings)


def test_a_link_that_should_not_be_there_shows_nothing_and_the_worker_removes_it(site: SiteUnderTest) -> None:
    """A database exchanged by hand, a link made by hand: the site decides by the store alone."""
    store = site.store
    issue_id = an_issue(store, pictures=True)  # a draft
    with store.read() as session:
        key = session.scalars(select(Issue.key).where(Issue.id == issue_id)).one()
    folder = store.files.public(key)
    folder.mkdir(parents=True)
    (folder / "p1.v1").symlink_to(store.files.path(store.files.derivatives(key, 1, 1)))
    assert (folder / "p1.v1" / "full").is_dir()
    assert site.client.get(f"/iiif/3/{key}.p1.v1/full/200,280/0/default.jpg").status_code == 404

    stop = threading.Event()
    round_ = threading.Thread(target=worker._keep_calendar, args=(store, stop, None))
    round_.start()
    for _ in range(200):
        if not folder.exists():
            break
        stop.wait(0.05)
    stop.set()
    round_.join(20)
    assert not folder.exists()
