"""The store: one session per unit of work."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import select, text

from archive import migrating
from archive.errors import BadInput, NoArchive, WrongSchema
from archive.models import Clock, Record
from archive.settings import Settings
from archive.store import SCHEMA, Store, tick


def test_it_says_where_there_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(NoArchive, match="archive create"):
        Store(Settings(home=tmp_path / "nowhere"))


def test_a_second_archive_is_not_made_over_the_first(settings: Settings) -> None:
    with pytest.raises(BadInput, match="already"):
        migrating.create_archive(settings)


def test_it_refuses_another_schema_and_names_the_command(store: Store, settings: Settings) -> None:
    with store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(WrongSchema, match="archive migrate"):
        Store(settings)


def test_the_program_and_its_migrations_agree() -> None:
    assert migrating.head() == SCHEMA


def test_the_migrations_make_exactly_the_models_tables(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store._reader.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Record.metadata) == []


def test_no_update_is_lost_between_threads(store: Store) -> None:
    def count() -> None:
        for _ in range(25):
            with store.write() as session:
                tick(session)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert session.scalars(select(Clock.number)).one() == 100


def test_a_unit_of_work_that_fails_leaves_nothing(store: Store) -> None:
    def fail_half_way() -> None:
        with store.write() as session:
            tick(session)
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        fail_half_way()
    with store.read() as session:
        assert session.scalars(select(Clock.number)).one() == 0


def test_the_database_forces_every_commit_to_disk(store: Store) -> None:
    with store._writer.connect() as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == 2
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
