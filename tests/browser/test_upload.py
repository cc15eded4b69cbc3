"""Files chosen in the browser: told in the reader's language, named in the order of their pages, sent."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.builders import PASSWORD
from tests.ingest.drawn_scans import draw

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]


@pytest.mark.parametrize(("language", "choose"), [("ar", "اختر الملفات"), ("fr", "Choisir des fichiers")])
def test_chosen_pictures_are_named_in_their_order_and_sent(
    page: Page, base: str, tmp_path: Path, language: str, choose: str
) -> None:
    scans = [draw(tmp_path / f"{number}.jpg", number) for number in (10, 2, 1, 9)]
    page.goto(f"{base}/{language}/signin?next=/{language}/desk/ingest")
    page.fill('input[name="name"]', "alice")
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text(choose, exact=True)).to_be_visible()

    page.set_input_files("#files", scans)
    expect(page.locator("[data-chosen]")).to_have_text("1.jpg · 2.jpg · … · 10.jpg (4)")
    page.fill("#label", "numéro 1")
    page.locator("form.drop button").click()
    page.wait_for_url(re.compile(r"/desk/ingest/\d+$"))
    expect(page.locator("h1")).to_be_visible()


def test_pictures_chosen_before_the_script_came_are_named_too(page: Page, base: str, tmp_path: Path) -> None:
    held: list[Route] = []
    page.goto(f"{base}/fr/signin?next=/fr/desk/ingest")
    page.route(re.compile(r"/desk\b[^/]*\.js"), lambda route: held.append(route))
    page.fill('input[name="name"]', "alice")
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#files", state="attached")
    page.set_input_files("#files", draw(tmp_path / "a.jpg", 1))
    expect(page.locator("[data-chosen]")).not_to_contain_text("a.jpg")
    assert held, "the script had come before the file was chosen: nothing is proved"
    held[0].continue_()
    expect(page.locator("[data-chosen]")).to_have_text("a.jpg")


def test_the_button_is_reached_by_keys_and_shows_it(page: Page, base: str) -> None:
    page.goto(f"{base}/fr/signin?next=/fr/desk/ingest")
    page.fill('input[name="name"]', "alice")
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    button = page.get_by_text("Choisir des fichiers", exact=True)
    expect(button).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "files":
            break
    assert button.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
