"""The real site in a real browser: nothing refused by its own policy, the reader zooms, the desk works."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Browser, Page

from tests.builders import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]


def _first_issue(page: Page, base: str, language: str) -> str:
    page.goto(f"{base}/{language}/years/1975")
    return base + str(page.get_attribute(".slot a.cover", "href"))


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_visitor_walks_from_the_shelf_to_a_page_and_turns_it(page: Page, base: str, language: str) -> None:
    page.goto(_first_issue(page, base, language))
    page.click(".door a.button >> nth=0")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert "/p1" in page.url if language == "ar" else "/p3" in page.url
    page.click('a[rel="next"] >> visible=true >> nth=0')
    page.wait_for_url("**/p2" if language == "ar" else "**/p4")
    assert page.url.endswith("/p2" if language == "ar" else "/p4")


def test_the_reader_opens_deep_zoom_from_our_own_tiles(page: Page, base: str) -> None:
    tiles: list[str] = []
    page.on("response", lambda answer: tiles.append(answer.url) if "/iiif/3/" in answer.url else None)
    issue = _first_issue(page, base, "fr")
    page.goto(f"{issue}/p1?q=الشرطة")
    assert page.locator("rect.hit").count() >= 1
    page.click("[data-do=in]")
    page.wait_for_selector("page-viewer canvas", state="attached", timeout=15_000)
    page.wait_for_timeout(500)
    assert any(url.endswith("/info.json") for url in tiles)


def test_without_script_a_word_is_searched_and_read(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/fr")
    page.fill("#find", "enquêtes")
    page.keyboard.press("Enter")
    page.click("article.result h2 a")
    assert "/p4?q=" in page.url
    assert page.locator("mark").inner_text() == "l'enquête" or page.locator("mark").count() == 1
    context.close()


def test_the_archivist_signs_in_describes_publishes_and_undoes(page: Page, base: str) -> None:
    page.goto(f"{base}/fr/desk")
    page.fill("#name", "alice")
    page.fill("#password", PASSWORD)
    page.click("form.stack button")
    assert page.url == f"{base}/fr/desk"
    page.click("nav.filters a:has-text('Brouillons')")
    page.click("th.title-cell a")
    page.fill('input[name="title.ar"]', "عنوان جديد")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".notice.good")
    page.click('button[value="publish"]')
    page.wait_for_selector(".state.full.good")
    page.click("text=Historique")
    page.click("li.change >> nth=0 >> button")
    page.wait_for_selector("li.change.undone")
    page.goto(f"{base}/fr/desk?only=draft")
    assert page.locator("th.title-cell").count() == 1


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_whole_result_leads_to_its_page_and_is_one_place_for_tab(
    page: Page, base: str, language: str
) -> None:
    page.goto(f"{base}/{language}/search?q=police")
    result = page.locator("article.result").first
    title = result.locator("h2 a")
    to = str(title.get_attribute("href"))
    assert result.locator(f'a[href="{to}"]').count() == 1
    result.locator(".keep button, button").first.click()  # what lies on the result is pressed itself
    assert "/search" in page.url
    box = result.locator(".cover").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(f"**{to}")
