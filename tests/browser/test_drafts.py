"""Nothing typed at the desk is lost: each form is kept by the browser when session or window end."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from archive.actions import changes, corrections, glossary
from archive.glossary import Notion
from archive.models import Issue, SignIn
from archive.queries import corrections as line_questions
from archive.queries import pages as page_questions
from archive.store import Store
from tests.builders import PASSWORD
from tests.web.authority_builders import some_cards

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
]
#: Where something is typed: the page below /fr/desk, the form on it, the field.
FORMS = {
    "issue": ("issues/{key}", "#describe", '[name="title.fr"]'),
    "card": ("authorities/{card}", "#card", '[name="variants"]'),
    "new card": ("authorities/new?kind=person", "#card", '[name="form.fr"]'),
    "article": ("issues/{key}/a1", "#describe", '[name="byline"]'),
    "new article": ("issues/{key}/articles/new", "#describe", '[name="heading.fr"]'),
    "magazine": ("magazine", "#title", '[name="publisher.fr"]'),
    "text of the house": ("texts/page-about", "#text", '[name="fr"]'),
    "entry of the glossary": ("glossary?q=aaa", 'form[data-place="{entry}"]', '[name="note"]'),
}
TYPED = "tapé longtemps, avec soin"


@pytest.fixture
def places(base: str, store: Store) -> dict[str, str]:
    """What addresses name: an issue with an article, a card, an entry."""
    assert base
    with store.write() as session:
        issue = session.query(Issue).filter_by(source="one").one()
        act = changes.begin(session, by="alice")
        entry = str(glossary.add(session, act, Notion(("ابجدية",), ("aaa",))).id)
        key, number = issue.key, issue.id
    return {"key": key, "card": some_cards(store, number)["unused"], "entry": entry}


def sign_in(page: Page) -> None:
    page.fill('input[name="name"]', "alice")
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".deskhead")).to_be_visible()


def end_sessions(store: Store) -> None:
    with store.write() as session:
        for sign_in in session.query(SignIn):
            sign_in.revoked = True


def field_of(page: Page, form: str, field: str) -> Locator:
    """The field, what it is folded in opened."""
    found = page.locator(f"{form} {field}")
    if not found.is_visible():
        page.locator("details", has=page.locator(form)).locator("summary").first.click()
    return found


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_outlives_its_session_and_its_window(
    page: Page, base: str, store: Store, places: dict[str, str], kind: str
) -> None:
    path, form, name = FORMS[kind]
    address, form = f"/fr/desk/{path.format(**places)}", form.format(**places)
    page.goto(f"{base}/fr/signin?next=/fr/desk")
    sign_in(page)
    page = page.context.new_page()  # Chromium reports the 403 that is wanted here as an error
    page.goto(base + address)
    if kind == "new article":
        page.select_option("#f-start", index=1)
    field_of(page, form, name).fill(TYPED)
    page.wait_for_timeout(450)
    page.close(run_before_unload=False)

    page = page.context.new_page()
    page.goto(base + address)
    expect(page.locator(f"{form} {name}")).not_to_have_value(TYPED)
    offered = page.locator("[data-draft]:visible")
    expect(offered).to_have_count(1)
    offered.locator("[data-put-back]").click()
    expect(page.locator(f"{form} {name}")).to_have_value(TYPED)
    end_sessions(store)
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.locator(f"{form} {name}").press("Control+s")
    assert answered.value.status == 403
    sign_in(page)
    expect(page.locator(f"{form} {name}")).to_have_value(TYPED)
    expect(page.locator("[data-restored]:visible")).to_have_count(1)
    with page.expect_navigation():
        page.locator(f"{form} {name}").press("Control+s")
    expect(page.locator("[data-arrived]")).to_be_visible()
    page.goto(base + address)
    expect(page.locator("[data-draft]:visible, [data-restored]:visible")).to_have_count(0)


def test_a_line_outlives_its_session_and_is_held_against_what_others_wrote(
    page: Page, base: str, store: Store, places: dict[str, str]
) -> None:
    address = f"/fr/desk/issues/{places['key']}/p3/text"
    page.goto(f"{base}/fr/signin?next=/fr/desk")
    sign_in(page)
    page = page.context.new_page()  # Chromium reports the 403 that is wanted here as an error
    page.goto(base + address)
    line = page.locator("[data-line] input.input").first
    line.fill("La police au service de tous")
    end_sessions(store)
    with page.expect_response(lambda answer: answer.request.method == "PUT") as answered:
        line.press("Enter")
    assert answered.value.status == 403
    page.close(run_before_unload=False)
    with store.write() as session:
        issue = session.query(Issue).filter_by(source="one").one()
        leaf = page_questions.by_number(session, issue, 3, public=False)
        first = line_questions.lines_of(session, leaf)[0]
        corrections.correct(session, issue, leaf, first.box, "La police de Bob", by="bob", tag=first.tag)

    page = page.context.new_page()
    page.goto(f"{base}{address}")
    sign_in(page)
    line = page.locator("[data-line] input.input").first
    expect(line).to_have_value("La police au service de tous")
    with page.expect_response(lambda answer: answer.request.method == "PUT") as answered:
        line.press("Control+s")
    assert answered.value.status == 412
    expect(page.locator("[data-theirs]")).to_have_text("La police de Bob")
    with page.expect_response(lambda answer: answer.request.method == "PUT") as answered:
        line.press("Control+s")
    assert answered.value.status == 200
    page.reload()
    expect(page.locator("[data-line] input.input").first).to_have_value("La police au service de tous")
    assert page.evaluate("Object.keys(localStorage).filter((each) => each.startsWith('draft:')).length") == 0


@pytest.mark.parametrize("form", FORMS)
def test_a_form_in_which_nothing_was_typed_leaves_no_draft(
    page: Page, base: str, places: dict[str, str], form: str
) -> None:
    address = FORMS[form][0].format(**places)
    page.goto(f"{base}/fr/signin?next=/fr/desk/{address}")
    sign_in(page)
    page.wait_for_load_state()
    page.goto(f"{base}/fr/desk")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:'))") == []


def test_what_was_typed_before_the_script_came_is_kept(page: Page, base: str, places: dict[str, str]) -> None:
    held: list[Route] = []
    address, _, field = FORMS["issue"]
    page.goto(f"{base}/fr/signin?next=/fr/desk/{address.format(**places)}")
    page.route(re.compile(r"/desk\b[^/]*\.js"), lambda route: held.append(route))
    sign_in(page)
    page.wait_for_selector(field)
    page.fill(field, TYPED)
    assert held, "the script had come before: nothing is proved"
    held[0].continue_()
    page.wait_for_load_state()
    other = page.context.new_page()
    page.close(run_before_unload=False)  # the window goes without a word
    other.goto(f"{base}/fr/desk/{address.format(**places)}")
    other.locator("[data-draft] [data-put-back]").click()
    expect(other.locator(field)).to_have_value(TYPED)
