"""Searching in a browser: completion by keys, years by the pointer, a selection, boxes on words, axe."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

from archive.actions import pages
from archive.files import Files
from archive.models import ImageFacts
from archive.queries.issues import by_id
from archive.queries.pages import words as words_of
from archive.settings import Settings
from archive.store import Store
from ingest.derivatives import make_derivatives
from tests.browser.conftest import served
from tests.builders import an_issue

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TEXTS = (
    ("الشرطة القضائية في خدمة المواطن", "ومصالح المرور والسلامة الطرقية بالقاهرة"),
    ("La police judiciaire au service du citoyen", "et la sécurité routière à Casablanca"),
)


def _inked(store: Store, issue_id: int) -> None:
    """Pictures on which each word is a black bar in its box: what is lit can be held against the print."""
    with store.write() as session:
        issue = by_id(session, issue_id)
        assert issue is not None
        for page in issue.pages:
            canvas = Image.new("L", (page.width, page.height), 255)
            draw = ImageDraw.Draw(canvas)
            for word in words_of(session, page):
                draw.rectangle(
                    (word.box.x, word.box.y, word.box.x + word.box.w, word.box.y + word.box.h), fill=0
                )
            made = make_derivatives(canvas, store.files.path(Files.derivatives(issue.key, page.number, 1)))
            facts = ImageFacts(1, made.width, made.height, made.sizes, made.tile_width, made.scale_factors)
            pages.record_image(session, page, facts)


@pytest.fixture
def base(settings: Settings, store: Store) -> Iterator[str]:
    for year in (1965, 1975, 1982):
        issue = an_issue(
            store, TEXTS, state="published", two_streams=True, edtf=f"{year}-03", number=str(year)
        )
        _inked(store, issue)
    with served(settings, store) as address:
        yield address


@pytest.mark.parametrize("place", ["", "/years", "/about"])
def test_the_field_in_the_head_of_every_page_completes_words(page: Page, base: str, place: str) -> None:
    page.goto(f"{base}/ar{place}")
    page.locator("#find").press_sequentially("القض")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/search?q=*")
    assert page.locator(".result").count() == 3


@pytest.mark.parametrize(
    ("language", "typed", "completed"), [("fr", "jud", "judiciaire"), ("ar", "القض", "القضائية")]
)
def test_a_word_is_completed_by_keys_and_searched(
    page: Page, base: str, language: str, typed: str, completed: str
) -> None:
    page.goto(f"{base}/{language}/search")
    field = page.locator("#find")
    field.press_sequentially(typed)
    page.wait_for_selector("[role=option]")
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert not page.locator("[role=listbox]").is_visible()
    field.press_sequentially(completed[len(typed)])
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.result")
    assert page.locator("#find").input_value() == completed


@pytest.mark.parametrize(("language", "typed"), [("fr", "jud"), ("ar", "القض")])
def test_the_field_of_the_reader_completes_words_of_the_issue(
    page: Page, base: str, language: str, typed: str
) -> None:
    page.goto(f"{base}/{language}/search?q=police")
    page.locator("article.result a").first.click()
    page.wait_for_selector(".reader")
    page.locator("#find").fill("")
    page.locator("#find").press_sequentially(typed)
    page.get_by_role("option").first.wait_for()
    box = page.get_by_role("listbox").bounding_box()
    assert box is not None
    assert box["width"] >= 240
    assert "1" in page.get_by_role("option").first.inner_text()  # of this issue's pages, not of three issues'
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**issue=pm*")
    page.locator(".hits-count").wait_for()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_stretch_of_years_is_taken_with_the_pointer(page: Page, base: str, language: str) -> None:
    page.goto(f"{base}/{language}/search?q=police")
    box = page.locator("year-bars .bars").bounding_box()
    assert box is not None
    ends = (0.5, 0.6) if language == "fr" else (0.5, 0.4)  # 1974 or so, in the direction of the years
    page.mouse.move(box["x"] + ends[0] * box["width"], box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + ends[1] * box["width"], box["y"] + 40)
    page.mouse.up()
    page.wait_for_url("**from=*")
    first, last = (int(page.locator(f"#{name}").input_value()) for name in ("from", "to"))
    assert 1972 <= first <= 1975 <= last <= 1977
    assert "1975" in page.locator("article.result").first.inner_text()
    assert page.locator("article.result").count() == 2


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_pages_are_gathered_over_searches_ordered_noted_and_exported(
    page: Page, base: str, language: str
) -> None:
    for query in ("citoyen year:1965", "routière year:1982"):
        page.goto(f"{base}/{language}/search?also=0&q={query}")
        page.click("keep-hit button")
        assert page.locator("keep-hit button").get_attribute("aria-pressed") == "true"
    assert page.locator("[data-kept-count]").inner_text() == "2"
    page.click("a.kept-link")
    page.wait_for_selector(".kept [data-name]")
    names = [item.get_attribute("data-name") for item in page.locator(".kept [data-name]").all()]
    page.fill("#note2", "à citer")
    page.locator("[data-do=up]").nth(1).click()
    page.reload()
    page.wait_for_selector(".kept [data-name]")
    items = page.locator(".kept [data-name]")
    assert [item.get_attribute("data-name") for item in items.all()] == names[::-1]
    assert page.locator("#note1").input_value() == "à citer"
    with page.expect_download() as taken:
        page.click("button[value=csv]")
    rows = Path(taken.value.path()).read_text("utf-8-sig").splitlines()
    assert rows[1].endswith(",à citer")
    page.goto(f"{base}/{language}/selection")
    page.wait_for_selector(".kept [data-name]")
    page.click("[data-do=clear]")
    page.wait_for_selector(".nothing")


@pytest.mark.parametrize(
    ("language", "query"),
    [("fr", "police judiciaire"), ("ar", "السلامة"), ("fr", "sécurit*"), ("ar", '"الشرطة القضائية"')],
)
def test_every_lit_box_of_a_strip_sits_on_its_word(page: Page, base: str, language: str, query: str) -> None:
    page.goto(f"{base}/{language}/search?q={query}")
    strips = page.locator(".result .crop .pic")
    assert strips.count() >= 2
    for strip in strips.all():
        strip.scroll_into_view_if_needed()
        strip.locator("img").evaluate("image => image.decode()")
        lit = strip.locator("rect.hit")
        assert lit.count() >= 1
        spots = [rect.bounding_box() for rect in lit.all()]
        strip.locator("svg").evaluate("svg => { svg.style.visibility = 'hidden'; }")
        frame = strip.bounding_box()
        assert frame is not None
        shot = Image.open(io.BytesIO(strip.screenshot())).convert("L")
        for spot in spots:
            assert spot is not None
            inside = (
                round(spot["x"] - frame["x"]) + 2,
                round(spot["y"] - frame["y"]) + 2,
                round(spot["x"] - frame["x"] + spot["width"]) - 2,
                round(spot["y"] - frame["y"] + spot["height"]) - 2,
            )
            ink = shot.crop(inside).histogram()
            assert sum(ink[:90]) > 0.97 * sum(ink)


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize(
    "place",
    [
        "search",
        "search?q=police",
        "search?q=zzzz",
        "search?q=police+mot&by=issue",
        "selection",
        "help/search",
    ],
)
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, base: str, language: str, place: str
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: make setup-browser")
    for width in (390, 1280):
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        page.goto(f"{base}/{language}/{place}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        source = AXE.read_text("utf-8")
        page.evaluate(source)  # not through the page's own policy, which allows no such script
        found = page.evaluate(
            "axe.run().then(result => result.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
        )
        assert found == [], (language, place, width)
        context.close()
