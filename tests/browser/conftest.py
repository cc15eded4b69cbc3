"""A real browser and a real site: what every test in Chromium begins with."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.types import ASGIApp, Receive, Scope, Send

from archive.settings import Settings
from archive.store import Store
from index.engine import engine_for
from index.updating import update_index
from tests.builders import an_account, an_issue
from tests.web.conftest import TEXTS, real_pictures
from web.app import create_app

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
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


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    """A page whose complaints (scripts, policy, missing files) fail the test; closed before its site."""
    assert base
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    # Chromium reports every 409 and 412 as an error; they are how a page hears that somebody was quicker.
    assert [message for message in said if not re.search("status of (409|412)", message)] == []
