"""Cards of names chosen by keys alone, in either script; without a script the field is plain text."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Browser, Page, expect

from archive.models import Issue
from archive.queries import authorities
from archive.store import Store
from tests.browser.gallery import AXE, axe_finds
from tests.builders import PASSWORD
from tests.web.authority_builders import some_cards

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]


def _cards(store: Store) -> dict[str, str]:
    with store.read() as session:
        number = session.query(Issue).filter_by(source="one").one().id
    return some_cards(store, number)


def _sign_in(page: Page, base: str, language: str, then: str) -> None:
    page.goto(f"{base}/{language}/signin?next=/{language}/desk/{then}")
    page.fill('input[name="name"]', "alice")
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("language", "typed"), [("fr", "الأمن الوط"), ("ar", "direction")])
def test_a_card_is_chosen_by_keys_and_taken_out_again(
    page: Page, base: str, store: Store, language: str, typed: str
) -> None:
    cards = _cards(store)
    _sign_in(page, base, language, f"authorities/{cards['regional']}")
    box = page.get_by_role("combobox").nth(1)  # later names; the first is for earlier ones
    chips = page.locator("authority-picker").nth(1).locator(".picked .chip")
    expect(chips).to_have_count(1)
    box.focus()
    page.keyboard.press("Backspace")
    expect(chips).to_have_count(0)
    page.keyboard.type(typed)
    expect(box).to_have_attribute("aria-expanded", "true")
    option = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(chips).to_have_count(1)
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    page.keyboard.type("zzzz")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Control+s")
    page.wait_for_url("**done=same**")  # what stands there is what stood there
    with store.read() as session:
        assert authorities.whatever(session, cards["regional"]).later == (cards["dgsn"],)


def test_without_a_script_names_are_typed_as_text(browser: Browser, base: str, store: Store) -> None:
    cards = _cards(store)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    _sign_in(page, base, "fr", f"authorities/{cards['dgsn']}")
    page.fill('textarea[name="earlier"]', "")
    page.fill('textarea[name="later"]', "sûreté regionale")
    page.click('button[value="save"]')
    page.wait_for_url("**done=saved**")
    with store.read() as session:
        card = authorities.whatever(session, cards["dgsn"])
        assert (card.earlier, card.later) == ((), (cards["regional"],))
    context.close()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in tests/browser")
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pages_of_names_are_accessible(page: Page, base: str, store: Store, language: str) -> None:
    cards = _cards(store)
    _sign_in(page, base, language, "authorities")
    dgsn, regional = cards["dgsn"], cards["regional"]
    for path in (
        "desk/authorities",
        "desk/authorities/new?kind=organisation",
        f"desk/authorities/{dgsn}",
        f"desk/authorities/{regional}/merge?into={dgsn}",
        "authorities",
        f"ark:/99999/{dgsn}",
    ):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{base}/{language}/{path}")
            if path == f"desk/authorities/{dgsn}":
                page.get_by_role("combobox").first.focus()
                page.keyboard.type("الأمن")
                expect(page.get_by_role("combobox").first).to_have_attribute("aria-expanded", "true")
            page.evaluate(AXE.read_text(encoding="utf-8"))
            assert axe_finds(page) == [], (path, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
            if path == f"desk/authorities/{dgsn}":
                page.keyboard.press("Control+a")
                page.keyboard.press("Delete")
