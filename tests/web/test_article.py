"""An article as a page of its own; what is read, counted without anything about anybody."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.actions import articles, changes
from archive.canvas import Box
from archive.models import Issue, Tally
from archive.models.mapping import Zone
from archive.texts import Texts
from archive.words import Word
from tests.web.conftest import SiteUnderTest
from web.article_text import paragraphs, within

PERSON = {"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}


def two_articles(site: SiteUnderTest) -> None:
    with site.store.write() as session:
        issue = session.get(Issue, site.issue_id)
        assert issue is not None
        change_set = changes.begin(session, by="alice")
        arabic = articles.add(
            session, change_set, issue, heading=Texts.printed(ar="الشرطة"), language="ar", pages=(1,),
            zones=(Zone(1, Box(0, 0, 1000, 700)),), byline="قسم التحرير",
        )  # fmt: skip
        french = articles.add(
            session,
            change_set,
            issue,
            heading=Texts.printed(fr="La police"),
            language="fr",
            pages=(3, 4),
            position=2,
        )
        articles.pair(session, change_set, arabic, french)


def test_an_article_has_a_page_with_its_text_and_the_picture_of_its_beginning(site: SiteUnderTest) -> None:
    two_articles(site)
    page = site.client.get(f"/fr/ark:/99999/{site.key}/a2?view=own").text

    assert '<p lang="fr" dir="ltr">La police au service du citoyen</p>' in page
    assert "L&#39;économie et l&#39;enquête" in page
    assert f'/iiif/3/{site.key}.p3.v1/0,0,1000,620/960,595/0/default.jpg"' in page
    assert f'href="/fr/cite/{site.key}/a2.bib"' in page
    assert f"/fr/removal?about=ark%3A%2F99999%2F{site.key}%2Fa2" in page
    assert "الشرطة في خدمة" not in page


def test_both_languages_stand_side_by_side_ones_own_first(site: SiteUnderTest) -> None:
    two_articles(site)
    for language, first, second in (("fr", "La police", "الشرطة"), ("ar", "الشرطة", "La police")):
        page = site.client.get(f"/{language}/ark:/99999/{site.key}/a2").text
        headings = re.findall(r'<h2 id="heading-\d"[^>]*>([^<]*)</h2>', page)
        assert headings == [first, second]
    other = site.client.get(f"/fr/ark:/99999/{site.key}/a2?view=other").text
    assert re.findall(r'<h2 id="heading-\d"[^>]*>([^<]*)</h2>', other) == ["الشرطة"]


def test_an_article_of_a_draft_or_without_a_page_is_not_there(site: SiteUnderTest) -> None:
    assert site.client.get(f"/fr/ark:/99999/{site.draft}/a1").status_code == 404
    assert site.client.get(f"/fr/ark:/99999/{site.key}/a9").status_code == 404


def test_the_ark_of_an_article_leads_to_its_page_and_the_issue_lists_it(site: SiteUnderTest) -> None:
    two_articles(site)
    answer = site.client.get(f"/ark:/99999/{site.key}/a2", headers={"accept-language": "fr"})
    assert answer.headers["location"] == f"/fr/ark:/99999/{site.key}/a2"
    assert f'href="/fr/ark:/99999/{site.key}/a2"' in site.client.get(f"/fr/ark:/99999/{site.key}").text


def a_word(text: str, x: int, y: int, *, line: int = 0, block: int = 0, subs: str | None = None) -> Word:
    return Word(text, Box(x, y, 20 * len(text), 30), 0.9, line, block, "fr", False, subs, ())


def test_words_divided_at_line_ends_are_whole_and_a_short_line_closes_a_paragraph() -> None:
    words = [
        a_word("La", 0, 0), a_word("circula-", 60, 0, subs="circulation"),
        a_word("tion", 0, 40, line=1, subs="circulation"), a_word("va", 100, 40, line=1),
        a_word("Le", 0, 80, line=2), a_word("contrôle", 60, 80, line=2),
    ]  # fmt: skip
    assert [text.value for text in paragraphs([words])] == ["La circulation va", "Le contrôle"]


boxes = st.builds(Box, st.integers(0, 400), st.integers(0, 400), st.integers(1, 300), st.integers(1, 300))


@given(
    st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600)), max_size=30), st.lists(boxes, max_size=5)
)
def test_a_word_is_in_one_zone_at_most_and_keeps_its_order(
    places: list[tuple[int, int]], zones: list[Box]
) -> None:
    words = [a_word(str(n), x, y) for n, (x, y) in enumerate(places)]
    found = within(words, zones)
    taken = [word.text for part in found for word in part]
    assert len(taken) == len(set(taken))
    for part in found:
        assert [int(word.text) for word in part] == sorted(int(word.text) for word in part)


# --- what is read ---------------------------------------------------------------------------------------


def counted(site: SiteUnderTest) -> dict[tuple[str, str], int]:
    site.client.app.state.pieces.tallies.write()  # type: ignore[attr-defined]
    with site.store.read() as session:
        return {(row.tally_kind, row.subject): row.count for row in session.query(Tally)}


def test_issues_opened_are_counted_and_nothing_about_anybody(site: SiteUnderTest) -> None:
    for _ in range(3):
        site.client.get(f"/fr/ark:/99999/{site.key}", headers=PERSON)
    site.client.get(f"/fr/ark:/99999/{site.key}/p1", headers=PERSON)
    assert counted(site) == {("issue", site.key): 4}
    answer = site.client.get("/fr", headers=PERSON)
    assert "set-cookie" not in answer.headers
    assert set(Tally.__table__.columns.keys()) == {"day", "tally_kind", "subject", "count"}


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Googlebot/2.1"},
        {"user-agent": ""},
        {**PERSON, "sec-purpose": "prefetch"},
    ],
)
def test_programs_and_browsers_that_fetch_ahead_are_not_counted(
    site: SiteUnderTest, headers: dict[str, str]
) -> None:
    site.client.get(f"/fr/ark:/99999/{site.key}", headers=headers)
    site.client.head(f"/fr/ark:/99999/{site.key}", headers=PERSON)
    assert counted(site) == {}


def test_words_found_nowhere_are_counted_but_no_numbers_of_people(site: SiteUnderTest) -> None:
    for query in ("introuvable", "Introuvable", "0612345678", "06 12 34 56 78", "a@b.ma", "police"):
        site.client.get("/fr/search", params={"q": query}, headers=PERSON)
    assert counted(site) == {("unanswered", "introuvable"): 2}
    site.sign_in()
    site.client.get(f"/fr/ark:/99999/{site.key}", headers=PERSON)
    assert ("issue", site.key) not in counted(site)
    page = site.client.get("/fr/desk/statistics").text
    assert "introuvable" in page


def test_a_title_that_was_not_translated_is_shown_as_such(site: SiteUnderTest) -> None:
    page = site.client.get(f"/fr/ark:/99999/{site.key}").text
    assert '<span class="value"><span class="lacking">non renseigné en arabe</span></span>' in page
