"""Cuts a region of a page's picture in a limited child process and keeps it for the next who asks."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from archive.canvas import Box
from archive.errors import ArchiveError, MissingTool
from archive.files import Files
from archive.models import ImageFacts
from web import clip_picture
from web.clip_picture import Source
from web.image_requests import MOST, Cut, written
from web.region_cache import RegionCache

if TYPE_CHECKING:
    from web.pieces import Pieces

#: Seconds a region may take, and how many requests may wait for the one child: the site's other threads
#: must stay free for pages.
_SECONDS, _WAITING = 20.0, 12
_queue = threading.BoundedSemaphore(_WAITING)
_JPEG_QUALITY = 90


class TooBusy(ArchiveError):
    """More pictures are asked for than can be cut at the moment."""

    status = 503


def cut(pieces: Pieces, key: str, page: int, image: ImageFacts, wanted: Cut) -> Path:
    """The file with the region, cut now where nobody asked for it before. Raises TooBusy, NoSpace."""
    cache: RegionCache = pieces.regions
    name = "/".join((key, f"p{page}.v{image.version}", *written(wanted, image.width, image.height)))
    path = cache.path(name, wanted.format)
    if not path.is_file():
        folder = pieces.store.files.path(Files.derivatives(key, page, image.version))
        cache.keep(path, _in_child(pieces, folder, image, wanted))
    return path


def clip(pieces: Pieces, folder: str, image: ImageFacts, zone: Box, source: Source) -> Path:
    """The file with a zone of a page and its source beneath.

    `folder`: of the page's derivatives, below the files. Raises TooBusy, NoSpace.
    """
    said = "\n".join((source.words, source.address, source.language))
    path = pieces.regions.path(f"{folder}/{zone}/{said}", "png")
    if not path.is_file():
        face = str(clip_picture.face_path())
        where = pieces.store.files.path(folder)
        pieces.regions.keep(path, limited(pieces, where, clip_picture.make, image, zone, source, face))
    return path


def _in_child(pieces: Pieces, folder: Path, image: ImageFacts, wanted: Cut) -> bytes:
    return limited(pieces, folder, make, image, wanted)


def limited(pieces: Pieces, folder: Path, task: Callable[..., bytes], *args: object) -> bytes:
    """What `task` makes of the derivatives in `folder`, in the limited child."""
    from ingest.workers import run_limited

    if not _queue.acquire(timeout=_SECONDS / 4):
        raise TooBusy("Too many pictures are asked for at the moment.", "Try again in a minute.")
    about = f"{folder.parent.name}/{folder.name}"
    try:
        return run_limited(task, str(folder), *args, settings=pieces.settings, timeout=_SECONDS, about=about)
    except FileNotFoundError as error:  # derivatives may be thrown away and made again
        raise MissingTool(
            "The pictures of {page} are missing.", "They are made again by archive ingest redo.", page=about
        ) from error
    finally:
        _queue.release()


# --- in the child ---------------------------------------------------------------------------------------


def make(folder: str, image: ImageFacts, wanted: Cut) -> bytes:
    """The region as JPEG, PNG or WebP; what is mirrored, turned or made bitonal is cut without loss first.

    Raises FileNotFoundError where a tile is missing.
    """
    from ingest.derivatives import cut_region

    as_it_lies = not (wanted.mirror or wanted.turn or wanted.quality == "bitonal")
    data = cut_region(
        Path(folder),
        (image.width, image.height),
        wanted.region,
        (wanted.width, wanted.height),
        quality="gray" if wanted.quality == "bitonal" else wanted.quality,
        form=wanted.format if as_it_lies else "png",
        most_pixels=MOST * MOST,
    )
    return data if as_it_lies else _finished(data, wanted)


def _finished(data: bytes, wanted: Cut) -> bytes:
    from PIL.Image import Dither, Transpose
    from PIL.Image import open as open_picture

    # IIIF mirrors first, then turns clockwise; Pillow turns the other way.
    turns = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
    with open_picture(io.BytesIO(data), formats=("PNG",)) as opened:
        made = opened.transpose(Transpose.FLIP_LEFT_RIGHT) if wanted.mirror else opened.copy()
    if wanted.turn:
        made = made.transpose(turns[wanted.turn])
    if wanted.quality == "bitonal":
        made = made.convert("1", dither=Dither.NONE)
    out = io.BytesIO()
    encoders = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
    made.save(out, encoders[wanted.format], quality=_JPEG_QUALITY)
    return out.getvalue()
