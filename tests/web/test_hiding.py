"""Reviewers hide zones and show them again; nobody else does."""

from __future__ import annotations

import re

import pytest

from archive.actions import changes
from archive.models import Redaction
from tests.web.conftest import SiteUnderTest

ZONE = {"x": "50", "y": "100", "w": "1000", "h": "40", "reason": "<b>demande</b> de la famille"}


@pytest.fixture
def desk(site: SiteUnderTest) -> SiteUnderTest:
    site.sign_in("rita", "reviewer")
    return site


def test_a_zone_is_hidden_with_its_reason_and_shown_again(desk: SiteUnderTest) -> None:
    address = f"/fr/desk/issues/{desk.key}/p3/hidden"
    form = {**ZONE, "notice.fr": "Masqué", "notice.ar": "محجوب", "until": "2199"}
    assert desk.client.post(address, data=form).status_code == 303
    assert "police" not in desk.client.get(f"/files/{desk.key}/p3.txt").text
    assert "Masqué Jusqu’au" in desk.client.get(f"/fr/ark:/99999/{desk.key}/p3").text
    shown = desk.client.get(address).text
    assert "&lt;b&gt;demande&lt;/b&gt; de la famille" in shown
    assert "La police au service du citoyen" in shown  # reviewers see what is hidden, here alone
    again = re.search(rf'action="({address}/[0-9]+)"', shown)
    assert again
    assert desk.client.post(again[1]).status_code == 303
    assert desk.client.post(again[1]).status_code == 404
    assert "police" in desk.client.get(f"/files/{desk.key}/p3.txt").text


@pytest.mark.parametrize(
    "wrong", [{"reason": " "}, {"x": "-1"}, {"w": "0"}, {"x": "99999"}, {"h": "x"}, {"until": "demain"}]
)
def test_a_zone_of_nothing_or_without_a_reason_is_refused(desk: SiteUnderTest, wrong: dict[str, str]) -> None:
    answer = desk.client.post(f"/fr/desk/issues/{desk.key}/p3/hidden", data={**ZONE, **wrong})
    assert answer.status_code == 400
    with desk.store.read() as session:
        assert session.query(Redaction).count() == 0


def test_undo_shows_a_zone_again_only_for_those_who_may_hide(desk: SiteUnderTest) -> None:
    desk.client.post(f"/fr/desk/issues/{desk.key}/p3/hidden", data=ZONE)
    with desk.store.write() as session:
        number = max(row.number for row in session.query(changes.ChangeSet))
        assert changes.undo(session, number, by="alice").restored == 0
        assert changes.undo(session, number, by="rita", may_redact=True).restored
        assert session.query(Redaction).one().withdrawn
