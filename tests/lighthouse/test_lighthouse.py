"""A page that misses a score is told and fails; a single slow run does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lighthouse import __main__ as lighthouse


def a_report(performance: float = 1, seo: float = 1) -> dict[str, Any]:
    categories = {name: {"score": 1, "auditRefs": []} for name in lighthouse.WANTED}
    categories["performance"] = {"score": performance, "auditRefs": [{"id": "paint", "weight": 25}]}
    categories["seo"] = {"score": seo, "auditRefs": [{"id": "is-crawlable", "weight": 4}]}
    audits = {
        "paint": {"score": performance, "displayValue": "2.7 s"},
        "is-crawlable": {"score": seo},
    }
    return {"categories": categories, "audits": audits}


def looked(monkeypatch: pytest.MonkeyPatch, page: str, *reports: dict[str, Any]) -> dict[str, Any]:
    left = iter(reports)
    monkeypatch.setattr(lighthouse, "measure", lambda _url: next(left))
    return lighthouse.look("http://127.0.0.1/", page)


def test_one_slow_run_of_three_is_forgiven(monkeypatch: pytest.MonkeyPatch) -> None:
    found = looked(monkeypatch, "issue", a_report(0.9), a_report(0.97), a_report(0.96))
    assert (found["performance"], found["missed"]) == (96, {})


def test_a_slow_page_is_missed_and_what_slows_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found = looked(monkeypatch, "issue", a_report(0.9), a_report(0.94), a_report(0.94))
    assert found["missed"] == {"performance": ["paint 2.7 s"]}
    assert "94!" in lighthouse.told({"issue.ar": found})


def test_results_are_not_for_search_engines_other_pages_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not looked(monkeypatch, "search", a_report(seo=0.6))["missed"]
    assert looked(monkeypatch, "home", a_report(seo=0.6))["missed"] == {"seo": ["is-crawlable"]}
