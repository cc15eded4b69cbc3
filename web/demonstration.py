"""`archive demonstration`: an archive of its own made from the sample issues, published and served.

It lives in a folder of its own and is marked as a demonstration; a folder that holds any other archive is
refused. Killed on the way, it goes on from there the next time; once made, it is only served.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.errors import BadInput
from archive.files import make_folder
from archive.settings import Settings, read_settings
from archive.terminal import EXIT_CODES, translate
from archive.texts import Texts

if TYPE_CHECKING:
    from archive.store import Store

_PROJECT = Path(__file__).resolve().parent.parent
SAMPLES = _PROJECT / "scans" / "sample"
_MARK = "demonstration.json"
_NAME = "archiviste"
#: What became of some numbers of the invented magazine.
_GAPS = {
    "1961-06": "known-missing",
    "1962-01": "held",
    "1967-06": "never-printed",
    "1975-02": "known-missing",
    "1975-04": "held",
    "1975-05": "never-printed",
}
#: Letters that nobody takes for another.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass
class Mark:
    """What the demonstration's folder says of itself. The password opens this invented archive only."""

    name: str = _NAME
    password: str = ""
    ready: bool = False


@click.command(epilog=EXIT_CODES)
@click.option("--home", type=click.Path(path_type=Path), default=_PROJECT / "demo", help="Its own folder.")
@click.option("--samples", type=click.Path(path_type=Path, exists=True), default=SAMPLES, help="Its scans.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-serve", is_flag=True, help="Only make it.")
def demonstration(home: Path, samples: Path, host: str, port: int, no_serve: bool) -> None:
    """Make a demonstration archive from the sample issues, the first time, and serve it."""
    from web.serving import run_site

    here = settings_of(home)
    mark = read_mark(here)
    fresh = not mark.ready
    if fresh:
        mark = build(here, samples, mark)
    say = translate("Sign in as {name} with the password {password} (it is kept in {file}).")
    click.echo(say.format(name=mark.name, password=mark.password, file=here.home / _MARK))
    if no_serve:
        return
    if fresh:
        # A new process: the server forks, and what reading pages leaves behind does not survive a fork.
        sys.stdout.flush()
        serve = ["serve", "--host", host, "--port", str(port)]
        os.execv(sys.executable, [sys.executable, "-m", "web.cli", *serve])  # noqa: S606
    run_site(here, host=host, port=port)


def settings_of(home: Path) -> Settings:
    """The settings of the demonstration, also for the processes started from here.

    Addresses of a real archive's store, index and files are put aside: nothing of it may be touched.
    """
    for name in ("ARCHIVE_STORE", "ARCHIVE_SEARCH", "ARCHIVE_FILES"):
        os.environ.pop(name, None)
    os.environ["ARCHIVE_HOME"] = str(home.resolve())
    os.environ["ARCHIVE_DEMONSTRATION"] = "true"
    return read_settings()


def read_mark(here: Settings) -> Mark:
    """What the folder says of itself. Raises BadInput where it holds an archive that is no demonstration."""
    path = here.home / _MARK
    if path.is_file():
        return Mark(**json.loads(path.read_text(encoding="utf-8")))
    if here.home.is_dir() and any(here.home.iterdir()):
        raise BadInput(
            "{home} holds something that is no demonstration; it is left alone.",
            "Name another folder with --home.",
            home=here.home,
        )
    return Mark(password="-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)))


def _write_mark(here: Settings, mark: Mark) -> None:
    path = here.home / _MARK
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(asdict(mark), file)


def build(here: Settings, samples: Path, mark: Mark) -> Mark:
    """Create the archive, read the samples, publish them, make the account; each part only where missing."""
    from archive.migrating import create_archive
    from archive.store import Store

    make_folder(here.home)
    _write_mark(here, mark)
    if not (here.home / "archive.sqlite").is_file():
        create_archive(here)
    store = Store(here)
    try:
        _name_it(store)
        _read(here, store, samples)
        _publish(here, store)
        _make_account(store, mark)
    finally:
        store.close()
    mark.ready = True
    _write_mark(here, mark)
    return mark


def _name_it(store: Store) -> None:
    from archive.actions import changes, holdings, titles
    from archive.queries.titles import the_title

    with store.write() as session:
        if the_title(session) is not None:
            return
        change_set = changes.begin(session, by="demonstration", why="demonstration")
        titles.add(
            session,
            change_set,
            name=Texts.printed(ar="مجلة الشرطة", fr="Revue de la police"),
            publisher=Texts.printed(ar="المديرية العامة (عينة)", fr="Direction générale (échantillon)"),
        )
        said = {
            "name": Texts.supplied(
                ar="أرشيف مجلة الشرطة",
                fr="Archives de la Revue de la police",
                en="Archive of the Police Review",
            ),
            "about": Texts.supplied(
                ar="هذه أعداد متخيَّلة صُنعت لتجربة الأرشيف: نصوصها من وضعنا، ولا يَرِد فيها اسم شخص حقيقي.",
                fr="Ces numéros sont inventés pour essayer l’archive : leurs textes sont les nôtres, "
                "et aucune personne réelle n’y est nommée.",
                en="These issues are invented, to try the archive out: their texts are ours "
                "and name no real person.",
            ),
            "rights": Texts.supplied(
                ar="عيّنات من وضعنا، يمكن استعمالها بحرية.",
                fr="Échantillons de notre fait, d’usage libre.",
                en="Samples of our own, free to use.",
            ),
        }
        for name, text in said.items():
            titles.say(session, change_set, name, text)
        # What ought to exist, so that coverage and years show gaps of every kind.
        series = holdings.series_numbered(session, change_set, 1)
        holdings.set_rule(session, change_set, series, "monthly 1961-05/.. double 07-08")
        for slot, state in _GAPS.items():
            holdings.state(session, change_set, series, slot, state)


def _read(here: Settings, store: Store, samples: Path) -> None:
    from ingest.ingesting import ingest, tools_of
    from ingest.reporting import shown_progress
    from ingest.running import Delivery
    from ingest.workers import executor_for

    tools = tools_of(here)
    click.echo(translate("Reading the sample issues; this takes a few minutes, once."))
    total = [0]
    pool = executor_for(here)
    try:
        with shown_progress(False, lambda: total[0]) as show:
            report = ingest(
                [samples],
                store,
                here,
                pool,
                delivery=Delivery(operator="demonstration"),
                tools=tools,
                told=show,
                counted=lambda pages: total.__setitem__(0, max(total[0], pages)),
            )
    finally:
        pool.shutdown(cancel_futures=True)
    if report.ended == "interrupted":
        raise click.Abort
    if not report.issues:
        raise BadInput("There are no sample issues in {folder}.", folder=samples)
    if report.failed:
        said = translate("{count} pages could not be read; the desk lists them.")
        click.echo(said.format(count=len(report.failed)), err=True)


def _publish(here: Settings, store: Store) -> None:
    from archive.actions import changes, issues
    from archive.queries.issues import facts
    from index.engine import engine_for
    from index.updating import update_index

    with store.write() as session:
        drafts = [issue.id for issue in facts(session, public=False) if issue.state != "published"]
        if drafts:
            change_set = changes.begin(session, by="demonstration", why="published")
            issues.set_state(session, change_set, drafts, "published")
    engine = engine_for(here)
    update_index(store, engine)
    engine.close()


def _make_account(store: Store, mark: Mark) -> None:
    from archive.actions import accounts
    from archive.queries.accounts import by_name

    with store.write() as session:
        found = by_name(session, mark.name)
        if found is None:
            accounts.add(session, mark.name, "archivist", mark.password)
        else:
            accounts.set_password(session, found, mark.password)
