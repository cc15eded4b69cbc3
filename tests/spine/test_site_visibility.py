"""What the public may see: nothing of a draft, all of a published issue, a notice of a withdrawn one."""

from __future__ import annotations

import pytest

from archive.actions import changes, issues, streams
from archive.files import write_whole
from archive.models import Issue
from tests.web.conftest import SiteUnderTest, cut_here, site

__all__ = ["cut_here", "site"]  # fixtures of the site's own tests

pytestmark = pytest.mark.usefixtures("cut_here")


def _addresses(key: str) -> list[str]:
    return [
        f"/fr/ark:/99999/{key}",
        f"/ar/ark:/99999/{key}/p1",
        f"/iiif/3/{key}.p1.v1/info.json",
        f"/iiif/3/{key}.p1/info.json",
        f"/iiif/3/{key}.p1.v1/full/200,280/0/default.jpg",
        f"/iiif/3/{key}.p1.v1/0,0,100,100/50,50/0/default.jpg",
        f"/iiif/manifest/{key}.json",
        f"/iiif/manifest/{key}/1.json",
        f"/files/{key}/s1.v1.pdf",
        f"/files/{key}/s1.txt",
        f"/files/{key}/p1.txt",
        f"/files/{key}/p1.alto.xml",
    ]


@pytest.fixture
def with_pdf(site: SiteUnderTest) -> SiteUnderTest:
    with site.store.write() as session:
        issue = session.get(Issue, site.draft_id)
        assert issue is not None
        stream = issue.streams[0]
        path = f"staff/{issue.key}/s1.v1.pdf"
        write_whole(site.store.files.path(path), b"%PDF-1.7 a draft")
        streams.record_pdf(session, stream, path=path, version=1, size=16, archival=True)
    return site


def _set(site: SiteUnderTest, state: str) -> None:
    with site.store.write() as session:
        change_set = changes.begin(session, by="alice")
        issues.set_state(session, change_set, [site.draft_id], state)


def _withdraw(site: SiteUnderTest) -> None:
    with site.store.write() as session:
        issue = session.get(Issue, site.draft_id)
        assert issue is not None
        issues.withdraw(session, changes.begin(session, by="alice"), issue)


def _codes(site: SiteUnderTest) -> dict[str, int]:
    found = {}
    for address in _addresses(site.draft):
        answer = site.client.get(address)
        if answer.status_code == 302:
            answer = site.client.get(answer.headers["location"])
        found[address] = answer.status_code
    return found


def test_nothing_of_a_draft_is_seen_until_it_is_published_and_nothing_after_it_is_withdrawn(
    with_pdf: SiteUnderTest,
) -> None:
    site = with_pdf
    public = site.store.files.public(site.draft)

    assert set(_codes(site).values()) == {404}
    assert not public.exists()
    assert "1976" not in site.client.get("/iiif/collection.json").text
    assert 'class="result"' not in site.client.get("/fr/search?q=secret").text

    _set(site, "published")
    assert _codes(site) == dict.fromkeys(_addresses(site.draft), 200)
    assert {entry.name for entry in public.iterdir()} == {"p1.v1", "p2.v1", "s1.v1.pdf"}
    assert "1976" in site.client.get("/iiif/collection.json").text
    assert 'class="result"' in site.client.get("/fr/search?q=secret").text

    _withdraw(site)
    assert set(_codes(site).values()) == {410}
    assert not public.exists()
    assert "1976" not in site.client.get("/iiif/collection.json").text
    assert 'class="result"' not in site.client.get("/fr/search?q=secret").text


def test_taken_back_to_draft_an_issue_is_gone_from_every_list(with_pdf: SiteUnderTest) -> None:
    site = with_pdf
    _set(site, "published")
    _set(site, "draft")

    assert set(_codes(site).values()) == {404}
    assert not site.store.files.public(site.draft).exists()


def test_the_staff_see_drafts_and_nobody_keeps_them(with_pdf: SiteUnderTest) -> None:
    site = with_pdf
    site.sign_in("dora", "digitiser")

    for address in _addresses(site.draft):
        answer = site.client.get(address)
        assert answer.status_code in (200, 302), address
        assert "no-store" in answer.headers["cache-control"], address


def test_a_reader_with_an_account_sees_no_more_than_the_public(with_pdf: SiteUnderTest) -> None:
    with_pdf.sign_in("bob", "reader")

    assert set(_codes(with_pdf).values()) == {404}


def test_an_embargo_hides_until_its_day(with_pdf: SiteUnderTest) -> None:
    site = with_pdf
    _set(site, "published")
    with site.store.write() as session:
        issue = session.get(Issue, site.draft_id)
        assert issue is not None
        issues.change(session, changes.begin(session, by="alice"), issue, {"embargo_until": "2999-01-01"})

    assert set(_codes(site).values()) == {404}
    assert not site.store.files.public(site.draft).exists()


def test_a_picture_of_a_published_page_may_be_kept_for_ever_an_unversioned_address_five_minutes(
    site: SiteUnderTest,
) -> None:
    tile = site.client.get(f"/iiif/3/{site.key}.p1.v1/full/200,280/0/default.jpg")
    old = site.client.get(f"/iiif/3/{site.key}.p1.v9/full/200,280/0/default.jpg")

    assert "immutable" in tile.headers["cache-control"]
    assert (old.status_code, old.headers["cache-control"]) == (302, "public, max-age=300")
    assert old.headers["location"] == f"/iiif/3/{site.key}.p1.v1/full/200,280/0/default.jpg"
