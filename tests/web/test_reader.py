"""The reader without a script: every step follows the stream, every control is an address."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pytest
from PIL import Image

from archive.actions import changes, pages
from archive.canvas import Box, Frame
from archive.queries import pages as page_queries
from archive.queries.issues import by_key as issue_by_key
from tests.web.conftest import SiteUnderTest
from web import clip_picture, cutting
from web.clip_picture import Source


class Links(HTMLParser):
    """The links of a page: attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("a", "link"):
            self.found.append({"_tag": tag, **{name: value or "" for name, value in attrs}})

    def rel(self, rel: str) -> str:
        """Where the head says that "next" or "prev" is."""
        return next((each["href"] for each in self.found if each.get("rel") == rel), "")


def read(site: SiteUnderTest, rest: str, language: str = "fr") -> Links:
    answer = site.client.get(f"/{language}/ark:/99999/{site.key}/{rest}")
    assert answer.status_code == 200
    return Links(answer.text)


def text(site: SiteUnderTest, rest: str, language: str = "fr") -> str:
    return str(site.client.get(f"/{language}/ark:/99999/{site.key}/{rest}").text)


def walked(site: SiteUnderTest, start: str, rel: str, language: str) -> list[str]:
    """The pages one comes through by following `rel`, until there is none or one comes back."""
    seen = [start]
    while (to := read(site, seen[-1], language).rel(rel)) and len(seen) < 9:
        page = to.rpartition("/")[2]
        if page in seen:
            break
        seen.append(page)
    return [page.partition("?")[0] for page in seen]


# Pages 1 and 2 are the Arabic half, 3 and 4 the French one, in that order.


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_next_goes_through_both_halves_whatever_the_interface_and_back(
    site: SiteUnderTest, language: str
) -> None:
    assert walked(site, "p1", "next", language) == ["p1", "p2", "p3", "p4"]
    assert walked(site, "p4", "prev", language) == ["p4", "p3", "p2", "p1"]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_arrow_of_next_points_to_the_side_the_stream_turns_to(site: SiteUnderTest, language: str) -> None:
    for page, direction in (("p1", "rtl"), ("p3", "ltr")):
        html = text(site, page, language)
        assert f'data-dir="{direction}"' in html
        turn = re.search(r'<a class="tool turn[^>]*rel="next".*?<path d="([^"]*)"', html, re.S)
        assert turn is not None
        points_left = turn[1].startswith("M19 12H5")
        assert points_left is (direction == "rtl")


def test_over_the_seam_the_other_half_is_named_and_the_direction_turns(site: SiteUnderTest) -> None:
    html = text(site, "p2")
    assert 'class="tool turn seam"' in html
    assert "La moitié française" in html
    assert 'data-dir="rtl"' in html
    assert 'data-dir="ltr"' in text(site, "p3")
    # The French half done, the Arabic one follows: one may have come in by either door.
    assert read(site, "p4").rel("next").endswith("/p1")
    assert read(site, "p1").rel("prev") == ""


def test_the_cover_lies_alone_on_its_own_side_then_two_and_two(site: SiteUnderTest) -> None:
    for page, direction in (("p1", "rtl"), ("p3", "ltr")):
        html = text(site, f"{page}?view=two")
        leaves = re.search(
            r'<div class="leaf" dir="(\w+)">.*?<div class="leaves">(.*?)</page-viewer>', html, re.S
        )
        assert leaves is not None
        assert leaves[1] == direction
        assert leaves[2].index("no-leaf") < leaves[2].index("<figure")
    two = text(site, "p2?view=two")
    assert two.count("<figure") == 1
    assert "no-leaf" in two
    assert read(site, "p1?view=two").rel("next").endswith("/p2?view=two")


def test_every_way_of_looking_is_a_link_that_keeps_the_rest(site: SiteUnderTest) -> None:
    links = read(site, "p2?q=القاهرة&panels=text")
    for view in ("two", "scroll", "grid", "text"):
        found = [each["href"] for each in links.found if f"view={view}" in each.get("href", "")]
        assert found
        assert all("q=" in href and "panels=text" in href for href in found)
        assert site.client.get(found[0]).status_code == 200
    scroll = text(site, "p1?view=scroll")
    assert scroll.count("<figure") == 2
    assert scroll.count('loading="lazy"') == 1
    grid = text(site, "p1?view=grid")
    assert grid.count('class="leaflets"') == 2
    assert "p. " not in grid.partition('class="leafwall"')[2].partition("</div>")[0]


def test_words_are_found_from_page_to_page_and_counted(site: SiteUnderTest) -> None:
    answer = site.client.get(f"/fr/ark:/99999/{site.key}/p1?q=citoyen&find=1")
    assert answer.status_code == 302
    assert re.search(r"/p3\?q=citoyen$", answer.headers["location"])
    html = text(site, "p3?q=citoyen")
    assert "<mark>citoyen</mark>" in html
    assert 'class="hits-count small"' in html
    both = read(site, f"p1?q=القاهرة&issue={site.key}")
    assert any(each.get("data-key") == "hit-next" for each in both.found)
    assert "pas dans ce numéro" in text(site, f"p1?q=absent&issue={site.key}")


def test_another_page_lies_beside_and_is_turned_alone(site: SiteUnderTest) -> None:
    answer = site.client.get(
        f"/fr/ark:/99999/{site.key}/p1?beside=https://x.example/fr/ark:/99999/{site.key}/p4"
    )
    assert answer.headers["location"].endswith(f"with={site.key}.p4")
    html = text(site, "p1?with=p4")
    assert html.count("<figure") == 2
    assert "with=p3" in html
    # A draft stays unseen, and so does what is not there; the page itself is shown.
    for hidden in (f"{site.draft}.p1", "p99"):
        assert text(site, f"p1?with={hidden}").count("<figure") == 1


def test_a_zone_is_framed_cited_and_lies_on_the_page(site: SiteUnderTest) -> None:
    html = text(site, "p1?xywh=100,200,5000,300")
    assert '<rect class="zone" x="100" y="200" width="900" height="300"/>' in html
    assert f"ark:/99999/{site.key}/p1?xywh=100,200,900,300" in html
    assert 'href="http' in html


def test_files_say_how_large_they_are(site: SiteUnderTest) -> None:
    html = text(site, "p1")
    files = re.findall(r'href="(/(?:files|iiif)/[^"]+)"[^>]*>.*?<span class="small">(.*?)</span>', html, re.S)
    assert {path.rpartition(".")[2] for path, _ in files} == {"jpg", "txt", "xml"}
    for path, size in files:
        told = int(re.sub(r"<[^>]*>|\D", "", size) or 0)
        assert told > 0
        assert site.client.get(path).status_code == 200


def test_who_saves_data_gets_the_smallest_picture_and_the_page_says_it_differs(site: SiteUnderTest) -> None:
    address = f"/fr/ark:/99999/{site.key}/p1"
    usual = site.client.get(address)
    saving = site.client.get(address, headers={"save-data": "on"})
    assert "Save-Data" in usual.headers["vary"]
    assert "/full/1000,1400/0/default.webp 1000w" in usual.text
    assert "webp 1000w" not in saving.text
    assert re.search(r'<source type="image/webp" srcset="[^ "]*/full/800,1120/0/default.webp">', saving.text)


def test_every_word_has_its_box_in_reading_order(site: SiteUnderTest) -> None:
    data = site.client.get(f"/files/{site.key}/p1.words.json").json()
    assert (data["width"], data["height"]) == (1000, 1400)
    line = data["lines"][0]
    assert (line["lang"], line["dir"]) == ("ar", "rtl")
    assert [word[0] for word in line["words"]] == ["الشرطة", "في", "خدمة", "المواطن", "بالقاهرة"]
    assert line["words"][0][1] > line["words"][1][1]  # logical order: the first word lies right
    assert site.client.get(f"/files/{site.draft}/p1.words.json").status_code == 404


# --- clips ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_clip_is_the_zone_with_its_source_beneath(
    site: SiteUnderTest, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    said: list[Source] = []

    def here(_pieces: object, folder: object, task: object, *args: object) -> bytes:
        said.append(args[2])  # type: ignore[arg-type]
        return task(str(folder), *args)  # type: ignore[operator, no-any-return]

    monkeypatch.setattr(cutting, "limited", here)
    address = f"/{language}/ark:/99999/{site.key}/p1/clip.png?xywh=100,100,400,300"
    answer = site.client.get(address)
    assert answer.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.width == 700  # enlarged, so that the source can be read
        assert picture.height > 700 * 300 / 400 + 30
        beneath = picture.crop((0, 540, 700, picture.height)).convert("L")
        assert beneath.getextrema()[0] < 80  # type: ignore[operator]
        side = "right" if language == "ar" else "left"
        box = beneath.point(lambda value: 255 if value < 128 else 0).getbbox()
        assert box is not None
        margins = {"left": box[0], "right": 700 - box[2]}
        assert margins[side] < 30
    assert said[0].direction == ("rtl" if language == "ar" else "ltr")
    assert said[0].address.endswith(f"ark:/99999/{site.key}/p1?xywh=100,100,400,300&canvas=1")
    assert site.client.get(address).content == answer.content
    assert len(said) == 1


def test_a_zone_of_an_older_canvas_leads_to_the_same_print(site: SiteUnderTest) -> None:
    address = f"/fr/ark:/99999/{site.key}/p1"
    with site.store.write() as session:
        page = page_queries.by_number(session, issue_by_key(session, site.key, public=False), 1, public=False)
        assert page.frame is not None
        crop = Frame(1000, 1400, crop=Box(40, 30, 900, 1300))
        pages.set_frame(session, changes.begin(session, by="alice"), page, page.frame.scan, crop)
    answer = site.client.get(f"{address}?xywh=100,200,300,400&canvas=1&panels=none", follow_redirects=False)
    assert answer.status_code == 302
    assert "xywh=60,170,300,400" in answer.headers["location"]
    assert "panels=none" in answer.headers["location"]
    assert "canvas" not in answer.headers["location"]
    for same in ("canvas=2", "canvas=9", "canvas=x", ""):
        assert site.client.get(f"{address}?xywh=100,200,300,400&{same}").status_code == 200
    cited = site.client.get(f"/fr/cite/{site.key}/p1.ris?xywh=100,200,300,400&canvas=1").text
    assert f"/ark:/99999/{site.key}/p1?xywh=60,170,300,400&canvas=2" in cited


def test_a_clip_of_nothing_or_of_a_draft_is_refused(site: SiteUnderTest) -> None:
    assert site.client.get(f"/fr/ark:/99999/{site.key}/p1/clip.png").status_code == 400
    assert site.client.get(f"/fr/ark:/99999/{site.draft}/p1/clip.png?xywh=1,1,9,9").status_code == 404


def test_long_sources_are_broken_where_words_end() -> None:
    class Face:
        def getlength(self, text: str) -> float:
            return 10.0 * len(text)

    lines = clip_picture.wrapped("un deux trois quatre", Face(), 90)  # type: ignore[arg-type]
    assert lines == ["un deux", "trois", "quatre"]
