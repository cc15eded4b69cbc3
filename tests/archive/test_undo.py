"""Any sequence of edits and undos, over every kind of record that people describe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import publication, reading_order
from archive.actions import (
    arranging,
    articles,
    authorities,
    changes,
    framing,
    glossary,
    issues,
    labels,
    pages,
    remarks,
    streams,
    titles,
)
from archive.canvas import Box
from archive.glossary import Notion
from archive.models import (
    DESCRIBED,
    Article,
    Authority,
    Change,
    ChangeSet,
    GlossaryEntry,
    Identifier,
    Issue,
    Page,
    Redaction,
    Remark,
    Series,
    Stream,
    Title,
    to_plain,
)
from archive.queries import pages as page_queries
from archive.store import Store
from archive.texts import Texts
from tests.builders import a_reading, an_issue

Snapshot = dict[tuple[str, int], dict[str, Any]]


def snapshot(session: Session) -> Snapshot:
    """Every tracked field of every record that is there, and where the names of merged ones lead."""
    state: Snapshot = {
        (kind, record.id): {field: to_plain(model, field, getattr(record, field)) for field in model.tracked}
        for kind, model in DESCRIBED.items()
        for record in session.scalars(select(model))
        if not record.withdrawn
    }
    merged = session.scalars(select(Identifier).where(Identifier.merged_into.is_not(None)))
    state["names", 0] = {identifier.name: identifier.merged_into for identifier in merged}
    return state


class Desk:
    """Someone who edits an issue and what is around it; each drawn edit is an act of its own."""

    def __init__(self, session: Session, issue_id: int) -> None:
        self.session = session
        self.issue = session.get_one(Issue, issue_id)
        self.act: ChangeSet

    def edit(self, what: str, one: Any, other: Any) -> int | None:
        """Carry out one edit; the number of its change set, None where nothing was changed."""
        if what == "undo":
            sets = self.session.scalars(select(ChangeSet.number).order_by(ChangeSet.number)).all()
            return changes.undo(self.session, sets[one % len(sets)], by="bob", may_redact=True).change_set
        self.act = changes.begin(self.session, by="alice")
        edit: Callable[[Any, Any], object] = getattr(self, what.replace(" ", "_"))
        edit(one, other)
        return self.act.number

    def all(self, kind: type[Any], *where: Any) -> list[Any]:
        """The records of a kind, in order of arrival; withdrawn ones too."""
        return list(self.session.scalars(select(kind).where(*where).order_by(kind.id)))

    def own(self, kind: type[Any]) -> list[Any]:
        """The same, of this issue."""
        return self.all(kind, kind.issue_id == self.issue.id)

    def number(self, one: Any, other: Any) -> None:
        """Number and date of the issue."""
        issues.change(self.session, self.act, self.issue, {"number": one, "date_printed": other})

    def name(self, one: Any, other: Any) -> None:
        """Its name in one language."""
        issues.change(self.session, self.act, self.issue, {"name": self.issue.name.with_wording(one, other)})

    def state(self, one: Any, _: Any) -> None:
        """Published, taken back."""
        issues.set_state(self.session, self.act, [self.issue.id], one)

    def withdraw(self, _one: Any, _other: Any) -> None:
        """The whole issue is taken out."""
        issues.withdraw(self.session, self.act, self.issue)

    def trash(self, one: Any, _: Any) -> None:
        """A draft put in the trash, or brought back."""
        issues.put_away(self.session, self.act, [self.issue], back=one)

    def plan(self, one: Any, _: Any) -> None:
        """A day on which it is published by itself; or that day comes."""
        if one:
            changes.apply(self.session, self.act, self.issue, {"planned_at": one, "state": "review"})
        else:
            issues.set_state(self.session, self.act, [self.issue.id], "published")

    def page(self, one: Any, other: Any) -> None:
        """A page's printed number, or the page taken out."""
        page = self.own(Page)[one]
        fields = {"withdrawn": True} if other == "143" else {"label": other}
        pages.change(self.session, self.act, page, fields)

    def text(self, one: Any, other: Any) -> None:
        """A new reading of a page."""
        pages.record_text(self.session, self.act, self.issue, self.own(Page)[0], a_reading(f"{one} {other}"))

    def stream(self, one: Any, other: Any) -> None:
        """Order and direction of a way of reading."""
        streams.change(self.session, self.act, self.own(Stream)[0], {"pages": tuple(one), "direction": other})

    def sheet(self, one: Any, other: Any) -> None:
        """The pages of the issue put in order, a place kept, numbers set, leaves taken out."""
        shown = [page for page in self.own(Page) if not page.withdrawn]
        if other == "place":
            arranging.keep_place(self.session, self.act, self.issue, shown[0], after=bool(one))
        elif other == "numbers":
            run: list[Page | None] = list(shown[one:])
            labels.number(self.session, self.act, self.issue, run, "١٢" if one else "")
        elif other == "out" and len(shown) > 1:
            arranging.take_out(self.session, self.act, self.issue, shown[-1:])
        elif other == "seam" and len(shown) > 1:
            first, second = arranging.halves_at(
                [p.number for p in shown], shown[1].number, from_the_back=True
            )
            halves = [arranging.Half("ar", "rtl", first), arranging.Half("fr", "ltr", second)]
            arranging.set_halves(self.session, self.act, self.issue, halves)
        else:
            orders = arranging.orders_of(self.session, self.issue)
            step = arranging.stepped(orders, [shown[0].number], 1 if one else -1)
            arranging.arrange(self.session, self.act, self.issue, step)

    def frame(self, one: Any, other: Any) -> None:
        """A page turned, or parted; its blocks said to be something else."""
        page = self.own(Page)[0]
        if other == "split" and page.frame is not None and not page.withdrawn and not self.all(Redaction):
            framing.split(self.session, self.act, self.issue, page)
        elif other == "lay out" and (text := page_queries.reading(self.session, page)) is not None:
            said = {0: reading_order.Said(kind="caption" if one == 90 else "heading")} if text.blocks else {}
            shown = reading_order.reordered(text, range(len(text.blocks)), said)
            pages.keep_revision(self.session, self.act, self.issue, page, shown, replaced="")
            changes.apply(self.session, self.act, page, {"layout": reading_order.layout_of(shown)})
        else:
            framing.turn(self.session, self.act, page, one)

    def article(self, one: Any, other: Any) -> None:
        """An article more, in a section; paired with the one before."""
        section = authorities.section_named(self.session, self.act, Texts.printed(fr=one or "Divers"))
        heading = Texts.printed(fr=one, ar=other)
        made = articles.add(self.session, self.act, self.issue, heading=heading, section_id=section.id)
        if len(found := self.own(Article)) > 1:
            articles.pair(self.session, self.act, found[-2], made)

    def article_changed(self, one: Any, other: Any) -> None:
        """The newest article, said otherwise or taken out."""
        for article in self.own(Article)[-1:]:
            fields = {"byline": other, "withdrawn": one == ""}
            articles.change(self.session, self.act, article, fields)

    def title(self, one: Any, other: Any) -> None:
        """The magazine, and what the site says."""
        titles.say(self.session, self.act, "name", Texts.supplied(fr=one, ar=other))
        if found := self.all(Title):
            titles.change(self.session, self.act, found[0], {"frequency": one})
        else:
            titles.add(self.session, self.act, name=Texts.printed(fr=one, ar=other))

    def holding(self, one: Any, other: Any) -> None:
        """An expected number and what became of it."""
        if not (found := self.all(Series)):
            found = [
                titles.add_series(
                    self.session,
                    self.act,
                    titles.add(self.session, self.act, name=Texts.printed(fr="Revue")),
                )
            ]
        titles.change(self.session, self.act, found[0], {"begins": "1961" if other else ""})
        authorities.set_holding(self.session, self.act, found[0], "1975-03", state=one, number=other)

    def cards(self, *kinds: str) -> list[Authority]:
        """The cards of these kinds that are in use."""
        found = self.all(Authority, Authority.authority_kind.in_(kinds))
        return [each for each in found if not each.withdrawn]

    def merge(self, one: Any, other: Any) -> None:
        """A name more, named by an article and related to another; then two names are merged."""
        made = authorities.add(
            self.session, self.act, "place", Texts.printed(fr=one or "Fès", ar=other), variants=(one, other)
        )
        found = self.cards("place")
        for article in self.own(Article)[-2:]:
            about = tuple(each.key for each in found[-2:])
            articles.change(self.session, self.act, article, {"about": about, "authors": (made.key,)})
        if len(found) > 2:
            authorities.change(self.session, self.act, found[0], {"earlier": (made.key,)})
        if len(found) > 1:
            authorities.merge(self.session, self.act, found[-1], found[0 if one else -2])

    def card(self, one: Any, other: Any) -> None:
        """A unit said otherwise, related to another or parted from it; or taken out of use."""
        authorities.add(self.session, self.act, "organisation", Texts.printed(fr=one or "DGSN", ar=other))
        found = self.cards("organisation")
        if len(found) > 1 and other:
            field = "later" if one else "earlier"
            other_way = "earlier" if one else "later"
            fields = {field: (found[-1].key,), other_way: (), "note": Texts.supplied(fr=other)}
            authorities.change(self.session, self.act, found[0], fields)
        elif len(found) > 2:
            authorities.withdraw(self.session, self.act, found[1])

    def glossary(self, one: Any, other: Any) -> None:
        """An entry of the glossary added, said otherwise, withdrawn."""
        mine = self.all(GlossaryEntry, GlossaryEntry.note == "drawn")
        if not mine:
            glossary.add(self.session, self.act, Notion((other or "شرطة",), (one or "police",)), note="drawn")
        elif one:
            notion = Notion((other or "أمن",), (one,))
            glossary.change(self.session, self.act, mine[0], notion, note="drawn")
        else:
            glossary.withdraw(self.session, self.act, mine[0])

    def redaction(self, one: Any, other: Any) -> None:
        """A zone hidden, or its reason changed."""
        if found := self.all(Redaction):
            changes.apply(self.session, self.act, found[0], {"reason": one})
        else:
            remarks.redact(self.session, self.act, self.own(Page)[0], Box(0, 0, 9, 9), other or "?")

    def remark(self, one: Any, other: Any) -> None:
        """A flag, opened or closed."""
        if found := self.all(Remark):
            changes.apply(self.session, self.act, found[0], {"state": "closed" if one else "open"})
        else:
            remarks.add(self.session, self.act, "flag", "issue", self.issue.id, other or "?")


_labels = st.sampled_from(["", "1", "12-13", "عدد خاص", "54", "143"])
_words = st.sampled_from(["", "Sécurité", "السلامة", "x"])
_edit = st.one_of(
    st.tuples(st.just("number"), _labels, st.sampled_from(["", "mars 1975", "رمضان 1395", "?"])),
    st.tuples(st.just("name"), st.sampled_from(["ar", "fr"]), _words),
    st.tuples(st.just("state"), st.sampled_from(["draft", "review", "published"]), st.none()),
    st.tuples(st.just("withdraw"), st.none(), st.none()),
    st.tuples(st.just("trash"), st.booleans(), st.none()),
    st.tuples(st.just("plan"), st.sampled_from(["", "2001-01-01T00:00", "2199-01-01T09:00"]), st.none()),
    st.tuples(st.just("page"), st.integers(0, 2), _labels),
    st.tuples(st.just("text"), st.sampled_from(["الشرطة", "La police"]), _words),
    st.tuples(
        st.just("sheet"), st.integers(0, 2), st.sampled_from(["place", "numbers", "out", "seam", "step"])
    ),
    st.tuples(
        st.just("frame"), st.sampled_from([90, 180, 270]), st.sampled_from(["turn", "split", "lay out"])
    ),
    st.tuples(st.just("stream"), st.permutations([1, 2, 3]), st.sampled_from(["ltr", "rtl"])),
    st.tuples(st.sampled_from(["article", "article changed", "title"]), _words, _words),
    st.tuples(st.sampled_from(["merge", "card", "glossary", "redaction", "remark"]), _words, _words),
    st.tuples(st.just("holding"), st.sampled_from(["held", "unknown"]), _labels),
)
_undo = st.tuples(st.just("undo"), st.integers(0, 100), st.none())

_shared_store = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def test_every_kind_of_record_is_edited_here(store: Store) -> None:
    issue_id = an_issue(store, ["a", "b", "c"])
    with store.write() as session:
        desk = Desk(session, issue_id)
        for edit in (
            *(("article", "a", "b"), ("title", "a", "b"), ("holding", "held", "1"), ("glossary", "a", "b")),
            *(("redaction", "a", "b"), ("remark", "a", "b")),
        ):
            desk.edit(*edit)
        kinds = set(session.scalars(select(Change.record_kind).distinct()))
    assert kinds == set(DESCRIBED)


@_shared_store
@example(edits=[("merge", "", "Sécurité"), ("merge", "", "Sécurité"), ("name", "fr", "")])
@example(edits=[("article", "x", "x"), *(("merge", one, "x") for one in ("x", "", "Sécurité", ""))])
@example(
    edits=[("card", "x", "x"), ("card", "", "x"), ("card", "", ""), ("card", "x", ""), ("card", "x", "x")]
)
@given(edits=st.lists(st.one_of(_edit, _edit, _edit, _undo), min_size=1, max_size=8))
def test_undoing_last_in_first_out_gives_the_exact_state_back(
    store: Store, edits: list[tuple[str, Any, Any]]
) -> None:
    issue_id = an_issue(store, ["a", "b", "c"])
    with store.write() as session:
        desk, done = Desk(session, issue_id), []
        for edit in edits:
            before = snapshot(session)
            number = desk.edit(*edit)
            if number is None:
                assert snapshot(session) == before
            else:
                done.append((number, before))
        for number, before in reversed(done):
            undone = changes.undo(session, number, by="bob", may_redact=True)
            assert undone.left == ()
            assert snapshot(session) == before
    with store.read() as session:  # what the public may see has followed
        assert publication.level_all(session, store.files, mend=False) == []


@_shared_store
@given(data=st.data(), edits=st.lists(_edit, min_size=2, max_size=8))
def test_undone_out_of_order_each_field_goes_back_or_is_listed(
    store: Store, data: st.DataObject, edits: list[tuple[str, Any, Any]]
) -> None:
    issue_id = an_issue(store, ["a", "b", "c"])
    with store.write() as session:
        desk = Desk(session, issue_id)
        numbers = [desk.edit(*edit) for edit in edits]
        number, last = data.draw(st.sampled_from(numbers)), numbers[-1]
        assert number is not None
        was = snapshot(session)
        undone = changes.undo(session, number, by="bob", may_redact=True)
        listed = {(left.record_kind, left.record_id, left.field) for left in undone.left}
        now = snapshot(session)
        touched = set()
        rows = session.scalars(select(Change).where(Change.change_set == number).order_by(Change.id)).all()
        first = {}
        for change in rows:
            first.setdefault((change.record_kind, change.record_id, change.field), change)
        final = {(change.record_kind, change.record_id, change.field): change for change in rows}
        for where, change in final.items():
            touched.add(where)
            before, record = first[where].before, where[:2]
            later = session.scalars(
                select(Change.after)
                .where(
                    Change.record_kind == where[0],
                    Change.record_id == where[1],
                    Change.field == where[2],
                    Change.change_set > number,
                    Change.change_set <= last,
                )
                .order_by(Change.id)
            ).all()
            # A field that was empty when its record was made goes back to its column's default.
            default = changes._before(DESCRIBED[where[0]], first[where])
            if later and later[-1] not in (change.after, before, default):
                assert where in listed
            elif record in now and before is not None and where[2] in now[record]:
                assert now[record][where[2]] == before
        # Nothing else moved, but for what lies on a page whose canvas went back.
        touched |= {
            (*where[:2], field)
            for where in set(touched)
            if where[2] == "canvas"
            for field in ("text_revision", "layout")
        }
        for record, fields in now.items():
            for field, value in fields.items():
                if record[0] != "names" and (*record, field) not in touched and record in was:
                    assert was[record][field] == value
