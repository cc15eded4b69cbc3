"""IIIF Content Search 2 and 1: the shape that the standards ask for, boxes on words, rights kept."""

from __future__ import annotations

from typing import Any

import pytest

from archive.actions import changes, remarks, streams
from archive.canvas import Box
from archive.queries import pages
from archive.queries.issues import by_id
from tests.builders import an_issue
from tests.web.conftest import SiteUnderTest
from web import content_search


def _get(site: SiteUnderTest, path: str, **query: str) -> dict[str, Any]:
    answer = site.client.get(path.removeprefix(site.settings.url), params=query or None)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    found: dict[str, Any] = answer.json()
    return found


def _boxes_of(site: SiteUnderTest, number: int, *texts: str) -> list[Box]:
    """Where words stand on a page of the published issue."""
    with site.store.read() as session:
        issue = by_id(session, site.issue_id)
        page = pages.by_number(session, issue, number, public=False)
        return [word.box for word in pages.words(session, page) if word.text in texts]


def _xywh(box: Box) -> str:
    return f"#xywh={box.x},{box.y},{box.w},{box.h}"


@pytest.mark.parametrize("name", ["{key}.json", "{key}/1.json", "{key}/2.json"])
def test_manifests_say_how_they_are_searched_and_it_answers(site: SiteUnderTest, name: str) -> None:
    manifest = _get(site, f"/iiif/manifest/{name.format(key=site.key)}")
    newer, older = manifest["service"]

    assert (newer["type"], older["@type"]) == ("SearchService2", "SearchService1")
    assert older["profile"] == "http://iiif.io/api/search/1/search"
    (complete,), (older_complete,) = newer["service"], older["service"]
    assert (complete["type"], older_complete["@type"]) == ("AutoCompleteService2", "AutoCompleteService1")
    assert older_complete["profile"] == "http://iiif.io/api/search/1/autocomplete"
    for address in (newer["id"], complete["id"], older["@id"], older_complete["@id"]):
        assert address.startswith(site.settings.url)
        assert _get(site, address, q="police")


def test_a_place_is_an_annotation_with_its_words_box_and_what_stands_round_it(site: SiteUnderTest) -> None:
    """2.0, sections 4.2.1 and 4.3.1."""
    path = f"/iiif/search/2/{site.key}"
    found = _get(site, path, q="service")
    (box,) = _boxes_of(site, 3, "service")
    canvases = {each["id"] for each in _get(site, f"/iiif/manifest/{site.key}.json")["items"]}

    assert found["@context"] == "http://iiif.io/api/search/2/context.json"
    assert found["id"] == f"{site.settings.url}{path}?q=service"
    assert found["type"] == "AnnotationPage"
    (annotation,) = found["items"]
    assert annotation["type"] == "Annotation"
    assert annotation["motivation"] == "supplementing"
    assert annotation["body"] == {
        "type": "TextualBody",
        "value": "service",
        "format": "text/plain",
        "language": "fr",
    }
    canvas, _, _ = annotation["target"].partition("#")
    assert canvas in canvases
    assert annotation["target"].endswith(f"/p3{_xywh(box)}")
    ((context,),) = (each["items"] for each in found["annotations"])
    assert context["motivation"] == "contextualizing"
    assert context["target"] == {
        "type": "SpecificResource",
        "source": annotation["id"],
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": "service",
                "prefix": "La police au ",
                "suffix": " du citoyen",
            }
        ],
    }


def test_older_viewers_get_the_same_places_as_a_list_with_hits(site: SiteUnderTest) -> None:
    """1.0, sections 3.3 and 3.4."""
    found = _get(site, f"/iiif/search/1/{site.key}", q="service citoyen", motivation="painting")
    boxes = _boxes_of(site, 3, "service", "citoyen")

    assert found["@type"] == "sc:AnnotationList"
    assert found["within"] == {"@type": "sc:Layer", "total": 2, "ignored": ["motivation"]}
    assert [each["resource"]["chars"] for each in found["resources"]] == ["service", "citoyen"]
    assert [each["on"].partition("#")[2] for each in found["resources"]] == [_xywh(box)[1:] for box in boxes]
    assert {each["@type"] for each in found["resources"]} == {"oa:Annotation"}
    first, second = found["hits"]
    assert (first["match"], first["before"], first["after"]) == ("service", "La police au ", " du citoyen")
    assert first["annotations"] == [found["resources"][0]["@id"]]
    assert second["annotations"] == [found["resources"][1]["@id"]]


def test_arabic_is_found_as_on_the_site_and_in_the_order_of_the_stream(site: SiteUnderTest) -> None:
    with site.store.write() as session:
        issue = by_id(session, site.issue_id)
        change_set = changes.begin(session, by="alice", why="its pages lay the wrong way round")
        streams.change(session, change_set, issue.streams[0], {"pages": (2, 1)})

    whole = _get(site, f"/iiif/search/2/{site.key}", q="القاهره")
    stream = _get(site, f"/iiif/search/2/{site.key}/1", q="القَاهِرة")
    other = _get(site, f"/iiif/search/2/{site.key}/2", q="القاهرة")

    def told(answer: dict[str, Any]) -> list[tuple[str, str]]:
        return [
            (each["target"].rsplit("/", 1)[1].partition("#")[0], each["body"]["value"])
            for each in answer["items"]
        ]

    assert told(whole) == [("p1", "بالقاهرة"), ("p2", "القاهرة")]
    assert told(stream) == [("p2", "القاهرة"), ("p1", "بالقاهرة")]
    assert told(other) == []
    assert {each["body"]["language"] for each in whole["items"]} == {"ar"}


def test_words_side_by_side_are_one_place_with_a_box_on_each_line(
    site: SiteUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_issue(site.store, (("la brigade", "criminelle de Fès"), "brigade"), state="published", source="lines")
    site.index()
    with site.store.read() as session:
        key = by_id(session, 3).key

    found = _get(site, f"/iiif/search/1/{key}", q='"brigade criminelle"')

    (hit,) = found["hits"]
    assert (hit["match"], hit["before"], hit["after"]) == ("brigade criminelle", "la ", " de Fès")
    assert hit["annotations"] == [each["@id"] for each in found["resources"]]
    assert [each["resource"]["chars"] for each in found["resources"]] == ["brigade", "criminelle"]

    monkeypatch.setattr(content_search, "MOST", 1)
    first = _get(site, f"/iiif/search/2/{key}", q="brigade")
    collection = first["partOf"]
    assert (collection["type"], collection["total"], first["startIndex"]) == ("AnnotationCollection", 2, 0)
    second = _get(site, first["next"]["id"])
    assert (second["startIndex"], second["prev"]["id"]) == (1, first["id"])
    assert second["id"] == collection["last"]["id"]
    assert "next" not in second
    assert {each["id"] for each in first["items"]}.isdisjoint(each["id"] for each in second["items"])
    older = _get(site, f"/iiif/search/1/{key}", q="brigade")
    assert older["within"]["total"] == 2
    assert _get(site, older["next"])["startIndex"] == 1
    assert _get(site, f"/iiif/search/2/{key}", q="brigade", page="9")["items"] == []


def test_what_is_asked_beyond_the_words_is_heeded_or_named(site: SiteUnderTest) -> None:
    path = f"/iiif/search/2/{site.key}"
    assert _get(site, path, q="police", motivation="commenting")["items"] == []
    found = _get(site, path, q="police", motivation="painting supplementing", user="https://a.example/me")
    assert len(found["items"]) == 1
    assert found["ignored"] == ["user"]
    assert _get(site, path, q="")["items"] == []
    assert _get(site, path)["items"] == []
    assert _get(site, path, q="-police ((")["type"] == "AnnotationPage"
    assert site.client.get(f"/iiif/search/3/{site.key}?q=police").status_code == 404
    assert site.client.get(f"/iiif/search/2/{site.key}/9?q=police").status_code == 404
    assert site.client.get(path, params={"q": "police"}).headers["x-robots-tag"] == "noindex"


def test_nothing_is_looked_for_beside_the_words(site: SiteUnderTest) -> None:
    """The site offers الشرطة for "police" and says so; another viewer could not say it."""
    found = _get(site, f"/iiif/search/2/{site.key}", q="police")
    assert [each["body"]["value"] for each in found["items"]] == ["police"]


def test_drafts_and_hidden_zones_are_nobodys(site: SiteUnderTest) -> None:
    for path in (f"/iiif/search/2/{site.draft}", f"/iiif/autocomplete/2/{site.draft}"):
        assert site.client.get(path, params={"q": "secret"}).status_code == 404
    site.sign_in()
    seen = site.client.get(f"/iiif/search/2/{site.draft}", params={"q": "secret"})
    assert len(seen.json()["items"]) == 1
    assert seen.headers["cache-control"] == "private, no-store"
    site.sign_out()
    (box,) = _boxes_of(site, 3, "citoyen")
    with site.store.write() as session:
        issue = by_id(session, site.issue_id)
        page = pages.by_number(session, issue, 3, public=False)
        change_set = changes.begin(session, by="alice", why="names a victim")
        remarks.redact(session, change_set, page, box, "names a victim")

    for _ in range(2):  # before the index has followed, and after
        assert _get(site, f"/iiif/search/2/{site.key}", q="citoyen")["items"] == []
        around = _get(site, f"/iiif/search/1/{site.key}", q="service")["hits"]
        assert all("citoyen" not in hit["after"] for hit in around)
        assert _get(site, f"/iiif/autocomplete/2/{site.key}", q="cito")["items"] == []
        site.index()


def test_words_are_completed_from_the_issue_alone(site: SiteUnderTest) -> None:
    an_issue(site.store, ("les policiers de Rabat",), state="published", source="other", edtf="1980")
    site.index()
    found = _get(site, f"/iiif/autocomplete/2/{site.key}", q="pol")
    search = f"{site.settings.url}/iiif/search/2/{site.key}"

    assert found["@context"] == "http://iiif.io/api/search/2/context.json"
    assert found["type"] == "TermPage"
    assert found["items"] == [
        {
            "value": "police",
            "total": 1,
            "language": "fr",
            "service": [{"id": f"{search}?q=police", "type": "SearchService2"}],
        }
    ]
    older = _get(site, f"/iiif/autocomplete/1/{site.key}/1", q="القا")
    assert older["@type"] == "search:TermList"
    (term,) = older["terms"]
    assert term["match"] == "القاهرة"
    assert term["count"] == 2
    assert _get(site, term["url"])["within"]["total"] == 2
