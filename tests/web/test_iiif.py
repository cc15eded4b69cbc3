from __future__ import annotations

from typing import Any

from archive.actions import changes, streams
from archive.queries.issues import by_id
from archive.texts import Texts
from tests.web.conftest import SiteUnderTest


def _get(site: SiteUnderTest, path: str) -> dict[str, Any]:
    answer = site.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    found: dict[str, Any] = answer.json()
    return found


def _ids(data: Any) -> list[str]:
    """Ids of everything that is defined (not only pointed to)."""
    found: list[str] = []
    if isinstance(data, dict):
        if "id" in data and data.get("type") in (
            "Manifest",
            "Canvas",
            "Annotation",
            "AnnotationPage",
            "Range",
        ):
            found.append(data["id"])
        for name, value in data.items():
            if name not in ("seeAlso", "partOf", "homepage"):
                found += _ids(value)
    elif isinstance(data, list):
        for value in data:
            found += _ids(value)
    return found


def test_each_stream_has_a_manifest_that_turns_its_own_way(site: SiteUnderTest) -> None:
    arabic = _get(site, f"/iiif/manifest/{site.key}/1.json")
    french = _get(site, f"/iiif/manifest/{site.key}/2.json")

    assert arabic["viewingDirection"] == "right-to-left"
    assert french["viewingDirection"] == "left-to-right"
    assert [canvas["id"].rsplit("/", 1)[1] for canvas in arabic["items"]] == ["p1", "p2"]
    assert [canvas["id"].rsplit("/", 1)[1] for canvas in french["items"]] == ["p3", "p4"]


def test_a_stream_keeps_its_own_order_and_a_name_in_every_language(site: SiteUnderTest) -> None:
    with site.store.write() as session:
        issue = by_id(session, site.issue_id)
        change_set = changes.begin(session, by="alice", why="the French half was scanned from its end")
        label = Texts.printed(fr="La moitié française")
        streams.change(session, change_set, issue.streams[1], {"pages": (4, 3), "label": label})

    french = _get(site, f"/iiif/manifest/{site.key}/2.json")

    assert french["viewingDirection"] == "left-to-right"
    assert [canvas["id"].rsplit("/", 1)[1] for canvas in french["items"]] == ["p4", "p3"]
    assert french["label"]["fr"] == ["N°\u00a0143, mars 1975 – La moitié française"]
    assert french["label"]["en"] == ["No. 143, March 1975 – French"]


def test_the_issue_has_all_pages_and_its_streams_as_ranges(site: SiteUnderTest) -> None:
    manifest = _get(site, f"/iiif/manifest/{site.key}.json")

    assert len(manifest["items"]) == 4
    ranges = manifest["structures"]
    assert [each["viewingDirection"] for each in ranges] == ["right-to-left", "left-to-right"]
    assert set(manifest["label"]) == {"ar", "fr", "en"}
    assert manifest["navDate"] == "1975-03-01T00:00:00Z"


def test_ids_are_unique_stand_under_the_public_address_and_pictures_answer(site: SiteUnderTest) -> None:
    manifest = _get(site, f"/iiif/manifest/{site.key}.json")
    canvases = [canvas["id"] for canvas in manifest["items"]]
    defined = list(_ids({**manifest, "structures": []}))

    assert len(set(defined)) == len(defined)
    assert all(each.startswith(site.settings.url) for each in defined)
    for each in manifest["structures"]:
        assert {item["id"] for item in each["items"]} <= set(canvases)
    for canvas in manifest["items"]:
        body = canvas["items"][0]["items"][0]["body"]
        assert (canvas["width"], canvas["height"]) == (1000, 1400)
        assert site.client.get(body["id"].removeprefix(site.settings.url)).status_code == 200
        for other in [*canvas["seeAlso"], *canvas["rendering"], *canvas["thumbnail"]]:
            assert site.client.get(other["id"].removeprefix(site.settings.url)).status_code == 200


def test_the_collection_leads_down_to_every_public_manifest(site: SiteUnderTest) -> None:
    top = _get(site, "/iiif/collection.json")
    year = _get(site, top["items"][0]["id"].removeprefix(site.settings.url))

    assert [item["id"].rsplit("/", 1)[1] for item in year["items"]] == [f"{site.key}.json"]
    assert site.client.get("/iiif/collection/1976.json").status_code == 404
