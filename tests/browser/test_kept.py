"""Issues kept in the browser: read and searched without a network, gone when the archive takes them back."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import Browser

from archive.actions import changes, issues
from archive.queries.issues import facts
from archive.store import Store
from web.assets import BUILT, MANIFEST

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed"),
    pytest.mark.skipif(not (BUILT / MANIFEST).exists(), reason="static/built is not made"),
]


def test_a_kept_issue_is_read_and_searched_without_a_network_and_goes_when_it_is_withdrawn(
    browser: Browser, base: str, store: Store
) -> None:
    with store.read() as session:
        issue = facts(session, public=True)[0]
    address = f"{base}/fr/ark:/99999/{issue.key}"
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Garder ce numéro").click()
    page.wait_for_selector("keep-issue a", timeout=60_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")

    context.set_offline(True)
    page.goto(f"{address}/p1")
    page.wait_for_url(re.compile(rf"/fr/kept#{issue.key}/p1$"))
    page.wait_for_selector(".kept-page img")
    assert page.evaluate("document.querySelector('.kept-page img').decode().then(() => 'shown')") == "shown"
    assert page.get_attribute(".kept-page .prose", "dir") == "rtl"
    page.fill("#kept-find", "القاهره")  # as people type it
    page.keyboard.press("Enter")
    page.wait_for_selector(".kept-page mark")
    assert "القاهرة" in page.inner_text(".kept-page mark")
    page.fill("#kept-find", "economie")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/p4\?economie$"))

    context.set_offline(False)
    with store.write() as session:
        change_set = changes.begin(session, by="alice")
        issues.withdraw(session, change_set, issues.by_key(session, issue.key))
    page.goto(f"{base}/fr/kept")
    page.get_by_text("Ce navigateur ne garde encore aucun numéro").wait_for()
    assert page.evaluate("caches.keys()") == ["kept-shell"]
    context.close()


def test_a_copy_that_has_expired_is_dropped_without_asking(browser: Browser, base: str, store: Store) -> None:
    with store.read() as session:
        key = facts(session, public=True)[0].key
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{base}/fr/ark:/99999/{key}")
    page.get_by_role("button", name="Garder ce numéro").click()
    page.wait_for_selector("keep-issue a", timeout=60_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    age = """async (key) => {
      const cache = await caches.open("issue-" + key);
      const data = await (await cache.match("/kept/" + key)).json();
      data.until = "2020-01-01T00:00:00Z";
      await cache.put("/kept/" + key, new Response(JSON.stringify(data)));
    }"""
    page.evaluate(age, key)
    context.set_offline(True)
    page.goto(f"{base}/fr/kept#{key}")
    page.get_by_text("Ce navigateur ne garde encore aucun numéro").wait_for()
    assert page.evaluate("caches.has('issue-' + arguments)".replace("arguments", f"'{key}'")) is False
    context.close()
