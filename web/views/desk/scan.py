"""A page's scan replaced from the browser: one picture, streamed to disk, looked at in a limited child."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from archive.actions import changes, framing
from archive.actions import pages as page_actions
from archive.canvas import Frame
from archive.errors import BadFile, BadInput
from archive.files import copy_verified, make_folder, sha256_of
from archive.models import FROM_DESK
from archive.queries import issues as issue_queries
from archive.queries import pages as page_queries
from web.uploading import TooLarge, take_in
from web.views.desk.leaves import done
from web.visiting import Visit

if TYPE_CHECKING:
    from ingest.looking import Look


async def scan(visit: Visit) -> Response:
    """Take a new scan of one page in; the old one is kept. 413 above the limit, 400 for no picture."""
    limit = visit.settings.upload_megabytes << 20
    said = visit.request.headers.get("content-length", "")
    if said.isascii() and said.isdecimal() and int(said) > limit + (1 << 20):
        raise TooLarge(limit)
    folder = await run_in_threadpool(_folder, visit)
    try:
        kind = visit.request.headers.get("content-type", "")
        sent = await take_in(visit.request.stream(), kind, folder / "sent", limit + (1 << 20))
        if len(sent.files) != 1:
            raise BadInput("Send one picture.", "Choose the scan of this page.")
        return await run_in_threadpool(_replace, visit, folder / "sent" / sent.files[0], sent.fields)
    finally:
        await run_in_threadpool(shutil.rmtree, folder, ignore_errors=True)


def _folder(visit: Visit) -> Path:
    incoming = visit.store.files.incoming("scans")
    make_folder(incoming)
    return Path(tempfile.mkdtemp(prefix="scan-", dir=incoming))


def _replace(visit: Visit, path: Path, fields: dict[str, str]) -> Response:
    number = fields.get("page", "")
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise BadInput("No page is chosen.", "Choose the page this is a scan of.")
    look, media_type = _looked_at(visit, path)
    sha256 = sha256_of(path)
    by = visit.account.name if visit.account else ""
    with visit.store.write() as session:
        issue = issue_queries.by_key(session, visit.param("key"), public=False)
        page = page_queries.by_number(session, issue, int(number), public=False)
        before = page.frame
        if before is not None and before.scan.sha256 == sha256:
            raise BadInput("This is the scan the page is shown from already.")
        master = visit.store.files.master(issue.key, sha256, _suffix(media_type))
        copy_verified(path, visit.store.files.path(master), sha256)
        change_set = changes.begin(session, by=by, why="contact sheet: scan")
        made = page_actions.add_scan(
            session,
            issue,
            source=f"{FROM_DESK}p{page.number}-{sha256[:12]}/{path.name}",
            sha256=sha256,
            path=master,
            bytes=path.stat().st_size,
            media_type=media_type,
            width=look.width,
            height=look.height,
            dpi=look.dpi,
            operator=by,
        )
        frame, part = _frame_of(look, before.part if before is not None else 0)
        framing.replace_scan(session, change_set, page, made, frame, part=part)
        change = change_set.number
    return done(visit, issue.key, "scan", change, [int(number)])


def _looked_at(visit: Visit, path: Path) -> tuple[Look, str]:
    """What is on the picture; nothing a stranger made is opened here. Raises BadFile."""
    from ingest.looking import contents_of, look_at
    from ingest.workers import run_limited

    settings, seconds = visit.settings, visit.settings.page_seconds
    contents = run_limited(contents_of, path, settings=settings, timeout=seconds, about=path.name)
    if not contents.media_type.startswith("image/") or contents.members != 1:
        raise BadFile("{file} is no single picture.", "Send the page as JPEG, PNG or TIFF.", file=path.name)
    look = run_limited(look_at, path, 1, settings, None, settings=settings, timeout=seconds, about=path.name)
    return look, contents.media_type


def _suffix(media_type: str) -> str:
    from ingest.images import SUFFIXES

    return SUFFIXES[media_type]


def _frame_of(look: Look, part: int) -> tuple[Frame, int]:
    """The page on the picture: of two, the half the page was before; else the picture whole, to be parted."""
    if len(look.frames) == 1:
        return look.frames[0], 0
    if part in (1, 2):
        return look.frames[part - 1], part
    first = look.frames[0]
    return Frame(first.scan_width, first.scan_height, first.turn), 0
