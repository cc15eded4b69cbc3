"""The look in a real browser: every template's example, with the site's own security policy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import publication
from archive.files import write_whole
from tests.web.desk_examples import all_examples
from web.assets import BUILT, MANIFEST
from web.house import LAST_TEST, last_test

gallery = pytest.importorskip("tests.browser.gallery")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(gallery.CHROMIUM).exists(), reason="Chromium is not installed: apt install chromium"
    ),
    pytest.mark.skipif(
        not (BUILT / MANIFEST).exists(), reason="static/built is not made: python -m web.assets"
    ),
]

#: Findings of axe-core by page, gathered for the accessibility statement.
_SEEN: dict[str, int] = {}
NAMES = [example[0] for example in all_examples("ar")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with gallery.made(tmp_path_factory.mktemp("gallery")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[gallery.Browser]:
    with gallery.chromium() as started:
        yield started


@pytest.fixture
def open_page(browser: gallery.Browser, address: str) -> Iterator[object]:
    contexts = []

    def opened(name: str, width: int = 1280, **options: object) -> gallery.Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/html/{name}.html")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", NAMES)
def test_axe_the_console_and_the_width_find_nothing(
    browser: gallery.Browser, address: str, name: str
) -> None:
    if not gallery.AXE.exists():
        pytest.skip("axe-core is not installed: npm ci in tests/browser")
    found = []
    for language, width, theme in (("ar", 390, "light"), ("fr", 1280, "dark")):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        page = context.new_page()
        found += gallery.look(page, f"{address}/html/{name}.{language}.html")
        page.set_viewport_size({"width": 320, "height": 900})
        wide = page.evaluate(gallery.WIDE)
        found += [f"at 320 px: {wide}"] if wide else []
        context.close()
    _SEEN[name] = len([fault for fault in found if fault.startswith("axe")])
    assert found == []


def test_the_accessibility_statement_says_what_was_found() -> None:
    """Left for the statement on the site, once every page was looked at; a part of a run leaves nothing."""
    if set(_SEEN) != set(NAMES):
        pytest.skip("not every page was looked at in this run")
    said = {
        "day": publication.today(),
        "pages": len(_SEEN),
        "views": 2 * len(_SEEN),
        "findings": sum(_SEEN.values()),
        "tool": "axe-core",
    }
    write_whole(LAST_TEST, json.dumps(said).encode())
    assert last_test() is not None


@pytest.mark.parametrize(
    ("name", "faces"), [("home.ar", {"sans-400", "naskh-700"}), ("home.fr", {"sans-400", "garamond"})]
)
def test_a_first_page_loads_two_faces_besides_the_reading_face(
    browser: gallery.Browser, address: str, name: str, faces: set[str]
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    loaded: set[str] = set()
    page.on(
        "request",
        lambda request: (
            loaded.add(request.url.rsplit("/", 1)[1].split(".")[0]) if ".woff2" in request.url else None
        ),
    )
    page.goto(f"{address}/html/{name}.html")
    page.wait_for_load_state("networkidle")
    page.close()
    # Amiri's regular weight follows with `swap`: quotations and figures.
    assert faces <= loaded <= faces | {"naskh-400"}


def test_the_zoom_is_loaded_when_it_is_asked_for(browser: gallery.Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{address}/html/reader.ar.html")
    page.wait_for_load_state("networkidle")
    assert not any("openseadragon" in url for url in loaded)
    page.click("[data-do=in]")
    page.wait_for_selector("page-viewer.zooming")
    page.close()
    assert any("openseadragon" in url for url in loaded)


@pytest.mark.parametrize(("name", "key", "page_after"), [
    ("reader.fr", "ArrowLeft", "p13"),  # an Arabic half in the French interface: next lies to the left
    ("reader.ar", "ArrowRight", "p11"),
    ("reader-fr.ar", "ArrowRight", "p13"),  # a French half in the Arabic interface
    ("reader-fr.fr", "ArrowLeft", "p11"),
])  # fmt: skip
def test_arrow_keys_turn_to_the_side_they_show(
    open_page: object, name: str, key: str, page_after: str
) -> None:
    page = open_page(name)  # type: ignore[operator]
    page.wait_for_selector("page-viewer:defined")
    page.keyboard.press(key)
    page.wait_for_url(f"**/{page_after}")


def test_arrow_keys_in_a_field_stay_in_the_field(open_page: object) -> None:
    page = open_page("reader.ar")  # type: ignore[operator]
    page.wait_for_selector("page-viewer:defined")
    page.focus("#find")
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(200)
    assert page.url.endswith("reader.ar.html")


def _hit_centre(page: gallery.Page) -> tuple[float, float]:
    box = page.locator(".lights .hit").first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_found_words_stay_on_their_place_under_the_zoom(open_page: object) -> None:
    page = open_page("reader.ar")  # type: ignore[operator]
    page.click("[data-do=in]")
    page.wait_for_selector("page-viewer.zooming")
    page.wait_for_timeout(800)
    # The example's first hit: canvas 1200 x 1600, box 600,150 520x110; the viewer says where that is.
    spot = """([x, y]) => {
      const viewer = document.querySelector("page-viewer").zoom.viewer;
      const at = viewer.viewport.viewportToWindowCoordinates(new OpenSeadragon.Point(x / 1200, y / 1200));
      return [at.x, at.y];
    }"""
    for _ in range(2):
        x, y = page.evaluate(spot, [860, 205])
        hit = _hit_centre(page)
        assert abs(hit[0] - x) < 3
        assert abs(hit[1] - y) < 3
        page.click("[data-do=in]")
        page.wait_for_timeout(900)


def test_a_line_pointed_at_is_framed_on_the_picture(open_page: object) -> None:
    page = open_page("reader.fr", 390)  # type: ignore[operator]
    page.wait_for_selector("page-viewer:defined")
    page.locator("#l3").dispatch_event("pointerenter")
    frame = page.locator(".lights .now")
    assert frame.get_attribute("visibility") == "visible"
    assert frame.get_attribute("y") == "600"


def test_without_scripts_the_page_is_whole(open_page: object) -> None:
    page = open_page("reader.ar", java_script_enabled=False)  # type: ignore[operator]
    assert page.locator("page-viewer img").is_visible()
    assert page.locator(".lights .hit").count() == 2
    assert page.locator(".ocr mark").count() == 2
    assert page.locator("a.turn[rel=next]").is_visible()
    assert not page.locator("[data-do=in]").is_visible()


def test_the_chosen_appearance_is_kept(open_page: object) -> None:
    page = open_page("home.fr")  # type: ignore[operator]
    page.select_option("#theme", "dark")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 21, 24)"


def test_ticking_all_ticks_every_issue(open_page: object) -> None:
    page = open_page("desk.fr")  # type: ignore[operator]
    page.check("[data-tick-all]")
    assert page.locator('input[name="issue"]:checked').count() == 8
    assert page.locator("[data-ticked]").inner_text() == "8 / 8"


def test_too_large_an_upload_is_told_before_it_is_sent(open_page: object, tmp_path: Path) -> None:
    page = open_page("desk-ingest.fr")  # type: ignore[operator]
    page.evaluate("document.querySelector('[data-upload]').dataset.limit = '10'")
    file = tmp_path / "page.pdf"
    file.write_bytes(b"x" * 11)
    page.set_input_files("#files", file)
    assert page.locator("[data-too-large]").is_visible()
