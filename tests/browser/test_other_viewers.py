"""Mirador, Universal Viewer and Tify on our streams: "next" must continue the reading, words must be found.

They are fetched by `make viewers` (the packages alone, without what they are built from).
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import reading_room
from tests.browser.reading_room import Room

VIEWERS = Path(__file__).resolve().parent / "viewers"
BOX = 'style="position:fixed;inset:0"'
PAGES = {
    "mirador": f"""<div id="v" {BOX}></div><script src="/mirador/dist/mirador.min.js"></script>
      <script>const m = Mirador.viewer({{id: "v", windows: [{{manifestId: MANIFEST}}]}});
      window.at = () => Object.values(m.store.getState().windows)[0].canvasId;</script>""",
    "universalviewer": f"""<link rel="stylesheet" href="/universalviewer/dist/uv.css">
      <div id="v" class="uv" {BOX}></div><script src="/universalviewer/dist/umd/UV.js"></script>
      <script>const uv = UV.init("v", {{manifest: MANIFEST, embedded: true}}); let index = 0;
      uv.on("canvasIndexChange", (to) => {{ index = to; }}); window.at = () => CANVASES[index];</script>""",
    "tify": f"""<link rel="stylesheet" href="/tify/dist/tify.css"><div id="v" {BOX}></div>
      <script type="module">import Tify from "/tify/dist/tify.js";
      const t = new (window.Tify ?? Tify)({{container: "#v", manifestUrl: MANIFEST, urlQueryKey: "tify"}});
      window.at = () => {{ const said = new URL(location.href).searchParams.get("tify");
        return CANVASES[(said ? JSON.parse(said).pages?.[0] ?? 1 : 1) - 1]; }};</script>""",
}
NEXT = {
    "mirador": 'button[aria-label="Next item"]',
    # Its class "next" is the button on the right, which in an Arabic stream leads back and says so.
    "universalviewer": 'button[title^="Next"]',
    "tify": 'button[title="Next page"], button[aria-label="Next page"]',
}
READY = {"mirador": "canvas", "universalviewer": ".openseadragon-canvas canvas", "tify": "canvas"}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
    pytest.mark.skipif(not (VIEWERS / "tify").exists(), reason="the viewers are not here: make viewers"),
]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with reading_room.opened(tmp_path_factory.mktemp("room") / "home") as made:
        yield made


class _Served(SimpleHTTPRequestHandler):
    pages: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        name = self.path.partition("?")[0].strip("/")
        if name not in self.pages:
            super().do_GET()
            return
        body = self.pages[name].encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Served, directory=str(VIEWERS)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _opened(page: Page, served: str, room: Room, viewer: str, stream: int) -> list[str]:
    """The viewer with a stream's manifest; returns the ids of its canvases in the stream's order."""
    manifest = f"{room.base}/iiif/manifest/{room.key}/{stream}.json"
    canvases = [each["id"] for each in page.request.get(manifest).json()["items"]]
    script = f"<script>const MANIFEST = {json.dumps(manifest)}, CANVASES = {json.dumps(canvases)};</script>"
    _Served.pages[f"{viewer}-{stream}"] = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{viewer}</title>{script}{PAGES[viewer]}'
    )
    page.goto(f"{served}/{viewer}-{stream}")
    page.wait_for_selector(READY[viewer], state="attached", timeout=60_000)
    page.wait_for_function("window.at && window.at()", timeout=30_000)
    return canvases


@pytest.mark.parametrize("stream", [1, 2], ids=["arabic", "french"])
@pytest.mark.parametrize("viewer", list(PAGES))
def test_next_in_another_viewer_continues_the_reading(
    browser: Browser, served: str, room: Room, viewer: str, stream: int
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 840})
    page = context.new_page()
    canvases = _opened(page, served, room, viewer, stream)
    assert page.evaluate("window.at()") == canvases[0]
    button = page.locator(NEXT[viewer]).locator("visible=true").first
    button.wait_for(timeout=30_000)
    button.click()
    page.wait_for_function("(first) => window.at() !== first", arg=canvases[0], timeout=20_000)
    came = page.evaluate("window.at()")
    context.close()
    # Where two pages are shown at once the next spread begins with the second page too: the cover lies alone.
    assert came == canvases[1]


def test_words_are_completed_and_found_inside_an_issue_in_mirador(
    browser: Browser, served: str, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads Content Search 1 alone: what the site finds is found there, and leads to its page."""
    panel = 'window: {sideBarOpen: true, defaultSideBarPanel: "search"}, windows:'
    monkeypatch.setitem(PAGES, "mirador", PAGES["mirador"].replace("windows:", panel, 1))
    context = browser.new_context(viewport={"width": 1280, "height": 840})
    page = context.new_page()
    canvases = _opened(page, served, room, "mirador", 1)
    field = page.get_by_role("combobox", name="search terms")
    field.press_sequentially("الشر")
    page.get_by_role("option", name="الشرطة").wait_for(timeout=20_000)
    field.fill("الشرطه")
    field.press("Enter")
    page.get_by_text("1 of 3").wait_for(timeout=20_000)
    page.get_by_role("button", name="Next result").click()
    page.wait_for_function("(third) => window.at() === third", arg=canvases[2], timeout=20_000)
    context.close()


def test_words_are_found_inside_an_issue_in_universal_viewer(
    browser: Browser, served: str, room: Room
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 840})
    page = context.new_page()
    _opened(page, served, room, "universalviewer", 2)
    field = page.locator("#searchWithinInput")
    field.wait_for(timeout=30_000)
    with page.expect_response(lambda answer: "/iiif/search/1/" in answer.url) as answered:
        field.fill("polices")
        field.press("Enter")
    assert len(answered.value.json()["resources"]) == 3
    page.get_by_text("3 results found").wait_for(timeout=20_000)
    context.close()
