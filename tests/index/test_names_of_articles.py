"""Pages are limited to, and counted by, the persons, units and places that their articles name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.actions import articles, authorities, changes
from archive.actions.merging import merge
from archive.models import Issue
from archive.store import Store
from archive.texts import Texts
from index.engine import SearchEngine
from index.searching import search
from index.tantivy_engine import TantivyEngine
from index.updating import update_index
from index.whoosh_engine import WhooshEngine
from tests.builders import an_issue


@pytest.fixture(params=["whoosh", "tantivy"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    folder = tmp_path / "index"
    made: SearchEngine = WhooshEngine(folder) if request.param == "whoosh" else TantivyEngine(folder)
    yield made
    made.close()


def test_a_person_limits_and_is_counted_under_any_spelling(store: Store, engine: SearchEngine) -> None:
    issue_id = an_issue(store, ("police un", "police deux", "police trois"), state="published")
    draft_id = an_issue(store, ("police quatre",), source="draft")
    with store.write() as session:
        act = changes.begin(session, by="alice")
        person = authorities.add(
            session, act, "person", Texts.printed(ar="محمد الغزاوي"), variants=("Mohamed Laghzaoui",)
        )
        twin = authorities.add(session, act, "person", Texts.printed(fr="M. El Ghazoui"))
        unit = authorities.add(session, act, "organisation", Texts.printed(fr="DGSN"))
        issue, draft = session.get_one(Issue, issue_id), session.get_one(Issue, draft_id)
        one, two, three = (page.number for page in issue.pages)
        articles.add(session, act, issue, pages=(one,), authors=(person.key,), about=(unit.key,))
        articles.add(session, act, issue, pages=(one, two), about=(person.key,))
        articles.add(session, act, issue, pages=(three,), byline="Ali Laghzaoui", about=(twin.key,))
        articles.add(session, act, draft, pages=(draft.pages[0].number,), about=(person.key,))
        keys = person.key, twin.key, unit.key
    update_index(store, engine)

    def pages(text: str, *, public: bool = True) -> int:
        return search(store, engine, text, public=public).total

    for spelling in ("Laghzaoui", "El Ghazoui", "الغزاوي", "ghazaoui"):
        assert pages(f'person:"{spelling}"') == 3, spelling
    assert (pages(f"person:{keys[0]}"), pages(f"person:{keys[0]}", public=False)) == (2, 3)
    assert (pages("person:dgsn"), pages("شخص:محمد"), pages("person:nobody")) == (1, 2, 0)
    found = search(store, engine, "police", public=True)
    counts = {card.key: number for card, number in found.named.items()}
    assert counts == {keys[0]: 2, keys[1]: 1, keys[2]: 1}
    chosen = search(store, engine, f"police person:{keys[2]}", public=True)
    assert chosen.total == 1
    assert {card.key: number for card, number in chosen.named.items()} == counts
    with store.write() as session:
        act = changes.begin(session, by="alice")
        kept = {key: authorities.questions.whatever(session, key) for key in keys}
        merge(session, act, kept[keys[1]], kept[keys[0]])
    for key in keys[:2]:  # an address that names the merged card finds the same
        assert pages(f"person:{key}") == 3
    merged = search(store, engine, "police", public=True)
    assert {card.key: number for card, number in merged.named.items()} == {keys[0]: 3, keys[2]: 1}
