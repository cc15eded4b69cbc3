"""A real browser and a real site: what every test in Chromium begins with."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import MethodType
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from starlette.types import ASGIApp, Receive, Scope, Send

from archive.settings import Settings
from archive.store import Store
from index.engine import engine_for
from index.updating import update_index
from tests.builders import an_account, an_issue
from tests.web.conftest import TEXTS, real_pictures
from web.app import create_app

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield opened
        opened.close()


def _late_scripts(app: ASGIApp) -> ASGIApp:
    """The site as on a slow line: scripts come SLOW_SCRIPTS seconds late (a variable of the environment).

    What a person does before a script is there must not be lost, and no test may count on its being quick.
    """
    seconds = float(os.environ.get("SLOW_SCRIPTS", "0"))
    if not seconds:
        return app

    async def late(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].endswith(".js"):
            await asyncio.sleep(seconds)
        await app(scope, receive, send)

    return late


@contextmanager
def served(settings: Settings, store: Store) -> Iterator[str]:
    """The address of a site of what the store holds, indexed, served by a thread until the block ends."""
    engine = engine_for(settings)
    update_index(store, engine)
    engine.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    app = _late_scripts(create_app(settings.model_copy(update={"url": address})))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def base(settings: Settings, store: Store) -> Iterator[str]:
    """The address of the site, served by a thread of this process."""
    for source, state in (("one", "published"), ("two", "draft")):
        issue = an_issue(store, TEXTS, pictures=True, two_streams=True, state=state, source=source)
        real_pictures(store, issue, every=True)
    an_account(store)
    with served(settings, store) as address:
        yield address


def _with_scripts(act: Callable[..., object], page: Callable[[Any], Page]) -> Callable[..., object]:
    @wraps(act)
    def acting(self: Any, *args: Any, **kwargs: Any) -> object:
        page(self).wait_for_load_state()  # modules run before a page counts as loaded
        return act(self, *args, **kwargs)

    return acting


@pytest.fixture(autouse=True)
def scripts_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever presses a key or a button in a test has waited for the page, as people do.

    Playwright waits for the element alone; on a busy machine keys were pressed before a script heard them.
    """
    for name in ("click", "drag_to", "fill", "focus", "hover", "press", "tap"):
        monkeypatch.setattr(Locator, name, _with_scripts(getattr(Locator, name), lambda self: self.page))


def patient(page: Page) -> Page:
    """The page, whose keys and pointer wait for scripts as well."""
    for device, names in ((page.keyboard, ("press", "type")), (page.mouse, ("move", "click"))):
        for name in names:
            heard = _with_scripts(getattr(type(device), name), lambda _: page)
            setattr(device, name, MethodType(heard, device))
    return page


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    """A page whose complaints (scripts, policy, missing files) fail the test; closed before its site."""
    assert base
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = patient(context.new_page())
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    # Chromium reports every 409 and 412 as an error; they are how a page hears that somebody was quicker.
    assert [message for message in said if not re.search("status of (409|412)", message)] == []
