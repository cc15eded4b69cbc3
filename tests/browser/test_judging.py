"""The contact sheet by keys alone: the way the issue runs, saved as one goes."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Page, expect

from archive.actions import batches
from archive.models import Issue
from archive.models import Page as StoredPage
from archive.store import Store
from tests.builders import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]


def delivered(store: Store) -> tuple[int, list[int]]:
    """The draft's pages as one delivery: batch and page ids in order."""
    with store.write() as session:
        batch = batches.begin(session, "scans/1975", operator="salma")
        batches.set_state(session, batch, "done")
        issue = session.query(Issue).filter_by(source="two").one()
        for page in issue.pages:
            assert page.frame is not None
            page.frame.scan.batch_id = batch.id
        return batch.id, [page.id for page in issue.pages]


def reviews(store: Store, ids: list[int]) -> list[str]:
    with store.read() as session:
        return [session.get_one(StoredPage, number).review for number in ids]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pages_are_judged_by_keys_in_the_direction_of_the_issue(
    page: Page, base: str, store: Store, language: str
) -> None:
    batch, ids = delivered(store)
    page.goto(f"{base}/{language}/signin?next=/{language}/desk/ingest/{batch}/sheet")
    page.fill('input[name="name"]', "alice")
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    leaves = page.locator("[data-leaf]")
    expect(leaves).to_have_count(len(ids))
    leaves.first.focus()
    page.keyboard.press("a")  # and on to the next
    page.keyboard.press("r")
    expect(leaves.nth(2)).to_be_focused()
    onward = "ArrowLeft" if page.locator("ol.sheet-of").get_attribute("dir") == "rtl" else "ArrowRight"
    back = "ArrowRight" if onward == "ArrowLeft" else "ArrowLeft"
    page.keyboard.press(back)
    expect(leaves.nth(1)).to_be_focused()
    page.keyboard.press(onward)
    expect(leaves.nth(2)).to_be_focused()
    told = page.locator("[data-counts] bdi")
    expect(told.nth(1)).to_have_text("1")
    expect(told.nth(2)).to_have_text("1")
    assert reviews(store, ids)[:3] == ["accepted", "rescan", ""]
    page.keyboard.press(back)
    page.keyboard.press("u")
    expect(told.nth(2)).to_have_text("0")
    assert reviews(store, ids)[:2] == ["accepted", ""]
