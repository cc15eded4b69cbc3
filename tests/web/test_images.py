from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from archive.canvas import Box
from archive.errors import ArchiveError, BadInput
from archive.files import Files
from tests.web.conftest import SiteUnderTest
from web.image_requests import MOST, NotOffered, canonical, image_name, largest, parse_cut
from web.region_cache import RegionCache

W, H = 1000, 1400


@pytest.mark.parametrize(
    ("region", "size", "box", "wanted"),
    [
        ("full", "max", Box(0, 0, W, H), (W, H)),
        ("square", "max", Box(0, 200, W, W), (W, W)),
        ("full", "500,", Box(0, 0, W, H), (500, 700)),
        ("full", ",700", Box(0, 0, W, H), (500, 700)),
        ("full", "pct:50", Box(0, 0, W, H), (500, 700)),
        ("full", "!500,5000", Box(0, 0, W, H), (500, 700)),
        ("full", "!2000,3000", Box(0, 0, W, H), (W, H)),
        ("900,1300,500,500", "max", Box(900, 1300, 100, 100), (100, 100)),
        ("pct:50,50,50,50", "100,100", Box(500, 700, 500, 700), (100, 100)),
    ],
)
def test_regions_and_sizes_mean_what_the_standard_says(
    region: str, size: str, box: Box, wanted: tuple[int, int]
) -> None:
    cut = parse_cut(region, size, "0", "default.jpg", W, H)

    assert cut.region == box
    assert (cut.width, cut.height) == wanted


@pytest.mark.parametrize(
    ("region", "size", "rotation", "file"),
    [
        ("1000,0,5,5", "max", "0", "default.jpg"),
        ("0,0,0,5", "max", "0", "default.jpg"),
        ("-1,0,5,5", "max", "0", "default.jpg"),
        ("full", "1001,", "0", "default.jpg"),
        ("full", "0,0", "0", "default.jpg"),
        ("full", ",", "0", "default.jpg"),
        ("full", "١٠٠,", "0", "default.jpg"),
        ("full", "pct:nan", "0", "default.jpg"),
        ("full", "pct:1e9", "0", "default.jpg"),
        ("full", "99999999999999999999,", "0", "default.jpg"),
        ("full", "max", "361", "default.jpg"),
        ("full", "max", "0x10", "default.jpg"),
        ("full", "max", "0", "pretty.jpg"),
        ("full", "max", "0", "default.exe"),
        ("full", "max", "0", "default"),
    ],
)
def test_what_cannot_be_is_refused(region: str, size: str, rotation: str, file: str) -> None:
    with pytest.raises(BadInput):
        parse_cut(region, size, rotation, file, W, H)


@pytest.mark.parametrize(
    ("size", "rotation", "file"),
    [("^2000,", "0", "default.jpg"), ("max", "45", "default.jpg"), ("max", "0", "default.avif")],
)
def test_what_the_standard_knows_and_we_do_not_do_is_501(size: str, rotation: str, file: str) -> None:
    with pytest.raises(NotOffered):
        parse_cut("full", size, rotation, file, W, H)


@given(
    st.from_regex(
        r"(full|square|[0-9]{1,4},[0-9]{1,4},[0-9]{1,4},[0-9]{1,4}|pct:[0-9]{1,3},[0-9]{1,3},[0-9]{1,3},[0-9]{1,3})",
        fullmatch=True,
    ),
    st.from_regex(r"(max|!?[0-9]{0,4},[0-9]{0,4}|pct:[0-9]{1,3}(\.[0-9]{1,3})?)", fullmatch=True),
    st.integers(1, 9000),
    st.integers(1, 9000),
)
def test_every_answer_lies_on_the_page_and_within_the_limits(region: str, size: str, w: int, h: int) -> None:
    try:
        cut = parse_cut(region, size, "0", "default.jpg", w, h)
    except ArchiveError:
        return
    assert cut.region == cut.region.within(w, h)
    assert 0 < cut.width <= min(MOST, cut.region.w)
    assert 0 < cut.height <= min(MOST, cut.region.h)
    again = parse_cut(*canonical(cut, w, h).split("/"), w, h)
    assert again == cut, "the canonical form asks for the same"


def test_max_stays_within_the_limits() -> None:
    assert largest(Box(0, 0, 2 * MOST, MOST)) == (MOST, MOST // 2)


@pytest.mark.parametrize(
    "name",
    ["../etc", "pm4x7q2", "pm4x7q2.p0", "pm4x7q2.p1.v0", "pm4x7q2.p١", "a" * 5000, "pm4x7q2.p1.v1/x", ""],
)
def test_no_other_name_is_a_picture(name: str) -> None:
    assert image_name(name) is None


def test_a_cache_of_regions_stays_within_its_size_the_oldest_go(tmp_path: Path) -> None:
    import os

    cache = RegionCache(Files(str(tmp_path)), most=2500)
    paths = [cache.path(f"region {n}", "jpg") for n in range(4)]
    for age, path in enumerate(paths):
        cache.keep(path, bytes(1000))
        os.utime(path, (age, age))

    assert cache.shrink() == 2
    assert [path.exists() for path in paths] == [False, False, True, True]


# --- on the site ----------------------------------------------------------------------------------------


def _picture(site: SiteUnderTest, rest: str) -> Image.Image:
    answer = site.client.get(f"/iiif/3/{site.key}.p1.v1/{rest}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    return Image.open(io.BytesIO(answer.content))


@pytest.mark.usefixtures("cut_here")
def test_any_region_is_cut_turned_mirrored_and_in_the_format_asked_for(site: SiteUnderTest) -> None:
    assert _picture(site, "100,100,200,100/200,100/0/default.jpg").size == (200, 100)
    assert _picture(site, "100,100,200,100/100,/90/default.png").size == (50, 100)
    assert _picture(site, "full/100,140/0/gray.jpg").mode == "L"
    assert _picture(site, "full/100,140/0/bitonal.png").mode == "1"
    # The page is a gradient from dark at the top to light at the bottom.
    upright = _picture(site, "full/100,140/0/default.png").convert("L")
    turned = _picture(site, "full/100,140/180/default.png").convert("L")
    assert upright.getpixel((50, 10)) < upright.getpixel((50, 130))  # type: ignore[operator]
    assert turned.getpixel((50, 10)) > turned.getpixel((50, 130))  # type: ignore[operator]


@pytest.mark.usefixtures("cut_here")
def test_the_first_look_is_webp_made_ahead_or_cut_for_an_older_archive(site: SiteUnderTest) -> None:
    wanted = "full/800,1120/0/default.webp"
    made_ahead = _picture(site, wanted)
    assert (made_ahead.format, made_ahead.size) == ("WEBP", (800, 1120))
    folder = site.store.files.path(Files.derivatives(site.key, 1, 1))
    (folder / wanted).unlink()  # as in an archive whose pictures were made before
    assert _picture(site, wanted).size == (800, 1120)
    page = site.client.get(f"/fr/ark:/99999/{site.key}/p1").text
    assert f"{wanted} 800w" in page
    assert '<source type="image/webp"' in page


@pytest.mark.usefixtures("cut_here")
def test_a_region_is_cut_once_and_kept(site: SiteUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    from web import cutting

    first = site.client.get(f"/iiif/3/{site.key}.p1.v1/10,10,50,50/max/0/default.jpg")
    monkeypatch.setattr(cutting, "_in_child", lambda *_: pytest.fail("cut again"))
    again = site.client.get(f"/iiif/3/{site.key}.p1.v1/10,10,50,50/50,50/0/default.jpg")

    assert first.content == again.content
    assert 'rel="canonical"' in again.headers["link"]


def test_regions_are_cut_in_a_limited_child_not_here(
    site: SiteUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest import workers

    asked: list[object] = []

    def run_limited(function: object, *args: object, **_: object) -> bytes:
        asked.append(function)
        return b"from the child"

    monkeypatch.setattr(workers, "run_limited", run_limited)
    answer = site.client.get(f"/iiif/3/{site.key}.p1.v1/11,11,50,50/max/0/default.jpg")

    assert answer.content == b"from the child"
    assert [function.__name__ for function in asked] == ["make"]  # type: ignore[attr-defined]


def test_the_description_is_true(site: SiteUnderTest) -> None:
    info = site.client.get(f"/iiif/3/{site.key}.p1.v1/info.json").json()

    assert info["profile"] == "level2"
    assert (info["width"], info["height"]) == (W, H)
    for size in info["sizes"]:
        rest = f"full/{size['width']},{size['height']}/0/default.jpg"
        assert _picture(site, rest).size == (size["width"], size["height"])
    assert site.client.get(f"/iiif/3/{site.key}.p1.v1").status_code == 303


def test_another_sites_script_may_read_what_is_public(site: SiteUnderTest) -> None:
    answer = site.client.options(
        f"/iiif/3/{site.key}.p1.v1/info.json", headers={"origin": "https://viewer.example"}
    )

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
