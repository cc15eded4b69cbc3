"""The order of blocks that a person gave, through new readings and new canvases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.actions import changes, framing, laying_out, pages, proposals
from archive.alto import AltoPage, TextBlock
from archive.canvas import Box
from archive.errors import BadInput, Conflict
from archive.models import Issue, Page
from archive.queries import pages as page_queries
from archive.reading_order import Said, as_laid_out, layout_of, reordered
from archive.store import Store
from tests.archive.any_page import pages as any_pages
from tests.builders import a_reading, an_issue

SIDE_BY_SIDE = ("droite du texte", "gauche du texte", "pied du texte")


def columns(*texts: str) -> AltoPage:
    """A page with a block a text, below each other, as the machine read it."""
    blocks: list[TextBlock] = []
    for place, text in enumerate(texts):
        [block] = a_reading(text).blocks
        line = block.lines[0]
        down = 300 * place
        strings = tuple(replace(s, box=replace(s.box, y=s.box.y + down)) for s in line.strings)
        box = replace(line.box, y=line.box.y + down)
        blocks.append(replace(block, lines=(replace(line, strings=strings, box=box),), box=box))
    return replace(a_reading("x"), blocks=tuple(blocks))


@given(any_pages, st.randoms(use_true_random=False))
def test_not_a_word_changes_when_blocks_are_read_in_another_order(page: AltoPage, chance: object) -> None:
    order = list(range(len(page.blocks)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    shown = reordered(page, order)
    assert [b.box for b in shown.blocks] == [page.blocks[n].box for n in order]
    words = [[(s.content, s.box, s.locked) for line in b.lines for s in line.strings] for b in shown.blocks]
    assert words == [
        [(s.content, s.box, s.locked) for line in page.blocks[n].lines for s in line.strings] for n in order
    ]


def test_an_order_names_every_block_once() -> None:
    with pytest.raises(BadInput):
        reordered(columns("a", "b"), [0, 0])


def test_a_new_reading_follows_the_layout_and_its_new_blocks_the_one_before() -> None:
    page = columns("premier", "second", "troisième")
    layout = layout_of(reordered(page, [2, 0, 1], {2: Said(kind="caption")}))
    again = as_laid_out(page, layout)
    assert [b.lines[0].text for b in again.blocks] == ["troisième", "premier", "second"]
    assert again.blocks[0].kind == "caption"
    stray = replace(page.blocks[1], box=Box(900, 1300, 20, 20))
    more = replace(page, blocks=(page.blocks[0], stray, page.blocks[1], page.blocks[2]))
    assert as_laid_out(more, layout).blocks[2].box == stray.box  # behind "premier", as the machine has it


def _page(store: Store) -> int:
    issue_id = an_issue(store, ["x"])
    with store.write() as session:
        issue = session.get_one(Issue, issue_id)
        page = issue.pages[0]
        pages.record_text(session, changes.begin(session, by="ocr"), issue, page, columns(*SIDE_BY_SIDE))
        return page.id


def _said(store: Store, page_id: int) -> list[str]:
    with store.read() as session:
        return page_queries.plain(session, session.get_one(Page, page_id)).split("\n\n")


def _lay_out(store: Store, page_id: int, order: list[int], revision: int | None = None) -> int:
    with store.write() as session:
        page, issue = page_queries.by_id(session, page_id)
        shown = revision if revision is not None else page.text_revision
        made = laying_out.lay_out(session, issue, page, order, {}, revision=shown, by="alice")
        return made.number if made else 0


def test_text_follows_survives_a_new_reading_and_goes_back(store: Store) -> None:
    page_id = _page(store)
    number = _lay_out(store, page_id, [1, 0, 2])
    assert _said(store, page_id) == [SIDE_BY_SIDE[1], SIDE_BY_SIDE[0], SIDE_BY_SIDE[2]]
    with store.write() as session:  # `archive ingest redo`: the same picture, read a second time
        page, issue = page_queries.by_id(session, page_id)
        again = columns(*SIDE_BY_SIDE[:2], "pied du texte lu")
        proposals.record_again(session, changes.begin(session, by="ocr"), issue, page, again)
    assert _said(store, page_id) == [SIDE_BY_SIDE[1], SIDE_BY_SIDE[0], "pied du texte lu"]
    with store.write() as session:  # the layout goes back; the text was read since and is left
        undone = changes.undo(session, number, by="bob")
        assert [left.field for left in undone.left] == ["text_revision"]
        assert session.get_one(Page, page_id).layout == ()


def test_undone_at_once_the_text_is_what_it_was(store: Store) -> None:
    page_id = _page(store)
    before = _said(store, page_id)
    number = _lay_out(store, page_id, [2, 1, 0])
    with store.write() as session:
        assert changes.undo(session, number, by="bob").left == ()
    assert _said(store, page_id) == before
    assert _lay_out(store, page_id, [0, 1, 2]) == 0  # nothing to change makes no change set


def test_whoever_saw_an_older_text_is_told(store: Store) -> None:
    page_id = _page(store)
    with store.read() as session:
        seen = session.get_one(Page, page_id).text_revision
    _lay_out(store, page_id, [1, 0, 2])
    with pytest.raises(Conflict):
        _lay_out(store, page_id, [2, 0, 1], seen)


def test_the_layout_turns_with_the_page(store: Store) -> None:
    page_id = _page(store)
    _lay_out(store, page_id, [1, 0, 2])
    with store.write() as session:
        page = session.get_one(Page, page_id)
        framing.turn(session, changes.begin(session, by="alice"), page, 90)
        first, width = page.layout[0].box, page.width
    with store.read() as session:
        page = session.get_one(Page, page_id)
        shown = page_queries.reading(session, page)
        assert shown is not None
        assert shown.blocks[0].box == first
        assert first.right <= width
