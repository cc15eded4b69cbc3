"""A subject for kills: ingests a folder of scans with recorded OCR while the index follows.

    python tests/faults/ingest_kill.py record|create|run|verify --home DIR [--scans DIR] [--readings DIR]

`record` keeps the texts of an archive that has read the scans; `create` makes an empty archive (again); `run`
ingests and indexes until all is done. `verify` exits 1 when a page is lost or doubled, a file is not what the
store says, a check finds anything; with DONE=1 in the environment also when a page is missing or misread, a
step is not done, or the index answers otherwise than one built at once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from archive import checking
from archive.migrating import create_archive
from archive.models import Page, Scan
from archive.queries import issues, pages, work
from archive.settings import Settings
from archive.store import Session, Store
from index.engine import Scope, SearchEngine, engine_for
from index.query import parse
from index.updating import follow, rebuild, update_index
from ingest.checking import checks
from ingest.ingesting import ingest
from ingest.workers import executor_for

_QUERIES = ("brevet", "المقتبس", "catalogue", "machine", "من", "le", "page", "1962", "العلم", "société")


def settings_of(asked: argparse.Namespace) -> Settings:
    return Settings(
        home=asked.home, ocr=f"recorded:{asked.readings}", workers=f"local:{os.environ.get('WORKERS', '2')}"
    )


def every_page(session: Session) -> Iterator[tuple[Page, Scan, int]]:
    for issue in issues.every(session, public=False):
        for page in pages.of_issue(session, issue.id):
            assert page.frame is not None
            yield page, page.frame.scan, page.frame.part


def reading_name(scan: Scan, part: int) -> str:
    digest = Path(scan.picture).stem if scan.picture else scan.sha256
    member = 0 if scan.picture else scan.member - 1
    return f"{digest}-{100 * member + max(0, part - 1)}.alto.xml"


def record(asked: argparse.Namespace) -> int:
    store = Store(Settings(home=asked.home))
    asked.readings.mkdir(parents=True, exist_ok=True)
    with store.read() as session:
        for page, scan, part in every_page(session):
            text = pages.text(session, page)
            if text is not None:
                shutil.copy(store.files.path(text.path), asked.readings / reading_name(scan, part))
    return 0


def create(asked: argparse.Namespace) -> int:
    shutil.rmtree(asked.home, ignore_errors=True)
    create_archive(settings_of(asked))
    return 0


def run(asked: argparse.Namespace) -> int:
    here = settings_of(asked)
    store, engine, stop = Store(here), engine_for(here), threading.Event()
    indexing = threading.Thread(target=follow, args=(store, engine, stop), daemon=True)
    indexing.start()
    pool = executor_for(here)
    try:
        report = ingest([asked.scans], store, here, pool)
    finally:
        pool.shutdown(cancel_futures=True)
        stop.set()
        indexing.join(60)
    update_index(store, engine)
    engine.close()
    return report.exit_code


def verify(asked: argparse.Namespace) -> int:
    here = settings_of(asked)
    store = Store(here)
    bad = [str(each) for each in checking.checks(store, fixity=True)]
    bad += [str(each) for each in checks(here, store)]
    with store.read() as session:
        found = list(every_page(session))
        twice = [
            at
            for at, n in Counter((scan.sha256, scan.member, part) for _, scan, part in found).items()
            if n > 1
        ]
        bad += [f"twice: {at}" for at in twice]
        read = sum(page.text_revision > 0 for page, _, _ in found)
        if os.environ.get("DONE"):
            bad += list(_unfinished(session, asked, found))
            bad += list(_index_differs(store, here))
    print("; ".join(bad)[:300] or f"ok: {len(found)} pages, {read} read")
    store.close()
    return bool(bad)


def _unfinished(
    session: Session, asked: argparse.Namespace, found: list[tuple[Page, Scan, int]]
) -> Iterator[str]:
    wanted = {path.name for path in asked.readings.iterdir()}
    there = {reading_name(scan, part) for _, scan, part in found}
    if wanted != there:
        yield f"{len(wanted - there)} pages missing, {len(there - wanted)} too many"
    if left := work.unfinished(session) + len(work.failed(session)):
        yield f"{left} steps are not done"
    for page, _, _ in found:
        text = pages.text(session, page)
        if text is None or text.revision != 1 or page.image is None or page.image.version != 1:
            yield f"page {page.id} was not read exactly once"


def _index_differs(store: Store, here: Settings) -> Iterator[str]:
    aside = here.home / "index-at-once"
    shutil.rmtree(aside, ignore_errors=True)
    fresh = engine_for(here.model_copy(update={"search": f"whoosh:{aside}"}))
    rebuild(store, fresh)
    followed = engine_for(here)
    if _answers(fresh) != _answers(followed):
        yield "the index answers otherwise than one built at once"
    fresh.close()
    followed.close()


def _answers(engine: SearchEngine) -> list[object]:
    answers: list[object] = [engine.state().pages]
    for query in _QUERIES:
        results = engine.search(parse(query), Scope(), limit=1000)
        answers.append((results.total, sorted(hit.page_id for hit in results.hits)))
    return answers


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("do", choices=["record", "create", "run", "verify"])
    arguments.add_argument("--home", type=Path, required=True)
    arguments.add_argument("--scans", type=Path)
    arguments.add_argument("--readings", type=Path)
    given = arguments.parse_args()
    doing = {"record": record, "create": create, "run": run, "verify": verify}
    sys.exit(doing[given.do](given))
