"""The reader's controls on real scans of other magazines, which are not part of the project.

ARCHIVE_SAMPLES names their folder; where it is not there, nothing is tested here and pytest says so. Pages of
every size and kind (grey, black and white, poor), an issue of one half in each language, one of two.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from archive.store import Store
from tests.browser import reading_room
from tests.browser.reading_room import Room
from tests.browser.test_reader import LANGUAGES, Opener, ahead, at, behind, cut_out, opener_of, swipe

SCANS = Path(os.environ.get("ARCHIVE_SAMPLES", "/nowhere")) / "issues"
ISSUES = {
    "ar-muqtabas-1906-01": [("ar", 6)],
    "fr-argus-brevets-1910": [("fr", 6)],
    "mixed-assembled": [("ar", 6), ("fr", 3)],
}
#: An issue, one of its pages that has pages of the same half on both sides, how many there are in all.
PLACES = pytest.mark.parametrize(
    ("name", "number", "direction", "last"),
    [
        ("ar-muqtabas-1906-01", 2, "rtl", 6),
        ("fr-argus-brevets-1910", 2, "ltr", 6),
        ("mixed-assembled", 2, "rtl", 6),
        ("mixed-assembled", 8, "ltr", 9),
    ],
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
    pytest.mark.skipif(not SCANS.is_dir(), reason="ARCHIVE_SAMPLES names no folder with issues"),
]


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Room]]:
    def fill(store: Store) -> dict[str, str]:
        return {
            name: reading_room.an_issue_of_scans(store, SCANS / name, halves)
            for name, halves in ISSUES.items()
        }

    with reading_room.served(tmp_path_factory.mktemp("scans") / "home", fill) as (base, keys):
        yield {name: Room(base, key) for name, key in keys.items()}


@pytest.fixture
def read(browser: Browser, rooms: dict[str, Room], name: str) -> Iterator[Opener]:
    yield from opener_of(browser, rooms[name])


def zoomed(page: Page) -> None:
    page.wait_for_selector("page-viewer.zooming")


def whole(page: Page) -> None:
    page.wait_for_selector("page-viewer:not(.zooming)")
    page.wait_for_function("!location.search.includes('xywh')")


@LANGUAGES
@PLACES
def test_every_control_by_mouse(
    read: Opener, language: str, name: str, number: int, direction: str, last: int
) -> None:
    page = read(language, f"p{number}")
    forward, back = (page.locator(f".turn[rel={rel}]").bounding_box() for rel in ("next", "prev"))
    assert forward is not None
    assert back is not None
    assert (forward["x"] < back["x"]) is (direction == "rtl")
    page.click(".turn[rel=next]")
    at(page, number + 1)
    page.click(".turn[rel=prev]")
    at(page, number)
    for view in ("two", "scroll", "grid", "text", "one"):
        page.click(f"[data-key=view-{view}]")
        page.wait_for_selector(f".reader.view-{view}")
        assert f"/p{number}" in page.url
    for panel, gone in (("contents", "#contents"), ("text", "#text")):
        page.click(f"[data-key=panel-{panel}]")
        expect(page.locator(gone)).to_be_hidden()
        page.click(f"[data-key=panel-{panel}]")
        expect(page.locator(gone)).to_be_visible()
    page.click("[data-key=panel-film]")
    page.click(f".film .leaflets a[href*='/p{number + 1}']")
    at(page, number + 1)
    page.click(".turn[rel=prev]")
    at(page, number)
    page.click(".tail [data-do=in]")
    zoomed(page)
    page.click(".tail [data-do=home]")
    whole(page)
    page.click("[data-key=turn]")
    page.wait_for_selector(".turned-90")
    page.go_back()
    page.wait_for_selector(".turned-90", state="detached")
    for menu in ("share", "more", "light"):
        page.click(f"[data-menu={menu}] > summary")
        page.wait_for_selector(f"[data-menu={menu}][open]")
        page.click(f"[data-menu={menu}] > summary")
        page.wait_for_selector(f"[data-menu={menu}]:not([open])")
    cut_out(page)
    page.wait_for_selector("#clip a[download]")


@LANGUAGES
@PLACES
def test_every_control_by_keys(
    read: Opener, language: str, name: str, number: int, direction: str, last: int
) -> None:
    page = read(language, f"p{number}")
    first = 1 if number < 7 else 7
    for key, to in (
        (ahead(direction), number + 1),
        (behind(direction), number),
        ("PageDown", number + 1),
        ("PageUp", number),
        ("n", number + 1),
        ("p", number),
        ("End", last),
        ("Home", first),
        (ahead(direction), first + 1),
    ):
        page.keyboard.press(key)
        at(page, to)
    for key, view in (("2", "two"), ("3", "scroll"), ("4", "grid"), ("5", "text"), ("1", "one")):
        page.keyboard.press(key)
        page.wait_for_selector(f".reader.view-{view}")
    page.keyboard.press("+")
    zoomed(page)
    page.keyboard.press("0")
    whole(page)
    page.get_by_role("slider").first.focus()
    page.keyboard.press(ahead(direction))
    at(page, first + 2)
    page.keyboard.press("x")
    page.wait_for_selector(".catcher:focus")
    page.keyboard.press("Escape")
    page.wait_for_selector(".catcher", state="detached")
    page.keyboard.press("l")
    page.wait_for_selector("[data-menu=light][open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-menu=light]:not([open])")
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#keys:not([open])", state="attached")
    page.fill("#goto", str(number))
    page.focus("#goto")
    page.keyboard.press("Enter")
    at(page, number)


@LANGUAGES
@PLACES
def test_every_control_by_touch(
    read: Opener, language: str, name: str, number: int, direction: str, last: int
) -> None:
    page = read(language, f"p{number}", phone=True)
    page.tap(".hands [rel=next]")
    at(page, number + 1)
    page.tap(".hands [rel=prev]")
    at(page, number)
    forwards = 220 if direction == "rtl" else -220
    page.evaluate("scrollTo(0, 0)")
    swipe(page, forwards)
    at(page, number + 1)
    page.evaluate("scrollTo(0, 0)")
    swipe(page, -forwards)
    at(page, number)
    page.reload()  # a tap while the browser still glides from the swipe only stops that
    page.wait_for_function("customElements.get('page-viewer') !== undefined")
    page.evaluate("scrollTo(0, 0)")
    frame = page.locator(".pic").bounding_box()
    assert frame is not None
    page.touchscreen.tap(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] * 0.3)
    page.wait_for_selector("block-lens .glass")
    note = page.locator(".lens-note")
    place, of = (int(each) for each in re.findall(r"\d+", note.inner_text()))
    page.tap("[data-lens=next]")
    if place < of:
        expect(note).to_have_text(re.compile(rf"{place + 1}\D+{of}"))
    page.tap("[data-lens=close]")
    page.wait_for_selector("block-lens", state="hidden")
    page.tap(".hands a:has(path[d^='M5 6H19'])")
    page.wait_for_selector(".large .ocr")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
