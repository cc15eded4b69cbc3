"""What the desk says of a delivery whose pages could not be read."""

from __future__ import annotations

import pytest

from archive.actions import batches, steps
from archive.errors import BadFile
from archive.failures import failure_of
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
