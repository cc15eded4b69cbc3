"""What the desk says of a delivery whose pages could not be read."""

from __future__ import annotations

import pytest

from archive.actions import batches, steps
from archive.errors import BadFile
from archive.failures import failure_of
from archive.queries import pages
from archive.queries.issues import by_id
from tests.web.conftest import SiteUnderTest


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "a.jpg took longer than 60 s. Scan the page again."),
        ("fr", "a.jpg a pris plus de 60\u00a0s. Renumérisez la page."),
        ("ar", "استغرق a.jpg أكثر من 60 ثانية. أعد مسح الصفحة."),
    ],
)
def test_the_desk_tells_in_the_readers_language_why_a_page_was_not_read(
    site: SiteUnderTest, language: str, sentence: str
) -> None:
    error = BadFile("{file} took longer than {seconds} s.", "Scan the page again.", file="a.jpg", seconds=60)
    with site.store.write() as session:
        batch = batches.begin(session, "scans", operator="alice", state="running")
        issue = by_id(session, site.draft_id)
        issue.batch_id = batch.id
        step = steps.want(session, "issue", issue.id, issue.id, "text")
        steps.fail(session, step, failure_of(error), again=False)
        number = batch.id
    site.sign_in()

    answer = site.client.get(f"/{language}/desk/ingest/{number}", headers={"accept": "text/html"})

    assert answer.status_code == 200
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Le texte de \u2066mai.pdf\u2069 concorde avec l’imprimé"),
        ("ar", "النص الوارد في \u2066mai.pdf\u2069 مطابق للمطبوع"),
    ],
)
def test_the_desk_tells_what_was_decided_over_text_that_came_with_pages(
    site: SiteUnderTest, language: str, sentence: str
) -> None:
    with site.store.write() as session:
        batch = batches.begin(session, "scans", operator="alice", state="running")
        issue = by_id(session, site.draft_id)
        issue.batch_id = batch.id
        text = pages.text(session, issue.pages[0])
        assert text is not None
        text.decision = {"used": "own", "reason": "agrees", "file": "mai.pdf"}
        number = batch.id
    site.sign_in()
    answer = site.client.get(f"/{language}/desk/ingest/{number}", headers={"accept": "text/html"})
    assert sentence in answer.text
