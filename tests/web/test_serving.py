"""What runs beside the site."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool

import pytest

from archive.settings import Settings
from web import serving


def test_a_site_stopped_while_its_child_starts_shows_no_traceback(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def stopped(*given: object, **_: object) -> None:
        asked.append(given)
        raise BrokenProcessPool

    monkeypatch.setattr("ingest.workers.run_limited", stopped)
    monkeypatch.setattr(serving, "_WARM_AFTER", 0)
    serving._warm(settings)
    assert asked
