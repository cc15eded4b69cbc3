"""Pages of an issue put in order by keys alone and by the pointer alone; blocks of a page likewise."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import Page, expect

from archive.actions import arranging, changes, pages
from archive.models import Issue
from archive.queries import pages as page_queries
from archive.queries import streams
from archive.store import Store
from tests.archive.test_reading_order import SIDE_BY_SIDE, columns
from tests.builders import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]


def _issue(store: Store) -> tuple[int, str]:
    with store.read() as session:
        issue = session.query(Issue).filter_by(source="two").one()
        return issue.id, issue.key


def _orders(store: Store) -> list[tuple[int, ...]]:
    with store.read() as session:
        return [stream.pages for stream in streams.of_issue(session, _issue(store)[0])]


def _sign_in(page: Page, base: str, language: str, place: str) -> None:
    page.goto(f"{base}/{language}/signin?next=/{language}/desk/{place}")
    page.fill('input[name="name"]', "alice")
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")


def _box(page: Page, number: int) -> object:
    return page.locator(f'[data-leaf="{number}"] input[name="page"]')


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_by_keys_alone(page: Page, base: str, store: Store, language: str) -> None:
    _, key = _issue(store)
    _sign_in(page, base, language, f"issues/{key}/pages")
    first = page.locator("[data-leaf] input[name=page]").first
    expect(first).to_be_visible()
    first.focus()
    status = page.locator("body > p[role=status]")
    # The first half is Arabic: onward is to the left, whatever language the desk speaks.
    page.keyboard.press("Space")
    page.keyboard.press("Alt+ArrowLeft")
    expect(status).to_contain_text("2", timeout=15000)
    expect(page.locator("[data-undo]")).to_be_visible()
    assert _orders(store) == [(2, 1), (3, 4)]
    expect(_box(page, 1)).to_be_focused()  # type: ignore[arg-type]
    expect(_box(page, 1)).to_be_checked()  # type: ignore[arg-type]
    page.keyboard.press("Control+z")
    leading = page.locator("ol[data-half]").first.locator("[data-leaf]").first
    expect(leading).to_have_attribute("data-leaf", "1", timeout=15000)
    assert _orders(store) == [(1, 2), (3, 4)]
    page.keyboard.press("Escape")
    first.focus()
    page.keyboard.press("ArrowLeft")
    expect(_box(page, 2)).to_be_focused()  # type: ignore[arg-type]
    page.keyboard.press("ArrowLeft")  # over the seam, into the French half
    expect(_box(page, 3)).to_be_focused()  # type: ignore[arg-type]
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-leaf] input:checked")).to_have_count(2)
    page.keyboard.press("n")
    page.keyboard.type("xi")
    page.keyboard.press("Enter")
    expect(page.locator('[data-leaf="4"] .under')).to_contain_text("xii", timeout=15000)
    with store.read() as session:
        assert [p.label for p in session.get_one(Issue, _issue(store)[0]).pages] == ["1", "2", "xi", "xii"]
    _box(page, 3).focus()  # type: ignore[attr-defined]
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.locator('[data-leaf="3"] .state')).to_be_visible(timeout=15000)
    with store.read() as session:
        assert session.get_one(Issue, _issue(store)[0]).pages[2].width == 1400


def test_by_the_pointer_alone(page: Page, base: str, store: Store) -> None:
    _, key = _issue(store)
    _sign_in(page, base, "fr", f"issues/{key}/pages")
    leaf = page.locator("[data-leaf]")
    expect(leaf).to_have_count(4)
    # French pages run from the left: let go on the right half of page 4, page 3 falls behind it.
    box = leaf.nth(3).bounding_box()
    assert box is not None
    leaf.nth(2).drag_to(leaf.nth(3), target_position={"x": box["width"] - 5, "y": 40})
    expect(page.locator("[data-undo]")).to_be_visible(timeout=15000)
    assert _orders(store) == [(1, 2), (4, 3)]
    # Into the Arabic half, in front of its first page: that is its right side.
    box = leaf.nth(0).bounding_box()
    assert box is not None
    page.locator('[data-leaf="3"]').drag_to(leaf.nth(0), target_position={"x": box["width"] - 5, "y": 40})
    expect(page.locator("ol[data-half]").first.locator("[data-leaf]")).to_have_count(3, timeout=15000)
    assert _orders(store) == [(3, 1, 2), (4,)]
    page.locator("[data-undo] button").click()
    expect(page.locator("ol[data-half]").first.locator("[data-leaf]")).to_have_count(2, timeout=15000)
    assert _orders(store) == [(1, 2), (4, 3)]


def test_a_colleague_was_quicker(page: Page, base: str, store: Store) -> None:
    issue_id, key = _issue(store)
    _sign_in(page, base, "fr", f"issues/{key}/pages")
    expect(page.locator("[data-leaf]")).to_have_count(4)
    with store.write() as session:
        bob = changes.begin(session, by="bob")
        first = session.get_one(Issue, issue_id).pages[0]
        pages.change(session, bob, first, {"condition": ("torn",)})
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status))
    _box(page, 1).focus()  # type: ignore[attr-defined]
    page.keyboard.press("m")
    expect(page.locator(".notice.warn")).to_contain_text("bob", timeout=15000)
    assert 409 in answers
    with store.read() as session:
        assert session.get_one(Issue, issue_id).pages[0].condition == ("torn",)


def _with_blocks(store: Store) -> None:
    issue_id, _ = _issue(store)
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        act = changes.begin(session, by="ocr")
        pages.record_text(session, act, issue, issue.pages[2], columns(*SIDE_BY_SIDE))


def _said(store: Store) -> list[str]:
    with store.read() as session:
        page = session.get_one(Issue, _issue(store)[0]).pages[2]
        return page_queries.plain(session, page).split("\n\n")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_blocks_are_moved_by_keys_and_saved(page: Page, base: str, store: Store, language: str) -> None:
    _with_blocks(store)
    _, key = _issue(store)
    _sign_in(page, base, language, f"issues/{key}/p3/order")
    third = page.locator('[data-block="2"] input[name="place.2"]')
    third.focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(third).to_be_focused()
    expect(third).to_have_value("1")
    expect(page.locator('[data-mark="2"] text')).to_have_text("1")
    expect(page.locator("[data-said]")).to_contain_text("pied du texte")
    page.keyboard.press("Control+s")
    page.wait_for_url(re.compile("done=saved"))
    assert _said(store) == [SIDE_BY_SIDE[2], SIDE_BY_SIDE[0], SIDE_BY_SIDE[1]]
    page.locator(".savebar form button").click()
    page.wait_for_url(re.compile("done=undone"))
    assert _said(store) == list(SIDE_BY_SIDE)


def test_blocks_are_moved_by_the_pointer_in_the_list_and_over_the_picture(
    page: Page, base: str, store: Store
) -> None:
    _with_blocks(store)
    _, key = _issue(store)
    _sign_in(page, base, "fr", f"issues/{key}/p3/order")
    place = page.locator(".block-order > li .place")
    expect(place).to_have_count(3)
    place.nth(0).drag_to(page.locator(".block-order > li").nth(2), target_position={"x": 10, "y": 60})
    expect(page.locator(".block-order > li").last).to_have_attribute("data-block", "0")
    mark, other = page.locator('[data-mark="2"] rect'), page.locator('[data-mark="1"] rect')
    mark.hover()
    page.mouse.down()
    other.hover()
    page.mouse.up()
    expect(page.locator(".block-order > li").first).to_have_attribute("data-block", "2")
    page.locator('button[value="save"]').click()
    page.wait_for_url(re.compile("done=saved"))
    assert _said(store) == [SIDE_BY_SIDE[2], SIDE_BY_SIDE[1], SIDE_BY_SIDE[0]]


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_wrong_with_a_leaf_is_told_above_it_and_goes_with_it(
    page: Page, base: str, store: Store, width: int
) -> None:
    with store.write() as session:
        issue = session.query(Issue).filter_by(source="one").one()
        act = changes.begin(session, by="alice")
        arranging.keep_place(session, act, issue, issue.pages[1])
        key = issue.key
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{base}/ar/ark:/99999/{key}/p5?s=1")
    notice = page.locator("main > .notices .notice")
    expect(notice).to_have_text("هذه الصفحة ناقصة من النسخة التي مُسحت.")
    said, reader = notice.bounding_box(), page.locator(".reader").bounding_box()
    assert said is not None
    assert reader is not None
    assert reader["y"] >= said["y"] + said["height"]
    assert (reader["x"], reader["width"]) == (0, width)
    page.keyboard.press("ArrowRight")  # back, to a whole leaf: Arabic is read to the left
    expect(page.locator(".reader")).to_have_attribute("data-page", "2", timeout=15000)
    expect(notice).to_have_count(0)
