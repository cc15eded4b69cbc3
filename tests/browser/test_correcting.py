"""Text corrected by keys alone; two people at one line."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Page, expect

from archive.actions import corrections
from archive.models import Issue
from archive.queries import corrections as questions
from archive.queries import pages as page_queries
from archive.store import Store
from tests.builders import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]


def opened(page: Page, base: str, store: Store, language: str, number: int = 1) -> int:
    """The text of a page of the published issue, signed in; returns the page's row id."""
    with store.read() as session:
        issue = session.query(Issue).filter_by(source="one").one()
        key = issue.key
        page_id = next(each.id for each in issue.pages if each.number == number)
    page.goto(f"{base}/{language}/signin?next=/{language}/desk/issues/{key}/p{number}/text")
    page.fill('input[name="name"]', "alice")
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("[data-line]").first).to_be_visible()
    return page_id


def text_of(store: Store, page_id: int) -> str:
    with store.read() as session:
        page, _ = page_queries.by_id(session, page_id)
        return page_queries.plain(session, page)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_line_is_typed_and_saved_by_enter(page: Page, base: str, store: Store, language: str) -> None:
    page_id = opened(page, base, store, language)
    field = page.locator("[data-line] input.input").first
    expect(field).to_have_attribute("dir", "rtl")
    field.focus()
    page.keyboard.press("End")
    page.keyboard.type(" الكبرى")
    page.keyboard.press("Enter")
    expect(page.locator("[data-line] .state").first).to_have_class("state full good")
    assert text_of(store, page_id).endswith("بالقاهرة الكبرى")
    field.fill("غير مقصود")
    page.keyboard.press("Escape")
    expect(field).to_have_value("الشرطة في خدمة المواطن بالقاهرة الكبرى")
    page.keyboard.press("Alt+r")
    expect(field).to_have_attribute("dir", "ltr")


def test_the_line_in_hand_is_lit_on_the_picture(page: Page, base: str, store: Store) -> None:
    opened(page, base, store, "fr")
    page.locator("[data-line] input.input").first.focus()
    x, _, w, _ = (page.locator("[data-line]").first.get_attribute("data-box") or "").split(" ")
    lit = page.locator("[data-now]")
    expect(lit).to_have_attribute("x", str(int(x) - 8))
    expect(lit).to_have_attribute("width", str(int(w) + 16))


def test_somebody_elses_line_is_shown_and_not_written_over(page: Page, base: str, store: Store) -> None:
    page_id = opened(page, base, store, "fr", 3)
    with store.write() as session:
        stored, issue = page_queries.by_id(session, page_id)
        line = questions.lines_of(session, stored)[0]
        corrections.correct(session, issue, stored, line.box, "La police de Rabat", by="bob", tag=line.tag)
    field = page.locator("[data-line] input.input").first
    field.fill("La police au service de tous")
    page.keyboard.press("Enter")
    expect(page.locator("[data-theirs]")).to_have_text("La police de Rabat")
    assert text_of(store, page_id) == "La police de Rabat"
    field.focus()
    page.keyboard.press("Enter")  # having seen the other version, mine is kept
    expect(page.locator("[data-theirs]")).to_have_count(0)
    assert text_of(store, page_id) == "La police au service de tous"
