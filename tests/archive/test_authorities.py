"""Cards of names: related both ways, merged with everything that names them, withdrawn when nothing does."""

from __future__ import annotations

import pytest

from archive.actions import articles, authorities, changes
from archive.actions.merging import merge, planned
from archive.errors import BadInput, Conflict, Gone
from archive.models import Article, Authority, ChangeSet, Issue
from archive.queries import authorities as questions
from archive.queries.issues import leads_to
from archive.store import Session, Store
from archive.texts import Texts
from tests.builders import an_issue


def _card(session: Session, act: ChangeSet, kind: str = "organisation", **forms: str) -> Authority:
    return authorities.add(session, act, kind, Texts.printed(**forms))


def test_an_earlier_name_of_one_is_a_later_name_of_the_other(store: Store) -> None:
    with store.write() as session:
        act = changes.begin(session, by="alice")
        old, new, other = (_card(session, act, fr=name) for name in ("Sûreté régionale", "DGSN", "DST"))
        authorities.change(session, act, new, {"earlier": (old.key, other.key)})
        assert old.later == other.later == (new.key,)
        authorities.change(session, act, new, {"earlier": (other.key,)})
        assert (old.later, other.later) == ((), (new.key,))
        for wrong in ({"later": (other.key,)}, {"earlier": (new.key,)}, {"earlier": ("pm1111",)}):
            with pytest.raises(BadInput):
                authorities.change(session, act, new, wrong)
        person = _card(session, act, "person", fr="Ben Barka")
        with pytest.raises(BadInput):
            authorities.change(session, act, new, {"earlier": (person.key,)})


def test_a_merge_moves_uses_and_relations_keeps_every_name_and_is_undone_as_one(store: Store) -> None:
    issue_id = an_issue(store)
    with store.write() as session:
        act = changes.begin(session, by="alice")
        gone = authorities.add(
            session, act, "organisation", Texts.printed(fr="D.G.S.N."), variants=("Sûreté",), outside=(_VIAF,)
        )
        into = _card(session, act, ar="المديرية العامة للأمن الوطني", fr="DGSN")
        old = _card(session, act, fr="Sûreté régionale")
        authorities.change(session, act, gone, {"earlier": (old.key,)})
        issue = session.get_one(Issue, issue_id)
        both = articles.add(session, act, issue, authors=(gone.key,), about=(into.key, gone.key))
        taken_out = articles.add(session, act, issue, about=(gone.key,))
        articles.change(session, act, taken_out, {"withdrawn": True})
        before = _state(session)
        seen = (gone.version, into.version)
        plan = planned(session, gone, into)
        assert _state(session) == before  # a preview writes nothing
        assert {article.id for article, _ in plan.articles} == {both.id, taken_out.id}
        number = changes.begin(session, by="alice").number
        merge(session, session.get_one(ChangeSet, number), gone, into, versions=seen)
        assert (both.authors, both.about) == ((into.key,), (into.key,))
        assert taken_out.about == (into.key,)
        assert set(into.variants) == {"D.G.S.N.", "Sûreté"}
        assert into.outside == (_VIAF,)
        assert (into.earlier, old.later) == ((old.key,), (into.key,))
        assert leads_to(session, gone.key) == into.key
        assert questions.by_keys(session, [gone.key])[gone.key].id == into.id
        with pytest.raises(Gone):
            questions.by_key(session, gone.key)
        undone = changes.undo(session, number, by="bob")
        assert undone.left == ()
        assert _state(session) == before
        assert leads_to(session, gone.key) is None


def test_addresses_lead_on_through_merges_of_merges(store: Store) -> None:
    with store.write() as session:
        act = changes.begin(session, by="alice")
        one, two, three = (_card(session, act, fr=name) for name in ("a", "b", "c"))
        merge(session, act, one, two)
        merge(session, act, two, three)
        assert leads_to(session, one.key) == three.key
        for gone, into in ((three, one), (one, three), (three, three)):
            with pytest.raises(BadInput):
                merge(session, act, gone, into)


def test_a_merge_of_cards_that_changed_since_the_preview_is_refused(store: Store) -> None:
    with store.write() as session:
        act = changes.begin(session, by="alice")
        one, two = _card(session, act, fr="a"), _card(session, act, fr="b")
        seen = (one.version, two.version)
        authorities.change(session, act, two, {"dates": "1956/.."})
        with pytest.raises(Conflict):
            merge(session, act, one, two, versions=seen)


def test_a_card_that_an_article_names_is_not_withdrawn_and_one_that_is_leaves_its_relations(
    store: Store,
) -> None:
    issue_id = an_issue(store)
    with store.write() as session:
        act = changes.begin(session, by="alice")
        old, new = _card(session, act, fr="a"), _card(session, act, fr="b")
        authorities.change(session, act, new, {"earlier": (old.key,)})
        article = articles.add(session, act, session.get_one(Issue, issue_id), about=(old.key,))
        with pytest.raises(BadInput, match="1 articles name it"):
            authorities.withdraw(session, act, old)
        articles.change(session, act, article, {"about": ()})
        authorities.withdraw(session, act, old)
        assert (old.withdrawn, new.earlier) == (True, ())


@pytest.mark.parametrize(
    "fields",
    [
        {"forms": Texts()},
        {"dates": "the sixties"},
        {"outside": ("https://evil.example/",)},
        {"variants": ("x" * 400,)},
    ],
)
def test_what_cannot_be_kept_is_refused(store: Store, fields: dict[str, object]) -> None:
    with store.write() as session:
        act = changes.begin(session, by="alice")
        card = _card(session, act, fr="a")
        with pytest.raises(BadInput):
            authorities.change(session, act, card, fields)


_VIAF = "https://viaf.org/viaf/102333412"


def _state(session: Session) -> list[tuple[object, ...]]:
    """All that a merge may touch."""
    cards = [
        (a.forms, a.variants, a.outside, a.earlier, a.later, a.merged_into, a.withdrawn)
        for a in session.query(Authority).order_by(Authority.id)
    ]
    own = [(a.authors, a.about, a.section_id) for a in session.query(Article).order_by(Article.id)]
    return [*cards, *own]
