"""An archive made by an older version is brought to this one, its rows intact."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from archive import migrating
from archive.errors import WrongSchema
from archive.models import Batch, Page, Record
from archive.settings import Settings
from archive.store import SCHEMA, Store


@pytest.fixture
def first_version(tmp_path: Path) -> Settings:
    """An archive at the first schema, with an issue, a page and a batch in it."""
    settings = Settings(home=tmp_path)
    path = tmp_path / "archive.sqlite"
    migrating.upgrade(settings.store_url, "0001")
    (tmp_path / "files").mkdir()
    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO clock (id, number) VALUES (1, 7)")
        database.execute(
            "INSERT INTO batches (id, source, operator, tools, state, report, started_at)"
            " VALUES (1, 'scans', 'desk', '{}', 'done', '{}', '2026-01-01 00:00:00')"
        )
        filled = {
            "id": 1,
            "key": "pmx1",
            "source": "scans/1",
            "version": 3,
            "next_page": 2,
            "next_article": 1,
            "described": 1,
            "state": "published",
        }
        _insert(database, "issues", filled)
        _insert(database, "pages", {"id": 1, "issue_id": 1, "number": 1, "sequence": 1, "label": "12"})
    database.close()
    return settings


def _insert(database: sqlite3.Connection, table: str, values: dict[str, object]) -> None:
    """A row with `values`; columns that must not be empty get one of their type."""
    for _, name, kind, required, _, _ in database.execute(f"PRAGMA table_info({table})").fetchall():
        if required and name not in values:
            made = {"TEXT": "{}", "DATETIME": "2026-01-01 00:00:00", "INTEGER": 0, "BOOLEAN": 0, "FLOAT": 0}
            values[name] = made.get(kind, "")
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    database.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))


def test_an_old_archive_is_refused_until_it_is_migrated_and_loses_nothing(first_version: Settings) -> None:
    with pytest.raises(WrongSchema, match="archive migrate"):
        Store(first_version)
    before, after, saved = migrating.migrate(first_version)
    assert (before, after) == ("0001", SCHEMA)
    assert saved is not None
    assert saved.exists()
    store = Store(first_version)
    with store.read() as session:
        page, batch = session.get(Page, 1), session.get(Batch, 1)
        assert page is not None
        assert batch is not None
        assert (page.label, page.review, page.label_read) == ("12", "", "")
        assert (batch.operator, batch.verdict, batch.verdict_at) == ("desk", "", None)
    store.close()


def test_a_migrated_archive_has_exactly_the_tables_of_a_new_one(first_version: Settings) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    migrating.migrate(first_version)
    store = Store(first_version)
    with store._reader.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Record.metadata) == []
    store.close()
