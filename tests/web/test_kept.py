"""What a browser keeps of an issue is what the public may see, and the worker stands at the root."""

from __future__ import annotations

from datetime import datetime, timedelta

from archive.store import now
from tests.web.conftest import SiteUnderTest


def test_what_is_kept_is_pages_texts_and_their_orders(site: SiteUnderTest) -> None:
    data = site.client.get(f"/fr/kept/{site.key}.json").json()

    assert [stream["dir"] for stream in data["streams"]] == ["ltr", "rtl"]
    assert data["pages"]["1"]["text"] == "الشرطة في خدمة المواطن بالقاهرة"
    assert data["pages"]["1"]["picture"].startswith(f"/iiif/3/{site.key}.p1.v1/full/")
    until = datetime.fromisoformat(data["until"])
    assert timedelta(days=29) < until - now() < timedelta(days=31)
    for address in data["shell"]:
        assert site.client.get(address).status_code == 200, address


def test_drafts_are_kept_by_nobody_not_even_the_staff(site: SiteUnderTest) -> None:
    assert site.client.get(f"/fr/kept/{site.draft}.json").status_code == 404
    site.sign_in()
    assert site.client.get(f"/fr/kept/{site.draft}.json").status_code == 404
    assert "<keep-issue" not in site.client.get(f"/fr/ark:/99999/{site.draft}").text


def test_the_worker_answers_for_the_whole_site(site: SiteUnderTest) -> None:
    answer = site.client.get("/service-worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["service-worker-allowed"] == "/"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
