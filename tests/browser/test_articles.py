"""Articles at the desk in a real browser: drafts by one key, zones drawn and moved, axe."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Page, expect

from archive.models import Article, Issue
from archive.store import Store
from tests.browser.gallery import AXE
from tests.builders import PASSWORD, an_issue
from tests.web.conftest import real_pictures

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]

PAGES = (
    "Revue de police",
    ["Sommaire", "La route et ses dangers 3", "Les chiens de la brigade 4", "Une nuit au commissariat 5"],
    ["La route et ses dangers", *["des mots du texte courant"] * 5],
    ["Les chiens de la brigade", *["des mots du texte courant"] * 5],
    ["Une nuit au commissariat", *["des mots du texte courant"] * 5],
)


def opened(page: Page, base: str, store: Store) -> tuple[str, int]:
    """The issue's articles, signed in; the address of the issue at the desk and its row id."""
    number = an_issue(store, PAGES, pictures=True, source="three")
    real_pictures(store, number, every=True)
    with store.read() as session:
        desk = f"/fr/desk/issues/{session.get_one(Issue, number).key}"
    page.goto(f"{base}/fr/signin?next={desk}/articles")
    page.fill('input[name="name"]', "alice")
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".draft")).to_have_count(3, timeout=30_000)
    page.wait_for_load_state("networkidle")  # the script that heeds the keys is there
    return f"{base}{desk}", number


def articles(store: Store, issue: int) -> list[Article]:
    with store.read() as session:
        rows = session.query(Article).filter_by(issue_id=issue, withdrawn=False).order_by(Article.position)
        return list(rows)


def no_faults(page: Page) -> None:
    if AXE.exists():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []


def test_the_contents_are_taken_in_by_keys_alone(page: Page, base: str, store: Store) -> None:
    _, issue = opened(page, base, store)
    drafts = page.locator(".draft")
    expect(drafts).to_have_count(3)
    expect(page.locator('[data-hotkey="a"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(drafts).to_have_count(2)
    page.keyboard.press("d")
    expect(drafts).to_have_count(1)
    page.keyboard.press("u")  # declined too quickly
    expect(drafts).to_have_count(2)
    page.keyboard.press("a")
    expect(drafts).to_have_count(1)
    page.keyboard.press("a")
    expect(drafts).to_have_count(0)
    assert [next(iter(each.heading.values())).value for each in articles(store, issue)] == [
        "La route et ses dangers",
        "Les chiens de la brigade",
        "Une nuit au commissariat",
    ]


def test_zones_are_drawn_moved_ordered_and_kept(page: Page, base: str, store: Store) -> None:
    desk, issue = opened(page, base, store)
    page.keyboard.press("a")
    expect(page.locator(".draft")).to_have_count(2)
    page.goto(f"{desk}/a1")
    picture = page.locator('[data-page="3"] .pic')
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.1 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.3 * box["height"], steps=4)
    page.mouse.up()
    zones = page.locator('textarea[name="zones"]')
    first = page.locator(".zone-box").first
    expect(first).to_be_focused()
    drawn = zones.input_value()
    assert drawn.startswith("p3 ")
    x, y, w, h = map(int, drawn.split()[1].split(","))
    assert abs(x - 100) < 8
    assert abs(w - 500) < 8
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    expect(zones).to_have_value(f"p3 {x + 10},{y},{w},{h + 10}")
    page.keyboard.press("Insert")
    expect(page.locator(".zone-box")).to_have_count(2)
    page.keyboard.press("-")  # read before the first one
    expect(zones).to_have_value(f"p3 100,140,800,420\np3 {x + 10},{y},{w},{h + 10}")
    no_faults(page)
    page.keyboard.press("Delete")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/articles?*")
    (zone,) = articles(store, issue)[0].zones
    assert (zone.page, zone.box.x, zone.box.h) == (3, x + 10, h + 10)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_found_by_axe_nor_wider_than_the_screen(
    page: Page, base: str, store: Store, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    desk, _ = opened(page, base, store)
    for address in (f"{desk}/articles", f"{desk}/articles/new", f"{desk}/articles".replace("/fr/", "/ar/")):
        page.goto(address)
        no_faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
