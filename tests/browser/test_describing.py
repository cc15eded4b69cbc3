"""Issues described by keys alone, ten in a row; nothing typed is lost when session or page go."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Request, expect

from archive.models import Account, Issue, SignIn
from archive.store import Store
from archive.texts import Texts
from tests.builders import PASSWORD, an_issue

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]
_MOST_KEYS, _MOST_REQUESTS = 12, 2


@dataclass
class Counted:
    """What a person pressed beside the text typed, and what the browser asked the desk for."""

    page: Page
    keys: int = 0
    asked: list[Request] = field(default_factory=list)

    def ask(self, request: Request) -> None:
        """The browser asked for something."""
        self.asked.append(request)

    def press(self, *keys: str) -> None:
        """Press keys; a chord is as many strokes as it has keys."""
        for key in keys:
            self.keys += key.count("+") + 1
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """The text itself is not counted."""
        self.page.keyboard.type(text)


def sign_in(page: Page, base: str, language: str, to: str) -> None:
    page.goto(f"{base}/{language}/signin?next={to}")
    page.fill('input[name="name"]', "alice")
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".deskhead")).to_be_visible()


@pytest.fixture
def waiting(base: str, store: Store) -> list[int]:
    """Eleven issues that nobody has described; the other two are."""
    assert base
    with store.write() as session:
        for issue in session.query(Issue):
            issue.described = True
    nothing: dict[str, object] = {"number": "", "edtf": "", "name": Texts()}
    return [an_issue(store, source=f"box-{number:02}", pictures=True, **nothing) for number in range(11)]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_ten_issues_in_a_row_by_keys_alone(
    page: Page, base: str, store: Store, waiting: list[int], language: str
) -> None:
    sign_in(page, base, language, f"/{language}/desk?only=describe")
    page.locator(".table.issues th a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#describe")).to_be_visible()
    page.locator('[name^="title."]').first.focus()  # the first form; after that the desk puts one there
    own, other = ("ar", "fr") if language == "ar" else ("fr", "ar")
    words = {"ar": "السلامة الطرقية", "fr": "La sécurité routière"}
    counts, spent, seen = [], [], set()
    for number in range(1, 11):
        counted = Counted(page)
        page.on("request", counted.ask)
        begun = time.monotonic()
        seen.add(page.url.partition("?")[0])
        expect(page.locator(f'[name="title.{own}"]')).to_be_focused()
        for name in ("title", "description"):
            for tag in (own, other):
                expect(page.locator(f'[name="{name}.{tag}"]')).to_be_focused()
                counted.type(f"{words[tag]} {number}")
                counted.press("Enter")
        counted.type(str(number))
        counted.press("Enter")
        while page.evaluate("document.activeElement.name") != "date_printed":
            counted.press("Enter")
        counted.type(f"{'mars' if language == 'fr' else 'مارس'} {1960 + number}")
        with page.expect_navigation():
            counted.press("Control+Enter")
        spent.append(time.monotonic() - begun)
        page.remove_listener("request", counted.ask)
        asked = [request for request in counted.asked if request.url.startswith(f"{base}/{language}/")]
        counts.append((counted.keys, len(asked)))
        met = [f"{each.method} {each.url.removeprefix(base)}" for each in asked]
        assert len(asked) <= _MOST_REQUESTS, met
    assert len(seen) == 10  # each time another issue
    assert max(keys for keys, _ in counts) <= _MOST_KEYS, counts
    with store.read() as session:
        done = session.query(Issue).filter(Issue.id.in_(waiting), Issue.described).order_by(Issue.edtf).all()
        assert [issue.edtf for issue in done] == [f"{1960 + number}-03" for number in range(1, 11)]
        assert [issue.number for issue in done] == [str(number) for number in range(1, 11)]
        for number, issue in enumerate(done, 1):
            for tag, said in words.items():
                assert issue.name[tag].value == issue.description[tag].value == f"{said} {number}"
    print(f"keys and requests for an issue: {counts}; seconds: {[round(each, 2) for each in spent]}")


def the_form(base: str, store: Store) -> str:
    with store.read() as session:
        return f"/fr/desk/issues/{session.query(Issue).filter_by(source='two').one().key}"


def end_sessions(store: Store) -> None:
    with store.write() as session:
        for sign_in in session.query(SignIn):
            sign_in.revoked = True


def test_an_expired_session_loses_nothing(page: Page, base: str, store: Store) -> None:
    address = the_form(base, store)
    page = page.context.new_page()  # Chromium reports the 403 that is wanted here as an error
    sign_in(page, base, "fr", address)
    page.fill('[name="title.fr"]', "Un titre tapé longtemps")
    page.locator('[name="title.fr"]').press("Alt+m")
    end_sessions(store)
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.keyboard.press("Control+s")
    assert answered.value.status == 403
    page.fill('input[name="name"]', "alice")
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator('[name="title.fr"]')).to_have_value("Un titre tapé longtemps")
    expect(page.locator("[data-restored]")).to_be_visible()
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    expect(page.locator("[data-arrived]")).to_be_visible()
    page.reload()
    expect(page.locator("[data-restored]")).to_be_hidden()
    expect(page.locator("[data-draft]")).to_be_hidden()
    with store.read() as session:
        name = session.query(Issue).filter_by(source="two").one().name["fr"]
    assert (name.value, name.supplied) == ("Un titre tapé longtemps", True)


def test_after_a_crash_what_was_typed_is_offered_and_a_second_editor_is_not_written_over(
    page: Page, base: str, store: Store
) -> None:
    address = the_form(base, store)
    sign_in(page, base, "fr", address)
    page.locator('[name="title.fr"]').fill("Le mien")
    page.wait_for_timeout(500)  # typed, not saved; the window goes without a word
    other = page.context.new_page()
    page.close(run_before_unload=False)
    from archive.actions import changes, issues

    with store.write() as session:
        issue = session.query(Issue).filter_by(source="two").one()
        act = changes.begin(session, by="bob")
        issues.change(session, act, issue, {"name": Texts.printed(fr="Celui de Bob")})
    other.goto(base + address)
    expect(other.locator('[name="title.fr"]')).to_have_value("Celui de Bob")
    offered = other.locator("[data-draft]")
    expect(offered).to_be_visible()
    offered.locator("[data-put-back]").click()
    expect(other.locator('[name="title.fr"]')).to_have_value("Le mien")
    with other.expect_response(lambda answer: answer.request.method == "POST") as answered:
        other.keyboard.press("Control+s")
    assert answered.value.status == 409  # both versions are shown, field by field
    expect(other.locator(".conflict")).to_contain_text("Celui de Bob")
    other.locator(".conflict input[value=mine]").check()
    with other.expect_navigation():
        other.keyboard.press("Control+s")
    expect(other.locator("[data-arrived]")).to_be_visible()
    with store.read() as session:
        assert session.query(Issue).filter_by(source="two").one().name["fr"].value == "Le mien"
        assert session.query(Account).count() == 1


def test_a_changed_date_shows_what_moves_before_anything_is_saved(
    page: Page, base: str, store: Store
) -> None:
    address = the_form(base, store)
    sign_in(page, base, "fr", address)
    page.fill('[name="date"]', "1977-05")
    page.locator('[name="date"]').press("Enter")
    moves = page.locator("[data-moves]")
    expect(moves).to_contain_text("de 1975 à 1977")
    expect(moves).to_contain_text("adresse reste la même")
    with store.read() as session:
        assert session.query(Issue).filter_by(source="two").one().edtf == "1975-03"
