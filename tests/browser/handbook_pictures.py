"""`make handbook-pictures`: draws the pictures of the handbook anew, out of the demonstration's own pages.

    python -m tests.browser.handbook_pictures HOME

HOME is an archive that `make run` made; a copy of it is served, so that nothing in it changes. Each picture
is what an archivist sees in one language, `static/img/help-NAME-LANGUAGE.webp`; `web.handbook` names them.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from archive.models import Account, Issue
from archive.settings import Settings
from archive.store import Store
from tests.benchmarks.site_speed import free_port, served, wait_for
from tests.browser.conftest import FLAGS
from web.assets import STATIC
from web.handbook import DRAWN, PICTURE_SIZE, PICTURES

#: A file of a picture is at most so large, in bytes: a chapter is read over a slow line, too.
LARGEST = 60_000


def draw(page: Page, address: str) -> bytes:
    """One page of the desk as a picture."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement.blur()")
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for quality in (80, 70, 60, 50, 40):
        buffer = io.BytesIO()
        shot.resize(PICTURE_SIZE, Image.Resampling.LANCZOS).save(buffer, "WEBP", quality=quality, method=6)
        if buffer.tell() <= LARGEST:
            break
    return buffer.getvalue()


def prepared(home: Path) -> tuple[str, str, str]:
    """Name and password of somebody who may do everything; the key of the issue with two fronts."""
    store = Store(Settings(home=home))
    with store.write() as session:
        session.query(Account).one().role = "administrator"
        key = max(session.query(Issue), key=lambda issue: len(issue.articles)).key
    store.close()
    told = json.loads((home / "demonstration.json").read_text())
    return told["name"], told["password"], key


def main(home: Path) -> None:
    """Draw them all."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy, symlinks=True)
        name, password, key = prepared(copy)
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        with served(Settings(home=copy), "--port", str(port)), sync_playwright() as playwright:
            wait_for(port)
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            page = browser.new_page(viewport={"width": 1120, "height": 700})
            page.goto(f"{base}/fr/signin")
            page.fill('input[name="name"]', name)
            page.fill('input[name="password"]', password)
            page.keyboard.press("Enter")
            page.wait_for_selector(".deskhead")
            for language in DRAWN:
                for picture, path in PICTURES.items():
                    made = draw(page, f"{base}/{language}/desk/{path.format(key=key)}")
                    (STATIC / "img" / f"help-{picture}-{language}.webp").write_bytes(made)
                    print(f"{picture} {language}: {len(made):,} bytes")
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
