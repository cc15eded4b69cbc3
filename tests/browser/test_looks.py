"""Every template as people set their devices: both languages, light and dark, more contrast, forced colours,
letters of twice the size; run by `make test-looks`. `test_look` has the rest, and axe once for every page.

With letters of 200 % nothing may be lost: no scrolling sideways (WCAG 1.4.10), no words cut off by a box that
does not grow (1.4.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.web.desk_examples import all_examples
from web.assets import BUILT, MANIFEST

gallery = pytest.importorskip("tests.browser.gallery")

pytestmark = [
    pytest.mark.looks,
    pytest.mark.skipif(
        not Path(gallery.CHROMIUM).exists(), reason="Chromium is not installed: apt install chromium"
    ),
    pytest.mark.skipif(
        not (BUILT / MANIFEST).exists(), reason="static/built is not made: python -m web.assets"
    ),
]

NAMES = [example[0] for example in all_examples("ar")]
PUBLIC = [name for name, template, _, _ in all_examples("ar") if not template.startswith("desk/")]
LOOKS = [
    (width, media)
    for width in (390, 1280)
    for media in (
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"contrast": "more"},
    )
]
#: Boxes whose words do not fit and cannot be scrolled to: the part that is out of sight holds letters.
CUT = """() => {
  const cut = [];
  for (const one of document.querySelectorAll("body *")) {
    const style = getComputedStyle(one);
    if (style.visibility === "hidden" || one.closest(".hidden, svg, select")) continue;
    const hides = (axis) => ["hidden", "clip"].includes(style[axis]);
    if (!hides("overflowX") && !hides("overflowY")) continue;
    const frame = one.getBoundingClientRect();
    if (frame.width <= 1) continue; // said to those who hear the page
    const words = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      if (!words.currentNode.data.trim() || words.currentNode.parentElement.closest(".hidden, svg")) continue;
      const range = document.createRange();
      range.selectNodeContents(words.currentNode);
      const box = range.getBoundingClientRect();
      const line = box.height / 3; // the part above and below its letters
      const over = (hides("overflowX") && (box.right > frame.right + 3 || box.left < frame.left - 3))
        || (hides("overflowY") && (box.bottom > frame.bottom + line || box.top < frame.top - line));
      if (!box.width || !over) continue;
      cut.push(one.tagName + "." + one.className + ": " + words.currentNode.data.trim().slice(0, 30));
      break;
    }
  }
  return cut;
}"""
#: Controls that a forced set of colours leaves without an edge, a line or a word.
BARE = """() => [...document.querySelectorAll("a[href], button, summary, input, select")].filter((one) => {
  if (!one.checkVisibility() || one.closest(".hidden")) return false;
  const style = getComputedStyle(one);
  const said = one.innerText?.trim() || one.getAttribute("aria-label") || one.labels?.length || one.value;
  return !said && !one.querySelector("img, svg") && style.borderBlockEndWidth === "0px";
}).map((one) => one.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with gallery.made(tmp_path_factory.mktemp("looks")) as served:
        yield served


@pytest.fixture(scope="module")
def play() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(play: Playwright) -> Iterator[Browser]:
    started = play.chromium.launch(executable_path=gallery.CHROMIUM, args=["--no-sandbox"])
    yield started
    started.close()


@pytest.fixture(scope="module")
def large_letters(play: Playwright) -> Iterator[Browser]:
    """A browser whose reader has set the letters to twice their usual size."""
    large = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
    started = play.chromium.launch(executable_path=gallery.CHROMIUM, args=["--no-sandbox", large])
    yield started
    started.close()


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_in_any_look(browser: Browser, address: str, name: str, language: str) -> None:
    if not gallery.AXE.exists():
        pytest.skip("axe-core is not installed: npm ci in tests/browser")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    found = gallery.look(page, f"{address}/html/{name}.{language}.html", axe=False)
    page.evaluate(gallery.AXE.read_text(encoding="utf-8"))
    for width, media in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(**{"color_scheme": "light", "contrast": "no-preference", **media})
        found += [f"{width} {media}: {fault}" for fault in gallery.axe_finds(page)]
    context.close()
    assert found == []


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_letters_of_twice_the_size_lose_nothing(
    large_letters: Browser, address: str, name: str, language: str
) -> None:
    context = large_letters.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/html/{name}.{language}.html")
    found = []
    for width in (1280, 640, 390):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate(gallery.WIDE)
        found += [f"at {width}: scrolls sideways, {wide}"] if wide else []
        found += [f"at {width}: cut off, {each}" for each in page.evaluate(CUT)]
    size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    context.close()
    assert size == 32
    assert found == []


#: How a thing looks: what of it a forced set of colours can still show.
LOOK = """(selector) => {
  const [, place, part] = /^(.*?)(::after)?$/.exec(selector);
  const style = getComputedStyle(document.querySelector(place), part);
  return [style.backgroundColor, style.borderBlockEndColor, style.borderBlockEndStyle].join();
}"""


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("coverage", ".c-issue", "body"),
        ("coverage", ".c-issue", ".c-unknown"),
        ("search", ".nav a[aria-current]", ".nav a:not([aria-current])"),
        ("search", ".choice > [aria-current]", ".choice > :not([aria-current])"),
        ("year", ".decadebar a[aria-current]", ".decadebar a:not([aria-current])"),
        ("reader", ".tool[aria-current]", ".tool:not([aria-current])"),
        ("reader", ".strip .tick[aria-current]::after", ".strip .tick:not([aria-current], .lit)::after"),
    ],
)
def test_forced_colours_show_where_one_is_and_what_there_is(
    browser: Browser, address: str, name: str, one: str, other: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}/html/{name}.ar.html")
    assert page.evaluate(LOOK, one) != page.evaluate(LOOK, other)
    context.close()


@pytest.mark.parametrize("name", PUBLIC)
def test_forced_colours_leave_every_control_and_state_seen(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}/html/{name}.ar.html")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(BARE) == []
    context.close()
