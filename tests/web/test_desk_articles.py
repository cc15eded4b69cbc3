"""Articles at the desk: drafts confirmed by one key, the form, zones, pairs, two editors, undo."""

from __future__ import annotations

import re

import pytest

from archive.actions import articles, authorities, changes
from archive.models import Article, Authority, ChangeSet, Issue
from archive.queries.articles import in_order
from archive.queries.issues import with_pages
from archive.texts import Texts
from tests.builders import an_issue
from tests.web.conftest import SiteUnderTest

CONTENTS = [
    "Sommaire",
    "La route et ses dangers 3",
    "Les chiens de la brigade 4",
    "Une nuit au commissariat 5",
]
PAGES = (
    "Revue de police",
    CONTENTS,
    ["La route et ses dangers", *["des mots du texte courant"] * 5],
    ["Les chiens de la brigade", *["des mots du texte courant"] * 5],
    ["Une nuit au commissariat", *["des mots du texte courant"] * 5],
    ["رفاق من فرقة الكلاب", *["كلام من نص المقال"] * 5],
)


@pytest.fixture
def desk(site: SiteUnderTest) -> SiteUnderTest:
    site.issue_id = an_issue(site.store, PAGES, pictures=True, state="published")
    with site.store.read() as session:
        site.key = session.get_one(Issue, site.issue_id).key
    site.sign_in()
    return site


def address(desk: SiteUnderTest, rest: str = "articles") -> str:
    return f"/fr/desk/issues/{desk.key}/{rest}"


def headings(desk: SiteUnderTest) -> list[str]:
    with desk.store.read() as session:
        issue = with_pages(session, [desk.issue_id])[desk.issue_id]
        return [next(iter(each.heading.values())).value for each in in_order(issue)]


def first_draft(desk: SiteUnderTest) -> dict[str, str]:
    """What the key sends: the fields of the form that has it."""
    shown = desk.client.get(address(desk)).text
    form = re.search(r'<form class="draft-keys".*?data-hotkey="a"', shown, re.DOTALL)
    assert form, shown[:2000]
    return dict(re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)"', form[0]))


def test_one_key_after_another_makes_the_articles_of_the_contents_page(desk: SiteUnderTest) -> None:
    for _ in range(3):
        answer = desk.client.post(address(desk), data={**first_draft(desk), "do": "accept"})
        assert answer.status_code == 303
    assert headings(desk) == [line.rsplit(" ", 1)[0] for line in CONTENTS[1:]]
    shown = desk.client.get(address(desk))
    assert shown.status_code == 200
    assert "draft-keys" not in shown.text
    assert "Une nuit au commissariat" in shown.text
    assert desk.client.get(f"/fr/ark:/99999/{desk.key}/a1").status_code == 200
    with desk.store.read() as session:
        numbers = [each.number for each in session.query(ChangeSet).filter_by(why="from the contents page")]
    assert len(numbers) == 3


def test_an_act_is_undone_and_the_draft_is_there_again(desk: SiteUnderTest) -> None:
    before = first_draft(desk)
    for wanted in ("accept", "decline"):
        where = desk.client.post(address(desk), data={**before, "do": wanted}).headers["location"]
        shown = desk.client.get(where).text
        assert f'value="{before["draft"]}"' not in shown
        undo = re.search(r'action="(/fr/desk/changes/\d+/undo)"', shown)
        assert undo
        answer = desk.client.post(undo[1], data={"back": address(desk)})
        assert answer.headers["location"].startswith(address(desk))
        assert first_draft(desk) == before
    assert headings(desk) == []


def test_what_was_declined_is_not_proposed_again_and_the_history_says_so(desk: SiteUnderTest) -> None:
    before = first_draft(desk)
    desk.client.post(address(desk), data={**before, "do": "decline"})
    assert first_draft(desk)["draft"] == before["next"]
    assert "Pas un article" in desk.client.get(address(desk, "history")).text


def test_all_at_once_in_one_act_and_a_draft_that_is_gone_changes_nothing(desk: SiteUnderTest) -> None:
    before = first_draft(desk)
    desk.client.post(address(desk), data={"do": "accept-all"})
    assert len(headings(desk)) == 3
    answer = desk.client.post(address(desk), data={**before, "do": "accept"})
    assert "done=same" in answer.headers["location"]
    assert desk.client.post(address(desk), data={"do": "burn"}).status_code == 400


def form_of(desk: SiteUnderTest, rest: str) -> dict[str, str]:
    """What a browser would send of a form, untouched."""
    shown = desk.client.get(address(desk, rest)).text
    form = shown[shown.index('id="describe"') : shown.index("savebar")]
    sent = dict(re.findall(r'<input[^>]*name="([a-z.]+)"[^>]*value="([^"]*)"', form))
    sent |= dict(re.findall(r'<textarea[^>]*name="([a-z.]+)"[^>]*>([^<]*)<', form))
    for name, options in re.findall(r'<select[^>]*name="([a-z]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', options) or re.search(
            r'value="([^"]*)"', options
        )
        sent[name] = chosen[1] if chosen else ""
    return sent


def the_article(desk: SiteUnderTest, number: int = 1) -> Article:
    with desk.store.read() as session:
        return session.query(Article).filter_by(issue_id=desk.issue_id, number=number).one()


def test_a_draft_is_changed_in_the_form_before_it_is_made(desk: SiteUnderTest) -> None:
    sent = form_of(desk, f"articles/new?draft={first_draft(desk)['draft']}")
    assert (sent["heading.fr"], sent["start"], sent["language"]) == ("La route et ses dangers", "3", "fr")
    more = {
        "heading.ar": "الطريق وأخطارها",
        "section.fr": "Circulation",
        "zones": "p3 50,100,800,40\np4 1,2,30,40",
    }
    assert desk.client.post(address(desk, "articles/new"), data={**sent, **more}).status_code == 303
    made = the_article(desk)
    assert made.heading["ar"].supplied
    assert not made.heading["fr"].supplied
    assert made.pages == (3, 4)
    assert [(zone.page, zone.box.w) for zone in made.zones] == [(3, 800), (4, 30)]
    with desk.store.read() as session:
        assert session.get_one(Authority, made.section_id).forms["fr"].value == "Circulation"
    public = desk.client.get(f"/fr/ark:/99999/{desk.key}/a1").text
    assert "des mots du texte courant" not in public  # only what stands in the zones
    assert first_draft(desk)["draft"].split("-")[1] == "4"


def test_an_untouched_form_changes_nothing(desk: SiteUnderTest) -> None:
    desk.client.post(address(desk), data={"do": "accept-all"})
    answer = desk.client.post(address(desk, "a1"), data={**form_of(desk, "a1"), "do": "save"})
    assert "done=same" in answer.headers["location"]
    assert the_article(desk).version == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"heading.fr": ""},
        {"start": "99"},
        {"start": "5", "end": "3"},
        {"zones": "p3 a,b"},
        {"zones": "p3 0,0,5000,10"},
        {"zones": "p99 0,0,10,10"},
        {"zones": "p3 0,0,0,10"},
        {"language": "xx"},
        {"pair": "77"},
        {"byline": "x" * 600},
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(desk: SiteUnderTest, wrong: dict[str, str]) -> None:
    desk.client.post(address(desk), data={"do": "accept-all"})
    sent = {**form_of(desk, "a1"), "byline": "Paul <b>Martin</b>", **wrong, "do": "save"}
    answer = desk.client.post(address(desk, "a1"), data=sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    if "byline" not in wrong:
        assert "Paul &lt;b&gt;Martin" in answer.text
    assert the_article(desk).version == 1


def test_articles_are_paired_and_parted(desk: SiteUnderTest) -> None:
    desk.client.post(address(desk), data={"do": "accept-all"})
    arabic = {
        **form_of(desk, "articles/new"),
        "heading.ar": "رفاق من فرقة الكلاب",
        "language": "ar",
        "start": "6",
    }
    assert desk.client.post(address(desk, "articles/new"), data={**arabic, "pair": "2"}).status_code == 303
    assert (the_article(desk, 4).pair, the_article(desk, 2).pair) == (2, 4)
    both = desk.client.get(f"/fr/ark:/99999/{desk.key}/a2").text
    assert "رفاق من فرقة الكلاب" in both
    other = {**form_of(desk, "a4"), "pair": "1", "do": "save"}
    assert desk.client.post(address(desk, "a4"), data=other).status_code == 303
    assert [the_article(desk, number).pair for number in (1, 2, 4)] == [4, None, 1]
    desk.client.post(address(desk, "a4"), data={**form_of(desk, "a4"), "do": "withdraw"})
    assert the_article(desk, 4).withdrawn
    assert the_article(desk, 1).pair is None


def test_two_editors_both_keep_what_they_wrote_or_choose(desk: SiteUnderTest) -> None:
    desk.client.post(address(desk), data={"do": "accept-all"})
    mine = form_of(desk, "a1")
    theirs = {**mine, "byline": "Anne", "do": "save"}
    desk.client.post(address(desk, "a1"), data=theirs)
    answer = desk.client.post(address(desk, "a1"), data={**mine, "heading.ar": "الطريق", "do": "save"})
    assert answer.status_code == 303
    both = the_article(desk)
    assert (both.byline, both.heading["ar"].value) == ("Anne", "الطريق")
    clash = desk.client.post(address(desk, "a1"), data={**mine, "byline": "Paul", "do": "save"})
    assert clash.status_code == 409
    assert "Anne" in clash.text
    assert 'value="Paul"' in clash.text
    chosen = {**mine, "byline": "Paul", "byline.keep": "mine", "do": "save"}
    assert desk.client.post(address(desk, "a1"), data=chosen).status_code == 303
    assert the_article(desk).byline == "Paul"


def test_who_may_only_look_gets_no_buttons_and_is_refused(desk: SiteUnderTest) -> None:
    desk.sign_out()
    desk.sign_in("dora", "digitiser")
    shown = desk.client.get(address(desk)).text
    assert "La route et ses dangers" in shown
    assert "draft-keys" not in shown
    for rest in ("articles", "articles/new"):
        assert desk.client.post(address(desk, rest), data={"do": "accept-all"}).status_code == 403


def test_authors_and_whom_it_is_about_are_chosen_by_any_spelling_and_made(desk: SiteUnderTest) -> None:
    with desk.store.write() as session:
        by = changes.begin(session, by="alice")
        forms = Texts.printed(ar="الغزاوي", fr="Laghzaoui")
        key = authorities.add(session, by, "person", forms, variants=("El Ghazoui",)).key
    form = {
        "heading.ar": "",
        "heading.fr": "Du sport",
        "language": "fr",
        "start": "3",
        "authors": "El Ghazoui",
        "about": "الغزاوي\n+ Brigade de Salé",
    }
    assert desk.client.post(address(desk, "articles/new"), data=form).status_code == 303
    with desk.store.read() as session:
        article = in_order(with_pages(session, [desk.issue_id])[desk.issue_id])[-1]
        assert article.authors == (key,)
        made = session.query(Authority).filter_by(key=article.about[1]).one()
        assert article.about == (key, made.key)
        assert (made.authority_kind, made.forms.get("fr").value) == ("person", "Brigade de Salé")
        number, version = article.number, article.version
    shown = desk.client.get(address(desk, f"a{number}")).text
    assert f"Laghzaoui ({key})" in shown
    # What names no card comes back as it was typed, with the sentence, and nothing is written.
    wrong = {**form, "version": str(version), "authors": "personne {de} ce nom"}
    answer = desk.client.post(address(desk, f"a{number}"), data=wrong)
    assert answer.status_code == 422
    assert "personne {de} ce nom" in answer.text
    # A colleague changed them meanwhile: both lists are shown by name.
    with desk.store.write() as session:
        article = articles.by_number(session, session.get_one(Issue, desk.issue_id), number)
        articles.change(session, changes.begin(session, by="bob"), article, {"authors": ()})
    stale = {**form, "version": str(version), "authors": "+ Quelqu’un"}
    answer = desk.client.post(address(desk, f"a{number}"), data=stale)
    assert answer.status_code == 409
    assert 'name="authors.keep"' in answer.text
    answer = desk.client.post(address(desk, f"a{number}"), data={**stale, "authors.keep": "theirs"})
    assert answer.status_code == 303
    with desk.store.read() as session:
        article = articles.by_number(session, session.get_one(Issue, desk.issue_id), number)
        assert article.authors == ()


def test_articles_are_put_in_order_by_hand_each_move_one_act_that_is_undone(desk: SiteUnderTest) -> None:
    desk.client.post(address(desk), data={"do": "accept-all"})
    first, second, third = headings(desk)

    def move(**fields: str) -> str:
        answer = desk.client.post(address(desk), data=fields)
        assert answer.status_code == 303
        return str(answer.headers["location"])

    told = move(do="later", article="1")
    assert headings(desk) == [second, first, third]
    assert "done=moved" in told
    shown = desk.client.get(told).text
    assert 'data-hotkey="u"' in shown
    undo = re.search(r'action="(/fr/desk/changes/[0-9]+/undo)"', shown)
    assert undo
    desk.client.post(undo[1], data={"back": address(desk)})
    assert headings(desk) == [first, second, third]
    move(do="move", article="3", target="1", side="before")
    assert headings(desk) == [third, first, second]
    move(do="move", article="3", target="2", side="after")
    assert headings(desk) == [first, second, third]
    assert "done=same" in move(do="earlier", article="1")
    for _ in range(12):  # until no number is left between two: all are counted anew
        move(do="move", article="3", target="1", side="after")
        move(do="move", article="2", target="1", side="after")
    assert headings(desk) == [first, second, third]
    assert (
        desk.client.post(address(desk), data={"do": "move", "article": "9", "target": "1"}).status_code == 400
    )


def test_a_digitiser_sees_the_order_and_no_buttons(desk: SiteUnderTest) -> None:
    desk.client.post(address(desk), data={"do": "accept-all"})
    assert 'value="later"' in desk.client.get(address(desk)).text
    desk.sign_in("dora", "digitiser")
    assert 'value="later"' not in desk.client.get(address(desk)).text
    assert desk.client.post(address(desk), data={"do": "later", "article": "1"}).status_code == 403
