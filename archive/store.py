"""The store: one session per unit of work, and the way there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session as Session  # the other packages name the type through here

from archive import publication
from archive.errors import BadSetting, NoArchive, NoSpace, WrongSchema
from archive.files import Files
from archive.models import Clock
from archive.settings import Settings

#: The migration this version of the program works with; a test holds it against Alembic's head.
SCHEMA = "0011"


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def sqlite_engine(url: str, *, begin: str) -> Engine:
    """An engine on SQLite as DESIGN §5.10 wants it.

    `begin`: "BEGIN IMMEDIATE" for units of work that write, plain "BEGIN" for those that read. SQLAlchemy's
    default lost 90 of 120 updates without an error (measured); this recipe none.
    """
    engine = create_engine(url, pool_size=16, max_overflow=32)

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver shall not begin transactions of its own
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # NORMAL loses acknowledged commits in a power cut
            "foreign_keys=ON",
            "busy_timeout=30000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


class Store:
    """An archive's database and files.

    Raises NoArchive where there is none, WrongSchema where it was made by another version.
    """

    def __init__(self, settings: Settings, *, any_schema: bool = False) -> None:
        self.settings = settings
        self.files = Files(settings.files_root)
        url = make_url(settings.store_url)
        if url.get_backend_name() != "sqlite":
            raise BadSetting(
                "The store {url} is not supported yet.",
                "Leave ARCHIVE_STORE unset, or set it to sqlite:///PATH.",
                url=url.render_as_string(),
            )
        self.path = Path(url.database or "")
        if not self.path.is_file():
            raise NoArchive(
                "There is no archive in {home}.",
                'Make one with "archive create", or set ARCHIVE_HOME to the folder of one.',
                home=settings.home,
            )
        self._writer = sqlite_engine(settings.store_url, begin="BEGIN IMMEDIATE")
        self._reader = sqlite_engine(settings.store_url, begin="BEGIN")
        if not any_schema:
            self.require_schema()

    @property
    def schema(self) -> str:
        """The migration the database is at; "" for a file that is no archive."""
        try:
            with self._reader.connect() as connection:
                return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")
        except OperationalError:
            return ""

    def require_schema(self) -> None:
        """Refuse a database of another version, naming the command."""
        if (found := self.schema) != SCHEMA:
            raise WrongSchema(
                "The archive in {home} is at version {found}, this program works with {wanted}.",
                'Run "archive migrate" (it makes a backup first).'
                if found < SCHEMA
                else "Install the newer program.",
                home=self.settings.home,
                found=found or "?",
                wanted=SCHEMA,
            )

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that asks. It sees one state of the archive; nothing it changes is kept."""
        with Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            session.info["files"] = self.files
            session.info["settings"] = self.settings
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that changes: all of it is kept, or, after an error, nothing.

        What the public may no longer see leaves `public/` before the change is kept, what it may see now
        enters after: a crash between can hide something for a moment, never show it.
        """
        with Session(self._writer, expire_on_commit=False) as session:
            session.info["files"] = self.files
            session.info["settings"] = self.settings
            try:
                yield session
                session.flush()
                with publication.levelled(session):
                    session.commit()
            except OperationalError as error:
                if "disk is full" in str(error) or "disk I/O" in str(error):
                    raise NoSpace(
                        "The disk that holds {path} is full; nothing was half written.",
                        "Free some space there and run the same command again.",
                        path=self.path.parent,
                    ) from error
                raise

    def close(self) -> None:
        """Give all connections back."""
        self._writer.dispose()
        self._reader.dispose()


def tick(session: Session) -> int:
    """The next change number. Taken in the same transaction as the change, it orders all changes."""
    session.execute(update(Clock).values(number=Clock.number + 1))
    return session.scalars(select(Clock.number)).one()
