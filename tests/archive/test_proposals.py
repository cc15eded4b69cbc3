"""A second reading of a corrected page is offered, taken in by line, declined; human lines never change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from archive import alto_files, backups
from archive.actions import changes, issues, pages, proposals
from archive.alto import AltoPage
from archive.errors import Conflict, NotFound
from archive.models import Issue, Page, PageText, Proposal
from archive.queries import proposals as questions
from archive.store import Store
from tests.builders import a_page, a_reading


def with_locked_line(page: AltoPage, row: int) -> AltoPage:
    block = page.blocks[0]
    line = block.lines[row]
    done = replace(line, strings=tuple(replace(s, locked=True) for s in line.strings))
    return replace(page, blocks=(replace(block, lines=(*block.lines[:row], done, *block.lines[row + 1 :])),))


def page_with(session: Session, reading: AltoPage) -> tuple[Issue, Page]:
    change_set = changes.begin(session, by="ingest", why="built for a test")
    issue = issues.create(session, change_set, source="test", fields={})
    return issue, a_page(session, change_set, issue, reading)


def read_again(session: Session, issue: Issue, page: Page, *lines: str) -> PageText | Proposal | None:
    change_set = changes.begin(session, by="ingest", why="redo")
    return proposals.record_again(session, change_set, issue, page, a_reading(*lines))


def shown(session: Session, page: Page) -> AltoPage:
    text = pages.current_text(session, page)
    assert text is not None
    return alto_files.read_alto(session.info["files"].path(text.path).read_bytes())


def offered(session: Session, corrected: Sequence[str], again: Sequence[str]) -> tuple[Issue, Page, Proposal]:
    issue, page = page_with(session, with_locked_line(a_reading(*corrected), 0))
    proposal = read_again(session, issue, page, *again)
    assert isinstance(proposal, Proposal)
    return issue, page, proposal


def test_a_page_nobody_corrected_simply_gets_the_new_text(store: Store) -> None:
    with store.write() as session:
        issue, page = page_with(session, a_reading("la po1ice"))
        assert isinstance(read_again(session, issue, page, "la police"), PageText)
        assert shown(session, page).text == "la police"
        assert questions.count_open(session) == 0


def test_beside_corrected_lines_it_is_only_offered(store: Store) -> None:
    with store.write() as session:
        _, page, proposal = offered(session, ["la police", "sert 1e public"], ["1a police", "sert le public"])
        assert shown(session, page).text == "la police\nsert 1e public"
        assert page.text_revision == 1
        (difference,) = proposals.differences(session, page, proposal)
        assert (difference.shown, difference.offered) == ("sert 1e public", "sert le public")
        assert questions.of_page(session, page.id) is proposal
        assert [each[0].id for each in questions.open_ones(session)] == [proposal.id]


def test_a_reading_that_says_nothing_new_is_not_offered(store: Store) -> None:
    with store.write() as session:
        issue, page = page_with(session, with_locked_line(a_reading("la police", "sert"), 0))
        assert read_again(session, issue, page, "1a po1ice", "sert") is None


def test_what_is_taken_becomes_the_text_and_the_human_line_stays_to_the_byte(store: Store) -> None:
    with store.write() as session:
        issue, page, proposal = offered(
            session, ["la police", "sert 1e public"], ["1a police", "sert le public"]
        )
        before = next(iter(shown(session, page).lines()))
        change_set = changes.begin(session, by="desk", why="accepted")
        text = proposals.accept(session, change_set, issue, page, proposal)
        assert text is not None
        assert "1e" in text.replaced
        assert next(iter(shown(session, page).lines())) == before
        assert shown(session, page).text == "la police\nsert le public"
        with pytest.raises(Conflict):
            proposals.accept(session, change_set, issue, page, proposal)
        changes.undo(session, change_set.number, by="desk")
        assert shown(session, page).text == "la police\nsert 1e public"


def test_declining_leaves_all_as_it_was_and_a_newer_reading_takes_the_place_of_an_older(store: Store) -> None:
    with store.write() as session:
        issue, page, first = offered(session, ["la police", "sert 1e"], ["la police", "sert le"])
        second = read_again(session, issue, page, "la police", "sert les")
        assert isinstance(second, Proposal)
        assert first.state == "superseded"
        proposals.decline(session, second)
        assert page.text_revision == 1
        assert questions.count_open(session) == 0
        with pytest.raises(NotFound):
            questions.by_id(session, 99)


def test_a_backup_holds_what_is_offered(store: Store) -> None:
    with store.write() as session:
        _, _, proposal = offered(session, ["la police", "sert 1e"], ["la police", "sert le"])
        assert proposal.path in dict(backups.recorded_files(session, session.info["files"]))
