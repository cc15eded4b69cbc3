"""Makes a new archive and brings an old one to this version's tables."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, make_url, select, text
from sqlalchemy.orm import Session

from archive.actions.glossary import begin_with
from archive.errors import ArchiveError, BadInput
from archive.files import make_folder, sync_folder
from archive.glossary import read_glossary
from archive.models import Clock, GlossaryEntry
from archive.settings import Settings
from archive.store import SCHEMA, Store, now


def configuration() -> Config:
    """Alembic's configuration, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def head() -> str:
    """The newest migration."""
    return str(ScriptDirectory.from_config(configuration()).get_current_head())


def upgrade(store_url: str, revision: str = "head") -> None:
    """Run migrations with foreign keys off, and check them after.

    With foreign keys on, altering a parent table in SQLite's batch mode deleted all child rows and reported
    success (measured).
    """
    engine = create_engine(store_url)

    @event.listens_for(engine, "connect")
    def _(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=OFF")

    with engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise ArchiveError(
                "After the migration {count} rows point to nothing; nothing was changed.",
                "Restore the backup and report this.",
                count=len(broken),
            )
    engine.dispose()


def create_archive(settings: Settings) -> None:
    """Make an empty archive under `settings.home`. Raises BadInput where there is one already."""
    path = Path(make_url(settings.store_url).database or "")
    if path.exists():
        raise BadInput(
            "There is an archive in {home} already.",
            "Set ARCHIVE_HOME to another folder to make a second one.",
            home=settings.home,
        )
    make_folder(path.parent)
    make_folder(Path(settings.files_root))
    # Beside, then renamed: a killed "create" leaves no half archive behind.
    beside = path.with_name(".new-" + path.name)
    for left in path.parent.glob(beside.name + "*"):
        left.unlink()
    upgrade(f"sqlite:///{beside}")
    engine = create_engine(f"sqlite:///{beside}")
    with Session(engine) as session:
        session.add(Clock(id=1, number=0))
        begin_with(session, read_glossary())
        session.commit()
        session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    beside.rename(path)
    sync_folder(path.parent)


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy of a live SQLite database, by its online backup."""
    make_folder(target.parent)
    with sqlite3.connect(source) as live, sqlite3.connect(target) as copy:
        live.backup(copy)
    copy.close()
    live.close()


def migrate(settings: Settings) -> tuple[str, str, Path | None]:
    """Bring the archive to this version; (from, to, where the copy made first lies)."""
    store = Store(settings, any_schema=True)
    before = store.schema
    store.close()
    if before == SCHEMA:
        return before, before, None
    stamp = now().strftime("%Y%m%dT%H%M%S")
    saved = store.path.with_name(f"{store.path.stem}-before-{SCHEMA}-{stamp}{store.path.suffix}")
    copy_database(store.path, saved)
    upgrade(settings.store_url)
    _give_glossary(settings)
    return before, SCHEMA, saved


def _give_glossary(settings: Settings) -> None:
    """An archive made before there was a glossary gets the one that new archives begin with."""
    store = Store(settings)
    with store.write() as session:
        if session.scalars(select(GlossaryEntry.id).limit(1)).first() is None:
            begin_with(session, read_glossary())
    store.close()
