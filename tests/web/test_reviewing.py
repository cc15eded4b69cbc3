"""Deliveries and pages are judged at the desk; new readings are taken in line by line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive import alto_files
from archive.actions import batches, changes, issues, likenesses, pages, proposals
from archive.alto import AltoPage
from archive.models import Batch, Issue, Page, Proposal
from archive.store import Session, Store
from tests.builders import a_page, a_reading
from tests.web.conftest import SiteUnderTest


@pytest.fixture
def desk(site: SiteUnderTest) -> SiteUnderTest:
    site.sign_in()
    return site


def delivered(store: Store, *texts: str) -> tuple[int, str, list[int]]:
    """A finished batch with one published issue: (batch id, issue key, page ids)."""
    with store.write() as session:
        batch = batches.begin(session, "/scans/<b>1975</b>", operator="salma", tools={"ocr": "tesserocr 5"})
        batches.set_state(session, batch, "done")
        change_set = changes.begin(session, by="ingest")
        issue = issues.create(
            session, change_set, source="scans/75", batch_id=batch.id, fields={"edtf": "1975"}
        )
        made = [a_page(session, change_set, issue, a_reading(text), pictures=True) for text in texts]
        for page in made:
            assert page.frame is not None
            page.frame.scan.batch_id = batch.id
        made[0].frame.scan.findings = [{"kind": "blurred", "value": 0.1}]  # type: ignore[union-attr]
        issues.set_state(session, change_set, [issue.id], "published")
        return batch.id, issue.key, [page.id for page in made]


def review_of(store: Store, page_id: int) -> str:
    with store.read() as session:
        return session.get_one(Page, page_id).review


def test_a_page_is_accepted_or_sent_to_be_scanned_again_and_that_can_be_undone(desk: SiteUnderTest) -> None:
    batch, _, (first, second) = delivered(desk.store, "la police", "la route")
    sheet = f"/fr/desk/ingest/{batch}/sheet"
    shown = desk.client.get(sheet).text
    assert f'name="review.{first}"' in shown
    assert "flou" in shown
    answer = desk.client.post(
        sheet, data={f"review.{first}": "accepted", f"review.{second}": "rescan", "do": "save"}
    )
    assert answer.status_code == 303
    assert (review_of(desk.store, first), review_of(desk.store, second)) == ("accepted", "rescan")
    assert "0002.png" in desk.client.get("/fr/desk/rescan").text
    with desk.store.write() as session:
        newest = max(row.number for row in session.query(changes.ChangeSet))
        changes.undo(session, newest, by="alice")
    assert review_of(desk.store, second) == ""


def test_a_mark_saved_by_the_script_is_answered_with_the_counts(desk: SiteUnderTest) -> None:
    batch, _, (first, _second) = delivered(desk.store, "la police", "la route")
    answer = desk.client.post(
        f"/fr/desk/ingest/{batch}/sheet",
        data={f"review.{first}": "rescan", "do": "save"},
        headers={"accept": "application/json"},
    )
    assert answer.json() == {"undecided": 1, "accepted": 0, "rescan": 1}


def test_accepting_the_rest_leaves_what_was_judged(desk: SiteUnderTest) -> None:
    batch, _, (first, second) = delivered(desk.store, "la police", "la route")
    sheet = f"/fr/desk/ingest/{batch}/sheet"
    desk.client.post(sheet, data={f"review.{first}": "rescan", "do": "save"})
    desk.client.post(sheet, data={"do": "rest"})
    assert (review_of(desk.store, first), review_of(desk.store, second)) == ("rescan", "accepted")


def test_nonsense_and_pages_of_other_deliveries_are_not_written(desk: SiteUnderTest) -> None:
    batch, _, (first, _second) = delivered(desk.store, "la police", "la route")
    sheet = f"/fr/desk/ingest/{batch}/sheet"
    assert desk.client.post(sheet, data={f"review.{first}": "<script>", "do": "save"}).status_code == 400
    desk.client.post(sheet, data={"review.1": "rescan", "review.x": "rescan", "do": "save"})
    with desk.store.read() as session:
        assert [page.review for page in session.query(Page)].count("rescan") == 0
    assert desk.client.get("/fr/desk/ingest/999/sheet").status_code == 404


def test_a_delivery_is_rejected_with_a_reason_and_rolled_back_and_brought_back(desk: SiteUnderTest) -> None:
    batch, key, _ = delivered(desk.store, "la police", "la route")
    verdict, address = f"/ar/desk/ingest/{batch}/verdict", f"/fr/ark:/99999/{key}"
    assert desk.client.post(verdict, data={"do": "reject"}).status_code == 400
    assert desk.client.post(verdict, data={"do": "reject", "reason": "coupé <b>"}).status_code == 303
    page = desk.client.get(f"/fr/desk/ingest/{batch}").text
    assert "coupé &lt;b&gt;" in page
    assert "<b>1975" not in page
    assert desk.client.post(verdict, data={"do": "roll-back"}).status_code == 303
    assert desk.client.get(address).status_code == 410
    assert desk.client.post(verdict, data={"do": "reinstate"}).status_code == 303
    assert desk.client.get(address).status_code == 200
    assert desk.client.post(verdict, data={"do": "burn"}).status_code == 400


def test_a_digitiser_marks_pages_but_does_not_judge_deliveries(site: SiteUnderTest) -> None:
    batch, _, (first, _second) = delivered(site.store, "la police", "la route")
    site.sign_in("dora", "digitiser")
    sheet = site.client.post(
        f"/fr/desk/ingest/{batch}/sheet", data={f"review.{first}": "rescan", "do": "save"}
    )
    assert sheet.status_code == 303
    assert site.client.post(f"/fr/desk/ingest/{batch}/verdict", data={"do": "accept"}).status_code == 403
    assert "/verdict" not in site.client.get(f"/fr/desk/ingest/{batch}").text


def test_the_worst_read_page_comes_first(desk: SiteUnderTest) -> None:
    _, key, _ = delivered(desk.store, "la police sert le public", "pxlcf ||| a1b2 xqtr")
    shown = desk.client.get("/fr/desk/poor").text
    assert shown.index(f"{key}/p2") < shown.index(f"{key}/p1")
    assert "% d’erreurs" in shown


# --- readings that are offered ------------------------------------------------------------------------------


def with_locked_line(page: AltoPage) -> AltoPage:
    block = page.blocks[0]
    line = replace(block.lines[0], strings=tuple(replace(s, locked=True) for s in block.lines[0].strings))
    return replace(page, blocks=(replace(block, lines=(line, *block.lines[1:])),))


def offered(session: Session) -> Proposal:
    change_set = changes.begin(session, by="ingest")
    issue = issues.create(session, change_set, source="scans/76", fields={})
    lines = ("la police", "sert 1e public", "ni plns")
    page = a_page(session, change_set, issue, with_locked_line(a_reading(*lines)), pictures=True)
    again = a_reading("1a police", "sert le public", "ni plus")
    made = proposals.record_again(session, change_set, issue, page, again)
    assert isinstance(made, Proposal)
    return made


def text_of(store: Store, page_id: int) -> str:
    with store.read() as session:
        text = pages.current_text(session, session.get_one(Page, page_id))
        assert text is not None
        return alto_files.read_alto(store.files.path(text.path).read_bytes()).text


def test_only_the_ticked_lines_of_a_new_reading_are_taken(desk: SiteUnderTest) -> None:
    with desk.store.write() as session:
        made = offered(session)
        page_id = made.page_id
        key = session.get_one(Issue, session.get_one(Page, page_id).issue_id).key
    address = f"/fr/desk/proposals/{made.id}"
    assert address in desk.client.get("/fr/desk/proposals").text
    shown = desk.client.get(address).text
    assert "sert 1e public" in shown
    assert "1a police" not in shown  # what a person corrected is no question
    assert f"/iiif/3/{key}.p1.v1/" in shown
    assert desk.client.post(address, data={"do": "accept", "line": ["1"]}).status_code == 303
    assert text_of(desk.store, page_id) == "la police\nsert le public\nni plns"
    assert desk.client.post(address, data={"do": "accept", "line": ["2"]}).status_code == 409


def test_a_declined_reading_changes_nothing(desk: SiteUnderTest) -> None:
    with desk.store.write() as session:
        made = offered(session)
    desk.client.post(f"/fr/desk/proposals/{made.id}", data={"do": "decline"})
    assert text_of(desk.store, made.page_id) == "la police\nsert 1e public\nni plns"
    assert f"/desk/proposals/{made.id}" not in desk.client.get("/fr/desk/proposals").text
    with desk.store.read() as session:
        assert session.get_one(Proposal, made.id).state == "declined"
        assert session.get(Batch, 1) is None


# --- pages that look alike, faults of pictures, printed page numbers ---


def alike_in(store: Store, page_ids: list[int]) -> int:
    """The pair offered of the last of these pages with the first."""
    with store.write() as session:
        first, last = session.get_one(Page, page_ids[0]), session.get_one(Page, page_ids[-1])
        assert first.frame is not None
        assert last.frame is not None
        made = likenesses.propose(session, last.id, last.frame.scan_id, first.id, first.frame.scan_id, 0.08)
        assert made is not None
        return made.id


def is_withdrawn(store: Store, page_id: int) -> bool:
    with store.read() as session:
        return session.get_one(Page, page_id).withdrawn


def test_pages_that_look_alike_are_shown_and_made_one_or_kept_apart(desk: SiteUnderTest) -> None:
    _, _, ids = delivered(desk.store, "la police de la route", "la route et la police")
    pair = alike_in(desk.store, ids)
    shown = desk.client.get("/fr/desk/alike").text
    assert f'name="pair.{pair}"' in shown
    assert "0001.png" in shown
    assert "0002.png" in shown
    assert "92" in shown  # how far the prints agree
    desk.client.post("/fr/desk/alike", data={f"pair.{pair}": ""})
    assert not is_withdrawn(desk.store, ids[1])
    answer = desk.client.post("/fr/desk/alike", data={f"pair.{pair}": "older"})
    assert answer.status_code == 303
    assert is_withdrawn(desk.store, ids[1])
    assert f"pair.{pair}" not in desk.client.get("/fr/desk/alike").text


def test_all_pairs_of_two_issues_are_decided_at_once(desk: SiteUnderTest) -> None:
    _, _, ids = delivered(desk.store, "la police", "la route", "la place")
    alike_in(desk.store, ids)
    alike_in(desk.store, ids[:2])
    with desk.store.read() as session:
        issue = session.get_one(Page, ids[0]).issue_id
    answer = desk.client.post("/fr/desk/alike", data={"all": f"{issue}-{issue}-different"})
    assert answer.status_code == 303
    assert not is_withdrawn(desk.store, ids[1])
    assert 'name="pair.' not in desk.client.get("/fr/desk/alike").text
    assert desk.client.post("/fr/desk/alike", data={"all": "1-2-nonsense"}).status_code == 400


def test_the_contact_sheet_shows_one_kind_of_fault(desk: SiteUnderTest) -> None:
    batch, _, ids = delivered(desk.store, "la police", "la route")
    sheet = f"/fr/desk/ingest/{batch}/sheet"
    assert "only=blurred" in desk.client.get(sheet).text
    shown = desk.client.get(f"{sheet}?only=blurred").text
    assert f'name="review.{ids[0]}"' in shown
    assert f'name="review.{ids[1]}"' not in shown
    assert f'name="review.{ids[1]}"' in desk.client.get(f"{sheet}?only=nonsense").text
    everywhere = desk.client.get("/fr/desk/seen").text
    assert "0001.png" in everywhere
    assert "0002.png" not in everywhere
    desk.client.post(sheet, data={f"review.{ids[0]}": "accepted", "do": "save"})
    assert "0001.png" not in desk.client.get("/fr/desk/seen").text


def test_printed_page_numbers_are_accepted_for_an_issue_in_one_act(desk: SiteUnderTest) -> None:
    _, key, ids = delivered(desk.store, "la police", "la route")
    with desk.store.write() as session:
        for page_id, number in zip(ids, ("23", "24"), strict=True):
            page = session.get_one(Page, page_id)
            page.label_read, page.label_confidence = number, 0.9
    shown = desk.client.get("/fr/desk/numbering").text
    assert "23-24" in shown
    answer = desk.client.post("/fr/desk/numbering", data={"issue": key, "do": "accept"})
    assert answer.status_code == 303
    with desk.store.read() as session:
        pages_now = [session.get_one(Page, page_id) for page_id in ids]
        assert [(page.label, page.label_supplied) for page in pages_now] == [("23", False), ("24", False)]
    assert key not in desk.client.get("/fr/desk/numbering").text
    assert desk.client.post("/fr/desk/numbering", data={"issue": key, "do": "accept"}).status_code == 400
