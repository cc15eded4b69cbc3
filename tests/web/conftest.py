"""A site to ask: two issues, one published and one a draft, and who may sign in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from archive.actions import accounts, pages
from archive.files import Files
from archive.models import ImageFacts, Issue
from archive.queries.accounts import by_name
from archive.queries.issues import by_id
from archive.settings import Settings
from archive.store import Store
from index.engine import engine_for
from index.updating import update_index
from ingest.derivatives import make_derivatives
from tests.builders import an_account, an_issue
from web import cutting
from web.app import create_app
from web.image_requests import Cut
from web.security import cookie_name


@dataclass
class SiteUnderTest:
    """The site and what is in it: `key` of a published two-front issue, `draft` of a draft."""

    client: TestClient
    store: Store
    settings: Settings
    key: str = ""
    draft: str = ""
    issue_id: int = 0
    draft_id: int = 0

    def sign_in(self, name: str = "alice", role: str = "archivist") -> None:
        """Let the client be someone, without the slow password check."""
        with self.store.read() as session:
            known = by_name(session, name) is not None
        if not known:
            an_account(self.store, name, role)
        with self.store.write() as session:
            account = by_name(session, name)
            assert account is not None
            token = accounts.begin_sign_in(session, account)
        self.client.cookies.set(cookie_name(self.settings), token)

    def sign_out(self) -> None:
        """Be nobody again."""
        self.client.cookies.clear()

    def index(self) -> None:
        """Bring the search index level."""
        engine = engine_for(self.settings)
        update_index(self.store, engine)
        engine.close()


TEXTS = (
    "الشرطة في خدمة المواطن بالقاهرة",
    "القاهرة مدينة كبيرة",
    "La police au service du citoyen",
    "L'économie et l'enquête",
)


def real_pictures(store: Store, issue_id: int, *, every: bool = False) -> None:
    """Real tiles of an issue's first page (or of every page), as ingest makes them."""
    with store.write() as session:
        issue = session.get(Issue, issue_id)
        assert issue is not None
        canvas = Image.linear_gradient("L").resize((1000, 1400))
        for page in issue.pages if every else issue.pages[:1]:
            made = make_derivatives(canvas, store.files.path(Files.derivatives(issue.key, page.number, 1)))
            facts = ImageFacts(1, made.width, made.height, made.sizes, made.tile_width, made.scale_factors)
            pages.record_image(session, page, facts)


@pytest.fixture
def cut_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut regions in this process: the limited child takes seconds to start and has tests of its own."""

    def here(_pieces: object, folder: Path, image: ImageFacts, wanted: Cut) -> bytes:
        return cutting.make(str(folder), image, wanted)

    monkeypatch.setattr(cutting, "_in_child", here)


@pytest.fixture
def site(settings: Settings, store: Store) -> Iterator[SiteUnderTest]:
    """The site, nobody signed in."""
    issue_id = an_issue(store, TEXTS, pictures=True, two_streams=True, state="published")
    draft_id = an_issue(store, ("Un secret d'État", "سر"), pictures=True, number="144", edtf="1976-05")
    for number in (issue_id, draft_id):
        real_pictures(store, number)
    with store.read() as session:
        keys = [by_id(session, number).key for number in (issue_id, draft_id)]
    client = TestClient(create_app(settings), raise_server_exceptions=False, follow_redirects=False)
    with client:
        made = SiteUnderTest(client, store, settings, keys[0], keys[1], issue_id, draft_id)
        made.index()
        yield made
