"""Draws every template with its example: `python tests/browser/gallery.py FOLDER [NAME…]`.

Writes the pages, serves them with the site's security policy, and takes pictures at 390 and 1280 px in Arabic
and French (`--looks` adds dark and high contrast). Pictures come from scans/sample where there is one, else
they are drawn here. Reports what the console said, sideways scrolling, and what axe-core finds.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from PIL import Image, ImageDraw  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.web.desk_examples import all_examples  # noqa: E402
from web.rendering import render  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
AXE = Path(__file__).resolve().parent / "node_modules" / "axe-core" / "axe.min.js"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
#: Elements that stick out of the window and are not inside something that scrolls.
WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return null;
  const out = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    if (!(box.right > root.clientWidth + 1 || box.left < -1) || box.width === 0) return false;
    for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return false;
    return true;
  });
  return root.scrollWidth + " " + out.slice(0, 4).map((one) => one.tagName + "." + one.className).join(" | ");
}"""


def _samples() -> list[Path]:
    return sorted(path for path in (ROOT / "scans" / "sample").rglob("*") if path.suffix in (".jpg", ".jpeg"))


def _drawn(number: int, size: tuple[int, int]) -> Image.Image:
    """A page that is none: paper, a headline and lines."""
    tint = ((216, 190, 130), (160, 180, 170), (190, 90, 70), (90, 110, 150), (230, 225, 210))[number % 5]
    image = Image.new("RGB", size, tint)
    pen = ImageDraw.Draw(image)
    width, height = size
    pen.rectangle((width * 0.1, height * 0.08, width * 0.9, height * 0.16), fill=(40, 40, 44))
    for line in range(24):
        y = height * (0.24 + line * 0.028)
        pen.rectangle(
            (width * 0.1, y, width * (0.46 if line % 7 else 0.3), y + height * 0.01), fill=(90, 86, 80)
        )
        pen.rectangle((width * 0.54, y, width * 0.9, y + height * 0.01), fill=(90, 86, 80))
    return image


def make_pictures(folder: Path) -> None:
    """Covers, pages, a strip and a peek under the names the examples use."""
    folder.mkdir(parents=True, exist_ok=True)
    samples = _samples()
    fronts = [path for path in samples if path.stem.endswith("01")] or samples

    def picture(paths: list[Path], number: int, size: tuple[int, int]) -> Image.Image:
        if not paths:
            return _drawn(number, size)
        return Image.open(paths[number % len(paths)]).convert("RGB").resize(size)

    for number in range(12):
        picture(fronts, number, (420, 560)).save(folder / f"cover-{number}.jpg", quality=80)
    for number in range(6):
        picture(samples, number * 3 + 2, (1200, 1600)).save(folder / f"page-{number}.jpg", quality=80)
    leaf = picture(samples, 2, (1200, 1600))
    leaf.crop((150, 700, 1050, 850)).save(folder / "strip.jpg", quality=80)
    leaf.crop((550, 100, 1150, 800)).save(folder / "peek.jpg", quality=80)


def make_zoom(folder: Path) -> None:
    """The image service of the example page: an info.json and the sizes it names."""
    service = folder / "iiif" / "3" / "x.p12.v1"
    sizes = [{"width": width, "height": width * 4 // 3} for width in (300, 600, 1200)]
    leaf = Image.open(folder / "pictures" / "page-2.jpg")
    for size in sizes:
        place = service / "full" / f"{size['width']},{size['height']}" / "0"
        place.mkdir(parents=True, exist_ok=True)
        leaf.resize((size["width"], size["height"])).save(place / "default.jpg", quality=80)
    info = {
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": "/iiif/3/x.p12.v1",
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level0",
        "width": 1200,
        "height": 1600,
        "sizes": sizes,
    }
    (service / "info.json").write_text(json.dumps(info), "utf-8")


def write_pages(folder: Path, names: list[str], languages: tuple[str, ...] = ("ar", "fr")) -> list[str]:
    """The examples as files; returns their names, "home.ar" and so on."""
    made = []
    (folder / "html").mkdir(parents=True, exist_ok=True)
    for language in languages:
        for name, template, context, site in all_examples(language):
            if not names or name in names:
                (folder / "html" / f"{name}.{language}.html").write_text(
                    render(template, context, site), "utf-8"
                )
                made.append(f"{name}.{language}")
    return made


class _Handler(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        clean = path.split("?")[0]
        if clean.startswith("/static/"):
            return str(ROOT / "web" / clean.lstrip("/"))
        return super().translate_path(path)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
        return


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a port of its own, with the site's policy."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def made(folder: Path) -> Iterator[str]:
    """Every page of the examples, made in the folder and served from it."""
    make_pictures(folder / "pictures")
    make_zoom(folder)
    write_pages(folder, [])
    with served(folder) as address:
        yield address


@contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *arguments])
        yield browser
        browser.close()


def look(page: Page, address: str, axe: bool = True) -> list[str]:
    """Opens a page and says what is wrong with it."""
    faults: list[str] = []
    page.on(
        "console",
        lambda said: (
            faults.append(f"console: {said.text}")
            if said.type in ("error", "warning") and "404" not in said.text
            else None
        ),
    )
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.evaluate("for (const image of document.images) image.loading = 'eager'")
    page.evaluate("Promise.all([...document.images].map((image) => image.decode().catch(() => null)))")
    wide = page.evaluate(WIDE)
    if wide:
        faults.append(f"scrolls sideways: {wide}")
    if axe and AXE.exists():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        faults += axe_finds(page)
    return faults


def axe_finds(page: Page) -> list[str]:
    """What axe-core, which the page has been given, finds in it as it looks now."""
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"axe {fault['impact']}: {fault['id']} "
        + json.dumps([node["target"] for node in fault["nodes"][:3]], ensure_ascii=False)
        for fault in found["violations"]
    ]


def main() -> int:
    """Draws the gallery. Returns 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--looks", action="store_true")
    parser.add_argument("--widths", default="390,1280")
    wanted = parser.parse_args()
    make_pictures(wanted.folder / "pictures")
    make_zoom(wanted.folder)
    pages = write_pages(wanted.folder, wanted.names)
    (wanted.folder / "shots").mkdir(exist_ok=True)
    count = 0
    looks = ("light", "dark", "contrast") if wanted.looks else ("light",)
    with served(wanted.folder) as address, chromium() as browser:
        for name in pages:
            for width in map(int, wanted.widths.split(",")):
                for theme in looks:
                    context = browser.new_context(viewport={"width": width, "height": 900})
                    context.add_init_script(
                        f"localStorage.setItem('theme', '{theme}')" if theme != "light" else ""
                    )
                    page = context.new_page()
                    for fault in look(page, f"{address}/html/{name}.html"):
                        count += 1
                        print(f"{name} {width} {theme}: {fault}")
                    page.screenshot(
                        path=wanted.folder / "shots" / f"{name}-{width}-{theme}.png", full_page=True
                    )
                    context.close()
    print(f"{len(pages)} pages, {count} findings, in {wanted.folder}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
