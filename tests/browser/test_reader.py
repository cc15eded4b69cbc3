"""The reader in Chromium: every control by mouse, touch and keyboard, in Arabic and French, on a two-front
issue.

Faults of other readers that must not come back here are named where they are tested: BookReader #580 (the
slider of a right-to-left book runs the wrong way) and #1305 (its first spread), Universal Viewer #1068
(thumbnails that no key reaches)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import reading_room
from tests.browser.reading_room import Room

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]
LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr"])
#: A page inside each half, its direction.
HALVES = pytest.mark.parametrize(("number", "direction"), [(2, "rtl"), (8, "ltr")])
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with reading_room.opened(tmp_path_factory.mktemp("room") / "home") as made:
        yield made


@pytest.fixture
def read(browser: Browser, room: Room) -> Iterator[Opener]:
    yield from opener_of(browser, room)


def opener_of(browser: Browser, room: Room) -> Iterator[Opener]:
    """Opens a page of the issue; whatever its scripts or the policy complain of fails the test."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def opener(language: str, rest: str, *, phone: bool = False, **options: object) -> Page:
        shape: dict[str, object] = {"viewport": {"width": 1280, "height": 840}}
        if phone:
            shape = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
            shape["device_scale_factor"] = 3
        context = browser.new_context(**{**shape, "reduced_motion": "reduce", **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda told: said.append(told.text) if told.type == "error" else None)
        page.goto(room.url(language, rest))
        if options.get("java_script_enabled", True):
            page.wait_for_function("customElements.get('page-viewer') !== undefined")
        return page

    yield opener
    for context in contexts:
        context.close()
    assert said == []


def at(page: Page, number: int) -> None:
    """The address and what is on the screen are page `number`."""
    page.wait_for_url(re.compile(rf"/p{number}(\?|$|#)"))
    page.wait_for_selector(f'.reader[data-page="{number}"]')


def ahead(direction: str) -> str:
    return "ArrowLeft" if direction == "rtl" else "ArrowRight"


def behind(direction: str) -> str:
    return "ArrowRight" if direction == "rtl" else "ArrowLeft"


def cut_out(page: Page) -> None:
    """Choose a zone of the page with the mouse: from a quarter to three quarters across, to half way down."""
    page.click(".tail [data-do=clip]")
    frame = page.locator(".pic").bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + frame["width"] * 0.25, frame["y"] + frame["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.75, frame["y"] + frame["height"] * 0.5, steps=6)
    page.mouse.up()
    page.wait_for_url(re.compile(r"xywh="))


def swipe(page: Page, by: int) -> None:
    """A finger drawn sideways across the page by so many pixels."""
    client = page.context.new_cdp_session(page)
    start = 195 - by // 2

    def touch(kind: str, x: int | None) -> None:
        points = [] if x is None else [{"x": x, "y": 400}]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", start)
    for step in range(1, 7):
        touch("touchMove", start + by * step // 6)
    touch("touchEnd", None)


# --- next continues the reading, by every way of asking for it ------------------------------------------


@LANGUAGES
@HALVES
def test_next_by_mouse_lies_on_the_side_to_which_the_half_turns(
    read: Opener, language: str, number: int, direction: str
) -> None:
    page = read(language, f"p{number}")
    forward = page.locator(".turn[rel=next]").bounding_box()
    back = page.locator(".turn[rel=prev]").bounding_box()
    assert forward is not None
    assert back is not None
    assert (forward["x"] < back["x"]) is (direction == "rtl")
    page.click(".turn[rel=next]")
    at(page, number + 1)
    page.click(".turn[rel=prev]")
    at(page, number)


@LANGUAGES
@HALVES
def test_keys_turn_to_the_side_they_show_and_the_focus_stays(
    read: Opener, language: str, number: int, direction: str
) -> None:
    page = read(language, f"p{number}")
    page.focus(".turn[rel=next]")
    for key, to in (
        (ahead(direction), number + 1),
        (behind(direction), number),
        ("PageDown", number + 1),
        ("PageUp", number),
        ("n", number + 1),
        ("p", number),
    ):
        page.keyboard.press(key)
        at(page, to)
    assert page.evaluate("document.activeElement.dataset.key") == "turn-next"
    expect(page.locator("#said")).to_have_text(re.compile(r"\d"))
    page.keyboard.press("End")
    at(page, 6 if number < 7 else 12)
    page.keyboard.press("Home")
    at(page, 1 if number < 7 else 7)


@LANGUAGES
@HALVES
def test_a_finger_draws_the_next_page_from_the_side_where_it_lies(
    read: Opener, language: str, number: int, direction: str
) -> None:
    page = read(language, f"p{number}", phone=True)
    page.tap(".hands [rel=next]")
    at(page, number + 1)
    page.tap(".hands [rel=prev]")
    at(page, number)
    forwards = 220 if direction == "rtl" else -220
    swipe(page, forwards)
    at(page, number + 1)
    swipe(page, -forwards)
    at(page, number)


@LANGUAGES
@HALVES
def test_the_slider_runs_as_the_half_is_read_bookreader_580(
    read: Opener, language: str, number: int, direction: str
) -> None:
    page = read(language, f"p{number}")
    ticks = page.locator(".ticks.current .tick")
    first, second = ticks.nth(0).bounding_box(), ticks.nth(1).bounding_box()
    assert first is not None
    assert second is not None
    assert (second["x"] < first["x"]) is (direction == "rtl")
    slider = page.get_by_role("slider").first
    slider.focus()
    page.keyboard.press(ahead(direction))
    at(page, number + 1)
    assert page.evaluate("document.activeElement.getAttribute('role')") == "slider"
    assert page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    # With the mouse: to the place of the half's last page, as it lies.
    target = page.locator(".ticks.current .tick").last.bounding_box()
    here = page.locator(".ticks.current [aria-current]").bounding_box()
    assert target is not None
    assert here is not None
    page.mouse.move(here["x"] + here["width"] / 2, here["y"] + 10)
    page.mouse.down()
    page.mouse.move(target["x"] + target["width"] / 2, here["y"] + 10, steps=5)
    page.mouse.up()
    at(page, 6 if direction == "rtl" else 12)


@LANGUAGES
def test_the_first_spread_has_the_cover_alone_on_its_own_side_bookreader_1305(
    read: Opener, language: str
) -> None:
    for cover, second, third, rtl in ((1, 2, 3, True), (7, 8, 9, False)):
        page = read(language, f"p{cover}?view=two")
        leaves = page.locator(".leaves").bounding_box()
        shown = page.locator(".sheetleaf .pic").bounding_box()
        assert page.locator(".sheetleaf").count() == 1
        assert leaves is not None
        assert shown is not None
        spine = leaves["x"] + leaves["width"] / 2
        # Left of the spine where the magazine opens from the right, right of it where it opens from the left.
        assert abs((shown["x"] + shown["width"] if rtl else shown["x"]) - spine) < 3
        page.keyboard.press(ahead("rtl" if rtl else "ltr"))
        at(page, second)
        one = page.locator(f"#p{second} .pic").bounding_box()
        two = page.locator(f"#p{third} .pic").bounding_box()
        assert one is not None
        assert two is not None
        assert (one["x"] > two["x"]) is rtl
        page.keyboard.press("PageDown")
        at(page, third + 1)
        page.keyboard.press("PageUp")
        at(page, second)


@LANGUAGES
def test_over_the_seam_the_direction_turns_and_back(read: Opener, language: str) -> None:
    page = read(language, "p6")
    assert page.get_attribute(".leaf", "dir") == "rtl"
    page.keyboard.press("ArrowLeft")
    at(page, 7)
    assert page.get_attribute(".leaf", "dir") == "ltr"
    page.keyboard.press("ArrowRight")
    at(page, 8)
    page.keyboard.press("ArrowLeft")
    at(page, 7)
    page.keyboard.press("ArrowLeft")
    at(page, 6)
    assert page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")


@LANGUAGES
def test_thumbnails_are_reached_and_left_by_keys_universal_viewer_1068(read: Opener, language: str) -> None:
    for rest in ("p2?view=grid", "p2?panels=film"):
        page = read(language, rest)
        links = page.locator(".leaflets a")
        assert links.count() == 12
        page.focus(".leaflets [aria-current]")
        page.keyboard.press("ArrowLeft")  # the Arabic half lies from the right: left is the next page
        assert str(page.evaluate("document.activeElement.pathname")).endswith("/p3")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline not in ("0px", "")
        page.keyboard.press("Enter")
        at(page, 3)
        # Tab goes from one to the next and in the end out of them: no trap.
        page.focus(".leaflets a >> nth=11")
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('.leaflets')")


@LANGUAGES
@HALVES
def test_all_below_each_other_the_address_follows_and_next_goes_down(
    read: Opener, language: str, number: int, direction: str
) -> None:
    page = read(language, f"p{number}?view=scroll")
    assert page.locator(".sheetleaf").count() == 6
    page.keyboard.press(ahead(direction))
    page.wait_for_url(re.compile(rf"/p{number + 1}\?"))
    page.wait_for_timeout(1000)
    box = page.locator(f"#p{number + 1}").bounding_box()
    assert box is not None
    assert -40 < box["y"] < 300
    page.mouse.move(640, 400)
    for _ in range(12):
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(60)
    page.wait_for_function(f"!location.pathname.endsWith('/p{number + 1}')", timeout=5000)
    page.reload()
    now = page.url
    page.wait_for_timeout(700)
    assert page.url == now
    shown = page.locator(".sheetleaf.now").bounding_box()
    assert shown is not None
    assert shown["y"] < 840


# --- the address, zoom, text ----------------------------------------------------------------------------


@LANGUAGES
def test_what_is_enlarged_is_in_the_address_and_comes_back_from_it(read: Opener, language: str) -> None:
    page = read(language, "p8?q=police")
    assert page.locator("rect.hit").count() >= 0
    page.mouse.move(640, 400)
    page.mouse.wheel(0, -200)
    page.wait_for_selector("page-viewer.zooming")
    page.keyboard.press("+")
    page.wait_for_url(re.compile(r"xywh=\d+,\d+,\d+,\d+"))
    page.wait_for_timeout(600)
    zone = [int(part) for part in page.url.rpartition("xywh=")[2].partition("&")[0].split(",")]
    page.reload()
    page.wait_for_selector("page-viewer.zooming")
    seen = page.evaluate("document.querySelector('page-viewer').zoom.zone()")
    assert seen["x"] <= zone[0] + 8
    assert seen["y"] <= zone[1] + 8
    assert seen["x"] + seen["w"] >= zone[0] + zone[2] - 8
    page.keyboard.press("0")
    page.wait_for_selector("page-viewer:not(.zooming)")
    page.wait_for_function("!location.search.includes('xywh')")
    assert "q=police" in page.url


@LANGUAGES
@HALVES
def test_a_spread_is_enlarged_and_moved_as_one_picture(
    read: Opener, language: str, number: int, direction: str
) -> None:
    page = read(language, f"p{number}?view=two&q=police")
    before = [page.locator(f"#p{each} .pic").bounding_box() for each in (number, number + 1)]
    page.click("[data-do=in]")
    page.wait_for_selector(".leaves.preparing > .well canvas")
    page.wait_for_selector("page-viewer.zooming", state="attached")
    assert page.locator("page-viewer.zooming").count() == 2
    assert page.locator(".well").filter(has=page.locator("canvas")).count() == 1
    lying = page.evaluate(
        """() => [...document.querySelectorAll("page-viewer")].map((each) => {
          const { x, y, width, height } = each.zoom.viewer.viewport
            .viewportToViewerElementRectangle(each.zoom.whole());
          return [x, y, width, height];
        })"""
    )
    first, second = lying
    # Both are as high and touch at the spine, the one that is read first on the side where it lay.
    assert abs(first[3] - second[3]) < 1
    assert abs(first[1] - second[1]) < 1
    left, right = (second, first) if direction == "rtl" else (first, second)
    assert abs(left[0] + left[2] - right[0]) < 1
    assert before[0] is not None
    assert before[1] is not None
    assert (before[0]["x"] < before[1]["x"]) is (first[0] < second[0])
    # Drawn to the other page, the address names it, and comes back to it.
    frame = page.locator(".leaves").bounding_box()
    assert frame is not None
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    pulled = 250 if direction == "rtl" else -250
    page.mouse.move(x - pulled / 2, y)
    page.mouse.down()
    page.mouse.move(x + pulled / 2, y, steps=8)
    page.wait_for_timeout(200)
    page.mouse.up()
    page.wait_for_url(re.compile(rf"/p{number + 1}\?.*xywh=\d+,\d+,\d+,\d+"))
    assert "view=two" in page.url
    page.reload()
    page.wait_for_selector(".leaves.preparing > .well canvas")
    page.wait_for_selector(f"#p{number + 1}.now page-viewer.zooming")
    page.keyboard.press("0")
    page.wait_for_selector("page-viewer.zooming", state="detached")
    page.wait_for_function("!location.search.includes('xywh')")
    assert page.locator(".leaves > .well").count() == 0
    assert page.locator(".pic > .lights").count() == 2


@LANGUAGES
def test_every_way_of_looking_and_every_panel_by_key_and_mouse(read: Opener, language: str) -> None:
    page = read(language, "p8")
    for key, view in (("2", "two"), ("3", "scroll"), ("4", "grid"), ("5", "text"), ("1", "one")):
        page.keyboard.press(key)
        page.wait_for_selector(f".reader.view-{view}")
        assert ("view=" in page.url) is (view != "one")
    for view in ("two", "scroll", "grid", "text", "one"):
        page.click(f"[data-key=view-{view}]")
        page.wait_for_selector(f".reader.view-{view}")
    page.keyboard.press("c")
    page.wait_for_selector(".stage.no-contents")
    assert not page.locator("#contents").is_visible()
    page.click("[data-key=panel-text]")
    page.wait_for_selector(".stage.no-text")
    page.keyboard.press("v")
    page.wait_for_selector(".film")
    assert "panels=film" in page.url
    page.go_back()
    page.wait_for_selector(".reader:not(.with-film)")
    page.click("[data-key=turn]")
    page.wait_for_selector(".turned-90")
    page.keyboard.press("r")
    page.wait_for_selector(".turned-180")


@LANGUAGES
def test_a_line_and_its_place_are_tied_both_ways(read: Opener, language: str) -> None:
    page = read(language, "p2")
    page.hover("#l3")
    mark = page.locator(".lights .now")
    assert mark.get_attribute("visibility") == "visible"
    box = page.get_attribute("#l3", "data-box")
    assert box is not None
    assert mark.get_attribute("y") == box.split()[1]
    x, y, w, h = (int(part) for part in str(page.get_attribute("#l5", "data-box")).split())
    spot = page.evaluate(
        """([x, y]) => {
          const frame = document.querySelector(".pic").getBoundingClientRect();
          return [frame.left + frame.width * x / 1200, frame.top + frame.height * y / 1600];
        }""",
        [x + w / 2, y + h / 2],
    )
    page.mouse.move(*spot)
    page.wait_for_selector("#l5.now")


@LANGUAGES
@pytest.mark.parametrize(
    ("number", "copied"),
    [
        (2, "السلامة\nالطرقية\n\nكل صباح تعبر\nآلاف العربات الطريق"),
        (8, "La sécurité\nroutière\n\nChaque matin des\nmilliers de véhicules"),
    ],
)
def test_text_is_selected_on_the_picture_and_copied_as_it_is_read(
    read: Opener, language: str, number: int, copied: str
) -> None:
    page = read(language, f"p{number}", permissions=["clipboard-read", "clipboard-write"])
    page.hover(".pic")
    page.wait_for_selector(".textlayer text", state="attached")
    spots = page.evaluate(
        """() => {
          const groups = [...document.querySelectorAll(".textlayer g")].slice(0, 4);
          const first = groups[0].firstElementChild, last = groups[3].lastElementChild;
          const a = first.getBoundingClientRect(), b = last.getBoundingClientRect();
          const rtl = first.getAttribute("direction") === "rtl";
          const from = rtl ? a.right - 1 : a.left + 1, to = rtl ? b.left + 1 : b.right - 1;
          return [from, a.top + a.height / 2, to, b.top + b.height / 2];
        }"""
    )
    page.mouse.move(spots[0], spots[1])
    page.mouse.down()
    page.mouse.move(spots[2], spots[3], steps=12)
    page.mouse.up()
    page.keyboard.press("Control+c")
    taken = page.evaluate("navigator.clipboard.readText()")
    assert taken == copied


# --- tools ----------------------------------------------------------------------------------------------


@LANGUAGES
def test_a_part_is_cut_out_with_the_mouse(read: Opener, language: str) -> None:
    page = read(language, "p8")
    cut_out(page)
    zone = [int(part) for part in page.url.rpartition("xywh=")[2].split(",")]
    for is_, wanted in zip(zone, (300, 400, 600, 400), strict=True):
        assert abs(is_ - wanted) < 8
    page.wait_for_selector("#clip")
    picture = str(page.get_attribute("#clip a[download]", "href"))
    assert picture.endswith(f"/p8/clip.png?xywh={','.join(map(str, zone))}")


@LANGUAGES
def test_a_part_is_cut_out_by_keys_alone(read: Opener, language: str) -> None:
    page = read(language, "p8")
    page.keyboard.press("x")
    page.wait_for_selector(".catcher:focus")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"xywh="))
    assert page.url.endswith("xywh=276,400,600,824")
    page.wait_for_selector("#clip a:focus")
    page.keyboard.press("x")
    page.wait_for_selector(".catcher")
    page.keyboard.press("Escape")
    page.wait_for_selector(".catcher", state="detached")


@LANGUAGES
def test_light_is_kept_from_page_to_page_and_put_back(read: Opener, language: str) -> None:
    page = read(language, "p8")
    page.keyboard.press("l")
    page.wait_for_selector("[data-menu=light][open]")
    page.locator("#bar-brightness").fill("150")
    page.locator("[data-menu=light] [data-light=invert]").check()
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-menu=light]:not([open])")
    page.click(".turn[rel=next]")
    at(page, 9)
    assert page.evaluate("getComputedStyle(document.querySelector('.pic img')).filter") == (
        "brightness(1.5) contrast(1) invert(1)"
    )
    page.click("[data-menu=light] summary")
    page.click("[data-do=relight] >> visible=true")
    assert page.evaluate("getComputedStyle(document.querySelector('.pic img')).filter") == "none"


@LANGUAGES
def test_keys_are_told_and_may_be_switched_off(read: Opener, language: str) -> None:
    page = read(language, "p8")
    page.focus("[data-do=keys]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#keys[open]")
    page.uncheck("[data-letters]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#keys:not([open])", state="attached")
    assert page.evaluate("document.activeElement.dataset.do") == "keys"
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert page.url.endswith("/p8")
    page.keyboard.press("ArrowRight")
    at(page, 9)


@LANGUAGES
def test_keys_in_a_field_stay_there_and_words_lead_from_page_to_page(read: Opener, language: str) -> None:
    page = read(language, "p8")
    page.keyboard.press("/")
    page.keyboard.type("police n")
    assert page.input_value("#find") == "police n"
    page.fill("#find", "police")
    page.keyboard.press("Enter")
    at(page, 9)
    assert page.locator("rect.hit").count() == 1
    assert page.locator("mark").count() == 1
    page.keyboard.press("F3")
    at(page, 11)
    page.keyboard.press("Shift+F3")
    at(page, 9)
    page.click("[data-key=hit-previous]")
    at(page, 7)
    assert "q=police" in page.url


@LANGUAGES
def test_two_pages_lie_side_by_side_and_the_other_is_turned_alone(read: Opener, language: str) -> None:
    page = read(language, "p2")
    page.click("[data-menu=more] summary")
    page.fill("#beside", "4")
    page.keyboard.press("Enter")
    page.wait_for_selector("#p4")
    assert page.locator(".sheetleaf").count() == 2
    page.click("#p4 figcaption a.tool >> nth=1")
    page.wait_for_selector("#p5")
    assert page.locator("#p2").count() == 1
    page.click("[data-menu=more] summary")
    page.click(".plainlist a:has(path[d^='M6 6'])")
    page.wait_for_selector("#p5", state="detached")


@LANGUAGES
def test_full_screen_by_key_stays_while_pages_are_turned(read: Opener, language: str) -> None:
    page = read(language, "p8")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    page.keyboard.press("ArrowRight")
    at(page, 9)
    assert page.evaluate("document.fullscreenElement !== null")
    page.click("[data-do=fullscreen]")
    page.wait_for_function("document.fullscreenElement === null")


@LANGUAGES
def test_no_key_trap_and_the_focus_is_always_seen(read: Opener, language: str) -> None:
    page = read(language, "p8")
    page.keyboard.press("Tab")
    seen: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => {
              const here = document.activeElement; if (!here || here === document.body) return null; const box
              = here.getBoundingClientRect(), style = getComputedStyle(here); const ring = style.outlineStyle
              !== "none" && parseFloat(style.outlineWidth) > 0; return [here.outerHTML.slice(0, 120), ring,
              box.width > 0 && box.bottom > 0 && box.top < innerHeight];
            }"""
        )
        if told is None:
            break
        assert told[1], f"no ring: {told[0]}"
        assert told[2], f"not on the screen: {told[0]}"
        seen.append(told[0])
    assert told is None, "the focus never leaves the page"
    assert len(set(seen)) == len(seen)
    assert any('role="slider"' in each for each in seen)


@LANGUAGES
def test_on_paper_stand_the_page_and_its_source(read: Opener, language: str) -> None:
    page = read(language, "p8")
    page.emulate_media(media="print")
    assert page.locator(".source-line").is_visible()
    assert not page.locator(".bar.head").is_visible()
    assert not page.locator("#text").is_visible()
    box = page.locator(".pic img").bounding_box()
    assert box is not None
    assert box["height"] <= 225 / 25.4 * 96 + 1


# --- on a phone -----------------------------------------------------------------------------------------


@LANGUAGES
@HALVES
def test_a_tap_enlarges_the_block_and_the_next_follows_over_the_page(
    read: Opener, language: str, number: int, direction: str
) -> None:
    page = read(language, f"p{number}", phone=True)
    frame = page.locator(".pic").bounding_box()
    assert frame is not None
    x = frame["x"] + frame["width"] * (0.8 if direction == "rtl" else 0.2)
    page.touchscreen.tap(x, frame["y"] + frame["height"] * 725 / 1600)
    page.wait_for_selector("block-lens .glass")
    glass = page.locator("block-lens .glass").bounding_box()
    assert glass is not None
    assert glass["width"] == 390
    page.wait_for_url(re.compile("xywh="))
    note = page.locator(".lens-note")
    assert re.findall(r"\d+", note.inner_text()) == ["2", "3"]
    page.tap("[data-lens=next]")
    assert re.findall(r"\d+", note.inner_text()) == ["3", "3"]
    page.tap("[data-lens=next]")
    at(page, number + 1)
    page.wait_for_selector("block-lens .glass")
    assert re.findall(r"\d+", page.locator(".lens-note").inner_text()) == ["1", "3"]
    page.tap("[data-lens=close]")
    page.wait_for_selector("block-lens", state="hidden")
    assert "xywh" not in page.url
    assert page.locator(".hands [rel=next]").is_visible()
    page.evaluate("scrollTo(0, 0)")  # the tap above may have brought its button into view
    page.touchscreen.tap(x, frame["y"] + frame["height"] * 725 / 1600)
    page.wait_for_selector("block-lens .glass")
    swipe(page, 220 if direction == "rtl" else -220)
    expect(page.locator(".lens-note")).to_have_text(re.compile("3.*3"))
    page.keyboard.press("Escape")
    page.wait_for_selector("block-lens", state="hidden")


@LANGUAGES
@pytest.mark.parametrize("width", [390, 320])
def test_at_the_seam_the_thumb_finds_the_other_half(read: Opener, language: str, width: int) -> None:
    page = read(language, "p6", phone=True, viewport={"width": width, "height": 844})
    step = page.locator(".hands [rel=next]")
    assert step.is_visible()
    own, others = step.bounding_box(), page.locator(".hands .where").bounding_box()
    assert own is not None
    assert others is not None
    assert abs(own["width"] - others["width"]) < 2
    assert own["height"] < 100
    step.tap()
    at(page, 7)


@LANGUAGES
def test_a_link_to_a_part_opens_on_it_and_it_is_cut_out_by_touch(read: Opener, language: str) -> None:
    page = read(language, "p8?xywh=100,650,700,250", phone=True)
    page.wait_for_selector("block-lens .glass")
    page.tap("[data-lens=clip]")
    page.wait_for_selector("#clip")
    assert "xywh=100,650,700,250" in str(page.get_attribute("#clip a[download]", "href"))
    assert page.locator("#clip a[download]").is_visible()


@LANGUAGES
def test_large_type_is_one_tap_away_and_grows(read: Opener, language: str) -> None:
    page = read(language, "p8", phone=True)
    page.tap(".hands a:has(path[d^='M5 6H19'])")
    page.wait_for_selector(".large .ocr")
    size = "parseFloat(getComputedStyle(document.querySelector('.large .ocr p:not(.h)')).fontSize)"
    before = page.evaluate(size)
    page.tap("[data-do=larger]")
    assert page.evaluate(size) > before
    page.tap("[data-do=paper]")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.large')).backgroundColor")
        == "rgb(250, 250, 247)"
    )
    page.tap(".hands [rel=next]")
    at(page, 9)
    assert page.evaluate(size) > before
    assert "view=text" in page.url


@LANGUAGES
@pytest.mark.parametrize(
    ("saving", "least", "most"), [(False, 1170, 300_000), (True, 780, 150_000)], ids=["usual", "data-saver"]
)
def test_the_first_readable_page_is_wide_and_light(
    browser: Browser, room: Room, language: str, saving: bool, least: int, most: int
) -> None:
    headers = {"save-data": "on"} if saving else {}
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=3,
        is_mobile=True,
        extra_http_headers=headers,
    )
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    took: dict[str, int] = {}
    names: dict[str, str] = {}
    client.on(
        "Network.responseReceived", lambda told: names.update({told["requestId"]: told["response"]["url"]})
    )
    client.on(
        "Network.loadingFinished",
        lambda told: took.update({told["requestId"]: int(told["encodedDataLength"])}),
    )
    page.goto(room.url(language, "p9"), wait_until="load")
    page.wait_for_function("document.querySelector('.pic img').naturalWidth > 0")
    page.evaluate("document.fonts.ready")
    wide = page.evaluate(
        """async () => {
          const image = document.querySelector('.pic img'), own = new Image();
          own.src = image.currentSrc;
          await own.decode();
          return own.naturalWidth;
        }"""
    )
    everything = {names.get(key, "?"): size for key, size in took.items()}
    context.close()
    assert wide >= least
    assert sum(everything.values()) < most, everything


# --- without a script -----------------------------------------------------------------------------------


@LANGUAGES
def test_without_a_script_pages_turn_words_are_found_and_all_ways_of_looking_work(
    read: Opener, language: str
) -> None:
    page = read(language, "p2", java_script_enabled=False)
    page.click(".turn[rel=next]")
    assert page.url.endswith("/p3")
    page.fill("#find", "الشرطة")
    page.keyboard.press("Enter")
    page.wait_for_url("**/p3?*")
    assert page.locator("mark").count() == 1
    for view in ("two", "scroll", "grid", "text"):
        page.click(f"[data-key=view-{view}]")
        assert f"view={view}" in page.url
    page.goto(page.url.replace("view=text", "xywh=100,100,500,400"))
    assert page.locator("rect.zone").count() == 1
    assert page.locator("#clip a[download]").is_visible()
    page.click("[data-menu=share] summary")
    assert page.locator("[data-menu=share] .sheetlet").is_visible()
    assert not page.locator("[data-do=clip] >> nth=0").is_visible()
